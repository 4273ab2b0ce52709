"""The command alignment: who stands with whom, where that is strained, and how power is shared between sides."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.errors import UsageError
from dragoman.telling.columns import fields

from .drawing import picture_options, write_picture
from .options import limit_option, open_store, store_option
from .output import form_of, form_options, plural, print_csv, print_json, print_rows, say
from .progress import progress

if TYPE_CHECKING:
    from dragoman.analysis.worlds import World
    from dragoman.exports.pictures import Picture
    from dragoman.records import BalanceYear, Member, Tie, Triangle
    from dragoman.store import Store

EPILOG = """\b
Examples:
  dragoman alignment --year 2019 --png groups.png
  dragoman alignment --show triangles
  dragoman alignment TUR --year 2019
  dragoman alignment NATO CSTO+CHN --since 2000 --csv
"""

Table = tuple[tuple[str, ...], list[tuple[Any, ...]]]  # header and rows

PARTS = ("events", "votes", "alliances")
SHOWN = 50  # rows of a table, unless --limit says otherwise


@click.command(epilog=EPILOG)
@click.argument("a", required=False)
@click.argument("b", required=False)
@click.option(
    "--show", type=click.Choice(["groups", "ties", "triangles"]), help="Without B: what to tell of the network."
)
@click.option("--year", type=int, metavar="YEAR", help="This year only; by default the last that anything is known of.")
@click.option("--since", type=int, metavar="YEAR", help="Every year from this one on.")
@click.option("--until", type=int, metavar="YEAR", help="The last year.")
@click.option(
    "--from", "parts", default=",".join(PARTS), metavar="A,B", help="Of events, votes, alliances; by default all."
)
@limit_option
@form_options
@picture_options
@store_option
def alignment(
    a: str | None,
    b: str | None,
    show: str | None,
    year: int | None,
    since: int | None,
    until: int | None,
    parts: str,
    limit: int | None,
    form: str | None,
    svg: Path | None,
    png: Path | None,
    where: str | None,
) -> None:
    """Tell who stands with whom: groups of states, or with --show their ties, or the triangles in which two friends of one are foes.

    With A: the ties of one state. With A and B: how two sides stand and how power is shared between them, year by year.
    A tie is the mean of what is known of acts, votes in the General Assembly and alliances, −1 for foes to 1 for friends.
    """
    from dragoman.analysis.worlds import world_of

    form = form_of(form)
    chosen = _parts(parts)
    with open_store(where) as store, progress("weighing ties"):
        years = [
            world_of(one, store.pair_events, store.series, chosen) for one in _years(store, year, since, until, bool(b))
        ]
    answer = _between(years, a, b) if a and b else _of_network(years, a, show)
    if not answer:
        say("nothing is known of it in that time")
        raise click.exceptions.Exit(1)
    _print(answer, form, limit)
    for note in _notes(answer, years):
        say(note)
    write_picture(lambda: _picture(answer, years), svg, png)


def _parts(given: str) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in given.split(",") if part.strip())
    wrong = [part for part in parts if part not in PARTS]
    if wrong or not parts:
        raise UsageError(f"--from {given} is none of {', '.join(PARTS)}", hint="several are joined by a comma")
    return parts


def _years(store: "Store", year: int | None, since: int | None, until: int | None, over_time: bool) -> list[int]:
    """The years asked for. Raises UsageError where the store knows of none."""
    from dragoman.analysis.worlds import last_year

    last = year or until or last_year(store.last_day(), store.last_start)
    if last is None:
        raise UsageError(
            "the store holds neither acts, votes nor alliances",
            hint="dragoman add, or dragoman import polecat, unga, atop",
        )
    first = year or since or (last - 9 if over_time else last)
    if first > last:
        raise UsageError(f"--since {first} is after {last}", hint="give an earlier year")
    return list(range(first, last + 1))


def _between(years: "Sequence[World]", a: str, b: str) -> "list[BalanceYear]":
    from dragoman.analysis.power import balance_of
    from dragoman.analysis.sides import side_named

    one, other = side_named(a), side_named(b)
    found = [balance_of(each.year, one, other, each.ties, each.power) for each in years]
    return [each for each in found if each.tie is not None or each.a_power is not None or each.b_power is not None]


def _of_network(years: "Sequence[World]", a: str | None, show: str | None) -> "list[Any]":
    from dragoman.analysis.alignment import members_of, triangles_of
    from dragoman.analysis.sides import side_named

    of = set(side_named(a).members) if a else None
    wanted = show or ("ties" if of else "groups")
    found: list[Any] = []
    for each in years:
        if wanted == "groups":
            listed = members_of(each.year, each.ties, each.groups, each.power)
            found += [one for one in listed if of is None or one.state in of]
        elif wanted == "ties":
            kept = [one for one in each.ties if of is None or {one.a, one.b} & of]
            found += sorted(kept, key=lambda one: (-one.value, one.a, one.b))
        else:
            found += [one for one in triangles_of(each.ties) if of is None or {one.a, one.b, one.c} & of]
    return found


# -- tables ---------------------------------------------------------------------------------------------------------


def _print(answer: "Sequence[Any]", form: str, limit: int | None) -> None:
    if form == "json":
        print_json(answer[:limit])
    elif form == "csv":
        print_csv(answer[:limit], fields(*answer[0].__struct_fields__))
    else:
        header, rows = _table(answer)
        print_rows(header, rows[: limit or SHOWN])


def _table(answer: "Sequence[Any]") -> Table:
    """The header and rows that fit the records."""
    tables: dict[str, Callable[[Sequence[Any]], Table]] = {
        "Member": _group_table,
        "Tie": _tie_table,
        "Triangle": _triangle_table,
        "BalanceYear": _balance_table,
    }
    return tables[type(answer[0]).__name__](answer)


def _group_table(members: "Sequence[Member]") -> Table:
    rows = []
    for (year, group), of in groupby(members, key=lambda one: (one.year, one.group)):
        listed = list(of)
        known = [one.power for one in listed if one.power is not None]
        share = f"{sum(known):.1%}" if known else "not known"
        rows.append((year, group, share, len(listed), " ".join(map(_wavering, listed))))
    return ("year", "group of", "power", "states", "members (? would stand as well elsewhere)"), rows


def _wavering(one: "Member") -> str:
    """A state that stands with another group at least as well as with its own gets a question mark."""
    near = one.own is None or (one.second_tie is not None and one.second_tie >= one.own)
    return one.state + ("?" if near and one.second else "")


def _tie_table(ties: "Sequence[Tie]") -> Table:
    rows = [
        (one.year, f"{one.a}–{one.b}", _signed(one.value), f"{one.low:+.2f} to {one.high:+.2f}", *_told(one), one.acts)
        for one in ties
    ]
    return ("year", "pair", "tie", "90% interval", *PARTS, "acts"), rows


def _told(one: "Tie") -> tuple[str, ...]:
    return tuple(_signed(getattr(one, part)) for part in PARTS)


def _triangle_table(triangles: "Sequence[Triangle]") -> Table:
    rows = [
        (
            one.year,
            one.kind,
            f"{one.a} {one.b} {one.c}",
            _signed(one.ab),
            _signed(one.ac),
            _signed(one.bc),
            one.strength,
        )
        for one in triangles
    ]
    return ("year", "kind", "states", "1–2", "1–3", "2–3", "strength"), rows


def _balance_table(years: "Sequence[BalanceYear]") -> Table:
    rows = [
        (
            one.year,
            _signed(one.tie),
            one.pairs,
            _share(one.a_power),
            _share(one.b_power),
            _signed(one.ratio).lstrip("+"),
            one.power_year,
        )
        for one in years[::-1]
    ]
    first = years[0]
    return ("year", "tie", "pairs", f"power {first.a}", f"power {first.b}", "weaker/stronger", "figures of"), rows


def _signed(value: float | None) -> str:
    return "" if value is None else f"{value:+.2f}"


def _share(value: float | None) -> str:
    return "not known" if value is None else f"{value:.1%}"


def _notes(answer: "Sequence[Any]", years: "Sequence[World]") -> Iterator[str]:
    """What the reader must know to read the figures right."""
    from dragoman.analysis.alignment import balance, triangles_of

    kind = type(answer[0]).__name__
    last = years[-1]
    if kind in ("Member", "Triangle"):
        triangles = triangles_of(last.ties)
        share = balance(triangles)
        strained = sum(one.strained for one in triangles)
        told = (
            f"{strained} strained, {1 - share:.1%} of their weight" if share is not None else "none to judge strain by"
        )
        yield f"{last.year}: {plural(len(last.ties), 'tie')}, {plural(len(triangles), 'triangle')}, {told}"
    if kind == "BalanceYear":
        unknown = answer[-1].unknown
        yield "power is the share of the world's capabilities (COW CINC)"
        if unknown:
            yield f"without figures in {answer[-1].year}: {', '.join(unknown)}"
    for part in PARTS:
        if not any(getattr(tie, part) is not None for tie in last.ties):
            yield f"nothing known of {part} in {last.year}"


# -- pictures -------------------------------------------------------------------------------------------------------


def _picture(answer: "Sequence[Any]", years: "Sequence[World]") -> "Picture":
    from dragoman.exports.indices import balance_picture, network_picture

    if type(answer[0]).__name__ == "BalanceYear":
        return balance_picture(answer)
    return network_picture(years[-1], {state for one in answer for state in _states(one)})


def _states(one: Any) -> tuple[str, ...]:
    return (
        (one.state,)
        if hasattr(one, "state")
        else tuple(getattr(one, name) for name in ("a", "b", "c") if hasattr(one, name))
    )


COMMANDS = {"alignment": alignment}
