"""Stores as released versions wrote them: brought forward with their data in place.

`released/schema-N.db.gz` was written by the version whose newest schema was N, with the meeting and two short reports of dossiers.py and one
report that was left out, from schema 4 on with a review of the meeting; a file is added with each schema and never changed.
"""

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from dossiers import article, meeting, plain

from dragoman.records import Skipped
from dragoman.relating.reprints import StoredPrints
from dragoman.relating.stories import relate
from dragoman.store import Run, Store, runs_of
from dragoman.store.migrations import MIGRATIONS

WITH_REVIEWS = 4  # the first schema with them; from it on the meeting's event is reviewed
RELEASED = sorted((Path(__file__).parent / "released").glob("schema-*.db.gz"))


@pytest.fixture(params=RELEASED, ids=lambda path: path.name.removesuffix(".db.gz"))
def released(request, tmp_path):
    path = tmp_path / "a.db"
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    return path


def version_in(path):
    """The schema version that is written in a file."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT max(version) FROM schema_version").fetchone()[0]


def test_there_is_one_to_test_with():
    assert RELEASED


def test_all_that_was_stored_is_there_and_more_can_be_added(released):
    version = version_in(released)
    with Store.open(released) as store:
        assert store.schema() == MIGRATIONS[-1].version
        assert [store.dossier(one.article.id) for one in (meeting(), plain(1, "2024-03"), plain(2))] == [
            meeting(), plain(1, "2024-03"), plain(2),
        ]  # fmt: skip
        assert [one.source for one in store.skipped() if one.article is None] == ["empty.txt"]
        assert [(one.command, one.manifest) for one in runs_of(store)] == [("add", None)]
        assert {name: one.counts.get(name) for one in runs_of(store) for name in ("added", "skipped")} == {
            "added": 3,
            "skipped": 1,
        }
        assert [one.verdict for one in store.reviews()] == ["accept"] * (version >= WITH_REVIEWS)
        assert list(store.check()) == []
        with Run(store, "add") as run:
            run.add(plain(3))
            run.skip(Skipped(stage="sources", reason="empty", source="b.txt"))
        assert store.articles().total == 4


def test_a_reprint_of_what_was_stored_is_known(released):
    with Store.open(released) as store:
        relate(store)
        again = article(meeting().article.text, "https://other.example/1")
        assert StoredPrints(store).original_of(again) == (meeting().article.id, 1.0)


def test_it_has_the_same_tables_as_a_new_one(released, tmp_path):
    def tables(path):
        with Store.open(path, create=True) as store, store.reading() as connection:
            rows = connection.exec_driver_sql("SELECT type, name, tbl_name FROM sqlite_master ORDER BY 1, 2").all()
            columns = {
                name: sorted((row[1], row[2], row[3] or row[5], row[5]) for row in connection.exec_driver_sql(f"PRAGMA table_info({name})"))
                for kind, name, _ in rows
                if kind == "table"
            }  # fmt: skip
        return rows, columns

    assert tables(released) == tables(tmp_path / "new.db")
