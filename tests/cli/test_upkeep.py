"""Settings, doctor, store, imports, lookups."""

import json
import sqlite3

import pytest
from dossiers import meeting

from dragoman.cli.progress import Progress
from dragoman.store import Store


def test_settings_tell_value_and_origin(run, monkeypatch, home):
    monkeypatch.setenv("DRAGOMAN_THREADS", "2")
    rows = {row["name"]: row for row in map(json.loads, run("settings").out.splitlines())}
    assert (rows["threads"]["value"], rows["threads"]["origin"]) == (2, "DRAGOMAN_THREADS")
    assert rows["store"]["origin"] == "default"
    shown = run("settings", "--table")
    assert "DRAGOMAN_THREADS" in shown.out
    assert "settings.toml (not there)" in shown.err
    assert run("settings", "--csv").out.startswith("name,value,origin,variable,meaning\n")


def test_doctor_tells_each_part_and_that_no_store_is_no_fault(run, desk):
    said = run("doctor")
    checks = {row["name"]: row for row in map(json.loads, said.out.splitlines())}
    assert checks["store"]["state"] == "missing"
    assert {row["state"] for name, row in checks.items() if name != "store"} == {"fine"}
    assert said.code == 0


def test_doctor_fails_where_something_is_broken(run, desk, home):
    (home / "bad.db").write_text("no database " * 100)
    said = run("doctor", "--store", home / "bad.db", "--table")
    assert said.code == 1
    assert "broken" in said.out
    assert "1 thing broken" in said.err


def test_the_store_is_described_checked_and_copied(run, stored, home):
    assert json.loads(run("store", "info").out)["events"] == 4
    assert run("store", "check") == (0, "", "the store is sound\n")
    assert run("store", "backup", home / "copy.db").code == 0
    with Store.open(home / "copy.db") as copy:
        assert copy.dossier(meeting().article.id) == meeting()
    said = run("store", "backup", home / "copy.db")
    assert said.code == 1
    assert "exists already" in said.err


def test_a_damaged_store_fails_its_check(run, stored, home):
    connection = sqlite3.connect(home / "data" / "dragoman" / "dragoman.db")
    connection.execute("UPDATE findings SET record = replace(record, 'rockets', 'rackets')")
    connection.commit()
    connection.close()
    said = run("store", "check")
    assert said.code == 1
    assert "fault" in said.err
    assert "is not what was stored" in said.out


def test_progress_tells_count_rate_and_time_left():
    now = [0.0]
    state = Progress("reading", clock=lambda: now[0])
    now[0] = 10.0
    assert state.line() == "reading … 10 s"
    state.step(20, 60)
    assert state.line() == "reading: 20 of 60, 2.0 a second, 20 s left"
    state.step(20, 0)
    assert state.line() == "reading: 20, 2.0 a second"


@pytest.mark.parametrize(("seconds", "said"), [(0.1, ""), (1.0, "reading")])
def test_progress_is_shown_only_for_what_takes_long(monkeypatch, capfd, seconds, said):
    import time

    from dragoman.cli import progress

    monkeypatch.setattr(progress, "FIRST_S", 0.5)
    with progress.progress("reading"):
        time.sleep(seconds)
    assert capfd.readouterr().err[: len("reading")] == said
