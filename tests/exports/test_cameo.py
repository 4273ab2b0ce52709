"""CAMEO codes, where the official table maps back."""

import csv

import pytest
from dossiers import article, event, party

from dragoman.coding.ontology import plover
from dragoman.exports.cameo import CameoCode, by_plover, cameo_of, cameo_rows, code_of
from dragoman.records import Certainty


@pytest.mark.parametrize(
    ("kind", "mode", "contexts", "code", "exact"),
    [
        ("CONSULT", "phone", (), "041", True),
        ("CONSULT", None, (), "040", True),
        ("CONSULT", "visit", (), "04", False),  # 042 makes one, 043 hosts one: the table leads both to the same
        ("AID", None, ("economic",), "071", True),
        ("AID", None, (), "070", True),
        ("COERCE", "arrest", ("legal",), "173", True),
        ("COERCE", "arrest", (), "173", True),
        ("REQUEST", "change", ("executive",), "104", False),
        ("PROTEST", "demo", ("rights_freedoms",), "1413", True),
        ("PROTEST", "demo", (), "141", True),
        ("SANCTION", "convict", (), "16", False),
        ("MOBILIZE", "weapons", ("military",), "15", False),
        ("ASSAULT", "unconventional", ("cbrn",), "204", False),
        ("ASSAULT", None, ("military",), "190", True),
    ],
)
def test_the_table_is_read_backwards(kind, mode, contexts, code, exact):
    assert code_of(kind, mode, contexts) == CameoCode(code, exact)


def test_an_exact_code_leads_back_to_its_type_and_mode():
    """Every type, mode and single context of the ontology; what is called exact must be so in the table itself."""
    leads_to = {(row.code, key) for key, rows in by_plover().items() for row in rows}
    checked = 0
    for kind in plover().types.values():
        for mode in (None, *kind.modes):
            for contexts in ((), *((one,) for one in plover().contexts)):
                found = code_of(kind.name, mode, contexts)
                if found and found.exact:
                    assert (found.code, (kind.name, mode)) in leads_to
                    checked += 1
    assert checked > 500


def told(kind, **more):
    of = article("Norland struck Sudonia and Ostland.")
    sides = [party(of.text, name, name, name[:3].upper()) for name in ("Norland", "Sudonia", "Ostland")]
    return event(of, kind, "struck", of.text, (sides[0],), tuple(sides[1:]), **more), sides


def test_what_is_not_told_as_done_has_no_code():
    assert cameo_of(told("ASSAULT", mode="beat")[0]).code == "182"
    assert cameo_of(told("ASSAULT", mode="beat", auxiliary="historical")[0]).code == "182"
    for more in (
        {"auxiliary": "hypothetical"},
        {"auxiliary": "future"},
        {"auxiliary": "negation"},
        {"certainty": Certainty(value=-3, label="denied")},
    ):
        assert cameo_of(told("ASSAULT", mode="beat", **more)[0]) is None
        assert list(cameo_rows([told("ASSAULT", mode="beat", **more)[0]])) == []


def test_a_code_that_the_table_leaves_open_is_empty():
    rows = list(cameo_rows([told("ASSAULT")[0]]))
    assert [(row.code, row.exact, row.quad) for row in rows] == [(None, False, 1), (None, False, 1)]


def test_a_row_for_each_pair_and_both_ways_where_nobody_is_the_doer():
    one_sided, sides = told("ASSAULT")
    assert [(row.source, row.target) for row in cameo_rows([one_sided])] == [
        ("NORGOV", "SUDGOV"),
        ("NORGOV", "OSTGOV"),
    ]
    of = article("Norland struck Sudonia and Ostland.")
    mutual = event(of, "ASSAULT", "struck", of.text, sides[:2])
    assert [(row.source, row.target) for row in cameo_rows([mutual])] == [("NORGOV", "SUDGOV"), ("SUDGOV", "NORGOV")]
    alone = event(of, "PROTEST", "struck", of.text, sides[:1])
    assert [(row.source, row.target) for row in cameo_rows([alone])] == [("NORGOV", "")]


def test_the_export_reads_back_and_leaves_out_what_is_denied(everything):
    from dragoman.exports.formats import FORMATS

    rows = list(csv.DictReader(FORMATS["cameo"].lines(everything)))
    assert sorted((row["code"], row["source"], row["target"]) for row in rows) == [
        ("04", "NORGOV", "SUDGOV"),
        ("040", "NORGOV", "SUDGOV"),
        ("040", "NORGOV", "SUDGOV"),
        ("19", "'---UNK", "NORMIL"),
        ("19", "NORMIL", "'---UNK"),
    ]
