"""A full GeoNames dump (allCountries.zip) as a gazetteer file of the same shape as the shipped one."""

import csv
import io
import itertools
import os
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from importlib import resources
from pathlib import Path
from typing import NamedTuple

from dragoman.errors import KnowledgeError
from dragoman.sources.packed import DAMAGED

from .gazetteer import FILE, SCHEMA, Names, key_of

BATCH = 20_000
COLUMNS = 19  # of a GeoNames row
_KIND_OF_CLASS = {
    "P": "city",
    "H": "water",
    "U": "water",
    "T": "region",
    "L": "region",
    "V": "region",
    "S": "facility",
    "R": "facility",
}
_RADIUS_KM = {
    "city": 3.0,
    "admin1": 150.0,
    "admin2": 40.0,
    "country": 500.0,
    "water": 50.0,
    "region": 30.0,
    "facility": 2.0,
}
Progress = Callable[[int], None]


class ImportedGazetteer(NamedTuple):
    """What an import wrote: places, names, rows that were no GeoNames rows, and the size of the file."""

    places: int
    names: int
    skipped: int
    megabytes: float


def import_gazetteer(zip_path: Path, target: Path, progress: Progress | None = None) -> ImportedGazetteer:
    """Streams a GeoNames dump into a gazetteer file at `target`, beside the shipped rows; `progress` hears the rows done.

    The file appears only when it is whole. Memory stays small: units are held, rows are not. Raises KnowledgeError for a file that
    is no GeoNames dump.
    """
    units, skipped = read_units(zip_path)
    part, heap = target.with_suffix(".part"), target.with_suffix(".heap")
    for path in (part, heap):
        path.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(part, isolation_level=None)) as base:
            base.executescript(
                f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -64000; {SCHEMA}"
            )
            base.execute("ATTACH ? AS heap", (str(heap),))
            base.executescript(
                "PRAGMA heap.journal_mode = OFF; PRAGMA heap.synchronous = OFF; CREATE TABLE heap.raw (key TEXT, place INTEGER, rank INTEGER)"
            )
            _fill(base, zip_path, units, progress)
            places, names = _finish(base)
        os.replace(part, target)
    finally:
        for path in (part, heap):
            path.unlink(missing_ok=True)
    return ImportedGazetteer(places, names, skipped, round(target.stat().st_size / 1e6, 1))


def rows_of(zip_path: Path) -> Iterator[list[str]]:
    """The rows of the dump, as they stand in its text file."""
    try:
        with zipfile.ZipFile(zip_path) as archive:
            member = next(
                (name for name in archive.namelist() if name.endswith(".txt") and "readme" not in name.lower()), None
            )
            if member is None:
                raise KnowledgeError(
                    f"{zip_path} holds no .txt file", hint="give allCountries.zip or a country's zip from GeoNames"
                )
            with archive.open(member) as raw, io.TextIOWrapper(raw, encoding="utf-8", newline="\n") as lines:
                for line in lines:
                    yield line.rstrip("\n").split("\t")
    except (OSError, RuntimeError, UnicodeDecodeError, *DAMAGED) as broken:  # RuntimeError: an archive that is locked
        raise KnowledgeError(
            f"{zip_path} is no GeoNames dump: {broken}", hint="fetch allCountries.zip anew"
        ) from broken


class Units(NamedTuple):
    """Ids of administrative units by (country, code) and (country, code, code)."""

    first: dict[tuple[str, str], int]
    second: dict[tuple[str, str, str], int]


def read_units(zip_path: Path) -> tuple[Units, int]:
    """First pass: the units that places lie in, and how many rows are no GeoNames rows."""
    units, skipped, good = Units({}, {}), 0, 0
    for row in rows_of(zip_path):
        if not _is_place(row):
            skipped += 1
            continue
        good += 1
        if row[7] == "ADM1":
            units.first[row[8], row[10]] = int(row[0])
        elif row[7] == "ADM2":
            units.second[row[8], row[10], row[11]] = int(row[0])
    if not good:
        raise KnowledgeError(f"{zip_path} holds no GeoNames rows", hint="give allCountries.zip from GeoNames, as it is")
    return units, skipped


def _is_place(row: list[str]) -> bool:
    if len(row) != COLUMNS or not row[0].isdecimal() or not row[1]:
        return False
    try:
        return -90 <= float(row[4]) <= 90 and -180 <= float(row[5]) <= 180
    except ValueError:
        return False


def kind_of(feature_class: str, feature: str) -> str:
    """The kind of a place by its GeoNames feature."""
    if feature_class == "A":
        return "admin1" if feature == "ADM1" else "country" if feature.startswith("PCL") else "admin2"
    return _KIND_OF_CLASS.get(feature_class, "region")


def _alpha3() -> dict[str, str]:
    text = (resources.files("dragoman.knowledge") / "actors" / "states.csv").read_text(encoding="utf-8")
    return {row["alpha2"]: row["alpha3"] or row["code"] for row in csv.DictReader(text.splitlines()) if row["alpha2"]}


PlaceRow = tuple[int, str, str, str | None, int | None, int | None, float, float, int, float, str]
NameRow = tuple[str, int, int]


def _records(rows: Iterable[list[str]], units: Units) -> Iterator[tuple[PlaceRow, list[NameRow]]]:
    codes = _alpha3()
    for row in rows:
        if not _is_place(row):
            continue
        number, kind = int(row[0]), kind_of(row[6], row[7])
        first, second = units.first.get((row[8], row[10])), units.second.get((row[8], row[10], row[11]))
        place = (
            number, row[1], kind, codes.get(row[8]), first if first != number else None, second if second != number else None,
            float(row[4]), float(row[5]), int(row[14] or 0), _RADIUS_KM[kind], "",
        )  # fmt: skip
        yield place, names_of(number, row[1], row[2], row[3])


def names_of(number: int, name: str, plain: str, others: str) -> list[NameRow]:
    """The keys of a place: its name and its other names in Latin letters."""
    keys = {key_of(other): Names.OTHER for other in others.split(",") if len(other) > 2 and other[:1] < "ɐ"}
    keys |= {key_of(plain): Names.OFFICIAL, key_of(name): Names.OFFICIAL}
    return [(key, number, rank) for key, rank in keys.items() if key]


def _fill(base: sqlite3.Connection, zip_path: Path, units: Units, progress: Progress | None) -> None:
    records, done = _records(rows_of(zip_path), units), 0
    while batch := list(itertools.islice(records, BATCH)):
        base.execute("BEGIN")
        base.executemany("INSERT OR REPLACE INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?)", (place for place, _ in batch))
        base.executemany("INSERT INTO heap.raw VALUES (?,?,?)", (name for _, names in batch for name in names))
        base.execute("COMMIT")
        done += len(batch)
        if progress is not None:
            progress(done)


def _finish(base: sqlite3.Connection) -> tuple[int, int]:
    """Adds the shipped rows, sorts the names in, and counts."""
    with resources.as_file(resources.files("dragoman.knowledge") / "places" / FILE) as shipped:
        base.execute("ATTACH ? AS shipped", (str(shipped),))
        base.execute("INSERT OR IGNORE INTO place SELECT * FROM shipped.place")
        base.execute("INSERT INTO heap.raw SELECT key, place, rank FROM shipped.name")
        base.execute("INSERT INTO name SELECT key, place, min(rank) FROM heap.raw GROUP BY key, place")
        base.execute("INSERT INTO about SELECT key, value FROM shipped.about WHERE key = 'longest'")
        base.execute("INSERT INTO about VALUES ('source', 'GeoNames, CC BY 4.0: a dump imported by the user')")
        counts = (
            base.execute("SELECT count(*) FROM place").fetchone()[0],
            base.execute("SELECT count(*) FROM name").fetchone()[0],
        )
        base.execute("DETACH shipped")
    return counts
