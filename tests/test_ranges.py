"""Ranges of a text found by place: the same as going through all of them."""

from hypothesis import given
from hypothesis import strategies as st

from dragoman.records.ranges import Ranges

PAIRS = st.tuples(st.integers(0, 30), st.integers(1, 12)).map(lambda one: (one[0], one[0] + one[1]))


@given(given_ranges=st.lists(PAIRS, max_size=20), asked=PAIRS)
def test_what_is_around_inside_or_meets_a_range_is_found_in_the_order_given(given_ranges, asked):
    ranges = Ranges((*pair, number) for number, pair in enumerate(given_ranges))
    start, end = asked
    assert ranges.around(start, end) == [n for n, (a, b) in enumerate(given_ranges) if a <= start and end <= b]
    assert ranges.inside(start, end) == [n for n, (a, b) in enumerate(given_ranges) if start <= a and b <= end]
    assert ranges.meeting(start, end) == [n for n, (a, b) in enumerate(given_ranges) if a < end and start < b]
