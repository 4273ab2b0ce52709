"""Weighs what a report names around a party without a country by the labelled reports: writes knowledge/actors/surroundings.csv.

Learned from are the parties of labelled events, one to a side with one code, whose words name no country, where the program asks. On texts that
are not learned from (see data.held_out) it is counted how often it is right.
"""

import argparse
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import data
import numpy as np
from party_roles import Desk, counted, country_and_sector, write_table
from scipy.optimize import minimize

from dragoman.grounding import surroundings
from dragoman.grounding.actors import Report
from dragoman.grounding.drafts import Draft
from dragoman.grounding.places import find_places
from dragoman.pipeline.report import day_of
from dragoman.records import Article

STRENGTH, LEAST, STEPS = 0.1, 3, 300  # of 0.05 to 1 and 2 to 4: best on texts not learned from
SIDES = (("actors", "actor_text"), ("recipients", "recipient_text"))


class Example(NamedTuple):
    """A party: its options with their features, and the country that the label gives it."""

    options: dict[str, tuple[str, ...]]
    country: str


class Asking(Report):
    """A report that keeps what it asks of the surroundings."""

    asked: list[tuple[Draft, dict[str, tuple[str, ...]]]]

    def place(self, draft: Draft) -> bool:
        self.asked.append((draft, self.surroundings.options(draft)))
        return super().place(draft)


def examples(desk: Desk, row: dict):
    """The example of each party that is asked for and labelled."""
    article = Article(id=row["id"], text=row["text"], published=row.get("date"), language="en")
    reading = desk.reader.read(article)
    report = Asking(article, reading, day_of(article), desk.actors, find_places(article, reading, desk.gazetteer, known=desk.actors.knows))
    report.asked = []
    report.find()
    report.settle()
    told = labelled(row)
    for draft, options in report.asked:
        at = reading.sentences[draft.sentence].words[draft.head].start
        country = next((country for start, end, country in told if start <= at < end), None)
        if country is not None:
            yield Example(options, country if country in options else surroundings.NONE)


def labelled(row: dict) -> list[tuple[int, int, str]]:
    """Where the words of each party stand nearest to its act, and its country."""
    text, found = row["text"].lower(), []
    for event in row["events"]:
        for side, words in SIDES:
            codes, phrases = event[side] or [], event[words] or []
            if len(codes) == 1 and len(phrases) == 1 and phrases[0].lower() in text:
                phrase = phrases[0].lower()
                places = [at for at in range(len(text)) if text.startswith(phrase, at)]
                start = min(places, key=lambda at: abs(at - event["trigger"][0]))
                found.append((start, start + len(phrase), country_and_sector(codes[0])[0]))
    return found


def fitted(found: list[Example]) -> dict[str, float]:
    """The weights that make the labelled countries likeliest."""
    seen, names = counted([features for one in found for features in one.options.values()], LEAST)
    right = np.array([country == one.country for one in found for country in one.options], dtype=float)
    begins = np.cumsum([0, *(len(one.options) for one in found)])[:-1]
    group = np.repeat(np.arange(len(found)), [len(one.options) for one in found])
    turned = seen.T.tocsr()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = seen @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, begins)[group])
        chances = odds / np.add.reduceat(odds, begins)[group]
        surprise = -np.log(np.add.reduceat(chances * right, begins)).sum()
        return surprise + 0.5 / STRENGTH * (weights @ weights), turned @ (chances - right) + weights / STRENGTH

    weights = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    return dict(zip(names, weights, strict=True))


def likeliest(one: Example, weights: dict[str, float]) -> str:
    """The likeliest country of a party."""
    return max(one.options, key=lambda country: sum(weights.get(name, 0.0) for name in one.options[country]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(surroundings.__file__).parents[1] / "knowledge" / "actors" / "surroundings.csv")
    args = parser.parse_args()
    desk, found, held = Desk.load(), [], []
    for row in data.labelled(args.shared):
        (held if data.held_out(row["id"]) else found).extend(examples(desk, row))
    weights = fitted(found)
    write_table(args.out, ("weight",), list(weights), (np.array(list(weights.values())),))
    right = Counter(likeliest(one, weights) == one.country for one in held)
    print(f"{len(found)} parties, {len(weights)} features; of {len(held)} held out {right[True]} right, {sum(one.country == surroundings.NONE for one in held)} of no country")


if __name__ == "__main__":
    main()
