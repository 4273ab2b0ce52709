"""Weighs the words of an act for its mode: writes knowledge/verbs/mode_words.csv.

    python training/modes.py --shared ../shared

One logistic regression for each type with modes, on the labelled reports and sentences and, counted a fifth, on the invented stories that were
written for a wanted mode (the first sentences of each, at the word that the model reads as the wanted type). Held-out texts (see
data.held_out) are not learned from; how often the mode is right there, by the model's reading alone and with the words, is printed.
Needs scikit-learn, which the package does not.
"""

import argparse
import csv
from collections import Counter, defaultdict
from pathlib import Path

import data
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from dragoman.coding import modes
from dragoman.coding.certainty import head_of
from dragoman.coding.ontology import plover
from dragoman.coding.structure import Clauses
from dragoman.reading.reader import Reader
from dragoman.records import Article
from dragoman.records.reading import Trigger

STRENGTH, INVENTED = 1.0, 0.2  # of 0.3, 1, 3 and 0, .2, .5: best on texts not learned from
LEAST = 2  # a mark seen less often is left out
SMALLEST = 0.25  # a weight nearer to zero is left out
BEGINNING = 300  # characters of an invented story
ENOUGH = 25  # invented stories of one mode


def sentences(reader: Reader, row: dict, text: str):
    return reader.read(Article(id=row["id"], text=text, published=row.get("date"), language="en")).sentences


def labelled(reader: Reader, row: dict):
    """(type, mode, Clauses, first, last, trigger as read or None) of each event of a labelled text."""
    for sentence in sentences(reader, row, row["text"]):
        for event in row["events"]:
            start, end = event["trigger"][:2]
            inside = [at for at, word in enumerate(sentence.words) if word.start < end and word.end > start]
            if inside:
                read = next((one for one in sentence.triggers if one.first <= inside[-1] and one.last >= inside[0]), None)
                yield event["type"], event.get("mode") or modes.NO_MODE, Clauses(sentence), inside[0], inside[-1], read


def invented(reader: Reader, row: dict):
    """The same of an invented story: where its wanted type is read most likely, of those that have a mode."""
    event, best = row["events"][0], (0.2, None)
    if not event.get("mode"):
        return None
    for sentence in sentences(reader, row, row["text"][:BEGINNING])[:3]:
        for trigger in sentence.triggers:
            chance = next((one.score for one in trigger.types if one.label == event["type"]), 0.0)
            if chance > best[0] + 0.05:
                best = (chance, (event["type"], event["mode"], Clauses(sentence), trigger.first, trigger.last, trigger))
    return best[1]


def marks(row) -> dict[str, float]:
    _, _, clauses, first, last, _ = row
    return modes.marks_of_mode(clauses, range(first, last + 1), head_of(told(first, last), clauses))


def told(first: int, last: int) -> Trigger:
    """The words of a label as a trigger of which nothing else is known."""
    return Trigger(first=first, last=last, types=())


def weights_of(rows):
    """(mark, mode, weight) of one type from (marks, mode, share)."""
    often = Counter(mark for found, _, _ in rows for mark in found)
    names = DictVectorizer()
    seen = names.fit_transform([{mark: much for mark, much in found.items() if often[mark] >= LEAST} for found, _, _ in rows])
    model = LogisticRegression(C=STRENGTH, max_iter=400).fit(seen, [mode for _, mode, _ in rows], sample_weight=[share for *_, share in rows])
    sides = {model.classes_[0]: -model.coef_[0] / 2, model.classes_[1]: model.coef_[0] / 2} if len(model.classes_) == 2 else dict(
        zip(model.classes_, model.coef_, strict=True))
    starts = (-model.intercept_[0] / 2, model.intercept_[0] / 2) if len(model.classes_) == 2 else model.intercept_
    for mode, start in zip(model.classes_, starts, strict=True):
        yield "", mode, start
    for at, mark in enumerate(names.get_feature_names_out()):
        for mode, weight in sides.items():
            if abs(weight[at]) >= SMALLEST:
                yield mark, mode, weight[at]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True)
    args = parser.parse_args()
    reader, learned, held = Reader(), defaultdict(list), []
    for row in data.labelled(args.shared, own=False):  # the passages gained nothing here
        for one in labelled(reader, row):
            if not plover().types[one[0]].modes:
                continue
            if data.held_out(row["id"]):
                held.append(one)
            else:
                learned[one[0]].append((marks(one), one[1], 1.0))
    taken = Counter()
    for row in data.jsonl(args.shared / "train" / "events" / "ngec_synthetic.train.jsonl"):
        wanted = row["events"][0]["type"], row["events"][0].get("mode")
        if taken[wanted] == ENOUGH or wanted[1] not in plover().types[wanted[0]].modes:
            continue
        if (one := invented(reader, row)) is not None:
            taken[wanted] += 1
            learned[one[0]].append((marks(one), one[1], INVENTED))
    path = Path(modes.__file__).parents[1] / "knowledge" / "verbs" / "mode_words.csv"
    with open(path, "w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["type", "mark", "mode", "weight"])
        for name, rows in sorted(learned.items()):
            if len({mode for _, mode, _ in rows}) > 1:
                table.writerows((name, mark, mode, round(float(weight), 2)) for mark, mode, weight in weights_of(rows))
    modes.mode_words.cache_clear()
    right = Counter()
    for one in held:
        name, mode, clauses, first, last, read = one
        trigger = read or told(first, last)
        said = modes.ranked_modes(name, clauses, trigger, head_of(told(first, last), clauses))[0][0]
        alone = trigger.modes[0].label if trigger.modes else modes.NO_MODE
        right += Counter({"with the words": said == mode, "read alone": alone == mode})
    print(f"{len(held)} held-out events of types with modes; mode right: {dict(right)}")


if __name__ == "__main__":
    main()
