"""What one lookup costs: a place, a person, the dates of a report, a name against the sanctions lists.

    python benchmarks/lookups.py [--list consolidated.xml ...] [--reports FOLDER]

Lists do not come with the package: without `--list` nothing is screened. Reports are text files; without a folder the sample is read.
Times are of one process, warm; `ready_s` is from opening an imported list to its first answer.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from dragoman.grounding.actor_index import ActorIndex
from dragoman.grounding.gazetteer import Gazetteer
from dragoman.grounding.times import find_times
from dragoman.judging.comparing import Query
from dragoman.judging.listings import Screener
from dragoman.judging.lists import import_lists

PLACES = ["Paris", "Springfield", "Tripoli", "Georgia", "Nampo", "San José", "Alexandria", "no such place"]
PEOPLE = ["Antony Blinken", "Kim Jong Un", "Lavrov", "Ursula von der Leyen", "Nobody Known"]
NAMES = [
    "Kim Yong Chol",
    "Tanchon Commercial Bank",
    "Mohammed Hassan",
    "Jie Shun",
    "Haji Abdul Satar",
    "Alexander Ivanov",
    "Green Pine",
]
SAMPLE = Path(__file__).parent.parent / "src" / "dragoman" / "samples"


def each(call: Callable[[str], object], values: Sequence[str], rounds: int) -> list[float]:
    """Seconds of every call after a first round that warms up."""
    for value in values:
        call(value)
    took = []
    for _ in range(rounds):
        for value in values:
            began = time.perf_counter()
            call(value)
            took.append(time.perf_counter() - began)
    return took


def screening(lists: Sequence[Path]) -> dict[str, float]:
    """How long an imported list takes to be ready, and a query against all of it."""
    with tempfile.TemporaryDirectory() as folder:
        taken = import_lists(lists, Path(folder))
        began = time.perf_counter()
        screener = Screener.open(Path(folder))
        screener.screen(Query(name=NAMES[0]))
        ready = time.perf_counter() - began
        took = each(lambda name: screener.screen(Query(name=name)), NAMES, 20)
    return {
        "entries": sum(one.entries for one in taken),
        "ready_s": round(ready, 3),
        "query_ms": round(statistics.median(took) * 1e3, 2),
        "query_ms_p95": round(sorted(took)[int(len(took) * 0.95)] * 1e3, 2),
    }


def main() -> None:
    """Prints one line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--list", type=Path, nargs="+", default=[])
    parser.add_argument("--reports", type=Path, default=SAMPLE)
    given = parser.parse_args()
    gazetteer, actors = Gazetteer.open(), ActorIndex.load()
    texts = [path.read_text(encoding="utf-8") for path in sorted(given.reports.glob("*.txt"))]
    figures = {
        "place_us": round(statistics.median(each(gazetteer.lookup, PLACES, 200)) * 1e6, 1),
        "person_us": round(statistics.median(each(lambda name: actors.people.find(name), PEOPLE, 50)) * 1e6, 1),
        "times_ms_a_report": round(
            statistics.median(each(lambda text: find_times(text, "2024-09-19"), texts, 5)) * 1e3, 2
        ),
        "words_a_report": round(statistics.mean(len(text.split()) for text in texts)),
        **(screening(given.list) if given.list else {}),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
