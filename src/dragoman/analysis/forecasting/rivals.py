"""The simple rules that every forecast stands beside, and must beat or say that it does not."""

from statistics import NormalDist

import numpy as np

from .escalation import BY_CHANCE, PAST
from .panels import Panel
from .quantiles import DRAWS, LEVELS, Floats

YEAR = 12
NEAR_BASE, NEAR_SLOPE = 0.03, 0.2  # by chance .13 in the middle


def conflictology(past: Panel) -> Floats:
    """Each of the last twelve months of a country is as likely as any (Hegre et al. 2025); (countries, DRAWS)."""
    months = np.sort(np.nan_to_num(past.values[:, -YEAR:]), axis=1)
    at = np.minimum((LEVELS * months.shape[1]).astype(int), months.shape[1] - 1)
    return np.asarray(months[:, at])


def last_month(past: Panel) -> Floats:
    """The last month again, with the chance of counts (Poisson)."""
    rates = np.nan_to_num(past.values[:, -1])
    return np.stack([_poisson(float(rate)) for rate in rates])


def _poisson(rate: float) -> Floats:
    """Quantiles of a Poisson law, for large rates by its square root, which is nearly normal."""
    if rate > YEAR * YEAR:
        steps = np.array([NormalDist().inv_cdf(float(level)) for level in LEVELS])
        return np.asarray(np.rint((np.sqrt(rate) + steps / 2) ** 2))
    numbers = np.arange(int(rate + 10 * np.sqrt(rate) + 10))
    logs = numbers * np.log(rate) - np.cumsum(np.log(np.maximum(numbers, 1))) if rate else -1e9 * numbers
    chances = np.exp(logs - logs.max())
    return np.asarray(np.searchsorted(np.cumsum(chances) / chances.sum(), LEVELS), dtype=np.float64)


def nothing(past: Panel) -> Floats:
    """No deaths anywhere."""
    return np.zeros((len(past.keys), DRAWS))


def by_chance(weeks: Panel) -> Floats:
    """Of thirty weeks in any order the tensest is one of the last four: the same for each pair."""
    return np.full(len(weeks.keys), BY_CHANCE)


def near_the_top(weeks: Panel) -> Floats:
    """The higher this week stands among its last 26, the likelier."""
    past = weeks.values[:, -PAST:]
    return np.asarray(NEAR_BASE + NEAR_SLOPE * (past < past[:, -1:]).mean(axis=1))
