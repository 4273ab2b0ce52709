"""How far people who judged the same things agree, beyond what chance would give.

Cohen's kappa (1960) for two, Krippendorff's alpha for nominal values (2004, with missing ones) for any number. Both are 1 for full
agreement and 0 for what chance gives; None where chance alone would already agree on everything, or nothing was judged twice.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

Judged = Mapping[Hashable, Mapping[str, Hashable]]  # what was judged, by whom, as what


def cohen_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """The kappa of two judges, from their values on each thing that both judged."""
    if not pairs:
        return None
    total = len(pairs)
    observed = sum(one == other for one, other in pairs) / total
    first, second = (Counter(values) for values in zip(*pairs, strict=True))
    expected = sum(first[value] * second[value] for value in first) / total**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def krippendorff_alpha(judged: Judged) -> float | None:
    """The alpha of any number of judges; what only one of them judged says nothing."""
    units = [Counter(values.values()) for values in judged.values() if len(values) > 1]
    total = sum(sum(unit.values()) for unit in units)
    if not units:
        return None
    overall: Counter[Hashable] = sum(units, Counter())
    apart = sum(_unlike(unit) / (sum(unit.values()) - 1) for unit in units) / total
    by_chance = _unlike(overall) / (total * (total - 1))
    return None if by_chance == 0 else 1 - apart / by_chance


def _unlike(values: Counter[Hashable]) -> int:
    """Ordered pairs of unlike values."""
    total = sum(values.values())
    return total * total - sum(count * count for count in values.values())


class PairAgreement(NamedTuple):
    """Two judges: on how many things, on what share of them they say the same, and their kappa."""

    first: str
    second: str
    both: int
    same: float
    kappa: float | None


def pair_agreements(judged: Judged) -> list[PairAgreement]:
    """Each two judges who judged anything in common, by name."""
    names = sorted({name for values in judged.values() for name in values})
    found = []
    for first, second in combinations(names, 2):
        pairs = [(values[first], values[second]) for values in judged.values() if first in values and second in values]
        if pairs:
            same = sum(one == other for one, other in pairs) / len(pairs)
            found.append(PairAgreement(first, second, len(pairs), same, cohen_kappa(pairs)))
    return found
