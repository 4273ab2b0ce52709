"""Who does it and to whom: the parties of an event, from the grammar between act and party and the model's role scores."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from dragoman.records import Grounding, Party, PartyMention, span_of
from dragoman.records.reading import Trigger

from .party_roles import Act, Candidate, Cast, candidates, weights
from .structure import Clauses
from .unknown import unknown_party

FIRST, CERTAIN, JOINED = 0.30, 0.80, 0.30  # the likeliest party, any further one, one coordinated with the likeliest
MODEL_SHARE, LEAST = (
    0.4,
    0.02,
)  # how far the model's own role scores count, and the least they may be; both rows: held-out training texts
SURE_UNKNOWN = 0.7  # words that nothing known explains are a party from this chance on: below, more often noise
ACCOUNTS = (
    (">nsubj:pass", "it is done to the subject of a passive"),
    (">nsubj", "subject of the act"),
    (">obl:agent", "by whom a passive is done"),
    (">obj", "object of the act"),
    (">iobj", "whom the act is for"),
    ("nmod:poss", "whose act it is"),
    (">obl", "named with a preposition at the act"),
    (">nmod", "named with a preposition at the act"),
    ("speaker", "who says it"),
    ("earlier", "named in the sentence before"),
    ("sector", "what kind of party it is"),
    ("word PROPN", "it is called by name"),
    ("alone", "the only party the sentence names"),
    ("between", "how near it stands"),
    ("distance", "how near it stands"),
)


class Side:
    """The parties on one side of an event, with their words and the reasons that put them there."""

    def __init__(self) -> None:
        self.parties: list[Party] = []
        self.words: list[int] = []
        self.reasons: list[str] = []

    def add(self, party: Party, words: Iterable[int], why: str) -> None:
        """Puts a party on this side once."""
        self.words += [word for word in words if word not in self.words]
        if any(one.code == party.code and one.name == party.name for one in self.parties):
            return
        self.parties.append(party)
        self.reasons.append(why)


def find_sides(
    text: str, clauses: Clauses, previous: Clauses | None, act: Act, trigger: Trigger, cast: Cast, grounding: Grounding
) -> tuple[Side, Side]:
    """Actors and recipients of a trigger.

    Each party that the sentence names, that speaks it or that the sentence before names gets its chances of either role from the grammar
    (see party_roles) and from the model's reading of the words. On each side stand the likeliest party, those coordinated with it, and
    those that are all but certain. Words that the model is sure of but that no mention covers give a party of unknown country.
    """
    scores = {"actor": dict(trigger.actors), "recipient": dict(trigger.recipients)}
    scored = [
        Scored(one, chances_of(one, act, scores), cast.of(one.mention))
        for one in candidates(act, clauses, previous, cast)
        if not in_place_name(one.mention, grounding)
    ]
    sides = actors, recipients = Side(), Side()
    for role, side in enumerate(sides):
        for one in chosen(scored, role, act, clauses):
            quote, name = one.candidate.mention.span.quote, ("actor", "recipient")[role]
            why = f"\u201c{quote}\u201d is {name} at {one.chances[role]:.2f} ({account(one, role)}), read as {one.party.name}"
            side.add(one.party, words_of(one, act), why)
    covered = {word for one in cast.by_sentence.get(act.sentence, ()) for word in range(one.first, one.last + 1)}
    for name, side in zip(scores, sides, strict=True):
        _add_unknown(text, clauses, scores, name, side, covered)
    return actors, recipients


class Scored(NamedTuple):
    """A candidate with its chances of being actor and recipient."""

    candidate: Candidate
    chances: tuple[float, float]
    party: Party


def chances_of(one: Candidate, act: Act, scores: Mapping[str, Mapping[int, float]]) -> tuple[float, float]:
    """Chances of actor and recipient: the grammar's, and the model's at MODEL_SHARE of its weight where it sees anybody act."""
    actor, recipient = weights().chances(one.features)
    if one.mention.sentence != act.sentence or not any(scores.values()):
        return actor, recipient
    words = range(one.mention.first, one.mention.last + 1)
    read = [max((scores[role].get(word, 0.0) for word in words), default=0.0) for role in ("actor", "recipient")]
    told = [max(share, LEAST) ** MODEL_SHARE for share in (1.0 - sum(read), *read)]
    odds = [max(1.0 - actor - recipient, 1e-4) * told[0], actor * told[1], recipient * told[2]]
    return odds[1] / sum(odds), odds[2] / sum(odds)


def chosen(scored: Sequence[Scored], role: int, act: Act, clauses: Clauses) -> list[Scored]:
    """The candidates that stand on one side, each party once, likeliest first."""
    best: dict[str, Scored] = {}
    for one in scored:
        if one.chances[role] > best.get(one.party.code, one).chances[role] or one.party.code not in best:
            best[one.party.code] = one
    other = {code: max(one.chances[1 - role] for one in scored if one.party.code == code) for code in best}
    ranked = sorted(
        (one for code, one in best.items() if one.chances[role] >= other[code]), key=lambda one: -one.chances[role]
    )
    if not ranked or ranked[0].chances[role] < FIRST:
        return []
    lead, rest = ranked[0], ranked[1:]
    return [
        lead,
        *(
            one
            for one in rest
            if one.chances[role] >= CERTAIN or (one.chances[role] >= JOINED and coordinated(one, lead, act, clauses))
        ),
    ]


def coordinated(one: Scored, lead: Scored, act: Act, clauses: Clauses) -> bool:
    """Whether two parties of the act's sentence stand in one coordination."""
    mentions = (one.candidate.mention, lead.candidate.mention)
    return all(mention.sentence == act.sentence for mention in mentions) and (
        first_of(clauses, mentions[0].head) == first_of(clauses, mentions[1].head)
    )


def first_of(clauses: Clauses, at: int) -> int:
    """The first word of a coordination."""
    while clauses.words[at].deprel == "conj" and clauses.words[at].head >= 0:
        at = clauses.words[at].head
    return at


def words_of(one: Scored, act: Act) -> Iterable[int]:
    """The words of the act's sentence that name the party; none where another sentence does."""
    mention = one.candidate.mention
    return range(mention.first, mention.last + 1) if mention.sentence == act.sentence else ()


def account(one: Scored, role: int) -> str:
    """What speaks most for the role, in words where there are some."""
    told = weights().leading(one.candidate.features, role)
    return next((words for mark, words in ACCOUNTS if mark in told), told or "what else the sentence tells")


def in_place_name(mention: PartyMention, grounding: Grounding) -> bool:
    """True for a state's name inside a longer name of a place: a sea named after a country is not that country."""
    start, end = mention.span.start, mention.span.end
    spans = [place.span for place in grounding.places if place.span is not None]
    return any(span.start <= start and end <= span.end and span.end - span.start > end - start for span in spans)


def _add_unknown(
    text: str, clauses: Clauses, scores: dict[str, dict[int, float]], role: str, side: Side, covered: set[int]
) -> None:
    """Parties for phrases that the model is sure of and that nothing known explains."""
    other = scores["recipient" if role == "actor" else "actor"]
    chosen = {
        word for word, chance in scores[role].items() if chance >= SURE_UNKNOWN and chance >= other.get(word, 0.0)
    }
    for word in sorted(chosen - covered):
        above = clauses.words[word].head
        if above in chosen or clauses.words[word].upos not in ("NOUN", "PROPN", "PRON") or side.parties:
            continue
        phrase = [one for one in clauses.clause(word) if one in chosen] or [word]
        start, end = clauses.words[phrase[0]].start, clauses.words[phrase[-1]].end
        span = span_of(text, start, end)
        why = f"\u201c{span.quote}\u201d is {role}, but nothing tells who that is"
        side.add(unknown_party(span, why, "UNK"), phrase, why)


def settle(type_symmetric: bool, actors: Side, recipients: Side) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Actor and recipient lists: nobody stands on both sides, and a two-sided act with recipients alone has them as actors."""
    codes = {(party.code, party.name) for party in actors.parties}
    left = tuple(party for party in recipients.parties if (party.code, party.name) not in codes)
    if type_symmetric and not actors.parties and len(left) > 1:
        return left, ()
    return tuple(actors.parties), left
