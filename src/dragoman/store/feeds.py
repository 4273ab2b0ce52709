"""How far each feed was read, kept with the reports that came of it.

An entry is done when its report is stored, left out by the coder, or known as a reprint, never before: a process that is killed in
between finds the entry open again. A feed is asked "anything new?" only when all that it last listed is done.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select, update

from dragoman.errors import DragomanError, SiteBusy
from dragoman.records import Record

from .corpus_schema import feed_entries, feeds
from .store import Store

TRIES = 5  # rounds in which the page of an entry is asked for before it is given up
KEPT_DAYS = 90  # how long an entry that the feed lists no more is remembered


class Answer(Protocol):
    """What a feed answered."""

    @property
    def etag(self) -> str: ...
    @property
    def modified(self) -> str: ...
    @property
    def unchanged(self) -> bool: ...


class FeedState(Record, frozen=True, kw_only=True):
    """A feed: when it was last asked, when it is due (UTC), how often it failed on end and why."""

    url: str
    asked: str | None = None
    due: str | None = None
    failures: int = 0
    reason: str | None = None


class FeedBook:
    """The memory of one run or of one round of following feeds. `followed` are the feeds whose failures are kept, `heard` how many
    feeds answered."""

    def __init__(self, store: Store, followed: Collection[str] = ()) -> None:
        self.store = store
        self.followed = frozenset(followed)
        self.refusals: dict[str, DragomanError] = {}
        self.heard = 0
        self._answers: dict[str, Answer] = {}
        self._open: defaultdict[str, set[str]] = defaultdict(set)
        self._coming: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)

    def validators(self, feed: str) -> tuple[str, str]:
        """ETag and Last-Modified of the last time all that the feed listed was done; "" where there are none."""
        with self.store.reading() as connection:
            row = connection.execute(select(feeds.c.etag, feeds.c.modified).where(feeds.c.url == feed)).one_or_none()
        return (row.etag or "", row.modified or "") if row else ("", "")

    def wants(self, feed: str, key: str) -> bool:
        """Whether an entry is still to be read."""
        with self.store.reading() as connection:
            row = connection.execute(select(feed_entries).where(*_is(feed, key))).one_or_none()
        return row is None or not (row.done or row.tries >= TRIES)

    def came(self, feed: str, key: str, article: str) -> None:
        """An entry gave an article, of which is not known yet what becomes."""
        self._open[feed].add(key)
        self._coming[article].append((feed, key))

    def settled(self, article: str | None) -> None:
        """What became of an article is in the store: its entries are done."""
        coming = self._coming.pop(article, []) if article else []
        if coming:
            with self.store.writing() as connection:
                for feed, key in coming:
                    self._note(connection, feed, key, done=1)
                    self._open[feed].discard(key)

    def failed(self, feed: str, key: str, *, busy: bool) -> None:
        """The page of an entry could not be had; it is asked for again in the next rounds. A busy site costs it no round."""
        with self.store.writing() as connection:
            if busy or self._note(connection, feed, key, failed=1) < TRIES:
                self._open[feed].add(key)

    def answered(self, feed: str, fetched: Answer, keys: Iterable[str]) -> None:
        """The feed was read, and lists these entries. What it has not listed for long is forgotten."""
        self._answers[feed] = fetched
        self.heard += 1
        if fetched.unchanged:
            return
        now = self.store.clock()
        listed = [_digest(key) for key in keys]
        with self.store.writing() as connection:
            for start in range(0, len(listed), 500):
                some = feed_entries.c.entry.in_(listed[start : start + 500])
                connection.execute(update(feed_entries).where(feed_entries.c.feed == feed, some).values(listed=now))
            old = feed_entries.c.listed < _days_before(now, KEPT_DAYS)
            connection.execute(delete(feed_entries).where(feed_entries.c.feed == feed, old))

    def refused(self, feed: str, error: DragomanError) -> None:
        """The feed could not be had."""
        if feed in self.followed:
            self.refusals[feed] = error
            with self.store.writing() as connection:
                failures = connection.execute(select(feeds.c.failures).where(feeds.c.url == feed)).scalar() or 0
                row = {"failures": failures + 1, "reason": error.message, "asked": self.store.clock()}
                _write(connection, feeds, {"url": feed}, row, {"failures": 1})

    def close(self) -> None:
        """At the end of a round, when what came is settled: keeps the answers of the feeds of which nothing is open."""
        with self.store.writing() as connection:
            for feed, answer in self._answers.items():
                row = {"asked": self.store.clock(), "failures": 0, "reason": None}
                if not answer.unchanged:
                    done = not self._open[feed]
                    row |= {"etag": answer.etag if done else None, "modified": answer.modified if done else None}
                _write(connection, feeds, {"url": feed}, row, {"failures": 0})
        self._answers.clear()
        self._open.clear()
        self._coming.clear()

    def after_s(self, feed: str) -> float | None:
        """How long the feed asked to be left alone in this round, None where it did not."""
        error = self.refusals.get(feed)
        return error.after_s if isinstance(error, SiteBusy) else None

    def due(self, feed: str, at: str) -> None:
        """Notes when a feed is to be asked again, for the next start."""
        with self.store.writing() as connection:
            _write(connection, feeds, {"url": feed}, {"due": at}, {"failures": 0})

    def state(self, feed: str) -> FeedState:
        """What is known of a feed."""
        columns = [feeds.c[name] for name in FeedState.__struct_fields__]
        with self.store.reading() as connection:
            row = connection.execute(select(*columns).where(feeds.c.url == feed)).one_or_none()
        return FeedState(**row._mapping) if row else FeedState(url=feed)

    def _note(self, connection: Connection, feed: str, key: str, *, done: int = 0, failed: int = 0) -> int:
        """Writes what became of an entry, and returns how often it failed."""
        tries = (connection.execute(select(feed_entries.c.tries).where(*_is(feed, key))).scalar() or 0) + failed
        values = {"done": done, "tries": tries, "listed": self.store.clock()}
        _write(connection, feed_entries, {"feed": feed, "entry": _digest(key)}, values, {})
        return tries


def _is(feed: str, key: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return feed_entries.c.feed == feed, feed_entries.c.entry == _digest(key)


def _write(
    connection: Connection, table: Table, key: dict[str, str], values: dict[str, object], new: dict[str, object]
) -> None:
    """Changes a row, or adds it with the values that only a new one needs."""
    changed = connection.execute(
        update(table).where(*(table.c[name] == value for name, value in key.items())).values(values)
    )
    if not changed.rowcount:
        connection.execute(insert(table).values({**new, **key, **values}))


def _digest(key: str) -> str:
    return hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8).hexdigest()


def _days_before(moment: str, days: int) -> str:
    return (datetime.fromisoformat(moment) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
