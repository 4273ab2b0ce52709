"""Adding a report: by a form, whose words are pasted or whose address is fetched, and by the API."""

from typing import Annotated, Any
from urllib.parse import parse_qsl

import msgspec
from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from dragoman.errors import UsageError
from dragoman.records import Article, Dossier
from dragoman.records.base import Record

from ..guarding import refuse_foreign_form, refuse_without_token, visitor_of
from ..problems import Refused
from ..schemas import answers_with, takes
from ..showing import API, Answer, page_of
from ..site import LONGEST_TEXT, Here, Site

ROUTER = APIRouter()
FIELDS = 10  # of a form; ours have four at most


class NewReport(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report to read: its text, or the address to fetch it from; and its day where it does not say so itself."""

    text: Annotated[str, msgspec.Meta(max_length=LONGEST_TEXT)] | None = None
    url: Annotated[str, msgspec.Meta(max_length=2000)] | None = None
    published: Annotated[str, msgspec.Meta(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")] | None = None


def article_of(site: Site, asked: NewReport) -> Article:
    """The report that is asked for. Raises UsageError or SourceError, each with what to do next."""
    from dragoman.sources import article_from_bytes, fetch_article
    from dragoman.sources.articles import Given
    from dragoman.store.days import day_range

    if asked.published and day_range(asked.published)[0] is None:
        raise UsageError(f"{asked.published} is no date", hint="write 2024-09-19, 2024-09 or 2024")
    if bool(asked.text) == bool(asked.url):
        raise UsageError("give either a text or an address", hint="paste the text, or write its https:// address")
    if asked.text:
        if len(asked.text) > LONGEST_TEXT:
            raise Refused(
                413, f"the text has more than {LONGEST_TEXT:,} characters", "`dragoman add FILE` takes large reports"
            )
        data = asked.text.encode("utf-8", "replace")
        return article_from_bytes(
            data, name="the text", content_type="text/plain; charset=utf-8", given=Given(published=asked.published)
        )
    if not (asked.url or "").startswith(("http://", "https://")):
        raise UsageError("that is no web address", hint="it begins with https:// or http://")
    article = fetch_article(asked.url or "", published=asked.published, limits=site.limits())
    if len(article.text) > LONGEST_TEXT:
        raise Refused(
            413, f"the report has more than {LONGEST_TEXT:,} characters", "`dragoman add URL` takes large reports"
        )
    return article


@ROUTER.get("/add", include_in_schema=False)
def form(request: Request, site: Here) -> Response:
    """The forms for adding a report."""
    token = site.form_token(visitor_of(request))
    return page_of(request, "add.html", Answer("Add a report", NewReport(), (), tuple, lambda: {"form_token": token}))


@ROUTER.post("/add", include_in_schema=False)
async def add_by_form(request: Request, site: Here) -> Response:
    """Reads the report of a form, and shows it."""
    fields = form_fields(await request.body())
    refuse_foreign_form(site, request, fields.get("token", ""))
    asked = NewReport(text=fields.get("text"), url=fields.get("url"), published=fields.get("published"))
    dossier = await run_in_threadpool(_read_in, site, asked)
    return RedirectResponse(f"/articles/{dossier.article.id}", 303)


def _read_in(site: Site, asked: NewReport) -> Dossier:
    return site.read_in(article_of(site, asked), "serve")


def form_fields(body: bytes, most: int = FIELDS) -> dict[str, str]:
    """The fields of a form. Raises Refused where it is none of ours."""
    try:
        pairs = parse_qsl(body.decode("ascii"), max_num_fields=most)
    except ValueError:
        raise Refused(400, "this is no form of ours", "load the page again") from None
    return {name: value.replace("\r\n", "\n") for name, value in pairs if value.strip()}


@ROUTER.post(
    f"{API}/articles",
    status_code=201,
    operation_id="post_articles",
    summary="Read a report into the store.",
    tags=["reports"],
    responses=answers_with(Dossier, 201, writes=True),
    openapi_extra=takes(NewReport),
)
async def add_by_program(request: Request, site: Here) -> Response:
    """Reads a report into the store and answers what was read out of it. Needs a token."""
    await run_in_threadpool(refuse_without_token, site.store, request)
    asked = body_of(request, NewReport, await request.body())
    dossier = await run_in_threadpool(_read_in, site, asked)
    place = f"{API}/articles/{dossier.article.id}"
    return Response(dossier.to_json().encode("utf-8", "replace"), 201, {"Location": place}, "application/json")


def body_of(request: Request, kind: type[Any], body: bytes) -> Any:
    """What a program sent, as a record. Raises Refused where it is not JSON of that shape."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refused(415, "the request is not JSON", "send Content-Type: application/json")
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused(422, f"the request cannot be understood: {error}", "see /api for what is taken") from None
