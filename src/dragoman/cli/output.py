"""Records for people and for programs: entries on a terminal, JSON lines in a pipe, CSV on demand."""

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click
import msgspec

from dragoman.records.base import Record
from dragoman.telling.columns import Column as Column
from dragoman.telling.columns import fields as fields
from dragoman.telling.columns import write_csv
from dragoman.telling.plain import clean

from .terminal import colourful, width

if TYPE_CHECKING:
    from rich.console import Console

F = TypeVar("F", bound=Callable[..., Any])
R = TypeVar("R")

LEFT = 17  # columns of the left side of an entry: an id is 15

OPENING = ("“", '"', "«", "„")

_NUMBER = re.compile(r"^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$")


def form_options(command: F) -> F:
    """--json, --csv and --table; without one, a table on a terminal and JSON lines in a pipe."""
    for flag, about in (
        ("table", "A table for people."),
        ("csv", "CSV with a header."),
        ("json", "JSON, one record a line."),
    ):
        command = click.option(f"--{flag}", "form", flag_value=flag, default=None, help=about)(command)
    return command


def form_of(given: str | None) -> str:
    """The form asked for, or the one that fits where the output goes."""
    return given or ("table" if sys.stdout.isatty() else "json")


class Entry(NamedTuple):
    """One record for people: on the left what it is, its kind and its id; on the right who and what, facts, and the words."""

    key: str
    kind: str
    id: str
    title: str
    facts: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()


def console() -> "Console":
    """Standard output as rich sees it; nothing in the text is taken for markup."""
    from rich.console import Console

    return Console(
        file=sys.stdout,
        width=width(),
        force_terminal=colourful(sys.stdout),
        color_system="auto" if colourful(sys.stdout) else None,
        no_color=not colourful(sys.stdout),
        highlight=False,
        markup=False,
        emoji=False,
    )


def print_json(records: Iterable[Any]) -> int:
    """One record a line; how many there were."""
    count = 0
    for record in records:
        count += 1
        sys.stdout.write(
            (record.to_json() if isinstance(record, Record) else msgspec.json.encode(record).decode()) + "\n"
        )
    return count


def print_csv(records: Iterable[Any], columns: Sequence[Column]) -> int:
    """A header and one row a record; how many there were."""
    return write_csv(records, columns, sys.stdout)


def print_entries(records: Iterable[R], entry: Callable[[R], Entry], screen: "Console | None" = None) -> int:
    """Each record as an entry; how many there were."""
    screen = screen or console()
    count = 0
    for record in records:
        count += 1
        print_entry(screen, entry(record))
    return count


def print_entry(screen: "Console", entry: Entry) -> None:
    """Left and right side by side, wrapped to the width there is."""
    from rich.table import Table
    from rich.text import Text

    left = Text("\n").join(_styled([(entry.key, "bold cyan"), (entry.kind, "cyan"), (entry.id, "dim")]))
    facts = [(fact, "") for fact in entry.facts]
    right = Text("\n").join(
        _styled([(entry.title, "bold"), *facts, *((in_marks(quote), "italic") for quote in entry.quotes)])
    )
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=LEFT, overflow="fold")
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(left, right)
    screen.print(grid)
    screen.print()


def in_marks(quote: str) -> str:
    """Words from the report between quotation marks, unless they bring their own."""
    return quote if quote[:1] in OPENING else f"“{quote}”"


def _styled(lines: Iterable[tuple[str, str]]) -> list[Any]:
    from rich.text import Text

    return [Text(clean(text), style=style) for text, style in lines if text and clean(text) not in ("", "“”")]


def print_rows(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """A plain table; how many rows it has."""
    from rich.table import Table
    from rich.text import Text

    listed = [[clean("" if cell is None else str(cell)) for cell in row] for row in rows]
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold", show_edge=False)
    for number, name in enumerate(header):
        numeric = bool(listed) and all(_NUMBER.match(row[number]) for row in listed)
        table.add_column(Text(name), justify="right" if numeric else "left", overflow="fold")
    for row in listed:
        table.add_row(*(Text(cell) for cell in row))
    console().print(table)
    return len(listed)


def heading(screen: "Console", text: str) -> None:
    """A heading above entries."""
    from rich.text import Text

    screen.print(Text(clean(text), style="bold underline"))
    screen.print()


def say(text: str) -> None:
    """A note for people on stderr, so that pipes stay clean."""
    click.echo(clean(text), err=True)


def plural(count: int, noun: str) -> str:
    """`1 report`, `2 reports`, `2 stories`."""
    if count == 1:
        return f"{count} {noun}"
    ends_in_y = noun.endswith("y") and noun[-2:-1] not in "aeiou"
    return f"{count} {noun[:-1]}ies" if ends_in_y else f"{count} {noun}s"
