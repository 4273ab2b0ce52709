"""An actor, a pair, and the whole store, as counts: from columns and indexes, without reading records."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from .queries import party_is
from .schema import articles, changes, claims, event_parties, events, findings, parties, skipped

if TYPE_CHECKING:
    from .store import Store


class Acts(NamedTuple):
    """How many events of a type have someone on the one side and on the other."""

    type: str
    quad: int
    acting: int
    acted_on: int


def _is(who: str, table: Any = event_parties) -> ColumnElement[bool]:
    return party_is(table.c.country, table.c.code, table.c.name, who)


def acts_of(store: "Store", who: str) -> list[Acts]:
    """The events someone takes part in, by type and side, most first."""
    number = func.count(event_parties.c.event.distinct())
    chosen = (
        select(events.c.type, events.c.quad, event_parties.c.side, number)
        .join(events, events.c.id == event_parties.c.event)
        .where(_is(who))
        .group_by(events.c.type, events.c.quad, event_parties.c.side)
    )
    return _acts(_all(store, chosen))


def acts_between(store: "Store", a: str, b: str) -> list[Acts]:
    """The events between two, by type and by which of them acts: `acting` is the first."""
    found: list[tuple[Any, ...]] = []
    for first, second, side in ((a, b, "actor"), (b, a, "recipient")):
        chosen = (
            select(events.c.type, events.c.quad, func.count())
            .where(_has(first, "actor"), _has(second, "recipient"))
            .group_by(events.c.type, events.c.quad)
        )
        found += [(kind, quad, side, number) for kind, quad, number in _all(store, chosen)]
    return _acts(found)


def _has(who: str, side: str) -> ColumnElement[bool]:
    return events.c.id.in_(select(event_parties.c.event).where(_is(who), event_parties.c.side == side))


def _acts(rows: Iterable[tuple[Any, ...]]) -> list[Acts]:
    counts: dict[tuple[str, int], Counter[str]] = {}
    for kind, quad, side, number in rows:
        counts.setdefault((kind, quad), Counter())[side] += number
    acts = [Acts(kind, quad, sides["actor"], sides["recipient"]) for (kind, quad), sides in counts.items()]
    return sorted(acts, key=lambda one: (-(one.acting + one.acted_on), one.type))


def met_by(store: "Store", who: str, limit: int) -> list[tuple[str, str, int]]:
    """Whom someone acts on or is acted on by: name, code, number of events, most first."""
    other, own = event_parties.alias("other"), event_parties.alias("own")
    number = func.count(own.c.event.distinct())
    chosen = (
        select(other.c.name, other.c.code, number)
        .join(own, and_(own.c.event == other.c.event, own.c.side != other.c.side))
        .where(_is(who, own))
        .group_by(other.c.name, other.c.code)
        .order_by(number.desc(), other.c.name)
        .limit(limit)
    )
    return [(name, code, count) for name, code, count in _all(store, chosen)]


def named_as(store: "Store", who: str, limit: int) -> list[tuple[str, str, int]]:
    """The names that reports give to whoever is meant: name, code, number of reports, most first."""
    number = func.count(parties.c.article.distinct())
    chosen = (
        select(parties.c.name, parties.c.code, number)
        .where(_is(who, parties))
        .group_by(parties.c.name, parties.c.code)
        .order_by(number.desc(), parties.c.name)
        .limit(limit)
    )
    return [(name, code, count) for name, code, count in _all(store, chosen)]


def reports_naming(store: "Store", who: str) -> int:
    """How many reports name someone."""
    return int(_all(store, select(func.count(parties.c.article.distinct())).where(_is(who, parties)))[0][0])


def years_of_reports(store: "Store") -> list[tuple[str | None, int]]:
    """How many reports there are of each year, None for those without a day."""
    year = func.substr(articles.c.first_day, 1, 4)
    return [(one, number) for one, number in _all(store, select(year, func.count()).group_by(year).order_by(year))]


def publishers_of(store: "Store", limit: int) -> list[tuple[str | None, int]]:
    """Who published how many reports, most first."""
    chosen = select(articles.c.publisher, func.count().label("number")).group_by(articles.c.publisher)
    return [
        (one, number)
        for one, number in _all(store, chosen.order_by(func.count().desc(), articles.c.publisher).limit(limit))
    ]


def coders_of(store: "Store") -> list[tuple[str, int]]:
    """Which coder read how many reports."""
    chosen = select(articles.c.coder, func.count()).group_by(articles.c.coder).order_by(func.count().desc())
    return [(one, number) for one, number in _all(store, chosen)]


def reasons_for_skips(store: "Store", limit: int) -> list[tuple[str, str, int]]:
    """What was left out how often for which reason, most first."""
    chosen = select(skipped.c.stage, skipped.c.reason, func.count()).group_by(skipped.c.stage, skipped.c.reason)
    ordered = chosen.order_by(func.count().desc(), skipped.c.reason).limit(limit)
    return [(stage, reason, number) for stage, reason, number in _all(store, ordered)]


def gaps_of(store: "Store") -> dict[str, int]:
    """How many records lack what one would want to know."""
    wanted: dict[str, Select[Any]] = {
        "reports without a day of publication": select(func.count()).where(articles.c.first_day.is_(None)),
        "events without a day": select(func.count()).where(events.c.first_day.is_(None)),
        "events without a place": select(func.count()).where(events.c.place.is_(None)),
        "claims of nobody in particular": select(func.count()).where(claims.c.unnamed == 1),
        "findings not assessed": select(func.count()).where(findings.c.verdict == "not_assessed"),
    }
    return {name: int(_all(store, chosen)[0][0]) for name, chosen in wanted.items()}


def ends_of_coverage(store: "Store") -> tuple[str | None, str | None]:
    """The first and the last day of publication."""
    first, last = _all(store, select(func.min(articles.c.first_day), func.max(articles.c.last_day)))[0]
    return first, last


def last_change(store: "Store") -> str | None:
    """When the store last changed."""
    found = _all(store, select(changes.c.at).order_by(changes.c.number.desc()).limit(1))
    return str(found[0][0]) if found else None


def resting_on(store: "Store", ids: Iterable[str]) -> list[tuple[str, str]]:
    """The events that rest on claims: id of the claim, the event as JSON."""
    chosen = select(events.c.according_to, events.c.record).where(events.c.according_to.in_(list(ids)))
    return [(claim, record) for claim, record in _all(store, chosen.order_by(events.c.article, events.c.position))]


class Head(NamedTuple):
    """A report in short. `text` and `record` are there where it has no title: how it begins, and the report as JSON without its text."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    text: str | None
    record: str | None


BEGINNING = 600  # characters of a report without a title


def heads_of(store: "Store", ids: Iterable[str]) -> list[Head]:
    """Each report in short."""
    here = articles.c
    untitled = here.title.is_(None)
    beginning = case((untitled, func.substr(here.text, 1, BEGINNING)))
    columns = (here.id, here.title, here.publisher, here.published, here.url, beginning, case((untitled, here.record)))
    return [Head(*row) for row in _all(store, select(*columns).where(here.id.in_(sorted(set(ids)))))]


def numbers_of(store: "Store", ids: Iterable[str]) -> dict[str, tuple[int, int, int]]:
    """Of each report: how many events, claims and findings it has."""
    wanted = sorted(set(ids))
    counted: dict[str, list[int]] = {one: [0, 0, 0] for one in wanted}
    for place, table in enumerate((events, claims, findings)):
        chosen = select(table.c.article, func.count()).where(table.c.article.in_(wanted)).group_by(table.c.article)
        for article, number in _all(store, chosen):
            counted[article][place] = number
    return {one: (some[0], some[1], some[2]) for one, some in counted.items()}


def between(a: str, b: str) -> ColumnElement[bool]:
    """The condition on events that two stand on opposite sides, whichever acts."""
    return or_(and_(_has(a, "actor"), _has(b, "recipient")), and_(_has(b, "actor"), _has(a, "recipient")))


def last_between(store: "Store", a: str, b: str, limit: int) -> list[str]:
    """The newest events between two, as JSON."""
    chosen = (
        select(events.c.record).where(between(a, b)).order_by(events.c.first_day.desc().nulls_last(), events.c.article)
    )
    return [str(row[0]) for row in _all(store, chosen.limit(limit))]


def _all(store: "Store", chosen: Select[Any]) -> list[tuple[Any, ...]]:
    with store.reading() as connection:
        return [tuple(row) for row in connection.execute(chosen)]
