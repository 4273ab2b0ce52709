"""How two states stand in a year: from acts that were reported, votes in the General Assembly, and alliances.

Each part runs from −1 to 1 and is None where nothing is known; the tie is the mean of the parts that are known, since nothing says
which of them is right. No alliance is no sign of enmity, so a pair without one has no such part.
"""

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from dragoman.records import PairEvent, SeriesPoint, Tie

from .acts import Act, acts_by_pair
from .sides import is_state

Pair = tuple[str, str]
Points = Callable[[str, Collection[str] | None, str | None, str | None], Iterator[SeriesPoint]]

PARTS = ("events", "votes", "alliances")
AGREEMENT = "unga_agree"
PLEDGES = {"atop_defense": 1.0, "atop_offense": 1.0, "atop_neutral": 0.5}
# to fight for another is a whole tie, to stay out of its wars half of one. Pledges to consult or not to attack are none: charters such as
# that of the OSCE bind states that arm against each other, and pacts of non-aggression are signed by rivals (Mattes and Vonnahme 2010)
FEW_ACTS = 3  # an acts part that rests on fewer is left out
HALFWAY = 20.0  # two worst acts: a balance of so much all on one side gives half a tie
SPREAD = 2.0  # standard deviations from what is usual for two voters that make a whole tie
DRAWS = 200
ENDS = (5.0, 95.0)


class Part(NamedTuple):
    """A part of a tie with its draws, (DRAWS,); the draws of what is counted, not reported, are all alike."""

    value: float
    draws: np.ndarray
    acts: int = 0
    reports: int = 0


def ties_of(
    year: int, events: Iterable[PairEvent], points: Points, parts: Collection[str] = PARTS, seed: int = 0
) -> list[Tie]:
    """The ties of a year, by pair. `points` is the query `series` of a store."""
    found: dict[str, Mapping[Pair, Part]] = {
        "events": acted(events, seed) if "events" in parts else {},
        "votes": voted(points, year) if "votes" in parts else {},
        "alliances": allied(points, year) if "alliances" in parts else {},
    }
    pairs = sorted({pair for part in found.values() for pair in part})
    return [_tie(year, pair, {name: part[pair] for name, part in found.items() if pair in part}) for pair in pairs]


def _tie(year: int, pair: Pair, parts: Mapping[str, Part]) -> Tie:
    draws = np.mean([part.draws for part in parts.values()], axis=0)
    low, high = np.percentile(draws, ENDS)
    told = {name: round(part.value, 3) for name, part in parts.items()}
    return Tie(
        year=year,
        a=pair[0],
        b=pair[1],
        value=round(float(np.mean([part.value for part in parts.values()])), 3),
        low=round(float(low), 3),
        high=round(float(high), 3),
        **{name: told.get(name) for name in PARTS},
        acts=parts["events"].acts if "events" in parts else 0,
        reports=parts["events"].reports if "events" in parts else 0,
    )


def acted(events: Iterable[PairEvent], seed: int = 0) -> dict[Pair, Part]:
    """Cooperation less conflict, over both and two worst acts more; drawn again by stories."""
    drawn = np.random.default_rng(seed)
    states = (event for event in events if is_state(event.actor) and is_state(event.recipient))
    return {pair: _balance(acts, drawn) for pair, acts in acts_by_pair(states).items() if len(acts) >= FEW_ACTS}


def _balance(acts: Sequence[Act], drawn: np.random.Generator) -> Part:
    weights = np.array([act.weight for act in acts])
    units = np.unique([act.unit for act in acts], return_inverse=True)[1]
    times = drawn.poisson(1.0, (DRAWS, int(units.max()) + 1))[:, units]
    draws = -(times @ weights) / (times @ np.abs(weights) + HALFWAY)
    value = -weights.sum() / (np.abs(weights).sum() + HALFWAY)
    return Part(float(value), draws, len(acts), sum(act.reports for act in acts))


def voted(points: Points, year: int) -> dict[Pair, Part]:
    """How much oftener two vote alike than their habits let expect; two standard deviations make a whole tie.

    What is expected of two is the mean agreement of each with everyone, less the mean of all: a state that seldom agrees with anyone
    is not thereby everyone's foe.
    """
    agreed = {_pair(point.key): point.value for point in points(AGREEMENT, None, *_within(year))}
    if len(agreed) < 3:
        return {}
    states = sorted({state for pair in agreed for state in pair})
    habit = {state: np.mean([value for pair, value in agreed.items() if state in pair]) for state in states}
    mean = float(np.mean(list(agreed.values())))
    beyond = {(a, b): value - float(habit[a] + habit[b] - mean) for (a, b), value in agreed.items()}
    whole = SPREAD * float(np.std(list(beyond.values())))
    if whole == 0.0:
        return {}
    return {pair: _counted(max(-1.0, min(1.0, value / whole))) for pair, value in beyond.items()}


def allied(points: Points, year: int) -> dict[Pair, Part]:
    """The strongest pledge between two, either way; pairs without one are left out."""
    found: dict[Pair, float] = {}
    for name, worth in PLEDGES.items():
        for point in points(name, None, *_within(year)):
            pair = _pair(point.key)
            found[pair] = max(worth, found.get(pair, 0.0)) if point.value else found.get(pair, 0.0)
    return {pair: _counted(worth) for pair, worth in found.items() if worth}


def _counted(value: float) -> Part:
    return Part(value, np.full(DRAWS, value))


def _pair(key: str) -> Pair:
    a, _, b = key.partition("-")
    return min(a, b), max(a, b)


def _within(year: int) -> tuple[str, str]:
    return f"{year}-01-01", f"{year}-12-31"


def strength(values: Sequence[float]) -> float:
    """The geometric mean of ties, whatever their sign."""
    return math.prod(abs(value) for value in values) ** (1 / len(values))
