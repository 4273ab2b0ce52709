"""Article text taken from pages: F1 over runs of four words, means over pages (the measure of the article-extraction benchmark)."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from ..rows import PageRow
from .measures import BOOT, Scores, Value, harmonic, intervals_of, share, with_intervals

RUN = 4  # words in a run; a shorter text is one run

_WORD = re.compile(r"\w+")


Page = tuple[float, float, float]  # precision, recall, whether all is just so


def score_extract(truth: Sequence[PageRow], found: Mapping[str, PageRow], *, boot: int = BOOT) -> Scores:
    """Precision and recall are means over pages, `f1` is of the means; `exact` the share of pages with just the true words in order."""
    pages = [_page(row.text or "", (found[row.id].text or "") if row.id in found else "") for row in truth]
    means = _means(pages)
    return with_intervals({"pages": len(pages), **means}, intervals_of(pages, _means, means, boot))


def _means(pages: Sequence[Page]) -> dict[str, Value]:
    precision, recall, exact = (
        (share(sum(column), len(pages)) for column in zip(*pages, strict=True)) if pages else (0.0,) * 3
    )
    return {"precision": precision, "recall": recall, "f1": harmonic(precision, recall), "exact": exact}


def _page(true: str, found: str) -> Page:
    true_words, found_words = _WORD.findall(true), _WORD.findall(found)
    wanted, got = _runs(true_words), _runs(found_words)
    shared = (wanted & got).total()
    return share(shared, got.total()), share(shared, wanted.total(), empty=1.0), float(true_words == found_words)


def _runs(words: list[str]) -> Counter[tuple[str, ...]]:
    size = min(RUN, len(words)) or 1
    return Counter(tuple(words[first : first + size]) for first in range(len(words) - size + 1))
