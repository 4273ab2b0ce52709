"""Who stands with whom: nodes in groups, joined by edges with a sign.

The places are those of a force layout (Fruchterman and Reingold 1991): friends attract, foes push apart, everyone keeps some distance.
It starts from a circle ordered by group and name and runs a fixed number of steps, so that equal input gives the same picture.
"""

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from dragoman.records.base import Record

from .drawing import COLOURS, MARGIN, Cell, Picture, frame, heading, hint, notes, path, shape, tag, width_of, words
from .labels import Box, place_labels
from .scales import Scale, figure

STEPS = 400
PLOT_HEIGHT, FLAT = 460.0, 180.0
FEW = 3  # members that need no height
SMALLEST, LARGEST = 6.0, 18.0  # radius of a node, in pixels
NAME, BOX = 60.0, 6  # pixels of a line that a name keeps off, looked at in such steps
THINNEST, THICKEST = 1.0, 5.0  # of an edge


class Node(Record, frozen=True, kw_only=True):
    """A member of the network. `weight` (how much there is of it) decides its size, `group` its shape and colour."""

    id: str
    name: str = ""
    group: str = ""
    weight: float = 1.0


class Edge(Record, frozen=True, kw_only=True):
    """How two members stand: `value` above zero for friends, below for foes; `strained` where it stands in an unbalanced triangle."""

    a: str
    b: str
    value: float
    strained: bool = False
    note: str = ""


COLUMNS = ("a", "b", "value", "strained", "a_group", "b_group", "note")


def network(
    title: str,
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    *,
    about: str = "",
    description: str = "",
    foot: Sequence[str] = (),
    width: float = 860.0,
) -> Picture:
    """A signed network: full blue lines for friends, dashed red ones for foes, wider for stronger. The table has a row for each edge, and one
    for each member without any. Raises KeyError where an edge names no node.
    """
    groups = sorted({node.group for node in nodes})
    ordered = sorted(nodes, key=lambda node: (node.group, node.id))
    where = {node.id: at for at, node in enumerate(ordered)}
    head, top = heading(title, about, width)
    legend, top = _legend(groups, edges, top + 4, width)
    bottom = top + (PLOT_HEIGHT if len(ordered) > FEW else FLAT)
    box = Box(MARGIN + 60, top + 20, width - MARGIN - 60, bottom)
    points = _fitted(layout(len(ordered), [(where[edge.a], where[edge.b], edge.value) for edge in edges]), box)
    radii = _radii([node.weight for node in ordered])
    parts = [*head, *legend, *_lines(edges, where, points), *_nodes(ordered, groups, points, radii)]
    far = [[points[where[one]] for one in _others(node.id, edges)] for node in ordered]
    parts += _names(ordered, points, radii, Box(4, top, width - 4, bottom + 20), far)
    said, bottom = notes(foot, bottom + 24, width)
    described = description or described_network(ordered, edges)
    return frame(title, described, (width, bottom + MARGIN), [*parts, *said], COLUMNS, _rows(ordered, edges))


def described_network(nodes: Sequence[Node], edges: Sequence[Edge]) -> str:
    """The network in sentences, for those who cannot see the picture."""
    plus, minus = sum(edge.value > 0 for edge in edges), sum(edge.value < 0 for edge in edges)
    said = f"{len(nodes)} members, {plus} friendly and {minus} hostile ties."
    for group in sorted({node.group for node in nodes if node.group}):
        members = ", ".join(node.name or node.id for node in nodes if node.group == group)
        said += f" {group}: {members}."
    return said


def layout(count: int, edges: Sequence[tuple[int, int, float]]) -> NDArray[np.float64]:
    """Places of `count` nodes, shape (count, 2), in no unit."""
    turns = 2 * np.pi * np.arange(count) / max(1, count)
    place: NDArray[np.float64] = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    if count < 3:
        return place
    pull = np.zeros((count, count))
    strongest = max((abs(value) for _, _, value in edges), default=1.0) or 1.0
    for a, b, value in edges:
        pull[a, b] = pull[b, a] = value / strongest
    rest = 1 / math.sqrt(count)
    for step in range(STEPS):
        between = place[:, None, :] - place[None, :, :]
        far = np.maximum(np.linalg.norm(between, axis=2), 1e-3)
        push = rest**2 / far * (1 + np.maximum(0.0, -pull)) - far**2 / rest * np.maximum(0.0, pull) * 0.5 - far * 0.06
        moved = (between / far[:, :, None] * push[:, :, None]).sum(axis=1)
        length = np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
        place = place + moved / length * np.minimum(length, 0.2 * (1 - step / STEPS) + 1e-3)
    return place


def _fitted(place: NDArray[np.float64], box: Box) -> list[tuple[float, float]]:
    """Layout to pixels: stretched to the box, each way by itself."""
    if not len(place):
        return []
    place = place.round(6)  # what is level stays level: a rounding error is no distance
    low, high = place.min(axis=0), place.max(axis=0)
    x, y = Scale(low[0], high[0], box.left, box.right), Scale(low[1], high[1], box.top, box.bottom)
    return [(x(float(px)), y(float(py))) for px, py in place]


def _radii(weights: Sequence[float]) -> list[float]:
    """Radii whose areas go with the weights."""
    most = max((abs(one) for one in weights), default=1.0) or 1.0
    return [SMALLEST + (LARGEST - SMALLEST) * math.sqrt(abs(one) / most) for one in weights]


def _lines(edges: Sequence[Edge], where: dict[str, int], points: Sequence[tuple[float, float]]) -> Iterator[str]:
    most = max((abs(edge.value) for edge in edges), default=1.0) or 1.0
    for edge in sorted(edges, key=lambda edge: abs(edge.value)):
        ends = [points[where[edge.a]], points[where[edge.b]]]
        kind = "plus" if edge.value > 0 else "minus"
        thick = THINNEST + (THICKEST - THINNEST) * abs(edge.value) / most
        told = hint(f"{edge.a} and {edge.b}: {figure(edge.value)}" + (f", {edge.note}" if edge.note else ""))
        yield tag("path", told, d=path(ends), class_=f"dg-edge-{kind}", stroke_width=thick, stroke_opacity="0.75")
        if edge.strained:
            middle = [(a + b) / 2 for a, b in zip(*ends, strict=True)]
            yield tag("path", d=shape(2, middle[0], middle[1], 4.5), class_="dg-badge")


def _nodes(
    nodes: Sequence[Node], groups: Sequence[str], points: Sequence[tuple[float, float]], radii: Sequence[float]
) -> Iterator[str]:
    for node, (x, y), radius in zip(nodes, points, radii, strict=True):
        kind = groups.index(node.group)
        told = hint(" · ".join(part for part in (node.name or node.id, node.group) if part))
        yield tag("path", told, d=shape(kind, x, y, radius), class_=f"dg-fill-{kind % COLOURS}")


def _names(
    nodes: Sequence[Node],
    points: Sequence[tuple[float, float]],
    radii: Sequence[float],
    bounds: Box,
    far: Sequence[Sequence[tuple[float, float]]],
) -> Iterator[str]:
    """The names beside the nodes, off their own lines where there is room; `far` are the other ends of these."""
    order = sorted(range(len(nodes)), key=lambda at: (-nodes[at].weight, nodes[at].id))
    names = [nodes[at].name or nodes[at].id for at in order]
    beside = [list(_beside(points[at], radii[at], far[at])) for at in order]
    placed = place_labels([(*points[at], radii[at]) for at in order], names, bounds, crowded=math.inf, kept=beside)
    for name, label in zip(names, placed, strict=True):
        if label:
            yield words(label.x, label.y, name, halo=True)


def _others(node: str, edges: Sequence[Edge]) -> Iterator[str]:
    """Whom a node is joined to."""
    for edge in edges:
        if node in (edge.a, edge.b):
            yield edge.b if edge.a == node else edge.a


def _beside(point: tuple[float, float], radius: float, ends: Sequence[tuple[float, float]]) -> Iterator[Box]:
    """The lines from a node as boxes along their first stretch, as long as a name."""
    x, y = point
    for end in ends:
        length = math.dist(point, end) or 1.0
        dx, dy = (end[0] - x) / length, (end[1] - y) / length
        for step in range(int(radius), int(min(length, radius + NAME)), BOX):
            yield Box(
                x + dx * step - BOX / 2, y + dy * step - BOX / 2, x + dx * step + BOX / 2, y + dy * step + BOX / 2
            )


def _legend(groups: Sequence[str], edges: Sequence[Edge], top: float, width: float) -> tuple[list[str], float]:
    parts, x, y = [], MARGIN, top + 10
    signs = [("plus", "friendly"), ("minus", "hostile")]
    for kind, name in signs:
        parts += [
            tag("path", d=path([(x, y - 4), (x + 26, y - 4)]), class_=f"dg-edge-{kind}", stroke_width=3.0),
            words(x + 32, y, name),
        ]
        x += 48 + width_of(name)
    if any(edge.strained for edge in edges):
        parts += [
            tag("path", d=shape(2, x + 5, y - 4, 4.5), class_="dg-badge"),
            words(x + 15, y, "in a strained triangle"),
        ]
        x += 30 + width_of("in a strained triangle")
    for at, group in enumerate(groups):
        if group:
            if x + 30 + width_of(group) > width - MARGIN:
                x, y = MARGIN, y + 20
            parts += [
                tag("path", d=shape(at, x + 6, y - 4, 6), class_=f"dg-fill-{at % COLOURS}"),
                words(x + 17, y, group),
            ]
            x += 34 + width_of(group)
    return parts, y + 8


def _rows(nodes: Sequence[Node], edges: Sequence[Edge]) -> Iterator[tuple[Cell, ...]]:
    groups = {node.id: node.group or None for node in nodes}
    for edge in edges:
        strained = "yes" if edge.strained else "no"
        yield (edge.a, edge.b, edge.value, strained, groups[edge.a], groups[edge.b], edge.note or None)
    joined = {end for edge in edges for end in (edge.a, edge.b)}
    for node in nodes:
        if node.id not in joined:
            yield (node.id, None, None, None, groups[node.id], None, None)
