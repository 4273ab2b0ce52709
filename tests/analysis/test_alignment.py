"""Ties, groups, strained triangles and the balance of power."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.analysis.alignment import balance, communities, gain_matrix, groups_of, members_of, triangles_of
from dragoman.analysis.power import balance_of, power_in
from dragoman.analysis.sides import side_named
from dragoman.analysis.ties import HALFWAY, acted, allied, ties_of, voted
from dragoman.records import PairEvent, SeriesPoint, Tie


def tie(a, b, value, **more):
    """A tie of 2020, by default known from acts."""
    fields = {"low": value, "high": value, "events": value, "votes": None, "alliances": None, "acts": 5, "reports": 5}
    return Tie(year=2020, a=a, b=b, value=value, **(fields | more))


def act(number, intensity, a="FRA", b="DEU", **more):
    fields = {"type": "X", "quad": 1, "certainty": "asserted", "auxiliary": None, "origin": "polecat"}
    fields |= {"day": "2020-01-05", "known": "2020-01-05", "source": f"r{number}"}
    return PairEvent(id=f"e{number}", actor=a, recipient=b, intensity=intensity, **(fields | more))


def series(**points):
    """The store's query over points given as `name={"FRA-DEU 2020": value}`."""

    def ask(name, keys=None, since=None, until=None):
        for told, value in points.get(name, {}).items():
            key, year = told.split()
            if (since or "") <= f"{year}-01-01" <= (until or "9"):
                yield SeriesPoint(key=key, start=f"{year}-01-01", value=value)

    return ask


# -- ties -----------------------------------------------------------------------------------------------------------


def test_acts_make_a_tie_between_foes_and_friends():
    friends = acted([act(n, 10.0) for n in range(4)])["DEU", "FRA"]
    foes = acted([act(n, -10.0) for n in range(4)])["DEU", "FRA"]
    assert friends.value == pytest.approx(40 / (40 + HALFWAY))
    assert foes.value == -friends.value
    assert (friends.acts, friends.reports) == (4, 4)


def test_a_handful_of_acts_is_no_tie_and_bodies_of_states_are_no_states():
    assert acted([act(n, 10.0) for n in range(2)]) == {}
    assert acted([act(n, 10.0, b="IGO") for n in range(9)]) == {}


def test_votes_count_beyond_the_habits_of_both():
    agree = {"AAA-BBB 2020": 0.5, "AAA-CCC 2020": 0.3, "BBB-CCC 2020": 0.9, "AAA-DDD 2020": 0.3, "BBB-DDD 2020": 0.9}
    agree |= {"CCC-DDD 2020": 0.95}
    found = voted(series(unga_agree=agree), 2020)
    assert found["AAA", "BBB"].value > 0
    assert found["AAA", "CCC"].value < 0
    assert voted(series(unga_agree=agree), 2019) == {}


def test_votes_that_are_all_alike_tell_nothing():
    same = {f"{pair} 2020": 0.8 for pair in ("AAA-BBB", "AAA-CCC", "BBB-CCC")}
    assert all(abs(part.value) < 1e-6 for part in voted(series(unga_agree=same), 2020).values())


def test_a_pledge_either_way_is_a_tie_and_no_pledge_is_not_known():
    points = series(
        atop_defense={"FRA-DEU 2020": 1.0}, atop_neutral={"USA-CHN 2020": 1.0}, atop_nonagg={"A-B 2020": 1.0}
    )
    assert {pair: part.value for pair, part in allied(points, 2020).items()} == {
        ("DEU", "FRA"): 1.0,
        ("CHN", "USA"): 0.5,
    }


def test_a_tie_is_the_mean_of_what_is_known_and_says_what_is_not():
    (found,) = ties_of(2020, [act(n, -10.0) for n in range(8)], series(atop_defense={"FRA-DEU 2020": 1.0}))
    assert (found.events, found.votes, found.alliances) == (-0.8, None, 1.0)
    assert found.value == pytest.approx(0.1)
    assert found.low <= found.value <= found.high
    assert found.low < found.high
    assert ties_of(2020, [], series()) == []


# -- groups ---------------------------------------------------------------------------------------------------------

TWO_CAMPS = [
    tie("AAA", "BBB", 0.8), tie("AAA", "CCC", 0.7), tie("BBB", "CCC", 0.9),
    tie("DDD", "EEE", 0.8), tie("DDD", "FFF", 0.7), tie("EEE", "FFF", 0.9),
    tie("AAA", "DDD", -0.8), tie("CCC", "FFF", -0.6), tie("BBB", "EEE", 0.05),
]  # fmt: skip


def test_two_camps_are_found_and_named_after_their_strongest():
    groups = groups_of(TWO_CAMPS, {"CCC": 0.2, "AAA": 0.1, "EEE": 0.3})
    assert groups == {"AAA": "CCC", "BBB": "CCC", "CCC": "CCC", "DDD": "EEE", "EEE": "EEE", "FFF": "EEE"}


def test_without_ties_there_are_no_groups():
    assert groups_of([]) == {}
    assert groups_of([tie("AAA", "BBB", 0.01)]) == {}


def test_foes_alone_stand_alone():
    assert len(set(groups_of([tie("AAA", "BBB", -0.9)]).values())) == 2


def test_members_say_where_they_would_stand_next():
    power = {"AAA": (2018, 0.1)}
    found = {one.state: one for one in members_of(2020, TWO_CAMPS, groups_of(TWO_CAMPS, {"AAA": 0.1}), power)}
    assert (found["AAA"].group, found["AAA"].own, found["AAA"].power, found["AAA"].power_year) == (
        "AAA",
        0.75,
        0.1,
        2018,
    )
    assert found["AAA"].second_tie == -0.8
    assert (found["BBB"].power, found["BBB"].power_year) == (None, None)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 9), st.integers(0, 10**6))
def test_no_single_move_makes_groups_better(count, seed):
    chance = np.random.default_rng(seed)
    weight = np.triu(chance.uniform(-1, 1, (count, count)), 1)
    gain = gain_matrix(weight + weight.T)
    labels = np.array(communities(gain))

    def worth(of):
        return (gain * (of[:, None] == of[None, :])).sum()

    for node in range(count):
        for group in range(count + 1):
            other = labels.copy()
            other[node] = group
            assert worth(other) <= worth(labels) + 1e-6


@pytest.mark.parametrize("chance", [1, 2, 3])
def test_groups_do_not_depend_on_the_order_of_ties(chance):
    shuffled = list(TWO_CAMPS)
    np.random.default_rng(chance).shuffle(shuffled)
    assert groups_of(shuffled) == groups_of(TWO_CAMPS)


# -- triangles ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ab", "ac", "bc", "kind", "strained"),
    [
        (0.5, 0.5, 0.5, "friends", False),
        (0.5, 0.5, -0.5, "divided friends", True),
        (0.5, -0.5, -0.5, "common foe", False),
        (-0.5, -0.5, -0.5, "three foes", False),
    ],
)
def test_a_triangle_is_strained_where_two_friends_of_one_are_foes(ab, ac, bc, kind, strained):
    (found,) = triangles_of([tie("AAA", "BBB", ab), tie("AAA", "CCC", ac), tie("BBB", "CCC", bc)])
    assert (found.kind, found.strained, found.strength) == (kind, strained, 0.5)
    assert balance([found]) == (0.0 if strained else 1.0)


def test_weak_ties_make_no_triangle_and_no_triangle_no_balance():
    assert triangles_of([tie("AAA", "BBB", 0.05), tie("AAA", "CCC", 0.5), tie("BBB", "CCC", 0.5)]) == []
    assert balance([]) is None


# -- power ----------------------------------------------------------------------------------------------------------


def test_power_is_of_the_latest_year_known_and_not_too_old():
    points = series(nmc_cinc={"USA 2014": 0.2, "USA 2016": 0.1, "CHN 2010": 0.3})
    assert power_in(points, 2018) == {"USA": (2016, 0.1)}


def test_sides_add_up_and_the_unknown_are_named():
    sides = side_named("USA+GBR"), side_named("RUS")
    found = balance_of(
        2020, *sides, [tie("RUS", "USA", -0.5), tie("GBR", "USA", 0.9)], {"USA": (2018, 0.2), "RUS": (2018, 0.1)}
    )
    assert (found.tie, found.pairs, found.a_power, found.b_power, found.ratio) == (-0.5, 1, 0.2, 0.1, 0.5)
    assert (found.power_year, found.unknown) == (2018, ("GBR",))


def test_a_side_without_figures_has_no_ratio_rather_than_zero():
    found = balance_of(2020, side_named("USA"), side_named("RUS"), [], {"USA": (2018, 0.2)})
    assert (found.tie, found.b_power, found.ratio) == (None, None, None)
