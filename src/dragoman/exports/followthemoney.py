"""FollowTheMoney entities, one a line, for Aleph and the tools of OpenSanctions.

A report is an Article, an act an Event that is proven by it, who takes part a Person (someone in an office), a PublicBody (an organ of a
state) or, where the text does not tell which, a LegalEntity. Someone with a Wikidata id has that id, so that the same party of
another data set is the same entity. Sources that are nobody in particular and blocs are named in the event's description only. The same
entity may come again, as FollowTheMoney allows: those with one id are merged by its tools.
"""

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from dragoman.records import Article, Event, Party, anchored_id
from dragoman.telling import wording
from dragoman.telling.plain import clean

STATE_ORGANS = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "SPY"})
LANGUAGES = {"en": "eng"}  # FollowTheMoney has ISO 639-3
REMEMBERED = 100_000  # entities whose repeats are left out; then memory is freed and they may come again

Entity = dict[str, Any]


def followthemoney_lines(told: Iterable[tuple[Event, Article]]) -> Iterator[str]:
    """The entities of events and their reports."""
    seen: set[str] = set()
    for event, article in told:
        for entity in entities_of(event, article):
            if entity["id"] in seen:
                continue
            if len(seen) >= REMEMBERED:
                seen.clear()
            seen.add(entity["id"])
            yield msgspec.json.encode(entity).decode() + "\n"


def entities_of(event: Event, article: Article) -> Iterator[Entity]:
    """The report, those who take part, and the event."""
    yield article_entity(article)
    parties = [party for party in (*event.actors, *event.recipients) if is_someone(party)]
    yield from map(party_entity, parties)
    yield event_entity(event, article)


def is_someone(party: Party) -> bool:
    """Whether a party can be looked up: not "experts", not "the West"."""
    return not party.unnamed and not party.bloc and bool(clean(party.name))


def party_id(party: Party) -> str:
    """The Wikidata id, or one made of code and name."""
    return party.wikidata or entity_id(anchored_id("pa", party.code, party.name))


def entity_id(record: str) -> str:
    """A record's id as FollowTheMoney allows it, without the underscore; `recordId` has it as it is."""
    return record.replace("_", "-")


def entity(key: str, schema: str, properties: dict[str, Iterable[str | None]]) -> Entity:
    """An entity with the values that are known."""
    known = {name: list(dict.fromkeys(clean(one) for one in values if one)) for name, values in properties.items()}
    return {"id": key, "schema": schema, "properties": {name: values for name, values in known.items() if values}}


def article_entity(article: Article) -> Entity:
    """A report; its text stays with its publisher."""
    return entity(
        entity_id(article.id),
        "Article",
        {
            "title": [article.title],
            "publisher": [article.publisher],
            "author": [article.author],
            "sourceUrl": [article.url],
            "publishedAt": [article.published],
            "language": [LANGUAGES.get(article.language or "")],
        },
    )


def party_entity(party: Party) -> Entity:
    """Someone who takes part, with the state by which they are coded and the office they hold."""
    schema = "Person" if party.office else "PublicBody" if party.sector in STATE_ORGANS else "LegalEntity"
    return entity(
        party_id(party),
        schema,
        {
            "name": [party.name],
            "country": [alpha2(party.country)],
            "sector": [party.sector, *party.other_sectors],
            "wikidataId": [party.wikidata],
            "position": [party.office],
        },
    )


def event_entity(event: Event, article: Article) -> Entity:
    """An act. Its name says who to whom and, where the text does not just assert it, how sure it is."""
    named = f"{event.type}{f'/{event.mode}' if event.mode else ''}: {wording.sides(event)}"
    doubt = [event.certainty.label] if event.certainty.label != "asserted" else []
    doubt += [event.auxiliary] if event.auxiliary else []
    actors, others = ([party_id(one) for one in side if is_someone(one)] for side in (event.actors, event.recipients))
    return entity(
        entity_id(event.id),
        "Event",
        {
            "name": [f"{named} ({', '.join(doubt)})" if doubt else named],
            "startDate": [event.when.start],
            "endDate": [event.when.end],
            "organizer": actors if event.recipients else [],
            "involved": others if event.recipients else actors,
            "country": [alpha2(event.where.country) if event.where and event.where.country else None],
            "location": [event.where.name if event.where else None],
            "summary": [event.spans[0].quote],
            "description": [" · ".join(wording.told_as(event))],
            "keywords": [event.type, event.mode, *event.contexts],
            "proof": [entity_id(article.id)],
            "recordId": [event.id],
        },
    )


def alpha2(country: str) -> str | None:
    """FollowTheMoney's code of a country, lower-case ISO alpha-2; None for what is no state."""
    return _alpha2().get(country)


@cache
def _alpha2() -> dict[str, str]:
    table = resources.files("dragoman.knowledge") / "actors" / "states.csv"
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return {row["alpha3"]: row["alpha2"].lower() for row in rows if row["alpha3"] and len(row["alpha2"]) == 2}
