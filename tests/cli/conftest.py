"""A command line to call, with settings and a store of its own."""

import types
from typing import NamedTuple

import pytest
from dossiers import meeting, plain

from dragoman.cli import main
from dragoman.pipeline.workers import InProcess
from dragoman.store import Store, coder_of


class Said(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Settings, store and knowledge under tmp_path; a width of 100; no colour."""
    for name in ("DRAGOMAN_STORE", "DRAGOMAN_KNOWLEDGE", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


@pytest.fixture
def run(capfd):
    """Runs a command line in this process."""

    def called(*arguments):
        capfd.readouterr()
        code = main([str(one) for one in arguments])
        return Said(code, *capfd.readouterr())

    return called


@pytest.fixture
def stored(home):
    """The default store, with the meeting and two short reports."""
    with Store.open(
        home / "data" / "dragoman" / "dragoman.db", create=True, clock=lambda: "2024-06-01T12:00:00Z"
    ) as store:
        for dossier in (meeting(), plain(1, "2024-03"), plain(2)):
            store.add(dossier)


@pytest.fixture
def desk(monkeypatch):
    """A desk that reads any article of the tests as the dossier made by hand for it; `seen` are the articles it read."""
    by_text = {dossier.article.text: dossier for dossier in (meeting(), plain(1), plain(2))}
    fake = types.SimpleNamespace(seen=[])

    def read(article):
        fake.seen.append(article)
        import msgspec

        return msgspec.structs.replace(by_text[article.text], article=article)

    fake.read = read
    fake.explain_text = lambda text: [f"nothing was coded of {text!r}"]
    monkeypatch.setattr("dragoman.cli.reports.open_pool", lambda workers: InProcess(fake))
    monkeypatch.setattr("dragoman.cli.reports.coder_now", lambda: coder_of(plain(1)))
    for module in ("reports", "explain", "options"):
        monkeypatch.setattr(f"dragoman.cli.{module}.open_desk", lambda: fake)
    return fake
