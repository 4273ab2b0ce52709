"""A corpus as Parquet: tables by the year of publication, one file of each for a shard, and an account of each shard.

    DIR/articles/year=2024/part-SHARD-000.parquet     the columns of `dragoman export parquet`; also events, event_parties, claims, findings, listings
    DIR/dossiers/year=2024/…                          each dossier whole, as JSON: what `dragoman import dossiers` takes into a store
    DIR/skipped/…                                     what was left out and why
    DIR/_shards/SHARD.json                            written last: counts, coder, and a digest of each file

A file is written beside its place and then moved there; a shard counts from the moment its account is there.
"""

import hashlib
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from dragoman.errors import SourceError, StoreError
from dragoman.records import Dossier, Record, Skipped
from dragoman.sources.remote import filesystem, is_remote
from dragoman.telling.columns import field

from .datasets import arrow, write_parquet
from .tables import TABLES, Table, party_rows

GROUP = 500  # dossiers in memory at a time, and in a file
UNDATED = "__HIVE_DEFAULT_PARTITION__"  # what DuckDB and polars read as unknown
ACCOUNTS = "_shards"
SHARD_OF = re.compile(r"/\.?part-([0-9a-f]+)(?:-\d+)?\.parquet(?:\.partial)?$")


class Whole(NamedTuple):
    """A dossier as a row."""

    article: str
    dossier: str


DOSSIERS = Table(
    "dossiers", "Dossiers whole.", [field("article", "Id of the report."), field("dossier", "The dossier as JSON.")], ("article",)
)  # fmt: skip
SKIPPED = Table(
    "skipped",
    "What was left out.",
    [
        field("stage", "Where it was left out."),
        field("reason", "Why."),
        field("source", "File, row or address."),
        field("article", "Id of the report, where it has one."),
    ],
    ("source",),
)
ROWS: dict[str, Callable[[list[Dossier]], Iterable[Any]]] = {
    "articles": lambda some: (one.article for one in some),
    "events": lambda some: (event for one in some for event in one.events),
    "event_parties": lambda some: party_rows(event for one in some for event in one.events),
    "claims": lambda some: (claim for one in some for claim in one.claims),
    "findings": lambda some: (finding for one in some for finding in one.findings),
    "listings": lambda some: (listing for one in some for listing in one.listings),
    "dossiers": lambda some: (Whole(one.article.id, one.to_json()) for one in some),
}


class Account(Record, frozen=True, kw_only=True):
    """What became of a shard: reports in, coded and skipped, records, and the digest of each file by its path in the folder."""

    shard: str
    coder: str
    counts: dict[str, int]
    files: dict[str, str]
    seconds: float


class Folder:
    """The folder of a corpus, on this machine or in an object store."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.store: Any = None
        self.root = where
        if is_remote(where):
            self.store, self.root = filesystem(where)

    def put(self, written: Path, name: str) -> str:
        """Moves a file that is written to its place, whole or not at all; its digest. Raises StoreError where it cannot."""
        digest = digest_of(written.read_bytes())
        try:
            if self.store is not None:
                self.store.makedirs(f"{self.root}/{name}".rpartition("/")[0], exist_ok=True)
                self.store.put_file(str(written), f"{self.root}/{name}")
            else:
                target = Path(self.root, name)
                target.parent.mkdir(parents=True, exist_ok=True)
                partial = partial_of(target)
                partial.write_bytes(written.read_bytes())
                partial.replace(target)
        except OSError as error:
            if self.store is None:
                with suppress(OSError):
                    partial_of(Path(self.root, name)).unlink()
            raise unwritable(f"{self.where}/{name}", error) from error
        return digest

    def get(self, name: str) -> bytes | None:
        """The content of a file, None where there is none."""
        try:
            if self.store is not None:
                return bytes(self.store.cat_file(f"{self.root}/{name}"))
            return Path(self.root, name).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None

    def remove(self, name: str) -> None:
        """Takes a file away, if it is there."""
        with suppress(FileNotFoundError, NotADirectoryError):
            if self.store is not None:
                self.store.rm_file(f"{self.root}/{name}")
            else:
                Path(self.root, name).unlink()

    def clear(self, shard: str) -> None:
        """Takes away all that a shard left, its account first: from then on it is not done."""
        account = self.account(shard)
        self.remove(f"{ACCOUNTS}/{shard}.json")
        for name in account.files if account else ():
            self.remove(name)

    def sweep(self, shards: Collection[str]) -> None:
        """Takes away the files of some shards that a run which was broken off may have left."""
        for path in self._files():
            named = SHARD_OF.search(path)
            if named and named[1] in shards:
                self.store.rm_file(path) if self.store is not None else Path(path).unlink(missing_ok=True)

    def _files(self) -> list[str]:
        """The paths of all its files."""
        if self.store is not None:
            return list(self.store.find(self.root)) if self.store.isdir(self.root) else []
        return [str(path) for path in Path(self.root).rglob("*part-*.parquet*")]

    def names(self, folder: str) -> list[str]:
        """The names of the files in a folder of it."""
        if self.store is not None:
            path = f"{self.root}/{folder}"
            return sorted(one.rpartition("/")[2] for one in self.store.find(path)) if self.store.isdir(path) else []
        path_here = Path(self.root, folder)
        return sorted(one.name for one in path_here.iterdir() if one.name[0] != ".") if path_here.is_dir() else []

    def account(self, shard: str) -> Account | None:
        """The account of a shard; None where it is not done, or its account is damaged."""
        data = self.get(f"{ACCOUNTS}/{shard}.json")
        try:
            return Account.from_json(data) if data is not None else None
        except (msgspec.ValidationError, msgspec.DecodeError):
            return None

    def accounts(self) -> Iterator[Account | str]:
        """The account of each shard, by name; in its place the name of one whose account is damaged."""
        for name in self.names(ACCOUNTS):
            yield self.account(name.removesuffix(".json")) or name

    def is_done(self, shard: str, coder: str) -> bool:
        """Whether a shard was coded by this coder and all its files are as they were written."""
        account = self.account(shard)
        return account is not None and account.coder == coder and not list(self.faults(account))

    def faults(self, account: Account) -> Iterator[str]:
        """The files of a shard that are not there, or not as they were written."""
        for name, digest in account.files.items():
            data = self.get(name)
            if data is None or digest_of(data) != digest:
                yield name


def partial_of(target: Path) -> Path:
    """Where a file is written before it is whole."""
    return target.with_name(f".{target.name}.partial")


def unwritable(name: str, error: OSError) -> StoreError:
    """The error for a file that cannot be written."""
    return StoreError(
        f"{name} cannot be written: {error.strerror or error}",
        hint="make room or choose another --out, and run again: shards that are done are not coded again",
    )


def digest_of(data: bytes) -> str:
    """32 hex digits of some bytes."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def write_shard(where: str, coder: str, shard: str, outcomes: Iterable[Dossier | Skipped]) -> str:
    """Writes what became of a shard's reports, and then its account, which is returned as JSON.

    Raises MissingExtra without pyarrow, StoreError where the folder cannot be written.
    """
    arrow()
    folder, began = Folder(where), time.monotonic()
    folder.clear(shard)
    counts: Counter[str] = Counter()
    files: dict[str, str] = {}
    skipped: list[Skipped] = []
    coded = _coded(outcomes, skipped)
    with tempfile.TemporaryDirectory() as room:
        number = 0
        while some := list(islice(coded, GROUP)):
            for year, dossiers in by_year(some).items():
                for name, rows in ROWS.items():
                    path = f"{name}/year={year}/part-{shard}-{number:03d}.parquet"
                    table = TABLES.get(name, DOSSIERS)
                    counts[name] += _write(folder, table, rows(dossiers), Path(room), path, files)
            number += 1
        if skipped:
            path = f"skipped/part-{shard}.parquet"
            counts["skipped"] = _write(folder, SKIPPED, skipped, Path(room), path, files)
        counts["in"] = counts["articles"] + counts["skipped"]
        account = Account(
            shard=shard, coder=coder, counts=dict(counts), files=files, seconds=round(time.monotonic() - began, 3)
        )
        written = Path(room, "account.json")
        written.write_text(account.to_json(), encoding="utf-8")
        folder.put(written, f"{ACCOUNTS}/{shard}.json")
    return account.to_json()


def _coded(outcomes: Iterable[Dossier | Skipped], skipped: list[Skipped]) -> Iterator[Dossier]:
    """The dossiers; what was left out is put aside."""
    for one in outcomes:
        if isinstance(one, Dossier):
            yield one
        else:
            skipped.append(one)


def by_year(dossiers: Iterable[Dossier]) -> dict[str, list[Dossier]]:
    """Dossiers by the year of publication, under UNDATED where that is unknown."""
    years: defaultdict[str, list[Dossier]] = defaultdict(list)
    for one in dossiers:
        years[one.article.published[:4] if one.article.published else UNDATED].append(one)
    return dict(years)


def _write(folder: Folder, table: Table, rows: Iterable[Any], room: Path, name: str, files: dict[str, str]) -> int:
    """Writes one file and moves it to its place; how many rows. No file is made of no rows."""
    written = room / "table.parquet"
    try:
        count = write_parquet(table, rows, written)
    except OSError as error:
        raise unwritable(str(written), error) from error
    if count:
        files[name] = folder.put(written, name)
    return count


def read_shard(where: str, account: Account) -> Iterator[Dossier | Skipped]:
    """What a shard holds, dossiers first. Raises SourceError where one of its files is not as it was written."""
    pa, folder = arrow(), Folder(where)
    damaged = next(folder.faults(account), None)
    if damaged is not None:
        raise SourceError(
            f"shard {account.shard} is damaged: {damaged}", hint="run `dragoman code` again: it codes this shard anew"
        )
    for name in account.files:
        kind = name.partition("/")[0]
        if kind in ("dossiers", "skipped"):
            table = pa.parquet.read_table(pa.BufferReader(folder.get(name)))
            for row in table.to_pylist():
                yield Dossier.from_json(row["dossier"]) if kind == "dossiers" else Skipped(**row)
