"""GeoJSON (RFC 7946): a feature for each event, at the point of its place.

An event whose place the text does not tell is a feature without geometry, as the RFC allows, so that a map can count what it cannot show.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from dragoman.records import Event
from dragoman.telling import wording
from dragoman.telling.columns import EVENT_COLUMNS

PLACES = 5  # decimals of a degree, about a metre: RFC 7946 asks for no more than is known


def geojson_lines(events: Iterable[Event]) -> Iterator[str]:
    """A feature collection, one feature a line."""
    yield '{"type":"FeatureCollection","features":[\n'
    before = ""
    for event in events:
        yield before + msgspec.json.encode(feature_of(event)).decode()
        before = ",\n"
    yield "\n]}\n"


def feature_of(event: Event) -> dict[str, Any]:
    """An event as a feature; its properties are the columns of CSV, and how far the point may be off."""
    properties = {column.name: column.value(event) for column in EVENT_COLUMNS if column.name != "id"}
    properties["told"] = " · ".join(wording.told_as(event))
    properties["where_kind"] = event.where.kind if event.where else None
    properties["where_precision_km"] = event.where.precision_km if event.where else None
    return {"type": "Feature", "id": event.id, "geometry": geometry_of(event), "properties": properties}


def geometry_of(event: Event) -> dict[str, Any] | None:
    """The point, longitude first; None where the text tells no place."""
    if event.where is None:
        return None
    return {
        "type": "Point",
        "coordinates": [round(event.where.longitude, PLACES), round(event.where.latitude, PLACES)],
    }
