"""One target after the other to its articles: files, tables, archives, addresses, and lists of addresses."""

import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import urljoin, urlsplit

import msgspec

from dragoman.errors import DragomanError, MissingExtra, SiteBusy, SourceError
from dragoman.records import Article, Record, Skipped

from .articles import Given
from .charsets import decode
from .feeds import Entry, Listing, read_listing
from .fetch import TABLES, article_from_bytes, fetch_page
from .files import STDIN, is_packed, read_file, read_stdin, read_stream, unpacked_file, unreadable
from .limits import Limits
from .magic import is_listing
from .packed import archive_at, bare, explaining, members, open_member
from .remote import local_copy
from .rows import read_rows, read_table
from .tables import table
from .warc import ENDINGS, read_warc
from .web import Fetched, Fetcher, is_url

STAGE = "sources"
PAGES = (".txt", ".text", ".html", ".htm", ".xhtml")
MONTH = re.compile(r"(?P<name>[a-z][a-z-]*):(?P<year>\d{4})-(?P<month>\d{2})")
MOST_MAPS = 1000  # site maps that are read in one run
DEEPEST = 2  # lists of site maps may name lists; the protocol knows one level


class Target(Record, frozen=True, kw_only=True):
    """One thing to read: `kind` is file, table, zip, warc, url, month (of an archive), remote (in an object store) or stdin; `name` is its path or address."""

    name: str
    kind: str


class Memory(Protocol):
    """What remembers, of a feed, how far it was read."""

    def validators(self, feed: str) -> tuple[str, str]:
        """ETag and Last-Modified of the last time it was read to its end, "" where there are none."""

    def wants(self, feed: str, key: str) -> bool:
        """Whether an entry is still to be read."""

    def came(self, feed: str, key: str, article: str) -> None:
        """An entry gave an article, which is not stored yet."""

    def failed(self, feed: str, key: str, *, busy: bool) -> None:
        """An entry could not be had; `busy` where its site asked to be left alone."""

    def answered(self, feed: str, fetched: Fetched, keys: list[str]) -> None:
        """The feed was read, and listed these entries."""

    def refused(self, feed: str, error: DragomanError) -> None:
        """The feed could not be had."""


class Forgetful:
    """Remembers nothing: every entry is wanted."""

    def validators(self, feed: str) -> tuple[str, str]:
        """None."""
        return "", ""

    def wants(self, feed: str, key: str) -> bool:
        """Always."""
        return True

    def came(self, feed: str, key: str, article: str) -> None:
        """Forgotten."""

    def failed(self, feed: str, key: str, *, busy: bool) -> None:
        """Forgotten."""

    def answered(self, feed: str, fetched: Fetched, keys: list[str]) -> None:
        """Forgotten."""

    def refused(self, feed: str, error: DragomanError) -> None:
        """Forgotten."""


class Intake:
    """Reads targets. Holds what is the same for all of them."""

    def __init__(
        self, columns: Mapping[str, str], limits: Limits, today: date | None, stdin: BinaryIO | None, fetcher: Fetcher,
        memory: Memory,
    ) -> None:  # fmt: skip
        self.columns, self.limits, self.today = columns, limits, today
        self.stdin, self.fetcher, self.memory = stdin, fetcher, memory
        self.maps: set[str] = set()

    def read(self, target: Target) -> Iterator[Article | Skipped]:
        """The articles of a target, and a Skipped for each that could not be read. Raises MissingExtra where a library is not installed."""
        readers: dict[str, Callable[[str], Iterator[Article | Skipped]]] = {
            "file": self.file,
            "table": self.rows,
            "zip": self.zip,
            "warc": self.warc,
            "url": self.address,
            "month": self.month,
            "remote": self.remote,
            "stdin": self.standard_input,
        }
        try:
            yield from readers[target.kind](target.name)
        except MissingExtra:
            raise
        except DragomanError as error:
            yield skipped(error, target.name)

    def file(self, name: str) -> Iterator[Article | Skipped]:
        """The article of a file, or those of the addresses that it lists."""
        yield from self.content(read_file(Path(name), self.limits), name)

    def standard_input(self, _: str) -> Iterator[Article | Skipped]:
        """The same of standard input."""
        yield from self.content(read_stdin(self.stdin, self.limits), STDIN)

    def content(self, data: bytes, name: str) -> Iterator[Article | Skipped]:
        """The article of some bytes, or those of the addresses that they list."""
        listed = addresses_in(data)
        if listed:
            for url in listed:
                yield from self.read(Target(name=url, kind="url"))
        elif is_listing(data):
            yield from self.entries(name, read_listing(data, name, today=self.today), 0)
        else:
            yield article_from_bytes(data, name=name, today=self.today)

    def rows(self, name: str) -> Iterator[Article | Skipped]:
        """The articles of a table."""
        yield from read_rows(Path(name), self.columns, self.limits, today=self.today)

    def warc(self, name: str) -> Iterator[Article | Skipped]:
        """The articles of a web archive."""
        try:
            with explaining(name):
                yield from read_warc(Path(name), self.limits, today=self.today)
        except OSError as error:
            raise unreadable(Path(name), error) from error

    def zip(self, name: str) -> Iterator[Article | Skipped]:
        """The articles of the files and tables in a zip archive; archives in it are not opened."""
        try:
            with explaining(name, "zip"), archive_at(name) as archive:
                for info in members(archive):
                    if is_table(info.filename) or bare(info.filename).endswith(PAGES):
                        yield from self.member(archive, info, f"{name}/{info.filename}")
        except OSError as error:
            raise unreadable(Path(name), error) from error

    def member(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Iterator[Article | Skipped]:
        """The articles of one file of a zip archive; what is wrong with it does not end the others."""
        try:
            with explaining(name, "zip"), open_member(archive, info, name) as stream:
                if bare(name) == name.lower() and is_table(name):
                    yield from read_table(stream, name, self.columns, self.limits, today=self.today)
                else:
                    data = read_stream(stream, name, self.limits)
                    data = unpacked_file(data, name, self.limits) if is_packed(data) else data
                    yield article_from_bytes(data, name=name, today=self.today)
        except DragomanError as error:
            yield skipped(error, name)

    def address(self, url: str, depth: int = 0) -> Iterator[Article | Skipped]:
        """The report at an address, the reports that a feed or site map there lists, or those of an archive or table there."""
        kind = kind_of(urlsplit(url).path)
        if kind in ("table", "warc", "zip"):
            with self.downloaded(url) as path:
                yield from (renamed(one, path, url) for one in self.read(Target(name=path, kind=kind)))
            return
        etag, modified = self.memory.validators(url)
        try:
            fetched = self.fetcher.fetch(url, etag=etag, modified=modified)
            data = unpacked_file(fetched.data, url, self.limits) if is_packed(fetched.data) else fetched.data
            if not fetched.unchanged and not is_listing(data):
                yield self.page(url, fetched, data)
                return
            listing = (
                Listing(kind="feed")
                if fetched.unchanged
                else read_listing(data, fetched.url, content_type=fetched.content_type, today=self.today)
            )
        except DragomanError as error:
            self.memory.refused(url, error)
            raise
        yield from self.entries(url, listing, depth)
        self.memory.answered(url, fetched, [entry.key for entry in listing.entries])

    def page(self, url: str, fetched: Fetched, data: bytes) -> Article:
        """The article of a page that was fetched."""
        given = Given(url=fetched.url)
        return article_from_bytes(data, name=url, content_type=fetched.content_type, given=given, today=self.today)

    def entries(self, feed: str, listing: Listing, depth: int) -> Iterator[Article | Skipped]:
        """The reports that a list names, without those that were read before."""
        for entry in listing.entries:
            if listing.kind == "index":
                yield from self.below(entry.url, depth + 1)
            elif self.memory.wants(feed, entry.key):
                yield self.entry(feed, entry)

    def below(self, url: str, depth: int) -> Iterator[Article | Skipped]:
        """The reports of a site map that another names."""
        try:
            if depth > DEEPEST or len(self.maps) >= MOST_MAPS:
                raise SourceError(f"{url} is one site map too many", hint="pass the address of the one you need")
            if url not in self.maps:
                self.maps.add(url)
                yield from self.address(url, depth)
        except DragomanError as error:
            yield skipped(error, url)

    def entry(self, feed: str, entry: Entry) -> Article | Skipped:
        """The report of an entry; what its page does not tell of itself is taken from the entry."""
        try:
            article = completed(fetch_page(entry.url, self.fetcher, today=self.today), entry)
        except DragomanError as error:
            self.memory.failed(feed, entry.key, busy=isinstance(error, SiteBusy))
            return skipped(error, entry.url)
        self.memory.came(feed, entry.key, article.id)
        return article

    def remote(self, url: str) -> Iterator[Article | Skipped]:
        """The articles of a file in an object store."""
        with local_copy(url, self.limits) as path:
            found = self.read(Target(name=path, kind=kind_of(urlsplit(url).path)))
            yield from (renamed(one, path, url) for one in found)

    def month(self, name: str) -> Iterator[Article | Skipped]:
        """The articles of all files that an archive of the web lists for a month."""
        for url in self.files_of_month(name):
            yield from self.read(Target(name=url, kind="url"))

    def files_of_month(self, name: str) -> list[str]:
        """The addresses of the files of `cc-news:2024-09`, in the archive's order."""
        archive, year, month = month_of(name)
        fetched = self.fetcher.fetch(archive["index"].format(year=year, month=month))
        data = unpacked_file(fetched.data, name, self.limits) if is_packed(fetched.data) else fetched.data
        return [urljoin(archive["base"], line.strip()) for line in decode(data).splitlines() if line.strip()]

    @contextmanager
    def downloaded(self, url: str) -> Iterator[str]:
        """A file with what is at an address, for as long as it is read."""
        ending = "".join(Path(urlsplit(url).path).suffixes[-2:])
        with tempfile.NamedTemporaryFile(suffix=ending) as file:
            self.fetcher.download(url, file)  # type: ignore[arg-type]  # it is a file in all but its declared type
            file.flush()
            yield file.name


def renamed(one: Article | Skipped, path: str, url: str) -> Article | Skipped:
    """What was left out of a file that was fetched, with the address in place of the file's name."""
    if isinstance(one, Article):
        return one
    source, reason = ((part or "").replace(path, url) for part in (one.source, one.reason))
    return msgspec.structs.replace(one, source=source, reason=reason)


def completed(article: Article, entry: Entry) -> Article:
    """The article with title and day of its entry in a feed, where the page tells none."""
    day = {} if article.published or not entry.published else {"published": entry.published, "published_from": "feed"}
    title = {} if article.title or not entry.title else {"title": entry.title}
    return msgspec.structs.replace(article, **day, **title)


def kind_of(name: str) -> str:
    """What a path holds, by its ending."""
    if is_table(name):
        return "table"
    if name.lower().endswith(".zip"):
        return "zip"
    return "warc" if bare(name).endswith(ENDINGS) else "file"


def is_table(name: str) -> bool:
    """Whether a path is that of a table of reports, by its ending."""
    return bare(name).endswith(TABLES)


def is_month(target: str) -> bool:
    """Whether a target is a month of an archive that is known."""
    found = MONTH.fullmatch(target)
    return found is not None and found["name"] in table("archives")


def month_of(name: str) -> tuple[Mapping[str, str], str, str]:
    """Archive, year and month of `cc-news:2024-09`."""
    found = MONTH.fullmatch(name)
    if found is None:
        raise SourceError(f"{name} is no month of an archive", hint="write it as cc-news:2024-09")
    return table("archives")[found["name"]], found["year"], found["month"]


def addresses_in(data: bytes) -> list[str]:
    """The addresses of a file that holds nothing else, one a line, `#` before a remark; none of any other file."""
    if not data.lstrip().startswith((b"http://", b"https://", b"#")):
        return []
    lines = [line.strip() for line in decode(data).splitlines()]
    listed = [line for line in lines if line and not line.startswith("#")]
    return listed if all(is_url(line) and len(line.split()) == 1 for line in listed) else []


def skipped(error: DragomanError, source: str) -> Skipped:
    """The record of what was left out and why."""
    return Skipped(stage=STAGE, reason=error.message, source=source)
