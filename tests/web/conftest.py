"""A site to ask, over a real store in tmp_path."""

import types

import msgspec
import pytest
from dossiers import meeting, plain

pytest.importorskip("fastapi", reason="the extra dragoman[web] is not installed")

from starlette.testclient import TestClient

from dragoman.settings import Settings
from dragoman.store import Store
from dragoman.web.app import create_app

CLOCK = "2024-06-01T12:00:00Z"


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "reports.db", create=True, clock=lambda: CLOCK) as opened:
        yield opened


@pytest.fixture
def filled(store):
    """The meeting and two short reports."""
    for dossier in (meeting(), plain(1, "2024-03"), plain(2)):
        store.add(dossier)
    return store


@pytest.fixture
def desk():
    """A desk that reads any text as a report without records; `seen` are the articles it read."""
    fake = types.SimpleNamespace(seen=[])

    def read(article):
        fake.seen.append(article)
        return msgspec.structs.replace(plain(1), article=article, parties=(), events=())

    fake.read = read
    return fake


@pytest.fixture
def site(desk):
    """Makes a client over a store."""

    def made(store, **more):
        app = create_app(store, Settings(), hosts=("testserver",), load_desk=lambda: desk, **more)
        return TestClient(app, raise_server_exceptions=False, follow_redirects=False)

    return made


@pytest.fixture
def asked(filled, site):
    """A client over the filled store."""
    return site(filled)
