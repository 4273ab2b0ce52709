"""How sanctions fare in reports: what counts as evasion and enforcement, against what coverage, and what is not known."""

from datetime import date

import msgspec
import pytest
from dossiers import TEXT, article, event, party
from hypothesis import given
from hypothesis import strategies as st

from dragoman.analysis.efficacy import (
    ALL,
    NAMING,
    Evidence,
    Listed,
    counted,
    efficacy,
    end_of,
    enforces,
    evades,
    new_listings,
    period_of,
    sanction_regimes,
    spans,
    target_states,
)
from dragoman.judging.listed import Entry, ListedName
from dragoman.judging.provisions import Register
from dragoman.records import Certainty, Finding, Listing, Maker

REGISTER = Register.load()
REGIME = "DPRK"
PROVISION, OTHER = sanction_regimes(REGISTER)[REGIME][:2]
MADE = Maker(stage="judging", rule="of the test")


def finding(number, in_article, verdict="breach", certainty="asserted", **more):
    fields = {
        "provision": PROVISION,
        "instrument": "x",
        "title": "x",
        "act": "supply",
        "object": None,
        "direction": "to",
    }
    fields |= {"party": "RUS", "target": "PRK", "date": None, "date_from": "published", "verified": "source"}
    return Finding(
        id=f"fi_{number}",
        article=in_article,
        verdict=verdict,
        certainty=certainty,
        evidence_for=(),
        reasons=(),
        made_by=MADE,
        **(fields | more),
    )


def seizure(recipient="CHN", actor="USA", mode="seize", kind="COERCE", **more):
    doer = msgspec.structs.replace(party(TEXT, "Norland", "A", actor))
    other = msgspec.structs.replace(party(TEXT, "Sudonia", "B", recipient))
    return event(article(), kind, "sell", "Envoys say", (doer,), (other,), mode=mode, **more)


def told(*, reports, findings=(), events=(), listings=(), lists=None, naming=None, **more):
    evidence = Evidence(list(reports), list(findings), list(events), list(listings), lists)
    names = {one for one, _ in reports} if naming is None else naming
    return efficacy(REGISTER, REGIME, evidence, lambda states: names, **more)


# -- what counts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "certainty", "counts"),
    [
        ("breach", "asserted", True),
        ("possible_breach", "possible", True),
        ("breach", "denied", False),
        ("breach", "future", False),
        ("exempt", "asserted", False),
        ("not_assessed", "asserted", False),
    ],
)
def test_evasion_is_a_breach_that_somebody_tells_as_done(verdict, certainty, counts):
    assert evades(finding(1, "a", verdict, certainty)) is counts


def test_enforcement_is_an_act_of_the_table_on_the_target_or_in_a_report_on_the_regime():
    of = seizure().article
    assert enforces(seizure(), {"PRK"}, {of})
    assert enforces(seizure(recipient="PRK"), {"PRK"}, set())
    assert not enforces(seizure(), {"PRK"}, set())
    assert not enforces(seizure(actor="PRK"), {"PRK"}, {of})
    assert not enforces(seizure(mode="censor"), {"PRK"}, {of})
    assert not enforces(seizure(kind="CONSULT"), {"PRK"}, {of})
    assert not enforces(seizure(auxiliary="hypothetical"), {"PRK"}, {of})
    assert not enforces(seizure(certainty=Certainty(value=-3.0, label="denied")), {"PRK"}, {of})


def test_rules_of_all_towards_all_and_shields_are_no_sanctions():
    regimes = sanction_regimes(REGISTER)
    left_out = {one.instrument for one in REGISTER if one.id not in {each for ids in regimes.values() for each in ids}}
    assert REGIME in regimes
    assert {"VCDR", "NPT", "BUDAPEST"} <= left_out
    assert target_states(REGISTER, REGIME) == {"PRK"}


# -- counts ---------------------------------------------------------------------------------------------------------


def test_a_rate_has_an_interval_and_without_coverage_there_is_none():
    assert counted(0, 0) == msgspec.convert(
        {"reports": 0, "of": 0, "rate": None, "low": None, "high": None}, type(counted(0, 0))
    )
    none, some, all_ = counted(0, 20), counted(5, 20), counted(20, 20)
    assert (none.rate, none.low) == (0.0, 0.0)
    assert none.high > 5
    assert some.low < some.rate == 25.0 < some.high
    assert (all_.rate, all_.high) == (100.0, 100.0)


@given(st.integers(0, 200), st.integers(1, 200))
def test_the_interval_holds_the_rate(reports, more):
    found = counted(reports, reports + more)
    assert 0.0 <= found.low <= found.rate <= found.high <= 100.0


def test_periods_without_reports_are_there_and_not_known():
    found = told(reports=[("a", "2024-01-10"), ("b", "2024-08-01")], findings=[("2024-01-10", finding(1, "a"))])
    assert [(one.start, one.end) for one in found] == [
        ("2024-01-01", "2024-03-31"),
        ("2024-04-01", "2024-06-30"),
        ("2024-07-01", "2024-09-30"),
    ]
    assert [one.evasion.rate for one in found] == [100.0, None, 0.0]
    assert [one.enforced for one in found] == [0.0, None, None]


def test_a_report_counts_once_however_many_findings_it_has():
    findings = [("2024-01-10", finding(n, "a", party=who)) for n, who in enumerate(("RUS", "RUS", "CHN"))]
    (found,) = told(reports=[("a", "2024-01-10"), ("b", "2024-01-11")], findings=findings)
    assert (found.evasion.reports, found.evasion.of) == (1, 2)
    assert found.named == {"CHN": 1, "RUS": 1}
    assert (found.verdicts, found.certainties) == ({"breach": 3}, {"asserted": 3})
    assert found.findings == ("fi_0", "fi_1", "fi_2")


def test_counts_stand_against_the_reports_that_could_have_told_it():
    reports = [(name, "2024-01-10") for name in "abcd"]
    (found,) = told(reports=reports, findings=[("2024-01-10", finding(1, "a"))], naming={"b"})
    assert (found.reports, found.against, found.evasion.of) == (4, NAMING, 2)
    evidence = Evidence(reports, [], [], [])
    (everywhere,) = efficacy(REGISTER, "TERRORISM", evidence, lambda states: set(), by="year")
    assert (everywhere.against, everywhere.evasion.of) == (ALL, 4)


def test_provisions_get_rows_where_a_finding_names_them():
    findings = [("2024-01-10", finding(1, "a")), ("2024-05-10", finding(2, "b", provision=OTHER))]
    found = told(reports=[("a", "2024-01-10"), ("b", "2024-05-10")], findings=findings, provisions=True)
    assert [(one.start, one.provision) for one in found] == [
        ("2024-01-01", None),
        ("2024-01-01", PROVISION),
        ("2024-04-01", None),
        ("2024-04-01", OTHER),
    ]


def test_enforcement_is_set_beside_evasion():
    of = seizure().article
    reports = [(of, "2024-01-10"), ("b", "2024-01-11")]
    findings = [("2024-01-10", finding(1, of, "exempt")), ("2024-01-11", finding(2, "b"))]
    (found,) = told(reports=reports, findings=findings, events=[("2024-01-10", seizure())])
    assert (found.evasion.reports, found.enforcement.reports, found.enforced) == (1, 1, 0.5)


def test_an_empty_store_gives_nothing_and_days_cut():
    assert told(reports=[]) == []
    reports = [("a", "2024-01-10"), ("b", "2025-01-10")]
    since = told(reports=reports, by="year", since="2024-06-01")
    assert [(one.start, one.reports) for one in since] == [("2024-01-01", 0), ("2025-01-01", 1)]
    assert [one.start for one in told(reports=reports, by="year", until="2024-12-31")] == ["2024-01-01"]
    assert [(one.start, one.end) for one in told(reports=reports, by="whole")] == [("2024-01-10", "2025-01-10")]


# -- listings -------------------------------------------------------------------------------------------------------


def entry(ref, listed_on, programme="DPRK"):
    return Listed(
        Entry(ref=ref, kind="person", names=(ListedName(text=ref),), programmes=(programme,), listed_on=listed_on),
        "2024-06-30",
    )


def test_new_listings_are_those_dated_in_the_time_and_unknown_after_the_list():
    lists = [entry("1", "2024-02-01"), entry("2", "2023-02-01"), entry("3", "2024-02-01", "Libya"), entry("4", None)]
    assert new_listings(lists, REGIME, "2024-01-01", "2024-03-31") == 1
    assert new_listings(lists, REGIME, "2024-04-01", "2024-06-30") == 0
    assert new_listings(lists, REGIME, "2024-07-01", "2024-09-30") is None
    assert new_listings(None, REGIME, "2024-01-01", "2024-03-31") is None
    assert new_listings([entry("4", None)], REGIME, "2024-01-01", "2024-03-31") is None


def test_names_of_reports_that_stand_on_a_list_are_counted_once():
    def named(key, in_article):
        return Listing(
            id=key, article=in_article, name="x", span=None, list_name="l", list_date=None, entry="1", entry_name="x",
            score=1.0, agreed=(), disagreed=(), made_by=MADE,
        )  # fmt: skip

    listings = [("2024-01-10", named("1", "a")), ("2024-01-10", named("2", "a")), ("2024-01-10", named("3", "b"))]
    (found,) = told(
        reports=[("a", "2024-01-10"), ("b", "2024-01-10")],
        findings=[("2024-01-10", finding(1, "a"))],
        listings=listings,
    )
    assert found.listed_named == 1


# -- time -----------------------------------------------------------------------------------------------------------


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.sampled_from(["month", "quarter", "year"]))
def test_every_day_lies_in_its_period(day, by):
    start = period_of(day.isoformat(), by)
    assert start <= day.isoformat() <= end_of(start, by)
    assert list(spans(start, end_of(start, by), by)) == [(start, end_of(start, by))]
