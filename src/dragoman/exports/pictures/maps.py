"""Where it happened: points and shaded countries over the outlines of Natural Earth.

The whole world is drawn in Equal Earth (Šavrič, Patterson and Jenny 2018), which keeps areas; a part of it in the equirectangular
projection with the scale of its middle latitude. Outlines show who holds a land, not whose it is.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from dragoman.records.base import Record

from .drawing import (
    COLOURS,
    HATCHED,
    MARGIN,
    Cell,
    Picture,
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
from .labels import Box, place_labels
from .outlines import Country, Ring, outlines
from .scales import figure, round_values

SMALLEST, LARGEST = 4.0, 15.0  # radius of a point, in pixels
WIDEST_PART = 140.0  # degrees of longitude; what reaches further is shown on the whole world
LEAST_PART = 8.0  # degrees; a single point is shown with so much around it
KM_A_DEGREE = 111.2
EARTH_KM = 6371.0
CROWDED = 0.05  # the share of a name that others may cover: looked at; at 0.3 names of a full map run into each other
FINEST = 1.2  # pixels between two points of an outline
OUTLINES = "Outlines: Natural Earth, lines as held on the ground; they take no side in disputes."


class MapPoint(Record, frozen=True, kw_only=True):
    """A place with how much there is of it (`weight`), what it is (`kind`), and how far the point may be off (km)."""

    name: str
    latitude: float
    longitude: float
    weight: float = 1.0
    kind: str = ""
    precision_km: float | None = None
    note: str = ""


Bounds = tuple[float, float, float, float]  # west, south, east, north, in degrees

COLUMNS = ("name", "latitude", "longitude", "value", "kind", "precision_km", "note")


def map_of(
    title: str,
    points: Sequence[MapPoint] = (),
    *,
    shaded: Mapping[str, float | None] | None = None,
    about: str = "",
    description: str = "",
    foot: Sequence[str] = (),
    bounds: Bounds | None = None,
    world: bool = False,
    width: float = 860.0,
) -> Picture:
    """Points, larger for more, and countries (ISO alpha-3) shaded in five steps by value; a value of None is hatched: not known.

    The part of the world that holds the points is shown, or `bounds`, or with `world` all of it. The table has a row for each point and country.
    """
    values = dict(shaded or {})
    part = None if world or (values and not points and bounds is None) else bounds or bounds_of(points)
    view = _Part(part, width) if part else _World(width)
    head, top = heading(title, about, width)
    steps = _steps([value for value in values.values() if value is not None])
    kinds = list(dict.fromkeys(point.kind for point in points))
    legend, top = _legend(kinds, steps, values, top + 4, width)
    parts = [
        *head,
        *legend,
        tag("svg", *_inside(view, points, kinds, values, steps), x=0.0, y=top, width=width, height=view.height),
    ]
    said, bottom = notes([*foot, OUTLINES], top + view.height + 4, width)
    described = description or described_map(points, values)
    return frame(title, described, (width, bottom + MARGIN), [*parts, *said], COLUMNS, _rows(points, values))


def described_map(points: Sequence[MapPoint], values: Mapping[str, float | None]) -> str:
    """The places in a sentence, for those who cannot see the picture."""
    most = sorted(points, key=lambda point: (-point.weight, point.name))[:12]
    said = [f"{point.name}: {figure(point.weight)}" for point in most]
    said += [f"{code}: {'not known' if value is None else figure(value)}" for code, value in list(values.items())[:12]]
    return "; ".join(said) + "." if said else "Nothing to show."


def bounds_of(points: Sequence[MapPoint]) -> Bounds | None:
    """The part of the world around points with a margin of a fifth; None for the whole world: no points, or points too far apart."""
    if not points:
        return None
    east, north = [point.longitude for point in points], [point.latitude for point in points]
    x, y = (min(east) + max(east)) / 2, (min(north) + max(north)) / 2
    wide, high = (max(LEAST_PART, (max(all_) - min(all_)) * 1.4) for all_ in (east, north))
    wide = max(wide, high * 1.5 / max(0.2, math.cos(math.radians(y))))
    high = max(high, wide * 0.5 * math.cos(math.radians(y)))
    if wide > WIDEST_PART or x - wide / 2 < -180 or x + wide / 2 > 180:
        return None
    return (x - wide / 2, max(-85.0, y - high / 2), x + wide / 2, min(85.0, y + high / 2))


class _World:
    """The whole world in Equal Earth."""

    fine = False

    def __init__(self, width: float) -> None:
        self.scale = width / (2 * _equal_earth(180, 0)[0])
        self.width, self.top = width, _equal_earth(0, 84)[1]
        self.height = self.scale * (self.top - _equal_earth(0, -57)[1])
        self.a_km = self.scale / EARTH_KM  # areas are kept, so that a ring has the area of its circle

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """The pixel of a point."""
        x, y = _equal_earth(longitude, latitude)
        return self.width / 2 + x * self.scale, (self.top - y) * self.scale

    def shows(self, ring: Ring) -> bool:
        """Whether any of it is in view."""
        return max(y for _, y in ring) > -57


class _Part:
    """A part of the world, degrees of longitude as long as at its middle latitude."""

    fine = True

    def __init__(self, bounds: Bounds, width: float) -> None:
        self.west, self.south, self.east, self.north = bounds
        self.width = width
        self.scale = width / (self.east - self.west)
        self.stretch = 1 / max(0.1, math.cos(math.radians((self.north + self.south) / 2)))
        self.height = min(width * 0.8, self.scale * self.stretch * (self.north - self.south))
        self.a_km = self.scale / KM_A_DEGREE

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """The pixel of a point."""
        return (longitude - self.west) * self.scale, (self.north - latitude) * self.scale * self.stretch

    def shows(self, ring: Ring) -> bool:
        """Whether any of it may be in view."""
        east, north = [x for x, _ in ring], [y for _, y in ring]
        return not (
            max(east) < self.west or min(east) > self.east or max(north) < self.south or min(north) > self.north
        )


def _equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """Equal Earth coordinates in radii of the earth (Šavrič, Patterson and Jenny 2018, equations 2 to 4)."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    slope = 9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(t) / (3 * slope)
    return x, t * (a4 * t**8 + a3 * t**6 + a2 * t**2 + a1)


def _inside(
    view: _World | _Part,
    points: Sequence[MapPoint],
    kinds: Sequence[str],
    values: Mapping[str, float | None],
    steps: Sequence[float],
) -> Iterator[str]:
    yield tag("rect", width=view.width, height=view.height, class_="dg-sea")
    for country in outlines(fine=view.fine):
        yield from _country(country, view, values, steps)
    yield from _country_names(view, values)
    ordered = sorted(points, key=lambda point: (-point.weight, point.name))
    most = max((point.weight for point in ordered), default=1.0) or 1.0
    placed = [(*view.place(point.longitude, point.latitude), _radius(point.weight / most)) for point in ordered]
    for point, (x, y, radius) in zip(ordered, placed, strict=True):
        yield from _point(point, kinds.index(point.kind), x, y, radius, view)
    bounds = Box(2, 2, view.width - 2, view.height - 2)
    names = [one.name for one in ordered]
    for point, label in zip(ordered, place_labels(placed, names, bounds, crowded=CROWDED), strict=True):
        if label:
            yield words(label.x, label.y, point.name, halo=True)


def _country(
    country: Country, view: _World | _Part, values: Mapping[str, float | None], steps: Sequence[float]
) -> Iterator[str]:
    shown = [ring for ring in country.rings if view.shows(ring)]
    if not shown:
        return
    drawn = "".join(path(thinned([view.place(*point) for point in ring]), closed=True) for ring in shown)
    if country.code not in values:
        yield tag("path", d=drawn, class_="dg-land", fill_rule="evenodd")
        return
    value = values[country.code]
    said = hint(f"{country.name}: {'not known' if value is None else figure(value)}")
    if value is None:
        yield tag("path", d=drawn, class_="dg-land", fill_rule="evenodd")
        yield tag("path", said, d=drawn, fill=HATCHED, fill_rule="evenodd")
    else:
        yield tag("path", said, d=drawn, class_=f"dg-step-{_step(value, steps)}", fill_rule="evenodd")


def thinned(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The points that lie at least FINEST pixels from the last one kept."""
    kept = list(points[:1])
    for point in points[1:]:
        if math.dist(point, kept[-1]) >= FINEST:
            kept.append(point)
    return kept


def _country_names(view: _World | _Part, values: Mapping[str, float | None]) -> Iterator[str]:
    """Code and value on each shaded country that is wide enough for them."""
    for country in outlines(fine=view.fine):
        value = values.get(country.code)
        if value is not None:
            box = _box([view.place(*point) for point in max(country.rings, key=_extent)])
            said = f"{country.code} {figure(value)}"
            if box.right - box.left > width_of(said):
                x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
                yield words(x, y + 4, said, anchor="middle", halo=True)


def _extent(ring: Ring) -> float:
    box = _box(ring)
    return (box.right - box.left) * (box.bottom - box.top)


def _box(points: Sequence[tuple[float, float]]) -> Box:
    east, north = [x for x, _ in points], [y for _, y in points]
    return Box(min(east), min(north), max(east), max(north))


def _radius(share: float) -> float:
    return SMALLEST + (LARGEST - SMALLEST) * math.sqrt(max(0.0, share))


def _point(point: MapPoint, kind: int, x: float, y: float, radius: float, view: _World | _Part) -> Iterator[str]:
    off = (point.precision_km or 0.0) * view.a_km
    if off > radius + 2:
        yield tag("path", d=shape(0, x, y, off), class_="dg-doubt")
    said = " · ".join(part for part in (point.name, figure(point.weight), point.kind, point.note) if part)
    yield tag("path", hint(said), d=shape(kind, x, y, radius), class_=f"dg-fill-{kind % COLOURS}", fill_opacity="0.8")


def _steps(values: Sequence[float]) -> list[float]:
    """The bounds of at most five steps of round size that hold all values."""
    if not values:
        return []
    bounds = next(
        found for count in (5, 4, 3, 2, 1) if len(found := round_values(min(values), max(values), count)) <= 6
    )
    return bounds


def _step(value: float, steps: Sequence[float]) -> int:
    return max(0, min(len(steps) - 2, sum(value >= one for one in steps) - 1))


def _legend(
    kinds: Sequence[str], steps: Sequence[float], values: Mapping[str, float | None], top: float, width: float
) -> tuple[list[str], float]:
    parts, x, y = [], MARGIN, top + 12
    for at, kind in enumerate(kinds):
        if kind:
            if x + 24 + width_of(kind) > width - MARGIN:
                x, y = MARGIN, y + 20
            parts += [
                tag("path", d=shape(at, x + 6, y - 4, 6), class_=f"dg-fill-{at % COLOURS}"),
                words(x + 17, y, kind),
            ]
            x += 34 + width_of(kind)
    boxes = [(f"dg-step-{at}", f"{figure(low)} to {figure(high)}") for at, (low, high) in enumerate(pairwise(steps))]
    for kind, name in boxes:
        parts += [tag("rect", x=x, y=y - 10, width=18.0, height=12.0, class_=kind), words(x + 24, y, name)]
        x += 38 + width_of(name)
    if any(value is None for value in values.values()):
        parts += [tag("rect", x=x, y=y - 10, width=18.0, height=12.0, fill=HATCHED), words(x + 24, y, "not known")]
    return parts, (y + 10 if parts else top)


def _rows(points: Sequence[MapPoint], values: Mapping[str, float | None]) -> Iterator[tuple[Cell, ...]]:
    for point in points:
        yield (
            point.name, point.latitude, point.longitude, point.weight, point.kind or None, point.precision_km, point.note or None,
        )  # fmt: skip
    for code, value in values.items():
        yield (code, None, None, value, None, None, None if value is not None else "not known")
