"""A value over time: lines with their intervals, marked days, and the days on which nothing is known."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from dragoman.records.base import Record

from .drawing import (
    COLOURS,
    DASHES,
    HATCHED,
    MARGIN,
    SIZE,
    Cell,
    Picture,
    cut,
    frame,
    heading,
    hint,
    notes,
    path,
    shape,
    tag,
    width_of,
    words,
)
from .scales import Scale, day_marks, day_number, day_of, figure, round_values, spread

PLOT_HEIGHT = 260.0


class Point(Record, frozen=True, kw_only=True):
    """A value on a day with its interval. A value that is not known is None and breaks the line: it is never drawn as zero."""

    day: str
    value: float | None
    low: float | None = None
    high: float | None = None


class Line(Record, frozen=True, kw_only=True):
    """A named line; its points in order of their days."""

    name: str
    points: tuple[Point, ...]


class Mark(Record, frozen=True, kw_only=True):
    """A day that stands out and what happened on it, in words."""

    day: str
    label: str


class Level(Record, frozen=True, kw_only=True):
    """A value to compare with, such as an alarm threshold."""

    value: float
    label: str


def line_chart(
    title: str,
    lines: Sequence[Line],
    *,
    unit: str = "",
    description: str = "",
    marks: Sequence[Mark] = (),
    gaps: Sequence[tuple[str, str]] = (),
    levels: Sequence[Level] = (),
    band: str = "",
    bounds: tuple[float, float] | None = None,
    width: float = 860.0,
) -> Picture:
    """Lines over days with interval bands, numbered marks, compared levels, and hatched `gaps` (first and last day, without reports).

    `band` says what the interval is ("80 % interval"); `bounds` are the least range of the value axis. The table has a row for each
    point, mark and gap. Raises ValueError where a day is no ISO day.
    """
    days = [day_number(point.day) for line in lines for point in line.points] + [day_number(one.day) for one in marks]
    if not days:
        return _empty(title, description, width)
    head, top = heading(title, unit, width)
    top += 24 if marks else 8
    names = _room_for_names(lines)
    values = round_values(*_reach(lines, levels, bounds))
    left = MARGIN + max(width_of(figure(value)) for value in values) + 8
    x = Scale(min(days), max(days), left, width - MARGIN - names)
    y = Scale(values[0], values[-1], top + PLOT_HEIGHT, top)
    parts = [
        *head,
        *_gaps(gaps, x, y),
        *_grid(values, x, y),
        *_day_axis(x, y),
        *_levels(levels, x, y),
        *_marks(marks, x, y),
        *(part for at, line in enumerate(lines) for part in _band(line, at, x, y)),
        *(part for at, line in enumerate(lines) for part in _stroke(line, at, x, y)),
        *_names(lines, x, y),
    ]
    foot, bottom = notes(_foot(marks, gaps, band), top + PLOT_HEIGHT + 30, width)
    described = description or described_lines(lines, unit)
    rows = _rows(lines, marks, gaps)
    return frame(title, described, (width, bottom + MARGIN), [*parts, *foot], COLUMNS, rows)


COLUMNS = ("day", "line", "value", "low", "high", "note")


def described_lines(lines: Sequence[Line], unit: str) -> str:
    """Each line's course in a sentence, for those who cannot see the picture."""
    said = []
    for line in lines:
        known = [(point.day, point.value) for point in line.points if point.value is not None]
        if known:
            (first, begun), (last, ended), (peak, most) = known[0], known[-1], max(known, key=lambda one: one[1])
            said.append(
                f"{line.name}: {figure(begun)} on {first}, {figure(ended)} on {last}, highest {figure(most)} on {peak}."
            )
    return " ".join([*said, f"Unit: {unit}." if unit else ""]).strip()


def _empty(title: str, description: str, width: float) -> Picture:
    head, top = heading(title, "nothing to show: no day is known", width)
    return frame(title, description or "Nothing to show.", (width, top + MARGIN), head, COLUMNS, ())


def _reach(lines: Sequence[Line], levels: Sequence[Level], bounds: tuple[float, float] | None) -> tuple[float, float]:
    points = [point for line in lines for point in line.points]
    shown = [value for point in points for value in (point.value, point.low, point.high) if value is not None]
    shown += [level.value for level in levels] + list(bounds or ())
    return (min(shown), max(shown)) if shown else (0.0, 1.0)


def _room_for_names(lines: Sequence[Line]) -> float:
    """Pixels to the right of the plot; a single line needs no name, its title says it."""
    return min(200.0, max(width_of(line.name) for line in lines) + 22) if len(lines) > 1 else 8.0


def _grid(values: Sequence[float], x: Scale, y: Scale) -> Iterator[str]:
    for value in values:
        kind = "dg-axis" if value == 0 or value == values[0] else "dg-grid"
        yield tag("path", d=path([(x.start, y(value)), (x.end, y(value))]), class_=kind)
        yield words(x.start - 6, y(value) + 4, figure(value), kind="muted", anchor="end")


def _day_axis(x: Scale, y: Scale) -> Iterator[str]:
    for day, name in day_marks(int(x.low), int(x.high), x.end - x.start):
        yield tag("path", d=path([(x(day), y.start), (x(day), y.start + 4)]), class_="dg-axis")
        yield words(x(day), y.start + 18, name, kind="muted", anchor="middle")


def _gaps(gaps: Sequence[tuple[str, str]], x: Scale, y: Scale) -> Iterator[str]:
    """Hatched ground from half a day before the first to half a day after the last day, inside the plot."""
    for first, last in gaps:
        left = max(x.start, x(day_number(first) - 0.5))
        right = min(x.end, x(day_number(last) + 0.5))
        if right > left:
            told = hint(f"no reports from {first} to {last}")
            yield tag("rect", told, x=left, y=y.end, width=right - left, height=y.start - y.end, fill=HATCHED)


def _levels(levels: Sequence[Level], x: Scale, y: Scale) -> Iterator[str]:
    for level in levels:
        yield tag("path", d=path([(x.start, y(level.value)), (x.end, y(level.value))]), class_="dg-level")
        yield words(x.start + 6, y(level.value) - 5, level.label, kind="muted", halo=True)


def _marks(marks: Sequence[Mark], x: Scale, y: Scale) -> Iterator[str]:
    """A dotted line on each marked day, with its number above; numbers that would touch are moved apart."""
    wanted = [x(day_number(mark.day)) for mark in marks]
    for at, (mark, real, put) in enumerate(zip(marks, wanted, spread(wanted, 18, x.start, x.end), strict=True), 1):
        yield tag("path", d=path([(put, y.end - 8), (real, y.end), (real, y.start)]), class_="dg-mark")
        badge = tag("path", d=shape(0, put, y.end - 14, 8.5), class_="dg-badge")
        yield tag(
            "g",
            hint(f"{mark.day} {mark.label}"),
            badge,
            words(put, y.end - 10, str(at), kind="inside", anchor="middle"),
        )


def _runs(points: Sequence[Point], banded: bool) -> list[list[Point]]:
    """Stretches of points whose value (and, for a band, interval) is known."""

    def known(point: Point) -> bool:
        return point.value is not None and (not banded or (point.low is not None and point.high is not None))

    return [list(run) for is_known, run in groupby(points, known) if is_known]


def _band(line: Line, at: int, x: Scale, y: Scale) -> Iterator[str]:
    for run in _runs(line.points, banded=True):
        upper = [(x(day_number(point.day)), y(point.high or 0.0)) for point in run]
        lower = [(x(day_number(point.day)), y(point.low or 0.0)) for point in reversed(run)]
        yield tag("path", d=path([*upper, *lower], closed=True), class_=f"dg-fill-{at % COLOURS}", fill_opacity="0.18")


def _stroke(line: Line, at: int, x: Scale, y: Scale) -> Iterator[str]:
    dash = DASHES[at % len(DASHES)] or None
    for run in _runs(line.points, banded=False):
        placed = [(x(day_number(point.day)), y(point.value or 0.0)) for point in run]
        if len(placed) == 1:
            yield tag("path", d=shape(at, *placed[0], 2.5), class_=f"dg-fill-{at % COLOURS}")
        else:
            yield tag(
                "path", hint(line.name), d=path(placed), class_=f"dg-line-{at % COLOURS}",
                stroke_width="2", stroke_dasharray=dash, stroke_linejoin="round",
            )  # fmt: skip


def _names(lines: Sequence[Line], x: Scale, y: Scale) -> Iterator[str]:
    """Each line's name at its end, with the shape that stands for it."""
    if len(lines) < 2:
        return
    ends = [[point for point in line.points if point.value is not None][-1:] for line in lines]
    wanted = [y(end[0].value or 0.0) if end else y.start for end in ends]
    for at, (line, put) in enumerate(zip(lines, spread(wanted, 16, y.end, y.start), strict=True)):
        yield tag("path", d=shape(at, x.end + 10, put, 4), class_=f"dg-fill-{at % COLOURS}")
        yield words(x.end + 19, put + 4, cut(line.name, 178, SIZE))


def _foot(marks: Sequence[Mark], gaps: Sequence[tuple[str, str]], band: str) -> list[str]:
    keys = [*([f"shaded: {band}"] if band else []), *(["hatched: no reports"] if gaps else [])]
    marked = [f"{at}: {mark.day} {mark.label}" for at, mark in enumerate(marks, 1)]
    return [*([" · ".join(keys)] if keys else []), *marked]


def _rows(lines: Sequence[Line], marks: Sequence[Mark], gaps: Sequence[tuple[str, str]]) -> Iterator[tuple[Cell, ...]]:
    for line in lines:
        for point in line.points:
            yield (point.day, line.name, point.value, point.low, point.high, None)
    for mark in marks:
        yield (mark.day, None, None, None, None, mark.label)
    for first, last in gaps:
        yield (first, None, None, None, None, f"no reports to {day_of(day_number(last))}")
