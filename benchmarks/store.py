"""The store as it grows: what it costs to add a dossier, how many bytes it takes, and how long questions take.

    python benchmarks/store.py --samples news.jsonl [--dossiers 5000] [--write]

The dossiers are those of the samples (JSON lines with `text`), over and over under other addresses and ids. Prints JSON.
"""

import argparse
import hashlib
import json
import os
import platform
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from dragoman.pipeline import Desk
from dragoman.records import Dossier
from dragoman.sources import article_from_text
from dragoman.store import ArticleFilter, ClaimFilter, EventFilter, FindingFilter, Run, Store

ID = re.compile(r"\b(ar|ev|cl|fi|li)_([0-9a-f]{12})\b")
STEPS = 10


def read_samples(samples: Path) -> list[str]:
    """The dossiers of the samples, as JSON."""
    desk = Desk.load()
    rows = [json.loads(line) for line in samples.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [desk.read(article_from_text(row["text"])).to_json() for row in rows]


def copies(dossiers: list[str], number: int) -> Iterator[Dossier]:
    """That many dossiers with ids of their own."""
    for count in range(number):
        yield Dossier.from_json(ID.sub(lambda found, count=count: f"{found[1]}_{digest(found[2], count)}", dossiers[count % len(dossiers)]))


def digest(told: str, count: int) -> str:
    """12 hex digits of an id and a number."""
    return hashlib.blake2b(f"{told}{count}".encode(), digest_size=6).hexdigest()


def timed_ms(ask: Callable[[], object], times: int = 5) -> float:
    """The median of some runs, in milliseconds of CPU: SQLite works in this process."""
    spent = []
    for _ in range(times):
        began = time.process_time()
        ask()
        spent.append((time.process_time() - began) * 1000)
    return statistics.median(spent)


def questions(store: Store) -> dict[str, float]:
    """How long usual questions take, in milliseconds."""
    return {
        "events_of_a_country_50": timed_ms(lambda: list(store.events(EventFilter(parties=("USA",), limit=50)))),
        "events_of_a_type_in_a_year_50": timed_ms(lambda: list(store.events(EventFilter(types=("CONSULT",), since="2008", until="2008", limit=50)))),
        "reports_with_words_50": timed_ms(lambda: list(store.articles(ArticleFilter(search="nuclear talks", limit=50)))),
        "claims_about_a_country_50": timed_ms(lambda: list(store.claims(ClaimFilter(about=("USA",), limit=50)))),
        "findings_50": timed_ms(lambda: list(store.findings(FindingFilter(limit=50)))),
        "one_dossier": timed_ms(lambda: store.dossier(next(iter(store.articles(ArticleFilter(limit=1)))).id)),
        "changes_1000": timed_ms(lambda: list(store.changes(0, limit=1000))),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--samples", type=Path, required=True)
    parser.add_argument("--dossiers", type=int, default=5000)
    parser.add_argument("--write", action="store_true", help="keep the result in benchmarks/results/store.json")
    args = parser.parse_args()
    dossiers = read_samples(args.samples)
    steps: list[dict[str, float]] = []
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder, "a.db"), create=True) as store, Run(store, "add") as run:
        wall_s = cpu_s = 0.0
        for count, dossier in enumerate(copies(dossiers, args.dossiers), 1):
            began, cpu = time.perf_counter(), time.process_time()
            run.add(dossier)
            wall_s, cpu_s = wall_s + time.perf_counter() - began, cpu_s + time.process_time() - cpu
            if count % max(1, args.dossiers // STEPS) == 0:
                size = sum(one.stat().st_size for one in Path(folder).iterdir())
                each = max(1, args.dossiers // STEPS)
                steps.append({
                    "dossiers": count, "cpu_ms_each": cpu_s * 1000 / each, "wall_ms_each": wall_s * 1000 / each, "bytes_each": size / count,
                })  # fmt: skip
                wall_s = cpu_s = 0.0
        asked = questions(store)
        began = time.process_time()
        store.backup(Path(folder, "copy.db"))
        backup_s = time.process_time() - began
    result = {
        "machine": platform.machine(), "python": platform.python_version(), "load": os.getloadavg()[0], "dossiers": args.dossiers,
        "json_bytes_each": statistics.mean(map(len, dossiers)), "steps": steps, "questions_ms": asked, "backup_cpu_s": backup_s,
    }  # fmt: skip
    text = json.dumps(json.loads(json.dumps(result), parse_float=lambda number: round(float(number), 3)), indent=1)
    print(text)
    if args.write:
        (Path(__file__).parent / "results" / "store.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
