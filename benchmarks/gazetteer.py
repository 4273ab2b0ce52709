"""How long a GeoNames dump takes to import, how big the file gets, and what a lookup costs; on made rows.

    python benchmarks/gazetteer.py [--rows 5000000]

The rows have the shape and about the number of names of allCountries.txt; the time for 12 million follows by proportion, the sort of
the names grows a little faster than that.
"""

import argparse
import json
import random
import resource
import tempfile
import time
import zipfile
from pathlib import Path

from dragoman.grounding.gazetteer import Gazetteer
from dragoman.grounding.gazetteer_import import import_gazetteer

SYLLABLES = ["ba", "ko", "ri", "tan", "mu", "len", "gor", "shi", "ver", "os", "pa", "du", "el", "nai", "kha", "zo"]
FEATURES = [("P", "PPL"), ("H", "STM"), ("T", "MT"), ("S", "SCH"), ("A", "ADM2"), ("L", "AREA")]
COUNTRIES = ["US", "CN", "IN", "RU", "NO", "MX", "IR", "TH"]


def made_row(number: int, chance: random.Random) -> str:
    """One row of a dump."""
    names = [
        "".join(chance.choices(SYLLABLES, k=chance.randint(2, 5))).capitalize()
        for _ in range(chance.choice((1, 1, 2, 4)))
    ]
    fields = [
        str(number), names[0], names[0], ",".join(names[1:]), f"{chance.uniform(-60, 70):.5f}", f"{chance.uniform(-180, 180):.5f}",
        *chance.choice(FEATURES), chance.choice(COUNTRIES), "", f"{number % 40:02d}", f"{number % 900:04d}", "", "",
        str(chance.choice((0, 0, 0, 800))), "", "", "", "2024-01-01",
    ]  # fmt: skip
    return "\t".join(fields)


def write_dump(path: Path, rows: int) -> None:
    """A zip with that many made rows."""
    chance = random.Random(1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("allCountries.txt", "w") as out:
        for number in range(100_000_000, 100_000_000 + rows):
            out.write(f"{made_row(number, chance)}\n".encode())


def lookup_us(gazetteer: Gazetteer, names: list[str]) -> float:
    """Microseconds of one lookup in the file, nothing remembered."""
    began = time.perf_counter()
    for name in names:
        gazetteer._lookup(name)
    return (time.perf_counter() - began) / len(names) * 1e6


def main() -> None:
    """Prints one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=5_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder:
        dump, target = Path(folder) / "allCountries.zip", Path(folder) / "full.sqlite"
        write_dump(dump, rows)
        began, cpu = time.perf_counter(), time.process_time()
        done = import_gazetteer(dump, target)
        wall_s, cpu_s = time.perf_counter() - began, time.process_time() - cpu
        began = time.perf_counter()
        gazetteer = Gazetteer.open(target)
        open_ms = (time.perf_counter() - began) * 1000
        names = [name for (name,) in gazetteer.base.execute("SELECT key FROM name ORDER BY place % 9973 LIMIT 3000")]
        lookup_us(gazetteer, names)
        figures = {
            "rows": rows, "places": done.places, "names": done.names, "megabytes": done.megabytes, "wall_s": round(wall_s, 1),
            "cpu_s": round(cpu_s, 1), "open_ms": round(open_ms, 2), "lookup_us": round(lookup_us(gazetteer, names), 1),
            "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        }  # fmt: skip
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
