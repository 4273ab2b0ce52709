"""Trees from arc scores."""

from itertools import product

import numpy as np
import pytest

from dragoman.reading.trees import cycle, tree


def is_tree(heads: list[int]) -> bool:
    return heads.count(-1) == 1 and cycle([0, *(head + 1 for head in heads)]) is None


def best_by_trying(arcs: np.ndarray) -> float:
    """The sum of the best tree, of all there are."""
    size = len(arcs)
    sums = [
        sum(float(arcs[word, head + 1]) for word, head in enumerate(heads))
        for heads in product(range(-1, size), repeat=size)
        if all(head != word for word, head in enumerate(heads)) and is_tree(list(heads))
    ]
    return max(sums)


@pytest.mark.parametrize("seed", range(40))
def test_the_tree_is_the_best_of_all_trees(seed: int) -> None:
    arcs = np.random.default_rng(seed).normal(size=(4, 5)).astype(np.float32)
    heads = tree(arcs.copy())
    assert is_tree(heads)
    assert sum(float(arcs[word, head + 1]) for word, head in enumerate(heads)) == pytest.approx(best_by_trying(arcs), abs=1e-5)


@pytest.mark.parametrize("seed", range(10))
def test_a_long_sentence_has_one_root_and_no_cycle(seed: int) -> None:
    assert is_tree(tree(np.random.default_rng(seed).normal(size=(80, 81)).astype(np.float32)))


def test_one_word_is_the_root() -> None:
    assert tree(np.zeros((1, 2), dtype=np.float32)) == [-1]


def test_two_words_that_choose_each_other_are_parted() -> None:
    arcs = np.array([[1.0, 0.0, 9.0], [0.5, 9.0, 0.0]], dtype=np.float32)
    assert tree(arcs) == [-1, 0]


def test_a_cycle_is_found_and_a_tree_has_none() -> None:
    assert cycle([0, 2, 3, 1]) == [1, 2, 3]
    assert cycle([0, 0, 1, 2]) is None
