"""A report is screened against the lists that the user imported, and against nothing else."""

import json

import pytest

from dragoman.judging.lists import import_lists
from dragoman.pipeline import Desk
from dragoman.settings import Settings
from dragoman.sources import article_from_text

LISTED = {
    "id": "made-up-1",
    "schema": "Person",
    "datasets": ["us_ofac_sdn"],
    "last_change": "2025-02-03T00:00:00",
    "target": True,
    "properties": {
        "name": ["Zoltan Barrakovic"],
        "alias": ["Zoltan Barakovich"],
        "nationality": ["rs"],
        "topics": ["sanction"],
    },
}
TEXT = "Zoltan Barrakovic met the minister in Vienna on Friday, officials said. The talks were called useful by both of the sides."


@pytest.fixture
def with_list(tmp_path):
    made = tmp_path / "made.ftm.json"
    made.write_text(json.dumps(LISTED) + "\n", encoding="utf-8")
    import_lists([made], tmp_path / "own" / "lists")
    return Desk.load(Settings(knowledge=str(tmp_path / "own")))


def test_a_listed_name_in_a_report_is_found_with_its_entry_and_its_words(with_list):
    article = article_from_text(TEXT)
    (listing,) = with_list.read(article).listings
    assert listing.entry == "made-up-1"
    assert listing.span is not None
    assert article.text[listing.span.start : listing.span.end] == listing.span.quote == "Zoltan Barrakovic"
    assert listing.agreed


def test_without_imported_lists_nobody_is_listed(tmp_path):
    assert Desk.load(Settings(knowledge=str(tmp_path / "none"))).read(article_from_text(TEXT)).listings == ()


def test_another_name_is_not_listed(with_list):
    assert with_list.read(article_from_text(TEXT.replace("Zoltan Barrakovic", "Henrietta Lindqvist"))).listings == ()


def test_a_folder_under_the_home_directory_is_found_as_the_import_wrote_it(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    made = tmp_path / "made.ftm.json"
    made.write_text(json.dumps(LISTED) + "\n", encoding="utf-8")
    import_lists([made], tmp_path / "own" / "lists")
    assert Desk.load(Settings(knowledge="~/own")).read(article_from_text(TEXT)).listings
