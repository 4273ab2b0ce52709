"""A corpus through `add` and through `code`: rate, memory, bytes for a report, and whether the cost of a report stays the same.

    python benchmarks/corpus.py --samples news.jsonl [--articles 2000] [--ways add:1,add:2,local:2,ray:2] [--write]

The reports are made of the sentences of the samples (JSON lines with `text`): drawn by lot, shuffled, their numbers altered, so that none
repeats; the same number of reports gives the same reports. Wall time is what a user waits; CPU time is what it costs, also on a machine that
others use. Prints JSON.
"""

import argparse
import json
import os
import platform
import random
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

STEPS = 20  # parts of a run whose times are fitted with a line


def made_reports(samples: Path, number: int) -> Iterator[dict[str, str]]:
    """That many reports of 6 to 24 sentences, of which no two are the same."""
    texts = [json.loads(line)["text"] for line in samples.read_text(encoding="utf-8").splitlines() if line.strip()]
    sentences = [one for text in texts for one in re.split(r"(?<=[.!?])\s+", text) if 5 <= len(one.split()) <= 60]
    chance = random.Random(20240919)
    for count in range(number):
        drawn = chance.sample(sentences, chance.randint(6, 24))
        altered = [re.sub(r"\d", lambda _: str(chance.randint(1, 9)), one) for one in drawn]
        day = f"{chance.randint(2004, 2024)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        yield {"text": " ".join(altered), "url": f"https://made.example/{count}", "title": f"Made {count}", "published": day}


def write_corpus(path: Path, samples: Path, number: int) -> int:
    """Writes the reports as JSON lines; how many words they have."""
    words = 0
    with path.open("w", encoding="utf-8") as out:
        for row in made_reports(samples, number):
            words += len(row["text"].split())
            out.write(json.dumps(row) + "\n")
    return words


class Memory(threading.Thread):
    """Watches the processes below this one: the largest resident set of any, and of all together, in MB; early and late in the run."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.ended = threading.Event()
        self.seen: list[tuple[float, float]] = []

    def run(self) -> None:
        while not self.ended.wait(1.0):
            sizes = list(sizes_below(os.getpid()))
            if sizes:
                self.seen.append((max(sizes), sum(sizes)))

    def told(self) -> dict[str, float]:
        """Peaks, and how much the largest process grew from the first to the last fifth of the run."""
        self.ended.set()
        self.join()
        if not self.seen:
            return {}
        fifth = max(1, len(self.seen) // 5)
        early, late = (max(one[0] for one in part) for part in (self.seen[fifth : 2 * fifth] or self.seen, self.seen[-fifth:]))
        return {"largest_process_mb": max(one[0] for one in self.seen), "all_mb": max(one[1] for one in self.seen), "growth_mb": late - early}


def sizes_below(parent: int) -> Iterator[float]:
    """Resident megabytes of each process below one (Linux)."""
    below: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            below.setdefault(int((folder / "stat").read_text().rpartition(")")[2].split()[1]), []).append(int(folder.name))
        except (OSError, ValueError):
            continue
    waiting = list(below.get(parent, []))
    while waiting:
        process = waiting.pop()
        waiting += below.get(process, [])
        try:
            rows = Path(f"/proc/{process}/status").read_text().splitlines()
            yield next(int(row.split()[1]) for row in rows if row.startswith("VmRSS:")) / 1024
        except (OSError, StopIteration):
            continue


def run_way(way: str, corpus: Path, out: Path, number: int, words: int) -> dict[str, object]:
    """One way through the corpus, as a user's command: `add:2` is add with two processes, `ray:2` code on Ray with two workers."""
    name, _, workers = way.partition(":")
    command = [sys.executable, "-m", "dragoman"]
    if name == "add":
        command += ["add", corpus, "--store", out, "--workers", workers, "--reprints", "--json"]
    else:
        command += ["code", corpus, "--out", out, "--engine", name, "--workers", workers, "--shard-size", str(max(1, number // STEPS)), "--json"]
    memory = Memory()
    memory.start()
    began, cpu = time.perf_counter(), children_cpu()
    marks: list[tuple[int, float]] = []
    with subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True) as process:
        done = 0
        for line in process.stdout or ():
            done += 1 if name == "add" else json.loads(line)["counts"]["in"]
            if not marks or done - marks[-1][0] >= max(1, number // STEPS) or done == number:
                marks.append((done, time.perf_counter() - began))
    wall_s, cpu_s = time.perf_counter() - began, children_cpu() - cpu
    return {
        "exit_code": process.returncode, "wall_s": wall_s, "cpu_s": cpu_s, "articles_per_s": number / wall_s, "words_per_s": words / wall_s,
        "words_per_cpu_s": words / cpu_s if cpu_s else None, "bytes_per_article": size_of(out) / number, **memory.told(), "fit": line_through(marks),
    }  # fmt: skip


def children_cpu() -> float:
    """CPU seconds of the processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def line_through(marks: list[tuple[int, float]]) -> dict[str, float]:
    """Seconds for a report and to begin with, by least squares; R², and how much dearer a report is in the last half than in the first."""
    if len(marks) < 4:
        return {}
    xs, ys = [float(mark[0]) for mark in marks], [mark[1] for mark in marks]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    slope = sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)
    left = sum((b - y - slope * (a - x)) ** 2 for a, b in zip(xs, ys, strict=True))
    half = len(marks) // 2
    first = (ys[half] - ys[0]) / (xs[half] - xs[0])
    last = (ys[-1] - ys[half]) / (xs[-1] - xs[half])
    return {"s_per_article": slope, "start_s": y - slope * x, "r2": 1 - left / sum((b - y) ** 2 for b in ys), "last_to_first_half": last / first}


def size_of(path: Path) -> int:
    """Bytes of a file with its log, or of a folder."""
    if path.is_dir():
        return sum(one.stat().st_size for one in path.rglob("*") if one.is_file())
    return sum(one.stat().st_size for one in path.parent.glob(path.name + "*"))


def events_of(way: str, out: Path) -> set[str]:
    """Id and revision of every event."""
    if way.startswith("add"):
        from dragoman.store import Store

        with Store.open(out) as store:
            return {f"{one.id} {one.revision}" for one in store.events()}
    import pyarrow.parquet

    found: set[str] = set()
    for path in (out / "events").rglob("*.parquet"):
        rows = pyarrow.parquet.read_table(path, columns=["id", "revision"], partitioning=None).to_pylist()
        found |= {f"{row['id']} {row['revision']}" for row in rows}
    return found


def rounded(value: object) -> object:
    """Four digits after the point are enough."""
    return json.loads(json.dumps(value), parse_float=lambda number: round(float(number), 4))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--samples", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--ways", default="add:1,add:2,local:2,ray:2")
    parser.add_argument("--write", action="store_true", help="keep the result in benchmarks/results/corpus.json")
    args = parser.parse_args()
    result: dict[str, object] = {
        "machine": platform.machine(), "cores": len(os.sched_getaffinity(0)), "python": platform.python_version(), "articles": args.articles,
        "load_before": os.getloadavg()[0],
    }  # fmt: skip
    ways: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus.jsonl")
        result["words"] = words = write_corpus(corpus, args.samples, args.articles)
        events: list[set[str]] = []
        for number, way in enumerate(args.ways.split(",")):
            out = Path(folder, f"{number}.db" if way.startswith("add") else f"{number}")
            ways[way] = run_way(way, corpus, out, args.articles, words)
            events.append(events_of(way, out))
            print(f"{way}: {len(events[-1])} events", file=sys.stderr, flush=True)
    result |= {"events": len(events[0]), "equal_events": all(one == events[0] for one in events), "ways": ways, "load_after": os.getloadavg()[0]}
    text = json.dumps(rounded(result), indent=1)
    print(text)
    if args.write:
        (Path(__file__).parent / "results" / "corpus.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
