"""A corpus to Parquet in shards: the same reports as `add` stores, whatever happens on the way."""

import json
import os
import signal
import sys
from collections import Counter
from pathlib import Path

import pytest
import stub_desks
from stub_desks import CODER

from dragoman.exports.shards import Account, Folder, read_shard, write_shard
from dragoman.pipeline.shards import code_shard, plan_shards
from dragoman.pipeline.workers import Caps, InProcess, Pool
from dragoman.records import Dossier
from dragoman.sources import Limits, read_articles
from dragoman.sources.slices import read_slice, slices_of
from dragoman.store import Store, coder_name

pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
LIMITS = Limits()


@pytest.fixture(autouse=True)
def stub(monkeypatch):
    for module in ("reports", "coding"):
        monkeypatch.setattr(f"dragoman.cli.{module}.open_pool", lambda workers: InProcess(stub_desks.quick()))
        monkeypatch.setattr(f"dragoman.cli.{module}.coder_now", lambda: coder_name(CODER, ()))
    monkeypatch.setattr("dragoman.cli.coding.load_now", lambda: stub_desks.quick)


@pytest.fixture
def corpus(home):
    """A table of 25 reports of three years, two of which are bad, and a folder of three texts."""
    rows = [
        {"text": f"Norland met Sudonia, for the {n} time.", "url": f"https://news.example/{n}", "published": f"{2020 + n % 3}-05-01"}
        for n in range(25)
    ]  # fmt: skip
    rows[3], rows[11]["text"] = {"title": "no text"}, "Norland met Sudonia. FAILS"
    del rows[20]["published"]
    folder = home / "corpus"
    (folder / "texts").mkdir(parents=True)
    (folder / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for n in range(3):
        (folder / "texts" / f"{n}.txt").write_text(f"Sudonia met Norland, text {n}.")
    return folder


def records(store_path):
    with Store.open(store_path) as store:
        return (
            {one.id: one for one in store.articles()},
            {one.id: one for one in store.events()},
            Counter((one.reason, one.source) for one in store.skipped()),
        )


def last(said):
    """What a command said at its end; on a busy machine the progress stands before it."""
    return said.err.splitlines()[-1]


def code(run, corpus, home, *more):
    return run("code", corpus, "--out", home / "coded", "--shard-size", 10, *more)


def test_what_is_coded_and_imported_is_what_add_stores(run, corpus, home):
    said = code(run, corpus, home)
    assert (said.code, last(said)) == (0, "26 reports, 26 events, 2 left out")
    assert sum(json.loads(line)["counts"]["in"] for line in said.out.splitlines()) == 28
    assert last(run("import", "dossiers", home / "coded", "--store", home / "imported.db")) == "26 added, 2 left out"
    run("add", corpus, "--store", home / "added.db")
    assert records(home / "imported.db") == records(home / "added.db")
    assert (
        run("import", "dossiers", home / "coded", "--store", home / "imported.db").err == "26 unchanged, 2 left out\n"
    )
    with Store.open(home / "imported.db") as store:
        assert list(store.check()) == []


def test_a_shard_that_is_done_is_not_coded_again(run, corpus, home):
    code(run, corpus, home)
    files = {path: path.stat().st_mtime_ns for path in (home / "coded").rglob("*.*")}
    said = code(run, corpus, home)
    assert last(said) == "nothing new; 4 shards done before"
    assert {path: path.stat().st_mtime_ns for path in (home / "coded").rglob("*.*")} == files


@pytest.mark.parametrize("harm", ["account", "file", "gone", "coder"])
def test_a_shard_that_is_damaged_or_of_another_coder_is_coded_again(run, corpus, home, harm, monkeypatch):
    code(run, corpus, home)
    account = sorted((home / "coded" / "_shards").iterdir())[0]
    file = home / "coded" / next(iter(json.loads(account.read_text())["files"]))
    if harm == "account":
        account.write_text(account.read_text()[:50])
    elif harm == "file":
        file.write_bytes(file.read_bytes()[:-1] + b"?")
    elif harm == "gone":
        file.unlink()
    else:
        monkeypatch.setattr("dragoman.cli.coding.coder_now", lambda: "another")
    assert (
        f"; {0 if harm == 'coder' else 3} shards done before"[: 0 if harm == "coder" else None]
        in code(run, corpus, home).err
    )
    assert last(run("import", "dossiers", home / "coded", "--store", home / "b.db")) == "26 added, 2 left out"


def test_an_import_takes_the_sound_shards_and_names_the_damaged_one(run, corpus, home):
    code(run, corpus, home)
    shards = sorted((home / "coded" / "_shards").iterdir())
    account = Account.from_json(shards[1].read_bytes())
    file = home / "coded" / next(name for name in account.files if name.startswith("dossiers"))
    file.write_bytes(b"PAR1 no Parquet")
    shards[2].write_text("{")
    said = run("import", "dossiers", home / "coded", "--store", home / "b.db")
    assert said.code == 1
    assert f"shard {account.shard} is damaged" in said.err
    assert f"{shards[2].name} is damaged" in said.err
    counts = [Account.from_json(path.read_bytes()).counts for path in (shards[0], shards[3])]
    assert f"{sum(one['articles'] for one in counts)} added" in said.err


def test_what_shards_of_other_sources_left_is_told_and_can_be_removed(run, corpus, home):
    code(run, corpus, home)
    with (corpus / "rows.jsonl").open("a") as rows:
        rows.write(json.dumps({"text": "Norland met Sudonia once more."}) + "\n")
    assert "1 shard of other sources in the folder" in code(run, corpus, home).err
    assert "other sources" not in code(run, corpus, home, "--prune").err
    assert last(run("import", "dossiers", home / "coded", "--store", home / "b.db")) == "27 added, 2 left out"


def test_duckdb_and_polars_read_the_tables(run, corpus, home):
    duckdb, polars = pytest.importorskip("duckdb"), pytest.importorskip("polars")
    code(run, corpus, home)
    events = f"{home}/coded/events/*/*.parquet"
    by_year = duckdb.sql(
        f"SELECT year, count(*) FROM read_parquet('{events}', hive_partitioning=true) GROUP BY 1"
    ).fetchall()
    assert dict(by_year) == {None: 4, 2020: 8, 2021: 8, 2022: 6}
    frame = polars.read_parquet(events, hive_partitioning=True)
    assert frame.height == 26
    assert frame.filter(polars.col("year") == 2021).height == 8
    reports = duckdb.sql(
        f"SELECT count(DISTINCT a.url) FROM '{home}/coded/articles/*/*.parquet' a JOIN '{events}' e ON e.article = a.id"
    )
    assert reports.fetchall() == [(23,)]


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.csv"])
@pytest.mark.parametrize("size", [1, 3, 100])
def test_slices_of_a_table_are_its_rows(tmp_path, name, size):
    path = tmp_path / name
    texts = [f'Norland met "Sudonia",\n\nthe {n} time;' for n in range(7)] + ["", "Ünal met Norland."]
    if name.endswith("csv"):
        cells = [text.replace('"', '""') for text in texts]
        path.write_text("text,title\n" + "".join(f'"{text}",T\n' for text in cells), encoding="utf-8")
    else:
        path.write_text("".join(json.dumps({"text": text, "title": "T"}) + "\n" for text in texts), encoding="utf-8")
    parts = list(slices_of(path, size))
    assert len(parts) == -(-len(texts) // size)
    sliced = [one for part in parts for one in read_slice(path, part, {}, LIMITS)]
    assert sliced == list(read_articles([str(path)]))


def test_a_packed_table_is_one_shard(tmp_path):
    import gzip

    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b'{"text": "Norland met Sudonia."}\n' * 30))
    (shard,) = plan_shards([str(tmp_path)], 10, LIMITS)
    assert [piece.part for piece in shard.pieces] == [None]


def test_the_names_of_shards_tell_what_they_hold(corpus):
    def names():
        return [shard.name for shard in plan_shards([str(corpus)], 10, LIMITS)]

    before = names()
    assert names() == before
    assert len(set(before)) == len(before) == 4
    (corpus / "texts" / "1.txt").write_text("Other words.")
    assert [one == two for one, two in zip(before, names(), strict=True)] == [True, True, True, False]


def test_standard_input_is_no_corpus(run, home):
    assert run("code", "-", "--out", home / "x").code == 2
    assert run("code", home / "nothing", "--out", home / "x").code in (0, 1)


def test_a_folder_that_cannot_be_written_says_so(run, corpus, home):
    (home / "file").write_text("x")
    said = run("code", corpus, "--out", home / "file" / "coded")
    assert said.code == 1
    assert "cannot be written" in said.err


def test_a_full_disk_ends_the_run_and_when_there_is_room_again_the_rest_is_coded(run, corpus, home, small_disk):
    other = small_disk / "other"
    other.write_bytes(bytes(os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_bsize - 150_000))
    command = ("code", corpus, "--out", small_disk / "coded", "--shard-size", 10)
    said = run(*command)
    assert (said.code, "make room" in said.err) == (1, True)
    assert not list(small_disk.rglob("*.partial"))
    done = len(list(small_disk.rglob("_shards/*.json")))
    assert done < 4
    other.unlink()
    assert last(run(*command)).endswith(f"; {done} shards done before" if done > 1 else "")
    run("import", "dossiers", small_disk / "coded", "--store", home / "imported.db")
    run("add", corpus, "--store", home / "added.db")
    assert records(home / "imported.db") == records(home / "added.db")


def test_what_a_broken_off_shard_left_is_no_part_of_the_tables(run, corpus, home):
    code(run, corpus, home)
    account = next((home / "coded" / "_shards").iterdir())
    left = home / "coded" / "events" / "year=1999" / f"part-{account.stem}-000.parquet"
    left.parent.mkdir()
    left.write_bytes(b"half a file")
    account.unlink()
    code(run, corpus, home)
    assert not left.exists()


def test_shards_go_to_and_come_from_an_object_store(corpus):
    fsspec = pytest.importorskip("fsspec")
    fsspec.filesystem("memory").store.clear()
    for path in corpus.rglob("*.*"):
        fsspec.filesystem("memory").pipe(f"/in/{path.name}", path.read_bytes())
    engine = InProcess(stub_desks.quick())
    shards = list(plan_shards(["memory://in/*"], 10, LIMITS))
    assert len(shards) == 4
    for shard in shards:
        write_shard("memory://out", "c", shard.name, code_shard(shard, engine, {}, LIMITS))
    folder = Folder("memory://out")
    assert all(folder.is_done(shard.name, "c") for shard in shards)
    found = [one for account in folder.accounts() for one in read_shard("memory://out", account)]
    assert sum(isinstance(one, Dossier) for one in found) == 26
    folder.clear(shards[0].name)
    assert not folder.is_done(shards[0].name, "c")


def test_a_bad_report_is_left_out_of_its_shard_in_a_process_of_its_own(corpus, tmp_path):
    rows = [{"text": f"Norland met Sudonia {n}. {'CRASHES' if n == 2 else ''}"} for n in range(5)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (shard,) = plan_shards([str(tmp_path / "a.jsonl")], 10, LIMITS)
    with Pool(stub_desks.quick, 1, Caps(seconds=20)) as pool:
        account = Account.from_json(
            write_shard(str(tmp_path / "o"), "c", shard.name, code_shard(shard, pool, {}, LIMITS))
        )
    assert (account.counts["articles"], account.counts["skipped"], account.counts["in"]) == (4, 1, 5)


# -- Ray ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def on_ray(monkeypatch):
    pytest.importorskip("ray", reason="the extra `ray` is not installed")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    monkeypatch.setenv("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")


def kill_self_once(where, coder, shard, outcomes):
    """As write_shard; the first time it kills the worker that runs it, half-way through the shard."""
    mark = Path(where, "killed")
    if not mark.exists():
        next(iter(outcomes))
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return write_shard(where, coder, shard, outcomes)


def test_ray_gives_what_this_machine_gives_also_when_a_worker_is_lost(run, corpus, home, on_ray, monkeypatch):
    (home / "coded").mkdir()
    with monkeypatch.context() as patch:
        patch.setattr("dragoman.exports.shards.write_shard", kill_self_once)
        said = code(run, corpus, home, "--engine", "ray", "--workers", 2)
    assert (home / "coded" / "killed").exists()
    assert (said.code, last(said)) == (0, "26 reports, 26 events, 2 left out")
    import ray.data

    context = ray.data.DataContext.get_current()
    assert getattr(context, "execution_no_progress_timeout_s", -1) == -1  # a shard may take hours
    run("import", "dossiers", home / "coded", "--store", home / "imported.db")
    run("add", corpus, "--store", home / "added.db")
    assert records(home / "imported.db") == records(home / "added.db")
    assert last(code(run, corpus, home, "--engine", "ray")) == "nothing new; 4 shards done before"


def test_without_ray_the_extra_is_named(run, corpus, home, monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    said = code(run, corpus, home, "--engine", "ray")
    assert said.code == 1
    assert "dragoman[ray]" in said.err
