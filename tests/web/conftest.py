"""A site to ask, over a real store. What only reads shares one; what writes makes its own."""

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


def filled_store(path):
    """A store with the meeting and two short reports."""
    store = Store.open(path, create=True, clock=lambda: CLOCK)
    for dossier in (meeting(), plain(1, "2024-03"), plain(2)):
        store.add(dossier)
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
    app = create_app(store, Settings(), hosts=("testserver",), load_desk=lambda: desk, **more)
    return TestClient(app, raise_server_exceptions=False, follow_redirects=False)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "reports.db", create=True, clock=lambda: CLOCK) as opened:
        yield opened


@pytest.fixture
def filled(tmp_path):
    with filled_store(tmp_path / "reports.db") as opened:
        yield opened


@pytest.fixture
def desk():
    return stub_desk()


@pytest.fixture
def site(desk):
    """Makes a client over a store."""
    return lambda store, **more: client_of(store, desk, **more)


@pytest.fixture(scope="session")
def shared(tmp_path_factory):
    """A client that all tests share which only read."""
    with filled_store(tmp_path_factory.mktemp("web") / "reports.db") as store:
        yield client_of(store)


@pytest.fixture
def asked(shared):
    """The shared client, without anybody's cookies."""
    shared.cookies.clear()
    return shared
