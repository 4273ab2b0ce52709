"""The day a report appeared, as pages and wire copy write it, as ISO 8601 so far as it is known.

A stamp with a time zone becomes UTC (`2024-09-19T10:15:00Z`); a time without one tells only the day. `09/10/2024` is two days at once and
tells only the year it is sure of: nothing is made of it. Days before the first newspapers, placeholders of content systems (1 January
1970 and the like) and days more than two ahead of today are not believed.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache

from dragoman.records import Record

from .tables import table

FIRST_YEAR = 1605  # Relation aller fürnemmen und gedenckwürdigen Historien, the first newspaper
PLACEHOLDERS = ("1970-01-01", "1969-12-31", "1900-01-01", "1899-12-30", "1899-11-30", "1980-01-01")
AHEAD = timedelta(days=2)  # the furthest time zone is 14 hours ahead; the rest is for clocks that are wrong
ISO = re.compile(
    r"(?P<year>\d{4})-?(?P<month>\d\d)(?:-?(?P<day>\d\d))?"
    r"(?:[T ]+(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d+)?)?\s*"
    r"(?P<zone>Z|UTC|GMT|[+-]\d\d:?(?:\d\d)?)?)?(?:\[[\w/]+\])?"
)
SLASHED = re.compile(r"(?P<a>\d{1,4})(?P<sign>[/.])(?P<b>\d{1,2})(?P=sign)(?P<c>\d{4}|\d{1,2})")
MONTH_DAY = r"(?P<month>[A-Za-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?"
DAY_MONTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[ -](?:of )?(?P<month>[A-Za-z]{3,9})\.?"
WORDED = tuple(re.compile(one) for one in (
    MONTH_DAY + r",? (?P<year>\d{4})", DAY_MONTH + r"(?:,? |-)(?P<year>\d{4})", r"(?P<month>[A-Za-z]{3,9})\.?,? (?P<year>\d{4})",
))  # fmt: skip
CLOCK = re.compile(
    r"\D{0,6}?(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d\d))?(?::(?P<second>\d\d))?(?:\.\d+)? ?(?P<half>[ap]\.?m\.?)?"
    r"\s*\(?(?:(?:gmt|utc)(?=[+-]))?(?P<zone>[A-Za-z]{1,4}|[+-]\d\d:?\d\d)?\)?(?: \([A-Za-z ]+\))?",
    re.IGNORECASE,
)
CLOCK_FIRST = re.compile(r"\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?(?: (?:[A-Z]{1,4}))?,? (?:on )?", re.IGNORECASE)


class Stamp(Record, frozen=True, kw_only=True):
    """A day or a moment; `month` and `day` are None where they are not told."""

    year: int
    month: int | None = None
    day: int | None = None
    moment: datetime | None = None

    def iso(self) -> str:
        """`2024`, `2024-09`, `2024-09-19` or `2024-09-19T10:15:00Z`."""
        if self.moment is not None:
            return self.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return "-".join(f"{part:02d}" for part in (self.year, self.month, self.day) if part is not None)

    def day_of(self) -> date:
        """The first day that it can mean."""
        return self.moment.date() if self.moment else date(self.year, self.month or 1, self.day or 1)


def read_day(text: str, *, today: date | None = None) -> str | None:
    """The day or UTC time that a stamp tells, None where it tells none or one that cannot be."""
    stamp = read_stamp(" ".join(text.split()))
    return stamp.iso() if stamp and is_believable(stamp, today) else None


def is_believable(stamp: Stamp, today: date | None) -> bool:
    """Whether a report can have appeared then. Without `today` the future is not looked at."""
    day = stamp.day_of()
    if stamp.year < FIRST_YEAR or day.isoformat() in PLACEHOLDERS:
        return False
    return today is None or day <= today + AHEAD


def read_stamp(text: str) -> Stamp | None:
    """The stamp of a string that is a date, perhaps with a weekday before and a time behind."""
    for reading in (_read_iso, _read_worded, _read_slashed):
        if stamp := reading(text):
            return stamp
    return None


def _read_iso(text: str) -> Stamp | None:
    found = ISO.fullmatch(text)
    if not found or (found["day"] is None and "-" not in text):
        return None
    day = _stamp(found["year"], int(found["month"]), found["day"])
    if day is None or found["hour"] is None or found["zone"] is None:
        return day
    return _at(day, int(found["hour"]), int(found["minute"]), int(found["second"] or 0), _offset(found["zone"]))


def _read_slashed(text: str) -> Stamp | None:
    """2024/09/19, 19.09.2024 and 19/9/2024; with strokes, a month that could be a day as well tells nothing."""
    found = SLASHED.match(text)
    if not found or not _is_clock(text[found.end() :]):
        return None
    a, b, c = (int(found[name]) for name in "abc")
    if len(found["a"]) == 4:
        return _stamp(a, b, c)
    if len(found["c"]) != 4 or len(found["a"]) > 2:
        return None
    if found["sign"] == "." or a > 12 or a == b:
        return _stamp(c, b, a)
    return _stamp(c, a, b) if b > 12 else None


def _read_worded(text: str) -> Stamp | None:
    """September 19, 2024 · Thursday 19 September 2024, 10:15 a.m. EDT · Thu, 19 Sep 2024 10:15:00 GMT · September 2024.

    A time before the date is passed over.
    """
    text = _without_weekday(CLOCK_FIRST.sub("", text, count=1) if CLOCK_FIRST.match(text) else text)
    for pattern in WORDED:
        found = pattern.match(text)
        month = month_number(found["month"]) if found else None
        if found and month:
            day = _stamp(found["year"], month, found.groupdict().get("day"))
            return _with_clock(day, text[found.end() :]) if day else None
    return None


def _without_weekday(text: str) -> str:
    first, _, rest = text.partition(" ")
    return rest.lstrip() if first.lower().rstrip(".,") in table("dates")["weekdays"] else text


def _with_clock(day: Stamp, rest: str) -> Stamp | None:
    """The day with the time behind it; None where something else than a time follows."""
    if not rest.strip(" .,;|"):
        return day
    found = CLOCK.fullmatch(rest.rstrip(" .,;|"))
    if not found or day.day is None:
        return None
    offset = _offset(found["zone"] or "")
    if found["hour"] is None or offset is None:
        return day
    hour = (
        int(found["hour"]) % 12 + (12 if found["half"].lower().startswith("p") else 0)
        if found["half"]
        else int(found["hour"])
    )
    return _at(day, hour, int(found["minute"] or 0), int(found["second"] or 0), offset)


def _is_clock(rest: str) -> bool:
    return not rest.strip(" .,;|") or CLOCK.fullmatch(rest.rstrip(" .,;|")) is not None


def _offset(zone: str) -> timezone | None:
    """The time zone of a name or of `+02:00`; None for an unknown one."""
    if numeric := re.fullmatch(r"([+-])(\d\d):?(\d\d)?", zone):
        minutes = int(numeric[2]) * 60 + int(numeric[3] or 0)
        if minutes >= 24 * 60:
            return None
        return timezone(timedelta(minutes=-minutes if numeric[1] == "-" else minutes))
    hours = table("dates")["zones"].get(zone.lower())
    return None if hours is None else timezone(timedelta(hours=hours))


def _at(day: Stamp, hour: int, minute: int, second: int, zone: timezone | None) -> Stamp:
    """The day with its time; the day alone where the time cannot be or its zone is unknown."""
    if zone is None or day.month is None or day.day is None:
        return day
    try:
        moment = datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return day
    return Stamp(year=moment.year, month=moment.month, day=moment.day, moment=moment)


def _stamp(year: str | int, month: int | None, day: str | int | None) -> Stamp | None:
    """A stamp of a day that exists."""
    try:
        checked = date(int(year), month or 1, int(day or 1))
    except ValueError:
        return None
    return Stamp(year=checked.year, month=month, day=checked.day if day is not None else None)


@cache
def _months() -> dict[str, int]:
    months: dict[str, int] = table("dates")["months"]
    return months


def month_number(word: str) -> int | None:
    """The number of a month by its name or abbreviation."""
    return _months().get(word.lower().rstrip("."))


def nearest_day(month: int, day: int, published: str) -> str | None:
    """The day with that month and day, in the year that puts it closest before the day of publication, or at most two days after."""
    end = last_day(published)
    for year in (end.year + 1, end.year, end.year - 1):
        stamp = _stamp(year, month, day)
        if stamp and stamp.day_of() <= end + AHEAD:
            return stamp.iso()
    return None


def last_day(published: str) -> date:
    """The last day that `2024`, `2024-09` or `2024-09-19…` can mean."""
    year, month, day = int(published[:4]), published[5:7], published[8:10]
    if day:
        return date(year, int(month), int(day))
    following = date(year + 1, 1, 1) if month in ("", "12") else date(year, int(month) + 1, 1)
    return following - timedelta(days=1)


def date_line(line: str, *, today: date | None = None) -> tuple[str, bool] | None:
    """(day, whether it is that of publication) of a line that is nothing but a date, None of any other line.

    `Published: September 19, 2024` is one; the day of `Updated 20 September 2024` is later than that of publication.
    """
    told = [_told_day(part, today) for part in re.split(r"\s*[|•·]\s*", line)]
    if not told or told[0] is None:
        return None
    return next((one for one in told if one and one[1]), told[0])


def _told_day(part: str, today: date | None) -> tuple[str, bool] | None:
    rest, later = _without_leading(part, table("dates")["leading"])
    day = read_day(rest, today=today)
    return (day, not later) if day and len(day) >= len("2024-09-19") else None


def _without_leading(part: str, words: dict[str, list[str]]) -> tuple[str, bool]:
    lowered = part.lower()
    for later, group in ((False, words["words"]), (True, words["later"])):
        for word in sorted(group, key=len, reverse=True):
            if lowered.startswith(word) and not lowered[len(word) : len(word) + 1].isalnum():
                return part[len(word) :].lstrip(" :-–—"), later
    return part, False


def days_in_address(url: str) -> Iterator[str]:
    """The days that the path of an address names, as in `/2024/09/19/`."""
    for found in re.finditer(r"(?<!\d)((?:19|20)\d\d)[/-](0[1-9]|1[0-2])[/-]([0-3]\d)(?!\d)", url):
        if stamp := _stamp(found[1], int(found[2]), found[3]):
            yield stamp.iso()
