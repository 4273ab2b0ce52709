"""Which side of an act a party stands on: what the grammar between the two says, weighed as in labelled reports.

A conditional logit with named features, so that `explain` can tell what decided: for each side the parties at hand and nobody at all compete
for the place. The weights are rows of knowledge/verbs/party_roles.csv, written by training/party_roles.py; a feature that the table lacks
counts nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from dragoman.grounding.actor_tables import sectors_of_anaphors
from dragoman.records import Claim, Grounding, Party, PartyMention, Record, Span
from dragoman.records.ranges import Ranges

from .ontology import plover
from .structure import Clauses, relation
from .unknown import unknown_party
from .verb_tables import verb_table

FAR = 4  # relations between act and party that still say something
NEAR_WORDS = (3, 8, 20)
PASSIVE = frozenset(("nsubj:pass", "aux:pass", "obl:agent"))
BODIES = frozenset(("UNO", "IGO", "EUR", "NGO", "IMG", "MNC", "ISM"))
MANY = 3  # mentions in a report from which on a party is one that the report is about


class Act(Record, frozen=True, kw_only=True):
    """A trigger as the features see it: its type, the word that governs it, the number of its sentence, the claims it is told in."""

    type: str
    head: int
    sentence: int
    over: tuple[Claim, ...] = ()


class Candidate(Record, frozen=True, kw_only=True):
    """A party that may take part in an act, by one mention. `features` say how the two stand to each other."""

    mention: PartyMention
    features: tuple[str, ...]


class Cast:
    """The parties of one report by sentence, and how often each is mentioned. Words that refer back to nobody the report has named
    stand for somebody unknown, of the sector that the word tells."""

    def __init__(self, grounding: Grounding) -> None:
        self.parties = grounding.parties
        spans = [place.span for place in grounding.places if place.span is not None]
        self.places = Ranges((one.start, one.end, one) for one in spans)
        self.unknown: dict[Span, Party] = {}
        self.by_sentence: dict[int, list[PartyMention]] = {}
        self._outer: dict[int, list[PartyMention]] = {}
        self.counts: dict[int, int] = {}
        for mention in grounding.mentions:
            self.by_sentence.setdefault(mention.sentence, []).append(mention)
            if mention.party is not None:
                self.counts[mention.party] = self.counts.get(mention.party, 0) + 1
        named = [one for found in self.by_sentence.values() for one in found if one.party is not None]
        self.named = Ranges((one.span.start, one.span.end, one) for one in named)

    def of(self, mention: PartyMention) -> Party:
        """The party of a mention, an unknown one where the report does not tell whom the words mean."""
        if mention.party is not None:
            return self.parties[mention.party]
        return self.unknown.setdefault(mention.span, somebody(mention.span))

    def here(self, sentence: int) -> list[PartyMention]:
        """The mentions of a sentence that stand inside no longer one: of "Zimbabwe's president" the president, not the state as well."""
        if sentence not in self._outer:
            found = self.by_sentence.get(sentence, [])
            self._outer[sentence] = [one for one in found if not any(is_within(one, other) for other in found)]
        return self._outer[sentence]

    def speaking(self, act: Act) -> list[PartyMention]:
        """Mentions in other sentences that name who speaks the claim around the act."""
        if not act.over:
            return []
        found = [one for span in act.over[0].source for one in self.named.inside(span.start, span.end)]
        return [one for one in found if one.sentence != act.sentence]

    def salience(self, mention: PartyMention) -> str:
        """Whether the report is about the party or names it in passing."""
        if mention.party is None:
            return "unresolved"
        return "often" if self.counts[mention.party] >= MANY else "seldom"


def somebody(span: Span) -> Party:
    """Whoever a word means that refers back to nobody named."""
    words = span.quote.lower().split()
    sector = next((sectors_of_anaphors()[word] for word in reversed(words) if word in sectors_of_anaphors()), "UNK")
    return unknown_party(span, f"\u201c{span.quote}\u201d refers to nobody whom the report has named", sector)


def is_within(one: PartyMention, other: PartyMention) -> bool:
    """Whether a mention is part of a longer one."""
    return other.first <= one.first and one.last <= other.last and other.last - other.first > one.last - one.first


class Weights(Record, frozen=True, kw_only=True):
    """The table: for each feature what it adds to the scores as actor and as recipient."""

    rows: dict[str, tuple[float, float]]

    def scores(self, features: Iterable[str]) -> tuple[float, float]:
        """How much the features speak for a party as actor and as recipient, in logits."""
        actor = recipient = 0.0
        for added in map(self.rows.get, features):
            if added is not None:
                actor += added[0]
                recipient += added[1]
        return actor, recipient

    def leading(self, features: Iterable[str], role: int) -> str:
        """The feature that speaks most for a role; empty where none does."""
        weight, name = max(((self.rows[one][role], one) for one in features if one in self.rows), default=(0.0, ""))
        return name if weight > 0 else ""


@cache
def weights() -> Weights:
    """The shipped table."""
    return read_weights(verb_table("party_roles"))


def read_weights(rows: Iterable[Mapping[str, str]]) -> Weights:
    """The weights of a table with the columns feature, actor, recipient."""
    return Weights(rows={row["feature"]: (float(row["actor"]), float(row["recipient"])) for row in rows})


def candidates(act: Act, clauses: Clauses, previous: Clauses | None, cast: Cast) -> Iterator[Candidate]:
    """The parties that the act's sentence names, who speaks it, and whom the sentence before names."""
    here = cast.here(act.sentence)
    present = {one.party for one in here}
    for mention in here:
        yield Candidate(mention=mention, features=tuple(features_here(act, clauses, mention, here, cast)))
    speaking = [one for one in cast.speaking(act) if one.party not in present]
    for mention in speaking:
        yield Candidate(mention=mention, features=tuple(features_out("speaker", act, mention, len(here), cast)))
    for mention in cast.by_sentence.get(act.sentence - 1, ()) if previous is not None else ():
        if mention.party is not None and mention.party not in present and mention not in speaking:
            how = f"earlier {relation(previous.words[mention.head])}" if previous is not None else "earlier"
            yield Candidate(mention=mention, features=tuple(features_out(how, act, mention, len(here), cast)))


def nobody(act: Act, clauses: Clauses, found: Sequence[Candidate]) -> Iterator[str]:
    """What speaks for an empty side: the type of the act, its word and voice, how many parties its sentence names."""
    word, below = clauses.words[act.head], {clauses.words[one].deprel for one in clauses.below[act.head]}
    named = min(len({one.mention.party for one in found if one.mention.sentence == act.sentence}), 4)
    voice = "passive" if below & PASSIVE else "active" if "nsubj" in below else "bare"
    built = f"{voice} {'with' if 'obj' in below else 'without'} object"
    yield "nobody"
    yield f"nobody {act.type}"
    yield f"nobody {word.lemma.lower()}"
    yield f"nobody {word.upos} {word.deprel}"
    yield f"nobody {act.type} {word.upos}"
    yield f"nobody {named} here"
    yield f"nobody {act.type} {named} here"
    yield f"nobody {word.upos} {built}"
    yield f"nobody {act.type} {built}"
    yield f"nobody {'told' if act.over else 'untold'}"


def path_between(clauses: Clauses, start: int, end: int) -> str:
    """The relations from one word up to what governs both (`^`) and down to the other (`>`); coordination at the end left out."""
    up, down = [start, *clauses.ancestors(start)], [end, *clauses.ancestors(end)]
    shared = next((at for at in up if at in down), None)
    if shared is None:
        return "apart"
    above = [clauses.words[at].deprel for at in up[: up.index(shared)]]
    below = [clauses.words[at].deprel for at in down[: down.index(shared)]][::-1]
    while len(below) > 1 and below[-1] in ("conj", "appos", "flat"):
        below.pop()
    if len(above) + len(below) > FAR:
        return "far"
    return "".join(f"^{one}" for one in above) + "".join(f">{one}" for one in below) or "itself"


def preposition(clauses: Clauses, at: int) -> str:
    """The preposition before a phrase, taken from the first of its coordination; empty where there is none."""
    while clauses.words[at].deprel in ("conj", "flat", "appos") and clauses.words[at].head >= 0:
        at = clauses.words[at].head
    return clauses.preposition(at)


def features_here(
    act: Act, clauses: Clauses, mention: PartyMention, others: Sequence[PartyMention], cast: Cast
) -> Iterator[str]:
    """How a party of the act's own sentence stands to the act."""
    words, quad, party = clauses.words, plover().types[act.type].quad, cast.of(mention)
    path, case = path_between(clauses, act.head, mention.head), preposition(clauses, mention.head)
    upos, lemma = words[act.head].upos, words[act.head].lemma.lower()
    side = "before" if mention.head < act.head else "after"
    low, high = sorted((act.head, mention.head))
    between = min(sum([low < one.head < high for one in others]), 2)
    distance = sum(abs(mention.head - act.head) > far for far in NEAR_WORDS)
    yield f"path {path}"
    yield f"path {path} {case}"
    yield f"{upos} path {path} {case}"
    yield f"{act.type} path {path}"
    yield f"quad {quad} path {path} {case}"
    yield f"{act.type} {case} {side}"
    yield f"{lemma} path {path}"
    yield f"{lemma} {case} {side}"
    yield f"{side} {between} between"
    yield f"{act.type} {side} {between} between"
    yield f"{upos} {side} distance {distance}"
    yield f"word {words[mention.head].upos}"
    yield f"{side} word {words[mention.head].upos} {words[mention.head].deprel}"
    yield f"sector {party.sector}"
    yield f"{act.type} sector {party.sector} {side}"
    yield cast.salience(mention)
    yield f"kind {mention.made_by.rule}"
    yield f"{act.type} kind {mention.made_by.rule} {side}"
    yield f"{act.type} of {sort_of(party)} sector {party.sector}"
    yield from place_in_sentence(act, clauses, mention, case)
    if not between and low < high:
        yield f"next {side}"
        yield f"{act.type} next {side}"
        if side == "after":
            yield f"{lemma} next after"
    if mention.as_place:
        yield "as place"
        yield f"as place {case}"
        yield f"as place {path}"
    if party.unnamed:
        yield "unnamed"
    if len(others) == 1:
        yield f"alone {side}"
        yield f"{act.type} alone {side}"
    if mention.first <= act.head <= mention.last:
        yield "holds the act"
    if is_source(mention, act.over):
        yield "speaker"
        yield f"{act.type} speaker"
    elif act.over:
        yield f"in what is said {lies_in(mention, act.over[0].content)}"


def sort_of(party: Party) -> str:
    """Whether the party is of a state, of a body of several, or of none that is told."""
    return "none" if party.country == "---" else "body" if party.country in BODIES else "state"


def place_in_sentence(act: Act, clauses: Clauses, mention: PartyMention, case: str) -> Iterator[str]:
    """What governs the party, by which preposition."""
    word = clauses.words[mention.head]
    above = clauses.words[word.head].lemma.lower() if word.head >= 0 else "root"
    yield f"relation {word.deprel}"
    yield f"{act.type} relation {relation(word)} {case}"
    yield f"governed by {above} {relation(word)}"


def features_out(how: str, act: Act, mention: PartyMention, named: int, cast: Cast) -> Iterator[str]:
    """How a party of another sentence stands to the act, in whose own sentence so many are named."""
    place = how.partition(" ")[0]
    yield how
    yield f"{how} {min(named, 2)} here"
    yield f"{place} {act.type}"
    yield f"{place} {act.type} {min(named, 2)} here"
    yield f"{place} {cast.salience(mention)}"
    if mention.as_place:
        yield f"{place} as place"
    yield f"{place} sector {cast.of(mention).sector}"


def is_source(mention: PartyMention, over: Sequence[Claim]) -> bool:
    """Whether the mention lies in the words that name who speaks the innermost claim around the act."""
    return bool(over) and lies_in(mention, over[0].source)


def lies_in(mention: PartyMention, spans: Sequence[Span]) -> bool:
    """Whether the mention lies in one of the spans."""
    return any(span.start <= mention.span.start and mention.span.end <= span.end for span in spans)
