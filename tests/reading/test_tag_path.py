"""The likeliest tags that make whole names."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.reading.decode import tag_path

TAGS = ["O", "B-PER", "I-PER", "B-ORG", "I-ORG"]


def whole(path: tuple[int, ...]) -> bool:
    """Whether every I goes on with something of its label."""
    names = ["O", *(TAGS[tag] for tag in path)]
    return all(
        one[0] != "I" or (before[0] != "O" and before[2:] == one[2:]) for before, one in itertools.pairwise(names)
    )


scores = st.lists(st.lists(st.integers(-8, 8), min_size=5, max_size=5), min_size=1, max_size=4)


@given(scores)
@settings(max_examples=200, deadline=None)
def test_no_whole_path_is_likelier(rows: list[list[int]]) -> None:
    path = tag_path(np.array(rows, dtype=np.float32), TAGS)
    assert whole(tuple(path))
    best = max(
        sum(row[tag] for row, tag in zip(rows, tags, strict=True))
        for tags in itertools.product(range(5), repeat=len(rows))
        if whole(tags)
    )
    assert sum(row[tag] for row, tag in zip(rows, path, strict=True)) == best


def test_a_name_that_begins_in_the_middle_is_mended() -> None:
    unsure = np.array([[1.0, 0.9, 0, 0, 0], [0, 0, 2.0, 0, 0]], dtype=np.float32)
    assert [TAGS[tag] for tag in tag_path(unsure, TAGS)] == ["B-PER", "I-PER"]


def test_tags_of_one_kind_have_no_label() -> None:
    assert tag_path(np.array([[1.0, 0.9, 0], [0, 0, 2.0]], dtype=np.float32), "OBI") == [1, 2]
