"""The command efficacy on a store that was filled by hand."""

import csv
import io
import json

import msgspec
import pytest
from dossiers import article

from dragoman.records import Dossier, Finding, Maker
from dragoman.store import Store

MADE = Maker(stage="judging", rule="of the test")


def dossier(number, published, provision=None, **more):
    """A report of that day, with a finding where a provision is named."""
    of = article(f"Report {number} of the test.", url=f"https://news.example/{number}", published=published)
    fields = {
        "instrument": "UNSCR-2270",
        "title": "x",
        "act": "supply",
        "object": None,
        "direction": "to",
        "party": "RUS",
    }
    fields |= {"target": "PRK", "verdict": "breach", "certainty": "asserted", "date": None, "date_from": "published"}
    found = Finding(
        id=f"fi_{number:012}",
        article=of.id,
        provision=provision or "",
        verified="source",
        evidence_for=(),
        reasons=(),
        made_by=MADE,
        **(fields | more),
    )
    empty = Dossier(article=of, made_by=MADE)
    return msgspec.structs.replace(empty, findings=(found,)) if provision else empty


@pytest.fixture
def judged(home):
    """Three reports: two with findings, one without, none in the second quarter."""
    with Store.open(home / "data" / "dragoman" / "dragoman.db", create=True) as store:
        store.add(dossier(1, "2024-01-10", "UNSCR-2270-5"))
        store.add(dossier(2, "2024-01-20", "UNSCR-2321-11", certainty="denied"))
        store.add(dossier(3, "2024-07-20"))


def test_periods_come_in_order_and_silence_is_not_known(run, judged):
    said = run("efficacy", "dprk", "--table")
    lines = said.out.splitlines()
    assert [line.split()[0] for line in lines] == ["quarter", "2024-Q1", "2024-Q2", "2024-Q3"]
    assert "RUS 1" in lines[1]
    assert "not known" in lines[2]
    assert "counts of reports, not of breaches" in said.err


def test_records_and_columns_carry_counts_intervals_and_findings(run, judged):
    first = json.loads(run("efficacy", "DPRK", "--json").out.splitlines()[0])
    assert (first["evasion"]["reports"], first["evasion"]["of"], first["certainties"]) == (
        1,
        2,
        {"asserted": 1, "denied": 1},
    )
    assert (first["new_listings"], first["provision"]) == (None, None)
    rows = list(csv.DictReader(io.StringIO(run("efficacy", "DPRK", "--provisions", "--by", "year", "--csv").out)))
    assert [(row["provision"], row["evasion_reports"]) for row in rows] == [
        ("", "1"),
        ("UNSCR-2270-5", "1"),
        ("UNSCR-2321-11", "0"),
    ]
    assert rows[1]["findings"] == "fi_000000000001"


def test_without_a_regime_those_told_of_are_listed(run, judged):
    rows = [json.loads(line) for line in run("efficacy", "--json").out.splitlines()]
    assert [(row["regime"], row["start"], row["end"]) for row in rows] == [("DPRK", "2024-01-10", "2024-07-20")]


def test_pictures_say_what_they_count(run, judged, tmp_path):
    svg = tmp_path / "a.svg"
    for arguments in (("DPRK",), ()):
        assert run("efficacy", *arguments, "--json", "--svg", svg).code == 0
        assert "not of breaches" in svg.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("ATLANTIS",), 2, "there is no sanctions regime 'ATLANTIS'"),
        (("DPRK", "--since", "soon"), 2, "'soon' is no day"),
        (("DPRK", "--since", "2030"), 1, "no report with a day in that time"),
    ],
)
def test_what_cannot_be_answered_says_why(run, judged, arguments, code, words):
    said = run("efficacy", *arguments)
    assert (said.code, words in said.err) == (code, True)
