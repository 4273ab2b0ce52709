"""A word's own record beside what the model reads."""

import pytest
from parses import ranked, sentence, trigger

from dragoman.coding import lexicon as module
from dragoman.coding.lexicon import Habit, Lexicon, weighed
from dragoman.coding.structure import Clauses

TABLE = Lexicon(rate=0.05, habits={
    ("accuse", "VERB"): Habit(seen=60, events=54, types={"ACCUSE": 54}),
    ("make", "VERB"): Habit(seen=300, events=1, types={"AGREE": 1}),
    ("strike", "NOUN"): Habit(seen=20, events=18, types={"ASSAULT": 10, "PROTEST": 8}),
})  # fmt: skip


@pytest.fixture(autouse=True)
def table(monkeypatch):
    monkeypatch.setattr(module, "lexicon", lambda: TABLE)


def judged(word: str, upos: str, *types: tuple[str, float]) -> dict[str, float]:
    clauses = Clauses(sentence(f"{word} {word} {upos} 0 root")[1])
    made = trigger(0, "ACCUSE")
    return dict(weighed(type(made)(first=0, last=0, types=ranked(*types)), clauses, 0))


def test_a_word_that_mostly_tells_an_event_raises_the_chance_and_one_that_hardly_does_lowers_it():
    given = (("NONE", 0.5), ("ACCUSE", 0.5))
    assert judged("accuse", "VERB", *given)["NONE"] < 0.5 < judged("make", "VERB", *given)["NONE"]


def test_an_unknown_word_changes_nothing():
    assert judged("frobnicate", "VERB", ("NONE", 0.4), ("ACCUSE", 0.6))["NONE"] == pytest.approx(0.4, abs=1e-3)


def test_the_types_a_word_has_told_before_count():
    ranked_types = judged("strike", "NOUN", ("NONE", 0.1), ("PROTEST", 0.4), ("COERCE", 0.42))
    assert ranked_types["PROTEST"] > ranked_types["COERCE"]


def test_chances_sum_to_one():
    assert sum(judged("strike", "NOUN", ("NONE", 0.3), ("PROTEST", 0.4), ("ASSAULT", 0.3)).values()) == pytest.approx(
        1.0, abs=1e-3
    )
