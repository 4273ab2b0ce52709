"""The few calls that a program of one's own begins with. Settings are those of `dragoman settings`."""

from functools import cache
from pathlib import Path

from dragoman.pipeline.report import Desk
from dragoman.records import Dossier
from dragoman.settings import load_settings
from dragoman.sources import fetch_article, limits_of
from dragoman.store import Store


@cache
def open_desk() -> Desk:
    """What reads reports: model and knowledge, loaded once per process. Raises ModelError or KnowledgeError."""
    return Desk.load(load_settings().settings)


def read(target: str | Path, *, published: str | None = None) -> Dossier:
    """All that is read out of the report at a path or an http(s) address; nothing is stored.

    `published` is its day, where it does not say so itself. Raises SourceError where it cannot be had, and what open_desk raises.
    """
    article = fetch_article(str(target), published=published, limits=limits_of(load_settings().settings))
    return open_desk().read(article)


def open_store(where: str | Path | None = None, *, create: bool = False) -> Store:
    """The store at a path or URL, by default that of the settings; usable in `with`. Raises StoreError."""
    settings = load_settings().settings
    return Store.open(where or settings.store, create=create, busy_timeout_s=settings.busy_timeout_s)
