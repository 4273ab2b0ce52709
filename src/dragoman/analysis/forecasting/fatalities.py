"""Deaths of each country in the months to come, as draws. docs/forecast.md tells the method, its calibration and its limits.

Forecasters of three designs pooled with equal weight: the country's own past (in two memories), a hurdle regression over all countries,
and likeness to earlier countries. All are fitted anew on what was known on the day of the forecast and on nothing else.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .boosted import Boosted
from .hurdle import A_YEAR, TWO_PACES, hurdle
from .likeness import LONG, SHORT, alike
from .panels import Panel
from .past import fading, last_year
from .quantiles import DRAWS, Floats, pooled

BLOCK = 4  # months ahead that learn together: a single one has few lessons
FIRST_BLOCK = 3  # VIEWS forecasts from three months ahead on; blocks are counted from there
USUAL = tuple(range(3, 15))  # months ahead that learn together where there are too few lessons of a block
SOON = tuple(range(2, 9))  # the same while there is hardly more than a year of data
ENOUGH = 12  # months of lessons
SHORT_PAST = 14
LEAST_PAST = 6  # months without which nothing can be learnt from others; the own past then speaks alone

EDGES = (0.1, 0.9)  # quantiles that the 80% interval is read from
INNER = 0.68  # of the pool; of .8, .75, .7, .68, .65 the widest that held less than .915 of all country-months of 2018, see docs/forecast.md
HALF = 0.5  # draws below stand for a month without deaths
LIKELY = 0.4  # chance of any deaths
ABOVE_NONE = 0.001  # deaths; a month without any, where deaths are likelier than not


class Months(NamedTuple):
    """Draws in ascending order, (countries, DRAWS), by how many months they lie after the last one known."""

    keys: tuple[str, ...]
    draws: dict[int, Floats]


def fatalities(past: Panel, ahead: Sequence[int]) -> Months:
    """Draws for the months `ahead` after the last one of the panel. What is not known of a country counts as no lesson, never as zero."""
    others = Others(past.values)
    draws = {}
    for step in ahead:
        own = [last_year(past.values), fading(past.values, step)]
        learnt = others.draws(step)
        draws[step] = trimmed(pooled([pooled(own), pooled(learnt)]) if learnt else pooled(own))
    return Months(past.keys, draws)


class Others:
    """What all countries' past teaches, learnt once for each block of months ahead."""

    def __init__(self, history: Floats) -> None:
        self.history = history
        self.months = history.shape[1]
        self.blocks: dict[tuple[int, ...], list[Floats]] = {}
        self.boosted: Boosted | None = None

    def draws(self, step: int) -> list[Floats]:
        """Draws by each design that learns from others; none where the past is too short."""
        if self.months < min(SOON) + LEAST_PAST:
            return []
        block = block_of(step, self.months)
        if block not in self.blocks:
            self.blocks[block] = [
                hurdle(self.history, block, TWO_PACES),
                alike(self.history, block, LONG),
            ]
        usual = usual_of(self.months)
        if self.boosted is None:
            self.boosted = Boosted(self.history, usual)
            self.blocks[()] = [hurdle(self.history, usual, A_YEAR), alike(self.history, usual, SHORT)]
        near, all_ = self.blocks[block], self.blocks[()]
        return [*near, *all_, self.boosted.draws(step, all_[1])]


def block_of(step: int, months: int) -> tuple[int, ...]:
    """The months ahead that `step` learns together with, given so many months of past."""
    first = (step - FIRST_BLOCK) // BLOCK * BLOCK + FIRST_BLOCK
    block = tuple(one for one in range(first, first + BLOCK) if one > 0)
    if months - min(block) >= ENOUGH:
        return block
    return usual_of(months)


def usual_of(months: int) -> tuple[int, ...]:
    """The months ahead that learn together where no block can."""
    return USUAL if months > SHORT_PAST else SOON


def trimmed(draws: Floats) -> Floats:
    """Draws whose 80% interval is the inner part of the pool, the tails beyond it as they were.

    Where deaths are likelier than not, draws without any stand just above 0: the interval is then that of a month with deaths, and the chance of
    a month without any is told apart (`none`).
    """
    low, high = (np.quantile(draws, 0.5 + side * INNER / 2, axis=1, method="nearest")[:, None] for side in (-1, 1))
    at = int(DRAWS * EDGES[0])
    out = draws.copy()
    out[:, at - 1 :] = np.maximum(out[:, at - 1 :], low)
    out[:, : DRAWS - at + 1] = np.minimum(out[:, : DRAWS - at + 1], high)
    likely = none(draws) < 1 - LIKELY
    out[likely] = np.maximum(out[likely], ABOVE_NONE)
    return np.sort(out, axis=1)


def none(draws: Floats) -> Floats:
    """The probability of a month without deaths, for each row of draws."""
    return np.asarray((draws < HALF).mean(axis=-1))
