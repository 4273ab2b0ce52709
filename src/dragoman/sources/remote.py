"""Files in object stores (S3, Google, Azure, HDFS): named by their address, fetched to this machine while they are read."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import Any

from dragoman.errors import MissingExtra, SourceError

from .limits import Limits, in_megabytes

SCHEMES = (
    "s3",
    "s3a",
    "gs",
    "gcs",
    "az",
    "abfs",
    "abfss",
    "hdfs",
    "oci",
    "memory",
    "file",
)  # of those that fsspec knows
CHUNK = 1 << 20


def is_remote(target: str) -> bool:
    """Whether a target is in an object store."""
    scheme, found, _ = target.partition("://")
    return bool(found) and scheme.lower() in SCHEMES


def filesystem(target: str) -> tuple[Any, str]:
    """The store of an address and the path in it. Raises MissingExtra without fsspec or the store's own library."""
    try:
        import fsspec
    except ImportError:
        raise MissingExtra(
            "object stores need a library that is not installed", hint="pip install 'dragoman[ray]'"
        ) from None
    try:
        store, path = fsspec.core.url_to_fs(target)
    except ImportError as error:
        raise MissingExtra(f"{target.partition('://')[0]}:// needs its own library", hint=str(error)) from error
    return store, str(path)


def remote_files(target: str) -> list[str]:
    """The addresses that one stands for: itself, those that fit a pattern with `*`, or all in a folder; by name."""
    store, path = filesystem(target)
    try:
        if any(mark in path for mark in "*?["):
            return sorted(store.unstrip_protocol(one) for one in store.glob(path))
        found = store.find(path) if store.isdir(path) else [path]
    except OSError as error:
        raise unreachable(target, error) from error
    return sorted(store.unstrip_protocol(one) for one in found)


def remote_size(target: str) -> str:
    """What tells one state of a remote file from another: its size, and its tag where the store has one."""
    store, path = filesystem(target)
    try:
        told = store.info(path)
    except OSError as error:
        raise unreachable(target, error) from error
    return f"{told.get('size')}/{told.get('ETag') or told.get('etag') or told.get('mtime') or ''}"


@contextmanager
def local_copy(target: str, limits: Limits) -> Iterator[str]:
    """The path of a copy, for as long as it is read. Raises SourceError where the file cannot be had or is too large."""
    store, path = filesystem(target)
    ending = "".join(PurePosixPath(path).suffixes[-2:])
    with tempfile.NamedTemporaryFile(suffix=ending) as file:
        size = 0
        try:
            with store.open(path, "rb") as stream:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    if size > limits.archive_bytes:
                        raise SourceError(
                            f"{target} is larger than {in_megabytes(limits.archive_bytes)}",
                            hint="set fetch_archive_max_mb",
                        )
                    file.write(chunk)
        except OSError as error:
            raise unreachable(target, error) from error
        file.flush()
        yield file.name


def unreachable(target: str, error: OSError) -> SourceError:
    """The error for what an object store does not give."""
    return SourceError(f"{target} cannot be read: {error}", hint="check the address and your leave to read it")
