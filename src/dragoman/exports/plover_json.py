"""PLOVER JSON: one event a line, with the fields of the PLOVER 2.0 codebook.

The codebook has no field for certainty. So that nothing denied or merely said looks like a fact, `certainty` is added as a field of its
own, `comment` says it in words, and an event that is denied carries the auxiliary mode `negation`.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from dragoman.records import Article, Event, Party, Place
from dragoman.telling import wording

NEGATION = "negation"


def plover_lines(told: Iterable[tuple[Event, Article]]) -> Iterator[str]:
    """Each event, with its report, as a line of JSON."""
    return (msgspec.json.encode(plover_row(event, article)).decode() + "\n" for event, article in told)


def plover_row(event: Event, article: Article) -> dict[str, Any]:
    """An event as PLOVER JSON. `coded_date` is null: records do not say when they were made, only by what."""
    return {
        "id": event.id,
        "date": event.when.start,
        "enddate": event.when.end,
        "actor": [_entity(one) for one in event.actors],
        "recipient": [_entity(one) for one in event.recipients],
        "event": [event.type],
        "mode": modes_of(event),
        "context": list(event.contexts),
        "event_loc": _location(event.where),
        "event_text": [span.quote for span in event.spans],
        "quad_code": event.quad,
        "event_scale": event.intensity,
        "link": article.url,
        "text": event.spans[0].quote,
        "text_info": _text_info(event, article),
        "cite_info": {"publisher": article.publisher, "title": article.title, "date": article.published},
        "coder": f"dragoman {event.made_by.rule} {event.made_by.version}",
        "coded_date": None,
        "comment": " · ".join(wording.told_as(event)),
        "certainty": {
            "label": event.certainty.label,
            "value": event.certainty.value,
            "according_to": event.certainty.according_to,
            "source": event.certainty.source,
        },
    }


def modes_of(event: Event) -> list[str]:
    """The mode and the auxiliary modes; what is denied is negated."""
    negated = NEGATION if event.certainty.label == "denied" else None
    return list(dict.fromkeys(mode for mode in (event.mode, event.auxiliary, negated) if mode))


def _entity(party: Party) -> dict[str, Any]:
    return {
        "code": party.country,
        "sector": [sector for sector in (party.sector, *party.other_sectors) if sector],
        "entity_text": party.text,
        "identifier_id": party.wikidata,
        "identifier_text": party.name,
        "office": party.office,
    }


def _location(place: Place | None) -> dict[str, Any]:
    """The place; an empty object where the text tells none."""
    if place is None:
        return {}
    return {
        "text": place.text,
        "name": place.name,
        "country": place.country,
        "lat": place.latitude,
        "lon": place.longitude,
        "geonames": place.geonames,
        "kind": place.kind,
        "precision_km": place.precision_km,
    }


def _text_info(event: Event, article: Article) -> dict[str, Any]:
    return {
        "article": article.id,
        "language": article.language,
        "date_value": event.when.value,
        "date_precision": event.when.precision,
        "spans": [[span.start, span.end] for span in event.spans],
    }
