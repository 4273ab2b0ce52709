"""Which days a date as far as it is known may mean."""

import pytest

from dragoman.store.days import both_ends, day_range


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2024-09-19", ("2024-09-19", "2024-09-19")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2023", ("2023-01-01", "2023-12-31")),
        ("2024-09-19T23:30:00Z", ("2024-09-19", "2024-09-19")),
        ("2024-09-19T23:30:00-05:00", ("2024-09-20", "2024-09-20")),
        ("2024-09-19T24", ("2024-09-19", "2024-09-19")),
        ("2024-13", (None, None)),
        ("2024-02-30", (None, None)),
        ("0000", (None, None)),
        ("soon", (None, None)),
        ("", (None, None)),
        (None, (None, None)),
    ],
)
def test_days(value, days):
    assert day_range(value) == days


@pytest.mark.parametrize(
    ("ends", "days"),
    [(("a", None), ("a", "a")), ((None, "b"), ("b", "b")), ((None, None), (None, None)), (("a", "b"), ("a", "b"))],
)
def test_an_open_end_is_taken_at_the_end_that_is_known(ends, days):
    assert both_ends(*ends) == days
