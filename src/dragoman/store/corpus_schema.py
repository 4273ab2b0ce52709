"""The tables of reading at volume: what each run rested on, which reports are reprints, and how far each feed was read."""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, Text

from .schema import table

run_manifests = table(
    "run_manifests",
    Column("run", Integer, ForeignKey("runs.id"), primary_key=True, autoincrement=False),
    Column("manifest", Text, nullable=False),
    Column("ended", Text),
)

reprints = table(
    "reprints",
    Column("id", Text, primary_key=True),
    Column("original", Text, nullable=False),
    Column("run", Integer, ForeignKey("runs.id")),
    Column("at", Text, nullable=False),
    Column("url", Text),
    Column("title", Text),
    Column("publisher", Text),
    Column("published", Text),
    Column("likeness", Float, nullable=False),
    Index("reprints_by_original", "original"),
)

feeds = table(
    "feeds",
    Column("url", Text, primary_key=True),
    Column("etag", Text),
    Column("modified", Text),
    Column("asked", Text),
    Column("due", Text),
    Column("failures", Integer, nullable=False),
    Column("reason", Text),
)

feed_entries = table(
    "feed_entries",
    Column("feed", Text, primary_key=True),
    Column("entry", Text, primary_key=True),
    Column("listed", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("done", Integer, nullable=False),
)

CREATE = (
    "CREATE TABLE IF NOT EXISTS run_manifests (run INTEGER NOT NULL PRIMARY KEY REFERENCES runs (id), manifest TEXT NOT NULL, ended TEXT)",
    """CREATE TABLE IF NOT EXISTS reprints (id TEXT NOT NULL PRIMARY KEY, original TEXT NOT NULL, run INTEGER REFERENCES runs (id),
    at TEXT NOT NULL, url TEXT, title TEXT, publisher TEXT, published TEXT, likeness FLOAT NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS reprints_by_original ON reprints (original)",
    """CREATE TABLE IF NOT EXISTS feeds (url TEXT NOT NULL PRIMARY KEY, etag TEXT, modified TEXT, asked TEXT, due TEXT,
    failures INTEGER NOT NULL, reason TEXT)""",
    """CREATE TABLE IF NOT EXISTS feed_entries (feed TEXT NOT NULL, entry TEXT NOT NULL, listed TEXT NOT NULL, tries INTEGER NOT NULL,
    done INTEGER NOT NULL, PRIMARY KEY (feed, entry))""",
)
