"""One report from a path, an address or standard input."""

from datetime import date
from pathlib import Path
from typing import BinaryIO

import msgspec

from dragoman.errors import NotAnArticle, SourceError
from dragoman.records import Article

from .articles import NOTHING, Given, article_from_html, article_from_text
from .charsets import decode
from .files import STDIN, read_file, read_stdin
from .limits import Limits
from .magic import is_page, refuse_binary
from .web import Fetcher, is_url

TABLES = (".jsonl", ".ndjson", ".csv", ".tsv")


def fetch_article(
    target: str,
    *,
    stdin: BinaryIO | None = None,
    published: str | None = None,
    publisher: str | None = None,
    limits: Limits | None = None,
    today: date | None = None,
    fetcher: Fetcher | None = None,
) -> Article:
    """The report at a path, at an http(s) address, or on standard input for `-`.

    `published` and `publisher` are believed before what the report says. `today` bounds what day of publication is believed; it is that
    of the machine where it is left out. Raises SourceError where the report cannot be had, NotAnArticle where it is none, NotEnglish
    where it is in another language; each says what to do next.
    """
    limits = limits or Limits()
    given = Given(published=published, publisher=publisher)
    if target == "-":
        return article_from_bytes(read_stdin(stdin, limits), name=STDIN, given=given, today=today)
    if is_url(target):
        return fetch_page(target, fetcher or Fetcher(limits), given=given, today=today)
    return article_from_bytes(read_file(Path(target), limits), name=target, given=given, today=today)


def fetch_page(url: str, fetcher: Fetcher, *, given: Given = NOTHING, today: date | None = None) -> Article:
    """The report at an address."""
    fetched = fetcher.fetch(url)
    given = msgspec.structs.replace(given, url=fetched.url)
    return article_from_bytes(fetched.data, name=url, content_type=fetched.content_type, given=given, today=today)


def article_from_bytes(
    data: bytes, *, name: str, content_type: str = "", given: Given = NOTHING, today: date | None = None
) -> Article:
    """The report in some bytes, a page or plain text. `name` is how messages call them."""
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xfe\xff"):
        raise NotAnArticle(
            f"{name} is empty", hint="pass a report: a text or HTML file, an address, or - for standard input"
        )
    refuse_binary(data, name)
    try:
        text = decode(data, content_type=content_type)
    except SourceError as error:
        raise SourceError(f"{name}: {error.message}", hint=error.hint) from error
    if is_page(data, content_type=content_type, name=name):
        return article_from_html(text, given=given, today=today, name=name)
    if name.lower().removesuffix(".gz").endswith(TABLES):
        raise SourceError(f"{name} is a table of reports", hint=f"`dragoman add {name}` reads each of its rows")
    return article_from_text(text, given=given, today=today, name=name)
