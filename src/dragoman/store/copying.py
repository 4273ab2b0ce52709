"""A whole store into another, on this database or the other kind: backups of PostgreSQL, and moving house in both directions."""

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table, insert, select

from dragoman.errors import StoreError

from . import schema

if TYPE_CHECKING:
    from .store import Store

AT_ONCE = 500  # rows at a time
TIED = (schema.schema_version,)  # what a new store has of its own


def copy_all(source: Connection, target: "Store") -> None:
    """Everything the source connection sees into an empty store, in one transaction. Raises StoreError where it is not empty."""
    if target.counts()["articles"] or next(target.changes(limit=1), None):
        raise StoreError(f"{target.where} is not empty", hint="copy into a new store")
    with target.writing() as connection:
        for table in schema.METADATA.sorted_tables:
            if table not in TIED:
                _copy_table(source, connection, table, target)
        target.dialect.after_copy(connection, schema.METADATA)


def _copy_table(source: Connection, connection: Connection, table: Table, target: "Store") -> None:
    rows = iter(source.execution_options(yield_per=AT_ONCE).execute(select(table).order_by(*_keys(table))).mappings())
    while some := [dict(row) for row in islice(rows, AT_ONCE)]:
        connection.execute(insert(table), some)
        if table is schema.articles:
            for row in some:
                target.dialect.index_article(connection, row["number"], row["title"], row["text"])


def _keys(table: Table) -> list[Any]:
    return list(table.primary_key.columns)


def copy_to_file(source: Connection, target: Path) -> None:
    """Everything the source connection sees as an SQLite store at a path: whole, or not there at all."""
    from .store import Store

    if not target.parent.is_dir():
        raise StoreError(f"there is no folder {target.parent}", hint="make it, or choose another place")
    partial = target.with_name(target.name + ".partial")
    files = [partial.with_name(partial.name + ending) for ending in ("", "-wal", "-shm")]
    try:
        for left in files:
            left.unlink(missing_ok=True)
        with Store.open(partial, create=True) as store:
            copy_all(source, store)
        partial.replace(target)
    finally:
        for left in files:
            left.unlink(missing_ok=True)
