"""Records to rows and back. A row is the record as JSON and the columns that questions are asked of."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Table

from dragoman.records import Article, Claim, Dossier, Event, Finding, Listing, Maker, Party, Place, revision_of
from dragoman.records.base import Record

from . import schema
from .days import both_ends, day_range

Row = dict[str, Any]

KEPT_APART = ("article", "events", "claims", "findings", "listings", "parties", "places", "skipped")


class Kind(NamedTuple):
    """A kind of record that has an id of its own: its name in the changes feed, its table and its type."""

    name: str
    table: Table
    type: type[Record]


KINDS = (
    Kind("event", schema.events, Event),
    Kind("claim", schema.claims, Claim),
    Kind("finding", schema.findings, Finding),
    Kind("listing", schema.listings, Listing),
)


def revision(record: Event | Claim | Finding) -> str:
    """The record's revision, worked out where the coder left it empty."""
    return record.revision or revision_of(record)


def coder_of(dossier: Dossier) -> str:
    """Which coder made a dossier: stage, rule and version, and how far its knowledge reached."""
    return coder_name(dossier.made_by, dossier.knowledge)


def coder_name(made: Maker, knowledge: Iterable[tuple[str, str]]) -> str:
    """The same of what a dossier says of its making."""
    reach = " ".join(f"{name}={value}" for name, value in knowledge)
    return f"{made.stage} {made.rule} {made.version} {reach}".strip()


def digest_of(dossier: Dossier) -> str:
    """16 hex digits of all that a dossier says: equal dossiers, equal digests."""
    return hashlib.blake2b(dossier.to_json().encode(), digest_size=8).hexdigest()


def article_row(dossier: Dossier, run: int | None) -> Row:
    """The article with its text once, its other fields as JSON, and the parts of the dossier that have no table."""
    article = dossier.article
    first, last = day_range(article.published)
    rest = {name: getattr(dossier, name) for name in dossier.__struct_fields__ if name not in KEPT_APART}
    return {
        "id": article.id,
        "revision": digest_of(dossier),
        "coder": coder_of(dossier),
        "run": run,
        "url": article.url,
        "title": article.title,
        "publisher": article.publisher,
        "published": article.published,
        "first_day": first,
        "last_day": last,
        "language": article.language,
        "text": article.text,
        "record": msgspec.structs.replace(article, text="").to_json(),
        "rest": msgspec.json.encode(rest).decode(),
    }


def event_row(event: Event, position: int) -> Row:
    """An event's columns. An end of its time that is open is taken at the end that is known."""
    first, last = both_ends(event.when.start, event.when.end)
    where = event.where
    return {
        "id": event.id,
        "article": event.article,
        "position": position,
        "revision": revision(event),
        "type": event.type,
        "mode": event.mode,
        "quad": event.quad,
        "intensity": event.intensity,
        "certainty": event.certainty.label,
        "certainty_value": event.certainty.value,
        "according_to": event.certainty.according_to,
        "auxiliary": event.auxiliary,
        "first_day": first,
        "last_day": last,
        "place": where.name if where else None,
        "country": where.country if where else None,
        "latitude": where.latitude if where else None,
        "longitude": where.longitude if where else None,
        "score": event.made_by.score,
        "start": event.trigger.start,
        "record": event.to_json(),
    }


def event_party_rows(event: Event) -> Iterator[Row]:
    """Who stands on which side of an event."""
    for side, parties in (("actor", event.actors), ("recipient", event.recipients)):
        for position, party in enumerate(parties):
            yield {
                "event": event.id,
                "side": side,
                "position": position,
                "country": party.country,
                "code": party.code,
                "name": party.name,
            }


def claim_row(claim: Claim, position: int) -> Row:
    """A claim's columns; where there is no speaker the party is NULL."""
    speaker = claim.speaker
    return {
        "id": claim.id,
        "article": claim.article,
        "position": position,
        "revision": revision(claim),
        "country": speaker.country if speaker else None,
        "code": speaker.code if speaker else None,
        "name": speaker.name if speaker else None,
        "unnamed": int(speaker is None or speaker.unnamed),
        "kind": claim.kind,
        "polarity": claim.polarity,
        "stance": claim.stance,
        "certainty": claim.certainty.label,
        "nested_in": claim.nested_in,
        "start": claim.spans[0].start if claim.spans else 0,
        "record": claim.to_json(),
    }


def finding_row(finding: Finding, position: int) -> Row:
    """A finding's columns; its date may be a month or a year."""
    first, last = day_range(finding.date)
    return {
        "id": finding.id,
        "article": finding.article,
        "position": position,
        "revision": revision(finding),
        "provision": finding.provision,
        "instrument": finding.instrument,
        "event": finding.event,
        "claim": finding.claim,
        "party": finding.party,
        "target": finding.target,
        "verdict": finding.verdict,
        "certainty": finding.certainty,
        "first_day": first,
        "last_day": last,
        "record": finding.to_json(),
    }


def listing_row(listing: Listing, article: str, position: int) -> Row:
    """A listing's columns."""
    return {
        "id": listing.id,
        "article": article,
        "position": position,
        "list_name": listing.list_name,
        "entry": listing.entry,
        "score": listing.score,
        "record": listing.to_json(),
    }


def party_row(party: Party, article: str, position: int) -> Row:
    """A party of a report."""
    return {
        "article": article,
        "position": position,
        "name": party.name,
        "country": party.country,
        "code": party.code,
        "wikidata": party.wikidata,
        "record": party.to_json(),
    }


def place_row(place: Place, article: str, position: int) -> Row:
    """A place that a report names."""
    return {
        "article": article,
        "position": position,
        "name": place.name,
        "country": place.country,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "geonames": place.geonames,
        "record": place.to_json(),
    }


def rows_of(dossier: Dossier) -> list[tuple[Kind, list[Row]]]:
    """The rows of the records that have ids, kind by kind."""
    listings = [listing_row(one, dossier.article.id, n) for n, one in enumerate(dossier.listings)]
    by_kind = (
        [event_row(one, n) for n, one in enumerate(dossier.events)],
        [claim_row(one, n) for n, one in enumerate(dossier.claims)],
        [finding_row(one, n) for n, one in enumerate(dossier.findings)],
        listings,
    )
    return list(zip(KINDS, by_kind, strict=True))


def article_of(record: str, text: str) -> Article:
    """The article of a row."""
    return msgspec.structs.replace(Article.from_json(record), text=text)
