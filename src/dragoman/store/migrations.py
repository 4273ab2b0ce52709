"""From any released schema to the one of this version, forward, with the data in place.

A step is never changed once released; a new schema is a new step at the end. Step 1 creates the tables of schema.py, so that from
step 2 on each step must say its change in SQL of its own: schema.py always shows the newest state. That SQL must run on SQLite and on
PostgreSQL, where text columns are `TEXT COLLATE "C"`.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, inspect, select

from dragoman.errors import StoreError

from . import corpus_schema, history_schema, prints, review_schema, schema, serving_schema, sorting_schema, story_schema
from .dialects import Dialect
from .reviews import write_worth
from .writing import read_dossier


class Migration(NamedTuple):
    """One step: the schema version it leads to, what it does in words, and the function that does it."""

    version: int
    what: str
    run: Callable[[Connection, Dialect], None]


def _create(connection: Connection, dialect: Dialect) -> None:
    dialect.create_tables(connection, schema.METADATA)
    dialect.create_full_text(connection)


def _add_history(connection: Connection, _: Dialect) -> None:
    for statement in history_schema.CREATE:
        connection.exec_driver_sql(statement)


def _add_corpus(connection: Connection, _: Dialect) -> None:
    for statement in corpus_schema.CREATE:
        connection.exec_driver_sql(statement)


def _add_reviews(connection: Connection, _: Dialect) -> None:
    """The tables of reviews, and what the records that are there are worth."""
    for statement in review_schema.CREATE:
        connection.exec_driver_sql(statement)
    for article in connection.execute(select(schema.articles.c.id)).scalars().all():
        dossier = read_dossier(connection, article)
        if dossier is not None:
            write_worth(connection, dossier)


def _add_serving(connection: Connection, _: Dialect) -> None:
    for statement in serving_schema.CREATE:
        connection.exec_driver_sql(statement)


def _add_stories(connection: Connection, _: Dialect) -> None:
    """The table; the reports that are there are grouped when stories are next asked for or reports added."""
    for statement in story_schema.CREATE:
        connection.exec_driver_sql(statement)


def _add_prints(connection: Connection, _: Dialect) -> None:
    """The index of prints, filled from the reports that are grouped."""
    prints.create_index(connection)


def _add_sorting(connection: Connection, _: Dialect) -> None:
    for statement in sorting_schema.CREATE:
        connection.exec_driver_sql(statement)


MIGRATIONS: tuple[Migration, ...] = (
    Migration(1, "create the tables", _create),
    Migration(2, "imported events, series, forecasts", _add_history),
    Migration(3, "what runs rested on, reprints, feeds", _add_corpus),
    Migration(4, "reviews and their queue", _add_reviews),
    Migration(5, "indexes for lists and facets; tokens", _add_serving),
    Migration(6, "stories", _add_stories),
    Migration(7, "reprints of any report", _add_prints),
    Migration(8, "indexes for events of one type", _add_sorting),
)


def version_of(connection: Connection) -> int:
    """The schema version of a store, 0 where there is none yet."""
    if not inspect(connection).has_table(schema.schema_version.name):
        return 0
    found = connection.execute(select(schema.schema_version.c.version)).scalars().all()
    return max(found, default=0)


def migrate(connection: Connection, dialect: Dialect, at: str, steps: Sequence[Migration] = MIGRATIONS) -> int:
    """Brings the store up to the last of `steps`, in the caller's transaction, and returns the version it came from.

    Raises StoreError where the store was written by a later dragoman.
    """
    found = version_of(connection)
    refuse_newer(found, steps)
    for step in steps:
        if step.version > found:
            step.run(connection, dialect)
            connection.execute(schema.schema_version.insert().values(version=step.version, at=at))
    return found


def refuse_newer(found: int, steps: Sequence[Migration] = MIGRATIONS) -> None:
    """Raises StoreError where `found` is later than the last step known."""
    if found > steps[-1].version:
        raise StoreError(
            f"the store has schema {found}, and this dragoman knows {steps[-1].version}",
            hint="a newer dragoman wrote it: update dragoman, or choose another store with --store",
        )
