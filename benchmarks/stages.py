"""Where the time of a dossier goes: CPU milliseconds of each stage for a report, one process, one thread.

    python benchmarks/stages.py --samples news.jsonl [--articles 40] [--write]

The samples are JSON lines with `text`. The first reports are read once before, so that what is loaded once does not count. Prints JSON.
"""

import argparse
import importlib
import json
import os
import platform
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dragoman.pipeline import Desk
from dragoman.records import Article
from dragoman.sources import article_from_text
from dragoman.store import Store

STAGES = {
    "grounding: places": ("dragoman.grounding.places", "find_places"),
    "grounding: parties": ("dragoman.grounding.actors", "ground_parties"),
    "grounding: times": ("dragoman.grounding.times", "find_times"),
    "grounding: items": ("dragoman.grounding.items", "find_items"),
    "coding: claims": ("dragoman.coding.claims", "find_claims"),
    "coding: events": ("dragoman.coding.events", "code_events"),
    "judging: findings": ("dragoman.judging.findings", "find_findings"),
}


class Spent:
    """CPU seconds by stage."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()

    def counted(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same work, whose time is kept."""

        def timed(*arguments: Any, **more: Any) -> Any:
            began = time.process_time()
            try:
                return work(*arguments, **more)
            finally:
                self.seconds[name] += time.process_time() - began

        return timed

    def watch(self, desk: Desk) -> None:
        """Puts a clock around each stage."""
        for name, (module, function) in STAGES.items():
            held = importlib.import_module(module)
            setattr(held, function, self.counted(name, getattr(held, function)))
        encoder: Any = desk.reader.encoder
        encoder._session.run, whole = self.counted("the network", encoder._session.run), desk.reader.read
        desk.reader.read = self.counted("reading", whole)  # type: ignore[method-assign]


class Session:
    """An ONNX session whose `run` can be replaced."""

    def __init__(self, session: Any) -> None:
        self.run = session.run


def measured(articles: list[Article]) -> dict[str, float]:
    """CPU milliseconds of each stage for a report."""
    desk, spent = Desk.load(), Spent()
    for article in articles[:5]:
        desk.read(article)
    desk.reader.encoder._session = Session(desk.reader.encoder._session)  # type: ignore[assignment]
    spent.watch(desk)
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder, "a.db"), create=True) as store:
        read, add = spent.counted("a whole dossier", desk.read), spent.counted("the store", store.add)
        for article in articles:
            add(read(article))
    told = {name: seconds * 1000 / len(articles) for name, seconds in spent.seconds.items()}
    network, reading = told.pop("the network"), told.pop("reading")
    told |= {"reading: the network": network, "reading: words, trees, speech": reading - network}
    told["the rest"] = told["a whole dossier"] - sum(value for name, value in told.items() if ":" in name)
    return dict(sorted(told.items(), key=lambda row: -row[1]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--samples", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--write", action="store_true", help="keep the result in benchmarks/results/stages.json")
    args = parser.parse_args()
    rows = [json.loads(line) for line in args.samples.read_text(encoding="utf-8").splitlines() if line.strip()]
    articles = [article_from_text(row["text"]) for row in rows[: args.articles]]
    words = sum(len(article.text.split()) for article in articles) / len(articles)
    spent = measured(articles)
    result = {
        "machine": platform.machine(), "python": platform.python_version(), "load": os.getloadavg()[0], "articles": len(articles),
        "words_each": words, "words_per_cpu_s": words / spent["a whole dossier"] * 1000, "cpu_ms_each": spent,
    }  # fmt: skip
    text = json.dumps(json.loads(json.dumps(result), parse_float=lambda number: round(float(number), 2)), indent=1)
    print(text)
    if args.write:
        (Path(__file__).parent / "results" / "stages.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
