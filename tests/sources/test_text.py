"""Plain texts: normalisation, heads, tails, character sets, language."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import NotAnArticle, NotEnglish
from dragoman.sources import article_from_text
from dragoman.sources.charset import decode, normalise
from dragoman.sources.fetch import article_from_bytes

STORY = "The two ministers met in Vienna on Tuesday and agreed to send observers to the border. Both sides called the talks useful and fair."


@given(st.text(max_size=400))
def test_normalising_twice_changes_nothing(text):
    once = normalise(text)
    assert normalise(once) == once


def test_normalised_text_has_one_kind_of_blank_and_nothing_invisible():
    assert normalise("a\u00a0b\u200b\r\nc  \r\n\r\n\r\n\r\nd\ufeff") == "a b\nc\n\nd"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("September 19, 2024", "2024-09-19"),
        ("19 September 2024", "2024-09-19"),
        ("Published: Sept. 19, 2024", "2024-09-19"),
        ("Thursday, September 19, 2024", "2024-09-19"),
        ("2024-09-19", "2024-09-19"),
        ("September 31, 2024", None),
    ],
)
def test_a_date_line_on_top_dates_the_report(line, told):
    article = article_from_text(f"{line}\n\n{STORY}")
    assert article.published == told
    assert article.published_from == ("dateline" if told else None)


def test_nothing_dates_a_report_that_says_nothing():
    assert article_from_text(STORY).published is None


def test_headline_byline_and_story_are_told_apart_and_stay_in_the_text():
    article = article_from_text(f"Ministers meet in Vienna\nBy Jane Roe\nMarch 3, 2021\n\n{STORY}")
    assert (article.title, article.author, article.published) == ("Ministers meet in Vienna", "Jane Roe", "2021-03-03")
    assert article.text[article.body_start :] == STORY
    assert article.text.startswith("Ministers meet")


@pytest.mark.parametrize(
    ("start", "place", "agency", "day"),
    [
        ("SEOUL, Sept 13 (Reuters) - ", "SEOUL", "Reuters", None),
        ("VIENNA (AP) — ", "VIENNA", "Associated Press", None),
        ("MOSCOW, March 3, 2021 (TASS) - ", "MOSCOW", "TASS", "2021-03-03"),
        ("GENEVA — ", "GENEVA", None, None),
    ],
)
def test_a_wire_dateline_tells_place_and_agency_and_the_day_only_with_its_year(start, place, agency, day):
    article = article_from_text(start + STORY)
    assert (article.dateline, article.publisher, article.published) == (place, agency, day)


def test_a_comment_form_is_cut():
    article = article_from_text(
        f"{STORY}\n\n{STORY}\n\nLeave a Reply\n\nYour email address will not be published. Required fields are marked *"
    )
    assert article.text == f"{STORY}\n\n{STORY}"


def test_the_word_reply_in_a_story_is_not_a_form():
    text = f"{STORY}\n\nThe ministry left a reply on Monday, which said that the talks had been useful for both sides."
    assert article_from_text(text).text == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_character_sets_are_guessed(encoding):
    text = f"Café in Zürich. {STORY} “Well,” he said."
    assert decode(text.encode(encoding)) == text


def test_a_declared_character_set_is_believed_where_it_fits():
    page = "<html><head><meta charset='shift_jis'></head><body>日本の首相</body></html>"
    assert "日本の首相" in decode(page.encode("shift_jis"))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "nothing in it"),
        (b"  \n ", "nothing in it"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04abc", "zip or office"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\x00\x01\x02" * 400, "not text"),
        (b"12345 67890", "no words"),
    ],
)
def test_what_is_no_report_is_refused_with_what_to_do(raw, words):
    with pytest.raises(NotAnArticle, match=words) as refused:
        article_from_bytes(raw)
    assert refused.value.hint


def test_another_language_is_named():
    german = "Die beiden Minister trafen sich am Dienstag in Wien und vereinbarten, Beobachter an die Grenze zu schicken. Das war nützlich."
    with pytest.raises(NotEnglish, match=r"\(de\)"):
        article_from_text(german)


def test_a_date_far_ahead_is_not_believed_unless_given():
    text = f"September 19, 2024\n\n{STORY}"
    assert article_from_text(text, today=date(2024, 1, 1)).published is None
    assert article_from_text(STORY, published="2024-09-19", today=date(2024, 1, 1)).published == "2024-09-19"


@given(st.binary(max_size=300))
def test_no_bytes_break_it(raw):
    try:
        article = article_from_bytes(raw)
    except NotAnArticle:
        return
    except NotEnglish:
        return
    assert article.text
