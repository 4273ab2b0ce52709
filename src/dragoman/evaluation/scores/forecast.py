"""Forecasts: deaths of a country's month as draws, and the probability that a pair escalates.

CRPS is E|X - y| - E|X - X'| / 2 over the draws; `log_crps` the same on log(1 + deaths), so that big wars do not drown the rest.
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dragoman.errors import UsageError

from ..rows import CountryMonth, MonthForecast, PairForecast, PairWeek
from .measures import Scores, Value, rank_auc

MANY = 25  # deaths in a month
LOW, HIGH = 0.1, 0.9  # quantiles of the 80% interval
MISS_COST = 10  # 2 / 0.2: what a miss of the 80% interval costs for each death it is off
EDGE = 1e-6  # log loss of a certain error must stay finite

Floats = npt.NDArray[np.float64]
Key = tuple[str, str]


class Chance(NamedTuple):
    """A probability and whether it came so."""

    p: float
    came: bool


def score_countries(
    history: Sequence[CountryMonth], forecast: Sequence[MonthForecast], years: Sequence[str] = ()
) -> Scores:
    """Over the months of `years` (all, if none are given) that `history` has. Raises UsageError where one has no forecast."""
    actual = {(row.country_id, row.month): row.fatalities for row in history}
    wanted = {key for key in actual if not years or key[1][:4] in years}
    given: dict[Key, Floats] = {}
    for row in forecast:
        key = (str(row.country_id), row.month)
        if key in wanted and key not in given:
            given[key] = np.sort(np.array(row.samples, dtype=np.float64))
    _refuse_gaps(wanted - set(given))
    return Scores(values=_country_values(actual, given))


def _refuse_gaps(missing: set[Key]) -> None:
    if missing:
        raise UsageError(
            f"{len(missing)} country-months have no forecast, e.g. {sorted(missing)[0]}",
            hint="forecast each month asked for",
        )


def _country_values(actual: Mapping[Key, int], given: Mapping[Key, Floats]) -> dict[str, Value]:
    rows = [_month(samples, actual[key]) for key, samples in given.items()]
    bars = [2 * mean_before(actual, key) for key in given]
    many = [Chance(float((s >= MANY).mean()), actual[k] >= MANY) for k, s in given.items()]
    rise = [_rise(samples, actual[key], bar) for (key, samples), bar in zip(given.items(), bars, strict=True)]
    columns = np.array(rows, dtype=np.float64).reshape(-1, 5).mean(axis=0)
    values: dict[str, Value] = {"country_months": len(rows)}
    values |= dict(zip(("crps", "log_crps", "cover_80", "width_80", "interval_80"), map(float, columns), strict=True))
    for name, chances in (("25", many), ("escalation", rise)):
        values |= {f"brier_{name}": brier(chances), f"auc_{name}": auc(chances), f"rate_{name}": rate(chances)}
    return values


def _rise(samples: Floats, actual: int, bar: float) -> Chance:
    """Escalation: many deaths, and more than twice the mean of the past year."""
    return Chance(float(((samples >= MANY) & (samples > bar)).mean()), actual >= MANY and actual > bar)


def _month(samples: Floats, actual: int) -> tuple[float, float, float, float, float]:
    low, high = (float(np.quantile(samples, q)) for q in (LOW, HIGH))
    missed = max(0.0, low - actual) + max(0.0, actual - high)
    log_crps = crps(np.log1p(np.maximum(samples, 0)), math.log1p(actual))
    return crps(samples, actual), log_crps, float(low <= actual <= high), high - low, high - low + MISS_COST * missed


def crps(ordered: Floats, actual: float) -> float:
    """Of draws in order, against what came."""
    n = len(ordered)
    weights = 2 * np.arange(n) - n + 1
    return float(np.abs(ordered - actual).mean() - (weights * ordered).sum() / (n * n))


def mean_before(actual: Mapping[Key, int], key: Key) -> float:
    """Mean deaths of the twelve months up to October of the year before; 0 where none is known."""
    country, year = key[0], int(key[1][:4])
    months = [f"{year - 2}-11", f"{year - 2}-12", *(f"{year - 1}-{month:02d}" for month in range(1, 11))]
    known = [actual[country, month] for month in months if (country, month) in actual]
    return sum(known) / len(known) if known else 0.0


def score_pairs(gold: Sequence[PairWeek], forecast: Sequence[PairForecast]) -> Scores:
    """Brier, its skill over the gold's own rate, AUC, log loss. Raises UsageError where a row has no forecast."""
    given = {(row.origin, row.a, row.b): row.p for row in forecast}
    missing = sum((row.origin, row.a, row.b) not in given for row in gold)
    if missing:
        raise UsageError(f"{missing} pair-weeks have no forecast", hint="forecast each origin and pair asked for")
    chances = [Chance(given[row.origin, row.a, row.b], bool(row.escalates)) for row in gold]
    base, score = rate(chances), brier(chances)
    skill = 1 - score / (base * (1 - base)) if 0 < base < 1 else None
    return Scores(
        values={
            "rows": len(chances),
            "rate": base,
            "brier": score,
            "skill": skill,
            "auc": auc(chances),
            "log_loss": log_loss(chances),
        }
    )


def rate(chances: Sequence[Chance]) -> float:
    """How often it came."""
    return sum(one.came for one in chances) / len(chances)


def brier(chances: Sequence[Chance]) -> float:
    """Mean squared error of the probabilities."""
    return sum((one.p - one.came) ** 2 for one in chances) / len(chances)


def auc(chances: Sequence[Chance]) -> float | None:
    """How well the probability ranks what came above what did not."""
    return rank_auc([one.p for one in chances if one.came], [one.p for one in chances if not one.came])


def log_loss(chances: Sequence[Chance]) -> float:
    """Mean negative log likelihood."""
    clipped = [(min(max(one.p, EDGE), 1 - EDGE), one.came) for one in chances]
    return -sum(math.log(p if came else 1 - p) for p, came in clipped) / len(clipped)
