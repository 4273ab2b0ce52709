"""Events against the reports that tell of them: over time, and by place."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import func, select

from dragoman.records import Event
from dragoman.records.base import Record

from .filters import EventFilter
from .queries import events_asked, held
from .schema import articles, events

BY = ("month", "quarter", "year")  # lengths of a period, the shortest first
ENOUGH = 5  # reports of a period on average; reasoned: with fewer each report moves the share by more than a fifth

if TYPE_CHECKING:
    from .store import Store


class Period(Record, frozen=True, kw_only=True):
    """A month (2024-05), quarter (2024-Q2) or year: the reports published in it that tell of the events asked for, all reports, and the share;
    None where there are no reports.
    """

    period: str
    start: str
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


def periods_of(store: "Store", asked: EventFilter, by: str | None = None) -> tuple[str, list[Period], int]:
    """The length of a period, the periods from the first report to the last, and how many reports that tell of such events have no day.

    `by` is month, quarter or year; None takes the shortest in which there are ENOUGH reports on average: a share of two tells nothing.
    """
    month = func.substr(articles.c.first_day, 1, 7)
    question = events_asked(asked, store.dialect)
    told = select(events.c.article).where(*held(question, asked.undated))
    every = select(month, func.count()).group_by(month)
    with store.reading() as connection:
        total: dict[str | None, int] = dict(map(tuple, connection.execute(every)))
        hit: dict[str | None, int] = dict(map(tuple, connection.execute(every.where(articles.c.id.in_(told)))))
    undated = hit.pop(None, 0)
    dated = sorted(name for name in total if name)
    if not dated:
        return by or BY[0], [], undated
    months = months_between(dated[0], dated[-1])
    chosen = by or _long_enough(months, sum(total[name] for name in dated))
    return chosen, list(_periods(months, total, hit, chosen)), undated


def usual_length(days: Sequence[str]) -> str:
    """The shortest period in which there are ENOUGH of the days on average: month, quarter or year."""
    return _long_enough(months_between(min(days)[:7], max(days)[:7]), len(days)) if days else BY[0]


def _long_enough(months: Sequence[str], reports: int) -> str:
    periods = {by: len({period_of(month, by) for month in months}) for by in BY}
    return next((by for by in BY if reports >= ENOUGH * periods[by]), BY[-1])


def _periods(
    months: Sequence[str], total: Mapping[str | None, int], hit: Mapping[str | None, int], by: str
) -> Iterator[Period]:
    for name, some in groupby(months, key=lambda month: period_of(month, by)):
        of = list(some)
        every, reports = sum(total.get(one, 0) for one in of), sum(hit.get(one, 0) for one in of)
        share = reports / every if every else None
        yield Period(period=name, start=f"{of[0]}-01", reports=reports, all_reports=every, share=share)


def period_of(month: str, by: str) -> str:
    """The month, quarter or year that a month lies in: `2024-05`, `2024-Q2`, `2024`."""
    year = month[:4]
    return {"month": month, "quarter": f"{year}-Q{(int(month[5:7]) + 2) // 3}", "year": year}[by]


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
