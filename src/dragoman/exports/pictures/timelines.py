"""What happened when: entries on days or over days, in lanes."""

from collections.abc import Iterator, Sequence

from dragoman.records.base import Record

from .drawing import COLOURS, MARGIN, Cell, Picture, cut, frame, heading, hint, notes, path, shape, tag, width_of, words
from .scales import Scale, day_marks, day_number

ROW = 22.0
LABEL_ROOM = 230.0  # a longer label is cut; its whole text is in the table and under the pointer


class Entry(Record, frozen=True, kw_only=True):
    """Something on a day, or from `start` to `end`; `kind` decides shape and colour, `lane` in which row it stands."""

    start: str
    label: str
    end: str | None = None
    lane: str = ""
    kind: str = ""


COLUMNS = ("start", "end", "lane", "kind", "label")


def timeline(
    title: str,
    entries: Sequence[Entry],
    *,
    about: str = "",
    description: str = "",
    foot: Sequence[str] = (),
    width: float = 860.0,
) -> Picture:
    """Entries in their lanes, each with its label; those that would cover each other stand below each other. The table has a row for each.

    Raises ValueError where a day is no ISO day.
    """
    ordered = sorted(entries, key=lambda one: (one.start, one.end or one.start, one.label))
    head, top = heading(title, about if entries else "nothing to show: no day is known", width)
    lanes = list(dict.fromkeys(entry.lane for entry in entries))
    kinds = list(dict.fromkeys(entry.kind for entry in entries))
    if not entries:
        return frame(title, description or "Nothing to show.", (width, top + MARGIN), head, COLUMNS, ())
    legend, top = _legend(kinds, top + 4)
    names = min(180.0, max(width_of(lane) for lane in lanes) + 12) if lanes != [""] else 8.0
    last = max(day_number(entry.end or entry.start) for entry in entries)
    x = Scale(day_number(ordered[0].start), last, MARGIN + names, width - MARGIN - 24)
    drawn, bottom = _lanes(ordered, lanes, kinds, x, top + 10, width)
    parts = [*head, *legend, *_days(x, top + 4, bottom), *drawn]
    said, end = notes(foot, bottom + 24, width)
    described = description or "; ".join(f"{one.start} {one.label}" for one in ordered[:12])
    rows: list[tuple[Cell, ...]] = [
        (one.start, one.end, one.lane or None, one.kind or None, one.label) for one in ordered
    ]
    return frame(title, described, (width, end + MARGIN), [*parts, *said], COLUMNS, rows)


def _legend(kinds: Sequence[str], top: float) -> tuple[list[str], float]:
    if kinds == [""]:
        return [], top
    parts, x = [], MARGIN + 6
    for at, kind in enumerate(kinds):
        parts += [
            tag("path", d=shape(at, x, top + 8, 5), class_=f"dg-fill-{at % COLOURS}"),
            words(x + 10, top + 12, kind),
        ]
        x += width_of(kind) + 34
    return parts, top + 22


def _days(x: Scale, top: float, bottom: float) -> Iterator[str]:
    for day, name in day_marks(int(x.low), int(x.high), x.end - x.start):
        yield tag("path", d=path([(x(day), top), (x(day), bottom)]), class_="dg-grid")
        yield words(x(day), bottom + 16, name, kind="muted", anchor="middle")


def _lanes(
    entries: Sequence[Entry], lanes: Sequence[str], kinds: Sequence[str], x: Scale, top: float, width: float
) -> tuple[list[str], float]:
    parts: list[str] = []
    for lane in lanes:
        ends: list[float] = []
        if lane:
            parts.append(words(MARGIN, top + ROW / 2 + 4, cut(lane, x.start - MARGIN - 8)))
        for entry in (one for one in entries if one.lane == lane):
            left, right = x(day_number(entry.start)), x(day_number(entry.end or entry.start))
            label = cut(entry.label, LABEL_ROOM)
            at, begin, end = _label_place(left, right, width_of(label), x.start, width)
            row = next((number for number, taken in enumerate(ends) if taken <= begin), len(ends))
            ends[row:] = [end, *ends[row + 1 :]]
            parts.append(_entry(entry, label, kinds.index(entry.kind), (left, right), top + (row + 0.5) * ROW, at))
        top += max(1, len(ends)) * ROW + 8
        parts.append(tag("path", d=path([(MARGIN, top - 4), (width - MARGIN, top - 4)]), class_="dg-grid"))
    return parts, top - 4


def _label_place(left: float, right: float, wide: float, first: float, width: float) -> tuple[float, float, float]:
    """Where a label begins, and what it and its entry take up: behind the entry, else before it, else on it."""
    if right + 14 + wide <= width - MARGIN:
        return right + 10, left - 8, right + 14 + wide
    if left - 14 - wide >= first - 8:
        return left - 10 - wide, left - 14 - wide, right + 10
    at = max(MARGIN, min(left + 10, width - MARGIN - wide))
    return at, left - 8, max(right + 10, at + wide + 4)


def _entry(entry: Entry, label: str, kind: int, ends: tuple[float, float], y: float, label_at: float) -> str:
    left, right = ends
    fill = f"dg-fill-{kind % COLOURS}"
    reach = [tag("rect", x=left, y=y - 3, width=right - left, height=6.0, class_=fill)] if right - left > 6 else []
    days = f"{entry.start} to {entry.end}" if entry.end and entry.end != entry.start else entry.start
    mark = tag("path", d=shape(kind, left, y, 5), class_=fill)
    return tag("g", hint(f"{days} {entry.label}"), *reach, mark, words(label_at, y + 4, label, halo=True))
