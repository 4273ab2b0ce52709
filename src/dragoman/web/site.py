"""What serves pages: the store, the desk that reads reports into it, and what tells a form of ours from another's."""

import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from fastapi import Depends, Request

from dragoman.errors import UsageError
from dragoman.records import Article, Dossier
from dragoman.records.base import Record
from dragoman.relating.stories import relate
from dragoman.settings import Settings
from dragoman.store import Run, Store
from dragoman.store.paging import version_of_data

if TYPE_CHECKING:
    from dragoman.sources import Limits

T = TypeVar("T")

LONGEST_TEXT = 100_000  # characters of a pasted report; longer ones are for `dragoman add`
PATIENCE_S = 60.0  # how long a report waits for the one before it
REMEMBERED = 512  # answers kept for the data as they stand


class Caps(Record, frozen=True, kw_only=True):
    """What no request exceeds: bytes of a body, seconds for sending it, and for taking the answer."""

    body: int = 1_000_000
    body_s: float = 20.0
    answer_s: float = 60.0


class Busy(UsageError):
    """Another report is being read."""


class Site:
    """The store with what stands around it. `open_to_read`: whether reading needs no token, as on this machine alone."""

    def __init__(
        self, store: Store, settings: Settings, *, open_to_read: bool = True, load_desk: Callable[[], Any] | None = None
    ) -> None:
        self.store = store
        self.settings = settings
        self.open_to_read = open_to_read
        self.secret = secrets.token_bytes(32)
        self._load_desk = load_desk
        self._reading = threading.Lock()
        self._known: dict[Hashable, Any] = {}
        self._version = ""
        self._loaded: dict[Hashable, Any] = {}

    def remembered(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """What was worked out for a key, as long as the data stay as they are."""
        version = version_of_data(self.store)
        if version != self._version or len(self._known) > REMEMBERED:
            self._known, self._version = {}, version
        known = self._known
        if key not in known:
            known[key] = work_out()
        found: T = known[key]
        return found

    def kept(self, key: Hashable, load: Callable[[], T]) -> T:
        """What was loaded once for as long as the server runs."""
        if key not in self._loaded:
            self._loaded[key] = load()
        found: T = self._loaded[key]
        return found

    def form_token(self, visitor: str) -> str:
        """What a form of ours carries for a visitor's cookie; no other site can know it."""
        return hmac.new(self.secret, visitor.encode(), hashlib.sha256).hexdigest()

    def is_our_form(self, visitor: str, token: str) -> bool:
        """Whether a form was ours."""
        return bool(visitor) and hmac.compare_digest(self.form_token(visitor), token)

    def read_in(self, article: Article, command: str) -> Dossier:
        """Reads a report into the store and gives it its story, one at a time. Raises Busy where the one before takes too long."""
        if not self._reading.acquire(timeout=PATIENCE_S):
            raise Busy("another report is being read", hint="try again in a minute")
        try:
            dossier: Dossier = self.desk().read(article)
        finally:
            self._reading.release()
        with Run(self.store, command) as run:
            run.add(dossier)
        relate(self.store)
        return dossier

    def desk(self) -> Any:
        """What reads reports, loaded with the first one."""
        return self.kept("desk", self._load_desk or (lambda: _desk_of(self.settings)))

    def limits(self) -> "Limits":
        """The caps on fetching, from the settings."""
        from dragoman.sources import limits_of

        return limits_of(self.settings)


def _desk_of(settings: Settings) -> Any:
    from dragoman.pipeline.report import Desk

    return Desk.load(settings)


def site_of(request: Request) -> Site:
    """The site a request came to."""
    site: Site = request.app.state.site
    return site


Here = Annotated[Site, Depends(site_of)]
