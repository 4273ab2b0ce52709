"""Whether the reports of a story are of two happenings: its two most unlike parts, and how alike they are against each in itself.

The likeness between two parts, divided by the geometric mean of the likeness within each, is the correlation of the parts corrected for
attenuation (Spearman 1904): 1 where the parts tell the same, whatever the length and wording of reports, near 0 where they share nothing.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .terms import Terms

LEAST_PART = 3  # reports; fewer say too little about how alike they are
ROUNDS = 20

Likeness = NDArray[np.float64]  # shape (reports, reports): cosines


class Parts(NamedTuple):
    """For each report whether it is of the second part, and how alike the parts are against each in itself."""

    second: NDArray[np.bool_]
    alike: float


def likenesses(reports: Sequence[Terms]) -> Likeness:
    """The cosines of reports with each other, shape (reports, reports)."""
    column: dict[str, int] = {}
    vectors = np.zeros((len(reports), sum(map(len, reports))))
    for row, terms in enumerate(reports):
        for word, weight in terms.items():
            vectors[row, column.setdefault(word, len(column))] = weight
    vectors = vectors[:, : len(column)]
    found: Likeness = vectors @ vectors.T
    return found


def two_parts(reports: Sequence[Terms]) -> Parts | None:
    """The two parts of reports that are least alike; None where one would have fewer than LEAST_PART.

    They begin as the signs of the first principal axis and are bettered by kernel 2-means.
    """
    cosines = likenesses(reports)
    centred = cosines - cosines.mean(axis=0) - cosines.mean(axis=1)[:, None] + cosines.mean()
    second: NDArray[np.bool_] = np.linalg.eigh(centred)[1][:, -1] > 0
    others = cosines - np.diag(np.diag(cosines))
    for _ in range(ROUNDS):
        means = [others[:, part].sum(axis=1) / np.maximum(1, part.sum() - part) for part in (~second, second)]
        bettered = means[1] > means[0]
        if bool((bettered == second).all()):
            break
        second = bettered
    if min(int(second.sum()), int((~second).sum())) < LEAST_PART:
        return None
    if second[0]:
        second = ~second
    return Parts(second, _alike(others, second))


def _alike(others: Likeness, second: NDArray[np.bool_]) -> float:
    within = [_mean_within(others, part) for part in (~second, second)]
    between = float(others[np.ix_(~second, second)].mean())
    return between / math.sqrt(max(1e-9, within[0] * within[1]))


def _mean_within(others: Likeness, part: NDArray[np.bool_]) -> float:
    count = int(part.sum())
    return float(others[np.ix_(part, part)].sum()) / (count * (count - 1))
