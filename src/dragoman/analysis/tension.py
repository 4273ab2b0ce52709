"""How tense two sides are, day by day, from reported acts. docs/tension.md defines the index and says where each constant came from.

A day's load is the weight of its conflict less that of its cooperation, never below zero; over groups of states, the sum over pairs. What is remembered of a load falls with the
days since; the memory of a day is the strongest of what is remembered, not the sum: one more report of a long quarrel adds nothing, a
worse act does at once. The level is the memory over what is usual for the two, in doublings. No day uses what became known after it.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dragoman.records import Mover, TensionDay

from .acts import Act

RELAXING = 1.4  # attention after a burst falls as (1 + days) ** -1.4: Crane and Sornette 2008; unlabelled pairs agree, see docs/tension.md
MEMORY_DAYS = 60  # 61 ** -1.4 is below a three-hundredth: nothing older can matter
WORST = 10.0  # the intensity of one act of the worst kind on the scales of Goldstein 1992 and PLOVER; less than one is not told apart
PRIOR_DAYS = 365  # the pair counts for half against one worst act a day once it has been watched for a year
STEP = 0.75  # doublings: of 1/4, 1/2, 3/4, 1 the finest at which pairs on no list of crises stand out on fewer than 15 days a year
SILENT_DAYS = 30  # without any report of the pair for so long it is not known how they stand
COVERAGE_DAYS = 90
DRAWS = 200  # enough for the ends of a 90% interval
ENDS = (5.0, 95.0)
NAMED_MOVERS = 5
CHUNK = 25  # draws at a time, so that twenty years of a busy pair stay within some tens of MB

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


class Course(NamedTuple):
    """The index over consecutive days; the last axis of each array is the day. `age` is how many days ago the memory was set."""

    memory: Floats
    age: npt.NDArray[np.int64]
    usual: Floats
    level: Floats
    known: Bools


def course_of(load: Floats, reported: Bools) -> Course:
    """The index of loads (one worst act = 10) over consecutive days, of one pair or of many: `load` and `reported` are (…, days)."""
    known = known_days(reported)
    memory, age = remembered(load)
    usual = usual_load(load, known)
    level = np.where(known, np.log2((WORST + memory) / (WORST + usual)), np.nan)
    return Course(memory, age, usual, level, known)


def last_level(load: Floats, reported: Bools) -> Floats:
    """The level on the last day alone, as `course_of` gives it: (…) from (…, days)."""
    known = known_days(reported)
    days = min(MEMORY_DAYS, load.shape[-1])
    fading = np.arange(days, 0.0, -1.0) ** -RELAXING
    memory = (load[..., -days:] * fading).max(axis=-1)
    before = np.where(known, load, 0.0)[..., :-1].sum(axis=-1)
    usual = (PRIOR_DAYS * WORST + before) / (PRIOR_DAYS + known[..., :-1].sum(axis=-1))
    return np.where(known[..., -1], np.log2((WORST + memory) / (WORST + usual)), np.nan)


def known_days(reported: Bools) -> Bools:
    """Days on or soon after a report of the pair."""
    days: npt.NDArray[np.int64] = np.arange(reported.shape[-1])
    last = np.maximum.accumulate(np.where(reported, days, -SILENT_DAYS), axis=-1)
    return np.asarray(days - last < SILENT_DAYS)


def remembered(load: Floats) -> tuple[Floats, npt.NDArray[np.int64]]:
    """The strongest of what is remembered on each day, and how many days ago it was set."""
    memory, age = load.copy(), np.zeros(load.shape, dtype=np.int64)
    for days in range(1, min(MEMORY_DAYS, load.shape[-1])):
        faded = load[..., :-days] * (1.0 + days) ** -RELAXING
        stronger = faded > memory[..., days:]
        memory[..., days:][stronger] = faded[stronger]
        age[..., days:][stronger] = days
    return memory, age


def usual_load(load: Floats, known: Bools) -> Floats:
    """The mean load of the known days before each day, begun with a year of one worst act a day."""
    counted = np.where(known, load, 0.0)
    before = np.cumsum(counted, axis=-1) - counted
    days: npt.NDArray[np.int64] = np.cumsum(known, axis=-1) - known
    return np.asarray((PRIOR_DAYS * WORST + before) / (PRIOR_DAYS + days))


def stepped(level: Floats) -> Floats:
    """Levels at the precision of the index."""
    return np.asarray(np.round(level / STEP) * STEP + 0.0)


# -- from acts ------------------------------------------------------------------------------------------------------


class Weighed(NamedTuple):
    """Acts as arrays: which cell of (pair, day) each falls into, its weight, and the story it is drawn with."""

    cell: npt.NDArray[np.int64]
    weight: Floats
    unit: npt.NDArray[np.int64]
    pairs: int
    days: int

    def load(self, times: npt.NDArray[np.int64] | None = None) -> Floats:
        """The load of each day, the stories counted so many `times`: conflict less cooperation of each pair, never below zero, added up."""
        weight = self.weight if times is None else self.weight * times[self.unit]
        balance = np.bincount(self.cell, weight, minlength=self.pairs * self.days).reshape(self.pairs, self.days)
        return np.asarray(np.maximum(balance, 0.0).sum(axis=0))

    def reported(self) -> Bools:
        """The days on which anything was reported."""
        cells = np.bincount(self.cell, minlength=self.pairs * self.days).reshape(self.pairs, self.days)
        return np.asarray(cells.any(axis=0))


def weighed(acts: Sequence[Act], first: int, days: int) -> Weighed:
    """Acts as arrays over `days` days from day number `first` on; they must lie within."""
    pairs = {pair: at for at, pair in enumerate(sorted({act.pair for act in acts}))}
    cell = np.array([pairs[act.pair] * days + act.day - first for act in acts], dtype=np.int64)
    unit = np.unique([act.unit for act in acts], return_inverse=True)[1]
    return Weighed(cell, np.array([act.weight for act in acts]), unit, len(pairs), days)


def every_level(load: Floats, reported: Bools) -> Floats:
    """The level on each day."""
    return course_of(load, reported).level


def interval(
    acts: Weighed, level_of: Callable[[Floats, Bools], Floats] = every_level, seed: int = 0
) -> tuple[Floats, Floats]:
    """The 90% interval of the level on each day, or of what `level_of` gives: how it would stand had other stories of the same kind been
    reported.

    A Poisson bootstrap over stories (Chamandy et al. 2012): each story counts 0, 1, 2 … times, once on average, with all its acts.
    """
    drawn = np.random.default_rng(seed)
    stories = int(acts.unit.max()) + 1
    reported = np.broadcast_to(acts.reported(), (CHUNK, acts.days))
    levels = [
        level_of(np.stack([acts.load(drawn.poisson(1.0, stories)) for _ in range(CHUNK)]), reported)
        for _ in range(DRAWS // CHUNK)
    ]
    low, high = np.percentile(np.concatenate(levels), ENDS, axis=0)
    return low, high


def tension(
    acts: Sequence[Act], a: str, b: str, *, until: int | None = None, directed: bool = False
) -> list[TensionDay]:
    """The index of two sides for each day from the first act between them to day number `until`, by default that of the last act."""
    if not acts or (until is not None and until < acts[0].day):
        return []
    known = [act for act in acts if until is None or act.day <= until]
    first, last = known[0].day, until or known[-1].day
    days = last - first + 1
    arrays = weighed(known, first, days)
    load, reported = arrays.load(), arrays.reported()
    course = course_of(load, reported)
    ends = zip(*interval(arrays), strict=True)
    by_day = _by_day(known)
    return [_told(course, load, reported, end, by_day, first, at, (a, b, directed)) for at, end in enumerate(ends)]


def tension_on(acts: Sequence[Act], a: str, b: str, day: int) -> TensionDay | None:
    """The last of the days that `tension` gives until day number `day`, without working out the interval of the others."""
    known = [act for act in acts if act.day <= day]
    if not known:
        return None
    first, at = known[0].day, day - known[0].day
    arrays = weighed(known, first, at + 1)
    load, reported = arrays.load(), arrays.reported()
    low, high = interval(arrays, last_level)
    ends = float(low), float(high)
    return _told(course_of(load, reported), load, reported, ends, _by_day(known), first, at, (a, b, False))


def _by_day(acts: Sequence[Act]) -> dict[int, list[Act]]:
    days: dict[int, list[Act]] = {}
    for act in acts:
        days.setdefault(act.day, []).append(act)
    return days


def _told(
    course: Course,
    load: Floats,
    reported: Bools,
    ends: tuple[float, float],
    by_day: dict[int, list[Act]],
    first: int,
    at: int,
    sides: tuple[str, str, bool],
) -> TensionDay:
    known, quiet = bool(course.known[at]), course.memory[at] == 0.0
    set_on = first + at - int(course.age[at])
    window = reported[max(0, at + 1 - COVERAGE_DAYS) : at + 1]
    return TensionDay(
        day=iso(first + at),
        a=sides[0],
        b=sides[1],
        directed=sides[2],
        value=float(stepped(course.level[at])) if known else None,
        level=round(float(course.level[at]), 3) if known else None,
        low=round(float(ends[0]), 3) if known else None,
        high=round(float(ends[1]), 3) if known else None,
        load=round(float(load[at]), 2) if reported[at] else None,
        usual=round(float(course.usual[at]), 2),
        set_on=iso(set_on) if known and not quiet else None,
        coverage=round(float(window.mean()), 3),
        reports=sum(act.reports for act in by_day.get(first + at, ())),
        moved_by=tuple(movers(by_day.get(set_on, ()))) if known and not quiet else (),
    )


def movers(acts: Sequence[Act]) -> Iterator[Mover]:
    """The acts of a day that weigh most towards conflict, each with its part of all that does."""
    heavy = sorted((act for act in acts if act.weight > 0), key=lambda act: (-act.weight, act.events))
    total = sum(act.weight for act in heavy)
    for act in heavy[:NAMED_MOVERS]:
        yield Mover(
            day=iso(act.day),
            actor=act.actor,
            recipient=act.recipient,
            type=act.type,
            weight=round(act.weight, 2),
            share=round(act.weight / total, 3),
            reports=act.reports,
            story=act.story,
            events=act.events,
        )


def iso(day: int) -> str:
    """The ISO day of a day number."""
    return date.fromordinal(day).isoformat()


def tensest(pairs: Mapping[tuple[str, str], Sequence[Act]], until: int, limit: int | None = None) -> list[TensionDay]:
    """The state of each pair on day number `until`, the tensest first, those not known last; at most `limit` of them."""
    ordered = sorted(pairs, key=lambda pair: (-_last_level(pairs[pair], until), pair))
    found = (tension_on(pairs[pair], *pair, until) for pair in ordered[:limit])
    return [day for day in found if day is not None]


def _last_level(acts: Sequence[Act], until: int) -> float:
    """The level on the last day alone; minus infinity where it is not known."""
    known = [act for act in acts if act.day <= until]
    if not known:
        return -math.inf
    arrays = weighed(known, known[0].day, until - known[0].day + 1)
    level = float(last_level(arrays.load(), arrays.reported()))
    return -math.inf if math.isnan(level) else level
