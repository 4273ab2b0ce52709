"""The store as tables that belong together: reports, events with their parties, claims, findings, names on sanctions lists."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from dragoman.records import Event
from dragoman.telling.columns import (
    ARTICLE_COLUMNS,
    CLAIM_COLUMNS,
    EVENT_COLUMNS,
    FINDING_COLUMNS,
    LISTING_COLUMNS,
    Column,
    field,
)


class PartyRow(NamedTuple):
    """Who stands on which side of an event."""

    event: str
    side: str
    position: int
    code: str
    country: str
    sector: str | None
    name: str
    text: str
    office: str | None
    wikidata: str | None
    unnamed: bool
    bloc: bool


def party_rows(events: Iterable[Event]) -> Iterator[PartyRow]:
    """The parties of events, side by side in their order."""
    for event in events:
        for side, parties in (("actor", event.actors), ("recipient", event.recipients)):
            for position, one in enumerate(parties, start=1):
                yield PartyRow(
                    event=event.id,
                    side=side,
                    position=position,
                    code=one.code,
                    country=one.country,
                    sector=one.sector,
                    name=one.name,
                    text=one.text,
                    office=one.office,
                    wikidata=one.wikidata,
                    unnamed=one.unnamed,
                    bloc=one.bloc,
                )


PARTY_COLUMNS = [
    field("event", "Id of the event."),
    field("side", "actor or recipient."),
    field("position", "Place in its list, from 1.", "integer"),
    field("code", "Country and sector in one word: USAGOV."),
    field("country", "ISO alpha-3, or IGO, UNO, EUR, NGO, ISM, IMG, MNC; `---` where the text does not tell."),
    field("sector", "PLOVER sector; empty where there is none or none is known."),
    field("name", "Name as resolved."),
    field("text", "Words of the report."),
    field("office", "Office held on the day of the report."),
    field("wikidata", "Wikidata id."),
    field("unnamed", "Whether nobody in particular is meant.", "boolean"),
    field("bloc", "Whether it is a group of states that is never one state.", "boolean"),
]


class Table(NamedTuple):
    """A table: its name, what a row is, its columns, its key, and the columns that name rows of other tables."""

    name: str
    about: str
    columns: list[Column]
    key: tuple[str, ...] = ("id",)
    names: Mapping[str, str] = {}


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("articles", "Reports. The texts are not among the columns: they belong to their publishers.", ARTICLE_COLUMNS),
        Table("events", "Who did what to whom, as one passage of a report tells it (PLOVER).", EVENT_COLUMNS, names={"article": "articles"}),
        Table("event_parties", "Who stands on which side of an event.", PARTY_COLUMNS, ("event", "side", "position"), {"event": "events"}),
        Table("claims", "Who says what.", CLAIM_COLUMNS, names={"article": "articles"}),
        Table("findings", "International obligations that reported acts would breach.", FINDING_COLUMNS, names={"article": "articles"}),
        Table("listings", "Names of reports that stand on the sanctions lists that were imported. A likeness is no identity.", LISTING_COLUMNS, names={"article": "articles"}),
    )
}  # fmt: skip
