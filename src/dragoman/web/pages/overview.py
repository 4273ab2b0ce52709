"""The first page, and what the data are."""

from functools import partial

from fastapi import Request

from dragoman.records import Event, Finding, Skipped
from dragoman.store import EventFilter, FindingFilter, schema
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
from ..guarding import visitor_of
from ..showing import Answer, Shown
from ..site import Here, Site
from .lists import heads, newest, newest_reports

LAST = 6
MANY = 25


def home(site: Here, request: Request) -> Answer:
    """How much there is, and what came last; on an empty store, the forms for adding the first report."""
    content = site.remembered("home", partial(_home, site))

    def forms() -> dict[str, str]:
        return {} if content.counts["articles"] else {"form_token": site.form_token(visitor_of(request))}

    return Answer("Dragoman", content, fields("value", "count"), lambda: _counts(content.counts), forms)


def _counts(counts: dict[str, int]) -> list[Count]:
    return [Count(value=name, count=number) for name, number in counts.items()]


def _home(site: Site) -> Home:
    store = site.store
    last = newest(store, EventFilter(), Event, LAST + 2)
    found = newest(store, FindingFilter(), Finding, LAST)
    return Home(
        counts=store.counts(),
        reports=newest_reports(store, LAST),
        events=last,
        findings=found,
        heads=heads(store, [*(one.article for one in last), *(one.article for one in found)]),
        actors=tuple(site.remembered(("actors", ""), lambda: tuple(store.parties(None, 200))))[:12],
    )


def about(site: Here) -> Answer:
    """What the data are."""
    content = site.remembered("about", partial(_about, site))
    return Answer("About the data", content, fields("value", "count"), lambda: _counts(content.counts))


def _about(site: Site) -> About:
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
