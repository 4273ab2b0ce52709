"""How sure the text is of an act: the model's judgement, never raised above what the words themselves allow."""

from collections.abc import Sequence

from dragoman.records import Certainty, Claim, Span, span_of
from dragoman.records.reading import Trigger

from .conventions import wording
from .ontology import plover
from .structure import Clauses

RANK = {"asserted": 3, "likely": 2, "possible": 1, "denied": 0}
VALUE = {"asserted": 3.0, "likely": 2.0, "possible": 0.5, "denied": -2.5}
HEDGED_SPEECH = {"possible": "possible", "believed": "likely", "wanted": "possible", "asked": "possible"}
COOPERATION = (1, 2)  # quad classes
UNDERGOES = ("obj", "nsubj:pass")
TOLD_BY_DENIAL = ("REJECT",)  # types whose acts may be told as not doing something: "will not disarm"
MODAL_RELATIONS = ("aux", "advmod", "amod", "mark", "det")


def hedges(clauses: Clauses, at: int, kind: str, *, itself: bool = False) -> list[int]:
    """Words of one class (possible, likely, future) in the trigger's own clause.

    `itself` counts the trigger too: who hints at help has not helped, but who hints at a crime has accused.
    """
    words = wording()[kind]
    around = [at, *clauses.children(at, *MODAL_RELATIONS)]
    governor = clauses.governor(at)
    if governor != at and _carries(clauses, at, governor):
        around += [governor, *clauses.children(governor, *MODAL_RELATIONS)]
    found = []
    for place in around:
        word = clauses.words[place]
        lemma, form = word.lemma.lower(), word.text.lower()
        said = word.upos == "AUX" and form in words["auxiliaries"]
        if said or ((itself or place != at) and {lemma, form} & words["words"]):
            found.append(place)
    return sorted(set(found))


def denials(clauses: Clauses, at: int) -> list[int]:
    """The words that say that an act was not done: "did not sign", "no talks", "held no talks", "nobody was arrested".

    What its verb does not do denies a noun only as the object: talks that produced no result were held. "Not only" denies nothing.
    """
    words, denied = clauses.words, wording()["denied"]["words"]
    near = clauses.children(at, "advmod", "cc", "det")
    sides = clauses.children(at, "nsubj", "obj")
    near += [one for side in sides for one in clauses.children(side, "det")]
    verb = clauses.governor(at)
    if verb != at and words[at].head == verb and words[at].deprel in UNDERGOES:
        near += clauses.children(verb, "advmod")
        sides += clauses.children(verb, "nsubj")
    near += [side for side in sides if words[side].upos == "PRON"]
    found = {one for one in near if words[one].text.lower() in denied}
    return sorted(one for one in found if one + 1 == len(words) or words[one + 1].lemma != "only")


def unreal(clauses: Clauses, at: int) -> list[int]:
    """The words of an act that would have been done but was not: "a vote that would have condemned the raid"."""
    helpers = {clauses.words[one].lemma.lower(): one for one in clauses.children(at, "aux")}
    return [helpers[lemma] for lemma in ("would", "have")] if {"would", "have"} <= helpers.keys() else []


def _carries(clauses: Clauses, at: int, governor: int) -> bool:
    """True where the verb says that the noun happens: "talks will be held", "launched an attack"."""
    return clauses.words[at].head == governor and clauses.words[at].deprel in ("obj", "nsubj", "nsubj:pass", "xcomp")


def judge(trigger: Trigger, clauses: Clauses, at: int, type_name: str) -> tuple[str, list[int], list[str]]:
    """The certainty label of the act that word `at` tells, the words it rests on, and why: the lower of model and wording."""
    label = trigger.certainty[0].label if trigger.certainty else "asserted"
    reasons = [f"the model reads the act as {label}"]
    words: list[int] = []
    for kind, lowered in (("possible", "possible"), ("likely", "likely")):
        found = hedges(clauses, at, kind, itself=plover().types[type_name].quad in COOPERATION)
        if found and RANK[lowered] < RANK[label]:
            label = lowered
            words += found
            reasons.append(f"\u201c{clauses.words[found[0]].text}\u201d allows no more than {lowered}")
    found = unreal(clauses, at)
    if found and RANK["possible"] < RANK[label]:
        label = "possible"
        words += found
        reasons.append("what would have been done was not done")
    found = denials(clauses, at) if type_name not in TOLD_BY_DENIAL else []
    if found and label != "denied":
        label = "denied"
        words += found
        reasons.append(f"\u201c{clauses.words[found[0]].text}\u201d says that it was not done")
    return label, words, reasons


def head_of(trigger: Trigger, clauses: Clauses) -> int:
    """The word of the trigger that governs the others."""
    inside = range(trigger.first, trigger.last + 1)
    return next((at for at in inside if clauses.words[at].head not in inside), trigger.first)


def certainty_of(text: str, label: str, words: Sequence[Span], claim: Claim | None) -> Certainty:
    """The Certainty record; `according_to` is the claim it rests on."""
    source = text[claim.source[0].start : claim.source[-1].end] if claim and claim.source else None
    return Certainty(
        value=VALUE[label], label=label, according_to=claim.id if claim else None, source=source, words=tuple(words)
    )


def spans_of(text: str, clauses: Clauses, places: Sequence[int]) -> tuple[Span, ...]:
    """The spans of single words."""
    return tuple(span_of(text, clauses.words[at].start, clauses.words[at].end) for at in places)
