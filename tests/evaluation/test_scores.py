"""Each measure on cases small enough to work out by hand."""

import math

import msgspec
import numpy as np
import pytest

from dragoman.errors import UsageError
from dragoman.evaluation.rows import (
    AttributionPart,
    AttributionRow,
    CountryMonth,
    CrisisRow,
    EventPart,
    EventRow,
    FactualityPart,
    FactualityRow,
    FoundPart,
    HitPart,
    IndexDay,
    ListRow,
    MonthForecast,
    ObligationPart,
    ObligationRow,
    PageRow,
    PairForecast,
    PairRow,
    PairWeek,
    Piece,
    RankedRow,
    RankingRow,
    StoryRow,
    TimexPart,
    TimexRow,
    ToponymPart,
    ToponymRow,
    WhenPart,
)
from dragoman.evaluation.scores import forecast, screening
from dragoman.evaluation.scores.attribution import between_marks, score_attribution
from dragoman.evaluation.scores.events import merged, score_events, split_code
from dragoman.evaluation.scores.extract import score_extract
from dragoman.evaluation.scores.factuality import score_factuality
from dragoman.evaluation.scores.geo import FAR, score_geo
from dragoman.evaluation.scores.measures import interval_of_counts, one_to_one, rank_auc
from dragoman.evaluation.scores.obligations import instrument_of, score_obligations
from dragoman.evaluation.scores.stories import score_stories
from dragoman.evaluation.scores.tension import score_tension
from dragoman.evaluation.scores.time import score_time

# -- shared ---------------------------------------------------------------------------------------------------------


def test_pairs_are_one_to_one_and_earlier_offers_go_first():
    assert one_to_one([(1, 1), (1, 2), (2, 1), (2, 3)]) == [(1, 1), (2, 3)]


@pytest.mark.parametrize(
    ("high", "low", "area"), [([2, 3], [1], 1.0), ([1], [1], 0.5), ([1], [2, 0], 0.5), ([], [1], None)]
)
def test_area_under_the_curve(high, low, area):
    assert rank_auc(high, low) == area


def test_intervals_hold_the_figure_and_are_the_same_each_time():
    counts = np.array([[1, 1], [0, 1], [1, 1], [1, 2]])

    def share(sums):
        return float(sums[0] / sums[1])

    low, high = interval_of_counts(counts, share, 200)
    assert low < 0.6 < high
    assert interval_of_counts(counts, share, 200) == (low, high)
    assert interval_of_counts(counts[:0], share, 200) is None


# -- extract --------------------------------------------------------------------------------------------------------


def test_extraction_counts_runs_of_four_words():
    truth = [PageRow(id="a", text="one two three four five"), PageRow(id="b", text="x y z w")]
    made = {"a": PageRow(id="a", text="one two three four FIVE"), "b": PageRow(id="b", text="x, y: z w!")}
    scored = score_extract(truth, made)
    scores = scored.values
    assert all(low <= scores[name] <= high for name, (low, high) in scored.intervals.items())
    assert {"precision", "recall", "f1"} <= scored.intervals.keys()
    assert (scores["precision"], scores["recall"], scores["exact"]) == (0.75, 0.75, 0.5)
    assert score_extract(truth, {}).values["f1"] == 0.0


# -- attribution ----------------------------------------------------------------------------------------------------

SAID = 'Norland said it will pay. "We agree," Sudonia said.'


def part(source, cue, content):
    return AttributionPart(
        **{
            role: tuple(Piece(*span) for span in spans)
            for role, spans in zip(("source", "cue", "content"), (source, cue, content), strict=True)
        }
    )


FIRST = part([(0, 7)], [(8, 12)], [(13, 24)])
SECOND = part([(38, 45)], [(46, 50)], [(26, 37)])


def attribution(*made):
    gold = [AttributionRow(id="a", text=SAID, attributions=(FIRST, SECOND))]
    return score_attribution(gold, {"a": AttributionRow(id="a", attributions=made)}, boot=10).values


def test_a_perfect_attribution_is_perfect():
    scores = attribution(SECOND, FIRST)
    names = (
        "attribution.f1",
        "strict.f1",
        "found.f1",
        "who.p",
        "token:macro.f1",
        "span:content.f1",
        "R:direct.r",
        "R:indirect.r",
    )
    assert [scores[name] for name in names] == [1.0] * 8


def test_a_wrong_source_is_found_but_not_right():
    scores = attribution(part([(38, 45)], [(8, 12)], [(13, 24)]), SECOND)
    assert (scores["attribution.f1"], scores["found.f1"], scores["who.p"]) == (0.5, 1.0, 0.5)


def test_half_the_content_is_loose_not_strict():
    scores = attribution(part([(0, 7)], [(8, 12)], [(13, 20)]), SECOND)
    assert (scores["attribution.f1"], scores["strict.f1"], scores["overlap:content.f1"], scores["span:content.f1"]) == (
        1.0,
        0.5,
        1.0,
        0.5,
    )


def test_marks_open_close_and_end_with_the_line():
    assert "".join("x" if flag else "." for flag in between_marks('a "b" “c” d “e\nf')) == "..xxx.xxx...xx.."


# -- factuality -----------------------------------------------------------------------------------------------------


def fact(start, value):
    return FactualityPart(start=start, end=start + 4, value=value)


def test_a_gold_event_left_out_counts_as_no_telling_and_values_are_cut():
    gold = [FactualityRow(id="a", events=(fact(0, 3.0), fact(10, -3.0), fact(20, 1.0)))]
    made = {"a": FactualityRow(id="a", events=(fact(0, 9.0), fact(11, -3.0), fact(50, 1.0)))}
    scores = score_factuality(gold, made, boot=10).values
    assert scores["MAE"] == pytest.approx(1 / 3)
    assert (scores["paired"], scores["extra"], scores["F1:asserted"], scores["F1:denied"], scores["F1:likely"]) == (
        2 / 3,
        1,
        1.0,
        1.0,
        0.0,
    )
    assert score_factuality(gold, {}, boot=0).values["r"] is None


# -- events ---------------------------------------------------------------------------------------------------------


def event(kind, actors=(), recipients=(), **more):
    return EventPart(type=kind, actors=actors, recipients=recipients, **more)


def events(gold, made, **row):
    rows = [EventRow(id="a", labels="full", events=tuple(gold), **row)]
    return score_events(rows, {"a": EventRow(id="a", events=tuple(made))}, boot=0).values


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("USAGOV", ("USA", "GOV")),
        ("IGOUNO", ("IGO", "")),
        ("PSEREBHMS", ("PSE", "REB")),
        ("---", ("---", "")),
        ("", ("---", "")),
    ],
)
def test_codes_have_a_country_and_a_sector(code, parts):
    assert split_code(code) == parts


def test_levels_get_stricter():
    scores = events([event("ACCUSE", ("USAGOV",), ("IRNGOV",))], [event("THREATEN", ("USAGOV",), ("IRNGOV",))])
    assert [scores[f"{level}.f1"] for level in ("any", "quad", "type", "country", "full")] == [1, 1, 0, 0, 0]
    scores = events([event("ACCUSE", ("USAGOV",), ("IRNGOV",))], [event("ACCUSE", ("USAMIL",), ("IRNGOV",))])
    assert [scores[f"{level}.f1"] for level in ("type", "country", "full")] == [1, 1, 0]


def test_both_directions_of_a_meeting_are_one_event():
    there, back = event("CONSULT", ("USAGOV",), ("IRNGOV",)), event("CONSULT", ("IRNGOV",), ("USAGOV",))
    assert len(merged([there, back])) == 1
    assert len(merged([event("ACCUSE", ("USAGOV",), ("IRNGOV",)), event("ACCUSE", ("IRNGOV",), ("USAGOV",))])) == 2
    assert events([there, back], [event("CONSULT", ("IRNGOV", "USAGOV"))])["full.f1"] == 1.0


def test_another_type_may_count_as_right_but_the_own_one_goes_first():
    gold = [event("CONCEDE", alt=("RETREAT",)), event("RETREAT")]
    assert events(gold, [event("RETREAT")])["type.r"] == 0.5
    assert events(gold, [event("RETREAT"), event("RETREAT")])["type.f1"] == 1.0


def test_placed_events_overlap_and_tell_what_else_is_right():
    gold = event(
        "AID",
        ("USAGOV",),
        start=0,
        end=20,
        certainty="asserted",
        when=WhenPart(value="2024"),
        according_to="the ministry",
    )
    made = event(
        "AID", ("USAGOV",), start=15, end=30, certainty="likely", when=WhenPart(value="2024"), according_to="Ministry"
    )
    scores = events([gold], [made, event("AID", start=40, end=50)])
    assert (scores["placed.p"], scores["placed.r"]) == (0.5, 1.0)
    names = ("certainty", "auxiliary", "when", "where", "parties", "speaker")
    assert [scores[f"placed.{name}"] for name in names] == [0, 1, 1, 1, 1, 1]


def test_unmatched_predictions_of_an_incomplete_text_can_be_left_out():
    rows = [EventRow(id="a", complete=False, events=(event("AID"),))]
    made = {"a": EventRow(id="a", events=(event("AID"), event("ASSAULT")))}
    assert score_events(rows, made, boot=0).values["type.p"] == 0.5
    assert score_events(rows, made, lenient=True, boot=0).values["type.p"] == 1.0


def test_types_that_plover_does_not_know_are_refused():
    with pytest.raises(UsageError, match="WAVE"):
        events([event("AID")], [event("WAVE")])


# -- geo and time ---------------------------------------------------------------------------------------------------


def place(start, lat=None, lon=None, number=None):
    return ToponymPart(start=start, end=start + 5, lat=lat, lon=lon, geonameid=number)


def test_resolution_is_right_within_161_km_and_the_unresolved_are_far():
    gold = [ToponymRow(id="a", corpus="c", toponyms=(place(0, 0.0, 0.0, 1), place(10, 10.0, 10.0, 2), place(20)))]
    made = {"a": ToponymRow(id="a", toponyms=(place(0, 1.0, 1.0, 9),))}
    scores = score_geo(gold, made, boot=0).values
    assert (scores["c:n"], scores["c:acc161"], scores["c:exactid"], scores["c:answered"]) == (2, 0.5, 0.0, 0.5)
    assert scores["macro:mean_km"] == pytest.approx((157.2 + FAR) / 2, abs=0.1)
    ends = score_geo([*gold, msgspec.structs.replace(gold[0], id="b", corpus="d")], made, boot=50).intervals
    assert (ends["c:acc161"], ends["d:acc161"], ends["macro:acc161"]) == ((0.5, 0.5), (0.0, 0.0), (0.25, 0.25))


def test_end_to_end_leaves_names_without_a_point_aside():
    gold = [ToponymRow(id="a", corpus="c", toponyms=(place(0, 0.0, 0.0), place(20)))]
    made = {"a": ToponymRow(id="a", toponyms=(place(1, 0.0, 0.5), place(20, 5.0, 5.0), place(40, 1.0, 1.0)))}
    scores = score_geo(gold, made, spans="found", boot=0).values
    assert (scores["c:P"], scores["c:P~"], scores["c:R~"]) == (0.0, 0.5, 1.0)
    assert (scores["c:e2e_P"], scores["c:e2e_R"]) == (0.5, 1.0)


def timex(start, end, kind, value):
    return TimexPart(start=start, end=end, type=kind, value=value)


def test_times_are_matched_by_overlap_and_compared_by_value():
    gold = [TimexRow(id="a", timexes=(timex(0, 6, "DATE", "2024-05-03"), timex(10, 14, "TIME", "2024-05-03T10:00")))]
    made = {
        "a": TimexRow(id="a", timexes=(timex(0, 6, "DATE", "2024-05-04"), timex(12, 14, "TIME", "2024-05-03T11:00")))
    }
    scores = score_time(gold, made, boot=0).values
    assert [scores[f"{name}.f1"] for name in ("strict", "relaxed", "type", "value")] == [0.5, 1.0, 1.0, 0.0]
    assert score_time(gold, made, by_day=True, boot=0).values["value.f1"] == 0.5
    assert score_time(gold, made, types=["TIME"], boot=0).values["gold"] == 1


# -- obligations ----------------------------------------------------------------------------------------------------


def wanted(number, *required, verdict="breach", acceptable=()):
    return ObligationRow(
        id=str(number),
        expected=(
            ObligationPart(
                required=required,
                acceptable=acceptable,
                verdict=verdict,
                actor="AAA",
                target="BBB",
                certainty="asserted",
            ),
        ),
    )


@pytest.mark.parametrize(
    ("provision", "instrument"), [("UNSCR-2270-5", "UNSCR-2270"), ("UNSCR-1718-8a-ii", "UNSCR-1718"), ("NPT-2", "NPT")]
)
def test_instruments_of_provisions(provision, instrument):
    assert instrument_of(provision) == instrument


def test_obligations_found_missed_and_falsely_alarmed():
    gold = [
        wanted(1, "UNSCR-1-1|UNSCR-1-2", "UNSCR-2-1", acceptable=("UNSCR-1-1", "UNSCR-1-2", "UNSCR-2-1")),
        wanted(2, verdict="exempt"),
    ]
    hit = FoundPart(provision="UNSCR-1-2", actor="AAA", target="CCC", certainty="asserted")
    made = {
        "1": ObligationRow(id="1", found=(hit, FoundPart(provision="UNSCR-2-9"))),
        "2": ObligationRow(id="2", found=(hit,)),
    }
    scores = score_obligations(gold, made, known={"UNSCR-1-2"}, boot=0).values
    assert (scores["provision.p"], scores["provision.r"]) == (0.5, 0.5)
    assert (scores["instrument.p"], scores["instrument.r"]) == (1.0, 1.0)
    assert (scores["verdict"], scores["verdict_coarse"], scores["false_alarm"]) == (0.5, 0.5, 1.0)
    assert (scores["certainty"], scores["actor"], scores["target"], scores["unknown_ids"]) == (1.0, 1.0, 0.0, 1)


def test_a_dossier_without_obligations_wants_none():
    gold = [ObligationRow(id="1", obligations=())]
    assert score_obligations(gold, {}, boot=0).values["verdict"] == 1.0


# -- screening ------------------------------------------------------------------------------------------------------


def test_pairs_are_judged_at_the_threshold_that_is_best():
    truth = {"a": (True, 0.9), "b": (True, 0.6), "c": (False, 0.7), "d": (False, 0.1)}
    gold = [PairRow(id=name, expected_match=match, group="g") for name, (match, _) in truth.items()]
    made = {name: PairRow(id=name, score=score) for name, (_, score) in truth.items()}
    scores = screening.score_pairs(gold, made).values
    assert scores["AP"] == pytest.approx((1 + 2 / 3) / 2)
    assert (scores["T"], scores["R"], scores["FPR"]) == (0.6, 1.0, 0.5)
    assert screening.score_pairs(gold, made, threshold=0.8).values["FPR"] == 0.0


def test_a_list_is_held_to_few_false_alarms():
    gold = [
        ListRow(id="a", expected_refs=("X1",)),
        ListRow(id="b", expected_refs=()),
        ListRow(id="c", expected_refs=(), note="shares a listed name"),
    ]
    made = {
        "a": ListRow(id="a", hits=(HitPart(ref="Y", score=0.95), HitPart(ref="X1", score=0.9))),
        "b": ListRow(id="b", hits=(HitPart(ref="Y", score=0.5),)),
        "c": ListRow(id="c", hits=(HitPart(ref="Y", score=0.99),)),
    }
    scores = screening.score_list(gold, made, threshold=0.8).values
    assert (scores["R@1"], scores["R@5"], scores["hit@T"], scores["FPR@T"], scores["plainFPR@T"]) == (
        0.0,
        1.0,
        1.0,
        0.5,
        0.0,
    )
    assert screening.score_list(gold, made).values["hit@T"] == 0.0


def test_rankings_must_be_strict():
    gold = [RankingRow(id="a"), RankingRow(id="b")]
    made = {"a": RankedRow(id="a", better=0.9, worse=0.8), "b": RankedRow(id="b", better=0.8, worse=0.8)}
    assert screening.score_ranking(gold, made).values["pass"] == 0.5


# -- many reports ---------------------------------------------------------------------------------------------------


def test_stories_by_b_cubed_and_pairs():
    gold = [StoryRow(id=str(n), story=story) for n, story in enumerate("aabb")]
    made = {row.id: StoryRow(id=row.id, story=1) for row in gold[:3]}
    scored = score_stories(gold, made)
    scores = scored.values
    low, high = scored.intervals["bcubed_f1"]
    assert low <= scores["bcubed_f1"] <= high
    assert scores["bcubed_p"] == pytest.approx((2 * 2 / 3 + 1 / 3 + 1) / 4)
    assert scores["bcubed_r"] == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)
    assert (scores["pair_p"], scores["pair_r"], scores["stories_system"]) == (pytest.approx(1 / 3), 0.5, 2)
    with pytest.raises(UsageError, match="not in the gold"):
        score_stories(gold, {"9": StoryRow(id="9", story=1)})


def test_a_crisis_is_caught_where_the_index_leaps():
    from datetime import date, timedelta

    first = date(2020, 1, 1)
    days = [first + timedelta(days=n) for n in range(300)]
    leap = days[200]
    index = [
        IndexDay(day=day.isoformat(), a="AAA", b="BBB", value=10.0 if 0 <= (day - leap).days < 3 else (n % 7) / 7)
        for n, day in enumerate(days)
    ]
    crises = [CrisisRow(onset=leap.isoformat(), a="AAA", b="BBB"), CrisisRow(onset="2020-01-05", a="CCC", b="DDD")]
    scores = score_tension(crises, index).values
    assert (scores["pairs"], scores["crises"], scores["caught"], scores["unscored"]) == (1, 1, 1.0, 1)
    assert scores["auc"] > 0.5


def test_crps_of_draws():
    assert forecast.crps(np.array([5.0, 5.0]), 5) == 0.0
    assert forecast.crps(np.array([0.0, 10.0]), 5) == pytest.approx(5 - 2.5)


def test_forecasts_of_months_cover_all_that_is_asked_for():
    history = [
        CountryMonth(country_id="1", month="2019-01", fatalities=100),
        CountryMonth(country_id="1", month="2020-01", fatalities=0),
    ]
    made = [MonthForecast(country_id=1, month="2019-01", samples=(100.0, 100.0))]
    scores = forecast.score_countries(history, made, ["2019"]).values
    assert (scores["crps"], scores["brier_25"], scores["cover_80"], scores["rate_escalation"]) == (0.0, 0.0, 1.0, 1.0)
    with pytest.raises(UsageError, match="1 country-months"):
        forecast.score_countries(history, made)


def test_forecasts_of_pairs_against_the_rate():
    gold = [PairWeek(origin="w", a="A", b=name, escalates=came) for name, came in (("B", 1), ("C", 0))]
    made = [PairForecast(origin="w", a="A", b="B", p=1.0), PairForecast(origin="w", a="A", b="C", p=0.0)]
    scores = forecast.score_pairs(gold, made).values
    assert (scores["brier"], scores["skill"], scores["auc"]) == (0.0, 1.0, 1.0)
    assert scores["log_loss"] == pytest.approx(-math.log(1 - 1e-6))
    with pytest.raises(UsageError, match="no forecast"):
        forecast.score_pairs(gold, made[:1])
