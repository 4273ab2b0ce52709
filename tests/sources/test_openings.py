"""The lines above a story: headline, byline, date line, dateline."""

import pytest

from dragoman.sources.openings import read_byline, read_dateline, read_opening

STORY = (
    "The two ministers met in Vienna on Tuesday and agreed to send observers to the border within ten days. Both called the talks useful, "
    "and a second round is planned for the autumn."
)


@pytest.mark.parametrize(
    ("start", "place", "agency", "day", "month_day"),
    [
        ("SEOUL, Sept 13 (Reuters) - ", "SEOUL", "Reuters", None, (9, 13)),
        ("SEOUL, Sept. 13 (Yonhap) -- ", "SEOUL", "Yonhap", None, (9, 13)),
        ("MOSCOW — ", "MOSCOW", None, None, None),
        ("KYIV, Ukraine (AP) — ", "KYIV, Ukraine", "Associated Press", None, None),
        ("UNITED NATIONS, Sept. 13, 2024 (AP) — ", "UNITED NATIONS", "Associated Press", "2024-09-13", None),
        (
            "WASHINGTON/SEOUL, 13 September 2024 (AFP) - ",
            "WASHINGTON/SEOUL",
            "Agence France-Presse",
            "2024-09-13",
            None,
        ),
        ("ST. PETERSBURG, Russia, June 5 (Reuters) - ", "ST. PETERSBURG, Russia", "Reuters", None, (6, 5)),
        ("PORT-AU-PRINCE, Haiti (AP) — ", "PORT-AU-PRINCE, Haiti", "Associated Press", None, None),
        ("PYONGYANG, September 13. /TASS/. ", "PYONGYANG", "TASS", None, (9, 13)),
        ("PYONGYANG, September 13 /TASS/. ", "PYONGYANG", "TASS", None, (9, 13)),
        ("NEW DELHI: ", "NEW DELHI", None, None, None),
        ("Geneva, 19 September 2024 – ", "Geneva", None, "2024-09-19", None),
        ("Kyiv (AFP) – ", "Kyiv", "Agence France-Presse", None, None),
        ("(Reuters) - ", None, "Reuters", None, None),
    ],
)
def test_a_dateline_tells_place_agency_and_day_and_the_story_begins_behind_it(start, place, agency, day, month_day):
    told = read_dateline(start + STORY, 0)
    assert (told.place, told.agency, told.day, told.month_day) == (place, agency, day, month_day)
    assert (start + STORY)[told.body_start :] == STORY


@pytest.mark.parametrize(
    "text",
    [
        "NATO — the alliance of 1949 — said on Tuesday that it would not move.",
        "UN – A statement said so.",
        "BREAKING: Ministers have left the talks in Vienna.",
        "US-based firms said on Tuesday that they would leave.",
        "The IAEA (International Atomic Energy Agency) said so.",
        "President Doe – who had arrived late – left early.",
        "In 2019 – a year before – nothing was said.",
    ],
)
def test_a_sentence_that_only_looks_like_a_dateline_is_none(text):
    assert read_dateline(text, 0).body_start == 0


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("By Jane Roe", ("Jane Roe", None, None)),
        ("By Jane Roe and John Doe, Reuters | 19 September 2024", ("Jane Roe and John Doe", "Reuters", "2024-09-19")),
        ("By JOHN DOE and JANE ROE Associated Press", ("JOHN DOE and JANE ROE", "Associated Press", None)),
        ("By Jane Roe, Diplomatic Correspondent", ("Jane Roe", None, None)),
        ("By Jane Roe in Vienna", None),
        ("By Jane Roe, in Vienna", ("Jane Roe", None, None)),
        ("Written by: J. R. Doe Jr.", ("J. R. Doe Jr.", None, None)),
        ("By the BBC", (None, "BBC", None)),
        ("By Monday the talks were over", None),
        ("By Monday, Russia had left the talks", None),
        ("By Jane Roe's account the talks failed.", None),
        ("Bypass roads were closed", None),
    ],
)
def test_a_byline_names_people_and_prose_is_none(line, told):
    assert read_byline(line) == told


def test_headline_byline_and_date_line_stand_before_the_story():
    text = f"Ministers meet in Vienna\nBy Jane Roe, Reuters\nMarch 3, 2021\n\n{STORY}"
    told = read_opening(text)
    assert (told.title, told.author, told.agency, told.day) == (
        "Ministers meet in Vienna",
        "Jane Roe",
        "Reuters",
        "2021-03-03",
    )
    assert text[told.body_start :] == STORY


def test_the_headline_may_stand_below_the_date():
    text = f"March 3, 2021\n\nMinisters Meet in Vienna\n\nVIENNA (AP) — {STORY}"
    told = read_opening(text)
    assert (told.title, told.day, told.place, text[told.body_start :]) == (
        "Ministers Meet in Vienna",
        "2021-03-03",
        "VIENNA",
        STORY,
    )


def test_the_name_of_a_section_is_no_headline():
    told = read_opening(f"World News\n\nMinisters meet in Vienna\n\n{STORY}")
    assert told.title == "Ministers meet in Vienna"


def test_the_day_of_publication_is_preferred_to_that_of_a_change():
    assert read_opening(f"Updated March 5, 2021\nPublished March 3, 2021\n\n{STORY}").day == "2021-03-03"
    assert read_opening(f"Updated March 5, 2021\n\n{STORY}").day == "2021-03-05"


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        f"{STORY}\n\n{STORY}",
        "The two ministers met in Vienna on Tuesday and agreed to send observers\nto the border within ten days of the meeting, the ministry said.\n",
        "Seoul expelled the envoy.",
        "Only a short line",
    ],
)
def test_a_story_without_a_head_begins_at_once(text):
    assert read_opening(text).body_start == 0
    assert read_opening(text).title is None


def test_a_headline_that_is_known_is_found_again_in_the_text():
    text = f"Ministers meet in Vienna.\n\n{STORY}"
    assert text[read_opening(text, title="Ministers Meet in Vienna").body_start :] == STORY


def test_a_text_of_nothing_but_a_date_has_no_story_before_which_it_could_stand():
    assert read_opening("March 3, 2021").body_start == 0
