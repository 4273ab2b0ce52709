"""From numbers and days to pixels, and the round values that an axis names."""

import math
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


class Scale(NamedTuple):
    """A straight line from values `low`..`high` to pixels `start`..`end`."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The pixel of a value."""
        reach = self.high - self.low
        return self.start + (self.end - self.start) * ((value - self.low) / reach if reach else 0.5)


def round_values(low: float, high: float, count: int = 5) -> list[float]:
    """About `count` round numbers that hold `low` and `high` between the first and the last.

    >>> round_values(0.3, 8.7)
    [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]
    """
    if high <= low:
        low, high = low - 0.5, high + 0.5
    rough = (high - low) / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(one * power for one in STEPS if one * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(at * step, 10) for at in range(first, last + 1)]


def figure(value: float) -> str:
    """A number for people: no needless zeros, thousands apart, a true minus.

    >>> figure(0.25), figure(12000.0), figure(-3.0)
    ('0.25', '12,000', '−3')
    """
    text = f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 1000 else f"{value:.3g}"
    return text.replace("-", "−")


def day_number(day: str) -> int:
    """Days since year 1. Raises ValueError for anything that is no ISO day."""
    return date.fromisoformat(day).toordinal()


def day_marks(first: int, last: int, room: float) -> list[tuple[int, str]]:
    """Days that a time axis names, at most one for each 70 pixels of `room`: days, weeks, months, quarters or years."""
    most = max(2, int(room / 70))
    for marks in (_days(first, last, 1), _days(first, last, 7), *(_months(first, last, step) for step in (1, 3, 6))):
        if len(marks) <= most:
            return marks
    years = _months(first, last, 12)
    return years[:: max(1, math.ceil(len(years) / most))]


def _days(first: int, last: int, step: int) -> list[tuple[int, str]]:
    if (last - first) / step > 60:
        return [(0, "")] * 61
    aligned = first + (-(first - 1)) % step if step == 7 else first
    return [(at, _day_name(date.fromordinal(at), at == aligned)) for at in range(aligned, last + 1, step)]


def _day_name(day: date, first: bool) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if first or (day.month == 1 and day.day <= 7) else "")


def _months(first: int, last: int, step: int) -> list[tuple[int, str]]:
    start, end = date.fromordinal(first), date.fromordinal(last)
    whole = range(start.year * 12 + start.month - 1, end.year * 12 + end.month)
    days = [date(at // 12, at % 12 + 1, 1) for at in whole if at % step == 0]
    inside = [day for day in days if first <= day.toordinal() <= last]
    return [(day.toordinal(), _month_name(day, step, at == 0)) for at, day in enumerate(inside)]


def _month_name(day: date, step: int, first: bool) -> str:
    if step == 12:
        return str(day.year)
    return f"{MONTHS[day.month - 1]} {day.year}" if first or day.month == 1 else MONTHS[day.month - 1]


def day_of(number: int) -> str:
    """The ISO day of a day number."""
    return date.fromordinal(number).isoformat()


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions near those wanted, in their order from small to large, at least `gap` apart where there is room."""
    order = sorted(range(len(wanted)), key=lambda at: (wanted[at], at))
    placed = [0.0] * len(wanted)
    floor = low
    for at in order:
        placed[at] = max(wanted[at], floor)
        floor = placed[at] + gap
    ceiling = high
    for at in reversed(order):
        placed[at] = max(low, min(placed[at], ceiling))
        ceiling = placed[at] - gap
    return placed
