"""Reported acts as weights: intensity, certainty and independent sources.

An act told by fifty papers is one act with fifty sources: reports of one story that tell the same kind of act between the same two
parties on the same day count once, and each doubling of their number adds as much again as a single report has.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from dragoman.errors import UsageError
from dragoman.records import PairEvent

from .sides import Side

SURENESS = {"asserted": 1.0, "likely": 2 / 3, "possible": 1 / 3, "denied": 0.0}
# certain, probable and possible are 3, 2 and 1 on the scale of factuality (Saurí and Pustejovsky 2009; Lee et al. 2015), as parts of 3
HAPPENING = {None: 1.0, "future": 1 / 3, "hypothetical": 1 / 3, "historical": 0.0, "negation": 0.0, "negated": 0.0}
# what may come is as sure as what is possible; what is long past or not done moves nothing today
Ask = Callable[[str | None, str | None, str | None, str | None], Iterator[PairEvent]]

NEWS_DAYS = 14  # what is told later than this after it happened is history: a fortnight holds nearly all follow-up reports of an act


class Act(NamedTuple):
    """What one party did to another on a day, with all reports of it. `weight` is above zero for conflict, below for cooperation."""

    day: int
    actor: str
    recipient: str
    type: str | None
    story: str | None
    weight: float
    reports: int
    events: tuple[str, ...]

    @property
    def pair(self) -> tuple[str, str]:
        """The two parties in alphabetical order."""
        return min(self.actor, self.recipient), max(self.actor, self.recipient)

    @property
    def unit(self) -> str:
        """What is drawn as a whole when the index is drawn again: the story, else the report."""
        return self.story or self.events[0]


@lru_cache(maxsize=20_000)
def day_number(day: str) -> int:
    """Days since year 1."""
    return date.fromisoformat(day).toordinal()


def acts_between(
    ask: Ask, a: Side, b: Side, *, directed: bool = False, until: str | None = None, origins: Collection[str] = ()
) -> list[Act]:
    """The acts between two sides, by day; only those of `a` where `directed`, only of some origins where given.

    `ask` is the query `pair_events` of a store. Raises UsageError where two different sides share a member.
    """
    shared = sorted(set(a.members) & set(b.members))
    if shared and a != b:
        raise UsageError(
            f"{a.name} and {b.name} share {', '.join(shared)}", hint="give two sides without a common member"
        )
    few, many = sorted((a, b), key=lambda side: len(side.members))
    others = many.members if len(many.members) == 1 else (None,)
    told = (event for member in few.members for other in others for event in ask(member, other, None, until))
    wanted = (event for event in told if not origins or event.origin in origins)
    return acts_of((event for event in wanted if faces(event, a, b, directed)), a.members)


def faces(event: PairEvent, a: Side, b: Side, directed: bool) -> bool:
    """Whether one side acts on the other as they stood on the day; only `a` on `b` where `directed`."""
    there = a.holds(event.actor, event.day) and b.holds(event.recipient, event.day)
    return there or (not directed and b.holds(event.actor, event.day) and a.holds(event.recipient, event.day))


def acts_by_pair(events: Iterable[PairEvent]) -> dict[tuple[str, str], list[Act]]:
    """The acts of every pair, in alphabetical order of its parties."""
    pairs: dict[tuple[str, str], list[PairEvent]] = defaultdict(list)
    for event in events:
        pairs[min(event.actor, event.recipient), max(event.actor, event.recipient)].append(event)
    return {pair: acts_of(pairs[pair], pair[:1]) for pair in sorted(pairs)}


def acts_of(events: Iterable[PairEvent], side: Container[str] = ()) -> list[Act]:
    """The acts between two sides that events tell, by day; `side` are the members of one of them.

    The day is the first on which a reader could know of the act, so that no day knows its future. An event that names several parties
    of a side, or nobody clearly as the doer, is one act.
    """
    once = {(event.origin, event.id): event for event in events}
    told: dict[tuple[object, ...], list[PairEvent]] = defaultdict(list)
    for event in once.values():
        told[event.known, event.story or event.source, event.actor in side, event.type].append(event)
    return sorted(_acts(told.values()), key=lambda act: (act.day, act.events))


def _acts(groups: Iterable[Sequence[PairEvent]]) -> Iterator[Act]:
    for group in groups:
        weight, strongest = max(((strength(event), event) for event in group), key=lambda one: (abs(one[0]), one[1].id))
        reports = len({event.source for event in group})
        yield Act(
            day=day_number(strongest.known),
            actor=strongest.actor,
            recipient=strongest.recipient,
            type=strongest.type,
            story=strongest.story,
            weight=weight * (1 + math.log2(reports)),
            reports=reports,
            events=tuple(sorted({event.id for event in group})),
        )


def strength(event: PairEvent) -> float:
    """Intensity times sureness, above zero for conflict; zero for what is denied, not done, or told long after."""
    if event.day < event.known and day_number(event.known) - day_number(event.day) > NEWS_DAYS:
        return 0.0
    return -event.intensity * SURENESS.get(event.certainty, 0.0) * HAPPENING.get(event.auxiliary, 0.0)
