"""The register: which paragraph binds whom to what, since when, how firmly, and what lets an act pass."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

import msgspec

from ..records import Record

EVERY_STATE = "*"
EVERY_PARTY = "parties"
ANYONE = "any"


class Period(Record, frozen=True, kw_only=True):
    """From the first day in force until the first day no longer; `until` None = in force as far as known."""

    start: date
    until: date | None = None

    def holds(self, first: date, last: date) -> bool:
        """Whether any day between two (inclusive) lies in it."""
        return self.start <= last and (self.until is None or first < self.until)


class Exemption(Record, frozen=True, kw_only=True):
    """What lets an act pass, the paragraph that says so, what it needs, and the words that point to it.

    `until` ends a grace period or an exception that was removed. `contested`: invoking it makes the breach possible, not exempt
    (self-defence is for a court to judge).
    """

    what: str
    paragraph: str
    needs: str
    words: tuple[str, ...]
    until: date | None = None
    contested: bool = False


class Contested(Record, frozen=True, kw_only=True):
    """A reading of the paragraph that states dispute: these acts and objects give a possible breach at most."""

    acts: tuple[str, ...]
    objects: tuple[str, ...]
    what: str
    source: str


class Vote(Record, frozen=True, kw_only=True):
    """How the Security Council voted: whoever was a member and did not dissent voted for."""

    tally: str
    against: tuple[str, ...] = ()
    abstained: tuple[str, ...] = ()
    verified: str = "memory"


class Instrument(Record, frozen=True, kw_only=True):
    """A resolution or treaty: what its paragraphs share."""

    id: str
    name: str
    title: str
    regime: str
    legal_basis: str
    source: str
    monitor: str = ""
    note: str = ""
    adopted: date | None = None
    in_force_since: date | None = None
    vote: Vote | None = None
    file: str = ""


class Provision(Record, frozen=True, kw_only=True):
    """One paragraph as a rule. Field by field in docs/adding-a-provision.md."""

    id: str
    instrument: str
    paragraph: str
    summary: str
    kind: str
    force: str
    bound: tuple[str, ...]
    not_bound: tuple[str, ...] = ()
    target: tuple[str, ...]
    direction: str
    actor_role: str
    acts: tuple[str, ...]
    objects: tuple[str, ...]
    periods: tuple[Period, ...]
    superseded_by: tuple[str, ...] = ()
    widens: tuple[str, ...] = ()
    echoes: tuple[str, ...] = ()
    beside: bool = False
    only_with: tuple[str, ...] = ()
    limit: str | None = None
    note: str = ""
    verified: str
    checked: str = ""
    exemptions: tuple[Exemption, ...] = ()
    contested: tuple[Contested, ...] = ()
    disputed: str = ""

    def in_force(self, first: date, last: date) -> bool:
        """Whether it binds on some day between two (inclusive)."""
        return any(period.holds(first, last) for period in self.periods)

    def binds(self, state: str) -> bool:
        """Whether a state (ISO alpha-3) is bound, apart from the dates."""
        if state in self.not_bound:
            return False
        return bool({EVERY_STATE, EVERY_PARTY} & set(self.bound)) or state in self.bound

    @property
    def where(self) -> str:
        """The paragraph as people cite it: `para. 5`, `Article I`; says when the number is from memory."""
        cited = self.paragraph if self.paragraph[0].isalpha() else f"para. {self.paragraph}"
        return cited if self.verified == "source" else f"{cited} (number from memory)"


class ObjectCode(Record, frozen=True, kw_only=True):
    """A word of the vocabulary for what is moved, hit or protected. `acts`: what handing it over is called, if not supply.

    `thing`: goods, not people, places or money. `captured`: what it becomes in captivity; `held_by_army`: in the hands of another state's army. `measure`: may only count another ("20 million
    dollars of rifles"). `listed`: whoever stands there when the text tells of a listing; `listed_as`: what a listed one of these is.
    """

    code: str
    parent: str
    gloss: str
    acts: tuple[str, ...] = ()
    thing: bool = True
    captured: str = ""
    held_by_army: str = ""
    measure: bool = False
    listed: bool = False
    listed_as: str = ""
    covers_goods: bool = False
    traded: bool = False
    traded_with: str = ""
    traded_without: str = ""


class Group(Record, frozen=True, kw_only=True):
    """A target that is no state: its names, whose ground it stands on, and which parties count as it."""

    name: str
    names: tuple[str, ...]
    country: str | None = None
    sectors: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    wider: tuple[str, ...] = ()
    narrow: bool = False
    includes_state: bool = False


class Vocabulary(Record, frozen=True, kw_only=True, dict=True):
    """The codes that provisions are written in."""

    terms: dict[str, dict[str, str]]
    acts: dict[str, str]
    plover: dict[str, tuple[str, ...]]
    also: dict[str, dict[str, tuple[str, ...]]]
    objects: dict[str, ObjectCode]
    groups: dict[str, Group]
    word_lists: dict[str, tuple[str, ...]]
    states: frozenset[str]

    def lineage(self, code: str) -> tuple[str, ...]:
        """An object and its parents, nearest first."""
        return self._lines[code] if code in self._lines else self._line(code)

    @cached_property
    def _lines(self) -> dict[str, tuple[str, ...]]:
        return {code: self._line(code) for code in self.objects}

    def _line(self, code: str) -> tuple[str, ...]:
        line: list[str] = []
        while code and code not in line:
            line.append(code)
            code = self.objects[code].parent if code in self.objects else ""
        return tuple(line)


class Frame(Record, frozen=True, kw_only=True):
    """Words that tell an act, and where in the grammar its sides stand. Field by field at the head of vocabulary/frames.toml."""

    name: str
    act: str
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    giver: tuple[str, ...] = ()
    taker: tuple[str, ...] = ()
    host: tuple[str, ...] = ()
    thing: tuple[str, ...] = ()
    n_giver: tuple[str, ...] = ()
    n_taker: tuple[str, ...] = ()
    n_thing: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    owner: str = ""
    place: str = ""
    only: tuple[str, ...] = ()
    default: str = ""
    default_with: frozenset[str] = frozenset()
    implies: dict[str, str] = msgspec.field(default_factory=dict)
    as_object: dict[str, str] = msgspec.field(default_factory=dict)
    adds: str = ""
    adds_for: tuple[str, ...] = ()
    level: str = ""
    symmetric: bool = False
    needs_taker: bool = False
    state_against_state: bool = False
    strong: frozenset[str] = frozenset()
    weapons: frozenset[str] = frozenset()
    with_words: frozenset[str] = frozenset()
    without_words: frozenset[str] = frozenset()
    not_with: frozenset[str] = frozenset()
    flying: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    not_things: tuple[str, ...] = ()
    not_role: tuple[str, ...] = ()
    with_also: tuple[str, ...] = ()
    needs_giver: bool = False
    strict: bool = False
    loose: bool = False
    agents: bool = False
    blames: bool = False
    negated: bool = False
    carried: bool = False
    keeps: bool = False
    without_subject: bool = False
    makers: bool = False
    people: bool = False
    aims: bool = False


class Wording(Record, frozen=True, kw_only=True):
    """The words in which reports tell acts: frames by verb and noun, and the lists of wording.toml."""

    frames: tuple[Frame, ...]
    by_verb: dict[str, tuple[int, ...]]
    by_noun: dict[str, tuple[int, ...]]
    lists: dict[str, frozenset[str]]
    companies: dict[str, frozenset[str]]


class Meeting(NamedTuple):
    """A paragraph that names an act and a thing: the object code it meets, the steps to it, and the disputed reading that it takes, if any."""

    provision: Provision
    reading: Contested | None
    object: str
    distance: int


class Term(Record, frozen=True, kw_only=True):
    """A state's years on the Security Council, both included; `until` None for a permanent member."""

    state: str
    start: int
    until: int | None


class Register(Record, frozen=True, kw_only=True, dict=True):
    """All instruments and provisions with the vocabulary they are written in."""

    instruments: dict[str, Instrument]
    provisions: dict[str, Provision]
    vocabulary: Vocabulary
    wording: Wording
    council: tuple[Term, ...]
    digest: str

    @staticmethod
    def load() -> "Register":
        """The register of the package. Raises KnowledgeError naming file, row and reason where a table is wrong."""
        return packaged()

    def with_user_file(self, path: Path | str) -> "Register":
        """This register and one more instrument from a file of the same layout.

        An instrument of the same id is replaced whole. Raises KnowledgeError where the file is wrong or its ids clash.
        """
        from .register_files import add_file

        return add_file(self, Path(path))

    def __iter__(self) -> Iterator[Provision]:
        return iter(self.provisions.values())

    def instrument_of(self, provision: Provision) -> Instrument:
        """The resolution or treaty a paragraph belongs to."""
        return self.instruments[provision.instrument]

    def vote_of(self, state: str | None, instrument: Instrument) -> str | None:
        """How a state voted on an instrument: for, against, abstained, not_member; None where there was no vote or nobody knows."""
        vote = instrument.vote
        if vote is None or instrument.adopted is None or state is None or state not in self.vocabulary.states:
            return None
        if state in vote.against:
            return "against"
        if state in vote.abstained:
            return "abstained"
        year = instrument.adopted.year
        sat = any(t.state == state and t.start <= year <= (t.until or year) for t in self.council)
        return "for" if sat else "not_member"

    @cached_property
    def by_act(self) -> Mapping[str, tuple[Provision, ...]]:
        """The provisions that name an act, in the order of the files."""
        index: dict[str, list[Provision]] = {}
        for provision in self:
            for act in provision.acts:
                index.setdefault(act, []).append(provision)
        return {act: tuple(rows) for act, rows in index.items()}

    @cached_property
    def met(self) -> dict[tuple[tuple[str, ...], str], tuple[Meeting, ...]]:
        """What was found so far (matching.meetings): by objects and kind of act, which the tables bound."""
        return {}

    @cached_property
    def spoken_of(self) -> dict[str, frozenset[str]]:
        """For each frame the objects that it speaks of: those it names, or all, with what falls under them, less what it leaves out."""
        lines = {code: set(self.vocabulary.lineage(code)) for code in self.vocabulary.objects}
        return {
            frame.name: frozenset(
                code
                for code, line in lines.items()
                if (not frame.only or not line.isdisjoint(frame.only)) and line.isdisjoint(frame.not_things)
            )
            for frame in self.wording.frames
        }

    @cached_property
    def telling_alone(self) -> frozenset[int]:
        """The frames, by number, that may tell an act where no thing is named: their words imply one, or people stand for it."""
        objects = self.vocabulary.objects
        captured = {one.captured for one in objects.values()}
        return frozenset(
            number
            for number, frame in enumerate(self.wording.frames)
            if frame.default
            or frame.implies
            or frame.people
            or any(code in captured or objects[code].listed for code in frame.only)
        )

    @cached_property
    def disputed(self) -> tuple[Provision, ...]:
        """The provisions with a reading that states dispute."""
        return tuple(provision for provision in self if provision.contested)


@cache
def packaged() -> Register:
    """The package's own register, read once per process."""
    from .register_files import read_packaged

    return read_packaged()
