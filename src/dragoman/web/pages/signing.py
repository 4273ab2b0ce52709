"""Signing in, where the pages are open beyond this machine: the token goes into a cookie that only this server is sent."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from dragoman.store.access import knows_token

from ..guarding import SIGN_IN, TOKEN_COOKIE, refuse_foreign_form, visitor_of
from ..problems import Refused
from ..showing import Answer, page_of
from ..site import Here
from .adding import NewReport, form_fields

ROUTER = APIRouter(include_in_schema=False)
WEEK_S = 7 * 24 * 3600


@ROUTER.get(SIGN_IN)
def form(request: Request, site: Here) -> Response:
    """The form for a token."""
    token = site.form_token(visitor_of(request))
    return page_of(request, "sign_in.html", Answer("Sign in", NewReport(), (), tuple, lambda: {"form_token": token}))


@ROUTER.post(SIGN_IN)
async def sign_in(request: Request, site: Here) -> Response:
    """Keeps a known token in a cookie."""
    fields = form_fields(await request.body())
    refuse_foreign_form(site, request, fields.get("token", ""))
    token = fields.get("access", "").strip()
    if not await run_in_threadpool(knows_token, site.store, token):
        raise Refused(403, "that is no token of this store", "`dragoman token make NAME` makes one")
    response = RedirectResponse("/", 303)
    secure = request.url.scheme == "https"
    response.set_cookie(TOKEN_COOKIE, token, max_age=WEEK_S, httponly=True, samesite="strict", secure=secure)
    return response
