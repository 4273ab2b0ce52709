"""Where names go beside points, so that they cover neither each other nor the points: the first free of eight places."""

from collections.abc import Sequence
from typing import NamedTuple

from .drawing import width_of


class Box(NamedTuple):
    """An upright box, in pixels."""

    left: float
    top: float
    right: float
    bottom: float


class Label(NamedTuple):
    """Where a name's base begins."""

    x: float
    y: float


LINE = 15.0


def covered(one: Box, other: Box) -> float:
    """The area that two boxes share, in square pixels."""
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    return max(0.0, wide) * max(0.0, high)


def place_labels(
    points: Sequence[tuple[float, float, float]],
    names: Sequence[str],
    bounds: Box,
    *,
    crowded: float = 0.3,
    kept: Sequence[Sequence[Box]] = (),
) -> list[Label | None]:
    """A place for each name beside its point (x, y, radius), in the order given: the first are the most important. `kept` are boxes beside each
    point that its name should keep off.

    None where every place would cover more than `crowded` of the name's own area.
    """
    taken = [Box(x - r, y - r, x + r, y + r) for x, y, r in points]
    placed: list[Label | None] = []
    for at, ((x, y, radius), name) in enumerate(zip(points, names, strict=True)):
        width = width_of(name)
        boxes = _around(x, y, radius + 4, width)
        costs = {box: sum(covered(box, other) for other in taken) + 4 * _outside(box, bounds) for box in boxes}
        off = kept[at] if kept else ()
        best = min(boxes, key=lambda box: costs[box] + sum(covered(box, other) for other in off))
        hidden = costs[best]
        if name and hidden <= crowded * width * LINE:
            taken.append(best)
            placed.append(Label(best.left, best.bottom - 4))
        else:
            placed.append(None)
    return placed


def _around(x: float, y: float, off: float, width: float) -> list[Box]:
    half, mid = width / 2, LINE / 2
    corners = [
        (x + off, y - mid), (x - off - width, y - mid), (x - half, y - off - LINE), (x - half, y + off),
        (x + off * 0.7, y - off * 0.7 - LINE), (x + off * 0.7, y + off * 0.7),
        (x - off * 0.7 - width, y - off * 0.7 - LINE), (x - off * 0.7 - width, y + off * 0.7),
    ]  # fmt: skip
    return [Box(left, top, left + width, top + LINE) for left, top in corners]


def _outside(box: Box, bounds: Box) -> float:
    whole = (box.right - box.left) * (box.bottom - box.top)
    return whole - covered(box, bounds)
