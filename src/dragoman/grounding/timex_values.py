"""TIMEX3 values: written from a day and a grain, and read back as the first and last day they may mean."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

GRAINS = {
    "D": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year", "DE": "decade", "CE": "century",
    "ML": "century", "FN": "week", "WE": "week",
}  # fmt: skip
_SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14)}
_PATTERN = re.compile(
    r"(?P<year>\d{4})(?:-(?:W(?P<week>\d\d)(?:-(?P<weekday>\d|WE))?|Q(?P<quarter>\d)|H(?P<half>\d)|(?P<season>SP|SU|FA|WI)"
    r"|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?(?P<clock>T.*)?$"
)


class Reference(NamedTuple):
    """A date that others are counted from: its first day and how exactly it is known (day, week, month, quarter, year …)."""

    day: date
    grain: str


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last of that month. Years stay within 1 to 9999."""
    index = min(max(day.year * 12 + day.month - 1 + months, 12), 9999 * 12 + 11)
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def add_days(day: date, days: int) -> date:
    """The day `days` later, held within the calendar."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def shift(day: date, unit: str, count: int) -> date:
    """The day `count` units later; `unit` is a TIMEX3 designator (D, W, M, Q, Y, DE, CE, FN, WE, ML)."""
    if unit in ("D", "W", "FN", "WE"):
        return add_days(day, count * {"D": 1, "W": 7, "WE": 7, "FN": 14}[unit])
    return add_months(day, count * {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200, "ML": 12000}[unit])


def value_at(day: date, unit: str) -> str:
    """The TIMEX3 value of the day, week, month … that holds `day`."""
    match unit:
        case "D":
            return day.isoformat()
        case "W" | "FN":
            year, week, _ = day.isocalendar()
            return f"{year:04d}-W{week:02d}"
        case "WE":
            year, week, _ = day.isocalendar()
            return f"{year:04d}-W{week:02d}-WE"
        case "M":
            return f"{day.year:04d}-{day.month:02d}"
        case "Q":
            return f"{day.year:04d}-Q{(day.month - 1) // 3 + 1}"
        case "Y":
            return f"{day.year:04d}"
        case "DE":
            return f"{day.year // 10:03d}X"
        case "CE":
            return f"{day.year // 100:02d}XX"
    return f"{day.year // 1000}XXX"


def days_of(value: str | None) -> tuple[str | None, str | None, str | None]:
    """First day, last day and precision of a value; None where it is not on the calendar.

    `2024-W38` is 2024-09-16 to 2024-09-22, week. A season is meteorological, and winter ends in the next year.
    """
    if value is None:
        return None, None, None
    if value.endswith("_REF"):
        return None, None, "vague"
    match = _PATTERN.match(value)
    if match:
        try:
            return _days_of_parts(match)
        except ValueError:
            return None, None, None
    coarse = re.match(r"(\d{2})(?:(\d)X|XX)$", value)
    if coarse:
        first = int(coarse[1]) * 100 + int(coarse[2] or 0) * 10
        last = first + (9 if coarse[2] else 99)
        return f"{max(first, 1):04d}-01-01", f"{last:04d}-12-31", "decade" if coarse[2] else "century"
    return None, None, _precision_of_open(value)


def _precision_of_open(value: str) -> str | None:
    """How exact a value with X parts would be, were it known: `XXXX-WXX-5` is a day."""
    if value.startswith(("P", "BC")):
        return "year" if value.startswith("BC") else None
    if "T" in value:
        return "time"
    for pattern, precision in (
        (r".{4}-WXX-\d", "day"),
        (r".{4}-W..", "week"),
        (r".{4}-..-..", "day"),
        (r".{4}-Q.", "quarter"),
    ):
        if re.match(pattern, value):
            return precision
    return (
        "season" if value[5:] in _SEASON_MONTHS else "month" if len(value) == 7 else "year" if len(value) == 4 else None
    )


def _days_of_parts(match: re.Match[str]) -> tuple[str, str, str]:
    year = int(match["year"])
    if match["week"]:
        first, last, precision = _days_of_week(year, int(match["week"]), match["weekday"])
    elif match["month"]:
        month, day = int(match["month"]), match["day"]
        first = date(year, month, int(day) if day else 1)
        last = first if day else date(year, month, monthrange(year, month)[1])
        precision = "day" if day else "month"
    elif match["quarter"] or match["half"]:
        months = 3 if match["quarter"] else 6
        first = date(year, (int(match["quarter"] or match["half"]) - 1) * months + 1, 1)
        last = add_days(add_months(first, months), -1)
        precision = "quarter" if match["quarter"] else "season"
    elif match["season"]:
        begin, end = _SEASON_MONTHS[match["season"]]
        first = date(year, begin, 1)
        last = add_days(add_months(date(year, 1, 1), end), -1)
        precision = "season"
    else:
        first, last, precision = date(year, 1, 1), date(year, 12, 31), "year"
    return first.isoformat(), last.isoformat(), "time" if match["clock"] else precision


def _days_of_week(year: int, week: int, weekday: str | None) -> tuple[date, date, str]:
    if weekday == "WE":
        first = date.fromisocalendar(year, week, 6)
        return first, add_days(first, 1), "day"
    if weekday:
        first = date.fromisocalendar(year, week, int(weekday))
        return first, first, "day"
    first = date.fromisocalendar(year, week, 1)
    return first, add_days(first, 6), "week"


def reference_of(value: str | None) -> Reference | None:
    """What a value gives to count from; None where it has no place on the calendar."""
    first, _, precision = days_of(value)
    if first is None or value is None or precision is None:
        return None
    grain = "day" if precision == "time" and len(value.split("T")[0]) == 10 else precision
    return Reference(date.fromisoformat(first), grain)


def easter(year: int) -> date:
    """Western Easter Sunday (Gregorian computus, Meeus 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    h = (19 * a + b - d - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    ell = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * ell) // 451
    month, day = divmod(h + ell - 7 * m + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth (from 1; -1 the last) `weekday` (1 Monday) of a month."""
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (nth - 1))
    last = date(year, month, monthrange(year, month)[1])
    return last - timedelta((last.isoweekday() - weekday) % 7)
