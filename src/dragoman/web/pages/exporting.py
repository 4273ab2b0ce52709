"""A list in the formats of other tools, with the filters of its address: `/events.geojson?actor=PRK`.

An export is written to a file first and sent from there: what is sent is one view of the store, however slowly it is taken.
"""

import hashlib
import tempfile
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import StringConstraints
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from dragoman.evaluation.reviewed import PARTS, gold_rows
from dragoman.evaluation.rows import json_lines
from dragoman.exports.chosen import Chosen, Wanted
from dragoman.exports.formats import ZIP, Format, ending_of, offered, write
from dragoman.store.paging import Asked

from ..asking import ArticlesAsked, ClaimsAsked, EventsAsked, FindingsAsked, ListingsAsked, many, one
from ..problems import Problem
from ..schemas import answers_with
from ..showing import API, is_known, tagged
from ..site import Here, Site

ROUTER = APIRouter()
JSONL = "application/jsonl"
PROBLEMS = {status: answer for status, answer in answers_with(Problem).items() if status != 200}

Reviews = Annotated[
    str,
    one(
        "`machine`: as the coder made it; `applied`: with people's corrections; `only`: what they went over.",
        pattern="^(machine|applied|only)$",
    ),
]

LISTS: dict[str, Any] = {
    "articles": ArticlesAsked,
    "events": EventsAsked,
    "claims": ClaimsAsked,
    "findings": FindingsAsked,
    "listings": ListingsAsked,
}


def sent(request: Request, site: Site, kind: str, form: Format, asked: Asked, reviews: str) -> Response:
    """An export of one list as a file to keep; nothing where the reader has it already."""
    chosen = Chosen(site.store, Wanted(**{kind: asked}, reviews=reviews))  # type: ignore[arg-type]
    folder = tempfile.TemporaryDirectory(prefix="dragoman-")
    suffix = form.suffix or ZIP
    path = Path(folder.name) / f"{kind}-{ending_of(form)}{suffix}"
    try:
        write(chosen, form, path)
        with path.open("rb") as made:
            tag = f'"{hashlib.file_digest(made, "sha256").hexdigest()[:20]}"'
    except BaseException:
        folder.cleanup()
        raise
    if is_known(request, tag):
        folder.cleanup()
        return Response(None, 304, {"ETag": tag})
    return FileResponse(
        path,
        media_type=form.media_type.partition(";")[0],
        filename=path.name,
        headers={"ETag": tag},
        background=BackgroundTask(folder.cleanup),
    )


def _add(kind: str, needed: Any, form: Format) -> None:
    def export(request: Request, site: Here, asked: needed, reviews: Reviews = "machine") -> Response:
        return sent(request, site, kind, form, asked, reviews)

    address = f"/{kind}.{ending_of(form)}"
    ROUTER.add_api_route(address, export, methods=["GET"], include_in_schema=False)
    media_type = form.media_type.partition(";")[0]
    content: dict[str, Any] = {
        media_type: {"schema": {"type": ["object", "array"]}} if media_type.endswith("+json") else {}
    }
    ROUTER.add_api_route(
        API + address,
        export,
        methods=["GET"],
        operation_id=f"export_{kind}_{ending_of(form).replace('-', '_')}",
        summary=f"{kind.capitalize()} as {form.about}.",
        tags=[kind],
        responses={200: {"description": form.about, "content": content}, **PROBLEMS},
        response_class=Response,
    )


@ROUTER.get("/gold.jsonl", include_in_schema=False)
@ROUTER.get(
    f"{API}/gold.jsonl",
    operation_id="export_gold",
    summary="Reports whose records are all decided, as people left them: gold that `dragoman evaluate` reads.",
    tags=["review"],
    responses={200: {"description": "A report a line", "content": {JSONL: {}}}, **PROBLEMS},
    response_class=Response,
)
def gold(
    request: Request,
    site: Here,
    of: Annotated[
        list[Annotated[str, StringConstraints(pattern=f"^({'|'.join(PARTS)})$")]],
        many("events, claims or findings; by default events."),
    ],
) -> Response:
    """What reviewers decided, as gold."""
    lines = "".join(f"{line}\n" for line in json_lines(gold_rows(site.store, tuple(dict.fromkeys(of)) or ("events",))))
    response = tagged(request, lines.encode("utf-8", "replace"), JSONL)
    response.headers["Content-Disposition"] = 'attachment; filename="gold.jsonl"'
    return response


for _kind, _needed in LISTS.items():
    for _form in offered(_kind):
        _add(_kind, _needed, _form)
