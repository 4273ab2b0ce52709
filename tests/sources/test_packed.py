"""Packed files: whatever the packing, the same reports; and no bomb goes off."""

import gzip
import io
import json
import sys
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from local_site import PAGE, SENTENCE

from dragoman.errors import MissingExtra, SourceError
from dragoman.records import Article, Skipped
from dragoman.sources import Limits, fetch_article, read_articles
from dragoman.sources.packed import FREE, bare, guarded

zstandard = pytest.importorskip("zstandard", reason="the extra `warc` is not installed")

ROWS = "".join(json.dumps({"text": f"{SENTENCE} Report {number}."}) + "\n" for number in range(5)).encode()
CSV = b"text,title\n" + b"".join(b'"%s Report %d.",T%d\n' % (SENTENCE.encode(), n, n) for n in range(5))


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def read(path, data, **more):
    path.write_bytes(data)
    return list(read_articles([str(path)], **more))


def reasons(found):
    return [one.reason for one in found if isinstance(one, Skipped)]


def texts(found):
    return [one.text for one in found if isinstance(one, Article)]


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress, lambda data: data])
@pytest.mark.parametrize(("name", "rows"), [("a.jsonl", ROWS), ("a.csv", CSV)])
def test_tables_are_read_however_they_are_packed(tmp_path, pack, name, rows):
    ending = {gzip.compress: ".gz", zstandard.compress: ".zst"}.get(pack, "")
    assert len(texts(read(tmp_path / f"{name}{ending}", pack(rows)))) == 5


def test_a_page_packed_with_zstd_is_read(tmp_path):
    (tmp_path / "a.html.zst").write_bytes(zstandard.compress(PAGE.encode()))
    assert fetch_article(str(tmp_path / "a.html.zst")).title == "Ministers meet"


def test_the_files_of_a_zip_are_read_in_its_order_and_each_bad_one_says_why(tmp_path):
    found = read(
        tmp_path / "a.zip",
        zipped(
            {
                "b/one.html": PAGE, "a.jsonl": ROWS, "a.jsonl.gz": gzip.compress(b"x"), "c.txt.gz": gzip.compress(SENTENCE.encode()),
                "empty.txt": b"", "__MACOSX/one.txt": "x", ".hidden.txt": "x", "picture.png": b"\x89PNG", "d.txt": SENTENCE,
            }
        ),
    )  # fmt: skip
    assert next(one.title for one in found if isinstance(one, Article)) == "Ministers meet"
    assert len(texts(found)) == 1 + 5 + 1 + 1
    assert [one.source.removeprefix(str(tmp_path)) for one in found if isinstance(one, Skipped)] == [
        "/a.zip/a.jsonl.gz", "/a.zip/empty.txt",
    ]  # fmt: skip


def test_a_locked_or_damaged_zip_says_so(tmp_path):
    assert "is a damaged zip file" in reasons(read(tmp_path / "a.zip", b"PK\x03\x04 no zip"))[0]
    data = bytearray(zipped({"a.txt": SENTENCE, "b.txt": SENTENCE * 2}))
    data[45] ^= 0xFF
    found = read(tmp_path / "b.zip", bytes(data))
    assert ["damaged" in one for one in reasons(found)] == [True]
    assert len(texts(found)) == 1
    data = bytearray(zipped({"a.txt": SENTENCE}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "cannot be unpacked" in reasons(read(tmp_path / "c.zip", bytes(data)))[0]


LIMITS = Limits(bytes=1_000_000)


@pytest.mark.parametrize(
    ("name", "bomb"),
    [
        ("a.jsonl.gz", lambda: gzip.compress(b"\0" * 300_000_000)),
        ("a.csv.zst", lambda: zstandard.compress(b"text\n" + b"," * 300_000_000)),
        ("a.txt.gz", lambda: gzip.compress(b"word " * 20_000_000)),
        ("a.zip", lambda: zipped({"a.jsonl": b"\0" * 300_000_000})),
        ("b.zip", lambda: zipped({"a.txt": b"word " * 20_000_000})),
    ],
)
def test_no_bomb_goes_off(tmp_path, name, bomb):
    found = read(tmp_path / name, bomb(), limits=LIMITS)
    assert texts(found) == []
    assert reasons(found)
    assert any(said in reasons(found)[-1] for said in ("more than 250 times its size", "larger than"))


def test_a_stream_that_packs_well_but_short_is_no_bomb():
    data = gzip.compress(b"\0" * (FREE - 1))
    with guarded(gzip.GzipFile(fileobj=io.BytesIO(data)), len(data), "a") as stream:
        assert len(stream.read()) == FREE - 1


def test_a_damaged_table_gives_what_came_before_and_says_so(tmp_path):
    packed = gzip.compress(ROWS * 2000)
    found = read(tmp_path / "a.jsonl.gz", packed[: len(packed) // 2])
    assert len(texts(found)) > 100
    assert reasons(found)[-1].endswith("is a damaged gzip file")


def test_without_the_library_for_zstd_the_extra_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "zstandard", None)
    with pytest.raises(MissingExtra) as caught:
        read(tmp_path / "a.jsonl.zst", zstandard.compress(ROWS))
    assert "dragoman[warc]" in caught.value.hint


@pytest.mark.parametrize(("name", "said"), [("A.JSONL.GZ", "a.jsonl"), ("a.zst", "a"), ("a.gz.txt", "a.gz.txt")])
def test_a_name_is_told_without_its_packing(name, said):
    assert bare(name) == said


@given(st.sampled_from([b"\x1f\x8b\x08\0", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b""]), st.binary(max_size=500))
@settings(max_examples=100)
def test_no_bytes_break_it(tmp_path_factory, magic, data):
    folder = tmp_path_factory.mktemp("packed")
    for name in ("a.jsonl.gz", "a.csv.zst", "a.zip", "a.txt"):
        assert all(isinstance(one, Article | Skipped) for one in read(folder / name, magic + data))


@given(st.integers(0, 100_000), st.integers(1, 255))
@settings(max_examples=30)
def test_no_flipped_bit_breaks_a_packed_table(tmp_path_factory, at, mask):
    folder = tmp_path_factory.mktemp("flipped")
    for name, pack in (
        ("a.jsonl.gz", zlib_gzip),
        ("a.jsonl.zst", zstandard.compress),
        ("a.zip", lambda d: zipped({"a.jsonl": d})),
    ):
        data = bytearray(pack(ROWS))
        data[at % len(data)] ^= mask
        try:
            found = read(folder / name, bytes(data))
        except SourceError as error:
            pytest.fail(f"{name}: {error}")
        assert all(isinstance(one, Article | Skipped) for one in found)


def zlib_gzip(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()
