"""Grouping reports into stories, one at a time."""

import random

import pytest

from dragoman.relating.dividing import two_parts
from dragoman.relating.grouping import Grouper, known_day
from dragoman.relating.terms import KEPT, Shares, terms_of, words_of

QUAKE = (
    "An earthquake struck the port of Harwick before dawn, collapsing the cathedral tower, the mayor Ilse Brandt said."
)
TREATY = "Norland and Sudonia signed a fishing treaty in Lakeford, ending a quarrel over herring quotas, ministers announced."
MERGER = (
    "Shares of Quillon soared after the chipmaker agreed to buy its rival Tessera for nine billion, analysts noted."
)


def retold(text: str, number: int) -> str:
    """The same happening in part of the same words, with words of its own."""
    words = text.split()
    random.Random(number).shuffle(words)
    return " ".join(words[: int(len(words) * 0.7)]) + f" correspondent{number} filed dispatch{number}"


def stories_of(texts: list[tuple[str, str | None]], window: int = 1000) -> list[str]:
    grouper = Grouper(window)
    for at, (text, day) in enumerate(texts):
        grouper.group(grouper.weigh(f"ar_{at}", text, known_day(day)))
    return [grouper.story[f"ar_{at}"] for at in range(max(0, len(texts) - window), len(texts))]


def test_reports_of_one_happening_are_one_story_whatever_comes_between():
    texts = [retold((QUAKE, TREATY, MERGER)[at % 3], at) for at in range(12)]
    found = stories_of([(text, None) for text in texts])
    assert len(set(found)) == 3
    assert all(found[at] == found[at % 3] for at in range(12))


def test_the_same_words_a_month_later_are_another_story():
    near = stories_of([(retold(QUAKE, 1), "2024-03-01"), (retold(QUAKE, 2), "2024-03-02")])
    far = stories_of([(retold(QUAKE, 1), "2024-03-01"), (retold(QUAKE, 2), "2024-04-01")])
    undated = stories_of([(retold(QUAKE, 1), "2024-03-01"), (retold(QUAKE, 2), None)])
    assert len(set(near)) == 1
    assert len(set(far)) == 2
    assert len(set(undated)) == 1


def test_the_id_is_that_of_the_first_report_and_says_why():
    grouper = Grouper()
    first = grouper.group(grouper.weigh("ar_1", retold(QUAKE, 1), None))
    second = grouper.group(grouper.weigh("ar_2", retold(QUAKE, 2), None))
    other = grouper.group(grouper.weigh("ar_3", retold(TREATY, 3), None))
    assert (first.cosine, first.runner_up) == (None, None)
    assert second.story == first.story
    assert second.cosine > 0.12
    assert second.at_home > 0.4
    assert other.story != first.story


def two_alike(grouper: Grouper, number: int) -> list[str]:
    """Reports of two happenings that share half of their words, the second coming after the first is settled."""
    common = "minister resigned parliament scandal cabinet vote coalition"
    one, other = "Norland Brandt pension fund auditor", "Sudonia Keller railway bribe engineer"
    texts = [f"{common} {one}"] * number + [f"{common} {other}"] * number
    for at, text in enumerate(texts):
        grouper.group(grouper.weigh(f"ar_{at}", text + f" word{at} term{at} item{at} note{at}", None))
    return [grouper.story[f"ar_{at}"] for at in range(2 * number)]


def test_a_story_that_proves_to_be_two_is_divided_and_the_older_part_keeps_its_id(monkeypatch):
    monkeypatch.setattr("dragoman.relating.grouping.AT_HOME", 0.1)
    monkeypatch.setattr("dragoman.relating.grouping.DIVIDED", 0.0)
    assert len(set(two_alike(Grouper(), 8))) == 1
    monkeypatch.setattr("dragoman.relating.grouping.DIVIDED", 0.75)
    grouper = Grouper()
    found = two_alike(grouper, 8)
    assert len(set(found[:8])) == 1
    assert len(set(found[8:])) == 1
    assert found[0] != found[8]
    assert sum(story.reports for story in grouper.stories.values()) == 16


def test_two_stories_that_prove_to_be_one_are_joined_under_the_older_id(monkeypatch):
    monkeypatch.setattr("dragoman.relating.grouping.AT_HOME", 0.97)
    monkeypatch.setattr("dragoman.relating.grouping.JOINED", 9.0)
    apart = stories_of([(retold(QUAKE, at), None) for at in range(40)])
    monkeypatch.setattr("dragoman.relating.grouping.JOINED", 0.6)
    joined = stories_of([(retold(QUAKE, at), None) for at in range(40)])
    assert len(set(joined)) < len(set(apart))
    assert joined[0] == apart[0]


def test_memory_holds_only_the_window():
    grouper = Grouper(window=30)
    for at in range(300):
        grouper.group(grouper.weigh(f"ar_{at}", f"{retold(QUAKE, at)} {at % 50}th", None))
    assert len(grouper.recent) == len(grouper.story) == 30
    assert sum(story.reports for story in grouper.stories.values()) == 30
    held = {word for story in grouper.stories.values() for report in story.members.values() for word in report.terms}
    assert set(grouper.with_word) == held
    assert set(grouper.shares.holding) == held
    assert grouper.shares.reports == 30


def test_a_grouper_rebuilt_from_its_reports_goes_on_as_the_old_one():
    texts = [retold((QUAKE, TREATY, MERGER)[at % 3], at) for at in range(60)]
    whole, first = Grouper(), Grouper()
    for at, text in enumerate(texts):
        whole.group(whole.weigh(f"ar_{at}", text, None))
    reports = []
    for at, text in enumerate(texts[:31]):
        reports.append(first.weigh(f"ar_{at}", text, None))
        first.group(reports[-1])
    second = Grouper()
    for report in reports:
        second.remember(first.story[report.article], report)
    for at, text in enumerate(texts[31:], 31):
        second.group(second.weigh(f"ar_{at}", text, None))
    assert second.story == whole.story


def test_a_report_without_words_is_a_story_of_its_own():
    assert len(set(stories_of([("", None), ("—", None)]))) == 2


def test_long_and_short_reports_have_as_many_words():
    shares = Shares()
    long = {f"word{at}": 1 for at in range(500)}
    terms = terms_of(long, shares)
    assert len(terms) == KEPT
    assert sum(weight**2 for weight in terms.values()) == pytest.approx(1)


def test_a_word_that_all_news_holds_weighs_least():
    terms = terms_of(dict.fromkeys(words_of("The envoys of Quillon said"), 1), Shares())
    assert min(terms, key=lambda word: terms[word]) in ("the", "of")
    assert max(terms, key=lambda word: terms[word]) == "quillon"


def test_a_day_is_known_only_where_it_is_told():
    assert known_day("2024-03-02") == known_day("2024-03-01T23:00:00Z") + 1
    assert [known_day(value) for value in ("2024-03", "2024", None)] == [None, None, None]


def test_parts_are_found_whatever_their_order():
    one = [{"a": 0.6, "b": 0.6, f"x{at}": 0.5291} for at in range(5)]
    other = [{"c": 0.6, "d": 0.6, f"y{at}": 0.5291} for at in range(4)]
    mixed = [one[0], other[0], one[1], one[2], other[1], other[2], one[3], other[3], one[4]]
    parts = two_parts(mixed)
    assert parts.second.tolist() == [False, True, False, False, True, True, False, True, False]
    assert parts.alike == pytest.approx(0, abs=1e-9)
    assert two_parts(one[:4]) is None or two_parts(one[:4]).alike > 0.9
