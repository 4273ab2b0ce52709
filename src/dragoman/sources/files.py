"""Bytes from a file or standard input, never more than the cap."""

import gzip
import io
import sys
import zlib
from pathlib import Path
from typing import BinaryIO

from dragoman.errors import SourceError

from .limits import Limits
from .web import too_large

STDIN = "standard input"
CHUNK = 1 << 20


def read_file(path: Path, limits: Limits) -> bytes:
    """The bytes of a file, unpacked where it is gzip. Raises SourceError, with what to do next, where they cannot be had."""
    try:
        if path.is_dir():
            raise SourceError(f"{path} is a folder", hint=f"`dragoman add {path}` reads all reports in it")
        if path.stat().st_size > limits.bytes:
            too_large(str(path), limits)
        with path.open("rb") as stream:
            data = read_stream(stream, str(path), limits)
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    return unpacked_file(data, str(path), limits) if data.startswith(b"\x1f\x8b") else data


def unreadable(path: Path, error: OSError | ValueError) -> SourceError:
    """The error for a path that cannot be read."""
    if isinstance(error, FileNotFoundError):
        hint = f"an address begins with https://: https://{path}" if str(path).startswith("www.") else "check the path"
        return SourceError(f"there is no file {path}", hint=hint)
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    hint = "ask its owner for leave to read it, or copy it" if isinstance(error, PermissionError) else "check the path"
    return SourceError(f"{path} cannot be read: {reason}", hint=hint)


def read_stdin(stdin: BinaryIO | None, limits: Limits) -> bytes:
    """All of standard input, unpacked where it is gzip."""
    data = read_stream(stdin or sys.stdin.buffer, STDIN, limits)
    return unpacked_file(data, STDIN, limits) if data.startswith(b"\x1f\x8b") else data


def read_stream(stream: BinaryIO, name: str, limits: Limits) -> bytes:
    """All bytes of a stream. Raises SourceError as soon as there are more than the cap."""
    data = bytearray()
    while chunk := stream.read(CHUNK):
        data += chunk
        if len(data) > limits.bytes:
            too_large(name, limits)
    return bytes(data)


def unpacked_file(data: bytes, name: str, limits: Limits) -> bytes:
    """The content of a gzip file. Raises SourceError where it is damaged or larger than the cap."""
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            content: bytes = stream.read(limits.bytes + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(f"{name} is a damaged gzip file", hint="fetch or pack it again") from error
    if len(content) > limits.bytes:
        too_large(f"{name}, unpacked,", limits)
    return content
