"""Past forecasts against what came."""

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from dragoman.records import Forecast
from dragoman.records.base import Record

from .escalation import came
from .fatalities import EDGES
from .making import ESCALATION
from .panels import Panel, days_on
from .quantiles import crps


class Scored(Record, frozen=True, kw_only=True):
    """A forecast and what came: deaths, or 1 where it escalated. `score` is the log CRPS of deaths, the Brier score of escalation, `rivals` that
    of the simple rules; lower is better. `inside` tells whether deaths were in the 80% interval.
    """

    id: str
    kind: str
    subject: str
    start: str
    made: str
    known_until: str
    came: float
    score: float
    rivals: dict[str, float]
    inside: bool | None = None


def scored(forecasts: Iterable[Forecast], panels: Mapping[str, Panel]) -> Iterator[Scored]:
    """Each forecast of which it is known what came, in the panel of its series. What is not known yet is left out."""
    for one in forecasts:
        panel = panels.get(one.series)
        found = _came(one, panel) if panel and one.subject in panel.keys else None
        if found is not None:
            yield _scored(one, found)


def _came(one: Forecast, panel: Panel) -> float | None:
    start = days_on(one.start, -7) if one.kind == ESCALATION else one.start
    if start not in panel.starts:
        return None
    row, column = panel.keys.index(one.subject), panel.starts.index(start)
    value = came(panel.values, column)[row] if one.kind == ESCALATION else panel.values[row, column]
    return float(value) if np.isfinite(value) else None


def _scored(one: Forecast, actual: float) -> Scored:
    deaths = one.kind != ESCALATION
    low, high = interval(one) if deaths else (0.0, 0.0)
    return Scored(
        id=one.id,
        kind=one.kind,
        subject=one.subject,
        start=one.start,
        made=one.made,
        known_until=one.known_until,
        came=actual,
        score=_score(one.samples, one.probability, actual),
        rivals={rival.name: _score(rival.samples, rival.probability, actual) for rival in one.rivals},
        inside=low <= actual <= high if deaths else None,
    )


def interval(one: Forecast) -> tuple[float, float]:
    """The 80% interval of the deaths that are forecast."""
    low, high = (float(np.quantile(one.samples, edge)) for edge in EDGES)
    return low, high


def _score(samples: tuple[float, ...], probability: float | None, actual: float) -> float:
    if probability is not None:
        return round((probability - actual) ** 2, 6)
    return round(crps(np.log1p(np.array(samples)), float(np.log1p(actual))), 6)
