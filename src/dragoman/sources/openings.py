"""What the first lines of a report tell of it: headline, byline, date line, dateline.

The lines stay in the text; the story proper begins behind them. A headline is a first short line without a full stop, with prose
after it. A dateline is the place, the day and the agency before the first dash: `SEOUL, Sept 13 (Reuters) - `.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from dragoman.records import Record

from .days import date_line, month_number, nearest_day, read_day
from .tables import table

HEAD_LINES = 8  # lines that are looked at
HEADLINE_LONGEST = 180  # characters; a longer line is a paragraph
BYLINE_LONGEST = 140
PLACES_LONGEST = 60  # characters of the place in a dateline
INITIALS_LONGEST = 3  # letters of a name in capitals that is more likely a body than a town
LABEL_WORDS = 3
HARD_WRAP = 120  # a longer line was not wrapped by hand
PROSE = 60  # characters; a line as long with a full stop is story
STOPS = (".", ",", ";", ":", "…", "...")
CLOSERS = "\"'”’»)]"
CAPITALS = r"[^\W\d_a-z][^\W\d_a-z'’.\-]*"
PLACE = rf"(?:[A-Z]{{2}}\. )?{CAPITALS}[^\W\d_a-z.](?:[ /,\-]+(?:{CAPITALS}|(?:de|of|the|al|el|and|upon)(?= ))){{0,6}}"
REGION = r"(?:, ?[A-Z][\w.'’\-]+(?: [A-Z][\w.'’\-]+){0,3})?"
DAY = r"(?P<date>(?:[A-Z][a-z]{2,8}\.?,? )?(?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:,? \d{4})?)"
SIGNED = r"(?:\((?P<agency>[^()\n]{2,40})\))"
DASH = r"(?: ?[–—―] ?| ?--+ ?| - ?)"
DATELINES = tuple(re.compile(one) for one in (
    rf"(?P<place>{PLACE}{REGION})(?:,? {DAY})?,?\.? ?(?:{SIGNED})?:?{DASH}(?=\S)",
    rf"(?P<place>{PLACE}{REGION})(?:,? {DAY})?,? ?{SIGNED}:? (?=\S)",
    rf"(?P<place>{PLACE}{REGION})(?:,? {DAY})?[,.]? /(?P<agency>[^/\n]{{2,40}})/[.:]? ?(?:{DASH})?(?=\S)",
    rf"(?P<place>{PLACE}{REGION})(?:,? {DAY})?: (?=\S)",
    rf"(?P<place>{PLACE}{REGION}),? {DAY}:? *\n+(?=\S)",
    rf"(?P<place>[A-Z][a-z]+(?:[ -][A-Z][a-z]+){{0,2}}{REGION}),? {DAY},? ?(?:{SIGNED})?:?{DASH}(?=\S)",
    rf"(?P<place>[A-Z][a-z]+(?:[ -][A-Z][a-z]+){{0,2}}{REGION}),? ?{SIGNED}:?{DASH}(?=\S)",
    rf"(?P<place>){SIGNED}:?{DASH}(?=\S)",
))  # fmt: skip

NAME = r"[^\W\d_a-z][\w'’.\-]*"
NAMES = re.compile(
    rf"(?:(?:and|&) )?(?:the )?{NAME}(?: (?:{NAME}|and|&|de|da|del|van|von|der|den|bin|bint|al|el|ul|ibn|y|e|la|le|du|af|zu))*"
)


class Opening(Record, frozen=True, kw_only=True):
    """What the lines before the story told; `body_start` is where it begins. `day` is None where no full date is told."""

    title: str | None = None
    author: str | None = None
    day: str | None = None
    place: str | None = None
    month_day: tuple[int, int] | None = None
    agency: str | None = None
    body_start: int = 0


class Line(Record, frozen=True, kw_only=True):
    """A line of a text that is not empty, and where it starts and ends."""

    text: str
    start: int
    end: int


def read_opening(text: str, *, today: date | None = None, title: str | None = None) -> Opening:
    """What the text tells of itself before the story. `title` is the headline as it is known from elsewhere."""
    head = _head_lines(text, today, title)
    rest = next((at for at in range(head.body_start, len(text)) if not text[at].isspace()), None)
    if rest is None:
        return Opening(day=head.day)
    told = read_dateline(text, rest, today=today)
    return Opening(
        title=head.title, author=head.author, day=head.day or told.day, place=told.place, month_day=told.month_day,
        agency=told.agency or head.agency, body_start=told.body_start,
    )  # fmt: skip


def _head_lines(text: str, today: date | None, known: str | None) -> Opening:
    """Headline, byline and date lines, in whatever order they stand."""
    title: str | None = None
    author: str | None = None
    agency: str | None = None
    day: str | None = None
    later: str | None = None
    start = 0
    lines = list(_lines(text, HEAD_LINES + 1))
    for place, line in enumerate(lines[:HEAD_LINES]):
        if dated := date_line(line.text, today=today):
            day, later = (day or dated[0], later) if dated[1] else (day, later or dated[0])
        elif named := read_byline(line.text):
            author, agency, day = author or named[0], agency or named[1], day or named[2]
        elif known and same_words(line.text, known):
            title = title or line.text
        elif signed := agency_name(line.text.strip("()[] ")):
            agency = agency or signed
        elif title is None and author is None and _is_headline(line, lines[place + 1 :]):
            title = None if _is_label(line, lines[place + 1 :]) else line.text
        else:
            break
        start = line.end
    return Opening(title=title, author=author, day=day or later, agency=agency, body_start=start)


def _lines(text: str, most: int) -> Iterator[Line]:
    at = 0
    while at < len(text) and most:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if text[at:end].strip():
            yield Line(text=text[at:end].strip(), start=at, end=end)
            most -= 1
        at = end + 1


def _is_headline(line: Line, after: list[Line]) -> bool:
    """A short line without a full stop, no dateline and not the first of a wrapped paragraph, with prose soon after it."""
    text = line.text
    if (
        len(text) > HEADLINE_LONGEST
        or text.rstrip(CLOSERS).endswith(STOPS)
        or not any(letter.isalpha() for letter in text)
    ):
        return False
    if any(pattern.match(text) for pattern in DATELINES):
        return False
    if after and after[0].start == line.end + 1 and PROSE <= len(after[0].text) <= HARD_WRAP:
        return False
    return any(
        len(other.text) >= PROSE and len(other.text) > len(text) and _has_stop(other.text) for other in after[:4]
    )


def _is_label(line: Line, after: list[Line]) -> bool:
    """Whether it names the section of the paper: a word or three above the headline."""
    return len(line.text.split()) <= LABEL_WORDS and len(after) > 1 and _is_headline(after[0], after[1:])


def _has_stop(line: str) -> bool:
    return re.search(r"[.!?…][\"'”’»)\]]*(?:\s|$)", line) is not None


def same_words(one: str, other: str) -> bool:
    """Whether two headlines have the same words, whatever their signs and case; the site's name after a bar is not counted."""
    first, second = (re.findall(r"\w+", text.lower()) for text in (one, other))
    if not first or not second:
        return False
    short, long = sorted((first, second), key=len)
    return long == short or (len(short) >= 4 and long[: len(short)] == short and len(long) - len(short) <= 5)


def read_byline(line: str) -> tuple[str | None, str | None, str | None] | None:
    """(names, agency, day) of a byline, None of any other line: `By Jane Roe and John Doe, Reuters | 19 September 2024`."""
    if len(line) > BYLINE_LONGEST or (line.endswith((".", "?", "!")) and not re.search(r"\b[A-Z][a-z]?\.$", line)):
        return None
    opening = _byline_opening(line)
    if not opening:
        return None
    parts = re.split(r"\s*[|•·–—\n]\s*|\s+-\s+|\s*/\s*", line[len(opening) :].lstrip(" :"))
    author, agency = split_names(parts[0])
    if author is None and agency is None:
        return None
    agency = agency or next((found for part in parts[1:] if (found := agency_name(part))), None)
    return author, agency, next((dated[0] for part in parts[1:] if (dated := date_line(part)) and dated[1]), None)


def _byline_opening(line: str) -> str | None:
    """`By ` or its like at the start of a line, where names follow."""
    for word in sorted(table("bylines")["openings"][0]["words"], key=len, reverse=True):
        rest = line[len(word) :]
        if line.lower().startswith(word) and rest[:1] in (" ", ":") and re.match(r"[ :]+(?:the )?[^\W\d_a-z]", rest):
            return line[: len(word)]
    return None


def split_names(text: str) -> tuple[str | None, str | None]:
    """(names, agency) of what stands behind `By`; offices and outlets after the names are taken off. (None, None) for prose."""
    text, agency = _without_agency(text.strip())
    kept: list[str] = []
    for part in re.split(r"\s*,\s*", text):
        if found := agency_name(re.sub(r"(?i)^the ", "", part)):
            agency = agency or found
        elif kept and (_is_office(part) or re.match(r"(?:in|at|for|of) ", part)):
            break
        elif not NAMES.fullmatch(part) or part.lower().partition(" ")[0] in _calendar():
            return None, None
        else:
            kept.append(part)
    return clean_author(", ".join(kept)), agency


def _without_agency(text: str) -> tuple[str, str | None]:
    """`JANE ROE Associated Press` without the agency, and the agency."""
    shown = next((name for name in _agencies().values() if text.endswith(" " + name)), None)
    if agency_name(re.sub(r"(?i)^the ", "", text)) or not shown:
        return text, None
    return text.removesuffix(shown).strip(" ,"), shown


def _is_office(part: str) -> bool:
    lowered = part.lower()
    return any(
        lowered == word or lowered.startswith(word + " ") or lowered.endswith(" " + word)
        for word in table("bylines")["after"][0]["words"]
    )


def clean_author(text: str) -> str | None:
    """The names of writers as they are shown; None for `admin`, an address or no name at all."""
    text = re.sub(r"(?i)^(?:written |reported |posted )?by:?\s+", "", " ".join(text.split())).strip(" ,;|-–—")
    nobody = table("bylines")["nobody"][0]["words"]
    if (
        not text
        or text.lower() in nobody
        or "://" in text
        or "@" in text.split()[0]
        or not any(letter.isalpha() for letter in text)
    ):
        return None
    return text if len(text) <= BYLINE_LONGEST else None


@cache
def _calendar() -> frozenset[str]:
    return frozenset((*table("dates")["months"], *table("dates")["weekdays"]))


@cache
def _agencies() -> dict[str, str]:
    agencies: dict[str, str] = table("agencies")["agencies"]
    return agencies


def agency_name(text: str) -> str | None:
    """The agency that signs so, None for anything else."""
    return _agencies().get(text.strip().lower())


def read_dateline(text: str, start: int, *, today: date | None = None) -> Opening:
    """The dateline at `start`: place as written, day, agency. Where there is none, an Opening with nothing but `body_start`."""
    for pattern in DATELINES:
        if (found := pattern.match(text, start)) and (told := _told(found, today)):
            return told
    return Opening(body_start=start)


def _told(found: re.Match[str], today: date | None) -> Opening | None:
    """The Opening of a match, None where it is a sentence that only looks so."""
    told = found.groupdict()
    place, written = (told["place"] or "").strip(" ,."), told.get("date")
    agency = agency_name(told.get("agency") or "")
    if len(place) > PLACES_LONGEST or not (place or agency):
        return None
    if not (agency or written) and (
        len(place) <= INITIALS_LONGEST or place.lower() in table("agencies")["labels"]["words"]
    ):
        return None
    if not (agency or written) and not re.match(
        r"[^\W\d_a-z\x80-\uffff]|[\"'“‘«\d]", found.string[found.end() : found.end() + 1]
    ):
        return None  # NATO – the alliance of 1949 – said
    if told.get("agency") and not agency and (not place.isupper() or found[0].rstrip().endswith(")")):
        return None
    day = read_day(written, today=today) if written else None
    return Opening(
        place=place or None, agency=agency, day=day if day and len(day) >= len("2024-09-19") else None,
        month_day=None if day or not written else month_and_day(written), body_start=found.end(),
    )  # fmt: skip


def month_and_day(written: str) -> tuple[int, int] | None:
    """(month, day) of `Sept 13` or `Friday, 13 September`."""
    day = re.search(r"\d{1,2}", written)
    month = next((number for word in re.findall(r"[A-Za-z]+", written) if (number := month_number(word))), None)
    return (month, int(day[0])) if day and month else None


def completed_day(opening: Opening, published: str | None) -> str | None:
    """The day of a dateline without a year, in the year of what is known of the publication; None where nothing is."""
    if opening.month_day is None or published is None:
        return None
    return nearest_day(*opening.month_day, published)
