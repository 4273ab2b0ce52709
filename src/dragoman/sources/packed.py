"""Packed files read as they are unpacked: gzip, zstd, and the members of a zip, never further than news can be packed.

A bomb is a file that unpacks to far more than it is. News packs to a fifth; a table of the same row over and over to a hundredth. What
goes beyond `RATIO` after the first megabytes is refused as it is met, so that neither memory nor disk nor time go to it.
"""

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from dragoman.errors import MissingExtra, SourceError

RATIO = 250  # deflate reaches 1,032 at most, zstd far more; see above what news reaches
FREE = 16 << 20  # bytes unpacked before the ratio counts: a short file may pack any way it likes
WINDOW = 1 << 27  # bytes of memory that a zstd frame may ask for: what `zstd` itself allows unasked
GZIP, ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
ENDINGS = (".gz", ".zst")
DAMAGED = (
    EOFError,
    zlib.error,
    gzip.BadGzipFile,
    zipfile.BadZipFile,
    NotImplementedError,
)  # the last: a zip of no known version


def bare(name: str) -> str:
    """A file's name in lower case without the ending that tells how it is packed: `a.JSONL.gz` is `a.jsonl`."""
    lowered = name.lower()
    return next((lowered.removesuffix(one) for one in ENDINGS if lowered.endswith(one)), lowered)


class Guarded(io.RawIOBase):
    """A stream that is unpacked as it is read. Raises SourceError where it turns out to be a bomb."""

    def __init__(self, inner: Any, size: int, name: str) -> None:
        self._inner, self._size, self._name = inner, size, name
        self._count = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Only back to the start, to read again what a first look has read."""
        if offset == 0 and whence == io.SEEK_CUR:
            return self._count
        if (offset, whence) != (0, io.SEEK_SET):
            raise io.UnsupportedOperation("a packed file is read from its start")
        self._inner.seek(0)
        self._count = 0
        return 0

    def readinto(self, buffer: Any) -> int:
        data = self._inner.read(len(buffer))
        self._count += len(data)
        if self._count > max(FREE, RATIO * self._size):
            raise SourceError(
                f"{self._name} unpacks to more than {RATIO} times its size",
                hint="no news packs so well: it is made to fill memory or disk",
            )
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
        super().close()


def opened(path: Path) -> BinaryIO:
    """A file to read from, unpacked where it is gzip or zstd. Raises MissingExtra for zstd without its library."""
    return unpacking(path.open("rb"), path.stat().st_size, str(path))


def unpacking(stream: BinaryIO, size: int, name: str) -> BinaryIO:
    """A stream of `size` bytes as it is, or what it holds where it is gzip or zstd."""
    magic = stream.read(4)
    stream.seek(0)
    if magic[:2] == GZIP:
        return guarded(Ungzip(stream), size, name)
    return guarded(Unzstd(stream), size, name) if magic == ZSTD else stream


def guarded(inner: Any, size: int, name: str) -> BinaryIO:
    """A stream that unpacks to no more than `size` bytes of news can."""
    return cast(BinaryIO, io.BufferedReader(Guarded(inner, size, name), 1 << 16))


class Ungzip(gzip.GzipFile):
    """A gzip stream that closes what it reads from."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(fileobj=stream, mode="rb")
        self._below = stream

    def close(self) -> None:
        super().close()
        self._below.close()


class Unzstd:
    """A zstd stream of any number of frames, read from the start as often as wanted."""

    def __init__(self, stream: BinaryIO) -> None:
        self._below = stream
        self.seek(0)

    def read(self, size: int) -> bytes:
        """The next bytes. Raises BadZstdError where the stream is damaged."""
        try:
            return bytes(self._reader.read(size))
        except self._error as error:
            raise BadZstdError(str(error)) from error

    def seek(self, _: int) -> None:
        """Back to the start."""
        zstandard = zstd_library()
        self._below.seek(0)
        self._error = zstandard.ZstdError
        self._reader = zstandard.ZstdDecompressor(max_window_size=WINDOW).stream_reader(
            self._below, read_across_frames=True, closefd=False
        )

    def close(self) -> None:
        """Lets go of what it reads from."""
        self._below.close()


def zstd_library() -> Any:
    """The library for zstd. Raises MissingExtra."""
    try:
        import zstandard
    except ImportError:
        raise MissingExtra(
            "zstd files need a library that is not installed", hint="pip install 'dragoman[warc]'"
        ) from None
    return zstandard


class BadZstdError(EOFError):
    """A zstd stream is damaged."""


@contextmanager
def explaining(path: Path | str, kind: str = "gzip") -> Iterator[None]:
    """What is wrong with a packed file, said so that its owner can do something."""
    try:
        yield
    except DAMAGED as error:
        told = "zstd" if isinstance(error, BadZstdError) else kind
        raise SourceError(f"{path} is a damaged {told} file", hint="fetch or pack it again") from error


def archive_at(path: str) -> zipfile.ZipFile:
    """A zip archive, its directory read. Raises SourceError where that is damaged."""
    try:
        return zipfile.ZipFile(path)
    except (
        ValueError,
        struct.error,
        *DAMAGED,
    ) as error:  # ValueError: of names that are not in the characters they say
        raise SourceError(f"{path} is a damaged zip file", hint="fetch or pack it again") from error


def members(archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    """The files of a zip archive in their order, without folders and hidden ones."""
    for info in archive.infolist():
        parts = info.filename.split("/")
        if parts[-1] and not any(part.startswith((".", "__MACOSX")) for part in parts):
            yield info


def open_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> BinaryIO:
    """One file of a zip archive. Raises SourceError where it is locked or packed in a way that is not read."""
    try:
        return guarded(archive.open(info), info.compress_size, name)
    except (
        RuntimeError,
        OSError,
        ValueError,
    ) as error:  # a place outside of the file; a name in other characters than it says
        raise SourceError(
            f"{name} cannot be unpacked: {error}", hint="unpack the archive and pass the folder"
        ) from error
