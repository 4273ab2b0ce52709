"""Finds the phrases of tables in a sentence, longest first, whatever the cut of hyphens and apostrophes."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Generic, TypeVar

from .actor_names import plain

T = TypeVar("T")
APART = re.compile(r"[^\w&+]+")
END = ""


@lru_cache(maxsize=1 << 15)
def pieces(word: str) -> tuple[str, ...]:
    """The word without accents, points and marks, in small letters, parted at hyphens: `U.S.-led` is `us`, `led`."""
    bare = plain(word).replace(".", "").replace("`", "'")
    if bare.endswith("'s"):
        bare = bare[:-2] + " s"
    bare = bare.replace("'", "")
    return tuple(part for part in APART.split(bare) if part)


class Hit(Generic[T]):
    """A phrase found: words `first` to `last` (inclusive) and all that it may mean."""

    __slots__ = ("first", "last", "values")

    def __init__(self, first: int, last: int, values: list[T]) -> None:
        self.first, self.last, self.values = first, last, values


class Phrases(Generic[T]):
    """A trie over pieces of words. Capitals count: a phrase with a capital needs one in the text, an acronym needs all of them."""

    def __init__(self) -> None:
        self.root: dict[str, Any] = {}

    def add(self, phrase: str, value: T) -> None:
        """One more meaning of a phrase."""
        node: Any = self.root
        for word in phrase.split():
            for piece in pieces(word):
                node = node.setdefault(piece, {})
        if node is not self.root:
            node.setdefault(END, []).append((capitals(phrase), value))

    def find(self, words: Sequence[str]) -> Iterator[Hit[T]]:
        """The longest phrase at each place, never two that overlap, in reading order."""
        cut = [pieces(word) for word in words]
        at = 0
        while at < len(words):
            hit = self._at(words, cut, at) if cut[at] and cut[at][0] in self.root else None
            if hit is None:
                at += 1
            elif (longer := self._later(words, cut, hit)) is not None:
                yield longer
                at = longer.last + 1
            else:
                yield hit
                at = hit.last + 1

    def _later(self, words: Sequence[str], cut: list[tuple[str, ...]], hit: Hit[T]) -> Hit[T] | None:
        """A longer phrase that begins inside the one found and ends behind it: `southern Sudan` must not cut `Sudan Liberation Army` short,
        nor `the South` the name of a South African. An article counts for nothing."""
        for at in range(hit.first + 1, hit.last + 1):
            if cut[at] and cut[at][0] in self.root:
                other = self._at(words, cut, at)
                article = words[hit.first].lower() == "the"
                if other is not None and other.last > hit.last and other.last - at + article > hit.last - hit.first:
                    return other
        return None

    def _at(self, words: Sequence[str], cut: list[tuple[str, ...]], first: int) -> Hit[T] | None:
        node: Any = self.root
        best: Hit[T] | None = None
        for last in range(first, len(words)):
            if not cut[last]:
                if words[last] in ("-", "–", "’", "'"):
                    continue
                break
            for piece in cut[last]:
                node = node.get(piece)
                if node is None:
                    return best
            if END in node:
                values = [value for shape, value in node[END] if shape <= shown(words, first, last)]
                if values:
                    best = Hit(first, last, values)
        return best


def capitals(phrase: str) -> int:
    """What the phrase asks of the text's letters: 0 nothing, 1 a capital, 2 nothing but capitals."""
    if not any(map(str.isupper, phrase)):
        return 0
    letters = [letter for letter in phrase if letter.isalpha()] if phrase.isupper() else ()
    return 2 if len(letters) > 1 and all(map(str.isupper, letters)) else 1


def shown(words: Sequence[str], first: int, last: int) -> int:
    """What the text's letters show: 2 only capitals, 1 some capital, 0 none."""
    return capitals(" ".join(words[first : last + 1])) if first < last else capitals(words[first])
