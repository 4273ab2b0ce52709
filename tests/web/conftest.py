"""A site to ask, over a real store. What only reads shares one; what writes makes its own."""

import pytest

pytest.importorskip("fastapi", reason="the extra dragoman[web] is not installed")

from web_sites import CLOCK, client_of, filled_store, stub_desk

from dragoman.store import Store


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
def one_for_all(tmp_path_factory):
    """A client that all tests share which only read."""
    with filled_store(tmp_path_factory.mktemp("web") / "reports.db") as store:
        yield client_of(store)


@pytest.fixture
def asked(one_for_all):
    """The shared client, without anybody's cookies."""
    one_for_all.cookies.clear()
    return one_for_all
