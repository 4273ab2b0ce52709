"""How a dossier gets into the store: one small transaction for each report, and a line in the changes feed for each difference."""

from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Delete, Insert, Select, Table, bindparam, delete, insert, select, update
from sqlalchemy.sql.dml import ReturningInsert

from dragoman.errors import StoreError
from dragoman.records import Claim, Dossier, Event, Finding, Listing, Skipped
from dragoman.records.base import Record

from . import schema
from .dialects import Dialect
from .reviews import write_worth
from .rows import KINDS, Kind, Row, article_row, event_party_rows, party_row, place_row, rows_of


class AddResult(Record, frozen=True, kw_only=True):
    """What adding a report did: `outcome` is added, revised or unchanged; then how many of its records were added, revised, removed."""

    article: str
    outcome: str
    added: int = 0
    revised: int = 0
    removed: int = 0


def refuse_twins(dossier: Dossier) -> None:
    """Raises StoreError where two records of one dossier have the same id, which no coder should make."""
    seen: set[str] = set()
    records: tuple[Event | Claim | Finding | Listing, ...] = (
        *dossier.events,
        *dossier.claims,
        *dossier.findings,
        *dossier.listings,
    )
    for record in records:
        if record.id in seen:
            raise StoreError(
                f"report {dossier.article.id} has two records with the id {record.id}",
                hint="this is a fault of the coder: report it",
            )
        seen.add(record.id)


def write_dossier(connection: Connection, dialect: Dialect, dossier: Dossier, run: int | None, at: str) -> AddResult:
    """Stores a dossier, or the differences to what is stored of the same report, in the caller's transaction."""
    new = article_row(dossier, run)
    old = connection.execute(_stored_article(), {"given": new["id"]}).mappings().one_or_none()
    if old is not None and old["revision"] == new["revision"]:
        return AddResult(article=new["id"], outcome="unchanged")
    log = _ChangeLog(connection, new["id"], run, at)
    _write_article(connection, dialect, new, dict(old) if old is not None else None, log)
    for kind, rows in rows_of(dossier):
        stored = _stored(connection, kind, new["id"]) if old is not None else {}
        _write_records(connection, kind, rows, stored, log)
    _write_event_parties(connection, dossier)
    _write_lists(connection, dossier, run, again=old is not None)
    write_worth(connection, dossier, again=old is not None)
    if dossier.article.url:
        forget_skips(connection, dossier.article.url)
    log.write()
    return AddResult(
        article=new["id"],
        outcome="added" if old is None else "revised",
        added=log.count("added"),
        revised=log.count("revised"),
        removed=log.count("removed"),
    )


class _ChangeLog:
    """The differences that one report makes, for the changes feed."""

    def __init__(self, connection: Connection, article: str, run: int | None, at: str) -> None:
        self.connection = connection
        self.shared = {"article": article, "run": run, "at": at}
        self.rows: list[Row] = []

    def note(self, kind: str, record: str, change: str, revision: str | None, before: str | None = None) -> None:
        """Keeps one difference; `before` is the record as it was."""
        row = {"kind": kind, "id": record, "change": change, "revision": revision, "before": before}
        self.rows.append(row | self.shared)

    def count(self, change: str) -> int:
        """How many records of the report, without the report itself, changed so."""
        return sum(row["change"] == change and row["kind"] != "article" for row in self.rows)

    def write(self) -> None:
        """Writes all differences."""
        _insert(self.connection, schema.changes, self.rows)


def _insert(connection: Connection, table: Table, rows: list[Row]) -> None:
    if rows:
        connection.execute(_inserting(table), rows)


@cache
def _inserting(table: Table) -> Insert:
    """The statement, made once: making it takes longer than running it."""
    return insert(table)


@cache
def _stored_article() -> Select[Any]:
    return select(schema.articles).where(schema.articles.c.id == bindparam("given"))


@cache
def _adding_article() -> ReturningInsert[Any]:
    return insert(schema.articles).returning(schema.articles.c.number)


@cache
def _forgetting_skips() -> Delete:
    here = schema.skipped.c
    return delete(schema.skipped).where(here.article.is_(None), here.source == bindparam("given"))


def _write_article(connection: Connection, dialect: Dialect, new: Row, old: Row | None, log: _ChangeLog) -> None:
    table = schema.articles
    if old is None:
        number = connection.execute(_adding_article(), new).scalar_one()
        log.note("article", new["id"], "added", new["revision"])
    else:
        number = old["number"]
        dialect.forget_article(connection, number, old["title"], old["text"])
        connection.execute(update(table).where(table.c.number == number).values(new))
        before = old["record"] if old["record"] != new["record"] else None
        log.note("article", new["id"], "revised", new["revision"], before)
    dialect.index_article(connection, number, new["title"], new["text"])


def _stored(connection: Connection, kind: Kind, article: str) -> dict[str, str]:
    """The records of a kind that are stored of a report, as JSON by id."""
    table = kind.table
    rows = connection.execute(select(table.c.id, table.c.record).where(table.c.article == article))
    return {row.id: row.record for row in rows}


def _write_records(
    connection: Connection, kind: Kind, rows: list[Row], stored: dict[str, str], log: _ChangeLog
) -> None:
    gone = dict(stored)
    for row in rows:
        old = gone.pop(row["id"], None)
        if old is None:
            log.note(kind.name, row["id"], "added", row.get("revision"))
        elif old != row["record"]:
            log.note(kind.name, row["id"], "revised", row.get("revision"), old)
    for record, before in gone.items():
        log.note(kind.name, record, "removed", None, before)
    if stored:
        connection.execute(delete(kind.table).where(kind.table.c.article == log.shared["article"]))
    _insert(connection, kind.table, rows)


def _write_event_parties(connection: Connection, dossier: Dossier) -> None:
    _insert(connection, schema.event_parties, [row for event in dossier.events for row in event_party_rows(event)])


def _write_lists(connection: Connection, dossier: Dossier, run: int | None, *, again: bool) -> None:
    """The parts without ids: parties, places, and what was skipped inside the report."""
    article = dossier.article.id
    if again:
        for table in (schema.parties, schema.places, schema.skipped):
            connection.execute(delete(table).where(table.c.article == article))
    _insert(connection, schema.parties, [party_row(one, article, n) for n, one in enumerate(dossier.parties)])
    _insert(connection, schema.places, [place_row(one, article, n) for n, one in enumerate(dossier.places)])
    _insert(connection, schema.skipped, [skipped_row(one, article, run) for one in dossier.skipped])


def skipped_row(skipped: Skipped, article: str | None, run: int | None) -> Row:
    """What was left out; `article` None where a whole report was."""
    return {
        "article": article,
        "run": run,
        "stage": skipped.stage,
        "reason": skipped.reason,
        "source": skipped.source,
        "record": skipped.to_json(),
    }


def is_skipped(connection: Connection, skipped: Skipped) -> bool:
    """Whether the same is stored already."""
    table = schema.skipped
    same = select(table.c.number).where(
        table.c.article.is_(None), table.c.source == skipped.source, table.c.record == skipped.to_json()
    )
    return connection.execute(same.limit(1)).first() is not None


def write_skipped(connection: Connection, skipped: Skipped, run: int | None) -> None:
    """Stores that a whole report was left out, unless the same is stored already."""
    if not is_skipped(connection, skipped):
        connection.execute(insert(schema.skipped).values(skipped_row(skipped, None, run)))


def forget_skips(connection: Connection, source: str) -> None:
    """A source that was left out before and is stored now is no longer left out."""
    connection.execute(_forgetting_skips(), {"given": source})


def read_dossier(connection: Connection, article: str) -> Dossier | None:
    """The dossier of a report as it was added."""
    row = connection.execute(select(schema.articles).where(schema.articles.c.id == article)).mappings().one_or_none()
    if row is None:
        return None
    parts: dict[str, Any] = {"article": {**msgspec.json.decode(row["record"]), "text": row["text"]}}
    parts |= msgspec.json.decode(row["rest"])
    tables = {f"{kind.name}s": kind.table for kind in KINDS} | {"parties": schema.parties, "places": schema.places}
    for name, table in tables.items():
        ordered = select(table.c.record).where(table.c.article == article).order_by(table.c.position)
        parts[name] = [msgspec.json.decode(record) for record in connection.execute(ordered).scalars()]
    left_out = (
        select(schema.skipped.c.record).where(schema.skipped.c.article == article).order_by(schema.skipped.c.number)
    )
    parts["skipped"] = [msgspec.json.decode(record) for record in connection.execute(left_out).scalars()]
    return Dossier.from_dict(parts)
