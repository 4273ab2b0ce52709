"""One answer, four faces: the page, its `.json` and `.csv` twins, and the API."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, islice
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeVar

from fastapi import APIRouter, Depends, FastAPI, Request
from starlette.responses import Response, StreamingResponse

from dragoman.records.base import Record
from dragoman.telling.columns import Column, csv_lines
from dragoman.telling.plain import clean

from .citing import bibtex, csl
from .guarding import COOKIE
from .problems import missing
from .rendering import render
from .schemas import answers_with

if TYPE_CHECKING:
    from dragoman.exports.pictures import Picture

API = "/api/v1"
T = TypeVar("T")
BATCH = 200  # rows of CSV that leave together
AT_ONCE = 1_000_000  # bytes of CSV that are held to be tagged
CSV = "text/csv; charset=utf-8"


if TYPE_CHECKING:
    Drawn = tuple[T, Picture | None]  # what is counted, with its picture where there is anything to draw


class Answer(NamedTuple):
    """What answers a question: a title, the record that JSON gives, and its table. `shown` is what only the page needs, worked out for it.

    `as_of`: the moment (UTC) of the data that were counted, where they have changed since.
    """

    title: str
    content: Record
    columns: Sequence[Column]
    rows: Callable[[], Iterable[Any]]
    shown: Callable[[], Mapping[str, Any]] = dict
    cursor: str | None = None
    picture: "Picture | None" = None
    as_of: str | None = None


class Shown(NamedTuple):
    """A page: its path, its template, the function that answers (a dependency of FastAPI), and what its JSON is a record of.

    `pictured` pages have an `.svg` and a `.png` twin.
    """

    path: str
    template: str
    answer: Callable[..., Answer]
    gives: type[Record]
    about: str
    tag: str
    pictured: bool = False


def show_all(app: FastAPI, pages: Iterable[Shown]) -> None:
    """Every page with its twins and its place in the API."""
    for page in pages:
        _show(app, page)


def _show(app: FastAPI, page: Shown) -> None:
    needed = Annotated[Answer, Depends(page.answer)]

    def as_page(request: Request, answer: needed) -> Response:
        return page_of(request, page.template, answer)

    def as_json(request: Request, answer: needed) -> Response:
        return json_of(request, answer)

    def as_csv(request: Request, answer: needed) -> Response:
        return csv_of(request, answer, page.path)

    def as_svg(request: Request, answer: needed) -> Response:
        return dated(tagged(request, picture_of(answer).svg.encode("utf-8", "replace"), "image/svg+xml"), answer)

    def as_png(request: Request, answer: needed) -> Response:
        from dragoman.exports.pictures import to_png

        return dated(tagged(request, to_png(picture_of(answer).svg), "image/png"), answer)

    twin = page.path if page.path != "/" else "/index"
    hidden = APIRouter(include_in_schema=False)
    for ending, face in ((".json", as_json), (".csv", as_csv)):
        hidden.add_api_route(twin + ending, face, methods=["GET", "HEAD"])
    hidden.add_api_route(API + twin + ".csv", as_csv, methods=["GET"])
    if page.pictured:
        hidden.add_api_route(twin + ".svg", as_svg, methods=["GET", "HEAD"])
        hidden.add_api_route(twin + ".png", as_png, methods=["GET", "HEAD"])
    hidden.add_api_route(page.path, as_page, methods=["GET", "HEAD"])
    app.include_router(hidden)
    name = (API + twin).strip("/").replace("/", "_").translate(str.maketrans("", "", "{}"))
    app.add_api_route(
        API + twin,
        as_json,
        methods=["GET"],
        operation_id=f"get_{name}",
        summary=page.about,
        tags=[page.tag],
        responses=answers_with(page.gives),
        response_class=Response,
    )


def page_of(request: Request, template: str, answer: Answer, status: int = 200) -> Response:
    """The answer for people."""
    address = clean_address(request)
    today = date.today()
    context = {
        "it": answer.content,
        "title": clean(answer.title),
        "picture": answer.picture,
        "cite_bibtex": bibtex(clean(answer.title), address, today),
        "cite_csl": csl(clean(answer.title), address, today),
        "as_of": answer.as_of,
        **answer.shown(),
    }
    page = render(template, request, context)
    response = dated(tagged(request, page.encode("utf-8", "replace"), "text/html; charset=utf-8", status), answer)
    visitor = getattr(request.state, "visitor", "")
    if visitor:
        response.set_cookie(COOKIE, visitor, httponly=True, samesite="strict", secure=request.url.scheme == "https")
    return response


def dated(response: Response, answer: Answer) -> Response:
    """The response with a header that tells the moment of what was counted, where the data have changed since."""
    if answer.as_of:
        response.headers["Counted-At"] = answer.as_of
    return response


def clean_address(request: Request) -> str:
    """The permalink."""
    from .rendering import Address

    return Address(request).whole


def json_of(request: Request, answer: Answer) -> Response:
    """The answer for programs; the header Link names the next page."""
    response = dated(tagged(request, answer.content.to_json().encode("utf-8", "replace"), "application/json"), answer)
    if answer.cursor:
        following = request.url.include_query_params(cursor=answer.cursor)
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


def picture_of(answer: Answer) -> "Picture":
    """The picture of an answer. Raises Refused where there is nothing to draw."""
    if answer.picture is None:
        raise missing("there is nothing to draw")
    return answer.picture


def csv_of(request: Request, answer: Answer, path: str) -> Response:
    """The whole table, all pages of it: with its tag, or sent as it is read where it is long."""
    name = path.strip("/").partition("/")[0] or "dragoman"
    headers = {"Content-Disposition": f'inline; filename="{name}.csv"'}
    parts, begun, size = csv_parts(answer.columns, answer.rows()), [], 0
    for part in parts:
        begun.append(part)
        size += len(part)
        if size > AT_ONCE:
            return StreamingResponse(chain(begun, parts), media_type=CSV, headers=headers)
    response = tagged(request, b"".join(begun), CSV)
    response.headers.update(headers)
    return dated(response, answer)


def csv_parts(columns: Sequence[Column], rows: Iterable[Any]) -> Iterator[bytes]:
    """The lines of CSV, many at a time."""
    lines = csv_lines(rows, columns)
    while part := "".join(islice(lines, BATCH)):
        yield part.encode("utf-8", "replace")


def tagged(request: Request, body: bytes, media_type: str, status: int = 200) -> Response:
    """The body with its tag; without the body where the reader has it already."""
    tag = f'"{hashlib.blake2b(body, digest_size=10).hexdigest()}"'
    if status == 200 and is_known(request, tag):
        return Response(None, 304, {"ETag": tag})
    return Response(body, status, {"ETag": tag}, media_type)


def is_known(request: Request, tag: str) -> bool:
    """Whether the reader has what this tag is of."""
    known = request.headers.get("if-none-match", "")
    return known == "*" or tag in [one.strip().removeprefix("W/") for one in known.split(",")]
