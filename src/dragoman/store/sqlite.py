"""The store in one SQLite file: write-ahead log, so that one writes while many read, and FTS5 for words.

`synchronous=NORMAL` with the write-ahead log: a killed process loses nothing that was committed; a power cut may lose the last
transactions but never leaves half of one.
"""

import os
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, MetaData, TextClause, create_engine, event, false, text

from dragoman.errors import StoreError

from .words import QUERY

APPLICATION_ID = 0x4452474D  # "DRGM" in the file's header, so that another program's database is never written to
WORDS_TABLE = "article_words"
RETRY_S = 0.02
COMMON = 5_000  # reports that hold the words, from which they are looked at in the order of the list: of 100,000 a page of 50 then looks at 1,000
TOKENIZER = "unicode61 remove_diacritics 2"  # Erdogan finds Erdoğan


class Sqlite:
    """One SQLite file as a store."""

    def __init__(self, path: Path, busy_timeout_s: float, *, each: bool = False) -> None:
        self.path = path
        self.busy_timeout_s = busy_timeout_s
        self.each = each

    @property
    def where(self) -> str:
        """The path."""
        return str(self.path)

    def look(self, create: bool) -> None:
        """As Dialect.look: nothing is written to a file that is not a store."""
        if self.path.is_dir():
            raise StoreError(f"{self.path} is a folder, not a store", hint="name a file in it, such as reports.db")
        if not self.path.exists():
            self._look_for_room(create)
        elif self.path.stat().st_size and not self._is_store():
            raise StoreError(f"{self.path} is a database of another program", hint="choose another file with --store")

    def _look_for_room(self, create: bool) -> None:
        if not create:
            raise StoreError(f"there is no store at {self.path}", hint="add a first report: dragoman add FILE")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"the folder of the store cannot be made: {self.path.parent} ({error.strerror})",
                hint="choose another place with --store or DRAGOMAN_STORE",
            ) from error

    def _is_store(self) -> bool:
        """Whether the file is ours, or an SQLite file with nothing in it yet."""
        try:
            with closing(sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
                mark: int = connection.execute("PRAGMA application_id").fetchone()[0]
                tables: int = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        except sqlite3.DatabaseError as error:
            raise explained(error, self.path) from error
        return mark == APPLICATION_ID or (mark == 0 and tables == 0)

    def engine(self) -> Engine:
        """As Dialect.engine. A writer takes its turn at once (BEGIN IMMEDIATE), so that no transaction fails half-way."""
        engine = create_engine(
            f"sqlite:///{self.path}", connect_args={"isolation_level": None, "timeout": self.busy_timeout_s}
        )
        event.listen(engine, "connect", self._prepare)
        event.listen(engine, "begin", _begin)
        return engine

    def _prepare(self, connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        if os.access(self.path, os.W_OK):
            self._write_ahead(cursor)
        for pragma in ("synchronous=NORMAL", "foreign_keys=ON", "cache_size=-32000"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def _write_ahead(self, cursor: Any) -> None:
        """Turns the write-ahead log on. SQLite does not wait by itself where another process does the same to a new file."""
        until = time.monotonic() + self.busy_timeout_s
        while True:
            try:
                cursor.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() >= until:
                    raise
                time.sleep(RETRY_S)
            else:
                return

    def mark(self, connection: Connection) -> None:
        """As Dialect.mark."""
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")

    def create_tables(self, connection: Connection, metadata: MetaData) -> None:
        """As Dialect.create_tables."""
        metadata.create_all(connection)

    def create_full_text(self, connection: Connection) -> None:
        """As Dialect.create_full_text. The words are indexed, the text itself stays in `articles` only."""
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE {WORDS_TABLE} USING fts5"
            f"(title, text, content='articles', content_rowid='number', tokenize='{TOKENIZER}')"
        )

    def index_article(self, connection: Connection, number: int, title: str | None, text: str) -> None:
        """As Dialect.index_article."""
        connection.exec_driver_sql(
            f"INSERT INTO {WORDS_TABLE}(rowid, title, text) VALUES (?, ?, ?)", (number, title, text)
        )

    def forget_article(self, connection: Connection, number: int, title: str | None, text: str) -> None:
        """As Dialect.forget_article."""
        connection.exec_driver_sql(
            f"INSERT INTO {WORDS_TABLE}({WORDS_TABLE}, rowid, title, text) VALUES ('delete', ?, ?, ?)",
            (number, title, text),
        )

    def matching(self, words: str) -> ColumnElement[bool] | TextClause:
        """As Dialect.matching. Words that only exclude find nothing."""
        query = fts_query(words)
        if not query:
            return false()
        found = f"articles.number IN (SELECT rowid FROM {WORDS_TABLE} WHERE {WORDS_TABLE} MATCH :words)"
        if self.each:
            found = f"EXISTS (SELECT 1 FROM {WORDS_TABLE} WHERE rowid = articles.number AND {WORDS_TABLE} MATCH :words)"
        return text(found).bindparams(words=query)

    def for_page(self, connection: Connection, words: str) -> "Sqlite":
        """As Dialect.for_page."""
        some = f"SELECT 1 FROM {WORDS_TABLE} WHERE {WORDS_TABLE} MATCH :words LIMIT {COMMON}"
        query = fts_query(words)
        counted = text(f"SELECT count(*) FROM ({some})")
        if not query or connection.execute(counted, {"words": query}).scalar_one() < COMMON:
            return self
        return Sqlite(self.path, self.busy_timeout_s, each=True)

    def faults(self, connection: Connection) -> list[str]:
        """As Dialect.faults."""
        said = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        return [line for line in said if line != "ok"] + [
            f"a row of {row[0]} belongs to no row of {row[2]}" for row in orphans
        ]

    def backup(self, engine: Engine, target: Path) -> None:
        """As Dialect.backup: written beside the target, then moved there, so that a copy is whole or absent."""
        partial = target.with_name(target.name + ".partial")
        try:
            partial.unlink(missing_ok=True)
            with closing(engine.raw_connection()) as connection:
                connection.cursor().execute("VACUUM INTO ?", (str(partial),))
            partial.replace(target)
        except OSError as error:
            raise StoreError(
                f"the backup cannot be written to {target}: {error.strerror}", hint="choose another place"
            ) from error
        except sqlite3.Error as error:
            raise explained(error, target) from error
        finally:
            with suppress(OSError):
                partial.unlink(missing_ok=True)

    def after_copy(self, connection: Connection, metadata: MetaData) -> None:
        """As Dialect.after_copy: SQLite counts on from the largest number by itself."""

    def explained(self, error: Exception) -> StoreError:
        """As Dialect.explained."""
        return explained(error, self.path)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def fts_query(words: str) -> str:
    """An FTS5 query from what people type; every word is quoted, so that no input is a syntax error.

    >>> fts_query('arms "North Korea" missile* -satellite')
    '("arms" AND "North Korea" AND "missile"*) NOT ("satellite")'
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for minus, phrase, word in QUERY.findall(words):
        term = phrase or word
        prefix = "*" if word.endswith("*") else ""
        if any(character.isalnum() for character in term):
            (unwanted if minus else wanted).append(f'"{term.rstrip("*")}"{prefix}')
    if not wanted:
        return ""
    query = f"({' AND '.join(wanted)})"
    return query + (f" NOT ({' OR '.join(unwanted)})" if unwanted else "")


CAUSES = (
    ("locked", "another process is writing to the store", "wait for it to end, or raise busy_timeout_s"),
    (
        "readonly",
        "the store cannot be written",
        "check the permissions of the file and its folder, or choose another with --store",
    ),
    ("full", "the disk is full", "free some space and run again: what was stored stays, and is not stored twice"),
    (
        "unable to open",
        "the store cannot be opened",
        "check that its folder exists and may be written, or choose another with --store",
    ),
    ("not a database", "the file is not a store", "choose another file with --store"),
    ("malformed", "the store is damaged", "restore a backup, or rescue what is readable with sqlite3's .recover"),
    ("disk i/o", "the disk does not answer", "check the disk; the store is as it was after the last report"),
)


def explained(error: Exception, path: Path | str) -> StoreError:
    """SQLite's error as one that says what to do next."""
    said = str(getattr(error, "orig", None) or error)
    for sign, message, hint in CAUSES:
        if sign in said.lower():
            return StoreError(f"{message}: {path}", hint=hint)
    return StoreError(f"the store {path} answered: {said}", hint="dragoman store check tells whether it is sound")
