"""How sure the words around an act are of it: told as done, on someone's word, possible, planned, denied, or only imagined."""

import re
from collections.abc import Iterator, Mapping, Sequence

from ..records import Attribution, Claim, Event, Reading, Record, Span, span_of
from ..records.ranges import Ranges
from .sides import Side
from .trees import NOMINAL, Tree

STATE = frozenset((None, "GOV"))  # a state called by its name, and its government
NOT_ONE = (["not", "one"], ["not", "a"], ["not", "any"], ["not", "even"])
BE_NEAR = 3  # words before a predicate in which its "is" stands
STEPS = 8  # words above an act that may colour it
OVER = frozenset(
    (
        "ccomp",
        "xcomp",
        "advcl",
        "acl",
        "csubj",
        "obj",
        "obl",
        "nmod",
        "nsubj",
        "conj",
        "parataxis",
        "appos",
        "dep",
        "iobj",
        "root",
        "compound",
    )
)
SPEAKING = frozenset(("ccomp", "parataxis", "xcomp", "advcl", "obl", "acl", "nmod"))
INVERTED = re.compile(r"\b[Ww]ere (?:[A-Z]\S+ ){1,3}to ")  # "were X to test a bomb"
MILD = -1.5  # factuality below which a predicate that no word explains counts as doubted; UDS scale -3..3


class Sure(Record, frozen=True, kw_only=True):
    """`label`: asserted, reported, possible, future, denied, imagined. `rumour`: nobody stands behind it. `threat`: it is threatened.

    `source` is who says so as written; `words` are what decided.
    """

    label: str
    source: str | None = None
    claim: str | None = None
    rumour: bool = False
    threat: bool = False
    words: tuple[Span, ...] = ()


class Sureness:
    """Judges the acts of one report."""

    def __init__(
        self,
        text: str,
        reading: Reading,
        events: Sequence[Event],
        claims: Sequence[Claim],
        lists: Mapping[str, frozenset[str]],
    ) -> None:
        self._text, self._events, self._claims, self._lists = text, events, claims, lists
        self._said: tuple[Attribution, ...] = reading.attributions
        self._told = Ranges((part.start, part.end, claim) for claim in claims for part in claim.content)

    def of(
        self, tree: Tree, at: int, level: str, givers: Sequence[Side], *, negated: bool = False, keeps: bool = False
    ) -> Sure:
        """How sure an act is. `level` is what its own words commit to; `givers` those who would do it.

        `negated`: the act is an omission, its negation is what tells it. `keeps`: its word is itself one of stopping.
        """
        words: list[int] = []
        label, threat = level or "asserted", False
        doubled = False
        beside = False
        for step, (one, below) in enumerate(self._chain(tree, at)):
            if beside:
                break
            before = label
            found = self._by_governor(tree, one, below, at, keeps or negated) if step else self._own(tree, at)
            if found == "report":
                label = _weaker(label, "reported")
                words.append(one)
            elif found == "threat":
                threat = True
                words.append(one)
            elif found:
                label = _weaker(label, found)
                words.append(one)
            if self._told_beside(tree, one, below):
                label = _weaker(label, "reported")
            beside = bool(step) and found is None and tree.rel(below) == "obl" and tree.words[below].upos in NOMINAL
            own = self._by_modifiers(tree, one, below) if not beside else None
            if own == "denied" and (negated and not step):
                own, doubled = None, True
            if own == "denied" and found in ("denied", "imagined") and step:
                own, found = None, None
                label = before if tree.lemma(one) not in self._lists["left_open"] else _weaker(before, "possible")
            elif found == "imagined" and own in ("possible", "denied") and tree.lemma(one) in self._lists["left_open"]:
                own, label = None, _weaker(before, "possible")
            if own:
                label = _weaker(label, own)
                words.append(one)
        if negated and not doubled:
            label = "imagined"
        label, words = self._adverbs(tree, at, label, words)
        label = self._by_event(tree, at, label)
        if label == "asserted" and self._doubted(tree, at):
            label = "possible"
        text = self._text[tree.sentence.start : tree.sentence.end]
        if any(phrase in tree.low for phrase in self._lists["fiction"]) or INVERTED.search(text):
            label = "imagined"
        behind = self._text[tree.words[at].end : tree.sentence.end].lower().lstrip()
        if any(behind.startswith(phrase) for phrase in self._lists["seeming"]):
            label = _weaker(label, "possible")
        if self._reports_are_false(tree, at):
            label = "denied"
        return self._with_speaker(tree, at, label, threat, words, givers)

    def _chain(self, tree: Tree, at: int) -> Iterator[tuple[int, int]]:
        """The act and the words above it that may colour it, each with the word below."""
        yield at, -1
        below = at
        for step, up in enumerate(tree.above(at)):
            if step >= STEPS or tree.rel(below) not in OVER:
                return
            if (
                tree.rel(below) == "conj"
                and tree.words[below].upos not in ("VERB", "AUX")
                and tree.words[up].upos in NOMINAL
            ):
                below = up
                yield up, below
                continue
            if (
                tree.words[below].deprel == "acl:relcl"
                and tree.lemmas[up] not in self._lists["plan_nouns"] | self._lists["possible_nouns"]
            ):
                return
            yield up, below
            below = up

    def _by_governor(self, tree: Tree, one: int, below: int, at: int, keeps: bool) -> str | None:
        lemma, lists, rel = tree.lemma(one), self._lists, tree.rel(below)
        bare = tree.lemmas[one]
        verb = tree.words[one].upos in ("VERB", "AUX", "ADJ")
        if rel == "conj":
            return None
        if self._called_false(tree, one, rel):
            return "denied"
        if rel in ("obj", "ccomp", "xcomp", "advcl", "obl") and self._by_witness(tree, one):
            return "report"
        if verb and rel in ("nsubj", "obl", "advcl", "nmod", "iobj") and not self._governs(tree, one, below):
            return None
        if (
            verb
            and (lemma in lists["deny"] or bare in lists["deny"])
            and rel in ("ccomp", "xcomp", "obj", "advcl", "nsubj")
        ):
            return "denied"
        if not keeps and ((verb and lemma in lists["prevent"]) or (not verb and lemma in lists["prevent_nouns"])):
            return "imagined"
        if lemma in lists["threat"] and rel in ("xcomp", "ccomp", "obj", "acl", "nmod", "advcl", "obl"):
            return "threat"
        asked = rel == "xcomp" or (rel in ("ccomp", "obl") and bare not in lists["report"])
        if verb and lemma in lists["demand"] and asked and not _object_is_party(tree, one):
            return "imagined"
        if (
            verb
            and lemma in ("urge", "call", "demand", "press", "require", "should")
            and rel in ("xcomp", "ccomp", "advcl", "obl")
        ):
            return "imagined"
        if (verb and lemma in lists["plan"]) or (not verb and lemma in lists["plan_nouns"]):
            return "future"
        if (verb and lemma in lists["possible"]) or (not verb and lemma in lists["possible_nouns"]):
            return "possible"
        if verb and bare in lists["report"] and rel in SPEAKING:
            return "report"
        if not verb and bare in lists["report_nouns"] and rel in ("acl", "nmod", "ccomp"):
            return "report"
        return None

    def _called_false(self, tree: Tree, one: int, rel: str) -> bool:
        """Whether what hangs on a word is called untrue: "reports that X bought arms are false", "called it a lie"."""
        false = self._lists["false_words"]
        if tree.lemmas[one] in false and rel in ("nsubj", "csubj", "ccomp", "acl", "nmod"):
            return not any(tree.texts[kid] in self._lists["negators"] for kid in tree.kids[one])
        return rel in ("obj", "ccomp", "xcomp") and any(
            tree.rel(kid) in ("xcomp", "obl", "ccomp")
            and tree.words[kid].upos in ("NOUN", "ADJ")
            and tree.lemmas[kid] in false
            for kid in tree.kids[one]
        )

    def _own(self, tree: Tree, at: int) -> str | None:
        """What the act's own verb says of itself: "pictures caught barges with coal"."""
        return "report" if self._by_witness(tree, at) else None

    def _by_witness(self, tree: Tree, one: int) -> bool:
        """Whether those who find, trace or record are witnesses ("investigators traced the shells to", "records list shipments of")."""
        words = (tree.lemmas[one], tree.lemma(one))
        if tree.words[one].upos != "VERB" or not any(
            word in self._lists[key] for word in words for key in ("report", "witnessing")
        ):
            return False
        roles = tree.roles(one)
        heads = roles.get("subj", ()) if not tree.passive(one) or roles.get("subj") else roles.get("in", ())
        return any(tree.lemmas[head] in self._lists["witnesses"] for head in heads)

    def _reports_are_false(self, tree: Tree, at: int) -> bool:
        """ "Reports that X bought arms are false", however it was read: such a noun before the act, such a predicate behind it."""
        before = any(word.lemma.lower() in self._lists["report_nouns"] for word in tree.words[:at])
        return before and any(
            tree.lemmas[one] in self._lists["false_words"]
            and "be" in tree.lemmas[max(0, one - BE_NEAR) : one]
            and not any(tree.texts[kid] in self._lists["negators"] for kid in tree.kids[one])
            for one in range(at + 1, len(tree.words))
        )

    def _told_beside(self, tree: Tree, one: int, below: int) -> bool:
        """Whether a verb of saying stands beside the clause: "..., the panel concludes"."""
        return any(
            tree.rel(kid) in ("parataxis", "advcl", "ccomp")
            and kid != below
            and tree.lemmas[kid] in self._lists["report"]
            and not any(
                tree.rel(sub) in ("obj", "ccomp", "xcomp") or (tree.rel(sub) == "mark" and tree.texts[sub] != "as")
                for sub in tree.kids[kid]
            )
            for kid in tree.kids[one]
        )

    def _governs(self, tree: Tree, one: int, below: int) -> bool:
        """Whether a verb speaks of what hangs on it so: "accused of selling", "hinted at aiding", a passive's subject."""
        rel = tree.rel(below)
        if rel == "nsubj":
            return tree.words[below].deprel == "nsubj:pass"
        if rel == "advcl":
            return tree.preposition(below) in (
                "of",
                "at",
                "for",
                "from",
                "to",
                "about",
                "on",
                "in",
                "into",
                "against",
                "that",
            )
        return tree.preposition(below) in (
            "of",
            "at",
            "for",
            "from",
            "in",
            "about",
            "on",
            "into",
            "over",
            "against",
            "to",
            "with",
        )

    def _by_modifiers(self, tree: Tree, one: int, below: int) -> str | None:
        """What auxiliaries, negations and "if" at a word say."""
        lists = self._lists
        found: str | None = None
        for kid in tree.kids[one]:
            low, rel = tree.texts[kid], tree.rel(kid)
            if kid == below:
                continue
            if rel == "aux" and tree.words[kid].deprel != "aux:pass":
                found = _weaker(
                    found, self._would(tree, one) if low in ("would", "'d") and below < 0 else self._modal(low)
                )
            if rel in ("advmod", "det", "cc") and (low in lists["negators"] or self._no_more(tree, kid)):
                found = _weaker(found, "denied")
            if rel == "mark" and (low in lists["hypothetical_marks"] or (low == "before" and self._could(tree, one))):
                found = _weaker(found, "imagined")
            if rel in ("nsubj", "obj", "obl") and self._none(tree, kid):
                found = _weaker(found, "denied")
            if rel in ("advmod", "amod") and low in lists["possible_words"]:
                found = _weaker(found, "possible")
            if rel in ("advmod", "amod") and low in lists["future_words"]:
                found = _weaker(found, "future")
            if (
                rel == "case"
                and low in ("without", "against", "despite")
                and tree.words[one].upos in NOMINAL
                and low == "without"
            ):
                found = _weaker(found, "denied")
            if rel == "mark" and low == "without":
                found = _weaker(found, "denied")
            if rel == "det" and low == "any":
                found = _weaker(found, "imagined")
        return found

    def _none(self, tree: Tree, kid: int) -> bool:
        """Whether a side of the act is told to be none: "nobody", "no shells", "no more coal", "in no parade"; not "in no time"."""
        if tree.lemmas[kid] in self._lists["no_idioms"]:
            return False
        if tree.words[kid].upos == "PRON" and tree.texts[kid] in self._lists["negators"]:
            return True
        phrase = tree.noun_phrase(kid)
        if any(tree.texts[one : one + 2] in NOT_ONE for one in phrase):
            return True
        return any(
            one < kid and tree.lemmas[one] in ("no", "neither") and tree.rel(one) in ("det", "advmod", "amod")
            for one in phrase
            if tree.words[one].head == kid or tree.texts[tree.words[one].head] == "more"
        )

    def _no_more(self, tree: Tree, kid: int) -> bool:
        """Whether an adverb is itself negated: "no more", "no longer"."""
        return any(tree.texts[sub] == "no" for sub in tree.kids[kid])

    def _could(self, tree: Tree, one: int) -> bool:
        """Whether a clause tells what only might have been: "seized before it could reach X"."""
        return any(
            tree.rel(kid) == "aux" and tree.texts[kid] in self._lists["possible_modals"] for kid in tree.kids[one]
        )

    def _would(self, tree: Tree, one: int) -> str:
        """ "would": what a speaker announces is to come, what a plan or a talk is about is possible, anything else is imagined."""
        head = tree.words[one].head
        conditional = any(tree.rel(kid) == "advcl" and self._conditional(tree, kid) for kid in tree.kids[one])
        if head < 0 or conditional:
            return "imagined"
        lemma = tree.lemmas[head]
        if tree.rel(one) == "ccomp" and lemma in self._lists["report"]:
            return "future"
        open_words = (
            self._lists["possible_nouns"] | self._lists["plan_nouns"] | self._lists["possible"] | self._lists["plan"]
        )
        return "possible" if lemma in open_words else "imagined"

    def _conditional(self, tree: Tree, clause: int) -> bool:
        return any(
            tree.texts[kid] in self._lists["hypothetical_marks"] for kid in tree.kids[clause] if tree.rel(kid) == "mark"
        )

    def _modal(self, low: str) -> str | None:
        if low in self._lists["possible_modals"]:
            return "possible"
        if low in self._lists["future_modals"]:
            return "future"
        if low in self._lists["hypothetical_modals"]:
            return "imagined"
        return None

    def _adverbs(self, tree: Tree, at: int, label: str, words: list[int]) -> tuple[str, list[int]]:
        """ "reportedly", "allegedly" anywhere beside the act make it told on someone's word."""
        near = {at, *tree.kids[at], *(kid for up in tree.above(at) for kid in tree.kids[up])}
        for one in sorted(near):
            if tree.texts[one] in self._lists["report_words"] and tree.rel(one) in (
                "advmod",
                "amod",
                "case",
                "mark",
            ):
                label = _weaker(label, "reported")
                words.append(one)
        return label, words

    def _by_event(self, tree: Tree, at: int, label: str) -> str:
        """What the coder says of an event told by the same word, where this page found nothing against it."""
        word = tree.words[at]
        for event in self._events:
            if event.trigger.start <= word.start < event.trigger.end and label in ("asserted", "reported"):
                if event.auxiliary == "negation" or event.certainty.label == "denied":
                    return "denied"
                if event.auxiliary == "hypothetical":
                    return "possible"
                if event.auxiliary == "future":
                    return "future"
                if event.certainty.label == "possible":
                    return "possible"
        return label

    def _doubted(self, tree: Tree, at: int) -> bool:
        factuality = tree.words[at].factuality
        return tree.words[at].upos == "VERB" and factuality is not None and factuality < MILD

    def _with_speaker(
        self, tree: Tree, at: int, label: str, threat: bool, words: list[int], givers: Sequence[Side]
    ) -> Sure:
        """Who says so: the claim or attribution that holds the act, unless it is the doer who speaks."""
        start = tree.words[at].start
        source, claim, own = self._speaker(start, givers)
        doubted = any(tree.lemmas[one] in self._lists["own_doubt"] for one in words)
        if source is not None and not own and label == "asserted":
            label = "reported"
        elif own and label == "reported" and not doubted:
            label = "asserted"
        rumour = any(word in self._lists["rumour"] for word in tree.low.replace(",", " ").replace(".", " ").split())
        return Sure(
            label=label,
            source=source,
            claim=claim,
            rumour=rumour and label == "reported",
            threat=threat,
            words=tuple(
                span_of(self._text, tree.words[one].start, tree.words[one].end) for one in dict.fromkeys(words)
            ),
        )

    def _speaker(self, start: int, givers: Sequence[Side]) -> tuple[str | None, str | None, bool]:
        """Who tells what stands at a place, by which claim, and whether it is the doer's own word; another's word comes first."""
        for claim in sorted(self._told.around(start, start + 1), key=lambda one: self._of_its_own(one, givers)):
            told = " ".join(span.quote for span in claim.source) or "someone unnamed"
            return claim.speaker.name if claim.speaker else told, claim.id, self._of_its_own(claim, givers)
        for said in self._said if not self._claims else ():
            if any(first <= start < last for first, last in said.content):
                name = " ".join(self._text[first:last] for first, last in said.source) or "someone unnamed"
                return name, None, any(name == side.name for side in givers)
        return None, None, False

    def _of_its_own(self, claim: Claim, givers: Sequence[Side]) -> bool:
        """Whether the doer itself speaks, or its own government for a state called by its name; a panel or a report is nobody's own."""
        speaker = claim.speaker
        words = {word for span in claim.source for word in span.quote.lower().split()}
        if speaker is None or words & self._lists["outsiders"]:
            return False
        return any(
            speaker.name == side.name
            or (side.state is not None and side.state == speaker.country and {side.sector, speaker.sector} <= STATE)
            for side in givers
        )


ORDER = ("asserted", "reported", "future", "possible", "imagined", "denied")


def weakness(sure: Sure) -> int:
    """How little a label commits to: asserted 0, denied most."""
    return ORDER.index(sure.label)


def _weaker(one: str | None, other: str | None) -> str:
    """The less sure of two."""
    return max((label for label in (one, other) if label), key=ORDER.index, default="")


def _object_is_party(tree: Tree, verb: int) -> bool:
    return any(tree.rel(kid) == "obj" and tree.words[kid].upos == "PROPN" for kid in tree.kids[verb])
