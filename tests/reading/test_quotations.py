"""Quotations by their marks: every kind of mark, continued and broken quotations, apostrophes, set-off words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading.quotations import find_quotations
from dragoman.records.reading import Quotation


def quoted(text: str) -> list[str]:
    return [text[one.start : one.end] for one in find_quotations(text)]


def groups(text: str) -> list[int]:
    return [one.group for one in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said: "We will respond."', ["We will respond."]),
        ("“We will respond,” he said.", ["We will respond,"]),
        ("''We will respond,'' Mr. Lee said.", ["We will respond,"]),
        ("``We will respond,'' Mr. Lee said.", ["We will respond,"]),
        ("‘We will respond,’ he said.", ["We will respond,"]),
        ("'We will respond,' he said.", ["We will respond,"]),
        ("«Nous allons répondre», dit-il.", ["Nous allons répondre"]),
        ("„Wir werden antworten“, sagte er.", ["Wir werden antworten"]),
        ("他说:「我们会回应。」", ["我们会回应。"]),
        ('"We will respond,” he said.', ["We will respond,"]),
        ('("We will respond")', ["We will respond"]),
        ('"[We] will ... respond (soon)," he said.', ["[We] will ... respond (soon),"]),
        ("It isn't the allies' fault, he'd said in the '90s.", []),
        ("It isn’t the allies’ fault, rock ’n’ roll.", []),
        ("‘The allies’ aims aren’t clear,’ she said.", ["The allies’ aims aren’t clear,"]),
        ("He is 6' 2\" tall.", []),
        ("A closing mark alone” quotes nothing.", []),
        ("", []),
    ],
)
def test_marks_are_paired(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_a_quotation_in_a_quotation_follows_the_one_that_holds_it() -> None:
    assert quoted("“He told me, ‘Leave now,’ and I left,” she said.") == [
        "He told me, ‘Leave now,’ and I left,",
        "Leave now,",
    ]


def test_the_outer_span_has_the_marks() -> None:
    text = 'He said "never again" twice.'
    (one,) = find_quotations(text)
    assert text[one.outer_start : one.outer_end] == '"never again"'


def test_a_broken_quotation_is_one_group() -> None:
    assert groups('"We will respond," he said, "and soon."') == [0, 0]
    assert groups('"We will respond," the minister said in Geneva. "And soon."') == [0, 0]


def test_a_tag_that_belongs_to_the_next_quotation_does_not_join() -> None:
    assert groups('"Why now?" Mills then writes back, "Because."') == [0, 1]


def test_two_speakers_in_a_paragraph_are_two_groups() -> None:
    assert groups('"We will respond," he said. She disagreed. "We will not."') == [0, 1]


def test_a_quotation_reopened_in_each_paragraph_is_one_group() -> None:
    text = '"First.\n\n"Second.\n\n"Third," he said.\n\n"Another," she said.'
    assert quoted(text) == ["First.", "Second.", "Third,", "Another,"]
    assert groups(text) == [0, 0, 0, 1]


def test_an_unclosed_mark_quotes_to_the_end_of_its_paragraph_only() -> None:
    assert quoted('He called it "a lie from the start.\n\nNobody answered.') == ["a lie from the start."]


@pytest.mark.parametrize(
    ("text", "scare"),
    [
        ("the so-called “peace” talks", True),
        ("It was a “very bad idea” to them.", True),
        ("“We will respond to each and every attack,” he said.", False),
        ("“No,” he said.", False),
    ],
)
def test_a_few_words_set_off_are_flagged(text: str, scare: bool) -> None:
    assert [one.scare for one in find_quotations(text)] == [scare]


@given(st.text(alphabet=st.sampled_from("ab ,.\n\"'“”‘’«»„`"), max_size=120))
def test_spans_lie_inside_the_text_and_its_marks(text: str) -> None:
    found = find_quotations(text)
    assert all(one.outer_start <= one.start < one.end <= one.outer_end <= len(text) for one in found)
    assert list(found) == sorted(found, key=order)


def order(one: Quotation) -> tuple[int, int]:
    return one.outer_start, -one.outer_end
