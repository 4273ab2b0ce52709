"""Many reports: which files, addresses and tables some targets stand for, and the articles in them, one after the other.

The order is that of the targets; in a folder files come by name, folder by folder; in a table rows come as they stand. One bad report is a
Skipped record that says why, never an exception.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import BinaryIO

from dragoman.errors import SourceError
from dragoman.records import Article, Skipped

from .fetch import TABLES
from .files import CHUNK
from .intake import PAGES, Forgetful, Intake, Memory, Target, is_month, kind_of, skipped
from .limits import Limits
from .packed import bare
from .remote import is_remote, remote_files
from .web import Fetcher, is_url


def find_sources(target: str) -> Iterator[Target]:
    """What a target stands for: itself, or the readable files of a folder and of the folders in it. Hidden ones are left out."""
    if target == "-":
        yield Target(name=target, kind="stdin")
    elif is_remote(target):
        yield from (Target(name=url, kind="remote") for url in remote_files(target))
    elif is_url(target):
        yield Target(name=target, kind="url")
    elif not Path(target).is_dir():
        yield Target(name=target, kind="month" if is_month(target) else kind_of(target))
    else:
        for path in _files(Path(target)):
            kind = kind_of(path)
            if kind != "file" or bare(path).endswith(PAGES):
                yield Target(name=path, kind=kind)


def _files(folder: Path) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (os.path.join(place, name) for name in sorted(files) if not name.startswith("."))


def files_of_month(name: str, limits: Limits) -> list[Target]:
    """The files that an archive of the web lists for a month, `cc-news:2024-09`. Raises SourceError where the list cannot be had."""
    intake = Intake({}, limits, None, None, Fetcher(limits), Forgetful())
    return [Target(name=url, kind="url") for url in intake.files_of_month(name)]


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
    memory: Memory | None = None,
) -> Iterator[Article | Skipped]:
    """The articles of the targets, in order; a Skipped for each that could not be read.

    `columns` says under which names a table keeps text, title, published, url, publisher, author and licence, where they are not the
    usual ones. `memory` knows what was read of a feed before. Raises MissingExtra where a library is not installed.
    """
    limits = limits or Limits()
    intake = Intake(columns or {}, limits, today, stdin, fetcher or Fetcher(limits), memory or Forgetful())
    for target in targets:
        try:
            found = find_sources(target) if isinstance(target, str) else [target]
            for one in found:
                yield from intake.read(one)
        except SourceError as error:
            yield skipped(error, str(target))
