"""Words and the grammar around them, beside what the model reads."""

import pytest
from parses import ranked, sentence, trigger

from dragoman.coding import act_words as module
from dragoman.coding.act_words import act_words, acts_in, marks_of, read_act_words, weighed
from dragoman.coding.structure import Clauses

ROWS = [
    {"mark": "constant", "event": "-1", "types": ""},
    {"mark": "what the model reads", "event": "0.5", "types": "any:1"},
    {"mark": "accuse VERB", "event": "3", "types": "ACCUSE:2"},
    {"mark": "make VERB", "event": "-2", "types": ""},
    {"mark": "strike NOUN", "event": "", "types": "PROTEST:1;ASSAULT:0.5"},
]


@pytest.fixture
def table(monkeypatch):
    monkeypatch.setattr(module, "act_words", lambda: read_act_words(ROWS))


def judged(mark: str, *types: tuple[str, float]) -> dict[str, float]:
    made = trigger(0, "ACCUSE")
    return dict(weighed(type(made)(first=0, last=0, types=ranked(*types)), (mark,)))


def test_a_word_that_mostly_tells_an_event_raises_the_chance_and_one_that_hardly_does_lowers_it(table):
    given = (("NONE", 0.5), ("ACCUSE", 0.5))
    assert judged("accuse VERB", *given)["NONE"] < 0.5 < judged("make VERB", *given)["NONE"]


def test_a_mark_that_the_table_lacks_counts_nothing(table):
    given = (("NONE", 0.4), ("ACCUSE", 0.6))
    assert judged("frobnicate VERB", *given) == judged("gyre NOUN", *given)


def test_the_types_that_a_word_leans_to_count(table):
    told = judged("strike NOUN", ("NONE", 0.1), ("PROTEST", 0.4), ("COERCE", 0.42))
    assert told["PROTEST"] > told["COERCE"]


def test_chances_sum_to_one(table):
    told = judged("strike NOUN", ("NONE", 0.3), ("PROTEST", 0.4), ("ASSAULT", 0.3))
    assert sum(told.values()) == pytest.approx(1.0, abs=1e-3)


def test_an_account_names_the_heaviest_marks_first():
    assert read_act_words(ROWS).leading(["make VERB", "accuse VERB", "gyre NOUN"]) == [
        "accuse VERB +3.00",
        "make VERB -2.00",
    ]


URGED = """
Lima Lima PROPN 2 nsubj
urged urge VERB 0 root
Quito Quito PROPN 2 obj
to to PART 5 mark
free free VERB 2 xcomp
the the DET 7 det
hostages hostage NOUN 5 obj
"""


def test_marks_tell_the_word_its_parts_what_it_hangs_on_its_parties_and_the_acts_around_it():
    clauses = Clauses(sentence(URGED, (trigger(1, "REQUEST"), trigger(4, "RETREAT", 0.3)))[1])
    acts = acts_in(clauses)
    assert acts == {1: "REQUEST"}
    urged, free = (set(marks_of(clauses, at, {0, 2}, acts, False)) for at in (1, 4))
    assert {"urge VERB", "VERB has obj", "urge >obj NAME", "VERB party nsubj", "VERB lacks ccomp", "told VERB"} <= urged
    assert {"free >obj hostage", "VERB xcomp of urge", "under REQUEST VERB", "form base xcomp", "VERB >mark to"} <= free


def test_the_labelled_reports_taught_that_accusing_is_an_event_and_saying_is_none():
    assert act_words().odds(0.5, ["accuse VERB"]) > act_words().odds(0.5, ["say VERB"])


def test_the_model_is_never_surer_than_the_reports_it_had_not_learned_from_allow():
    assert 1.0 - judged_alone(0.9999)["NONE"] < 0.99


def judged_alone(chance: float) -> dict[str, float]:
    made = trigger(0, "ACCUSE", chance)
    return dict(weighed(made, ()))
