"""Sentence borders survive abbreviations, quotations, headlines, bullets and wrapped lines."""

import pytest

from dragoman.reading.words import split


def sentences(text: str) -> list[str]:
    return [text[found[0][0] : found[-1][1]] for found in split(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. President met Gen. Smith on Jan. 5.",
        "He cited Art. 2 and No. 5 of Res. 1718.",
        "George W. Bush and J. K. Rowling met at 5 p.m. EST.",
        "Acme Corp. Chairman Lee spoke to Sen. Marco Rubio, R-Fla., and others.",
        '"Are you sure?" he asked.',
        '"Stop!" she said.',
        '"Is that all there is?" Trump said.',
        "It costs 3.5 million, vs. 2.1 million in Feb. 2003.",
        "SEOUL, Sept. 9 (Yonhap) -- North Korea fired a missile.",
        "They ... agreed to . . . leave.",
        "It was cited [12] by others.",
    ],
)
def test_one_sentence_stays_one(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "He left.|She stayed.",
        "He lives in the U.S.|He said so.",
        "They sell arms, oil, etc.|Nobody knows.",
        '"We will respond."|He did not say how.',
        "He said: “We will respond.|We always have.”|The ministry agreed.",
        '"I never said that.|Okay?|I never did," he said.',
        "(It was raining.)|They left.",
        "Really?!|Yes!|no.|well, ok.",
        "It was cited. [12]|Others followed.",
        "It rose by 5.|Then it fell.",
        "Sanctions “bite.”|Analysts disagree.",
    ],
)
def test_sentences_end_where_they_end(text: str) -> None:
    assert sentences(text.replace("|", " ")) == text.split("|")


def test_a_blank_line_always_ends_a_sentence() -> None:
    assert sentences("Talks fail in Geneva\n\nEnvoys left on Monday") == [
        "Talks fail in Geneva",
        "Envoys left on Monday",
    ]


def test_lines_wrapped_by_hand_are_one_sentence() -> None:
    text = (
        "The foreign minister of the republic told reporters in the capital\n"
        "On Tuesday that the talks, which had been held in secret for several\nweeks, would resume."
    )
    assert len(sentences(text)) == 1


def test_bullets_are_sentences_of_their_own() -> None:
    assert sentences("Demands:\n- a ceasefire\n- release of prisoners") == [
        "Demands:",
        "- a ceasefire",
        "- release of prisoners",
    ]


def test_a_line_that_had_room_for_the_next_word_is_a_headline() -> None:
    text = "Envoy leaves\nThe ambassador of the northern republic left the capital on Tuesday after a week of talks."
    assert len(sentences(text)) == 2


def test_a_list_number_stays_with_its_item() -> None:
    assert sentences("1. Stop the war.\n\n2. Free the prisoners.") == ["1. Stop the war.", "2. Free the prisoners."]


def test_a_text_without_words_has_no_sentences() -> None:
    assert split("") == split(" \n\n ") == []
