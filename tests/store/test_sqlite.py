"""The store as one SQLite file: what is told of its place, and what is never written to."""

import hashlib
import sqlite3

import msgspec
import pytest
from dossiers import article, meeting, plain

from dragoman.errors import StoreError
from dragoman.store import ClaimFilter, EventFilter, Store
from dragoman.store.copying import copy_to_file
from dragoman.store.queries import claims_asked, events_asked, rows_for


@pytest.fixture
def path(tmp_path):
    return tmp_path / "reports.db"


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_same_report_twice_leaves_the_file_byte_for_byte(path):
    with Store.open(path, create=True) as store:
        store.add(meeting())
    before = digest(path)
    with Store.open(path) as store:
        assert store.add(meeting()).outcome == "unchanged"
    assert digest(path) == before


def test_there_must_be_a_store_to_ask(path):
    with pytest.raises(StoreError, match="no store") as caught:
        Store.open(path)
    assert "dragoman add" in caught.value.hint
    assert not path.exists()


def test_a_folder_is_no_store(tmp_path):
    with pytest.raises(StoreError, match="folder"):
        Store.open(tmp_path, create=True)


def test_the_folder_of_a_new_store_must_be_possible(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="cannot be made"):
        Store.open(tmp_path / "file" / "reports.db", create=True)


@pytest.mark.parametrize("content", [b"just some text, no database at all" * 40, b"SQLite format 3\x00" + b"\x00" * 40])
def test_another_file_is_refused_and_left_alone(path, content):
    path.write_bytes(content)
    with pytest.raises(StoreError):
        Store.open(path, create=True)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused_and_left_alone(path):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bookmarks(x)")
    connection.commit()
    connection.close()
    before = digest(path)
    with pytest.raises(StoreError, match="another program"):
        Store.open(path, create=True)
    assert digest(path) == before


def test_an_empty_file_becomes_a_store(path):
    path.touch()
    with Store.open(path, create=True) as store:
        assert store.add(meeting()).outcome == "added"


def test_other_databases_are_not_supported():
    with pytest.raises(StoreError, match="a store in mysql is not supported"):
        Store.open("mysql://desk:secret@host/reports")


def test_a_full_disk_is_told_and_loses_nothing(path):
    store = Store.open(path, create=True)
    store.add(meeting())
    with store.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    with store.engine.execution_options(writes=True).connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    long_text = "Norland met Sudonia. " + "word " * 200_000
    with pytest.raises(StoreError, match="disk is full"):
        store.add(msgspec.structs.replace(plain(5), article=article(long_text, "https://news.example/long"), events=()))
    assert store.counts()["articles"] == 1
    assert list(store.check()) == []


@pytest.mark.parametrize(
    "question",
    [
        lambda dialect: events_asked(EventFilter(parties=("RUS",)), dialect),
        lambda dialect: events_asked(EventFilter(parties=("RUSGOV",)), dialect),
        lambda dialect: events_asked(EventFilter(actors=("RUS",)), dialect),
        lambda dialect: claims_asked(ClaimFilter(about=("RUS",)), dialect),
    ],
    ids=["party", "sector", "actor", "claims about"],
)
def test_who_is_in_an_event_is_looked_up_by_the_event(path, question):
    """Not among all events of a country for each event, which takes minutes in a store of some thousand reports."""
    with Store.open(path, create=True) as store, store.reading() as connection:
        asked = rows_for(question(store.dialect), False, 50, 0)
        sql = str(asked.compile(connection.engine, compile_kwargs={"literal_binds": True}))
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
    assert all("event=?" in step for step in plan if " event_parties " in step)
    assert any(" event_parties " in step for step in plan)


def test_a_copy_that_is_broken_off_leaves_no_file(path, tmp_path, monkeypatch):
    def full(source, target):
        raise StoreError("the disk is full", hint="free some space")

    monkeypatch.setattr("dragoman.store.copying.copy_all", full)
    with Store.open(path, create=True) as store, store.reading() as connection:
        before = set(tmp_path.iterdir())
        with pytest.raises(StoreError, match="full"):
            copy_to_file(connection, tmp_path / "copy.db")
        assert set(tmp_path.iterdir()) == before
