"""One report, end to end: what must hold for any text, and what the sample must show."""

from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.records import Dossier, Span
from dragoman.records.article import Article, article_id

WORDS = ["Russia", "the minister", "said", "met", "attacked", "Kim Jong Un", "on Friday", "missiles", "may", "not", "“We will go,”", "he", "in Geneva",
         "UN", "denied", "sanctions", ".", ",", "\n\n", "…", "😀", "\u202eabc", "مرحبا", "ALL CAPS", "5,000", "-", "(", "'"]  # fmt: skip


def spans_in(value: object) -> Iterator[Span]:
    """Every span anywhere in a record."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from spans_in(getattr(value, name))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from spans_in(one)


def article_of(text: str) -> Article:
    return Article(id=article_id(text, None), text=text, language="en", published="2024-09-19", published_from="given")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=40))
def test_every_quote_is_in_the_text_and_reading_twice_gives_the_same_bytes(desk, words):
    article = article_of(" ".join(words))
    dossier = desk.read(article)
    for span in spans_in(dossier):
        assert article.text[span.start : span.end] == span.quote
    assert desk.read(article).to_json() == dossier.to_json()


def test_the_order_of_reports_does_not_matter(desk):
    articles = [article_of(text) for text in (
        "Kim met Putin in Moscow on Friday.", "The US accused Iran of sending drones.", "Protesters marched in Paris.",
    )]  # fmt: skip
    there = {one.article.id: one.to_json() for one in desk.read_many(articles)}
    back = {one.article.id: one.to_json() for one in desk.read_many(reversed(articles))}
    assert there == back


def test_a_dossier_reads_back_as_it_was_written(sample):
    assert Dossier.from_json(sample.to_json()) == sample


@pytest.mark.parametrize(
    "text",
    [
        "word " * 200,
        "A" * 10_000,
        "a | b | c\n1 | 2 | 3\n",
        "THE PRESIDENT SAID NOTHING WOULD CHANGE",
        "no stops here and none to come " * 5,
        "the minister of Iran who met the envoy of Russia said that Tehran would send 200 missiles to Damascus and "
        * 60,
        "😀😀😀 said 😀",
        "مرحبا بالعالم",
        "- one\n- two\n- three",
        '"',
        "“",
        "...",
        "1.",
    ],
)
def test_odd_text_is_read_without_a_fall(desk, text):
    article = article_of(text)
    dossier = desk.read(article)
    assert all(article.text[span.start : span.end] == span.quote for span in spans_in(dossier))


def test_a_sentence_too_long_for_one_pass_is_recorded(desk):
    assert any("pieces" in one.reason for one in desk.read(article_of("word " * 400)).skipped)


def test_the_meeting_of_the_sample_is_told_as_fact_between_the_two_at_the_cosmodrome(sample):
    meetings = [one for one in sample.events if one.type == "CONSULT" and one.certainty.label == "asserted"]
    codes = [({p.code for p in one.actors} | {p.code for p in one.recipients}) for one in meetings]
    assert {"PRKGOV", "RUSGOV"} in codes
    assert any(one.where and one.where.kind == "facility" for one in meetings)


def test_nothing_in_the_sample_says_that_arms_or_satellites_were_given(sample):
    given_as_fact = [
        one
        for one in sample.events
        if one.type in ("AID", "COOPERATE") and one.certainty.label == "asserted" and one.items
    ]
    assert given_as_fact == []


def test_the_sample_has_its_claims_with_their_speakers(sample):
    said = {(claim.speaker.code if claim.speaker else None, claim.stance) for claim in sample.claims}
    assert ("RUSGOV", "denied") in said
    assert ("JPNGOV", "neutral") in said
    assert ("KORGOV", "unproved") in said
    quoted = [claim for claim in sample.claims if claim.kind == "direct"]
    assert any("…" in span.quote for claim in quoted for span in claim.content)
    assert any(claim.speaker and claim.speaker.unnamed for claim in sample.claims)


def test_a_hint_of_satellite_help_is_at_most_a_possible_breach_and_shows_the_vote(sample):
    found = [one for one in sample.findings if one.party == "RUS" and one.certainty == "possible"]
    assert found
    assert {one.verdict for one in found} == {"possible_breach"}
    assert any(one.vote == "for" for one in found)


def test_the_form_and_the_date_line_are_no_part_of_the_story(sample):
    assert sample.article.published == "2025-03-14"
    assert "Leave a Reply" not in sample.article.text


def test_a_text_that_gives_nothing_is_explained(desk):
    told = desk.explain_text("The garden was quiet and the roses were in bloom for the whole of that long summer.")
    assert any("no word here tells an act" in line or "no event at all" in line for line in told)
