"""The command tension: as a table, JSON, CSV and picture; what is not known is said to be so."""

import csv
import io
import json

import pytest

from dragoman.records import PairEvent
from dragoman.store import Store


def told(number, day, actor="USA", recipient="IRN", intensity=-9.0, kind="ASSAULT", **more):
    fields = {"quad": 4, "certainty": "asserted", "auxiliary": None, "origin": "polecat", "source": f"r{number}"}
    return PairEvent(
        id=f"e{number}",
        day=day,
        known=day,
        actor=actor,
        recipient=recipient,
        type=kind,
        intensity=intensity,
        **(fields | more),
    )


@pytest.fixture
def acts(home):
    """A store with two quarrels: an old one of the first pair, and a fresh one of the second."""
    with Store.open(home / "data" / "dragoman" / "dragoman.db", create=True) as store:
        store.add_events([told(n, f"2020-01-{n + 1:02}") for n in range(9)])
        store.add_events([told(20 + n, "2020-03-15", "RUS", "FRA", story="s") for n in range(4)])


def test_days_come_newest_first_with_what_holds_them_up(run, acts):
    said = run("tension", "USA", "Iran", "--until", "2020-01-10", "--table")
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0].split()[:2] == ["day", "tension"]
    assert lines[1].startswith("2020-01-10")
    assert "USA ASSAULT IRN, 1 report, on 2020-01-09" in lines[1]
    assert "9 of 10 days have a report" in said.err


def test_silence_is_not_known_rather_than_zero(run, acts):
    said = run("tension", "USA", "IRN", "--json")
    newest = json.loads(said.out.splitlines()[0])
    assert (newest["day"], newest["value"], newest["low"], newest["load"]) == ("2020-03-15", None, None, None)
    assert "not known: no report for a month" in said.err


def test_csv_has_a_row_for_each_day_and_the_acts_behind_it(run, acts):
    rows = list(csv.DictReader(io.StringIO(run("tension", "NATO", "RUS", "--csv").out)))
    assert [(row["day"], row["a"], row["b"], row["reports"]) for row in rows] == [("2020-03-15", "NATO", "RUS", "4")]
    assert rows[0]["moved_by"] == "e20;e21;e22;e23"


def test_without_sides_all_pairs_are_ranked_and_the_unknown_stand_last(run, acts):
    rows = [json.loads(line) for line in run("tension", "--json").out.splitlines()]
    assert [(row["a"], row["b"], row["value"] is None) for row in rows] == [("FRA", "RUS", False), ("IRN", "USA", True)]
    assert "FRA–RUS" in run("tension", "France", "--table").out


def test_pictures_are_written_beside_the_answer(run, acts, tmp_path):
    svg, png = tmp_path / "a.svg", tmp_path / "a.png"
    said = run("tension", "USA", "IRN", "--csv", "--svg", svg, "--png", png)
    assert said.code == 0
    assert "Tension USA – IRN" in svg.read_text(encoding="utf-8")
    assert png.read_bytes()[:4] == b"\x89PNG"
    assert run("tension", "--json", "--svg", svg).code == 0
    assert "The tensest pairs on 2020-03-15" in svg.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("USA", "Nowhereland"), 2, "no state and no group"),
        (("USA", "IRN", "--until", "soon"), 2, "'soon' is no day"),
        (("USA", "CHN"), 1, "nothing is reported between them"),
        (("NATO",), 2, "name the other side too"),
        (("USA", "IRN", "--svg", "/no/such/folder/a.svg"), 2, "cannot be written"),
    ],
)
def test_what_cannot_be_answered_says_why(run, acts, arguments, code, words):
    said = run("tension", *arguments)
    assert (said.code, words in said.err) == (code, True)


def test_an_empty_store_says_how_to_fill_it(run, stored, home):
    said = run("tension", "AAA", "--store", home / "none.db")
    assert said.code == 1
    with Store.open(home / "empty.db", create=True):
        pass
    said = run("tension", "--store", home / "empty.db")
    assert (said.code, "neither reports nor event data" in said.err) == (2, True)
