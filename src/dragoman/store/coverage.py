"""Events against the reports that tell of them: by month, and by place."""

from collections import Counter
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import func, select

from dragoman.records import Event
from dragoman.records.base import Record

from .filters import EventFilter
from .queries import events_asked, held
from .schema import articles, events

if TYPE_CHECKING:
    from .store import Store


class Month(Record, frozen=True, kw_only=True):
    """A month: the reports published in it that tell of the events asked for, all reports, and the share; None where there are no reports."""

    month: str
    reports: int
    all_reports: int
    share: float | None


class PlaceCount(Record, frozen=True, kw_only=True):
    """A place with the number of events there, and how far its point may be off."""

    name: str
    country: str | None
    latitude: float
    longitude: float
    precision_km: float | None
    events: int


def months_of(store: "Store", asked: EventFilter) -> tuple[list[Month], int]:
    """The months from the first report to the last, and how many reports that tell of such events have no day."""
    month = func.substr(articles.c.first_day, 1, 7)
    question = events_asked(asked, store.dialect)
    told = select(events.c.article).where(*held(question, asked.undated))
    every = select(month, func.count()).group_by(month)
    with store.reading() as connection:
        total: dict[str | None, int] = dict(map(tuple, connection.execute(every)))
        hit: dict[str | None, int] = dict(map(tuple, connection.execute(every.where(articles.c.id.in_(told)))))
    dated = sorted(name for name in total if name)
    if not dated:
        return [], hit.get(None, 0)
    counted = [(name, hit.get(name, 0), total.get(name, 0)) for name in months_between(dated[0], dated[-1])]
    return [
        Month(month=name, reports=some, all_reports=every_one, share=some / every_one if every_one else None)
        for name, some, every_one in counted
    ], hit.get(None, 0)


def months_between(first: str, last: str) -> list[str]:
    """`2024-11`, `2024-12`, `2025-01` …, both ends included."""
    year, month = (int(part) for part in first.split("-"))
    found: list[str] = []
    while (name := f"{year:04}-{month:02}") <= last:
        found.append(name)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


def places_of(store: "Store", asked: EventFilter) -> tuple[list[PlaceCount], int]:
    """The places of the events asked for, most events first, and how many events have none."""
    here = events.c
    question = events_asked(asked, store.dialect)
    columns = (here.place, here.country, here.latitude, here.longitude)
    grouped = select(*columns, func.count(), func.min(here.id)).where(*held(question, asked.undated)).group_by(*columns)
    with store.reading() as connection:
        rows = list(connection.execute(grouped))
        located = sorted((row for row in rows if row[0] is not None), key=lambda row: (-row[4], row[0]))
        exact = _precisions(connection, [row[5] for row in located[:MOST]])
    counts: Counter[bool] = Counter()
    for row in rows:
        counts[row[0] is None] += row[4]
    found = [
        PlaceCount(
            name=name,
            country=country,
            latitude=latitude,
            longitude=longitude,
            precision_km=exact.get(one),
            events=number,
        )
        for name, country, latitude, longitude, number, one in located
    ]
    return found, counts[True]


MOST = 400  # places whose precision is read, the busiest; the others are drawn without


def _precisions(connection: Any, ids: list[str]) -> dict[str, float | None]:
    rows = connection.execute(select(events.c.id, events.c.record).where(events.c.id.in_(ids)))
    read = {row.id: msgspec.json.decode(row.record, type=Event) for row in rows}
    return {one: event.where.precision_km if event.where else None for one, event in read.items()}
