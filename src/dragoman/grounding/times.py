"""Times a text names, as TIMEX3: what kind, which value, which days it may mean, and what it was counted from."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from ..records.base import Maker, span_of
from ..records.grounded import When
from .tense import direction_at
from .time_grammar import Matched, time_grammar
from .time_meanings import MEANINGS, Context, Meant
from .time_words import TimeToken
from .timex_values import Reference, days_of

VERSION = "1"
NARRATIVE_YEARS = 2  # a text whose dates lie mostly more than this many years before the report tells a history
_PUBLISHED = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_GAP = re.compile(r"\s*,?\s*(?:on|at|of)?\s*(?:the)?\s*\Z")
_TOLD_NOW = frozenset({"day_name", "shift", "near_weekday"})


class _Found(NamedTuple):
    start: int
    end: int
    matched: Matched
    meant: Meant


def find_times(text: str, published: str | None = None, *, narrative: bool | None = None) -> tuple[When, ...]:
    """Every expression of time in `text`, in reading order (TIMEX3: DATE, TIME, DURATION, SET).

    `published` (`2024-09-19`, `2024-09`, a UTC time, or None) is what "Friday" and "last week" count from. A text that mostly tells
    of years long before it, or that has full dates and no date of its own, counts from the date told last instead; `narrative`
    says so by hand. What cannot be counted is left open (`XXXX-WXX-5`) and says so in `made_by.reasons`.
    """
    grammar = time_grammar()
    tokens, matches = grammar.find(text)
    report = report_date(published)
    if narrative is None:
        narrative = tells_history(matches, report)
    context = Context(report=report, narrative=narrative, holidays=grammar.holidays)
    found = list(_meant(tokens, matches, context))
    return tuple(_when(text, one) for one in _merged(text, found))


def report_date(published: str | None) -> Reference | None:
    """The date of a report as a reference: `2024-09` is known to the month only. None where it says nothing of use."""
    match = _PUBLISHED.match(published or "")
    if not match:
        return None
    try:
        day = date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return None
    return Reference(day, "day" if match[3] else "month" if match[2] else "year")


def tells_history(matches: Sequence[Matched], report: Reference | None) -> bool:
    """Whether the text's dates lie mostly in years long before the report, so that its time is its own."""
    years = [matched.slots["YEAR"][0] for matched in matches if matched.slots.get("YEAR")]
    if report is None:
        return len(years) > 0
    old = sum(abs(report.day.year - year) > NARRATIVE_YEARS for year in years)
    now = sum(
        matched.rule.meaning in _TOLD_NOW and matched.rule.settings.get("anchor", "report") != "told"
        for matched in matches
    )
    bare = sum(set(matched.slots) == {"WEEKDAY"} for matched in matches)
    return bool(old >= 2 and old > 2 * (now + bare))


def _meant(tokens: list[TimeToken], matches: list[Matched], context: Context) -> Iterator[_Found]:
    for matched in matches:
        if matched.rule.settings.get("narrative") and not context.narrative:
            continue
        context.direction = direction_at(tokens, matched.first, matched.last)
        meant = MEANINGS[matched.rule.meaning](matched, context)
        if meant.kind in ("DATE", "TIME") and meant.dated:
            context.note(meant.value)
        yield _Found(tokens[matched.first].start, tokens[matched.last].end, matched, meant)


def _merged(text: str, found: list[_Found]) -> Iterator[_Found]:
    """A clock time beside a day is one expression: `10 p.m. Friday`, `Friday at noon`."""
    at = 0
    while at < len(found):
        here = found[at]
        following = found[at + 1] if at + 1 < len(found) else None
        joined = _joined(text, here, following) if following else None
        yield joined or here
        at += 2 if joined else 1


def _joined(text: str, one: _Found, other: _Found) -> _Found | None:
    if not _GAP.match(text[one.end : other.start]):
        return None
    clock, day = (one, other) if not one.meant.dated else (other, one)
    if clock.meant.dated or not _is_day(day.meant) or clock.meant.value is None:
        return None
    value = f"{day.meant.value}T{clock.meant.value.partition('T')[2]}"
    return _Found(one.start, other.end, day.matched, Meant(value, "TIME", day.meant.reasons))


def _is_day(meant: Meant) -> bool:
    return meant.kind == "DATE" and meant.dated and meant.value is not None and days_of(meant.value)[2] == "day"


def _when(text: str, found: _Found) -> When:
    meant = found.meant
    start, end, precision = days_of(meant.value)
    maker = Maker(stage="times", rule=found.matched.rule.name, version=VERSION, reasons=meant.reasons)
    span = span_of(text, found.start, found.end)
    return When(value=meant.value, kind=meant.kind, start=start, end=end, precision=precision, span=span, made_by=maker)
