"""Records to the rows that scorers read."""

import gzip

import pytest
from dossiers import meeting

from dragoman.errors import UsageError
from dragoman.evaluation.predictors import PREDICTORS, event_part, extract, found_part, time, value_at
from dragoman.evaluation.rows import PageRow, TimexRow, WhenPart
from dragoman.evaluation.stages import STAGES, Options
from dragoman.records import Word

DOSSIER = meeting()


def still(done, total):
    """No progress is shown."""


def word(start, end, factuality):
    return Word(
        start=start,
        end=end,
        text="x" * (end - start),
        lemma="x",
        upos="VERB",
        head=-1,
        deprel="root",
        factuality=factuality,
    )


def test_events_keep_codes_time_place_and_the_speakers_words():
    met, sale = (event_part(one) for one in DOSSIER.events)
    assert (met.type, met.mode, met.actors, met.recipients) == ("CONSULT", "visit", ("NORGOV",), ("SUDGOV",))
    assert met.when == WhenPart(value="2024-05-03", precision="day")
    assert (met.where.name, met.where.country, met.where.lat) == ("Port Lilly", "NOR", 61.5)
    assert DOSSIER.article.text[met.start : met.end].startswith("The president")
    assert (sale.when, sale.where, sale.certainty, sale.auxiliary, sale.according_to) == (
        None,
        None,
        "possible",
        "hypothetical",
        "Envoys",
    )


def test_findings_keep_provision_sides_and_verdict():
    found = found_part(DOSSIER.findings[0])
    assert (found.provision, found.actor, found.target, found.certainty, found.verdict) == (
        "TREATY-1-2",
        "NOR",
        "SUD",
        "possible",
        "possible_breach",
    )


def test_the_value_at_a_span_is_that_of_the_word_with_most_of_it():
    words = [word(0, 4, 1.0), word(4, 9, None), word(9, 12, -2.0)]
    assert value_at(words, 3, 12) == -2.0
    assert value_at(words, 0, 4) == 1.0
    assert value_at(words, 5, 8) is None


def test_pages_are_found_beside_the_gold(tmp_path):
    (tmp_path / "pages").mkdir()
    page = (
        "<html><body><article><h1>T</h1>"
        + "<p>Norland met Sudonia in the old port on Friday, an envoy said.</p>" * 4
        + "</article></body></html>"
    )
    (tmp_path / "pages" / "a.html.gz").write_bytes(gzip.compress(page.encode()))
    (made,) = extract([PageRow(id="a")], Options(folder=str(tmp_path)), still)
    assert "Norland met Sudonia" in made.text
    with pytest.raises(UsageError, match="no page b"):
        list(extract([PageRow(id="b")], Options(folder=str(tmp_path)), still))


def test_times_are_read_against_the_day_of_the_document():
    text = "It fell on 3 May 2024 and again yesterday."
    (made,) = time([TimexRow(id="a", text=text, dct="2024-05-10")], Options(), still)
    assert [(text[one.start : one.end], one.value) for one in made.timexes] == [
        ("3 May 2024", "2024-05-03"),
        ("yesterday", "2024-05-09"),
    ]


def test_only_stages_are_predicted():
    assert set(PREDICTORS) <= set(STAGES)
