"""Ranges of one text, found by where they lie without going through all of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Generic, TypeVar

T = TypeVar("T")


class Ranges(Generic[T]):
    """Things that each stand in one or more half-open ranges of a text, given as (start, end, thing).

    A search costs the logarithm of how many there are, and what lies within the longest range of the place.
    """

    def __init__(self, given: Iterable[tuple[int, int, T]]) -> None:
        self._things = list(given)
        self._order = sorted(range(len(self._things)), key=lambda number: self._things[number][0])
        self._starts = [self._things[number][0] for number in self._order]
        self._longest = max((end - start for start, end, _ in self._things), default=0)

    def around(self, start: int, end: int) -> list[T]:
        """The things with a range that holds all of this one, as often as they have one, in the order they were given."""
        first, last = bisect_left(self._starts, end - self._longest), bisect_right(self._starts, start)
        return self._those(number for number in self._order[first:last] if self._things[number][1] >= end)

    def inside(self, start: int, end: int) -> list[T]:
        """The things with a range inside this one, as often as they have one, in the order they were given."""
        first, last = bisect_left(self._starts, start), bisect_right(self._starts, end)
        return self._those(number for number in self._order[first:last] if self._things[number][1] <= end)

    def meeting(self, start: int, end: int) -> list[T]:
        """The things with a range that has a place in common with this one, as often as they have one, in the order they were given."""
        first, last = bisect_right(self._starts, start - self._longest), bisect_left(self._starts, end)
        return self._those(number for number in self._order[first:last] if self._things[number][1] > start)

    def _those(self, numbers: Iterable[int]) -> list[T]:
        return [self._things[number][2] for number in sorted(numbers)]
