"""How hosts are treated, by a clock that the test turns."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import SiteBusy
from dragoman.sources.manners import Manners, retry_after


class Clock:
    def __init__(self):
        self.now, self.slept = 1000.0, []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


def manners(gap_s=1.0, patience_s=60.0):
    clock = Clock()
    return Manners(gap_s, patience_s, clock, clock.sleep), clock


def test_pages_of_one_host_have_a_pause_between_them_those_of_two_have_none():
    kept, clock = manners()
    assert [kept.wait(host) for host in ("a", "b", "a")] == [0.0, 0.0, 1.0]
    clock.now += 5
    assert kept.wait("a") == 0.0


@pytest.mark.parametrize(("asked", "waited"), [(7.0, 7.0), (0.1, 1.0), (3600.0, 30.0)])
def test_a_site_may_ask_for_a_longer_pause_up_to_a_point(asked, waited):
    kept, _ = manners()
    kept.wait("a", asked)
    assert kept.wait("a") == waited


def test_a_busy_host_is_left_alone_and_a_rest_beyond_patience_is_an_error_at_once():
    kept, clock = manners()
    assert kept.refused("a", 20) == 20
    assert kept.wait("a") == 20
    kept.refused("a", 3600)
    with pytest.raises(SiteBusy, match="left alone for 60 minutes") as caught:
        kept.wait("a")
    assert caught.value.after_s == 3600
    assert clock.slept == [20]


def test_without_a_time_named_the_rest_doubles_until_a_page_comes():
    kept, _ = manners()
    assert [kept.refused("a", None) for _ in range(3)] == [5, 10, 20]
    kept.answered("a")
    assert kept.refused("a", None) == 5
    assert max(kept.refused("a", None) for _ in range(100)) == 86_400


def test_a_host_that_fails_on_end_is_given_a_rest():
    kept, clock = manners()
    for _ in range(2):
        kept.failed("a")
    kept.wait("a")
    kept.failed("a")
    with pytest.raises(SiteBusy):
        kept.wait("a")
    clock.now += 601
    assert kept.wait("a") == 0.0


NOW = datetime(2026, 10, 21, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "sent", "seconds"),
    [
        ("120", "", 120),
        ("Wed, 21 Oct 2026 07:28:00 GMT", "", 28 * 60),
        ("Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 2026 07:27:00 GMT", 60),  # their clock, not ours
        ("Wed, 21 Oct 2015 07:28:00 GMT", "", 0),
        ("Wed, 21 Oct 2099 07:28:00 GMT", "", 86_400),
        ("99999999999999999999", "", 86_400),
        ("soon", "", None),
        ("", "", None),
        ("-5", "", None),
    ],
)
def test_retry_after_is_seconds_or_a_time(value, sent, seconds):
    assert retry_after(value, sent, NOW) == seconds


@given(st.text(), st.text())
def test_no_header_breaks_it(value, sent):
    assert 0 <= (retry_after(value, sent, NOW) or 0) <= 86_400
