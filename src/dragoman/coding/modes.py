"""Which mode of its type an act has: the words of the act and around it, weighed with what the model reads.

One linear model for each type; the weights are rows of knowledge/verbs/mode_words.csv, written by training/modes.py from labelled reports and,
for little, from invented ones. A word that the table lacks counts nothing; what a demand, a refusal or a threat is about is also told by classes of words
(knowledge/verbs/mode_content.toml), whose weights serve all words of a class. Modes: PLOVER codebook, as in knowledge/plover.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache

from dragoman.records.chances import chances_of
from dragoman.records.reading import Trigger

from .ontology import plover
from .structure import Clauses
from .verb_tables import verb_lists, verb_table

NO_MODE = "NONE"
READING = 0.5  # weight of the model's reading beside the words; of .3, .5, .7 best on held-out reports
LEAST = 0.01  # the chance of a mode that the model does not list
CONTENT = frozenset({"NOUN", "VERB", "ADJ"})
WITH, NEAR = "with ", "near "  # how marks of words on the act and of words of its sentence begin
ABOUT = 2.0  # what a class of words counts beside a word: so much less is asked of one weight that serves many words
NO_MODE_SHARE = 0.5  # how far no mode at all counts: the mode is right as often on held-out texts from 1 down to 0.5, and more modes are told
FAR = 0.4  # what a word of the sentence counts beside a word of the act

Weights = Mapping[str, Mapping[str, float]]  # feature: mode: what it adds


def marks_of_mode(clauses: Clauses, trigger: Iterable[int], head: int) -> dict[str, float]:
    """What is seen of an act, each with how much it counts: its own words, what hangs on it, what it hangs on, the rest of the sentence."""
    words, found = clauses.words, {}
    for at in trigger:
        found[f"told {words[at].lemma.lower()}"] = 1.0
    found[f"told {words[head].lemma.lower()} {words[head].upos}"] = 1.0
    if words[head].head >= 0:
        found[f"under {words[words[head].head].lemma.lower()}"] = 1.0
    for mark in _around(clauses, head):
        found[mark] = 1.0
    for word in words:
        if word.upos in CONTENT:
            found[NEAR + word.lemma.lower()] = FAR
    found.update(dict(_content(found)))
    return found


def _content(marks: Collection[str]) -> Iterator[tuple[str, float]]:
    """What the act is about, by the classes of its words: "about assist" for a demand of troops. More than one or two words add nothing."""
    close = {mark.removeprefix(WITH) for mark in marks if mark.startswith(WITH)}
    far = {mark.removeprefix(NEAR) for mark in marks if mark.startswith(NEAR)}
    for name, words in mode_content().items():
        if here := len(words & close):
            yield f"about {name}", ABOUT * min(here, 2)
        if there := len(words & far):
            yield f"around {name}", ABOUT / 2 * min(there, 3)


def _around(clauses: Clauses, head: int) -> Iterator[str]:
    words = clauses.words
    for child in clauses.below[head]:
        what = "NAME" if words[child].upos == "PROPN" else words[child].lemma.lower()
        yield f"{clauses.relations[child]} {what}"
        if what != "NAME":
            yield WITH + what
        for grandchild in clauses.below[child]:
            if words[grandchild].upos in CONTENT or words[grandchild].upos == "ADP":
                yield WITH + words[grandchild].lemma.lower()


@cache
def mode_content() -> dict[str, frozenset[str]]:
    """Classes of words that tell what a demand, a refusal or a threat is about."""
    return {name: frozenset(row["words"]) for name, row in verb_lists("mode_content").items()}


@cache
def mode_words() -> dict[str, Weights]:
    """The shipped table, by type; the mark "" is where each mode begins."""
    table: dict[str, dict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for row in verb_table("mode_words"):
        table[row["type"]][row["mark"]][row["mode"]] = float(row["weight"])
    return {name: dict(marks) for name, marks in table.items()}


def by_words(weights: Weights, marks: Mapping[str, float]) -> dict[str, float]:
    """The chance of each mode, and of none, by the words alone."""
    odds = dict(weights[""])
    for mark, much in marks.items():
        for mode, weight in weights.get(mark, {}).items():
            odds[mode] += much * weight
    return chances_of(odds)


def ranked_modes(type_name: str, clauses: Clauses, trigger: Trigger, head: int) -> list[tuple[str, float]]:
    """The modes of the type and none ("NONE") with their chances, likeliest first; only none where the type has no modes."""
    allowed = plover().types[type_name].modes
    if not allowed:
        return [(NO_MODE, 1.0)]
    weights = mode_words().get(type_name)
    read = {one.label: one.score for one in trigger.modes}
    told = by_words(weights, marks_of_mode(clauses, range(trigger.first, trigger.last + 1), head)) if weights else read
    raised = {
        mode: (read.get(mode, 0.0) + LEAST) ** READING * (told.get(mode, 0.0) + LEAST / 4) ** (1 - READING)
        for mode in (*allowed, NO_MODE)
    }
    raised[NO_MODE] *= NO_MODE_SHARE
    total = sum(raised.values())
    return sorted(((mode, value / total) for mode, value in raised.items()), key=lambda pair: -pair[1])
