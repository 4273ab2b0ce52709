"""What the first lines of a printed report say of it: headline, byline, date, dateline, agency; and where a form begins."""

import re
import tomllib
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from dragoman.records import Record

HEADLINE = 160  # characters; a longer first line is a paragraph
FIRST_LINES = 6
DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z .,'’\-/]{2,40}(?:, [A-Z][\w.]+)?)"
    r"(?:,? (?P<month>[A-Z][a-z]{2,8})\.? (?P<day>\d{1,2})(?:, (?P<year>\d{4}))?)?"
    r"(?: ?\((?P<agency>[\w .\-/]{2,30})\))? ?[\-–—]+ "
)
DATE_LINE = re.compile(
    r"(?:(?:published|updated|posted|first published)(?: on)?:? )?(?:[a-z]+day,? )?"
    r"(?:(?P<month>[a-z]+)\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})|(?P<day2>\d{1,2}) (?P<month2>[a-z]+)\.?,? (?P<year2>\d{4})"
    r"|(?P<iso>\d{4}-\d{2}-\d{2}))(?:[ T,|at-]+\d{1,2}:\d{2}.{0,20})?",
    re.IGNORECASE,
)


class Head(Record, frozen=True, kw_only=True):
    """What the lines before the story told, and where the story begins."""

    title: str | None = None
    author: str | None = None
    published: str | None = None
    dateline: str | None = None
    publisher: str | None = None
    body_start: int = 0


@cache
def phrases() -> dict[str, Any]:
    """The table knowledge/pages/phrases.toml."""
    path = resources.files("dragoman.knowledge") / "pages" / "phrases.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def date_of(line: str) -> str | None:
    """The ISO date of a line that is a date and nothing else, None of any other line."""
    found = DATE_LINE.fullmatch(line.strip().rstrip("."))
    if not found:
        return None
    if found["iso"]:
        return found["iso"]
    month = phrases()["months"].get((found["month"] or found["month2"]).lower())
    return iso(found["year"] or found["year2"], month, found["day"] or found["day2"])


def iso(year: str | None, month: int | None, day: str | None) -> str | None:
    """An ISO date, None where a part is missing or the day does not exist."""
    if not (year and month and day):
        return None
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return None


def without_furniture(text: str) -> str:
    """The text without comment forms, share bars and lists of other stories."""
    table, kept = phrases(), []
    lines = text.split("\n")
    for place, line in enumerate(lines):
        plain = line.strip().lower().rstrip(":.! ")
        if (
            any(plain == one or (plain.startswith(one) and len(plain) < len(one) + 30) for one in table["tail"])
            and place > 2
        ):
            break
        if not any(plain == one.rstrip(":.! ") for one in table["line"]):
            kept.append(line)
    return "\n".join(kept).strip("\n ")


def read_head(text: str) -> Head:
    """Headline, byline, date line and dateline of a plain text; they stay in the text, before `body_start`."""
    title = author = published = None
    start = at = 0
    for line in text.split("\n")[: FIRST_LINES * 2]:
        plain = line.strip()
        kind = kind_of(plain, first=title is None)
        if plain and kind is None:
            break
        if kind == "date":
            published = published or date_of(plain)
        elif kind == "byline":
            author = author or re.sub(r"(?i)^(?:written |reported |reporting )?by ", "", plain).strip()
        elif kind == "title":
            title = title or plain
        at += len(line) + 1
        if kind:
            start = at
    while start < len(text) and text[start] in "\n ":
        start += 1
    if start >= len(text):
        return Head()
    told = read_dateline(text[start : start + 200])
    return Head(
        title=title,
        author=author,
        published=published or told.published,
        dateline=told.dateline,
        publisher=told.publisher,
        body_start=start,
    )


def kind_of(line: str, *, first: bool) -> str | None:
    """What a line before the story is: date, byline, title; None where the story has begun."""
    if not line:
        return None
    if date_of(line):
        return "date"
    if len(line) < 80 and any(line.lower().startswith(one) for one in phrases()["byline"]) and not line.endswith("."):
        return "byline"
    if first and len(line) <= HEADLINE and line[-1] not in '.:;,"”’' and not DATELINE.match(line):
        return "title"
    return None


def read_dateline(start: str) -> Head:
    """The dateline of a wire report: place as written, agency, and the date where it has a year."""
    found = DATELINE.match(start)
    if not found:
        return Head()
    months, agencies = phrases()["months"], phrases()["agencies"]
    month = months.get((found["month"] or "").lower())
    agency = agencies.get((found["agency"] or "").strip().lower())
    return Head(
        dateline=found["place"].strip(" ,"), publisher=agency, published=iso(found["year"], month, found["day"])
    )
