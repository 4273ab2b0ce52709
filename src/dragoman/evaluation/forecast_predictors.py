"""Forecasts for gold rows, each from what was known on its day: of a year by October of the year before, of a week by its Sunday."""

from collections.abc import Iterator, Sequence

from dragoman.analysis.forecasting import escalations, fatalities, monthly, weekly
from dragoman.analysis.forecasting.panels import days_on, months_on
from dragoman.errors import UsageError
from dragoman.records import SeriesPoint

from .rows import CountryMonth, MonthForecast, PairDay, PairForecast, PairWeek, read_csv
from .stages import Options, Step, required

AHEAD = range(3, 15)  # January to December from October: the task of the VIEWS prediction challenge


def forecast_country(rows: Sequence[CountryMonth], options: Options, step: Step) -> Iterator[MonthForecast]:
    """Draws for each month of the years asked for, else of all years that have a year of months before October of the year before."""
    panel = monthly(SeriesPoint(key=row.country_id, start=row.month, value=row.fatalities) for row in rows)
    years = options.years or tuple(sorted({start[:4] for start in panel.starts}))[2:]
    for number, year in enumerate(years, 1):
        past = panel.until(f"{int(year) - 1}-10-01")
        if not past.starts or past.starts[-1] != f"{int(year) - 1}-10-01":
            raise UsageError(f"there are no months up to October {int(year) - 1}", hint="give the files before it too")
        told = fatalities(past, AHEAD)
        for ahead, draws in told.draws.items():
            month = months_on(past.starts[-1], ahead)[:7]
            for key, samples in zip(told.keys, draws.tolist(), strict=True):
                yield MonthForecast(country_id=key, month=month, samples=tuple(samples))
        step(number, len(years))


def forecast_pair(rows: Sequence[PairDay], options: Options, step: Step) -> Iterator[PairForecast]:
    """The probability for each origin and pair of `--origins`; an origin is the Sunday that ends a week."""
    wanted = read_csv(
        required(options.origins, "--origins", "the weeks to forecast from: gold/forecast/pair_week.csv"), PairWeek
    )
    panel = weekly((f"{row.a}-{row.b}", row.day, -row.score) for row in rows)
    at = {key: row for row, key in enumerate(panel.keys)}
    origins = sorted({row.origin for row in wanted})
    mondays = [days_on(origin, -6) for origin in origins]
    missing = [origin for origin, monday in zip(origins, mondays, strict=True) if monday not in panel.starts]
    if missing:
        raise UsageError(
            f"there is no week that ends on {missing[0]}", hint="origins are Sundays within the days given"
        )
    by_origin: dict[str, list[PairWeek]] = {}
    for row in wanted:
        by_origin.setdefault(row.origin, []).append(row)
    for number, (origin, told) in enumerate(zip(origins, escalations(panel, mondays), strict=True), 1):
        for row in by_origin[origin]:
            yield PairForecast(origin=origin, a=row.a, b=row.b, p=float(told.chances[at[f"{row.a}-{row.b}"]]))
        step(number, len(origins))
