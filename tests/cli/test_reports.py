"""Reading reports on the command line, with a desk whose dossiers are made by hand."""

import json
import sys
import types

import msgspec
import pytest
from dossiers import article, meeting, plain

from dragoman.errors import NotEnglish, SourceError
from dragoman.records import Dossier, Skipped
from dragoman.sources import Limits, limits_of


@pytest.fixture
def sources(monkeypatch):
    """Reports by their name; a name that is none cannot be had."""
    known = {"meeting.txt": meeting().article, "one.txt": plain(1).article, "two.txt": plain(2).article}
    left_out = {"empty.txt": Skipped(stage="sources", reason="the file is empty", source="empty.txt")}

    def fetch_article(target, *, published, limits):
        if target in known:
            given = {"published": published, "published_from": "given"} if published else {}
            return msgspec.structs.replace(known[target], **given)
        raise SourceError(f"{target} cannot be had", hint="save the page and pass the file")

    def read_articles(targets, columns, limits, memory):
        module.columns = columns
        return iter([known.get(target) or left_out[target] for target in targets])

    module = types.SimpleNamespace(
        fetch_article=fetch_article,
        read_articles=read_articles,
        known=known,
        Limits=Limits,
        limits_of=limits_of,
        expected=len,
    )
    monkeypatch.setitem(sys.modules, "dragoman.sources", module)
    return module


def test_a_pipe_gets_the_whole_dossier(run, sources, desk):
    said = run("read", "meeting.txt")
    assert said.code == 0
    assert Dossier.from_json(said.out) == meeting()


def test_csv_of_a_report_is_its_events(run, sources, desk):
    assert run("read", "meeting.txt", "--csv").out.count("\n") == 3


def test_people_get_all_that_the_report_says(run, sources, desk):
    shown = " ".join(run("read", "meeting.txt", "--table").out.split())
    for part in (
        "Leaders meet published 2024-05-04 (from the page) · The Example",
        "2 events",
        "CONSULT Ada Nord (NORGOV) → Bo Sud (SUDGOV)",
        "asserted · 2024-05-03 · Port Lilly (NOR)",
        "“The president of Norland met the prime minister of Sudonia in Port Lilly on 3 May 2024”",
        "2 claims",
        "envoys (country untold, UNK, unnamed)",
        "“We will stand by our friends”",
        "1 finding",
        "possible breach Norland (NOR) towards SUD",
        "TREATY-1-2 No rockets to Sudonia",
        "why: selling rockets to Sudonia is a supply of arms; Norland is bound by it",
        "tried against it: exemption, without success",
        "Norland voted for it",
        "city, 61.50 N 7.25 E ± 5 km",
        "5 names",
        "president (2020-01-01 to now)",
        "left out (reading) at 10:20: a sentence of 900 words was cut",
        "leaders known to 2025-10-31",
    ):
        assert part in shown, part


def test_an_unknown_date_is_told_as_unknown(run, sources, desk):
    sources.known["meeting.txt"] = article(published=None, published_from=None)
    assert "date of publication unknown" in run("read", "meeting.txt", "--table").out


def test_the_day_of_publication_can_be_given(run, sources, desk):
    run("read", "meeting.txt", "--published", "2024-05-06")
    assert (desk.seen[0].published, desk.seen[0].published_from) == ("2024-05-06", "given")
    said = run("read", "meeting.txt", "--published", "Monday")
    assert (said.code, said.out) == (2, "")


def test_a_report_that_cannot_be_had_is_an_error_with_a_hint(run, sources, desk):
    said = run("read", "nothing.txt")
    assert (said.code, said.out) == (1, "")
    assert said.err == "error: nothing.txt cannot be had\n  save the page and pass the file\n"


def test_reports_are_added_once(run, sources, desk, home):
    said = run("add", "meeting.txt", "one.txt")
    assert said.code == 0
    assert said.err == "2 added\n"
    first = json.loads(said.out.splitlines()[0])
    assert first == {
        "outcome": "added",
        "article": meeting().article.id,
        "title": "Leaders meet",
        "events": 2,
        "claims": 2,
        "findings": 1,
        "reason": None,
    }
    file = home / "data" / "dragoman" / "dragoman.db"
    before = file.read_bytes()
    assert run("add", "meeting.txt", "one.txt").err == "2 unchanged\n"
    assert file.read_bytes() == before


def test_what_is_stored_is_not_read_again(run, sources, desk):
    run("add", "one.txt", "two.txt")
    desk.seen.clear()
    assert run("add", "one.txt", "two.txt").err == "2 unchanged\n"
    assert not desk.seen
    run("add", "one.txt", "two.txt", "--again")
    assert len(desk.seen) == 2


def test_a_bad_report_stops_no_other_and_is_counted(run, sources, desk, monkeypatch):
    ordinary = desk.read

    def read(one):
        if one.url.endswith("/1"):
            raise NotEnglish("the report is in French", hint="dragoman reads English")
        return ordinary(one)

    monkeypatch.setattr(desk, "read", read)
    said = run("add", "empty.txt", "one.txt", "two.txt", "--table")
    assert said.code == 0
    assert said.err == "1 added, 2 left out\n"
    assert "left out   empty.txt: the file is empty" in said.out
    assert "the report is in French" in said.out


def test_nothing_readable_is_a_failure(run, sources, desk):
    said = run("add", "empty.txt")
    assert (said.code, said.err) == (1, "1 left out\n")
    assert json.loads(said.out)["outcome"] == "skipped"


def test_at_most_so_many_are_read(run, sources, desk):
    assert run("add", "one.txt", "two.txt", "--limit", "1").err == "1 added\n"


def test_an_unwritable_store_is_an_error_before_anything_is_read(run, sources, desk, home):
    (home / "file").write_text("x")
    said = run("add", "one.txt", "--store", home / "file" / "reports.db")
    assert said.code == 1
    assert "cannot be made" in said.err
    assert not desk.seen


def test_a_recoded_report_is_revised(run, sources, desk, monkeypatch):
    run("add", "meeting.txt")
    monkeypatch.setattr(desk, "read", lambda one: msgspec.structs.replace(meeting(), findings=()))
    assert run("add", "meeting.txt").err == "1 revised\n"
    assert "removed" in run("changes", "--csv").out


def test_columns_of_a_table_can_be_named(run, sources, desk):
    assert run("add", "one.txt", "--column", "text=body", "--column", "published=day").code == 0
    assert sources.columns == {"text": "body", "published": "day"}
    for wrong in ("txt=body", "text", "text="):
        said = run("add", "one.txt", "--column", wrong)
        assert said.code == 2
        assert "write NAME=COLUMN" in said.err
