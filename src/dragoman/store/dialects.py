"""What differs between databases, behind one protocol: how to connect, search text, check and copy."""

from pathlib import Path
from typing import Protocol

from sqlalchemy import URL, ColumnElement, Connection, Engine, MetaData, TextClause, make_url
from sqlalchemy.exc import ArgumentError

from dragoman.errors import StoreError, UsageError
from dragoman.settings import without_password


class Dialect(Protocol):
    """One kind of database. `where` names it to people, without a password."""

    @property
    def where(self) -> str:
        """The path or address as it may be shown."""

    def look(self, create: bool) -> None:
        """Raises StoreError where there is no store and none may be made, or something else is in its place."""

    def engine(self) -> Engine:
        """Connections with the settings that one writer and many readers need."""

    def mark(self, connection: Connection) -> None:
        """Marks a new database as a store of dragoman."""

    def create_tables(self, connection: Connection, metadata: MetaData) -> None:
        """Makes the tables that are not there yet."""

    def create_full_text(self, connection: Connection) -> None:
        """Makes the index of words over the articles."""

    def index_article(self, connection: Connection, number: int, title: str | None, text: str) -> None:
        """Puts an article's words into the index."""

    def forget_article(self, connection: Connection, number: int, title: str | None, text: str) -> None:
        """Takes an article's words out again; title and text as they were put in."""

    def matching(self, words: str) -> ColumnElement[bool] | TextClause:
        """The condition on articles for words, "phrases", word* and -without."""

    @property
    def each(self) -> bool:
        """Whether `matching` is to be asked of one report after the other, in the order of the list, and not of all at once."""

    def for_page(self, connection: Connection, words: str) -> "Dialect":
        """The dialect that reads a page soonest: with `each` where the words are so common that a page is full after a few reports."""

    def faults(self, connection: Connection) -> list[str]:
        """What the database itself finds wrong with its files, in words."""

    def backup(self, engine: Engine, target: Path) -> None:
        """A consistent copy, also while others write."""

    def after_copy(self, connection: Connection, metadata: MetaData) -> None:
        """Sets right what counts by itself, after rows were copied in with their numbers."""

    def explained(self, error: Exception) -> StoreError:
        """The database's error as one that says what to do next."""


def dialect_of(where: str | Path, busy_timeout_s: float) -> Dialect:
    """The dialect for a path or a database URL. Raises UsageError for a URL that is none, StoreError for a database not supported."""
    from .sqlite import Sqlite

    text = str(where)
    if "://" not in text:
        return Sqlite(Path(text).expanduser(), busy_timeout_s)
    url = _url(text)
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        return Sqlite(Path(url.database), busy_timeout_s)
    if url.get_backend_name() == "postgresql":
        from .postgres import Postgres

        return Postgres(url, busy_timeout_s)
    raise StoreError(
        f"a store in {url.get_backend_name()} is not supported",
        hint="give a path to an SQLite file, or a URL such as postgresql://desk@host/dragoman",
    )


def _url(text: str) -> URL:
    try:
        return make_url(text)
    except ArgumentError as error:
        raise UsageError(
            f"{without_password(text)} is no database URL",
            hint="give a path, or a URL such as postgresql://desk@host/dragoman",
        ) from error
