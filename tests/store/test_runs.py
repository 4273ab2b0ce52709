"""Runs: what they count must add up, and what they rested on is kept."""

import pytest
from dossiers import article, meeting, plain

from dragoman.errors import StoreError
from dragoman.records import Manifest, Skipped
from dragoman.store import Run, Store, runs_of

MANIFEST = Manifest(
    dragoman="1", code="c", model="m", knowledge="k", settings="s", python="3", machine="x", sources=("a.txt",)
)


@pytest.fixture
def store(place):
    with Store.open(place, create=True) as opened:
        yield opened


def test_a_run_keeps_what_it_rested_on_and_what_became_of_what_came_in(store):
    with Run(store, "add", lambda: MANIFEST) as run:
        for _ in range(4):
            run.take()
        run.add(meeting())
        run.unchanged()
        run.skip(Skipped(stage="sources", reason="empty", source="a.txt"))
        run.reprint(article(url="https://other.example/1"), meeting().article.id, 0.97)
    (kept,) = runs_of(store)
    assert kept.counts == {"in": 4, "added": 1, "unchanged": 1, "skipped": 1, "duplicates": 1}
    assert (kept.manifest, kept.ended, kept.unbalanced) == (MANIFEST, "done", False)


def test_a_run_that_changes_nothing_writes_nothing_and_makes_no_manifest(store):
    with Run(store, "add", lambda: pytest.fail("asked for")) as run:
        run.take()
        run.unchanged()
    assert list(runs_of(store)) == []


def test_a_report_of_which_nobody_tells_what_became_is_an_error(store):
    with pytest.raises(StoreError, match="2 reports came in, and 1 are accounted for"), Run(store, "add") as run:  # noqa: PT012
        run.take()
        run.take()
        run.add(plain(1))


@pytest.mark.parametrize(("error", "ended"), [(KeyboardInterrupt, "stopped"), (StoreError("full"), "failed")])
def test_a_run_that_is_broken_off_says_how(store, error, ended):
    with pytest.raises(error if isinstance(error, type) else StoreError), Run(store, "add", lambda: MANIFEST) as run:  # noqa: PT012
        run.take()
        run.take()
        run.add(plain(1))
        raise error
    (kept,) = runs_of(store)
    assert (kept.ended, kept.counts, kept.unbalanced) == (ended, {"in": 2, "added": 1}, False)


def test_a_reprint_is_kept_once(store):
    for _ in range(2):
        with Run(store, "add", lambda: MANIFEST) as run:
            run.reprint(article(url="https://other.example/1"), meeting().article.id, 0.97)
    assert [one.counts for one in runs_of(store)] == [{"duplicates": 1}]
