"""What takes long is counted aside: a reader has the last count at once and is told of which moment it is, or that the first is under way.

Two lanes count. What the database adds up by itself is counted in threads. What is worked out record by record is counted in a process of low
priority: in a thread it would keep the interpreter, and with it every page, to itself.
"""

import logging
import os
import signal
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from queue import LifoQueue
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from starlette.exceptions import HTTPException

from dragoman.errors import DragomanError, WorkerError

T = TypeVar("T")

KEPT = 512  # counts
THREADS = 2  # that count; as many as the cores of a small machine
FIRST_S = 0.5  # how long a reader waits for a first count before the page says that it is being counted
AGAIN_S = 0.05  # how long for a new count where there is an older one
AGAIN_IN_S = 2  # after which a page that is being counted asks again
LOW = (
    3  # how much the process that counts gives way (nice): it has half the time of a page where both want the same core
)
START = get_context("spawn")  # a fork of a process with threads may hang

log = logging.getLogger(__name__)


class Count(NamedTuple, Generic[T]):
    """What was counted, from which version of the data, and when (UTC)."""

    what: T
    version: str
    at: str


class Known(NamedTuple, Generic[T]):
    """What is known now. `as_of` is the moment (UTC) of the data it was counted from where they have changed since, else None."""

    what: T
    as_of: str | None = None


def earlier(*moments: str | None) -> str | None:
    """The earliest of the moments that are told."""
    return min((one for one in moments if one), default=None)


Do = Callable[[Any, Any], Count[Any]]  # turns a ground, such as a store, and a job into a count


class BeingCounted(HTTPException):
    """There is no count yet; the first is under way."""

    hint = "This page comes by itself as soon as it is counted. Later counts are made while the one before is shown."

    def __init__(self) -> None:
        again = str(AGAIN_IN_S)
        super().__init__(202, "This is being counted", {"Retry-After": again, "Refresh": again})


class Lane(Protocol):
    """Where is counted."""

    def submit(self, job: Any) -> "Future[Count[Any]]":
        """Begins to count as soon as there is room."""

    def close(self) -> None:
        """Counts no more."""


class Counts:
    """The last count of each question, and those under way: each question is counted once at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: OrderedDict[Hashable, Count[Any]] = OrderedDict()
        self._under_way: dict[Hashable, Future[Count[Any]]] = {}

    def known(self, job: Hashable, version: str, lane: Lane) -> Known[Any]:
        """The last count of a job; a new one is begun where the data have another version.

        Raises BeingCounted where there is none yet and the first takes long, and what the first raised.
        """
        with self._lock:
            last = self._last.get(job)
            if last is not None:
                self._last.move_to_end(job)
                if last.version == version:
                    return Known(last.what)
            running = self._under_way.get(job)
            begun = self._under_way[job] = running or lane.submit(job)
        if running is None:
            begun.add_done_callback(partial(self._keep, job))
        count = self._waited_for(begun, last)
        return Known(count.what, None if count.version == version else count.at)

    def _waited_for(self, begun: "Future[Count[Any]]", last: Count[Any] | None) -> Count[Any]:
        """The count that was begun, where it comes soon; else the last."""
        try:
            return begun.result(FIRST_S if last is None else AGAIN_S)
        except TimeoutError:
            if last is None:
                raise BeingCounted from None
            return last
        except Exception:
            if last is None:
                raise
            log.exception("counting anew failed")
            return last

    def _keep(self, job: Hashable, done: "Future[Count[Any]]") -> None:
        with self._lock:
            self._under_way.pop(job, None)
            if not done.cancelled() and done.exception() is None:
                self._last[job] = done.result()
                while len(self._last) > KEPT:
                    self._last.popitem(last=False)


class Threads:
    """Counts in threads of this process."""

    def __init__(self, ground: Any, do: Do) -> None:
        self._ground, self._do = ground, do
        self._pool = ThreadPoolExecutor(THREADS, "counting")

    def submit(self, job: Any) -> "Future[Count[Any]]":
        """As Lane.submit."""
        return self._pool.submit(self._do, self._ground, job)

    def close(self) -> None:
        """As Lane.close."""
        self._pool.shutdown(wait=False, cancel_futures=True)


class Process:
    """Counts in a process of its own, what was asked last first. It is started with the first question, and again where it died.

    `begin` is called in it once and gives the ground. It and `do`, jobs and counts must pickle.
    """

    def __init__(self, begin: Callable[[], Any], do: Do) -> None:
        self._begin, self._do = begin, do
        self._waiting: LifoQueue[tuple[Any, Future[Count[Any]]] | None] = LifoQueue()
        self._process: Any = None
        threading.Thread(target=self._hand_on, name="handing on", daemon=True).start()

    def submit(self, job: Any) -> "Future[Count[Any]]":
        """As Lane.submit."""
        future: Future[Count[Any]] = Future()
        self._waiting.put((job, future))
        return future

    def close(self) -> None:
        """As Lane.close."""
        self._waiting.put(None)
        if self._process is not None:
            self._process.terminate()

    def _hand_on(self) -> None:
        line: Connection | None = None
        while (waiting := self._waiting.get()) is not None:
            job, future = waiting
            try:
                line = line or self._started()
                line.send(job)
                said = line.recv()
            except (EOFError, OSError):
                line, said = None, WorkerError("the process that counts ended", hint="it is started again: ask again")
            except Exception as error:  # what does not pickle
                said = error
            if isinstance(said, BaseException):
                future.set_exception(said)
            else:
                future.set_result(said)

    def _started(self) -> Connection:
        ours, theirs = START.Pipe()
        self._process = START.Process(target=serve, args=(theirs, self._begin, self._do), daemon=True)
        self._process.start()
        theirs.close()
        return ours


def serve(line: Connection, begin: Callable[[], Any], do: Do) -> None:
    """Counts what comes along a line until it is closed, which it is when the server ends, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server
    with suppress(OSError, AttributeError):  # systems without it
        os.nice(LOW)
    with suppress(EOFError, OSError):
        ground = begin()
        while True:
            line.send(_outcome(ground, line.recv(), do))


def _outcome(ground: Any, job: Any, do: Do) -> Any:
    try:
        return do(ground, job)
    except (DragomanError, HTTPException) as error:
        return error
    except Exception:
        log.exception("counting failed")
        return WorkerError("this could not be counted", hint="the log of `dragoman serve` says why")
