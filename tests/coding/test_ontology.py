"""PLOVER as data."""

import csv
from importlib import resources

import pytest

from dragoman.coding.ontology import parse_ontology, plover
from dragoman.errors import KnowledgeError


def test_there_are_sixteen_types_in_four_quad_classes():
    assert len(plover().types) == 16
    assert {kind.quad for kind in plover().types.values()} == {1, 2, 3, 4}


@pytest.mark.parametrize(
    ("kind", "mode", "score"),
    [
        ("CONSULT", "visit", 4.0),
        ("CONSULT", None, 2.5),
        ("ASSAULT", "unconventional", -10.0),
        ("ACCUSE", "allege", -3.5),
        ("AID", "visit", 10.0),
    ],
)
def test_intensity_is_that_of_the_mode_else_of_the_type(kind, mode, score):
    assert plover().intensity(kind, mode) == score


def test_a_mode_of_another_type_is_no_mode():
    assert plover().mode_of("AID", "visit") is None


def test_a_broken_table_is_refused_by_name():
    with pytest.raises(KnowledgeError, match="types.toml"):
        parse_ontology(
            {"type": {"X": {"quad": 9}}, "quad": {}, "contexts": {"names": []}, "auxiliary": {}, "sectors": {}}
        )


def test_every_cameo_code_maps_to_a_type():
    text = (resources.files("dragoman.knowledge") / "plover" / "cameo.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) > 250
    assert {row["type"] for row in rows} == set(plover().types)
