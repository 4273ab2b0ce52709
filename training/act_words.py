"""Weighs words and the grammar around them by the labelled reports and sentences: writes knowledge/verbs/act_words.csv.

    python training/act_words.py --shared ../shared

Each content word of the texts is an example: what it tells, or nothing. Held-out texts (one in twelve, see data.held_out) are not learned
from; on them is fitted how far the reading model's own chances and these weights count, since both are surer than they should be of what they
have learned from. The threshold of coding/events.py is chosen there too. Needs scikit-learn, which the package does not.
"""

import argparse
import csv
from collections import Counter, defaultdict
from pathlib import Path

import data
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from dragoman.coding.act_words import CONSTANT, READING, acts_in, log_odds, marks_of
from dragoman.coding.certainty import head_of
from dragoman.coding.claims import find_claims
from dragoman.coding.structure import Clauses
from dragoman.pipeline import Desk
from dragoman.records import Article, Grounding, Reading

CONTENT = ("VERB", "NOUN", "ADJ")
LEAST, LEAST_TYPED = 4, 2  # a mark seen less often is left out
STRENGTH, STRENGTH_TYPED = 0.5, 3.0  # of 0.03 to 0.5 and 0.1 to 3: the best on texts not learned from
KEPT = 0.04  # a smaller weight is not written
TYPED = 0.5  # how far the marks count for the type beside the model's reading; held-out events, of 0 to 1.5: 82 % right at 0, 87 % from 0.5 on, where texts of other kinds lose


def word_of(words, start: int, end: int) -> int | None:
    """The word that stands for a labelled trigger: its first verb, else its last content word."""
    inside = [i for i, w in enumerate(words) if w.start < end and w.end > start and w.upos in (*CONTENT, "PROPN", "ADV")]
    verbs = [i for i in inside if words[i].upos == "VERB"]
    return verbs[0] if verbs else inside[-1] if inside else None


def examples(desk: Desk, row: dict):
    """(marks, type or NONE, types that count as right too, what the model reads or None) of each content word of a labelled text."""
    article = Article(id=row["id"], text=row["text"], published=row.get("date"), language="en")
    reading = desk.reader.read(article)
    yield from words_of(row, article, reading, desk.ground(article, reading))


def words_of(row: dict, article: Article, reading: Reading, grounding: Grounding):
    """The same of a text that is read and grounded already."""
    said = [(part.start, part.end) for claim in find_claims(article, reading, grounding) for part in claim.content]
    named = defaultdict(set)
    for mention in grounding.mentions:
        if mention.party is not None:
            named[mention.sentence].update(range(mention.first, mention.last + 1))
    for number, sentence in enumerate(reading.sentences):
        if sentence.end <= article.body_start:
            continue
        clauses = Clauses(sentence)
        acts = acts_in(clauses)
        events = [event for event in row["events"] if sentence.start <= event["trigger"][0] < sentence.end]
        told = {word_of(sentence.words, *event["trigger"][:2]): event for event in events}
        again = {word_of(sentence.words, start, end) for start, end in data.told_again(row)}
        read = {head_of(trigger, clauses): {one.label: one.score for one in trigger.types} for trigger in sentence.triggers}
        for at, word in enumerate(sentence.words):
            if at in told or ((word.upos in CONTENT or at in read) and at not in again):
                quoted = any(start <= word.start and word.end <= end for start, end in said)
                event = told.get(at) or {"type": "NONE"}
                yield set(marks_of(clauses, at, named[number], acts, quoted)), event["type"], set(event.get("alt") or ()), read.get(at)


def learned(found, of, least: int, strength: float):
    """(names of the marks, the fitted model) for what `of` says of each example."""
    counts = Counter(mark for marks, *_ in found for mark in marks)
    table = DictVectorizer()
    given = table.fit_transform([dict.fromkeys((mark for mark in marks if counts[mark] >= least), 1) for marks, *_ in found])
    return table.get_feature_names_out(), LogisticRegression(C=strength, max_iter=300).fit(given, [of(one) for one in found])


def write(out: Path, found, held) -> None:
    """Fits both models and their shares, and writes the table."""
    names, model = learned(found, lambda one: one[1] != "NONE", LEAST, STRENGTH)
    events = dict(zip(names, model.coef_[0], strict=True))
    names, model = learned([one for one in found if one[1] != "NONE"], lambda one: one[1], LEAST_TYPED, STRENGTH_TYPED)
    typed = {name: dict(zip(model.classes_, column, strict=True)) for name, column in zip(names, model.coef_.T, strict=True)}

    asked = [one for one in held if one[3]]
    given = [(log_odds(1.0 - read.get("NONE", 0.0)), sum(events.get(mark, 0.0) for mark in marks)) for marks, _, _, read in asked]
    scale = LogisticRegression(C=100.0).fit(given, [kind != "NONE" for _, kind, _, _ in asked])
    (reading, marks_share), constant = scale.coef_[0], scale.intercept_[0]
    with open(out, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["mark", "event", "types"])
        writer.writerow([CONSTANT, f"{constant:.3f}", ""])
        writer.writerow([READING, f"{reading:.3f}", f"any:{1.0:.2f}"])
        for mark in sorted({*events, *typed}):
            weight = events.get(mark, 0.0) * marks_share
            leans = {name: value * TYPED for name, value in typed.get(mark, {}).items()}
            told = ";".join(f"{name}:{value:.2f}" for name, value in sorted(leans.items()) if abs(value) >= 2 * KEPT)
            if abs(weight) >= KEPT or told:
                writer.writerow([mark, f"{weight:.2f}" if abs(weight) >= KEPT else "", told])
    print(f"{len(found)} words, {len(asked)} held out that the model reads as an act: its reading counts {reading:.2f}, "
          f"the marks {marks_share:.2f}")
    chances = scale.predict_proba(given)[:, 1]
    events_held = sum(kind != "NONE" for _, kind, _, _ in held)
    for least in (0.28, 0.3, 0.33, 0.36, 0.4, 0.45):
        told = [kind != "NONE" for (_, kind, _, _), chance in zip(asked, chances, strict=True) if chance >= least]
        print(f"an event from {least:.2f} on: F1 {2 * sum(told) / (len(told) + events_held):.3f} of held-out words, precision {sum(told) / len(told):.3f}")



def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("src/dragoman/knowledge/verbs/act_words.csv"))
    args = parser.parse_args()
    desk, found, held = Desk.load(), [], []
    for row in data.labelled(args.shared):
        (held if data.held_out(row["id"]) else found).extend(examples(desk, row))
    write(args.out, found, held)


if __name__ == "__main__":
    main()
