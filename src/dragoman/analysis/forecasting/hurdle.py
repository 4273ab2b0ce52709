"""The second design: whether there will be any deaths, by logistic regression, and how many, by regression on log deaths, over all countries."""

from collections.abc import Sequence

import numpy as np

from .features import Lessons, Trait, lessons, traits_of
from .quantiles import DRAWS, Floats, counts

A_YEAR = (Trait("level", 12), Trait("share", 12), Trait("root", 12))
TWO_PACES = (Trait("level", 6), Trait("level", 18), Trait("share", 12), Trait("root", 12))
RIDGE = 1.0
NEAREST = 400  # residuals of the fits nearest to a country's own, in place of a law of errors
STEPS = 50
CLOSE = 1e-6
FAR = 30.0  # log odds


def hurdle(history: Floats, ahead: Sequence[int], traits: Sequence[Trait] = A_YEAR) -> Floats:
    """Draws for the months `ahead` taken together, for each row of (countries, months)."""
    learnt, own = lessons(history, traits, ahead), traits_of(history, traits)
    scale = learnt.traits.std(axis=0) + 1e-9
    chance = _chance_of_any(learnt, own, scale)
    logs, residuals = _deaths_if_any(learnt, own, scale)
    draws = np.zeros((len(history), DRAWS))
    for row, many in enumerate(np.rint(chance * DRAWS).astype(int)):
        if many:
            levels = (np.arange(many) + 0.5) / many
            spread = np.quantile(residuals[row], levels)
            draws[row, DRAWS - many :] = counts(np.maximum(logs[row] + spread, np.log(2)))
    return draws


def _chance_of_any(learnt: Lessons, own: Floats, scale: Floats) -> Floats:
    """The probability that a month has deaths; each moment counts as often with and without as it was followed by such months."""
    known = np.isfinite(learnt.followed).sum(axis=1)
    deadly = (np.nan_to_num(learnt.followed) > 0).sum(axis=1)
    inputs = np.concatenate([learnt.traits, learnt.traits]) / scale
    outcomes = np.repeat([1.0, 0.0], len(learnt.traits))
    weights = np.concatenate([deadly, known - deadly]).astype(np.float64)
    return logistic(own / scale, fit_logistic(inputs, outcomes, weights, RIDGE))


def _deaths_if_any(learnt: Lessons, own: Floats, scale: Floats) -> tuple[Floats, Floats]:
    """Log deaths expected of each country's deadly months, and the residuals of like fits, (countries, NEAREST or all there are)."""
    moment, column = np.nonzero(np.nan_to_num(learnt.followed) > 0)
    logs = np.log1p(learnt.followed[moment, column])
    inputs = _with_one(learnt.traits[moment] / scale)
    coefficients = np.linalg.solve(inputs.T @ inputs + _penalty(inputs.shape[1], RIDGE), inputs.T @ logs)
    fits = inputs @ coefficients
    order = np.argsort(fits, kind="stable")
    expected = _with_one(own / scale) @ coefficients
    width = min(NEAREST, len(fits))
    begin = np.clip(np.searchsorted(fits[order], expected) - width // 2, 0, len(fits) - width)
    residuals = (logs - fits)[order]
    return expected, np.stack([residuals[at : at + width] for at in begin])


def fit_logistic(inputs: Floats, outcomes: Floats, weights: Floats, ridge: float) -> Floats:
    """Coefficients, the constant first, by Newton's method with a ridge on all but the constant."""
    rows = _with_one(inputs)
    penalty = _penalty(rows.shape[1], ridge)
    coefficients = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ coefficients, -FAR, FAR)))
        slope = rows.T @ (weights * (outcomes - chance)) - penalty @ coefficients
        curve = (rows * (weights * chance * (1 - chance))[:, None]).T @ rows + penalty
        step = np.linalg.solve(curve, slope)
        coefficients = coefficients + step
        if np.abs(step).max() < CLOSE:
            break
    return coefficients


def logistic(inputs: Floats, coefficients: Floats) -> Floats:
    """Probabilities of rows of inputs."""
    return np.asarray(1 / (1 + np.exp(-np.clip(_with_one(inputs) @ coefficients, -FAR, FAR))))


def _with_one(inputs: Floats) -> Floats:
    return np.column_stack([np.ones(len(inputs)), inputs])


def _penalty(size: int, ridge: float) -> Floats:
    penalty = ridge * np.eye(size)
    penalty[0, 0] = CLOSE
    return penalty
