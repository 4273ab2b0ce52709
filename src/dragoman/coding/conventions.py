"""Codebook decisions as rules over a trigger and what hangs on it; the rules are rows of knowledge/verbs."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from dragoman.errors import KnowledgeError
from dragoman.records import Record

from .ontology import plover
from .structure import Clauses
from .verb_tables import verb_lists

NEAR = ("obj", "nsubj", "obl", "nmod", "compound", "amod", "iobj", "xcomp", "advcl", "ccomp", "appos", "conj", "acl")
CARRIED = ("obj", "nsubj:pass")
DEEP = 2  # how far below the trigger a rule looks for its object


class Convention(Record, frozen=True, kw_only=True):
    """One rule of knowledge/verbs/conventions.toml; see its head for the fields."""

    name: str
    lemmas: tuple[str, ...]
    objects: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    type: str
    mode: str = ""
    least: float | None = None
    of_fighters: str = ""
    source: str


def read_conventions(table: Mapping[str, Any]) -> tuple[Convention, ...]:
    """The rules of a parsed table. Raises KnowledgeError where one names a type or mode that PLOVER has not."""
    rules = tuple(Convention.from_dict(row) for row in table["rule"])
    types = plover().types
    for rule in rules:
        if not {rule.type, rule.of_fighters} <= {*types, ""} or (rule.mode and rule.mode not in types[rule.type].modes):
            raise KnowledgeError(f"verbs/conventions.toml: {rule.name}: {rule.type}/{rule.mode} is not in PLOVER")
    return rules


@cache
def conventions() -> tuple[Convention, ...]:
    """The shipped rules."""
    return read_conventions(verb_lists("conventions"))


def conventions_of(lemma: str) -> tuple[Convention, ...]:
    """The rules that speak of a word, in their order."""
    return _by_lemma().get(lemma, ())


@cache
def _by_lemma() -> dict[str, tuple[Convention, ...]]:
    lemmas = {lemma for rule in conventions() for lemma in rule.lemmas}
    return {lemma: tuple(rule for rule in conventions() if lemma in rule.lemmas) for lemma in lemmas}


@cache
def wording() -> dict[str, dict[str, frozenset[str]]]:
    """Words of certainty and time: class, then `words` or `auxiliaries`."""
    table = verb_lists("wording")
    return {
        name: {part: frozenset(row.get(part, ())) for part in ("words", "auxiliaries")} for name, row in table.items()
    }


def near(clauses: Clauses, at: int) -> set[str]:
    """Lemmas that hang on a trigger within two steps, clauses left out, and of the verb that carries it out ("lodged a protest")."""
    found, edge = set(), [at]
    for _ in range(DEEP):
        edge = [child for one in edge for child in clauses.children(one, *NEAR)]
        found |= clauses.lemmas(edge)
    case = [word for one in (at, *clauses.children(at)) for word in clauses.children(one, "case")]
    carrier = [clauses.words[at].head] if clauses.words[at].deprel in CARRIED else []
    return found | clauses.lemmas(case) | clauses.lemmas(carrier)


def convention_for(clauses: Clauses, trigger: Iterable[int], type_name: str) -> Convention | None:
    """The first rule that decides this trigger, given the type that the model would choose."""
    for at in trigger:
        rules = conventions_of(clauses.words[at].lemma.lower())
        fitting = [one for one in rules if not one.among or type_name in one.among]
        around = near(clauses, at) if fitting else set()
        for rule in fitting:
            if (not rule.objects or around & set(rule.objects)) and not around & set(rule.without):
                return rule
    return None
