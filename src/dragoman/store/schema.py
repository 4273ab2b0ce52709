"""The tables. Each record is kept whole as JSON beside the columns that questions are asked of.

Days are ISO dates as text, so that they sort and compare on any database; a day that is not known is NULL and never stands for
another. `position` is the place of a record in its dossier, so that the dossier comes back as it went in.
"""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, MetaData, Table, Text

METADATA = MetaData()


def table(name: str, *columns: Column[object] | Index) -> Table:
    """A table of the store."""
    return Table(name, METADATA, *columns)


def _article(*, key: bool = False) -> Column[object]:
    owner = ForeignKey("articles.id", ondelete="CASCADE")
    return Column("article", Text, owner, nullable=False, primary_key=key, index=not key)


schema_version = table(
    "schema_version",
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
)

runs = table(
    "runs",
    Column("id", Integer, primary_key=True),
    Column("command", Text, nullable=False),
    Column("started", Text, nullable=False),
    Column("finished", Text),
    Column("coder", Text, nullable=False),
    Column("counts", Text),
)

articles = table(
    "articles",
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("revision", Text, nullable=False),
    Column("coder", Text, nullable=False),
    Column("run", Integer, ForeignKey("runs.id")),
    Column("url", Text, index=True),
    Column("title", Text),
    Column("publisher", Text),
    Column("published", Text),
    Column("first_day", Text),
    Column("last_day", Text),
    Column("language", Text),
    Column("text", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("rest", Text, nullable=False),
    Index("articles_by_day", "first_day", "number"),
)

events = table(
    "events",
    Column("id", Text, primary_key=True),
    _article(),
    Column("position", Integer, nullable=False),
    Column("revision", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("mode", Text),
    Column("quad", Integer, nullable=False),
    Column("intensity", Float, nullable=False),
    Column("certainty", Text, nullable=False),
    Column("certainty_value", Float, nullable=False),
    Column("according_to", Text),
    Column("auxiliary", Text),
    Column("first_day", Text),
    Column("last_day", Text),
    Column("place", Text),
    Column("country", Text),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("score", Float),
    Column("start", Integer, nullable=False),
    Column("record", Text, nullable=False),
    Index("events_by_day", "first_day", "id"),
    Index("events_by_type", "type", "first_day"),
    Index("events_by_country", "country"),
)

event_parties = table(
    "event_parties",
    Column("event", Text, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("side", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("country", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Index("event_parties_by_country", "country", "side", "event"),
    Index("event_parties_by_code", "code", "side", "event"),
)

claims = table(
    "claims",
    Column("id", Text, primary_key=True),
    _article(),
    Column("position", Integer, nullable=False),
    Column("revision", Text, nullable=False),
    Column("country", Text),
    Column("code", Text),
    Column("name", Text),
    Column("unnamed", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("polarity", Text, nullable=False),
    Column("stance", Text, nullable=False),
    Column("certainty", Text, nullable=False),
    Column("nested_in", Text),
    Column("start", Integer, nullable=False),
    Column("record", Text, nullable=False),
    Index("claims_by_country", "country"),
    Index("claims_by_code", "code"),
)

findings = table(
    "findings",
    Column("id", Text, primary_key=True),
    _article(),
    Column("position", Integer, nullable=False),
    Column("revision", Text, nullable=False),
    Column("provision", Text, nullable=False),
    Column("instrument", Text, nullable=False),
    Column("event", Text),
    Column("claim", Text),
    Column("party", Text),
    Column("target", Text),
    Column("verdict", Text, nullable=False),
    Column("certainty", Text, nullable=False),
    Column("first_day", Text),
    Column("last_day", Text),
    Column("record", Text, nullable=False),
    Index("findings_by_provision", "provision"),
    Index("findings_by_party", "party"),
    Index("findings_by_day", "first_day", "id"),
)

listings = table(
    "listings",
    Column("id", Text, primary_key=True),
    _article(),
    Column("position", Integer, nullable=False),
    Column("list_name", Text, nullable=False),
    Column("entry", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("record", Text, nullable=False),
)

parties = table(
    "parties",
    _article(key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("country", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("wikidata", Text),
    Column("record", Text, nullable=False),
    Index("parties_by_name", "name"),
    Index("parties_by_code", "code"),
)

places = table(
    "places",
    _article(key=True),
    Column("position", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("country", Text),
    Column("latitude", Float, nullable=False),
    Column("longitude", Float, nullable=False),
    Column("geonames", Integer),
    Column("record", Text, nullable=False),
    Index("places_by_name", "name"),
)

skipped = table(
    "skipped",
    Column("number", Integer, primary_key=True),
    Column("article", Text, ForeignKey("articles.id", ondelete="CASCADE"), index=True),
    Column("run", Integer, ForeignKey("runs.id")),
    Column("stage", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("source", Text, index=True),
    Column("record", Text, nullable=False),
)

changes = Table(
    "changes",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("at", Text, nullable=False, index=True),
    Column("run", Integer, ForeignKey("runs.id"), index=True),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False, index=True),
    Column("article", Text, nullable=False),
    Column("change", Text, nullable=False),
    Column("revision", Text),
    Column("before", Text),
    sqlite_autoincrement=True,
)
