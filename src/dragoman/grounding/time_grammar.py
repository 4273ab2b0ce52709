"""The date rules of knowledge/times, compiled: where in a text they match, and which words filled which class."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, NamedTuple

from .time_words import TimeLexicon, TimeToken, read_table

_TABLES = ("rules_dates.toml", "rules_relative.toml", "rules_durations.toml", "vague.toml")
_WORD = re.compile(r"<[a-z]+>|[A-Z_]+(?![a-z])|[(){}|?*]|[^\s(){}|?*]+")
_TEXT_EDGE = "\u0001"
_NOT_CAPTURED = ("LPAREN", "PAUSE", "NAMELESS", "NAMECAP", "PLURAL")
_SLOT = {
    "MONTH_OR_WORD": "MONTH", "MONTH_SHORT": "MONTH", "SHORTDECADE": "DECADE",
    "WEEKDAY_SHORT": "WEEKDAY", "WEEKDAYS": "WEEKDAY", "SEASON_OR_WORD": "SEASON", "OLDYEAR": "YEAR",
    "SHORTYEAR": "YEAR", "UNITS": "UNIT", "SECOND": "UNIT", "QUARTER": "UNIT",
}  # fmt: skip

# the longest expression has fewer tokens than this; a rule is tried this far around a word it cannot do without
REACH = 24

Slots = dict[str, list[Any]]


class Matched(NamedTuple):
    """One expression: tokens `first` to `last` (inclusive), its rule, the values that filled each class, and the literal words."""

    first: int
    last: int
    rule: "Rule"
    slots: Slots
    words: tuple[str, ...]
    part: int
    parts: int


@dataclass(frozen=True)
class Rule:
    """A rule of knowledge/times: its pattern over signs, the class of each group, and how its meaning is worked out."""

    name: str
    pattern: str
    groups: tuple[tuple[int, str], ...]
    emits: tuple[int, ...]
    meaning: str
    order: int
    anchors: frozenset[str]
    settings: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The pattern, compiled when a text first has a word that the rule needs."""
        return re.compile(self.pattern)

    def matches(self, signs: str, tokens: list[TimeToken], positions: list[int]) -> Iterator[list[Matched]]:
        """The places where the rule fits, left to right, each as the expressions it makes there.

        Only the surroundings of the words at `positions`, of which the rule needs one, are searched.
        """
        for first, last in _windows(positions):
            yield from self._matches_between(signs, tokens, max(first, 0), last)

    def _matches_between(self, signs: str, tokens: list[TimeToken], first: int, last: int) -> Iterator[list[Matched]]:
        for match in self.regex.finditer(signs, first, last):
            spans = [match.span(group) for group in self.emits if match.start(group) >= 0] or [match.span()]
            yield [self._matched(match, tokens, span, part, len(spans)) for part, span in enumerate(spans)]

    def _matched(
        self, match: re.Match[str], tokens: list[TimeToken], span: tuple[int, int], part: int, parts: int
    ) -> Matched:
        slots: Slots = {}
        inside: set[str] = set()
        for group, word_class in self.groups:
            at = match.start(group)
            if at < 0:
                continue
            name = _SLOT.get(word_class, word_class)
            own = span[0] <= at < span[1]
            if own or name not in inside:
                held = slots.setdefault(name, [])
                if own and name not in inside:
                    held.clear()
                    inside.add(name)
                if own or not held:
                    held.append(tokens[at - 1].values[word_class])
        words = tuple(token.form for token in tokens[match.start() - 1 : match.end() - 1])
        return Matched(span[0] - 1, span[1] - 2, self, slots, words, part, parts)


class TimeGrammar:
    """All rules, loaded once."""

    def __init__(self) -> None:
        tables = [read_table(name) for name in _TABLES]
        sources = [(rule, table.get("macros", {})) for table in tables for rule in table["rule"]]
        literals = {
            word for rule, macros in sources for text in _patterns_of(rule, macros) for word in _literals_of(text)
        }
        holidays = read_table("holidays.toml")["holiday"]
        self.holidays = {name: row for row in holidays for name in row["names"]}
        self.lexicon = TimeLexicon(literals | {w for name in self.holidays for w in name.split()})
        self._holiday_starts = {re.split(r"[ /]", name)[0] for name in self.holidays}
        self._holiday_sign = self.lexicon.classes_with("HOLIDAY")
        self.rules = [self._compile(rule, macros, order) for order, (rule, macros) in enumerate(sources)]
        self._anchored: dict[str, list[int]] = {}
        for rule in self.rules:
            for sign in rule.anchors:
                self._anchored.setdefault(sign, []).append(rule.order)

    def _compile(self, rule: dict[str, Any], macros: dict[str, str], order: int) -> Rule:
        body, groups, emits = self._regex(_expand(rule["pattern"], macros))
        before = self._behind(rule.get("before"), "(?<=", macros) + self._behind(rule.get("not_before"), "(?<!", macros)
        after = self._behind(rule.get("after"), "(?=", macros) + self._behind(rule.get("not_after"), "(?!", macros)
        known = {"name", "pattern", "before", "after", "not_before", "not_after", "meaning"}
        settings = {key: value for key, value in rule.items() if key not in known}
        anchors = frozenset(
            sign for name in _anchor_words(_expand(rule["pattern"], macros)) for sign in self._signs(name)
        )
        pattern = before + body + after
        return Rule(rule["name"], pattern, tuple(groups), tuple(emits), rule["meaning"], order, anchors, settings)

    def _behind(self, pattern: str | None, opening: str, macros: dict[str, str]) -> str:
        if not pattern:
            return ""
        if opening in ("(?<=", "(?<!"):
            signs = "".join(self._signs(word) for word in pattern.split() if word != "|")
            return f"{opening}[{re.escape(signs)}])"
        body, _, _ = self._regex(_expand(pattern, macros), capture=False)
        return f"{opening}{body})"

    def _signs(self, word: str) -> str:
        if word == "PAUSE":
            return self.lexicon.classes_with("PAUSE") + _TEXT_EDGE
        name = word if word.isupper() and word[0].isalpha() else f"w:{word}"
        return self.lexicon.classes_with(name)

    def _regex(self, pattern: str, *, capture: bool = True) -> tuple[str, list[tuple[int, str]], list[int]]:
        out: list[str] = []
        groups: list[tuple[int, str]] = []
        emits: list[int] = []
        count = 0
        for word in _WORD.findall(pattern):
            if word in ")}|?*":
                out.append({"}": ")"}.get(word, word))
            elif word == "(":
                out.append("(?:")
            elif word == "{":
                count += 1
                emits.append(count)
                out.append("(")
            else:
                signs = self._signs(word)
                element = f"[{re.escape(signs)}]" if signs else "(?!)"
                if capture and word.isupper() and word[0].isalpha() and word not in _NOT_CAPTURED:
                    count += 1
                    groups.append((count, word))
                    element = f"({element})"
                out.append(element)
        return f"(?:{''.join(out)})", groups, emits

    def find(self, text: str) -> tuple[list[TimeToken], list[Matched]]:
        """The tokens of a text and the expressions in it, in reading order; of overlapping ones the longest, then the earlier rule."""
        tokens = self._with_holidays(self.lexicon.tokens(text))
        signs = _TEXT_EDGE + "".join(token.sign for token in tokens) + _TEXT_EDGE
        positions: dict[int, list[int]] = {}
        for at, sign in enumerate(signs):
            for order in self._anchored.get(sign, ()):
                positions.setdefault(order, []).append(at)
        found = [
            group for order in sorted(positions) for group in self.rules[order].matches(signs, tokens, positions[order])
        ]
        found.sort(key=lambda group: (group[0].first - group[-1].last, group[0].rule.order))
        taken = bytearray(len(tokens))
        kept: list[Matched] = []
        for group in found:
            first, last = group[0].first, group[-1].last
            if not any(taken[first : last + 1]):
                taken[first : last + 1] = b"\x01" * (last - first + 1)
                kept.extend(group)
        return tokens, sorted(kept, key=lambda matched: matched.first)

    def _with_holidays(self, tokens: list[TimeToken]) -> list[TimeToken]:
        if not any(token.form in self._holiday_starts for token in tokens):
            return tokens
        out: list[TimeToken] = []
        at = 0
        while at < len(tokens):
            length = self._holiday_length(tokens, at)
            if length:
                name = _joined_name(tokens[at : at + length])
                out.append(
                    TimeToken(
                        tokens[at].start, tokens[at + length - 1].end, name, {"HOLIDAY": name}, self._holiday_sign[0]
                    )
                )
            else:
                out.append(tokens[at])
            at += length or 1
        return out

    def _holiday_length(self, tokens: list[TimeToken], at: int) -> int:
        if tokens[at].form not in self._holiday_starts:
            return 0
        for length in (5, 4, 3, 2, 1):
            name = _joined_name(tokens[at : at + length])
            if name in self.holidays and at + length <= len(tokens):
                return length
        return 0


def _windows(positions: list[int]) -> Iterator[tuple[int, int]]:
    """Stretches of REACH around the positions, joined where they touch."""
    first = last = None
    for at in positions:
        if first is None or last is None or at - REACH > last:
            if first is not None and last is not None:
                yield first, last
            first = at - REACH
        last = at + REACH
    if first is not None and last is not None:
        yield first, last


def _anchor_words(pattern: str) -> frozenset[str]:
    """The rarest set of words of which one must stand in every match of the pattern."""
    words = iter(_WORD.findall(pattern))
    return _rarest(_sequence(words))


def _sequence(words: Iterator[str]) -> list[frozenset[str]]:
    """What each alternative up to the closing bracket cannot do without, as one set for all: a list of sets that must each be met."""
    alternatives: list[list[frozenset[str]]] = [[]]
    for word in words:
        if word in ")}":
            break
        if word == "|":
            alternatives.append([])
        elif word in "?*":
            alternatives[-1].pop()
        else:
            alternatives[-1].append(_rarest(_sequence(words)) if word in "({" else frozenset({word}))
    if len(alternatives) == 1:
        return alternatives[0]
    needed = [_rarest(alternative) for alternative in alternatives]
    return [frozenset().union(*needed)] if all(needed) else []


def _rarest(sets: list[frozenset[str]]) -> frozenset[str]:
    return min(filter(None, sets), key=lambda words: sum(map(_commonness, words)), default=frozenset())


@cache
def _common_words() -> frozenset[str]:
    tables = read_table("words.toml")["words"]
    return frozenset(form for table in tables if table["class"] == "FUNCTION" for form in table["entries"])


def _commonness(word: str) -> int:
    if word in ("NUM", "DD", "ORD", "NAMELESS") or word in _common_words() or not word[0].isalpha():
        return 100
    return 1


def _joined_name(tokens: list[TimeToken]) -> str:
    return " ".join(token.form for token in tokens).replace(" '", "'").replace(" / ", "/")


def _patterns_of(rule: dict[str, Any], macros: dict[str, str]) -> Iterator[str]:
    for key in ("pattern", "before", "after", "not_before", "not_after"):
        if key in rule:
            yield _expand(rule[key], macros)


def _expand(pattern: str, macros: dict[str, str]) -> str:
    while "<" in pattern:
        pattern = re.sub(r"<([a-z]+)>", lambda match: macros[match[1]], pattern)
    return pattern


def _literals_of(pattern: str) -> Iterator[str]:
    for word in _WORD.findall(pattern):
        if word not in "(){}|?*" and not (word.isupper() and word[0].isalpha()):
            yield word


@cache
def time_grammar() -> TimeGrammar:
    """The rules, loaded on first use."""
    return TimeGrammar()
