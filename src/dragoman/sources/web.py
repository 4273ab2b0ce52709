"""A page from an address: within the caps, with the site's leave, never from a private network."""

import re
import ssl
import zlib
from collections.abc import Iterator
from functools import cache
from typing import NoReturn
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import httpcore

from dragoman.errors import SourceError
from dragoman.records import Record

from .addresses import SAVE, CheckedBackend, Deadline, Resolver, resolve
from .limits import Limits

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://")
REDIRECTS = (301, 302, 303, 307, 308)
ACCEPT = "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.1"
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
    """What an address answered: the bytes, unpacked, what they are said to be, and the address after redirects."""

    url: str
    data: bytes
    content_type: str = ""


class Answer(Record, frozen=True, kw_only=True):
    """One answer of a server; `data` is empty for a redirect."""

    status: int
    data: bytes = b""
    content_type: str = ""
    location: str = ""


class Fetcher:
    """Fetches pages. Holds the rules of the sites it has met, and the certificates; a run uses one for all its pages."""

    def __init__(self, limits: Limits | None = None, *, resolver: Resolver = resolve) -> None:
        self._limits = limits or Limits()
        self._resolver = resolver
        self._rules: dict[str, Rules] = {}

    def fetch(self, url: str) -> Fetched:
        """The page at an http(s) address. Raises SourceError, with what to do next, where it cannot or may not be had."""
        deadline = Deadline(self._limits.timeout_s)
        try:
            return self._followed(clean_url(url), deadline)
        except httpcore.TimeoutException as error:
            raise SourceError(
                f"{url} did not answer in {self._limits.timeout_s:g} seconds", hint=f"try again later, or {SAVE}"
            ) from error
        except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError, zlib.error) as error:
            refuse_connection(url, error)

    def _followed(self, url: str, deadline: Deadline) -> Fetched:
        seen = [url]
        while True:
            self._ask_leave(url, deadline)
            answer = self._get(url, deadline, self._limits.bytes)
            if answer.status not in REDIRECTS or not answer.location:
                break
            url = clean_url(urljoin(url, answer.location))
            if url in seen:
                raise SourceError(f"{seen[0]} leads in a circle", hint=SAVE)
            if len(seen) > self._limits.redirects:
                raise SourceError(
                    f"{seen[0]} leads on more than {self._limits.redirects} times",
                    hint=f"pass the last address, or {SAVE}",
                )
            seen.append(url)
        if answer.status >= 300:
            hint = ANSWERS.get(
                answer.status, "the site is out of order; try again later" if answer.status >= 500 else SAVE
            )
            raise SourceError(f"{url} answered {answer.status}", hint=hint)
        return Fetched(url=url, data=answer.data, content_type=answer.content_type)

    def _get(self, url: str, deadline: Deadline, most: int) -> Answer:
        """One answer, without following it. Raises SourceError for one that is too large."""
        backend = CheckedBackend(deadline, allow_private=self._limits.allow_private, resolver=self._resolver)
        headers: dict[bytes | str, bytes | str] = {
            "User-Agent": self.user_agent,
            "Accept": ACCEPT,
            "Accept-Encoding": "gzip, deflate",
            "Accept-Language": "en",
        }
        with (
            httpcore.ConnectionPool(
                ssl_context=certificates() if url.startswith("https:") else None, network_backend=backend
            ) as pool,
            pool.stream("GET", url, headers={"Host": urlsplit(url).netloc, **headers}) as response,
        ):
            told = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            answer = Answer(
                status=response.status, content_type=told.get("content-type", ""), location=told.get("location", "")
            )
            if response.status != 200:
                return answer
            if told.get("content-length", "").isdigit() and int(told["content-length"]) > most:
                too_large(url, self._limits)
            chunks = unpacked(response.iter_stream(), told.get("content-encoding", ""), most)
            return Answer(status=200, data=self._capped(url, chunks, deadline, most), content_type=answer.content_type)

    def _capped(self, url: str, chunks: Iterator[bytes], deadline: Deadline, most: int) -> bytes:
        data = bytearray()
        for chunk in chunks:
            deadline.left()
            data += chunk
            if len(data) > most:
                too_large(url, self._limits)
        return bytes(data)

    @property
    def user_agent(self) -> str:
        """How dragoman names itself to a site."""
        return self._limits.agent or Limits().agent

    # robots.txt (RFC 9309)

    def _ask_leave(self, url: str, deadline: Deadline) -> None:
        """Raises SourceError where the site's robots.txt keeps us from the page, or cannot be had."""
        if not self._limits.robots:
            return
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = self._rules_of(origin, deadline)
        self._rules[origin].check(url, parts.hostname or "", self.user_agent)

    def _rules_of(self, origin: str, deadline: Deadline) -> "Rules":
        """The rules of a site: none where it has no robots.txt; none may pass where the site cannot say."""
        url = origin + "/robots.txt"
        for _ in range(self._limits.redirects + 1):
            answer = self._get(url, deadline, self._limits.bytes)
            if answer.status not in REDIRECTS or not answer.location:
                break
            url = clean_url(urljoin(url, answer.location))
        if answer.status == 200:
            return Rules(text=answer.data[:ROBOTS_BYTES].decode("utf-8", "replace"))
        return Rules(status=answer.status)


class Rules(Record, frozen=True, kw_only=True):
    """A site's robots.txt, or with what status it was refused."""

    text: str = ""
    status: int = 200

    def check(self, url: str, host: str, user_agent: str) -> None:
        """Raises SourceError where the page is closed to us."""
        if self.status >= 500:
            raise SourceError(
                f"{host} could not say what programs may read: robots.txt answered {self.status}",
                hint=f"try again later, or {SAVE}",
            )
        if not self.text or self.status != 200:
            return
        from protego import Protego

        if not Protego.parse(self.text).can_fetch(url, user_agent):
            raise SourceError(f"{host} does not let programs read this page (robots.txt)", hint=SAVE)


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


def too_large(what: str, limits: Limits) -> NoReturn:
    """Raises SourceError: larger than a report is."""
    raise SourceError(
        f"{what} is larger than {limits.max_mb}",
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
