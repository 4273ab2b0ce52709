"""The day of publication as pages and wire copy write it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.sources.days import date_line, days_in_address, nearest_day, read_day

TODAY = date(2024, 9, 20)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-09-19", "2024-09-19"),
        ("2024-09", "2024-09"),
        ("20240919", "2024-09-19"),
        ("September 19, 2024", "2024-09-19"),
        ("Sept. 19, 2024", "2024-09-19"),
        ("19 September 2024", "2024-09-19"),
        ("19th of September, 2024", "2024-09-19"),
        ("Thursday, 19 Sep 2024", "2024-09-19"),
        ("September 2024", "2024-09"),
        ("19.9.2024", "2024-09-19"),
        ("2024/09/19 10:00", "2024-09-19"),
        ("09/19/2024", "2024-09-19"),
        ("2024-09-19T23:15:00-05:00", "2024-09-20T04:15:00Z"),
        ("2024-09-19T10:15:00.123Z", "2024-09-19T10:15:00Z"),
        ("2024-09-19T10:15:00", "2024-09-19"),
        ("Thu, 19 Sep 2024 10:15:00 GMT", "2024-09-19T10:15:00Z"),
        ("Thu Sep 19 2024 10:15:00 GMT-0500 (EST)", "2024-09-19T15:15:00Z"),
        ("September 19, 2024 at 10:15 p.m. EDT", "2024-09-20T02:15:00Z"),
        ("September 19, 2024 10:15 PM", "2024-09-19"),
    ],
)
def test_a_stamp_tells_its_day_or_moment(written, day):
    assert read_day(written, today=TODAY) == day


@pytest.mark.parametrize(
    "written",
    [
        "",
        "hello",
        "2024",
        "Sept 13",
        "09/10/2024",
        "2024-02-30",
        "31 June 2024",
        "The day of September 19, 2024",
        "19 September 2024 was a day",
        "0000-00-00",
    ],
)
def test_what_is_no_full_date_or_two_at_once_tells_nothing(written):
    assert read_day(written, today=TODAY) is None


@pytest.mark.parametrize(
    ("written", "believed"),
    [
        ("2024-09-22", True),
        ("2024-09-23", False),
        ("2030-01-01", False),
        ("1970-01-01T00:00:00Z", False),
        ("0001-01-01", False),
        ("1605-07-01", True),
    ],
)
def test_days_that_cannot_be_are_not_believed(written, believed):
    assert (read_day(written, today=TODAY) is not None) == believed


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("September 19, 2024", ("2024-09-19", True)),
        ("Published: 19 September 2024", ("2024-09-19", True)),
        ("Published 10:15 AM EST, Thu September 19, 2024", ("2024-09-19", True)),
        ("Last updated on Sept. 20, 2024", ("2024-09-20", False)),
        ("Updated 20 September 2024 | Published 19 September 2024", ("2024-09-19", True)),
        ("September 2024", None),
        ("September 19, 2024 was a Thursday", None),
        ("Publishers met on September 19, 2024", None),
    ],
)
def test_a_date_line_is_a_date_and_nothing_else(line, told):
    assert date_line(line, today=TODAY) == told


@pytest.mark.parametrize(
    ("month", "day", "published", "whole"),
    [
        (9, 13, "2024-09-19", "2024-09-13"),
        (12, 31, "2024-01-01", "2023-12-31"),
        (1, 1, "2023-12-31", "2024-01-01"),
        (9, 13, "2024", "2024-09-13"),
        (2, 29, "2023", None),
    ],
)
def test_a_day_without_a_year_is_the_last_one_before_publication(month, day, published, whole):
    assert nearest_day(month, day, published) == whole


def test_an_address_may_name_a_day():
    assert list(days_in_address("https://news.example/world/2024/09/19/talks-2023-99-99")) == ["2024-09-19"]
    assert list(days_in_address("https://news.example/a/12024/09/190")) == []


@given(st.text(max_size=60))
def test_nothing_breaks_it(text):
    day = read_day(text, today=TODAY)
    assert day is None or day[:4].isdigit()
    date_line(text, today=TODAY)
