"""What all measures share: precision and recall, one-to-one pairing, bootstrap intervals, and the record of the result."""

import bisect
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from dragoman.records.base import Record

Value = float | int | None

Counts = npt.NDArray[np.int64]

T = TypeVar("T")
N = TypeVar("N", np.int64, np.float64)

BOOT = 1000  # samples of a bootstrap: the ends of a 95% interval then move by about a tenth of its width


class Scores(Record, frozen=True, kw_only=True):
    """Measures by name, and 95% intervals of those that have one. None where there was nothing to measure."""

    values: dict[str, Value]
    intervals: dict[str, tuple[float, float]] = msgspec.field(default_factory=dict)


def share(part: float, whole: float, empty: float = 0.0) -> float:
    """`part / whole`, or `empty` where there is no whole."""
    return part / whole if whole else empty


def harmonic(precision: float, recall: float) -> float:
    """F1 of the two."""
    return share(2 * precision * recall, precision + recall)


def precision_recall_f1(right: float, made: float, there: float) -> tuple[float, float, float]:
    """Of what was made and what there is to find, with `right` in both."""
    precision, recall = share(right, made), share(right, there)
    return precision, recall, harmonic(precision, recall)


def named_prf(name: str, right: float, made: float, there: float) -> dict[str, Value]:
    """The same three under `name.p`, `name.r`, `name.f1`."""
    figures = precision_recall_f1(right, made, there)
    return dict(zip((f"{name}.p", f"{name}.r", f"{name}.f1"), figures, strict=True))


def mean(values: Iterable[float]) -> float | None:
    """The mean, None of nothing."""
    listed = list(values)
    return sum(listed) / len(listed) if listed else None


def one_to_one(offers: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pairs taken when each side may be taken once and earlier offers go first."""
    left: set[int] = set()
    right: set[int] = set()
    taken = []
    for i, j in offers:
        if i not in left and j not in right:
            left.add(i)
            right.add(j)
            taken.append((i, j))
    return taken


def overlap(start: int, end: int, other_start: int, other_end: int) -> int:
    """Characters in common; negative is the gap between."""
    return min(end, other_end) - max(start, other_start)


def rank_auc(high: Sequence[float], low: Sequence[float]) -> float | None:
    """The chance that a value of `high` is above one of `low`, ties counting half; None where one of them is empty."""
    if not high or not low:
        return None
    ordered = sorted(low)
    wins = sum((bisect.bisect_left(ordered, value) + bisect.bisect_right(ordered, value)) / 2 for value in high)
    return wins / (len(high) * len(low))


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The middle 95% of the values."""
    ordered = sorted(values)
    return ordered[int(0.025 * len(ordered))], ordered[min(len(ordered) - 1, int(0.975 * len(ordered)))]


def drawn(size: int, times: int, seed: int = 0) -> Iterable[list[int]]:
    """`times` samples of `size` numbers below `size`, with replacement; the same on every machine."""
    draw = random.Random(seed)
    everything = range(size)
    return (draw.choices(everything, k=size) for _ in range(times))


def interval_of_counts(
    counts: npt.NDArray[N], statistic: Callable[[npt.NDArray[N]], float], times: int
) -> tuple[float, float] | None:
    """95% interval of a statistic of summed counts, the rows (texts, articles) drawn with replacement; None without rows."""
    if not len(counts) or not times:
        return None
    return interval([statistic(counts[sample].sum(axis=0)) for sample in drawn(len(counts), times)])


def intervals_of(
    rows: Sequence[T], sum_up: Callable[[Sequence[T]], Mapping[str, Value]], names: Iterable[str], times: int
) -> dict[str, tuple[float, float] | None]:
    """95% intervals of some measures, the rows drawn with replacement; None where most draws have nothing to measure."""
    tries = [sum_up([rows[number] for number in sample]) for sample in drawn(len(rows), times)] if rows else []
    return {name: interval_of_tries([one.get(name) for one in tries]) for name in names}


def interval_of_tries(tries: Sequence[Value]) -> tuple[float, float] | None:
    """The middle 95% of what draws gave; None where most gave nothing."""
    told = [float(value) for value in tries if value is not None]
    return interval(told) if 2 * len(told) > len(tries) else None


def with_intervals(values: dict[str, Value], intervals: dict[str, tuple[float, float] | None]) -> Scores:
    """Scores with the intervals that there are."""
    return Scores(values=values, intervals={name: ends for name, ends in intervals.items() if ends is not None})
