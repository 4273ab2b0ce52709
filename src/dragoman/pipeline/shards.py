"""A corpus in shards: parts that are coded on their own, on whatever machine, as often as it takes, with the same result.

What a shard holds depends only on the sources and the number of reports asked for. Its name is a digest of that, so that a shard that is
done already is known again.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from dragoman.errors import UsageError
from dragoman.records import Article, Dossier, Record, Skipped
from dragoman.sources import Limits, Target, find_sources, read_articles
from dragoman.sources.intake import kind_of
from dragoman.sources.remote import remote_size
from dragoman.sources.slices import Slice, read_slice, slice_bytes, slices_of
from dragoman.sources.targets import files_of_month

from .workers import InProcess, Pool


class Piece(Record, frozen=True, kw_only=True):
    """A target, or a slice of a table."""

    target: Target
    part: Slice | None = None


class Shard(Record, frozen=True, kw_only=True):
    """What is coded together, and its name: 12 hex digits of what it holds."""

    name: str
    pieces: tuple[Piece, ...]


def plan_shards(sources: Iterable[str], size: int, limits: Limits) -> Iterator[Shard]:
    """The shards of some sources: so many rows of a table, so many files of a folder, or one archive.

    A table or archive that is packed is one shard, however large: pack what should be coded by many as several files. Raises UsageError
    for standard input, which no other machine can read, SourceError for an address whose list of files cannot be had.
    """
    waiting: list[Piece] = []
    for target in (target for source in sources for target in targets_of(source, limits)):
        if target.kind == "file" or (target.kind == "url" and kind_of(urlsplit(target.name).path) == "file"):
            waiting.append(Piece(target=target))
            if len(waiting) == size:
                yield shard_of(waiting)
                waiting = []
        else:
            yield from (shard_of([piece]) for piece in pieces_of(target, size))
    if waiting:
        yield shard_of(waiting)


def targets_of(source: str, limits: Limits) -> Iterator[Target]:
    """What a source stands for; of a month of an archive its files."""
    for target in find_sources(source):
        if target.kind == "stdin":
            raise UsageError("a corpus cannot come from standard input", hint="write it to a file and pass that")
        if target.kind == "month":
            yield from files_of_month(target.name, limits)
        else:
            yield target


def pieces_of(target: Target, size: int) -> Iterator[Piece]:
    """The slices of a table, or the target whole."""
    parts = list(slices_of(Path(target.name), size)) if target.kind == "table" else []
    yield from (Piece(target=target, part=part) for part in parts)
    if not parts:
        yield Piece(target=target)


def shard_of(pieces: Iterable[Piece]) -> Shard:
    """The shard of some pieces, named by what they hold."""
    held = tuple(pieces)
    named = hashlib.blake2b(digest_size=6)
    for piece in held:
        named.update(f"{piece.target.kind}\0{piece.target.name}\0{state_of(piece)}\0".encode())
    return Shard(name=named.hexdigest(), pieces=held)


def state_of(piece: Piece) -> str:
    """What tells one state of a piece from another: the bytes of a slice; size and time of a file; nothing of an address."""
    if piece.part is not None:
        return hashlib.blake2b(slice_bytes(Path(piece.target.name), piece.part), digest_size=8).hexdigest()
    if piece.target.kind == "remote":
        return remote_size(piece.target.name)
    path = Path(piece.target.name)
    return f"{path.stat().st_size}/{path.stat().st_mtime_ns}" if path.is_file() else ""


def read_shard(shard: Shard, columns: Mapping[str, str], limits: Limits) -> Iterator[Article | Skipped]:
    """The articles of a shard, in the order of its pieces."""
    for piece in shard.pieces:
        if piece.part is not None:
            yield from read_slice(Path(piece.target.name), piece.part, columns, limits)
        else:
            yield from read_articles([piece.target], columns=columns, limits=limits)


def code_shard(
    shard: Shard, engine: Pool | InProcess, columns: Mapping[str, str], limits: Limits
) -> Iterator[Dossier | Skipped]:
    """What becomes of each report of a shard, in order."""
    found: Iterator[tuple[Article | Skipped, Dossier | Skipped | None]] = engine.read(
        read_shard(shard, columns, limits)
    )
    for item, result in found:
        if result is not None:
            yield result
        elif isinstance(item, Skipped):
            yield item


Write = Callable[[str, Iterable[Dossier | Skipped]], str]
"""Writes what became of a shard's reports under the shard's name, and tells how it went, as JSON."""
