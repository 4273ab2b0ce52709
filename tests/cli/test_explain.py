"""Why a record says what it says, in words."""

import json

import msgspec
import pytest
from dossiers import meeting

from dragoman.records import Listing, Maker, Span, When
from dragoman.telling.why import sentence_around, why

DOSSIER = meeting()
MET, SALE = DOSSIER.events


def told(run, *arguments):
    return " ".join(run("explain", *arguments).out.split())


def test_an_event_is_explained_from_sentence_to_certainty(run, stored):
    said = told(run, MET.id)
    for part in (
        "CONSULT/visit: Ada Nord (NORGOV) → Bo Sud (SUDGOV)",
        "“The president of Norland met the prime minister of Sudonia in Port Lilly on 3 May 2024.”",
        "the word that tells it is “met”",
        "coding, event head, version 2 CONSULT with 0.91 of 1 second was AGREE with 0.06",
        "who acts “The president of Norland” is Ada Nord (NORGOV) as president, held from 2020-01-01 to now, on 2024-05-03",
        "is Ada Nord in the table of actors",
        "when “3 May 2024” is 2024-05-03 precision: day from 2024-05-03 to 2024-05-03 by day month year",
        "where “Port Lilly” is Port Lilly (NOR), city at 61.500, 7.250, good to about 5 km",
        "chosen Port Lilly, Norland (NOR) with 0.80: the report is about Norland not Port Lilly, Westmark (WES) with 0.10",
        "how sure asserted (+3.0 of ±3) the report itself says so",
    ):
        assert part in said, part


def test_an_event_on_anothers_word_names_the_claim(run, stored):
    said = told(run, SALE.id[:9])
    assert "possible (+0.5 of ±3), by the words “may” told as hypothetical" in said
    assert f"on the word of envoys (country untold, UNK, unnamed) (“say”), claim {DOSSIER.claims[0].id}" in said
    assert "the text tells no day the report is of 2024-05-04, which is no date of the event" in said
    assert "the text tells no place of the act" in said
    assert "“rockets” is rockets, munition" in said
    assert f"{DOSSIER.findings[0].id}: possible breach of TREATY-1-2" in said


def test_a_claim_is_explained(run, stored):
    said = told(run, DOSSIER.claims[0].id)
    assert "envoys (country untold, UNK, unnamed) says: “Norland may sell rockets to Sudonia”" in said
    assert "the word of saying is “say”" in said
    assert f"events that rest on it {SALE.id}: AID" in said


def test_a_finding_is_explained(run, stored):
    said = told(run, DOSSIER.findings[0].id)
    for part in (
        "possible breach of TREATY-1-2: Norland (NOR) towards SUD",
        "act: supply (to) object: rockets",
        "day of the act: 2024-05-04 (the report's date)",
        "Norland voted for it",
        "what was tried against it exemption: does not hold; none is told of",
        "evidence against it in the report none",
        "by rule, without a score nothing else came near",
        f"the event {SALE.id}: AID",
    ):
        assert part in said, part


def test_a_report_is_explained(run, stored):
    said = told(run, DOSSIER.article.id)
    assert "published: 2024-05-04 (from markup)" in said
    assert "left out (reading) at 10:20" in said


def test_a_listing_is_explained():
    listing = Listing(
        id="li_1",
        article=DOSSIER.article.id,
        name="Ada Nord",
        span=Span(start=0, end=24, quote="The president of Norland"),
        list_name="UN",
        list_date="2026-02-27",
        entry="NOi.001",
        entry_name="NORD, Ada",
        score=0.93,
        agreed=("both names",),
        disagreed=("birth year",),
        made_by=Maker(stage="judging", rule="names"),
    )
    sections = {section.title: section.lines for section in why(listing, DOSSIER)}
    assert sections["Ada Nord is like NORD, Ada"][0] == "entry NOi.001 of UN of 2026-02-27"
    assert sections["what agrees"] == ("both names",)
    assert sections["what does not"] == ("birth year",)


def test_a_text_is_explained_without_a_store(run, desk):
    assert told(run, "--text", "Rain fell.") == "Rain fell. nothing was coded of 'Rain fell.'"


def test_an_id_of_a_report_that_is_not_stored(run, desk, monkeypatch):
    monkeypatch.setattr("dragoman.sources.fetch_article", lambda target, **more: DOSSIER.article)
    assert told(run, MET.id, "--report", "a.txt").startswith("CONSULT/visit: Ada Nord")
    said = run("explain", "ev_000000000000", "--report", "a.txt")
    assert (said.code, said.out) == (2, "")
    assert "has no record" in said.err


def test_json_has_titles_and_lines(run, stored):
    sections = json.loads(run("explain", MET.id, "--json").out)
    assert sections[0]["title"].startswith("CONSULT/visit")
    assert all(section["lines"] for section in sections)


@pytest.mark.parametrize(
    ("arguments", "code"), [(["ev_ffffffffffff"], 2), (["nonsense"], 2), ([MET.id, "--text", "x"], 2)]
)
def test_what_cannot_be_explained_is_wrong_use(run, stored, arguments, code):
    assert run("explain", *arguments).code == code


@pytest.mark.parametrize("event", DOSSIER.events)
def test_no_explanation_depends_on_what_is_not_known(event):
    bare = msgspec.structs.replace(event, when=When(), where=None, actors=(), recipients=(), items=())
    assert all(section.lines for section in why(bare, msgspec.structs.replace(DOSSIER, claims=(), findings=())))


def test_the_sentence_around_a_passage_is_whole():
    text = "One fell. Two met Three in May. Four left."
    assert sentence_around(text, Span(start=14, end=17, quote="met")) == "Two met Three in May."
    assert sentence_around(text, Span(start=5, end=14, quote=text[5:14])) == "One fell. Two met Three in May."
