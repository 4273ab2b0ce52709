"""Whether an act is told as long past, still to come, supposed or not done: the wording around it, weighed with what the model reads.

One linear model with named marks, as for the mode (coding/modes.py), for the PLOVER auxiliary modes: `historical`, `future`, `hypothetical`,
`negation`, or none. The weights are rows of knowledge/verbs/auxiliary_words.csv, written by training/auxiliaries.py from labelled reports; how
far the model's own reading and the marks count was fitted on reports that neither had learned from. A mark that the table lacks counts nothing.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import islice

from dragoman.records import Record, When
from dragoman.records.chances import chances_of
from dragoman.records.reading import Scored

from .structure import Clauses
from .verb_tables import verb_table

NO_AUXILIARY = "NONE"
READING, MARKS = "what the model reads", "the marks"  # the rows that say how far each counts
LEAST = 0.01  # the chance of an auxiliary mode that the model does not list
HELPERS = ("aux", "mark", "advmod", "cop", "case", "det", "amod")
PHRASES = ("obl", "nmod")
ABOVE = 2  # clauses above an act whose wording counts
# an act no older than this is news, an older one background (about a week, as the coding rules have it)
NEWS = timedelta(days=8)
OPENING, CLOSING = 0.15, 0.6  # shares of a report
YEAR = 4  # digits


class Told(Record, frozen=True, kw_only=True):
    """What is known of an act beside its sentence: its type, its own time, the report's day, whether somebody is quoted as telling it, and
    how far into the report it stands (0 to 1).
    """

    type: str
    when: When
    published: date | None = None
    said: bool = False
    share: float = 0.0


def marks_of_time(clauses: Clauses, at: int, told: Told) -> Iterator[str]:
    """The marks of the act that word `at` tells: its form and small words, those of the clauses above it, and how its time lies to the report's."""
    word = clauses.words[at]
    yield f"type {told.type}"
    yield f"told {word.lemma.lower()}"
    yield f"{word.upos} {word.deprel}"
    for mark in _form(clauses, at):
        yield f"own {mark}"
        yield f"{word.upos} {mark}"
    for above in islice(_predicates_above(clauses, at), ABOVE):
        yield f"above {clauses.words[above].lemma.lower()}"
        yield from (f"above {mark}" for mark in _form(clauses, above))
    if any(len(clauses.words[one].text) == YEAR and clauses.words[one].text.isdigit() for one in clauses.clause(at)):
        yield "a year"
    yield f"{'said' if told.said else 'told'} {word.upos}"
    yield from _time(told)
    yield "opening" if told.share < OPENING else "closing" if told.share > CLOSING else "middle"


def _predicates_above(clauses: Clauses, at: int) -> Iterator[int]:
    """The predicates over a word, nearest first: for a noun, the verb it belongs to comes first."""
    return (one for one in clauses.ancestors(at) if clauses.words[one].upos == "VERB" or clauses.words[one].head < 0)


def _form(clauses: Clauses, at: int) -> Iterator[str]:
    """Tense and small words of a predicate or noun, and the phrases that hang on it."""
    word, words = clauses.words[at], clauses.words
    yield from sorted({words[one].text.lower() for one in clauses.children(at, *HELPERS)})
    if word.upos == "VERB":
        ending = _ending(word.text.lower(), word.lemma.lower())
        helped = " ".join(words[one].text.lower() for one in clauses.children(at, "aux"))
        yield f"tense {helped} {ending}"
        yield f"{word.deprel} {ending}"
    for child in clauses.children(at, *PHRASES):
        what = "NUMBER" if words[child].text.isdigit() else words[child].lemma.lower()
        yield f"{clauses.relations[child]} {clauses.preposition(child)} {what}"
    for child in clauses.children(at, "advcl"):
        yield from (f"advcl {words[one].lemma.lower()}" for one in clauses.children(child, "mark"))


def _ending(form: str, lemma: str) -> str:
    return "base" if form == lemma else next((one for one in ("ing", "ed", "s") if form.endswith(one)), "other")


def _time(told: Told) -> Iterator[str]:
    """How the act's own time lies to the day of the report."""
    yield f"time {told.when.precision or 'untold'}"
    if told.published is None or told.when.start is None or told.when.end is None:
        return
    first, last = date.fromisoformat(told.when.start[:10]), date.fromisoformat(told.when.end[:10])
    if first > told.published:
        yield "time after the report"
    else:
        yield "time long before the report" if told.published - last > NEWS else "time about the report"


class AuxiliaryWords(Record, frozen=True, kw_only=True):
    """The table: how far reading and marks count, where each auxiliary mode begins, and what each mark adds to each."""

    reading: float
    marks: float
    begins: dict[str, float]
    weights: dict[str, dict[str, float]]

    def by_words(self, marks: Iterable[str]) -> dict[str, float]:
        """The chance of each auxiliary mode, and of none, by the marks alone."""
        odds = dict(self.begins)
        for mark in marks:
            for mode, weight in self.weights.get(mark, {}).items():
                odds[mode] += weight
        return chances_of(odds)

    def leading(self, mode: str, marks: Iterable[str]) -> str | None:
        """The mark that speaks most for one auxiliary mode."""
        given = [(self.weights[one].get(mode, 0.0), one) for one in set(marks) if one in self.weights]
        weight, mark = max(given, key=lambda pair: (pair[0], pair[1]), default=(0.0, ""))
        return mark if weight > 0 else None


def ranked_auxiliaries(
    read: Sequence[Scored], marks: Sequence[str], table: AuxiliaryWords | None = None
) -> list[tuple[str, float]]:
    """The auxiliary modes and none ("NONE") with their chances, likeliest first, by the model's reading and the marks."""
    table = table or auxiliary_words()
    listed = {one.label: one.score for one in read}
    told = table.by_words(marks)
    fit = {
        mode: table.reading * math.log(max(listed.get(mode, 0.0), LEAST)) + table.marks * math.log(max(chance, 1e-6))
        for mode, chance in told.items()
    }
    return sorted(chances_of(fit).items(), key=lambda pair: -pair[1])


@cache
def auxiliary_words() -> AuxiliaryWords:
    """The shipped table."""
    return read_auxiliary_words(verb_table("auxiliary_words"))


def read_auxiliary_words(rows: Iterable[Mapping[str, str]]) -> AuxiliaryWords:
    """A table with the columns mark, mode and weight; the mark "" is where each mode begins."""
    weights: dict[str, dict[str, float]] = {}
    for row in rows:
        weights.setdefault(row["mark"], {})[row["mode"]] = float(row["weight"])
    return AuxiliaryWords(
        reading=weights.pop(READING)[""], marks=weights.pop(MARKS)[""], begins=weights.pop(""), weights=weights
    )
