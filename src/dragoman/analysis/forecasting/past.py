"""The first design: a country goes on as in its own past months, each widened. Conflictology (Hegre et al. 2025, VIEWS challenge) with a kernel."""

import numpy as np

from .quantiles import DRAWS, Floats, counts, weighted_quantiles

KERNEL = 25  # points by which a month is widened
SCALE = 0.35  # of log deaths; of .25, .35, .5, .7 best on the months of 2018
YEAR = 12
THREE_YEARS = 36
SHORTEST_MEMORY = 3.0


def widening() -> Floats:
    """Quantiles of Student's t with two degrees of freedom, in log deaths: tails as heavy as those of conflict sizes (Cederman 2003)."""
    levels = (np.arange(KERNEL) + 0.5) / KERNEL
    return np.asarray(SCALE * (2 * levels - 1) * np.sqrt(2 / (4 * levels * (1 - levels))))


def last_year(history: Floats) -> Floats:
    """Draws from the last twelve months, all alike, for each row of (countries, months)."""
    return _from_months(history[:, -YEAR:], np.ones(min(YEAR, history.shape[1])))


def fading(history: Floats, ahead: int) -> Floats:
    """Draws from the last three years; a month counts for half after as many months as the forecast looks ahead."""
    months = history[:, -THREE_YEARS:]
    age = np.arange(months.shape[1])[::-1]
    return _from_months(months, 0.5 ** (age / max(SHORTEST_MEMORY, ahead)))


def _from_months(months: Floats, weights: Floats) -> Floats:
    """A month without deaths stays one; a month not known says nothing."""
    logs, steps = np.log1p(months), widening()
    draws = np.zeros((len(months), DRAWS))
    for row, values in enumerate(logs):
        known = np.isfinite(values)
        if known.any() and values[known].max() > 0:
            widened = np.where(values[known, None] > 0, values[known, None] + steps, 0.0)
            draws[row] = weighted_quantiles(counts(widened).ravel(), np.repeat(weights[known], KERNEL))
    return draws
