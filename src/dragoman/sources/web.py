"""A page from an address: within the caps, with the site's leave, never from a private network."""

import re
import ssl
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import Any, BinaryIO, NoReturn
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import httpcore

from dragoman.errors import SiteBusy, SourceError
from dragoman.records import Record

from .addresses import SAVE, CheckedBackend, Deadline, Resolver, RollingDeadline, resolve
from .limits import Limits, in_megabytes
from .manners import Manners, retry_after

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://")
REDIRECTS = (301, 302, 303, 307, 308)
ACCEPT = "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1"
BUSY = (429, 503)
RULES_S = 86_400.0  # how long a site's robots.txt is believed (RFC 9309, 2.4: not longer than a day)
ARCHIVE_S = 6 * 3600.0  # the longest time that one archive may take to come
ROBOTS_BYTES = 500_000  # RFC 9309, 2.5: at least 500 KiB are to be read
KEEP = "!#$%&'()*+,/:;=?@[]~"  # what stays as it is in the path and query of an address
ANSWERS = {
    401: "the site wants a login: " + SAVE,
    402: "the site wants to be paid: " + SAVE,
    403: "the site refuses programs: " + SAVE,
    404: "check the address; if the page was taken down, pass the address of an archived copy",
    406: SAVE,
    410: "the page was taken down; pass the address of an archived copy",
    429: "the site is asked too often; try again later",
    451: "the page is withheld for legal reasons; pass the address of an archived copy",
}


class Fetched(Record, frozen=True, kw_only=True):
    """What an address answered: the bytes, unpacked, what they are said to be, and the address after redirects.

    `etag` and `modified` go with the next request; `unchanged` where the site then says that nothing is new.
    """

    url: str
    data: bytes
    content_type: str = ""
    etag: str = ""
    modified: str = ""
    unchanged: bool = False


class Answer(Record, frozen=True, kw_only=True):
    """One answer of a server; `data` is empty for a redirect, and where it was written to a file. `told` are its headers."""

    status: int
    told: dict[str, str]
    data: bytes = b""


class Fetcher:
    """Fetches pages. Holds the rules of the sites it has met and when each may be asked again; a run uses one for all its pages."""

    def __init__(
        self, limits: Limits | None = None, *, resolver: Resolver = resolve, manners: Manners | None = None
    ) -> None:
        self._limits = limits or Limits()
        self._resolver = resolver
        self.manners = manners or Manners(self._limits.gap_s, self._limits.patience_s)
        self._rules: dict[str, tuple[Rules, float]] = {}

    def fetch(self, url: str, *, etag: str = "", modified: str = "") -> Fetched:
        """The page at an http(s) address; `etag` and `modified` are those of the last time.

        A site that answers that it is busy is asked again while patience lasts. Raises SiteBusy after that, SourceError, with what to do
        next, where the page cannot or may not be had.
        """
        known = {"If-None-Match": etag, "If-Modified-Since": modified}
        give_up = self.manners.clock() + self._limits.patience_s
        while True:
            try:
                return self._fetched(url, Deadline(self._limits.timeout_s), known, None)
            except SiteBusy as busy:
                if busy.after_s is None or self.manners.clock() + busy.after_s > give_up or not self._limits.patience_s:
                    raise

    def download(self, url: str, file: BinaryIO) -> None:
        """Writes what is at an address to a file, however long it takes so long as it comes. Raises SourceError as `fetch` does."""
        self._fetched(url, RollingDeadline(self._limits.timeout_s, ARCHIVE_S), {}, file)

    def _fetched(self, url: str, deadline: Deadline, known: dict[str, str], file: BinaryIO | None) -> Fetched:
        url, asked = clean_url(url), url
        host = urlsplit(url).hostname or ""
        try:
            return self._followed(url, deadline, known, file)
        except httpcore.TimeoutException as error:
            self.manners.failed(host)
            raise SourceError(
                f"{asked} did not answer in {self._limits.timeout_s:g} seconds", hint=f"try again later, or {SAVE}"
            ) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError, zlib.error) as error:
            self.manners.failed(host)
            refuse_connection(asked, error)

    def _followed(self, url: str, deadline: Deadline, known: dict[str, str], file: BinaryIO | None) -> Fetched:
        seen = [url]
        while True:
            gap_s = self._ask_leave(url, deadline)
            host = urlsplit(url).hostname or ""
            deadline.extend(self.manners.wait(host, gap_s))
            answer = self._get(url, deadline, self._limits.archive_bytes if file else self._limits.bytes, known, file)
            if answer.status not in BUSY:
                self.manners.answered(host)
            location = answer.told.get("location", "")
            if answer.status not in REDIRECTS or not location:
                break
            url = clean_url(urljoin(url, location))
            if url in seen:
                raise SourceError(f"{seen[0]} leads in a circle", hint=SAVE)
            if len(seen) > self._limits.redirects:
                raise SourceError(
                    f"{seen[0]} leads on more than {self._limits.redirects} times",
                    hint=f"pass the last address, or {SAVE}",
                )
            seen.append(url)
        if answer.status in BUSY:
            self._leave_alone(url, answer)
        if answer.status >= 300 and answer.status != 304:
            hint = ANSWERS.get(
                answer.status, "the site is out of order; try again later" if answer.status >= 500 else SAVE
            )
            raise SourceError(f"{url} answered {answer.status}", hint=hint)
        told = answer.told
        return Fetched(
            url=url, data=answer.data, content_type=told.get("content-type", ""), etag=told.get("etag", ""),
            modified=told.get("last-modified", ""), unchanged=answer.status == 304,
        )  # fmt: skip

    def _leave_alone(self, url: str, answer: Answer) -> NoReturn:
        """Raises SiteBusy, and remembers for how long the host is not asked."""
        after_s = retry_after(answer.told.get("retry-after", ""), answer.told.get("date", ""), datetime.now(UTC))
        rest = self.manners.refused(urlsplit(url).hostname or "", after_s)
        hint = ANSWERS.get(answer.status, "the site is out of order; try again later")
        raise SiteBusy(f"{url} answered {answer.status}", hint=hint, after_s=rest)

    def _get(
        self, url: str, deadline: Deadline, most: int, known: dict[str, str] | None = None, file: BinaryIO | None = None
    ) -> Answer:
        """One answer, without following it. Raises SourceError for one that is too large."""
        backend = CheckedBackend(deadline, allow_private=self._limits.allow_private, resolver=self._resolver)
        headers: dict[bytes | str, bytes | str] = {
            "User-Agent": self.user_agent,
            "Accept": ACCEPT,
            "Accept-Encoding": "identity" if file else "gzip, deflate",
            "Accept-Language": "en",
            **{name: value for name, value in (known or {}).items() if value},
        }
        with (
            httpcore.ConnectionPool(
                ssl_context=certificates() if url.startswith("https:") else None, network_backend=backend
            ) as pool,
            pool.stream("GET", url, headers={"Host": urlsplit(url).netloc, **headers}) as response,
        ):
            told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            if response.status != 200:
                return Answer(status=response.status, told=told)
            if told.get("content-length", "").isdecimal() and int(told["content-length"]) > most:
                too_large(url, most)
            chunks = unpacked(response.iter_stream(), told.get("content-encoding", ""), most)
            into: Any = file or bytearray()
            self._capped(url, chunks, deadline, most, file.write if file else into.extend)
            return Answer(status=200, told=told, data=b"" if file else bytes(into))

    def _capped(
        self, url: str, chunks: Iterator[bytes], deadline: Deadline, most: int, keep: Callable[[bytes], Any]
    ) -> None:
        size = 0
        for chunk in chunks:
            deadline.left()
            deadline.renew()
            size += len(chunk)
            if size > most:
                too_large(url, most)
            keep(chunk)

    @property
    def user_agent(self) -> str:
        """How dragoman names itself to a site."""
        return self._limits.agent or Limits().agent

    # robots.txt (RFC 9309)

    def _ask_leave(self, url: str, deadline: Deadline) -> float:
        """The pause in seconds that the site's robots.txt asks for. Raises SourceError where it keeps us from the page, or cannot be had."""
        if not self._limits.robots:
            return 0.0
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        rules, until = self._rules.get(origin, (Rules(), float("-inf")))
        if self.manners.clock() >= until:
            rules = self._rules_of(origin, deadline)
            self._rules[origin] = rules, self.manners.clock() + RULES_S
        return rules.check(url, parts.hostname or "", self.user_agent)

    def _rules_of(self, origin: str, deadline: Deadline) -> "Rules":
        """The rules of a site: none where it has no robots.txt; none may pass where the site cannot say."""
        url = origin + "/robots.txt"
        for _ in range(self._limits.redirects + 1):
            answer = self._get(url, deadline, self._limits.bytes)
            if answer.status not in REDIRECTS or not answer.told.get("location"):
                break
            url = clean_url(urljoin(url, answer.told["location"]))
        if answer.status == 200:
            return Rules(text=answer.data[:ROBOTS_BYTES].decode("utf-8", "replace"))
        return Rules(status=answer.status)


class Rules(Record, frozen=True, kw_only=True):
    """A site's robots.txt, or with what status it was refused."""

    text: str = ""
    status: int = 200

    def check(self, url: str, host: str, user_agent: str) -> float:
        """The pause in seconds that the site asks for between two pages. Raises SourceError where the page is closed to us."""
        if self.status >= 500:
            raise SourceError(
                f"{host} could not say what programs may read: robots.txt answered {self.status}",
                hint=f"try again later, or {SAVE}",
            )
        if not self.text or self.status != 200:
            return 0.0
        rules = parsed_rules(self.text)
        if not rules.can_fetch(url, user_agent):
            raise SourceError(f"{host} does not let programs read this page (robots.txt)", hint=SAVE)
        return float(rules.crawl_delay(user_agent) or 0.0)


@lru_cache(maxsize=256)
def parsed_rules(text: str) -> Any:
    """A robots.txt as Protego understands it."""
    from protego import Protego

    return Protego.parse(text)


def is_url(target: str) -> bool:
    """Whether a target is an address, of whatever scheme, rather than a path."""
    return SCHEME.match(target) is not None


def clean_url(url: str) -> str:
    """The address as it is sent: ASCII, without what stands behind `#`. Raises SourceError for one that is not http(s) or names a login."""
    try:
        parts = urlsplit(url.strip())
        port, host = parts.port, (parts.hostname or "").rstrip(".")
    except ValueError as error:
        raise SourceError(
            f"{url} is not a web address: {error}", hint="write it as in a browser: https://example.org/news/1"
        ) from error
    if parts.scheme.lower() not in ("http", "https"):
        raise SourceError(f"{parts.scheme}: is not read, only http and https are", hint="download it and pass the file")
    if not host:
        raise SourceError(f"{url} names no host", hint="write it as in a browser: https://example.org/news/1")
    if parts.username or parts.password:
        raise SourceError("an address with a user name in it is not fetched", hint=SAVE)
    try:
        host = f"[{host}]" if ":" in host else host.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise SourceError(f"{host} is no name of a host", hint="check the spelling of the address") from error
    default = {"http": 80, "https": 443}[parts.scheme.lower()]
    netloc = host if port in (None, default) else f"{host}:{port}"
    return urlunsplit(
        (parts.scheme.lower(), netloc, quote(parts.path or "/", safe=KEEP), quote(parts.query, safe=KEEP), "")
    )


def too_large(what: str, most: int) -> NoReturn:
    """Raises SourceError: larger than the cap, in bytes."""
    raise SourceError(
        f"{what} is larger than {in_megabytes(most)}",
        hint="pass the story alone; a file of many reports (JSON lines, CSV) goes to `dragoman add`",
    )


def refuse_connection(url: str, error: BaseException) -> NoReturn:
    """Raises SourceError for a connection that failed, with the reason in plain words."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            raise SourceError(
                f"{url}: the certificate is not valid ({cause.verify_message})",
                hint="the page may not be what it says; check the address, or " + SAVE,
            ) from error
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, zlib.error):
        raise SourceError(f"{url} sent a damaged page", hint=f"try again later, or {SAVE}") from error
    raise SourceError(
        f"{url} could not be reached: {error or type(error).__name__}",
        hint="check the address and the network connection",
    ) from error


def unpacked(chunks: Iterator[bytes], encoding: str, most: int) -> Iterator[bytes]:
    """The content of gzip or deflate data, never much more than `most` in all, however far it would unpack."""
    kinds = [kind for one in encoding.lower().split(",") if (kind := one.strip()) not in ("", "identity")]
    if not kinds:
        yield from chunks
        return
    if len(kinds) > 1 or kinds[0] not in ("gzip", "x-gzip", "deflate"):
        raise httpcore.RemoteProtocolError(f"content is packed as {encoding}, which was not asked for")
    unpack, first = zlib.decompressobj(zlib.MAX_WBITS | 32), True
    for chunk in chunks:
        if first and kinds[0] == "deflate" and chunk and chunk[0] & 0x0F != 8:
            unpack = zlib.decompressobj(-zlib.MAX_WBITS)  # bare deflate, as some servers send it
        first = False
        yield unpack.decompress(chunk, most + 1)  # one more than the cap is enough for the reader to stop


@cache
def certificates() -> ssl.SSLContext:
    """The authorities that are trusted: those of the system and of certifi."""
    import certifi

    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    return context
