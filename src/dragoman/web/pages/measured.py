"""Measures over many reports: coverage over time, where things happen, how tense pairs are, names on sanctions lists."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from dragoman.errors import DragomanError, UsageError
from dragoman.records import TensionDay
from dragoman.records.base import Record
from dragoman.settings import own_folder
from dragoman.store import EventFilter
from dragoman.store.coverage import BY, Period, PlaceCount, periods_of, places_of
from dragoman.telling.columns import fields
from dragoman.telling.hits import HIT_COLUMNS, Hit, dated, hit_of
from dragoman.telling.indices import TENSION_COLUMNS, told

from ..asking import EventsAsked, one
from ..showing import Answer, Shown
from ..site import Here, Site

if TYPE_CHECKING:
    from dragoman.exports.pictures import Picture

    from ..showing import Drawn

PLACES = 400  # most points of a map; the rest are counted
PAIRS = 25
COURSE_DAYS = 3 * 365
HITS = 10


class Timeline(Record, frozen=True, kw_only=True):
    """Of each month, quarter or year, the reports that tell of such events, as a share of all its reports: more news is not more events."""

    by: str
    periods: tuple[Period, ...]
    undated: int


class Map(Record, frozen=True, kw_only=True):
    """Where events happen, with how far each point may be off; `unlocated` more have no place, `beyond` more are not drawn."""

    places: tuple[PlaceCount, ...]
    unlocated: int
    beyond: int


class Tensions(Record, frozen=True, kw_only=True):
    """How tense the tensest pairs are on the last day of the store, in doublings of what is usual between them."""

    pairs: tuple[TensionDay, ...]


class Course(Record, frozen=True, kw_only=True):
    """How tense two sides are, day by day, oldest first."""

    a: str
    b: str
    days: tuple[TensionDay, ...]


class Hits(Record, frozen=True, kw_only=True):
    """Entries of the imported sanctions lists that a name may mean, best first; `lists` are those in force, with their dates."""

    name: str
    hits: tuple[Hit, ...]
    lists: tuple[str, ...]
    note: str


def timeline(
    site: Here,
    asked: EventsAsked,
    by: Annotated[
        str | None,
        one(
            "The length of a period; by default the shortest in which there are enough reports.",
            pattern=f"^({'|'.join(BY)})$",
        ),
    ] = None,
) -> Answer:
    """The share of coverage over time."""
    (content, picture), as_of = site.counted(_timeline, asked, by, by_record=True)
    return Answer(
        "Timeline", content, PERIOD_COLUMNS, lambda: content.periods, _asking(asked), picture=picture, as_of=as_of
    )


PERIOD_COLUMNS = fields(*Period.__struct_fields__)


def _timeline(site: Site, asked: EventFilter, by: str | None) -> "Drawn[Timeline]":
    chosen, periods, undated = periods_of(site.store, asked, by)
    content = Timeline(by=chosen, periods=tuple(periods), undated=undated)
    return content, _timeline_picture(content) if periods else None


def _timeline_picture(content: Timeline) -> "Picture":
    from dragoman.exports.pictures import Line, Point, line_chart

    points = tuple(
        Point(day=one.start, value=None if one.share is None else 100 * one.share) for one in content.periods
    )
    return line_chart(
        "Share of reports that tell of such events",
        [Line(name="share", points=points)],
        unit=f"% of the {content.by}'s reports",
        bounds=(0.0, 1.0),
    )


def map_page(site: Here, asked: EventsAsked) -> Answer:
    """Where events happen."""
    (content, picture), as_of = site.counted(_map, asked, by_record=True)
    return Answer("Map", content, PLACE_COLUMNS, lambda: content.places, _asking(asked), picture=picture, as_of=as_of)


PLACE_COLUMNS = fields(*PlaceCount.__struct_fields__)


def _map(site: Site, asked: EventFilter) -> "Drawn[Map]":
    places, unlocated = places_of(site.store, asked)
    content = Map(
        places=tuple(places[:PLACES]), unlocated=unlocated, beyond=sum(place.events for place in places[PLACES:])
    )
    return content, _map_picture(content) if places else None


def _map_picture(content: Map) -> "Picture":
    from dragoman.exports.pictures import MapPoint, map_of

    points = [
        MapPoint(
            name=place.name,
            latitude=place.latitude,
            longitude=place.longitude,
            weight=place.events,
            precision_km=place.precision_km,
            note=f"{place.events} events",
        )
        for place in content.places
    ]
    foot = [f"{content.unlocated:,} events without a place are not on the map."] if content.unlocated else []
    return map_of("Where events happen", points, about="events", foot=foot, world=True)


def _asking(asked: EventFilter) -> Any:
    return lambda: {"asked": asked}


def tensions(site: Here) -> Answer:
    """The tensest pairs."""
    (found, picture), as_of = site.counted(_tensions, by_record=True)
    return Answer(
        "Tension", Tensions(pairs=found), TENSION_COLUMNS, lambda: found, _movers, picture=picture, as_of=as_of
    )


def _tensions(site: Site) -> "Drawn[tuple[TensionDay, ...]]":
    from dragoman.analysis.acts import acts_by_pair, day_number
    from dragoman.analysis.tension import iso, tensest
    from dragoman.exports.indices import ranking_picture

    last = site.store.last_day()
    if last is None:
        return (), None
    number = day_number(last)
    events = site.store.pair_events(None, None, iso(number - COURSE_DAYS), iso(number))
    found = tuple(tensest(acts_by_pair(events), number, PAIRS))
    return found, ranking_picture(found) if found else None


def _movers() -> dict[str, Any]:
    return {"told": told}


def course_drawn(site: Site, a: str, b: str) -> "Drawn[tuple[TensionDay, ...]]":
    """How tense two are, with its picture where anything is known of them."""
    from dragoman.exports.indices import course_picture

    days = course_of_pair(site, a, b)
    return days, course_picture(days) if days else None


def course_of_pair(site: Site, a: str, b: str) -> tuple[TensionDay, ...]:
    """How tense two are, day by day over the last years, oldest first; nothing where nothing is known of them."""
    from dragoman.analysis.acts import acts_between, day_number
    from dragoman.analysis.sides import side_named
    from dragoman.analysis.tension import tension

    last = site.store.last_day()
    if last is None:
        return ()
    try:
        sides = side_named(a), side_named(b)
    except UsageError:  # someone who is no state and no group of states has no tension with another
        return ()
    acts = acts_between(site.store.pair_events, *sides)
    return known_part(tuple(tension(acts, sides[0].name, sides[1].name, until=day_number(last))))


def known_part(days: Sequence[TensionDay]) -> tuple[TensionDay, ...]:
    """The last years up to the last day of which anything is known, from the first such day in them; nothing where no day is."""
    known = [at for at, one in enumerate(days) if one.value is not None]
    if not known:
        return ()
    first = next(at for at in known if at > known[-1] - COURSE_DAYS)
    return tuple(days[first : known[-1] + 1])


def screening(
    site: Here,
    name: Annotated[str, one("The name to screen.", max_length=300)] = "",
    kind: Annotated[
        str | None,
        one("What the name is of: person, organisation or vessel.", pattern="^(person|organisation|vessel)$"),
    ] = None,
    birth_date: Annotated[str, one("As far as it is known: 1965-03-02, 1965.", max_length=20)] = "",
    country: Annotated[str, one("Nationality, seat or flag.", max_length=60)] = "",
) -> Answer:
    """A name against the imported sanctions lists."""
    known = {"birthdate": birth_date, "country": country}
    content = _hits(site, name.strip(), known, kind)
    return Answer(f"Screening: {name}" if name else "Screening", content, HIT_COLUMNS, lambda: content.hits)


def _hits(site: Site, name: str, known: dict[str, str], kind: str | None) -> Hits:
    from dragoman.judging.asking import query_of
    from dragoman.judging.listings import Screener

    folder = own_folder(site.settings, "lists") if site.settings.knowledge else None
    try:
        if folder is None:
            raise UsageError("no sanctions list was imported", hint="dragoman import lists FILE")
        screener = site.kept("screener", lambda: Screener.open(folder))
    except DragomanError as error:
        return Hits(name=name, hits=(), lists=(), note=f"{error.message}: {error.hint}")
    today = date.today()
    matches = screener.screen(query_of(name, known, kind), limit=HITS) if name else ()
    return Hits(
        name=name,
        hits=tuple(hit_of(name, match, today) for match in matches),
        lists=tuple(f"{head.name} {dated(head.date, today)}" for head in screener.heads),
        note="",
    )


PAGES = (
    Shown("/timeline", "timeline.html", timeline, Timeline, "The share of coverage over time.", "measures", True),
    Shown("/map", "map.html", map_page, Map, "Where events happen.", "measures", True),
    Shown("/tension", "tension.html", tensions, Tensions, "The tensest pairs.", "measures", True),
    Shown("/screening", "screening.html", screening, Hits, "A name against the imported sanctions lists.", "screening"),
)
