"""Parses as they should read: slips that the parser makes with the terse grammar of news, put right before roles are read."""

from collections.abc import Callable, Sequence

import msgspec

from ..reading.lemmas import lemma
from ..records import Word

NAMES = frozenset(("NOUN", "PROPN", "PRON", "NUM"))
INSIDE = frozenset(("amod", "compound", "flat", "nummod", "det", "punct", "advmod", "nmod"))
VERBAL = frozenset(("obj", "nsubj:pass", "aux:pass", "obl:agent"))
POSSESSING = frozenset(("'s", "’s", "'", "’"))

Words = tuple[Word, ...]


def mended(words: Words) -> Words:
    """The words of a sentence with heads and parts of speech put right.

    A noun or adjective that has an object or an agent is a verb; a participle in front of a noun describes it; a subject behind a
    preposition is none; of two subjects of a verb without object the first is its object ("the shells that X fires" without "that").
    """
    kids: list[list[int]] = [[] for _ in words]
    for at, word in enumerate(words):
        if word.head >= 0:
            kids[word.head].append(at)
    changed = list(words)
    for at in range(len(words)):
        if kids[at]:
            _as_verb(changed, kids, at)
        for mend in MENDS.get(changed[at].deprel, ()):
            mend(changed, kids, at)
    for at in range(len(words)):
        if changed[at].upos in ("VERB", "AUX"):
            _as_subject(changed, kids, at)
            _as_object(changed, kids, at)
            _as_auxiliary(changed, kids, at)
    return tuple(changed)


def _as_verb(words: list[Word], kids: Sequence[Sequence[int]], at: int) -> None:
    """ "Tehran trains drone crews" with a noun "trains", "was beaten by" with an adjective."""
    word = words[at]
    if word.upos not in ("NOUN", "ADJ") or not any(words[kid].deprel in VERBAL for kid in kids[at]):
        return
    verb = lemma(word.text, "VERB")
    if verb != word.text.lower() or word.text.lower() == word.lemma.lower():
        words[at] = msgspec.structs.replace(word, upos="VERB", lemma=verb)


def _as_active(words: list[Word], kids: Sequence[Sequence[int]], at: int) -> None:
    """ "A freighter passed through" read as a passive: only headlines leave out the auxiliary, and they leave out articles too."""
    word = words[at]
    if word.deprel != "nsubj:pass" or word.head < at or words[word.head].head >= 0 or _passive(words, kids, word.head):
        return
    article = any(words[kid].deprel == "det" for kid in kids[at])
    if article and not any(words[kid].deprel == "obl:agent" for kid in kids[word.head]):
        words[at] = msgspec.structs.replace(word, deprel="nsubj")


def _as_modifier(words: list[Word], kids: Sequence[list[int]], at: int) -> None:
    """ "showed captured soldiers" with the soldiers as object of "captured": the noun hangs on the verb, the participle on the noun."""
    word = words[at]
    if word.upos != "VERB" or word.deprel not in ("xcomp", "advcl", "ccomp") or word.text.lower() == word.lemma.lower():
        return
    noun = next((kid for kid in kids[at] if words[kid].deprel == "obj"), -1)
    if word.text.lower().endswith("ing") or noun < at or min(kids[at]) < at or not _together(words, at, noun):
        return
    first = min((kid for kid in kids[noun] if words[kid].deprel in ("det", "nmod:poss")), default=at)
    if word.head != at - 1 and first >= at:
        return
    role = "obj" if word.head < at else "nsubj:pass" if _passive(words, kids, word.head) else "nsubj"
    for kid in kids[at]:
        words[kid] = msgspec.structs.replace(words[kid], head=word.head)
    words[noun] = msgspec.structs.replace(words[noun], deprel=role)
    words[at] = msgspec.structs.replace(word, head=noun, deprel="amod")
    kids[word.head][:] = sorted({*kids[word.head], *kids[at]} - {at})
    kids[noun].append(at)
    kids[at].clear()


def _together(words: Sequence[Word], at: int, noun: int) -> bool:
    """Whether only words of the noun's own phrase stand between."""
    return all(words[one].deprel.partition(":")[0] in INSIDE for one in range(at + 1, noun))


def _passive(words: Sequence[Word], kids: Sequence[Sequence[int]], at: int) -> bool:
    return any(words[kid].deprel == "aux:pass" for kid in kids[at])


def _as_oblique(words: list[Word], kids: Sequence[Sequence[int]], at: int) -> None:
    """ "over X flew a missile" with X as subject."""
    word = words[at]
    if word.deprel != "nsubj" or word.upos not in NAMES or word.head < at or words[word.head].upos != "VERB":
        return
    if any(words[kid].deprel == "case" and kid < at and words[kid].text not in POSSESSING for kid in kids[at]):
        words[at] = msgspec.structs.replace(word, deprel="obl")
        for kid in kids[word.head]:
            if words[kid].deprel == "obj" and not any(words[one].deprel == "nsubj" for one in kids[word.head]):
                words[kid] = msgspec.structs.replace(words[kid], deprel="nsubj")


def _as_told_of(words: list[Word], kids: Sequence[Sequence[int]], at: int) -> None:
    """ "four in five shells were North Korean" with the shells read as oblique: no preposition of their own, no other subject."""
    word = words[at]
    if word.deprel != "obl" or word.upos != "NOUN" or word.head < at:
        return
    around = {words[kid].deprel for kid in kids[word.head]}
    cases = [kid for kid in kids[at] if words[kid].deprel == "case"]
    counting = all(0 < kid < len(words) - 1 and words[kid - 1].upos == words[kid + 1].upos == "NUM" for kid in cases)
    if "cop" in around and "nsubj" not in around and counting:
        words[at] = msgspec.structs.replace(word, deprel="nsubj")


def _as_agent(words: list[Word], kids: Sequence[list[int]], at: int) -> None:
    """ "sold jackets stitched by X" with X as agent of "sold": who is told right behind a participle did what that tells."""
    word = words[at]
    if word.deprel not in ("obl", "obl:agent") or word.head < 0:
        return
    case = next((kid for kid in kids[at] if words[kid].deprel == "case" and words[kid].text.lower() == "by"), 0)
    told = case - 1
    if told <= word.head or _under(words, told, at):
        return
    if words[told].upos == "VERB" and words[told].deprel in ("acl", "amod", "advcl"):
        words[at] = msgspec.structs.replace(word, head=told, deprel="obl:agent")
        kids[word.head].remove(at)
        kids[told].append(at)


def _under(words: Sequence[Word], at: int, top: int) -> bool:
    """Whether a word hangs on another, over others or not."""
    for _ in words:
        if at == top or at < 0:
            break
        at = words[at].head
    return at == top


def _as_owner(words: list[Word], kids: Sequence[list[int]], at: int) -> None:
    """ "arrested a diplomat's driver" with both as objects: the first only says whose the second is."""
    word = words[at]
    mark = at + 1
    if word.deprel not in ("obj", "nsubj", "obl") or mark not in kids[at] or words[mark].text not in POSSESSING:
        return
    owned = next((kid for kid in kids[word.head] if kid > mark and words[kid].upos in ("NOUN", "PROPN")), None)
    if (
        owned is not None
        and words[owned].deprel == word.deprel
        and not any(words[one].upos in ("VERB", "ADP", "PUNCT") for one in range(mark + 1, owned))
    ):
        words[at] = msgspec.structs.replace(word, head=owned, deprel="nmod:poss")
        kids[word.head].remove(at)
        kids[owned].append(at)


def _as_subject(words: list[Word], kids: Sequence[Sequence[int]], at: int) -> None:
    """ "let a firm sell radios" with two objects of "sell": the one before the verb is its subject."""
    if words[at].upos != "VERB" or any(words[kid].deprel.startswith("nsubj") for kid in kids[at]):
        return
    objects = [kid for kid in kids[at] if words[kid].deprel == "obj"]
    if len(objects) > 1 and objects[0] < at < objects[1] and words[objects[0]].upos in ("NOUN", "PROPN"):
        words[objects[0]] = msgspec.structs.replace(words[objects[0]], deprel="nsubj")


def _as_object(words: list[Word], kids: Sequence[Sequence[int]], at: int) -> None:
    """ "the shells X fires at Y" with two subjects."""
    if words[at].upos != "VERB":
        return
    if any(words[kid].deprel in ("obj", "iobj", "ccomp", "xcomp") for kid in kids[at]):
        return
    before = [kid for kid in kids[at] if words[kid].deprel == "nsubj" and kid < at]
    if len(before) == 2:
        words[before[0]] = msgspec.structs.replace(words[before[0]], deprel="obj")
        return
    bare = [kid for kid in kids[at] if words[kid].deprel == "obl" and kid > at and _bare(words, kids, kid)]
    if (
        bare
        and not _passive(words, kids, at)
        and all(words[kid].deprel == "compound:prt" or kid >= bare[0] or kid < at for kid in kids[at])
    ):
        words[bare[0]] = msgspec.structs.replace(words[bare[0]], deprel="obj")


def _bare(words: Sequence[Word], kids: Sequence[Sequence[int]], at: int) -> bool:
    """Whether a noun stands without preposition and no number counts it (times and measures are `obl:unmarked`)."""
    plain = words[at].upos in ("NOUN", "PROPN")
    return plain and not any(words[kid].deprel in ("case", "mark", "nummod") for kid in kids[at])


def _as_auxiliary(words: list[Word], kids: Sequence[list[int]], at: int) -> None:
    """ "X had scattered mines" with "had" as a verb of its own beside "scattered": it is the auxiliary, its subject the other's."""
    word, behind = words[at], words[at + 1] if at + 1 < len(words) else None
    if behind is None or word.upos not in ("VERB", "AUX") or word.deprel == "aux" or word.lemma.lower() != "have":
        return
    finite = (
        behind.upos == "VERB"
        and behind.text.lower() != behind.lemma.lower()
        and not behind.text.lower().endswith("ing")
    )
    if not finite or behind.head != word.head or any(kid > at for kid in kids[at]):
        return
    for kid in kids[at]:
        words[kid] = msgspec.structs.replace(words[kid], head=at + 1)
    words[at] = msgspec.structs.replace(word, head=at + 1, deprel="aux", upos="AUX")


OBLIQUE = (_as_told_of, _as_agent)
SUBJECT = (_as_owner, _as_oblique, *OBLIQUE)
MENDS: dict[str, tuple[Callable[[list[Word], list[list[int]], int], None], ...]] = {
    "nsubj:pass": (_as_active, *SUBJECT),
    "nsubj": SUBJECT,
    "obj": (_as_owner,),
    "obl": (_as_owner, *OBLIQUE),
    "obl:agent": (_as_agent,),
    "xcomp": (_as_modifier,),
    "advcl": (_as_modifier,),
    "ccomp": (_as_modifier,),
}  # what may be wrong with a word read in such a relation, in the order in which it is put right
