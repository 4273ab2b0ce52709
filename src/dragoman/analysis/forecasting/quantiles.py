"""Distributions as draws in ascending order, all made by rule: the same history gives the same draws."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

DRAWS = 200
LEVELS: Floats = (np.arange(DRAWS) + 0.5) / DRAWS


def weighted_quantiles(values: Floats, weights: Floats, levels: Floats = LEVELS) -> Floats:
    """The values at which the weights, summed up in order of the values, reach each level of their total."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    at = np.searchsorted(reached / reached[-1], levels)
    return np.asarray(values[order][np.minimum(at, len(values) - 1)])


def pooled(members: list[Floats]) -> Floats:
    """The equal mixture of several forecasts, each (keys, DRAWS), thinned to DRAWS again."""
    together = np.sort(np.concatenate(members, axis=1), axis=1)
    return together[:, len(members) // 2 :: len(members)]


def counts(logs: Floats) -> Floats:
    """Whole numbers from logarithms of one more."""
    return np.asarray(np.rint(np.expm1(np.maximum(logs, 0.0))))


def crps(ordered: Floats, actual: float) -> float:
    """Continuous ranked probability score of draws in order, as in Gneiting and Raftery 2007: E|X - y| - E|X - X'| / 2."""
    n = len(ordered)
    weights = 2 * np.arange(n) - n + 1
    return float(np.abs(ordered - actual).mean() - (weights * ordered).sum() / (n * n))
