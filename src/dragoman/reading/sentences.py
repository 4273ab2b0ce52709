"""Where sentences begin, by rule: periods, closing quotation marks, abbreviations, and the lines of the text."""

import re
from collections.abc import Mapping, Sequence

Offsets = tuple[int, int]

STOP = re.compile(r"[.!?…]*[.!?…。！？؟।॥۔]|:\)|;\)|:-\)")
CLOSERS = frozenset("\"'”’»)]}›''’’")
OPENERS = frozenset("\"'“‘«([{‹„‚``‘‘")
BULLET = re.compile(r"[-–—•·*▪►●○◦‣>]\s|\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})[.)]\s|#{1,6}\s|\*\s")
STARTERS = frozenset(
    "the a an he she it they we i you this that these those but and in on at for from when while if as his her its their our "
    "there however meanwhile what who why how no not so then after before since although though also according".split()
)
CLOSING = 4  # at most so many closing marks in a row belong to the sentence they close
HARD_WRAP = 120  # a line longer than this was not wrapped by hand: each line of such a text is a paragraph


def sentence_starts(text: str, words: Sequence[Offsets], kinds: Mapping[str, str]) -> list[int]:
    """Indices of the words that begin a sentence; `kinds` are the abbreviations with their kind."""
    starts = [0] if words else []
    for at in range(1, len(words)):
        gap = text[words[at - 1][1] : words[at][0]]
        if gap and ("\n" in gap or "\r" in gap or "\u2028" in gap or "\u2029" in gap):
            if breaks_at_line(text, words, at, gap) or ends_before(text, words, at, starts[-1], kinds):
                starts.append(at)
        elif ends_before(text, words, at, starts[-1], kinds):
            starts.append(at)
    return starts


def breaks_at_line(text: str, words: Sequence[Offsets], at: int, gap: str) -> bool:
    """Whether a line end alone ends the sentence: blank line, bullet, or a line that had room for the next word."""
    if gap.count("\n") > 1 or "\u2029" in gap or gap.count("\r") > max(1, gap.count("\n")):
        return True
    here = words[at][0]
    if BULLET.match(text, here):
        return True
    before = text.rfind("\n", 0, words[at - 1][1]) + 1
    after = text.find("\n", here, here + 4 * HARD_WRAP)
    after = min(len(text), here + 4 * HARD_WRAP) if after < 0 else after
    line, following = words[at - 1][1] - before, after - here
    if max(line, following) > HARD_WRAP:
        return True
    first = text[here : words[at][1]]
    if first[0].islower():
        return False
    return line + 1 + len(first) + 12 < following


def ends_before(text: str, words: Sequence[Offsets], at: int, first: int, kinds: Mapping[str, str]) -> bool:
    """Whether the sentence that began at word `first` ends before word `at`."""
    last = at - 1
    while last > max(first, at - 1 - CLOSING) and text[words[last][0] : words[last][1]] in CLOSERS and words[last - 1][1] == words[last][0]:
        last -= 1
    word = text[words[last][0] : words[last][1]]
    following = text[words[at][0] : words[at][1]]
    if words[at][0] == words[at - 1][1] and following[0] not in OPENERS and not following[0].isupper():
        return False
    if STOP.fullmatch(word):
        return begins(text, words, at, word, last < at - 1)
    if word.endswith(".") and len(word) > 1:
        kind = kinds.get(word, "final" if len(word) > 2 else "title")
        if kind == "final" or (kind == "inner" and word == "etc."):
            return following[:1].isupper() and following.lower() in STARTERS
    return False


def begins(text: str, words: Sequence[Offsets], at: int, stop: str, closed: bool) -> bool:
    """Whether word `at` can begin a sentence after the mark `stop`."""
    following = text[words[at][0] : words[at][1]]
    if words[at][0] == words[at - 1][1]:
        return following[0].isupper() and stop in ".!?"
    if following[0].islower():
        return False
    if following[0] in ",;:)]}%":
        return False
    if following[0] in OPENERS and at + 1 < len(words):
        return not text[words[at + 1][0]].islower()
    return True
