"""The command forecast: deaths of countries, escalation of pairs, always beside simple rules; and how past forecasts did."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.errors import UsageError
from dragoman.telling.columns import Column, fields

from .drawing import picture_options, write_picture
from .options import limit_option, open_store, store_option
from .output import form_of, form_options, plural, print_csv, print_json, print_rows, say
from .progress import progress

if TYPE_CHECKING:
    from dragoman.analysis.forecasting import Panel
    from dragoman.analysis.forecasting.scoring import Scored
    from dragoman.exports.pictures import Picture
    from dragoman.records import Forecast, Rival
    from dragoman.store import Store

EPILOG = """\b
Examples:
  dragoman forecast ETH --months 6 --png ethiopia.png
  dragoman forecast RUS-UKR USA-IRN
  dragoman forecast --pairs --csv > pairs.csv
  dragoman forecast --score
"""

DEATHS, SCORES, ACTS = "ucdp_state_deaths", "gdelt_pair_score", "acts"
SHOWN = 20  # rows of a table, unless --limit says otherwise
SHOWN_PAST = 36  # months drawn before a forecast
MANY = 25  # deaths in a month, as in the VIEWS challenge

DEATH_FIGURES = ("none", "median", "low", "high", "chance_of_25")


def _figure(name: str) -> Column:
    return Column(name, lambda one: figures(one).get(name))


def _rivals(one: "Forecast") -> str:
    return ";".join(f"{rival.name} {_short(rival)}" for rival in one.rivals)


COLUMNS = [
    *fields("id", "kind", "subject", "start", "end", "known_until", "made", "probability"),
    *(_figure(name) for name in DEATH_FIGURES),
    Column("rivals", _rivals),
    *fields("caution", "series"),
]
SCORED_COLUMNS = [
    *fields("id", "kind", "subject", "start", "known_until", "made", "came", "score", "inside"),
    Column("rivals", lambda one: ";".join(f"{name} {score}" for name, score in one.rivals.items())),
]


@click.command(epilog=EPILOG)
@click.argument("who", metavar="[WHO]...", nargs=-1)
@click.option("--pairs", is_flag=True, help="All pairs of states instead of all countries.")
@click.option(
    "--months", type=click.IntRange(1, 14), default=3, show_default=True, help="How many months ahead, for countries."
)
@click.option("--as-of", metavar="DAY", help="As if nothing after this day were known; such a forecast is not kept.")
@click.option("--score", is_flag=True, help="Score the forecasts that were kept against what came since.")
@limit_option
@form_options
@picture_options
@store_option
def forecast(
    who: tuple[str, ...],
    pairs: bool,
    months: int,
    as_of: str | None,
    score: bool,
    limit: int | None,
    form: str | None,
    svg: Path | None,
    png: Path | None,
    where: str | None,
) -> None:
    """Tell what may come, from what the store holds: deaths by state-based violence in a country (UKR) month by month, or the probability that
    one of the next four weeks of a pair (RUS-UKR) is tenser than each of its last 26.

    Without WHO: the countries with most deaths to be expected, or with --pairs the likeliest pairs. Each forecast stands beside simple
    rules and says where these were not worse; it is kept with its day, and --score tells how those kept did. Deaths need UCDP (dragoman import ucdp);
    pairs need acts of the store or of imported event data. docs/forecast.md tells the method and what it cannot do.
    """
    form = form_of(form)
    keys = tuple(_key(one) for one in who)
    with open_store(where) as store:
        if score:
            _show_scores(store, form, limit)
            return
        with progress("forecasting"):
            made = list(_forecasts(store, keys, pairs, months, as_of))
        if not as_of:
            store.keep_forecasts(made)
        shown = _chosen(made, bool(keys))
        _show(shown, form, limit)
        write_picture(lambda: _picture(store, shown[: limit or SHOWN]), svg, png)


def _key(word: str) -> str:
    """A country or an unordered pair as series have it."""
    return "-".join(sorted(part.upper() for part in word.replace("–", "-").split("-")))


def _forecasts(
    store: "Store", keys: tuple[str, ...], pairs: bool, months: int, as_of: str | None
) -> "Iterator[Forecast]":
    from dragoman.analysis.forecasting.making import of_countries, of_pairs

    countries = tuple(key for key in keys if "-" not in key)
    both = tuple(key for key in keys if "-" in key)
    made = store.clock()
    if both or (pairs and not keys):
        source = ACTS if next(store.pair_events(), None) else SCORES
        weeks = _known(_weeks(store, source), as_of, 7)
        yield from of_pairs(
            _enough(weeks, both, "pair", "dragoman import polecat|gdelt|icews FILE"), source, made, both
        )
    if countries or not (both or pairs):
        past = _known(_months(store), as_of, 31)
        ahead = range(1, months + 1)
        yield from of_countries(
            _enough(past, countries, "country", "dragoman import ucdp FILE"), ahead, DEATHS, made, countries
        )


def _months(store: "Store") -> "Panel":
    from dragoman.analysis.forecasting import monthly

    return monthly(store.series(DEATHS))


def _weeks(store: "Store", source: str) -> "Panel":
    from dragoman.analysis.forecasting import daily_tension, weekly

    if source == ACTS:
        return weekly(sorted(daily_tension(store.pair_events()), key=lambda one: one[1]))
    return weekly((point.key, point.start, -point.value) for point in store.series(source))


def _known(panel: "Panel", as_of: str | None, longest: int) -> "Panel":
    """What was over on a day: times that began so many days before it or earlier."""
    if not as_of:
        return panel
    from dragoman.analysis.forecasting.panels import days_on, month_of
    from dragoman.store.days import day_range

    day = day_range(as_of)[1]
    if day is None:
        raise UsageError(f"{as_of!r} is no day", hint="write 2024-09-19, 2024-09 or 2024")
    begun = days_on(day, 1)
    return panel.until(days_on(month_of(begun), -1) if longest > 7 else days_on(begun, -longest))


def _enough(panel: "Panel", keys: Sequence[str], noun: str, how: str) -> "Panel":
    if len(panel.starts) < 2:
        raise UsageError(f"the store knows too little of any {noun} to forecast", hint=how)
    unknown = [key for key in keys if key not in panel.keys]
    if unknown:
        raise UsageError(
            f"the store knows no {noun} {unknown[0]}", hint=f"it knows {', '.join(panel.keys[:8])} …; a pair is RUS-UKR"
        )
    return panel


def figures(one: "Forecast | Rival") -> dict[str, float]:
    """What draws of deaths say in short: the chance of none, median, 80% interval, chance of many; nothing for a probability."""
    import numpy as np

    from dragoman.analysis.forecasting.fatalities import EDGES, none

    if not one.samples:
        return {}
    draws = np.array(one.samples)
    low, middle, high = (float(np.quantile(draws, level)) for level in (EDGES[0], 0.5, EDGES[1]))
    return {
        "none": round(float(none(draws)), 3),
        "median": round(middle),
        "low": 1 if 0 < low < 1 else round(low),
        "high": round(high),
        "chance_of_25": round(float((draws >= MANY).mean()), 3),
    }


def _expected(one: "Forecast") -> float:
    return one.probability if one.probability is not None else sum(one.samples) / len(one.samples)


def _chosen(made: "list[Forecast]", named: bool) -> "list[Forecast]":
    """All of those named; else those first of which most is to be expected."""
    if named:
        return made
    most: dict[str, float] = {}
    for one in made:
        most[one.subject] = max(most.get(one.subject, 0.0), _expected(one))
    return sorted(made, key=lambda one: (-most[one.subject], one.subject, one.start))


def _show(made: "list[Forecast]", form: str, limit: int | None) -> None:
    if form == "json":
        print_json(made[:limit])
    elif form == "csv":
        print_csv(made[:limit], COLUMNS)
    else:
        shown = made[: limit or SHOWN]
        for kind in dict.fromkeys(one.kind for one in shown):
            _table([one for one in shown if one.kind == kind])
    for note in _notes(made[: limit or SHOWN] if form == "table" else made[:limit], len(made)):
        say(note)


def _table(made: "list[Forecast]") -> None:
    rivals = [rival.name for rival in made[0].rivals]
    if made[0].probability is not None:
        rows = [(one.subject, one.start, one.end, f"{one.probability:.0%}", *map(_short, one.rivals)) for one in made]
        print_rows(("pair", "from", "to", "escalates", *rivals), rows)
        return
    print_rows(
        ("country", "month", "none", "median", "80% interval", f"{MANY} or more", *rivals),
        [(one.subject, one.start[:7], *_cells(figures(one)), *map(_short, one.rivals)) for one in made],
    )


def _cells(said: dict[str, float]) -> tuple[str, ...]:
    interval = f"{said['low']:.0f} to {said['high']:.0f}"
    return (f"{said['none']:.0%}", f"{said['median']:.0f}", interval, f"{said['chance_of_25']:.0%}")


def _short(rival: "Rival") -> str:
    said = figures(rival)
    return f"{said['low']:.0f} to {said['high']:.0f}" if said else f"{rival.probability:.0%}"


def _notes(shown: "list[Forecast]", made: int) -> Iterator[str]:
    if made > len(shown):
        yield f"{len(shown)} of {plural(made, 'forecast')}; --limit {made} shows all"
    for one in {one.known_until: one for one in shown}.values():
        yield f"known: up to {one.known_until}"
    cautions = dict.fromkeys(part for one in shown for part in one.caution.split("; ") if part)
    yield from cautions
    if any(one.samples for one in shown):
        yield "the 80% interval is meant over all countries; of those at war it holds about two thirds (docs/forecast.md)"


def _show_scores(store: "Store", form: str, limit: int | None) -> None:
    from dragoman.analysis.forecasting.scoring import scored

    kept = list(store.forecasts())
    sources = {one.series for one in kept}
    panels = {source: _months(store) if source == DEATHS else _weeks(store, source) for source in sources}
    found = list(scored(kept, panels))
    if form == "json":
        print_json(found[:limit])
    elif form == "csv":
        print_csv(found[:limit], SCORED_COLUMNS)
    else:
        print_rows(("forecasts of", "scored", "score", "80% interval held", "simple rules"), list(_means(found)))
    say(f"{plural(len(kept), 'forecast')} kept, {len(found)} of which it is known what came")
    say("the score is the log CRPS of deaths and the Brier score of escalation; lower is better")


def _means(found: "list[Scored]") -> Iterator[tuple[Any, ...]]:
    for kind in dict.fromkeys(one.kind for one in found):
        some = [one for one in found if one.kind == kind]
        names = dict.fromkeys(name for one in some for name in one.rivals)
        rivals = [f"{name} {sum(one.rivals[name] for one in some) / len(some):.3f}" for name in names]
        held = [one.inside for one in some if one.inside is not None]
        share = f"{sum(held) / len(held):.0%}" if held else ""
        yield (kind, len(some), f"{sum(one.score for one in some) / len(some):.3f}", share, ", ".join(rivals))


def _picture(store: "Store", made: "list[Forecast]") -> "Picture":
    from dragoman.exports.pictures import Bar, bars

    chances = [one for one in made if one.probability is not None]
    subjects = {one.subject for one in made}
    if chances:
        return bars(
            f"Chance of a week tenser than the last 26, {chances[0].start} to {chances[0].end}",
            [Bar(name=one.subject, value=one.probability) for one in chances],
            unit=f"probability; by chance alone {chances[0].rivals[0].probability:.2f}; known up to {chances[0].known_until}",
        )
    if len(subjects) == 1:
        return _course(store, made)
    first = {one.subject: one for one in reversed(made)}
    drawn = [(subject, figures(first[subject])) for subject in dict.fromkeys(one.subject for one in made)]
    return bars(
        f"Deaths by state-based violence, {made[0].start[:7]}",
        [Bar(name=name, value=said["median"], low=said["low"], high=said["high"]) for name, said in drawn],
        unit=f"median and 80% interval; known up to {made[0].known_until}",
    )


def _course(store: "Store", made: "list[Forecast]") -> "Picture":
    """A country's months so far and those to come."""
    from dragoman.exports.pictures import Line, Point, line_chart

    key = made[0].subject
    past = [point for point in store.series(DEATHS, keys=(key,)) if point.start <= made[0].known_until][-SHOWN_PAST:]
    told = [(one.start, figures(one)) for one in made]
    lines = (
        Line(name="so far", points=tuple(Point(day=point.start, value=point.value) for point in past)),
        Line(
            name="to come",
            points=tuple(
                Point(day=day, value=said["median"], low=said["low"], high=said["high"]) for day, said in told
            ),
        ),
    )
    return line_chart(
        f"Deaths by state-based violence: {key}", lines, unit="deaths a month", band="80% interval of the forecast"
    )


COMMANDS = {"forecast": forecast}
