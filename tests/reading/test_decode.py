"""From roles of words to what is said."""

import pytest

from dragoman.reading.decode import filled


@pytest.mark.parametrize(
    ("content", "taken", "said"),
    [
        ([], {3}, ()),
        ([4, 7], {2}, (4, 5, 6, 7)),  # two words left out belong to it
        ([4, 7], {6}, (4, 7)),  # unless one of them is who says it
        ([4, 9], {2}, (4, 9)),  # or there are too many
    ],
)
def test_small_holes_in_what_is_said_are_filled(content: list[int], taken: set[int], said: tuple[int, ...]) -> None:
    assert filled(content, taken) == said
