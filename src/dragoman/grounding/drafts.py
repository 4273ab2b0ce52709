"""A mention while it is being worked on: where it stands, what it may be, and why."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from dragoman.records import Sentence, Word

from .actor_index import Entry
from .roles import Role


class Unit:
    """Words that belong together before any phrase is built: a table phrase, a person's name, or another name."""

    __slots__ = ("entries", "first", "head", "label", "last")

    def __init__(self, first: int, last: int, entries: list[Entry], label: str = "") -> None:
        self.first, self.last, self.entries, self.label = first, last, entries, label
        self.head = last

    def kinds(self) -> set[str]:
        """The kinds of everything the words may mean."""
        return {entry.kind for entry in self.entries}

    def pick(self, *kinds: str) -> Entry | None:
        """The first meaning of one of these kinds, in the order asked for."""
        for kind in kinds:
            for entry in self.entries:
                if entry.kind == kind:
                    return entry
        return None


class Draft:
    """A mention in the making. `kind`: person, state, people, organisation, role, adjective, pronoun, anaphor, place."""

    __slots__ = (
        "agency",
        "antecedents",
        "bloc",
        "candidates",
        "cluster",
        "country",
        "definite",
        "effect",
        "entry",
        "first",
        "gender",
        "head",
        "kind",
        "last",
        "lemma",
        "local",
        "name",
        "number",
        "office",
        "office_class",
        "others",
        "place",
        "place_why",
        "possessor",
        "reasons",
        "role",
        "score",
        "sector",
        "sentence",
        "subject",
        "title",
        "told",
        "unnamed",
    )  # fmt: skip

    def __init__(self, kind: str, sentence: int, first: int, last: int, head: int) -> None:
        self.kind, self.sentence, self.first, self.last, self.head = kind, sentence, first, last, head
        self.country = ""
        self.sector: str | None = None
        self.others: tuple[str, ...] = ()
        self.name = ""
        self.title = ""
        self.office = ""
        self.office_class = ""
        self.effect = ""
        self.entry: Entry | None = None
        self.role: Role | None = None
        self.gender = ""
        self.number = 1
        self.lemma = ""
        self.definite = False
        self.local = False
        self.unnamed = False
        self.bloc = False
        self.agency = False
        self.place = False
        self.place_why = ""
        self.subject = False
        self.told = ""
        self.possessor: int | None = None
        self.score = 0.9
        self.reasons: list[str] = []
        self.candidates: list[tuple[str, str | None, float, str]] = []
        self.antecedents: list[Draft] = []
        self.cluster: object | None = None

    @property
    def where(self) -> tuple[int, int, int]:
        """Its place in reading order."""
        return (self.sentence, self.first, -self.last)

    @property
    def code(self) -> str:
        """Country and sector as far as known."""
        return (self.country or "---") + (self.sector or "")


def deprel(word: Word) -> str:
    """The relation without its subtype, but for possessors."""
    return word.deprel if word.deprel == "nmod:poss" else word.deprel.partition(":")[0]


def head_of(sentence: Sentence, first: int, last: int) -> int:
    """The word of a stretch that the others hang on: the last one whose own head lies outside; the last word where none does."""
    words = sentence.words
    outside = [at for at in range(first, last + 1) if not first <= words[at].head <= last]
    telling = [at for at in outside if words[at].upos not in ("DET", "ADP", "PUNCT", "CCONJ", "PART")]
    return (telling or outside or [last])[-1 if len(telling) == 1 else 0]


def children(sentence: Sentence) -> list[list[int]]:
    """For each word the words that hang on it."""
    below: list[list[int]] = [[] for _ in sentence.words]
    for at, word in enumerate(sentence.words):
        if 0 <= word.head < len(below):
            below[word.head].append(at)
    return below


def case_of(sentence: Sentence, below: Sequence[Sequence[int]], at: int) -> str:
    """The preposition before a word's phrase, in small letters; empty where there is none."""
    found = [child for child in below[at] if deprel(sentence.words[child]) == "case" and child < at]
    if found:
        return " ".join(sentence.words[child].text.lower() for child in found)
    before = at - 1
    while before >= 0 and sentence.words[before].upos in ("DET", "ADJ", "PROPN") and sentence.words[before].head == at:
        before -= 1
    return sentence.words[before].text.lower() if before >= 0 and sentence.words[before].upos == "ADP" else ""


def of_sentences(drafts: Sequence[Draft], first: int, last: int) -> Sequence[Draft]:
    """The mentions of some sentences, the last among them, out of all in the order of sentences."""
    begin = bisect_left(drafts, first, key=lambda draft: draft.sentence)
    return drafts[begin : bisect_right(drafts, last, begin, key=lambda draft: draft.sentence)]
