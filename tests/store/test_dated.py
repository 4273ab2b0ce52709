"""Records by the day of their report: what has no day is left out, and who is named can be asked."""

import pytest
from dossiers import meeting, plain

from dragoman.records import PairEvent, Series, SeriesPoint
from dragoman.store import Store


@pytest.fixture
def store(tmp_path):
    """The meeting of 4 May 2024, a report of a month, and one without a day."""
    with Store.open(tmp_path / "a.db", create=True) as opened:
        for dossier in (meeting(), plain(1, "2024-03"), plain(2)):
            opened.add(dossier)
        yield opened


def test_reports_come_by_day_and_those_without_one_are_left_out(store):
    assert [one.day for one in store.published()] == ["2024-03-01", "2024-05-04"]


def test_reports_that_name_a_country(store):
    assert meeting().article.id in {one.article for one in store.published({"SUD"})}
    assert list(store.published({"XXX"})) == []
    assert list(store.published(set())) == []


def test_records_bear_the_day_of_their_report(store):
    assert {day for day, _ in store.findings_by_day()} == {"2024-05-04"}
    assert [one for _, one in store.findings_by_day()] == sorted(meeting().findings, key=lambda one: one.id)
    assert {one.type for _, one in store.events_by_day({"CONSULT"})} == {"CONSULT"}
    assert len(list(store.events_by_day())) > len(list(store.events_by_day({"CONSULT"})))


def test_the_last_day_is_that_of_the_newest_report_or_act(store, tmp_path):
    assert store.last_day() == "2024-05-04"
    act = PairEvent(
        id="1", day="2024-06-01", known="2024-06-02", actor="NOR", recipient="SUD", type=None, quad=4, intensity=-5.0,
        certainty="asserted", auxiliary=None, source="r", origin="polecat",
    )  # fmt: skip
    store.add_events([act])
    assert store.last_day() == "2024-06-02"
    with Store.open(tmp_path / "empty.db", create=True) as empty:
        assert (empty.last_day(), empty.last_start("x")) == (None, None)


def test_the_last_start_of_a_series(store):
    listed = [SeriesPoint(key="NOR", start=f"{year}-01-01", value=1.0) for year in (2019, 2021, 2020)]
    store.add_series(Series(name="x", unit="", origin="cow", step="year"), listed)
    assert store.last_start("x") == "2021-01-01"
