"""Many reports: files, folders, addresses, rows of JSON lines or CSV. A bad one is a Skipped record, never an exception."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dragoman.errors import DragomanError, SourceError
from dragoman.records import Article, Skipped

from .article import article_from_text
from .charset import decode
from .fetch import fetch_article, read_file
from .limits import MEGABYTE, Limits

READABLE = (".txt", ".html", ".htm", ".jsonl", ".csv", ".txt.gz", ".html.gz", ".htm.gz", ".jsonl.gz", ".csv.gz")
COLUMNS = {
    "text": ("text", "body", "content", "story"), "title": ("title", "headline"), "published": ("published", "date", "pubdate"),
    "url": ("url", "link"), "publisher": ("publisher", "source", "outlet"), "licence": ("licence", "license"),
}  # fmt: skip
ROWS = Limits(bytes=2000 * MEGABYTE)


def read_articles(targets: Iterable[str], *, columns: Mapping[str, str] | None = None) -> Iterator[Article | Skipped]:
    """The reports of files, folders (recursive, by name), addresses and row files, in a stable order.

    `columns` maps our names (text, title, published, url, publisher, licence) to a file's own.
    """
    for target in targets:
        for one in found_in(target):
            yield from read_one(one, columns or {})


def found_in(target: str) -> Iterator[str]:
    """The files of a folder that may hold reports, or the target itself."""
    path = Path(target)
    if "://" in target or not path.is_dir():
        yield target
        return
    yield from (str(one) for one in sorted(path.rglob("*")) if one.is_file() and one.name.lower().endswith(READABLE))


def read_one(target: str, columns: Mapping[str, str]) -> Iterator[Article | Skipped]:
    """The report or reports of one target."""
    try:
        if "://" not in target and target.lower().removesuffix(".gz").endswith((".jsonl", ".csv")):
            yield from read_rows(target, columns)
        else:
            yield fetch_article(target)
    except DragomanError as error:
        yield Skipped(stage="sources", reason=str(error.message), source=target)


def read_rows(target: str, columns: Mapping[str, str]) -> Iterator[Article | Skipped]:
    """The reports of a JSON-lines or CSV file."""
    text = decode(read_file(Path(target), ROWS))
    is_csv = target.lower().removesuffix(".gz").endswith(".csv")
    for number, row in enumerate(csv_rows(text) if is_csv else json_rows(text), start=1):
        where = f"{target}, row {number}"
        try:
            yield article_of(row, columns)
        except DragomanError as error:
            yield Skipped(stage="sources", reason=str(error.message), source=where)


def csv_rows(text: str) -> Iterator[Mapping[str, Any] | None]:
    """The rows of a CSV text with a header line."""
    csv.field_size_limit(20 * MEGABYTE)
    yield from csv.DictReader(io.StringIO(text))


def json_rows(text: str) -> Iterator[Mapping[str, Any] | None]:
    """The objects of a JSON-lines text; None for a line that is none."""
    for line in text.split("\n"):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError:
                row = None
            yield row if isinstance(row, dict) else None


def article_of(row: Mapping[str, Any] | None, columns: Mapping[str, str]) -> Article:
    """The report of one row. Raises SourceError where the row is broken or has no text."""
    if row is None:
        raise SourceError("this line is not a JSON object", hint="one object a line")
    told = {name: _value(row, columns.get(name), names) for name, names in COLUMNS.items()}
    text = told["text"]
    if not text:
        raise SourceError("this row has no text", hint="name its column: --column text=NAME")
    return article_from_text(
        text,
        url=told["url"],
        title=told["title"],
        published=told["published"],
        publisher=told["publisher"],
        licence=told["licence"],
    )


def _value(row: Mapping[str, Any], own: str | None, names: Iterable[str]) -> str | None:
    found = next((row[name] for name in ([own] if own else names) if row.get(name)), None)
    return found.strip() or None if isinstance(found, str) else None
