"""Weighs the grammar between acts and parties by the labelled reports and sentences: writes party_roles.csv and party_pairs.csv of knowledge/verbs.

    python training/party_roles.py --shared ../shared

For each labelled event, every pair (actor, recipient) of the parties that its sentence names, that speak it or that the sentence before names,
and of nobody, competes with every other; the likelihood of those whose codes are the label's is made as great as it gets (a conditional logit
with several right answers). What speaks for a pair is what speaks for its actor, what speaks for its recipient, and what speaks for the two
together; all weights are learned at once. Where some of the parties are the words the label quotes, only these are right. Held-out texts (see
data.held_out) are not learned from; the constants of coding/sides.py are chosen there. Needs scipy, which the package does not.
"""

import argparse
import csv
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import data
import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from dragoman.coding.claims import find_claims
from dragoman.coding.party_pairs import facing, features_of_pair, likeness, stances
from dragoman.coding.party_roles import Act, Cast, candidates, nobody
from dragoman.coding.sides import in_place_name
from dragoman.coding.structure import Clauses
from dragoman.pipeline import Desk
from dragoman.records import Article

LEAST, LEAST_PAIRS = 3, 5  # a feature of a party, or of a pair, seen less often is left out
STRENGTH = 0.15  # of 0.1, 0.15, 0.3, 1: best share of events with both sides exact, on parts of the training reports left out
STEPS = 100
SIDES = (("actors", "actor_text"), ("recipients", "recipient_text"))


class Example(NamedTuple):
    """One event: the features of each candidate and of nobody last; pairs of them with their features; which pairs are right."""

    options: list[tuple[str, ...]]
    pairs: list[tuple[int, int]]
    features: list[tuple[str, ...]]
    right: list[bool]


def country_and_sector(code: str) -> tuple[str, str]:
    """`USAGOV` as the labels compare it: the first two groups of three letters."""
    return code[:3], code[3:6]


def examples(desk: Desk, row: dict):
    """The example of each event of a labelled text."""
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
    found = [one for one in candidates(act, clauses, previous, cast) if not in_place_name(one.mention, cast.places)]
    actors, recipients = (right(found, cast, event[side], event[text]) for side, text in SIDES)
    known, upos = stances(found, cast, act, clauses), clauses.words[head].upos
    pairs, known = facing(known, range(len(found) + 1), range(len(found) + 1)), [*known, None]
    yield Example(
        options=[*(one.features for one in found), tuple(nobody(act, clauses, found))],
        pairs=pairs,
        features=[tuple(features_of_pair(act.type, upos, likeness(act, known[a], known[b]))) for a, b in pairs],
        right=[actors[a] and recipients[b] for a, b in pairs],
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


def counted(features: list[tuple[str, ...]], least: int) -> tuple[csr_matrix, list[str]]:
    """The features that occur at least so often, as columns, and their names."""
    counts = Counter(name for one in features for name in set(one))
    names = sorted(name for name, count in counts.items() if count >= least)
    numbers = {name: number for number, name in enumerate(names)}
    rows = [sorted({numbers[name] for name in one if name in numbers}) for one in features]
    pointers = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.fromiter((column for row in rows for column in row), dtype=np.int32, count=pointers[-1])
    return csr_matrix((np.ones(len(columns)), columns, pointers), shape=(len(rows), len(names))), names


def fitted(parties: csr_matrix, pairs: csr_matrix, found: list[Example]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The weights of parties as actor and as recipient and of pairs that make the right pairs of each event likeliest."""
    first = np.cumsum([0, *(len(one.options) for one in found)])[:-1]
    begins = np.cumsum([0, *(len(one.pairs) for one in found)])[:-1]
    actor, recipient = (np.concatenate([at + np.asarray(one.pairs)[:, side] for at, one in zip(first, found, strict=True)]) for side in (0, 1))
    wanted = np.concatenate([np.asarray(one.right, dtype=float) for one in found])
    group = np.repeat(np.arange(len(begins)), [len(one.pairs) for one in found])
    options, width = parties.shape
    turned, turned_pairs = parties.T.tocsr(), pairs.T.tocsr()

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = (parties @ weights[:width])[actor] + (parties @ weights[width : 2 * width])[recipient] + pairs @ weights[2 * width :]
        odds = np.exp(scores - np.maximum.reduceat(scores, begins)[group])
        chances = odds / np.add.reduceat(odds, begins)[group]
        share = np.add.reduceat(chances * wanted, begins)
        excess = chances - chances * wanted / share[group]
        sides = (turned @ np.bincount(at, excess, options) for at in (actor, recipient))
        gradient = np.concatenate([*sides, turned_pairs @ excess])
        return -np.log(share).sum() + 0.5 / STRENGTH * (weights @ weights), gradient + weights / STRENGTH

    begin = np.zeros(2 * width + pairs.shape[1])
    weights = minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    return weights[:width], weights[width : 2 * width], weights[2 * width :]


def write(folder: Path, found: list[Example]) -> None:
    """Fits and writes both tables."""
    found = [one for one in found if any(one.right)]
    parties, names = counted([features for one in found for features in one.options], LEAST)
    pairs, pair_names = counted([features for one in found for features in one.features], LEAST_PAIRS)
    actor, recipient, together = fitted(parties, pairs, found)
    write_table(folder / "party_roles.csv", ("actor", "recipient"), names, (actor, recipient))
    write_table(folder / "party_pairs.csv", ("weight",), pair_names, (together,))
    print(f"{len(found)} events, {parties.shape[0]} options, {len(names)} features of parties, {len(pair_names)} of pairs")


def write_table(path: Path, columns: tuple[str, ...], names: list[str], weights: tuple[np.ndarray, ...]) -> None:
    """The weights that count, one feature a row."""
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", *columns, "source"])
        for name, *told in zip(names, *weights, strict=True):
            if max(map(abs, told)) >= 0.03:
                writer.writerow([name, *(f"{one:.3f}" for one in told), "labelled training reports"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/dragoman/knowledge/verbs"))
    args = parser.parse_args()
    desk, found = Desk.load(), []
    for row in data.labelled(args.shared, own=False):  # the passages gained nothing here
        if not data.held_out(row["id"]):
            found += examples(desk, row)
    write(args.out, found)


if __name__ == "__main__":
    main()
