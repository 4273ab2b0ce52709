"""How often a word told an event, and of which type, in the labelled training reports: weighed with what the model reads in context.

The table knowledge/verbs/lexicon.csv holds counts only (written by training/lexicon.py). A word that it lacks changes nothing.
"""

import csv
import math
from collections.abc import Mapping
from functools import cache
from importlib import resources

from dragoman.records import Record
from dragoman.records.reading import Trigger

from .structure import Clauses

TRUST = 0.7  # weight of the word's own record beside the model's reading (of 0, 0.4, 0.7, 1: best type F1 on held-out training reports)
TRUST_TYPE = 0.5  # the same for the choice of type
STEADY = 6.0  # a word counts fully only when it was seen more often than this


class Habit(Record, frozen=True, kw_only=True):
    """A word's record: how often it was seen, how often it told an event, and of which types."""

    seen: int
    events: int
    types: dict[str, int]


class Lexicon(Record, frozen=True, kw_only=True):
    """All words' records, and the rate of events among all words seen."""

    habits: dict[tuple[str, str], Habit]
    rate: float

    def lean(self, lemma: str, upos: str) -> float:
        """How far a word's record leans to an event (above 0) or away from one, in log odds; 0 for an unknown word."""
        habit = self.habits.get((lemma, upos))
        if habit is None:
            return 0.0
        own = (habit.events + STEADY * self.rate) / (habit.seen + STEADY)
        return log_odds(own) - log_odds(self.rate)

    def share(self, lemma: str, upos: str, type_name: str) -> float:
        """The share of a type among a word's events, smoothed; 1/16 for an unknown word."""
        habit = self.habits.get((lemma, upos))
        events = habit.events if habit else 0
        told = habit.types.get(type_name, 0) if habit else 0
        return (told + 0.125) / (events + 2.0)


def log_odds(chance: float) -> float:
    """The log odds of a chance, kept finite."""
    kept = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(kept / (1 - kept))


@cache
def lexicon() -> Lexicon:
    """The shipped table."""
    path = resources.files("dragoman.knowledge") / "verbs" / "lexicon.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    habits = {(row["lemma"], row["upos"]): habit_of(row) for row in rows}
    seen, events = sum(one.seen for one in habits.values()), sum(one.events for one in habits.values())
    return Lexicon(habits=habits, rate=events / seen)


def habit_of(row: Mapping[str, str]) -> Habit:
    """One row of the table."""
    types = dict(part.split(":") for part in row["types"].split(";") if part)
    return Habit(
        seen=int(row["seen"]), events=int(row["events"]), types={name: int(count) for name, count in types.items()}
    )


def weighed(trigger: Trigger, clauses: Clauses, head: int) -> list[tuple[str, float]]:
    """Types with their chances, best first, `NONE` among them, after weighing the word's own record."""
    word, table = clauses.words[head], lexicon()
    lemma, upos = word.lemma.lower(), word.upos
    none = next((one.score for one in trigger.types if one.label == "NONE"), 0.0)
    odds = log_odds(1.0 - none) + TRUST * table.lean(lemma, upos)
    event = 1.0 / (1.0 + math.exp(-odds))
    fit = {
        one.label: one.score * table.share(lemma, upos, one.label) ** TRUST_TYPE
        for one in trigger.types
        if one.label != "NONE"
    }
    total = sum(fit.values()) or 1.0
    ranked = [(label, round(event * value / total, 4)) for label, value in fit.items()]
    return sorted([*ranked, ("NONE", round(1.0 - event, 4))], key=lambda pair: -pair[1])
