"""The store in PostgreSQL, for a desk of several: one writes at a time, everyone reads, words are searched with tsvector.

A writer holds an advisory lock for its transaction, so that the changes feed is in the order of the commits. A reader has one
snapshot for as long as it reads. Text columns compare by code point (collation C), as on SQLite. Words are cut and folded by words.py and
given to PostgreSQL as they are; its own parsers and dictionaries are not asked, so that a search finds the same on any database.
"""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    MetaData,
    Text,
    TextClause,
    create_engine,
    event,
    false,
    inspect,
    text,
)

from dragoman.errors import MissingExtra, StoreError

from .words import Term, terms_of, words_of

WORDS_TABLE = "article_words"
LOCK = 0x4452474D  # "DRGM": the writers' lock, with the schema's name beside it
LAST_POSITION = 16_383  # of a tsvector; words beyond it are found, but no phrase with them is
LARGEST = 900_000  # bytes of a tsvector, which may have 1 MB: the end of a longer text is not searched
OVERFLOW = 35  # connections beyond the five that are kept: pages are served by 40 threads
OURS = {"schema_version", "articles", WORDS_TABLE}


class Postgres:
    """A PostgreSQL database, or one schema of it, as a store."""

    def __init__(self, url: URL, busy_timeout_s: float) -> None:
        self.url = url.set(drivername="postgresql+psycopg")
        self.busy_timeout_s = busy_timeout_s

    @property
    def where(self) -> str:
        """The address without its password."""
        return self.url.set(drivername="postgresql").render_as_string(hide_password=True)

    def look(self, create: bool) -> None:
        """As Dialect.look."""
        engine = self.engine()
        try:
            with engine.connect() as connection:
                tables = set(inspect(connection).get_table_names())
        finally:
            engine.dispose()
        if not tables and not create:
            raise StoreError(f"there is no store at {self.where}", hint="add a first report: dragoman add FILE")
        if tables and not tables >= OURS:
            raise StoreError(
                f"{self.where} is a database of another program",
                hint="make one for dragoman: createdb dragoman",
            )

    def engine(self) -> Engine:
        """As Dialect.engine."""
        try:
            engine = create_engine(
                self.url, pool_pre_ping=True, max_overflow=OVERFLOW, connect_args={"application_name": "dragoman"}
            )
        except ModuleNotFoundError as error:
            raise MissingExtra("PostgreSQL wants psycopg", hint="pip install 'dragoman[postgres]'") from error
        event.listen(engine, "begin", self._begin)
        return engine

    def _begin(self, connection: Connection) -> None:
        """A writer takes its turn before it sees anything; a reader sees one state until it is done."""
        patience_ms = max(1, round(self.busy_timeout_s * 1000))
        statements = (
            (
                f"SET LOCAL lock_timeout = {patience_ms}",
                f"SELECT pg_advisory_xact_lock({LOCK}, hashtext(current_schema()))",
            )
            if connection.get_execution_options().get("writes")
            else ("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",)
        )
        # The driver's own cursor: SQLAlchemy's would be one on the server where rows are to be streamed, which cannot SET.
        with closing(connection.connection.cursor()) as cursor:
            for statement in statements:
                try:
                    cursor.execute(statement)
                except Exception as error:
                    raise self.explained(error) from error

    def mark(self, connection: Connection) -> None:
        """As Dialect.mark: the tables are mark enough."""

    def create_tables(self, connection: Connection, metadata: MetaData) -> None:
        """As Dialect.create_tables, texts compared by code point."""
        here = MetaData()
        for table in metadata.sorted_tables:
            for column in table.to_metadata(here).columns:
                if isinstance(column.type, Text):
                    column.type = Text(collation="C")
        here.create_all(connection)

    def create_full_text(self, connection: Connection) -> None:
        """As Dialect.create_full_text."""
        connection.exec_driver_sql(
            f"CREATE TABLE {WORDS_TABLE} (number INTEGER PRIMARY KEY REFERENCES articles (number) ON DELETE CASCADE,"
            " words TSVECTOR NOT NULL)"
        )
        connection.exec_driver_sql(f"CREATE INDEX {WORDS_TABLE}_by_word ON {WORDS_TABLE} USING GIN (words)")

    def index_article(self, connection: Connection, number: int, title: str | None, text: str) -> None:
        """As Dialect.index_article."""
        connection.exec_driver_sql(
            f"INSERT INTO {WORDS_TABLE} (number, words) VALUES (%s, %s::tsvector)", (number, vector_of(title, text))
        )

    def forget_article(self, connection: Connection, number: int, title: str | None, text: str) -> None:
        """As Dialect.forget_article."""
        connection.exec_driver_sql(f"DELETE FROM {WORDS_TABLE} WHERE number = %s", (number,))

    each = False  # PostgreSQL plans by how common the words are

    def for_page(self, connection: Connection, words: str) -> "Postgres":
        """As Dialect.for_page."""
        return self

    def matching(self, words: str) -> ColumnElement[bool] | TextClause:
        """As Dialect.matching. Words that only exclude find nothing."""
        query = query_of(terms_of(words))
        if not query:
            return false()
        found = f"articles.number IN (SELECT number FROM {WORDS_TABLE} WHERE words @@ CAST(:words AS tsquery))"
        return text(found).bindparams(words=query)

    def faults(self, connection: Connection) -> list[str]:
        """As Dialect.faults. PostgreSQL holds keys and types by itself; a report that cannot be found by its words is told."""
        lost = connection.exec_driver_sql(
            f"SELECT articles.id FROM articles LEFT JOIN {WORDS_TABLE} w ON w.number = articles.number"
            " WHERE w.number IS NULL ORDER BY articles.id"
        )
        return [f"report {row[0]} is not in the index of words" for row in lost]

    def backup(self, engine: Engine, target: Path) -> None:
        """As Dialect.backup: an SQLite store with the same content, from one snapshot."""
        from .copying import copy_to_file

        with engine.connect() as connection:
            copy_to_file(connection, target)

    def after_copy(self, connection: Connection, metadata: MetaData) -> None:
        """As Dialect.after_copy: numbers go on where those that were copied end."""
        for table in metadata.sorted_tables:
            column = table.autoincrement_column
            if column is not None:
                connection.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', '{column.name}'),"
                    f" (SELECT coalesce(max({column.name}), 0) + 1 FROM {table.name}), false)"
                )

    def explained(self, error: Exception) -> StoreError:
        """As Dialect.explained."""
        original = getattr(error, "orig", None) or error
        said, state = str(original).strip(), getattr(original, "sqlstate", None)
        for states, signs, message, hint in CAUSES:
            if state in states or any(sign in said.lower() for sign in signs):
                return StoreError(f"{message}: {self.where}", hint=hint)
        first = said.splitlines()[0] if said else type(original).__name__
        return StoreError(
            f"the store {self.where} answered: {first}", hint="dragoman store check tells whether it is sound"
        )


CAUSES: tuple[tuple[tuple[str, ...], tuple[str, ...], str, str], ...] = (
    (("55P03",), (), "another process is writing to the store", "wait for it to end, or raise busy_timeout_s"),
    (
        ("28P01", "28000"),
        ("password authentication failed", "no password supplied", "fatal:  role"),
        "the database refuses the user or the password",
        "check both in the address, or in ~/.pgpass",
    ),
    (("3D000",), ("fatal:  database",), "there is no such database", "make it first: createdb NAME"),
    (
        ("42501",),
        (),
        "the user may not do that",
        "let the user own the database or its schema: ALTER DATABASE NAME OWNER TO USER",
    ),
    (("25006",), (), "the database can only be read", "give the address of the primary"),
    (
        ("53100",),
        ("no space left",),
        "the disk is full",
        "free some space and run again: what was stored stays, and is not stored twice",
    ),
    (("53300",), ("too many clients", "too many connections"), "the database has no connection free", "try again, or raise its max_connections"),
    (
        ("57P01", "57P02", "57P03", "08006", "08003"),
        ("server closed the connection", "connection is lost", "terminating connection"),
        "the connection to the database broke",
        "run again: what was stored stays, and is not stored twice",
    ),
    (
        ("08001",),
        ("connection refused", "could not translate", "failed to resolve", "timeout expired", "connection failed", "could not connect"),
        "the database does not answer",
        "check that it runs, and its address and port",
    ),
)  # fmt: skip


def vector_of(title: str | None, body: str) -> str:
    """The words of a report with their positions, as tsvector is written; a gap keeps phrases from running out of the title."""
    places: dict[str, list[int]] = {}
    size = position = 0
    for part in (title or "", body):
        position += 1
        for word in words_of(part):
            position += 1
            size += len(word.encode()) + 8 if word not in places else 2
            if size > LARGEST:
                return _written(places)
            places.setdefault(word, []).append(min(position, LAST_POSITION))
    return _written(places)


def _written(places: dict[str, list[int]]) -> str:
    return " ".join(f"'{word}':{','.join(map(str, positions))}" for word, positions in places.items())


def query_of(terms: Iterable[Term]) -> str:
    """The terms as tsquery is written; nothing where nothing is wanted. Words have letters and digits only, so that none needs escaping."""
    wanted = [_term(one) for one in terms if not one.unwanted]
    unwanted = [f"!({_term(one)})" for one in terms if one.unwanted]
    return " & ".join([*wanted, *unwanted]) if wanted else ""


def _term(term: Term) -> str:
    quoted = [f"'{word}'" for word in term.words]
    quoted[-1] += ":*" if term.begun else ""
    return "(" + " <-> ".join(quoted) + ")"
