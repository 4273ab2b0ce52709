"""Rows of plain tables of figures as points of series."""

from collections.abc import Iterator

from dragoman.records import Series, SeriesPoint

from .files import Row
from .layouts import Layout
from .reading import NOTHING, UNKNOWN, Point, Unusable, Words, number_of, start_of, year_of
from .tables import country_codes, toml_table

WORLD = "WORLD"


def series_named(name: str) -> Series:
    """A series of knowledge/history/series.toml."""
    return Series.from_dict({"name": name, **toml_table("series")[name]})


def figures(row: Row, layout: Layout, words: Words) -> Iterator[Point]:
    """The points of a row. Raises Unusable where its key or its time says nothing."""
    start = start_of(row[layout.time])
    key = _key(row, layout, words)
    found = [(name, key, row[column]) for column, name in layout.values.items()]
    found += [(layout.each, country, row[column]) for column, country in _country_columns(row, layout)]
    for name, of, value in found:
        if value.strip().casefold() not in NOTHING and value.strip() not in layout.missing:
            yield Point(name, SeriesPoint(key=of, start=start, value=number_of(value, name)))


def _key(row: Row, layout: Layout, words: Words) -> str:
    """The country or pair a row tells of; the world where the layout names no column."""
    countries = [words.country(layout.scheme, row[column]) for column in layout.key]
    if UNKNOWN in countries:
        raise Unusable("is of a country that no table knows")
    return "-".join(countries if layout.ordered else sorted(countries)) or WORLD


def _country_columns(row: Row, layout: Layout) -> Iterator[tuple[str, str]]:
    """Columns named after a country (`USA`, `GPRC_USA`)."""
    for column in row if layout.each else ():
        country = country_codes("iso3").get(column.removeprefix("gprc_"))
        if country and column not in layout.values:
            yield column, country


def spells(row: Row, layout: Layout, words: Words) -> Iterator[Point]:
    """A spell of obligations between two states: one point for each year in which one holds, in both orders."""
    a, b = (words.country("iso3", row[side]) for side in ("a", "b"))
    if UNKNOWN in (a, b):
        raise Unusable("is of a country that no table knows")
    for year in range(year_of(row["start"], "start"), year_of(row["end"], "end") + 1):
        for column, name in layout.values.items():
            if row[column].strip() == "1":
                for key in (f"{a}-{b}", f"{b}-{a}"):
                    yield Point(name, SeriesPoint(key=key, start=f"{year:04}-01-01", value=1.0))
