"""The books of a run: what came in is what was stored, left out, or there before."""

from collections.abc import Mapping

OUTCOMES = ("added", "revised", "unchanged", "duplicates", "skipped")


def adds_up(counts: Mapping[str, int]) -> bool:
    """Whether what came in is what was stored, left out or a duplicate. A run of before `in` was counted adds up."""
    return "in" not in counts or counts["in"] == sum(counts.get(name, 0) for name in OUTCOMES)
