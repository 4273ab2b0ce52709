"""The days that a date as far as it is known may mean."""

import calendar
import re
from datetime import UTC, date, datetime

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def day_range(value: str | None) -> tuple[str | None, str | None]:
    """First and last ISO day of `2024`, `2024-09`, `2024-09-19` or a UTC time; (None, None) where it tells no day.

    >>> day_range("2024-09")
    ('2024-09-01', '2024-09-30')
    """
    if not value:
        return None, None
    if "T" in value:
        return _day_of_time(value)
    match = _PARTIAL.fullmatch(value)
    if not match:
        return None, None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        return _days(year or 0, month, day)
    except ValueError:
        return None, None


def _days(year: int, month: int | None, day: int | None) -> tuple[str, str]:
    if month is None:
        return date(year, 1, 1).isoformat(), date(year, 12, 31).isoformat()
    if day is None:
        return date(year, month, 1).isoformat(), date(year, month, calendar.monthrange(year, month)[1]).isoformat()
    only = date(year, month, day).isoformat()
    return only, only


def _day_of_time(value: str) -> tuple[str | None, str | None]:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return day_range(value.partition("T")[0])
    day = (moment.astimezone(UTC) if moment.tzinfo else moment).date().isoformat()
    return day, day


def both_ends(start: str | None, end: str | None) -> tuple[str | None, str | None]:
    """First and last day of a time, an open end taken at the end that is known; (None, None) where neither is."""
    return (start or end), (end or start)
