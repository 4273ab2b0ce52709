"""When feeds are asked again, also when the clock goes wrong."""

from datetime import UTC, datetime, timedelta

import pytest

from dragoman.sources.schedule import Schedule, pause_after, rest_left

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class Day:
    """A day that the test turns: what runs on never goes back, what the wall says may."""

    def __init__(self):
        self.runs, self.wall = 100.0, NOW

    def schedule(self, every_s=600.0):
        return Schedule(every_s, lambda: self.runs, lambda: self.wall)


@pytest.mark.parametrize(
    ("failures", "after_s", "pause"),
    [
        (0, None, 600),
        (1, None, 1200),
        (3, None, 4800),
        (50, None, 86_400),
        (1, 3600, 3600),
        (0, 5, 600),
        (0, 1e9, 86_400),
    ],
)
def test_a_feed_that_fails_is_asked_less_often_and_one_that_asks_for_rest_gets_it(failures, after_s, pause):
    assert pause_after(600, failures, after_s) == pause


def test_an_interval_beyond_a_day_is_kept():
    assert pause_after(7 * 86_400, 3, None) == 7 * 86_400


@pytest.mark.parametrize(
    ("due", "left"),
    [(None, 0), (NOW - timedelta(hours=1), 0), (NOW + timedelta(hours=1), 3600), (NOW + timedelta(days=400), 600)],
)
def test_a_rest_is_gone_on_with_after_a_start_and_one_of_a_wrong_clock_is_not(due, left):
    assert rest_left(due.isoformat() if due else None, NOW, 600) == left


def test_feeds_are_due_in_their_order_and_again_after_their_pause():
    day = Day()
    schedule = day.schedule()
    schedule.begin({"b": None, "a": None})
    assert schedule.due() == ["b", "a"]
    assert schedule.asked("b", 0, None) == "2026-03-01T12:10:00Z"
    assert schedule.due() == ["a"]
    schedule.asked("a", 1, None)
    assert (schedule.due(), schedule.left()) == ([], 600)
    day.runs += 600
    assert schedule.due() == ["b"]


@pytest.mark.parametrize("jump", [timedelta(days=-4000), timedelta(hours=-1), timedelta(days=4000)])
def test_a_clock_that_jumps_changes_nothing_while_it_runs(jump):
    day = Day()
    schedule = day.schedule()
    schedule.begin({"a": None})
    schedule.asked("a", 0, None)
    day.wall += jump
    assert schedule.left() == 600
    day.runs += 600
    assert schedule.due() == ["a"]


def test_after_a_start_with_a_clock_gone_back_a_feed_waits_one_interval_at_most():
    day = Day()
    noted = day.schedule().asked("a", 0, None)
    day.wall -= timedelta(days=4000)
    schedule = day.schedule()
    schedule.begin({"a": noted})
    assert schedule.left() == 600
