"""A list in the formats of other tools, with the filters of its address: `/events.geojson?actor=PRK`.

An export is written to a file first and sent from there: what is sent is one view of the store, however slowly it is taken.
"""

import tempfile
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.background import BackgroundTask
from starlette.responses import FileResponse, Response

from dragoman.exports.chosen import Chosen, Wanted
from dragoman.exports.formats import ZIP, Format, ending_of, offered, write
from dragoman.store.paging import Asked

from ..asking import ArticlesAsked, ClaimsAsked, EventsAsked, FindingsAsked, one
from ..problems import Problem
from ..schemas import answers_with
from ..showing import API
from ..site import Here, Site

ROUTER = APIRouter()

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
}


def sent(site: Site, kind: str, form: Format, asked: Asked, reviews: str) -> Response:
    """An export of one list as a file to keep."""
    chosen = Chosen(site.store, Wanted(**{kind: asked}, reviews=reviews))  # type: ignore[arg-type]
    folder = tempfile.TemporaryDirectory(prefix="dragoman-")
    suffix = form.suffix or ZIP
    path = Path(folder.name) / f"{kind}-{ending_of(form)}{suffix}"
    try:
        write(chosen, form, path)
    except BaseException:
        folder.cleanup()
        raise
    return FileResponse(
        path,
        media_type=form.media_type.partition(";")[0],
        filename=path.name,
        background=BackgroundTask(folder.cleanup),
    )


def _add(kind: str, needed: Any, form: Format) -> None:
    def export(site: Here, asked: needed, reviews: Reviews = "machine") -> Response:
        return sent(site, kind, form, asked, reviews)

    address = f"/{kind}.{ending_of(form)}"
    ROUTER.add_api_route(address, export, methods=["GET"], include_in_schema=False)
    answers = {status: answer for status, answer in answers_with(Problem).items() if status != 200}
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
        responses={200: {"description": form.about, "content": content}, **answers},
        response_class=Response,
    )


for _kind, _needed in LISTS.items():
    for _form in offered(_kind):
        _add(_kind, _needed, _form)
