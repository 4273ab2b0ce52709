"""What speaks against a breach, tried in order: exemption, wrong party, cap, grace period, a denial."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from ..records import Defeater, Sentence, Span, span_of
from .matching import Candidate
from .provisions import Exemption, Provision, Register

NEAR = 1  # sentences around the act in which words about the same delivery may stand
BEFORE = 5  # words before an exemption word in which a denial of it may stand
WORD = re.compile(r"[\w'’-]+")
AMOUNT = re.compile(
    r"(?P<number>\d[\d,]*(?:\.\d+)?|\ba|\bone|\btwo|\bthree|\bhalf a)\s*(?P<scale>million|thousand|m\b)?\s*"
    r"(?P<unit>barrels|tonnes|tons|metric tons|mt\b|t\b)"
)
NUMBERS = {"a": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "half a": 0.5}
SCALES = {"million": 1e6, "m": 1e6, "thousand": 1e3}
TONNES = {"barrels": 0.0, "mt": 1e6}  # what one of a unit is in tonnes; barrels stay barrels, all others are tonnes


class Surroundings:
    """The sentences around an act, searched for words that let it pass."""

    def __init__(self, text: str, sentences: Sequence[Sentence], at: int, lists: dict[str, frozenset[str]]) -> None:
        self._text, self._lists = text, lists
        near = sentences[max(0, at - NEAR) : at + NEAR + 1]
        own = sentences[at : at + 1]
        self._spans = [(one.start, one.end) for one in (*own, *(one for one in near if one not in own))]

    def find(self, words: Sequence[str] | frozenset[str]) -> Span | None:
        """The first of these words or phrases near the act, as whole words."""
        for start, end in self._spans:
            low = self._text[start:end].lower()
            for word in sorted(words):
                for at in _places(low, word):
                    return span_of(self._text, start + at, start + at + len(word))
        return None

    def beside(self, words: frozenset[str], others: frozenset[str]) -> Span | None:
        """A word said without a denial in front of it, in a sentence that has one of the other words too."""
        for start, end in self._spans:
            low = self._text[start:end].lower()
            if not any(at for other in others for at in [*_places(low, other)]):
                continue
            for word in sorted(words):
                for at in _places(low, word):
                    if not self._negated(low[:at]):
                        return span_of(self._text, start + at, start + at + len(word))
        return None

    def amount_above(self, limit: str) -> Span | None:
        """An amount near the act that alone is above the ceiling of its unit."""
        ceilings = {unit: value for unit, value, _, _ in _amounts(limit.lower())}
        for start, end in self._spans:
            for unit, value, first, last in _amounts(self._text[start:end].lower()):
                if unit in ceilings and value > ceilings[unit]:
                    return span_of(self._text, start + first, start + last)
        return None

    def unopposed(self, words: Sequence[str]) -> tuple[Span | None, Span | None]:
        """The first word said without a denial in front of it, and else the first one that is denied."""
        denied: Span | None = None
        for start, end in self._spans:
            low = self._text[start:end].lower()
            for word in words:
                for at in _places(low, word):
                    span = span_of(self._text, start + at, start + at + len(word))
                    if not self._negated(low[:at]):
                        return span, denied
                    denied = denied or span
        return None, denied

    def _negated(self, before: str) -> bool:
        last = WORD.findall(before)[-BEFORE:]
        tail = " ".join(last)
        return any(
            f" {one} " in f" {tail} " or (one == "n't" and "n't" in tail) for one in self._lists["exempt_negators"]
        )


def _amounts(low: str) -> Iterator[tuple[str, float, int, int]]:
    """Amounts of barrels or tonnes in lower-case text: unit, value, and where the words stand."""
    for found in AMOUNT.finditer(low):
        number, unit = found["number"], found["unit"]
        value = NUMBERS[number] if number in NUMBERS else float(number.replace(",", ""))
        value *= SCALES.get(found["scale"] or "", 1.0) * (TONNES.get(unit, 1.0) or 1.0)
        yield "barrels" if unit == "barrels" else "tonnes", value, *found.span()


def _places(low: str, word: str) -> Iterator[int]:
    at = low.find(word)
    while at >= 0:
        end = at + len(word)
        if (at == 0 or not low[at - 1].isalnum()) and (end >= len(low) or not low[end].isalnum()):
            yield at
        at = low.find(word, at + 1)


def try_defeaters(
    candidate: Candidate, provision: Provision, near: Surroundings, register: Register
) -> tuple[Defeater, ...]:
    """Everything tried against a finding, in order, with whether it held. Names: exemption, contested exemption, wrong party, cap, grace period."""
    lists = register.wording.lists
    return (
        *(_exemption(one, near, candidate.dates) for one in provision.exemptions),
        *_wrong_party(candidate),
        *_cap(provision, near, lists),
    )


def _exemption(exemption: Exemption, near: Surroundings, dates: tuple[date | None, date | None]) -> Defeater:
    first = dates[0] or dates[1]
    grace = "grace period" if exemption.until is not None else "exemption"
    name = "contested exemption" if exemption.contested else grace
    cited = f"{exemption.what} ({exemption.paragraph}; needs {exemption.needs})"
    if exemption.until is not None and first is not None and first >= exemption.until:
        return Defeater(name=name, held=False, why=f"{cited}: ended before {exemption.until}")
    said, denied = near.unopposed(exemption.words)
    if said is not None:
        return Defeater(name=name, held=True, why=f"{cited}: the report says “{said.quote}”", spans=(said,))
    if denied is not None:
        return Defeater(name=name, held=False, why=f"{cited}: “{denied.quote}” is said, but denied", spans=(denied,))
    return Defeater(name=name, held=False, why=f"{cited}: nothing in the report points to it")


def _wrong_party(candidate: Candidate) -> Iterator[Defeater]:
    side = candidate.wrong_party
    if side is not None:
        why = f"{side.name} is the state itself or its forces; the ban is on {candidate.target}"
        yield Defeater(name="wrong party", held=True, why=why, spans=(side.span,))


def _cap(provision: Provision, near: Surroundings, lists: dict[str, frozenset[str]]) -> Iterator[Defeater]:
    """A ceiling adds up over all states: one delivery breaks it only when it is known to be full or the delivery was hidden."""
    if provision.limit is None:
        return
    full = (
        near.find(lists["cap_full"])
        or near.find(lists["cap_hidden"])
        or near.beside(lists["cap_passed"], lists["cap_words"])
        or near.amount_above(provision.limit)
    )
    if full is not None:
        yield Defeater(
            name="cap", held=False, why=f"ceiling of {provision.limit}: the report says “{full.quote}”", spans=(full,)
        )
    else:
        yield Defeater(
            name="cap", held=True, why=f"ceiling of {provision.limit}: nothing says it was used up or dodged"
        )
