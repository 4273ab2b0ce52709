"""Web archives: every page once, and what is damaged costs only itself."""

import gzip
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warc_samples import answer, archive, chunked, page, record

from dragoman.errors import MissingExtra
from dragoman.records import Article, Skipped
from dragoman.sources import Limits, read_articles
from dragoman.sources.warc import without_chunks

pytest.importorskip("fastwarc", reason="the extra `warc` is not installed")

FIVE = [answer(f"https://news.example/{number}", page(f"Report {number}")) for number in range(5)]


def read(path, data, **more):
    path.write_bytes(data)
    return list(read_articles([str(path)], **more))


def urls(found):
    return [one.url for one in found if isinstance(one, Article)]


def reasons(found):
    return [one.reason for one in found if isinstance(one, Skipped)]


@pytest.mark.parametrize("packing", [archive, lambda *all: b"".join(all), lambda *all: gzip.compress(b"".join(all))])
def test_pages_come_in_order_however_the_archive_is_packed(tmp_path, packing):
    found = read(tmp_path / "a.warc.gz", packing(*FIVE), limits=Limits(bytes=1500))
    assert urls(found) == [f"https://news.example/{number}" for number in range(5)]
    assert found[3].title == "Report 3"


def test_only_pages_that_were_fetched_with_success_are_read(tmp_path):
    found = read(
        tmp_path / "a.warc.gz",
        archive(
            record("https://news.example/r", b"GET / HTTP/1.1\r\n\r\n", kind="request", of="application/http; msgtype=request"),
            answer("https://news.example/gone", page("Gone"), status="404 Not Found"),
            answer("https://news.example/a.png", b"\x89PNG", kind="image/png"),
            FIVE[1],
        ),
    )  # fmt: skip
    assert (urls(found), reasons(found)) == (["https://news.example/1"], [])


def test_packed_and_chunked_answers_are_unpacked_and_so_are_those_that_only_say_so(tmp_path):
    packed = gzip.compress(page("Packed"))
    found = read(
        tmp_path / "a.warc.gz",
        archive(
            answer("https://a.example/1", chunked(packed), more="Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"),
            answer("https://a.example/2", page("Bare"), more="Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n"),
            FIVE[0],
        ),
    )  # fmt: skip
    assert [one.title for one in found] == ["Packed", "Bare", "Report 0"]


def test_texts_of_an_archive_are_read(tmp_path):
    text = ("The ministers met in Vienna, the ministry said. " * 3).encode()
    found = read(
        tmp_path / "a.warc.wet.gz", archive(record("https://a.example/1", text, kind="conversion", of="text/plain"))
    )
    assert urls(found) == ["https://a.example/1"]


def test_an_archive_that_was_cut_off_gives_what_came_before_and_says_so(tmp_path):
    found = read(tmp_path / "a.warc.gz", archive(*FIVE)[:-40])
    assert urls(found) == [f"https://news.example/{number}" for number in range(4)]
    assert reasons(found) == ["the archive ends in the middle of a record"]


def test_an_archive_that_is_not_packed_and_cut_off_says_so(tmp_path):
    found = read(tmp_path / "a.warc", b"".join(FIVE)[:-200])
    assert len(urls(found)) == 4
    assert reasons(found) == ["the archive ends in the middle of the page"]


@pytest.mark.parametrize("at", [0, 12, 150])
def test_a_damaged_record_costs_only_itself(tmp_path, at):
    parts = [bytearray(archive(one)) for one in FIVE]
    parts[2][at] ^= 0xFF
    found = read(tmp_path / "a.warc.gz", b"".join(parts))
    assert urls(found) == [f"https://news.example/{number}" for number in (0, 1, 3, 4)]
    assert reasons(found) == ["a record is damaged and cannot be unpacked"]


def test_bombs_are_left_out_and_the_rest_is_read(tmp_path):
    bomb = gzip.compress(b"word " * 4_000_000)
    limits = Limits(bytes=1_000_000)
    found = read(
        tmp_path / "a.warc.gz",
        archive(
            answer("https://a.example/1", bomb, more="Content-Encoding: gzip\r\n"),
            answer("https://a.example/2", b"word " * 4_000_000),
            FIVE[0],
        ),
        limits=limits,
    )
    assert urls(found) == ["https://news.example/0"]
    assert [reason.partition(" larger")[0] for reason in reasons(found)] == ["the page, unpacked, is", "a record is"]


def test_what_is_no_archive_says_so(tmp_path):
    assert "damaged" in reasons(read(tmp_path / "a.warc", b"no archive at all " * 100))[0]
    assert "damaged" in reasons(read(tmp_path / "a.warc.gz", b"\x1f\x8b garbage"))[0]
    assert "damaged" in reasons(read(tmp_path / "c.warc.zst", b"\x28\xb5\x2f\xfd\x28\xb5\x2f"))[0]  # found by atheris
    assert read(tmp_path / "b.warc", b"") == []


def test_a_page_in_another_language_is_left_out_and_named(tmp_path):
    german = (
        "Die beiden Minister trafen sich am Dienstag in Wien und vereinbarten, Beobachter an die Grenze zu schicken. "
        * 4
    )
    found = read(tmp_path / "a.warc.gz", archive(answer("https://a.example/de", f"<p>{german}</p>".encode()), FIVE[0]))
    assert [(one.source, "German" in one.reason) for one in found if isinstance(one, Skipped)] == [
        ("https://a.example/de", True)
    ]
    assert len(urls(found)) == 1


def test_without_the_library_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fastwarc", None)
    with pytest.raises(MissingExtra) as caught:
        read(tmp_path / "a.warc.gz", archive(*FIVE))
    assert "dragoman[warc]" in caught.value.hint


@given(st.binary(max_size=2000))
@settings(max_examples=100)
def test_no_bytes_break_the_chunks(data):
    assert without_chunks(data) is None or len(without_chunks(data)) <= len(data)


@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 255)), min_size=1, max_size=4), st.integers(0, 3000))
@settings(max_examples=60)
def test_no_damage_ends_more_than_it_must(tmp_path_factory, flips, cut):
    data = bytearray(archive(*FIVE))
    cut = len(data) - cut % len(data)
    for at, mask in flips:
        data[at % len(data)] ^= mask
    found = read(tmp_path_factory.mktemp("warc") / "a.warc.gz", bytes(data[:cut]))
    assert all(isinstance(one, Article | Skipped) for one in found)
