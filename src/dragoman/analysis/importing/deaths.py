"""Deaths by country and month from the events of UCDP, with the zeros that are known to be zeros."""

from collections.abc import Iterator

from sqlalchemy import Connection

from dragoman.records import SeriesPoint
from dragoman.store import monthly_deaths, write_series

from .acts import STATE_SIDES
from .figures import series_named
from .tables import country_codes

NAME = "ucdp_state_deaths"


def state_deaths(connection: Connection) -> None:
    """Writes the series of state-based deaths anew from all events of UCDP in the store.

    Between the first and the last month of the events each state of Gleditsch and Ward has a value: UCDP covers all of them, so that a month
    without an event is a zero. Deaths count in the month in which an event ended, as in the VIEWS challenge.
    """
    write_series(connection, series_named(NAME), list(_filled(monthly_deaths(connection, "ucdp", STATE_SIDES))))


def _filled(found: dict[tuple[str, str], float]) -> Iterator[SeriesPoint]:
    months = sorted({month for _, month in found})
    countries = sorted({*country_codes("gw").values(), *(country for country, _ in found)})
    for month in months_between(months[0], months[-1]) if months else ():
        for country in countries:
            yield SeriesPoint(key=country, start=f"{month}-01", value=found.get((country, month), 0.0))


def months_between(first: str, last: str) -> Iterator[str]:
    """Months from one to the other, both included.

    >>> list(months_between("2019-12", "2020-01"))
    ['2019-12', '2020-01']
    """
    year, month = map(int, first.split("-"))
    while f"{year:04d}-{month:02d}" <= last:
        yield f"{year:04d}-{month:02d}"
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
