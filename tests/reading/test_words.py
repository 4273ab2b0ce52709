"""Words follow the English UD treebanks and cover the text exactly."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.pipeline.report import undisturbed
from dragoman.reading.words import find_words, split


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in find_words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("don't won't can't cannot", "do n't wo n't ca n't can not"),
        ("I'd've said it’s hers", "I 'd 've said it ’s hers"),
        ("gonna wanna dont", "gon na wan na do nt"),
        ("the regime's allies' claims", "the regime 's allies ' claims"),
        ("DIDN'T O'Neill o'clock Shi'ite", "DID N'T O'Neill o'clock Shi'ite"),
        ("a 12-year-old boy", "a 12 - year - old boy"),
        ("anti-ship pro-government ship-borne", "anti-ship pro-government ship - borne"),
        ("AK-47 and MiG-29", "AK - 47 and MiG - 29"),
        ("$5.4bn, 20% and £3m.", "$ 5.4 bn , 20 % and £ 3 m ."),
        ("the 5th and the 1990s", "the 5th and the 1990s"),
        ("U.S. troops, the U.S.-led force", "U.S. troops , the U.S. - led force"),
        ("Mr. Kim met Gen. Ri at 5 p.m.", "Mr. Kim met Gen. Ri at 5 p.m."),
        ("No. 5; no. Not now", "No. 5 ; no . Not now"),
        (
            "see https://example.org/a?b=c, or write to a.b@example.org.",
            "see https://example.org/a?b=c , or write to a.b@example.org .",
        ),
        ("wait... what?! no -- yes—no…", "wait ... what ?! no -- yes — no …"),
        ('"Yes," ‘no’ «oui» „ja“', '" Yes , " ‘ no ’ « oui » „ ja “'),
        ("1,000.5 at 10:30 on 9/11", "1,000.5 at 10:30 on 9/11"),
        ("S.Korea and/or AT&T", "S . Korea and / or AT&T"),
        ("Über die Brücke: Цели, 目标。", "Über die Brücke : Цели , 目标 。"),
        ("(see [12])", "( see [ 12 ] )"),
    ],
)
def test_words_are_cut_as_the_treebanks_cut_them(text: str, expected: str) -> None:
    assert words(text) == expected.split()


@given(st.text(alphabet=st.sampled_from("ab.'’\"-,$5 \nU(“”)!?…@/éП中"), max_size=80) | st.text(max_size=60))
def test_every_mark_is_in_exactly_one_word(text: str) -> None:
    found = find_words(text)
    assert all(a[1] <= b[0] for a, b in pairwise(found))
    assert "".join(text[start:end] for start, end in found) == "".join(text.split())


@given(st.text(max_size=80))
def test_sentences_share_out_the_words_in_order(text: str) -> None:
    assert [word for sentence in split(text) for word in sentence] == find_words(text)


@pytest.mark.parametrize(
    "unit", ["a", "a.", "a-", '"', '" ', ".", "1.", "@", "a'", "http://", "Mr. ", ".) ", "a\n", "\n"]
)
def test_work_grows_with_length_only(unit: str) -> None:
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        with undisturbed():  # a collection of all that the tests before left takes up to a second
            started = time.perf_counter()
            split(text)
            return time.perf_counter() - started

    assert seconds(48_000) < 24 * seconds(4_000) + 0.3
