"""What a report says was done, as obligations see it: what kind of act, who gives, who ends up with it, what it is, and how sure."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

import msgspec

from ..grounding.item_phrases import Phrase
from ..grounding.items import Kit, Kits, rows_of_objects, senses, table_rows
from ..reading.lemmas import lemma
from ..records import Article, Claim, Event, Grounding, Reading, Record, Span, When, span_of
from ..records.ranges import Ranges
from .phrasing import SELF, has_word
from .provisions import Frame, Register
from .register_files import TRANSFER
from .sides import ARMED, Side, Sides
from .sureness import Sure, Sureness
from .trees import NOMINAL, RELATIVE, Roles, Tree

SOLDIERS = frozenset(("MIL", "PRM"))
PEOPLE = frozenset(("CVL", "LAB"))
HANDED_OVER = ("supply", "procure", "export")
SHIP_TO_SHIP = "ship_to_ship"
SHIP_ROLES = ("subj", "to", "into", "onto", "from", "with", "aboard")
THREATENED = {"use_force": "threaten_force", "use_weapon": "threaten_force", "occupy": "threaten_force"}
PRECISE = frozenset(("day", "week", "month", "quarter", "season", "year", "decade", "century", "time"))
TOLD_AS_DONE = frozenset(("asserted", "reported", "possible", "future"))
TELLING = NOMINAL | {"VERB", "ADJ", "AUX"}  # words that may tell an act, whatever their form
CARRYING = frozenset(("carry", "bear", "tip", "top"))
WHERE = ("in", "at", "off", "on", "near", "inside", "across", "out of")
BEHIND = frozenset(("to", "from", "by", "into", "for"))
STOPS = frozenset((",", ";", ":", "and", "or", "but", "that", "which", "who"))
FAR = 12  # words behind a verb in which its object may stand
HANDING = frozenset(
    (TRANSFER, "finance", "assist", "teach", "invest", "insure", "bank")
)  # where an object's owner is not yet a side
TAKING_UP = frozenset(("it", "them", "they", "these", "those", "some", "one", "this", "that", "both"))
REACH = 6  # words between a preposition and the name it governs
PLAIN = 2  # steps of an object below its family: "missile" is plain, "ballistic missile" is not
UP_TO_ACT = 4  # steps from a date up to the act it dates


class Thing(Record, frozen=True, kw_only=True):
    """What an act is about: the object codes, the words, and the kinds of act that handing it over would be."""

    objects: tuple[str, ...]
    name: str
    span: Span | None
    kinds: tuple[str, ...]


class Act(Record, frozen=True, kw_only=True):
    """One act the text tells. Givers do it or hand something over; takers end up with it or have it done to them; on the hosts' ground.

    `origins` is where the thing comes from where nobody is told to give it. `first` and `last` bound its day; `dated_by` is `text` or
    `report`. `only_exempt`: too loosely told for a breach, enough to show an exemption.
    """

    frame: str
    things: tuple[Thing, ...]
    givers: tuple[Side, ...]
    takers: tuple[Side, ...]
    hosts: tuple[Side, ...]
    origins: tuple[Side, ...]
    place: tuple[Side, ...]
    symmetric: bool
    sure: Sure
    first: date | None
    last: date | None
    dated_by: str
    trigger: Span
    passage: Span
    sentence: int
    event: str | None
    only_exempt: bool = False
    from_only: bool = False


class Match(NamedTuple):
    """A frame that speaks at a word, with where its sides stand."""

    frame: Frame
    roles: Roles
    noun: bool
    at: int


class Told(NamedTuple):
    """A thing that a sentence names, with its words there."""

    phrase: Phrase[Kit]
    kit: Kit
    words: range


@lru_cache(maxsize=256)
def phrases_among(words: frozenset[str]) -> tuple[str, ...]:
    """Those that are more than one word."""
    return tuple(word for word in words if " " in word or "-" in word)


@cache
def everything() -> Kits:
    """Goods, and the people, places, services and money that provisions name, in one table."""
    return Kits((*table_rows(), *rows_of_objects(things=False)), senses())


def find_acts(
    article: Article,
    reading: Reading,
    grounding: Grounding,
    events: Sequence[Event],
    claims: Sequence[Claim],
    register: Register,
) -> tuple[Act, ...]:
    """The acts that provisions could speak of, in reading order.

    What is denied, stopped, demanded or only imagined is left out; who ends up with the thing decides the direction, not the order of
    words. An act without an object that its words need is no act.
    """
    return tuple(Finder(article, reading, grounding, events, claims, register).acts())


class Finder:
    """Finds the acts of one report."""

    def __init__(
        self,
        article: Article,
        reading: Reading,
        grounding: Grounding,
        events: Sequence[Event],
        claims: Sequence[Claim],
        register: Register,
    ) -> None:
        self.article, self.reading, self.grounding, self.events = article, reading, grounding, events
        self.register, self.wording, self.vocabulary = register, register.wording, register.vocabulary
        self.sides = Sides(article, grounding, register.vocabulary, register.wording.lists)
        self.sureness = Sureness(article.text, reading, events, claims, register.wording.lists)
        self.trees = [
            Tree(sentence, register.wording.lists["object_control"], article.text) for sentence in reading.sentences
        ]
        self.things = list(everything().find(article, reading))
        self._things_by_start = Ranges((one[0].start, one[0].start + 1, one) for one in self.things)
        self._captured = {one.captured for one in register.vocabulary.objects.values()}
        self._times = Ranges(
            (when.span.start, when.span.end, when)
            for when in grounding.times
            if when.span is not None and when.precision in PRECISE and when.kind in ("DATE", "TIME")
        )
        self._sources = Ranges((*part, said) for said in reading.attributions for part in said.source)
        self._things_by_sentence: dict[int, list[Told]] = {}
        self._named: dict[int, frozenset[str]] = {}
        self._tried: dict[tuple[int, tuple[int, ...]], list[Frame]] = {}

    def acts(self) -> Iterator[Act]:
        """The acts in reading order."""
        for number, tree in enumerate(self.trees):
            for at, word in enumerate(tree.words):
                if word.upos not in TELLING and not tree.texts[at].endswith("ing"):
                    continue
                found = [
                    act for match in self._matches(tree, number, at) if (act := self._act(tree, number, at, match))
                ]
                yield from found or [
                    act for match in self._any_verb(tree, number, at) if (act := self._act(tree, number, at, match))
                ]

    def denied(self) -> Iterator[tuple[int, Span]]:
        """Sentences that deny something, with the word that does: evidence against what the rest of the text says."""
        phrases = sorted(self.wording.lists["deny_phrases"])
        for number, tree in enumerate(self.trees):
            low = tree.low
            for word in tree.words:
                if word.upos == "VERB" and word.lemma.lower() in self.wording.lists["deny"]:
                    yield number, span_of(self.article.text, word.start, word.end)
            for phrase in phrases:
                if has_word(low, phrase):
                    start = tree.sentence.start + re.search(rf"\b{re.escape(phrase)}\b", low).start()  # type: ignore[union-attr]
                    yield number, span_of(self.article.text, start, start + len(phrase))

    def _matches(self, tree: Tree, number: int, at: int) -> Iterator[Match]:
        upos, lemma, bare, text = tree.words[at].upos, tree.lemma(at), tree.lemmas[at], tree.texts[at]
        by_verb, by_noun = self.wording.by_verb, self.wording.by_noun
        if upos in NOMINAL and (frames := self._able(number, by_verb.get("be", ()))) and tree.somewhere(at):
            yield from (Match(frame, tree.roles(at), False, at) for frame in frames)
        if upos in ("VERB", "ADJ", "AUX"):
            frames = self._able(number, by_verb.get(lemma) or by_verb.get(bare, ()))
            if frames and not tree.auxiliary(at):
                yield from (Match(frame, tree.roles(at), False, at) for frame in frames)
        if upos in NOMINAL or text.endswith("ing") or (upos == "VERB" and bare not in by_verb):
            frames = self._able(number, by_noun.get(bare, ()) + (by_noun.get(text, ()) if text != bare else ()))
            if frames:
                roles = self._noun_roles(tree, at)
                yield from (Match(frame, roles, True, at) for frame in frames)

    def _able(self, sentence: int, numbers: tuple[int, ...]) -> Sequence[Frame]:
        """Those of the frames, told by their numbers, that can tell an act of a sentence at all."""
        if not numbers:
            return ()
        found = self._tried.get((sentence, numbers))
        if found is None:
            found = [self.wording.frames[one] for one in numbers if self._can_tell(sentence, one)]
            self._tried[sentence, numbers] = found
        return found

    def _can_tell(self, sentence: int, number: int) -> bool:
        """Whether a frame has what it speaks of here or in the sentence before, and the company it wants; its grammar is looked at later."""
        frame, tree = self.wording.frames[number], self.trees[sentence]
        named = self._named_near(sentence)
        if number not in self.register.telling_alone and named.isdisjoint(self.register.spoken_of[frame.name]):
            return False
        if frame.without_words and self._in_company(frame.without_words, tree):
            return False
        wanted = frame.with_words if not frame.strong else None
        return not wanted or self._in_company(wanted, tree)

    def _named_near(self, sentence: int) -> frozenset[str]:
        """The objects that a sentence and the one before it name, and what they are in captivity."""
        if sentence not in self._named:
            self._named[sentence] = frozenset(
                one
                for home in range(max(sentence - 1, 0), sentence + 1)
                for told in self.things_of(self.trees[home])
                for code in told.kit.objects
                for one in (code, self.vocabulary.objects[code].captured)
            )
        return self._named[sentence]

    def frames_of(self, tree: Tree, at: int) -> Iterator[Frame]:
        """The frames that a word may speak in, whatever part of speech it was read as; those with words of their own only in that company."""
        low = tree.texts[at]
        names = dict.fromkeys((tree.lemma(at), tree.lemmas[at], lemma(low, "VERB"), lemma(low, "NOUN")))
        numbers = [
            *(number for name in names for number in self.wording.by_verb.get(name, ())),
            *(number for name in names for number in self.wording.by_noun.get(name, ())),
        ]
        for number in dict.fromkeys(numbers):
            frame = self.wording.frames[number]
            fits = not frame.with_words or self._in_company(frame.with_words, tree)
            barred = frame.without_words | frame.not_with
            if fits and not (barred and self._in_company(barred, tree)):
                yield frame

    def spoken_of(self, frame: Frame, codes: Sequence[str]) -> tuple[str, ...]:
        """Those object codes that a frame speaks of, under the name it gives them."""
        return self._wanted(frame, codes, [frame.as_object.get(code, code) for code in codes])

    def _any_verb(self, tree: Tree, number: int, at: int) -> Iterator[Match]:
        """A verb that no frame knows, or whose frames found nothing, may still move a thing to or from someone."""
        frames = self._able(number, self.wording.by_verb.get("*", ())) if tree.words[at].upos == "VERB" else ()
        if frames and not self._says(tree.lemmas[at], tree.lemma(at)):
            yield from (Match(frame, tree.roles(at), False, at) for frame in frames)

    def _says(self, *names: str) -> bool:
        """Verbs of saying, stopping and the like, which move nothing."""
        lists = self.wording.lists
        return any(
            name in lists[key]
            for name in names
            for key in ("report", "deny", "prevent", "demand", "possible", "not_moving")
        )

    def _noun_roles(self, tree: Tree, at: int) -> Roles:
        """The sides at a noun, and those it borrows from the verb that carries it ("gave training to", "received a shipment from")."""
        roles = tree.noun_roles(at)
        chain = at
        for up in tree.above(at):
            if tree.words[up].upos in NOMINAL and tree.rel(chain) in ("nmod", "conj", "obj", "compound"):
                chain = up
                continue
            if tree.words[up].upos not in ("VERB", "AUX"):
                break
            verb = tree.roles(up)
            lemma = tree.lemmas[up]
            borrowed, own_place = dict(roles), any(key in roles for key in ("on", "against", *WHERE))
            for key, found in verb.items():
                if (
                    key not in ("subj", "obj", "iobj", "xcomp", "")
                    and key not in borrowed
                    and not (key in WHERE and own_place)
                ):
                    borrowed[key] = [one for one in found if one not in tree.phrase(at)]
            if lemma in self.wording.lists["light_give"] and chain in (*verb.get("obj", ()), *verb.get("xcomp", ())):
                borrowed["doer"] = verb.get("subj", [])
                borrowed["getter"] = verb.get("iobj", [])
            elif lemma in self.wording.lists["light_take"] and chain in (*verb.get("obj", ()), *verb.get("xcomp", ())):
                borrowed["getter"] = verb.get("subj", [])
            elif lemma in self.wording.lists["blame"]:
                blamed = verb.get("obj", []) or verb.get("on", [])
                borrowed["doer"] = blamed if tree.words[up].upos == "VERB" and blamed else verb.get("subj", [])
            elif lemma in self.wording.lists["threat"]:
                borrowed["doer"] = verb.get("subj", [])
                borrowed["getter"] = verb.get("obj", []) or verb.get("iobj", [])
            elif chain in verb.get("with", ()) or (
                self._leaves_open(tree, up) and chain in (*verb.get("obj", ()), *verb.get("xcomp", ()))
            ):
                borrowed["doer"] = verb.get("subj", [])
            return borrowed
        return roles

    def _leaves_open(self, tree: Tree, verb: int) -> bool:
        """Whether a verb plans, weighs or does not rule out what its object tells: its subject would do it."""
        names = (tree.lemmas[verb], tree.lemma(verb))
        return any(name in self.wording.lists[key] for name in names for key in ("plan", "weighing", "left_open"))

    def _ship_to_ship(self, tree: Tree, match: Match) -> bool:
        """Whether one ship hands something to another: ships in two of the roles of the verb."""

        def ships(key: str) -> bool:
            words = {one for head in match.roles.get(key, ()) for one in tree.noun_phrase(head)}
            return any(
                not words.isdisjoint(told.words) and self.wording.lists["ships"] & set(told.kit.objects)
                for told in self.things_of(tree)
            )

        if match.noun:
            return False
        pumped = tree.lemmas[match.at] in self.wording.lists["pumping"] and (ships("into") or ships("onto"))
        return pumped or sum(map(ships, (*SHIP_ROLES, "obj") if match.frame.loose else SHIP_ROLES)) > 1

    def _act(self, tree: Tree, number: int, at: int, match: Match) -> Act | None:
        frame = match.frame
        strong = not match.noun and tree.lemmas[at] in frame.strong
        if frame.with_words and not strong and not self._in_company(frame.with_words, tree):
            return None
        if frame.not_with and self._cancelled(tree, at, frame.not_with):
            return None
        if any(self._some_thing(tree, match.roles.get(key, ())) for key in frame.not_role):
            return None
        if frame.with_also and not any(word in self.article.text for word in frame.with_also):
            return None
        things = self._things(tree, number, at, match)
        if not things:
            return None
        if frame.state_against_state and not self._armed(tree, at, match):
            return None
        givers, takers, hosts = self._parties(tree, number, match)
        givers = tuple(side for side in givers if not self._is_victim(tree, match, side))
        if frame.agents:
            givers = self._users(tree, number, match.at) or tuple(side for side in givers if self._answers(side, frame))
        if frame.never and self._speaks_of(tree, match, frame):
            return None
        if frame.state_against_state:
            givers = tuple(side for side in givers if side.official or side.owned)
            states = {side.state for side in givers}
            takers = tuple(side for side in takers if side.state and side.state not in states)
            if not givers:
                return None
        origins, place = self._origins(tree, number, match), self._place(tree, number, at, match.roles)
        givers, takers, hosts, origins = self._filled(frame, givers, takers, hosts, origins, place)
        if frame.act == TRANSFER and not takers:
            takers = self._users(
                tree, number, match.at, [one for key in frame.thing for one in match.roles.get(key, ())]
            )
        givers, origins = self._made(frame, givers, takers, origins, things)
        held = {(side.state, side.groups) for side in takers}
        origins = tuple(side for side in origins if (side.state, side.groups) not in held) if givers else origins
        things = self._held_by_army(things, givers, takers)
        if (frame.needs_taker and not takers) or (frame.needs_giver and not givers):
            return None
        things = self._specified(frame, things, number)
        if frame.act == TRANSFER and self._ship_to_ship(tree, match):
            things = [msgspec.structs.replace(one, kinds=(*one.kinds, SHIP_TO_SHIP)) for one in things]
        if frame.flying and self._flies(frame, things, tree):
            return None
        if not givers and frame.act in SELF:
            givers = self._somebody(tree, number)
        blamed = () if givers or not frame.blames else self._blamed(number)
        givers = givers or blamed
        if not givers and not match.noun:
            givers = self._enabler(tree, number, at)
        if {side.state for side in givers} <= {
            None,
            *(side.state for side in takers),
        }:  # nobody, or a slip of the parse
            givers = self._coded(tree.words[at].start) or givers
        level = "reported" if blamed else frame.level
        doers = takers if "subj" in frame.taker and "subj" not in frame.giver else givers
        sure = self.sureness.of(tree, at, level, doers, negated=frame.negated, keeps=frame.keeps)
        if sure.label not in TOLD_AS_DONE:
            return None
        if sure.threat:
            things = [
                msgspec.structs.replace(one, kinds=tuple(THREATENED.get(kind, kind) for kind in one.kinds))
                for one in things
            ]
        first, last, dated_by = self.day(tree, at)
        word = tree.words[at]
        return Act(
            frame=frame.name,
            things=tuple(things),
            givers=givers,
            takers=takers,
            hosts=hosts,
            origins=origins,
            place=place,
            symmetric=frame.symmetric,
            sure=sure,
            first=first,
            last=last,
            dated_by=dated_by,
            trigger=span_of(self.article.text, word.start, word.end),
            passage=span_of(self.article.text, tree.sentence.start, tree.sentence.end),
            sentence=number,
            event=self._event(word.start),
            from_only=frame.makers,
        )

    def _answers(self, side: Side, frame: Frame) -> bool:
        """Whether a side answers for force that it used: not who made the weapon, the ground it happened on, or gunmen whom nobody names."""
        lists = self.wording.lists
        bound = side.sector not in ARMED or bool(set(side.groups) - lists["any_group"])
        nobody = not bound and side.name.lower().split()[-1] in lists["unnamed"]
        ground = side.as_place and not {"to", "into"} & set(frame.giver)  # who takes people in has moved them
        return not side.made and not ground and not nobody

    def _cancelled(self, tree: Tree, at: int, words: frozenset[str]) -> bool:
        """Whether one of these words stands beside the verb, or behind it in the same stretch ("sent its instructors home")."""
        for one in range(at + 1, min(at + FAR, len(tree.words))):
            if tree.texts[one] in STOPS or tree.words[one].upos == "VERB":
                break
            if tree.texts[one] in words and tree.words[one].upos == "ADV":
                return True
        return any(tree.texts[kid] in words and not tree.preposition(kid) for kid in tree.kids[at])

    def _made(
        self,
        frame: Frame,
        givers: tuple[Side, ...],
        takers: tuple[Side, ...],
        origins: tuple[Side, ...],
        things: Sequence[Thing],
    ) -> tuple[tuple[Side, ...], tuple[Side, ...]]:
        """Givers and origins with who makes the thing where its name alone tells: a missile of X's make that flies was launched by X, one that
        Y fires came from X. That X handed it over itself is not told, hence `made`."""
        if frame.makers:
            givers = tuple(msgspec.structs.replace(side, made=True) for side in givers)
        if givers or not (frame.act in SELF or frame.makers):
            return givers, origins
        known = {side.state for side in takers}
        makers = tuple(
            Side(state=state, name=state, span=thing.span, owned=True, made=frame.makers)
            for thing in things
            for phrase, kit in self.things
            if thing.span and phrase.start == thing.span.start and kit.named
            for state in kit.maker
            if state not in known
        )
        return makers, (*origins, *makers)

    def _users(self, tree: Tree, number: int, at: int, heads: Iterable[int] = ()) -> tuple[Side, ...]:
        """Who fires or carries a thing, told beside the verb or behind the thing: "…, fired by Y", "the shells that Y fired"."""
        near = tuple(heads) or (at, *tree.roles(at).get("subj", ()))
        return tuple(
            side
            for head in near
            for verb in tree.kids[head]
            if tree.rel(verb) in ("acl", "advcl")
            and tree.lemmas[verb] in self.wording.lists["using"]
            and not tree.texts[verb].endswith("ing")
            for kid in tree.kids[verb]
            if (tree.rel(kid) == "obl" and tree.preposition(kid) == "by")
            or (tree.rel(kid) == "nsubj" and tree.lemmas[kid] not in RELATIVE)
            for side in self.sides.of(tree, number, kid)
        )

    def speaks(self, tree: Tree, at: int) -> bool:
        """Whether a word belongs to what names a source: who is quoted, or stands behind "according to"."""
        start = tree.words[at].start
        if self._sources.around(start, start + 1):
            return True
        return any(
            tree.rel(kid) == "case" and tree.texts[kid] == "according"
            for one in (at, *tree.above(at))
            for kid in tree.kids[one]
            if one != tree.words[at].head or tree.rel(at) in ("amod", "compound", "nmod", "flat")
        )

    def users_of(self, tree: Tree, number: int, at: int) -> tuple[Side, ...]:
        """Who fires or carries a thing, told behind it or beside the verb above it."""
        return self._users(tree, number, at, (at, *tree.above(at)))

    def _some_thing(self, tree: Tree, heads: Iterable[int]) -> bool:
        words = {one for head in heads for one in tree.noun_phrase(head)}
        return any(
            not words.isdisjoint(told.words) and any(self.vocabulary.objects[code].thing for code in told.kit.objects)
            for told in self.things_of(tree)
        )

    def _speaks_of(self, tree: Tree, match: Match, frame: Frame) -> bool:
        """Whether an object that another frame speaks of stands in the taker's role ("raided the embassy")."""
        heads = [head for key in (frame.n_taker if match.noun else frame.taker) for head in match.roles.get(key, ())]
        words = {one for head in heads for one in tree.noun_phrase(head)}
        return any(
            set(told.kit.objects) & set(frame.never) and not words.isdisjoint(told.words)
            for told in self.things_of(tree)
        )

    def _flies(self, frame: Frame, things: Sequence[Thing], tree: Tree) -> bool:
        """Whether the thing comes down from the sky instead of changing hands."""
        flying = any(set(frame.flying) & set(self.vocabulary.lineage(code)) for one in things for code in one.objects)
        return flying and self._in_company(self.wording.lists["flight"], tree)

    def _enabler(self, tree: Tree, number: int, at: int) -> tuple[Side, ...]:
        """Who helps or lets another come by something ("helped X to get fuel")."""
        up = tree.words[at].head
        if tree.rel(at) not in ("xcomp", "ccomp") or up < 0 or tree.lemmas[up] not in self.wording.lists["enabling"]:
            return ()
        return tuple(side for head in tree.roles(up).get("subj", ()) for side in self.sides.of(tree, number, head))

    def _coded(self, start: int) -> tuple[Side, ...]:
        """The states whose officers act in the event that the same word tells; coding knows whose police arrest where the words do not say."""
        told = next((event for event in self.events if event.trigger.start <= start < event.trigger.end), None)
        return tuple(side for side in self.sides.coded(told.actors if told else ()) if side.official)

    def _somebody(self, tree: Tree, number: int) -> tuple[Side, ...]:
        """The states that the sentence names, for a launch or test whose doer it leaves to be understood; who only tells of it did not do it."""
        found: dict[str | None, Side] = {}
        for at in range(len(tree.words)):
            up = tree.words[at].head
            lemma = tree.lemmas[up]
            if tree.rel(at) == "nsubj" and lemma in self.wording.lists["report"] - self.wording.lists["own_deeds"]:
                continue
            for side in self.sides.named(number, at):
                if side.official and not side.as_place:
                    found.setdefault(side.state, side)
        return tuple(found.values())

    def _blamed(self, number: int) -> tuple[Side, ...]:
        """Who is blamed in the same sentence or the next ("...; Kyiv blames Moscow")."""
        for at in (number, number + 1):
            tree = self.trees[at] if at < len(self.trees) else None
            for verb, word in enumerate(tree.words if tree else ()):
                if tree and word.upos == "VERB" and word.lemma.lower() in self.wording.lists["blame"]:
                    roles = tree.roles(verb)
                    found = tuple(
                        side
                        for head in (*roles.get("obj", ()), *roles.get("on", ()))
                        for side in self.sides.at(tree, at, head)
                    )
                    if found:
                        return found
        return ()

    def _in_company(self, wanted: frozenset[str], tree: Tree) -> bool:
        """Whether the sentence has one of the words, or a phrase among them in its text."""
        return not wanted.isdisjoint(tree.company) or any(phrase in tree.low for phrase in phrases_among(wanted))

    # --- what it is about ---

    def _things(self, tree: Tree, number: int, at: int, match: Match) -> list[Thing]:
        """The objects in the first role that holds some the frame speaks of; else what its words imply."""
        frame, named = match.frame, bool(self.things_of(tree))
        if named and (found := self._things_in_role(tree, match)):
            return found
        if found := self._nationals(tree, number, match):
            return found
        if found := self._listed_people(tree, number, match) or self._captives(tree, number, match):
            return found
        if found := self._by_pronoun(tree, number, match):
            return found
        if named and not match.noun and not frame.strict and (found := self._things_near(tree, match)):
            return found
        lemma = tree.lemmas[at]
        implied = frame.implies.get(lemma, "") if not match.noun else ""
        if not implied and frame.default and (not frame.default_with or self._in_company(frame.default_with, tree)):
            implied = frame.default
        if not implied:
            return []
        gloss = self.vocabulary.objects[implied].gloss
        return [Thing(objects=(implied,), name=gloss, span=None, kinds=self._kinds(frame, (implied,), ""))]

    def _things_in_role(self, tree: Tree, match: Match) -> list[Thing]:
        """The objects in the first role that holds some, or of the main clause above a relative one."""
        frame = match.frame
        for key in frame.n_thing if match.noun else frame.thing:
            if key == "for" and self._another_act(tree, match):
                continue
            if found := self._things_in(tree, match, key, frame):
                return found + self._added(frame, found)
        own = any(tree.lemmas[kid] in RELATIVE for kid in tree.kids[match.at] if tree.rel(kid) == "nsubj")
        misplaced = bool(frame.thing) and not match.noun and tree.rel(match.at) == "acl" and not own
        return self._things_above(tree, match.at, frame) if misplaced else []

    def _things_near(self, tree: Tree, match: Match) -> list[Thing]:
        """The objects near a verb, however they hang: in its clause, behind it, or before it where its subject was not read."""
        frame = match.frame
        found = (self._in_clause(tree, match) if frame.only else []) or (
            self._things_behind(tree, match) if frame.thing else []
        )
        if found:
            return found + self._added(frame, found)
        return self._things_before(tree, match) if "subj" in frame.thing and not match.roles.get("subj") else []

    def _another_act(self, tree: Tree, match: Match) -> bool:
        """Whether the object is itself an act of another kind: who sells "insurance for a ship" sells no ship."""
        return any(
            self.wording.frames[number].act not in (TRANSFER, match.frame.act)
            for head in match.roles.get("obj", ())
            for number in self.wording.by_noun.get(tree.lemmas[head], ())
        )

    def _by_pronoun(self, tree: Tree, number: int, match: Match) -> list[Thing]:
        """The object that "it", "them" or "some" takes up from the words before."""
        before = self._antecedent(tree, number, match)
        return [before[2]] if before else []

    def _antecedent(self, tree: Tree, number: int, match: Match) -> tuple[int, int, Thing] | None:
        """Sentence, word and thing that a pronoun in the object's place takes up: the nearest before it that the frame speaks of."""
        for key in match.frame.n_thing if match.noun else match.frame.thing:
            for head in match.roles.get(key, ()):
                word = tree.words[head]
                if word.upos not in ("PRON", "DET") or word.text.lower() not in TAKING_UP:
                    continue
                for home, (phrase, kit, own) in self._just_told(number, word.start):
                    codes = self._wanted(
                        match.frame, kit.objects, [match.frame.as_object.get(c, c) for c in kit.objects]
                    )
                    if codes:
                        return home, own.start, self._thing(phrase.start, phrase.end, kit, codes, match.frame)
        return None

    def _just_told(self, number: int, before: int) -> Iterator[tuple[int, Told]]:
        """The things before a place in this sentence and the one before it, the nearest first, each with its sentence."""
        for home in range(number, max(number - 2, -1), -1):
            for told in reversed(self.things_of(self.trees[home])):
                if told.phrase.start < before:
                    yield home, told

    def _listed_people(self, tree: Tree, number: int, match: Match) -> list[Thing]:
        """Whoever stands where a listed person or body is wanted, when the text tells of a listing nearby."""
        frame = match.frame
        codes = tuple(code for code in frame.only if self.vocabulary.objects[code].listed)
        if not codes or not self._listing_told(number):
            return []
        for key in frame.n_thing if match.noun else frame.thing:
            for head in match.roles.get(key, ()):
                if self.sides.of(tree, number, head):
                    word = tree.words[head]
                    span = span_of(self.article.text, word.start, word.end)
                    return [Thing(objects=codes, name=span.quote, span=span, kinds=(frame.act,))]
        return []

    def _held_by_army(self, things: list[Thing], givers: Sequence[Side], takers: Sequence[Side]) -> list[Thing]:
        """Prisoners whom soldiers of another state hold count as prisoners of war."""
        foreign = any(
            one.sector in SOLDIERS and other.state and other.state != one.state for one in givers for other in takers
        )
        found = []
        for thing in things:
            more = (
                [code for one in thing.objects if (code := self.vocabulary.objects[one].held_by_army)]
                if foreign
                else []
            )
            found.append(msgspec.structs.replace(thing, objects=(*more, *thing.objects)) if more else thing)
        return found

    def _nationals(self, tree: Tree, number: int, match: Match) -> list[Thing]:
        """People of a state where a frame speaks of its workers: "a plant staffed by X women"."""
        for key in match.frame.thing if match.frame.people and not match.noun else ():
            for head in match.roles.get(key, ()):
                word = tree.words[head]
                if any(side.sector in PEOPLE and side.state for side in self.sides.named(number, head)):
                    span = span_of(self.article.text, word.start, word.end)
                    return [
                        self._thing(
                            span.start,
                            span.end,
                            Kit(name=span.quote, kind="", objects=match.frame.only),
                            match.frame.only,
                            match.frame,
                        )
                    ]
        return []

    def _captives(self, tree: Tree, number: int, match: Match) -> list[Thing]:
        """People whom a clause tells to have surrendered or been captured: "shot two X who had given up"."""
        codes = tuple(code for code in match.frame.only if code in self._captured)
        for key in match.frame.n_thing if match.noun else match.frame.thing:
            for head in match.roles.get(key, ()) if codes else ():
                told = any(
                    {tree.lemmas[kid], tree.lemma(kid)} & self.wording.lists["captive"]
                    and tree.rel(kid) in ("amod", "acl")
                    for kid in tree.kids[head]
                )
                if told and self.sides.at(tree, number, head):
                    word = tree.words[head]
                    span = span_of(self.article.text, word.start, word.end)
                    return [Thing(objects=codes, name=span.quote, span=span, kinds=(match.frame.act,))]
        return []

    def _listing_told(self, number: int) -> bool:
        """Whether this sentence or a neighbour speaks of a sanctions list."""
        near = self.trees[max(0, number - 1) : number + 2]
        low = self.article.text[near[0].sentence.start : near[-1].sentence.end].lower()
        return any(phrase in low for phrase in self.wording.lists["designated"])

    def _in_clause(self, tree: Tree, match: Match) -> list[Thing]:
        """Any object the frame is made for in the rest of the clause, where the grammar gives none in its place."""
        inside, stack = [match.at], [match.at]
        while stack:
            for kid in tree.kids[stack.pop()]:
                if (
                    tree.rel(kid) not in ("nsubj", "conj", "parataxis", "ccomp")
                    and tree.words[kid].deprel != "acl:relcl"
                ):
                    inside.append(kid)
                    stack.append(kid)
        roles = {"self": inside}
        return self._things_in(tree, Match(match.frame, roles, False, match.at), "self", match.frame)

    def _things_behind(self, tree: Tree, match: Match) -> list[Thing]:
        """The nearest object later in the clause, however it hangs."""
        after = []
        for one in range(match.at + 1, min(match.at + 1 + FAR, len(tree.words))):
            other = tree.words[one].upos == "ADP" and tree.lemmas[one] not in (*match.frame.thing, "of")
            if other or tree.words[one].upos in ("VERB", "SCONJ") or tree.words[one].text in (";", ":", ","):
                break
            after.append(one)
        for one in after:
            found = self._things_in(tree, Match(match.frame, {"self": [one]}, False, match.at), "self", match.frame)
            if found:
                return found
        return []

    def _things_before(self, tree: Tree, match: Match) -> list[Thing]:
        """The nearest object before a verb whose subject was not read."""
        for one in range(match.at - 1, -1, -1):
            if tree.words[one].upos in ("VERB", "SCONJ") or tree.words[one].text in (";", ":", ","):
                return []
            found = self._things_in(tree, Match(match.frame, {"self": [one]}, False, match.at), "self", match.frame)
            if found and not all(self.vocabulary.objects[code].measure for one in found for code in one.objects):
                return found
        return []

    def _things_above(self, tree: Tree, at: int, frame: Frame) -> list[Thing]:
        """The object of the main clause, for a relative clause that hangs on the wrong noun ("fired missiles at X that Y had sent")."""
        for up in tree.above(at):
            if tree.words[up].upos == "VERB":
                roles = {"obj": [one for one in tree.roles(up).get("obj", ()) if at not in tree.noun_phrase(one)]}
                return self._things_in(tree, Match(frame, roles, False, up), "obj", frame)
        return []

    def things_of(self, tree: Tree) -> list[Told]:
        """The things that a sentence names, in reading order."""
        begin, end = tree.sentence.start, tree.sentence.end
        if begin not in self._things_by_sentence:
            here = self._things_by_start.inside(begin, end)
            starts = [word.start for word in tree.words] if here else []
            self._things_by_sentence[begin] = [
                Told(phrase, kit, range(bisect_left(starts, phrase.start), bisect_left(starts, phrase.end)))
                for phrase, kit in here
            ]
        return self._things_by_sentence[begin]

    def _things_in(self, tree: Tree, match: Match, key: str, frame: Frame) -> list[Thing]:
        heads, here = match.roles.get(key, []), self.things_of(tree)
        if not here:
            return []
        whole = key == "xcomp" or frame.carried
        words = {one for head in heads for one in (tree.phrase(head) if whole else tree.noun_phrase(head))}
        if key != "self":
            words |= {one for head in heads for kid in self._laden(tree, head) for one in tree.phrase(kid)}
        if frame.carried:
            words |= {one for kid in tree.kids[match.at] if tree.lemmas[kid] in CARRYING for one in tree.phrase(kid)}
        if key == "self":
            words = set(heads)
        found: list[Thing] = []
        for phrase, kit, own in here:
            inside = [one for one in own if one in words]
            if not inside or (match.frame.strict and self._possesses(tree, inside)):
                continue
            codes = self._captive(tree, inside, kit.objects)
            if frame.act == TRANSFER and key == "subj" and self._only_moves(tree, match):
                codes = tuple(code for code in codes if code not in self.wording.lists["carriers"])
            objects = self._wanted(frame, codes, [frame.as_object.get(code, code) for code in codes])
            if objects:
                listed = tuple(
                    self.vocabulary.objects[code].listed_as
                    for code in objects
                    if self.vocabulary.objects[code].listed_as
                )
                if listed and self._listing_told(self._number(tree)):
                    objects = (*listed, *objects)
                found.append(self._thing(phrase.start, phrase.end, kit, objects, frame))
        goods = [
            one
            for one in found
            if not any(self.vocabulary.objects[c].measure for c in self.vocabulary.lineage(one.objects[0]))
        ]
        return goods or found

    def _possesses(self, tree: Tree, phrase: Sequence[int]) -> bool:
        """Whether a phrase only tells whose something is ("the envoy's driver")."""
        last = [one for one in phrase if tree.words[one].upos in NOMINAL][-1:]
        return any(
            tree.words[one].deprel == "nmod:poss" and any(tree.rel(kid) == "case" for kid in tree.kids[one])
            for one in last
        )

    def _only_moves(self, tree: Tree, match: Match) -> bool:
        """Whether an active verb without object makes its subject go somewhere: a ship that passes is not handed over."""
        return not match.noun and not tree.passive(match.at) and not self._some_thing(tree, match.roles.get("obj", ()))

    def _number(self, tree: Tree) -> int:
        return self.trees.index(tree)

    def _laden(self, tree: Tree, head: int) -> list[int]:
        """What a carrier is told to hold: "trains loaded with shells", "barges carrying coal"."""
        return [
            kid
            for one in tree.noun_phrase(head)
            for kid in tree.kids[one]
            if tree.rel(kid) in ("acl", "amod") and tree.lemma(kid).split()[0] in self.wording.lists["laden"]
        ]

    def _captive(self, tree: Tree, inside: Sequence[int], codes: tuple[str, ...]) -> tuple[str, ...]:
        """Soldiers told to be captured are prisoners of war."""
        taken = [self.vocabulary.objects[code].captured for code in codes if self.vocabulary.objects[code].captured]
        if not taken:
            return codes
        captive = any(
            tree.lemmas[kid] in self.wording.lists["captive"] and tree.rel(kid) in ("amod", "acl", "compound")
            for one in inside
            for kid in tree.kids[one]
        )
        return (*taken, *codes) if captive else codes

    def _wanted(self, frame: Frame, codes: Sequence[str], renamed: Sequence[str]) -> tuple[str, ...]:
        """Those codes that the frame speaks of, under the name it gives them."""
        wanted = self.register.spoken_of[frame.name]
        return tuple([new for code, new in zip(codes, renamed, strict=True) if code in wanted])

    def _thing(self, start: int, end: int, kit: Kit, objects: tuple[str, ...], frame: Frame) -> Thing:
        text = self.article.text[start:end]
        return Thing(
            objects=objects,
            name=text,
            span=span_of(self.article.text, start, end),
            kinds=self._kinds(frame, objects, text, start),
        )

    def _kinds(self, frame: Frame, objects: Sequence[str], text: str, start: int = 0) -> tuple[str, ...]:
        """The kinds of act: the frame's own, or for a handing over those of the object; know-how is help as well."""
        if frame.act != TRANSFER:
            kinds = [frame.act]
        else:
            kinds = [kind for code in objects for kind in self.vocabulary.objects[code].acts or HANDED_OVER]
            if any(word in text.lower() for word in self.wording.lists["know_how"]):
                kinds.append("assist")
            if any(kind in HANDED_OVER for kind in kinds) and self._at_sea(start):
                kinds.append(SHIP_TO_SHIP)
        for kind in tuple(kinds):
            for other, wanted in self.vocabulary.also.get(kind, {}).items():
                if any(set(self.vocabulary.lineage(code)) & set(wanted) for code in objects):
                    kinds.append(other)
        return tuple(dict.fromkeys(kinds))

    def _at_sea(self, start: int) -> bool:
        """Whether the sentence tells of cargo that goes from ship to ship."""
        tree = self.trees[max(0, bisect_right(self.trees, start, key=lambda one: one.sentence.start) - 1)]
        return start < tree.sentence.end and any(word in tree.low for word in self.wording.lists["ship_to_ship"])

    def _specified(self, frame: Frame, things: list[Thing], number: int) -> list[Thing]:
        """A plain word made precise nearby: "a missile" that the next sentence calls an ICBM."""
        if not frame.carried or any(
            len(self.vocabulary.lineage(code)) > PLAIN for one in things for code in one.objects
        ):
            return things
        near = self.trees[max(0, number - 1) : number + 2]
        start, end = near[0].sentence.start, near[-1].sentence.end
        told = {code for one in things for code in one.objects}
        for phrase, kit in self.things:
            if not start <= phrase.start < end:
                continue
            lines = [self.vocabulary.lineage(code) for code in kit.objects]
            if any(len(line) > PLAIN and line[1] in told for line in lines):
                return [*things, self._thing(phrase.start, phrase.end, kit, kit.objects, frame)]
        return things

    def _added(self, frame: Frame, found: Sequence[Thing]) -> list[Thing]:
        if not frame.adds or not any(
            set(frame.adds_for) & set(self.vocabulary.lineage(code)) for thing in found for code in thing.objects
        ):
            return []
        gloss = self.vocabulary.objects[frame.adds].gloss
        return [Thing(objects=(frame.adds,), name=gloss, span=None, kinds=(frame.act,))]

    # --- whose it is ---

    def _parties(
        self, tree: Tree, number: int, match: Match
    ) -> tuple[tuple[Side, ...], tuple[Side, ...], tuple[Side, ...]]:
        frame = match.frame
        giver, taker = (frame.n_giver, frame.n_taker) if match.noun else (frame.giver, frame.taker)
        if match.noun:
            giver, taker = (*giver, "doer"), (*taker, "getter")
        if frame.symmetric:
            both = self._all_sides(tree, number, match, dict.fromkeys((*giver, *taker)))
            return both, both, ()
        givers = self._first_sides(tree, number, match, giver)
        taken = {(side.state, side.groups, side.span.start) for side in givers}
        takers = tuple(
            side
            for side in self._first_sides(tree, number, match, taker, besides=taken)
            if (side.state, side.groups, side.span.start) not in taken
        )
        if frame.aims and not takers:
            takers = tuple(side for side in self._aimed_at(tree, number, match.at) if side not in givers)
        hosts = self._first_sides(tree, number, match, frame.host)
        if frame.strict:
            return givers, takers, hosts
        if not givers and "subj" in giver and not match.roles.get("subj"):
            givers = tuple(side for side in self._ahead(tree, number, match.at) if side not in takers)
        if not givers:
            givers = tuple(side for side in self._behind(tree, number, match.at, giver) if side not in takers)
        if not takers and "subj" in taker and tree.rel(match.at) == "acl" and tree.passive(match.at):
            takers = tuple(side for side in self._main_subject(tree, number, match.at) if side not in givers)
        if not takers:
            takers = tuple(side for side in self._behind(tree, number, match.at, taker) if side not in givers)
        return givers, takers, hosts

    def _aimed_at(self, tree: Tree, number: int, at: int) -> tuple[Side, ...]:
        """Whom a clause of purpose is about: "use force to take X"."""
        near = (at, *tree.roles(at).get("obj", ()))
        return tuple(
            side
            for head in near
            for verb in tree.kids[head]
            if tree.rel(verb) in ("advcl", "acl", "xcomp") and tree.words[verb].upos == "VERB"
            for kid in tree.kids[verb]
            if tree.rel(kid) == "obj"
            for side in self.sides.of(tree, number, kid)
        )

    def _ahead(self, tree: Tree, number: int, at: int) -> tuple[Side, ...]:
        """The nearest party before an active verb in its clause, for a verb whose subject was not read."""
        if tree.words[at].upos != "VERB" or tree.passive(at) or tree.rel(at) in ("xcomp", "acl", "advcl"):
            return ()
        for one in range(at - 1, -1, -1):
            if tree.words[one].upos in ("VERB", "SCONJ") or tree.words[one].text in (";", ":", ","):
                return ()
            found = self.sides.named(number, one)
            if found and not self._after_preposition(tree, one):
                return found
        return ()

    def _main_subject(self, tree: Tree, number: int, at: int) -> tuple[Side, ...]:
        """The subject of the clause above a participle: "X's soldiers carry rifles bought through Y"."""
        for up in tree.above(at):
            if tree.words[up].upos == "VERB":
                return tuple(
                    side for head in tree.roles(up).get("subj", ()) for side in self.sides.of(tree, number, head)
                )
        return ()

    def _after_preposition(self, tree: Tree, head: int) -> bool:
        before = tree.words[max(0, head - 2) : head]
        return any(word.upos == "ADP" and word.lemma.lower() not in ("by", "of") for word in before)

    def _behind(self, tree: Tree, number: int, at: int, keys: Iterable[str]) -> tuple[Side, ...]:
        """The party behind one of these prepositions later in the clause, however the phrase hangs: a net for misread grammar."""
        wanted = set(keys) & BEHIND
        for one in range(at + 1, len(tree.words)):
            word = tree.words[one]
            if word.upos in ("VERB", "SCONJ") or word.text in (";", ":"):
                return ()
            if word.upos == "ADP" and word.lemma.lower() in wanted:
                for head in range(one + 1, min(one + 1 + REACH, len(tree.words))):
                    if tree.words[head].upos in ("ADP", "VERB", "PUNCT"):
                        break
                    if found := self.sides.named(number, head) or self.sides.place(tree, number, head):
                        return found
        return ()

    def _first_sides(
        self,
        tree: Tree,
        number: int,
        match: Match,
        keys: Iterable[str],
        besides: Collection[tuple[str | None, tuple[str, ...], int]] = (),
    ) -> tuple[Side, ...]:
        """The sides in the first role that names any who is not already on the other side."""
        for key in keys:
            found = tuple(
                side
                for side in self._sides_in(tree, number, match, key)
                if (side.state, side.groups, side.span.start) not in besides
            )
            if found:
                return found
        return ()

    def _all_sides(self, tree: Tree, number: int, match: Match, keys: Iterable[str]) -> tuple[Side, ...]:
        found: dict[tuple[str | None, tuple[str, ...]], Side] = {}
        for key in keys:
            for side in self._sides_in(tree, number, match, key):
                found.setdefault((side.state, side.groups), side)
        return tuple(found.values())

    def _sides_in(self, tree: Tree, number: int, match: Match, key: str) -> tuple[Side, ...]:
        """The sides in a role. What is handed over or a word in front of a noun must itself be a party, not merely belong to one."""
        strict = key in ("obj", "iobj") and not match.noun and match.frame.act in HANDING and not match.frame.loose
        heads: tuple[int, ...] = tuple(match.roles.get(key, ()))
        if key == "obj" and not match.noun:
            heads += tuple(match.roles.get("iobj", ()))
        found: list[Side] = []
        for head in heads:
            if (
                key == "subj"
                and match.frame.agents
                and key in match.frame.giver
                and not self._can_act(tree, number, head)
            ):
                continue
            if key == "subj" and match.frame.agents and tree.lemmas[head] in self.wording.lists["strikes"]:
                found += self._behind_strike(tree, number, head)
                continue
            sides = self.sides.at(tree, number, head) if strict or key == "mod" else self.sides.of(tree, number, head)
            found += [side for side in sides if not (side.body and key in WHERE)]
        return tuple(found)

    def _behind_strike(self, tree: Tree, number: int, head: int) -> list[Side]:
        """Who made an attack that is itself the subject: "X's attack on Y killed", not Y."""
        roles = tree.noun_roles(head)
        doers = [one for key in ("poss", "mod", "by") for one in roles.get(key, ())]
        return [side for one in doers for side in self.sides.at(tree, number, one)]

    def _can_act(self, tree: Tree, number: int, head: int) -> bool:
        """Whether a subject can use force: a party itself or something armed of it, not an earthquake that struck it."""
        phrase = {tree.lemmas[one] for one in tree.noun_phrase(head)}
        if phrase & self.wording.lists["nature"]:
            return False
        armed = any(
            head in told.words and set(told.kit.objects) & self.wording.lists["armed_objects"]
            for told in self.things_of(tree)
        )
        lemma = tree.lemmas[head]
        return armed or lemma in self.wording.lists["force_nouns"] or bool(self.sides.at(tree, number, head))

    def _origins(self, tree: Tree, number: int, match: Match) -> tuple[Side, ...]:
        """Whose the thing is: the nationality or possessor of the thing itself."""
        found: dict[tuple[str | None, tuple[str, ...]], Side] = {}
        for key in match.frame.n_thing if match.noun else match.frame.thing:
            for head in match.roles.get(key, ()):
                for one in [
                    head,
                    *(
                        kid
                        for kid in tree.noun_phrase(head)
                        if self.is_thing(tree, kid) and not self._meant_for(tree, kid, head)
                    ),
                ]:
                    for side in self._itself(tree, number, one) or self.sides.owner(tree, number, one):
                        found.setdefault((side.state, side.groups), side)
        for side in (
            *self._first_sides(tree, number, match, match.frame.via),
            *(side for kid in self._described_by(tree, match.at) for side in self.sides.based(tree, number, kid)),
        ):
            found.setdefault((side.state, side.groups), side)
        taken_up = self._antecedent(tree, number, match) if not found else None
        if taken_up is not None:
            return self.owners_of(self.trees[taken_up[0]], taken_up[0], taken_up[1])
        return tuple(side for side in found.values() if not side.body)

    def _told_in(self, tree: Tree, match: Match) -> tuple[str, ...]:
        """The role that tells of the thing: the first that holds one; all of them where none does."""
        keys = match.frame.n_thing if match.noun else match.frame.thing
        for key in keys:
            words = (one for head in match.roles.get(key, ()) for one in tree.noun_phrase(head))
            if any(self.is_thing(tree, one) for one in words):
                return (key,)
        return keys

    def _described_by(self, tree: Tree, at: int) -> list[int]:
        """Participles that hang on the verb and tell of its object: "imported jackets sewn in X"."""
        return [
            kid
            for kid in tree.kids[at]
            if tree.rel(kid) == "advcl"
            and (kid > at or (kid > 0 and tree.words[kid - 1].upos in NOMINAL and tree.words[kid - 1].head == at))
            and not tree.texts[kid].endswith("ing")
            and not any(tree.rel(one) in ("mark", "nsubj", "aux") for one in tree.kids[kid])
        ]

    def _is_victim(self, tree: Tree, match: Match, side: Side) -> bool:
        """Whether a doer was read from the phrase that names what the act is done to ("an airliner of X crashed")."""
        if match.frame.owner != "taker" or match.noun or "subj" not in match.frame.thing or match.roles.get("obj"):
            return False
        heads = match.roles.get("subj", ())
        words = {one for head in heads for one in tree.noun_phrase(head)}
        things = any(
            not words.isdisjoint(told.words) and self._wanted(match.frame, told.kit.objects, told.kit.objects)
            for told in self.things_of(tree)
        )
        return things and any(side.span.start <= tree.words[one].start < side.span.end for one in words)

    def _meant_for(self, tree: Tree, kid: int, head: int) -> bool:
        """Whether a thing stands behind "for" inside the phrase: parts for X's jets do not come from X."""
        for one in (kid, *tree.above(kid)):
            if one == head:
                return False
            if tree.preposition(one) == "for":
                return True
        return False

    def owners_of(self, tree: Tree, number: int, at: int) -> tuple[Side, ...]:
        """Whose a thing is, by its own mention or the words around it; looked for also at the noun it hangs on ("tonnes of coal")."""
        for one in (
            at,
            *(up for up in tree.above(at) if tree.words[up].upos in NOMINAL and tree.rel(at) in ("nmod", "compound")),
        ):
            found = self._itself(tree, number, one) or self.sides.owner(tree, number, one)
            if found:
                return found
        return ()

    def _itself(self, tree: Tree, number: int, one: int) -> tuple[Side, ...]:
        """A thing whose mention already carries its country ("North Korean workers", "Chinese ship")."""
        if not self.is_thing(tree, one):
            return ()
        told = tree.words[one].upos == "PROPN"  # a bare "helicopters" has its country from elsewhere in the report
        return tuple(side for side in self.sides.at(tree, number, one) if told or " " in side.span.quote)

    def is_thing(self, tree: Tree, at: int) -> bool:
        """Whether a word is part of what names a thing."""
        return any(at in told.words for told in self.things_of(tree))

    def _place(self, tree: Tree, number: int, at: int, roles: Roles) -> tuple[Side, ...]:
        """Where it happens: places behind "in", "at", "off" at the act, in its phrases, or at the words above it."""
        for key in WHERE:
            for head in roles.get(key, ()):
                if sides := self.sides.of(tree, number, head):
                    return sides
        for one in (at, *tree.above(at)):
            for kid in tree.kids[one]:
                if tree.rel(kid) in ("obl", "nmod") and tree.preposition(kid) in WHERE:
                    sides = self.sides.of(tree, number, kid)
                    if sides:
                        return sides
            if tree.words[one].upos == "VERB" and one != at:
                break
        return ()

    def _filled(
        self,
        frame: Frame,
        givers: tuple[Side, ...],
        takers: tuple[Side, ...],
        hosts: tuple[Side, ...],
        origins: tuple[Side, ...],
        place: tuple[Side, ...],
    ) -> tuple[tuple[Side, ...], tuple[Side, ...], tuple[Side, ...], tuple[Side, ...]]:
        """Sides nobody names filled from whose the thing is and where it happens, as the frame says."""
        if frame.without_subject:
            givers = tuple(side for side in givers if side not in takers)
        if frame.owner == "giver" and not givers:
            takers_are = {(side.state, side.groups) for side in takers}
            givers = tuple(side for side in origins if (side.state, side.groups) not in takers_are)
        if frame.owner == "taker" and not takers:
            takers = origins
        if not takers and givers:
            takers = tuple(side for side in origins if side.groups and side not in givers)
        place = tuple(side for side in place if not side.body)
        elsewhere = tuple(side for side in place if side.state not in {one.state for one in (*givers, *origins)})
        if frame.place == "taker" and not takers:
            takers = elsewhere
        if frame.place == "giver" and not givers:
            givers = tuple(side for side in place if side.state not in {one.state for one in takers})
        if frame.place == "host" and not hosts:
            hosts = place
        return givers, takers, hosts, origins

    def _armed(self, tree: Tree, at: int, match: Match) -> bool:
        """Whether force is told: a word of force, or a weak one ("fired", "sent") beside weapons or troops."""
        frame = match.frame
        if match.noun or not (frame.strong or frame.weapons) or tree.lemmas[at] in frame.strong:
            return True
        if frame.act == "occupy" and self._takes_ground(tree, match):
            return True
        heads = [one for key in ("obj", "subj", "with", "of", "by", "under") for one in match.roles.get(key, ())]
        words = {one for head in heads for one in tree.noun_phrase(head)}
        phrase = " ".join(tree.lemmas[one] for one in sorted(words))
        return any(f" {weapon} " in f" {phrase} " for weapon in frame.weapons)

    def _takes_ground(self, tree: Tree, match: Match) -> bool:
        """Whether armed forces take a place or a state itself: "X's army seized Y", not "X seized a ship of Y"."""
        number = self._number(tree)
        forces = self.wording.lists["force_nouns"] - {"government", "authorities", "regime", "police", "service"}
        armed = any(
            tree.lemmas[one] in forces for head in match.roles.get("subj", ()) for one in tree.noun_phrase(head)
        )
        return armed and any(
            tree.words[head].upos == "PROPN" and self.sides.at(tree, number, head)
            for head in match.roles.get("obj", ())
        )

    # --- when ---

    def day(self, tree: Tree, at: int) -> tuple[date | None, date | None, str]:
        """The first and last day the act may have happened: its own date in the text, else the report's."""
        when = self._told_when(tree, at)
        if when is not None:
            first, last = _iso(when.start), _iso(when.end)
            if first or last:
                return first or last, last or first, "text"
        published = _iso((self.article.published or "")[:10])
        return published, published, "report"

    def _told_when(self, tree: Tree, at: int) -> When | None:
        word = tree.words[at]
        for event in self.events:
            if event.trigger.start <= word.start < event.trigger.end and event.when.precision in PRECISE:
                return event.when
        for when in self._times.meeting(tree.words[0].start, tree.words[-1].end):
            assert when.span is not None
            inside = [one for one, w in enumerate(tree.words) if when.span.start <= w.start < when.span.end]
            if any(self._dates(tree, one, at) for one in inside):
                return when
        return None

    def _dates(self, tree: Tree, one: int, at: int) -> bool:
        """Whether a date hangs on the act, with no other verb between."""
        for step, up in enumerate(tree.above(one)):
            if up == at:
                return True
            if step >= UP_TO_ACT or tree.words[up].upos == "VERB":
                return False
        return False

    def _event(self, start: int) -> str | None:
        return next((event.id for event in self.events if event.trigger.start <= start < event.trigger.end), None)


def _iso(day: str | None) -> date | None:
    try:
        return date.fromisoformat(day) if day else None
    except ValueError:
        return None
