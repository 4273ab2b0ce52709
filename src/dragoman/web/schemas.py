"""What the API promises, as JSON Schema made from the records themselves."""

from typing import Any

import msgspec
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from dragoman import __version__
from dragoman.records.base import Record

from .problems import MEDIA_TYPE, Problem

PLACE = "#/components/schemas/{name}"
DESCRIPTION = (
    "Who did what to whom, who says so, and which obligation it would breach, from the reports of one store. Everything the pages show. "
    "Lists come a page at a time: `next` is the cursor of the next page. Errors are problem+json (RFC 9457)."
)
_given: set[type[Record]] = {Problem}


def answers_with(kind: type[Record], status: int = 200, *, writes: bool = False) -> dict[int | str, dict[str, Any]]:
    """The answers of an operation: a record of a kind, or a problem."""
    _given.add(kind)
    good: dict[str, Any] = {
        "description": _first_line(kind),
        "content": {"application/json": {"schema": reference(kind)}},
    }
    problems: dict[int, str] = {
        400: "the question cannot be asked",
        404: "there is no such thing",
        422: "a value cannot be understood",
        503: "busy",
    }
    if writes:
        problems |= {401: "no token, or none that is known", 413: "too large", 415: "not JSON"}
    else:
        problems |= {202: "being counted: ask again", 304: "not changed"}
    answers: dict[int | str, dict[str, Any]] = {status: good}
    return answers | {number: _problem(number, what) for number, what in problems.items()}


def _problem(status: int, what: str) -> dict[str, Any]:
    if status == 304:
        return {"description": what}
    return {"description": what, "content": {MEDIA_TYPE: {"schema": reference(Problem)}}}


def reference(kind: type[Record]) -> dict[str, str]:
    """The schema of a kind of record, by its name."""
    return {"$ref": PLACE.format(name=kind.__name__)}


def _first_line(kind: type[Record]) -> str:
    return (kind.__doc__ or kind.__name__).partition("\n")[0]


def describe(app: FastAPI, examples: dict[str, Any]) -> None:
    """Gives the app its OpenAPI 3.1 description: schemas of the records, and an example of each answer."""

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app, examples)
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def _described(app: FastAPI, examples: dict[str, Any]) -> dict[str, Any]:
    made = get_openapi(
        title="dragoman", version=__version__, openapi_version="3.1.0", description=DESCRIPTION, routes=app.routes
    )
    _, schemas = msgspec.json.schema_components(sorted(_given, key=lambda kind: kind.__name__), ref_template=PLACE)
    parts = made.setdefault("components", {})
    parts["schemas"] = dict(sorted(schemas.items()))
    parts["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "`dragoman token` makes one."}
    }
    for path, operations in made["paths"].items():
        for method, operation in operations.items():
            if method != "get":
                operation["security"] = [{"token": []}]
            _exemplify(operation, examples.get(f"{method} {path}"))
    return made


def _exemplify(operation: dict[str, Any], example: Any) -> None:
    if example is None:
        return
    for status, answer in operation["responses"].items():
        if status.startswith("2"):
            for media_type, content in answer.get("content", {}).items():
                if media_type != MEDIA_TYPE:
                    content["example"] = example


def takes(kind: type[Record]) -> dict[str, Any]:
    """What an operation takes in its body."""
    _given.add(kind)
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": reference(kind)}}}}
