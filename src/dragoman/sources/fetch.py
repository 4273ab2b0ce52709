"""One report from a file, an address or standard input."""

import gzip
import sys
import zlib
from datetime import date
from pathlib import Path
from typing import BinaryIO

from dragoman.errors import NotAnArticle, SourceError
from dragoman.records import Article

from .article import article_from_html, article_from_text
from .charset import decode
from .limits import Limits
from .web import fetch_page


def fetch_article(
    target: str, *, stdin: BinaryIO | None = None, published: str | None = None, publisher: str | None = None,
    limits: Limits | None = None, today: date | None = None,
) -> Article:  # fmt: skip
    """The report at a path, an http(s) address, or `-` for standard input.

    Raises SourceError where it cannot be had, NotAnArticle where it is no report, NotEnglish where it is in another language.
    """
    limits = limits or Limits()
    if "://" in target:
        body, header, url = fetch_page(target, limits)
        if header and "html" not in header and "text/plain" in header:
            return article_from_text(
                decode(body, header), url=url, published=published, publisher=publisher, today=today
            )
        return article_from_html(body, header=header, url=url, published=published, publisher=publisher, today=today)
    raw = read_stdin(stdin, limits) if target == "-" else read_file(Path(target), limits)
    return article_from_bytes(raw, published=published, publisher=publisher, today=today)


def article_from_bytes(
    raw: bytes, *, published: str | None = None, publisher: str | None = None, today: date | None = None
) -> Article:
    """The report in some bytes, a page or plain text."""
    if not raw.strip():
        raise NotAnArticle(
            "there is nothing in it", hint="pass a report: a text or HTML file, an address, or - for standard input"
        )
    if looks_like_html(raw):
        return article_from_html(raw, published=published, publisher=publisher, today=today)
    return article_from_text(decode(raw), published=published, publisher=publisher, today=today)


def looks_like_html(raw: bytes) -> bool:
    """True for a page: its first bytes open a document or hold common tags."""
    start = raw[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").replace(b"\x00", b"").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<?xml")) or (
        start.startswith(b"<")
        and any(tag in start for tag in (b"<body", b"<p>", b"<p ", b"<div", b"<article", b"<title"))
    )


def read_file(path: Path, limits: Limits) -> bytes:
    """The bytes of a file, unpacked where it is named .gz. Raises SourceError with what to do next."""
    if path.is_dir():
        raise SourceError(f"{path} is a folder", hint=f"dragoman add {path} reads every report in it")
    try:
        if path.stat().st_size > limits.bytes:
            raise SourceError(
                f"{path} is larger than {limits.bytes // 2**20} MB",
                hint="a report is smaller; for many reports use dragoman add",
            )
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError(
            f"no such file: {path}", hint="check the name; an address begins with http:// or https://"
        ) from error
    except OSError as error:
        raise SourceError(f"cannot read {path}: {error.strerror}", hint="check the file's permissions") from error
    return unpacked(raw, path, limits) if path.suffix == ".gz" else raw


def unpacked(raw: bytes, path: Path, limits: Limits) -> bytes:
    """The content of a gzip file, at most the limit."""
    import io

    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as stream:
            content = stream.read(limits.bytes + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise SourceError(f"{path} is not a whole gzip file", hint="fetch it again") from error
    if len(content) > limits.bytes:
        raise SourceError(f"{path} unpacks to more than {limits.bytes // 2**20} MB", hint="a report is smaller")
    return content


def read_stdin(stdin: BinaryIO | None, limits: Limits) -> bytes:
    """What standard input holds, at most the limit."""
    stream = stdin or sys.stdin.buffer
    raw = stream.read(limits.bytes + 1)
    if len(raw) > limits.bytes:
        raise SourceError(
            f"standard input holds more than {limits.bytes // 2**20} MB", hint="for many reports use dragoman add"
        )
    return raw
