"""Stores of other versions."""

import pytest
from dossiers import meeting
from sqlalchemy import text

from dragoman.errors import StoreError
from dragoman.store import Store, migrations
from dragoman.store.migrations import MIGRATIONS, Migration


def _add_column(connection, _dialect):
    connection.execute(text("ALTER TABLE articles ADD COLUMN desk TEXT"))


def _fail(connection, _dialect):
    connection.execute(text("ALTER TABLE articles ADD COLUMN half TEXT"))
    raise StoreError("the second step fails")


def with_steps(monkeypatch, *steps):
    newest = (*MIGRATIONS, *steps)
    monkeypatch.setattr("dragoman.store.store.MIGRATIONS", newest)
    monkeypatch.setattr(migrations.migrate, "__defaults__", (newest,))
    monkeypatch.setattr(migrations.refuse_newer, "__defaults__", (newest,))


def test_an_older_store_is_brought_forward_with_its_data(tmp_path, monkeypatch):
    with Store.open(tmp_path / "a.db", create=True) as store:
        store.add(meeting())
    with_steps(monkeypatch, Migration(MIGRATIONS[-1].version + 1, "a column", _add_column))
    with Store.open(tmp_path / "a.db") as store:
        assert store.schema() == MIGRATIONS[-1].version + 1
        assert store.dossier(meeting().article.id) == meeting()
        with store.reading() as connection:
            assert connection.exec_driver_sql("SELECT desk FROM articles").scalars().all() == [None]


def test_a_step_that_fails_leaves_the_store_as_it_was(tmp_path, monkeypatch):
    with Store.open(tmp_path / "a.db", create=True) as store:
        store.add(meeting())
    with monkeypatch.context() as patch:
        with_steps(patch, Migration(MIGRATIONS[-1].version + 1, "fails", _fail))
        with pytest.raises(StoreError, match="second step"):
            Store.open(tmp_path / "a.db")
    with Store.open(tmp_path / "a.db") as store:
        assert store.schema() == MIGRATIONS[-1].version
        with store.reading() as connection:
            columns = [row[1] for row in connection.exec_driver_sql("PRAGMA table_info(articles)")]
        assert "half" not in columns


def test_a_store_of_a_newer_dragoman_is_refused(tmp_path):
    with Store.open(tmp_path / "a.db", create=True) as store, store.writing() as connection:
        connection.exec_driver_sql("INSERT INTO schema_version VALUES (99, 'later')")
    with pytest.raises(StoreError, match="schema 99") as caught:
        Store.open(tmp_path / "a.db")
    assert "update dragoman" in caught.value.hint


def test_steps_are_numbered_without_gaps():
    assert [step.version for step in MIGRATIONS] == list(range(1, len(MIGRATIONS) + 1))
