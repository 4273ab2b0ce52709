"""Many reports: which files, addresses and tables some targets stand for, and the articles in them, one after the other.

The order is that of the targets; in a folder files come by name, folder by folder; in a table rows come as they stand. One bad report is a
Skipped record that says why, never an exception.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import BinaryIO

from dragoman.errors import DragomanError
from dragoman.records import Article, Record, Skipped

from .charsets import decode
from .fetch import TABLES, article_from_bytes, fetch_page
from .files import CHUNK, STDIN, read_file, read_stdin
from .limits import Limits
from .rows import read_rows
from .web import Fetcher, is_url

STAGE = "sources"
PAGES = (".txt", ".text", ".html", ".htm", ".xhtml")


class Target(Record, frozen=True, kw_only=True):
    """One thing to read: `kind` is `file`, `table`, `url` or `stdin`; `name` is its path or address."""

    name: str
    kind: str


def find_sources(target: str) -> Iterator[Target]:
    """What a target stands for: itself, or the readable files of a folder and of the folders in it. Hidden ones are left out."""
    if target == "-":
        yield Target(name=target, kind="stdin")
    elif is_url(target):
        yield Target(name=target, kind="url")
    elif not Path(target).is_dir():
        yield Target(name=target, kind="table" if is_table(target) else "file")
    else:
        for path in _files(Path(target)):
            if is_table(path) or path.lower().removesuffix(".gz").endswith(PAGES):
                yield Target(name=path, kind="table" if is_table(path) else "file")


def _files(folder: Path) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (os.path.join(place, name) for name in sorted(files) if not name.startswith("."))


def is_table(name: str) -> bool:
    """Whether a path is that of a table of reports, by its ending."""
    return name.lower().removesuffix(".gz").endswith(TABLES)


def expected(targets: Iterable[str]) -> int | None:
    """How many reports the targets hold, as far as it can be told without reading them; None where it cannot.

    The rows of a CSV file are taken for its lines.
    """
    total = 0
    for target in targets:
        for one in find_sources(target):
            known = _rows_in(one.name) if one.kind == "table" else 1 if one.kind in ("file", "url") else None
            if known is None:
                return None
            total += known
    return total


def _rows_in(name: str) -> int | None:
    """The lines of a table, None of one that is packed or cannot be read."""
    try:
        with open(name, "rb") as stream:
            start = stream.read(2)
            if start == b"\x1f\x8b":
                return None
            lines = sum(block.count(b"\n") for block in iter(lambda: stream.read(CHUNK), b""))
    except OSError:
        return None
    return max(0, lines - (0 if name.lower().endswith(TABLES[:2]) else 1))


def read_articles(
    targets: Iterable[str | Target],
    *,
    columns: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    today: date | None = None,
    stdin: BinaryIO | None = None,
    fetcher: Fetcher | None = None,
) -> Iterator[Article | Skipped]:
    """The articles of the targets, in order; a Skipped for each that could not be read.

    `columns` says under which names a table keeps text, title, published, url, publisher, author and licence, where they are not the
    usual ones.
    """
    limits = limits or Limits()
    fetcher = fetcher or Fetcher(limits)
    for target in targets:
        for one in find_sources(target) if isinstance(target, str) else [target]:
            yield from _read(one, columns or {}, limits, today, stdin, fetcher)


def _read(
    target: Target,
    columns: Mapping[str, str],
    limits: Limits,
    today: date | None,
    stdin: BinaryIO | None,
    fetcher: Fetcher,
) -> Iterator[Article | Skipped]:
    try:
        if target.kind == "table":
            yield from read_rows(Path(target.name), columns, limits, today=today)
        elif target.kind == "url":
            yield fetch_page(target.name, fetcher, today=today)
        else:
            data = read_stdin(stdin, limits) if target.kind == "stdin" else read_file(Path(target.name), limits)
            yield from _read_file(data, target, limits, today, fetcher)
    except DragomanError as error:
        yield skipped(error, target.name)


def _read_file(
    data: bytes, target: Target, limits: Limits, today: date | None, fetcher: Fetcher
) -> Iterator[Article | Skipped]:
    """The article of a file, or those of the addresses that it lists."""
    listed = addresses_in(data)
    if listed:
        yield from read_articles(
            (Target(name=url, kind="url") for url in listed), limits=limits, today=today, fetcher=fetcher
        )
    else:
        yield article_from_bytes(data, name=STDIN if target.kind == "stdin" else target.name, today=today)


def addresses_in(data: bytes) -> list[str]:
    """The addresses of a file that holds nothing else, one a line, `#` before a remark; none of any other file."""
    if not data.lstrip().startswith((b"http://", b"https://", b"#")):
        return []
    lines = [line.strip() for line in decode(data).splitlines()]
    listed = [line for line in lines if line and not line.startswith("#")]
    return listed if all(is_url(line) and len(line.split()) == 1 for line in listed) else []


def skipped(error: DragomanError, source: str) -> Skipped:
    """The record of what was left out and why."""
    return Skipped(stage=STAGE, reason=error.message, source=source)
