"""The tables of what was not read here: imported events, series, and the forecasts that were made.

A row of event data keeps the columns that questions are asked of; its id is the source's own. Files are known by their digest, so that
the same file is taken once and a broken import goes on where it stopped.
"""

from sqlalchemy import Column, Float, Index, Integer, Table, Text

from .schema import table

imports = table(
    "imports",
    Column("digest", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("started", Text, nullable=False),
    Column("finished", Text),
    Column("rows", Integer, nullable=False),
    Column("counts", Text, nullable=False),
)

imported_events = table(
    "imported_events",
    Column("origin", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("day", Text, nullable=False),
    Column("day_from", Text, nullable=False),
    Column("known", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("actor_name", Text),
    Column("recipient_name", Text),
    Column("actor_sector", Text),
    Column("recipient_sector", Text),
    Column("type", Text),
    Column("mode", Text),
    Column("quad", Integer, nullable=False),
    Column("intensity", Float, nullable=False),
    Column("certainty", Text, nullable=False),
    Column("auxiliary", Text),
    Column("country", Text),
    Column("deaths", Float),
    Column("source", Text, nullable=False),
    Column("story", Text),
    Index("imported_events_by_actor", "actor", "recipient", "day"),
    Index("imported_events_by_recipient", "recipient", "actor", "day"),
    Index("imported_events_by_day", "day", "id"),
)

series = table(
    "series",
    Column("name", Text, primary_key=True),
    Column("unit", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("step", Text, nullable=False),
    Column("about", Text, nullable=False),
)

series_points = table(
    "series_points",
    Column("series", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("start", Text, primary_key=True),
    Column("value", Float, nullable=False),
)

forecasts = table(
    "forecasts",
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("start", Text, nullable=False),
    Column("known_until", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("record", Text, nullable=False),
    Index("forecasts_by_subject", "kind", "subject", "start"),
)

CREATE = (
    """CREATE TABLE IF NOT EXISTS imports (digest TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, file TEXT NOT NULL,
    started TEXT NOT NULL, finished TEXT, rows INTEGER NOT NULL, counts TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS imported_events (origin TEXT NOT NULL, id TEXT NOT NULL, day TEXT NOT NULL, day_from TEXT NOT NULL, known TEXT NOT NULL,
    actor TEXT NOT NULL, recipient TEXT NOT NULL, actor_name TEXT, recipient_name TEXT, actor_sector TEXT, recipient_sector TEXT,
    type TEXT, mode TEXT, quad INTEGER NOT NULL, intensity FLOAT NOT NULL, certainty TEXT NOT NULL, auxiliary TEXT, country TEXT,
    deaths FLOAT, source TEXT NOT NULL, story TEXT, PRIMARY KEY (origin, id))""",
    "CREATE INDEX IF NOT EXISTS imported_events_by_actor ON imported_events (actor, recipient, day)",
    "CREATE INDEX IF NOT EXISTS imported_events_by_recipient ON imported_events (recipient, actor, day)",
    "CREATE INDEX IF NOT EXISTS imported_events_by_day ON imported_events (day, id)",
    """CREATE TABLE IF NOT EXISTS series (name TEXT NOT NULL PRIMARY KEY, unit TEXT NOT NULL, origin TEXT NOT NULL,
    step TEXT NOT NULL, about TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS series_points (series TEXT NOT NULL, key TEXT NOT NULL, start TEXT NOT NULL, value FLOAT NOT NULL,
    PRIMARY KEY (series, key, start))""",
    """CREATE TABLE IF NOT EXISTS forecasts (id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL,
    start TEXT NOT NULL, known_until TEXT NOT NULL, made TEXT NOT NULL, record TEXT NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS forecasts_by_subject ON forecasts (kind, subject, start)",
)  # FLOAT is eight bytes wide on SQLite and PostgreSQL alike


def _insert(into: Table) -> str:
    names = [column.name for column in into.c]
    return f"INSERT INTO {into.name} ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})"


def _put(into: Table, *keys: str, keeping: tuple[str, ...] = ()) -> str:
    """The statement that inserts a row or replaces the one of the same keys; SQLite and PostgreSQL both read it."""
    names = (column.name for column in into.c if column.name not in (*keys, *keeping))
    changed = ", ".join(f"{name}=excluded.{name}" for name in names)
    return f"{_insert(into)} ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {changed}"


PUT_EVENT = _put(imported_events, "origin", "id")
PUT_SERIES = _put(series, "name")
PUT_POINT = _put(series_points, "series", "key", "start")
PUT_PROGRESS = _put(imports, "digest", keeping=("started",))
KEEP_FORECAST = f"{_insert(forecasts)} ON CONFLICT (id) DO NOTHING"
