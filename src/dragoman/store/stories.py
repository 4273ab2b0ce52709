"""Which story each report belongs to: kept, moved, and asked for."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, insert, or_, select, update

from dragoman.records import Story
from dragoman.records.base import Record

from .corpus_schema import reprints
from .filters import StoryFilter
from .prints import write_bands
from .queries import first_day_of, last_day_of
from .schema import articles
from .story_schema import story_reports

BATCH = 500  # rows fetched at a time
FIRST, LAST = func.min(articles.c.first_day), func.max(articles.c.last_day)


class Placed(Record, frozen=True, kw_only=True):
    """A report in its story: why it is there, and what later reports are compared with. `signature` is hexadecimal."""

    article: str
    place: int
    story: str
    cosine: float | None = None
    at_home: float | None = None
    runner_up: str | None = None
    runner_up_cosine: float | None = None
    copy_of: str | None = None
    shared: float | None = None
    words: str
    terms: dict[str, float]
    signature: str = ""
    runs: int = 0


class Waiting(Record, frozen=True, kw_only=True):
    """A report that has no story yet."""

    article: str
    title: str | None
    text: str
    published: str | None


def last_place(connection: Connection) -> tuple[int, int]:
    """How many reports are grouped, and the place of the last: equal answers mean that nothing was grouped or removed in between."""
    here = story_reports.c.place
    row = connection.execute(select(func.count(), func.coalesce(func.max(here), 0))).one()
    return int(row[0]), int(row[1])


def recent(connection: Connection, count: int) -> Iterator[tuple[Placed, str | None]]:
    """The last reports that were grouped with their dates of publication, oldest first."""
    here = story_reports.c
    places = select(here.place).order_by(here.place.desc()).limit(count).subquery()
    first = select(func.min(places.c.place)).scalar_subquery()
    chosen = (
        select(story_reports, articles.c.published)
        .join(articles, articles.c.id == here.article)
        .where(here.place >= first)
        .order_by(here.place)
    )
    for row in connection.execution_options(yield_per=BATCH).execute(chosen):
        yield placed_of(row), row.published


def placed_of(row: Row[Any]) -> Placed:
    """The report of a row."""
    fields = {name: getattr(row, name) for name in Placed.__struct_fields__}
    return Placed(**fields | {"terms": msgspec.json.decode(row.terms, type=dict[str, float])})


def waiting(connection: Connection, count: int) -> list[Waiting]:
    """The first reports without a story, in the order in which they came."""
    grouped = select(story_reports.c.article).where(story_reports.c.article == articles.c.id).exists()
    columns = (articles.c.id.label("article"), articles.c.title, articles.c.text, articles.c.published)
    chosen = select(*columns).where(~grouped).order_by(articles.c.number).limit(count)
    return [Waiting(**row._mapping) for row in connection.execute(chosen)]


def write_placed(connection: Connection, listed: Sequence[Placed]) -> None:
    """Stores reports in their stories."""
    if listed:
        rows = [one.to_dict() | {"terms": msgspec.json.encode(one.terms).decode()} for one in listed]
        connection.execute(insert(story_reports), rows)
        write_bands(connection, [(one.place, one.signature) for one in listed])


def move(connection: Connection, moved: Iterable[tuple[str, str]]) -> None:
    """Puts reports into other stories."""
    for article, story in moved:
        connection.execute(update(story_reports).where(story_reports.c.article == article).values(story=story))


def placed_in(connection: Connection, story: str) -> list[Placed]:
    """The reports of a story, in the order in which they came."""
    here = story_reports.c
    rows = connection.execute(select(story_reports).where(here.story == story).order_by(here.place))
    return [placed_of(row) for row in rows]


def story_of(connection: Connection, article: str) -> str | None:
    """The story of a report; None where it has none yet."""
    found: str | None = connection.execute(
        select(story_reports.c.story).where(story_reports.c.article == article)
    ).scalar_one_or_none()
    return found


def stories_named(connection: Connection, beginning: str) -> list[str]:
    """The ids that begin so, at most two."""
    here = story_reports.c.story
    chosen = select(here).distinct().where(here.startswith(beginning, autoescape=True)).order_by(here).limit(2)
    return list(connection.execute(chosen).scalars())


def reprints_of(connection: Connection, listed: Sequence[str]) -> list[Any]:
    """What reprints these reports: rows with id, original, publisher, url and likeness."""
    return list(connection.execute(select(reprints).where(reprints.c.original.in_(listed)).order_by(reprints.c.id)))


def counted() -> Select[Any]:
    """Each story with the number of its reports and their first and last day."""
    return (
        select(story_reports.c.story, func.count().label("reports"), FIRST.label("first_day"), LAST.label("last_day"))
        .join(articles, articles.c.id == story_reports.c.article)
        .group_by(story_reports.c.story)
    )


def stories_asked(asked: StoryFilter, matching: Any) -> Select[Any]:
    """The stories that fit, whatever their days."""
    here = story_reports.c
    chosen = counted().having(func.count() >= asked.least)
    if asked.article:
        chosen = chosen.where(here.story.in_(select(here.story).where(here.article == asked.article)))
    if asked.search:
        found = select(here.story).join(articles, articles.c.id == here.article).where(matching(asked.search))
        chosen = chosen.where(here.story.in_(found))
    return chosen


def in_days(chosen: Select[Any], asked: StoryFilter) -> Select[Any]:
    """Those with a report in the days asked for; with `undated` also those without any day."""
    fitting: list[ColumnElement[bool]] = []
    if asked.since:
        fitting.append(first_day_of(asked.since) <= LAST)
    if asked.until:
        fitting.append(last_day_of(asked.until) >= FIRST)
    return chosen.having(*(or_(one, FIRST.is_(None)) if asked.undated else one for one in fitting))


def dateless(chosen: Select[Any]) -> Select[Any]:
    """Those of which no report has a day."""
    return chosen.having(FIRST.is_(None))


def ordered(chosen: Select[Any], asked: StoryFilter) -> Select[Any]:
    """Newest first, those without a day last; of one day those of most reports first."""
    return in_order(chosen, None).limit(asked.limit).offset(asked.offset)


class Last(NamedTuple):
    """The story that a page ended with."""

    last_day: str | None
    reports: int
    story: str


def in_order(chosen: Select[Any], last: Last | None) -> Select[Any]:
    """The same order, after a story where one is given."""
    found = chosen.subquery()
    here = found.c
    newest = select(found).order_by(here.last_day.is_(None), here.last_day.desc(), here.reports.desc(), here.story)
    if last is None:
        return newest
    fewer = or_(here.reports < last.reports, and_(here.reports == last.reports, here.story > last.story))
    if last.last_day is None:
        return newest.where(here.last_day.is_(None), fewer)
    earlier = or_(here.last_day < last.last_day, here.last_day.is_(None))
    return newest.where(or_(earlier, and_(here.last_day == last.last_day, fewer)))


def read_story(connection: Connection, story: str) -> Story:
    """One story with its reports."""
    return head_of(connection, connection.execute(counted().where(story_reports.c.story == story)).one())


def head_of(connection: Connection, row: Row[Any]) -> Story:
    """A story with its reports and the title of the first that has one; what they agree on is worked out elsewhere."""
    here = story_reports.c
    chosen = (
        select(articles.c.id, articles.c.title, articles.c.publisher)
        .join(story_reports, here.article == articles.c.id)
        .where(here.story == row.story)
        .order_by(here.place)
    )
    members = list(connection.execute(chosen))
    return Story(
        id=row.story,
        title=next((one.title for one in members if one.title), None),
        articles=tuple(one.id for one in members),
        reprints=tuple(one.id for one in reprints_of(connection, [member.id for member in members])),
        publishers=tuple(dict.fromkeys(one.publisher for one in members if one.publisher)),
        first_day=row.first_day,
        last_day=row.last_day,
    )
