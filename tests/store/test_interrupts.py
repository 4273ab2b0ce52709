"""Ctrl-C while the store writes: it waits for the end of the transaction, which is whole; a second one does not wait."""

import os
import signal
import sqlite3
import threading
from contextlib import closing

import pytest

from dragoman.store import Store
from dragoman.store.interrupts import interrupts_held


@pytest.fixture(autouse=True)
def _heeded():
    """The tests may run in the background, where Ctrl-C is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def press(times: int = 1) -> None:
    for _ in range(times):
        os.kill(os.getpid(), signal.SIGINT)


def begin_a_run(store: Store, presses: int) -> None:
    """A run is noted in one transaction, while Ctrl-C is pressed so often."""
    with store.writing() as connection:
        connection.exec_driver_sql("INSERT INTO runs (command, coder, started) VALUES ('add', 'c', '2026-01-01')")
        press(presses)


@pytest.mark.parametrize(("presses", "runs"), [(1, 1), (2, 0)], ids=["waits", "a second does not"])
def test_what_is_being_written_is_whole(tmp_path, presses, runs):
    with Store.open(tmp_path / "a.db", create=True) as store:
        with pytest.raises(KeyboardInterrupt):
            begin_a_run(store, presses)
        with store.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM runs").scalar_one() == runs
        with closing(sqlite3.connect(tmp_path / "a.db", timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")  # nobody is left writing
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_one_inside_another_waits_for_the_outer():
    steps = []

    def inner() -> None:
        with interrupts_held():
            press()
        steps.append("inner ended")

    with pytest.raises(KeyboardInterrupt), interrupts_held():
        inner()
    assert steps == ["inner ended"]


def test_a_fault_inside_is_told_with_the_interrupt():
    def fail() -> None:
        press()
        raise ValueError("inside")

    with pytest.raises(KeyboardInterrupt) as caught, interrupts_held():
        fail()
    assert isinstance(caught.value.__context__, ValueError)


def test_other_threads_are_left_alone():
    seen = []

    def work() -> None:
        with interrupts_held():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [signal.default_int_handler]
