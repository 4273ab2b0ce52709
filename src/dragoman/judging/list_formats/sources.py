"""Opening list files safely: size, character set, broken or hostile XML, missing columns. All errors name the file and what to do."""

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException, ElementTree

from dragoman.errors import KnowledgeError, SourceError

MAX_BYTES = 2_000_000_000  # the largest real list, OpenSanctions' default collection, is below this
HEAD_BYTES = 8192
AGAIN = "download the file again from its publisher; the list in force stays as it is"
FILE_DATE = re.compile(r"(20\d\d)[-_.]?(0[1-9]|1[0-2])(?:[-_.]?([0-2]\d|3[01]))?(?!\d)")


def checked(path: Path) -> Path:
    """The path, if it is a file that may be read. Raises SourceError where it is absent, empty or too large."""
    if not path.is_file():
        raise SourceError(f"there is no file {path}", hint="give the path of a downloaded list")
    size = path.stat().st_size
    if size == 0:
        raise SourceError(f"{path} is empty", hint=AGAIN)
    if size > MAX_BYTES:
        raise SourceError(
            f"{path} has {size:,} bytes, more than any sanctions list", hint="check that it is the list itself"
        )
    return path


def head_of(path: Path) -> str:
    """The first characters of a file, to see what it is."""
    with path.open("rb") as file:
        return file.read(HEAD_BYTES).decode("utf-8-sig", errors="replace").lstrip()


def file_date(path: Path) -> tuple[str, str]:
    """A date for a list that bears none: from the file's name, else when it was written."""
    if found := FILE_DATE.search(path.name):
        return "-".join(part for part in found.groups() if part), "file name"
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat(), "file time"


def broken(path: Path, why: str) -> KnowledgeError:
    """The error for a file that is not the list it should be."""
    return KnowledgeError(f"{path}: {why}", hint=AGAIN)


def tag_of(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def xml_elements(path: Path, wanted: Iterable[str]) -> Iterator[tuple[str, Element]]:
    """Elements of these names as they end, and the root as it begins; each is emptied after use, so memory stays small.

    Entities and document types are refused. Raises KnowledgeError for XML that is cut off, ill-formed or hostile.
    """
    names = frozenset(wanted)
    with xml_errors(path):
        root: Element | None = None
        for event, element in ElementTree.iterparse(
            path, events=("start", "end"), forbid_dtd=True, forbid_entities=True
        ):
            if root is None:
                root = element
                yield "root", element
            elif event == "end" and tag_of(element) in names:
                yield tag_of(element), element
                element.clear()
        if root is not None:
            root.clear()


@contextmanager
def xml_errors(path: Path) -> Iterator[None]:
    """Turns what an XML parser raises into an error that names the file."""
    try:
        yield
    except DefusedXmlException as error:
        raise broken(path, "it declares entities or a document type, which no sanctions list does") from error
    except (
        ParseError,
        ValueError,
        LookupError,
    ) as error:  # the last two: of a character set that is not read, or is none
        raise broken(path, f"the XML is cut off or ill-formed: {error}") from error


def texts(element: Element, path: str) -> list[str]:
    """The non-empty texts at a path of names below an element, whatever the namespace."""
    found = []
    for child in element.iterfind("/".join(f"{{*}}{name}" for name in path.split("/"))):
        if child.text and child.text.strip():
            found.append(" ".join(child.text.split()))
    return found


def text(element: Element, path: str) -> str:
    """The first text at a path, empty where there is none."""
    return next(iter(texts(element, path)), "")


def decoded_lines(path: Path) -> Iterator[str]:
    """The lines of a text file: UTF-8, or Windows' Western set where it is not."""
    encoding = "utf-8-sig" if is_utf8(path) else "cp1252"
    with path.open(encoding=encoding, errors="replace" if encoding == "cp1252" else "strict", newline="") as file:
        yield from file


def is_utf8(path: Path) -> bool:
    """Whether the whole file is UTF-8."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            while file.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return False
    return True


def csv_rows(path: Path, delimiter: str = ",") -> Iterator[list[str]]:
    """The rows of a CSV file. Raises KnowledgeError where a row cannot be read."""
    try:
        for row in csv.reader(
            (line.replace("\0", "") for line in decoded_lines(path)), delimiter=delimiter, strict=True
        ):
            if row and row != ["\x1a"]:
                yield row
    except csv.Error as error:
        raise broken(path, f"a row cannot be read as CSV: {error}") from error


def plain_column(name: str) -> str:
    """A column's name without case and signs: `D.O.B` is `dob`."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def table_rows(path: Path, rows: Iterator[list[str]], needed: Iterable[str]) -> Iterator[dict[str, str]]:
    """Rows under a header, by plain column name. Raises KnowledgeError where a needed column or a field of a row is missing."""
    header = [plain_column(name) for name in next(rows, [])]
    if missing := [name for name in needed if name not in header]:
        raise broken(path, f"the column {missing[0]!r} is missing")
    for number, row in enumerate(rows, 1):
        if len(row) < len(header):
            raise broken(path, f"row {number} has {len(row)} fields, not {len(header)}")
        yield {name: value.strip() for name, value in zip(header, row, strict=False)}
