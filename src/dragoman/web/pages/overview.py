"""The first page, and what the data are."""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec
from fastapi import Request

from dragoman.evaluation.published import published
from dragoman.evaluation.reviewed import Agreement, agreement_of, review_scores
from dragoman.records import Event, Finding, Skipped
from dragoman.store import Counted, EventFilter, FindingFilter, schema
from dragoman.store.paging import Count
from dragoman.store.portraits import (
    coders_of,
    ends_of_coverage,
    gaps_of,
    last_change,
    publishers_of,
    reasons_for_skips,
    years_of_reports,
)
from dragoman.telling.columns import fields

from ..answers import About, Home, Reach, Reasoned
from ..counting import earlier
from ..guarding import visitor_of
from ..showing import Answer, Shown
from ..site import Here, Site
from .actors import named
from .lists import heads, newest, newest_reports

LAST = 6
MANY = 25
NAMED = 12


def home(site: Here, request: Request) -> Answer:
    """How much there is, and what came last; on an empty store, the forms for adding the first report."""
    counted, found = site.counted(_counts_of), site.counted(named, "")
    content = _home(site, counted.what, found.what)
    as_of = earlier(counted.as_of, found.as_of)

    def forms() -> dict[str, str]:
        return {} if content.counts["articles"] else {"form_token": site.form_token(visitor_of(request))}

    return Answer("Dragoman", content, fields("value", "count"), lambda: _counts(content.counts), forms, as_of=as_of)


def _counts_of(site: Site) -> dict[str, int]:
    return site.store.counts()


def _counts(counts: dict[str, int]) -> list[Count]:
    return [Count(value=name, count=number) for name, number in counts.items()]


def _home(site: Site, counts: dict[str, int], actors: tuple[Counted, ...]) -> Home:
    store = site.store
    last = newest(store, EventFilter(), Event, LAST + 2)
    found = newest(store, FindingFilter(), Finding, LAST)
    return Home(
        counts=counts,
        reports=newest_reports(store, LAST),
        events=last,
        findings=found,
        heads=heads(store, [*(one.article for one in last), *(one.article for one in found)]),
        actors=actors[:NAMED],
    )


def about(site: Here) -> Answer:
    """What the data are."""
    content, as_of = site.counted(_about)
    content = msgspec.structs.replace(
        content, reviewed=tuple(review_scores(site.store)), agreement=agreement_of(site.store.reviews())
    )  # a review changes no record, so nothing that is remembered
    return Answer("About the data", content, fields("part", "name", "value"), lambda: _lines(content), as_of=as_of)


class Line(NamedTuple):
    """A line of the table of what the data are: which part, of what, and the figure or day."""

    part: str
    name: str
    value: float | str | None


def _lines(about: About) -> Iterator[Line]:
    yield from (Line("records", name, number) for name, number in about.counts.items())
    for part, some in (("publisher", about.publishers), ("year", about.years), ("coder", about.coders)):
        yield from (Line(part, one.value, one.count) for one in some)
    yield Line("coverage", "first day", about.first_day)
    yield Line("coverage", "last day", about.last_day)
    yield Line("coverage", "reports without a day", about.undated)
    yield from (Line("gap", name, number) for name, number in about.gaps.items())
    yield from (Line("left out", f"{one.stage}: {one.reason}", one.count) for one in about.left_out)
    yield from (Line("knowledge until", one.name, one.until) for one in about.reach)
    for figure in about.measured:
        told = " ".join(filter(None, (figure.stage, figure.set, figure.setting, figure.measure)))
        yield Line(f"score of weights {figure.weights}", told, figure.value)
    yield from (Line("found right by people", f"{one.kind}, {one.drawn}", one.right) for one in about.reviewed)


def _about(site: Site) -> About:
    from dragoman.pipeline.identity import model_version
    from dragoman.pipeline.reach import knowledge_reach

    store = site.store
    years = years_of_reports(store)
    first, last = ends_of_coverage(store)
    return About(
        counts=store.counts(),
        publishers=tuple(Count(value=name or "not told", count=number) for name, number in publishers_of(store, MANY)),
        years=tuple(Count(value=year, count=number) for year, number in years if year),
        undated=sum(number for year, number in years if not year),
        first_day=first,
        last_day=last,
        gaps=gaps_of(store),
        left_out=tuple(
            Reasoned(stage=stage, reason=reason, count=number)
            for stage, reason, number in reasons_for_skips(store, MANY)
        ),
        last_left_out=_last_left_out(site),
        reach=tuple(Reach(name=name, until=day) for name, day in knowledge_reach()),
        coders=tuple(Count(value=coder, count=number) for coder, number in coders_of(store)),
        weights=model_version(site.settings),
        measured=published(),
        reviewed=(),
        agreement=Agreement(records=0, alpha=None, pairs=()),
        last_change=last_change(store),
    )


def _last_left_out(site: Site) -> tuple[Skipped, ...]:
    from sqlalchemy import select

    here = schema.skipped.c
    with site.store.reading() as connection:
        rows = connection.execute(
            select(here.record).where(here.article.is_(None)).order_by(here.number.desc()).limit(MANY)
        )
        return tuple(Skipped.from_json(row.record) for row in rows)


PAGES = (
    Shown("/", "home.html", home, Home, "How much there is, and what came last.", "about"),
    Shown(
        "/about", "about.html", about, About, "What the data are: sources, coverage, gaps, what was left out.", "about"
    ),
)
