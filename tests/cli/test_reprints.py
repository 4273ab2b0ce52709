"""Reprints are noted, not read: within a run, and of what the store holds."""

import json

import pytest
import stub_desks
from stub_desks import CODER

from dragoman.pipeline.workers import InProcess
from dragoman.store import Store, coder_name, runs_of

STORY = (
    "The two ministers met in Vienna on Tuesday and agreed to send observers to the border within ten days of the meeting. "
    "The foreign ministry said in a statement that was published after the talks that both sides called the talks useful, and "
    "the two ministers will meet again in the spring, said the spokesman, who asked the reporters in the hall for patience."
)
OTHER = "Parliament passed the budget late on Thursday after a long debate on the price of bread, fuel and winter coats in the north."


@pytest.fixture(autouse=True)
def stub(monkeypatch):
    monkeypatch.setattr("dragoman.cli.reports.open_pool", lambda workers: InProcess(stub_desks.quick()))
    monkeypatch.setattr("dragoman.cli.reports.coder_now", lambda: coder_name(CODER, ()))


@pytest.fixture
def texts(home):
    folder = home / "texts"
    folder.mkdir()
    for name, text in (("a", STORY), ("b", OTHER), ("c", STORY.replace("Vienna on Tuesday", "Vienna Tuesday"))):
        (folder / f"{name}.txt").write_text(text)
    return folder


def last(said):
    """What a command said at its end; on a busy machine the progress stands before it."""
    return said.err.splitlines()[-1]


def counts(home):
    with Store.open(home / "data" / "dragoman" / "dragoman.db") as store:
        return [one.counts for one in runs_of(store)]


def test_a_reprint_is_noted_and_counted_and_not_read(run, texts, home):
    said = run("add", texts, "--table")
    assert last(said) == "2 added, 1 reprints of others"
    assert "reprint    ar_" in said.out
    assert counts(home) == [{"in": 3, "added": 2, "duplicates": 1}]
    assert last(run("add", texts)) == "2 unchanged, 1 reprints of others"


def test_a_reprint_of_what_is_stored_is_known_in_the_next_run(run, texts, home):
    run("add", texts / "a.txt")
    assert last(run("add", texts / "c.txt")) == "1 reprints of others"
    assert last(run("add", texts / "c.txt", "--reprints")) == "1 added"
    with Store.open(home / "data" / "dragoman" / "dragoman.db") as store:
        assert store.articles().total == 2
        assert list(store.check()) == []


def test_a_reprint_is_known_however_many_reports_came_since(run, texts, home):
    rows = [{"text": " ".join(f"word{at}x{n}" for at in range(60))} for n in range(600)]
    (home / "many.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    run("add", texts / "a.txt")
    assert last(run("add", home / "many.jsonl")) == "600 added"
    assert last(run("add", texts / "c.txt")) == "1 reprints of others"


def test_a_report_of_the_store_that_another_coder_codes_again_is_no_reprint(run, texts, home, monkeypatch):
    run("add", texts, "--reprints")
    monkeypatch.setattr("dragoman.cli.reports.coder_now", lambda: "another coder")
    assert last(run("add", texts)) == "3 unchanged"


def test_a_store_from_before_the_index_is_taken_into_it(run, texts, home):
    run("add", texts / "a.txt")
    with Store.open(home / "data" / "dragoman" / "dragoman.db") as store, store.writing() as connection:
        connection.exec_driver_sql("DROP TABLE printed_bands")
        connection.exec_driver_sql("DELETE FROM schema_version WHERE version >= 7")
    assert last(run("add", texts / "c.txt")) == "1 reprints of others"


def test_a_report_with_another_number_or_of_a_few_words_is_read(run, texts, home):
    (texts / "c.txt").write_text(STORY.replace("ten days", "10 days"))
    (texts / "d.txt").write_text(STORY.replace("ten days", "12 days"))
    for name in ("e", "f"):
        (texts / f"{name}.txt").write_text(f"The ministers met in Vienna, the ministry said. {name.upper()}")
    assert last(run("add", texts)) == "6 added"
