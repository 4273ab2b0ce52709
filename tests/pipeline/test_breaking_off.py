"""Runs that are killed, stopped, or run out of disk: what was stored stays, nothing is stored twice, and the next run goes on."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
import stub_desks
from sqlalchemy import event
from stub_desks import CODER

from dragoman.cli import main
from dragoman.pipeline.workers import InProcess
from dragoman.store import Store, coder_name, runs_of

REPORTS, KILLS = 150, 20
ROOM = 1_200_000  # bytes that are left on a small disk: the tables and some reports
BAD = {17: "FAILS", 40: "REFUSES", 77: "CRASHES"}

SCRIPT = """
import sys
import stub_desks
from dragoman.cli import main, reports
from dragoman.pipeline.workers import Caps, Pool
from dragoman.store import coder_name
if __name__ == "__main__":
    reports.open_pool = lambda workers: Pool(stub_desks.brisk, workers, Caps(seconds=60))
    reports.coder_now = lambda: coder_name(stub_desks.CODER, ())
    sys.exit(main(["add", sys.argv[1], "--store", sys.argv[2], "--workers", "2", "--json"]))
"""


@pytest.fixture
def corpus(tmp_path):
    rows = [
        {"text": f"Norland met Sudonia {n} times. {BAD.get(n, '')}", "url": f"https://news.example/{n}"} for n in range(REPORTS)
    ]  # fmt: skip
    (tmp_path / "corpus.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows) + "no JSON\n")
    (tmp_path / "adding.py").write_text(SCRIPT)
    (tmp_path / "coding.py").write_text(CODING.format(engine="local"))
    (tmp_path / "on_ray.py").write_text(CODING.format(engine="ray"))
    return tmp_path


CODING = """
import sys
import stub_desks
from dragoman.cli import coding, main
from dragoman.pipeline.workers import Caps, Pool
from dragoman.store import coder_name
if __name__ == "__main__":
    coding.open_pool = lambda workers: Pool(stub_desks.brisk, workers, Caps(seconds=60))
    coding.load_now = lambda: stub_desks.brisk
    coding.coder_now = lambda: coder_name(stub_desks.CODER, ())
    sys.exit(main(["code", sys.argv[1], "--out", sys.argv[2], "--engine", "{engine}", "--shard-size", "10", "--workers", "2", "--json"]))
"""


def heeds_ctrl_c() -> None:
    """Lets a command be broken off although the tests may run in the background, where Ctrl-C is ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def start(corpus, script="adding.py", to="a.db"):
    path = os.pathsep.join([str(Path(stub_desks.__file__).parent), *sys.path])
    return subprocess.Popen(
        [sys.executable, corpus / script, corpus / "corpus.jsonl", corpus / to], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, start_new_session=True, env={**os.environ, "PYTHONPATH": path},
        preexec_fn=heeds_ctrl_c,
    )  # fmt: skip


def assert_all_is_there(corpus, path=None):
    """Each good report once, each bad one as left out, once; and the store is sound."""
    with Store.open(path or corpus / "a.db") as store:
        urls = Counter(one.url for one in store.articles())
        assert urls == {f"https://news.example/{n}": 1 for n in range(REPORTS) if n not in BAD}
        assert store.events().total == REPORTS - len(BAD)
        left = Counter(one.source for one in store.skipped())
        assert left == {**{f"https://news.example/{n}": 1 for n in BAD}, f"{corpus / 'corpus.jsonl'}:{REPORTS + 1}": 1}
        added = Counter(
            change.id for change in store.changes() if change.change == "added" and change.kind == "article"
        )
        assert set(added.values()) == {1}
        assert list(store.check()) == []


def test_twenty_kills_at_any_moment_lose_nothing_and_store_nothing_twice(corpus):
    chance = random.Random(10)
    for _ in range(KILLS):
        process = start(corpus)
        for _ in range(chance.randrange(12)):
            process.stdout.readline()
        time.sleep(chance.uniform(0, 0.05))
        process.kill()
        process.communicate()
    process = start(corpus)
    _, err = process.communicate(timeout=300)
    assert process.returncode == 0, err
    assert_all_is_there(corpus)
    with Store.open(corpus / "a.db") as store:
        assert [one for one in runs_of(store) if one.unbalanced] == []
        assert list(runs_of(store))[-1].ended == "done"


def test_a_corpus_whose_coding_is_killed_again_and_again_has_each_report_once(corpus):
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `parquet` is not installed")
    chance = random.Random(11)
    for _ in range(6):
        process = start(corpus, "coding.py", "coded")
        for _ in range(chance.randrange(4)):
            process.stdout.readline()
        time.sleep(chance.uniform(0, 0.2))
        process.kill()
        process.communicate()
    process = start(corpus, "coding.py", "coded")
    _, err = process.communicate(timeout=300)
    assert process.returncode == 0, err

    def rows(table):
        found = (corpus / "coded" / table).rglob("*.parquet")
        return [row for path in found for row in parquet.read_table(path, partitioning=None).to_pylist()]

    urls = Counter(row["url"] for row in rows("articles"))
    assert urls == {f"https://news.example/{n}": 1 for n in range(REPORTS) if n not in BAD}
    assert len(rows("events")) == len({row["id"] for row in rows("events")}) == REPORTS - len(BAD)
    assert len(rows("skipped")) == len(BAD) + 1
    assert not list((corpus / "coded").rglob(".part*"))


def test_ctrl_c_ends_at_once_with_a_summary_and_nothing_half_written(corpus):
    process = start(corpus)
    for _ in range(5):
        process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the command and all its processes
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    said = [line for line in err.splitlines() if line and not line.startswith("reading")]
    assert said[0].partition(" ")[2].startswith("added")
    assert said[1:] == ["stopped", "  what was done so far is kept"]
    with Store.open(corpus / "a.db") as store:
        assert store.articles().total == int(said[0].partition(" ")[0]) > 0
        assert [one.ended for one in runs_of(store)] == ["stopped"]
        assert list(store.check()) == []
    assert start(corpus).communicate(timeout=300)
    assert_all_is_there(corpus)


def test_ctrl_c_on_ray_prints_nothing_but_records(corpus):
    pytest.importorskip("ray", reason="the extra `ray` is not installed")
    process = start(corpus, "on_ray.py", "coded")
    first = process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130, err
    shards = [json.loads(line)["shard"] for line in (first + out).splitlines()]
    assert shards
    assert err.splitlines()[-2:] == ["stopped", "  what was done so far is kept"]
    assert "submit failed" not in err


def test_a_full_disk_is_told_and_when_there_is_room_again_the_run_goes_on(corpus, monkeypatch, capsys):
    monkeypatch.setattr("dragoman.cli.reports.open_pool", lambda workers: InProcess(stub_desks.Tame()))
    monkeypatch.setattr("dragoman.cli.reports.coder_now", lambda: coder_name(CODER, ()))
    ordinary = Store.open

    def small(*arguments, **more):
        """A store on a disk with room for some reports: SQLite answers just as it does when the disk is full."""
        store = ordinary(*arguments, **more)
        with store.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        event.listen(store.engine, "engine_connect", lambda connection: _cap(connection, pages + 40))
        return store

    command = ["add", str(corpus / "corpus.jsonl"), "--store", str(corpus / "a.db"), "--json"]
    with monkeypatch.context() as patch:
        patch.setattr(Store, "open", small)
        assert main(command) == 1
    assert "the disk is full" in (err := capsys.readouterr().err)
    assert "run again: what was stored stays" in err
    with Store.open(corpus / "a.db") as store:
        assert 0 < store.articles().total < REPORTS - len(BAD)
        assert list(store.check()) == []
    assert main(command) == 0
    assert_all_is_there(corpus)


def _cap(connection, pages):
    connection.connection.driver_connection.execute(f"PRAGMA max_page_count={pages}")


def test_a_disk_that_is_full_is_told_and_when_there_is_room_again_the_run_goes_on(
    corpus, small_disk, monkeypatch, capsys
):
    monkeypatch.setattr("dragoman.cli.reports.open_pool", lambda workers: InProcess(stub_desks.Tame()))
    monkeypatch.setattr("dragoman.cli.reports.coder_now", lambda: coder_name(CODER, ()))
    path, other = small_disk / "a.db", small_disk / "other"
    command = ["add", str(corpus / "corpus.jsonl"), "--store", str(path), "--json"]
    other.write_bytes(bytes(os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_bsize - ROOM))
    assert main(command) == 1
    assert "the disk is full" in (err := capsys.readouterr().err)
    assert "run again: what was stored stays" in err
    with Store.open(path) as store:
        stored = store.articles().total
        assert 0 < stored < REPORTS - len(BAD)
        assert list(store.check()) == []
    assert main(["store", "backup", str(small_disk / "b.db"), "--store", str(path)]) == 1
    assert "the disk is full" in capsys.readouterr().err
    assert sorted(one.name for one in small_disk.iterdir() if not one.name.startswith("a.db")) == ["other"]
    other.unlink()
    assert main(command) == 0
    assert_all_is_there(corpus, path)
