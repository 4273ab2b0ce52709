"""Exports on the command line."""

import json

import pytest

from dragoman.cli.exports import KINDS
from dragoman.exports.formats import FORMATS


def test_every_format_is_offered_and_told_of(run):
    assert tuple(FORMATS) == KINDS
    said = run("export", "--help").out
    assert all(name in said for name in KINDS)


def test_text_goes_to_standard_output(run, stored):
    said = run("export", "plover", "--mode", "visit")
    assert (said.code, [json.loads(line)["event"] for line in said.out.splitlines()]) == (0, [["CONSULT"]])


def test_a_folder_is_written_and_told_where(run, stored, tmp_path):
    said = run("export", "csv", "--of", "events", "--type", "aid", "--out", tmp_path / "aid")
    assert (said.code, said.out, said.err) == (0, "", f"written to {tmp_path / 'aid'}\n")
    assert len((tmp_path / "aid" / "events.csv").read_text().splitlines()) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("csv",), "no text that can be piped"),
        (("bibtex", "--type", "AID"), "articles cannot be asked for their types"),
        (("xlsx", "--speaker", "USA"), "articles cannot be asked for their speakers"),
        (("geojson", "--of", "claims"), "geojson cannot hold claims"),
        (("word",), "is not one of"),
    ],
)
def test_wrong_use_is_told(run, stored, arguments, said):
    found = run("export", *arguments)
    assert found.code == 2
    assert said in found.err
