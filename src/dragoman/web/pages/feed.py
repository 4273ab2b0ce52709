"""What was added, revised and removed, for programs that follow along: JSON and Atom; and the API's own description."""

from typing import Annotated
from urllib.parse import urlencode
from xml.sax.saxutils import escape, quoteattr

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from dragoman.store import Change
from dragoman.telling.columns import fields
from dragoman.telling.plain import CONTROL

from ..answers import Changes
from ..asking import DAY, one
from ..schemas import answers_with
from ..showing import API, Answer, csv_of, json_of, page_of, tagged
from ..site import Here, Site

ROUTER = APIRouter()
PAGE = 100
MOST = 1000
LARGEST = 2**53
COLUMNS = fields("number", "at", "change", "kind", "id", "article", "revision")
PATHS = {"article": "articles", "event": "events", "claim": "claims", "finding": "findings"}

Since = Annotated[str | None, one("From this day on: 2024-09-19, 2024-09 or 2024.", pattern=DAY)]
After = Annotated[
    int | None, one("After the change of this number: `next` of the page before.", ge=0, le=LARGEST, alias="cursor")
]
Limit = Annotated[int, one("Changes of a page.", ge=1, le=MOST)]


def changes_of(site: Site, since: str | None, after: int | None, limit: int) -> Answer:
    """A page of the changes feed; without a beginning, from the first change on."""
    found = tuple(site.store.changes(after if after is not None else since, limit))
    following = str(found[-1].number) if found else str(after) if after is not None else None
    begin = after if after is not None else since
    return Answer(
        "Changes", Changes(data=found, next=following), COLUMNS, lambda: site.store.changes(begin), cursor=following
    )


@ROUTER.get("/changes", include_in_schema=False)
def page(request: Request, site: Here, since: Since = None, cursor: After = None, limit: Limit = PAGE) -> Response:
    """The changes for people."""
    return page_of(request, "changes.html", changes_of(site, since, cursor, limit))


@ROUTER.get("/changes.csv", include_in_schema=False)
def as_csv(request: Request, site: Here, since: Since = None, cursor: After = None, limit: Limit = PAGE) -> Response:
    """The changes as a table."""
    return csv_of(request, changes_of(site, since, cursor, limit), "/changes")


@ROUTER.get("/changes.json", include_in_schema=False)
@ROUTER.get(
    f"{API}/changes",
    operation_id="get_changes",
    summary="What was added, revised and removed, oldest first.",
    tags=["changes"],
    responses=answers_with(Changes),
)
def as_json(request: Request, site: Here, since: Since = None, cursor: After = None, limit: Limit = PAGE) -> Response:
    """The changes for programs."""
    return json_of(request, changes_of(site, since, cursor, limit))


@ROUTER.get("/changes.atom", include_in_schema=False)
@ROUTER.get(
    f"{API}/changes.atom",
    operation_id="get_changes_atom",
    summary="The last changes as an Atom feed, newest first.",
    tags=["changes"],
    responses={
        200: {"description": "Atom (RFC 4287)", "content": {"application/atom+xml": {"schema": {"type": "string"}}}}
    },
    response_class=Response,
)
def as_atom(request: Request, site: Here) -> Response:
    """The last changes for feed readers."""
    from dragoman.store.paging import last_changes

    base = f"{request.url.scheme}://{request.url.netloc}"
    return tagged(
        request, atom(base, last_changes(site.store, PAGE)).encode("utf-8", "replace"), "application/atom+xml"
    )


def atom(base: str, changes: list[Change]) -> str:
    """A feed (RFC 4287) of changes, newest first."""
    updated = changes[0].at if changes else "1970-01-01T00:00:00Z"
    entries = "".join(_entry(base, one) for one in changes)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>dragoman: changes</title><id>{escape(base)}/changes</id><updated>{updated}</updated>"
        f'<author><name>dragoman</name></author><link rel="self" href={quoteattr(base + "/changes.atom")}/>'
        f"<link href={quoteattr(base + '/changes')}/>{entries}</feed>\n"
    )


def _entry(base: str, change: Change) -> str:
    folder = PATHS.get(change.kind, "articles")
    target = (
        f"{base}/{folder}/{change.id}"
        if change.change != "removed" and change.kind in PATHS
        else f"{base}/articles/{change.article}"
    )
    title = CONTROL.sub("", f"{change.kind} {change.id} {change.change}")
    return (
        f"<entry><title>{escape(title)}</title><id>{escape(base)}/changes#{change.number}</id><updated>{change.at}</updated>"
        f"<link href={quoteattr(target)}/><summary>{escape(title)} in report {escape(change.article)}</summary></entry>"
    )


@ROUTER.get(f"{API}/openapi.json", include_in_schema=False)
def described(request: Request) -> Response:
    """The description of the API (OpenAPI 3.1)."""
    return tagged(request, msgspec.json.encode(request.app.openapi()), "application/json")


@ROUTER.get("/api", include_in_schema=False)
def for_programmers(request: Request) -> Response:
    """The description of the API for people."""
    from ..answers import Home

    empty = Home(counts={}, reports=(), events=(), findings=(), heads={}, actors=())
    return page_of(
        request,
        "api.html",
        Answer("The API", empty, (), tuple, lambda: {"described": request.app.openapi(), "urlencode": urlencode}),
    )
