"""dragoman stories."""

import csv
import io
import json

import pytest
from dossiers import CODER, article, event, party

from dragoman.cli import main
from dragoman.records import Dossier
from dragoman.store import Store


def shelling(number: int, text: str, published: str | None) -> Dossier:
    of = article(
        text, f"https://{number}.example", publisher=f"Paper {number}", title=f"Title {number}", published=published
    )
    sides = (party(text, "Norland", "Norland", "NOR"),), (party(text, "Sudonia", "Sudonia", "SUD"),)
    return Dossier(article=of, events=(event(of, "ASSAULT", "shelled", text, *sides, quad=4),), made_by=CODER)


TEXTS = [
    (
        "Norland shelled the harbour of Sudonia at Lakeford, killing 12 people, the mayor Ilse Brandt said.",
        "2024-05-03",
    ),
    (
        "The harbour at Lakeford burned after Norland shelled Sudonia; the mayor Ilse Brandt counted 20 people killed.",
        "2024-05-04",
    ),
]
MERGER = "Shares of Quillon soared after the chipmaker agreed to buy its rival Tessera for nine billion in a merger, analysts noted."


@pytest.fixture
def where(tmp_path):
    path = tmp_path / "a.db"
    with Store.open(path, create=True) as store:
        for number, (text, day) in enumerate(TEXTS, 1):
            store.add(shelling(number, text, day))
        of = article(MERGER, "https://3.example", publisher="Paper 3", title="Title 3", published=None)
        store.add(Dossier(article=of, made_by=CODER))
    return str(path)


def run(capsys, *arguments: str) -> str:
    assert main(["stories", *arguments]) == 0
    return capsys.readouterr().out


def rows(capsys, *arguments: str) -> list[dict]:
    return [json.loads(line) for line in run(capsys, *arguments, "--json").splitlines()]


def test_stories_are_listed_the_latest_first_and_undated_ones_last(where, capsys):
    listed = rows(capsys, "--store", where)
    assert [len(one["articles"]) for one in listed] == [2, 1]
    assert [(one["first_day"], one["last_day"]) for one in listed] == [("2024-05-03", "2024-05-04"), (None, None)]
    assert [one["title"] for one in rows(capsys, "--store", where, "--least", "2")] == ["Title 1"]
    assert [one["title"] for one in rows(capsys, "--store", where, "--search", "merger")] == ["Title 3"]


def test_csv_has_a_row_for_each_story(where, capsys):
    table = list(csv.DictReader(io.StringIO(run(capsys, "--store", where, "--csv"))))
    assert [(row["title"], row["reports"], row["publishers"]) for row in table] == [
        ("Title 1", "2", "Paper 1;Paper 2"),
        ("Title 3", "1", "Paper 3"),
    ]


def test_one_story_tells_what_is_agreed_and_what_is_not(where, capsys):
    [story] = rows(capsys, "--store", where, "--least", "2")
    [told] = rows(capsys, story["id"][:9], "--store", where)
    assert [(one["what"], one["value"], one["sources"]) for one in told["agreed"]] == [
        ("act", "ASSAULT: NOR to SUD", 2)
    ]
    assert [(one["what"], [side["value"] for side in one["sides"]]) for one in told["contradictions"]] == [
        ("killed", ["12", "20"])
    ]
    shown = run(capsys, story["id"], "--store", where, "--table")
    assert "2 independent sources" in shown
    assert "1 contradiction" in shown
    assert "killing 12" in shown


def test_one_story_as_csv_has_a_row_for_each_source_and_version(where, capsys):
    [story] = rows(capsys, "--store", where, "--least", "2")
    table = list(csv.DictReader(io.StringIO(run(capsys, story["id"], "--store", where, "--csv"))))
    assert [row["part"] for row in table] == ["source", "source", "agreed", "contradiction", "contradiction"]
    assert [row["value"] for row in table[3:]] == ["12", "20"]
    assert table[3]["quote"] == "killing 12"


def test_pictures_are_drawn_of_the_list_and_of_one_story(where, tmp_path, capsys):
    [story] = rows(capsys, "--store", where, "--least", "2", "--svg", str(tmp_path / "list.svg"))
    run(
        capsys,
        story["id"],
        "--store",
        where,
        "--json",
        "--svg",
        str(tmp_path / "one.svg"),
        "--png",
        str(tmp_path / "one.png"),
    )
    assert "Title 1 (2)" in (tmp_path / "list.svg").read_text()
    assert "Paper 1" in (tmp_path / "one.svg").read_text()
    assert (tmp_path / "one.png").read_bytes().startswith(b"\x89PNG")


def test_an_unknown_story_is_an_error_of_use(where, capsys):
    assert main(["stories", "st_0000", "--store", where]) == 2
    assert "no story" in capsys.readouterr().err
