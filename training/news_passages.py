"""Passages of the Groningen Meaning Bank's news as running text, and the labels of events that lie beside this program, put on them.

The set keeps Voice of America's sentences as words, in the order of the reports, some left out. A passage is a run of them that belongs to one
report; the labels name its sentences by their numbers in the set, so that no text is kept here (see training/labels/README.md).
"""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path

CLOSING = {",", ".", ";", ":", "?", "!", "%", ")", "]", "'s", "'", "n't", "'re", "'ve", "'ll", "'d", "'m"}
OPENING = {"$", "(", "[", "#"}
LABELS = Path(__file__).parent / "labels"
AGAIN = "same"  # the mark of another mention of what is labelled elsewhere in the report


def gmb_path(shared: Path) -> Path:
    """Where the training part of the set lies."""
    return shared / "train" / "ner_gmb" / "ner_dataset.train.csv.gz"


def sentences(path: Path) -> dict[int, str]:
    """The sentences of the set by their numbers, spaced as print has them."""
    found: dict[int, list[str]] = {}
    with gzip.open(path) as packed:
        rows = csv.reader(io.TextIOWrapper(packed, encoding="latin-1"))
        next(rows)
        for number, word, *_ in rows:
            if number:
                words = found.setdefault(int(number.rpartition(" ")[2]), [])
            words.append(word)
    return {number: spaced(words) for number, words in found.items()}


def spaced(words: list[str]) -> str:
    """The words as running text: no blank before what closes or after what opens; quotation marks open and close by turns."""
    out, opens, glued = "", True, True
    for word in words:
        if word == '"':
            out += word if glued or not opens else " " + word
            glued, opens = opens, not opens
        else:
            out += word if glued or word in CLOSING else " " + word
            glued = word in OPENING
    return out


def rows(path: Path) -> Iterator[dict]:
    """The labelled passages of a file, without their text."""
    with open(path, encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def passages(shared: Path) -> Iterator[dict]:
    """The labelled passages in the shape of the labelled reports: `id, text, date, events, not_events`; offsets count characters of the text."""
    told = sentences(gmb_path(shared))
    for path in sorted(LABELS.glob("part*.jsonl")):
        for row in rows(path):
            yield {**row, "text": " ".join(told[number] for number in row["sentences"]), "date": None}
