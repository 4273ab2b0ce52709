"""Whose `police` and `rebels` are: what the report names around them decides, and what decided is told."""

import pytest

from dragoman.grounding.drafts import Draft
from dragoman.grounding.surroundings import NONE, Surroundings, weights
from dragoman.records import Sentence, Word


def sentence(*words: tuple[str, str, int]) -> Sentence:
    """A sentence of (text, upos, head)."""
    return Sentence(
        start=0,
        end=100,
        words=tuple(
            Word(start=at, end=at + 1, text=text, lemma=text.lower(), upos=upos, head=head, deprel="dep")
            for at, (text, upos, head) in enumerate(words)
        ),
    )


MET = sentence(("rebels", "NOUN", 1), ("attacked", "VERB", -1), ("Norland", "PROPN", 1))


def party(number: int = 0) -> Draft:
    draft = Draft("role", number, 0, 0, 0)
    draft.sector, draft.lemma, draft.local = "REB", "rebel", True
    return draft


def named(number: int, country: str, *, place: bool = False) -> Draft:
    draft = Draft("place" if place else "state", number, 2, 2, 2)
    draft.country, draft.place = country, place
    return draft


def test_a_report_of_one_country_tells_whose_the_rebels_are():
    report = Surroundings([MET] * 4, [named(number, "AAA", place=True) for number in range(4)])
    chances = report.chances(party(1))
    assert max(chances, key=lambda one: chances[one]) == "AAA"
    assert sum(chances.values()) == pytest.approx(1.0)


def test_a_report_that_names_nothing_leaves_none():
    assert Surroundings([MET], []).chances(party()) == {NONE: 1.0}


def test_a_place_in_the_clause_counts_for_more_than_one_far_away():
    report = Surroundings([MET] * 9, [named(0, "AAA", place=True), named(8, "BBB", place=True), named(4, "CCC")])
    chances = report.chances(party(0))
    assert chances["AAA"] > chances["BBB"]
    assert {"place in clause", "1 as place here", "only place here"} <= set(report.options(party(0))["AAA"])
    assert "neither here nor before" in report.options(party(0))["BBB"]


def test_of_many_countries_those_of_most_weight_and_those_near_are_weighed():
    scene = [named(0, f"A{number:02}") for number in range(30)] + [named(5, "ZZZ")]
    assert "ZZZ" in Surroundings([MET] * 9, scene).options(party(4))
    assert "ZZZ" not in Surroundings([MET] * 9, scene).options(party(8))


def test_every_weight_is_of_a_feature_that_can_come_up():
    known = (
        "share ",
        "rank ",
        "none",
        "only ",
        "last ",
        "first ",
        "neither ",
        "sentence ",
        "as ",
        "place ",
        "party ",
        "definite ",
        "indefinite ",
    )
    for feature in weights():
        start = feature.split(" ", 1)[0]
        assert (
            feature.startswith(known) or start.isdigit() or start == "none" or (len(start) == 3 and start.isupper())
        ), feature
