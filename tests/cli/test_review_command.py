"""Reviewing on the command line."""

import csv
import io
import json

import pytest
from dossiers import meeting

MET, SALE = (event.id for event in meeting().events)


def one(said):
    (line,) = said.out.splitlines()
    return json.loads(line)


def test_the_queue_says_what_waits_and_why(run, stored):
    said = run("review", "list", "--kind", "event", "--as", "ada", "--limit", "2")
    assert [json.loads(line)["kind"] for line in said.out.splitlines()] == ["event", "event"]
    assert said.err == "2 of 4 records that wait for ada\n"
    table = run("review", "list", "--table", "--as", "ada").out
    assert "waits because ahead of the runner-up by" in " ".join(table.split())
    assert "possible breach" in table
    rows = list(csv.DictReader(io.StringIO(run("review", "list", "--csv").out)))
    assert float(rows[0]["priority"]) >= float(rows[-1]["priority"])


def test_a_record_is_shown_with_its_sentence_and_why_and_what_people_said(run, stored):
    run("review", "correct", MET, "--set", "type=AGREE", "--set", "mode=", "--as", "ada", "--why", "only agreed")
    said = run("review", "show", MET[:9]).out
    assert "the word that tells it is “met”" in said
    assert "ada: correct type = AGREE, mode = none (only agreed), revision" in said
    assert "so it is corrected" in said
    shown = one(run("review", "show", MET, "--json"))
    assert (shown["record"]["type"], shown["seen"]["type"], shown["standing"]["verdict"]) == (
        "CONSULT",
        "AGREE",
        "corrected",
    )


def test_each_decision_is_kept(run, stored, monkeypatch):
    monkeypatch.setenv("DRAGOMAN_REVIEWER", "cleo")
    assert one(run("review", "accept", MET, "--json"))["verdict"] == "accept"
    assert run("review", "reject", SALE, "--as", "bo").err.startswith(f"{SALE}: ")
    assert one(run("review", "skip", MET, "--json"))["reviewer"] == "cleo"
    of = meeting().article.id
    added = one(run("review", "add", of, "--quote", "We will stand by our friends", "--set", "type=SUPPORT", "--json"))
    assert (added["correction"]["passage"], added["kind"]) == ("137:165", "event")
    assert one(run("review", "complete", of, "--json"))["kind"] == "article"


def test_what_reviews_tell(run, stored, tmp_path):
    run("review", "accept", MET, "--as", "ada", "--drawn", "sample")
    run("review", "reject", MET, "--as", "bo")
    run("review", "accept", SALE, "--as", "ada")
    found = one(run("review", "agreement"))
    assert (found["records"], found["pairs"][0]) == (1, ["ada", "bo", 1, 0.0, 0.0])
    assert "0.000" in run("review", "agreement", "--table").out
    rows = list(csv.DictReader(io.StringIO(run("review", "scores", "--csv").out)))
    assert [(row["drawn"], row["decided"], row["disputed"]) for row in rows] == [
        ("sample", "1", "1"),
        ("any", "2", "1"),
    ]
    said = run("review", "gold", "--out", tmp_path / "gold.jsonl")
    assert (said.code, said.err) == (0, "1 report reviewed in full\n")
    (row,) = [json.loads(line) for line in (tmp_path / "gold.jsonl").read_text().splitlines()]
    assert [event["type"] for event in row["events"]] == ["AID"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("accept", "ev_ffffffffffff"), "no record"),
        (("correct", MET, "--set", "type"), "is no FIELD=VALUE"),
        (("correct", MET), "must say what is right"),
        (("add", meeting().article.id, "--quote", "Norland", "--set", "type=AID"), "stands in"),
        (("complete", MET), "cannot be reviewed with 'complete'"),
        (("list", "--kind", "word"), "no records of kind word"),
    ],
)
def test_wrong_use_is_told(run, stored, arguments, said):
    found = run("review", *arguments)
    assert found.code == 2
    assert said in found.err
