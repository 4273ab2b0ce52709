"""Coding again what is stored: which reports another coder made, and how the records of two runs differ."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Table, func, select

from dragoman.errors import UsageError
from dragoman.records import Article, Record

from . import schema
from .rows import KINDS, article_of
from .schema import changes
from .store import Store

PAGE = 200  # reports read from the store at a time; no view of it is held in between, so that its log can be folded in
OF_EACH_REVISION = ("revision", "made_by")  # fields that always differ
TABLES: Mapping[str, Table] = {"article": schema.articles} | {kind.name: kind.table for kind in KINDS}


class Difference(Record, frozen=True, kw_only=True):
    """A record that is not the same after two runs: added, revised or removed, which fields differ, and both states as JSON."""

    kind: str
    id: str
    article: str
    change: str
    fields: tuple[str, ...] = ()
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


def articles_of_others(store: Store, coder: str | None) -> Iterator[Article]:
    """The reports that `coder` has not coded, or all where it is None, in the order in which they came."""
    last, here = 0, schema.articles.c
    while True:
        chosen = select(here.number, here.record, here.text).where(here.number > last, *_others(coder))
        with store.reading() as connection:
            rows = connection.execute(chosen.order_by(here.number).limit(PAGE)).all()
        if not rows:
            return
        last = rows[-1].number
        yield from (article_of(row.record, row.text) for row in rows)


def count_of_others(store: Store, coder: str | None) -> int:
    """How many reports these are."""
    with store.reading() as connection:
        chosen = select(func.count()).select_from(schema.articles).where(*_others(coder))
        return int(connection.execute(chosen).scalar_one())


def _others(coder: str | None) -> list[ColumnElement[bool]]:
    return [] if coder is None else [schema.articles.c.coder != coder]


def differences(store: Store, earlier: int, later: int) -> Iterator[Difference]:
    """What is not the same after the later run as it was after the earlier one, by kind and id.

    Raises UsageError for a number that is no run's.
    """
    earlier, later = sorted((earlier, later))
    with store.reading() as connection:
        for run in (earlier, later):
            if connection.execute(select(schema.runs.c.id).where(schema.runs.c.id == run)).first() is None:
                raise UsageError(f"there is no run {run}", hint="`dragoman runs` lists them")
        low, high = _last_change(connection, earlier), _last_change(connection, later)
        between = select(changes).where(changes.c.number > low, changes.c.number <= high, changes.c.kind.in_(TABLES))
        rows = connection.execute(between.order_by(changes.c.kind, changes.c.id, changes.c.number))
        for (kind, record), some in groupby(rows, key=lambda row: (row.kind, row.id)):
            found = _difference(connection, kind, record, next(some), high)
            if found is not None:
                yield found


def _last_change(connection: Connection, run: int) -> int:
    """The number of the last change that a run, or one before it, made."""
    return connection.execute(select(func.max(changes.c.number)).where(changes.c.run <= run)).scalar() or 0


def _difference(connection: Connection, kind: str, record: str, first: Row[Any], high: int) -> Difference | None:
    """How a record differs between what it was before its first change and what it was after change `high`; None where it does not."""
    after = _state_after(connection, kind, record, high)
    before = None if first.change == "added" else first.before or after
    if before == after:
        return None
    old, new = ({} if state is None else msgspec.json.decode(state) for state in (before, after))
    differing = tuple(
        name for name in {**old, **new} if old.get(name) != new.get(name) and name not in OF_EACH_REVISION
    )
    change = "added" if before is None else "removed" if after is None else "revised"
    return Difference(
        kind=kind, id=record, article=first.article, change=change, fields=differing if change == "revised" else (),
        before=old or None, after=new or None,
    )  # fmt: skip


def _state_after(connection: Connection, kind: str, record: str, high: int) -> str | None:
    """The record as it stood after change `high`: what the next change found, or what is there now; None where it was not there."""
    later = select(changes.c.change, changes.c.before).where(changes.c.id == record, changes.c.number > high)
    for row in connection.execute(later.order_by(changes.c.number)):
        if row.change == "added":
            return None
        if row.before is not None:
            return str(row.before)
    table = TABLES[kind]
    found: str | None = connection.execute(select(table.c.record).where(table.c.id == record)).scalar_one_or_none()
    return found
