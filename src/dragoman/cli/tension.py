"""The command tension: how tense two sides are, day by day, and which acts made it so."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.errors import UsageError
from dragoman.telling.indices import TENSION_COLUMNS, told

from .drawing import picture_options, write_picture
from .options import limit_option, open_store, store_option
from .output import form_of, form_options, plural, print_csv, print_json, print_rows, say
from .progress import progress

if TYPE_CHECKING:
    from dragoman.exports.pictures import Picture
    from dragoman.records import TensionDay
    from dragoman.store import Store

EPILOG = """\b
Examples:
  dragoman tension USA IRN --since 2019 --png iran.png
  dragoman tension NATO Russia --csv > nato-russia.csv
  dragoman tension CHN
"""

SHOWN_DAYS, SHOWN_PAIRS = 30, 20  # rows of a table, unless --limit says otherwise
PAST_YEARS = 3  # that a list of pairs looks back: the usual of a pair is settled by then


@click.command(epilog=EPILOG)
@click.argument("a", required=False)
@click.argument("b", required=False)
@click.option("--since", metavar="DAY", help="Show days from this one on; earlier ones still say what is usual.")
@click.option(
    "--until", metavar="DAY", help="The last day, as if nothing later were known; by default the store's last."
)
@click.option("--directed", is_flag=True, help="Only what A does to B.")
@click.option(
    "--origin", "origins", multiple=True, metavar="NAME", help="Only acts of this origin: dragoman, polecat …"
)
@limit_option
@form_options
@picture_options
@store_option
def tension(
    a: str | None,
    b: str | None,
    since: str | None,
    until: str | None,
    directed: bool,
    origins: tuple[str, ...],
    limit: int | None,
    form: str | None,
    svg: Path | None,
    png: Path | None,
    where: str | None,
) -> None:
    """Tell how tense two sides are on each day, newest first, in doublings of what is usual between them, and which acts made it so.

    A side is a state (RUS, Russia), a group of states (NATO) or several joined by +. With A alone: its partners, the tensest first.
    Without A and B: all pairs of states. What nothing was reported of for a month is not known, never zero. The index shows what is
    being reported; it does not see a crisis coming (docs/tension.md).
    """
    form = form_of(form)
    with open_store(where) as store, progress("weighing acts"):
        last = _last_day(store, until)
        days = (
            _course(store, a, b, last, directed, origins)
            if a and b
            else _pairs(store, a, last, origins, limit or SHOWN_PAIRS)
        )
    shown = [one for one in days if not since or not (a and b) or one.day >= since]
    if not shown:
        say("nothing is reported between them" if a and b else "nothing is reported of any pair")
        raise click.exceptions.Exit(1)
    _show(shown, form, limit, bool(a and b))
    write_picture(lambda: _picture(shown, bool(a and b)), svg, png)


def _last_day(store: "Store", until: str | None) -> int:
    """The last day of the index, as a day number. Raises UsageError where the store holds no news, or the day is none."""
    from dragoman.analysis.acts import day_number
    from dragoman.store.days import day_range

    if until and day_range(until)[1] is None:
        raise UsageError(f"{until!r} is no day", hint="write 2024-09-19, 2024-09 or 2024")
    day = day_range(until)[1] or store.last_day()
    if day is None:
        raise UsageError("the store holds neither reports nor event data", hint="dragoman add, or dragoman import")
    return day_number(day)


def _course(store: "Store", a: str, b: str, last: int, directed: bool, origins: tuple[str, ...]) -> "list[TensionDay]":
    """The days of two sides, newest first."""
    from dragoman.analysis.acts import acts_between
    from dragoman.analysis.sides import side_named
    from dragoman.analysis.tension import tension as course

    one, other = side_named(a), side_named(b)
    acts = acts_between(store.pair_events, one, other, directed=directed, origins=origins)
    return course(acts, one.name, other.name, until=last, directed=directed)[::-1]


def _pairs(store: "Store", a: str | None, last: int, origins: tuple[str, ...], limit: int) -> "list[TensionDay]":
    """The last day of the tensest pairs, of those of one state where given."""
    from dragoman.analysis.acts import acts_by_pair
    from dragoman.analysis.sides import side_named
    from dragoman.analysis.tension import iso, tensest

    side = side_named(a) if a else None
    if side and len(side.members) > 1:
        raise UsageError(f"{side.name} is a group of states", hint=f"name the other side too: dragoman tension {a} RUS")
    events = store.pair_events(side.members[0] if side else None, None, iso(last - 365 * PAST_YEARS), iso(last))
    return tensest(acts_by_pair(one for one in events if not origins or one.origin in origins), last, limit)


def _show(days: "Sequence[TensionDay]", form: str, limit: int | None, course: bool) -> None:
    if form == "json":
        print_json(days[:limit])
    elif form == "csv":
        print_csv(days[:limit], TENSION_COLUMNS)
    else:
        _table(days[: limit or SHOWN_DAYS], course)
    for note in _notes(days, course):
        say(note)


def _table(days: "Sequence[TensionDay]", course: bool) -> None:
    named = ("day",) if course else ("pair",)
    rows = [(one.day if course else f"{one.a}–{one.b}", *_row(one)) for one in days]
    print_rows((*named, "tension", "90% interval", "reports", "coverage", "held up by"), rows)


def _row(one: "TensionDay") -> tuple[Any, ...]:
    known = one.value is not None
    return (
        f"{one.value:+.2f}" if known else "not known",
        f"{one.low:+.2f} to {one.high:+.2f}" if known else "",
        one.reports,
        f"{one.coverage:.0%}",
        "; ".join(told(mover, one.day) for mover in one.moved_by[:2]),
    )


def _notes(days: "Sequence[TensionDay]", course: bool) -> list[str]:
    """What the reader must know to read the figures right."""
    unknown = sum(one.value is None for one in days)
    if not course:
        return ["0 is what is usual for the pair, +1 twice as much"]
    reported = sum(one.reports > 0 for one in days)
    said = [f"0 is what is usual for them, +1 twice as much; {reported} of {plural(len(days), 'day')} have a report"]
    if not unknown:
        return said
    last = next((one.day for one in days if one.value is not None), None)
    known = f"; the last known is {last}" if last and last != days[0].day else ""
    return [*said, f"{plural(unknown, 'day')} not known: no report for a month{known}"]


def _picture(days: "Sequence[TensionDay]", course: bool) -> "Picture":
    from dragoman.exports.indices import course_picture, ranking_picture

    return course_picture(days[::-1]) if course else ranking_picture(days)


COMMANDS = {"tension": tension}
