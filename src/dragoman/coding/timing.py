"""When an act happened: the time that its own clause gives, not the report's date."""

from collections.abc import Sequence

from dragoman.records import Maker, When

from .structure import Clauses

UNTOLD = When(
    made_by=Maker(stage="coding", rule="time of the act", reasons=("no time is told in the act's own clause",))
)
KINDS = ("DATE", "TIME")


def time_of(clauses: Clauses, head: int, times: Sequence[When]) -> When:
    """The dated expression that hangs on the act or on the verb that carries it; untold where there is none.

    An expression inside another act's clause is that act's. A duration, a set, and words as vague as "now" date nothing.
    """
    words = clauses.words
    here = [
        one for one in times
        if one.span and one.start and one.kind in KINDS and words[0].start <= one.span.start and one.span.end <= words[-1].end
    ]  # fmt: skip
    own, carrier = set(clauses.clause(head)), set(clauses.clause(clauses.governor(head)))
    for area in (own, carrier):
        inside = [one for one in here if one.span and area & set(_covered(clauses, one.span.start, one.span.end))]
        if inside:
            return min(inside, key=lambda one: _distance(clauses, head, one))
    return UNTOLD


def _covered(clauses: Clauses, start: int, end: int) -> list[int]:
    return [place for place, word in enumerate(clauses.words) if word.start < end and word.end > start]


def _distance(clauses: Clauses, head: int, when: When) -> int:
    """Words between the act and the expression; one without a value comes last."""
    places = _covered(clauses, when.span.start, when.span.end) if when.span else []
    far = min((abs(place - head) for place in places), default=999)
    return far + (0 if when.value else 1000)
