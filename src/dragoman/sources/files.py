"""Bytes from a file or standard input, never more than the cap."""

import io
import sys
from pathlib import Path
from typing import BinaryIO

from dragoman.errors import SourceError

from .limits import Limits
from .packed import GZIP, ZSTD, explaining, unpacking
from .web import too_large

STDIN = "standard input"
CHUNK = 1 << 20


def read_file(path: Path, limits: Limits) -> bytes:
    """The bytes of a file, unpacked where it is gzip or zstd. Raises SourceError, with what to do next, where they cannot be had."""
    try:
        if path.is_dir():
            raise SourceError(f"{path} is a folder", hint=f"`dragoman add {path}` reads all reports in it")
        if path.stat().st_size > limits.bytes:
            too_large(str(path), limits.bytes)
        with path.open("rb") as stream:
            data = read_stream(stream, str(path), limits)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    return unpacked_file(data, str(path), limits) if is_packed(data) else data


def unreadable(path: Path, error: OSError | ValueError) -> SourceError:
    """The error for a path that cannot be read."""
    if isinstance(error, FileNotFoundError):
        hint = f"an address begins with https://: https://{path}" if str(path).startswith("www.") else "check the path"
        return SourceError(f"there is no file {path}", hint=hint)
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    hint = "ask its owner for leave to read it, or copy it" if isinstance(error, PermissionError) else "check the path"
    return SourceError(f"{path} cannot be read: {reason}", hint=hint)


def read_stdin(stdin: BinaryIO | None, limits: Limits) -> bytes:
    """All of standard input, unpacked where it is gzip or zstd."""
    data = read_stream(stdin or sys.stdin.buffer, STDIN, limits)
    return unpacked_file(data, STDIN, limits) if is_packed(data) else data


def read_stream(stream: BinaryIO, name: str, limits: Limits) -> bytes:
    """All bytes of a stream. Raises SourceError as soon as there are more than the cap."""
    data = bytearray()
    while chunk := stream.read(CHUNK):
        data += chunk
        if len(data) > limits.bytes:
            too_large(name, limits.bytes)
    return bytes(data)


def is_packed(data: bytes) -> bool:
    """Whether the bytes begin as gzip or zstd."""
    return data.startswith((GZIP, ZSTD))


def unpacked_file(data: bytes, name: str, limits: Limits) -> bytes:
    """The content of a gzip or zstd file. Raises SourceError where it is damaged or larger than the cap."""
    with explaining(name), unpacking(io.BytesIO(data), len(data), name) as stream:
        content = stream.read(limits.bytes + 1)
    if len(content) > limits.bytes:
        too_large(f"{name}, unpacked,", limits.bytes)
    return content
