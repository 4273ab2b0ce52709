"""Weighs the grammar between acts and parties by the labelled reports and sentences: writes knowledge/verbs/party_roles.csv.

    python training/party_roles.py --shared ../shared

For each labelled event, every party that its sentence names, that speaks it or that the sentence before names is an example: actor,
recipient or neither, by the code it was given. Where several mentions have a wanted code, the one whose words the label quotes is learned
from and the others are left out. Held-out texts (see data.held_out) are not learned from; the constants of coding/sides.py are chosen there.
Needs scikit-learn, which the package does not.
"""

import argparse
import csv
from collections import Counter
from pathlib import Path

import data
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from dragoman.coding.claims import find_claims
from dragoman.coding.party_roles import Act, Cast, candidates
from dragoman.coding.structure import Clauses
from dragoman.pipeline import Desk
from dragoman.records import Article

LEAST = 4  # a feature seen less often is left out
STRENGTH = 0.1  # of 0.03, 0.06, 0.1, 0.3, 1: best share of events with both sides exact, five-fold over the training reports
NEITHER, ACTOR, RECIPIENT = range(3)


def country_and_sector(code: str) -> tuple[str, str]:
    """`USAGOV` as the labels compare it: the first two groups of three letters."""
    return code[:3], code[3:6]


def examples(desk: Desk, row: dict):
    """(features, role) of each candidate of each event of a labelled text."""
    article = Article(id=row["id"], text=row["text"], published=row.get("date"), language="en")
    reading = desk.reader.read(article)
    grounding = desk.ground(article, reading)
    claims, cast = find_claims(article, reading, grounding), Cast(grounding)
    for event in row["events"]:
        start, end = event["trigger"][:2]
        number = next((n for n, one in enumerate(reading.sentences) if one.start <= start < one.end), None)
        if number is None:
            continue
        clauses = Clauses(reading.sentences[number])
        inside = [n for n, word in enumerate(clauses.words) if word.start < end and word.end > start]
        if not inside:
            continue
        head = next((n for n in inside if clauses.words[n].head not in inside), inside[0])
        act = Act(type=event["type"], head=head, sentence=number, over=claims_around(claims, start, end))
        previous = Clauses(reading.sentences[number - 1]) if number else None
        yield from labelled(list(candidates(act, clauses, previous, cast)), cast, event)


def claims_around(claims, start: int, end: int):
    """The claims that tell the act, innermost first."""
    over = [
        one for one in claims
        if any(part.start <= start and end <= part.end for part in one.content)
        and not any(part.start < end and start < part.end for part in one.cue)
    ]
    return tuple(sorted(over, key=lambda one: sum(part.end - part.start for part in one.content)))


def labelled(found, cast: Cast, event: dict):
    """Each candidate with its role; those that only share the code of a quoted one are left out."""
    codes = [country_and_sector(cast.of(one.mention).code) for one in found]
    wanted = [{country_and_sector(code) for code in event[side] or []} for side in ("actors", "recipients")]
    roles = [role_of(code, codes, wanted, one.mention.as_place) for code, one in zip(codes, found, strict=True)]
    for place, one in enumerate(found):
        twins = [n for n in range(len(found)) if roles[n] == roles[place] and codes[n] == codes[place]]
        quotes = [text.lower() for text in event[("", "actor_text", "recipient_text")[roles[place]]] or []] if roles[place] else []
        if not any(is_quoted(found[n], quotes) for n in twins) or is_quoted(one, quotes):
            yield one.features, roles[place]


def role_of(code, codes, wanted, as_place: bool) -> int:
    """The role that a label gives a code; a party of the right country, no place in it, stands in for a wanted code that nobody has."""
    for role, side in ((ACTOR, wanted[0]), (RECIPIENT, wanted[1])):
        if code in side:
            return role
    for role, side in ((ACTOR, wanted[0]), (RECIPIENT, wanted[1])):
        if not as_place and code[0] != "---" and any(one[0] == code[0] for one in side if one not in codes):
            return role
    return NEITHER


def is_quoted(one, quotes: list[str]) -> bool:
    said = one.mention.span.quote.lower()
    return any(said in quote or quote in said for quote in quotes)


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
    counts = Counter(name for features, _ in found for name in set(features))
    table = DictVectorizer()
    given = table.fit_transform([{name: 1 for name in features if counts[name] >= LEAST} for features, _ in found])
    fitted = LogisticRegression(C=STRENGTH, max_iter=500).fit(given, [role for _, role in found])
    weights, constants = fitted.coef_ - fitted.coef_[NEITHER], fitted.intercept_ - fitted.intercept_[NEITHER]
    with open(args.out, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", "actor", "recipient", "source"])
        writer.writerow(["constant", f"{constants[ACTOR]:.3f}", f"{constants[RECIPIENT]:.3f}", "labelled training reports"])
        for name, actor, recipient in zip(table.get_feature_names_out(), weights[ACTOR], weights[RECIPIENT], strict=True):
            if max(abs(actor), abs(recipient)) >= 0.01:
                writer.writerow([name, f"{actor:.3f}", f"{recipient:.3f}", "labelled training reports"])
    print(f"{len(found)} examples, {len(counts)} features")


if __name__ == "__main__":
    main()
