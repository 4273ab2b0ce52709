"""Whether an act is told as long past, still to come, supposed or not done."""

from datetime import date

import pytest
from parses import ranked, sentence

from dragoman.coding.auxiliaries import Told, auxiliary_words, marks_of_time, ranked_auxiliaries, read_auxiliary_words
from dragoman.coding.structure import Clauses
from dragoman.records import When

ROWS = [
    {"mark": "what the model reads", "mode": "", "weight": "0.5"},
    {"mark": "the marks", "mode": "", "weight": "1"},
    {"mark": "", "mode": "NONE", "weight": "1"},
    {"mark": "", "mode": "historical", "weight": "0"},
    {"mark": "own had", "mode": "historical", "weight": "3"},
]
TABLE = read_auxiliary_words(ROWS)

UNTOLD = When()

PLANNED = """
Lima Lima PROPN 2 nsubj
plans plan VERB 0 root
to to PART 4 mark
expel expel VERB 2 xcomp
envoys envoy NOUN 4 obj
in in ADP 7 case
2031 2031 NUM 4 obl
"""


def marks(lines: str, at: int, when: When = UNTOLD, published: date | None = None, share: float = 0.0) -> set[str]:
    told = Told(type="SANCTION", when=when, published=published, share=share)
    return set(marks_of_time(Clauses(sentence(lines)[1]), at, told))


def test_marks_tell_the_form_the_small_words_and_the_clause_above():
    found = marks(PLANNED, 3)
    assert {
        "own to",
        "VERB to",
        "own tense  base",
        "above plan",
        "above root s",
        "own obl in NUMBER",
        "a year",
    } <= found


@pytest.mark.parametrize(
    ("start", "end", "mark"),
    [
        ("2024-09-17", "2024-09-17", "time about the report"),
        ("2024-09-25", "2024-09-25", "time after the report"),
        ("2024-03-01", "2024-03-31", "time long before the report"),
    ],
)
def test_the_time_of_an_act_is_told_against_the_day_of_the_report(start, end, mark):
    when = When(value=start, kind="DATE", start=start, end=end, precision="day")
    assert mark in marks(PLANNED, 3, when, date(2024, 9, 19))
    assert not any(one.startswith("time about") for one in marks(PLANNED, 3, UNTOLD, date(2024, 9, 19)))


def test_where_an_act_stands_in_its_report_is_a_mark():
    assert "opening" in marks(PLANNED, 3)
    assert "closing" in marks(PLANNED, 3, share=0.9)


def test_the_marks_outweigh_a_reading_that_is_not_sure():
    read = ranked(("NONE", 0.7), ("historical", 0.3))
    assert ranked_auxiliaries(read, [], TABLE)[0][0] == "NONE"
    assert ranked_auxiliaries(read, ["own had"], TABLE)[0][0] == "historical"


def test_chances_are_one_in_all_and_the_likeliest_comes_first():
    found = ranked_auxiliaries((), ["own had"], TABLE)
    assert sum(chance for _, chance in found) == pytest.approx(1.0)
    assert found == sorted(found, key=lambda pair: -pair[1])


def test_an_account_names_the_mark_that_says_so_most():
    assert TABLE.leading("historical", ["own had", "own was"]) == "own had"
    assert TABLE.leading("historical", ["own was"]) is None


def test_the_labelled_reports_taught_that_what_will_be_is_to_come_and_what_had_been_is_past():
    table = auxiliary_words()
    assert set(table.begins) == {"NONE", "historical", "future", "hypothetical", "negation"}
    nothing, later = table.by_words([]), table.by_words(["own will", "VERB will", "own tense will base"])
    past = table.by_words(["own had", "VERB had", "time long before the report"])
    assert later["future"] > nothing["future"]
    assert past["historical"] > nothing["historical"]
