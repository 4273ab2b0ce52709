"""Amounts beside each other: bars lying for names, standing for periods, whole or in parts."""

from collections.abc import Iterator, Sequence

from dragoman.records.base import Record

from .drawing import (
    COLOURS,
    HATCHED,
    MARGIN,
    Cell,
    Picture,
    cut,
    frame,
    heading,
    hint,
    notes,
    path,
    tag,
    width_of,
    words,
)
from .scales import Scale, figure, round_values

BAR, GAP = 20.0, 9.0
PLOT_HEIGHT = 240.0
ASKING, BAND = 12.0, 8.0  # pixels that a question mark needs, and the height of what is hatched where there is less
NAME_ROOM = 0.34  # of the width, at most, for the names of lying bars


class Part(Record, frozen=True, kw_only=True):
    """A part of a bar: its kind and how much of it there is."""

    kind: str
    value: float


class Bar(Record, frozen=True, kw_only=True):
    """A named amount with its interval, or one in parts. `value` None is an amount that is not known, never zero.

    Of a bar in parts the parts are drawn, none below zero, and `value` is left out. `note` is said after the amount.
    """

    name: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    parts: tuple[Part, ...] = ()
    note: str = ""


COLUMNS = ("name", "part", "value", "low", "high", "note")


def bars(
    title: str,
    given: Sequence[Bar],
    *,
    unit: str = "",
    description: str = "",
    foot: Sequence[str] = (),
    bounds: tuple[float, float] = (0.0, 0.0),
    width: float = 860.0,
) -> Picture:
    """Lying bars from zero, one below the other, with their interval and amount. The table has a row for each bar or part."""
    kinds = kinds_of(given)
    head, top = heading(title, unit, width)
    legend, top = _legend(kinds, top + 6, width)
    values = round_values(*_reach(given, bounds))
    names = min(width * NAME_ROOM, max((width_of(bar.name) for bar in given), default=0.0)) + 8
    after = max((width_of(_amount(bar)) for bar in given), default=0.0) + 12
    x = Scale(values[0], values[-1], MARGIN + names, width - MARGIN - after)
    bottom = top + len(given) * (BAR + GAP) + 4
    parts = [*head, *legend, *_upright_grid(values, x, top, bottom)]
    for at, bar in enumerate(given):
        parts += _lying(bar, kinds, x, top + GAP / 2 + at * (BAR + GAP), names)
    said, bottom = notes(foot, bottom + 22, width)
    described = description or described_bars(given, unit)
    return frame(title, described, (width, bottom + MARGIN), [*parts, *said], COLUMNS, _rows(given))


def standing_bars(
    title: str,
    given: Sequence[Bar],
    *,
    unit: str = "",
    description: str = "",
    foot: Sequence[str] = (),
    width: float = 860.0,
) -> Picture:
    """Standing bars from zero, side by side, for periods in their order; a period that is not known has a `?` in place of a bar, and is
    hatched where many stand close together.
    """
    kinds = kinds_of(given)
    head, top = heading(title, unit, width)
    legend, top = _legend(kinds, top + 6, width)
    top += 10
    values = _marks(given)
    left = MARGIN + max(width_of(figure(value)) for value in values) + 8
    y = Scale(values[0], values[-1], top + PLOT_HEIGHT, top)
    step = (width - MARGIN - left) / max(1, len(given))
    parts = [*head, *legend, *_level_grid(values, left, width - MARGIN, y)]
    parts += [part for at, bar in enumerate(given) for part in _standing(bar, kinds, left + at * step, step, y)]
    parts += _below([bar.name for bar in given], left, step, y.start + 16)
    said, bottom = notes(foot, y.start + 26, width)
    described = description or described_bars(given, unit)
    return frame(title, described, (width, bottom + MARGIN), [*parts, *said], COLUMNS, _rows(given))


def _marks(given: Sequence[Bar]) -> list[float]:
    """What the axis names: whole numbers where only such are shown."""
    values = round_values(*_reach(given, (0.0, 0.0)))
    shown = [one for bar in given for one in (_total(bar), bar.low, bar.high) if one is not None]
    return values if any(one % 1 for one in shown) else [one for one in values if one % 1 == 0]


def kinds_of(given: Sequence[Bar]) -> list[str]:
    """The kinds of parts in order of their first use; one kind without a name where the bars are whole."""
    return list(dict.fromkeys(part.kind for bar in given for part in bar.parts)) or [""]


def described_bars(given: Sequence[Bar], unit: str) -> str:
    """The amounts in a sentence, for those who cannot see the picture."""
    said = "; ".join(f"{bar.name}: {_amount(bar)}" for bar in given[:12])
    more = f"; and {len(given) - 12} more" if len(given) > 12 else ""
    return f"{said}{more}." + (f" Unit: {unit}." if unit else "") if given else "Nothing to show."


def _total(bar: Bar) -> float | None:
    return sum(part.value for part in bar.parts) if bar.parts else bar.value


def _amount(bar: Bar) -> str:
    total = _total(bar)
    said = "not known" if total is None else figure(total)
    return f"{said} {bar.note}".rstrip()


def _reach(given: Sequence[Bar], bounds: tuple[float, float]) -> tuple[float, float]:
    shown = [one for bar in given for one in (_total(bar), bar.low, bar.high) if one is not None]
    return min(0.0, *bounds, *shown), max(0.0, *bounds, *shown) or 1.0


def _legend(kinds: Sequence[str], top: float, width: float) -> tuple[list[str], float]:
    """What each kind of part looks like, in as many lines as they need."""
    if kinds == [""]:
        return [], top
    parts, x, y = [], MARGIN, top + 12
    for at, kind in enumerate(kinds):
        room = width_of(kind) + 34
        if x > MARGIN and x + room > width - MARGIN:
            x, y = MARGIN, y + 20
        parts += [*_filled(at, x, y - 10, 14, 12, ""), words(x + 20, y, kind)]
        x += room
    return parts, y + 12


def _filled(at: int, x: float, y: float, width: float, height: float, said: str) -> Iterator[str]:
    """A box in the colour and the texture of the kind with that number; the first has no texture."""
    box = {"x": x, "y": y, "width": max(0.0, width), "height": max(0.0, height)}
    yield tag("rect", *([hint(said)] if said else []), class_=f"dg-fill-{at % COLOURS}", **box)
    lines = _texture(at % COLOURS, x, y, width, height)
    if lines and width > 1 and height > 1:
        yield tag("path", d=lines, class_="dg-grid", stroke_opacity="0.5")


def _texture(kind: int, x: float, y: float, width: float, height: float) -> str:
    """Lines inside a box: none, upright, level, wide upright, wide level, both."""
    upright = {1: 7.0, 3: 14.0, 5: 7.0}.get(kind)
    level = {2: 7.0, 4: 10.0, 5: 7.0}.get(kind)
    drawn = []
    if upright:
        steps = range(1, int(width / upright) + 1)
        drawn += [path([(x + at * upright, y), (x + at * upright, y + height)]) for at in steps if at * upright < width]
    if level:
        steps = range(1, int(height / level) + 1)
        drawn += [path([(x, y + at * level), (x + width, y + at * level)]) for at in steps if at * level < height]
    return "".join(drawn)


def _upright_grid(values: Sequence[float], x: Scale, top: float, bottom: float) -> Iterator[str]:
    for value in values:
        yield tag("path", d=path([(x(value), top), (x(value), bottom)]), class_="dg-axis" if value == 0 else "dg-grid")
        yield words(x(value), bottom + 15, figure(value), kind="muted", anchor="middle")


def _level_grid(values: Sequence[float], left: float, right: float, y: Scale) -> Iterator[str]:
    for value in values:
        yield tag("path", d=path([(left, y(value)), (right, y(value))]), class_="dg-axis" if value == 0 else "dg-grid")
        yield words(left - 6, y(value) + 4, figure(value), kind="muted", anchor="end")


def _pieces(bar: Bar, kinds: Sequence[str]) -> Iterator[tuple[int, float, float, str]]:
    """Kind number, from, to, and the words of each piece of a bar."""
    if not bar.parts:
        if bar.value is not None:
            yield 0, min(0.0, bar.value), max(0.0, bar.value), f"{bar.name}: {_amount(bar)}"
        return
    reached = 0.0
    for part in sorted(bar.parts, key=lambda part: kinds.index(part.kind)):
        yield kinds.index(part.kind), reached, reached + part.value, f"{bar.name}, {part.kind}: {figure(part.value)}"
        reached += part.value


def _lying(bar: Bar, kinds: Sequence[str], x: Scale, top: float, names: float) -> Iterator[str]:
    yield words(x.start - 8, top + BAR / 2 + 4, cut(bar.name, names - 8), anchor="end")
    for at, low, high, said in _pieces(bar, kinds):
        yield from _filled(at, x(low), top, x(high) - x(low), BAR, said)
    if bar.low is not None and bar.high is not None:
        yield _whisker([(x(bar.low), top + BAR / 2), (x(bar.high), top + BAR / 2)], (0, 4))
    end = max(x(one) for one in (0.0, _total(bar) or 0.0, bar.high or 0.0))
    yield words(end + 6, top + BAR / 2 + 4, _amount(bar), kind="muted")


def _standing(bar: Bar, kinds: Sequence[str], left: float, step: float, y: Scale) -> Iterator[str]:
    room = min(44.0, step * 0.72)
    x = left + (step - room) / 2
    for at, low, high, said in _pieces(bar, kinds):
        yield from _filled(at, x, y(high), room, y(low) - y(high), said)
    if bar.low is not None and bar.high is not None:
        yield _whisker([(x + room / 2, y(bar.low)), (x + room / 2, y(bar.high))], (4, 0))
    if _total(bar) is None:
        told = hint(f"{bar.name}: not known")
        if step < ASKING:
            yield tag("rect", told, x=left, y=y(0) - BAND, width=step, height=BAND, fill=HATCHED)
        else:
            yield tag("g", told, words(left + step / 2, y(0) - 5, "?", kind="muted", anchor="middle"))


def _whisker(ends: Sequence[tuple[float, float]], across: tuple[float, float]) -> str:
    """A line from low to high with a short one across each end."""
    dx, dy = across
    caps = "".join(path([(px - dx, py - dy), (px + dx, py + dy)]) for px, py in ends)
    return tag("path", d=path(ends) + caps, class_="dg-whisker")


def _below(names: Sequence[str], left: float, step: float, y: float) -> Iterator[str]:
    """The names under standing bars: every one, or every so many as there is room for."""
    widest = max((width_of(name) for name in names), default=0.0) + 10
    every = max(1, int(-(-widest // step))) if step else 1
    for at in range(0, len(names), every):
        yield words(left + (at + 0.5) * step, y, names[at], kind="muted", anchor="middle")


def _rows(given: Sequence[Bar]) -> Iterator[tuple[Cell, ...]]:
    for bar in given:
        if not bar.parts:
            yield (bar.name, None, bar.value, bar.low, bar.high, bar.note or None)
        for part in bar.parts:
            yield (bar.name, part.kind, part.value, None, None, bar.note or None)
