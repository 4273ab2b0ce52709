"""Wikidata entities become terms of office that the index answers from."""

import gzip
import json
from datetime import date

import pytest

from dragoman.errors import KnowledgeError
from dragoman.grounding.actor_index import ActorIndex
from dragoman.grounding.wikidata import write_leaders


def snak(value):
    return {"snaktype": "value", "datavalue": {"value": value, "type": "any"}}


def item(key):
    return {"mainsnak": snak({"entity-type": "item", "id": key}), "rank": "normal"}


def moment(time, precision=11):
    return snak({"time": f"+{time}T00:00:00Z", "precision": precision})


def held(position, start=None, end=None, rank="normal", precision=11):
    qualifiers = {
        key: [moment(day, precision)] for key, day in (("P580", start), ("P582", end)) if day is not None
    }  # fmt: skip
    return {**item(position), "rank": rank, "qualifiers": qualifiers or []}


def entity(key, label, claims, aliases=()):
    labels = {"en": {"language": "en", "value": label}} if label else []
    also = {"en": [{"language": "en", "value": one} for one in aliases]} if aliases else []
    return {"id": key, "type": "item", "labels": labels, "aliases": also, "claims": claims, "modified": "2026-01-02T00:00:00Z"}  # fmt: skip


PEOPLE = [
    entity("Q901", "Zorina Quillfeather", {"P31": [item("Q5")], "P39": [held("Q801", "2024-03-01", "2025-02-10"), held("Q802", "2019-06-00", "2020-05-00", precision=10)]}, ["Z. Quillfeather"]),
    entity("Q902", "Balto Windmere", {"P31": [item("Q5")], "P39": [held("Q801", "2025-02-11"), held("Q803"), held("Q999"), held("Q801", "1999-01-01", rank="deprecated")]}),
    entity("Q903", "", {"P31": [item("Q5")], "P39": [held("Q801")]}),
]  # fmt: skip
OFFICES = [
    entity("Q801", "Minister of Foreign Affairs", {"P1001": [item("Q701")]}),
    entity("Q802", "president of France", {}),
    entity("Q803", "Grand Falconer of the Marsh", {}),
    entity("Q701", "Norway", {"P298": [{"mainsnak": snak("NOR"), "rank": "normal"}]}),
]


def write(path, rows, *, array=True):
    lines = [json.dumps(row) for row in rows]
    text = "[\n" + ",\n".join(lines) + "\n]\n" if array else "\n".join(lines)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


@pytest.mark.parametrize(("name", "array"), [("dump.json.gz", True), ("extract.jsonl", False)])
def test_offices_may_stand_after_their_holders(tmp_path, name, array):
    source = write(tmp_path / name, [*PEOPLE, *OFFICES], array=array)
    done = write_leaders(source, tmp_path / "own.csv")
    assert (done.terms, done.people) == (3, 2)
    assert done.left_out == {"of an office of no known kind": 1, "of an office that the file does not hold": 1}
    index = ActorIndex.load([tmp_path / "own.csv"])
    assert index.who("Zorina Quillfeather", date(2024, 6, 1))[0].code == "NORGOV"
    assert index.who("Zorina Quillfeather", date(2026, 1, 1))[0].code == "FRAELI"  # the greater of two former offices
    assert index.who("Balto Windmere", date(2026, 1, 1))[0].code == "NORGOV"


def test_a_month_is_kept_within_what_is_told(tmp_path):
    write_leaders(write(tmp_path / "dump.json", [*PEOPLE, *OFFICES]), tmp_path / "own.csv")
    rows = (tmp_path / "own.csv").read_text(encoding="utf-8").splitlines()
    (french,) = [row for row in rows if "president of France" in row]
    assert ",FRA," in french
    assert ",2019-06-01,2020-05-28," in french


@pytest.mark.parametrize(
    ("content", "said"),
    [("{not json", "line 1"), ("", "empty"), ('{"name": "no id"}', "line 1"), (json.dumps(OFFICES[0]), "no term of office")],
)  # fmt: skip
def test_what_is_no_dump_is_refused_and_the_old_table_stays(tmp_path, content, said):
    (tmp_path / "own.csv").write_text("old", encoding="utf-8")
    (tmp_path / "dump.json").write_text(content, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=said):
        write_leaders(tmp_path / "dump.json", tmp_path / "own.csv")
    assert (tmp_path / "own.csv").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dump.json", "own.csv"]
