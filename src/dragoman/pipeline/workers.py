"""Processes that read: one per core, each with a desk of its own that is loaded once.

A report is given to one process. What a report does to its process (an endless search, all the memory, a crash) costs that report and the
start of a new process, never the run. Dossiers come in the order of the reports, so that a store is the same whatever the number of
processes; reports are taken from their source only as fast as they are read.
"""

import faulthandler
import multiprocessing
import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, Protocol, Self, TypeVar, cast

from dragoman.errors import DragomanError, WorkerError
from dragoman.records import Article, Dossier, Record, Skipped

P = TypeVar("P")

STAGE = "reading"
AHEAD = 2  # reports a process holds: the one it reads and the next, so that it never waits for the parent
WINDOW = 8  # reports for each process that may be under way or wait for an earlier one
FITS = 32_768  # bytes that a line takes without a reader at its other end, on every system
TRIES = 2  # how often a report may cost a process
LOAD_S = 300.0  # how long a desk may take to load
GRACE_S = 5.0  # how long a process may take to end before it is killed
WATCHDOG = 2.0  # times the time limit after which a process whose parent is gone ends itself

START_HINT = "try fewer at a time: --workers 1; `dragoman doctor` checks the installation"

START = multiprocessing.get_context("spawn")  # a forked ONNX session hangs


class Reads(Protocol):
    """Anything that reads: a desk."""

    def read(self, article: Article) -> Dossier:
        """The dossier of one article."""


Load = Callable[[], Reads]


class Caps(Record, frozen=True, kw_only=True):
    """What one report may cost: seconds, and megabytes on top of what its process had when it was ready (Linux; elsewhere unbounded)."""

    seconds: float = 300.0
    megabytes: int = 1000


class Place:
    """A report's place in the line: what it is, how often it was given to a process, and what became of it."""

    def __init__(self, item: Any) -> None:
        self.item = item
        self.done = not isinstance(item, Article)
        self.data = b"" if self.done else item.to_json().encode()
        self.result: Dossier | Skipped | None = None
        self.tries = 0

    def settle(self, result: Dossier | Skipped) -> None:
        """Notes what became of it."""
        self.result, self.done, self.data = result, True, b""


class Worker:
    """One process, the line to it, and the reports it holds, first the one it reads."""

    def __init__(self, load: Load, caps: Caps) -> None:
        self.line, far = START.Pipe()
        self.process: SpawnProcess = START.Process(target=serve, args=(far, load, caps), daemon=True)
        self.process.start()
        far.close()
        self.seconds = caps.seconds
        self.held: deque[Place] = deque()
        self.ready = False
        self.since = time.monotonic()

    def takes(self, size: int) -> bool:
        """Whether a report of so many bytes can be sent now without waiting for the process to listen."""
        return not self.held or (len(self.held) < AHEAD and size <= FITS)

    def give(self, place: Place) -> None:
        """Sends a report; the clock of an idle process starts now."""
        if not self.held:
            self.since = time.monotonic()
        self.held.append(place)
        place.tries += 1
        with suppress(OSError):  # a process that has just died is seen by whoever waits for it
            self.line.send_bytes(place.data)

    def left(self) -> float:
        """Seconds until it has had its time for the report it reads, or for loading its desk."""
        return max(0.0, self.since + (self.seconds if self.ready else LOAD_S) - time.monotonic())

    def stop(self) -> None:
        """Ends the process, by force where it does not listen."""
        self.line.close()
        self.process.terminate()
        self.process.join(GRACE_S)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


class Pool:
    """Up to `workers` processes that read. They are started when there is something to read, and end with the `with`.

    `load` makes the desk in each process, so it must be something that pickles. A report whose process dies is given to another once:
    the process may have died of something else.
    """

    def __init__(self, load: Load, workers: int = 1, caps: Caps | None = None) -> None:
        self.load = load
        self.most = workers
        self.caps = caps or Caps()
        self.workers: list[Worker] = []
        self.waiting: deque[Place] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.line.close()
        for worker in self.workers:
            worker.stop()
        self.workers.clear()
        self.waiting.clear()

    def read(self, items: Iterable[Article | P]) -> Iterator[tuple[Article | P, Dossier | Skipped | None]]:
        """Each item in its place with its dossier, or why it has none; what is no Article passes through with None.

        Raises ModelError or KnowledgeError where the desk cannot be loaded, WorkerError where no process can be started.
        """
        source = iter(items)
        line: deque[Place] = deque()
        more = True
        try:
            while more or line:
                while more and not self.waiting and len(line) < WINDOW * self.most:
                    item = next(source, None)
                    more = item is not None
                    if item is not None:
                        line.append(self._placed(item))
                while line and line[0].done:
                    first = line.popleft()
                    yield first.item, first.result
                if line and (self.waiting or not more or len(line) >= WINDOW * self.most):
                    self._wait()
        finally:
            self.waiting.clear()  # of a caller that has stopped asking

    def _placed(self, item: Any) -> Place:
        place = Place(item)
        if not place.done:
            self.waiting.append(place)
            self._hand_out()
        return place

    def _hand_out(self) -> None:
        """Reports that wait go to an idle process, to a new one while there may be more, else to one that has room for the next."""
        while self.waiting:
            least = min(self.workers, key=lambda worker: len(worker.held), default=None)
            if (least is None or least.held) and len(self.workers) < self.most:
                least = Worker(self.load, self.caps)
                self.workers.append(least)
            if least is None or not least.takes(len(self.waiting[0].data)):
                return
            least.give(self.waiting.popleft())

    def _wait(self) -> None:
        """Until a process has something to say, or has had its time."""
        busy = [worker for worker in self.workers if worker.held]
        lines = {worker.line: worker for worker in busy}
        for line in wait(list(lines), timeout=min(worker.left() for worker in busy)):
            self._hear(lines[cast(Connection, line)])
        for worker in busy:
            if worker in self.workers and worker.held and not worker.left():
                if not worker.ready:
                    raise WorkerError(f"a process that reads was not ready after {LOAD_S:g} seconds", hint=START_HINT)
                self._lose(worker, f"took longer than {self.caps.seconds:g} seconds", again=False)
        self._hand_out()

    def _hear(self, worker: Worker) -> None:
        try:
            said = worker.line.recv_bytes()
        except (EOFError, OSError):
            self._bury(worker)
            return
        worker.since = time.monotonic()
        if said[:1] == READY:
            worker.ready = True
        elif said[:1] == FAILED:
            raise _failure(said[1:])
        else:
            place = worker.held.popleft()
            place.settle((Dossier if said[:1] == DOSSIER else Skipped).from_json(said[1:]))

    def _bury(self, worker: Worker) -> None:
        """A process that died: its report is tried again, and left out when it dies a second time."""
        worker.process.join(GRACE_S)
        code = worker.process.exitcode
        how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        if not worker.ready:
            raise WorkerError(f"a process that reads could not be started ({how})", hint=START_HINT)
        self._lose(worker, f"twice ended the process that read it ({how})", again=True)

    def _lose(self, worker: Worker, reason: str, *, again: bool) -> None:
        """Ends a process; what it held goes to others, without the report it was reading where that is not to be tried again."""
        self.workers.remove(worker)
        worker.stop()
        first, *others = worker.held
        for place in others:
            place.tries -= 1
        if not (again and first.tries < TRIES):
            first.settle(skipped(first.item, f"the report {reason}"))
        self.waiting.extendleft(reversed([*others] if first.done else [first, *others]))


class InProcess:
    """Reads in this process: for one report, and for a caller that has a desk already. Nothing bounds what a report may cost."""

    def __init__(self, desk: Reads) -> None:
        self.desk = desk

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def read(self, items: Iterable[Article | P]) -> Iterator[tuple[Article | P, Dossier | Skipped | None]]:
        """As Pool.read."""
        for item in items:
            yield item, read_safely(self.desk, item) if isinstance(item, Article) else None


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def skipped(article: Article, reason: str) -> Skipped:
    """The record of a report that could not be read."""
    return Skipped(stage=STAGE, reason=reason, source=article.url, article=article.id)


# -- in the process ---------------------------------------------------------------------------------------------

READY, FAILED, DOSSIER, SKIPPED = b"R", b"F", b"D", b"S"


def serve(line: Connection, load: Load, caps: Caps) -> None:
    """What a process does: loads its desk, then reads what it is given until the line is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to all; the parent decides
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    with suppress(BrokenPipeError, EOFError, ConnectionResetError):
        try:
            desk = load()
        except DragomanError as error:
            line.send_bytes(FAILED + "\0".join((type(error).__name__, error.message, error.hint)).encode())
            return
        line.send_bytes(READY)
        _cap_memory(caps.megabytes)
        with open(os.devnull, "w") as nowhere:
            while True:
                article = Article.from_json(line.recv_bytes())
                faulthandler.dump_traceback_later(caps.seconds * WATCHDOG, exit=True, file=nowhere)
                result = read_safely(desk, article)
                faulthandler.cancel_dump_traceback_later()
                line.send_bytes((DOSSIER if isinstance(result, Dossier) else SKIPPED) + result.to_json().encode())


def read_safely(desk: Reads, article: Article) -> Dossier | Skipped:
    """The dossier, or why there is none: one bad report never stops a run."""
    try:
        return desk.read(article)
    except DragomanError as error:
        return skipped(article, error.message)
    except MemoryError:
        return skipped(article, "the report needs more memory than one report may")
    except Exception as error:  # a fault of the reader on odd text; the type and place tell it
        return skipped(article, f"the reader failed on the report: {type(error).__name__}: {error}"[:500])


def _failure(said: bytes) -> DragomanError:
    """The error that a process met while it loaded its desk."""
    from dragoman import errors

    name, message, hint = said.decode().split("\0")
    kind: type[DragomanError] = getattr(errors, name, DragomanError)
    return kind(message, hint=hint)


def _cap_memory(megabytes: int) -> None:
    """Lets the data of this process grow by so much and no further; an allocation beyond it is a MemoryError."""
    with suppress(ImportError, OSError, ValueError, StopIteration):
        import resource

        with open("/proc/self/status") as status:
            now = next(int(row.split()[1]) for row in status if row.startswith("VmData:"))
        most = (now + megabytes * 1024) * 1024
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
