"""Whether one of the next four weeks of a pair will be tenser than each of its last 26. docs/forecast.md tells the method and its limits.

A logistic regression over all pairs, fitted anew at each origin on those earlier weeks of which the four weeks that followed are known.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from .hurdle import fit_logistic, logistic
from .panels import Panel
from .quantiles import Floats

PAST = 26  # weeks
AHEAD = 4
FIRST = 8  # weeks of past from which on an earlier week is learnt from, while there are no 26
BY_CHANCE = AHEAD / (PAST + AHEAD)  # of 30 weeks in any order the tenser is one of the last four
RIDGE = 30.0  # of 30, 300, 1000 with few traits or all: best on the weeks of 2018
FLOOR = 0.5  # added to the standard deviation, so that pairs of which hardly anything is told do not swing
RECENT = 4
TRAITS = 7


class Chances(NamedTuple):
    """The probability for each pair; NaN where the pair's last weeks are not known."""

    keys: tuple[str, ...]
    chances: Floats


def escalation(weeks: Panel) -> Chances:
    """The probabilities at the end of the last week of a panel."""
    return next(escalations(weeks, [weeks.starts[-1]]))


def escalations(weeks: Panel, origins: Iterable[str]) -> Iterator[Chances]:
    """The probabilities at the end of each of the weeks that begin on `origins`, each from what was known then and nothing later.

    Where nothing can be learnt yet, a pair has the probability of chance alone.
    """
    week_of = {start: week for week, start in enumerate(weeks.starts)}
    lessons: list[tuple[Floats, Floats]] = []
    for origin in origins:
        last = week_of[origin]
        for week in range(FIRST - 1 + len(lessons), last - AHEAD + 1):
            lessons.append((traits(weeks.values, week), came(weeks.values, week)))
        known = lessons[: max(last - AHEAD - FIRST + 2, 0)]
        yield Chances(weeks.keys, _chances(known, traits(weeks.values, last)))


def _chances(lessons: Sequence[tuple[Floats, Floats]], own: Floats) -> Floats:
    inputs = np.concatenate([one for one, _ in lessons] or [np.empty((0, own.shape[1]))])
    outcomes = np.concatenate([one for _, one in lessons] or [np.empty(0)])
    usable = np.isfinite(inputs).all(axis=1) & np.isfinite(outcomes)
    if not usable.any():
        return np.where(np.isfinite(own).all(axis=1), BY_CHANCE, np.nan)
    middle, scale = inputs[usable].mean(axis=0), inputs[usable].std(axis=0) + 1e-6
    fitted = fit_logistic((inputs[usable] - middle) / scale, outcomes[usable], np.ones(usable.sum()), RIDGE)
    return logistic((own - middle) / scale, fitted)


def traits(values: Floats, week: int) -> Floats:
    """What the weeks up to `week` say of each pair, in standard deviations of its last 26: where it stands, how far its highest week is above
    this one, above the last four, above its second and fifth and above the mean, and how much one week is like the next.
    """
    past = values[:, max(0, week - PAST + 1) : week + 1]
    if past.shape[1] < FIRST:
        return np.full((len(values), TRAITS), np.nan)
    known = np.isfinite(past)
    filled = np.where(known, past, np.nan)
    with np.errstate(invalid="ignore"):
        mean = _mean(filled, known)
        spread = np.sqrt(_mean((filled - mean[:, None]) ** 2, known)) + FLOOR
        ordered = np.sort(np.where(known, past, -np.inf), axis=1)
        top, now = ordered[:, -1], past[:, -1]
        recent = np.where(known, past, -np.inf)[:, -RECENT:].max(axis=1)
        scores = np.nan_to_num((filled - mean[:, None]) / spread[:, None])
        columns = [
            (past < now[:, None]).mean(axis=1),
            (top - now) / spread,
            (top - recent) / spread,
            (top - ordered[:, -2]) / spread,
            (top - ordered[:, -5]) / spread,
            (top - mean) / spread,
            (scores[:, 1:] * scores[:, :-1]).mean(axis=1),
        ]
    found = np.column_stack(columns)
    return np.where(np.isfinite(found), found, np.nan)


def _mean(values: Floats, known: Floats) -> Floats:
    return np.asarray(np.nansum(values, axis=1) / np.maximum(known.sum(axis=1), 1))


def came(values: Floats, week: int) -> Floats:
    """1 where one of the four weeks after `week` was above all of the last 26, 0 where none was; NaN where these are not all known."""
    before = values[:, max(0, week - PAST + 1) : week + 1]
    after = values[:, week + 1 : week + 1 + AHEAD]
    if after.shape[1] < AHEAD:
        return np.full(len(values), np.nan)
    known = np.isfinite(after).all(axis=1) & np.isfinite(before).any(axis=1)
    highest = np.where(np.isfinite(before), before, -np.inf).max(axis=1)
    return np.where(known, (after.max(axis=1) > highest).astype(np.float64), np.nan)
