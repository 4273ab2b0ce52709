"""Words and sentences of a text, as the English Universal Dependencies treebanks cut them, with exact offsets.

Everything is a fixed rule over tables in knowledge/language: the same text gives the same words on every machine. Work grows
with the length of the text only; every pattern that looks ahead is bounded.
"""

import re
from functools import cache, lru_cache
from itertools import pairwise

from .sentences import sentence_starts
from .tables import table

Offsets = tuple[int, int]

MARKS = "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0903\u093a-\u094f\u200c\u200d"
LETTER = rf"[\w{MARKS}]"
APOSTROPHE = "['’`ʼ＇]"

# Order matters: the first alternative that matches wins. All runs that must be followed by something are bounded.
PIECE = re.compile(
    rf"""
      (?P<link> (?:https?|ftp|mailto)://?[^\s<>"“”«»{{}}|]+ | (?:https?|mailto):[^\s<>"“”]+ | www\.[^\s<>"“”«»{{}}|]+
        | [\w.+%-]{{1,64}}@[\w-]{{1,64}}(?:\.[\w-]{{1,64}}){{0,6}}
        | (?:[\w-]{{1,64}}\.){{1,6}}(?:com|org|net|gov|edu|mil|int|info|co|io|uk|eu|ru|cn|html?|pdf|docx?|xlsx?|txt|jpe?g|png)(?![\w@-])
          (?:/[^\s<>"“”()]*)?
        | @\w{{1,40}} | \#[^\W\d]\w{{0,80}} )
    | (?P<smile> [:;=8]'?-?[)(DPp](?![\w)(]) | \^_\^ | <3(?!\d) )
    | (?P<acronym> (?:[^\W\d_]\.(?![.])){{2,12}}(?:[^\W\d_](?![\w'’]))? | [^\W\d_]\.[^\W\d_](?!\w) )
    | (?P<phone> (?<![\w-])(?:\d{{1,4}}-)?\d{{3}}[-/.]\d{{3}}-\d{{4}}(?!\w)
        | (?<![\w-])\d{{3}}-\d{{4}}(?![\w-]) | \d{{1,4}}-\d{{1,2}}-\d{{1,4}}(?![\w-]) )
    | (?P<number> (?:(?<![\w.])\.|(?<![\w+])\+)?\d+(?:[.,:/]\d+)*(?P<tail>(?:{APOSTROPHE}s(?!\w)|{LETTER}+)?) )
    | (?P<year> ['’‘]\d\d(?:s)?(?!\w) )
    | (?P<clitic> {APOSTROPHE}(?:s|re|ve|ll|m|d|em|tis|twas|n)(?!\w) | n['’]t(?!\w) )
    | (?P<word> {LETTER}+(?:(?:{APOSTROPHE}|&)(?={LETTER}){LETTER}+|(?:(?<=[a-z])\*+(?=[a-z]){LETTER}+))* )
    | (?P<run> \.{{2,}} | …+\.* | -{{2,}} | [!?.]*[!?][!?]+ | ={{2,}} | \*{{2,}} | _{{2,}} | \#{{3,}} | ~{{2,}} | \+{{2,}} | <{{2,}}
        | >{{2,}} | ''|``|‘‘|’’ )
    | (?P<mark> \S )
    """,
    re.VERBOSE | re.IGNORECASE,
)
CLITIC = re.compile(r"(?:n['’`]t|['’`ʼ＇](?:s|re|ve|ll|m|d))$", re.IGNORECASE)
ORDINAL = re.compile(r"(?:st|nd|rd|th|s)$", re.IGNORECASE)
CHUNK = re.compile(r"\S+")
PERIODS = re.compile(r"\.[^\W\d_]{1,4}\.")
LINK_END = re.compile(r"[.,;:!?'’\")\]}>*]+$")
SHORT = 48  # chunks up to this length are remembered: they repeat in news


@cache
def abbreviations() -> dict[str, str]:
    """Every abbreviation that ends in a period, with its kind: title, number, month, inner or final."""
    return {row["text"]: row["kind"] for row in table("abbreviations")}


@cache
def prefixes() -> frozenset[str]:
    """First parts that stay joined to what follows the hyphen: `anti-ship` is one word, `ship-borne` three."""
    return frozenset(row["prefix"] for row in table("affixes"))


@cache
def contractions() -> dict[str, tuple[int, ...]]:
    """Written words that hold several, with the length of each: `cannot` is 3 and 3."""
    return {row["text"]: tuple(len(part) for part in row["words"].split()) for row in table("contractions")}


@cache
def units() -> frozenset[str]:
    """Units that are cut from the number they stick to: `5km` is two words, `5th` one."""
    return frozenset(row["unit"] for row in table("units"))


def split(text: str) -> list[list[Offsets]]:
    """The sentences of a text, each a list of (start, end) of its words in code points, in reading order.

    Words follow UD English EWT and GUM: `do|n't`, `can|not`, `Seoul|'s`, `$|5`, `12|-|year|-|old`, `anti-ship`, `U.S.`.
    A sentence never runs over a blank line.
    """
    words = find_words(text)
    if not words:
        return []
    starts = sentence_starts(text, words, abbreviations())
    return [words[first:last] for first, last in zip(starts, [*starts[1:], len(words)], strict=True)]


def find_words(text: str) -> list[Offsets]:
    """(start, end) of every word of the text, in reading order; all that is not white space is in some word."""
    found: list[Offsets] = []
    for chunk in CHUNK.finditer(text):
        start, end = chunk.span()
        numbered = end - start < SHORT and text[end - 1] == "." and text[end : end + 2].strip()[:1].isdigit()
        cut = chunk_words if end - start <= SHORT else chunk_words.__wrapped__
        found += [(start + a, start + b) for a, b in cut(chunk.group(), numbered)]
    return found


@lru_cache(maxsize=1 << 15)
def chunk_words(chunk: str, numbered: bool) -> tuple[Offsets, ...]:
    """Words of a run without white space. `numbered`: a digit follows, so `No.` and `Art.` are abbreviations."""
    found: list[Offsets] = []
    at = 0
    while at < len(chunk):
        piece = PIECE.match(chunk, at)
        assert piece is not None, "the last alternative takes any character that is not white space"
        kind = piece.lastgroup
        before = at
        at = piece.end()
        if kind == "link":
            at = before + len(LINK_END.sub("", piece.group())) or at
            at = max(at, before + 1)
            found.append((before, at))
        elif kind in ("number", "tail"):
            found.extend(number_words(piece))
        elif kind == "word":
            at = word_end(chunk, before, at, numbered)
            found.extend(cut_word(chunk, before, at))
        else:
            found.append((before, at))
    return tuple(found)


def word_end(chunk: str, start: int, end: int, numbered: bool) -> int:
    """Where the word really ends: behind the period of an abbreviation, behind what follows a joining prefix."""
    if chunk[end : end + 1] == "-" and chunk[start:end].lower() in prefixes() and chunk[end + 1 : end + 2].isalnum():
        rest = PIECE.match(chunk, end + 1)
        if (
            rest is not None
            and rest.lastgroup in ("word", "number", "tail")
            and chunk[rest.end() : rest.end() + 1] != "-"
        ):
            return rest.end()
    while chunk[end : end + 1] == "." and chunk[end + 1 : end + 2] != ".":
        kind = abbreviations().get(chunk[start : end + 1])
        if kind is None or (kind == "number" and not (numbered or chunk[end + 1 : end + 2].isdigit())):
            if (
                end - start == 1
                and chunk[start].isupper()
                and chunk[start] != "I"
                and not chunk[end + 1 : end + 2].isalnum()
            ):
                return end + 1  # an initial; a sentence that ends in a letter gets its period back later
            longer = PERIODS.match(chunk, end)
            if longer is None or chunk[start : longer.end()] not in abbreviations():
                return end
            return longer.end()
        end += 1
    return end


def cut_word(chunk: str, start: int, end: int) -> list[Offsets]:
    """The word with its clitics cut off; a few written words hold two."""
    parts = contractions().get(chunk[start:end].lower())
    if parts is not None:
        cuts = [start]
        for length in parts:
            cuts.append(cuts[-1] + length)
        return list(pairwise(cuts))
    tail: list[Offsets] = []
    while (clitic := CLITIC.search(chunk, start, end)) and clitic.start() > start:
        tail.insert(0, (clitic.start(), end))
        end = clitic.start()
    return [(start, end), *tail]


def number_words(piece: re.Match[str]) -> list[Offsets]:
    """A number, and the unit that sticks to it as a word of its own."""
    start, end = piece.span()
    tail = piece.group("tail")
    if not tail or ORDINAL.fullmatch(tail):
        return [(start, end)]
    if tail.lower() in units() or (
        CLITIC.fullmatch(tail) and not piece.group().startswith("0", end - start - len(tail) - 1)
    ):
        return [(start, end - len(tail)), (end - len(tail), end)]
    return [(start, end)]
