"""Predictions from event data that was imported, not read: the index of tension."""

from collections.abc import Iterator, Sequence
from datetime import date

from .rows import IndexDay, PairDay
from .stages import Options, Step


def tension(rows: Sequence[PairDay], _: Options, step: Step) -> Iterator[IndexDay]:
    """The index of each pair on each day on which it is known. A score is the day's balance, conflict below zero; rows are one series."""
    import numpy as np

    from dragoman.analysis.tension import course_of, iso, stepped

    pairs = sorted({(row.a, row.b) for row in rows})
    if not pairs:
        return
    at = {pair: number for number, pair in enumerate(pairs)}
    days = {day: date.fromisoformat(day).toordinal() for day in {row.day for row in rows}}
    first, last = min(days.values()), max(days.values())
    load, reported = np.zeros((len(pairs), last - first + 1)), np.zeros((len(pairs), last - first + 1), dtype=bool)
    for row in rows:
        where = at[row.a, row.b], days[row.day] - first
        load[where], reported[where] = max(0.0, -row.score), True
    course = course_of(load, reported)
    values = stepped(course.level)
    for number, (a, b) in enumerate(pairs):
        for day in np.flatnonzero(course.known[number]):
            yield IndexDay(day=iso(first + int(day)), a=a, b=b, value=float(values[number, day]))
        step(number + 1, len(pairs))
