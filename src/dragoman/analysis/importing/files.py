"""Rows of a published file: CSV or tab-separated, plain, gzipped or zipped, with or without a header, one row in memory at a time."""

import csv
import gzip
import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, cast

from dragoman.errors import UsageError
from dragoman.sources.packed import DAMAGED

Row = dict[str, str]

CHUNK = 2**20
LONGEST = 2**24  # characters of a field; some sources put whole lists into one
BOM = "\ufeff"


def digest_of(path: Path, salt: str) -> str:
    """16 hex digits of what the file holds, and of how it is read."""
    digest = hashlib.blake2b(salt.encode(), digest_size=8)
    with path.open("rb") as source:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


@contextmanager
def opened(path: Path) -> Iterator[IO[str]]:
    """The text of a file; of an archive, that of its one table. Raises UsageError where it cannot be read."""
    with ExitStack() as stack:
        try:
            yield _text(_bytes(path, stack))
        except (OSError, csv.Error, *DAMAGED) as error:
            raise UsageError(f"{path} cannot be read: {error}", hint="download the file again") from error


def _bytes(path: Path, stack: ExitStack) -> IO[bytes]:
    with path.open("rb") as source:
        beginning = source.read(4)
    if beginning[:2] == b"\x1f\x8b":
        return cast(IO[bytes], stack.enter_context(gzip.open(path, "rb")))
    if beginning == b"PK\x03\x04":
        archive = stack.enter_context(zipfile.ZipFile(path))
        try:
            return stack.enter_context(archive.open(_only_table(archive, path)))
        except RuntimeError as error:  # locked, or packed in a way that is not known
            raise UsageError(
                f"{path.name} cannot be unpacked: {error}", hint="unpack it and import the table"
            ) from error
    if beginning == b"\xd0\xcf\x11\xe0":
        raise UsageError(f"{path.name} is an Excel workbook", hint="save its sheet as CSV and import that")
    return stack.enter_context(path.open("rb"))


def _only_table(archive: zipfile.ZipFile, path: Path) -> str:
    names = [name for name in archive.namelist() if not name.endswith("/") and not name.startswith("__MACOSX")]
    if any(name.startswith("xl/") for name in names):
        raise UsageError(f"{path.name} is an Excel workbook", hint="save its sheet as CSV and import that")
    tables = [name for name in names if name.lower().endswith((".csv", ".tsv", ".tab", ".txt"))] or names
    if len(tables) != 1:
        raise UsageError(
            f"{path.name} holds {len(tables)} tables: {', '.join(tables[:4])}",
            hint="unpack it and import the one you mean",
        )
    return tables[0]


def _text(source: IO[bytes]) -> IO[str]:
    """UTF-8; bytes that are not stay as they are, one by one, as older files of event data mix character sets."""
    return io.TextIOWrapper(source, encoding="utf-8", errors="backslashreplace", newline="")


def plain_name(column: str) -> str:
    """A column's name in small letters, with `_` for blanks and dots, without marks of comment."""
    return column.strip().lstrip(BOM).lstrip("#!").strip().strip('"').lower().replace(" ", "_").replace(".x", "")


def lines_of(text: IO[str]) -> tuple[list[str], Iterator[list[str]]]:
    """The first line and all further ones, cut at tabs where the first has any, else at commas."""
    csv.field_size_limit(LONGEST)
    first = text.readline()
    tabbed = "\t" in first
    cut = (
        csv.reader(text, delimiter="\t", quoting=csv.QUOTE_NONE)
        if tabbed
        else csv.reader(text, delimiter=";" if first.count(";") > first.count(",") else ",")
    )
    head = first.rstrip("\r\n").split("\t") if tabbed else next(csv.reader([first], cut.dialect), [])
    return head, cut


def named(header: Sequence[str], cells: Sequence[str]) -> Row | None:
    """A row by its columns; None where it has another number of cells than there are columns."""
    return dict(zip(header, cells, strict=True)) if len(cells) == len(header) else None
