"""How sanctions fare, and what may come: forecasts as they were made, and how past ones did."""

from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Annotated

from dragoman.errors import UsageError
from dragoman.records import Efficacy, Forecast
from dragoman.records.base import Record
from dragoman.store.coverage import BY, usual_length
from dragoman.telling.columns import Column, fields
from dragoman.telling.indices import EFFICACY_COLUMNS, period

from ..asking import one
from ..showing import Answer, Shown
from ..site import Here, Site

if TYPE_CHECKING:
    from dragoman.analysis.forecasting.scoring import Scored
    from dragoman.exports.pictures import Picture
    from dragoman.judging.provisions import Register

    from ..showing import Drawn

LISTED = 200
EDGES = (0.1, 0.9)  # of the 80 % interval


class Sanctions(Record, frozen=True, kw_only=True):
    """How sanctions fare as far as reports tell: every regime over all time, or one regime period by period."""

    regime: str
    by: str
    data: tuple[Efficacy, ...]
    regimes: tuple[str, ...]


class Outlook(Record, frozen=True, kw_only=True):
    """A forecast as it was made, in short: the probability, or the median and the 80 % interval of its draws; and the simple rules beside it."""

    forecast: Forecast
    median: float | None
    low: float | None
    high: float | None


class PastKind(Record, frozen=True, kw_only=True):
    """How the forecasts of a kind did of which it is known what came: mean score, that of the simple rules (lower is better), and how many held."""

    kind: str
    scored: int
    score: float
    rivals: dict[str, float]
    held: float | None


class Forecasts(Record, frozen=True, kw_only=True):
    """The forecasts that were kept, the last made first, and how past ones did."""

    data: tuple[Outlook, ...]
    past: tuple[PastKind, ...]


def sanctions(
    site: Here,
    regime: Annotated[
        str, one("One regime, period by period; by default every regime over all time.", max_length=100)
    ] = "",
    by: Annotated[
        str | None,
        one(
            "The length of a period: month, quarter or year; by default the shortest in which there are enough reports.",
            pattern=f"^({'|'.join(BY)})$",
        ),
    ] = None,
) -> Answer:
    """How sanctions fare."""
    (content, picture), as_of = site.counted(_sanctions, regime.casefold(), by, by_record=True)
    title = f"Sanctions: {content.regime}" if content.regime else "Sanctions"
    shown = {"period": period}
    return Answer(title, content, EFFICACY_COLUMNS, lambda: content.data, lambda: shown, picture=picture, as_of=as_of)


def _sanctions(site: Site, regime: str, by: str | None) -> "Drawn[Sanctions]":
    content = _told_of(site, regime, by)
    return content, _sanctions_picture(content) if content.data else None


def _told_of(site: Site, regime: str, by: str | None) -> Sanctions:
    from dragoman.analysis.efficacy import WHOLE, Evidence, enforcement, sanction_regimes
    from dragoman.analysis.efficacy import efficacy as told

    store, register = site.store, site.kept("register", lambda: _register(site))
    known = {name.casefold(): name for name in sanction_regimes(register)}
    if regime and regime not in known:
        raise UsageError(
            f"there is no sanctions regime {regime!r}", hint=f"the regimes are {', '.join(known.values())}"
        )
    evidence = Evidence(
        reports=list(store.published()),
        findings=list(store.findings_by_day()),
        events=list(store.events_by_day(enforcement())),
        listings=list(store.listings_by_day()),
    )

    @cache
    def naming(states: frozenset[str]) -> set[str]:
        return {one.article for one in store.published(states)}

    if regime:
        name = known[regime]
        by = by or usual_length([day for _, day in evidence.reports])
        return Sanctions(
            regime=name, by=by, data=tuple(told(register, name, evidence, naming, by=by)), regimes=tuple(known.values())
        )
    every = [one for name in known.values() for one in told(register, name, evidence, naming, by=WHOLE)]
    shown = [one for one in every if one.findings or one.evasion.reports or one.enforcement.reports]
    shown.sort(key=lambda one: (-one.evasion.reports, one.regime))
    return Sanctions(regime="", by=by or BY[-1], data=tuple(shown), regimes=tuple(known.values()))


def _register(site: Site) -> "Register":
    from dragoman.judging.provisions import Register
    from dragoman.settings import own_tables

    register = Register.load()
    for path in own_tables(site.settings, "provisions") if site.settings.knowledge else ():
        register = register.with_user_file(path)
    return register


def _sanctions_picture(content: Sanctions) -> "Picture":
    from dragoman.exports.indices import periods_picture, regimes_picture

    return periods_picture(content.data, content.by) if content.regime else regimes_picture(content.data)


FORECAST_COLUMNS = [
    *(
        Column(name, attrgetter(f"forecast.{name}"))
        for name in ("id", "kind", "subject", "start", "end", "made", "known_until", "probability")
    ),
    *fields("median", "low", "high"),
    Column("caution", attrgetter("forecast.caution")),
]


def forecasts(
    site: Here, subject: Annotated[str, one("A country (UKR) or a pair (RUS-UKR).", max_length=20)] = ""
) -> Answer:
    """The forecasts that were kept, and how past ones did."""
    sides = "-".join(sorted(subject.upper().split("-"))) if subject else ""
    content, as_of = site.counted(_forecasts, sides, by_record=True)
    return Answer("Forecast", content, FORECAST_COLUMNS, lambda: content.data, as_of=as_of)


def _forecasts(site: Site, subject: str) -> Forecasts:
    kept = list(site.store.forecasts(subjects=[subject] if subject else None))
    newest = sorted(kept, key=lambda one: (one.made, one.start, one.subject), reverse=True)[:LISTED]
    return Forecasts(data=tuple(outlook(one) for one in newest), past=tuple(_past(site, kept)))


def outlook(kept: Forecast) -> Outlook:
    """A forecast in short."""
    import numpy as np

    if not kept.samples:
        return Outlook(forecast=kept, median=None, low=None, high=None)
    low, median, high = (round(float(np.quantile(kept.samples, level))) for level in (EDGES[0], 0.5, EDGES[1]))
    return Outlook(forecast=kept, median=median, low=low, high=high)


def _past(site: Site, kept: list[Forecast]) -> list[PastKind]:
    from dragoman.analysis.forecasting import daily_tension, monthly, weekly
    from dragoman.analysis.forecasting.scoring import scored

    if not kept:
        return []
    known = {series.name for series in site.store.known_series()}
    deadly = {forecast.series for forecast in kept if forecast.kind == "fatalities"}
    panels = {}
    for source in {forecast.series for forecast in kept}:
        if source in deadly:
            panels[source] = monthly(site.store.series(source))
        elif source in known:
            panels[source] = weekly((point.key, point.start, -point.value) for point in site.store.series(source))
        else:
            panels[source] = weekly(sorted(daily_tension(site.store.pair_events()), key=lambda one: one[1]))
    found = list(scored(kept, panels))
    return [
        _kind(name, [one for one in found if one.kind == name]) for name in dict.fromkeys(one.kind for one in found)
    ]


def _kind(name: str, some: "list[Scored]") -> PastKind:
    rivals = dict.fromkeys(rival for one in some for rival in one.rivals)
    held = [one.inside for one in some if one.inside is not None]
    return PastKind(
        kind=name,
        scored=len(some),
        score=sum(one.score for one in some) / len(some),
        rivals={rival: sum(one.rivals[rival] for one in some) / len(some) for rival in rivals},
        held=sum(held) / len(held) if held else None,
    )


PAGES = (
    Shown(
        "/efficacy",
        "efficacy.html",
        sanctions,
        Sanctions,
        "How sanctions fare, as far as reports tell.",
        "measures",
        True,
    ),
    Shown(
        "/forecast",
        "forecast.html",
        forecasts,
        Forecasts,
        "Forecasts as they were made, and how past ones did.",
        "measures",
    ),
)
