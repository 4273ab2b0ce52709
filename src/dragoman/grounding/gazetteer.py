"""Names of places and their points, in one SQLite file that comes with the package.

The file is written by training/gazetteer.py; `import_gazetteer` writes one of the same shape from a full GeoNames dump.
"""

import math
import sqlite3
import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from dragoman.errors import KnowledgeError

FILE = "gazetteer.sqlite"
SCHEMA = """
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, country TEXT, admin1 INTEGER, admin2 INTEGER,
  lat REAL NOT NULL, lon REAL NOT NULL, population INTEGER NOT NULL, precision_km REAL, claimants TEXT NOT NULL);
CREATE TABLE name (key TEXT NOT NULL, place INTEGER NOT NULL, rank INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE about (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
"""
MOST = 120  # places of one name that are looked at, the most populous first


class Names:
    """How a name stands to its place: official, another name, a short form ("Kings" of Kings County), a postal code."""

    OFFICIAL, OTHER, SHORT, POSTAL = 0, 1, 2, 3


class GazetteerRow(NamedTuple):
    """One place under one name. `admin1` and `admin2` are ids of the units it lies in; an id below zero is not of GeoNames."""

    id: int
    name: str
    kind: str
    country: str | None
    admin1: int | None
    admin2: int | None
    latitude: float
    longitude: float
    population: int
    precision_km: float | None
    claimants: str
    rank: int

    @property
    def geonames(self) -> int | None:
        """The GeoNames id, None for a row of our own."""
        return self.id if self.id > 0 else None


@cache
def features() -> dict[str, Any]:
    """knowledge/places/features.toml."""
    text = (resources.files("dragoman.knowledge") / "places" / "features.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=65536)
def key_of(name: str) -> str:
    """The form under which a name is filed: small letters, no accents, points, hyphens or article; `Saint` as `st`."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    for old, new in (("’", ""), ("‘", ""), ("'", ""), ("`", ""), ("-", " "), (".", " "), (",", " "), ("/", " ")):
        plain = plain.replace(old, new)
    words = plain.split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    spelling = features()["spelling"]
    letters = all(len(word) == 1 for word in words)
    return ("" if letters else " ").join(spelling.get(word, word) for word in words)


class Gazetteer:
    """Looks names up. Opened read-only and memory-mapped; what was asked for once is remembered."""

    def __init__(self, path: Path | str) -> None:
        try:
            self.base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            self.base.execute("PRAGMA mmap_size = 268435456")
            self.about: dict[str, Any] = dict(self.base.execute("SELECT key, value FROM about"))
        except sqlite3.DatabaseError as broken:
            raise KnowledgeError(
                f"the gazetteer {path} cannot be read: {broken}",
                hint="reinstall dragoman, or import the gazetteer anew",
            ) from broken
        self.longest = int(self.about.get("longest", 5))
        self._look = lru_cache(maxsize=50_000)(self._lookup)
        self._by_id = lru_cache(maxsize=50_000)(self._place)

    @classmethod
    def open(cls, path: Path | str | None = None) -> "Gazetteer":
        """The shipped gazetteer, or the one at `path`. Raises KnowledgeError where it is missing or broken."""
        return _shared() if path is None else cls(path)

    def lookup(self, name: str) -> tuple[GazetteerRow, ...]:
        """All places of that name, most populous first (at most MOST). `Qamishli` finds Al Qamishli too."""
        key = key_of(name)
        found = self._look(key)
        return found if found or not key or " " in key else self._look(f"al {key}")

    def place(self, place_id: int) -> GazetteerRow | None:
        """The place of an id, None where there is none."""
        return self._by_id(place_id)

    def near(self, name: str, latitude: float, longitude: float) -> tuple[GazetteerRow, ...]:
        """All places of that name, the nearest to a point first."""
        return tuple(
            sorted(self.lookup(name), key=lambda row: distance_km(row.latitude, row.longitude, latitude, longitude))
        )

    def _lookup(self, key: str) -> tuple[GazetteerRow, ...]:
        rows = self.base.execute(
            "SELECT place.*, name.rank FROM name JOIN place ON place.id = name.place WHERE name.key = ? "
            "ORDER BY place.population DESC, place.id LIMIT ?",
            (key, MOST),
        )
        return tuple(GazetteerRow(*row) for row in rows)

    def _place(self, place_id: int) -> GazetteerRow | None:
        row = self.base.execute("SELECT place.*, 0 FROM place WHERE id = ?", (place_id,)).fetchone()
        return GazetteerRow(*row) if row else None


@cache
def _shared() -> Gazetteer:
    with resources.as_file(resources.files("dragoman.knowledge") / "places" / FILE) as path:
        return Gazetteer(path)


@lru_cache(maxsize=1 << 15)
def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance in kilometres."""
    a, b = math.radians(lat), math.radians(other_lat)
    step = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 6371.0 * 2 * math.asin(min(1.0, math.sqrt(step)))
