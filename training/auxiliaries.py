"""Weighs the wording around an act for its auxiliary mode: writes knowledge/verbs/auxiliary_words.csv.

    python training/auxiliaries.py --shared ../shared

One logistic regression on the events of the labelled reports and sentences. Held-out texts (see data.held_out) are not learned from; on them is
fitted how far the model's own reading and these marks count, and how often both are right there is printed. Needs scikit-learn, which the
package does not.
"""

import argparse
import csv
import math
from collections import Counter
from itertools import product
from pathlib import Path

import data
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from dragoman.coding import auxiliaries
from dragoman.coding.auxiliaries import LEAST, MARKS, NO_AUXILIARY, READING, AuxiliaryWords, Told, marks_of_time, ranked_auxiliaries
from dragoman.coding.certainty import head_of
from dragoman.coding.claims import find_claims
from dragoman.coding.structure import Clauses
from dragoman.coding.timing import time_of
from dragoman.pipeline import Desk
from dragoman.pipeline.report import day_of
from dragoman.records import Article

STRENGTH, SEEN = 0.3, 2  # of 0.03 to 1: best on texts not learned from; a mark seen less often is left out
SMALLEST = 0.1  # a weight nearer to zero is left out
SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.7), (0.6, 0.8, 1.0, 1.2)  # of the reading and of the marks, tried on held-out texts


def examples(desk: Desk, row: dict):
    """(marks, auxiliary mode, what the model reads) of each event of a labelled text."""
    article = Article(id=row["id"], text=row["text"], published=row.get("date"), language="en")
    reading = desk.reader.read(article)
    yield from events_of(row, article, reading, desk.ground(article, reading))


def events_of(row, article, reading, grounding):
    """The same of a text that is read and grounded already."""
    said = [(part.start, part.end) for claim in find_claims(article, reading, grounding) for part in claim.content]
    for sentence in reading.sentences:
        clauses = Clauses(sentence)
        for event in row["events"]:
            start, end = event["trigger"][:2]
            inside = [at for at, word in enumerate(sentence.words) if word.start < end and word.end > start]
            if not inside:
                continue
            read = next((one for one in sentence.triggers if one.first <= inside[-1] and one.last >= inside[0]), None)
            at = head_of(read, clauses) if read else next((one for one in inside if sentence.words[one].head not in inside), inside[0])
            told = Told(
                type=event["type"], when=time_of(clauses, at, grounding.times), published=day_of(article),
                said=any(begin <= sentence.words[at].start and sentence.words[at].end <= stop for begin, stop in said),
                share=sentence.start / len(article.text),
            )
            yield sorted(set(marks_of_time(clauses, at, told))), event.get("auxiliary") or NO_AUXILIARY, read.auxiliary if read else ()


def weights_of(found) -> AuxiliaryWords:
    """The table of what was learned, reading and marks counting alike."""
    often = Counter(mark for marks, *_ in found for mark in marks)
    names = DictVectorizer()
    seen = names.fit_transform([dict.fromkeys((mark for mark in marks if often[mark] >= SEEN), 1) for marks, *_ in found])
    model = LogisticRegression(C=STRENGTH, max_iter=300).fit(seen, [mode for _, mode, _ in found])
    rows = {
        name: {mode: round(float(weight), 2) for mode, weight in zip(model.classes_, column, strict=True) if abs(weight) >= SMALLEST}
        for name, column in zip(names.get_feature_names_out(), model.coef_.T, strict=True)
    }
    begins = {mode: round(float(start), 2) for mode, start in zip(model.classes_, model.intercept_, strict=True)}
    return AuxiliaryWords(reading=1.0, marks=1.0, begins=begins, weights={name: row for name, row in rows.items() if row})


def scaled(table: AuxiliaryWords, held) -> AuxiliaryWords:
    """The table with the shares that make what stands in held-out texts likeliest."""
    def surprise(shares) -> float:
        tried = AuxiliaryWords(reading=shares[0], marks=shares[1], begins=table.begins, weights=table.weights)
        return -sum(math.log(max(dict(ranked_auxiliaries(read, marks, tried)).get(mode, 0.0), LEAST)) for marks, mode, read in held)

    reading, marks = min(product(*SHARES), key=surprise)
    return AuxiliaryWords(reading=reading, marks=marks, begins=table.begins, weights=table.weights)


def write(out: Path, found, held) -> None:
    """Fits, scales, tells how often it is right, and writes the table."""
    table = scaled(weights_of(found), held)
    with open(out, "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["mark", "mode", "weight"])
        rows.writerows([(READING, "", table.reading), (MARKS, "", table.marks)])
        rows.writerows(("", mode, start) for mode, start in table.begins.items())
        rows.writerows((mark, mode, weight) for mark, row in table.weights.items() for mode, weight in row.items())
    right = Counter()
    for marks, mode, read in held:
        right["both"] += ranked_auxiliaries(read, marks, table)[0][0] == mode
        right["read alone"] += (read[0].label if read else NO_AUXILIARY) == mode
        right["none at all"] += mode == NO_AUXILIARY
    print(f"{len(held)} held-out events, the reading counts {table.reading}, the marks {table.marks}; auxiliary mode right: {dict(right)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(auxiliaries.__file__).parents[1] / "knowledge" / "verbs" / "auxiliary_words.csv")
    args = parser.parse_args()
    desk, found, held = Desk.load(), [], []
    for row in data.labelled(args.shared, own=False):  # the passages gained nothing here
        (held if data.held_out(row["id"]) else found).extend(examples(desk, row))
    write(args.out, found, held)


if __name__ == "__main__":
    main()
