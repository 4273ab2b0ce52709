"""Questions on the command line: for people, for pipes, for spreadsheets."""

import csv
import io
import json

import msgspec
import pytest
from dossiers import article, meeting, plain

from dragoman.records import Article, Claim, Event, Finding
from dragoman.store import Store


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("name", "kind", "number"),
    [("articles", Article, 3), ("events", Event, 4), ("claims", Claim, 2), ("findings", Finding, 1)],
)
def test_a_pipe_gets_records_as_json_lines_that_read_back(run, stored, name, kind, number):
    said = run(name)
    assert said.code == 0
    assert len([kind.from_json(line) for line in said.out.splitlines()]) == number
    assert said.err.startswith(f"{number} ")


@pytest.mark.parametrize(
    ("name", "number"), [("articles", 3), ("events", 4), ("claims", 2), ("findings", 1), ("changes", 10)]
)
def test_csv_has_a_header_and_a_row_for_each(run, stored, name, number):
    said = run(name, "--csv")
    assert len(rows(said.out)) == number
    assert all(row["id"] for row in rows(said.out))


def test_csv_of_events_has_codes_days_places_and_words(run, stored):
    (row,) = rows(run("events", "--mode", "visit", "--csv").out)
    wanted = {
        "type": "CONSULT",
        "actors": "NORGOV",
        "actor_names": "Ada Nord",
        "recipients": "SUDGOV",
        "when_start": "2024-05-03",
        "where_country": "NOR",
        "where_latitude": "61.5",
        "certainty": "asserted",
        "quote": "The president of Norland met the prime minister of Sudonia in Port Lilly on 3 May 2024",
        "runner_up": "AGREE",
    }
    assert {name: row[name] for name in wanted} == wanted


def test_the_table_shows_who_to_whom_how_sure_on_whose_word_and_the_words(run, stored):
    said = run("events", "--type", "aid", "--table")
    assert "Norland (NORGOV) → Sudonia (SUDGOV)" in said.out
    assert "possible on the word of Envoys · told as hypothetical · day and place untold · of rockets" in " ".join(
        said.out.split()
    )
    assert "“Norland may sell rockets to Sudonia”" in said.out


@pytest.mark.parametrize("columns", ["40", "72", "200"])
def test_tables_keep_to_the_width(run, stored, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", columns)
    for name in ("articles", "events", "claims", "findings"):
        assert all(len(line.rstrip()) <= int(columns) for line in run(name, "--table").out.splitlines())


def test_the_note_says_what_is_left_out(run, stored):
    said = run("events", "--since", "2024-01-01")
    assert said.err == "1 event\n3 without a known day left out; --undated adds them\n"
    said = run("events", "--since", "2024-01-01", "--undated")
    assert said.err == "4 events\n3 without a known day stand last\n"
    said = run("events", "--limit", "2", "--table")
    assert said.err.startswith("2 of 4 events; --limit 4 shows all")


def test_words_from_outside_cannot_command_the_terminal(run, home):
    evil = "\x1b[31mNorland\x07 \u202emet\u202c [bold]Sudonia[/bold]\r\n=cmd()"
    of = article(evil, title="=HYPERLINK(\x1b]0;x\x07)")
    with Store.open(home / "evil.db", create=True) as store:
        store.add(msgspec.structs.replace(plain(1), article=of, events=(), parties=()))
    said = run("articles", "--table", "--store", home / "evil.db")
    assert not any(character in said.out for character in "\x1b\x07\u202e\r")
    assert "[bold]Sudonia[/bold]" in said.out
    (row,) = rows(run("articles", "--csv", "--store", home / "evil.db").out)
    assert row["title"].startswith("'=HYPERLINK(")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+49 30", "'+49 30"),
        ("-3.5", "-3.5"),
        ("@x", "'@x"),
        ("-x", "'-x"),
        ("\t=x", "'\t=x"),
        (-3.5, -3.5),
        (None, ""),
        ("plain", "plain"),
    ],
)
def test_cells_are_no_formulas(value, cell):
    from dragoman.telling.columns import safe_cell

    assert safe_cell(value) == cell


def test_changes_are_listed_from_a_number_on(run, stored):
    everything = [json.loads(line) for line in run("changes").out.splitlines()]
    assert [one["number"] for one in everything] == list(range(1, 11))
    assert run("changes", "--since", "8").out.count("\n") == 2
    assert run("changes", "--since", "2024-06").out.count("\n") == 10


def test_actors_and_places_of_the_store_are_counted(run, stored):
    assert json.loads(run("actors").out.splitlines()[0]) == {"name": "Norland", "code": "NORGOV", "articles": 3}
    assert json.loads(run("places").out) == {"name": "Port Lilly", "code": "NOR", "articles": 1}
    assert "Norland" in run("actors", "--table").out


def test_a_search_without_result_is_no_failure(run, stored):
    said = run("articles", "--search", "nowhere")
    assert (said.code, said.out, said.err) == (0, "", "0 reports\n")


def test_meeting_is_the_dossier_of_the_store(run, stored):
    assert [Finding.from_json(line) for line in run("findings").out.splitlines()] == list(meeting().findings)
