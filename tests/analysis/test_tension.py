"""The index of tension: what moves it, what it may not know, and what it says where nothing is known."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.analysis.acts import acts_between, acts_by_pair, acts_of, strength
from dragoman.analysis.sides import Spell, side_named
from dragoman.analysis.tension import SILENT_DAYS, STEP, course_of, stepped, tensest, tension, tension_on
from dragoman.errors import UsageError
from dragoman.evaluation.history_predictors import tension as predicted
from dragoman.evaluation.rows import PairDay
from dragoman.evaluation.stages import Options
from dragoman.records import PairEvent

START = date(2020, 1, 1)


def on(days: int) -> str:
    """The ISO day so many days after the start."""
    return (START + timedelta(days=days)).isoformat()


def told(number=0, days=0, *, actor="NOR", recipient="SDN", intensity=-9.0, **more):
    """A reported act; by default an assault of Norland on Sudonia, in a report of its own."""
    fields = {"type": "ASSAULT", "quad": 4, "certainty": "asserted", "auxiliary": None, "origin": "polecat"}
    fields |= {"day": on(days), "known": on(days), "source": f"report {number}"}
    return PairEvent(id=f"e{number}", actor=actor, recipient=recipient, intensity=intensity, **(fields | more))


def course(events, until=None, a="NOR", b="SDN", **more):
    """The index of Norland and Sudonia."""
    last = None if until is None else date.fromisoformat(on(until)).toordinal()
    return tension(acts_of(events, (a,)), a, b, until=last, **more)


LISTS = st.lists(
    st.tuples(st.integers(0, 80), st.sampled_from([-9.5, -6.0, -2.0, 2.5, 8.0]), st.integers(0, 5)),
    min_size=1,
    max_size=25,
)


def events_from(rows):
    return [told(n, day, intensity=how, story=f"s{story}") for n, (day, how, story) in enumerate(rows)]


# -- weights --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, 9.0),
        ({"certainty": "possible"}, 3.0),
        ({"certainty": "denied"}, 0.0),
        ({"auxiliary": "historical"}, 0.0),
        ({"auxiliary": "negation"}, 0.0),
        ({"auxiliary": "future"}, 3.0),
        ({"intensity": 6.0}, -6.0),
        ({"day": on(-15), "known": on(0)}, 0.0),
        ({"day": on(-14), "known": on(0)}, 9.0),
    ],
)
def test_an_act_weighs_what_it_is_and_how_sure_it_is(more, expected):
    assert strength(told(**more)) == pytest.approx(expected)


def test_one_story_in_four_papers_is_one_act_with_four_sources():
    (act,) = acts_of([told(n, story="s1") for n in range(4)], ("NOR",))
    assert (act.reports, act.weight, len(act.events)) == (4, 27.0, 4)


def test_two_stories_of_a_day_are_two_acts():
    assert [act.weight for act in acts_of([told(0, story="s1"), told(1, story="s2")], ("NOR",))] == [9.0, 9.0]


def test_the_same_paper_twice_is_one_source():
    (act,) = acts_of([told(0, story="s1", source="a"), told(1, story="s1", source="a")], ("NOR",))
    assert act.reports == 1


def test_an_act_of_nobody_in_particular_counts_once_for_the_pair():
    both = [told(0), told(0, actor="SDN", recipient="NOR")]
    assert len(acts_of(both, ("NOR",))) == 1


def test_an_act_counts_from_the_day_on_which_it_is_known():
    (only,) = course([told(0, 0, known=on(3))])
    assert only.day == on(3)


# -- the index ------------------------------------------------------------------------------------------------------


def test_without_acts_there_is_no_index():
    assert course([]) == []


def test_a_pair_that_nothing_is_reported_of_is_not_known_rather_than_calm():
    days = course([told()], until=SILENT_DAYS + 5)
    assert all(day.value is not None for day in days[:SILENT_DAYS])
    late = days[SILENT_DAYS:]
    assert len(late) == 6
    assert {(day.value, day.level, day.low, day.high, day.load, day.set_on) for day in late} == {(None,) * 6}


def test_a_day_without_a_report_has_no_load():
    assert [day.load for day in course([told(0, 0), told(1, 2)])] == [9.0, None, 9.0]


def test_a_worse_act_raises_it_at_once_and_it_fades():
    quiet = [told(n, n, intensity=-2.0) for n in range(60)]
    days = course([*quiet, *(told(100 + n, 60, story=f"s{n}") for n in range(20))], until=70)
    levels = [day.level for day in days]
    assert levels[60] > levels[59] + 2
    assert levels[60] > levels[61] > levels[62] > levels[70]
    assert {day.set_on for day in days[60:65]} == {on(60)}
    assert days[60].moved_by[0].type == "ASSAULT"
    assert sum(mover.share for mover in days[60].moved_by) <= 1.0


def test_it_is_scaled_by_the_pairs_own_past():
    def after(loads):
        events = [told(n, n, intensity=-one) for n, one in enumerate([*loads, 9.0])]
        return course(events)[-1].level

    assert after([9.0] * 400) < after([2.0] * 400)


def test_cooperation_of_a_day_is_set_against_its_conflict():
    fought, talked = course([told(0)]), course([told(0), told(1, intensity=9.0, type="AID")])
    assert (fought[0].load, talked[0].load) == (9.0, 0.0)


@settings(max_examples=40, deadline=None)
@given(LISTS, LISTS)
def test_moving_the_future_changes_nothing(past, future):
    known = events_from(past)
    later = [told(1000 + n, 81 + day, intensity=how) for n, (day, how, _) in enumerate(future)]
    assert course(known, until=80) == course([*known, *later], until=80)
    longer = {day.day: day.level for day in course([*known, *later])}
    assert all(longer[day.day] == day.level for day in course(known, until=80))


@settings(max_examples=40, deadline=None)
@given(LISTS)
def test_values_are_steps_within_their_interval_of_draws_and_coverage_is_a_share(rows):
    for day in course(events_from(rows)):
        assert 0.0 <= day.coverage <= 1.0
        if day.value is not None:
            assert abs(day.value - day.level) <= STEP / 2 + 1e-3
            assert day.low <= day.high


@settings(max_examples=40, deadline=None)
@given(LISTS, st.randoms())
def test_the_order_of_reports_does_not_matter(rows, chance):
    events = events_from(rows)
    shuffled = list(events)
    chance.shuffle(shuffled)
    assert course(events) == course(shuffled)


def test_more_stories_make_the_interval_narrower():
    def width(count):
        day = course([told(n, 0, story=f"s{n}", intensity=-90.0 / count) for n in range(count)])[0]
        return day.high - day.low

    assert width(40) < width(2)


def test_many_pairs_are_computed_at_once_as_one_by_one():
    load = np.random.default_rng(1).exponential(20.0, (5, 300))
    reported = np.random.default_rng(2).random((5, 300)) < 0.1
    together = course_of(load, reported)
    for at in range(5):
        alone = course_of(load[at], reported[at])
        assert np.array_equal(together.level[at], alone.level, equal_nan=True)


def test_steps_are_multiples_and_never_minus_zero():
    assert [str(one) for one in stepped(np.array([-0.2, 0.4, 1.0, -1.2]))] == ["0.0", "0.75", "0.75", "-1.5"]


# -- sides ----------------------------------------------------------------------------------------------------------


def asked(events):
    """The store's query over a list."""

    def ask(a=None, b=None, since=None, until=None):
        named = {one for one in (a, b) if one}
        return (one for one in events if named <= {one.actor, one.recipient})

    return ask


def test_a_group_acts_with_those_who_belonged_on_the_day():
    before, since = told(0, day="2023-04-03", known="2023-04-03"), told(1, day="2023-04-04", known="2023-04-04")
    events = [PairEvent.from_dict({**one.to_dict(), "actor": "RUS", "recipient": "FIN"}) for one in (before, since)]
    acts = acts_between(asked(events), side_named("NATO"), side_named("Russia"))
    assert [act.events for act in acts] == [("e1",)]


def test_talks_with_one_member_do_not_undo_a_clash_with_another():
    events = [told(0, recipient="GBR"), told(1, recipient="FRA", intensity=9.0, type="AID")]
    acts = acts_between(asked(events), side_named("GBR+FRA"), side_named("NOR"))
    assert tension(acts, "GBR+FRA", "NOR")[0].load == 9.0


def test_directed_counts_only_what_the_first_does():
    ask = asked([told(0), told(1, actor="SDN", recipient="NOR", type="ACCUSE", intensity=-2.0)])
    sides = side_named("NOR"), side_named("Sudan")
    both, one = acts_between(ask, *sides), acts_between(ask, *sides, directed=True)
    assert ([act.type for act in both], [act.type for act in one]) == (["ASSAULT", "ACCUSE"], ["ASSAULT"])


def test_sides_that_share_a_member_are_refused():
    with pytest.raises(UsageError, match="NATO and G7 share CAN"):
        acts_between(asked([]), side_named("NATO"), side_named("G7"))


def test_an_unknown_side_is_answered_with_the_nearest():
    with pytest.raises(UsageError) as caught:
        side_named("Rusia")
    assert "did you mean russia?" in caught.value.hint


def test_a_spell_holds_on_both_its_ends():
    spell = Spell("AAA", "2000-01-02", "2000-01-04")
    assert [spell.holds(f"2000-01-0{day}") for day in range(1, 6)] == [False, True, True, True, False]


def test_the_tensest_pair_comes_first_and_the_unknown_last():
    events = [told(n, n % 60) for n in range(60)]
    events += [told(100 + n, 60, actor="AAA", recipient="BBB", story=f"s{n}") for n in range(30)]
    events += [told(200, 0, actor="CCC", recipient="DDD")]
    last = date.fromisoformat(on(60)).toordinal()
    found = tensest(acts_by_pair(events), last)
    assert [(day.a, day.b) for day in found] == [("AAA", "BBB"), ("NOR", "SDN"), ("CCC", "DDD")]
    assert found[-1].value is None


# -- the stage ------------------------------------------------------------------------------------------------------


def test_the_stage_scores_known_days_only_and_ignores_the_future():
    rows = [PairDay(day=on(day), a="AAA", b="BBB", score=-5.0 * (1 + day % 7)) for day in (*range(40), 90)]
    later = [PairDay(day=on(100 + day), a="AAA", b="BBB", score=-500.0) for day in range(9)]
    short = list(predicted(rows, Options(), lambda *_: None))
    long = list(predicted([*rows, *later], Options(), lambda *_: None))
    assert long[: len(short)] == short
    assert len(short) == 40 + SILENT_DAYS - 1 + 1
    assert list(predicted([], Options(), lambda *_: None)) == []


def test_two_years_of_a_hundred_pairs_take_seconds():
    import time

    load = np.random.default_rng(3).exponential(20.0, (100, 730))
    began = time.process_time()
    course_of(load, load > 1.0)
    assert time.process_time() - began < 5.0


@settings(max_examples=25, deadline=None)
@given(LISTS, st.integers(0, 90))
def test_the_last_day_alone_is_as_it_is_among_all_days(rows, later):
    acts = acts_of(events_from(rows), ("NOR",))
    day = max(act.day for act in acts) + later if acts else 1
    whole = tension(acts, "NOR", "SDN", until=day)
    assert tension_on(acts, "NOR", "SDN", day) == (whole[-1] if whole else None)
    assert tension_on(acts, "NOR", "SDN", 1) is None
