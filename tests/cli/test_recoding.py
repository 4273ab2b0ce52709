"""Runs, what differs between two of them, and coding the store again in place."""

import json

import msgspec
import pytest
from dossiers import meeting, plain

from dragoman.pipeline.workers import InProcess
from dragoman.records import Maker, Skipped, revision_of
from dragoman.store import Run, Store, runs_of
from dragoman.store.recoding import differences

OTHER = Maker(stage="pipeline", rule="by hand", version="2")


def revised(dossier, **changes):
    """The dossier by another coder, its first event changed."""
    event = msgspec.structs.replace(dossier.events[0], **changes)
    event = msgspec.structs.replace(event, revision=revision_of(event))
    return msgspec.structs.replace(dossier, events=(event, *dossier.events[1:]), made_by=OTHER)


@pytest.fixture
def store(home):
    with Store.open(home / "data" / "dragoman" / "dragoman.db", create=True) as opened:
        yield opened


def add(store, *dossiers):
    with Run(store, "add") as run:
        for dossier in dossiers:
            run.add(dossier)


def told(store, earlier, later):
    return [(one.change, one.kind, one.id, one.fields) for one in differences(store, earlier, later)]


def test_what_two_runs_differ_in(store):
    before = plain(1)
    add(store, before)
    after = revised(before, type="AGREE", intensity=2.0)
    add(store, after, plain(2))
    event, second = before.events[0].id, plain(2)
    assert told(store, 1, 2) == [
        ("added", "article", second.article.id, ()),
        *sorted([("added", "event", second.events[0].id, ()), ("revised", "event", event, ("type", "intensity"))], key=lambda row: row[2]),
    ]  # fmt: skip
    (changed,) = [one for one in differences(store, 1, 2) if one.change == "revised"]
    assert (changed.before["type"], changed.after["type"]) == ("CONSULT", "AGREE")


def test_what_was_changed_and_changed_back_does_not_differ(store):
    add(store, plain(1))
    add(store, revised(plain(1), type="AGREE"))
    add(store, plain(1))
    assert told(store, 1, 3) == []
    assert [row[0] for row in told(store, 1, 2)] == ["revised"] == [row[0] for row in told(store, 2, 3)]
    assert told(store, 2, 2) == []


def test_what_is_removed_and_comes_again_is_told_between_the_right_runs(store):
    add(store, meeting())
    add(store, msgspec.structs.replace(meeting(), findings=()))
    add(store, meeting())
    finding = meeting().findings[0].id
    assert told(store, 1, 2) == [("removed", "finding", finding, ())]
    assert told(store, 2, 3) == [("added", "finding", finding, ())]
    assert told(store, 1, 3) == told(store, 3, 1) == []


def test_people_see_both_values(run, store):
    add(store, plain(1))
    add(store, revised(plain(1), type="AGREE"))
    said = run("diff", 1, 2, "--table")
    assert "type: CONSULT → AGREE" in said.out
    assert said.err == "1 event revised\n"
    assert "type" in run("diff", 1, 2, "--csv").out
    assert run("diff", 1, 9).code == 2


def test_runs_are_listed_with_their_counts(run, store):
    with Run(store, "add") as one:
        for _ in range(2):
            one.take()
        one.add(plain(1))
        one.skip(Skipped(stage="sources", reason="empty", source="a.txt"))
    assert json.loads(run("runs").out)["counts"] == {"in": 2, "added": 1, "skipped": 1}
    assert run("runs", "--csv").out.splitlines()[1].endswith(",2,1,0,0,0,1")
    assert "add" in run("runs", "--table").out


# -- coding again ---------------------------------------------------------------------------------------------------


class Recoder:
    """A desk of another coder, which reads the first event of each report otherwise."""

    def __init__(self):
        self.seen = []

    def read(self, article):
        self.seen.append(article)
        if "Report 2" in article.text:
            raise ValueError("odd")
        by_text = {one.article.text: one for one in (meeting(), plain(1), plain(2), plain(3))}
        return msgspec.structs.replace(revised(by_text[article.text], type="AGREE"), article=article)


@pytest.fixture
def recoder(monkeypatch):
    desk = Recoder()
    monkeypatch.setattr("dragoman.cli.reports.open_pool", lambda workers: InProcess(desk))
    monkeypatch.setattr("dragoman.cli.runs.coder_now", lambda: "pipeline by hand 2")
    return desk


def test_the_store_is_coded_again_in_place(run, store, recoder):
    add(store, plain(1), plain(2), plain(3))
    said = run("recode")
    assert (said.code, said.err) == (0, "2 revised, 1 left out\n")
    with Store.open(store.where) as opened:
        assert {one.id for one in opened.events()} == {plain(n).events[0].id for n in (1, 2, 3)}
        assert sorted(one.type for one in opened.events()) == ["AGREE", "AGREE", "CONSULT"]
        assert [one.command for one in runs_of(opened)] == ["add", "recode"]
        assert list(opened.check()) == []
    assert "2 events revised" in run("diff", 1, 2).err
    recoder.seen.clear()
    run("recode")
    assert [one.url for one in recoder.seen] == ["https://news.example/2"]
    assert run("recode", "--all", "--limit", 1).err == "1 unchanged\n"


def test_a_store_that_is_coded_by_todays_coder_is_left_alone(run, store, recoder, monkeypatch):
    add(store, plain(1))
    monkeypatch.setattr("dragoman.cli.runs.coder_now", lambda: "pipeline by hand 1")
    assert run("recode").err == "every report is coded by today's coder\n"
    assert recoder.seen == []


def test_reviews_still_apply_after_coding_again(run, store, recoder):
    add(store, plain(1))
    event = plain(1).events[0].id
    assert run("review", "accept", event, "--as", "ann").code == 0
    assert run("recode").err == "1 revised\n"
    shown = json.loads(run("review", "show", event, "--json").out.splitlines()[0])
    assert event in json.dumps(shown)
    assert "ann" in json.dumps(shown)


def test_a_store_of_many_pages_is_read_once_each(store, monkeypatch):
    from dragoman.store import recoding

    monkeypatch.setattr(recoding, "PAGE", 2)
    add(store, *(plain(n) for n in range(5)))
    assert len({one.id for one in recoding.articles_of_others(store, None)}) == 5
    assert recoding.count_of_others(store, "pipeline by hand 1") == 0
