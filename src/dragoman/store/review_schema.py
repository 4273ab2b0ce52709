"""The tables of reviews: what people said, and what each record is worth looking at for.

Reviews name records and reports without a foreign key: they outlive both. `worth` has a row for each record that can be reviewed and is
written anew with its report.
"""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, Text

from .schema import table

reviews = table(
    "reviews",
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("record", Text, nullable=False, index=True),
    Column("article", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("revision", Text, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("review", Text, nullable=False),
)

worth = table(
    "worth",
    Column("record", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("article", Text, ForeignKey("articles.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("revision", Text, nullable=False),
    Column("uncertainty", Float, nullable=False),
    Column("impact", Float, nullable=False),
    Column("worth", Float, nullable=False),
    Index("worth_by_kind", "kind", "worth"),
    Index("worth_by_worth", "worth", "record"),
)

CREATE = (
    """CREATE TABLE IF NOT EXISTS reviews (number INTEGER NOT NULL PRIMARY KEY, id TEXT NOT NULL UNIQUE, record TEXT NOT NULL,
    article TEXT NOT NULL, kind TEXT NOT NULL, revision TEXT NOT NULL, reviewer TEXT NOT NULL, at TEXT NOT NULL, verdict TEXT NOT NULL,
    review TEXT NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS ix_reviews_record ON reviews (record)",
    "CREATE INDEX IF NOT EXISTS ix_reviews_article ON reviews (article)",
    """CREATE TABLE IF NOT EXISTS worth (record TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL,
    article TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE, revision TEXT NOT NULL, uncertainty FLOAT NOT NULL,
    impact FLOAT NOT NULL, worth FLOAT NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS ix_worth_article ON worth (article)",
    "CREATE INDEX IF NOT EXISTS worth_by_kind ON worth (kind, worth)",
    "CREATE INDEX IF NOT EXISTS worth_by_worth ON worth (worth, record)",
)
