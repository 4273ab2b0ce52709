"""Whatever bytes come from outside: an article or a reason, within bounds, never a crash.

fuzz.py drives the same functions with atheris for as long as one likes.
"""

import gzip
import io
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.analysis.importing.taking import take_file
from dragoman.errors import DragomanError, SourceError
from dragoman.evaluation.rows import EventRow, read_csv, read_jsonl
from dragoman.grounding.gazetteer_import import rows_of
from dragoman.grounding.wikidata import entities
from dragoman.records import Article, Skipped
from dragoman.sources import Limits, article_from_bytes, extract_text, find_sources, read_articles
from dragoman.sources.rows import read_table
from dragoman.sources.web import Rules, clean_url
from dragoman.store import Store

LIMITS = Limits(bytes=100_000)
PARTS = st.sampled_from([
    b"<html>", b"<p>", b"</p>", b"<script>", b"<!--", b"-->", b"<![CDATA[", b"<title>", b"<a href='", b"\0", b"\xff\xfe", b"\xc3", b"\xed\xa0\x80",
    "\u202eNorland met Sudonia. ".encode(), b"The ministers met in Vienna, the ministry said. ", b"<meta charset=utf-7>", b"<table><tr><td>", b"&#xD800;",
    b"<time datetime='9999-99-99'>", b'<script type="application/ld+json">{"datePublished": [', b"}", b"<br/>", b"\x85", b"<div " + b"a" * 300, b"\r",
])  # fmt: skip
CELLS = st.sampled_from([
    b"text", b"title", b",", b";", b'"', b"\n", b"\r\n", b"{", b"}", b'{"text": "', b'"}', b"[", b"\\u0000", b"\\ud800", b"\xff", b"\0",
    b"The ministers met in Vienna, the ministry said. ", b"1e999", b"published", b":", b"\xef\xbb\xbf", b"null", b'{"a":' * 200,
])  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def _loaded():
    """What is loaded with the first page does not count against the time of a case."""
    outcome(lambda: article_from_bytes(b"<html><p>The ministers met.</p></html>", name="a page"))


def outcome(work):
    """What some work gives, or the reason why it gives nothing; it may take five seconds, by the clock of the processor."""
    began = time.process_time()
    try:
        return work()
    except SourceError as error:
        return error
    finally:
        assert time.process_time() - began < 5


@given(
    st.lists(PARTS, max_size=60).map(b"".join),
    st.sampled_from(["", "text/html", "text/plain; charset=utf-16", "x/y; charset=hex"]),
)
@settings(max_examples=80)
def test_a_page_of_any_bytes_is_an_article_or_says_why_not(data, content_type):
    found = outcome(lambda: article_from_bytes(data, name="a page", content_type=content_type))
    assert found.hint if isinstance(found, SourceError) else 0 <= found.body_start <= len(found.text)


def test_a_page_with_control_characters_between_its_elements_is_read():
    page = (
        "<body><p>Ministers met.</p><script>1</script>\x0c\x07"
        + "<p>They signed nothing at all on that day.</p></body>"
    )
    assert "They signed nothing" in extract_text(page.encode() * 2)


@given(st.lists(CELLS, max_size=60).map(b"".join), st.sampled_from(["a.csv", "a.tsv", "a.jsonl"]))
@settings(max_examples=150)
def test_a_table_of_any_bytes_gives_articles_and_reasons(data, name):
    for one in outcome(lambda: list(read_table(io.BytesIO(data), name, {}, LIMITS))):
        assert isinstance(one, Article | Skipped)


def test_a_table_whose_character_set_breaks_off_says_so():
    (found,) = read_table(io.BytesIO(b"((((((\x1b(b\x01\0\0\0\0m=m"), "a.csv", {}, LIMITS)
    assert isinstance(found, Skipped)
    assert "cannot be read as" in found.reason


@given(st.text(max_size=500), st.text(max_size=50))
@settings(max_examples=100)
def test_any_robots_txt_lets_pass_or_refuses(text, path):
    found = outcome(lambda: Rules(text=text).check(f"https://news.example/{path}", "news.example", "dragoman"))
    assert "robots.txt" in found.message if isinstance(found, SourceError) else found >= 0


@given(st.text(max_size=200))
@settings(max_examples=200)
def test_any_text_is_an_address_or_none(text):
    found = outcome(lambda: clean_url(text))
    assert found.hint if isinstance(found, SourceError) else found.isascii()


def of_version(data, version):
    """A zip archive whose directory asks for a version of the format."""
    at = data.index(b"PK\x01\x02")
    return data[: at + 6] + bytes([version]) + data[at + 7 :]


def of_flags(data, flags):
    """A zip archive whose directory says so of a name: 0x800 that it is UTF-8."""
    at = data.index(b"PK\x01\x02")
    return data[: at + 8] + flags.to_bytes(2, "little") + data[at + 10 :]


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: of_version(data, 235),
        lambda data: of_flags(data, 0x800).replace(b"a.txt", b"\xfd.txt"),
        lambda data: data.replace(b"PK\x03\x04", b"PK\x03\x05"),
    ],
)
def test_a_zip_of_no_known_kind_says_so(tmp_path, harm):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", "The ministers met in Vienna, the ministry said.")
    (tmp_path / "a.zip").write_bytes(harm((tmp_path / "a.zip").read_bytes()))
    (found,) = outcome(lambda: list(read_articles(find_sources(str(tmp_path / "a.zip")), limits=LIMITS)))
    assert isinstance(found, Skipped)
    assert "zip" in found.reason


def test_a_file_without_a_name_in_a_zip_is_passed_over(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.txt", "The ministers met in Vienna, the ministry said.")
        archive.writestr("b.txt", "The ministers met again.")
    (tmp_path / "a.zip").write_bytes((tmp_path / "a.zip").read_bytes().replace(b"a.txt", b"\0.txt"))
    (found,) = outcome(lambda: list(read_articles(find_sources(str(tmp_path / "a.zip")), limits=LIMITS)))
    assert found.text == "The ministers met again."


# what atheris found in the files that `import` and `evaluate` take: a damaged file says so
@pytest.mark.parametrize(
    ("name", "data", "read"),
    [
        ("a.json.gz", gzip.compress(b"{}")[:10] + b"\xff\xff", lambda path: list(entities(path))),
        ("a.zip", b"PK\x05\x06" + bytes(16) + b"\xff\xff", lambda path: list(rows_of(path))),
        ("a.jsonl", b'{"id": "\xff"}', lambda path: read_jsonl(path, EventRow)),
        ("a.csv", b"id\n" + b"\0" * 3 + b"x" * 200_000, lambda path: read_csv(path, EventRow)),
        ("a.csv", b"", lambda path: take_file(Store.open(path.parent / "a.db", create=True), "gdelt", path)),
        ("a.gz", gzip.compress(b"a,b")[:12] + b"\xff\xff", lambda path: take_file(Store.open(path.parent / "a.db", create=True), "gdelt", path)),
    ],
    ids=["entities", "places", "rows", "table", "no events", "packed events"],
)  # fmt: skip
def test_a_damaged_file_to_import_says_so(tmp_path, name, data, read):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(DragomanError) as error:
        read(tmp_path / name)
    assert error.value.hint


def test_votes_of_no_year_are_left_out_of_an_import_and_counted(tmp_path):
    rows = ["rcid,ccode,vote,year", "1,2,1,2001", "1,200,1,2001", "2,2,1,none", "2,200,1,none"]
    (tmp_path / "votes.csv").write_text("\n".join(rows) + "\n")
    with Store.open(tmp_path / "a.db", create=True) as store:
        taken = take_file(store, "unga", tmp_path / "votes.csv")
    assert (taken.points, taken.left_out) == (1, {"has no year that can be read": 1})


@pytest.mark.parametrize(
    "robots",
    ["User-agent: *\nCrawl-delay: nan\n", "User-agent: *\nCrawl-delay: -5\n", "User-agent: *\nCrawl-delay: 1e999\n"],
)
def test_an_odd_pause_in_robots_txt_is_no_pause_that_never_ends(robots):
    pause = Rules(text=robots).check("https://news.example/a", "news.example", "dragoman")
    assert pause >= 0
