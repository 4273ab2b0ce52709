"""The lists: reports, events, claims, findings; each a page at a time, with counts of every facet."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Annotated, Any, TypeVar

from fastapi import Depends
from msgspec.structs import asdict
from sqlalchemy import func

from dragoman.records import Article, Claim, Event, Finding, Listing
from dragoman.records.base import Record
from dragoman.store import ArticleFilter, ClaimFilter, EventFilter, FindingFilter, ListingFilter, Store, schema
from dragoman.store.paging import Asked, Count, Slice, Tally, slice_of, slices_of, tally
from dragoman.store.portraits import Head, heads_of, numbers_of, resting_on
from dragoman.telling.columns import CLAIM_COLUMNS, EVENT_COLUMNS, FINDING_COLUMNS, LISTING_COLUMNS, Column, fields
from dragoman.telling.plain import shortened

from ..answers import Claims, Events, Findings, Listings, ReportHead, ReportRow, Reports
from ..asking import ArticlesAsked, ClaimsAsked, Cut, EventsAsked, FindingsAsked, ListingsAsked, cut_of
from ..comparing import standing_against
from ..counting import Known
from ..showing import Answer, Shown
from ..site import Here, Site

R = TypeVar("R", bound=Record)
BEGINNING = 600  # characters read of a report to show how it begins
SHOWN_BEGINNING = 240  # characters of it shown
SHOWN_HEAD = 70  # characters of it that stand for a title
TOGETHER = 500  # reports whose records are counted at once

REPORT_COLUMNS: list[Column] = fields(*ReportRow.__struct_fields__)
KINDS: dict[type[Asked], tuple[Any, type[Record], list[Column]]] = {
    EventFilter: (schema.events.c.record, Event, EVENT_COLUMNS),
    ClaimFilter: (schema.claims.c.record, Claim, CLAIM_COLUMNS),
    FindingFilter: (schema.findings.c.record, Finding, FINDING_COLUMNS),
    ListingFilter: (schema.listings.c.record, Listing, LISTING_COLUMNS),
}


def counts(site: Site, asked: Asked) -> Known[Tally]:
    """The counts of a question."""
    return site.counted(_tally, asked)


def _tally(site: Site, asked: Asked) -> Tally:
    return tally(site.store, asked)


def heads(store: Store, ids: Iterable[str]) -> dict[str, ReportHead]:
    """The heads of reports by id."""
    return {one.id: _head(one) for one in heads_of(store, ids)}


def _head(one: Head) -> ReportHead:
    begun = None
    if one.text is not None and one.record is not None:
        begun = shortened(one.text[Article.from_json(one.record).body_start :] or one.text, SHOWN_HEAD)
    return ReportHead(
        id=one.id, title=one.title, publisher=one.publisher, published=one.published, url=one.url, beginning=begun
    )


def part(store: Store, asked: Asked, cut: Cut) -> tuple[list[Any], str | None]:
    """The records of one page, and the cursor of the next."""
    column, kind, _ = KINDS[type(asked)]
    cutting: Slice = slice_of(store, asked, [column.label("record")], order=cut.order, after=cut.cursor, size=cut.size)
    return [kind.from_json(row.record) for row in cutting.rows], cutting.next


def newest(store: Store, asked: Asked, kind: type[R], size: int) -> tuple[R, ...]:
    """The first records of an answer, in its usual order."""
    column, _, _ = KINDS[type(asked)]
    return tuple(kind.from_json(row.record) for row in slice_of(store, asked, [column.label("record")], size=size).rows)


def whole(store: Store, asked: Asked, order: str) -> Iterator[Any]:
    """All records, read a page at a time."""
    column, kind, _ = KINDS[type(asked)]
    return (kind.from_json(row.record) for row in slices_of(store, asked, [column.label("record")], order))


def reports(site: Here, asked: ArticlesAsked, cut: Annotated[Cut, Depends(cut_of(ArticleFilter))]) -> Answer:
    """Reports, newest first."""
    cutting = slice_of(site.store, asked, _ROW, order=cut.order, after=cut.cursor, size=cut.size)
    counted = counts(site, asked)
    content = Reports(data=tuple(report_rows(site.store, cutting.rows)), next=cutting.next, **asdict(counted.what))

    def every() -> Iterator[ReportRow]:
        return report_rows(site.store, slices_of(site.store, asked, _ROW, cut.order))

    return Answer("Reports", content, REPORT_COLUMNS, every, cursor=cutting.next, as_of=counted.as_of)


_HERE = schema.articles.c
_ROW = [
    *(_HERE[name] for name in ("id", "title", "publisher", "published", "url", "language", "record")),
    func.substr(_HERE.text, 1, BEGINNING).label("beginning"),
    func.length(_HERE.text).label("characters"),
]


def report_rows(store: Store, rows: Iterable[Any]) -> Iterator[ReportRow]:
    """Rows of the table of reports as they are listed."""
    left = iter(rows)
    while listed := list(islice(left, TOGETHER)):
        numbers = numbers_of(store, [row.id for row in listed])
        yield from (_report_row(row, Article.from_json(row.record), *numbers[row.id]) for row in listed)


def _report_row(row: Any, article: Article, events: int, claims: int, findings: int) -> ReportRow:
    return ReportRow(
        id=row.id,
        title=row.title,
        publisher=row.publisher,
        published=row.published,
        published_from=article.published_from,
        url=row.url,
        language=row.language,
        licence=article.licence,
        beginning=shortened(row.beginning[article.body_start :] or row.beginning, SHOWN_BEGINNING),
        characters=row.characters,
        events=events,
        claims=claims,
        findings=findings,
    )


def newest_reports(store: Store, number: int) -> tuple[ReportRow, ...]:
    """The reports that were added last."""
    return tuple(report_rows(store, slice_of(store, ArticleFilter(), _ROW, order="added", size=number).rows))


def _list(
    site: Site, asked: Asked, cut: Cut, title: str, kind: type[Any], more: Callable[[list[Any], Tally], dict[str, Any]]
) -> Answer:
    """A page of events, claims or findings as a record of `kind`, with the heads of their reports and what `more` adds."""
    found, following = part(site.store, asked, cut)
    counted = counts(site, asked)
    told = {"reports": heads(site.store, [one.article for one in found])} | asdict(counted.what)
    told |= more(found, counted.what)
    content = kind(data=tuple(found), next=following, **told)
    columns = KINDS[type(asked)][2]

    def every() -> Iterator[Any]:
        return whole(site.store, asked, cut.order)

    return Answer(title, content, columns, every, cursor=following, as_of=counted.as_of)


def events(site: Here, asked: EventsAsked, cut: Annotated[Cut, Depends(cut_of(EventFilter))]) -> Answer:
    """Who did what to whom."""
    return _list(site, asked, cut, _said("Events", asked), Events, lambda found, tally: {})


def claims(site: Here, asked: ClaimsAsked, cut: Annotated[Cut, Depends(cut_of(ClaimFilter))]) -> Answer:
    """Who says what."""

    def beside(found: list[Claim], tally: Tally) -> dict[str, Any]:
        against = standing_against(site.store, found)
        others = [one.claim.article for some in against.values() for one in some]
        return {
            "resting": resting(site.store, [one.id for one in found]),
            "against": against,
            "reports": heads(site.store, [*(one.article for one in found), *others]),
            "facets": _named(tally.facets),
        }

    return _list(site, asked, cut, "Claims", Claims, beside)


def findings(site: Here, asked: FindingsAsked, cut: Annotated[Cut, Depends(cut_of(FindingFilter))]) -> Answer:
    """Obligations that acts would breach."""
    return _list(site, asked, cut, "Obligations", Findings, lambda found, tally: {})


def resting(store: Store, ids: Iterable[str]) -> dict[str, tuple[Event, ...]]:
    """The events that rest on each claim."""
    found: dict[str, tuple[Event, ...]] = {}
    for claim, record in resting_on(store, ids):
        found[claim] = (*found.get(claim, ()), Event.from_json(record))
    return found


def _named(facets: dict[str, tuple[Count, ...]]) -> dict[str, tuple[Count, ...]]:
    """The facet of unnamed sources with the values that an address takes."""
    said = {"0": "false", "1": "true"}
    unnamed = tuple(Count(value=said[one.value], count=one.count, chosen=one.chosen) for one in facets["unnamed"])
    return facets | {"unnamed": unnamed}


def listings(site: Here, asked: ListingsAsked, cut: Annotated[Cut, Depends(cut_of(ListingFilter))]) -> Answer:
    """Names of the reports on sanctions lists."""
    return _list(site, asked, cut, "Names on sanctions lists", Listings, lambda found, tally: {})


def _said(title: str, asked: EventFilter) -> str:
    """A title that tells the main filters."""
    told = [
        *asked.types,
        *asked.parties,
        *asked.actors,
        *asked.recipients,
        *([f"“{asked.search}”"] if asked.search else []),
    ]
    return f"{title}: {', '.join(told)}" if told else title


PAGES = (
    Shown("/articles", "reports.html", reports, Reports, "The reports of the store.", "reports"),
    Shown("/events", "events.html", events, Events, "Who did what to whom.", "events"),
    Shown("/claims", "claims.html", claims, Claims, "Who says what.", "claims"),
    Shown("/listings", "listings.html", listings, Listings, "Names of the reports on sanctions lists.", "screening"),
    Shown("/findings", "findings.html", findings, Findings, "Obligations that acts would breach.", "findings"),
)
