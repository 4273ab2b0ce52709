"""Which reports print the same text: MinHash signatures of word runs, banded for a quick search (Broder 1997; Leskovec et al. 2020, ch. 3)."""

import zlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dragoman.records import Article
from dragoman.store import Store
from dragoman.store.prints import BANDS, ROWS, bands_of, met

from .terms import words_of

RUN = 4  # words; two people who write of one happening rarely write four words alike outside a quotation
SAME = 0.8  # likeness from which the later of two reports is a reprint that need not be read: all but a few words are the same
SHARED = 0.5  # share of the shorter report's runs that stands in the longer, from which one copied from the other or both from a wire
REMEMBERED = 50_000  # reports: some weeks of a large newsroom, in about 100 MB

Signature = NDArray[np.uint32]  # shape (BANDS * ROWS,)
Found = tuple[str, float]  # the id of a report, and how like it is


class Print(NamedTuple):
    """How a report is printed: its signature and how many different runs of words it has."""

    signature: Signature
    runs: int


@cache
def _multipliers() -> NDArray[np.uint64]:
    """One odd number for each hash function, the same on every machine: multiply-shift hashing (Dietzfelbinger et al. 1997)."""
    drawn = np.random.default_rng(20240919).integers(1, 1 << 63, size=(BANDS * ROWS, 1), dtype=np.uint64)
    return drawn * np.uint64(2) + np.uint64(1)


def print_of(text: str) -> Print | None:
    """The print of a text; None for one too short to tell."""
    words = words_of(text)
    runs = {zlib.crc32(" ".join(words[at : at + RUN]).encode()) for at in range(len(words) - RUN + 1)}
    if not runs:
        return None
    hashes = np.fromiter(runs, dtype=np.uint64, count=len(runs))
    smallest = ((_multipliers() * hashes) >> np.uint64(32)).min(axis=1)
    return Print(smallest.astype(np.uint32), len(runs))


def likeness(one: Signature, other: Signature) -> float:
    """The share of runs that two texts have in common of all that they have (Jaccard), as their signatures estimate it."""
    return float((one == other).mean())


def shared(one: Print, other: Print) -> float:
    """The share of the shorter text's runs that stands in the longer, worked out from likeness and lengths; at most 1."""
    alike = likeness(one.signature, other.signature)
    common = alike / (1 + alike) * (one.runs + other.runs)
    return min(1.0, common / min(one.runs, other.runs))


def nearest(signature: Signature, others: Mapping[str, Signature]) -> Found | None:
    """The most like of other reports that are so like that one reprints the other."""
    scored = [(likeness(signature, other), one) for one, other in others.items()]
    best = max(scored, default=(0.0, ""))
    return (best[1], best[0]) if best[0] >= SAME else None


class RecentPrints:
    """The prints of the last reports, so that a reprint is known before it is read. Memory does not grow: the oldest are forgotten.

    `before` knows the reports that came before these, such as those of a store.
    """

    def __init__(self, remembered: int = REMEMBERED, before: Callable[[Signature], Found | None] | None = None) -> None:
        self.remembered, self.before = remembered, before
        self.prints: OrderedDict[str, Signature] = OrderedDict()
        self.bands: dict[int, str] = {}

    def original_of(self, article: Article) -> Found | None:
        """The id of the earlier report that this one reprints, and how like they are; None for a report that is new, which is remembered."""
        printed = print_of(article.text)
        if printed is None or article.id in self.prints:
            return None
        found = self._nearest(printed.signature) or (self.before and self.before(printed.signature))
        if found:
            return found
        self._remember(article.id, printed.signature)
        return None

    def _nearest(self, signature: Signature) -> Found | None:
        here = {self.bands[band] for band in bands_of(signature.tobytes()) if band in self.bands}
        return nearest(signature, {one: self.prints[one] for one in sorted(here)})

    def _remember(self, article: str, signature: Signature) -> None:
        self.prints[article] = signature
        self.bands.update(dict.fromkeys(bands_of(signature.tobytes()), article))
        if len(self.prints) > self.remembered:
            oldest, gone = self.prints.popitem(last=False)
            for band in bands_of(gone.tobytes()):
                if self.bands.get(band) == oldest:
                    del self.bands[band]


class StoredPrints(RecentPrints):
    """The prints of all the reports that a store has grouped, and of those that came since."""

    def __init__(self, store: Store) -> None:
        super().__init__(before=self._stored)
        self.store = store

    def _stored(self, signature: Signature) -> Found | None:
        """As `nearest`, in the store."""
        with self.store.reading() as connection:
            there = {one: np.frombuffer(held, dtype=np.uint32) for one, held in met(connection, signature.tobytes())}
        return nearest(signature, there)
