"""Weighs what stands around a predicate for its factuality in news: writes knowledge/language/factuality.csv.

    python training/factuality.py --shared ../shared

Least absolute deviations by reweighted ridge regression on the news set's training reports as the shipped weights read them; held-out reports
(see data.held_out) are not learned from, and what the linear model, the head and both together do there is printed. Needs scikit-learn, which
the package does not.
"""

import argparse
import csv
from collections import Counter
from pathlib import Path

import data
import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import Ridge

from dragoman.reading import factuality
from dragoman.reading.reader import Reader
from dragoman.records import Article

LEAST, STRENGTH, ROUNDS = 4, 1.5, 8  # a feature seen less often is left out; of 1.5, 3, 6 best on held-out reports
SMALLEST = 0.02  # a weight nearer to zero is left out


def examples(reader: Reader, row: dict):
    """(features, value, what the whole reading says) of each labelled predicate of a report."""
    for sentence in reader.read(Article(id=row["id"], text=row["text"], language="en")).sentences:
        signs = factuality.signs_of(sentence.words)
        for event in row["events"]:
            inside = [(min(word.end, event["end"]) - max(word.start, event["start"]), at) for at, word in enumerate(sentence.words)
                      if word.start < event["end"] and word.end > event["start"]]
            if inside:
                at = max(inside)[1]
                yield dict.fromkeys(factuality.features(sentence.words, signs, at), 1.0), event["value"], sentence.words[at].factuality


def fitted(seen: csr_matrix, values: np.ndarray) -> Ridge:
    """The regression whose absolute errors are least."""
    weight = np.ones(len(values))
    for _ in range(ROUNDS):
        model = Ridge(alpha=STRENGTH).fit(seen, values, sample_weight=weight)
        weight = 1 / np.maximum(abs(model.predict(seen) - values), 0.15)
        weight /= weight.mean()
    return model


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True)
    args = parser.parse_args()
    reader, learned, held = Reader(), [], []
    for row in data.jsonl(args.shared / "train" / "factuality" / "uw.train.jsonl"):
        (held if data.held_out(row["id"]) else learned).extend(examples(reader, row))
    often = Counter(feature for found, _, _ in learned for feature in found)
    names = DictVectorizer()
    seen = names.fit_transform([{name: one for name, one in found.items() if often[name] >= LEAST} for found, _, _ in learned])
    model = fitted(seen, np.array([value for _, value, _ in learned]))
    weights = [("", model.intercept_), *zip(names.get_feature_names_out(), model.coef_, strict=True)]
    with open(Path(factuality.__file__).parents[1] / "knowledge" / "language" / "factuality.csv", "w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["feature", "weight"])
        table.writerows((name, round(float(weight), 3)) for name, weight in weights if not name or abs(weight) >= SMALLEST)
    wanted = np.array([value for _, value, _ in held])
    for name, said in (("linear", model.predict(names.transform([found for found, _, _ in held])).clip(-3, 3)),
                       ("as read", np.array([0.0 if value is None else value for _, _, value in held]))):
        print(f"{name}: {len(held)} held-out predicates, MAE {abs(said - wanted).mean():.3f}, r {np.corrcoef(said, wanted)[0, 1]:.3f}")


if __name__ == "__main__":
    main()
