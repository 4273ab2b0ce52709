"""A daily index of tension between two states against dated crises.

`auc` ranks crisis days above quiet days, mean over pairs. `caught` is the share of crises whose highest value in the first week beats the
95th percentile of the pair's past. `lead` is where the week before the onset stands in that past: 0.5 is no early sign.
`false_alarms` are quiet days that beat the same percentile of their own past, by year and pair. Days without a value are skipped.
"""

import bisect
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from ..rows import CrisisRow, IndexDay
from .measures import Scores, Value, mean, rank_auc

CRISIS_DAYS = 14
QUIET_DAYS = 60  # a quiet day is more than this far from any onset of the pair
PAST_DAYS = 365
ENOUGH_DAYS = 90  # of the past that must have a value
GAP_DAYS = 7  # between the past and the day it is held against
HIGH = 0.95

Series = Mapping[int, float]
Pair = tuple[str, str]


def score_tension(crises: Sequence[CrisisRow], index: Sequence[IndexDay]) -> Scores:
    """Only pairs that have both a crisis and an index count; what cannot be measured is in `unscored`."""
    series: dict[Pair, dict[int, float]] = defaultdict(dict)
    for row in index:
        series[row.a, row.b][_day(row.day)] = row.value
    onsets: dict[Pair, list[int]] = defaultdict(list)
    for crisis in crises:
        onsets[crisis.a, crisis.b].append(_day(crisis.onset))
    pairs = [_Pair(series[pair], onsets[pair]) for pair in sorted(onsets) if series.get(pair)]
    missing = sum(len(days) for pair, days in onsets.items() if not series.get(pair))
    return Scores(values=_values(pairs, missing))


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


class _Pair:
    """What one pair of states adds to the measures."""

    def __init__(self, series: Series, onsets: Sequence[int]) -> None:
        self.series = series
        self.days = sorted(series)
        self.caught: list[bool] = []
        self.leads: list[float] = []
        self.unscored = 0
        quiet = [day for day in self.days if all(abs(day - onset) > QUIET_DAYS for onset in onsets)]
        tense = [series[day] for day in self.days if any(0 <= day - onset < CRISIS_DAYS for onset in onsets)]
        self.auc = rank_auc(tense, [series[day] for day in quiet])
        for onset in onsets:
            self._measure(onset)
        self.alarms = [series[day] > high for day in quiet if (high := self._high(day)) is not None]

    def _past(self, end: int) -> list[float]:
        first, last = bisect.bisect_left(self.days, end - PAST_DAYS), bisect.bisect_left(self.days, end)
        return sorted(self.series[day] for day in self.days[first:last])

    def _high(self, day: int) -> float | None:
        past = self._past(day - GAP_DAYS)
        return past[int(HIGH * (len(past) - 1))] if len(past) >= ENOUGH_DAYS else None

    def _values(self, first: int, last: int) -> list[float]:
        return [self.series[day] for day in range(first, last) if day in self.series]

    def _measure(self, onset: int) -> None:
        high, now, before = self._high(onset), self._values(onset, onset + 7), self._values(onset - 7, onset)
        if high is None or not now:
            self.unscored += 1
            return
        self.caught.append(max(now) > high)
        if before:
            past = self._past(onset - GAP_DAYS)
            self.leads.append(bisect.bisect_left(past, sum(before) / len(before)) / len(past))


def _values(pairs: Sequence[_Pair], missing: int) -> dict[str, Value]:
    caught = [one for pair in pairs for one in pair.caught]
    alarms = [one for pair in pairs for one in pair.alarms]
    aucs = [pair.auc for pair in pairs if pair.auc is not None]
    return {
        "pairs": len(aucs),
        "crises": len(caught),
        "unscored": missing + sum(pair.unscored for pair in pairs),
        "auc": mean(aucs),
        "caught": mean(caught),
        "lead": mean(one for pair in pairs for one in pair.leads),
        "false_alarms": 365 * sum(alarms) / len(alarms) if alarms else None,
    }
