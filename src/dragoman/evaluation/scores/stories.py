"""Stories: B-cubed and pairwise precision, recall and F1 of one clustering against another."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from dragoman.errors import UsageError

from ..rows import StoryRow
from .measures import BOOT, Scores, Value, harmonic, interval_of_counts, share, with_intervals


def score_stories(gold: Sequence[StoryRow], found: Mapping[str, StoryRow], *, boot: int = BOOT) -> Scores:
    """A report without a prediction is a story of its own. The interval draws whole stories of the gold: their reports are found together.

    Raises UsageError for predictions of unknown reports.
    """
    true = {row.id: str(row.story) for row in gold}
    unknown = sorted(set(found) - set(true))
    if unknown:
        raise UsageError(
            f"{len(unknown)} predicted ids are not in the gold, e.g. {unknown[0]}",
            hint="give the gold file they belong to",
        )
    made = {one: str(found[one].story) if one in found else f"alone:{one}" for one in true}
    both = Counter((true[one], made[one]) for one in true)
    values: dict[str, Value] = {"articles": len(true), "answered": len(found)}
    values |= _b_cubed(both, Counter(true.values()), Counter(made.values()))
    values |= _pairwise(both, Counter(true.values()), Counter(made.values()))
    parts = _parts(both, Counter(true.values()), Counter(made.values()))
    return with_intervals(values, {"bcubed_f1": interval_of_counts(parts, _f1_of_parts, boot)})


def _parts(both: Counter[tuple[str, str]], gold: Counter[str], made: Counter[str]) -> npt.NDArray[np.float64]:
    """Of each story of the gold: the B-cubed precision and recall of its reports, added up, and how many they are."""
    parts = {story: [0.0, 0.0, float(size)] for story, size in sorted(gold.items())}
    for (true, guess), n in both.items():
        parts[true][0] += n * n / made[guess]
        parts[true][1] += n * n / gold[true]
    return np.array(list(parts.values())).reshape(-1, 3)


def _f1_of_parts(parts: npt.NDArray[np.float64]) -> float:
    precision, recall, reports = (float(one) for one in parts)
    return harmonic(share(precision, reports), share(recall, reports))


def _b_cubed(both: Counter[tuple[str, str]], gold: Counter[str], made: Counter[str]) -> dict[str, Value]:
    total = gold.total()
    precision = share(sum(n * n / made[story] for (_, story), n in both.items()), total)
    recall = share(sum(n * n / gold[story] for (story, _), n in both.items()), total)
    counted: dict[str, Value] = {"stories_gold": len(gold), "stories_system": len(made)}
    return counted | {"bcubed_p": precision, "bcubed_r": recall, "bcubed_f1": harmonic(precision, recall)}


def _pairwise(both: Counter[tuple[str, str]], gold: Counter[str], made: Counter[str]) -> dict[str, Value]:
    together = _pairs(both)
    precision, recall = share(together, _pairs(made)), share(together, _pairs(gold))
    return {"pair_p": precision, "pair_r": recall, "pair_f1": harmonic(precision, recall)}


def _pairs(sizes: Counter[str] | Counter[tuple[str, str]]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes.values())
