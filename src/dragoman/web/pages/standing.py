"""Who stands with whom in a year, where that is strained, and how power is shared between two sides."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Annotated

from dragoman.errors import UsageError
from dragoman.records import BalanceYear, Member, Tie, Triangle
from dragoman.records.base import Record
from dragoman.telling.columns import fields

from ..asking import one
from ..showing import Answer, Shown
from ..site import Here, Site

if TYPE_CHECKING:
    from dragoman.analysis.worlds import World
    from dragoman.exports.pictures import Picture

    from ..showing import Drawn

TIES, TRIANGLES = 200, 60  # the strongest that are listed
YEARS = 10  # of a balance

MEMBERS = fields("year", "group", "state", "own", "second", "second_tie", "power", "power_year")
BALANCE = fields("year", "a", "b", "tie", "low", "high", "pairs", "a_power", "b_power", "ratio", "power_year")


class Alignment(Record, frozen=True, kw_only=True):
    """Who stands with whom in a year: states by group, the strongest ties, and the triangles in which two friends of one are foes.

    `balance` is how power is shared between two sides that were asked for, year by year.
    """

    year: int | None
    members: tuple[Member, ...]
    ties: tuple[Tie, ...]
    triangles: tuple[Triangle, ...]
    balance: tuple[BalanceYear, ...]


def alignment(
    site: Here,
    year: Annotated[
        int | None, one("This year; by default the last that anything is known of.", ge=1800, le=2200)
    ] = None,
    a: Annotated[
        str,
        one(
            "With b: a side, for the balance of power: a state, a group of states, or several joined by +.",
            max_length=200,
        ),
    ] = "",
    b: Annotated[str, one("The other side.", max_length=200)] = "",
) -> Answer:
    """Who stands with whom, and the balance of power of two sides."""
    (content, picture), as_of = site.counted(_alignment, year, a, b, by_record=True)
    if content.balance:
        title = f"Balance of power: {a} and {b}"
        return Answer(title, content, BALANCE, lambda: content.balance, picture=picture, as_of=as_of)
    return Answer("Alignment", content, MEMBERS, lambda: content.members, picture=picture, as_of=as_of)


def _known_of(site: Site, year: int) -> "World":
    """Ties, power and groups of a year."""
    from dragoman.analysis.worlds import world_of

    return world_of(year, site.store.pair_events, site.store.series)


def _alignment(site: Site, year: int | None, a: str, b: str) -> "Drawn[Alignment]":
    """The year and its picture, where there is anything to draw."""
    from dragoman.analysis.alignment import members_of, triangles_of
    from dragoman.analysis.worlds import last_year

    year = year or last_year(site.store.last_day(), site.store.last_start)
    if year is None:
        return Alignment(year=None, members=(), ties=(), triangles=(), balance=()), None
    known = site.remembered(("year", year), partial(_known_of, site, year))
    strained = [one for one in triangles_of(known.ties) if one.strained]
    content = Alignment(
        year=year,
        members=tuple(members_of(year, known.ties, known.groups, known.power)),
        ties=tuple(sorted(known.ties, key=lambda tie: (-abs(tie.value), tie.a, tie.b))[:TIES]),
        triangles=tuple(sorted(strained, key=lambda one: -one.strength)[:TRIANGLES]),
        balance=tuple(_balance(site, year, a, b)) if a and b else (),
    )
    return content, _drawn(content, known)


def _balance(site: Site, last: int, a: str, b: str) -> list[BalanceYear]:
    from dragoman.analysis.power import balance_of
    from dragoman.analysis.sides import side_named

    sides = side_named(a), side_named(b)
    found = []
    for year in range(last - YEARS + 1, last + 1):
        known = site.remembered(("year", year), partial(_known_of, site, year))
        found.append(balance_of(year, *sides, known.ties, known.power))
    shown = [one for one in found if one.tie is not None or one.a_power is not None or one.b_power is not None]
    if not shown:
        raise UsageError(
            f"nothing is known of {a} and {b}", hint="import votes, alliances or capabilities, or add reports"
        )
    return shown


def _drawn(content: Alignment, known: "World") -> "Picture | None":
    from dragoman.exports.indices import balance_picture, network_picture

    if content.balance:
        return balance_picture(content.balance)
    return network_picture(known, states_of(content.members)) if content.ties else None


def states_of(members: Sequence[Member]) -> set[str]:
    """The states that stand in any group."""
    return {one.state for one in members}


PAGES = (
    Shown(
        "/alignment",
        "alignment.html",
        alignment,
        Alignment,
        "Who stands with whom, and the balance of power.",
        "measures",
        True,
    ),
)
