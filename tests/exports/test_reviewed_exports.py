"""What people said, laid over what leaves."""

import csv
import json

import pytest
from dossiers import meeting

from dragoman.errors import UsageError
from dragoman.exports.chosen import Chosen, wanted_of
from dragoman.exports.formats import FORMATS, write


@pytest.fixture
def reviewed(store):
    """The meeting's events: one corrected, one rejected, one added; one claim accepted."""
    met, sale = meeting().events
    store.review(met.id, "correct", "ada", {"type": "AGREE", "mode": None, "passage": "0:86"}, why="only agreed")
    store.review(sale.id, "reject", "ada")
    store.review(meeting().claims[0].id, "accept", "bo")
    store.review(meeting().article.id, "add", "bo", {"type": "SUPPORT", "passage": "136:164"})
    return store


def types(store, reviews):
    chosen = Chosen(store, wanted_of(("events",), {"article": meeting().article.id}, reviews))
    return [(one.type, one.made_by.rule) for one in chosen.events()]


def test_the_coders_records_leave_as_they_are_unless_asked(reviewed):
    assert [kind for kind, _ in types(reviewed, "machine")] == ["CONSULT", "AID"]


def test_corrections_are_laid_over_and_what_was_rejected_stays_behind(reviewed):
    assert types(reviewed, "applied") == [("AGREE", "corrected by ada")]
    assert types(reviewed, "only") == [("AGREE", "corrected by ada")]


def test_only_what_people_went_over_as_it_is_now(reviewed):
    chosen = Chosen(reviewed, wanted_of(("claims",), {}, "only"))
    assert [one.id for one in chosen.claims()] == [meeting().claims[0].id]
    everything = Chosen(reviewed, wanted_of(("claims",), {}, "applied"))
    assert len(list(everything.claims())) == 3


def test_tables_say_who_corrected(reviewed, tmp_path):
    write(Chosen(reviewed, wanted_of(("events",), {}, "applied")), FORMATS["csv"], tmp_path / "csv")
    rows = list(csv.DictReader((tmp_path / "csv" / "events.csv").open(encoding="utf-8")))
    assert "corrected by ada" in {row["rule"] for row in rows}
    assert "AID" not in {row["type"] for row in rows}


def test_annotation_tools_get_what_was_added_and_label_studio_takes_it_for_done(reviewed, tmp_path):
    asked = wanted_of(("articles",), {"article": meeting().article.id}, "applied")
    write(Chosen(reviewed, asked), FORMATS["brat"], tmp_path / "brat")
    (notes,) = (tmp_path / "brat").glob("*.ann")
    assert "\tSUPPORT 136 164\t" in notes.read_text(encoding="utf-8")
    assert "\tAID " not in notes.read_text(encoding="utf-8")
    write(Chosen(reviewed, asked), FORMATS["label-studio"], tmp_path / "ls")
    (task,) = json.loads((tmp_path / "ls" / "tasks.json").read_text())
    assert "predictions" not in task
    labels = [one["value"]["labels"] for one in task["annotations"][0]["result"] if one["type"] == "labels"]
    assert ["SUPPORT"] in labels


def test_web_annotations_tell_who_said_what_of_which(reviewed):
    asked = wanted_of(("articles",), {"article": meeting().article.id}, "applied")
    items = json.loads("".join(FORMATS["annotations"].lines(Chosen(reviewed, asked))))["items"]
    said = [one for one in items if "creator" in one]
    assert [(one["motivation"], one["creator"]["name"]) for one in said] == [
        ("editing", "ada"),
        ("moderating", "ada"),
        ("moderating", "bo"),
        ("editing", "bo"),
    ]
    assert said[0]["body"]["value"] == "correct: type = AGREE, mode = none, passage = 0:86: only agreed"
    assert said[0]["target"] == f"urn:dragoman:{meeting().events[0].id}"


def test_another_way_is_refused():
    with pytest.raises(UsageError, match="reviews cannot be"):
        wanted_of(("events",), {}, "some")
