"""Filters to SQL. Everything from outside is a bound parameter."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Column, ColumnElement, Select, Table, TextClause, and_, exists, func, or_, select

from dragoman.errors import UsageError

from .days import day_range
from .dialects import Dialect
from .filters import ArticleFilter, ClaimFilter, EventFilter, FindingFilter, ListingFilter
from .schema import articles, claims, event_parties, events, findings, listings

Condition = ColumnElement[bool] | TextClause

_COUNTRY = re.compile(r"[A-Z]{3}|---")
_CODE = re.compile(r"(?:[A-Z]{3}|---)[A-Z]{3}(?:[A-Z]{3})*")


SIDES = (
    "actor",
    "recipient",
)  # always told: an index by country, side and event is of no use for an event without its side
DATED_BY_REPORT = (claims, listings)  # tables whose days are those of their reports


class Question(NamedTuple):
    """A filter as conditions: the table, what must hold, the days that must fit, and the order.

    `by_report` is whether the reports come first and the records of each are looked up.
    """

    table: Table
    conditions: list[Condition]
    days: Condition | None
    undated: Condition
    order: list[ColumnElement[Any]]
    by_report: bool = False


def first_day_of(value: str) -> str:
    """The first ISO day that `2024`, `2024-09` or `2024-09-19` means. Raises UsageError for anything else."""
    return _day(value, 0)


def last_day_of(value: str) -> str:
    """The last ISO day of the same."""
    return _day(value, 1)


def _day(value: str, end: int) -> str:
    day = day_range(value)[end]
    if day is None:
        raise UsageError(f"{value!r} is no date", hint="write 2024-09-19, 2024-09 or 2024")
    return day


def days_between(table: Table, since: str | None, until: str | None) -> Condition | None:
    """What may have happened in the days asked for; None where none are asked for."""
    conditions: list[ColumnElement[bool]] = []
    if since:
        conditions.append(table.c.last_day >= first_day_of(since))
    if until:
        conditions.append(table.c.first_day <= last_day_of(until))
    return and_(*conditions) if conditions else None


def _any_of(column: Column[Any], values: Sequence[Any]) -> list[Condition]:
    return [column.in_(values)] if values else []


def party_is(country: Column[Any], code: Column[Any], name: Column[Any], wanted: str) -> ColumnElement[bool]:
    """A country (`PRK`), a country with its sectors (`PRKGOV`), or a part of a name in any case."""
    if _COUNTRY.fullmatch(wanted):
        return country == wanted
    if _CODE.fullmatch(wanted):
        return code == wanted
    return name.icontains(wanted, autoescape=True)


def _on_side(wanted: Sequence[str], side: str | None) -> list[Condition]:
    if not wanted:
        return []
    here = event_parties.c
    matches = or_(*(party_is(here.country, here.code, here.name, one) for one in wanted))
    sides = [side] if side else SIDES
    return [exists().where(here.event == events.c.id, matches, here.side.in_(sides))]


def _newest_first(table: Table, tie: Column[Any]) -> list[ColumnElement[Any]]:
    return [table.c.first_day.desc().nulls_last(), tie]


def _in_report(table: Table, dialect: Dialect, article: str | None, search: str | None) -> list[Condition]:
    conditions: list[Condition] = []
    if article:
        conditions.append(table.c.article == article)
    if search and dialect.each and table in DATED_BY_REPORT:
        conditions.append(dialect.matching(search))
    elif search and dialect.each:
        conditions.append(exists().where(articles.c.id == table.c.article, dialect.matching(search)))
    elif search:
        conditions.append(table.c.article.in_(select(articles.c.id).where(dialect.matching(search))))
    return conditions


def articles_asked(asked: ArticleFilter, dialect: Dialect) -> Question:
    """Reports, newest first."""
    conditions: list[Condition] = [dialect.matching(asked.search)] if asked.search else []
    if asked.publisher:
        conditions.append(articles.c.publisher.icontains(asked.publisher, autoescape=True))
    if asked.url:
        conditions.append(articles.c.url == asked.url)
    if asked.article:
        conditions.append(articles.c.id == asked.article)
    days = days_between(articles, asked.since, asked.until)
    order = _newest_first(articles, articles.c.number)
    return Question(articles, conditions, days, articles.c.first_day.is_(None), order)


def events_asked(asked: EventFilter, dialect: Dialect) -> Question:
    """Events, newest first, in one report in reading order."""
    here = events.c
    conditions = [
        *_any_of(here.type, asked.types),
        *_any_of(here.mode, asked.modes),
        *_any_of(here.quad, asked.quads),
        *_any_of(here.country, asked.countries),
        *_any_of(here.certainty, asked.certainty),
        *_auxiliary(asked.auxiliary),
        *_on_side(asked.parties, None),
        *_on_side(asked.actors, "actor"),
        *_on_side(asked.recipients, "recipient"),
        *_in_report(events, dialect, asked.article, asked.search),
    ]
    published = days_between(articles, asked.published_since, asked.published_until)
    if published is not None:
        conditions.append(here.article.in_(select(articles.c.id).where(published)))
    days = days_between(events, asked.since, asked.until)
    order = [*_newest_first(events, here.article), here.position]
    return Question(events, conditions, days, here.first_day.is_(None), order)


def _auxiliary(wanted: Sequence[str]) -> list[Condition]:
    if not wanted:
        return []
    named = events.c.auxiliary.in_([one for one in wanted if one != "none"])
    return [or_(named, events.c.auxiliary.is_(None)) if "none" in wanted else named]


def claims_asked(asked: ClaimFilter, dialect: Dialect) -> Question:
    """Claims, those of the newest report first, in one report in reading order."""
    here = claims.c
    conditions = [
        *_any_of(here.kind, asked.kinds),
        *_any_of(here.stance, asked.stances),
        *_any_of(here.certainty, asked.certainty),
        *_in_report(claims, dialect, asked.article, asked.search),
    ]
    if asked.speakers:
        conditions.append(or_(*(party_is(here.country, here.code, here.name, one) for one in asked.speakers)))
    if asked.about:
        conditions.append(exists().where(events.c.according_to == here.id, *_on_side(asked.about, None)))
    if asked.unnamed is not None:
        conditions.append(here.unnamed == int(asked.unnamed))
    days = days_between(articles, asked.since, asked.until)
    order = [*_newest_first(articles, articles.c.number), here.position]
    by_report = not conditions or (bool(asked.search) and dialect.each)
    return Question(claims, conditions, days, articles.c.first_day.is_(None), order, by_report)


def listings_asked(asked: ListingFilter, dialect: Dialect) -> Question:
    """Names on sanctions lists, those of the newest report first, in one report in reading order."""
    here = listings.c
    conditions = [*_any_of(here.list_name, asked.lists), *_in_report(listings, dialect, asked.article, asked.search)]
    days = days_between(articles, asked.since, asked.until)
    order = [*_newest_first(articles, articles.c.number), here.position]
    return Question(listings, conditions, days, articles.c.first_day.is_(None), order)


def findings_asked(asked: FindingFilter, dialect: Dialect) -> Question:
    """Findings, newest act first."""
    here = findings.c
    conditions = [
        *_any_of(here.verdict, asked.verdicts),
        *_any_of(here.certainty, asked.certainty),
        *_any_of(here.party, asked.parties),
        *_any_of(here.target, asked.targets),
        *_in_report(findings, dialect, asked.article, asked.search),
    ]
    if asked.provisions:
        conditions.append(or_(here.provision.in_(asked.provisions), here.instrument.in_(asked.provisions)))
    days = days_between(findings, asked.since, asked.until)
    order = [*_newest_first(findings, here.article), here.position]
    return Question(findings, conditions, days, here.first_day.is_(None), order)


def rows_for(question: Question, undated: bool, limit: int | None, offset: int) -> Select[Any]:
    """The rows that answer, in order."""
    chosen = joined(question, question.table).where(*held(question, undated)).order_by(*question.order)
    return chosen.limit(limit).offset(offset) if limit is not None or offset else chosen


def count_for(question: Question, undated: bool) -> Select[Any]:
    """How many answer, whatever the limit."""
    return joined(question, func.count()).where(*held(question, undated))


def undated_for(question: Question) -> Select[Any]:
    """How many would fit but have no date: left out with days asked for, otherwise standing last."""
    return joined(question, func.count()).where(*question.conditions, question.undated)


def held(question: Question, undated: bool) -> list[Condition]:
    """What must hold of a row that answers, days included."""
    return [*question.conditions, *in_days(question, undated)]


def in_days(question: Question, undated: bool) -> list[Condition]:
    """What must hold of its days: nothing where none are asked for."""
    if question.days is None:
        return []
    return [or_(question.days, question.undated) if undated else question.days]


def joined(question: Question, *what: Any, report: bool = True) -> Select[Any]:
    """A choice of columns or counts. Claims and listings take their days from their report, which may be left out where no days matter."""
    chosen = select(*what).select_from(question.table)
    if question.table not in DATED_BY_REPORT or not report:
        return chosen
    # Where little narrows the claims, the reports come first, in the order of their index: their id made an expression keeps SQLite from
    # reading all claims and looking up the report of each. Listings are few: they come first, and their reports are looked up.
    report_id = articles.c.id.concat("") if question.by_report else articles.c.id
    article = listings.c.article.concat("") if question.table is listings else question.table.c.article
    return chosen.join(articles, report_id == article)
