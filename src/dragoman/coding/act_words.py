"""Whether a word tells an act, and of which type: what the word and the grammar around it say, weighed with what the model reads.

Two linear models with named marks (event or not; which type), so that `explain` can tell what decided. The weights are rows of
knowledge/verbs/act_words.csv, written by training/act_words.py from labelled reports; how far the model's own reading counts beside them was
fitted on reports that neither had learned from, so a chance of 0.7 means that seven in ten such words tell an event. A mark that the table
lacks counts nothing.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from itertools import islice

from dragoman.records import Record
from dragoman.records.reading import Trigger

from .certainty import head_of
from .structure import Clauses
from .verb_tables import verb_table

READING = "what the model reads"  # the row that says how far the model's own chances count
CONSTANT = "constant"
SURE = 6.9  # log odds, a chance of 0.999: the model is never surer than this
PHRASES = ("obl", "nmod")
PARTS = frozenset(
    {
        "nsubj",
        "obj",
        "iobj",
        "compound",
        "amod",
        "xcomp",
        "ccomp",
        "advmod",
        "acl",
        "det",
        "nmod",
        "obl",
        "aux",
        "cop",
        "mark",
        "advcl",
    }
)
FORMAL = frozenset({"aux", "mark", "det", "cop"})
ASKED = ("nsubj", "nsubj:pass", "obj", "ccomp", "xcomp", "nmod:poss")  # whether the word has one is a mark too
EVEN = 0.5
NEAR_ABOVE = 3  # steps up the tree within which a word stands over an act
MANY = 3
SHOWN = 2  # marks that an account names


def marks_of(clauses: Clauses, at: int, named: Collection[int], acts: Mapping[int, str], said: bool) -> Iterator[str]:
    """The marks of a word: itself, what hangs on it, what it hangs on, which parties and which other acts stand there.

    `named` are the words of the sentence that name parties; `acts` those that the model reads as acts, with their types (see acts_in);
    `said` is whether somebody is quoted as saying this.
    """
    word = clauses.words[at]
    lemma, upos = word.lemma.lower(), word.upos
    yield f"{lemma} {upos}"
    yield f"{upos} {word.deprel}"
    yield f"{lemma} {word.deprel}"
    yield from _form(clauses, at, lemma)
    yield from _below(clauses, at, lemma, upos)
    yield from _above(clauses, at, lemma, upos)
    for child in clauses.below[at]:
        if child in named:
            yield f"{upos} party {clauses.words[child].deprel}"
            yield f"{lemma} party {clauses.words[child].deprel}"
    yield f"{upos} parties {min(sum(one in named for one in clauses.clause(at)), 3)}"
    yield f"{'said' if said else 'told'} {upos}"
    yield from _beside(clauses, at, acts)


def acts_in(clauses: Clauses) -> dict[int, str]:
    """The words of a sentence that the model more likely than not reads as acts, each with its likeliest type."""
    found = {}
    for trigger in clauses.sentence.triggers:
        if chance_read(trigger) >= EVEN:
            found[head_of(trigger, clauses)] = next(one.label for one in trigger.types if one.label != "NONE")
    return found


def chance_read(trigger: Trigger) -> float:
    """How likely the model alone takes the words for an event."""
    return 1.0 - next((one.score for one in trigger.types if one.label == "NONE"), 0.0)


def _beside(clauses: Clauses, at: int, acts: Mapping[int, str]) -> Iterator[str]:
    """How the word stands to other acts of its sentence: what is demanded, blamed or threatened is seldom an event of its own."""
    word = clauses.words[at]
    above = next((one for one in clauses.ancestors(at) if one in acts), None)
    if above is None:
        yield f"under no act {word.upos}"
    else:
        yield f"under {acts[above]} {word.upos}"
        yield f"under {acts[above]} {word.deprel}"
        yield f"{word.lemma.lower()} under {acts[above]}"
        yield f"{'right' if word.head == above else 'far'} under an act {word.upos} {word.deprel}"
    below = [one for one in acts if one != at and at in islice(clauses.ancestors(one), NEAR_ABOVE)]
    for one in below:
        yield f"over {acts[one]} {word.upos}"
        yield f"over {acts[one]} {word.upos} {clauses.words[one].deprel}"
        yield f"{word.lemma.lower()} over an act"
    if not below:
        yield f"over no act {word.upos}"
    yield f"{min(len(acts) - (at in acts), MANY)} other acts {word.upos}"
    yield f"{min(sum(one < at for one in acts), MANY)} acts before {word.upos}"


def _form(clauses: Clauses, at: int, lemma: str) -> Iterator[str]:
    """Tense and number, as far as the form shows them."""
    word, helped = clauses.words[at], "helped " if clauses.children(at, "aux") else ""
    form = word.text.lower()
    if word.upos == "VERB":
        ending = "base" if form == lemma else next((one for one in ("ing", "ed", "s") if form.endswith(one)), "other")
        yield f"form {ending} {helped}{word.deprel}"
    elif word.upos == "NOUN":
        number = "one" if form == lemma else "many"
        yield f"{number} {word.deprel}"
        yield f"{lemma} {number}"


def _below(clauses: Clauses, at: int, lemma: str, upos: str) -> Iterator[str]:
    """What hangs on the word: parts with their words, names without."""
    has = {clauses.words[child].deprel for child in clauses.below[at]}
    for child in clauses.below[at]:
        word, part = clauses.words[child], clauses.relations[child]
        if part not in PARTS:
            continue
        what = "NAME" if word.upos == "PROPN" else word.lemma.lower()
        if part in FORMAL:
            yield f"{upos} >{part} {what}"
            if part != "det":
                yield f"{lemma} >{part} {what}"
        elif part in PHRASES and word.deprel != "nmod:poss":
            case = clauses.preposition(child)
            yield f"{upos} >{part} {case}"
            yield f"{lemma} >{part} {case}"
            yield f"{lemma} >{part} {case} {what}"
        else:
            yield f"{upos} >{word.deprel} {what}"
            yield f"{lemma} >{word.deprel} {what}"
            yield f"{lemma} >{word.deprel}"
    for part in ASKED:
        yield f"{upos} {'has' if part in has else 'lacks'} {part}"


def _above(clauses: Clauses, at: int, lemma: str, upos: str) -> Iterator[str]:
    """What the word hangs on, and by which preposition."""
    word = clauses.words[at]
    if word.head < 0:
        return
    above = clauses.words[word.head]
    yield f"{upos} {word.deprel} of {above.lemma.lower()}"
    yield f"{lemma} {word.deprel} of {above.lemma.lower()}"
    yield f"{upos} {word.deprel} of {above.upos}"
    case = clauses.preposition(at)
    if case:
        yield f"{upos} {word.deprel} {case}"
        yield f"{lemma} case {case}"


class ActWords(Record, frozen=True, kw_only=True):
    """The table: for each mark what it adds to the odds of an event, and to each type."""

    constant: float
    reading: float
    reading_of_type: float
    events: dict[str, float]
    types: dict[str, dict[str, float]]

    def odds(self, read: float, marks: Iterable[str]) -> float:
        """Log odds of an event, where the model reads one with a chance of `read`."""
        return (
            self.constant
            + self.reading * log_odds(read)
            + sum([self.events[one] for one in marks if one in self.events])
        )

    def lean(self, names: Iterable[str], marks: Iterable[str]) -> dict[str, float]:
        """How far the marks lean to each of these types."""
        told = [self.types[one] for one in marks if one in self.types]
        return {name: sum([row[name] for row in told if name in row]) for name in names}

    def leading(self, marks: Iterable[str]) -> list[str]:
        """The marks that speak most for or against an event, each with what it adds, heaviest first."""
        told = [(self.events[one], one) for one in set(marks) if one in self.events]
        found = sorted(told, key=lambda pair: (-abs(pair[0]), pair[1]))
        return [f"{one} {weight:+.2f}" for weight, one in found[:SHOWN] if weight]


def log_odds(chance: float) -> float:
    """The log odds of a chance, kept within what a model can be sure of."""
    kept = min(max(chance, 1e-6), 1 - 1e-6)
    return max(-SURE, min(SURE, math.log(kept / (1 - kept))))


@cache
def act_words() -> ActWords:
    """The shipped table."""
    return read_act_words(verb_table("act_words"))


def read_act_words(rows: Iterable[Mapping[str, str]]) -> ActWords:
    """A table with the columns mark, event and types (TYPE:weight, separated by semicolons)."""
    events: dict[str, float] = {}
    types: dict[str, dict[str, float]] = {}
    for row in rows:
        mark = row["mark"]
        if row["event"]:
            events[mark] = float(row["event"])
        if row["types"]:
            types[mark] = {
                name: float(weight) for name, weight in (part.split(":") for part in row["types"].split(";"))
            }
    return ActWords(
        constant=events.pop(CONSTANT), reading=events.pop(READING), reading_of_type=types.pop(READING)["any"],
        events=events, types=types,
    )  # fmt: skip


def weighed(trigger: Trigger, marks: Collection[str]) -> list[tuple[str, float]]:
    """Types with their chances, best first, `NONE` among them, by the model's reading and the marks of the trigger's head."""
    table = act_words()
    event = 1.0 / (1.0 + math.exp(-table.odds(chance_read(trigger), marks)))
    read = {one.label: one.score for one in trigger.types if one.label != "NONE"}
    fit = {
        name: math.exp(table.reading_of_type * math.log(max(read[name], 1e-4)) + lean)
        for name, lean in table.lean(read, marks).items()
    }
    total = sum(fit.values()) or 1.0
    ranked = [(label, round(event * value / total, 4)) for label, value in fit.items()]
    return sorted([*ranked, ("NONE", round(1.0 - event, 4))], key=lambda pair: -pair[1])
