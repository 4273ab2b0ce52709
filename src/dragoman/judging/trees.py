"""The grammar of one sentence as the finder of acts needs it: who is subject, object, and what stands behind which preposition."""

from collections import defaultdict
from collections.abc import Iterator

from ..records import Sentence, Word
from .mending import mended

NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM"))
CLAUSES = frozenset(("acl", "advcl", "ccomp", "csubj", "parataxis"))
OUTSIDE = CLAUSES | {"punct", "dep", "nsubj", "csubj"}  # what hangs on a noun without belonging to its phrase
RELATIVE = frozenset(("that", "which", "who", "whom"))
MOVING = frozenset(
    ("to", "from", "into", "for", "via", "through", "at", "against", "with", "by", "in", "on", "between", "out of")
)
UNDER_WAY = frozenset(
    (
        "bind",
        "bound",
        "destine",
        "head",
        "sail",
        "come",
        "originate",
        "travel",
        "mean",
        "intend",
        "steam",
        "fly",
        "destined",
        "arrive",
        "ship",
        "send",
    )
)
PARTICLES = frozenset(("up", "off", "out", "over", "down", "away", "back", "through", "aboard", "ashore", "on"))
ABOARD = frozenset(("aboard", "ashore"))
CROSSING = frozenset(("over", "across", "through"))  # particles that still say where to: "rolled over the border"
OUT = ("out of", "away from")
KEEPING = "keep"
TWO_OBJECTS = frozenset(("award", "deny", "give", "grant", "hand", "issue", "lend", "offer", "pay", "promise", "sell", "send", "show", "teach"))  # fmt: skip
HAVING = ("have", "get", KEEPING)
BEHALF = {
    "behalf": "for",
    "benefit": "for",
    "use": "for",
    "favour": "for",
    "favor": "for",
    "hand": "to",
}  # "in the hands of X"
DEEPEST = 6  # steps up a chain of verbs in search of a subject

Roles = dict[str, list[int]]


class Tree:
    """A sentence of a text with its children, phrases and roles. `low` is what it says and `company` its words, both in lower case."""

    def __init__(self, sentence: Sentence, object_control: frozenset[str], text: str) -> None:
        self.sentence = sentence
        self.low = text[sentence.start : sentence.end].lower()
        self.words: tuple[Word, ...] = mended(sentence.words)
        self.kids: list[list[int]] = [[] for _ in self.words]
        for at, word in enumerate(self.words):
            if word.head >= 0:
                self.kids[word.head].append(at)
        self._rels = [word.deprel.partition(":")[0] for word in self.words]
        self.lemmas = [word.lemma.lower() for word in self.words]
        self.texts = [word.text.lower() for word in self.words]
        self.company = {*self.texts, *self.lemmas}
        self._phrasal = list(self.lemmas)
        for at, word in enumerate(self.words):
            if word.head >= 0 and self._particle(word.head, at):
                self._phrasal[word.head] += f" {self.lemmas[at]}"
        self._object_control = object_control
        self._roles: dict[int, Roles] = {}
        self._noun_phrases: dict[int, list[int]] = {}

    def rel(self, at: int) -> str:
        """The relation without its subtype."""
        return self._rels[at]

    def lemma(self, at: int) -> str:
        """The lemma in lower case, with the particle of a phrasal verb."""
        return self._phrasal[at]

    def _particle(self, at: int, kid: int) -> bool:
        rel, low = self._rels[kid], self.texts[kid]
        if rel not in ("compound", "advmod", "obl"):
            return False
        if rel == "compound":
            return self.words[kid].deprel == "compound:prt"
        loose = kid == at + 1 and low in PARTICLES and self.words[kid].upos in ("ADV", "ADP") and not self.kids[kid]
        return loose or (rel == "advmod" and low in ABOARD)

    def phrase(self, at: int) -> list[int]:
        """The word and everything under it, in reading order."""
        found, stack = [at], [at]
        while stack:
            below = self.kids[stack.pop()]
            found += below
            stack += below
        return sorted(found)

    def noun_phrase(self, at: int) -> list[int]:
        """The word and what belongs to it as a phrase: without relative clauses and other whole clauses."""
        if at not in self._noun_phrases:
            found, stack = [at], [at]
            while stack:
                inside = [kid for kid in self.kids[stack.pop()] if self._rels[kid] not in OUTSIDE]
                found += inside
                stack += inside
            self._noun_phrases[at] = sorted(found)
        return self._noun_phrases[at]

    def above(self, at: int) -> Iterator[int]:
        """The words that govern it, nearest first."""
        seen = {at}
        while self.words[at].head >= 0 and self.words[at].head not in seen:
            at = self.words[at].head
            seen.add(at)
            yield at

    def preposition(self, at: int) -> str:
        """The preposition (or the mark of a clause) in front of a phrase: `to`, `out of`, empty if none.

        One that hangs on the first part of a name ("from North Korea") counts for the whole.
        """
        inner = [kid for kid in self.kids[at] if kid < at and self._rels[kid] in ("compound", "flat", "amod", "nummod")]
        for one in (at, *inner):
            for kid in self.kids[one]:
                marks = self._rels[kid] == "mark" and self.words[kid].upos in ("ADP", "SCONJ", "PART")
                if kid < at and (self._rels[kid] == "case" or (marks and one == at)):
                    fixed = [self.lemmas[part] for part in self.kids[kid] if self._rels[part] == "fixed"]
                    joined = " ".join([self.lemmas[kid], *fixed])
                    longer = f"{joined} {self.lemmas[kid + 1]}" if kid + 1 < len(self.words) else ""
                    return longer if longer in OUT else joined
        return ""

    def joined(self, at: int) -> list[int]:
        """A noun and those joined to it by "and"."""
        found = [at]
        for kid in self.kids[at]:
            if self._rels[kid] == "conj":
                found += self.joined(kid)
        return found

    def passive(self, at: int) -> bool:
        """Whether a verb is passive: by its auxiliary or subject, or as a participle behind a noun."""
        rels = {self.words[kid].deprel for kid in self.kids[at]}
        if rels & {"nsubj:pass", "aux:pass", "csubj:pass"} or (self._rels[at] == "conj" and "obl:agent" in rels):
            return True
        if self._had_done(at):
            return True
        behind = self.words[at].deprel == "acl" and not self.texts[at].endswith("ing")
        return behind and not self._to_mark(at) and not self._misread_main_verb(at)

    def _misread_main_verb(self, at: int) -> bool:
        """A main verb read as a participle behind its subject ("the tanker discharged fuel"): it has an object of its own.

        A participle proper keeps an object only of verbs that take two ("the rebels given rifles").
        """
        return (
            self.lemmas[at] not in TWO_OBJECTS and self.words[at].deprel != "acl:relcl" and bool(self._objects_of(at))
        )

    def _had_done(self, at: int) -> bool:
        """ "had its tanks overhauled by", "kept the shops stocked with": a participle below have, get or keep."""
        up = self.words[at].head
        return (
            self._rels[at] in ("xcomp", "acl", "advcl")
            and up >= 0
            and self.lemmas[up] in HAVING
            and self.texts[at] != self.lemmas[at]
            and not self.texts[at].endswith("ing")
            and not self._to_mark(at)
            and any(one < at for one in self._objects_of(up))
        )

    def _kept(self, at: int) -> bool:
        """Whether a participle tells in what state the subject keeps its object: it does it itself."""
        return self._had_done(at) and self.lemmas[self.words[at].head] == KEEPING

    def somewhere(self, at: int) -> bool:
        """Whether a noun tells where its subject is: "the soldiers are in X"."""
        rels = [self._rels[kid] for kid in self.kids[at]]
        return "cop" in rels and "nsubj" in rels and self.preposition(at) in ("in", "at", "inside", "on")

    def auxiliary(self, at: int) -> bool:
        """Whether "have" only makes the perfect of a participle behind it, though it was read as a verb of its own."""
        return self.lemmas[at] == "have" and any(
            self._rels[kid] == "xcomp"
            and not self.texts[kid].endswith("ing")
            and not self._to_mark(kid)
            and not any(one < kid for one in self._objects_of(at))
            for kid in self.kids[at]
        )

    def _to_mark(self, at: int) -> bool:
        return any(self._rels[kid] == "mark" and self.lemmas[kid] == "to" for kid in self.kids[at])

    def roles(self, at: int) -> Roles:
        """The sides of a verb: `subj`, `obj`, `iobj`, `xcomp` and each preposition; a passive is turned round, missing subjects are sought."""
        if at not in self._roles:
            self._roles[at] = {}
            self._roles[at] = self._find_roles(at)
        return self._roles[at]

    def _find_roles(self, at: int) -> Roles:
        roles: Roles = defaultdict(list)
        passive = self.passive(at)
        for kid in self._around(at):
            key = self._role_of(kid, passive)
            if key == "xcomp":
                roles["obj"] += [
                    one
                    for below in self.kids[kid]
                    if self.words[below].deprel == "nsubj:pass"
                    for one in self.joined(below)
                ]
            if key:
                roles[key] += self.joined(kid) if key != "xcomp" else [kid]
            if key and (meant := BEHALF.get(self.lemmas[kid])):
                roles[meant] += self._whose(kid)
            if self._particle(at, kid):
                for below in self.kids[kid]:
                    roles[self.preposition(below)] += self.joined(below)
                if self.texts[kid] in CROSSING:
                    roles[self.texts[kid]] += self._objects_of(at)
        self._relative(at, roles, passive)
        if passive and len(roles["passive"]) and roles["obj"]:
            roles["iobj"] += roles.pop("passive")
        elif passive:
            roles["obj"] += roles.pop("passive", [])
            if not roles["obj"] and self._rels[at] == "conj":
                roles["obj"] = self._inherited(at)
            if not roles["obj"] and self._had_done(at):
                roles["obj"] = self._objects_of(self.words[at].head)
        if self.somewhere(at):
            roles[self.preposition(at)] += self.joined(at)
        half = self.half(at)
        if not roles["subj"] and half is not None:
            roles["subj"] = [kid for kid in self.kids[half] if self._rels[kid] in ("compound", "nmod", "dep")]
        if not roles["subj"] and self._kept(at):
            roles["subj"] = list(self.roles(self.words[at].head).get("subj", ()))
        elif not roles["subj"] and not passive:
            roles["subj"] = self._inherited(at)
        if not roles["obj"]:
            roles["obj"] = self._shared_object(at) or self._described(at) or self._object_ahead(at)
        if not roles["iobj"]:
            roles["iobj"] = [one for head in roles["obj"] for one in self._given(head, at)]
        roles["obj"] = [other for one in roles["obj"] for other in self._taken_up(at, one)]
        for key, found in (*self._nested(roles).items(), *self._carried_on(at).items()):
            roles.setdefault(key, found)
        return _settled(roles)

    def _taken_up(self, at: int, one: int) -> list[int]:
        """What "him" or "them" behind the second of two verbs takes up: the object of the first ("tied up a soldier and shot him")."""
        if self.texts[one] not in ("him", "her", "them") or self._rels[at] != "conj":
            return [one]
        return [other for other in self._objects_of(self.words[at].head) if other < one] or [one]

    def _carried_on(self, at: int) -> Roles:
        """Where a participle behind the object takes it: "sent missiles crashing into X"."""
        found: Roles = {}
        for kid in self.kids[at]:
            loose = self._rels[kid] in ("advcl", "xcomp") and self.texts[kid].endswith("ing")
            if loose and kid > at and self.words[kid - 1].text != "," and not self.preposition(kid):
                for below in self.kids[kid]:
                    if self._rels[below] == "obl" and self.preposition(below) in MOVING:
                        found.setdefault(self.preposition(below), []).extend(self.joined(below))
        return found

    def _whose(self, at: int) -> list[int]:
        """Whose behalf, benefit or hands a phrase names."""
        return [
            one
            for kid in self.kids[at]
            if self.words[kid].deprel == "nmod:poss" or (self._rels[kid] == "nmod" and self.preposition(kid) == "of")
            for one in self.joined(kid)
        ]

    def _given(self, head: int, verb: int) -> list[int]:
        """A receiver read as part of the object: "gave rebel fighters mortars", "gave the M23 rebels weapons", "sold X lathes"."""
        named = verb + 1 if self.lemmas[verb] in TWO_OBJECTS else -1
        return [
            kid
            for kid in self.kids[head]
            if (
                self.words[kid].deprel == "nmod:poss"
                or (self._rels[kid] == "compound" and (self.kids[kid] or self._starts(kid, named)))
            )
            and self.words[kid].upos in ("NOUN", "PROPN")
            and not any(self._rels[one] == "case" for one in self.kids[kid])
        ]

    def _starts(self, at: int, place: int) -> bool:
        """Whether a name stands at a place."""
        return at == place and self.words[at].upos == "PROPN"

    def _around(self, at: int) -> list[int]:
        """What hangs on a verb, or on the other half of it ("test-fired")."""
        other = self.half(at)
        return (
            self.kids[at]
            if other is None
            else [kid for kid in (*self.kids[other], *self.kids[at]) if kid not in (at, other)]
        )

    def half(self, at: int) -> int | None:
        """The word written together with this one by a hyphen, where the two hang on each other."""
        for other, mark in ((at - 2, at - 1), (at + 2, at + 1)):
            if 0 <= other < len(self.words) and self.words[mark].text == "-":
                left, right = sorted((at, other))
                tight = (
                    self.words[left].end == self.words[mark].start and self.words[mark].end == self.words[right].start
                )
                if tight and (self.words[at].head == other or self.words[other].head == at):
                    return other
        return None

    def _described(self, at: int) -> list[int]:
        """What a participle tells of when it hangs on the verb and not on its noun: "carried oil exported from"."""
        word = self.words[at]
        if self._rels[at] != "advcl" or word.head < 0 or word.text.lower().endswith("ing") or self._finite(at):
            return []
        return self.roles(word.head).get("obj", [])

    def _finite(self, at: int) -> bool:
        return any(self._rels[kid] in ("nsubj", "aux", "mark", "cop") for kid in self.kids[at])

    def _nested(self, roles: Roles) -> Roles:
        """Sides that hang on the object instead of the verb: "shipped tonnes of diesel to X"."""
        found: Roles = {}
        for key, heads in roles.items():
            for head in heads if key not in ("xcomp", "self") else ():
                for one in self.noun_phrase(head):
                    preposition = (
                        self.preposition(one) if self._rels[one] in ("nmod", "obl", "conj") and one != head else ""
                    )
                    if preposition in MOVING:
                        found.setdefault(preposition, []).extend(self.joined(one))
                    for verb in self.kids[one]:
                        self._bound_for(verb, found)
        return found

    def _bound_for(self, verb: int, found: Roles) -> None:
        """Where something is going or comes from, told by a participle behind it: "a dhow sailing from X to Y"."""
        if self.words[verb].deprel != "acl" or self.lemmas[verb] not in UNDER_WAY:
            return
        for kid in self.kids[verb]:
            preposition = self.preposition(kid) if self._rels[kid] == "obl" else ""
            if preposition in MOVING:
                found.setdefault(preposition, []).extend(self.joined(kid))

    def _role_of(self, kid: int, passive: bool) -> str:
        deprel, rel = self.words[kid].deprel, self._rels[kid]
        if deprel == "nsubj:pass":
            return "passive"
        if rel == "nsubj":
            return "subj"
        if rel == "xcomp" and self.words[kid].upos in ("NOUN", "PROPN"):
            return "iobj"
        if rel in ("obj", "iobj", "xcomp"):
            return "xcomp" if rel == "obj" and self.words[kid].upos == "VERB" and self.kids[kid] else rel
        if rel == "ccomp":
            return "xcomp"
        if rel in ("obl", "nmod", "advcl", "advmod"):
            preposition = self.preposition(kid)
            if rel in ("advcl", "advmod") and self.words[kid].upos not in NOMINAL:
                return ""
            if preposition == "by" and passive:
                return "subj"
            return preposition
        return ""

    def _relative(self, at: int, roles: Roles, passive: bool) -> None:
        """Puts the noun of a relative clause or participle into the role its pronoun or gap stands for."""
        if self._rels[at] != "acl" or self.words[at].head < 0:
            return
        noun = self.words[at].head
        for key, found in roles.items():
            roles[key] = [noun if self.lemmas[one] in RELATIVE else one for one in found]
        if noun in {one for found in roles.values() for one in found}:
            return
        if passive:
            roles["passive" if not roles["passive"] else "obj"].append(noun)
        elif self._to_mark(at) or (self.texts[at].endswith("ing") and self.preposition(at)):
            return
        elif roles["subj"] and not roles["obj"]:
            roles["obj"].append(noun)
        elif not roles["subj"]:
            roles["subj"].append(noun)

    def _inherited(self, at: int) -> list[int]:
        """The subject a verb shares with the one it hangs on ("agreed to send", "accused Russia of sending", "bought and sold")."""
        below = at
        for step, up in enumerate(self.above(at)):
            if step > DEEPEST:
                return []
            found = self._offered(at, below, up)
            if found:
                return found
            below = up
        return []

    def _offered(self, at: int, below: int, up: int) -> list[int]:
        """The subject that a governing word offers to the verb below it."""
        word = self.words[up]
        if word.upos in NOMINAL:
            return self.owners(up)
        if word.upos not in ("VERB", "AUX", "ADJ"):
            return []
        if self._rels[below] == "ccomp" and not self._to_mark(below):
            return []
        roles = self.roles(up)
        subjects, objects = roles.get("subj", []), roles.get("obj", []) or roles.get("iobj", [])
        if self.auxiliary(up):
            return subjects
        if self._rels[below] != "conj" and word.lemma.lower() in self._object_control:
            inside = set(self.phrase(at))
            late = [one for one in subjects if one > up]  # "expect X to ask", with X read as a second subject
            return [one for one in objects if one not in inside] or late or subjects
        return subjects or (objects if self.passive(up) else [])

    def owners(self, at: int) -> list[int]:
        """Who a noun belongs to: possessor, and what stands behind "by" or "between"."""
        return [
            one
            for kid in self.kids[at]
            if self.words[kid].deprel == "nmod:poss"
            or (self._rels[kid] == "nmod" and self.preposition(kid) in ("by", "between", "from"))
            for one in self.joined(kid)
        ]

    def _shared_object(self, at: int) -> list[int]:
        """The object of a verb whose first partner lacks one ("buys and ships coal")."""
        return [
            one
            for kid in self.kids[at]
            if self._rels[kid] == "conj" and self.words[kid].upos == "VERB"
            for one in self._objects_of(kid)
        ]

    def _object_ahead(self, at: int) -> list[int]:
        """The object read with the first of two verbs though it follows both ("trained and armed the police")."""
        up = self.words[at].head
        if self._rels[at] != "conj" or up < 0 or self.words[up].upos != "VERB":
            return []
        return [one for one in self._objects_of(up) if one > at]

    def _objects_of(self, at: int) -> list[int]:
        return [one for kid in self.kids[at] if self._rels[kid] == "obj" for one in self.joined(kid)]

    def noun_roles(self, at: int) -> Roles:
        """The sides of a noun that tells an act: `poss`, `mod`, `self` and each preposition."""
        roles: Roles = defaultdict(list)
        roles["self"] = [at]
        for kid in self.kids[at]:
            rel, deprel = self._rels[kid], self.words[kid].deprel
            if deprel == "nmod:poss":
                roles["poss"] += self.joined(kid)
            elif rel in ("amod", "compound", "nummod", "appos"):
                roles["mod"] += self.joined(kid)
            elif rel == "nsubj":
                roles["subj"] += self.joined(kid)
            elif rel in ("nmod", "obl"):
                roles[self.preposition(kid)] += self.joined(kid)
            elif rel == "acl":
                for below in self.kids[kid]:
                    if self._rels[below] == "obl":
                        roles[self.preposition(below)] += self.joined(below)
        for key, found in self._nested(roles).items():
            roles.setdefault(key, found)
        return _settled(roles)


def _settled(roles: Roles) -> Roles:
    """Roles that somebody fills; "out of X" is where a thing comes from as well."""
    for key in OUT:
        if roles.get(key):
            roles["from"] = [*roles.get("from", ()), *roles[key]]
    return {key: found for key, found in roles.items() if found}
