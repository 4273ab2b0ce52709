"""Claims that stand against each other: who denies what another claims.

A denial is a claim with which its speaker denies or rejects something, or on which an act rests that is told as not done. What it denies is
looked for among the claims of other speakers in the same report and in the other reports of its story:

- a claim on which the same act rests, told as done (type and countries of both sides, as in `corroboration`);
- a claim whose words the denied words share, by weight at least SHARED of them;
- where the denied words only point back ("such allegations", "the reports"), the claim of somebody else that stands right before.
"""

import csv
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from dragoman.records import Claim, Event
from dragoman.records.base import Record, Span

from .corroboration import UNREAL, act_of, act_said, is_denied
from .terms import UNSEEN, general_shares, words_of

SHARED = 0.5  # reasoned: most of what is denied must be named. In 359 training texts 19 claims deny; of the 3 pairs found none was wrong
LEAST = 2  # heavy words that must be shared: one alone is a topic
COMMON = 0.02  # a word in more of all reports says nothing of what is denied
BEFORE = 500  # characters between a denial that points back and the claim: about three sentences
NEGATIVE = "negative"


class Opposed(Record, frozen=True, kw_only=True):
    """A denial, the claim it stands against, and what shows it. Both are ids of claims."""

    denial: str
    claim: str
    why: str


class _Said(NamedTuple):
    """A claim with the events that rest on it."""

    claim: Claim
    events: tuple[Event, ...]

    @property
    def denies(self) -> bool:
        """Whether it denies something."""
        return self.claim.polarity == NEGATIVE or any(is_denied(event) for event in self.events)


def opposed(claims: Iterable[Claim], events: Iterable[Event]) -> list[Opposed]:
    """The pairs among the claims of the reports of one story, in the order of the denials."""
    resting: dict[str, tuple[Event, ...]] = {}
    for event in events:
        if event.certainty.according_to:
            resting[event.certainty.according_to] = (*resting.get(event.certainty.according_to, ()), event)
    said = [_Said(claim, resting.get(claim.id, ())) for claim in claims]
    return [
        Opposed(denial=one.claim.id, claim=other.claim.id, why=why)
        for one in said
        if one.denies
        for other, why in _against(one, said)
    ]


def _against(denial: _Said, said: Sequence[_Said]) -> Iterator[tuple[_Said, str]]:
    """The claims that a denial stands against, each with why."""
    others = [one for one in said if not one.denies and not _same_speaker(one.claim, denial.claim)]
    found = [(one, why) for one in others if (why := _same_act(denial, one) or _same_words(denial.claim, one.claim))]
    yield from found or _pointed_at(denial.claim, others)


def _same_speaker(one: Claim, other: Claim) -> bool:
    return _who(one) == _who(other)


def _who(claim: Claim) -> str:
    return (claim.speaker.name if claim.speaker else _words(claim.source)).casefold()


def _words(spans: Iterable[Span]) -> str:
    return " ".join(span.quote for span in spans)


def _same_act(denial: _Said, other: _Said) -> str:
    denied = {act_of(event) for event in denial.events if is_denied(event)}
    told = [act for event in other.events if event.auxiliary not in UNREAL and (act := act_of(event)) in denied]
    return next((f"tells what it denies: {act_said(act)}" for act in told if act is not None), "")


def _same_words(denial: Claim, other: Claim) -> str:
    if denial.polarity != NEGATIVE:
        return ""
    denied, told = _heavy(denial), _heavy(other)
    shared = denied.keys() & told.keys()
    if len(shared) < LEAST or sum(denied[word] for word in shared) < SHARED * sum(denied.values()):
        return ""
    return f"both say {', '.join(sorted(shared, key=lambda word: -denied[word])[:4])}"


def _heavy(claim: Claim) -> Mapping[str, float]:
    """The words of what is said with their weights: how rare they are in news."""
    shares = general_shares()
    words = {word: shares.get(word, UNSEEN) for word in words_of(_words(claim.content))}
    return {word: -math.log(share) for word, share in words.items() if share < COMMON and word not in shell_nouns()}


def _pointed_at(denial: Claim, others: Sequence[_Said]) -> Iterator[tuple[_Said, str]]:
    """The last claim before a denial whose words only point back; nothing for one that says what it denies."""
    if denial.polarity != NEGATIVE or _heavy(denial) or not shell_nouns() & set(words_of(_words(denial.content))):
        return
    start = min(span.start for span in denial.cue or denial.content)
    before = [
        (end, one)
        for one in others
        if one.claim.article == denial.article
        and (end := max((span.end for span in one.claim.spans), default=0)) <= start
        and start - end <= BEFORE
    ]
    if before:
        yield max(before, key=lambda one: one[0])[1], "answers what was said just before"


@cache
def shell_nouns() -> frozenset[str]:
    """Nouns and pronouns that stand for what was said (Schmid 2000, English Abstract Nouns as Conceptual Shells)."""
    table = resources.files("dragoman.knowledge") / "language" / "shell_nouns.csv"
    return frozenset(row["word"] for row in csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
