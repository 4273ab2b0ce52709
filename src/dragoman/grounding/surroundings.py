"""Whose a party is whose words name no country (`police`, `the rebels`): what the report names around it, weighed as in labelled reports.

A conditional logit with named features: the countries that the report names and no country at all compete for the party. The weights are rows of
knowledge/actors/surroundings.csv, written by training/surroundings.py; a feature that the table lacks counts nothing.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from dragoman.records import Sentence
from dragoman.records.chances import chances_of

from .actor_tables import read_rows
from .drafts import Draft
from .settings_of_report import names_country, report_weights

NONE = "---"
MOST = 8  # countries of the report that are weighed beside those that stand near
SHARES = (0.1, 0.2, 0.3, 0.45, 0.6, 0.75, 0.9)
ROUGH = (0.3, 0.6, 0.9)
COUNTRIES = (1, 2, 3, 5, 8)
LENGTHS = (2, 6, 15, 30)
BEGINNING = (1, 3, 8)


class Named(NamedTuple):
    """A mention that names a country: where it stands, whether as a place, and the verb above it."""

    sentence: int
    head: int
    country: str
    place: bool
    kind: str
    clause: int


class Surroundings:
    """What a report names, by sentence, before anything is concluded from it."""

    def __init__(self, sentences: Sequence[Sentence], scene: Sequence[Draft]) -> None:
        self.sentences = sentences
        self.named = sorted(self._named(draft) for draft in scene if names_country(draft))
        self.begins = [one.sentence for one in self.named]
        weights = report_weights(scene)
        total = sum(weights.values())
        self.shares = {country: weight / total for country, weight in weights.items()}
        self.ranked = sorted(self.shares, key=lambda country: (-self.shares[country], country))
        self.ranks = {country: rank for rank, country in enumerate(self.ranked)}

    def _named(self, draft: Draft) -> Named:
        clause = clause_of(self.sentences[draft.sentence], draft.head) if draft.sentence >= 0 else -1
        return Named(draft.sentence, draft.head, draft.country, draft.place, draft.kind, clause)

    def within(self, sentence: int) -> list[Named]:
        """What a sentence names."""
        return self.named[bisect_left(self.begins, sentence) : bisect_right(self.begins, sentence)]

    def options(self, draft: Draft) -> dict[str, tuple[str, ...]]:
        """The countries that the party may be of, and none, each with its features."""
        here = [one for one in self.within(draft.sentence) if one.head != draft.head]
        before, after = self.within(draft.sentence - 1), self.within(draft.sentence + 1)
        near = {one.country for one in (*here, *before, *after)}
        listed = [country for country in self.ranked if self.ranks[country] < MOST or country in near]
        at = bisect_left(self.begins, draft.sentence)
        last, first = (self.named[at - 1].country if at else ""), (self.named[0].country if self.named else "")
        clause = clause_of(self.sentences[draft.sentence], draft.head)
        sector, only = draft.sector or "none", len({one.country for one in here if one.place}) == 1
        found: dict[str, tuple[str, ...]] = {}
        for country in listed:
            alike = [one for one in here if one.country == country]
            features = [
                *self._of_report(country, sector, draft.definite),
                *_of_sentence(alike, sector, draft.head, clause),
                *_of_neighbours(
                    [one for one in before if one.country == country],
                    any(one.country == country for one in after),
                    bool(alike),
                ),
            ]
            features += ["last named before"] * (country == last) + ["first named"] * (country == first)
            features += ["only place here"] * (only and any(one.place for one in alike))
            found[country] = tuple(features)
        return {**found, NONE: tuple(self._of_none(draft, sector, len({one.country for one in here})))}

    def _of_report(self, country: str, sector: str, definite: bool) -> Iterator[str]:
        """How much of what the report names is of the country."""
        share, rank, rough = step(self.shares[country], SHARES), self.ranks[country], step(self.shares[country], ROUGH)
        yield from (
            f"share {share}",
            f"rank {min(rank, 3)}",
            f"{sector} share {rough}",
            f"{sector} rank {min(rank, 2)}",
        )
        yield f"{'definite' if definite else 'indefinite'} share {rough}"
        if len(self.ranked) == 1:
            yield "only country"

    def _of_none(self, draft: Draft, sector: str, here: int) -> Iterator[str]:
        """What speaks for no country."""
        group, how = draft.entry.group if draft.entry else "", "local" if draft.local else "anywhere"
        told = "definite" if draft.definite else "indefinite"
        top = self.shares[self.ranked[0]] if self.ranked else 0.0
        for feature in (
            "", sector, group, how, f"of {step(len(self.ranked), COUNTRIES)} countries", f"{told} {draft.number}", f"top {step(top, SHARES[2:])}",
            f"{sector} {told}", f"lemma {draft.lemma}", f"{min(here, 3)} here", f"length {step(len(self.sentences), LENGTHS)}", f"kind {draft.kind}",
            f"{how} {group} top {step(top, ROUGH[1:])}", f"sentence {step(draft.sentence, BEGINNING)}",
        ):  # fmt: skip
            yield f"none {feature}".strip()

    def chances(self, draft: Draft) -> dict[str, float]:
        """How likely the party is of each country, and of none that can be told."""
        table = weights()
        return chances_of(
            {country: sum(table.get(name, 0.0) for name in told) for country, told in self.options(draft).items()}
        )


def _of_sentence(alike: Sequence[Named], sector: str, head: int, clause: int) -> Iterator[str]:
    """How the country stands in the party's own sentence."""
    places, parties = [one for one in alike if one.place], [one for one in alike if not one.place]
    for kind, found in (("place", places), ("party", parties)):
        yield f"{min(len(found), 2)} as {kind} here"
        yield f"{sector} {'with' if found else 'without'} {kind} here"
        if any(one.clause == clause for one in found):
            yield from (f"{kind} in clause", f"{sector} {kind} in clause")
        for one in found:
            yield f"{kind} {'before' if one.head < head else 'behind'}"
    for one in parties:
        yield f"as {one.kind}"


def _of_neighbours(before: Sequence[Named], after: bool, here: bool) -> Iterator[str]:
    """Whether the sentences before and behind name the country."""
    if before:
        yield from ("sentence before", f"sentence before as {'place' if any(one.place for one in before) else 'party'}")
    elif not here:
        yield "neither here nor before"
    if after:
        yield "sentence behind"


def clause_of(sentence: Sentence, at: int) -> int:
    """The verb above a word, or the top of the sentence."""
    words = sentence.words
    for _ in range(len(words)):
        if words[at].upos == "VERB" or words[at].head < 0:
            break
        at = words[at].head
    return at


def step(value: float, bounds: Sequence[float]) -> int:
    """How many of the bounds a value reaches."""
    return bisect_right(bounds, value)


@cache
def weights() -> Mapping[str, float]:
    """The weight of each feature, in logits."""
    return {row["feature"]: float(row["weight"]) for row in read_rows("surroundings.csv")}
