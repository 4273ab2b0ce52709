"""Temporal expressions the TempEval-3 way: strict and relaxed spans, type and value.

A relaxed match is an overlap, one-to-one, exact spans first; type and value count it only where the attribute is equal.
"""

from collections.abc import Mapping, Sequence

import numpy as np

from ..rows import TimexPart, TimexRow
from .measures import (
    BOOT,
    Counts,
    Scores,
    Value,
    interval_of_counts,
    named_prf,
    one_to_one,
    overlap,
    precision_recall_f1,
    share,
    with_intervals,
)

MEASURES = ("strict", "relaxed", "type", "value")


def score_time(
    gold: Sequence[TimexRow],
    found: Mapping[str, TimexRow],
    *,
    types: Sequence[str] = (),
    by_day: bool = False,
    boot: int = BOOT,
) -> Scores:
    """Micro-averages over the documents. `types` keeps only those on both sides; `by_day` compares the calendar part of values."""
    documents = [_document(_kept(row, types), _kept(found.get(row.id), types), by_day) for row in gold]
    counts = np.array(documents, dtype=np.int64).reshape(-1, 2 + len(MEASURES))
    there, made, *right = (int(count) for count in counts.sum(axis=0))
    values: dict[str, Value] = {
        "documents": len(gold),
        "answered": sum(row.id in found for row in gold),
        "gold": there,
        "system": made,
    }
    for name, hits in zip(MEASURES, right, strict=True):
        values |= named_prf(name, hits, made, there)
    values["value_accuracy"] = share(right[3], right[1])
    intervals = {
        f"{name}.f1": interval_of_counts(counts[:, [2 + n, 1, 0]], _f1, boot) for n, name in enumerate(MEASURES)
    }
    return with_intervals(values, intervals)


def _f1(counts: Counts) -> float:
    return precision_recall_f1(*(int(count) for count in counts))[2]


def _kept(row: TimexRow | None, types: Sequence[str]) -> list[TimexPart]:
    return [one for one in (row.timexes if row else None) or () if not types or one.type in types]


def _document(gold: Sequence[TimexPart], made: Sequence[TimexPart], by_day: bool) -> list[int]:
    pairs = [(gold[i], made[j]) for i, j in pair(gold, made)]
    strict = sum((one.start, one.end) == (other.start, other.end) for one, other in pairs)
    types = sum(one.type == other.type for one, other in pairs)
    values = sum(same_value(one.value, other.value, by_day=by_day) for one, other in pairs)
    return [len(gold), len(made), strict, len(pairs), types, values]


def pair(gold: Sequence[TimexPart], made: Sequence[TimexPart]) -> list[tuple[int, int]]:
    """Overlapping expressions, exact spans first, then the larger overlaps."""
    offers = []
    for i, one in enumerate(gold):
        for j, other in enumerate(made):
            common = overlap(one.start, one.end, other.start, other.end)
            if common > 0:
                offers.append(((one.start, one.end) != (other.start, other.end), -common, i, j))
    return one_to_one((i, j) for _, _, i, j in sorted(offers))


def same_value(gold: str | None, made: str | None, *, by_day: bool) -> bool:
    """Equal TIMEX3 values; `by_day` cuts the clock off a calendar value."""
    one, other = (gold or "").strip(), (made or "").strip()
    if by_day and "-" in one:
        one, other = one.split("T")[0], other.split("T")[0]
    return one == other
