"""A large table in slices of some rows, each of which can be read on its own."""

import io
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from dragoman.records import Article, Record, Skipped

from .files import unreadable
from .limits import Limits
from .magic import wide_charset
from .packed import GZIP, ZSTD
from .rows import read_table


class Slice(Record, frozen=True, kw_only=True):
    """Bytes `start` to `end` of a table, which are whole rows; `line` is how many lines stand before them."""

    start: int
    end: int
    line: int


def slices_of(path: Path, rows: int) -> Iterator[Slice]:
    """Slices of so many rows; none of a table that must be read whole: one that is packed, or in UTF-16.

    A row of CSV ends at the line end before which there is an even number of quotation marks (RFC 4180).
    """
    separated = path.name.lower().endswith((".csv", ".tsv"))
    try:
        with path.open("rb") as stream:
            start = stream.read(4096)
            if start.startswith((GZIP, ZSTD)) or wide_charset(start):
                return
            stream.seek(0)
            yield from _cut(stream, rows, separated)
    except OSError as error:
        raise unreadable(path, error) from error


def _cut(stream: io.BufferedReader, rows: int, separated: bool) -> Iterator[Slice]:
    at = len(stream.readline()) if separated else 0
    start, line, lines, count, quotes = at, int(separated), int(separated), 0, 0
    for text in stream:
        at += len(text)
        lines += 1
        quotes ^= text.count(b'"') & 1 if separated else 0
        if not quotes:
            count += 1
        if count == rows:
            yield Slice(start=start, end=at, line=line)
            start, line, count = at, lines, 0
    if at > start:
        yield Slice(start=start, end=at, line=line)


def slice_bytes(path: Path, part: Slice) -> bytes:
    """The rows of a slice, below the table's header where it has one."""
    separated = path.name.lower().endswith((".csv", ".tsv"))
    with path.open("rb") as stream:
        header = stream.readline() if separated else b""
        stream.seek(part.start)
        return header + stream.read(part.end - part.start)


def read_slice(
    path: Path, part: Slice, columns: Mapping[str, str], limits: Limits, *, today: date | None = None
) -> Iterator[Article | Skipped]:
    """The articles of a slice, as `read_rows` gives them of the whole table."""
    separated = path.name.lower().endswith((".csv", ".tsv"))
    try:
        data = slice_bytes(path, part)
    except OSError as error:
        raise unreadable(path, error) from error
    before = part.line - int(separated)
    yield from read_table(io.BytesIO(data), str(path), columns, limits, today=today, before=before)
