"""Whether the name of a state, a capital or a palace stands for those who govern there or for the place.

Placing a name by what it hangs on is a matter of a few prepositions, verbs and nouns; the words are in knowledge/actors/placing.toml.
"""

from collections.abc import Sequence

from dragoman.records import Sentence

from .actor_tables import placing
from .drafts import case_of, deprel

TOWN = frozenset(("capital", "region"))
# these make even a state's name the place where something happens, the others of `place_verbs` only a town's
MOVING = frozenset(
    (
        "visit",
        "leave",
        "enter",
        "reach",
        "tour",
        "flee",
        "quit",
        "devastate",
        "ravage",
        "batter",
        "rock",
        "shake",
        "inhabit",
    )
)


def first_conjunct(sentence: Sentence, at: int) -> int:
    """The first member of the list that the word is in: it carries the preposition and the relation for all."""
    words = sentence.words
    for _ in range(6):
        if deprel(words[at]) != "conj" or words[at].head < 0:
            return at
        at = words[at].head
    return at


def place_or_party(sentence: Sentence, below: Sequence[Sequence[int]], head: int, kind: str) -> tuple[bool, str]:
    """True with a reason where the name is a place, False with a reason where it stands for who acts there."""
    words = sentence.words
    at = first_conjunct(sentence, head)
    word = words[at]
    governor = words[word.head] if word.head >= 0 else None
    relation = deprel(word)
    case = case_of(sentence, below, at)
    if (
        relation == "appos"
        and governor is not None
        and at > 0
        and words[at - 1].text == ","
        and kind in ("state", "region")
    ):
        return True, "it follows the name of a town"
    if governor is None:
        return kind in TOWN, "no verb governs it"
    lemma = governor.lemma.lower()
    if case and relation not in ("nsubj", "obj", "nmod:poss"):
        return by_preposition(case, lemma, kind)
    if relation == "nsubj":
        struck = kind in TOWN and lemma in placing().struck and word.deprel == "nsubj:pass"
        return (
            (True, f"it is where something happened ({governor.text})")
            if struck
            else (False, f"it is the subject of “{governor.text}”")
        )
    if relation == "nmod:poss":
        place = governor.text.lower() in placing().compound_places | placing().place_nouns
        return place, f"it owns “{governor.text}”" if not place else f"“{governor.text}” is a place there"
    if relation == "obj":
        place = lemma in placing().place_verbs and (kind in TOWN or lemma in MOVING)
        return place, f"it is the object of “{governor.text}”"
    if relation in ("compound", "amod", "nmod"):
        return by_noun(governor.text.lower(), lemma, kind)
    return kind == "region", "nothing speaks for a place" if kind != "region" else "it is the name of a place"


def by_preposition(case: str, lemma: str, kind: str) -> tuple[bool, str]:
    """The decision for a name behind a preposition."""
    words = placing()
    if case in words.prepositions or case.split()[0] in words.prepositions:
        if lemma in words.governing_nouns:
            return False, f"“{case}” it stand those who govern there"
        return True, f"it stands behind “{case}”"
    if case in words.motion_prepositions and lemma in words.motion:
        return True, f"someone or something moves “{case}” it"
    if case == "of" and lemma in words.place_nouns:
        return True, f"“{lemma} of” makes it a place"
    return kind == "region" and case not in (
        "by",
        "with",
        "between",
        "against",
    ), f"“{case}” after “{lemma}” speaks of who acts there"


def by_noun(text: str, lemma: str, kind: str) -> tuple[bool, str]:
    """The decision for a name that stands before a noun."""
    if text in placing().compound_places or lemma in placing().compound_places:
        return True, f"it only says where the {text} is" if kind in TOWN else f"it places the {text}"
    return kind in TOWN, f"it stands before “{text}”"
