"""Forecasts: only from what was known, the same each time, beside simple rules, kept and scored."""

import numpy as np
import pytest

from dragoman.analysis.forecasting import Panel, daily_tension, escalation, escalations, fatalities, monthly, weekly
from dragoman.analysis.forecasting.escalation import BY_CHANCE, came
from dragoman.analysis.forecasting.fatalities import block_of, none, trimmed
from dragoman.analysis.forecasting.making import of_countries, of_pairs
from dragoman.analysis.forecasting.panels import days_on, monday_of, months_on
from dragoman.analysis.forecasting.quantiles import DRAWS, crps, pooled, weighted_quantiles
from dragoman.analysis.forecasting.rivals import conflictology, last_month
from dragoman.analysis.forecasting.scoring import interval, scored
from dragoman.evaluation.forecast_predictors import forecast_country, forecast_pair
from dragoman.evaluation.rows import CountryMonth, PairDay
from dragoman.evaluation.scores.forecast import crps as scorers_crps
from dragoman.evaluation.stages import Options, evaluate, stage_named
from dragoman.records import PairEvent, SeriesPoint

MADE = "2026-01-01T00:00:00Z"


def wars(months=30, countries=12, seed=3):
    """Half of the countries quiet, the others each at a level of its own that swings."""
    draw = np.random.default_rng(seed)
    levels = np.where(np.arange(countries) % 2, np.linspace(1, 200, countries), 0.0)
    values = draw.poisson(levels[:, None] * draw.gamma(2, 0.5, size=(countries, months))).astype(float)
    starts = tuple(months_on("2018-01-01", month) for month in range(months))
    return Panel(tuple(f"C{number:02d}" for number in range(countries)), starts, values)


def quarrels(weeks=80, pairs=10, seed=5):
    draw = np.random.default_rng(seed)
    values = np.cumsum(draw.normal(size=(pairs, weeks)), axis=1) * 0.3 + draw.normal(size=(pairs, weeks))
    starts = tuple(days_on("2018-01-01", 7 * week) for week in range(weeks))
    return Panel(tuple(f"A{number:02d}-B{number:02d}" for number in range(pairs)), starts, values)


def after(panel, last, value):
    """The panel with everything after a time changed."""
    later = np.array([start > last for start in panel.starts])
    return panel._replace(values=np.where(later, value, panel.values))


@pytest.fixture(scope="module")
def panel():
    return wars()


@pytest.fixture(scope="module")
def told(panel):
    return fatalities(panel, (1, 6))


def test_draws_are_in_order_whole_and_the_same_each_time(panel, told):
    for draws in told.draws.values():
        assert draws.shape == (12, DRAWS)
        assert (np.diff(draws, axis=1) >= 0).all()
        assert (np.abs(draws - np.rint(draws)) < 0.01).all()
    assert (fatalities(panel, (1,)).draws[1] == told.draws[1]).all()


def test_a_quiet_country_stays_quiet_and_a_war_goes_on(panel, told):
    means = told.draws[6].mean(axis=1)
    assert means[0] < 1
    assert 0.5 < means[11] / panel.values[11].mean() < 2


def test_a_country_that_nothing_is_known_of_does_not_break_the_others(panel):
    values = panel.values.copy()
    values[3] = np.nan
    assert np.isfinite(fatalities(panel._replace(values=values), (3,)).draws[3]).all()


def test_a_past_too_short_to_learn_from_others_leaves_the_own_past(panel):
    short = panel.until("2018-04-01")
    assert (fatalities(short, (1,)).draws[1][0] == 0).all()


@pytest.mark.parametrize(
    ("step", "months", "block"),
    [
        (1, 40, (1, 2)),
        (3, 40, (3, 4, 5, 6)),
        (12, 40, (11, 12, 13, 14)),
        (12, 18, tuple(range(3, 15))),
        (3, 12, tuple(range(2, 9))),
    ],
)
def test_months_ahead_learn_in_blocks_as_far_as_there_are_lessons(step, months, block):
    assert block_of(step, months) == block


def test_the_interval_is_the_inner_part_and_the_tails_stay():
    draws = np.arange(1.0, DRAWS + 1)[None, :]
    out = trimmed(draws)[0]
    low, high = np.quantile(out, 0.1), np.quantile(out, 0.9)
    assert (low, high) == (pytest.approx(0.16 * DRAWS, abs=2), pytest.approx(0.84 * DRAWS, abs=2))
    assert (out[0], out[-1]) == (1.0, DRAWS)


def test_the_chance_of_none_is_told_apart_where_deaths_are_likely():
    likely = np.sort(np.where(np.arange(DRAWS) < 60, 0.0, 9.0))[None, :]
    quiet = np.sort(np.where(np.arange(DRAWS) < 190, 0.0, 9.0))[None, :]
    assert np.quantile(trimmed(likely), 0.1) > 0
    assert none(trimmed(likely))[0] == pytest.approx(none(likely)[0])
    assert (trimmed(quiet)[0][:180] == 0).all()


def test_the_future_is_never_seen(panel):
    rows = [
        CountryMonth(country_id=key, month=start[:7], fatalities=int(value))
        for key, values in zip(panel.keys, panel.values, strict=True)
        for start, value in zip(panel.starts, values, strict=True)
    ]
    moved = [
        row if row.month <= "2019-10" else CountryMonth(country_id=row.country_id, month=row.month, fatalities=9999)
        for row in rows
    ]
    asked = Options(years=("2020",))
    first = list(forecast_country(rows, asked, lambda *_: None))
    assert first == list(forecast_country(moved, asked, lambda *_: None))
    assert {row.month for row in first} == {f"2020-{month:02d}" for month in range(1, 13)}


def test_the_future_of_pairs_is_never_seen(tmp_path):
    weeks = quarrels()
    days = [
        PairDay(day=days_on(start, day), a=key[:3], b=key[4:], score=-value)
        for key, values in zip(weeks.keys, weeks.values, strict=True)
        for start, value in zip(weeks.starts, values, strict=True)
        for day in range(7)
    ]
    origin = days_on(weeks.starts[60], 6)
    moved = [row if row.day <= origin else PairDay(day=row.day, a=row.a, b=row.b, score=-99.0) for row in days]
    (tmp_path / "origins.csv").write_text(f"origin,a,b\n{origin},A00,B00\n{origin},A01,B01\n")
    asked = Options(origins=str(tmp_path / "origins.csv"))
    first = list(forecast_pair(days, asked, lambda *_: None))
    assert len(first) == 2
    assert first == list(forecast_pair(moved, asked, lambda *_: None))


def test_origins_one_by_one_are_as_origins_together():
    weeks = quarrels()
    origins = [weeks.starts[50], weeks.starts[51], weeks.starts[70]]
    together = [one.chances for one in escalations(weeks, origins)]
    alone = [escalation(weeks.until(origin)).chances for origin in origins]
    assert np.allclose(together, alone)


def test_without_lessons_a_pair_has_the_chance_of_any_week():
    assert set(escalation(quarrels(weeks=9)).chances) == {BY_CHANCE}


def test_what_counts_as_escalation():
    values = np.array([[0.0] * 26 + [0, 0, 1, 0], [5.0] + [0.0] * 25 + [0, 0, 1, 0], [np.nan] * 30])
    found = came(values, 25)
    assert (found[0], found[1]) == (1.0, 0.0)
    assert np.isnan(found[2])
    assert np.isnan(came(values, 26)).all()


def test_weeks_are_means_of_seven_days_and_silence_of_all_is_not_known():
    days = [
        ("A-B", "2018-01-01", 7.0),
        ("A-B", "2018-01-03", 7.0),
        ("C-D", "2018-01-16", 14.0),
        ("C-D", "2018-01-28", 0.0),
    ]
    panel = weekly(days)
    assert panel.starts == ("2018-01-01", "2018-01-08", "2018-01-15", "2018-01-22")
    assert panel.values[0].tolist() == pytest.approx([2.0, np.nan, 0.0, 0.0], nan_ok=True)
    assert panel.values[1].tolist() == pytest.approx([0.0, np.nan, 2.0, 0.0], nan_ok=True)


def test_a_week_that_is_not_over_is_left_out():
    assert weekly([("A-B", "2018-01-01", 7.0), ("A-B", "2018-01-10", 7.0)]).starts == ("2018-01-01",)


def test_months_that_are_missing_are_not_zero():
    points = [SeriesPoint(key="A", start="2020-01-01", value=4.0), SeriesPoint(key="A", start="2020-03-01", value=0.0)]
    assert monthly(points).values[0].tolist() == pytest.approx([4.0, np.nan, 0.0], nan_ok=True)


def test_only_acts_that_are_asserted_and_happen_now_count_and_from_the_day_they_are_known():
    fields = {
        "actor": "SDN",
        "recipient": "NOR",
        "type": None,
        "quad": 3,
        "intensity": -2.0,
        "source": "1",
        "origin": "polecat",
    }
    acts = [
        PairEvent(
            id=str(number), day="2020-01-01", known="2020-01-02", certainty=certainty, auxiliary=auxiliary, **fields
        )
        for number, (certainty, auxiliary) in enumerate(
            [("asserted", None), ("denied", None), ("asserted", "historical"), ("possible", None)]
        )
    ]
    assert list(daily_tension(acts)) == [("NOR-SDN", "2020-01-02", 2.0)]


def test_calendar():
    assert (months_on("2019-12-01", 1), months_on("2020-01-01", -1)) == ("2020-01-01", "2019-12-01")
    assert monday_of("2018-01-07") == "2018-01-01"


def test_simple_rules(panel):
    assert sorted(set(conflictology(panel)[11])) == sorted(set(panel.values[11, -12:]))
    rate = panel.values[11, -1]
    assert last_month(panel)[11].mean() == pytest.approx(rate, rel=0.05)


def test_quantiles_pools_and_the_score():
    assert weighted_quantiles(np.array([3.0, 1.0]), np.array([1.0, 3.0]), np.array([0.5, 0.9])).tolist() == [1.0, 3.0]
    assert pooled([np.zeros((1, DRAWS)), np.ones((1, DRAWS))]).mean() == 0.5
    draws = np.array([0.0, 1.0, 5.0])
    assert crps(draws, 2.0) == scorers_crps(draws, 2.0)


def test_forecasts_stand_beside_simple_rules_and_say_where_they_are_not_better(panel):
    made = of_countries(panel, range(1, 4), "deaths", MADE, keys=("C11",))
    assert [(one.start, one.known_until) for one in made] == [
        (months_on("2020-06-01", step), "2020-06-30") for step in (1, 2, 3)
    ]
    assert {rival.name for rival in made[0].rivals} == {"conflictology", "last month"}
    assert len({one.id for one in made}) == 3
    early = of_countries(panel.until("2018-06-01"), (1,), "deaths", MADE, keys=("C11",))
    assert "too short" in early[0].caution


def test_a_rule_that_cannot_be_beaten_is_named():
    flat = np.tile([[50.0], [0.0], [7.0]], (1, 30))
    starts = tuple(months_on("2018-01-01", month) for month in range(30))
    made = of_countries(Panel(("A", "B", "C"), starts, flat), (1, 2), "deaths", MADE, keys=("A",))
    assert "not better than conflictology" in made[0].caution


def test_past_forecasts_are_scored_when_it_is_known_what_came(panel):
    then = panel.until("2020-03-01")
    made = of_countries(then, (1, 2, 12), "deaths", MADE, keys=("C11",))
    found = list(scored(made, {"deaths": panel}))
    assert [one.start for one in found] == ["2020-04-01", "2020-05-01"]
    assert found[0].came == panel.values[11, 27]
    low, high = interval(made[0])
    assert found[0].inside == (low <= found[0].came <= high)
    assert found[0].score == pytest.approx(crps(np.log1p(np.array(made[0].samples)), np.log1p(found[0].came)), abs=1e-6)
    assert set(found[0].rivals) == {"conflictology", "last month"}


def test_past_forecasts_of_pairs_are_scored(tmp_path):
    weeks = quarrels()
    made = of_pairs(weeks.until(weeks.starts[60]), "scores", MADE)
    found = list(scored(made, {"scores": weeks}))
    outcome = came(weeks.values, 60)
    assert [one.came for one in found] == outcome.tolist()
    assert found[0].score == pytest.approx((made[0].probability - outcome[0]) ** 2, abs=1e-6)
    assert list(scored(made, {"scores": weeks.until(weeks.starts[62])})) == []


@pytest.mark.gold
def test_pairs_hold_their_figures(shared):
    options = Options(origins=str(shared / "gold" / "forecast" / "pair_week.csv"))
    outcome = evaluate(
        stage_named("forecast-pair"), [shared / "data" / "gdelt_pairs" / "daily.csv"], options, lambda *_: None
    )
    assert outcome.scores.values["skill"] >= 0.05
    assert outcome.scores.values["auc"] >= 0.66


@pytest.mark.gold
def test_deaths_hold_their_figures(shared):
    options = Options(years=("2019", "2020", "2021"))
    outcome = evaluate(
        stage_named("forecast-country"), [shared / "gold" / "forecast" / "country_month.csv"], options, lambda *_: None
    )
    assert outcome.scores.values["log_crps"] < 0.147
    assert outcome.scores.values["brier_escalation"] < 0.0197
    assert 0.78 <= outcome.scores.values["cover_80"] <= 0.92
