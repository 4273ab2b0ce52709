"""An answer a page at a time, in a stated order, with how many there are of each kind.

A page begins after the last row of the one before (keyset paging), so that rows added meanwhile neither repeat nor vanish, and the
hundredth page costs what the first did.
"""

import base64
import binascii
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from sqlalchemy import Column, ColumnElement, Select, and_, case, func, literal, or_, select

from dragoman.errors import UsageError
from dragoman.records.base import Record

from . import stories as storied
from .filters import ArticleFilter, ClaimFilter, EventFilter, FindingFilter, ListingFilter, StoryFilter
from .history_schema import forecasts, imports
from .queries import (
    Question,
    articles_asked,
    claims_asked,
    events_asked,
    findings_asked,
    held,
    in_days,
    joined,
    listings_asked,
)
from .review_schema import reviews
from .schema import articles, changes, claims, events, findings, listings, runs
from .story_schema import story_reports

if TYPE_CHECKING:
    from .store import Change, Store

Asked = ArticleFilter | EventFilter | ClaimFilter | FindingFilter | ListingFilter


class Key(NamedTuple):
    """A column to order by; what is not known stands last either way."""

    column: Column[Any]
    descending: bool = False


class Kept(NamedTuple):
    """What is kept of a kind: how a question is asked, its orders (the first is the usual one), and what it is counted by.

    A facet names the field of the filter that asks for its values exactly, None where there is none.
    """

    ask: Any
    orders: Mapping[str, tuple[Key, ...]]
    facets: Mapping[str, tuple[str | None, Column[Any]]]


_IN_EVENTS, _IN_FINDINGS = (
    (Key(events.c.article), Key(events.c.position)),
    (Key(findings.c.article), Key(findings.c.position)),
)
_IN_LISTINGS = (Key(articles.c.number), Key(listings.c.position))
_IN_CLAIMS = (Key(articles.c.number), Key(claims.c.position))

KEPT: dict[type[Asked], Kept] = {
    ArticleFilter: Kept(
        articles_asked,
        {
            "newest": (Key(articles.c.first_day, True), Key(articles.c.number)),
            "oldest": (Key(articles.c.first_day), Key(articles.c.number)),
            "added": (Key(articles.c.number, True),),
        },
        {"publisher": (None, articles.c.publisher), "language": (None, articles.c.language)},
    ),
    EventFilter: Kept(
        events_asked,
        {
            "newest": (Key(events.c.first_day, True), *_IN_EVENTS),
            "oldest": (Key(events.c.first_day), *_IN_EVENTS),
            "hostile": (Key(events.c.intensity), *_IN_EVENTS),
            "friendly": (Key(events.c.intensity, True), *_IN_EVENTS),
            "unsure": (Key(events.c.score), *_IN_EVENTS),
        },
        {
            "type": ("types", events.c.type),
            "quad": ("quads", events.c.quad),
            "certainty": ("certainty", events.c.certainty),
            "auxiliary": ("auxiliary", events.c.auxiliary),
            "in": ("countries", events.c.country),
        },
    ),
    ClaimFilter: Kept(
        claims_asked,
        {
            "newest": (Key(articles.c.first_day, True), *_IN_CLAIMS),
            "oldest": (Key(articles.c.first_day), *_IN_CLAIMS),
            "speaker": (Key(claims.c.name), *_IN_CLAIMS),
        },
        {
            "kind": ("kinds", claims.c.kind),
            "stance": ("stances", claims.c.stance),
            "certainty": ("certainty", claims.c.certainty),
            "unnamed": ("unnamed", claims.c.unnamed),
        },
    ),
    FindingFilter: Kept(
        findings_asked,
        {
            "newest": (Key(findings.c.first_day, True), *_IN_FINDINGS),
            "oldest": (Key(findings.c.first_day), *_IN_FINDINGS),
            "provision": (Key(findings.c.provision), Key(findings.c.first_day, True), *_IN_FINDINGS),
        },
        {
            "verdict": ("verdicts", findings.c.verdict),
            "certainty": ("certainty", findings.c.certainty),
            "party": ("parties", findings.c.party),
            "provision": ("provisions", findings.c.provision),
        },
    ),
    ListingFilter: Kept(
        listings_asked,
        {
            "newest": (Key(articles.c.first_day, True), *_IN_LISTINGS),
            "oldest": (Key(articles.c.first_day), *_IN_LISTINGS),
            "likeness": (Key(listings.c.score, True), *_IN_LISTINGS),
        },
        {"list": ("lists", listings.c.list_name)},
    ),
}

PAGE = 50  # rows of a page where nothing else is asked for
CURSOR_BYTES = 2000  # longer than any cursor of ours


class Count(Record, frozen=True, kw_only=True):
    """A value and how many records have it; `chosen` where the question asks for it. `value` is `none` where there is none."""

    value: str
    count: int
    chosen: bool = False


class Tally(Record, frozen=True, kw_only=True):
    """How many records fit, how many would but have no date, and how many there are of each value of each facet.

    A facet is counted as if nothing were asked of itself, so that its other values show what choosing them would add.
    """

    total: int
    undated: int
    facets: dict[str, tuple[Count, ...]]


class Slice(NamedTuple):
    """The rows of one page, and the cursor of the next, None on the last."""

    rows: list[Any]
    next: str | None


def orders_of(kind: type[Asked]) -> tuple[str, ...]:
    """The names of the orders of a kind of record, the usual one first."""
    return tuple(KEPT[kind].orders)


def version_of_data(store: "Store") -> str:
    """Changes whenever records, stories, imports or forecasts do: what was worked out for one version holds as long as it stays."""
    with store.reading() as connection:
        number = connection.execute(select(func.max(changes.c.number))).scalar()
        run = connection.execute(select(func.max(runs.c.id))).scalar()
        grouped = connection.execute(select(func.max(story_reports.c.place))).scalar()
        imported = connection.execute(select(func.count(imports.c.finished), func.sum(imports.c.rows))).one()
        foreseen = connection.execute(select(func.count()).select_from(forecasts)).scalar()
    return ".".join(str(one or 0) for one in (number, run, grouped, *imported, foreseen))


def last_review(store: "Store") -> int:
    """The number of the last review, 0 where there is none: with the version of the data it tells whether what reviews lead to still holds."""
    with store.reading() as connection:
        return int(connection.execute(select(func.max(reviews.c.number))).scalar() or 0)


def slice_of(
    store: "Store", asked: Asked, columns: Sequence[Any], *, order: str = "", after: str = "", size: int = PAGE
) -> Slice:
    """One page of the answer: `columns` of each row. Raises UsageError for an order or a cursor that is none."""
    kept = KEPT[type(asked)]
    order = order or next(iter(kept.orders))
    if order not in kept.orders:
        raise UsageError(f"{order!r} is no order", hint=f"one of {', '.join(kept.orders)}")
    keys = kept.orders[order]
    with store.reading() as connection:
        dialect = store.dialect.for_page(connection, asked.search) if asked.search else store.dialect
    question: Question = kept.ask(asked, dialect)
    marks = [key.column.label(f"key_{number}") for number, key in enumerate(keys)]
    conditions = [*held(question, asked.undated), *([_after(keys, opened(after, order, len(keys)))] if after else [])]
    chosen = joined(question, *columns, *marks).where(*conditions)
    ordered = chosen.order_by(*(_ordered(key) for key in keys)).limit(size + 1)
    with store.reading() as connection:
        rows = list(connection.execute(ordered))
    if len(rows) <= size:
        return Slice(rows, None)
    last = rows[size - 1]
    return Slice(rows[:size], sealed(order, [getattr(last, mark.name) for mark in marks]))


def slices_of(store: "Store", asked: Asked, columns: Sequence[Any], order: str = "", size: int = 500) -> Iterator[Any]:
    """Every row of the answer, read a page at a time: no view of the store is held open while a slow reader takes them."""
    after = ""
    while True:
        part = slice_of(store, asked, columns, order=order, after=after, size=size)
        yield from part.rows
        if part.next is None:
            return
        after = part.next


def slice_of_stories(store: "Store", asked: StoryFilter, after: str = "", size: int = PAGE) -> Slice:
    """One page of stories, the newest first. Raises UsageError for a cursor that is none."""
    last = storied.Last(*_of_story(opened(after, "stories", 3))) if after else None
    fitting = storied.in_days(storied.stories_asked(asked, store.dialect.matching), asked)
    with store.reading() as connection:
        rows = list(connection.execute(storied.in_order(fitting, last).limit(size + 1)))
        found = [storied.head_of(connection, row) for row in rows[:size]]
    if len(rows) <= size:
        return Slice(found, None)
    row = rows[size - 1]
    return Slice(found, sealed("stories", [row.last_day, row.reports, row.story]))


def _of_story(values: list[Any]) -> tuple[str | None, int, str]:
    day, reports, story = values
    if not (day is None or isinstance(day, str)) or not isinstance(reports, int) or not isinstance(story, str):
        raise _no_place()
    return day, reports, story


def _no_place() -> UsageError:
    return UsageError("this is no place in the list", hint="start again from the first page, without cursor")


def sealed(order: str, values: Sequence[Any]) -> str:
    """An opaque cursor."""
    return base64.urlsafe_b64encode(msgspec.json.encode([order, *values])).decode().rstrip("=")


def opened(cursor: str, order: str, length: int) -> list[Any]:
    """The values in a cursor. Raises UsageError where it is none of ours, or of another order."""
    wrong = _no_place()
    if len(cursor) > CURSOR_BYTES:
        raise wrong
    try:
        held = msgspec.json.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, UnicodeError, msgspec.DecodeError) as error:
        raise wrong from error
    plain = isinstance(held, list) and all(one is None or isinstance(one, (str, int, float)) for one in held)
    if not plain or len(held) != length + 1 or held[0] != order or any(_too_large(one) for one in held):
        raise wrong
    return list(held[1:])


def _too_large(value: Any) -> bool:
    return isinstance(value, int) and not -(2**63) <= value < 2**63


def _ordered(key: Key) -> ColumnElement[Any]:
    ordered = key.column.desc() if key.descending else key.column.asc()
    return ordered.nulls_last() if key.column.nullable else ordered  # what is never unknown keeps to its index


def _after(keys: Sequence[Key], values: Sequence[Any]) -> ColumnElement[bool]:
    """What stands after a row in the order of the keys."""
    ways: list[ColumnElement[bool]] = []
    for number, (key, value) in enumerate(zip(keys, values, strict=True)):
        if value is None:  # nothing stands after what is not known but its ties
            continue
        beyond = key.column < value if key.descending else key.column > value
        same = [
            one.column.is_(was) if was is None else one.column == was
            for one, was in zip(keys[:number], values, strict=False)
        ]
        ways.append(and_(*same, or_(beyond, key.column.is_(None)) if key.column.nullable else beyond))
    return or_(*ways)


def tally(store: "Store", asked: Asked) -> Tally:
    """The counts of an answer, from one pass over the index of its facets."""
    kept = KEPT[type(asked)]
    fields = {field for field, _ in kept.facets.values() if field}
    freed = msgspec.structs.replace(
        asked, **{one: () if isinstance(getattr(asked, one), tuple) else None for one in fields}
    )
    with store.reading() as connection:
        cells = list(connection.execute(_cells(kept, kept.ask(freed, store.dialect), asked.undated)))
    return _tallied(kept, asked, cells)


def _cells(kept: Kept, question: Question, undated: bool) -> Select[Any]:
    """How many rows there are of each combination of facets: those that fit, and those without a date."""
    columns = [column for _, column in kept.facets.values()]
    if question.days is None:
        counts = [func.count(), literal(0)]
    else:
        fits = and_(*in_days(question, undated))
        counts = [func.sum(case((one, 1), else_=0)) for one in (fits, question.undated)]
    chosen = joined(question, *columns, *counts, report=question.days is not None)
    return chosen.where(*question.conditions).group_by(*columns)


def _tallied(kept: Kept, asked: Asked, cells: Sequence[Any]) -> Tally:
    wanted = [_wanted(getattr(asked, field)) if field else frozenset() for field, _ in kept.facets.values()]
    counts: list[Counter[str]] = [Counter() for _ in wanted]
    total = undated = 0
    for *values, fits, without in cells:
        shown = ["none" if one is None else str(one) for one in values]
        missed = [number for number, some in enumerate(wanted) if some and shown[number] not in some]
        if not missed:
            total, undated = total + int(fits or 0), undated + int(without or 0)
        for number, value in enumerate(shown):
            if not missed or missed == [number]:
                counts[number][value] += int(fits or 0)
    facets = {
        name: tuple(
            Count(value=value, count=count, chosen=value in some)
            for value, count in sorted(tallied.items(), key=lambda one: (-one[1], one[0]))
            if count or value in some
        )
        for name, tallied, some in zip(kept.facets, counts, wanted, strict=True)
    }
    return Tally(total=total, undated=undated, facets=facets)


def _wanted(value: Any) -> frozenset[str]:
    """The values of a facet that are asked for, as text."""
    if value is None:
        return frozenset()
    return frozenset(
        str(int(one) if isinstance(one, bool) else one) for one in (value if isinstance(value, tuple) else (value,))
    )


def last_changes(store: "Store", number: int) -> list["Change"]:
    """The changes that were made last, newest first, without the records as they were."""
    from .store import Change

    columns = [changes.c[name] for name in Change.__struct_fields__ if name != "before"]
    with store.reading() as connection:
        rows = connection.execute(select(*columns).order_by(changes.c.number.desc()).limit(number))
        return [Change(**row._mapping) for row in rows]
