"""Quotations by their marks: pairs of any kind, continued over paragraphs, broken by "he said", unbalanced, set-off words."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..records.reading import Quotation, Sentence
from .lemmas import lemma
from .tables import speech_words

# Kinds of marks. A straight mark is opening or closing by what stands beside it; a single one may be an apostrophe.
OPENING = {
    "“": "“",
    "„": "“",
    "‟": "“",
    "‘": "‘",
    "‚": "‘",
    "«": "«",
    "‹": "‹",
    "「": "「",
    "『": "『",
    "``": "''",
    "‘‘": "’’",
}
CLOSING = {"”": "“", "’": "‘", "»": "«", "›": "‹", "」": "「", "』": "『"}
EITHER = {'"': '"', "''": "''", "’’": "’’", "＂": '"'}
DOUBLE = frozenset({"“", '"', "''", "’’"})
REOPENED = DOUBLE | {"«", "「", "『"}  # a single mark left open was an apostrophe
MARK = re.compile(r"``|''|‘‘|’’|[\"＂“”„‟«»‹›「」『』‘’‚']")
PARAGRAPH = re.compile(
    r"[^\n]+(?:(?<!.{120})\n(?![\"“„«‘']|\s*\n)[^\n]+)*"
)  # lines longer than that were not wrapped by hand
BEFORE_OPENING = frozenset(" \t\n\xa0([{—–-/:“‘«\"'…")
ELISION = re.compile(r"['’](?:\d\ds?\b|(?:em|til|tis|twas|cause|bout|n|round)\b)", re.IGNORECASE)
DEEP = 8  # marks open at once; older ones are given up
LOOK_AHEAD = 20  # marks to look at for a better close of a single mark
LONG_UNCLOSED = 3000  # a mark never closed opens a quotation only where its paragraph is shorter
SCARE = 6  # words; a longer quotation is never a mere set-off
TAG = 25  # words between two parts of a quotation that its speaker breaks: "…," he said in Geneva, "…"


class Mark(NamedTuple):
    """A quotation mark: its place, its kind, and whether it may open or close."""

    start: int
    end: int
    kind: str
    opens: bool
    closes: bool


class Pair(NamedTuple):
    """A quotation before grouping: `open_ended` when the paragraph ends and the mark does not close."""

    outer_start: int
    start: int
    end: int
    outer_end: int
    kind: str
    open_ended: bool


def find_quotations(text: str, sentences: Sequence[Sentence] = ()) -> tuple[Quotation, ...]:
    """All quotations, in order of their start; a quotation in a quotation follows the one that holds it.

    Marks are paired inside a paragraph. A paragraph that ends unclosed is a part of the quotation that the next one reopens;
    otherwise an unclosed mark quotes to the end of its paragraph, and a closing mark without an opening one quotes nothing.
    Parts of one broken or continued quotation have one `group`. `scare` uses the parse of `sentences` where there is one.
    """
    paragraphs = [found.span() for found in PARAGRAPH.finditer(text)]
    pairs: list[Pair] = []
    continued: list[bool] = []  # whether a pair goes on with the one before it
    open_kind: str | None = None
    for number, (start, end) in enumerate(paragraphs):
        inside = pairs_of(text, start, end)
        for pair in inside:
            continued.append(pair.outer_start == first_ink(text, start) and open_kind == pair.kind)
            pairs.append(pair)
        unclosed = [pair for pair in inside if pair.open_ended]
        goes_on = (
            number + 1 < len(paragraphs)
            and bool(unclosed)
            and reopens(text, *paragraphs[number + 1], unclosed[-1].kind)
        )
        if unclosed and not goes_on and end - unclosed[-1].start > LONG_UNCLOSED:
            at = pairs.index(unclosed[-1])
            del pairs[at], continued[at]
        open_kind = unclosed[-1].kind if goes_on else None
    return tuple(grouped(text, sentences, pairs, continued))


def first_ink(text: str, start: int) -> int:
    """The first character at or behind `start` that is not white space."""
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def reopens(text: str, start: int, end: int, kind: str) -> bool:
    """Whether the paragraph begins with an opening mark of this kind."""
    mark = next(marks(text, start, end), None)
    return mark is not None and mark.start == first_ink(text, start) and mark.opens and mark.kind == kind


def marks(text: str, start: int, end: int) -> Iterator[Mark]:
    """The quotation marks of a paragraph; apostrophes that can be nothing else are left out."""
    for found in MARK.finditer(text, start, end):
        mark = found.group()
        before = text[found.start() - 1] if found.start() > start else " "
        after = text[found.end()] if found.end() < end else " "
        if mark in ("'", "’", "‘", "‚") and ELISION.match(text, found.start()):
            continue
        if mark in OPENING and not (before.isalnum() and not after.isalnum()):
            yield Mark(found.start(), found.end(), OPENING[mark], True, mark == "“" and before in ".,?!…")
        elif mark == "'" or mark == "’":
            opens = mark == "'" and before in BEFORE_OPENING and not after.isspace()
            closes = not after.isalnum() and not before.isspace()
            if opens or closes:
                yield Mark(found.start(), found.end(), "'" if mark == "'" else "‘", opens, closes)
        elif mark in CLOSING or mark in OPENING:
            kind = CLOSING.get(mark) or OPENING[mark]
            stray = mark == "”" and before in BEFORE_OPENING and after.isalnum()
            yield Mark(found.start(), found.end(), kind, stray, not stray)
        else:
            opens = not after.isspace() and (before in BEFORE_OPENING or not (before.isalnum() or before in ".,?!…"))
            closes = not before.isspace() and before not in "([{"
            yield Mark(found.start(), found.end(), EITHER[mark], opens or not closes, closes or not opens)


def pairs_of(text: str, start: int, end: int) -> list[Pair]:
    """The pairs of one paragraph, by their start; the last mark left open runs to the paragraph's end."""
    found = list(marks(text, start, end))
    stack: list[Mark] = []
    pairs: list[Pair] = []
    for at, mark in enumerate(found):
        level = partner(stack, mark)
        if level is not None and mark.closes and (not mark.opens or closes_here(text, mark)):
            if is_apostrophe(text, mark, found[at + 1 : at + 1 + LOOK_AHEAD]):
                continue
            opener = stack[level]
            del stack[level:]
            if mark.start > opener.end:
                pairs.append(Pair(opener.start, opener.end, mark.start, mark.end, mark.kind, False))
        elif mark.opens:
            stack = [*stack[-DEEP:], mark]
    unclosed = next((mark for mark in stack if mark.kind in REOPENED), None)
    if unclosed is not None:
        later = [
            mark.start for mark in found if mark.start > unclosed.start and mark.kind == unclosed.kind and mark.opens
        ]
        _, stop = trimmed(text, unclosed.end, later[0] if later else end)
        if stop > unclosed.end:
            inside = [
                pair
                for pair in pairs
                if pair.outer_end <= unclosed.start or pair.outer_start >= stop or pair.outer_end <= stop
            ]
            pairs = [*inside, Pair(unclosed.start, unclosed.end, stop, stop, unclosed.kind, not later)]
    return sorted(pairs, key=lambda pair: (pair.outer_start, -pair.outer_end))


def partner(stack: Sequence[Mark], mark: Mark) -> int | None:
    """The open mark that this one may close: of the same kind, else any double one (`"` closed by `”`)."""
    for same in (frozenset({mark.kind}), DOUBLE if mark.kind in DOUBLE else frozenset()):
        for level in range(len(stack) - 1, -1, -1):
            if stack[level].kind in same:
                return level
    return None


def closes_here(text: str, mark: Mark) -> bool:
    """Of a mark that may open or close while one of its kind is open: whether it closes."""
    after = text[mark.end : mark.end + 1]
    before = text[mark.start - 1 : mark.start]
    return not (before.isspace() and after.isalnum())


def is_apostrophe(text: str, mark: Mark, later: Sequence[Mark]) -> bool:
    """Whether a closing single mark is the possessive of a plural (`the allies’ aims`) because a better close comes later."""
    if mark.kind not in ("'", "‘") or text[mark.start - 1] not in "sS":
        return False
    for other in later:
        if other.kind == mark.kind and other.opens and not other.closes:
            return False
        if other.kind == mark.kind and other.closes:
            return True
    return False


def grouped(text: str, sentences: Sequence[Sentence], pairs: list[Pair], continued: list[bool]) -> Iterator[Quotation]:
    """The pairs as quotations, each with the group of the one it goes on with, or a group of its own."""
    used, group = 0, 0
    last: Pair | None = None  # the last quotation that is not inside another
    for pair, goes_on in zip(pairs, continued, strict=True):
        inner = last is not None and pair.outer_start < last.outer_end
        joined = last is not None and not inner and (goes_on or is_broken(text, last, pair))
        if not joined:
            used += 1
        here = group if joined else used - 1
        if not inner:
            group, last = here, pair
        start, end = trimmed(text, pair.start, pair.end)
        if start < end:
            scare = not (joined or pair.open_ended) and is_scare(text, sentences, pair)
            marked = (pair.outer_start, pair.outer_end)
            yield Quotation(start=start, end=end, outer_start=marked[0], outer_end=marked[1], group=here, scare=scare)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without white space at its edges."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def is_broken(text: str, first: Pair, second: Pair) -> bool:
    """Whether only the speaker's tag stands between: "Yes," he said, "we will." or "Yes," he said. "We will."

    Not in: "Why?" Then Ann wrote, "Because." Here the words between belong to the second.
    """
    between = text[first.outer_end : second.outer_start]
    if "\n" in between or len(between) > TAG * 12:
        return False
    tag = re.findall(r"[\w'’]+", between)
    inside = between.strip(" ,.:;—–-")
    if (
        not tag
        or len(tag) > TAG
        or re.search(r"[.?!]\s+[A-Z]", inside.replace("Mr. ", "").replace("Ms. ", "").replace("Mrs. ", ""))
    ):
        return False
    if text[first.end - 1] not in ",?!…—-" and text[first.outer_end : first.outer_end + 1] not in (",", "—", "-"):
        return False
    if text[first.end - 1] in ".?!" and between.lstrip()[:1].isupper() and between.rstrip()[-1:] in ",:":
        return False
    return any(tells(word) for word in tag)


def tells(word: str) -> bool:
    """Whether the word is a verb that stands beside direct speech."""
    verb = speech_words("verb").get(lemma(word, "VERB"))
    return verb is not None and bool(verb["direct"])


def within(sentences: Sequence[Sentence], start: int, end: int) -> range:
    """The numbers of the sentences that touch the range."""
    first = max(0, bisect_right(sentences, start, key=lambda sentence: sentence.start) - 1)
    last = bisect_left(sentences, end, key=lambda sentence: sentence.start)
    return range(first + (first < last and sentences[first].end <= start), last)


def is_scare(text: str, sentences: Sequence[Sentence], pair: Pair) -> bool:
    """Whether a few words are only set off: no sentence, no clause with a subject and a verb."""
    quoted = text[pair.start : pair.end].strip()
    if len(re.findall(r"\w+", quoted)) > SCARE or (quoted[-1:] in ".?!," and quoted[:1].isupper()):
        return False
    inside = [
        (number, word)
        for sentence in within(sentences, pair.start, pair.end)
        for number, word in enumerate(sentences[sentence].words)
        if pair.start <= word.start and word.end <= pair.end
    ]
    if any(word.upos for _, word in inside):
        subjects = {word.head for _, word in inside if word.deprel.startswith(("nsubj", "csubj", "expl"))}
        return not any(number in subjects for number, _ in inside)
    return quoted[-1:] not in "?!"
