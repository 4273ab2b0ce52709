"""Who does it and to whom: the parties of an event, from the model's role scores and the grammar of its clause."""

from collections.abc import Iterable, Sequence

from dragoman.records import Grounding, Party, PartyMention, span_of
from dragoman.records.reading import Trigger

from .structure import Clauses, relation
from .unknown import unknown_party

SURE = 0.5  # a word is an actor or recipient from this chance on
SURE_UNKNOWN = 0.7  # the same for words that nothing known explains: more often noise than a party


class Side:
    """The parties on one side of an event, with the mentions and the reasons that put them there."""

    def __init__(self) -> None:
        self.parties: list[Party] = []
        self.mentions: list[PartyMention] = []
        self.words: list[int] = []
        self.reasons: list[str] = []

    def add(self, party: Party, mention: PartyMention | None, words: Iterable[int], why: str) -> None:
        """Puts a party on this side once."""
        self.words += [word for word in words if word not in self.words]
        if any(one.code == party.code and one.name == party.name for one in self.parties):
            return
        self.parties.append(party)
        if mention is not None:
            self.mentions.append(mention)
        self.reasons.append(why)


def find_sides(
    text: str, clauses: Clauses, number: int, trigger: Trigger, head: int, grounding: Grounding
) -> tuple[Side, Side]:
    """Actors and recipients of a trigger in sentence `number`.

    A mention goes to the side whose score it has most of; words that the model is sure of but that no mention covers give
    a party of unknown country. Where the model finds no actor, the grammatical subject is one (the object, in a passive,
    is the recipient).
    """
    mentions = [one for one in grounding.mentions if one.sentence == number]
    scores = {"actor": dict(trigger.actors), "recipient": dict(trigger.recipients)}
    actors, recipients = Side(), Side()
    covered: set[int] = set()
    for mention in outermost(mentions):
        words = range(mention.first, mention.last + 1)
        covered |= set(words)
        here = {role: max((scores[role].get(word, 0.0) for word in words), default=0.0) for role in scores}
        role = "actor" if here["actor"] >= here["recipient"] else "recipient"
        if here[role] < SURE or mention.party is None or head in words or in_place_name(mention, grounding):
            continue
        side = actors if role == "actor" else recipients
        party = grounding.parties[mention.party]
        side.add(
            party,
            mention,
            words,
            f"\u201c{mention.span.quote}\u201d is {role} at {here[role]:.2f}, read as {party.name}",
        )
    for role, side in (("actor", actors), ("recipient", recipients)):
        _add_unknown(text, clauses, scores, role, side, covered)
    if not actors.parties:
        _add_by_grammar(clauses, head, mentions, grounding, actors, recipients)
    return actors, recipients


def outermost(mentions: Sequence[PartyMention]) -> list[PartyMention]:
    """Mentions that stand inside no longer one: of "Zimbabwe's president" the president, not the state as well."""
    return [
        one for one in mentions
        if not any(
            other.first <= one.first and one.last <= other.last and other.last - other.first > one.last - one.first
            and other.party is not None
            for other in mentions
        )
    ]  # fmt: skip


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
        side.add(unknown_party(span, why, "UNK"), None, phrase, why)


def _add_by_grammar(
    clauses: Clauses, head: int, mentions: Sequence[PartyMention], grounding: Grounding, actors: Side, recipients: Side
) -> None:
    """The subject of the trigger's verb as actor, or, of a passive, as recipient."""
    taken = {word for mention in recipients.mentions for word in range(mention.first, mention.last + 1)}
    for child in clauses.below[head]:
        role = clauses.words[child].deprel
        if relation(clauses.words[child]) != "nsubj" and role not in ("nmod:poss", "obl:agent"):
            continue
        passive = role == "nsubj:pass"
        mention = next((one for one in mentions if one.first <= child <= one.last and one.party is not None), None)
        if mention is None or mention.party is None or child in taken or (mention.as_place and not passive):
            continue
        party = grounding.parties[mention.party]
        side = recipients if passive else actors
        if passive and recipients.parties:
            continue
        words = range(mention.first, mention.last + 1)
        side.add(party, mention, words, f"\u201c{mention.span.quote}\u201d is the subject of the act ({role})")


def settle(type_symmetric: bool, actors: Side, recipients: Side) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    """Actor and recipient lists: nobody stands on both sides, and a two-sided act with recipients alone has them as actors."""
    codes = {(party.code, party.name) for party in actors.parties}
    left = tuple(party for party in recipients.parties if (party.code, party.name) not in codes)
    if type_symmetric and not actors.parties and len(left) > 1:
        return left, ()
    return tuple(actors.parties), left
