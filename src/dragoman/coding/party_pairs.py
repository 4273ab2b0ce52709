"""Which two parties face each other in an act: what speaks for a pair beyond what speaks for either of its parties.

A police force arrests people of its own country, rebels attack a government, whoever meets together faces nobody: the choice of one side tells
about the other. The weights are rows of knowledge/verbs/party_pairs.csv, learned together with those of party_roles.csv by
training/party_roles.py: the likelihood of the right pair among all pairs of the parties at hand and nobody (a conditional logit over pairs).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from dragoman.records import Record
from dragoman.records.chances import chances_of

from .party_roles import Act, Candidate, Cast
from .structure import Clauses, first_joined
from .verb_tables import verb_table

LIKELY = 12  # parties of either side that pairs are built of, those likeliest by themselves first
KINDS = 1 << 14  # kinds of pairs whose weight is remembered
NO_ACTOR, NO_RECIPIENT = "no actor", "no recipient"
OUTSIDE = "out"  # the relation of a party of another sentence
JOINING = ("conj", "appos", "flat")

Chances = Mapping[tuple[int, int], float]


class Stance(Record, frozen=True, kw_only=True):
    """What a pair needs to know of one party: its code, where its word stands (sentence, word), its relation, and its coordination."""

    code: str
    country: str
    sector: str
    at: tuple[int, int]
    relation: str
    joined: tuple[int, int]
    several: bool = False


class Likeness(NamedTuple):
    """What two parties that face each other are like: whose they are, in which order they and the act stand, their sectors and relations."""

    kin: str
    order: str = ""
    sectors: str = ""
    relations: str = ""


class PairWeights:
    """The table: for each feature of a pair what it adds to its score, in logits. Pairs of one kind are weighed once."""

    def __init__(self, rows: Mapping[str, float]) -> None:
        self.rows = rows
        self.of = lru_cache(maxsize=KINDS)(self._of)

    def _of(self, type_: str, upos: str, like: Likeness) -> float:
        return sum(self.rows.get(name, 0.0) for name in features_of_pair(type_, upos, like))

    def leading(self, type_: str, upos: str, like: Likeness) -> str:
        """What speaks most for a pair; empty where nothing does."""
        told = ((self.rows.get(name, 0.0), name) for name in features_of_pair(type_, upos, like))
        weight, name = max(told, default=(0.0, ""))
        return name if weight > 0 else ""


@cache
def pair_weights() -> PairWeights:
    """The shipped table."""
    return PairWeights({row["feature"]: float(row["weight"]) for row in verb_table("party_pairs")})


def stances(found: Sequence[Candidate], cast: Cast, act: Act, clauses: Clauses) -> list[Stance]:
    """Each candidate as a pair sees it."""
    alone = [stance(one, cast, act, clauses) for one in found]
    codes: dict[tuple[int, int], set[str]] = {}
    for one in alone:
        codes.setdefault(one.joined, set()).add(one.code)
    return [
        Stance(
            code=one.code, country=one.country, sector=one.sector, at=one.at, relation=one.relation, joined=one.joined,
            several=len(codes[one.joined]) > 1,
        )
        for one in alone
    ]  # fmt: skip


def stance(one: Candidate, cast: Cast, act: Act, clauses: Clauses) -> Stance:
    """One candidate by itself; the coordination of a word in another sentence is the word."""
    party, mention = cast.of(one.mention), one.mention
    at = (mention.sentence, mention.head)
    here = mention.sentence == act.sentence
    return Stance(
        code=party.code, country=party.country, sector=party.sector or "", at=at,
        relation=clauses.words[first_named(clauses, mention.head)].deprel if here else OUTSIDE,
        joined=(mention.sentence, first_joined(clauses.words, mention.head)) if here else at,
    )  # fmt: skip


def first_named(clauses: Clauses, at: int) -> int:
    """The word that stands for a coordination, an apposition or a name."""
    while clauses.words[at].deprel in JOINING and clauses.words[at].head >= 0:
        at = clauses.words[at].head
    return at


def likeness(act: Act, actor: Stance | None, recipient: Stance | None) -> Likeness:
    """What a pair is like; None is nobody."""
    if actor is None:
        return Likeness("neither") if recipient is None else Likeness(NO_ACTOR, sectors=recipient.sector)
    if recipient is None:
        return Likeness(NO_RECIPIENT, "several" if actor.several else "one", actor.sector)
    return Likeness(
        kinship(actor, recipient),
        order_of(act, actor, recipient),
        f"{actor.sector}>{recipient.sector}",
        f"{actor.relation}>{recipient.relation}",
    )


def features_of_pair(type_: str, upos: str, like: Likeness) -> Iterator[str]:
    """The names under which the table weighs a pair in an act of a type. `upos` is the word class of the act's word."""
    kin, order, sectors, relations = like
    yield kin
    yield f"{type_} {kin}"
    if kin == NO_ACTOR:
        yield f"{type_} {kin} to {sectors}"
    elif kin == NO_RECIPIENT:
        yield f"{order} and {kin}"
        yield f"{type_} {order} and {kin}"
        yield f"{type_} {sectors} and {kin}"
    elif order:
        yield f"sectors {sectors}"
        yield f"{type_} sectors {sectors}"
        yield f"{kin} sectors {sectors}"
        yield order
        yield f"{type_} {order}"
        yield f"{upos} {order}"
        yield f"{order} {kin}"
        yield f"relations {relations}"
        yield f"{order} relations {relations}"


def facing(known: Sequence[Stance], ones: Iterable[int], others: Iterable[int]) -> list[tuple[int, int]]:
    """The pairs (actor, recipient) that may be, by number; `len(known)` is nobody. No party faces its own mention, nor one that `and` joins with it."""
    nobody, others = len(known), tuple(others)
    return [
        (one, other)
        for one in ones
        for other in others
        if nobody in (one, other) or (one != other and known[one].joined != known[other].joined)
    ]


def kinship(actor: Stance, recipient: Stance) -> str:
    """Whether two parties are of one country."""
    if actor.code == recipient.code:
        return "same party"
    untold = (actor.country, recipient.country).count("---")
    if untold:
        return "both untold" if untold == 2 else "one untold"
    return "same country" if actor.country == recipient.country else "two countries"


def order_of(act: Act, actor: Stance, recipient: Stance) -> str:
    """The order in which actor, act and recipient are named."""
    here = (act.sentence, act.head)
    named = ["actor", "recipient"] if actor.at <= recipient.at else ["recipient", "actor"]
    named.insert((actor.at < here) + (recipient.at < here), "act")
    return " ".join(named)


def pair_chances(logits: Sequence[Sequence[float]], known: Sequence[Stance], act: Act, upos: str) -> Chances:
    """The chance of each pair (actor, recipient) of candidates, by their numbers; `len(known)` is nobody.

    `logits` are those of each candidate and of nobody last, as actor and as recipient.
    """
    nobody, added = len(known), pair_weights().of
    scores: dict[tuple[int, int], float] = {}
    for pair in facing(known, *(sorted({nobody, *likeliest(one)}) for one in logits)):
        actor, recipient = (known[at] if at < nobody else None for at in pair)
        scores[pair] = logits[0][pair[0]] + logits[1][pair[1]] + added(act.type, upos, likeness(act, actor, recipient))
    return chances_of(scores)


def likeliest(logits: Sequence[float]) -> list[int]:
    """The candidates that may count for a side."""
    return sorted(range(len(logits)), key=lambda at: -logits[at])[:LIKELY]
