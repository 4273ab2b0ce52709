"""Phrases of a table in a text: the longest match wins, however plural, hyphen, blank and case are written."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

T = TypeVar("T")

TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+")
ACRONYM_LENGTH = 5  # SAM, TEL, ICBM: short capitals are matched as capitals only


class Token(NamedTuple):
    """A run of letters or of digits; `key` is what is compared."""

    start: int
    end: int
    text: str
    key: str


class Phrase(NamedTuple, Generic[T]):
    """A place where a phrase stands: tokens `first` to `last` (inclusive) and what the table holds for it; `cased` if it demands capitals."""

    first: int
    last: int
    start: int
    end: int
    key: str
    values: tuple[T, ...]
    cased: bool


def tokens_of(text: str) -> list[Token]:
    """The letter and digit runs of a text: `152-mm`, `152 mm` and `152mm` give the same two."""
    return [Token(*found.span(), word := found[0], key_of(word)) for found in TOKEN.finditer(text)]


@lru_cache(maxsize=2)
def text_tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a report; the last are kept, as several rooms look for phrases in the same text."""
    return tuple(tokens_of(text))


@lru_cache(maxsize=1 << 16)
def key_of(word: str) -> str:
    """A word without case, possessive and plural: equal for `Missiles`, `missile's` and `missile`."""
    low = re.sub(r"['’]s?$", "", word.casefold()).replace("’", "'")
    if len(low) > 4 and low.endswith("ies"):
        return low[:-3] + "y"
    if low.endswith(("sses", "shes", "ches", "xes")):
        return low[:-2]
    if len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is")):
        return low[:-1]
    return low


def phrase_key(phrase: str) -> str:
    """The keys of a phrase, joined by blanks."""
    return " ".join(token.key for token in tokens_of(phrase))


class PhraseTable(Generic[T]):
    """Phrases with a value each, held as a tree of words. Phrases with a capital demand it in the text."""

    def __init__(self, rows: Iterable[tuple[str, T]]) -> None:
        self._root: dict[str, Any] = {}
        for phrase, value in rows:
            node = self._root
            shape = tokens_of(phrase)
            for token in shape:
                node = node.setdefault(token.key, {})
            if shape:
                node.setdefault("", []).append((tuple(_case(token.text) for token in shape), value))

    def find(self, tokens: Sequence[Token]) -> Iterator[Phrase[T]]:
        """The phrases in reading order, none overlapping another."""
        last, begins = -1, self._root
        for at, token in enumerate(tokens):
            if at > last and token.key in begins and (found := self._longest(tokens, at)):
                yield found
                last = found.last

    def lookup(self, phrase: str) -> tuple[T, ...]:
        """What the table holds for exactly this phrase, without regard to case."""
        node = self._root
        for token in tokens_of(phrase):
            if token.key not in node:
                return ()
            node = node[token.key]
        return tuple(value for _, value in node.get("", ()))

    def _longest(self, tokens: Sequence[Token], at: int) -> Phrase[T] | None:
        node, best = self._root, None
        for here in range(at, len(tokens)):
            node = node.get(tokens[here].key, {})
            if not node:
                break
            ends = node.get("")
            fitting = [(case, value) for case, value in ends if _agrees(case, tokens[at : here + 1])] if ends else ()
            if fitting:
                key = " ".join(token.key for token in tokens[at : here + 1])
                cased = all(any(case) for case, _ in fitting)
                values = tuple(value for _, value in fitting)
                best = Phrase(at, here, tokens[at].start, tokens[here].end, key, values, cased)
        return best


def _case(word: str) -> str:
    if len(word) > 1 and word.isupper() and len(word) <= ACRONYM_LENGTH:
        return "all"
    return "first" if word[0].isupper() else ""


def _agrees(case: tuple[str, ...], tokens: Sequence[Token]) -> bool:
    return all(
        not wanted or (token.text[0].isupper() if wanted == "first" else token.text.rstrip("s").isupper())
        for wanted, token in zip(case, tokens, strict=True)
    )
