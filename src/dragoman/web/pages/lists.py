"""The lists: reports, events, claims, findings; each a page at a time, with counts of every facet."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Annotated, Any, TypeVar

from fastapi import Depends
from sqlalchemy import func

from dragoman.records import Claim, Event, Finding
from dragoman.records.base import Record
from dragoman.store import ArticleFilter, ClaimFilter, EventFilter, FindingFilter, Store, schema
from dragoman.store.paging import Asked, Count, Slice, Tally, slice_of, slices_of, tally
from dragoman.store.portraits import heads_of, numbers_of, resting_on
from dragoman.telling.columns import CLAIM_COLUMNS, EVENT_COLUMNS, FINDING_COLUMNS, Column, fields
from dragoman.telling.plain import shortened

from ..answers import Claims, Events, Findings, ReportHead, ReportRow, Reports
from ..asking import ArticlesAsked, ClaimsAsked, Cut, EventsAsked, FindingsAsked, cut_of
from ..showing import Answer, Shown
from ..site import Here, Site

R = TypeVar("R", bound=Record)
BEGINNING = 600  # characters read of a report to show how it begins
SHOWN_BEGINNING = 240  # characters of it shown

REPORT_COLUMNS: list[Column] = fields(*ReportRow.__struct_fields__)
KINDS: dict[type[Asked], tuple[Any, type[Record], list[Column]]] = {
    EventFilter: (schema.events.c.record, Event, EVENT_COLUMNS),
    ClaimFilter: (schema.claims.c.record, Claim, CLAIM_COLUMNS),
    FindingFilter: (schema.findings.c.record, Finding, FINDING_COLUMNS),
}


def counts(site: Site, asked: Asked) -> Tally:
    """The counts of a question, worked out once for the data as they stand."""
    return site.remembered(("tally", type(asked), asked.to_json()), partial(tally, site.store, asked))


def heads(store: Store, ids: Iterable[str]) -> dict[str, ReportHead]:
    """The heads of reports by id."""
    return {
        one: ReportHead(id=one, title=title, publisher=publisher, published=published, url=url)
        for one, title, publisher, published, url in heads_of(store, ids)
    }


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
    content = Reports(
        data=tuple(report_rows(site.store, cutting.rows)),
        total=counted.total,
        undated=counted.undated,
        facets=counted.facets,
        next=cutting.next,
    )
    return Answer(
        "Reports", content, REPORT_COLUMNS, lambda: _all_reports(site.store, asked, cut.order), cursor=cutting.next
    )


_HERE = schema.articles.c
_ROW = [
    *(_HERE[name] for name in ("id", "title", "publisher", "published", "url", "language", "record")),
    func.substr(_HERE.text, 1, BEGINNING).label("beginning"),
    func.length(_HERE.text).label("characters"),
]


def report_rows(store: Store, rows: Iterable[Any]) -> Iterator[ReportRow]:
    """Rows of the table of reports as they are listed."""
    from dragoman.records import Article

    listed = list(rows)
    numbers = numbers_of(store, [row.id for row in listed])
    for row in listed:
        article = Article.from_json(row.record)
        events, claims, findings = numbers[row.id]
        yield ReportRow(
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


def _all_reports(store: Store, asked: ArticleFilter, order: str) -> Iterator[ReportRow]:
    after = ""
    while True:
        cutting = slice_of(store, asked, _ROW, order=order, after=after, size=500)
        yield from report_rows(store, cutting.rows)
        if cutting.next is None:
            return
        after = cutting.next


def events(site: Here, asked: EventsAsked, cut: Annotated[Cut, Depends(cut_of(EventFilter))]) -> Answer:
    """Who did what to whom."""
    found, following = part(site.store, asked, cut)
    counted = counts(site, asked)
    content = Events(
        data=tuple(found),
        reports=heads(site.store, [one.article for one in found]),
        total=counted.total,
        undated=counted.undated,
        facets=counted.facets,
        next=following,
    )
    return Answer(
        _said("Events", asked), content, EVENT_COLUMNS, lambda: whole(site.store, asked, cut.order), cursor=following
    )


def claims(site: Here, asked: ClaimsAsked, cut: Annotated[Cut, Depends(cut_of(ClaimFilter))]) -> Answer:
    """Who says what."""
    found, following = part(site.store, asked, cut)
    counted = counts(site, asked)
    content = Claims(
        data=tuple(found),
        reports=heads(site.store, [one.article for one in found]),
        resting=resting(site.store, [one.id for one in found]),
        total=counted.total,
        undated=counted.undated,
        facets=_named(counted.facets),
        next=following,
    )
    return Answer("Claims", content, CLAIM_COLUMNS, lambda: whole(site.store, asked, cut.order), cursor=following)


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


def findings(site: Here, asked: FindingsAsked, cut: Annotated[Cut, Depends(cut_of(FindingFilter))]) -> Answer:
    """Obligations that acts would breach."""
    found, following = part(site.store, asked, cut)
    counted = counts(site, asked)
    content = Findings(
        data=tuple(found),
        reports=heads(site.store, [one.article for one in found]),
        total=counted.total,
        undated=counted.undated,
        facets=counted.facets,
        next=following,
    )
    return Answer(
        "Obligations", content, FINDING_COLUMNS, lambda: whole(site.store, asked, cut.order), cursor=following
    )


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
    Shown("/findings", "findings.html", findings, Findings, "Obligations that acts would breach.", "findings"),
)
