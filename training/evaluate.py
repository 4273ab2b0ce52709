"""Scores of a weights folder on gold words: part of speech, tree, names. Runs the shipped runtime, not PyTorch.

    python training/evaluate.py --shared ../shared --weights src/dragoman/reading/weights [--limit 600] [--json scores.json]

Attribution and factuality are measured on raw text with `dragoman evaluate attribution|factuality`.
"""

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import data

from dragoman.reading.decode import relations, tag_path, tree
from dragoman.reading.decode import runs as tag_runs
from dragoman.reading.encoder import Encoder

BOOT = 1000


class Read(NamedTuple):
    """Part of speech, head (-1 the root) and relation of each word."""

    upos: list[str]
    heads: list[int]
    deprels: list[str]


class Model:
    """A weights folder ready to read gold words."""

    def __init__(self, folder: Path) -> None:
        self.encoder = Encoder(folder)

    def outputs(self, sentences: Sequence[Sequence[str]]):
        """(number of the sentence, graph outputs of its words, what they say of its structure) for each sentence, cut where it is too long."""
        for at, words in enumerate(sentences):
            numbers = self.encoder.run(words[: self.encoder.fits(words)])
            yield at, numbers, self.structure(numbers)

    def structure(self, numbers) -> Read:
        """The parse, as the reader makes it."""
        tables, heads = self.encoder.weights.tables, tree(numbers["arcs"])
        rels = relations(numbers["relations"], numbers["label_right"], heads, tables["deprels"])
        return Read([tables["upos"][tag] for tag in numbers["upos"].argmax(axis=1).tolist()], heads, rels)


def syntax(model: Model, rows: Sequence[data.Example]) -> dict[str, float]:
    """Share of words with the right part of speech, head, head and relation; punctuation counts.

    LAS leaves out the subtypes of relations, as the evaluation of the CoNLL 2018 shared task does; the last figure counts them.
    """
    right = [0, 0, 0, 0]
    for at, _, read in model.outputs([row.words for row in rows]):
        row = rows[at]
        for i, head in enumerate(read.heads):
            same = head + 1 == row.heads[i]
            right[0] += read.upos[i] == data.UPOS[row.upos[i]]
            right[1] += same
            right[2] += same and read.deprels[i].partition(":")[0] == row.deprels[i].partition(":")[0]
            right[3] += same and read.deprels[i] == row.deprels[i]
    total = sum(len(row.words) for row in rows)
    return {name: round(100 * n / total, 2) for name, n in zip(("UPOS", "UAS", "LAS", "LAS with subtypes"), right, strict=True)} | {"words": total}


def spans(tags: Sequence[str], labels: Sequence[str]) -> set[tuple[int, int, str]]:
    return {run for run in tag_runs(tags) if run[2] in labels}


def name_scores(model: Model, rows, gold_tags, output: str, labels: Sequence[str]) -> dict[str, object]:
    """Exact F1 of names with their label, and its 95% interval over sentences drawn with replacement."""
    table, counts = model.encoder.weights.tables[output], []
    for at, numbers, _ in model.outputs(rows):
        said = spans([table[tag] for tag in tag_path(numbers[output], table)], labels)
        true = spans(gold_tags[at], labels)
        counts.append((len(said & true), len(said), len(true)))
    draw = random.Random(7)
    boot = sorted(f1(draw.choices(counts, k=len(counts))) for _ in range(BOOT))
    return {"F1": f1(counts), "interval": [boot[int(0.025 * BOOT)], boot[int(0.975 * BOOT)]], "sentences": len(counts)}


def f1(counts) -> float:
    hit, said, true = (sum(part) for part in zip(*counts, strict=True))
    return round(200 * hit / (said + true), 2) if said + true else 0.0


def names_of(rows, attribute: str, table):
    return [row.words for row in rows], [[table[tag] for tag in getattr(row, attribute)] for row in rows]


def uner(path: Path):
    """Words and tags of a UNER file (iob2, the tag in the third column)."""
    sentences, words, tags = [], [], []
    for line in path.read_text(encoding="utf-8").splitlines() + [""]:
        if line.startswith("#"):
            continue
        if not line.strip():
            if words:
                sentences.append((words, tags))
            words, tags = [], []
        else:
            cells = line.split("\t")
            words.append(cells[1])
            tags.append(cells[2] if "-OTH" not in cells[2] else "O")
    return [w for w, _ in sentences], [t for _, t in sentences]


def scores(folder: Path, shared: Path, limit: int | None = None) -> dict[str, dict[str, object]]:
    """All scores of this file, by set."""
    model, train = Model(folder), shared / "train"
    out: dict[str, dict[str, object]] = {"version": model.encoder.weights.version}
    for name, path in (("EWT dev", "ud_ewt/en_ewt-ud-dev.conllu"), ("GUM dev", "ud_gum/en_gum_open-ud-dev.conllu")):
        out[name] = syntax(model, [row for _, row in data.treebank(train / path)][:limit])
    words, tags = uner(train / "ner_uner_ewt" / "en_ewt-ud-dev.iob2")
    out["names UNER EWT dev"] = name_scores(model, words[:limit], tags, "names", ("PER", "LOC", "ORG"))
    held = [row for row in data.conll(train / "ner_wikigold" / "wikigold.train.conll") if row.held]
    out["names WikiGold held-back"] = name_scores(model, *names_of(held[:limit], "names", data.NAME_TAGS), "names", ("PER", "LOC", "ORG", "MISC"))
    news = data.gmb(train / "ner_gmb" / "ner_dataset.dev.csv", limit)
    kinds = sorted({tag[2:] for tag in data.NEWS_NAME_TAGS if tag != "O"})
    out["names GMB dev"] = name_scores(model, *names_of(news, "news_names", data.NEWS_NAME_TAGS), "news_names", kinds)
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--limit", type=int, help="only so many sentences of each set")
    parser.add_argument("--json", type=Path, help="write the scores here as well")
    args = parser.parse_args()
    found = scores(args.weights, args.shared, args.limit)
    for name, one in found.items():
        print(f"{name:26s} {one}")
    if args.json:
        args.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
