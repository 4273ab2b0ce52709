"""Reports in web archives (WARC, WET): every page that was fetched with success, in the order of the file.

A record is its own packed member (WARC 1.1, annex D), and is unpacked on its own here: a damaged one costs itself, and reading goes on at
the next. The library would end there without a word.
"""

import io
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from dragoman.errors import DragomanError, MissingExtra, SourceError
from dragoman.records import Article, Skipped

from .articles import Given
from .fetch import article_from_bytes
from .limits import Limits, in_megabytes
from .packed import GZIP, opened
from .web import unpacked

ENDINGS = (".warc", ".wet", ".arc")
PAGES = ("text/html", "application/xhtml+xml", "text/plain", "")
HEADERS = 64 * 1024  # bytes of headers beside the page itself
CHUNK = 1 << 18
MEMBER = b"\x1f\x8b\x08"


def read_warc(path: Path, limits: Limits, *, today: date | None = None) -> Iterator[Article | Skipped]:
    """The articles of an archive; a Skipped for each page that is none, and for each damaged part.

    What is no page (pictures, scripts, refusals, the requests) is passed over. Raises MissingExtra without the library.
    """
    archives = warc_library()
    with path.open("rb") as stream:
        packed = stream.read(2) == GZIP
    if packed and not is_one_member(path, limits):
        with path.open("rb") as stream:
            for at, member in gzip_members(stream, limits.bytes + HEADERS):
                if isinstance(member, SourceError):
                    yield Skipped(stage="sources", reason=member.message, source=f"{path}:{at}")
                else:
                    yield from read_records(archives, io.BytesIO(member), f"{path}:{at}", limits, today)
    else:
        with opened(path) as stream:
            yield from read_records(archives, stream, str(path), limits, today)


def warc_library() -> Any:
    """The library that parses records. Raises MissingExtra."""
    try:
        from fastwarc import warc
    except ImportError:
        raise MissingExtra(
            "web archives (WARC) need a library that is not installed", hint="pip install 'dragoman[warc]'"
        ) from None
    return warc


def is_one_member(path: Path, limits: Limits) -> bool:
    """Whether the first packed member is larger than a record may be: the file was packed as a whole."""
    with path.open("rb") as stream:
        unpack, size = zlib.decompressobj(31), 0
        try:
            while not unpack.eof and (chunk := stream.read(CHUNK)):
                size += len(unpack.decompress(chunk, limits.bytes + HEADERS - size))
                if size >= limits.bytes + HEADERS:
                    return True
        except zlib.error:
            return False
    return False


def gzip_members(stream: BinaryIO, most: int) -> Iterator[tuple[int, bytes | SourceError]]:
    """(offset, content) of each packed member; in place of the content the error where it is damaged, cut off or larger than `most`.

    After a damaged one reading goes on at what next looks like a member; damage on end is told once.
    """
    at, data, damaged = 0, stream.read(CHUNK), False
    while data:
        content, used, data = _member(stream, data, most)
        if isinstance(content, SourceError):
            if not damaged:
                yield at, content
            damaged = True
            skipped, data = _next_member(stream, data)
            at += used + skipped
        else:
            yield at, content
            at, damaged = at + used, False


def _member(stream: BinaryIO, data: bytes, most: int) -> tuple[bytes | SourceError, int, bytes]:
    """The content of the member at the start of `data`, how many packed bytes it took, and what follows it."""
    unpack, content, used = zlib.decompressobj(31), bytearray(), 0
    while True:
        try:
            content += unpack.decompress(data, max(1, most + 1 - len(content)))
        except zlib.error:
            return SourceError("a record is damaged and cannot be unpacked"), used + 1, data[1:]
        if len(content) > most:
            return SourceError(f"a record is larger than {in_megabytes(most - HEADERS)}"), used + 1, data[1:]
        if unpack.eof:
            rest = unpack.unused_data
            return bytes(content), used + len(data) - len(rest), rest or stream.read(CHUNK)
        used += len(data) - len(unpack.unconsumed_tail)
        data = unpack.unconsumed_tail or stream.read(CHUNK)
        if not data:
            return SourceError("the archive ends in the middle of a record"), used, b""


def _next_member(stream: BinaryIO, data: bytes) -> tuple[int, bytes]:
    """How far it is to what looks like the start of a member, and the data from there on."""
    passed = 0
    while data:
        found = data.find(MEMBER)
        if found >= 0:
            return passed + found, data[found:]
        keep = data[-2:]
        passed += len(data) - len(keep)
        more = stream.read(CHUNK)
        data = keep + more if more else b""
    return passed, b""


def read_records(
    archives: Any, stream: BinaryIO, name: str, limits: Limits, today: date | None
) -> Iterator[Article | Skipped]:
    """The articles of the records in a stream that is unpacked already."""
    kinds = archives.WarcRecordType.response | archives.WarcRecordType.conversion | archives.WarcRecordType.resource
    try:
        for record in archives.ArchiveIterator(stream, record_types=kinds, parse_http=True, auto_decode="none"):
            if (found := read_record(record, name, limits, today)) is not None:
                yield found
    except (OSError, EOFError, zlib.error) as error:
        yield Skipped(stage="sources", reason=f"the archive is damaged: {error}; what follows is not read", source=name)


def read_record(record: Any, name: str, limits: Limits, today: date | None) -> Article | Skipped | None:
    """The article of a record, why it is none, or None where it is no page."""
    http = record.http_headers
    if http is not None and http.status_code != 200:
        return None
    content_type = (http.get("Content-Type") if http is not None else record.headers.get("Content-Type")) or ""
    if content_type.partition(";")[0].strip().lower() not in PAGES:
        return None
    url = record.headers.get("WARC-Target-URI")
    try:
        return article_from_bytes(
            body_of(record, limits), name=url or name, content_type=content_type, given=Given(url=url), today=today
        )
    except DragomanError as error:
        return Skipped(stage="sources", reason=error.message, source=url or name)


def body_of(record: Any, limits: Limits) -> bytes:
    """The page as the browser would see it. Raises SourceError where it is larger than the cap, or cut off.

    Archives often keep the headers of a packed or chunked answer with a body that is neither: then the body is taken as it is.
    """
    length = record.content_length
    body: bytes = record.reader.read(limits.bytes + 1)
    if len(body) > limits.bytes:
        raise SourceError(f"the page is larger than {limits.max_mb}")
    if len(body) < length:
        raise SourceError("the archive ends in the middle of the page")
    http = record.http_headers
    if http is None:
        return body
    if "chunked" in (http.get("Transfer-Encoding") or "").lower():
        body = without_chunks(body) or body
    if body.startswith(GZIP):
        try:
            unpacked_body = b"".join(unpacked(iter([body]), "gzip", limits.bytes))
        except zlib.error as error:
            raise SourceError("the page is damaged and cannot be unpacked") from error
        if len(unpacked_body) > limits.bytes:
            raise SourceError(f"the page, unpacked, is larger than {limits.max_mb}")
        return unpacked_body
    return body


def without_chunks(body: bytes) -> bytes | None:
    """The body of a chunked answer put together (RFC 9112, 7.1); None where it is not chunked."""
    whole, at = bytearray(), 0
    while True:
        end = body.find(b"\r\n", at, at + 32)
        try:
            size = int(body[at:end].partition(b";")[0], 16) if end > at else -1
        except ValueError:
            return None
        if size < 0 or end + 2 + size > len(body):
            return None
        if size == 0:
            return bytes(whole)
        whole += body[end + 2 : end + 2 + size]
        at = end + 2 + size + 2
