"""The app: every page, its twins, the API, and what stands before and behind them."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib import resources
from typing import Any

import msgspec
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from dragoman.errors import DragomanError
from dragoman.settings import Settings
from dragoman.store import Store

from .guarding import Guard
from .pages import (
    actors,
    adding,
    exporting,
    feed,
    lists,
    measured,
    outlook,
    overview,
    reviewing,
    signing,
    single,
    standing,
    stories,
)
from .problems import add_problems
from .schemas import describe
from .showing import show_all
from .site import Caps, Lanes, Site

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def create_app(
    store: Store,
    settings: Settings | None = None,
    *,
    hosts: Iterable[str] = LOOPBACK,
    open_to_read: bool = True,
    load_desk: Callable[[], Any] | None = None,
    caps: Caps | None = None,
    lanes: Callable[[Site], Lanes] | None = None,
) -> FastAPI:
    """The pages and the API over a store.

    `hosts` are the names it answers to. `open_to_read`: whether reading needs no token. `load_desk` loads what reads reports that are added;
    by default the model and tables of the settings. With `lanes`, such as `site.aside`, readers have the last count while what takes long is counted anew; without, they wait for it.
    """
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, title="dragoman", redirect_slashes=False)
    app.state.site = Site(store, settings or Settings(), open_to_read=open_to_read, load_desk=load_desk, lanes=lanes)
    add_problems(app)
    for part in (overview, lists, single, stories, actors, measured, standing, outlook, reviewing):
        show_all(app, part.PAGES)
    for router in (actors.ROUTER, adding.ROUTER, exporting.ROUTER, feed.ROUTER, reviewing.ROUTER, signing.ROUTER):
        app.include_router(router)
    describe(app, examples())
    static = resources.files("dragoman.web") / "static"
    app.mount("/static", StaticFiles(directory=str(static)), name="static")
    app.add_middleware(Guard, hosts=hosts, caps=caps or Caps())
    return app


@contextmanager
def counting_ahead(app: FastAPI) -> Iterator[None]:
    """Begins to count what takes longest before anybody asks for it, and counts no more at the end."""
    site: Site = app.state.site
    threading.Thread(target=_ask, args=(site,), daemon=True).start()
    try:
        yield
    finally:
        site.close()


def _ask(site: Site) -> None:
    for page in (overview.about, outlook.sanctions, standing.alignment, measured.tensions):
        with suppress(HTTPException, DragomanError):  # being counted, or nothing to count
            page(site)


def examples() -> dict[str, Any]:
    """An example of each answer of the API, as `docs/examples.py` wrote them."""
    written = resources.files("dragoman.web") / "examples.json"
    found: dict[str, Any] = msgspec.json.decode(written.read_bytes()) if written.is_file() else {}
    return found
