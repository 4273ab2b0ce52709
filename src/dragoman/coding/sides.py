"""Who does it and to whom: the parties of an event, from the grammar between act and party and the model's role scores."""

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from msgspec import structs

from dragoman.records import Party, PartyMention, Record, Span, span_of
from dragoman.records.ranges import Ranges
from dragoman.records.reading import Trigger

from .party_pairs import Chances, likeness, pair_chances, pair_weights, stances
from .party_roles import Act, Candidate, Cast, candidates, nobody, weights
from .structure import Clauses, first_joined, relation
from .unknown import unknown_party
from .verb_tables import verb_table

# Of a few values each, the best share of events with both sides exact on held-out training texts (training/party_roles.py), where ELSEWHERE made no difference.
CERTAIN, JOINED = 0.5, 0.1  # a further party; one coordinated with the likeliest, as a share of its chance
MODEL_SHARE, LEAST = 0.5, 0.02  # how far the model's own role scores count, and the least they may be
ELSEWHERE = 0.3  # what a party of another sentence has of the chance that nobody of this one is meant
SURE_UNKNOWN = 0.9  # words that nothing known explains are a party from this chance on: below, more often noise
WITHIN_PHRASE = frozenset(("nmod", "appos", "compound", "flat", "amod", "acl"))
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
    ("next before", "the nearest one before the act"),
    ("next after", "the nearest one behind the act"),
    ("kind", "how it is named"),
    ("relation", "its place in the sentence"),
    ("governed by", "the word it belongs to"),
    ("unresolved", "words that refer to nobody named"),
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
    text: str, clauses: Clauses, previous: Clauses | None, act: Act, trigger: Trigger, cast: Cast
) -> tuple[Side, Side]:
    """Actors and recipients of a trigger.

    The parties that the sentence names, that speak it or that the sentence before names compete, with nobody at all, for either side; the
    chances of each pair are the grammar's of either (see party_roles), those of the two together (see party_pairs) and those of the model's
    reading of the words. The likeliest pair is taken, with those coordinated with either and those likely by themselves. Words that the model is sure of but that no mention covers give a party of unknown country.
    """
    scores = {"actor": dict(trigger.actors), "recipient": dict(trigger.recipients)}
    found = [one for one in candidates(act, clauses, previous, cast) if not in_place_name(one.mention, cast.places)]
    empty, upos = tuple(nobody(act, clauses, found)), clauses.words[act.head].upos
    weighed = [weights().scores(features) for features in (*(one.features for one in found), empty)]
    logits = [heard([one[role] for one in weighed], found, act, told) for role, told in enumerate(scores.values())]
    known = stances(found, cast, act, clauses)
    pairs = pair_chances(logits, known, act, upos)
    chances = [shares_of(pairs, role, len(found)) for role in (0, 1)]
    taken = chosen(found, pairs, chances, cast, act, clauses)
    leads = [known[one[0]] if one else None for one in taken]
    together = pair_weights().leading(act.type, upos, likeness(act, leads[0], leads[1]))
    sides = actors, recipients = Side(), Side()
    for role, (name, side) in enumerate(zip(scores, sides, strict=True)):
        for at in taken[role]:
            one = found[at]
            party = as_party_to(act.type, name, one.mention, cast.of(one.mention))
            said = account(one, role) + (f"; as a pair: {together}" if together else "")
            why = f"\u201c{one.mention.span.quote}\u201d is {name} at {chances[role][at]:.2f} ({said}), read as {resolved(party)}"
            side.add(party, words_of(one, act), why)
    covered = {word for one in cast.by_sentence.get(act.sentence, ()) for word in range(one.first, one.last + 1)}
    for name, side in zip(scores, sides, strict=True):
        _add_unknown(text, clauses, scores, name, side, covered)
    return actors, recipients


def heard(logits: Sequence[float], found: Sequence[Candidate], act: Act, told: Mapping[int, float]) -> list[float]:
    """The logits of each candidate to stand on a side, and of nobody last: the grammar's, and the model's at MODEL_SHARE of its weight."""
    if not told:
        return list(logits)
    read = [read_chance(one, act, told) for one in found]
    rest = max(1.0 - max((one for one in read if one is not None), default=0.0), LEAST)
    seen = [max(one, LEAST) if one is not None else rest * ELSEWHERE for one in read]
    return [one + MODEL_SHARE * math.log(share) for one, share in zip(logits, (*seen, rest), strict=True)]


def shares_of(pairs: Chances, role: int, nobody: int) -> list[float]:
    """The chance of each candidate to stand on a side, whoever faces it, and of nobody last."""
    shares = [0.0] * (nobody + 1)
    for pair, chance in pairs.items():
        shares[pair[role]] += chance
    return shares


def read_chance(one: Candidate, act: Act, told: Mapping[int, float]) -> float | None:
    """The model's chance that words of the mention stand on the side; None in another sentence, where it does not look."""
    if one.mention.sentence != act.sentence:
        return None
    return max(told.get(word, 0.0) for word in range(one.mention.first, one.mention.last + 1))


class Recast(Record, frozen=True, kw_only=True):
    """A rule of knowledge/verbs/party_sectors.csv: whom the name of a state means in one place of one type of act."""

    sector: str | None
    becomes: str | None
    why: str


@cache
def recasts() -> dict[tuple[str, str, str, bool], Recast]:
    """The rules by type, side, kind of mention and whether the words name a place."""
    return {
        (row["type"], row["side"], row["kind"], bool(row["place"])): Recast(
            sector=row["sector"] or None, becomes=row["becomes"] or None, why=row["why"]
        )
        for row in verb_table("party_sectors")
    }


def as_party_to(type_: str, side: str, mention: PartyMention, party: Party) -> Party:
    """The party as this act means it: `an Israeli raid` is the army's, a bomb `in London` strikes its people, not the government."""
    rule = recasts().get((type_, side, mention.made_by.rule or "", mention.as_place))
    if rule is None or party.sector != rule.sector:
        return party
    made_by = structs.replace(party.made_by, reasons=(*party.made_by.reasons, rule.why))
    return structs.replace(party, sector=rule.becomes, made_by=made_by)


class Option(NamedTuple):
    """A code that may stand on a side: the chances of all its mentions together, and its likeliest mention."""

    chance: float
    best: int


def options_of(codes: Sequence[str], chances: Sequence[float]) -> dict[str, Option]:
    """The codes that may stand on a side; nobody under the empty code."""
    options: dict[str, Option] = {}
    for at, code in enumerate(codes):
        before = options.get(code)
        best = at if before is None or chances[at] > chances[before.best] else before.best
        options[code] = Option(chances[at] + (before.chance if before else 0.0), best)
    return options


def chosen(
    found: Sequence[Candidate],
    pairs: Chances,
    chances: Sequence[Sequence[float]],
    cast: Cast,
    act: Act,
    clauses: Clauses,
) -> tuple[list[int], list[int]]:
    """The candidates that stand on each side, likeliest first: the likeliest pair of codes, and those that belong with either.

    Those between whom the act is ("a truce between A and B") do it together.
    """
    if len(together := between(found, chances[0], cast, act, clauses)) > 1:
        return together, []
    codes = [*(cast.of(one.mention).code for one in found), ""]
    sums: dict[tuple[str, str], float] = {}
    for one, other in pairs:
        faced = codes[one], codes[other]
        sums[faced] = sums.get(faced, 0.0) + pairs[one, other]
    best = max(sums, key=sums.__getitem__)
    leads = max((pair for pair in pairs if (codes[pair[0]], codes[pair[1]]) == best), key=pairs.__getitem__)
    actors, recipients = (
        with_companions(leads[role], best[role], best[1 - role], options_of(codes, chances[role]), found, act, clauses)
        for role in (0, 1)
    )
    return actors, recipients


def between(found: Sequence[Candidate], chances: Sequence[float], cast: Cast, act: Act, clauses: Clauses) -> list[int]:
    """The candidates coordinated behind a "between" that hangs on the act, the likeliest mention of each code, in reading order."""
    best: dict[str, int] = {}
    above = clauses.words[act.head]
    heads = (act.head, above.head if relation(above) in ("nsubj", "obj") else act.head)
    for at, one in enumerate(found):
        first = first_joined(clauses.words, one.mention.head) if one.mention.sentence == act.sentence else -1
        if first < 0 or clauses.words[first].head not in heads or clauses.preposition(first) != "between":
            continue
        code = cast.of(one.mention).code
        if code not in best or chances[at] > chances[best[code]]:
            best[code] = at
    return sorted(best.values(), key=lambda at: found[at].mention.first)


def with_companions(
    lead: int,
    code: str,
    other: str,
    options: Mapping[str, Option],
    found: Sequence[Candidate],
    act: Act,
    clauses: Clauses,
) -> list[int]:
    """The candidate that leads a side with those coordinated with it and those that are likely by themselves; none where nobody leads.

    `code` is the lead's, `other` that of the lead of the other side, which stands on no second one.
    """
    if not code:
        return []
    rest = sorted((one for name, one in options.items() if name not in ("", code, other)), key=lambda one: -one.chance)
    joined = JOINED * options[code].chance
    return [
        lead,
        *(
            one.best
            for one in rest
            if (one.chance >= CERTAIN and not belongs(found[one.best], found[lead], act, clauses))
            or (one.chance >= joined and coordinated(found[one.best], found[lead], act, clauses))
        ),
    ]


def coordinated(one: Candidate, lead: Candidate, act: Act, clauses: Clauses) -> bool:
    """Whether two parties of the act's sentence stand in one coordination."""
    mentions = (one.mention, lead.mention)
    return all(mention.sentence == act.sentence for mention in mentions) and (
        first_joined(clauses.words, mentions[0].head) == first_joined(clauses.words, mentions[1].head)
    )


def belongs(one: Candidate, other: Candidate, act: Act, clauses: Clauses) -> bool:
    """Whether one of two phrases is part of the other: the same party in apposition, or where it is ("police in Nairobi")."""
    if not one.mention.sentence == other.mention.sentence == act.sentence:
        return False
    return hangs_on(one.mention, other.mention, clauses) or hangs_on(other.mention, one.mention, clauses)


def hangs_on(one: PartyMention, other: PartyMention, clauses: Clauses) -> bool:
    """Whether only relations within a noun phrase lead from one mention up into the other."""
    at = one.head
    while not other.first <= at <= other.last:
        if relation(clauses.words[at]) not in WITHIN_PHRASE:
            return False
        at = clauses.words[at].head
    return True


def words_of(one: Candidate, act: Act) -> Iterable[int]:
    """The words of the act's sentence that name the party; none where another sentence does."""
    mention = one.mention
    return range(mention.first, mention.last + 1) if mention.sentence == act.sentence else ()


def account(one: Candidate, role: int) -> str:
    """What speaks most for the role, in words where there are some."""
    told = weights().leading(one.features, role)
    return next((words for mark, words in ACCOUNTS if mark in told), told or "what else the sentence tells")


def resolved(party: Party) -> str:
    """Name and code of a party with the reasons for them."""
    reasons = "; ".join(party.made_by.reasons)
    return f"{party.name}, {party.code}" + (f": {reasons}" if reasons else "")


def in_place_name(mention: PartyMention, places: Ranges[Span]) -> bool:
    """True for a state's name inside a longer name of a place: a sea named after a country is not that country."""
    start, end = mention.span.start, mention.span.end
    return any(span.end - span.start > end - start for span in places.around(start, end))


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
