"""How sure the text is of an event: mean absolute error and correlation, and F1 over four classes.

Gold events pair one-to-one with system events, equal spans first, then the largest overlaps. One that is not paired counts with the
value `missing`, so that leaving events out never helps. The borders of the classes follow the medians of UW train by TimeML mark.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from ..rows import FactualityPart, FactualityRow
from .measures import BOOT, Scores, Value, drawn, interval, one_to_one, overlap, share, with_intervals

CLASSES = ("denied", "possible", "likely", "asserted")
INTERVALS = ("MAE", "r", "macroF1")

Values = npt.NDArray[np.float64]


def score_factuality(
    gold: Sequence[FactualityRow], found: Mapping[str, FactualityRow], *, missing: float = 0.0, boot: int = BOOT
) -> Scores:
    """Over all gold events that have a value."""
    articles, paired, extra = [], 0, 0
    for row in gold:
        made = (found[row.id].events if row.id in found else None) or ()
        wanted = row.events or ()
        pairs = pair(wanted, made)
        paired += len(pairs)
        extra += len(made) - len(pairs)
        articles.append(_values(wanted, made, pairs, missing))
    everything = np.concatenate(articles) if articles else np.zeros((0, 2))
    values = measure(everything)
    values |= {
        "events": len(everything),
        "articles": len(articles),
        "paired": share(paired, len(everything)),
        "extra": extra,
    }
    return with_intervals(values, _intervals(articles, boot))


def pair(gold: Sequence[FactualityPart], system: Sequence[FactualityPart]) -> dict[int, int]:
    """System number by gold number."""
    offers = []
    for i, one in enumerate(gold):
        for j, other in enumerate(system):
            common = overlap(one.start, one.end, other.start, other.end)
            if common > 0:
                reach = max(one.end, other.end) - min(one.start, other.start)
                offers.append(((one.start, one.end) != (other.start, other.end), -common / reach, i, j))
    return dict(one_to_one((i, j) for _, _, i, j in sorted(offers)))


def _values(
    gold: Sequence[FactualityPart], made: Sequence[FactualityPart], pairs: Mapping[int, int], missing: float
) -> Values:
    """(gold, system) rows; a system value outside -3..3 is cut to it."""
    rows = []
    for number, one in enumerate(gold):
        said = made[pairs[number]].value if number in pairs else None
        rows.append((one.value or 0.0, missing if said is None else max(-3.0, min(3.0, said))))
    return np.array(rows, dtype=np.float64).reshape(-1, 2)


def measure(rows: Values) -> dict[str, Value]:
    """MAE, r (None for a constant), skill over the median, and the classes, of (gold, system) rows."""
    if not len(rows):
        return {"MAE": None, "r": None, "macroF1": None}
    gold, system = rows[:, 0], rows[:, 1]
    error = float(np.abs(gold - system).mean())
    flat = float(np.abs(gold - np.median(gold)).mean())
    skill = 1 - error / flat if flat else 0.0
    return {"MAE": error, "r": correlation(gold, system), "skill": skill, **_classes(gold, system)}


def correlation(gold: Values, system: Values) -> float | None:
    """Pearson's r, None where one side is constant."""
    a, b = gold - gold.mean(), system - system.mean()
    spread_a, spread_b = float(a @ a), float(b @ b)
    if spread_a <= 0 or spread_b <= 1e-12:
        return None
    return float(a @ b) / float(np.sqrt(spread_a * spread_b))


def class_numbers(values: Values) -> npt.NDArray[np.int64]:
    """denied up to -1, possible below 1, likely below 2.5, asserted from there: the index in CLASSES."""
    return (values > -1).astype(np.int64) + (values >= 1) + (values >= 2.5)


def _classes(gold: Values, system: Values) -> dict[str, Value]:
    wanted, made = class_numbers(gold), class_numbers(system)
    values: dict[str, Value] = {}
    scores = []
    for number, name in enumerate(CLASSES):
        right = int(((wanted == number) & (made == number)).sum())
        both = int((wanted == number).sum() + (made == number).sum())
        values[f"F1:{name}"] = 2 * right / both if both else None
        if both:
            scores.append(2 * right / both)
    return values | {"macroF1": sum(scores) / len(scores), "accuracy": float((wanted == made).mean())}


def _intervals(articles: Sequence[Values], boot: int) -> dict[str, tuple[float, float] | None]:
    tries: dict[str, list[float]] = {name: [] for name in INTERVALS}
    for sample in drawn(len(articles), boot) if articles else ():
        rows = np.concatenate([articles[number] for number in sample])
        one = measure(rows)
        for name in INTERVALS:
            value = one[name]
            if value is not None:
                tries[name].append(float(value))
    return {name: interval(values) if values else None for name, values in tries.items()}
