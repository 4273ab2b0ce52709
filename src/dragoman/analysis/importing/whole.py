"""Files of which a row alone says nothing: the sides of a dispute, the votes of a roll call."""

from collections.abc import Iterable, Iterator
from itertools import chain, groupby, product
from typing import Any

import numpy as np

from dragoman.records import PairEvent, SeriesPoint

from .files import Row
from .layouts import Layout
from .reading import UNKNOWN, Act, Point, Side, Unusable, Words, act_of_table, day_of_parts, event

FOR, ABSTAINED, AGAINST = "1", "2", "3"  # Voeten: 8 is absent, 9 no member


def dispute_sides(rows: Iterable[Row], words: Words) -> Iterator[Iterator[PairEvent]]:
    """MIDB: each state of a dispute acts on each of the other side, with its own highest act, on the later of their first days."""
    for number, members in groupby(rows, key=lambda row: row["dispnum"]):
        sides: dict[str, list[tuple[Row, Side, Act | None]]] = {"1": [], "0": []}
        for row in members:
            party = Side(words.country("cow", row["ccode"]), row.get("stabb") or row["ccode"], "MIL")
            sides.setdefault(row["sidea"].strip(), []).append((row, party, act_of_table("mid", row["hiact"].strip())))
        yield chain(_against(number, sides["1"], sides["0"]), _against(number, sides["0"], sides["1"]))


def _against(number: str, doers: list[Any], others: list[Any]) -> Iterator[PairEvent]:
    for (row, doer, act), (other_row, other, _) in product(doers, others):
        if act and UNKNOWN not in (doer.country, other.country):
            begun = [_begun(row), _begun(other_row)]
            day, day_from = max(begun)
            key = f"{number}.{row['ccode']}.{other_row['ccode']}.{row['styear']}.{other_row['styear']}"
            yield event("cow", key, (day,), act, doer, other, source=number, story=number, day_from=day_from)


def _begun(row: Row) -> tuple[str, str]:
    return day_of_parts(row["styear"], row["stmon"], row["stday"])


def roll_calls(rows: Iterable[Row], layout: Layout, words: Words) -> Iterator[Iterator[Point]]:
    """Shares of equal votes of each pair in a year, of the roll calls in which both voted yes, no or abstained; a year at a time."""
    for year, votes in groupby(rows, key=lambda row: row["year"].strip()):
        cast: dict[str, dict[str, str]] = {}
        for row in votes:
            country = words.country("cow", row["ccode"])
            if country != UNKNOWN and row["vote"].strip() in (FOR, ABSTAINED, AGAINST):
                cast.setdefault(country, {})[row["rcid"]] = row["vote"].strip()
        yield _agreement(year, cast, layout.values["agree"])


def _agreement(year: str, cast: dict[str, dict[str, str]], name: str) -> Iterator[Point]:
    if not year.isdigit():
        raise Unusable("has no year that can be read")
    countries = sorted(cast)
    calls = {call: at for at, call in enumerate(sorted({call for votes in cast.values() for call in votes}))}
    votes = np.zeros((len(countries), len(calls)), dtype=np.int8)
    for at, country in enumerate(countries):
        for call, vote in cast[country].items():
            votes[at, calls[call]] = int(vote)
    present = (votes > 0).astype(np.float32)
    equal = sum((votes == kind).astype(np.float32) @ (votes == kind).astype(np.float32).T for kind in (1, 2, 3))
    shared = present @ present.T
    for i, a in enumerate(countries):
        for j in range(i + 1, len(countries)):
            if shared[i, j]:
                share = round(float(np.asarray(equal)[i, j] / shared[i, j]), 6)
                yield Point(name, SeriesPoint(key=f"{a}-{countries[j]}", start=f"{year}-01-01", value=share))
