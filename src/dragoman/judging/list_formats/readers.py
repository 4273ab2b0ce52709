"""Which format a file has, and its list."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from dragoman.errors import SourceError

from ..listed import Entry, ListHead
from . import eu, followthemoney, ofac_csv, ofac_xml, uk_csv, un_xml
from .sources import checked


class Reader(Protocol):
    """A module that reads one format."""

    def recognises(self, path: Path) -> bool:
        """Whether a file has the format."""

    def head(self, path: Path) -> ListHead:
        """The list's name and date."""

    def entries(self, path: Path) -> Iterator[Entry]:
        """The list's entries."""


READERS: tuple[Reader, ...] = (un_xml, ofac_xml, eu, uk_csv, followthemoney, ofac_csv)
SIDE_FILES = ("alt", "add", "comments")


def read_list(path: Path) -> tuple[ListHead, Iterator[Entry]]:
    """The list in a file. Raises SourceError for a file of no known format, KnowledgeError while reading a broken one."""
    reader = next((reader for reader in READERS if reader.recognises(checked(path))), None)
    if reader is None:
        raise SourceError(
            f"{path} is no sanctions list that dragoman knows",
            hint="known: UN XML, OFAC CSV (sdn.csv, cons_prim.csv) and XML, EU CSV and XML, UK CSV, FollowTheMoney JSON lines",
        )
    return reader.head(path), reader.entries(path)


def is_side_file(path: Path) -> bool:
    """Whether a file is a part of an OFAC list that is read with its primary file: alt.csv, sdn_add.csv, cons_comments.csv."""
    words = path.stem.lower().replace("-", "_").split("_")
    return path.suffix.lower() == ".csv" and any(word in SIDE_FILES for word in words)
