"""How far a phrase reaches around its head: modifiers to the left, `of ...` to the right."""

from collections.abc import Sequence

from dragoman.records import Sentence
from dragoman.records.reading import Word

from .drafts import deprel

BEFORE = frozenset(
    (
        "det",
        "amod",
        "compound",
        "nummod",
        "nmod:poss",
        "nmod",
        "flat",
        "advmod",
        "case",
        "cc",
        "conj",
        "punct",
        "goeswith",
        "appos",
    )
)
STEPS = 8
GENERIC_BREAK = frozenset((",", ";", ":", "(", ")", "--", "–", "—", '"', "“", "”", "``", "''"))


def left_edge(sentence: Sentence, head: int, start: int) -> int:
    """The first word of the phrase that `head` governs; `start` is known to belong to it."""
    words = sentence.words
    edge = start
    while edge > 0:
        word = words[edge - 1]
        if word.text in GENERIC_BREAK or not hangs_before(sentence, edge - 1, head):
            break
        edge -= 1
    while edge < start and is_loose(words[edge], edge):
        edge += 1
    return edge


def is_loose(word: Word, at: int) -> bool:
    """Whether a word cannot begin a phrase; the "at" of "at least thirty people" can."""
    return (
        word.upos in ("PUNCT", "CCONJ")
        or word.text in ("'s", "’s", "'")
        or (word.upos == "ADP" and word.head != at + 1)
    )


def hangs_before(sentence: Sentence, at: int, head: int) -> bool:
    """Whether the word is a modifier, or part of one, that stands before its head."""
    words = sentence.words
    for _ in range(STEPS):
        word = words[at]
        if (word.upos in ("VERB", "AUX") and word.deprel not in ("amod", "compound")) or word.head < 0:
            return False
        if deprel(word) not in BEFORE:
            return False
        if word.head == head:
            return deprel(word) not in ("case", "conj", "cc", "appos") or word.text in ("'s", "’s")
        at = word.head
    return False


def of_phrase(sentence: Sentence, below: Sequence[Sequence[int]], head: int, last: int) -> int | None:
    """The head of an `of ...` that follows the phrase at once, None where there is none."""
    words = sentence.words
    if last + 1 >= len(words) or words[last + 1].text.lower() != "of":
        return None
    for child in below[head]:
        if child > last and deprel(words[child]) in ("nmod", "obl"):
            return child
    governor = words[last + 1].head
    return governor if governor > last else None
