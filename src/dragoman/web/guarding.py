"""What stands before every request: who may ask, how much, how long; and what every answer tells the browser it may do."""

import asyncio
import secrets
from collections.abc import Iterable
from urllib.parse import parse_qsl, quote, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.store import Store
from dragoman.store.access import knows_token

from .problems import Refused, answer_problem
from .site import Caps, Site

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
PICTURE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"  # a picture styles itself and loads nothing
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
COOKIE = "dragoman"
TOKEN_COOKIE = "dragoman_token"
SIGN_IN = "/sign-in"
ASKING = ("GET", "HEAD")


class Guard:
    """The outermost layer: hosts, sizes, times, headers. `hosts` are the names it answers to, so that no other name can be bent here."""

    def __init__(self, app: ASGIApp, *, hosts: Iterable[str], caps: Caps) -> None:
        self.app = app
        self.hosts = frozenset(hosts)
        self.caps = caps

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        guarded = _Sending(send, self.caps.answer_s, _policy_of(scope["path"]))
        refusal = self._refusal(Headers(scope=scope)) or await _stranger(scope)
        if refusal:
            await answer_problem(Request(scope), refusal)(scope, receive, guarded)
        elif tidy := _tidied(scope):
            await RedirectResponse(tidy, 303)(scope, receive, guarded)
        else:
            await self.app(scope, _Receiving(receive, self.caps), guarded)

    def _refusal(self, headers: Headers) -> Refused | None:
        host = headers.get("host", "")
        name = host.rpartition(":")[0] if not host.endswith("]") and ":" in host else host
        if "*" not in self.hosts and name.lower() not in self.hosts:
            return Refused(421, "this server does not answer to that name", "dragoman serve --name NAME lets it")
        length = headers.get("content-length", "0")
        if not length.isdigit():
            return Refused(400, "the length of the request is no number")
        if int(length) > self.caps.body:
            return Refused(
                413, f"the request is larger than {self.caps.body:,} bytes", "`dragoman add FILE` takes large reports"
            )
        return None


async def _stranger(scope: Scope) -> Refused | None:
    """Why someone may not even read: the site is open beyond this machine, and no token is sent."""
    site: Site = scope["app"].state.site
    if site.open_to_read or scope["path"] == SIGN_IN or scope["path"].startswith("/static/"):
        return None
    request = Request(scope)
    token = token_in(request) or request.cookies.get(TOKEN_COOKIE, "")
    if await run_in_threadpool(knows_token, site.store, token):
        return None
    return Refused(401, "reading here needs a token", f"sign in at {SIGN_IN}", {"WWW-Authenticate": "Bearer"})


def _tidied(scope: Scope) -> str:
    """The address of a page without its empty fields, so that a form gives an address worth keeping; empty where it is tidy."""
    query = scope["query_string"].decode("latin-1")
    if scope["method"] not in ASKING or scope["path"].startswith("/api/") or ("=&" not in f"{query}&"):
        return ""
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if value]
    if len(kept) == len(pairs):
        return ""
    path = quote(scope["path"], safe="/:@!$&'()*+,;=~-._")
    return "/" + path.lstrip("/") + (f"?{urlencode(kept)}" if kept else "")


def _policy_of(path: str) -> str:
    return PICTURE_POLICY if path.endswith(".svg") else POLICY


class _Receiving:
    """A body within its size and time. A sender who dawdles or sends too much is refused."""

    def __init__(self, receive: Receive, caps: Caps) -> None:
        self.receive = receive
        self.caps = caps
        self.size = 0
        self.more = True

    async def __call__(self) -> Message:
        if not self.more:
            return await self.receive()
        try:
            message = await asyncio.wait_for(self.receive(), self.caps.body_s)
        except TimeoutError:
            raise Refused(408, f"the request did not come within {self.caps.body_s:g} seconds") from None
        self.size += len(message.get("body", b""))
        self.more = message.get("more_body", False)
        if self.size > self.caps.body:
            raise Refused(
                413, f"the request is larger than {self.caps.body:,} bytes", "`dragoman add FILE` takes large reports"
            )
        return message


class _Sending:
    """An answer with its headers. A reader who does not take a part within the time loses the connection."""

    def __init__(self, send: Send, seconds: float, policy: str) -> None:
        self.send = send
        self.seconds = seconds
        self.policy = policy

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Content-Security-Policy"] = self.policy
            for name, value in HEADERS.items():
                headers[name] = value
            headers.setdefault("Cache-Control", "no-cache")
        await asyncio.wait_for(self.send(message), self.seconds)


def visitor_of(request: Request) -> str:
    """The visitor's cookie, a new one where there is none."""
    return request.cookies.get(COOKIE) or getattr(request.state, "visitor", "") or _new_visitor(request)


def _new_visitor(request: Request) -> str:
    request.state.visitor = secrets.token_urlsafe(18)
    return str(request.state.visitor)


def refuse_foreign_form(site: Site, request: Request, token: str) -> None:
    """Raises Refused where a form was not ours: no cookie, another's token, or sent by another site."""
    elsewhere = request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
    if elsewhere or not site.is_our_form(request.cookies.get(COOKIE, ""), token):
        raise Refused(
            403, "the form is not one of this server, or too old", "go back, load the page again, and send it anew"
        )


def token_in(request: Request) -> str:
    """The token that a program sends, empty where there is none."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def refuse_without_token(store: Store, request: Request) -> None:
    """Raises Refused where no token that the store knows is sent."""
    if not knows_token(store, token_in(request)):
        raise Refused(
            401,
            "writing needs a token",
            "send Authorization: Bearer TOKEN; `dragoman token` makes one",
            {"WWW-Authenticate": "Bearer"},
        )
