"""Who said what. Only words count (`\\w+`): marks and blanks at the edges of a span make no difference.

`attribution` is the headline: one-to-one pairs whose contents share words with a Dice of at least 0.5 and whose sources agree.
`strict` wants 0.9. `found` leaves the source aside, and `who` is the share of those pairs whose source agrees. `token:*`, `span:*` and
`overlap:*` measure the roles one by one; `R:*` is recall of the headline by the kind of the gold attribution.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from ..rows import AttributionPart, AttributionRow, Piece
from .measures import BOOT, Counts, Scores, Value, interval_of_counts, named_prf, one_to_one, share, with_intervals

ROLES = ("source", "cue", "content")
# words that do not tell one source from another
LIGHT = frozenset(("the", "a", "an", "his", "her", "their", "its", "our", "my", "of", "and", "s"))
LOOSE, STRICT = 0.5, 0.9
DIRECT, MIXED = 0.9, 0.02  # more than this share of the content between quotation marks

_WORD = re.compile(r"\w+")

Words = frozenset[int]
Tally = dict[str, tuple[int, int, int]]


class Said(NamedTuple):
    """An attribution as numbers of words."""

    source: Words
    cue: Words
    content: Words
    nested: bool


class Pair(NamedTuple):
    """A gold and a system attribution that are taken for the same."""

    gold: int
    system: int
    dice: float
    same_source: bool


def score_attribution(
    gold: Sequence[AttributionRow], found: Mapping[str, AttributionRow], *, cued: bool = False, boot: int = BOOT
) -> Scores:
    """Micro-averages over the articles; `cued` leaves out gold attributions without a cue."""
    tallies = []
    for row in gold:
        wanted = [one for one in row.attributions or () if one.cue or not cued]
        made = found[row.id].attributions if row.id in found else ()
        tallies.append(tally(row.text, wanted, made or ()))
    values: dict[str, Value] = {}
    for name, (right, made_n, there) in _summed(tallies).items():
        values |= {f"{name}.r": share(right, there)} if name.startswith("R:") else named_prf(name, right, made_n, there)
        values[f"{name}.n"] = there
    values["token:macro.f1"] = sum(float(values.get(f"token:{role}.f1") or 0.0) for role in ROLES) / len(ROLES)
    headline = np.array([one["attribution"] for one in tallies], dtype=np.int64)
    return with_intervals(values, {"attribution.f1": interval_of_counts(headline, _f1, boot)})


def _f1(counts: Counts) -> float:
    right, made, there = (int(count) for count in counts)
    return share(2 * right, made + there)


def _summed(tallies: Iterable[Tally]) -> Tally:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in tallies:
        for name, counts in one.items():
            sums[name] = [a + b for a, b in zip(sums[name], counts, strict=True)]
    return {name: (right, made, there) for name, (right, made, there) in sums.items()}


def tally(text: str, gold: Sequence[AttributionPart], system: Sequence[AttributionPart]) -> Tally:
    """(right, made, there) of each measure for one article."""
    spans = [match.span() for match in _WORD.finditer(text)]
    names = [text[start:end].lower() for start, end in spans]
    wanted, made = _as_words(spans, gold), _as_words(spans, system)
    close = _close(wanted, made, names)
    pairs, loose = _taken(pair for pair in close if pair.same_source), _taken(close)
    counts: Tally = {
        "attribution": (len(pairs), len(made), len(wanted)),
        "strict": (sum(pair.dice >= STRICT for pair in pairs), len(made), len(wanted)),
        "found": (len(loose), len(made), len(wanted)),
        "who": (sum(pair.same_source for pair in loose), len(loose), len(loose)),
    }
    for role in ROLES:
        counts |= _roles(role, [getattr(one, role) for one in wanted], [getattr(one, role) for one in made])
    return counts | _recalls(text, spans, wanted, {pair.gold for pair in pairs})


def _as_words(spans: Sequence[tuple[int, int]], parts: Sequence[AttributionPart]) -> list[Said]:
    said = [
        Said(
            source=_inside(spans, part.source),
            cue=_inside(spans, part.cue),
            content=_inside(spans, part.content),
            nested=bool(part.nested_in),
        )
        for part in parts
    ]
    return [one for one in said if one.content or one.cue]


_start, _end = itemgetter(0), itemgetter(1)


def _inside(spans: Sequence[tuple[int, int]], pieces: Sequence[Piece]) -> Words:
    """The words that lie wholly in one of the pieces."""
    ranges = (
        range(bisect_left(spans, piece.start, key=_start), bisect_right(spans, piece.end, key=_end)) for piece in pieces
    )
    return frozenset(word for words in ranges for word in words)


def dice(a: Words, b: Words) -> float:
    """Twice what is shared over what there is; two empty sets are equal."""
    return share(2 * len(a & b), len(a) + len(b), empty=1.0)


def same_source(a: Words, b: Words, names: Sequence[str]) -> bool:
    """Both empty, or sharing at least half of the shorter one's words, articles and the like not counted."""
    if not a or not b:
        return not a and not b
    heavy_a, heavy_b = (frozenset(n for n in side if names[n] not in LIGHT) or side for side in (a, b))
    shared = len(heavy_a & heavy_b)
    return shared > 0 and shared >= min(len(heavy_a), len(heavy_b)) / 2


def _touching(gold: Sequence[Words], system: Sequence[Words]) -> Iterator[tuple[int, int]]:
    """The pairs that share a word."""
    holders: dict[int, set[int]] = defaultdict(set)
    for j, words in enumerate(system):
        for word in words:
            holders[word].add(j)
    for i, words in enumerate(gold):
        for j in set[int]().union(*(holders[word] for word in words if word in holders)):
            yield i, j


def _close(gold: Sequence[Said], system: Sequence[Said], names: Sequence[str]) -> list[Pair]:
    """The pairs whose contents are close, best first: content with the source's agreement on top, then the cue, then reading order."""
    ranked = []
    for i, j in _touching([one.content for one in gold], [one.content for one in system]):
        close = dice(gold[i].content, system[j].content)
        if close >= LOOSE:
            pair = Pair(i, j, close, same_source(gold[i].source, system[j].source, names))
            ranked.append((-close - pair.same_source, -dice(gold[i].cue, system[j].cue), pair))
    return [pair for _, _, pair in sorted(ranked)]


def _taken(pairs: Iterable[Pair]) -> list[Pair]:
    by_ends = {(pair.gold, pair.system): pair for pair in pairs}
    return [by_ends[ends] for ends in one_to_one(by_ends)]


def _roles(role: str, gold: Sequence[Words], system: Sequence[Words]) -> Tally:
    wanted, made = [one for one in gold if one], [one for one in system if one]
    gold_words, made_words = frozenset[int]().union(*wanted), frozenset[int]().union(*made)
    equal = (Counter(wanted) & Counter(made)).total()
    return {
        f"token:{role}": (len(gold_words & made_words), len(made_words), len(gold_words)),
        f"overlap:{role}": (_overlapping(wanted, made), len(made), len(wanted)),
        f"span:{role}": (equal, len(made), len(wanted)),
    }


def _overlapping(gold: Sequence[Words], system: Sequence[Words]) -> int:
    offers = sorted((-dice(gold[i], system[j]), i, j) for i, j in _touching(gold, system))
    return len(one_to_one((i, j) for _, i, j in offers))


def _recalls(text: str, spans: Sequence[tuple[int, int]], gold: Sequence[Said], hit: set[int]) -> Tally:
    marked = between_marks(text)
    counts: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for number, one in enumerate(gold):
        inside = share(sum(marked[spans[word][0]] for word in one.content), max(1, len(one.content)))
        for kind in _kinds(one, inside):
            counts[kind] += 1
            right[kind] += number in hit
    return {f"R:{kind}": (right[kind], 0, there) for kind, there in counts.items()}


def _kinds(one: Said, inside: float) -> list[str]:
    kinds = ["direct" if inside > DIRECT else "mixed" if inside > MIXED else "indirect"]
    return kinds + ["nosource"] * (not one.source) + ["nested"] * one.nested


def between_marks(text: str) -> list[bool]:
    """For each character whether it stands between double quotation marks, marks included; a new line ends a quotation."""
    inside, flags = False, []
    for character in text:
        if character in "\n”":
            inside = False
        elif character == "“":
            inside = True
        elif character == '"':
            inside = not inside
        flags.append(inside or character in '”"')
    return flags
