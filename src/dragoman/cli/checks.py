"""What `dragoman doctor` looks at. Each check says what it found and, where something is wrong, what to do."""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from importlib import metadata, resources

from dragoman.errors import DragomanError
from dragoman.records.base import Record

NEWEST_PYTHON = (3, 13)
LIBRARIES = (
    "click",
    "httpx",
    "msgspec",
    "numpy",
    "onnxruntime",
    "rapidfuzz",
    "rich",
    "scikit-learn",
    "sqlalchemy",
    "tokenizers",
    "trafilatura",
)


class Check(Record, frozen=True, kw_only=True):
    """One thing looked at: `state` is fine, missing (not needed for the rest) or broken."""

    name: str
    state: str
    said: str
    hint: str = ""


def examine(store: str | None) -> Iterator[Check]:
    """All checks, one after the other; one that fails stops none of the others."""
    yield _python()
    yield from (_library(name) for name in LIBRARIES)
    yield _checked("settings", _settings)
    yield _checked("knowledge", _knowledge)
    yield _checked("model", _model)
    yield _full_text()
    yield _checked("store", lambda: _store(store))


def _checked(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except DragomanError as error:
        return Check(name=name, state="broken", said=error.message, hint=error.hint)


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    known = sys.version_info[:2] <= NEWEST_PYTHON
    return Check(name="python", state="fine", said=version if known else f"{version}, newer than any that was tested")


def _library(name: str) -> Check:
    try:
        return Check(name=name, state="fine", said=metadata.version(name))
    except metadata.PackageNotFoundError:
        return Check(
            name=name, state="broken", said="not installed", hint="install dragoman again: pip install dragoman"
        )


def _settings() -> Check:
    from dragoman.settings import load_settings

    loaded = load_settings()
    changed = sum(one.origin != "default" for one in loaded.origins)
    return Check(
        name="settings",
        state="fine",
        said=f"{changed} set, {loaded.file}" + ("" if loaded.file_found else " (not there)"),
    )


def _knowledge() -> Check:
    from dragoman.coding.ontology import plover

    tables = list(_walk(resources.files("dragoman.knowledge")))
    return Check(name="knowledge", state="fine", said=f"{len(tables)} tables, {len(plover().types)} event types")


def _walk(folder: "resources.abc.Traversable") -> Iterator[str]:
    for one in folder.iterdir():
        if one.is_dir():
            yield from _walk(one)
        elif one.name.endswith((".csv", ".toml", ".tsv", ".json")):
            yield one.name


def _model() -> Check:
    from .options import open_desk

    desk = open_desk()
    return Check(name="model", state="fine", said=f"loads ({type(desk).__name__})")


def _full_text() -> Check:
    with sqlite3.connect(":memory:") as connection:
        options = {row[0] for row in connection.execute("PRAGMA compile_options")}
    version = f"SQLite {sqlite3.sqlite_version}"
    if "ENABLE_FTS5" in options:
        return Check(name="search", state="fine", said=f"{version} with full-text search")
    return Check(
        name="search",
        state="broken",
        said=f"{version} has no full-text search (FTS5)",
        hint="use a Python whose SQLite has FTS5",
    )


def _store(where: str | None) -> Check:
    from dragoman.settings import load_settings
    from dragoman.store import Store

    path = where or load_settings().settings.store
    try:
        with Store.open(path) as store:
            return Check(name="store", state="fine", said=f"{path}, {store.counts()['articles']} reports")
    except DragomanError as error:
        if error.message.startswith("there is no store"):
            return Check(name="store", state="missing", said=error.message, hint=error.hint)
        raise
