"""Counts how often each word told an event in the labelled reports and sentences: writes knowledge/verbs/lexicon.csv.

    python training/lexicon.py --shared ../shared

Held-out texts (one in twelve, see data.held_out) are left out, so that the coder's constants can be chosen on them.
"""

import argparse
import csv
from collections import Counter, defaultdict
from pathlib import Path

import data

from dragoman.reading.reader import Reader
from dragoman.records import Article

CONTENT = ("VERB", "NOUN", "ADJ")
LEAST = 3  # a word seen less often is kept only where it told an event


def head_of(words, start: int, end: int) -> int | None:
    """The word that stands for a trigger: its first verb, else its last content word."""
    inside = [i for i, w in enumerate(words) if w.start < end and w.end > start and w.upos in (*CONTENT, "PROPN", "ADV")]
    verbs = [i for i in inside if words[i].upos == "VERB"]
    return verbs[0] if verbs else inside[-1] if inside else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/dragoman/knowledge/verbs/lexicon.csv"))
    args = parser.parse_args()
    reader, seen, told = Reader(), Counter(), defaultdict(Counter)
    for path in sorted((args.shared / "train").glob("sentences/part*.jsonl")) + sorted((args.shared / "train").glob("dossier/part*.jsonl")):
        for row in data.jsonl(path):
            if data.held_out(row["id"]):
                continue
            reading = reader.read(Article(id=row["id"], text=row["text"]))
            words = [word for sentence in reading.sentences for word in sentence.words]
            types = {head_of(words, *event["trigger"][:2]): event["type"] for event in row["events"]}
            for place, word in enumerate(words):
                if word.upos in CONTENT:
                    key = (word.lemma.lower(), word.upos)
                    seen[key] += 1
                    if place in types:
                        told[key][types[place]] += 1
    with open(args.out, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["lemma", "upos", "seen", "events", "types", "source"])
        for key in sorted(seen):
            events = sum(told[key].values())
            if seen[key] >= LEAST or events:
                types = ";".join(f"{name}:{count}" for name, count in told[key].most_common())
                writer.writerow([*key, seen[key], events, types, "labelled training reports"])


if __name__ == "__main__":
    main()
