"""Where sentences begin, by rule: periods, closing quotation marks, abbreviations, and the lines of the text."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from .lemmas import lemma
from .tables import speech_words, table

Offsets = tuple[int, int]

STOP = re.compile(r"[.!?…]*[.!?…。！？؟।॥۔]|:\)|;\)|:-\)")
CLOSERS = frozenset("\"'”’»)]}›''’’")
OPENERS = frozenset("\"'“‘«([{‹„‚``‘‘")
RULE = re.compile(r"[-=_*~#+]{5,}")  # a line drawn across the text
ITEM = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,2})*|[A-Za-z]|[ivxIVX]{1,4})[.)]{1,2}")
NOTE = re.compile(r"\[\d{1,3}(?:[,–-]\s?\d{1,3})*\]")
BULLET = re.compile(r"[-–—•·*▪►●○◦‣>]\s|\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})[.)]\s|#{1,6}\s|\*\s")
CLOSING = 4  # at most so many closing marks in a row belong to the sentence they close
NAME = 4  # words of a speaker's name and titles between a quotation and its verb
HARD_WRAP = 120  # a line longer than this was not wrapped by hand: each line of such a text is a paragraph


@cache
def starters() -> frozenset[str]:
    """Words that, capitalised behind `U.S.` or `Inc.`, begin a sentence rather than go on with a name."""
    return frozenset(row["word"] for row in table("starters"))


def sentence_starts(text: str, words: Sequence[Offsets], kinds: Mapping[str, str]) -> list[int]:
    """Indices of the words that begin a sentence; `kinds` are the abbreviations with their kind."""
    starts = [0] if words else []
    for at in range(1, len(words)):
        gap = text[words[at - 1][1] : words[at][0]]
        if gap and gap != " " and ("\n" in gap or "\r" in gap or "\u2028" in gap or "\u2029" in gap):
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
    if text[words[at - 1][1] - 1].isalnum():  # no stop, no closing mark
        return False
    last = last_word(text, words, at, first)
    word = text[words[last][0] : words[last][1]]
    following = text[words[at][0] : words[at][1]]
    if RULE.fullmatch(word):
        return last == at - 1
    touching = words[at][0] == words[at - 1][1]
    if STOP.fullmatch(word):
        if word == "." and last - 1 > first and text[words[last - 1][1] - 1] == ".":
            word = "..."  # spaced periods
        if last - first <= 2 and (ITEM.fullmatch(text, words[first][0], words[last][1]) or word[0] in "…"):
            return False
        if touching:
            return following[0].isupper() and word in (".", "!", "?") and words[last][0] > words[first][0] + 1
        return begins(text, words, at, word, last < at - 1)
    if word.endswith(".") and len(word) > 1 and not touching:
        kind = kinds.get(word, "final" if len(word) > 2 else "title")
        return kind == "final" and (following.lower() in starters() or word == "etc.") and following[0].isupper()
    return False


def last_word(text: str, words: Sequence[Offsets], at: int, first: int) -> int:
    """The last word before `at` that is no closing mark and no note number: what decides whether a sentence ended."""
    last = at - 1
    for _ in range(CLOSING):
        while last - first > 3 and NOTE.fullmatch(text, words[last - 2][0], words[last][1]):
            last -= 3
        if (
            last <= first
            or text[words[last][0] : words[last][1]] not in CLOSERS
            or words[last - 1][1] != words[last][0]
        ):
            break
        last -= 1
    return last


def begins(text: str, words: Sequence[Offsets], at: int, stop: str, closed: bool) -> bool:
    """Whether word `at`, after white space, can begin a sentence after the mark `stop`; `closed`: a quotation closes between."""
    following = text[words[at][0] : words[at][1]]
    if following[0] in ".,;:)]}%…" and following not in (":)", ":("):
        return False
    if NOTE.match(text, words[at][0]):
        return False
    if closed and stop[-1] in "?!" and tag_follows(text, words, at):
        return False
    opened = at
    while opened + 1 < len(words) and opened < at + CLOSING and text[words[opened][0] : words[opened][1]] in OPENERS:
        opened += 1
    if text[words[opened][0]].islower():
        return not closed and opened == at and not stop.startswith(("..", "…"))
    return True


def tag_follows(text: str, words: Sequence[Offsets], at: int) -> bool:
    """Whether a name and a word of saying stand at `at`, as behind "Is that all?" in: "Is that all?" Ms. Lee asked."""
    for start, end in words[at : at + NAME + 1]:
        word = text[start:end]
        if word[0].islower():
            verb = speech_words("verb").get(lemma(word, "VERB"))
            return words[at][0] < start and verb is not None and bool(verb["direct"])
        if not word[0].isupper():
            return False
    return False
