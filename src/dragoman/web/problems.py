"""What becomes of errors: one shape for programs (RFC 9457), one page for people."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from dragoman.errors import DragomanError, MissingExtra, NotBuilt, SourceError, StoreError, UsageError, WorkerError
from dragoman.records.base import Record

from .site import Busy

MEDIA_TYPE = "application/problem+json"
STATUS = (
    (Busy, 503),
    (UsageError, 400),
    (SourceError, 422),
    (MissingExtra, 501),
    (NotBuilt, 501),
    (StoreError, 503),
    (WorkerError, 503),
    (DragomanError, 500),
)


class Fault(Record, frozen=True, kw_only=True):
    """One thing that is wrong with what was sent: where, and what."""

    where: str
    what: str


class Problem(Record, frozen=True, kw_only=True):
    """An error (RFC 9457). `hint` says what to do next, `faults` which parts of the request are wrong."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    hint: str = ""
    instance: str = ""
    faults: tuple[Fault, ...] = ()


class Refused(HTTPException):
    """A request that is not answered, with the next step for the reader."""

    def __init__(self, status: int, detail: str, hint: str = "", headers: dict[str, str] | None = None) -> None:
        super().__init__(status, detail, headers)
        self.hint = hint


def missing(what: str) -> Refused:
    """The answer to a question for something that is not there."""
    return Refused(404, what, "it may have been removed, or the address is cut off")


def problem_of(error: Exception, request: Request) -> Problem:
    """An error in the one shape."""
    path = request.url.path
    if isinstance(error, RequestValidationError):
        faults = tuple(Fault(where=_where(one), what=str(one.get("msg", ""))) for one in error.errors())
        return _problem(422, "something in the request cannot be understood", "correct what is named", path, faults)
    if isinstance(error, HTTPException):
        return _problem(error.status_code, str(error.detail), getattr(error, "hint", ""), path)
    if isinstance(error, DragomanError):
        status = next(status for kind, status in STATUS if isinstance(error, kind))
        return _problem(status, error.message, error.hint, path)
    return _problem(500, "dragoman failed on this request", "the log of `dragoman serve` says where", path)


def _where(fault: Any) -> str:
    return " ".join(str(part) for part in fault.get("loc", ()))


def _problem(status: int, detail: str, hint: str, path: str, faults: tuple[Fault, ...] = ()) -> Problem:
    title = HTTPStatus(status).phrase
    return Problem(title=title, status=status, detail=detail, hint=hint, instance=path, faults=faults)


def wants_page(request: Request) -> bool:
    """Whether a person asks: not the API, no twin."""
    path = request.url.path
    return not path.startswith("/api/") and not path.endswith((".json", ".csv", ".atom"))


def answer_problem(request: Request, error: Exception) -> Response:
    """The error as a page or as problem+json."""
    problem = problem_of(error, request)
    headers = dict(getattr(error, "headers", None) or {})
    if wants_page(request):
        from .rendering import render

        title = problem.title if problem.status >= 400 else problem.detail
        page = render("problem.html", request, {"it": problem, "title": title})
        return Response(page, problem.status, headers, "text/html; charset=utf-8")
    return Response(problem.to_json(), problem.status, headers, MEDIA_TYPE)


def add_problems(app: FastAPI) -> None:
    """All errors of an app in the one shape."""
    for kind in (RequestValidationError, HTTPException, DragomanError, Exception):
        app.add_exception_handler(kind, answer_problem)
