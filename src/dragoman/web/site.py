"""What serves pages: the store, the desk that reads reports into it, and what tells a form of ours from another's."""

import hashlib
import hmac
import secrets
import threading
from collections.abc import Callable, Hashable
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from fastapi import Depends, Request

from dragoman.errors import UsageError
from dragoman.records import Article, Dossier
from dragoman.records.base import Record
from dragoman.relating.stories import Relater
from dragoman.settings import Settings
from dragoman.store import Run, Store
from dragoman.store.dialects import Dialect
from dragoman.store.paging import version_of_data
from dragoman.store.store import utc_now

from .counting import Count, Counts, Known, Lane, Process, Threads

if TYPE_CHECKING:
    from dragoman.sources import Limits

T = TypeVar("T")
Lanes = tuple[Lane, Lane]

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
    """The store with what stands around it. `open_to_read`: whether reading needs no token, as on this machine alone.

    `lanes` gives where is counted what takes long: what the database counts by itself, and what is counted record by record; without
    them readers wait for it.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        *,
        open_to_read: bool = True,
        load_desk: Callable[[], Any] | None = None,
        lanes: "Callable[[Site], Lanes] | None" = None,
    ) -> None:
        self.store = store
        self.settings = settings
        self.open_to_read = open_to_read
        self.secret = secrets.token_bytes(32)
        self._load_desk = load_desk
        self._reading = threading.Lock()
        self._relating = threading.Lock()
        self._relater = Relater(store)
        self._counts = Counts()
        self._lanes = lanes(self) if lanes else None
        self._known: dict[Hashable, Any] = {}
        self._version = ""
        self._loaded: dict[Hashable, Any] = {}

    def counted(self, work: Callable[..., T], *asked: Hashable, by_record: bool = False) -> Known[T]:
        """What `work(site, *asked)` gives, as it was last counted. `by_record`: not the database alone counts, so it is done in a process
        of its own, and `work` is a function of a module.

        Raises BeingCounted where it was not counted yet and takes long, and what `work` raises.
        """
        if self._lanes is None:
            return Known(self.remembered((work, *asked), partial(work, self, *asked)))
        return self._counts.known((work, *asked), version_of_data(self.store), self._lanes[by_record])

    def close(self) -> None:
        """Counts no more."""
        for lane in self._lanes or ():
            lane.close()

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
        with self._relating:
            self._relater.relate()
        return dossier

    def desk(self) -> Any:
        """What reads reports, loaded with the first one."""
        return self.kept("desk", self._load_desk or (lambda: _desk_of(self.settings)))

    def limits(self) -> "Limits":
        """The caps on fetching, from the settings."""
        from dragoman.sources import limits_of

        return limits_of(self.settings)


def aside(site: Site) -> Lanes:
    """Threads, and a process with a low priority."""
    return Threads(site, count), Process(partial(site_over, site.store.dialect, site.settings), count)


def site_over(dialect: Dialect, settings: Settings) -> Site:
    """A site over a store that is open elsewhere, for a process that counts."""
    return Site(Store(dialect, dialect.engine(), dialect.where, utc_now), settings)


def count(site: Site, job: tuple[Any, ...]) -> Count[Any]:
    """The count of a job, `(work, *asked)`, of the data as they are when it begins."""
    work, *asked = job
    version, at = version_of_data(site.store), utc_now()
    return Count(work(site, *asked), version, at)


def _desk_of(settings: Settings) -> Any:
    from dragoman.pipeline.report import Desk

    return Desk.load(settings)


def site_of(request: Request) -> Site:
    """The site a request came to."""
    site: Site = request.app.state.site
    return site


Here = Annotated[Site, Depends(site_of)]
