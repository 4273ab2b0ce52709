"""Weighs the grammar between acts and parties by the labelled reports and sentences: writes knowledge/verbs/party_roles.csv.

    python training/party_roles.py --shared ../shared

For each side of each labelled event, every party that its sentence names, that speaks it or that the sentence before names competes with
nobody at all; the likelihood of those whose code is the label's is made as great as it gets (a conditional logit with several right
answers). Where some of them are the words the label quotes, only these are right. Held-out texts (see data.held_out) are not learned from;
the constants of coding/sides.py are chosen there. Needs scipy, which the package does not.
"""

import argparse
import csv
from collections import Counter
from pathlib import Path

import data
import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from dragoman.coding.claims import find_claims
from dragoman.coding.party_roles import Act, Cast, candidates, nobody
from dragoman.coding.structure import Clauses
from dragoman.pipeline import Desk
from dragoman.records import Article

LEAST = 3  # a feature seen less often is left out
STRENGTH = 0.15  # of 0.1, 0.15, 0.3, 1: best share of events with both sides exact, on parts of the training reports left out
STEPS = 100


def country_and_sector(code: str) -> tuple[str, str]:
    """`USAGOV` as the labels compare it: the first two groups of three letters."""
    return code[:3], code[3:6]


def examples(desk: Desk, row: dict):
    """(features of each candidate and of nobody, which are right as actor, which as recipient) of each event of a labelled text."""
    article = Article(id=row["id"], text=row["text"], published=row.get("date"), language="en")
    reading = desk.reader.read(article)
    grounding = desk.ground(article, reading)
    claims, cast = find_claims(article, reading, grounding), Cast(grounding)
    for event in row["events"]:
        yield from example(event, reading, claims, cast)


def example(event: dict, reading, claims, cast: Cast):
    """The example of one event; none where its trigger lies in no sentence."""
    start, end = event["trigger"][:2]
    number = next((n for n, one in enumerate(reading.sentences) if one.start <= start < one.end), None)
    if number is None:
        return
    clauses = Clauses(reading.sentences[number])
    inside = [n for n, word in enumerate(clauses.words) if word.start < end and word.end > start]
    if not inside:
        return
    head = next((n for n in inside if clauses.words[n].head not in inside), inside[0])
    act = Act(type=event["type"], head=head, sentence=number, over=claims_around(claims, start, end))
    previous = Clauses(reading.sentences[number - 1]) if number else None
    found = list(candidates(act, clauses, previous, cast))
    yield (
        [one.features for one in found] + [tuple(nobody(act, clauses, found))],
        right(found, cast, event["actors"], event["actor_text"]),
        right(found, cast, event["recipients"], event["recipient_text"]),
    )


def claims_around(claims, start: int, end: int):
    """The claims that tell the act, innermost first."""
    over = [
        one for one in claims
        if any(part.start <= start and end <= part.end for part in one.content)
        and not any(part.start < end and start < part.end for part in one.cue)
    ]
    return tuple(sorted(over, key=lambda one: sum(part.end - part.start for part in one.content)))


def right(found, cast: Cast, codes: list[str] | None, texts: list[str] | None) -> list[bool]:
    """Which candidates a label puts on a side, nobody last. Where none has a wanted code, a quoted one stands in, or one of its country."""
    wanted = {country_and_sector(code) for code in codes or []}
    quotes = [text.lower() for text in texts or []]
    if not wanted:
        return [False] * len(found) + [True]
    coded = [country_and_sector(cast.of(one.mention).code) in wanted for one in found]
    quoted = [is_quoted(one, quotes) for one in found]
    both = [one and other for one, other in zip(coded, quoted, strict=True)]
    akin = [
        not one.mention.as_place and cast.of(one.mention).country in {country for country, _ in wanted} - {"---"} for one in found
    ]
    best = next((one for one in (both, coded, quoted, akin) if any(one)), [False] * len(found))
    return [*best, not any(best)]


def is_quoted(one, quotes: list[str]) -> bool:
    said = one.mention.span.quote.lower()
    return any(said in quote or quote in said for quote in quotes)


def fitted(matrix: csr_matrix, begins: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The weights that make the right options of each group likeliest. `begins` is where each group starts, `wanted` 1 for right ones."""
    group = np.repeat(np.arange(len(begins)), np.diff([*begins, matrix.shape[0]]))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, begins)[group])
        chances = odds / np.add.reduceat(odds, begins)[group]
        share = np.add.reduceat(chances * wanted, begins)
        gradient = matrix.T @ (chances - chances * wanted / share[group])
        return -np.log(share).sum() + 0.5 / STRENGTH * (weights @ weights), gradient + weights / STRENGTH

    return minimize(loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x


def write(path: Path, found: list) -> None:
    """Fits both sides and writes the table."""
    counts = Counter(name for options, *_ in found for features in options for name in set(features))
    names = sorted(name for name, count in counts.items() if count >= LEAST)
    numbers = {name: number for number, name in enumerate(names)}
    rows = [sorted({numbers[name] for name in features if name in numbers}) for options, *_ in found for features in options]
    pointers = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.concatenate([np.asarray(row, dtype=int) for row in rows])
    matrix = csr_matrix((np.ones(len(columns)), columns, pointers), shape=(len(rows), len(names)))
    begins = np.cumsum([0, *(len(options) for options, *_ in found)])[:-1]
    actor, recipient = (
        fitted(matrix, begins, np.concatenate([np.asarray(one[side], dtype=float) for one in found])) for side in (1, 2)
    )
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", "actor", "recipient", "source"])
        for name, one, other in zip(names, actor, recipient, strict=True):
            if max(abs(one), abs(other)) >= 0.03:
                writer.writerow([name, f"{one:.3f}", f"{other:.3f}", "labelled training reports"])
    print(f"{len(found)} events, {len(rows)} options, {len(names)} features")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/dragoman/knowledge/verbs/party_roles.csv"))
    args = parser.parse_args()
    desk, found = Desk.load(), []
    for path in sorted((args.shared / "train").glob("sentences/part*.jsonl")) + sorted((args.shared / "train").glob("dossier/part*.jsonl")):
        for row in data.jsonl(path):
            if not data.held_out(row["id"]):
                found += examples(desk, row)
    write(args.out, found)


if __name__ == "__main__":
    main()
