"""Stores made by hand, and clients of the pages over them."""

import types

import msgspec
from dossiers import meeting, plain

from dragoman.relating.stories import relate
from dragoman.settings import Settings
from dragoman.store import Store

CLOCK = "2024-06-01T12:00:00Z"


def filled_store(path):
    """A store with the meeting and two short reports."""
    store = Store.open(path, create=True, clock=lambda: CLOCK)
    for dossier in (meeting(), plain(1, "2024-03"), plain(2)):
        store.add(dossier)
    relate(store)
    return store


def stub_desk():
    """A desk that reads any text as a report without records; `seen` are the articles it read."""
    fake = types.SimpleNamespace(seen=[])

    def read(article):
        fake.seen.append(article)
        return msgspec.structs.replace(plain(1), article=article, parties=(), events=())

    fake.read = read
    return fake


def client_of(store, desk=None, **more):
    """A client of the pages over a store."""
    from starlette.testclient import TestClient

    from dragoman.web.app import create_app

    app = create_app(store, Settings(), hosts=("testserver", "localhost"), load_desk=lambda: desk, **more)
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False)
