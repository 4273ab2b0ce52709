"""Ctrl-C and transactions: Python may be broken off between any two steps, also when a transaction has begun in the database and its owner does not
know of it yet. It would then stay open, and whoever writes next would wait for it."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

HELD = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Ctrl-C, and SIGTERM where a command heeds it, wait until the block has ended; a second one does not wait.

    Python interrupts its main thread only; in another one nothing is done.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heeded = {number: handler for number in HELD if callable(handler := signal.getsignal(number))}
    came: list[int] = []

    def hold(number: int, frame: FrameType | None) -> None:
        came.append(number)
        if len(came) > 1:
            heeded[signal.Signals(number)](number, frame)

    for number in heeded:
        signal.signal(number, hold)
    try:
        yield
    finally:
        for number, handler in heeded.items():
            signal.signal(number, handler)
        if len(came) == 1:
            heeded[signal.Signals(came[0])](came[0], None)
