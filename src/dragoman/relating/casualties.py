"""How many people a report says were killed, wounded, missing, detained or captured."""

import math
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from dragoman.records import Span, span_of

NEAR = 0.15  # "about 20" is taken for 17 to 23: rounding to the next ten or half hundred stays inside


class Count(NamedTuple):
    """A count with its words: `kind` is killed, wounded …; `low` to `high` is what the words may mean, `high` infinite for "at least"."""

    kind: str
    low: float
    high: float
    span: Span

    def words(self) -> str:
        """The count for people: `12`, `12 or more`, `up to 30`, `17 to 23`."""
        if math.isinf(self.high):
            return f"{self.low:.0f} or more"
        if self.low == self.high:
            return f"{self.low:.0f}"
        return f"up to {self.high:.0f}" if self.low == 0 else f"{self.low:.0f} to {self.high:.0f}"

    def excludes(self, other: "Count") -> bool:
        """Whether both cannot be true."""
        return self.low > other.high or other.low > self.high


@cache
def _table() -> dict[str, Any]:
    source = resources.files("dragoman.knowledge") / "language" / "casualties.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))


def _either(words: Iterator[str] | list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Number before the word of harm (`12 people were killed`) and after it (`killing 12 people`)."""
    table = _table()
    names = [*table["numbers"], *table["vague"]]
    amount = rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+|(?:a )?(?:{_either(names)})(?:-(?:{_either(list(table['numbers']))}))?)"
    bound = rf"(?:(?P<bound>{_either([one for some in table['bounds'].values() for one in some])}) )?"
    kind = rf"(?P<kind>{_either([one for some in table['kinds'].values() for one in some])})"
    people = _either(table["people"]["words"])
    who = rf"(?: (?:of the )?(?:[\w’'-]+ ){{0,2}}(?:{people}))?(?: of them)?"
    been = r"(?: (?:were|was|are|is|have been|had been|has been|being|been|left|reported|confirmed|feared))*"
    return (
        re.compile(rf"\b{bound}{amount}{who}{been} {kind}\b", re.IGNORECASE),
        re.compile(rf"\b{kind} {bound}{amount}\b(?! (?:years?|days?|hours?|months?|weeks?|minutes?|percent|per cent|times)\b|[.,]\d|%)", re.IGNORECASE),
    )  # fmt: skip


def counts_in(text: str) -> Iterator[Count]:
    """The counts of a text, in reading order. A count of days, years or shares is none."""
    found = [match for pattern in _patterns() for match in pattern.finditer(text)]
    end = 0
    for match in sorted(found, key=lambda match: (match.start(), -match.end())):
        value = _value(match["number"])
        if match.start() >= end and value is not None:
            low, high = _range(value, match["number"], (match["bound"] or "").lower())
            yield Count(_kind(match["kind"].lower()), low, high, span_of(text, match.start(), match.end()))
            end = match.end()


def headline_counts(text: str) -> dict[str, Count]:
    """The first count of each kind: news tells the present one first and the background later."""
    first: dict[str, Count] = {}
    for count in counts_in(text):
        first.setdefault(count.kind, count)
    return first


def _kind(word: str) -> str:
    kinds: dict[str, list[str]] = _table()["kinds"]
    return next(kind for kind, words in kinds.items() if word in words)


def _value(words: str) -> float | None:
    """A number in digits or words.

    >>> _value("1,200"), _value("twenty-three"), _value("a dozen")
    (1200.0, 23.0, 12.0)
    """
    if words[0].isdigit():
        return float(words.replace(",", ""))
    known = _table()["numbers"] | _table()["vague"]
    parts = [known.get(part) for part in words.lower().removeprefix("a ").split("-")]
    return float(sum(part for part in parts if part is not None)) if None not in parts else None


def _range(value: float, words: str, bound: str) -> tuple[float, float]:
    bounds = _table()["bounds"]
    if bound in bounds["least"] or (words.lower() in _table()["vague"] and words.lower().endswith("s")):
        return value, math.inf
    if bound in bounds["most"]:
        return 0.0, value
    if bound in bounds["near"]:
        return math.floor(value * (1 - NEAR)), math.ceil(value * (1 + NEAR))
    return value, value
