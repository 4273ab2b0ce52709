"""The command forecast, and event data brought in by import."""

import json

import numpy as np
import pytest

from dragoman.analysis.forecasting.panels import days_on
from dragoman.records import Forecast, Series, SeriesPoint
from dragoman.store import Store

SCORES = Series(name="gdelt_pair_score", unit="points", origin="gdelt", step="day")


@pytest.fixture
def watched(home):
    """The default store with sixty weeks of scores of four pairs."""
    draw = np.random.default_rng(1)
    points = [
        SeriesPoint(key=key, start=days_on("2019-01-07", day), value=float(draw.normal()))
        for key in ("NOR-SDN", "NOR-WES", "SDN-WES", "NOR-OST")
        for day in range(7 * 60)
    ]
    with Store.open(
        home / "data" / "dragoman" / "dragoman.db", create=True, clock=lambda: "2020-03-02T00:00:00Z"
    ) as store:
        store.add_series(SCORES, points)
    return store


def test_pairs_are_forecast_beside_simple_rules_and_kept(run, watched, home):
    said = run("forecast", "--pairs", "--json", "--svg", home / "a.svg")
    assert said.code == 0
    made = [Forecast.from_json(line) for line in said.out.splitlines()]
    assert {one.subject for one in made} == {"NOR-SDN", "NOR-WES", "SDN-WES", "NOR-OST"}
    assert {(one.known_until, one.start, one.end) for one in made} == {("2020-03-01", "2020-03-02", "2020-03-29")}
    assert [rival.name for rival in made[0].rivals] == ["chance", "near the top"]
    assert [one.probability for one in made] == sorted((one.probability for one in made), reverse=True)
    assert "known: up to 2020-03-01" in said.err
    assert "<svg" in (home / "a.svg").read_text()
    with Store.open(home / "data" / "dragoman" / "dragoman.db") as store:
        assert len(list(store.forecasts())) == 4


def test_a_pair_is_named_in_any_order_and_shown_as_a_table(run, watched):
    said = run("forecast", "sdn-nor", "--table")
    assert "NOR-SDN" in said.out
    assert "near the top" in said.out
    assert run("forecast", "NOR-SDN", "--csv").out.splitlines()[0].startswith("id,kind,subject")


def test_as_of_a_day_nothing_later_is_known_and_nothing_kept(run, watched, home):
    (line,) = run("forecast", "NOR-SDN", "--as-of", "2020-01-15", "--json").out.splitlines()
    assert json.loads(line)["known_until"] == "2020-01-12"
    with Store.open(home / "data" / "dragoman" / "dragoman.db") as store:
        assert list(store.forecasts()) == []


def test_forecasts_kept_are_scored_once_it_is_known_what_came(run, watched, home):
    run("forecast", "--pairs", "--json")
    assert "0 of which it is known" in run("forecast", "--score", "--json").err
    with Store.open(home / "data" / "dragoman" / "dragoman.db") as store:
        later = [SeriesPoint(key="NOR-SDN", start=days_on("2020-03-02", day), value=-50.0) for day in range(28)]
        store.add_series(SCORES, later)
    said = run("forecast", "--score", "--json")
    rows = [json.loads(line) for line in said.out.splitlines()]
    (row,) = [row for row in rows if row["subject"] == "NOR-SDN"]
    assert row["came"] == 1
    assert set(row["rivals"]) == {"chance", "near the top"}
    assert "escalation" in run("forecast", "--score", "--table").out


def test_what_the_store_does_not_know_is_said_with_what_to_import(run, watched):
    said = run("forecast", "UKR")
    assert said.code == 2
    assert "dragoman import ucdp" in said.err
    assert "knows no pair" in run("forecast", "USA-CHN").err
    assert "is no day" in run("forecast", "NOR-SDN", "--as-of", "spring").err


def test_import_says_what_became_of_a_file(run, home):
    path = home / "c.csv"
    path.write_text("gwcode,month,fatalities\n530,2020-01,7\n99999,2020-01,7\n")
    said = run("import", "ucdp", path)
    assert said.code == 0
    assert "2 rows, 1 figure" in said.err
    assert "left out: 1 row that is of a country that no table knows" in said.err
    assert "known to no table: gw 99999 (1)" in said.err
    assert "in the store already" in run("import", "ucdp", path).err
    wrong = run("import", "acled", path)
    assert wrong.code == 2
    assert "dragoman import ucdp" in wrong.err
