"""Names against lists: pairs of names, queries against a whole list, and rankings.

Thresholds are tuned on the rows themselves unless one is given: for figures that hold elsewhere, give the one tuned on other rows.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from ..rows import HitPart, ListRow, PairRow, RankedRow, RankingRow
from .measures import Scores, Value, mean, precision_recall_f1, share

TUNED_ON = ("macroF1", "F1")
JUST_OVER = 1e-9
NAMESAKE = "shares a listed name"  # how the gold notes that no name alone can tell a query from a listed one


class Judged(NamedTuple):
    """Whether a pair is one, and the score it was given."""

    match: bool
    score: float


# -- pairs ----------------------------------------------------------------------------------------------------------


def score_pairs(
    gold: Sequence[PairRow],
    found: Mapping[str, PairRow],
    *,
    threshold: float | None = None,
    tune: str = "macroF1",
    disputed: bool = False,
) -> Scores:
    """Average precision, and precision, recall, F1, macro-F1 and false positive rate at the threshold.

    Pairs that the gold calls disputed are left out unless `disputed`.
    """
    chosen = [row for row in gold if disputed or not row.disputed]
    judged = [
        Judged(bool(row.expected_match), (found[row.id].score if row.id in found else None) or 0.0) for row in chosen
    ]
    if not judged:
        return Scores(values={"n": 0})
    at = threshold if threshold is not None else best_threshold(judged, tune)
    values: dict[str, Value] = {"n": len(judged), "matches": sum(one.match for one in judged)}
    values |= {"AP": average_precision(judged), "T": at, **measured_at(judged, at)}
    return Scores(values=values | _by_group(chosen, judged, at))


def average_precision(judged: Sequence[Judged]) -> float:
    """Area under precision over recall; pairs with one score are one cut."""
    total, hits, seen, area = sum(one.match for one in judged), 0, 0, 0.0
    ordered = sorted(judged, key=lambda one: -one.score)
    for _, tied in groupby(ordered, key=lambda one: one.score):
        group = list(tied)
        right = sum(one.match for one in group)
        hits, seen = hits + right, seen + len(group)
        area += share(right, total) * hits / seen
    return area


def measured_at(judged: Sequence[Judged], threshold: float) -> dict[str, Value]:
    """Figures of `match` at a threshold; macro-F1 is the mean with the F1 of `no match`."""
    called = [one.match for one in judged if one.score >= threshold]
    refused = [one.match for one in judged if one.score < threshold]
    return _figures(sum(called), len(called), sum(refused), len(refused))


def _figures(hits: int, made: int, missed: int, refused: int) -> dict[str, Value]:
    others = (made - hits) + (refused - missed)
    precision, recall, f1 = precision_recall_f1(hits, made, hits + missed)
    f1_none = precision_recall_f1(refused - missed, refused, others)[2]
    return {"P": precision, "R": recall, "F1": f1, "macroF1": (f1 + f1_none) / 2, "FPR": share(made - hits, others)}


def best_threshold(judged: Sequence[Judged], tune: str) -> float:
    """The lowest score at which `tune` is greatest."""
    there, best = sum(one.match for one in judged), (-1.0, 0.0)
    hits, made = there, len(judged)
    for score, tied in groupby(sorted(judged, key=lambda one: one.score), key=lambda one: one.score):
        value = _figures(hits, made, there - hits, len(judged) - made)[tune]
        if float(value or 0.0) > best[0]:
            best = (float(value or 0.0), score)
        group = list(tied)
        hits, made = hits - sum(one.match for one in group), made - len(group)
    return best[1]


def _by_group(rows: Sequence[PairRow], judged: Sequence[Judged], threshold: float) -> dict[str, Value]:
    groups: dict[str, list[bool]] = defaultdict(list)
    for row, one in zip(rows, judged, strict=True):
        groups[f"{row.group}:{'match' if one.match else 'none'}"].append((one.score >= threshold) == one.match)
    return {name: mean(right) for name, right in sorted(groups.items())}


# -- a list ---------------------------------------------------------------------------------------------------------


def score_list(
    gold: Sequence[ListRow], found: Mapping[str, ListRow], *, threshold: float | None = None, fpr: float = 0.01
) -> Scores:
    """Recall among the first 1 and 5 hits, and at the threshold the share found and the share of false alarms.

    Without `threshold` it is the lowest at which at most `fpr` of the negatives raise a hit. `plainFPR@T` leaves out negatives that share
    a listed name to the letter.
    """
    hits = {row.id: (found[row.id].hits if row.id in found else None) or () for row in gold}
    good = [(set(row.expected_refs), hits[row.id]) for row in gold if row.expected_refs]
    bad = [
        (NAMESAKE in (row.note or ""), max((h.score for h in hits[row.id]), default=0.0))
        for row in gold
        if not row.expected_refs
    ]
    tops = [top for _, top in bad]
    at = threshold if threshold is not None else lowest_threshold(tops, fpr)
    values: dict[str, Value] = {
        "positives": len(good),
        "negatives": len(bad),
        "R@1": mean(_among(refs, found_hits[:1]) for refs, found_hits in good),
        "R@5": mean(_among(refs, found_hits[:5]) for refs, found_hits in good),
        "T": at,
        "hit@T": mean(_among(refs, [h for h in found_hits if h.score >= at]) for refs, found_hits in good),
        "FPR@T": mean(top >= at for top in tops),
        "plainFPR@T": mean(top >= at for namesake, top in bad if not namesake),
    }
    return Scores(values=values)


def _among(refs: set[str], hits: Sequence[HitPart]) -> bool:
    return any(hit.ref in refs for hit in hits)


def lowest_threshold(tops: Sequence[float], fpr: float) -> float:
    """Just over the score of the first negative that may not raise a hit."""
    allowed = int(fpr * len(tops))
    return sorted(tops, reverse=True)[allowed] + JUST_OVER if allowed < len(tops) else 0.0


# -- ranking --------------------------------------------------------------------------------------------------------


def score_ranking(gold: Sequence[RankingRow], found: Mapping[str, RankedRow]) -> Scores:
    """The share of triples whose better score is the higher one."""
    passed = [row.id in found and found[row.id].better > found[row.id].worse for row in gold]
    return Scores(values={"n": len(passed), "pass": mean(passed)})
