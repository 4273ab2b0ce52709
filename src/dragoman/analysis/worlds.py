"""All that is known of how states stand in a year: ties, capabilities and groups, as terminal and pages show them."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from dragoman.records import Tie

from .acts import Ask
from .alignment import groups_of
from .power import power_in
from .ties import AGREEMENT, PARTS, PLEDGES, Points, ties_of


class World(NamedTuple):
    """A year: the ties of pairs, each state's share of the world's capabilities with the year it is of, and each state's group."""

    year: int
    ties: list[Tie]
    power: dict[str, tuple[int, float]]
    groups: dict[str, str]

    @property
    def shares(self) -> dict[str, float]:
        """Each state's share of the world's capabilities."""
        return {state: share for state, (_, share) in self.power.items()}


def world_of(year: int, ask: Ask, points: Points, parts: Collection[str] = PARTS) -> World:
    """A year. `ask` and `points` are the queries `pair_events` and `series` of a store."""
    ties = ties_of(year, ask(None, None, f"{year}-01-01", f"{year}-12-31"), points, parts)
    bare = World(year, ties, power_in(points, year), {})
    return bare._replace(groups=groups_of(ties, bare.shares))


def last_year(last_day: str | None, last_start: Callable[[str], str | None]) -> int | None:
    """The last year that acts, votes or alliances are known of; `last_start` tells the newest point of a series."""
    days = [last_day, *(last_start(name) for name in (AGREEMENT, *PLEDGES))]
    return max((int(day[:4]) for day in days if day), default=None)
