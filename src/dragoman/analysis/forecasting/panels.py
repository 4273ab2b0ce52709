"""A series of many countries or pairs as one table of numbers: a row for each key, a column for each month or week."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dragoman.records import PairEvent, SeriesPoint

Floats = npt.NDArray[np.float64]

WEEK = 7
SURE = ("asserted", "likely")


class Panel(NamedTuple):
    """`values` is (keys, times); `starts` are the ISO days on which the times begin, without gaps; what is not known is NaN."""

    keys: tuple[str, ...]
    starts: tuple[str, ...]
    values: Floats

    def until(self, last: str) -> "Panel":
        """The times that begin on `last` or before: all that is known where `last` begins the last one that is over."""
        known = [start for start in self.starts if start <= last]
        return Panel(self.keys, tuple(known), self.values[:, : len(known)])


def monthly(points: Iterable[SeriesPoint]) -> Panel:
    """A table of months from the first to the last that any key has."""
    cells = {(one.key, month_of(one.start)): one.value for one in points}
    return _panel(cells, _times(cells, lambda start: months_on(start, 1)))


def weekly(days: Iterable[tuple[str, str, float]]) -> Panel:
    """A table of weeks from Monday to Sunday: a seventh of what the (key, day, value) of a week sum to.

    A week in which no key has any day is not known: the source is silent. A last week that is not over is left out.
    """
    cells: dict[tuple[str, str], float] = {}
    last = ""
    for key, day, value in days:
        last, monday = max(last, day), monday_of(day)
        cells[key, monday] = cells.get((key, monday), 0.0) + value / WEEK
    over = {cell: value for cell, value in cells.items() if days_on(cell[1], WEEK - 1) <= last}
    panel = _panel(over, _times(over, lambda start: days_on(start, WEEK)))
    silent = np.isnan(panel.values).all(axis=0)
    return panel._replace(values=np.where(silent, np.nan, np.nan_to_num(panel.values)))


def daily_tension(events: Iterable[PairEvent]) -> Iterator[tuple[str, str, float]]:
    """Acts of each unordered pair as (key, day known, less their intensity): conflict counts up, cooperation down.

    Only what is asserted or likely and happens now; an act counts on the day from which it could be known.
    """
    for one in events:
        if one.auxiliary is None and one.certainty in SURE:
            yield "-".join(sorted((one.actor, one.recipient))), one.known, -one.intensity


def _times(cells: Iterable[tuple[str, str]], following: Callable[[str], str]) -> tuple[str, ...]:
    """The starts from the first to the last, without gaps."""
    starts = {start for _, start in cells}
    if not starts:
        return ()
    times = [min(starts)]
    while times[-1] < max(starts):
        times.append(following(times[-1]))
    return tuple(times)


def _panel(cells: dict[tuple[str, str], float], times: tuple[str, ...]) -> Panel:
    keys = tuple(sorted({key for key, _ in cells}))
    rows, columns = ({name: at for at, name in enumerate(names)} for names in (keys, times))
    values = np.full((len(keys), len(times)), np.nan)
    for (key, start), value in cells.items():
        values[rows[key], columns[start]] = value
    return Panel(keys, times, values)


def month_of(day: str) -> str:
    """The first day of the month of an ISO day or month."""
    return day[:7] + "-01"


def months_on(start: str, months: int) -> str:
    """The first day of the month so many months after that of `start`.

    >>> months_on("2019-11-01", 3)
    '2020-02-01'
    """
    year, month = divmod(int(start[:4]) * 12 + int(start[5:7]) - 1 + months, 12)
    return f"{year:04d}-{month + 1:02d}-01"


def days_on(day: str, days: int) -> str:
    """The ISO day so many days after `day`."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def monday_of(day: str) -> str:
    """The Monday of the week of an ISO day."""
    return days_on(day, -date.fromisoformat(day).weekday())
