"""`dragoman read --layers`: what was read, under its words."""

import json

import pytest

from dragoman.cli.layers import chunks, marked, padded

REPORT = "Officials in Vienna said that the talks may fail. “We are not leaving,” Anna Weber told reporters.\n"


def test_a_label_runs_on_over_the_words_of_its_span():
    assert marked(4, [(range(1, 4), "person"), ([0], "cue")]) == ("cue", "person─", "──", "─")


def test_two_spans_that_touch_keep_a_gap():
    assert marked(2, [([0], "place"), ([1], "place")]) == ("place", "place")
    assert padded("place", 7) == "place   "
    assert padded("person─", 7) == "person──"


def test_lines_break_where_the_terminal_ends_and_no_word_is_lost():
    assert list(chunks([3, 3, 3, 30], 8)) == [(0, 2), (2, 3), (3, 4)]
    assert list(chunks([], 8)) == []


def test_layers_stand_under_their_words(run, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    shown = run("read", str(path), "--layers", "words,speech,factuality", "--table").out.splitlines()
    words = next(line for line in shown if "Officials" in line)
    tags = next(line for line in shown if line.startswith("tag"))
    assert tags[words.index("Vienna") :].startswith("PROPN")
    said = next(line for line in shown if line.startswith("said 1"))
    assert said[words.index("Officials") :].startswith("source")
    assert said[words.index("said") :].startswith("cue")


def test_only_the_layers_asked_for_go_into_the_pipe(run, tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    rows = [json.loads(line) for line in run("read", str(path), "--layers", "names", "--json").out.splitlines()]
    assert [row["text"] for row in rows] == [REPORT[row["start"] : row["end"]] for row in rows]
    assert all(row.get("names") is not None and row.get("words") is None for row in rows)


@pytest.mark.parametrize(("asked", "form"), [("wrods", "--table"), ("", "--table"), ("names", "--csv")])
def test_a_layer_that_is_none_is_wrong_use(run, tmp_path, asked, form):
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    assert run("read", str(path), "--layers", asked, form).code == 2
