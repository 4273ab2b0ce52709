"""Processes that read: in order, whatever a report does to them."""

import os
import signal
import time

import pytest
import stub_desks
from stub_desks import dossier_of, report

from dragoman.errors import KnowledgeError, WorkerError
from dragoman.pipeline.workers import Caps, InProcess, Pool
from dragoman.records import Dossier, Skipped

HUGE = "word " * 2_000_000  # a sentence of 10 MB


def read(items, load=stub_desks.quick, workers=2, **caps):
    with Pool(load, workers, Caps(**caps)) as pool:
        return [result for _, result in pool.read(items)]


def test_dossiers_come_in_the_order_of_their_reports():
    reports = [report(number, "word " * 200 * (number % 3)) for number in range(60)]
    assert read(reports, workers=3) == [dossier_of(one) for one in reports]


def test_what_is_no_report_passes_through_in_its_place():
    with Pool(stub_desks.quick, 2) as pool:
        found = list(pool.read([report(1), "known", report(2)]))
    assert found == [(report(1), dossier_of(report(1))), ("known", None), (report(2), dossier_of(report(2)))]


def test_no_process_is_started_where_nothing_is_to_be_read():
    with Pool(stub_desks.dead, 2) as pool:
        assert list(pool.read(["known", "known"])) == [("known", None)] * 2


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("SEARCHES", "took longer than 1 seconds"),
        ("CRASHES", "twice ended the process that read it (signal 11)"),
        ("EATS", "more memory than one report may"),
        ("FAILS", "ValueError: odd text"),
        ("REFUSES", "there is no story in it"),
    ],
)
def test_a_report_that_does_harm_is_left_out_and_no_other(words, reason):
    reports = [report(0), report(1, words), *(report(number) for number in range(2, 12))]
    found = read(reports, seconds=1.0, megabytes=500)
    assert [number for number, one in enumerate(found) if isinstance(one, Skipped)] == [1]
    assert reason in found[1].reason
    assert (found[1].source, found[1].article, found[1].stage) == (reports[1].url, reports[1].id, "reading")
    assert found[2:] == [dossier_of(one) for one in reports[2:]]


def test_a_very_long_report_passes_while_others_wait():
    reports = [report(number, HUGE if number in (1, 4) else "") for number in range(8)]
    assert read(reports) == [dossier_of(one) for one in reports]


def test_a_lost_process_costs_no_report(tmp_path, monkeypatch):
    monkeypatch.setenv("STUB_MARK", str(tmp_path / "mark"))
    reports = [report(0), report(1, "DIES"), report(2)]
    assert read(reports, workers=1) == [dossier_of(one) for one in reports]
    assert (tmp_path / "mark").exists()


def test_a_process_that_is_killed_from_outside_costs_no_report():
    reports = [report(number) for number in range(20)]
    with Pool(stub_desks.slow, 2) as pool:
        found = []
        for _, result in pool.read(reports):
            found.append(result)
            if len(found) in (2, 9):
                os.kill(pool.workers[0].process.pid, signal.SIGKILL)
    assert found == [dossier_of(one) for one in reports]


def test_what_hinders_the_desk_stops_the_run_and_says_why():
    with pytest.raises(KnowledgeError, match="row 3") as caught:
        read([report(1)], load=stub_desks.broken)
    assert caught.value.hint == "write one"
    with pytest.raises(WorkerError, match="exit code 7"):
        read([report(1)], load=stub_desks.dead)


def test_reports_are_taken_only_as_fast_as_they_are_read():
    taken = []

    def source():
        for number in range(1000):
            taken.append(number)
            yield report(number)

    with Pool(stub_desks.slow, 2) as pool:
        next(pool.read(source()))
        assert len(taken) <= 2 * 8


def test_processes_end_with_the_pool():
    with Pool(stub_desks.quick, 2) as pool:
        list(pool.read([report(number) for number in range(9)]))
        processes = [worker.process for worker in pool.workers]
    assert len(processes) == 2
    assert not any(process.is_alive() for process in processes)


def test_a_pool_in_this_process_gives_the_same():
    reports = [report(0), report(1, "FAILS"), report(2)]
    found = [result for _, result in InProcess(stub_desks.quick()).read(reports)]
    assert [type(one) for one in found] == [Dossier, Skipped, Dossier]


def test_an_endless_search_does_not_outlive_a_parent_that_was_killed(tmp_path):
    import subprocess
    import sys

    script = (
        "import stub_desks, sys\nfrom dragoman.pipeline.workers import Pool, Caps\n"
        "if __name__ == '__main__':\n with Pool(stub_desks.quick, 1, Caps(seconds=1.0)) as pool:\n"
        "  for _, result in pool.read(iter([stub_desks.report(0), stub_desks.report(1, 'SEARCHES')])):\n"
        "   print(pool.workers[0].process.pid, flush=True)\n"
    )
    (tmp_path / "parent.py").write_text(script)
    path = os.pathsep.join([os.path.dirname(__file__), *sys.path])
    parent = subprocess.Popen(
        [sys.executable, tmp_path / "parent.py"], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path}
    )
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    ends = time.monotonic() + 15
    while time.monotonic() < ends and _lives(child):
        time.sleep(0.1)
    assert not _lives(child)


def _lives(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
