"""Many reports on this machine: which of them need reading, and what becomes of each, in the order in which they came."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from dragoman.records import Article, Dossier, Record, Skipped

from .workers import InProcess, Pool


class Known(Record, frozen=True, kw_only=True):
    """A report that the store holds as today's coder would code it."""

    article: Article


class Reprint(Record, frozen=True, kw_only=True):
    """A report that says what an earlier one says: the id of that one, and how like they are (0..1)."""

    article: Article
    original: str
    likeness: float


class Reprints(Protocol):
    """What remembers reports by their words."""

    def original_of(self, article: Article) -> tuple[str, float] | None:
        """The id of the earlier report that this one reprints, and how like they are; None for a report that is new, which is remembered."""


Settled = Skipped | Known | Reprint
Outcome = Dossier | Settled


def outcomes(
    articles: Iterable[Article | Skipped],
    engine: Pool | InProcess,
    *,
    known: Callable[[Article], bool],
    reprints: Reprints | None = None,
    taken: Callable[[], None],
) -> Iterator[Outcome]:
    """What becomes of each report, in order: it is known, a reprint, left out, or read. `taken` is called as each one comes in."""

    def sifted() -> Iterator[Article | Settled]:
        for one in articles:
            taken()
            yield one if isinstance(one, Skipped) else sift(one, known, reprints)

    found: Iterator[tuple[Article | Settled, Dossier | Skipped | None]] = engine.read(sifted())
    for item, result in found:
        if result is not None:
            yield result
        elif not isinstance(item, Article):
            yield item


def sift(article: Article, known: Callable[[Article], bool], reprints: Reprints | None) -> Article | Known | Reprint:
    """The report itself where it has to be read; the cheap questions come first."""
    if known(article):
        return Known(article=article)
    original = reprints.original_of(article) if reprints else None
    return Reprint(article=article, original=original[0], likeness=original[1]) if original else article
