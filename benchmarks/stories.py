"""How many reports a second are grouped into stories, and whether memory grows.

    python benchmarks/stories.py [--reports 100000] [--out benchmarks/results/stories.json]

The reports are drawn, not written: words of news in general by their share, and for each story words of its own; a story is told by
one report or by up to hundreds (Zipf), over a day or several. Measured in one process: word counting, weighing, grouping, and the print.
"""

import argparse
import json
import random
import resource
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from dragoman.relating.grouping import Grouper
from dragoman.relating.reprints import print_of
from dragoman.relating.terms import general_shares

WORDS = 250  # of a report
OWN = 30  # words of a story, of which a report uses half
A_DAY = 2_000  # reports
EVERY = 10_000


def reports(number: int, seed: int) -> Iterator[tuple[str, str, int]]:
    """Id, text and day of each report."""
    draw = random.Random(seed)
    words, shares = zip(*general_shares().items(), strict=True)
    bounds = list(accumulate(shares))
    live: list[tuple[int, list[str]]] = []
    made = 0
    for at in range(number):
        if not live or draw.random() < 0.35:
            made += 1
            live.append((made, [f"own{made}x{one}" for one in range(OWN)]))
            live = live[-A_DAY:]
        own = live[-min(len(live), int(draw.paretovariate(0.8)))][1]
        text = draw.sample(own, OWN // 2) + draw.choices(words, cum_weights=bounds, k=WORDS - OWN // 2)
        draw.shuffle(text)
        yield f"ar_{at}", " ".join(text), 738_000 + at // A_DAY


def memory_mb() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Groups and prints a line for each part, then the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    grouper, parts, spent = Grouper(), [], 0.0
    for at, (article, text, day) in enumerate(reports(given.reports, 1), 1):
        begun = time.process_time()
        grouper.group(grouper.weigh(article, text, day))
        print_of(text)
        spent += time.process_time() - begun
        if at % EVERY == 0:
            parts.append({"reports": at, "a_second": round(EVERY / spent), "memory_mb": round(memory_mb()), "open_stories": len(grouper.stories)})
            print(parts[-1], flush=True)
            spent = 0.0
    if given.out:
        given.out.write_text(json.dumps({"reports": given.reports, "words": WORDS, "parts": parts}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
