"""Other tellings of the same happening: events of other reports alike in type and parties on near days, and where they differ."""

from datetime import date, timedelta

from dragoman.records import Article, Event
from dragoman.store import EventFilter, Store, schema
from dragoman.store.paging import slice_of
from dragoman.telling import wording

from .answers import ReportHead

NEAR_DAYS = (
    3  # as far apart as reports of one happening usually put it: time zones, and the day after for the day itself
)
MOST = 40


def same_happening(store: Store, event: Event, article: Article) -> list[tuple[Event, ReportHead]]:
    """Events of other reports that tell of the same type, between the same countries, on near days; the reports' heads with them."""
    from .pages.lists import heads

    sides = [
        tuple(sorted({one.country for one in side if one.country != wording.UNTOLD_COUNTRY}))
        for side in (event.actors, event.recipients)
    ]
    if not sides[0] or len({*sides[0], *sides[1]}) < 2:
        return []
    day = event.when.start or event.when.end
    near = _around(day) if day else (None, None)
    published = (
        _around(article.published) if not day and article.published and len(article.published) >= 10 else (None, None)
    )
    if near == published == (None, None):
        return []
    asked = EventFilter(
        types=(event.type,),
        actors=sides[0],
        recipients=sides[1],
        since=near[0],
        until=near[1],
        published_since=published[0],
        published_until=published[1],
    )
    rows = slice_of(store, asked, [schema.events.c.record.label("record")], size=MOST).rows
    found = [one for one in (Event.from_json(row.record) for row in rows) if one.article != event.article]
    by_report = heads(store, [one.article for one in found])
    return [(one, by_report[one.article]) for one in found]


def _around(day: str) -> tuple[str | None, str | None]:
    try:
        known = date.fromisoformat(day[:10])
    except ValueError:
        return None, None
    apart = timedelta(days=NEAR_DAYS)
    return (known - apart).isoformat(), (known + apart).isoformat()


def differences(one: Event, other: Event) -> tuple[str, ...]:
    """Where another telling contradicts: how sure, when, where. What one of them leaves untold is no contradiction."""
    found: list[str] = []
    if one.certainty.label != other.certainty.label:
        found.append(f"{other.certainty.label} there, {one.certainty.label} here")
    if (
        one.when.start
        and other.when.start
        and (one.when.start > (other.when.end or "") or other.when.start > (one.when.end or ""))
    ):
        found.append(f"{wording.when(other.when)} there, {wording.when(one.when)} here")
    if one.where and other.where and one.where.country != other.where.country:
        found.append(f"{wording.where(other.where)} there, {wording.where(one.where)} here")
    if one.auxiliary != other.auxiliary:
        told = [wording.AUXILIARY.get(each.auxiliary or "", "told as done") for each in (other, one)]
        found.append(f"{told[0]} there, {told[1]} here")
    return tuple(found)
