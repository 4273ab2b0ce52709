"""Writes knowledge/language/word_shares.csv: the share of news reports that hold each word, counted over training texts.

    python training/word_shares.py NEWS.jsonl... --out src/dragoman/knowledge/language/word_shares.csv

Rows have a `text` and may have a `title`. Words are those of dragoman.relating.terms. A word in fewer than LEAST of the reports is
left out: it counts as rarer than any that is there.
"""

import argparse
import csv
import json
from collections import Counter
from pathlib import Path

from dragoman.relating.terms import words_of

LEAST = 0.001  # of the reports; below it the count of a rare word says little


def main() -> None:
    """Counts and writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    holding: Counter[str] = Counter()
    reports = 0
    for path in given.news:
        for line in path.open(encoding="utf-8"):
            row = json.loads(line)
            holding.update(set(words_of(f"{row.get('title') or ''}\n{row['text']}")))
            reports += 1
    kept = sorted((word, count / reports) for word, count in holding.items() if count >= LEAST * reports)
    with given.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("word", "share"))
        writer.writerows((word, f"{share:.4f}") for word, share in kept)


if __name__ == "__main__":
    main()
