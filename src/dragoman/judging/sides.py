"""Who stands behind a phrase: a state, an armed group, someone of a state, or a place on its ground."""

import csv
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files

import msgspec

from ..grounding.item_phrases import PhraseTable, text_tokens
from ..records import Article, Grounding, Party, PartyMention, Place, Record, Span, span_of
from .provisions import Group, Vocabulary
from .trees import NOMINAL, Tree

OFFICIAL = frozenset(("GOV", "MIL", "COP", "SPY", "LEG", "JUD"))
BODIES = frozenset(("UNO", "IGO", "NGO", "EUR"))
ARMED = frozenset(("REB", "CRM", "PRM"))
UNKNOWN = "UNK"
DEEP = 3  # how far below a noun its owner is looked for: "the navy of the ruler of X"
BELONGING = ("of", "from", "by")
SOMEWHERE = ("in", "at", "out of", "near", "inside", "within", "off", "on")


class Side(Record, frozen=True, kw_only=True):
    """One side of an act. `state` is ISO alpha-3, None where untold; `groups` are the vocabulary's groups it belongs to.

    `as_place`: only its ground is named. `owned`: the phrase belongs to it but is not it ("a North Korean tanker"). `body`: the UN or another
    body that no state stands for. `gazetted`: known from the gazetteer alone. `made`: it only made the thing ("a Polish-made gun"), which says
    nothing of who holds it.
    """

    state: str | None
    groups: tuple[str, ...] = ()
    sector: str | None = None
    name: str
    span: Span
    as_place: bool = False
    owned: bool = False
    body: bool = False
    gazetted: bool = False
    made: bool = False

    @property
    def official(self) -> bool:
        """Whether a state itself acts: its government, army, police, or the state called by its name."""
        return self.state is not None and (self.sector in OFFICIAL or self.sector is None)


class Sides:
    """Finds the sides of one report: mentions already grounded, groups of the vocabulary, places."""

    def __init__(
        self, article: Article, grounding: Grounding, vocabulary: Vocabulary, lists: Mapping[str, frozenset[str]]
    ) -> None:
        self._text, self._lists = article.text, lists
        self._vocabulary = vocabulary
        self._parties = grounding.parties
        self._by_head: dict[tuple[int, int], list[int]] = {}
        self._inside: dict[tuple[int, int], list[int]] = {}
        self._mentions = grounding.mentions
        for number, mention in enumerate(grounding.mentions):
            if mention.party is None:
                continue
            self._by_head.setdefault((mention.sentence, mention.head), []).append(number)
            for at in range(mention.first, mention.last + 1):
                self._inside.setdefault((mention.sentence, at), []).append(number)
        self._sides: dict[int, Side] = {}
        self._at_home: dict[str | None, list[Group]] = {}
        for group in vocabulary.groups.values():
            self._at_home.setdefault(group.country, []).append(group)
        self._places = {place.span.start: place for place in grounding.places if place.span is not None}
        tokens = text_tokens(article.text)
        names = names_of(vocabulary)
        self._by_name = group_by_name(names)
        self._groups = {one.start: tuple(dict.fromkeys(one.values)) for one in group_phrases(names).find(tokens)}
        self._states = {
            token.start: (one.values[0], one.start, one.end)
            for one in state_names().find(tokens)
            if one.values[0] in vocabulary.states
            for token in tokens[one.first : one.last + 1]
        }

    def of(self, tree: Tree, sentence: int, at: int) -> tuple[Side, ...]:
        """The sides a phrase stands for: the party itself, else whose it is, else where it is."""
        found = self.at(tree, sentence, at)
        if found and all(side.gazetted for side in found):
            return self.owner(tree, sentence, at) or found
        return found or self.owner(tree, sentence, at)

    def at(self, tree: Tree, sentence: int, at: int) -> tuple[Side, ...]:
        """The party that the word itself names; empty for "a tanker from X"."""
        found = [self._side(number) for number in self._by_head.get((sentence, at), ())]
        if not found:
            covering = [n for n in self._inside.get((sentence, at), ()) if self._covers(n, tree, at)]
            found = [self._side(number) for number in covering]
        told = [side for side in found if side.state or side.groups or side.body]
        return (
            tuple(told)
            or self._group_at(tree, sentence, at)
            or self._state_at(tree, at)
            or self._place_at(tree, sentence, at)
        )

    def named(self, sentence: int, at: int, *, bodies: bool = False) -> tuple[Side, ...]:
        """The party whose mention has this word as its head, whatever the grammar says."""
        numbers = self._by_head.get((sentence, at))
        if numbers is None:
            return ()
        found = [self._side(number) for number in numbers]
        return tuple(side for side in found if side.state or side.groups or (bodies and side.body))

    def _covers(self, number: int, tree: Tree, at: int) -> bool:
        """A mention that holds the head of the phrase, not one that is only part of it."""
        mention = self._mentions[number]
        return mention.head == at or tree.words[at].head not in range(mention.first, mention.last + 1)

    def owner(self, tree: Tree, sentence: int, at: int, depth: int = DEEP) -> tuple[Side, ...]:
        """Whose a thing is: possessor, nationality in front of it, or "of X", "from X", "in X" behind it."""
        found: list[Side] = []
        where: list[Side] = []
        for kid in tree.kids[at]:
            rel, deprel = tree.rel(kid), tree.words[kid].deprel
            if deprel == "nmod:poss" or rel in ("amod", "compound", "appos", "flat"):
                sides = [side for one in tree.joined(kid) for side in self._below(tree, sentence, one, depth)]
                found += [_made(side) for side in sides] if self._makes(tree, kid) else sides
            elif (
                rel == "nsubj"
                and tree.words[at].upos in NOMINAL
                and any(tree.rel(one) == "case" for one in tree.kids[kid])
            ) or (rel == "nmod" and tree.preposition(kid) in BELONGING):
                found += self._below(tree, sentence, kid, depth)
            elif rel == "nmod" and tree.preposition(kid) in SOMEWHERE:
                where += self._below(tree, sentence, kid, depth)
            elif rel == "acl" and depth:
                found += self.based(tree, sentence, kid)
        if depth:
            found += [side for kid in _right_behind(tree, at) for side in self._below(tree, sentence, kid, depth)]
        if (
            tree.words[at].deprel == "nsubj:pass"
            and tree.rel(tree.words[at].head) in ("obj", "xcomp", "ccomp")
            and not found
        ):
            found += self.based(tree, sentence, tree.words[at].head)
        return _distinct(_owned(side) for side in found or where)

    def _below(self, tree: Tree, sentence: int, kid: int, depth: int) -> tuple[Side, ...]:
        return self.at(tree, sentence, kid) or (self.owner(tree, sentence, kid, depth - 1) if depth else ())

    def based(self, tree: Tree, sentence: int, verb: int) -> list[Side]:
        """ "owned by X", "based in X", "sewn in X", "flying X's flag", "that X controls", "that belongs to X" behind a noun.

        Whoever fires or carries a thing need not be whose it is.
        """
        lemma = tree.lemmas[verb]
        flag, owns, uses = lemma == "fly", lemma in self._lists["owning"], lemma in self._lists["using"]
        sends = lemma in self._lists["sending"]
        told = {"in", "from", "under"} | (set() if uses else {"by"}) | ({"to"} if owns else set())
        found = [
            side
            for kid in tree.kids[verb]
            if (tree.rel(kid) == "obl" and tree.preposition(kid) in told)
            or (flag and tree.rel(kid) == "obj")
            or ((owns or sends) and tree.rel(kid) == "nsubj" and tree.words[kid].deprel != "nsubj:pass")
            for side in self.of(tree, sentence, kid)
        ]
        return [_made(side) for side in found] if self._makes(tree, verb) else found

    def _makes(self, tree: Tree, at: int) -> bool:
        """Whether a word tells of making ("North Korean-made", "built in")."""
        return tree.lemmas[at] in self._lists["making"]

    def _stands_for(self, number: int, place: Place) -> bool:
        """Whether a mention says more than the place does: a party that was resolved, or a longer name that only holds the place's."""
        mention = self._mentions[number]
        party = self._parties[mention.party or 0]
        told = self._state(party.country) is not None or party.sector not in (None, UNKNOWN)
        return told or place.span is None or mention.span.end != place.span.end

    def _side(self, number: int) -> Side:
        """The side that a mention stands for, worked out once."""
        if number not in self._sides:
            self._sides[number] = self._side_of(self._mentions[number])
        return self._sides[number]

    def _side_of(self, mention: PartyMention) -> Side:
        party = self._parties[mention.party or 0]
        groups = self._groups_of(party, mention.span)
        return Side(
            state=self._state(party.country),
            groups=groups,
            sector=party.sector,
            name=party.name if len(party.name) > 1 else mention.span.quote,
            span=mention.span,
            as_place=mention.as_place,
            body=party.country in BODIES,
        )

    def coded(self, parties: Iterable[Party]) -> list[Side]:
        """Parties of an event as sides."""
        return [
            Side(state=self._state(one.country), sector=one.sector, name=one.name, span=one.spans[0])
            for one in parties
            if one.spans
        ]

    def _state(self, country: str) -> str | None:
        return country if country in self._vocabulary.states else None

    def _groups_of(self, party: Party, span: Span) -> tuple[str, ...]:
        """Groups by name (in the words or the party's own name), and those whose country and sector it has."""
        named = [g for start, groups in self._groups.items() if span.start <= start < span.end for g in groups]
        known = self._by_name.get(party.name.casefold(), [])
        by_sector = [
            group.name
            for group in self._at_home.get(party.country, ())
            if party.sector in group.sectors and not group.narrow and self._there(group.region)
        ]
        return self.widened((*named, *known, *by_sector))

    def widened(self, names: Iterable[str]) -> tuple[str, ...]:
        """Groups with every wider group that counts them in."""
        own = dict.fromkeys(names)
        if not own:
            return ()
        wider = [group.name for group in self._vocabulary.groups.values() if not own.keys().isdisjoint(group.wider)]
        return tuple(own | dict.fromkeys(wider))

    def _there(self, region: tuple[str, ...]) -> bool:
        return not region or any(word in self._text for word in region)

    def _group_at(self, tree: Tree, sentence: int, at: int) -> tuple[Side, ...]:
        """A group named at a word where no party was found."""
        word = tree.words[at]
        for one in tree.noun_phrase(at):
            start = tree.words[one].start
            named = one == at or (tree.words[one].head == at and tree.rel(one) in ("compound", "flat", "amod"))
            if start in self._groups and named:
                if one != at and (known := [side for side in self.named(sentence, one) if side.groups]):
                    return tuple(known)
                groups = self.widened(self._groups[start])
                country = self._vocabulary.groups[groups[0]].country
                return (
                    Side(
                        state=country,
                        groups=groups,
                        sector="REB",
                        name=word.text,
                        span=_span(self._text, word.start, word.end),
                    ),
                )
        return ()

    def place(self, tree: Tree, sentence: int, at: int) -> tuple[Side, ...]:
        """The state that a word names where no party was grounded, or on whose ground the place lies that it names."""
        return self._state_at(tree, at) or self._place_at(tree, sentence, at)

    def _state_at(self, tree: Tree, at: int) -> tuple[Side, ...]:
        """A state by a name or adjective of the table, where no mention was grounded."""
        found = self._states.get(tree.words[at].start)
        if found is None:
            return ()
        code, start, end = found
        return (Side(state=code, sector="GOV", name=self._text[start:end], span=span_of(self._text, start, end)),)

    def _place_at(self, tree: Tree, sentence: int, at: int) -> tuple[Side, ...]:
        for one in [at, *tree.kids[at]]:
            place = self._places.get(tree.words[one].start)
            if place is None or place.span is None or not (one == at or tree.rel(one) in ("compound", "flat")):
                continue
            if not any(self._stands_for(number, place) for number in self._inside.get((sentence, one), ())):
                state = place.country if place.country in self._vocabulary.states else None
                if state:
                    return (Side(state=state, name=place.name, span=place.span, as_place=True, gazetted=True),)
        return ()


@cache
def state_names() -> PhraseTable[str]:
    """Names and adjectives of states with their codes."""
    text = files("dragoman").joinpath("knowledge", "actors", "states.csv").read_text(encoding="utf-8")
    return PhraseTable(
        [
            (name, row["alpha3"])
            for row in csv.DictReader(text.splitlines())
            if row["alpha3"] and row["kind"] in ("state", "observer_state")
            for name in (row["name"], *row["short_names"].split(";"), *row["demonyms"].split(";"))
            if len(name) > 3 and name[0].isupper()
        ]
    )


GroupNames = tuple[tuple[str, str], ...]


def names_of(vocabulary: Vocabulary) -> GroupNames:
    """(group, one of its names) for all groups."""
    return tuple((group.name, name) for group in vocabulary.groups.values() for name in group.names)


@lru_cache(maxsize=4)
def group_phrases(names: GroupNames) -> PhraseTable[str]:
    """The names of groups, to be found in a text."""
    return PhraseTable([(name, group) for group, name in names])


@lru_cache(maxsize=4)
def group_by_name(names: GroupNames) -> dict[str, list[str]]:
    """The groups that go by a name, by that name without case."""
    found: dict[str, dict[str, None]] = {}
    for group, name in names:
        for one in (group, name):
            found.setdefault(one.casefold(), {})[group] = None
    return {name: list(groups) for name, groups in found.items()}


def _right_behind(tree: Tree, at: int) -> list[int]:
    """A phrase with "from" or "of" right behind a noun that the parser hung on the verb: "drilled by instructors from X"."""
    up = tree.words[at].head
    if up < 0 or tree.words[at].upos not in NOMINAL or at + 1 >= len(tree.words):
        return []
    case = tree.words[at + 1]
    return [
        kid
        for kid in tree.kids[up]
        if kid > at and tree.rel(kid) == "obl" and case.head == kid and case.lemma.lower() in ("from", "of")
    ]


def _owned(side: Side) -> Side:
    return side if side.owned else msgspec.structs.replace(side, owned=True)


def _made(side: Side) -> Side:
    return msgspec.structs.replace(side, made=True)


def _distinct(sides: Iterable[Side]) -> tuple[Side, ...]:
    found: dict[tuple[str | None, tuple[str, ...]], Side] = {}
    for side in sides:
        found.setdefault((side.state, side.groups), side)
    return tuple(found.values())


def _span(text: str, start: int, end: int) -> Span:
    return span_of(text, start, end)
