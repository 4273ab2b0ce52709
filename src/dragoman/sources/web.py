"""A page from an address: politely, within limits, never from a private network."""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

import httpx

from dragoman.errors import SourceError

from .limits import Limits

Resolve = Callable[[str, int], list[str]]
SAVE = "open it in a browser, save the story as text, pass the file"
ANSWERS = {
    401: "it wants a login; " + SAVE, 403: "the site refuses programs; " + SAVE, 404: "check the address",
    410: "the page is gone; try an archive", 429: "the site asks to slow down; try again later", 451: "withheld for legal reasons",
}  # fmt: skip


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host name. Raises SourceError where there are none."""
    try:
        return sorted({str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)})
    except OSError as error:
        raise SourceError(f"no such host: {host}", hint="check the address and the network") from error


def check_host(url: str, limits: Limits, resolver: Resolve = resolve) -> list[str]:
    """The public addresses of a URL's host. Raises SourceError for other schemes and for private, loopback or link-local hosts."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SourceError(f"not a web address: {url}", hint="addresses begin with http:// or https://")
    found = resolver(parts.hostname, parts.port or (443 if parts.scheme == "https" else 80))
    if not limits.allow_private:
        for address in found:
            plain = ipaddress.ip_address(address.partition("%")[0])
            mapped = getattr(plain, "ipv4_mapped", None) or plain
            if not mapped.is_global or mapped.is_multicast:
                raise SourceError(
                    f"{parts.hostname} is on a private network", hint="dragoman fetches from public hosts only"
                )
    return found


class _Pinned(httpx.HTTPTransport):
    """Connects to the address that was checked, whatever the name means a moment later."""

    def __init__(self, address: str) -> None:
        super().__init__(verify=ssl.create_default_context())
        self._address = address

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        request.headers["Host"] = request.url.netloc.decode("ascii")
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=self._address)
        return super().handle_request(request)


def fetch_page(url: str, limits: Limits, resolver: Resolve = resolve) -> tuple[bytes, str | None, str]:
    """(bytes, Content-Type, final address) of a page. Raises SourceError with what to do next."""
    deadline = time.monotonic() + limits.timeout_s
    for _ in range(limits.redirects + 1):
        addresses = check_host(url, limits, resolver)
        if not allowed(url, limits, addresses[0]):
            raise SourceError(
                f"{urlsplit(url).hostname} asks programs to stay away from this page (robots.txt)", hint=SAVE
            )
        status, headers, body = _get(url, limits, addresses[0], deadline)
        if status in (301, 302, 303, 307, 308) and "location" in headers:
            url = urljoin(url, headers["location"])
            continue
        if status >= 400:
            raise SourceError(f"{url} answered {status}", hint=ANSWERS.get(status, "try again later"))
        return body, headers.get("content-type"), url
    raise SourceError(f"more than {limits.redirects} redirects", hint="open it in a browser and pass the final address")


def _get(url: str, limits: Limits, address: str, deadline: float) -> tuple[int, httpx.Headers, bytes]:
    left = deadline - time.monotonic()
    if left <= 0:
        raise SourceError(
            f"{url}: no answer within {limits.timeout_s:.0f} s",
            hint="try again later, or save the page and pass the file",
        )
    agent = {"User-Agent": limits.agent, "Accept": "text/html,application/xhtml+xml,text/plain;q=0.8"}
    try:
        with (
            httpx.Client(transport=_Pinned(address), timeout=left, follow_redirects=False, trust_env=False) as client,
            client.stream("GET", url, headers=agent) as answer,
        ):
            body = b""
            for chunk in answer.iter_bytes():
                body += chunk
                if len(body) > limits.bytes:
                    raise SourceError(
                        f"{url} is larger than {limits.bytes // 2**20} MB", hint="save the story as text, pass the file"
                    )
                if time.monotonic() > deadline:
                    raise httpx.ReadTimeout("deadline")
            return answer.status_code, answer.headers, body
    except httpx.TimeoutException as error:
        raise SourceError(
            f"{url}: no answer within {limits.timeout_s:.0f} s", hint="try again later, or pass a saved file"
        ) from error
    except (httpx.HTTPError, ssl.SSLError) as error:
        if "CERTIFICATE" in str(error).upper():
            raise SourceError(
                f"{url}: the certificate is not valid", hint="check the address; dragoman does not read past it"
            ) from error
        raise SourceError(f"{url} could not be reached: {error}", hint="check the address and the network") from error


def allowed(url: str, limits: Limits, address: str) -> bool:
    """Whether the host's robots.txt lets us read the page; a host without one does."""
    parts = urlsplit(url)
    rules = _robots(f"{parts.scheme}://{parts.netloc}/robots.txt", limits, address)
    if rules is None:
        return True
    from protego import Protego

    return bool(Protego.parse(rules).can_fetch(url, limits.agent))


@lru_cache(maxsize=256)
def _robots(url: str, limits: Limits, address: str) -> str | None:
    try:
        status, _, body = _get(url, limits, address, time.monotonic() + min(limits.timeout_s, 10))
    except SourceError:
        return None
    return body[:500_000].decode("utf-8", "replace") if status == 200 else None
