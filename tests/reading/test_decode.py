"""From scores to labels."""

import numpy as np
import pytest

from dragoman.reading.decode import Tags, best, names, runs, trigger_end


@pytest.mark.parametrize(
    ("tags", "found"),
    [
        (["O", "B-PER", "I-PER", "O"], [(1, 2, "PER")]),
        (["B-PER", "B-PER"], [(0, 0, "PER"), (1, 1, "PER")]),
        (["I-LOC", "I-LOC"], [(0, 1, "LOC")]),
        (["B-PER", "I-LOC"], [(0, 0, "PER"), (1, 1, "LOC")]),
        (["O", "O"], []),
        (["B", "I", "O", "B"], [(0, 1, ""), (3, 3, "")]),
    ],
)
def test_runs_of_tags(tags: list[str], found: list[tuple[int, int, str]]) -> None:
    assert list(runs(tags)) == found


def labels_of(own: list[str], news: list[str], chance: float = 0.9) -> list[tuple[int, int, str]]:
    found = names(Tags(own, [chance] * len(own)), Tags(news, [chance] * len(news)))
    return [(one.first, one.last, one.label) for one in found]


def test_a_name_of_the_general_head_stays() -> None:
    assert labels_of(["B-PER", "I-PER", "O"], ["B-per", "O", "O"]) == [(0, 1, "person")]


def test_a_nationality_replaces_a_name_of_no_kind_but_not_a_person() -> None:
    assert labels_of(["B-MISC"], ["B-gpe"]) == [(0, 0, "nationality")]
    assert labels_of(["B-PER"], ["B-gpe"]) == [(0, 0, "person")]


def test_what_only_the_news_head_finds_needs_to_be_sure() -> None:
    assert labels_of(["O"], ["B-org"], 0.9) == [(0, 0, "organisation")]
    assert labels_of(["O"], ["B-org"], 0.5) == []


def test_times_are_no_names() -> None:
    assert labels_of(["O"], ["B-tim"]) == []


def test_the_likeliest_labels_come_first() -> None:
    found = best(["a", "b", "c"], np.array([0.2, 0.7, 0.1], dtype=np.float32), 2)
    assert [(one.label, one.score) for one in found] == [("b", 0.7), ("a", 0.2)]


def test_a_trigger_goes_on_over_words_that_continue_it() -> None:
    chances = np.array([[0.1, 0.8, 0.1], [0.2, 0.1, 0.7], [0.2, 0.7, 0.1], [0.9, 0.05, 0.05]], dtype=np.float32)
    assert trigger_end(chances, 0) == 2
    assert trigger_end(chances, 2) == 3
