"""Acts between parties, series and forecasts: what goes in comes out, once, and nothing passes for what it is not."""

import pytest
from dossiers import TEXT, article, day, event, meeting, party, plain

from dragoman.errors import UsageError
from dragoman.records import (
    Certainty,
    Dossier,
    Forecast,
    Maker,
    PairEvent,
    Rival,
    Series,
    SeriesPoint,
    When,
)
from dragoman.store import Store

GED = Series(name="deaths", unit="deaths", origin="ucdp", step="month")


@pytest.fixture
def store(place):
    with Store.open(place, create=True) as opened:
        yield opened


def act(key="1", day="2020-01-05", actor="SDN", recipient="NOR", **more):
    fields = {"type": "ACCUSE", "quad": 3, "intensity": -2.0, "certainty": "asserted", "auxiliary": None}
    fields |= {"known": day, "source": key, "origin": "polecat"}
    return PairEvent(id=key, day=day, actor=actor, recipient=recipient, **(fields | more))


def told(**more):
    """A dossier of one act of Norland against Sudonia, in a report of 4 May 2024."""
    of = article()
    doer = party(TEXT, "president of Norland", "Norland", "NOR")
    other = party(TEXT, "Sudonia", "Sudonia", "SDN")
    fields = {"actors": (doer,), "recipients": (other,)}
    one = event(of, "ACCUSE", "sell", "Envoys say Norland may sell rockets to Sudonia", **(fields | more))
    return Dossier(article=of, events=(one,), made_by=Maker(stage="pipeline", rule="by hand"))


def test_own_and_imported_acts_come_by_day_with_their_origin(store):
    store.add(told(when=day(TEXT, "3 May 2024", "2024-05-03")))
    store.add_events([act("late", "2024-05-09"), act("early", "2020-01-05")])
    found = list(store.pair_events())
    assert [(one.day, one.actor, one.recipient, one.origin) for one in found] == [
        ("2020-01-05", "SDN", "NOR", "polecat"),
        ("2024-05-03", "NOR", "SDN", "dragoman"),
        ("2024-05-09", "SDN", "NOR", "polecat"),
    ]
    assert found[1].source == told().article.id
    assert found[1].known == "2024-05-04"
    assert found[1].actor_sector == "GOV"


def test_a_pair_is_asked_for_in_any_order_and_a_party_alone(store):
    store.add_events([act("1"), act("2", actor="NOR", recipient="SDN"), act("3", recipient="WES")])
    assert [one.id for one in store.pair_events("NOR", "SDN")] == ["1", "2"]
    assert [one.id for one in store.pair_events("SDN", "NOR")] == ["1", "2"]
    assert [one.id for one in store.pair_events("WES")] == ["3"]


def test_days_bound_what_is_found(store):
    store.add_events([act("1", "2020-01-31"), act("2", "2020-02-01"), act("3", "2020-03-01")])
    assert [one.id for one in store.pair_events(since="2020-02", until="2020-02")] == ["2"]
    with pytest.raises(UsageError, match="no date"):
        list(store.pair_events(since="spring"))


def test_unknown_parties_and_acts_at_home_are_no_pair(store):
    store.add_events([act("1", actor="---", actor_name="Xyzzy"), act("2", recipient="SDN"), act("3")])
    assert [one.id for one in store.pair_events()] == ["3"]


@pytest.mark.parametrize(
    ("certainty", "auxiliary"),
    [("denied", None), ("asserted", "historical"), ("asserted", "negation"), ("possible", "hypothetical")],
)
def test_what_did_not_happen_now_can_be_told_apart(store, certainty, auxiliary):
    store.add(told(certainty=Certainty(value=-3.0, label=certainty), auxiliary=auxiliary))
    assert [(one.certainty, one.auxiliary) for one in store.pair_events()] == [(certainty, auxiliary)]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (When(), ("2024-05-04", "published")),
        (When(value="2024-05", start="2024-05-01", end="2024-05-31"), ("2024-05-04", "span")),
        (When(value="2023", start="2023-01-01", end="2023-12-31"), ("2023-12-31", "span")),
        (When(value="2025", start="2025-01-01", end="2025-12-31"), ("2025-01-01", "span")),
        (When(value="2024-05-01", start="2024-05-01", end="2024-05-01"), ("2024-05-01", "told")),
    ],
)
def test_a_day_says_where_it_is_from(store, when, expected):
    store.add(told(when=when))
    assert [(one.day, one.day_from) for one in store.pair_events()] == [expected]


def test_where_nobody_is_the_doer_each_acts_on_each_other_once(store):
    both = told().events[0]
    twice = party(TEXT, "Norland", "a ministry of Norland", "NOR", "MIL")
    store.add(told(actors=(both.actors[0], twice, both.recipients[0]), recipients=()))
    assert [(one.actor, one.recipient) for one in store.pair_events()] == [("NOR", "SDN"), ("SDN", "NOR")]


def test_an_act_without_any_day_is_left_out(store):
    dossier = told()
    undated = article(published=None)
    store.add(Dossier(article=undated, events=dossier.events, made_by=dossier.made_by))
    assert list(store.pair_events()) == []


def test_an_imported_act_is_stored_once_and_a_newer_version_replaces_it(store):
    store.add_events([act("1", deaths=3.0), act("1", deaths=4.0)])
    store.add_events([act("1", deaths=5.0)])
    assert [one.deaths for one in store.pair_events()] == [5.0]


def test_a_series_comes_by_key_and_time_and_a_point_is_replaced(store):
    store.add_series(
        GED, [SeriesPoint(key="B", start="2020-02-01", value=1.0), SeriesPoint(key="A", start="2020-01-01", value=0.0)]
    )
    store.add_series(GED, [SeriesPoint(key="B", start="2020-02-01", value=2.0)])
    assert [(one.key, one.value) for one in store.series("deaths")] == [("A", 0.0), ("B", 2.0)]
    assert [one.key for one in store.series("deaths", keys=("B",))] == ["B"]
    assert [one.key for one in store.series("deaths", until="2020-01-31")] == ["A"]
    assert store.known_series() == [GED]


def test_a_forecast_is_kept_as_it_was_made(store):
    first = Forecast(
        id="fo_1",
        kind="escalation",
        subject="NOR-SDN",
        series="tension",
        start="2024-05-06",
        end="2024-06-02",
        known_until="2024-05-05",
        made="2024-05-05T12:00:00Z",
        probability=0.2,
        rivals=(Rival(name="rate", probability=0.1),),
        made_by=Maker(stage="analysis", rule="escalation"),
    )
    store.keep_forecasts([first])
    store.keep_forecasts([Forecast.from_dict(first.to_dict() | {"probability": 0.9})])
    assert list(store.forecasts()) == [first]
    assert list(store.forecasts("fatalities")) == []


def test_reports_of_the_store_do_not_mix_with_imports(store):
    store.add(meeting())
    store.add(plain(1))
    store.add_events([act()])
    assert {one.origin for one in store.pair_events()} == {"dragoman", "polecat"}
    assert store.counts()["events"] == len(meeting().events) + len(plain(1).events)


def test_a_store_from_before_imports_gets_the_tables(tmp_path):
    with Store.open(tmp_path / "a.db", create=True) as store:
        store.add(told())
    with Store.open(tmp_path / "a.db") as store, store.writing() as connection:
        for name in ("imports", "imported_events", "series", "series_points", "forecasts"):
            connection.exec_driver_sql(f"DROP TABLE {name}")
        connection.exec_driver_sql("DELETE FROM schema_version WHERE version > 1")
    with Store.open(tmp_path / "a.db") as store:
        store.add_events([act(day="2024-06-01")])
        assert [one.origin for one in store.pair_events()] == ["dragoman", "polecat"]
