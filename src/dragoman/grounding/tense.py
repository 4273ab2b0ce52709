"""Whether a date without a year or week looks back or forward: told by the verbs around it."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from .time_words import TimeToken, read_table

LEFT_REACH = 14  # words; beyond it a verb belongs to something else. Read off wire reports of the training data by eye
RIGHT_REACH = 8
RIGHT_WEIGHT = 2
_SENTENCE_ENDS = frozenset(".!?;")


class Direction(NamedTuple):
    """-1 looks back, 1 forward, 0 nothing tells; `word` is what decided."""

    sign: int
    word: str


NO_DIRECTION = Direction(0, "")


@cache
def _words() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    table = read_table("tense.toml")
    return frozenset(table["future"]), frozenset(table["past"]), frozenset(table["future_before_to"])


def direction_at(tokens: Sequence[TimeToken], first: int, last: int) -> Direction:
    """The direction of the verb nearest to tokens `first` to `last` in their sentence.

    A verb before counts as nearer than one after ("the minister who will testify Monday said"), and a comma between as two words.
    A possessive ("Wednesday's ruling") looks back unless the verb stands beside it.
    """
    genitive = last + 1 < len(tokens) and tokens[last + 1].form == "'s"
    before, word_before, sign_before = _nearest(tokens, range(first - 1, -1, -1), LEFT_REACH if not genitive else 2)
    after, word_after, sign_after = _nearest(tokens, range(last + 1, len(tokens)), RIGHT_REACH if not genitive else 0)
    if sign_before and (not sign_after or before <= RIGHT_WEIGHT * after + 1):
        return Direction(sign_before, word_before)
    return Direction(sign_after, word_after)


def _nearest(tokens: Sequence[TimeToken], order: range, reach: int) -> tuple[int, str, int]:
    """Distance, form and sign of the first telling verb, within `reach` words and the sentence."""
    distance, backwards = 0, order.step < 0
    for at in order:
        if _ends_sentence(tokens, at) or tokens[at if backwards else at - 1].stop:
            break
        distance += 3 if tokens[at].form == "," else 1
        if distance > reach:
            break
        sign = _sign(tokens, at)
        if sign:
            return distance, tokens[at].form, sign
    return 0, "", 0


def _ends_sentence(tokens: Sequence[TimeToken], at: int) -> bool:
    form = tokens[at].form
    return form in _SENTENCE_ENDS or "\n\n" in form


def _sign(tokens: Sequence[TimeToken], at: int) -> int:
    future, past, before_to = _words()
    form = tokens[at].form
    following = tokens[at + 1].form if at + 1 < len(tokens) else ""
    if form in before_to and following in ("to", "for"):
        return 1
    if form in future:
        return 1
    passive = at > 0 and tokens[at - 1].form == "be"  # "must be returned": the modal decides
    return -1 if not passive and (form in past or (form.endswith("ed") and len(form) > 4)) else 0
