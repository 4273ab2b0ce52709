"""Lines that a page puts around its story, known by their words: forms, buttons, lists of other stories, credits.

The words are in knowledge/pages/boilerplate.toml, with what each group of them is and how far it reaches.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from dragoman.records import Record

from .tables import table

PROSE_WORDS = 12  # a line of so many words with a full stop at its end is story
LONG_PROSE_WORDS = 20  # so many below a heading such as "Related" of a page, where teasers stand
FORM_LINES = 6  # lines in which a form has a second phrase of its own
SIGNS = " \t\"'“”‘’«»*•·|>»›-–—:.…!?#+↓→▶►()[]"
FOLDED = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."})
ENDS_PROSE = re.compile(r"[.!?…][\"'”’»)\]]*$")


class Group(Record, frozen=True, kw_only=True):
    """Phrases that mark the same thing: `how` they stand in a line, `where` it is left out."""

    what: str
    how: str
    where: str
    source: str
    phrases: tuple[str, ...]
    longest: int = 120
    pages: bool = False


@cache
def groups(where: str) -> tuple[Group, ...]:
    """The groups of one reach."""
    return tuple(group for row in table("boilerplate")["groups"] if (group := Group.from_dict(row)).where == where)


@cache
def _whole_lines(where: str, pages: bool) -> frozenset[str]:
    used = (group for group in groups(where) if group.how == "is" and (pages or not group.pages))
    return frozenset(fold(phrase) for group in used for phrase in group.phrases)


@cache
def _partial(where: str, pages: bool) -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    """(how, longest, pattern) of the groups that look at a part of the line."""
    frames = {"begins": r"^(?:{})", "ends": r"(?:{})$", "has": r"(?:{})"}
    used = [group for group in groups(where) if group.how in frames and (pages or not group.pages)]
    return tuple(
        (group.how, group.longest, re.compile(frames[group.how].format("|".join(map(_pattern, group.phrases)))))
        for group in used
    )


def _pattern(phrase: str) -> str:
    """The phrase as words of their own: `by signing` is not in `by signings`."""
    phrase = phrase.lower().translate(FOLDED)
    before = r"(?<!\w)" if phrase[0].isalnum() else ""
    after = r"(?!\w)" if phrase[-1].isalpha() else ""
    return before + re.escape(phrase) + after


def fold(line: str) -> str:
    """The line as phrases are compared: lower case, plain signs, none at its edges."""
    return " ".join(line.lower().translate(FOLDED).strip(SIGNS).split())


def is_marked(line: str, where: str, *, pages: bool = False) -> bool:
    """Whether the words of the line are those of a group with that reach."""
    folded = fold(line)
    if folded in _whole_lines(where, pages):
        return True
    lowered = " ".join(line.lower().translate(FOLDED).split()).lstrip("*•·|>-# ").rstrip(".*: ")
    return any(
        len(line) <= longest and pattern.search(lowered) is not None for _, longest, pattern in _partial(where, pages)
    )


def is_prose(line: str, words: int = PROSE_WORDS) -> bool:
    """Whether the line is a sentence of a story: so many words, and a full stop at the end."""
    return len(line.split()) >= words and ENDS_PROSE.search(line.rstrip()) is not None


def story_lines(lines: Sequence[str], *, pages: bool = False) -> Iterator[int]:
    """The indices of the lines that belong to the story. Empty lines belong to it."""
    end = story_end(lines, pages=pages)
    for place, line in enumerate(lines[:end]):
        if not line.strip() or not (is_marked(line, "line", pages=pages) or is_marked(line, "end", pages=pages)):
            yield place


def story_end(lines: Sequence[str], *, pages: bool = False) -> int:
    """The index of the line at which the story ends: the length, or the first line of a form or of a list of other stories."""
    before = 0
    for place, line in enumerate(lines):
        if before and line.strip() and _ends_here(lines, place, before, pages):
            return place
        before += len(line.split()) if is_prose(line) else 0
    return len(lines)


def _ends_here(lines: Sequence[str], place: int, before: int, pages: bool) -> bool:
    after = lines[place + 1 :]
    if is_marked(lines[place], "end", pages=pages):
        return sum(len(line.split()) for line in after if is_prose(line)) <= before or any(
            is_marked(line, "end", pages=pages) for line in after[:FORM_LINES] if line.strip()
        )
    enough = LONG_PROSE_WORDS if pages else PROSE_WORDS
    return is_marked(lines[place], "tail", pages=pages) and not any(is_prose(line, enough) for line in after)


def without_boilerplate(text: str, *, pages: bool = False) -> str:
    """The normalised text without the lines that are no story."""
    lines = text.split("\n")
    kept = "\n".join(lines[place] for place in story_lines(lines, pages=pages))
    return re.sub(r"\n{3,}", "\n\n", kept).strip("\n ")
