"""Expressions of time: span, TIMEX3 value, days, and what they were counted from."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.grounding.times import find_times, report_date, tells_history

DAY = "2024-09-19"  # a Thursday


def values(text: str, published: str | None = DAY) -> list[tuple[str, str | None]]:
    return [(when.span.quote, when.value) for when in find_times(text, published) if when.span]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("They met on Sept. 13, 2024.", [("Sept. 13, 2024", "2024-09-13")]),
        ("The 13th of September 2024 was dry.", [("The 13th of September 2024", "2024-09-13")]),
        ("It opened in early March 1999.", [("early March 1999", "1999-03")]),
        ("They met from Sept. 13-15, 2001.", [("Sept. 13", "2001-09-13"), ("15, 2001", "2001-09-15")]),
        ("The war of 1914–18 was long.", [("1914", "1914"), ("18", "1918")]),
        ("It rose in the third quarter of 1998.", [("the third quarter of 1998", "1998-Q3")]),
        ("It rose in the 1988 third quarter.", [("the 1988 third quarter", "1988-Q3")]),
        ("Prices fell in the late 1990s.", [("the late 1990s", "199X")]),
        ("A fort of the 19th century.", [("the 19th century", "18XX")]),
        ("The battle of 480 BC was lost.", [("480 BC", "BC0480")]),
        ("After 9/11 flights stopped.", [("9/11", "2001-09-11")]),
        ("He left at 10:30 p.m. on Friday, Sept. 13.", [("10:30 p.m. on Friday, Sept. 13", "2024-09-13T22:30")]),
        ("Christmas 2004 was quiet.", [("Christmas 2004", "2004-12-25")]),
        ("Easter 2000 fell late.", [("Easter 2000", "2000-04-23")]),
        ("2024-09-13 and 02/27/1998", [("2024-09-13", "2024-09-13"), ("02/27/1998", "1998-02-27")]),
    ],
)
def test_dates_on_the_calendar(text, found):
    assert values(text) == found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The envoy arrived on Friday.", "2024-09-13"),
        ("The envoy will arrive on Friday.", "2024-09-20"),
        ("The envoy arrived on Thursday.", "2024-09-19"),
        ("The two agreed to meet on Monday.", "2024-09-23"),
        ("Monday's ruling surprised those who would appeal.", "2024-09-16"),
        ("The talks are planned for March.", "2025-03"),
        ("The talks broke down in March.", "2024-03"),
        ("He said the money must be returned by Jan. 14.", "2025-01-14"),
        ("They met last week.", "2024-W37"),
        ("They met two years ago.", "2022"),
        ("They met three days ago.", "2024-09-16"),
        ("They met last night.", "2024-09-18TNI"),
        ("They met earlier this month.", "2024-09"),
        ("They meet next Tuesday.", "2024-09-24"),
        ("They met last September.", "2023-09"),
        ("They met over the weekend.", "2024-W37-WE"),
        ("It started half a year ago.", "2024-03"),
    ],
)
def test_relative_dates_count_from_the_report(text, value):
    assert [found for _, found in values(text)] == [value]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("He was held for 24 hours.", "DURATION", "PT24H"),
        ("A three-day visit.", "DURATION", "P3D"),
        ("It lasted about two and a half years.", "DURATION", "P2.5Y"),
        ("He spent 5 1/2 hours there.", "DURATION", "PT5.5H"),
        ("Several weeks passed.", "DURATION", "PXW"),
        ("Over the past twenty-five years", "DURATION", "P25Y"),
        ("They meet every Monday.", "SET", "XXXX-WXX-1"),
        ("They meet twice a week.", "SET", "P1W"),
        ("Flights leave daily.", "SET", "P1D"),
        ("They do so now.", "DATE", "PRESENT_REF"),
        ("It grew in recent years.", "DATE", "PAST_REF"),
        ("It may end in the near future.", "DATE", "FUTURE_REF"),
    ],
)
def test_lengths_repetitions_and_vague_times(text, kind, value):
    assert [(when.kind, when.value) for when in find_times(text, DAY)] == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        "More than 2000 people marched.",
        "It cost $1999 then.",
        "The 6-year-old boy, aged 6 years old",
        "You may march to the sun; the second man fell.",
        "Jan Kavan spoke.",
        "He read the Daily Mail.",
    ],
)
def test_what_looks_like_a_time_and_is_none(text):
    assert values(text) == []


def test_days_and_precision_follow_the_value():
    week, quarter, decade = find_times("last week, the second quarter of 2020 and the 1990s", DAY)
    assert (week.start, week.end, week.precision) == ("2024-09-09", "2024-09-15", "week")
    assert (quarter.start, quarter.end, quarter.precision) == ("2020-04-01", "2020-06-30", "quarter")
    assert (decade.start, decade.end, decade.precision) == ("1990-01-01", "1999-12-31", "decade")


def test_without_a_report_date_relative_times_stay_open_and_say_so():
    friday, week, month, yesterday = find_times("On Friday, last week, in May and yesterday", None)
    assert [when.value for when in (friday, week, month, yesterday)] == [
        "XXXX-WXX-5",
        "XXXX-WXX",
        "XXXX-05",
        "XXXX-XX-XX",
    ]
    assert {when.start for when in (friday, week, month, yesterday)} == {None}
    assert "not known" in friday.made_by.reasons[0]
    assert friday.precision == "day"


def test_a_report_known_to_the_month_leaves_days_open():
    assert values("On Friday and last month", "2024-09") == [("Friday", "XXXX-WXX-5"), ("last month", "2024-08")]


def test_a_history_counts_from_the_date_told_before():
    text = "On 5 March 1915 the attack began. In November it stalled. In January the war went on. The year 1916 saw 3 May pass."
    assert [value for _, value in values(text, "2010-05-01")] == [
        "1915-03-05",
        "1915-11",
        "1916-01",
        "1916",
        "1916-05-03",
    ]
    assert values("He fell on 5 March 1915. The next day they left.", None)[1] == ("The next day", "1915-03-06")


def test_a_year_before_a_quarter_is_a_quarter():
    assert values("Profit rose in the third quarter of 2023 from a year earlier.")[1] == ("a year earlier", "2022-Q3")


def test_reasons_name_the_reference_and_the_verb():
    (when,) = find_times("Kim will visit on Friday.", DAY)
    assert "2024-09-19" in when.made_by.reasons[0]
    assert "will" in when.made_by.reasons[0]


def test_unusable_report_dates_are_none():
    assert report_date("2024-13-45") is None
    assert report_date("soon") is None
    assert not tells_history([], report_date(DAY))


@settings(deadline=None)
@given(st.text(max_size=300), st.one_of(st.none(), st.just(DAY), st.just("0001-01-01"), st.just("9999-12-31")))
def test_no_text_breaks_it_and_every_quote_is_in_the_text(text, published):
    for when in find_times(text, published):
        assert when.span is not None
        assert text[when.span.start : when.span.end] == when.span.quote


_WORDS = (
    "last next this the of in on - ' 13 1999 99 Friday May March June week year three half a "
    "century quarter ago later Easter daily 10:30 p.m. and , 0 31 BC"
)


@settings(deadline=None)
@given(st.lists(st.sampled_from(_WORDS.split()), max_size=25), st.sampled_from([None, DAY, "0001-01-02", "9999-12-30"]))
def test_no_row_of_time_words_breaks_it(words, published):
    text = " ".join(words)
    assert all(
        text[when.span.start : when.span.end] == when.span.quote for when in find_times(text, published) if when.span
    )


def test_a_long_text_takes_milliseconds():
    text = (
        "The minister said on Friday that talks held last week in Geneva would resume on Sept. 30, two days later than planned. "
        * 30
    )
    find_times(text, DAY)
    began = time.process_time()
    find_times(text, DAY)
    assert time.process_time() - began < 0.15


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Sales in the quarter fell.", ["1998-Q1"]),
        ("The company announced yesterday that profit in the latest quarter rose.", ["1998-04-19", "1998-Q1"]),
        ("Profit in the latest quarter was twice that of the year-earlier quarter.", ["1998-Q1", "1997-Q1"]),
        ("Profit rose in the fourth quarter; costs fell in the quarter.", ["1997-Q4", "1997-Q4"]),
        ("Sales in the current quarter are weak.", ["1998-Q2"]),
    ],
)
def test_figures_are_told_of_a_quarter_that_is_over(text, values):
    assert [one.value for one in find_times(text, "1998-04-20")] == values


@pytest.mark.parametrize(
    "text", ["He had previously refused.", "She was formerly a minister.", "This time they agreed."]
)
def test_words_of_order_alone_are_no_times(text):
    assert find_times(text, "1998-04-20") == ()


def test_the_verb_of_another_sentence_says_nothing_of_a_weekday() -> None:
    text = "More bombing would take place unless the army backs down. On Wednesday a bomb exploded. It will be cleared. Police came."
    assert values(text, "2007-05-24") == [("Wednesday", "2007-05-23")]


@pytest.mark.parametrize("digits", [16, 400, 5000])
@pytest.mark.parametrize(
    "text", ["It began {} years ago.", "In {} it began.", "It is 12:{}.", "The {}th day of September."]
)
def test_a_number_without_end_is_no_time(digits, text):
    assert all(one.start is None or len(one.start) == 10 for one in find_times(text.format("7" * digits), DAY))
