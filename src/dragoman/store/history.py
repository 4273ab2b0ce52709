"""What the store knows of the world's history: acts between parties, coded or imported, series, imports, and past forecasts."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from heapq import merge
from operator import attrgetter
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, exists, func, or_, select, text

from dragoman.records import Forecast, PairEvent, Series, SeriesPoint
from dragoman.records.base import Record

from . import history_schema as schema
from .queries import first_day_of, last_day_of
from .schema import articles, event_parties, events
from .story_schema import story_reports

UNKNOWN = "---"
OWN = "dragoman"
FETCH = 500  # rows at a time while iterating

# -- acts -----------------------------------------------------------------------------------------------------------


def pair_events(
    connection: Connection, a: str | None, b: str | None, since: str | None, until: str | None
) -> Iterator[PairEvent]:
    """Acts between two different, known parties, by day: the store's own coded events and imported ones."""
    days = (first_day_of(since) if since else None, last_day_of(until) if until else None)
    return merge(_own(connection, a, b, *days), _imported(connection, a, b, *days), key=attrgetter("day"))


def last_day(connection: Connection) -> str | None:
    """The last day that the store has news of: that of its newest report or imported act; None where it has neither."""
    days = select(func.max(articles.c.first_day)).union_all(select(func.max(schema.imported_events.c.known)))
    return max((day for day in connection.execute(days).scalars() if day), default=None)


def _between(one: Any, other: Any, a: str | None, b: str | None) -> list[ColumnElement[bool]]:
    """Both orders of a pair; all that a party has part in where only one is given."""
    conditions = [one != other, one != UNKNOWN, other != UNKNOWN]
    if a and b:
        return [*conditions, or_(and_(one == a, other == b), and_(one == b, other == a))]
    named = a or b
    return [*conditions, or_(one == named, other == named)] if named else conditions


def _days(day: Any, since: str | None, until: str | None) -> list[ColumnElement[bool]]:
    return [*([day >= since] if since else []), *([day <= until] if until else [])]


def _streamed(connection: Connection, chosen: Select[Any]) -> Iterator[Row[Any]]:
    yield from connection.execution_options(yield_per=FETCH).execute(chosen)


def _imported(
    connection: Connection, a: str | None, b: str | None, since: str | None, until: str | None
) -> Iterator[PairEvent]:
    here = schema.imported_events.c
    chosen = (
        select(schema.imported_events)
        .where(*_between(here.actor, here.recipient, a, b), *_days(here.day, since, until))
        .order_by(here.day, here.id)
    )
    for row in _streamed(connection, chosen):
        yield PairEvent(**row._mapping)


def _own(
    connection: Connection, a: str | None, b: str | None, since: str | None, until: str | None
) -> Iterator[PairEvent]:
    """The coded events. Where nobody is clearly the doer each of the parties acts on each other; a country counts once on a side."""
    last = None
    for row in _streamed(connection, _own_rows(a, b, since, until)):
        key = (row.id, row.actor, row.recipient)
        if key != last:
            yield PairEvent(**row._mapping, origin=OWN)
        last = key


def _own_rows(a: str | None, b: str | None, since: str | None, until: str | None) -> Select[Any]:
    doer, other, here = event_parties.alias(), event_parties.alias(), events.c
    any_recipient = event_parties.alias()
    told = exists().where(any_recipient.c.event == here.id, any_recipient.c.side == "recipient")
    day, day_from = _day_of_event()
    return (
        select(
            here.id,
            day.label("day"),
            day_from.label("day_from"),
            func.coalesce(articles.c.first_day, day).label("known"),
            doer.c.country.label("actor"),
            other.c.country.label("recipient"),
            doer.c.name.label("actor_name"),
            other.c.name.label("recipient_name"),
            _sector(doer).label("actor_sector"),
            _sector(other).label("recipient_sector"),
            here.type,
            here.mode,
            here.quad,
            here.intensity,
            here.certainty,
            here.auxiliary,
            here.country,
            here.article.label("source"),
            story_reports.c.story,
        )
        .join(articles, articles.c.id == here.article)
        .outerjoin(story_reports, story_reports.c.article == here.article)
        .join(doer, and_(doer.c.event == here.id, doer.c.side == "actor"))
        .join(other, and_(other.c.event == here.id, or_(other.c.side == "recipient", ~told)))
        .where(
            day.is_not(None),
            *_between(doer.c.country, other.c.country, a, b),
            *_days(day, since, until),
        )
        .order_by(day, here.id, doer.c.country, other.c.country, doer.c.position, other.c.position)
    )


def _sector(party: Any) -> Any:
    """A code is country and sector; None where there is no sector."""
    return func.nullif(func.substr(party.c.code, 4), "")


def _day_of_event() -> tuple[Any, Any]:
    """The day of an event and where it is from: told, the end of a longer told time that is nearest to its report, or the report's."""
    first, last, published = events.c.first_day, events.c.last_day, articles.c.first_day
    day = case(
        (first.is_(None), published),
        (or_(first == last, published.is_(None), published < first), first),
        (published > last, last),
        else_=published,
    )
    return day, case((first.is_(None), "published"), (first == last, "told"), else_="span")


def write_events(connection: Connection, listed: Iterable[PairEvent]) -> None:
    """Stores imported events; one of the same origin and id is replaced."""
    columns = [column.name for column in schema.imported_events.c]
    rows = [{name: getattr(one, name) for name in columns} for one in listed]
    if rows:
        connection.execute(text(schema.PUT_EVENT), rows)


def monthly_deaths(connection: Connection, origin: str, sides: Sequence[str]) -> dict[tuple[str, str], float]:
    """Deaths by country and month of the end, of an origin's events between parties of the sectors `sides`, the actor being of the first."""
    here = schema.imported_events.c
    month = func.substr(here.known, 1, 7)
    chosen = (
        select(here.country, month, func.sum(here.deaths))
        .where(here.origin == origin, here.actor_sector == sides[0], here.recipient_sector.in_(sides))
        .where(here.country.is_not(None), here.deaths.is_not(None))
        .group_by(here.country, month)
    )
    return {(country, when): float(total) for country, when, total in connection.execute(chosen)}


# -- series ---------------------------------------------------------------------------------------------------------


def known_series(connection: Connection) -> list[Series]:
    """All series, by name."""
    chosen = select(schema.series).order_by(schema.series.c.name)
    return [Series(**row._mapping) for row in connection.execute(chosen)]


def points(
    connection: Connection, name: str, keys: Collection[str] | None, since: str | None, until: str | None
) -> Iterator[SeriesPoint]:
    """The points of a series by key and time."""
    here = schema.series_points.c
    chosen = select(here.key, here.start, here.value).where(here.series == name, *_days(here.start, since, until))
    if keys is not None:
        chosen = chosen.where(here.key.in_(keys))
    for row in _streamed(connection, chosen.order_by(here.key, here.start)):
        yield SeriesPoint(**row._mapping)


def last_start(connection: Connection, name: str) -> str | None:
    """The start of the newest point of a series; None where it has none."""
    here = schema.series_points.c
    newest: str | None = connection.execute(select(func.max(here.start)).where(here.series == name)).scalar_one()
    return newest


def write_series(connection: Connection, series: Series, listed: Iterable[SeriesPoint]) -> None:
    """Stores a series and its points; a point of the same key and time is replaced."""
    connection.execute(text(schema.PUT_SERIES), series.to_dict())
    rows = [{"series": series.name, **point.to_dict()} for point in listed]
    if rows:
        connection.execute(text(schema.PUT_POINT), rows)


# -- imports --------------------------------------------------------------------------------------------------------


class Progress(Record, frozen=True, kw_only=True):
    """How far the import of a file is: the digest of its content, rows read, and what they gave, counted."""

    digest: str
    kind: str
    file: str
    rows: int = 0
    counts: dict[str, int] = msgspec.field(default_factory=dict)
    finished: str | None = None


def progress_of(connection: Connection, digest: str) -> Progress | None:
    """How far the import of a file of this digest is; None where it never began."""
    here = schema.imports.c
    row = connection.execute(select(schema.imports).where(here.digest == digest)).one_or_none()
    if row is None:
        return None
    counts = msgspec.json.decode(row.counts, type=dict[str, int])
    return Progress(
        digest=row.digest, kind=row.kind, file=row.file, rows=row.rows, counts=counts, finished=row.finished
    )


def write_progress(connection: Connection, progress: Progress, at: str) -> None:
    """Notes how far an import is."""
    counts = msgspec.json.encode(progress.counts, order="sorted").decode()
    row = progress.to_dict() | {"counts": counts, "started": at}
    connection.execute(text(schema.PUT_PROGRESS), row)


# -- forecasts ------------------------------------------------------------------------------------------------------


def write_forecasts(connection: Connection, listed: Sequence[Forecast]) -> None:
    """Keeps forecasts as they were made: one that is kept already is never changed."""
    if listed:
        connection.execute(text(schema.KEEP_FORECAST), [_forecast_row(one) for one in listed])


def _forecast_row(one: Forecast) -> dict[str, Any]:
    names = ("id", "kind", "subject", "start", "known_until", "made")
    return {name: getattr(one, name) for name in names} | {"record": one.to_json()}


def forecasts(connection: Connection, kind: str | None, subjects: Collection[str] | None) -> Iterator[Forecast]:
    """The forecasts kept, oldest first."""
    here = schema.forecasts.c
    chosen = select(here.record).order_by(here.made, here.kind, here.subject, here.start)
    if kind:
        chosen = chosen.where(here.kind == kind)
    if subjects is not None:
        chosen = chosen.where(here.subject.in_(subjects))
    for row in _streamed(connection, chosen):
        yield Forecast.from_json(row.record)
