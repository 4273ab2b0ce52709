"""The command alignment: groups, ties, triangles and the balance of two sides; what is not known is said to be so."""

import csv
import io
import json

import pytest

from dragoman.records import PairEvent, Series, SeriesPoint
from dragoman.store import Store


def acts(a, b, intensity, day="2020-03-01"):
    """Twenty acts between two states in as many reports."""
    for n in range(20):
        key = f"{a}{b}{n}"
        yield PairEvent(
            id=key,
            day=day,
            known=day,
            actor=a,
            recipient=b,
            type="X",
            quad=1,
            intensity=intensity,
            certainty="asserted",
            auxiliary=None,
            source=key,
            origin="polecat",
        )


def points(store, name, **values):
    """Points of a series by key, all of 2019 and 2020."""
    listed = [
        SeriesPoint(key=key.replace("_", "-"), start=f"{year}-01-01", value=one)
        for key, one in values.items()
        for year in (2019, 2020)
    ]
    store.add_series(Series(name=name, unit="", origin="cow", step="year"), listed)


@pytest.fixture
def world(home):
    """Two friends against two, a friend of both camps' leaders, capabilities of three."""
    with Store.open(home / "data" / "dragoman" / "dragoman.db", create=True) as store:
        for a, b, intensity in (("USA", "GBR", 8.0), ("RUS", "CHN", 8.0), ("USA", "RUS", -9.0), ("GBR", "CHN", -9.0)):
            store.add_events(list(acts(a, b, intensity)))
        store.add_events([*acts("TUR", "USA", 5.0), *acts("TUR", "RUS", 5.0)])
        points(store, "nmc_cinc", USA=0.14, RUS=0.04, CHN=0.2)
        points(store, "atop_defense", USA_GBR=1.0)


def test_groups_are_told_with_their_power_and_what_is_unknown(run, world):
    said = run("alignment", "--table")
    assert said.code == 0
    groups = [line.split()[1] for line in said.out.splitlines()[1:]]
    assert groups == ["CHN", "USA"]
    assert "1 strained" in said.err
    assert "nothing known of votes in 2020" in said.err


def test_members_as_records_say_how_firmly_they_stand(run, world):
    found = {row["state"]: row for row in map(json.loads, run("alignment", "--json").out.splitlines())}
    assert found["GBR"]["group"] == "USA"
    assert (found["GBR"]["power"], found["CHN"]["power"]) == (None, 0.2)
    assert found["TUR"]["second"] is not None


def test_strained_triangles_come_first(run, world):
    rows = list(csv.DictReader(io.StringIO(run("alignment", "--show", "triangles", "--csv").out)))
    assert [(row["a"], row["b"], row["c"], row["kind"]) for row in rows] == [("RUS", "TUR", "USA", "divided friends")]


def test_the_ties_of_one_state_run_from_friend_to_foe_with_their_parts(run, world):
    rows = [json.loads(line) for line in run("alignment", "USA", "--json").out.splitlines()]
    assert [(row["a"], row["b"]) for row in rows] == [("GBR", "USA"), ("TUR", "USA"), ("RUS", "USA")]
    assert (rows[0]["alliances"], rows[1]["alliances"], rows[0]["votes"], rows[0]["acts"]) == (1.0, None, None, 20)


def test_two_sides_are_told_by_year(run, world):
    rows = [
        json.loads(line)
        for line in run("alignment", "USA+GBR", "RUS+CHN", "--since", "2018", "--json").out.splitlines()
    ]
    assert [(row["year"], row["pairs"], row["a_power"], row["b_power"]) for row in rows] == [
        (2019, 0, 0.14, 0.24),
        (2020, 2, 0.14, 0.24),
    ]
    assert rows[0]["tie"] is None
    assert rows[1]["unknown"] == ["GBR"]
    said = run("alignment", "USA+GBR", "RUS+CHN", "--table")
    assert "without figures in 2020: GBR" in said.err


def test_pictures_of_groups_and_of_power(run, world, tmp_path):
    svg, png = tmp_path / "a.svg", tmp_path / "a.png"
    assert run("alignment", "--svg", svg, "--png", png).code == 0
    assert "Who stands with whom, 2020" in svg.read_text(encoding="utf-8")
    assert png.read_bytes()[:4] == b"\x89PNG"
    assert run("alignment", "USA", "RUS", "--svg", svg).code == 0
    assert "Balance of power, USA and RUS" in svg.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--from", "rumours"), 2, "--from rumours is none of events, votes, alliances"),
        (("--since", "2030"), 2, "--since 2030 is after 2020"),
        (("--year", "1950"), 1, "nothing is known"),
        (("Nowhereland",), 2, "no state and no group"),
    ],
)
def test_what_cannot_be_answered_says_why(run, world, arguments, code, words):
    said = run("alignment", *arguments)
    assert (said.code, words in said.err) == (code, True)


def test_an_empty_store_says_how_to_fill_it(run, home):
    with Store.open(home / "empty.db", create=True):
        pass
    said = run("alignment", "--store", home / "empty.db")
    assert (said.code, "dragoman import polecat, unga, atop" in said.err) == (2, True)
