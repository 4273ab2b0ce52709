"""A corpus through `add` and through `code`: rate, memory, bytes for a report, and whether the cost of a report stays the same.

    python benchmarks/corpus.py --samples news.jsonl [--articles 2000] [--ways add:1,add:2,local:2,ray:2] [--write]
    python benchmarks/corpus.py --samples *.jsonl --articles 100000 --sentences 2 2 --ways add:1,ray:1 --side-by-side --write corpus-100000

The reports are made of the sentences of the samples (JSON lines with `text`): drawn by lot, shuffled, their numbers altered, so that none
repeats; the same number of reports gives the same reports. Wall time is what a user waits; CPU time is what it costs, also on a machine that
others use: of all processes that a way starts, as /proc has it (Linux). A way has as many cores as it has workers. With --minutes, ways are stopped then as by Ctrl-C and what all of
them have coded is compared. With --folder, a benchmark that was broken off goes on when the same command is given again. Prints JSON.
"""

import argparse
import json
import os
import platform
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from typing import Any, NamedTuple

STEPS = 20  # parts of a run whose costs are fitted with a line
LOOK_S = 2.0  # between two looks at the processes
TICKS = os.sysconf("SC_CLK_TCK")
SENTENCE = re.compile(r"(?<=[.!?])\s+")


def sentences_of(samples: list[Path]) -> list[str]:
    """The sentences of 5 to 60 words, each once, in their order."""
    rows = (json.loads(line) for path in samples for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    found = (one for row in rows for one in SENTENCE.split(" ".join(row["text"].split())))
    return list(dict.fromkeys(one for one in found if 5 <= len(one.split()) <= 60))


def made_reports(sentences: list[str], number: int, least: int, most: int) -> Iterator[dict[str, str]]:
    """That many reports of so many sentences, of which no two are the same."""
    chance = random.Random(20240919)
    made: set[str] = set()
    while len(made) < number:
        drawn = chance.sample(sentences, chance.randint(least, most))
        text = " ".join(re.sub(r"\d", lambda _: str(chance.randint(1, 9)), one) for one in drawn)
        day = f"{chance.randint(2004, 2024)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        if text not in made:
            made.add(text)
            count = len(made) - 1
            yield {"text": text, "url": f"https://made.example/{count}", "title": f"Made {count}", "published": day}


def write_corpus(path: Path, reports: Iterator[dict[str, str]]) -> int:
    """Writes the reports as JSON lines; how many words they have."""
    words = 0
    with path.open("w", encoding="utf-8") as out:
        for row in reports:
            words += len(row["text"].split())
            out.write(json.dumps(row) + "\n")
    return words


class Look(NamedTuple):
    """What the processes of a way had taken at one moment: CPU seconds of all, resident megabytes of the command itself, of the largest, of all."""

    cpu_s: float
    command_mb: float
    largest_mb: float
    all_mb: float


class Mark(NamedTuple):
    """How far a way was at one moment."""

    done: int
    wall_s: float
    cpu_s: float
    largest_mb: float


class Peak(NamedTuple):
    """The largest that any process was: seconds into the way, and what the process was started as."""

    mb: float
    wall_s: float
    process: str


class Watch(threading.Thread):
    """Watches a process and all below it until it ends. A process that has gone keeps what it was last seen to have taken."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.process, self.ended, self.lock = process, threading.Event(), threading.Lock()
        self.cpu: dict[tuple[int, str], float] = {}
        self.looks: list[Look] = []
        self.began, self.peak = time.perf_counter(), Peak(0.0, 0.0, "")

    def run(self) -> None:
        while not self.ended.wait(LOOK_S):
            self.look()

    def look(self) -> Look:
        """Looks now."""
        with self.lock:
            taken = list(taken_below(self.process))
            self.cpu.update({key: cpu_s for key, cpu_s, _ in taken})
            sizes = [size for _, _, size in taken]
            for (process, _), _, size in taken:
                if size > self.peak.mb:
                    self.peak = Peak(size, time.perf_counter() - self.began, started_as(process))
            if sizes:
                self.looks.append(Look(sum(self.cpu.values()), sizes[0], max(sizes), sum(sizes)))
            return self.looks[-1] if self.looks else Look(0.0, 0.0, 0.0, 0.0)

    def told(self) -> dict[str, Any]:
        """Peaks, and how much the largest process grew from the second to the last fifth of the run."""
        self.ended.set()
        self.join()
        if not self.looks:
            return {}
        fifth = max(1, len(self.looks) // 5)
        early, late = (max(one.largest_mb for one in part) for part in (self.looks[fifth : 2 * fifth] or self.looks, self.looks[-fifth:]))
        command, largest, everything = (max(one[part] for one in self.looks) for part in (1, 2, 3))
        return {
            "cpu_s": self.looks[-1].cpu_s, "command_mb": command, "largest_process_mb": largest, "all_mb": everything, "growth_mb": late - early,
            "peak": self.peak._asdict(),
        }  # fmt: skip


def taken_below(parent: int) -> Iterator[tuple[tuple[int, str], float, float]]:
    """Of a process and each below it: what names it for good, the CPU seconds it has taken, its resident megabytes (Linux)."""
    rows: dict[int, list[str]] = {}
    below: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            row = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        rows[int(folder.name)] = row
        below.setdefault(int(row[1]), []).append(int(folder.name))
    waiting = [parent] if parent in rows else []
    while waiting:
        process = waiting.pop()
        waiting += below.get(process, [])
        row = rows[process]
        yield (process, row[19]), (int(row[11]) + int(row[12])) / TICKS, int(row[21]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def started_as(process: int) -> str:
    """The command line of a process, "" where it has gone."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")[:200].strip()
    except OSError:
        return ""


def marks_in(journal: Path) -> list[Mark]:
    """How far a way had come before it was broken off."""
    return [Mark(**json.loads(line)) for line in journal.read_text().splitlines()] if journal.is_file() else []


def done_in(out: Path) -> int:
    """Reports in the shards that are done already; a store tells of those that it has."""
    return sum(json.loads(account.read_text())["counts"]["in"] for account in out.glob("_shards/*.json"))


def run_way(way: str, corpus: Path, out: Path, number: int, words: int, stop_s: float | None) -> dict[str, object]:
    """One way through the corpus, as a user's command: `add:2` is add with two processes, `ray:2` code on Ray with two workers.

    What it took is kept beside `out` as it goes; a way that was broken off is counted on from there.
    """
    name, _, workers = way.partition(":")
    command = [sys.executable, "-m", "dragoman"]
    if name == "add":
        command += ["add", corpus, "--store", out, "--workers", workers, "--reprints", "--json"]
    else:
        size = min(500, max(1, number // STEPS))
        command += ["code", corpus, "--out", out, "--engine", name, "--workers", workers, "--shard-size", str(size), "--json"]
    journal = out.with_name(out.name + ".marks")
    marks, done = marks_in(journal), done_in(out)
    before = marks[-1] if marks else Mark(0, 0.0, 0.0, 0.0)
    began = time.perf_counter()
    with subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True) as process:
        os.sched_setaffinity(process.pid, sorted(os.sched_getaffinity(0))[: int(workers)])
        watch = Watch(process.pid)
        watch.start()
        stop = threading.Timer(stop_s or 0, process.send_signal, [signal.SIGINT])
        if stop_s:
            stop.start()
        for line in process.stdout or ():
            done += 1 if name == "add" else json.loads(line)["counts"]["in"]
            if not marks or done - marks[-1].done >= number / STEPS or (done == number and marks[-1].done < number):
                look = watch.look()
                marks.append(Mark(done, before.wall_s + time.perf_counter() - began, before.cpu_s + look.cpu_s, look.largest_mb))
                with journal.open("a") as kept:
                    kept.write(json.dumps(marks[-1]._asdict()) + "\n")
        stop.cancel()
    wall_s, told = before.wall_s + time.perf_counter() - began, watch.told()
    told["cpu_s"] += before.cpu_s
    part = words * done / number
    return {
        "exit_code": process.returncode, "articles": done, "wall_s": wall_s, "articles_per_s": done / wall_s, "words_per_s": part / wall_s,
        "articles_per_cpu_s": done / told["cpu_s"], "words_per_cpu_s": part / told["cpu_s"], "bytes_per_article": size_of(out) / max(1, done),
        **told, "fit_wall": line_through([(one.done, one.wall_s) for one in marks]), "fit_cpu": line_through([(one.done, one.cpu_s) for one in marks]),
        "marks": [one._asdict() for one in marks],
    }  # fmt: skip


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
    return sum(one.stat().st_size for one in path.parent.glob(path.name + "*") if one.suffix != ".marks")


def events_of(way: str, out: Path) -> dict[str, set[str]]:
    """Id and revision of every event, by the report it stands in; of every report that is coded."""
    found: dict[str, set[str]] = {}
    if way.startswith("add"):
        with sqlite3.connect(out) as store:
            found.update((article, set()) for (article,) in store.execute("SELECT id FROM articles"))
            for article, told in store.execute("SELECT article, id || ' ' || revision FROM events"):
                found[article].add(told)
        return found
    import pyarrow.parquet

    for path in (out / "articles").rglob("*.parquet"):
        found.update((one, set()) for one in pyarrow.parquet.read_table(path, columns=["id"], partitioning=None)["id"].to_pylist())
    for path in (out / "events").rglob("*.parquet"):
        for row in pyarrow.parquet.read_table(path, columns=["article", "id", "revision"], partitioning=None).to_pylist():
            found[row["article"]].add(f"{row['id']} {row['revision']}")
    return found


def rounded(value: object) -> object:
    """Four digits after the point are enough."""
    return json.loads(json.dumps(value), parse_float=lambda number: round(float(number), 4))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--samples", type=Path, nargs="+", required=True)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--sentences", type=int, nargs=2, default=(6, 24), metavar=("LEAST", "MOST"), help="of a report")
    parser.add_argument("--ways", default="add:1,add:2,local:2,ray:2")
    parser.add_argument("--side-by-side", action="store_true", help="run the ways at the same time")
    parser.add_argument("--minutes", type=float, default=None, help="stop each way then")
    parser.add_argument("--folder", type=Path, default=None, help="keep what the ways make there, and go on from it; else it is made anew and removed")
    parser.add_argument("--write", nargs="?", const="corpus", default=None, metavar="NAME", help="keep the result in benchmarks/results/NAME.json")
    args = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job of a script would leave it ignored to its children
    ways = args.ways.split(",")
    result: dict[str, object] = {
        "machine": platform.machine(), "cores": len(os.sched_getaffinity(0)), "python": platform.python_version(), "articles": args.articles,
        "sentences": args.sentences, "load_before": os.getloadavg()[0],
    }  # fmt: skip
    with nullcontext(args.folder) if args.folder else tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus.jsonl")
        result["words"] = words = write_corpus(corpus, made_reports(sentences_of(args.samples), args.articles, *args.sentences))
        outs = [Path(folder, f"{number}.db" if way.startswith("add") else f"{number}") for number, way in enumerate(ways)]
        stop_s = args.minutes * 60 if args.minutes else None
        with ThreadPoolExecutor(len(ways) if args.side_by_side else 1) as side:
            told = list(side.map(lambda way, out: run_way(way, corpus, out, args.articles, words, stop_s), ways, outs))
        coded = [events_of(way, out) for way, out in zip(ways, outs, strict=True)]
    both = set(coded[0]).intersection(*coded)
    events = [{event for article in both for event in one[article]} for one in coded]
    result |= {
        "compared_articles": len(both), "events": len(events[0]), "equal_events": all(one == events[0] for one in events),
        "ways": dict(zip(ways, told, strict=True)), "load_after": os.getloadavg()[0],
    }  # fmt: skip
    text = json.dumps(rounded(result), indent=1)
    print(text)
    if args.write:
        (Path(__file__).parent / "results" / f"{args.write}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
