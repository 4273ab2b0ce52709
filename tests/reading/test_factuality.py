"""How sure a sentence leaves its predicates, by what stands around them."""

import numpy as np
from msgspec.structs import replace

from dragoman.reading.encoder import Numbers
from dragoman.reading.factuality import features, share_of_news, signs_of, sure_words, with_factuality
from dragoman.records.reading import Sentence, Word


def made(*rows: tuple[str, str, str, int, str]) -> tuple[Word, ...]:
    """Words from (form, lemma, upos, head, relation)."""
    at, words = 0, []
    for form, lemma, upos, head, relation in rows:
        words.append(Word(start=at, end=at + len(form), text=form, lemma=lemma, upos=upos, head=head, deprel=relation))
        at += len(form) + 1
    return tuple(words)


WITHDREW = made(
    ("They", "they", "PRON", 1, "nsubj"), ("withdrew", "withdraw", "VERB", -1, "root"), (".", ".", "PUNCT", 1, "punct")
)
REFUSED = made(
    ("They", "they", "PRON", 1, "nsubj"), ("refused", "refuse", "VERB", -1, "root"), ("to", "to", "PART", 3, "mark"),
    ("withdraw", "withdraw", "VERB", 1, "xcomp"), (".", ".", "PUNCT", 1, "punct"),
)  # fmt: skip
MIGHT = made(
    ("They", "they", "PRON", 2, "nsubj"), ("might", "might", "AUX", 2, "aux"), ("withdraw", "withdraw", "VERB", -1, "root"),
    (".", ".", "PUNCT", 2, "punct"),
)  # fmt: skip


def sentence(words: tuple[Word, ...]) -> Sentence:
    return Sentence(start=0, end=words[-1].end, words=words)


def head(words: tuple[Word, ...], news: float = 1.5, other: float = -1.5) -> Numbers:
    """What a head would say that takes all words alike."""
    return np.tile(np.array([news, other], dtype=np.float32), (len(words), 1))


def placed(words: tuple[Word, ...], at: int) -> float:
    """What the place of a word says alone."""
    value = sure_words(words, head(words)[:, 0], 1.0)[at].factuality
    assert value is not None
    return value


def test_signs_are_the_function_words_that_hang_on_a_word() -> None:
    assert signs_of(MIGHT)[2] == ["aux might"]
    assert signs_of(REFUSED)[3] == ["mark to"]


def test_features_tell_the_verb_above() -> None:
    found = set(features(REFUSED, signs_of(REFUSED), 3))
    assert {"lemma withdraw", "as xcomp", "VERB lemma: mark to", "xcomp of refuse"} <= found


def test_a_refused_or_possible_act_is_less_sure_than_an_act() -> None:
    done = placed(WITHDREW, 1)
    assert placed(REFUSED, 3) < done - 0.5
    assert placed(MIGHT, 2) < done - 0.5


def test_what_is_no_predicate_stays_without_a_value() -> None:
    assert [word.factuality is None for word in sure_words(MIGHT, head(MIGHT)[:, 0], 1.0)] == [True, False, False, True]


def test_each_kind_of_text_has_its_scale() -> None:
    (web,) = with_factuality([sentence(WITHDREW)], [head(WITHDREW)], [0.1])
    assert web.words[1].factuality == -1.5
    (news,) = with_factuality([sentence(WITHDREW)], [head(WITHDREW)], [1.0])
    assert value_of(news, 1) > 1.5


def test_a_sentence_unlike_its_report_trusts_its_place_more() -> None:
    both = [sentence(REFUSED)] * 2
    _, alike = with_factuality(both, [head(REFUSED)] * 2, [1.0, 1.0])
    _, unlike = with_factuality(both, [head(REFUSED)] * 2, [1.0, 0.0])
    assert value_of(unlike, 3) < value_of(alike, 3) < 1.5


def test_a_few_words_that_look_otherwise_do_not_change_the_report() -> None:
    assert share_of_news([10, 10, 10, 10], [1.0, 1.0, 1.0, 0.0]) == 1.0
    assert share_of_news([10, 10, 10, 10], [0.0, 0.0, 0.0, 0.5]) == 0.0
    assert 0.0 < share_of_news([10], [0.3]) < 1.0


def test_a_report_without_words_is_read() -> None:
    assert with_factuality([], [], []) == ()


def test_a_head_outside_the_sentence_is_none() -> None:
    alone = (replace(WITHDREW[1], head=7),)
    assert sure_words(alone, head(alone)[:, 0], 0.5)[0].factuality is not None


def value_of(one: Sentence, at: int) -> float:
    value = one.words[at].factuality
    assert value is not None
    return value
