"""A report as weighted words: what it says that other reports do not.

The weight of a word is (1 + ln of its count) times -ln of the share of reports that hold it (Spärck Jones 1972; Salton and Buckley
1988), and only the heaviest words stay: with as many words from a long report as from a short one, likeness means the same for both.
The share is that of the recent reports, and as long as these are few, of news in general (knowledge/language/word_shares.csv).
"""

import csv
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from heapq import nlargest
from importlib import resources
from sys import intern

KEPT = 40  # words of a report; reasoned: about what a title and a first paragraph hold, the shortest that a feed gives
GENERAL = 500  # reports of news in general that stand beside the recent ones
UNSEEN = 0.0002  # the share of a word that general news does not hold: below the least share in the table

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_NO_PLURAL = ("ss", "us", "is")

Terms = dict[str, float]  # words with their weights; the squares of the weights sum to 1


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, without possessive and plural endings; single letters are no words.

    >>> words_of("The U.N.'s envoys met in Cyprus; parties agreed.")
    ['the', 'envoy', 'met', 'in', 'cyprus', 'party', 'agreed']
    """
    found = (_bare(word) for word in _WORD.findall(text.casefold()))
    return [intern(word) for word in found if len(word) > 1]


def _bare(word: str) -> str:
    word = word.replace("’", "'").removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(_NO_PLURAL):
        return word[:-1]
    return word


@cache
def general_shares() -> dict[str, float]:
    """The share of news reports that hold each word."""
    table = (resources.files("dragoman.knowledge") / "language" / "word_shares.csv").read_text(encoding="utf-8")
    return {row["word"]: float(row["share"]) for row in csv.DictReader(table.splitlines())}


class Shares:
    """The share of reports that hold a word: of the recent ones, and of news in general."""

    def __init__(self) -> None:
        self.reports = 0
        self.holding: Counter[str] = Counter()

    def add(self, words: Iterable[str]) -> None:
        """Counts a report that has come."""
        self.reports += 1
        self.holding.update(iter(words))

    def drop(self, words: Iterable[str]) -> None:
        """Takes a report out that is no longer recent."""
        self.reports -= 1
        for word in words:
            self.holding[word] -= 1
            if not self.holding[word]:
                del self.holding[word]

    def rarity(self, word: str) -> float:
        """-ln of the share."""
        general = GENERAL * general_shares().get(word, UNSEEN)
        return -math.log((self.holding[word] + general + 0.5) / (self.reports + GENERAL + 1))


def terms_of(counts: Mapping[str, int], shares: Shares) -> Terms:
    """The heaviest words of a report with their weights, the squares summing to 1; empty for a report without words."""
    weighed = ((1 + math.log(count)) * shares.rarity(word) for word, count in counts.items())
    heaviest = nlargest(KEPT, zip(weighed, counts, strict=True))
    length = math.sqrt(sum(weight * weight for weight, _ in heaviest))
    return {word: weight / length for weight, word in heaviest if weight > 0} if length else {}
