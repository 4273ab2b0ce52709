"""The pen: elements of SVG with escaped text, the measure of words, and the frame that every picture shares.

Coordinates are pixels at size 1, from the top left. Numbers are rounded to a tenth of a pixel, so that equal input gives equal bytes
on every machine. Colours stand in style.css, those for dark screens in dark.css; print is always light.
"""

import json
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import blake2b
from importlib import resources
from xml.sax.saxutils import escape, quoteattr

from dragoman.records.base import Record

Cell = str | int | float | None

SIZE = 12.0  # of letters, in pixels
MARGIN = 16.0
COLOURS = 6  # of style.css; each comes with a dash, a shape and a filling of its own, so that no colour is needed to tell things apart
DASHES = ("", "8 4", "2 3", "10 3 2 3", "5 2", "1 4")


class Picture(Record, frozen=True, kw_only=True):
    """An SVG and its table twin: `rows` hold what the picture shows, a cell for each of `columns`."""

    title: str
    description: str
    svg: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def number(value: float) -> str:
    """A coordinate to a tenth of a pixel, without a trailing zero.

    >>> number(3.04), number(-0.01), number(12.25)
    ('3', '0', '12.2')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def printable(words: str) -> str:
    """The words without the characters that XML forbids."""
    return "".join(sign if sign >= " " and sign not in "\ufffe\uffff" else " " for sign in words)


def tag(name: str, *inside: str, **attributes: str | float | None) -> str:
    """An element. `inside` is SVG already; attribute values are escaped; `class_` is class and `_` in other names stands for `-`."""
    named = ((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value is not None)
    written = "".join(
        f" {key}={quoteattr(printable(value) if isinstance(value, str) else number(value))}" for key, value in named
    )
    return f"<{name}{written}>{''.join(inside)}</{name}>" if inside else f"<{name}{written}/>"


def words(
    x: float, y: float, said: str, *, kind: str = "text", anchor: str | None = None, halo: bool = False, turn: float = 0
) -> str:
    """A line of text with its base at (x, y); `kind` is text, muted, title or inside; `halo` sets it off from what lies below."""
    turned = f"rotate({number(turn)} {number(x)} {number(y)})" if turn else None
    place: dict[str, str | float | None] = {"x": x, "y": y, "text_anchor": anchor, "transform": turned}
    text = escape(printable(said))
    below = tag("text", text, class_="dg-halo", aria_hidden="true", **place) if halo else ""
    return below + tag("text", text, class_=f"dg-{kind}", **place)


def hint(said: str) -> str:
    """What a browser shows over the element that it stands in."""
    return tag("title", escape(printable(said)))


def path(points: Iterable[tuple[float, float]], *, closed: bool = False) -> str:
    """The `d` of a line through points."""
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points) + ("Z" if closed else "")


def shape(kind: int, x: float, y: float, radius: float) -> str:
    """The `d` of circle, square, diamond, triangle, upside-down triangle or cross, by number, all of about one area."""
    kind, r = kind % COLOURS, radius
    if kind == 0:
        half = f"a{number(r)} {number(r)} 0 1 0"
        return f"M{number(x - r)} {number(y)}{half} {number(2 * r)} 0{half} {number(-2 * r)} 0Z"
    return path([(x + dx * r, y + dy * r) for dx, dy in _CORNERS[kind]], closed=True)


_CORNERS: dict[int, tuple[tuple[float, float], ...]] = {
    1: ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    2: ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    3: ((0, -1.25), (1.2, 0.9), (-1.2, 0.9)),
    4: ((0, 1.25), (1.2, -0.9), (-1.2, -0.9)),
    5: ((-.4, -1.2), (.4, -1.2), (.4, -.4), (1.2, -.4), (1.2, .4), (.4, .4), (.4, 1.2), (-.4, 1.2), (-.4, .4), (-1.2, .4), (-1.2, -.4), (-.4, -.4)),
}  # fmt: skip


@cache
def _widths() -> dict[str, float]:
    source = resources.files(__package__) / "fonts" / "widths.json"
    by_width: dict[str, str] = json.loads(source.read_text(encoding="utf-8"))
    return {letter: float(width) for width, letters in by_width.items() for letter in letters}


def width_of(said: str, size: float = SIZE) -> float:
    """How wide a line of text is, in pixels; a letter that the font lacks counts as a wide one."""
    known = _widths()
    return size * sum(known.get(letter, 1.0) for letter in said)


def cut(said: str, width: float, size: float = SIZE) -> str:
    """The text, with … for what does not fit into the width."""
    if width_of(said, size) <= width:
        return said
    room = width - width_of("…", size)
    kept = said
    while kept and width_of(kept, size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def wrapped(said: str, width: float, size: float = SIZE) -> list[str]:
    """The text in lines no wider than `width`; a longer word is cut."""
    lines: list[str] = []
    for word in said.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(joined, size) <= width:
            lines[-1] = joined
        else:
            lines.append(cut(word, width, size))
    return lines


def hatching(name: str) -> str:
    """A filling of slanted lines, for what is not known."""
    line = tag("path", d="M0 7L7 0M-1 1L1 -1M6 8L8 6", class_="dg-hatch")
    ground = tag("rect", width=7.0, height=7.0, class_="dg-gap")
    return tag("pattern", ground, line, id=name, width=7.0, height=7.0, patternUnits="userSpaceOnUse")


def heading(title: str, below: str, width: float) -> tuple[list[str], float]:
    """Title and a muted line or more below it, and how far down they reach."""
    parts = [words(MARGIN, MARGIN + 12, cut(title, (width - 2 * MARGIN) * 0.94, 16), kind="title")]
    lines = wrapped(below, width - 2 * MARGIN)
    parts += [words(MARGIN, MARGIN + 32 + 16 * at, line, kind="muted") for at, line in enumerate(lines)]
    return parts, MARGIN + 24 + 16 * len(lines)


def notes(lines: Sequence[str], top: float, width: float) -> tuple[list[str], float]:
    """Muted lines at the foot, broken where they are too long, and how far down they reach."""
    flat = [part for line in lines for part in wrapped(line, width - 2 * MARGIN)]
    return [words(MARGIN, top + 14 + 16 * at, line, kind="muted") for at, line in enumerate(flat)], top + 16 * len(flat)


def key_of(*parts: object) -> str:
    """A short name for the ids inside a picture: two pictures on one page do not share any."""
    return "dg" + blake2b("\x1f".join(map(str, parts)).encode(), digest_size=4).hexdigest()


def frame(
    title: str,
    description: str,
    size: tuple[float, float],
    parts: Sequence[str],
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
) -> Picture:
    """The whole picture: parts on a ground, with title and description for those who cannot see it, and its table."""
    width, height = size
    key = key_of(title, description, *parts)
    body = (
        tag("title", escape(printable(title)), id=f"{key}-t"),
        tag("desc", escape(printable(description)) or " ", id=f"{key}-d"),
        f"<style>{_style('style.css')}@media screen and (prefers-color-scheme:dark){{{_style('dark.css')}}}</style>",
        tag("defs", hatching(f"{key}-h")),
        tag("rect", width=width, height=height, class_="dg-ground"),
        *(part.replace(HATCHED, f"url(#{key}-h)") for part in parts),
    )
    svg = tag(
        "svg",
        *body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{key}-t {key}-d",
    )
    table = tuple(tuple(row) for row in rows)
    return Picture(title=title, description=description, svg=svg + "\n", columns=tuple(columns), rows=table)


HATCHED = "url(#hatched)"  # as a fill: slanted lines; `frame` puts the picture's own id in its place


@cache
def _style(name: str) -> str:
    return (resources.files(__package__) / name).read_text(encoding="utf-8").replace("\n", "")


def dark_style() -> str:
    """The colours for dark screens."""
    return _style("dark.css")
