"""The mode of an act, by its words and by what the model reads."""

import pytest

from dragoman.coding.modes import NO_MODE, by_words, marks_of_mode, mode_content, mode_words, ranked_modes
from dragoman.coding.ontology import plover
from dragoman.coding.structure import Clauses
from dragoman.records.reading import Scored, Sentence, Trigger, Word


def clauses(*rows: tuple[str, str, str, int, str]) -> Clauses:
    at, words = 0, []
    for form, lemma, upos, head, relation in rows:
        words.append(Word(start=at, end=at + len(form), text=form, lemma=lemma, upos=upos, head=head, deprel=relation))
        at += len(form) + 1
    return Clauses(Sentence(start=0, end=at, words=tuple(words)))


STRIKE = clauses(
    ("Nurses", "nurse", "NOUN", 1, "nsubj"), ("began", "begin", "VERB", -1, "root"), ("a", "a", "DET", 4, "det"),
    ("hunger", "hunger", "NOUN", 4, "compound"), ("strike", "strike", "NOUN", 1, "obj"),
)  # fmt: skip


def trigger(first: int, last: int, **modes: float) -> Trigger:
    return Trigger(
        first=first,
        last=last,
        types=(Scored(label="PROTEST", score=0.9),),
        modes=tuple(Scored(label=name, score=score) for name, score in modes.items()),
    )


def test_the_words_of_an_act_count_more_than_the_rest_of_its_sentence() -> None:
    marks = marks_of_mode(STRIKE, [4], 4)
    assert marks["told strike"] == marks["with hunger"] == marks["compound hunger"] == marks["under begin"] == 1.0
    assert marks["near nurse"] < 1.0


def test_words_mend_what_the_model_does_not_see() -> None:
    assert ranked_modes("PROTEST", STRIKE, trigger(4, 4, demo=0.4, strike=0.35, hunger=0.2), 4)[0][0] in (
        "hunger",
        "strike",
    )
    assert ranked_modes("PROTEST", STRIKE, trigger(4, 4, hunger=0.9), 4)[0][0] == "hunger"


@pytest.mark.parametrize("name", sorted(plover().types))
def test_only_modes_of_the_type_and_none_are_ranked_and_their_chances_are_one_in_all(name: str) -> None:
    ranked = ranked_modes(name, STRIKE, trigger(4, 4, visit=0.6, NONE=0.4), 4)
    assert {mode for mode, _ in ranked} == {*plover().types[name].modes, NO_MODE}
    assert sum(chance for _, chance in ranked) == pytest.approx(1.0)
    assert ranked == sorted(ranked, key=lambda pair: -pair[1])


def test_a_table_of_few_words_tells_the_mode_they_stand_for() -> None:
    weights = {"": {"a": 0.0, "b": 0.0}, "told x": {"a": 2.0}}
    assert by_words(weights, {"told x": 1.0, "told y": 1.0})["a"] > 0.85
    assert by_words(weights, {"told y": 1.0}) == {"a": 0.5, "b": 0.5}


def test_the_table_knows_no_mode_that_its_type_lacks() -> None:
    for name, marks in mode_words().items():
        known = {*plover().types[name].modes, NO_MODE}
        assert all(set(modes) <= known for modes in marks.values())


DEMAND = clauses(
    ("Lima", "Lima", "PROPN", 1, "nsubj"), ("asked", "ask", "VERB", -1, "root"), ("for", "for", "ADP", 3, "case"),
    ("reinforcements", "reinforcement", "NOUN", 1, "obl"),
)  # fmt: skip


def test_what_a_demand_is_about_is_told_by_the_class_of_its_words() -> None:
    marks = marks_of_mode(DEMAND, [1], 1)
    assert marks["about assist"] > marks["with reinforcement"]
    assert not any(one.startswith("about ") for one in marks_of_mode(STRIKE, [4], 4))


def test_a_mode_is_told_where_none_at_all_is_hardly_likelier() -> None:
    chances = dict(ranked_modes("REQUEST", DEMAND, trigger(1, 1, NONE=0.5, assist=0.4), 1))
    assert chances["assist"] > chances["NONE"]


def test_the_classes_of_words_are_those_of_modes() -> None:
    modes = {mode for one in plover().types.values() for mode in one.modes}
    assert set(mode_content()) <= modes
    assert all(words == {word.lower() for word in words} for words in mode_content().values())
