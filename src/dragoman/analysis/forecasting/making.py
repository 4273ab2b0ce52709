"""Forecasts as records: from what the store holds, beside the simple rules, with a word where these were not beaten."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from dragoman.records import Forecast, Maker, Rival
from dragoman.records.base import anchored_id

from .escalation import AHEAD, PAST, came, escalation, escalations
from .fatalities import Months, fatalities
from .panels import Panel, days_on, months_on
from .quantiles import Floats, crps
from .rivals import by_chance, conflictology, last_month, near_the_top

VERSION = "1"
CHECKED_WEEKS = 52
FATALITIES, ESCALATION = "fatalities", "escalation"
OVER_COUNTRIES: dict[str, Callable[[Panel], Floats]] = {"conflictology": conflictology, "last month": last_month}
OVER_PAIRS: dict[str, Callable[[Panel], Floats]] = {"chance": by_chance, "near the top": near_the_top}


class Check(NamedTuple):
    """How forecasts made earlier by the same rules did, by key ("" for all): their score and that of each simple rule; lower is better."""

    what: str
    scores: dict[str, dict[str, float]]

    def caution(self, key: str) -> str:
        """Which simple rules were as good or better, for the key and over all; empty where none was."""
        said = [self._not_beaten(key, f"for {key}"), self._not_beaten("", "over all")] if self.scores else []
        return "; ".join(filter(None, said)) if self.scores else "too short a past to be checked against what came"

    def _not_beaten(self, key: str, where: str) -> str:
        scores = self.scores.get(key, {})
        own = scores.get("", np.nan)
        better = [f"{name} ({value:.3f})" for name, value in scores.items() if name and value <= own]
        return f"{where} not better than {' and '.join(better)}: {own:.3f}, {self.what}" if better else ""


def of_countries(past: Panel, ahead: Sequence[int], series: str, made: str, keys: Sequence[str] = ()) -> list[Forecast]:
    """Deaths of each country (of `keys` only, where given) in the months so many after the last one of the panel."""
    told = fatalities(past, ahead)
    others = {name: rule(past) for name, rule in OVER_COUNTRIES.items()}
    check = check_countries(past, ahead)
    return [
        _of_country(told, others, check, row, step, past.starts[-1], series, made)
        for row, key in enumerate(past.keys)
        if not keys or key in keys
        for step in ahead
    ]


def _of_country(
    told: Months, others: dict[str, Floats], check: Check, row: int, step: int, last: str, series: str, made: str
) -> Forecast:
    key, start, known = told.keys[row], months_on(last, step), days_on(months_on(last, 1), -1)
    return Forecast(
        id=anchored_id("fo", FATALITIES, series, key, start, known, VERSION),
        kind=FATALITIES,
        subject=key,
        series=series,
        start=start,
        end=days_on(months_on(start, 1), -1),
        known_until=known,
        made=made,
        samples=tuple(float(draw) for draw in told.draws[step][row]),
        rivals=tuple(Rival(name=name, samples=tuple(map(float, draws[row]))) for name, draws in others.items()),
        caution=check.caution(key),
        made_by=Maker(stage="analysis", rule="own past, hurdle, likeness and boosting, pooled", version=VERSION),
    )


def check_countries(past: Panel, ahead: Sequence[int]) -> Check:
    """Forecasts from so long ago that all of the months `ahead` are known, against what came; log CRPS."""
    last = len(past.starts) - 1 - max(ahead)
    if last < PAST // 2:
        return Check("", {})
    then = past.until(past.starts[last])
    told, others = fatalities(then, ahead), {name: rule(then) for name, rule in OVER_COUNTRIES.items()}
    sums: dict[str, dict[str, list[float]]] = {}
    for step in ahead:
        for row, key in enumerate(past.keys):
            actual = past.values[row, last + step]
            for name, draws in {"": told.draws[step], **others}.items() if np.isfinite(actual) else ():
                score = crps(np.log1p(draws[row]), float(np.log1p(actual)))
                for of in (key, ""):
                    sums.setdefault(of, {}).setdefault(name, []).append(score)
    return Check(f"log CRPS of the {len(ahead)} months to {past.starts[-1][:7]}", _means(sums))


def of_pairs(weeks: Panel, series: str, made: str, keys: Sequence[str] = ()) -> list[Forecast]:
    """The probability for each pair that one of the next four weeks is tenser than each of its last 26; none where its weeks are not known."""
    told = escalation(weeks)
    others = {name: rule(weeks) for name, rule in OVER_PAIRS.items()}
    check = check_pairs(weeks)
    start = days_on(weeks.starts[-1], 7)
    known = days_on(start, -1)
    return [
        Forecast(
            id=anchored_id("fo", ESCALATION, series, key, start, known, VERSION),
            kind=ESCALATION,
            subject=key,
            series=series,
            start=start,
            end=days_on(start, 7 * AHEAD - 1),
            known_until=known,
            made=made,
            probability=round(float(told.chances[row]), 4),
            rivals=tuple(Rival(name=name, probability=round(float(chance[row]), 4)) for name, chance in others.items()),
            caution=check.caution(key),
            made_by=Maker(stage="analysis", rule="logistic regression over all pairs", version=VERSION),
        )
        for row, key in enumerate(weeks.keys)
        if (not keys or key in keys) and np.isfinite(told.chances[row])
    ]


def check_pairs(weeks: Panel) -> Check:
    """Forecasts of the last year of weeks of which the following four are known, against what came; Brier scores over all pairs."""
    last = len(weeks.starts) - 1 - AHEAD
    origins = list(range(max(last - CHECKED_WEEKS + 1, PAST), last + 1))
    sums: dict[str, dict[str, list[float]]] = {}
    for origin, told in zip(origins, escalations(weeks, [weeks.starts[one] for one in origins]), strict=True):
        then = weeks.until(weeks.starts[origin])
        outcome = came(weeks.values, origin)
        for name, chances in {"": told.chances, **{name: rule(then) for name, rule in OVER_PAIRS.items()}}.items():
            both = np.isfinite(chances) & np.isfinite(outcome)
            sums.setdefault("", {}).setdefault(name, []).extend((chances[both] - outcome[both]) ** 2)
    return Check(f"Brier score of {len(origins)} weeks to {days_on(weeks.starts[-1], 6)}", _means(sums))


def _means(sums: dict[str, dict[str, list[float]]]) -> dict[str, dict[str, float]]:
    return {
        key: {name: float(np.mean(scores)) for name, scores in by_name.items() if scores}
        for key, by_name in sums.items()
    }
