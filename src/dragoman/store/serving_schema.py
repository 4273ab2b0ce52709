"""What serving pages needs of the database: the indexes that lists and their facets are read by, and the tokens for writing."""

from sqlalchemy import Column, Integer, Text

from .schema import table

tokens = table(
    "tokens",
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False, unique=True),
    Column("made", Text, nullable=False),
)

CREATE = (
    "CREATE TABLE IF NOT EXISTS tokens (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, digest TEXT NOT NULL UNIQUE, made TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS events_newest ON events (first_day DESC, article, position)",
    "CREATE INDEX IF NOT EXISTS events_facets ON events (type, quad, certainty, auxiliary, country, first_day, last_day)",
    "CREATE INDEX IF NOT EXISTS events_by_certainty ON events (score, article, position)",
    "CREATE INDEX IF NOT EXISTS events_by_intensity ON events (intensity, article, position)",
    "CREATE INDEX IF NOT EXISTS events_by_claim ON events (according_to)",
    "CREATE INDEX IF NOT EXISTS claims_facets ON claims (kind, stance, certainty, unnamed, article)",
    "CREATE INDEX IF NOT EXISTS claims_by_name ON claims (name, article, position)",
    "CREATE INDEX IF NOT EXISTS articles_newest ON articles (first_day DESC, number)",
    "CREATE INDEX IF NOT EXISTS articles_facets ON articles (publisher, language, first_day, last_day)",
    "CREATE INDEX IF NOT EXISTS findings_facets ON findings (verdict, certainty, party, provision, first_day, last_day)",
    "CREATE INDEX IF NOT EXISTS parties_by_country ON parties (country, code, name, article)",
    "CREATE INDEX IF NOT EXISTS parties_counted ON parties (name, code, article)",
)
