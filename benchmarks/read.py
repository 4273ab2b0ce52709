"""Times `dragoman read` on the sample as a whole cold process, and a warm desk on the same text. Prints JSON; see results/.

python benchmarks/read.py [--runs 5] [--write]
"""

import argparse
import json
import platform
import resource
import statistics
import subprocess
import sys
import time
from importlib import resources
from pathlib import Path


def cold(report: str, runs: int) -> list[float]:
    """Wall seconds of whole `dragoman read` processes."""
    spent = []
    for _ in range(runs):
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "dragoman", "read", report, "--json"], check=True, stdout=subprocess.DEVNULL
        )
        spent.append(time.perf_counter() - begun)
    return spent


def warm(report: str, runs: int) -> tuple[list[float], int]:
    """CPU seconds of one dossier on a loaded desk, and the words of the report."""
    from dragoman.pipeline import Desk
    from dragoman.sources import fetch_article

    desk, article = Desk.load(), fetch_article(report)
    desk.read(article)
    spent = []
    for _ in range(runs):
        begun = time.process_time()
        desk.read(article)
        spent.append(time.process_time() - begun)
    return spent, len(article.text.split())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="keep the result in benchmarks/results/read.json")
    args = parser.parse_args()
    report = str(resources.files("dragoman") / "samples" / "orbital.txt")
    seconds = cold(report, args.runs)
    peak_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (
        1024 if sys.platform != "darwin" else 1024 * 1024
    )
    dossier, words = warm(report, args.runs)
    result = {
        "machine": platform.machine(), "python": platform.python_version(), "runs": args.runs, "words": words,
        "cold_read_s": {"min": min(seconds), "median": statistics.median(seconds), "max": max(seconds)},
        "cold_read_peak_mb": peak_mb,
        "warm_dossier_cpu_s": statistics.median(dossier), "warm_words_per_cpu_s": words / statistics.median(dossier),
    }  # fmt: skip
    result = json.loads(json.dumps(result), parse_float=lambda number: round(float(number), 3))
    print(json.dumps(result, indent=1))
    if args.write:
        path = Path(__file__).parent / "results" / "read.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
