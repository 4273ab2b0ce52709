"""Which publisher's file a table is, known by its columns."""

from collections.abc import Sequence
from functools import cache

import msgspec

from dragoman.errors import UsageError
from dragoman.records.base import Record

from .files import plain_name
from .tables import toml_table


class Layout(Record, frozen=True, kw_only=True):
    """A kind of file; see the head of knowledge/history/layouts.toml for the fields."""

    kind: str
    name: str
    reader: str
    source: str
    columns: tuple[str, ...]
    without_header: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    ordered: bool = False
    scheme: str = "iso3"
    time: str = ""
    values: dict[str, str] = msgspec.field(default_factory=dict)
    each: str = ""
    missing: tuple[str, ...] = ()


class Head(Record, frozen=True, kw_only=True):
    """A layout with the columns of one file; `headless` where its first line is a row already."""

    layout: Layout
    columns: tuple[str, ...]
    headless: bool


@cache
def layouts() -> tuple[Layout, ...]:
    """All layouts, in the order in which they are tried."""
    return tuple(Layout.from_dict(row) for row in toml_table("layouts")["layout"])


@cache
def kinds() -> tuple[str, ...]:
    """The words after `dragoman import` that mean event data or series."""
    return tuple(dict.fromkeys(layout.kind for layout in layouts()))


def head_of(kind: str, first: Sequence[str]) -> Head:
    """The layout that the first line of a file has. Raises UsageError naming what is missing for the nearest one."""
    columns = tuple(plain_name(cell) for cell in first)
    here = [layout for layout in layouts() if layout.kind == kind]
    for layout in here:
        if set(layout.columns) <= set(columns):
            return Head(layout=layout, columns=columns, headless=False)
    for layout in here:
        if columns and len(layout.without_header) == len(columns) and first[0].strip().isdigit():
            return Head(layout=layout, columns=layout.without_header, headless=True)
    raise _no_layout(kind, columns, here)


def _no_layout(kind: str, columns: tuple[str, ...], here: Sequence[Layout]) -> UsageError:
    nearest = max(here, key=lambda layout: len(set(layout.columns) & set(columns)))
    lacking = [name for name in nearest.columns if name not in columns]
    meant = sorted({layout.kind for layout in layouts() if set(layout.columns) <= set(columns)})
    hint = (
        f"it looks like {' or '.join(meant)}: dragoman import {meant[0]}"
        if meant
        else f"{kind} files are: {'; '.join(layout.name for layout in here)}"
    )
    return UsageError(f"this is no {kind} file: as {nearest.name} it lacks {', '.join(lacking)}", hint=hint)
