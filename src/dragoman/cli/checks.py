"""What `dragoman doctor` looks at. Each check says what it found and, where something is wrong, what to do."""

import re
import sqlite3
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import metadata, resources
from pathlib import Path

from dragoman.errors import DragomanError
from dragoman.records.base import Record

NEWEST_PYTHON = (3, 13)


class Check(Record, frozen=True, kw_only=True):
    """One thing looked at: `state` is fine, missing (not needed for the rest) or broken."""

    name: str
    state: str
    said: str
    hint: str = ""


def examine(store: str | None) -> Iterator[Check]:
    """All checks, one after the other; one that fails stops none of the others."""
    yield _python()
    yield from (_library(name) for name in _libraries())
    yield _checked("settings", _settings)
    yield _checked("knowledge", _knowledge)
    yield _checked("model", _model)
    yield _checked("actors", _actors)
    yield _checked("places", _places)
    yield _checked("provisions", _provisions)
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


def _libraries() -> list[str]:
    """What the package says it needs, without the extras."""
    needed = metadata.requires("dragoman") or []
    return [re.split(r"[ <>=!~;\[]", one, maxsplit=1)[0] for one in needed if "extra ==" not in one]


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
    from dragoman.reading.encoder import shared_encoder

    return Check(name="model", state="fine", said=f"weights {shared_encoder().weights.version}")


def _actors() -> Check:
    from dragoman.grounding.actor_index import ActorIndex
    from dragoman.settings import load_settings, own_tables

    own = own_tables(load_settings().settings, "actors")
    return Check(name="actors", state="fine", said=f"{len(ActorIndex.load(own).states)} states{_with_own(own)}")


def _places() -> Check:
    from dragoman.grounding.gazetteer import Gazetteer

    Gazetteer.open().lookup("a name")
    return Check(name="places", state="fine", said="the gazetteer opens and answers")


def _provisions() -> Check:
    from dragoman.judging.register_files import add_file, read_packaged
    from dragoman.settings import load_settings, own_tables

    own, register = own_tables(load_settings().settings, "provisions"), read_packaged()
    for path in own:
        register = add_file(register, path)
    return Check(
        name="provisions",
        state="fine",
        said=f"{len(register.provisions)} provisions of {len(register.instruments)} instruments{_with_own(own)}",
    )


def _with_own(files: Sequence[Path]) -> str:
    return f", with your own {', '.join(file.name for file in files)}" if files else ""


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
            return Check(name="store", state="fine", said=f"{store.where}, {store.counts()['articles']} reports")
    except DragomanError as error:
        if error.message.startswith("there is no store"):
            return Check(name="store", state="missing", said=error.message, hint=error.hint)
        raise
