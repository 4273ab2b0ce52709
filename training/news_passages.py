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


def words_told(path: Path) -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """Number, and (word, name tag) of each word, of the sentences of a part of the set, packed or not."""
    raw = gzip.open(path).read() if path.suffix == ".gz" else path.read_bytes()
    found: list[tuple[str, str]] = []
    at = 0
    for row in csv.reader(io.StringIO(raw.decode("utf-8", "replace"))):
        if row[0].startswith("Sentence:"):
            if found:
                yield at, found
            at, found = int(row[0].rpartition(" ")[2]), []
        if len(row) >= 4 and row[1] and row[0] != "Sentence #":
            found.append((row[1], row[3]))
    if found:
        yield at, found


def sentences(path: Path) -> dict[int, str]:
    """The sentences of the set by their numbers, spaced as print has them."""
    return {number: spaced([word for word, _ in words]) for number, words in words_told(path)}


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


def jsonl(path: Path) -> Iterator[dict]:
    """The rows of a file of JSON lines."""
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def passages(shared: Path) -> Iterator[dict]:
    """The labelled passages in the shape of the labelled reports: `id, text, date, events, not_events`; offsets count characters of the text."""
    told = sentences(gmb_path(shared))
    for path in sorted(LABELS.glob("part*.jsonl")):
        for row in jsonl(path):
            yield {**row, "text": " ".join(told[number] for number in row["sentences"]), "date": None}
