"""Files and standard input: what is read, and what each refusal says."""

import gzip
import io
import os
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from local_site import PAGE, SENTENCE

from dragoman.errors import NotAnArticle, NotEnglish, SourceError, UsageError
from dragoman.sources import Given, Limits, article_from_bytes, article_from_text, fetch_article, frozen_article
from dragoman.sources.languages import language_name, language_of
from dragoman.sources.tables import language_names

SECOND = "Both sides called the talks useful, and a second round is planned for the autumn in Geneva or Oslo."
STORY = f"{SENTENCE}\n\n{SECOND}"
FORM = "Leave a Reply\n\nYour email address will not be published. Required fields are marked *"
GERMAN = (
    "Die beiden Minister trafen sich am Dienstag in Wien und vereinbarten, innerhalb von zehn Tagen Beobachter an die Grenze zu schicken, "
    "teilte das Außenministerium nach den Gesprächen mit. Beide Seiten nannten die Gespräche nützlich."
)


def write(path, data: bytes | str):
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return str(path)


def test_a_text_file_is_read(tmp_path):
    article = fetch_article(write(tmp_path / "a.txt", STORY))
    assert (article.text, article.language, article.body_start) == (STORY, "en", 0)
    assert (article.title, article.published, article.publisher, article.dateline, article.url) == (None,) * 5


def test_a_page_is_known_by_its_bytes_not_by_its_name(tmp_path):
    assert fetch_article(write(tmp_path / "a.txt", PAGE)).title == "Ministers meet"
    assert fetch_article(write(tmp_path / "a.html", STORY)).text == STORY


@pytest.mark.parametrize("packed", [STORY, PAGE])
def test_a_packed_file_is_unpacked_whatever_its_name(tmp_path, packed):
    assert SENTENCE in fetch_article(write(tmp_path / "a.bin", gzip.compress(packed.encode()))).text


def test_standard_input_is_read():
    assert fetch_article("-", stdin=io.BytesIO(STORY.encode())).text == STORY
    assert fetch_article("-", stdin=io.BytesIO(PAGE.encode("utf-16"))).title == "Ministers meet"


def test_the_same_report_has_the_same_id_and_another_address_another():
    one, again = article_from_text(STORY), article_from_text(STORY + "\r\n")
    assert one.id == again.id
    assert article_from_text(STORY, given=Given(url="https://courier.example/a")).id != one.id


def test_date_line_headline_and_byline_stay_in_the_text_before_the_story_and_the_form_goes():
    head = "September 19, 2024\n\nMinisters Meet in Vienna\n\nBy Jane Roe, Reuters"
    article = article_from_text(f"{head}\n\n{STORY}\n\n{FORM}")
    assert article.text == f"{head}\n\n{STORY}"
    assert article.text[article.body_start :].lstrip() == STORY
    assert (article.published, article.published_from) == ("2024-09-19", "dateline")
    assert (article.title, article.author, article.publisher) == ("Ministers Meet in Vienna", "Jane Roe", "Reuters")


def test_the_report_that_this_project_started_from(shared):
    import json

    article = fetch_article(str(shared / "samples" / "vostochny.txt"))
    rows = map(json.loads, (shared / "gold" / "dossier" / "dev.jsonl").read_text(encoding="utf-8").splitlines())
    assert article.text == next(row["text"] for row in rows if row["id"] == "seed:vostochny").rstrip()
    assert (article.published, article.published_from) == ("2024-09-19", "dateline")
    assert article.text[article.body_start :].startswith("In an unexpected turn")


@pytest.mark.parametrize(
    ("given_day", "published", "origin"),
    [
        (None, None, None),
        ("2024", "2024-09-13", "dateline"),
        ("2024-09", "2024-09-13", "dateline"),
        ("2024-09-15", "2024-09-15", "given"),
        ("2023-11", "2023-11", "given"),
    ],
)
def test_a_dateline_without_a_year_is_completed_only_where_the_year_is_known(given_day, published, origin):
    article = article_from_text(f"SEOUL, Sept 13 (Reuters) - {STORY}", given=Given(published=given_day))
    assert (article.published, article.published_from, article.dateline) == (published, origin, "SEOUL")


def test_a_day_far_ahead_is_not_believed_unless_it_is_given():
    text = f"September 19, 2024\n\n{STORY}"
    assert article_from_text(text, today=date(2024, 9, 18)).published == "2024-09-19"
    assert article_from_text(text, today=date(2024, 1, 1)).published is None
    assert (
        article_from_text(STORY, given=Given(published="2024-09-19"), today=date(2024, 1, 1)).published == "2024-09-19"
    )


def test_a_day_that_is_given_must_be_one():
    with pytest.raises(UsageError, match="'soon' is not a date") as wrong:
        article_from_text(STORY, given=Given(published="soon"))
    assert "2024-09-19" in wrong.value.hint


def test_a_frozen_text_is_not_changed():
    text = f"  September 19, 2024\r\n\r\n{STORY}\u00a0\n\n{FORM}\n"
    article = frozen_article(text)
    assert (article.text, article.published) == (text, "2024-09-19")


# What is refused


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"  \r\n\t ", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\xff\xfe", "is empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF"),
        (b"PK\x03\x04\x14\x00\x06\x00", "office document"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a picture"),
        (b"\x00\x00\x00\x20ftypmp42", "a film"),
        (b"\x7fELF\x02\x01\x01", "a program"),
        (b"SQLite format 3\x00\x10\x00", "an SQLite database"),
        (b"{\\rtf1\\ansi hello}", "rich text"),
        (bytes(range(256)) * 8, "is not text"),
        (b"<?xml version='1.0'?><rss version='2.0'><channel></channel></rss>", "a feed"),
        (b"12345 67890 -- !!", "no words"),
    ],
)
def test_what_is_no_report_is_named_with_what_to_do(tmp_path, data, words):
    with pytest.raises(NotAnArticle, match=words) as refused:
        fetch_article(write(tmp_path / "a.dat", data))
    assert refused.value.hint
    assert "a.dat" in refused.value.message


def test_a_file_of_50_mb_is_refused_without_being_read(tmp_path):
    with (tmp_path / "big.txt").open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    with pytest.raises(SourceError, match="larger than 20 MB") as refused:
        fetch_article(str(tmp_path / "big.txt"))
    assert "dragoman add" in refused.value.hint


def test_standard_input_is_read_no_further_than_the_cap():
    class Endless(io.RawIOBase):
        read_so_far = 0

        def read(self, size=-1):
            self.read_so_far += size
            return b"word " * (size // 5)

    endless = Endless()
    with pytest.raises(SourceError, match="standard input is larger than 1 MB"):
        fetch_article("-", stdin=endless, limits=Limits(bytes=1024 * 1024))
    assert endless.read_so_far < 4 * 1024 * 1024


def test_a_packed_file_is_unpacked_no_further_than_the_cap(tmp_path):
    bomb = write(tmp_path / "bomb.txt.gz", gzip.compress(b"word " * 2_000_000))
    with pytest.raises(SourceError, match=r"unpacked, is larger than 1 MB"):
        fetch_article(bomb, limits=Limits(bytes=1024 * 1024))


def test_a_damaged_packed_file_is_told(tmp_path):
    with pytest.raises(SourceError, match="damaged gzip"):
        fetch_article(write(tmp_path / "a.gz", gzip.compress(STORY.encode())[:-20]))


@pytest.mark.parametrize(
    ("name", "words", "hint"),
    [
        ("none.txt", "there is no file", "check the path"),
        (".", "is a folder", "dragoman add"),
        ("a\0b", "cannot be read", "check the path"),
    ],
)
def test_a_path_that_cannot_be_read_says_why(tmp_path, name, words, hint):
    with pytest.raises(SourceError, match=words) as refused:
        fetch_article(str(tmp_path / name))
    assert hint in refused.value.hint


def test_an_address_without_its_scheme_is_recognised():
    with pytest.raises(SourceError) as refused:
        fetch_article("www.courier.example/a")
    assert "https://www.courier.example/a" in refused.value.hint


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_says_so(tmp_path):
    path = write(tmp_path / "a.txt", STORY)
    os.chmod(path, 0)
    with pytest.raises(SourceError, match="cannot be read: Permission denied"):
        fetch_article(path)


def test_a_table_is_for_another_command(tmp_path):
    with pytest.raises(SourceError, match="a table of reports") as refused:
        fetch_article(write(tmp_path / "a.jsonl", '{"text": "The two ministers met."}'))
    assert "dragoman add" in refused.value.hint


# Languages


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (GERMAN, "German"),
        (
            "Les deux ministres se sont rencontrés mardi à Vienne et sont convenus d'envoyer des observateurs à la frontière.",
            "French",
        ),
        ("Оба министра встретились во вторник в Вене и договорились направить наблюдателей.", "Russian"),
        ("两国部长星期二在维也纳会晤，同意向边境派遣观察员。", "Chinese"),
        ("両国の閣僚は火曜日にウィーンで会談した。", "Japanese"),
        (
            "De twee ministers hebben elkaar dinsdag in Wenen ontmoet en zijn overeengekomen om waarnemers naar de grens te sturen, zei het ministerie.",
            "Dutch",
        ),
    ],
)
def test_another_language_is_refused_and_named(text, language):
    with pytest.raises(NotEnglish, match=language) as refused:
        article_from_text(text)
    assert "English" in refused.value.hint


def test_a_page_in_another_language_is_refused():
    with pytest.raises(NotEnglish, match="German"):
        article_from_bytes(f"<html><body><p>{GERMAN}</p><p>{GERMAN}</p></body></html>".encode(), name="a.html")


@pytest.mark.parametrize("text", ["Kim met Putin.", "Putin: no deal"])
def test_a_few_words_leave_the_language_open_and_are_read(text):
    article = article_from_text(text)
    assert (article.text, article.language) == (text, None)


@pytest.mark.parametrize("text", [STORY, "Seoul expelled the envoy."])
def test_english_is_told_without_the_recogniser(monkeypatch, text):
    monkeypatch.setattr("dragoman.sources.languages.recogniser", lambda: pytest.fail("the recogniser was loaded"))
    assert language_of(text) == "en"


def test_every_language_that_the_recogniser_knows_has_a_name():
    from dragoman.sources.languages import recogniser

    assert {label for label in recogniser().labels if label != "zxx"} <= set(language_names())
    assert language_name("qq") == "qq"


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=400))
def test_any_bytes_are_an_article_or_a_refusal_with_a_hint(data):
    with suppress(SourceError):
        article = article_from_bytes(data, name="the bytes")
        assert article.text
        assert 0 <= article.body_start <= len(article.text)
