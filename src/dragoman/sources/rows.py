"""Reports in tables: a JSON object a line, or CSV with a header; also packed with gzip or zstd.

A row gives its text and what is known of it. The names of the columns are found by themselves where they are usual ones
(knowledge/pages/columns.toml), or told. A text that is a page is read as one. What is wrong with a row skips that row.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from dragoman.errors import DragomanError, NotAnArticle, SourceError
from dragoman.records import Article, Skipped

from .articles import Given, article_from_html, article_from_text
from .charsets import charset_of, decode
from .days import read_day
from .files import unreadable
from .limits import Limits
from .magic import is_page
from .normal import one_line
from .packed import bare, explaining, opened
from .tables import table

SAMPLE = 1 << 20  # bytes that tell the character set of a CSV file
FIELDS = ("text", "title", "published", "url", "publisher", "author", "licence")


def read_rows(
    path: Path, columns: Mapping[str, str], limits: Limits, *, today: date | None = None
) -> Iterator[Article | Skipped]:
    """The articles of a table, in the order of its rows; a Skipped, naming the row, for each that is none.

    `columns` names the column of a field where it is not a usual one. Raises SourceError for a file that cannot be read.
    """
    try:
        with explaining(path), opened(path) as stream:
            yield from read_table(stream, str(path), columns, limits, today=today)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error


def read_table(
    stream: BinaryIO,
    name: str,
    columns: Mapping[str, str],
    limits: Limits,
    *,
    today: date | None = None,
    before: int = 0,
) -> Iterator[Article | Skipped]:
    """As read_rows, of a stream that is unpacked already and can be read from its start again; `before` lines of the table came earlier."""
    check_columns(columns)
    rows = csv_rows(stream, limits) if bare(name).endswith((".csv", ".tsv")) else json_rows(stream, limits)
    for number, row in rows:
        yield _read_row(row, f"{name}:{number + before}", columns, today)


def check_columns(columns: Mapping[str, str]) -> None:
    """Raises SourceError for a column of a field that dragoman does not have."""
    for field in columns:
        if field not in FIELDS:
            raise SourceError(f"there is no field {field!r}", hint=f"a column can be told for {', '.join(FIELDS)}")


def _read_row(
    row: Mapping[str, Any] | SourceError, name: str, columns: Mapping[str, str], today: date | None
) -> Article | Skipped:
    try:
        if isinstance(row, SourceError):
            raise row
        return article_of_row(row, columns, name=name, today=today)
    except DragomanError as error:
        return Skipped(stage="sources", reason=error.message, source=name)


def article_of_row(
    row: Mapping[str, Any], columns: Mapping[str, str], *, name: str = "the row", today: date | None = None
) -> Article:
    """The article of a row. Raises SourceError for a row without a column of text, NotAnArticle where that is empty."""
    text = field_of(row, "text", columns)
    if text is None:
        raise SourceError(
            f"{name} has no column for the text, only {', '.join(map(str, row))[:200]}", hint="say which: text=COLUMN"
        )
    if not text.strip():
        raise NotAnArticle(f"{name} has an empty text", hint="leave the row out")
    told = {field: one_line(value) or None for field in FIELDS[1:] if (value := field_of(row, field, columns))}
    day = told.pop("published", None)
    given = Given(**told, published=read_day(day, today=today) if day else None)
    read = (
        article_from_html
        if is_page(text[:20_000].encode("utf-8", "replace"), content_type="text/html")
        else article_from_text
    )
    return read(text, given=given, today=today, name=name)


def field_of(row: Mapping[str, Any], field: str, columns: Mapping[str, str]) -> str | None:
    """The value of a field: that of the column told for it, or of the first usual one that is there; None where there is none."""
    names: Iterable[str] = [columns[field]] if field in columns else table("columns")[field]
    lowered = {str(name).strip().lower(): value for name, value in row.items()}
    for name in names:
        value = lowered.get(name.strip().lower())
        if isinstance(value, str):
            return value
        if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            return ("\n\n" if field == "text" else ", ").join(value)
        if isinstance(value, int) and field == "published":
            return str(value)
    return None


def json_rows(stream: BinaryIO, limits: Limits) -> Iterator[tuple[int, Mapping[str, Any] | SourceError]]:
    """(line, object) of each line that is not empty; in place of the object the error where it is none."""
    for number, line in _lines(stream, limits):
        if isinstance(line, SourceError):
            yield number, line
        elif line.strip(b" \t\r\n\xef\xbb\xbf"):
            yield number, _object(line, number)


def _object(line: bytes, number: int) -> Mapping[str, Any] | SourceError:
    try:
        row = msgspec.json.decode(decode(line).strip())
    except (msgspec.DecodeError, SourceError, RecursionError) as error:
        return SourceError(f"line {number} is not JSON: {error}", hint="write one JSON object a line")
    return (
        row
        if isinstance(row, dict)
        else SourceError(f"line {number} is not a JSON object", hint="write one JSON object a line")
    )


def _lines(stream: BinaryIO, limits: Limits) -> Iterator[tuple[int, bytes | SourceError]]:
    """(number, line); a line beyond the cap is passed over without being kept."""
    number = 0
    while line := stream.readline(limits.bytes + 1):
        number += 1
        if len(line) <= limits.bytes:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(limits.bytes + 1)
        yield number, SourceError(f"line {number} is larger than {limits.max_mb}", hint="leave the row out")


def csv_rows(stream: BinaryIO, limits: Limits) -> Iterator[tuple[int, Mapping[str, Any] | SourceError]]:
    """(line, row) of each row below the header; the separator is the one that the header has most of."""
    start = stream.read(SAMPLE)
    stream.seek(0)
    name = "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else _charset(start)
    lines = io.TextIOWrapper(stream, encoding=name, errors="replace", newline="")
    try:
        header = lines.readline()
    except UnicodeError as error:
        yield 1, _undecodable(1, name, error)
        return
    lines.seek(0)
    csv.field_size_limit(max(csv.field_size_limit(), limits.bytes))
    reader = csv.DictReader(lines, delimiter=max(",;\t|", key=header.count))
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except UnicodeError as error:
            yield reader.line_num + 1, _undecodable(reader.line_num + 1, name, error)
            return
        except csv.Error as error:
            yield (
                reader.line_num,
                SourceError(
                    f"line {reader.line_num} is not CSV: {error}", hint="put fields with line ends in quotation marks"
                ),
            )
            continue
        yield reader.line_num, {name: value for name, value in row.items() if name is not None}


def _undecodable(number: int, charset: str, error: UnicodeError) -> SourceError:
    """What is said of a table whose character set breaks off even where odd bytes are passed over."""
    return SourceError(f"line {number} cannot be read as {charset}: {error}", hint="write the table as UTF-8")


def _charset(start: bytes) -> str:
    """The character set of the first bytes; a letter that the sample cuts in two does not count."""
    return charset_of(start[: start.rfind(b"\n") + 1] or start) or "utf-8"
