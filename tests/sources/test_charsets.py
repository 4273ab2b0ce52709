"""Character sets, and the one way in which text is written once it is frozen."""

import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import SourceError
from dragoman.sources.charsets import charset_of, decode, reread
from dragoman.sources.normal import normalise, one_line

ENGLISH = "The café in Zürich was closed, the minister said on Tuesday: “We will – of course – open it again.”"
RUSSIAN = (
    "Министры встретились во вторник в Вене и договорились направить наблюдателей на границу в течение десяти дней. "
    * 3
)
CHINESE = (
    "两国部长星期二在维也纳会晤，同意在十天之内向边境派遣观察员。外交部在会谈后发表的声明中说，双方认为会谈是有益的。"
    * 3
)
JAPANESE = (
    "両国の閣僚は火曜日にウィーンで会談し、十日以内に国境へ監視員を派遣することで合意した。外務省が声明で発表した。" * 3
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_english_is_read_in_every_usual_character_set(encoding):
    assert decode(ENGLISH.encode(encoding)) == ENGLISH


@pytest.mark.parametrize("said", ["utf-8", "iso-8859-1", "gb2312", "no-such-charset", ""])
def test_chinese_is_read_whatever_the_header_says(said):
    assert decode(CHINESE.encode("gb18030"), content_type=f"text/html; charset={said}") == CHINESE


@pytest.mark.parametrize("said", ["shift_jis", "utf-8", "windows-1252"])
def test_japanese_is_read_whatever_the_header_says(said):
    assert decode(JAPANESE.encode("shift_jis"), content_type=f"text/html; charset={said}") == JAPANESE


def test_russian_said_to_be_western_is_not_read_as_western():
    assert decode(RUSSIAN.encode("cp1251"), content_type="text/html; charset=iso-8859-1") == RUSSIAN


def test_the_page_itself_is_asked_where_the_header_is_silent():
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset=euc-kr"></head><body>{"장관들이 만났다. " * 9}</body></html>'
    assert decode(page.encode("euc-kr")) == page


def test_latin_1_means_windows_1252_as_in_browsers():
    assert decode(b"He said \x93yes\x94.", content_type="text/html; charset=ISO-8859-1") == "He said “yes”."


def test_utf_8_is_believed_against_the_header():
    assert decode(ENGLISH.encode("utf-8"), content_type="text/html; charset=iso-8859-1") == ENGLISH


def test_a_windows_quotation_mark_pasted_into_utf_8_is_kept():
    data = ENGLISH.encode("utf-8") * 20 + b" \x93so\x94"
    assert decode(data) == ENGLISH * 20 + " “so”"


def test_the_old_japanese_mail_encoding_is_known_by_its_escapes():
    assert decode(JAPANESE.encode("iso2022_jp")) == JAPANESE


def test_what_was_misread_once_is_set_right():
    assert reread("The minister’s plan".encode().decode("cp1252")) == "The minister’s plan"
    assert reread("Ãngela paid â‚¬5 in SÃ£o Paulo, naïvely, at 5 °C") == "Ãngela paid €5 in São Paulo, naïvely, at 5 °C"


@given(st.text(alphabet=st.characters(max_codepoint=0x2FF, exclude_categories=("Cs",))))
def test_utf_8_is_read_as_it_was_written_but_for_what_looks_misread(text):
    assert decode(text.encode("utf-8")).removeprefix("\ufeff") == reread(text) or "\x1b" in text or "\0" in text


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_a_clear_refusal(data):
    with suppress(SourceError):
        assert isinstance(decode(data), str)


@given(st.binary(max_size=100), st.text(max_size=30))
def test_no_header_breaks_it(data, header):
    charset_of(data, content_type=f"text/html; charset={header}")


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_normalised_text_can_be_stored_and_split(text):
    frozen = normalise(text)
    assert frozen.encode("utf-8").decode("utf-8") == frozen
    assert frozen == unicodedata.normalize("NFC", frozen)
    assert frozen.splitlines() == (frozen.split("\n") if frozen else [])


@pytest.mark.parametrize(
    ("written", "frozen"),
    [
        ("one\r\ntwo\rthree\u2028four\x85five\x0bsix", "one\ntwo\nthree\nfour\nfive\nsix"),
        ("one\u00a0two\u202fthree\tfour\u3000five", "one two three four five"),
        (
            "zero\u200bwidth, soft\u00adhyphen, \u202aright\u202c, \ufeffmark, \x00null",
            "zerowidth, softhyphen, right, mark, null",
        ),
        ("  one  \n\n\n\n  two  ", "one\n\ntwo"),
        ("cafe\u0301", "café"),
        ("“quoted” – it’s… ﬁne", "“quoted” – it’s… ﬁne"),
        ("half\ud83d", "half\ufffd"),
        ("", ""),
    ],
)
def test_each_thing_is_written_in_one_way(written, frozen):
    assert normalise(written) == frozen


def test_a_name_is_kept_on_one_line():
    assert one_line(" Jane\n\u00a0 Roe ") == "Jane Roe"
