"""Dragoman reads news of international affairs and says who did what to whom, on whose word, and what it would breach.

    >>> import dragoman
    >>> dossier = dragoman.read("report.html")            # doctest: +SKIP
    >>> [event.type for event in dossier.events]          # doctest: +SKIP
    >>> with dragoman.open_store("reports.db") as store:  # doctest: +SKIP
    ...     for event in store.events(dragoman.EventFilter(actors=("PRK",), since="2024-09")):
    ...         print(event.when.value, event.type)

What stands in `__all__` is the public surface; docs/api.md promises how long it holds. Everything is loaded when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.client import open_desk, open_store, read
    from dragoman.errors import DragomanError
    from dragoman.pipeline.report import Desk
    from dragoman.records import Article, Claim, Dossier, Event, Finding, Listing, Party, Place, Review, Span, When
    from dragoman.store import ArticleFilter, ClaimFilter, EventFilter, FindingFilter, Store
    from dragoman.telling.why import why

__version__ = "0.1.0"

__all__ = [
    "Article",
    "ArticleFilter",
    "Claim",
    "ClaimFilter",
    "Desk",
    "Dossier",
    "DragomanError",
    "Event",
    "EventFilter",
    "Finding",
    "FindingFilter",
    "Listing",
    "Party",
    "Place",
    "Review",
    "Span",
    "Store",
    "When",
    "__version__",
    "open_desk",
    "open_store",
    "read",
    "why",
]

_ROOMS = {
    "dragoman.client": ("open_desk", "open_store", "read"),
    "dragoman.errors": ("DragomanError",),
    "dragoman.pipeline.report": ("Desk",),
    "dragoman.records": (
        "Article",
        "Claim",
        "Dossier",
        "Event",
        "Finding",
        "Listing",
        "Party",
        "Place",
        "Review",
        "Span",
        "When",
    ),
    "dragoman.store": ("ArticleFilter", "ClaimFilter", "EventFilter", "FindingFilter", "Store"),
    "dragoman.telling.why": ("why",),
}


def __getattr__(name: str) -> Any:
    for room, names in _ROOMS.items():
        if name in names:
            return getattr(import_module(room), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
