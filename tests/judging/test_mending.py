"""Slips of the parser that are put right before roles are read; sentences given with the parse that the model makes of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.judging.mending import mended
from dragoman.records import Word


def parsed(text: str) -> tuple[Word, ...]:
    """Words of "text/UPOS/head/deprel/lemma" joined by blanks; the lemma is the text in lower case unless given."""
    words, start = [], 0
    for part in text.split():
        form, upos, head, deprel, *lemma = part.split("/")
        words.append(
            Word(
                start=start,
                end=start + len(form),
                text=form,
                lemma=lemma[0] if lemma else form.lower(),
                upos=upos,
                head=int(head),
                deprel=deprel,
            )
        )
        start += len(form) + 1
    return tuple(words)


def told(words: tuple[Word, ...]) -> list[str]:
    return [f"{word.text}/{word.upos}/{word.head}/{word.deprel}" for word in words]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (  # a noun with an object is a verb
            "Tehran/PROPN/1/nsubj trains/NOUN/-1/root/train rebel/NOUN/3/compound crews/NOUN/1/obj/crew",
            "Tehran/PROPN/1/nsubj trains/VERB/-1/root rebel/NOUN/3/compound crews/NOUN/1/obj",
        ),
        (  # a participle in front of a noun describes it
            "X/PROPN/1/nsubj showed/VERB/-1/root/show captured/VERB/1/xcomp/capture soldiers/NOUN/2/obj/soldier",
            "X/PROPN/1/nsubj showed/VERB/-1/root captured/VERB/3/amod soldiers/NOUN/1/obj",
        ),
        (  # what stands behind a preposition is no subject
            "Over/ADP/1/case Hokkaido/PROPN/2/nsubj flew/VERB/-1/root/fly a/DET/4/det missile/NOUN/2/obj",
            "Over/ADP/1/case Hokkaido/PROPN/2/obl flew/VERB/-1/root a/DET/4/det missile/NOUN/2/nsubj",
        ),
        (  # of two subjects the first is what it is done to
            "Shells/NOUN/2/nsubj/shell X/PROPN/2/nsubj fires/VERB/-1/root/fire",
            "Shells/NOUN/2/obj X/PROPN/2/nsubj fires/VERB/-1/root",
        ),
        (  # an object without preposition read as an oblique
            "X/PROPN/1/nsubj armed/VERB/-1/root/arm the/DET/3/det M23/PROPN/1/obl",
            "X/PROPN/1/nsubj armed/VERB/-1/root the/DET/3/det M23/PROPN/1/obj",
        ),
        (  # "had" beside a participle is its auxiliary
            "They/PRON/1/nsubj said/VERB/-1/root/say X/PROPN/3/nsubj had/VERB/1/ccomp/have scattered/VERB/1/ccomp/scatter mines/NOUN/4/obj/mine",
            "They/PRON/1/nsubj said/VERB/-1/root X/PROPN/4/nsubj had/AUX/4/aux scattered/VERB/1/ccomp mines/NOUN/4/obj",
        ),
        (  # a sentence with its article is no headline: no passive without auxiliary
            "A/DET/1/det freighter/NOUN/2/nsubj:pass passed/VERB/-1/root/pass empty/ADJ/2/advmod",
            "A/DET/1/det freighter/NOUN/2/nsubj passed/VERB/-1/root empty/ADJ/2/advmod",
        ),
    ],
)
def test_slips_are_put_right(before: str, after: str) -> None:
    assert told(mended(parsed(before))) == after.split()


@pytest.mark.parametrize(
    "sound",
    [
        "X/PROPN/1/nsubj sold/VERB/-1/root/sell coal/NOUN/1/obj to/ADP/4/case Y/PROPN/1/obl",
        "Coal/NOUN/1/nsubj:pass seized/VERB/-1/root/seize in/ADP/3/case port/NOUN/1/obl",
        "X/PROPN/1/nsubj left/VERB/-1/root/leave Monday/PROPN/1/obl:unmarked",
    ],
)
def test_a_sound_parse_stays_as_it_is(sound: str) -> None:
    assert mended(parsed(sound)) == parsed(sound)


RELATIONS = (
    "nsubj",
    "nsubj:pass",
    "obj",
    "obl",
    "obl:agent",
    "case",
    "cop",
    "xcomp",
    "acl",
    "amod",
    "det",
    "nmod:poss",
    "aux",
    "root",
)
odd_words = st.tuples(
    st.sampled_from(("'s", "by", "had", "were", "captured", "shells", "four")), st.sampled_from(("VERB", "NOUN", "ADJ", "NUM", "AUX", "ADP", "PROPN")),
    st.integers(-1, 6), st.sampled_from(RELATIONS),
)  # fmt: skip


@given(st.lists(odd_words, min_size=7, max_size=7))
@settings(max_examples=400, deadline=None)
def test_no_parse_is_too_odd(rows: list[tuple[str, str, int, str]]) -> None:
    words = parsed(
        " ".join(
            f"{form}/{upos}/{head if head != at else -1}/{relation}"
            for at, (form, upos, head, relation) in enumerate(rows)
        )
    )
    assert [word.text for word in mended(words)] == [word.text for word in words]


@st.composite
def trees(draw: st.DrawFn) -> tuple[Word, ...]:
    """Any words, each under one that was hung up before it."""
    order = draw(st.permutations(range(9)))
    heads = {at: order[draw(st.integers(0, place - 1))] if place else -1 for place, at in enumerate(order)}
    rows = draw(st.lists(odd_words, min_size=9, max_size=9))
    return parsed(
        " ".join(f"{form}/{upos}/{heads[at]}/{relation}" for at, (form, upos, _, relation) in enumerate(rows))
    )


def ends_at_root(words: tuple[Word, ...], at: int) -> bool:
    """Whether the way up from a word comes to an end."""
    for _ in words:
        if words[at].head < 0:
            return True
        at = words[at].head
    return False


@given(trees())
@settings(max_examples=1000, deadline=None)
def test_a_tree_stays_a_tree(words: tuple[Word, ...]) -> None:
    assert all(ends_at_root(mended(words), at) for at in range(len(words)))


def test_an_agent_is_not_hung_on_a_word_below_it() -> None:
    killed = parsed(
        "people/NOUN/1/nsubj:pass killed/VERB/-1/root thousands/NOUN/5/list wounded/VERB/2/amod by/ADP/5/case rockets/NOUN/1/obl:agent"
    )
    assert mended(killed) == killed


def test_a_mark_that_ends_the_sentence_counts_nothing() -> None:
    odd = parsed("shells/NOUN/1/obl Korean/ADJ/-1/root were/AUX/1/cop 's/PART/0/case")
    assert told(mended(odd)) == told(odd)
