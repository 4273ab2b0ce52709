"""From log odds to chances."""

import math
from collections.abc import Mapping
from typing import TypeVar

K = TypeVar("K")


def chances_of(odds: Mapping[K, float]) -> dict[K, float]:
    """The chance of each of some things that shut each other out, by their log odds (softmax); at least one."""
    most = max(odds.values())
    raised = {name: math.exp(value - most) for name, value in odds.items()}
    total = sum(raised.values())
    return {name: value / total for name, value in raised.items()}
