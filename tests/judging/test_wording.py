"""How the wording of a report decides certainty and verdict, through the whole chain on short texts."""

from collections.abc import Callable

import pytest

from dragoman.judging.provisions import Register
from dragoman.records import Finding
from dragoman.telling.wording import cited

Judge = Callable[..., tuple[Finding, ...]]


@pytest.mark.parametrize(
    ("text", "certainty", "verdict"),
    [
        ("China bought coal from North Korea.", "asserted", "breach"),
        ("China bought coal from North Korea, the United States said.", "reported", "breach"),
        ("China may buy coal from North Korea.", "possible", "possible_breach"),
        ("China will buy coal from North Korea.", "future", "possible_breach"),
        ("China plans to buy coal from North Korea.", "future", "possible_breach"),
        ("China is considering buying coal from North Korea.", "possible", "possible_breach"),
    ],
)
def test_certainty_and_verdict_follow_the_words(judge: Judge, text: str, certainty: str, verdict: str) -> None:
    findings = judge(text, "2019-03-08")
    assert {(one.provision, one.certainty, one.verdict) for one in findings} == {("UNSCR-2371-8", certainty, verdict)}


@pytest.mark.parametrize(
    "text",
    [
        "China did not buy coal from North Korea.",
        "China denied that it had bought coal from North Korea.",
        "China stopped buying coal from North Korea.",
        "If China bought coal from North Korea, it would breach a resolution.",
        "The United States urged China not to buy coal from North Korea.",
        "The resolution bans the sale of North Korean coal to China.",
        "China sold coal to North Korea.",
    ],
)
def test_what_did_not_happen_is_no_finding(judge: Judge, text: str) -> None:
    assert [one.provision for one in judge(text, "2019-03-08") if one.verdict != "exempt"] == []


@pytest.mark.parametrize(
    "text",
    [
        "China bought coal from North Korea.",
        "North Korea sold coal to China.",
        "North Korean coal was shipped to China.",
        "Coal was bought from North Korea by a Chinese company.",
        "A Chinese company imported North Korean coal.",
        "China received a shipment of coal from North Korea.",
    ],
)
def test_direction_does_not_depend_on_the_order_of_words(judge: Judge, text: str) -> None:
    findings = judge(text, "2019-03-08")
    assert {(one.provision, one.party, one.target) for one in findings} == {("UNSCR-2371-8", "CHN", "PRK")}


def test_an_accusation_that_is_denied_is_possible_and_shows_the_denial(judge: Judge) -> None:
    findings = judge("The United States said China had bought coal from North Korea. Beijing denied it.", "2019-03-08")
    assert {one.verdict for one in findings} == {"possible_breach"}
    assert any(span.quote == "denied" for one in findings for span in one.evidence_against)


def test_the_date_of_the_act_counts_not_that_of_the_report(judge: Judge) -> None:
    assert judge("In 2010, China bought coal from North Korea.", "2019-03-08") == ()


def test_meetings_trains_and_praise_are_no_finding(judge: Judge) -> None:
    text = (
        "Kim Jong Un met Vladimir Putin at the Vostochny space centre. Kim arrived aboard his armoured train. "
        "Putin praised the friendship of the two nations, and Kim promised his full support."
    )
    assert judge(text, "2023-09-13") == ()


def test_hinted_help_with_satellites_and_the_wish_for_shells(judge: Judge) -> None:
    text = (
        "Vladimir Putin hinted at helping North Korea with satellites. The United States said any such help would breach resolutions. "
        "Experts suggest that Moscow might be interested in North Korean artillery shells and guns."
    )
    findings = {one.provision: one for one in judge(text, "2024-09-19")}
    assert {"UNSCR-2270-5", "UNSCR-2321-11", "UNSCR-1874-9"} <= set(findings)
    assert {one.verdict for one in findings.values()} == {"possible_breach"}
    assert {one.vote for one in findings.values()} == {"for"}
    assert {one.party for one in findings.values()} == {"RUS"}


def test_every_quote_is_in_the_text_and_twice_gives_the_same(judge: Judge) -> None:
    text = "A Russian tanker secretly transferred diesel to a North Korean ship at sea, the panel reported."
    first, again = judge(text, "2020-02-02"), judge(text, "2020-02-02")
    assert first
    assert [one.to_json() for one in first] == [one.to_json() for one in again]
    assert all(text[span.start : span.end] == span.quote for one in first for span in one.spans)


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("Investigators traced Chinese purchases of coal from North Korea.", "reported"),
        ("A UN panel counted three shipments of North Korean coal to China.", "reported"),
        ("Customs records list North Korean coal sold to China.", "reported"),
        ("China bought coal from North Korea, as the panel has documented.", "reported"),
        ("China says it bought coal from North Korea.", "asserted"),
        ("The panel says China bought coal from North Korea.", "reported"),
        ("Beijing reportedly bought coal from North Korea.", "reported"),
    ],
)
def test_a_witness_makes_an_act_reported_and_the_doers_own_word_does_not(
    judge: Judge, text: str, certainty: str
) -> None:
    assert {one.certainty for one in judge(text, "2019-03-08")} == {certainty}


@pytest.mark.parametrize(
    "text",
    [
        "Reports that China bought coal from North Korea are false.",
        "Beijing called reports of Chinese purchases of North Korean coal a lie.",
        "China bought no more coal from North Korea.",
        "Experts asked what would follow were China to buy coal from North Korea.",
        "Chinese officials visited a coal mine in North Korea.",
        "Beijing insists that not one barge of North Korean coal has docked.",
        "The exercise assumes that North Korea has sold coal to China.",
        "Chinese tourists took photographs of coal barges in a North Korean harbour.",
    ],
)
def test_what_is_called_false_or_never_was_is_no_alarm(judge: Judge, text: str) -> None:
    assert [one.provision for one in judge(text, "2019-03-08") if one.verdict in ("breach", "possible_breach")] == []


@pytest.mark.parametrize(
    ("text", "provision", "party"),
    [
        ("Physics is what North Koreans at a Chinese university study.", "UNSCR-2321-10", "CHN"),
        ("A Russian tanker discharged diesel into a North Korean vessel.", "UNSCR-2375-11", "RUS"),
    ],
)
def test_an_act_whose_direction_the_law_fixes_needs_no_clear_grammar(
    judge: Judge, text: str, provision: str, party: str
) -> None:
    assert (provision, party) in {(one.provision, one.party) for one in judge(text, "2019-03-08")}


def test_who_is_only_quoted_is_not_accused(judge: Judge) -> None:
    findings = judge("Moscow now relies on North Korean shells, a Ukrainian intelligence officer said.", "2024-03-08")
    assert {one.party for one in findings} == {"RUS"}


def test_a_number_from_memory_says_so_in_title_reasons_and_short_form(judge: Judge, register: Register) -> None:
    findings = judge("North Korea test-fired a ballistic missile on Sunday.", "2023-07-17")
    assert findings
    for one in findings:
        remembered = register.provisions[one.provision].verified != "source"
        assert ("from memory" in one.title) == ("from memory" in cited(one)) == remembered
        if one.root and register.provisions[one.root].verified != "source":
            assert any(one.root in reason and "from memory" in reason for reason in one.reasons)
