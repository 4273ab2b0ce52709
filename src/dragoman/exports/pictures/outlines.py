"""The outlines of countries, from Natural Earth, at two scales."""

import gzip
from functools import cache
from importlib import resources
from itertools import accumulate
from typing import NamedTuple

import msgspec

Ring = tuple[tuple[float, float], ...]


class Country(NamedTuple):
    """A country's ISO alpha-3 (empty where there is none), name, and rings of longitude and latitude in degrees."""

    code: str
    name: str
    rings: tuple[Ring, ...]


class _Row(msgspec.Struct, frozen=True):
    code: str
    name: str
    rings: list[list[int]]


@cache
def outlines(*, fine: bool = False) -> tuple[Country, ...]:
    """All countries; `fine` at 1 : 50 million for parts of the world, else at 1 : 110 million."""
    name = f"world_{'50m' if fine else '110m'}.json.gz"
    packed = (resources.files("dragoman.knowledge") / "outlines" / name).read_bytes()
    rows = msgspec.json.decode(gzip.decompress(packed), type=list[_Row])
    return tuple(Country(row.code, row.name, tuple(_ring(ring) for ring in row.rings)) for row in rows)


def _ring(steps: list[int]) -> Ring:
    """Differences in hundredths of a degree to points in degrees."""
    east, north = accumulate(steps[0::2]), accumulate(steps[1::2])
    return tuple((x / 100, y / 100) for x, y in zip(east, north, strict=True))
