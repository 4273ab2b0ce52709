"""The third design: what followed in countries that stood as this one stands now, the likest most, its own past more than others'."""

from collections.abc import Sequence

import numpy as np

from .features import Lessons, Trait, lessons, traits_of
from .quantiles import DRAWS, Floats, counts, weighted_quantiles

LONG = (Trait("level", 6), Trait("level", 18), Trait("share", 18))
SHORT = (Trait("level", 3), Trait("level", 12), Trait("share", 12))
WORTH = np.array([1.0, 1.0, 2.0])  # of a trait in the distance; a share reaches from 0 to 1 only
MIDDLE = 1  # the trait by which what followed is moved to this country's level
BANDWIDTH = 0.4
OWN = 6.0  # how much more a country's own past counts
NEAREST = 300


def alike(history: Floats, ahead: Sequence[int], traits: Sequence[Trait] = LONG) -> Floats:
    """Draws for the months `ahead` taken together, for each row of (countries, months)."""
    learnt, own = lessons(history, traits, ahead), traits_of(history, traits)
    quiet = own.max(axis=1) == 0
    draws = np.zeros((len(history), DRAWS))
    if quiet.any():
        draws[quiet] = _after_quiet(learnt)
    for row in np.flatnonzero(~quiet):
        draws[row] = _after_such(learnt, own[row], int(row))
    return draws


def _after_quiet(learnt: Lessons) -> Floats:
    """What followed wherever nothing had happened before."""
    followed = learnt.followed[learnt.traits.max(axis=1) == 0]
    known = followed[np.isfinite(followed)]
    return weighted_quantiles(known, np.ones(len(known))) if len(known) else np.zeros(DRAWS)


def _after_such(learnt: Lessons, own: Floats, country: int) -> Floats:
    """What followed at like moments, moved to this country's level; a month without deaths stays one."""
    distance = (((learnt.traits - own) * WORTH) ** 2).sum(axis=1)
    weights = np.exp(-distance / (2 * BANDWIDTH**2)) * np.where(learnt.whose == country, OWN, 1.0)
    near = np.argsort(-weights, kind="stable")[:NEAREST]
    logs = np.log1p(learnt.followed[near])
    moved = np.maximum(logs + (own[MIDDLE] - learnt.traits[near, MIDDLE])[:, None], np.log(2))
    known = np.isfinite(logs)
    values = np.where(logs > 0, moved, logs)[known]
    return weighted_quantiles(counts(values), np.broadcast_to(weights[near, None], logs.shape)[known] + 1e-12)
