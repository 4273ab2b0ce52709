"""Progress on stderr for what takes more than two seconds: one line that renews itself on a terminal, a line now and then elsewhere."""

import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import IO

FIRST_S = 2.0
EVERY_S = 0.5  # on a terminal
ELSEWHERE_S = 30.0  # in a log
MARKS, MARK_S = (
    60,
    1.0,
)  # the rate is that of the last minute: what is known already goes by much quicker than what is read

Clock = Callable[[], float]


class Progress:
    """How far something is. `step` is called with how many are done, of how many; a total of 0 means unknown."""

    def __init__(self, title: str, stream: IO[str] | None = None, clock: Clock = time.monotonic) -> None:
        self.title = title
        self.stream = stream or sys.stderr
        self.clock = clock
        self.started = clock()
        self.done, self.total = 0, 0
        self.marks = deque([(self.started, 0)], maxlen=MARKS)
        self.shown = False

    def step(self, done: int, total: int) -> None:
        """Notes how far it is; a thread of `shown` writes it."""
        self.done, self.total = done, total
        if self.clock() - self.marks[-1][0] >= MARK_S:
            self.marks.append((self.clock(), done))

    def line(self) -> str:
        """The present state in words: title, count, rate and time left."""
        now = self.clock()
        if not self.done:
            return f"{self.title} … {now - self.started:.0f} s"
        since, before = self.marks[0]
        rate = (self.done - before) / (now - since) if now > since else 0.0
        known = self.total >= self.done
        counted = f"{self.done} of {self.total}" if known else str(self.done)
        left = f", {_span((self.total - self.done) / rate)} left" if known and rate else ""
        return f"{self.title}: {counted}, {rate:.1f} a second{left}"

    def write(self) -> None:
        """Writes the line: over the last one on a terminal."""
        ending = "\x1b[K\r" if self.stream.isatty() else "\n"
        self.stream.write(self.line() + ending)
        self.stream.flush()
        self.shown = True

    def wipe(self) -> None:
        """Takes the line off the terminal."""
        if self.shown and self.stream.isatty():
            self.stream.write("\x1b[K\r")
            self.stream.flush()


def _span(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


@contextmanager
def progress(title: str) -> Iterator[Progress]:
    """Shows how far the work inside is, once it has taken two seconds."""
    state, finished = Progress(title), Event()
    pause = EVERY_S if state.stream.isatty() else ELSEWHERE_S

    def show() -> None:
        wait = FIRST_S
        while not finished.wait(wait):
            state.write()
            wait = pause

    thread = Thread(target=show, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        finished.set()
        thread.join()
        state.wipe()
