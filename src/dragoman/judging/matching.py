"""Which provisions speak of an act: act and object named, direction right, party bound, day inside a period."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from ..records import Record
from .acts import Act, Thing
from .phrasing import SELF, has_word
from .provisions import ANYONE, EVERY_PARTY, EVERY_STATE, Contested, Meeting, Provision, Register, Vocabulary
from .sides import ARMED, Side

SUPPLYING = frozenset(("supply", "assist", "teach", "finance", "pay", "mercenaries", "host_trainers"))
TAKING = frozenset(("procure", "host_workers", "invest"))
HUMANE = frozenset(("GENEVA", "GENOCIDE"))  # law that armed groups break too
LAST = 9  # steps to "any goods": farther than any parent
TREATY_DIRECTIONS = frozenset(("against", "none", "by_target"))


class Candidate(Record, frozen=True, kw_only=True):
    """A provision that fits an act. `distance` counts the steps from the object told to the object named (0: the same).

    `actor` is who would break it, None where the text does not say; `wrong_party`: the taker is the state that the ban leaves free. `only_exempt`: no breach whatever
    is said, as the giver is no state or the taker not the target, yet an exemption told may be worth showing.
    """

    provision: str
    act: int
    kind: str
    object: str
    thing: Thing
    distance: int
    actor: Side | None
    target: str | None
    target_side: Side | None
    direction: str
    contested: Contested | None = None
    wrong_party: Side | None = None
    only_exempt: bool = False
    dates: tuple[date | None, date | None]


class Pairing(Record, frozen=True, kw_only=True):
    """Who would break a provision, and which of its targets stands on the other side."""

    actor: Side | None
    target: str | None
    target_side: Side | None
    direction: str
    wrong_party: Side | None = None
    elsewhere: bool = False


def find_candidates(acts: Sequence[Act], register: Register, text: str) -> Iterator[Candidate]:
    """Provisions that fit, act by act, in the order of the register; force and exemptions are not looked at yet."""
    for number, act in enumerate(acts):
        for thing in act.things:
            for kind in thing.kinds:
                for meeting in meetings(thing.objects, kind, register):
                    if meeting.provision.kind != "exemption" or act.only_exempt or meeting.reading is not None:
                        yield from _paired(number, act, thing, kind, meeting, register, text)


def meetings(objects: tuple[str, ...], kind: str, register: Register) -> tuple[Meeting, ...]:
    """The paragraphs that name a kind of act and what it is done with, in the order of the register; last those that do under a disputed
    reading. Worked out once for a register."""
    known = register.met.get((objects, kind))
    if known is None:
        reach = Reach(objects, register.vocabulary)
        named = [(one, None, one.objects) for one in register.by_act.get(kind, ()) if not one.beside]
        disputed = [
            (one, reading, reading.objects)
            for one in register.disputed
            for reading in one.contested
            if kind in reading.acts
        ]
        known = register.met[objects, kind] = tuple(
            Meeting(provision, reading, *met)
            for provision, reading, named_objects in (*named, *disputed)
            if (met := reach.nearest(named_objects)) is not None
        )
    return known


def _paired(
    number: int,
    act: Act,
    thing: Thing,
    kind: str,
    meeting: Meeting,
    register: Register,
    text: str,
) -> Iterator[Candidate]:
    provision = meeting.provision
    if not _in_force(provision, act) or not _company(provision, act, text):
        return
    for pairing in pairings(provision, act, kind, register):
        body = pairing.actor is not None and pairing.actor.body
        if body or _bound(provision, pairing, act, register):
            yield Candidate(
                provision=provision.id,
                act=number,
                kind=kind,
                object=meeting.object,
                thing=thing,
                distance=meeting.distance,
                actor=pairing.actor,
                target=pairing.target,
                target_side=pairing.target_side,
                direction=pairing.direction,
                contested=meeting.reading,
                wrong_party=pairing.wrong_party,
                only_exempt=body or pairing.elsewhere or act.only_exempt,
                dates=(act.first, act.last),
            )


class Reach:
    """What a thing with these object codes counts as: each code and its parents."""

    def __init__(self, codes: Sequence[str], vocabulary: Vocabulary) -> None:
        self._met: dict[str, tuple[str, int]] = {}
        for code in codes:
            for steps, parent in enumerate(vocabulary.lineage(code)):
                if parent not in self._met or steps < self._met[parent][1]:
                    self._met[parent] = (code, steps)
        self._objects, self._order = vocabulary.objects, {code: at for at, code in reversed([*enumerate(codes)])}
        self._goods = next((code for code in codes if vocabulary.objects[code].thing), None)

    def nearest(self, named: Sequence[str]) -> tuple[str, int] | None:
        """The object code whose line of parents meets the named ones soonest, with the steps.

        A paragraph on any cargo covers all goods, as the last resort.
        """
        met = [self._met[one] for one in named if one in self._met]
        if met:
            return min(met, key=lambda one: (one[1], self._order[one[0]]))
        if self._goods is not None and any(self._objects[one].covers_goods for one in named):
            return self._goods, LAST
        return None


def _in_force(provision: Provision, act: Act) -> bool:
    if act.first is None and act.last is None:
        return any(period.until is None for period in provision.periods)
    first, last = act.first or act.last, act.last or act.first
    return first is not None and last is not None and provision.in_force(first, last)


def _company(provision: Provision, act: Act, text: str) -> bool:
    """Whether the words a provision needs beside the act are there."""
    if not provision.only_with:
        return True
    near = around(text, act.passage.start, act.passage.end)
    return any(has_word(near, word) for word in provision.only_with)


def around(text: str, start: int, end: int) -> str:
    """The passage with the sentences next to it, in lower case."""
    return text[max(0, start - 250) : end + 250].lower()


# --- who stands where ---


def pairings(provision: Provision, act: Act, kind: str, register: Register) -> Iterator[Pairing]:
    """The ways in which the sides of an act fill the sides of a provision."""
    if kind in SELF and provision.direction in ("to", "from", "both", "by_target"):
        yield from _by_target(provision, act, kind, register)
        return
    taking = kind in TAKING and provision.direction in ("to", "from", "both")
    if provision.direction in ("to", "both") and not (taking and provision.direction == "to") and not act.from_only:
        found = list(_to(provision, act, register))
        yield from found
        if found:
            return
    if provision.direction in ("from", "both") or taking:
        found = list(_from(provision, act, kind, register))
        yield from found
        if not found and provision.actor_role == "host":
            yield from _on_the_ground(provision, act, register)
    elif provision.direction == "by_target":
        yield from _by_target(provision, act, kind, register)
    elif provision.direction == "in_bound_state":
        yield from _on_the_ground(provision, act, register)
    elif provision.direction == "against":
        yield from _against(provision, act)
    elif provision.direction == "none":
        yield from (Pairing(actor=side, target=ANYONE, target_side=None, direction="none") for side in act.givers)
    if provision.direction in ("to", "both") and ANYONE in provision.target:
        yield from _to_anyone(act, kind)


def _to(provision: Provision, act: Act, register: Register) -> Iterator[Pairing]:
    """Something goes to the target: whoever gives it would be in breach."""
    for taker in act.takers:
        target = hit(provision, taker, register)
        wrong = None
        if target is None:
            target = _freed(provision, taker, register)
            wrong = taker if target else None
        if target is None:
            continue
        givers = [side for side in act.givers if not _same(side, taker) and not side.made]
        nobody: list[Side | None] = [] if any(not side.made for side in act.givers) else [None]
        for giver in givers or nobody:
            yield Pairing(actor=giver, target=target, target_side=taker, direction="to", wrong_party=wrong)
    if not any(hit(provision, side, register) for side in act.takers):
        yield from _there(provision, act, register)


def _there(provision: Provision, act: Act, register: Register) -> Iterator[Pairing]:
    """Someone else takes it on the target's ground ("peacekeepers in X"): nothing but an exemption can come of it."""
    for ground in act.place:
        target = hit(provision, ground, register)
        if target is not None and act.takers and act.givers:
            yield Pairing(actor=act.givers[0], target=target, target_side=ground, direction="to", elsewhere=True)


def _from(provision: Provision, act: Act, kind: str, register: Register) -> Iterator[Pairing]:
    """Something comes from the target: whoever takes it would be in breach, or the target itself where nobody is told to take it."""
    for source in (*act.givers, *(side for side in act.origins if side not in act.givers)):
        target = hit(provision, source, register)
        if target is None:
            continue
        takers = [side for side in act.takers if not _same(side, source)] or [
            side
            for side in (*act.givers, *act.hosts)
            if not _same(side, source) and hit(provision, side, register) is None
        ]
        states = [side for side in takers if not (side.groups and side.sector in ARMED)]
        for taker in states:
            yield Pairing(actor=taker, target=target, target_side=source, direction="from")
        if not states and kind == "export":
            yield Pairing(actor=source, target=target, target_side=source, direction="from")
        elif not takers and kind in TAKING:
            yield Pairing(actor=None, target=target, target_side=source, direction="from")
        return


def _by_target(provision: Provision, act: Act, kind: str, register: Register) -> Iterator[Pairing]:
    doers = act.takers if kind in TAKING else act.givers or act.origins
    for doer in doers:
        if ANYONE in provision.target:
            yield Pairing(actor=doer, target=ANYONE, target_side=doer, direction="by_target")
        elif (target := hit(provision, doer, register)) is not None:
            yield Pairing(actor=doer, target=target, target_side=doer, direction="by_target")
        elif doer.state in provision.bound and kind in SUPPLYING:
            for taker in act.takers:
                if (target := hit(provision, taker, register)) is not None:
                    yield Pairing(actor=doer, target=target, target_side=taker, direction="to")


def _on_the_ground(provision: Provision, act: Act, register: Register) -> Iterator[Pairing]:
    """The target acts, or something of it is, on the ground of a bound state."""
    for guest in (*act.givers, *act.takers, *act.origins):
        target = hit(provision, guest, register)
        if target is None:
            continue
        hosts = [side for side in (*act.hosts, *act.place, *act.givers, *act.takers) if not _same(side, guest)]
        yield Pairing(actor=hosts[0] if hosts else None, target=target, target_side=guest, direction="in_bound_state")
        return


def _against(provision: Provision, act: Act) -> Iterator[Pairing]:
    if ANYONE in provision.target:
        victims = _victims(act)
        victim = victims[0] if victims else None
        doers = list(act.givers)
        if provision.actor_role == "host":
            doers = _hosts_of(act)
            if not doers and victim is not None:
                yield Pairing(actor=None, target=victim.state or ANYONE, target_side=victim, direction="against")
        for doer in doers:
            target = victim.state if victim is not None and victim.state else ANYONE
            yield Pairing(actor=doer, target=target, target_side=victim, direction="against")
        return
    for victim in act.takers:
        if victim.state in provision.target:
            for doer in act.givers:
                yield Pairing(actor=doer, target=victim.state, target_side=victim, direction="against")


def _hosts_of(act: Act) -> list[Side]:
    """The state that has to protect: its own officers who act, else the ground it happens on, else whoever acts."""
    victims = _victims(act)
    official = [side for side in act.givers if side.official and not _same_as_any(side, victims)]
    ground = [side for side in (*act.hosts, *act.place) if not _same_as_any(side, victims)]
    return official or ground or [side for side in act.givers if not _same_as_any(side, victims)]


def _victims(act: Act) -> list[Side]:
    """Those it is done to; a place that was only read among them counts where nobody else is told."""
    return [side for side in act.takers if not side.as_place] or list(act.takers)


def _to_anyone(act: Act, kind: str) -> Iterator[Pairing]:
    """A treaty that bars handing something to anyone, or taking it."""
    doers = act.takers if kind in TAKING else act.givers
    others = act.givers if kind in TAKING else act.takers
    for doer in doers:
        target = others[0].state if others and others[0].state else ANYONE
        yield Pairing(actor=doer, target=target, target_side=others[0] if others else None, direction="to")


def hit(provision: Provision, side: Side, register: Register) -> str | None:
    """The target of a provision that a side is: the state itself, or a group it belongs to."""
    for target in provision.target:
        group = register.vocabulary.groups.get(target)
        if group is None:
            if side.state == target:
                return target
        elif target in side.groups or (group.includes_state and side.state == group.country and side.groups):
            return target
    return None


def _freed(provision: Provision, side: Side, register: Register) -> str | None:
    """The target group on whose ground a state itself takes, where an exemption of the provision names that state's forces."""
    if (
        side.groups
        or side.as_place
        or side.sector in ARMED
        or not any(names_a_state(one.what) for one in provision.exemptions)
    ):
        return None
    for target in provision.target:
        group = register.vocabulary.groups.get(target)
        if group is not None and group.country == side.state:
            return target
    return None


def names_a_state(what: str) -> bool:
    """Whether an exemption speaks of a government or its forces."""
    return any(word in what.lower() for word in ("government", "army", "security units"))


def _same(one: Side, other: Side) -> bool:
    if one.state != other.state:
        return False
    return one.state is not None and set(one.groups) == set(other.groups)


def _same_as_any(side: Side, others: Sequence[Side]) -> bool:
    return any(side.state == other.state for other in others)


def _bound(provision: Provision, pairing: Pairing, act: Act, register: Register) -> bool:
    """Whether the party is bound. Nobody named: only where every UN member is."""
    actor = pairing.actor
    if actor is None:
        host = provision.actor_role == "host" and provision.direction == "against"
        return host or (EVERY_STATE in provision.bound and provision.direction not in TREATY_DIRECTIONS)
    if actor.body or actor.state is None:
        return False
    regime = register.instruments[provision.instrument].regime
    everyone = bool({EVERY_STATE, EVERY_PARTY} & set(provision.bound))
    if provision.direction in TREATY_DIRECTIONS and everyone and regime not in HUMANE and actor.sector in ARMED:
        return False
    return provision.binds(actor.state) or (bool(set(actor.groups) & set(provision.bound)))


def day_before(day: date) -> date:
    """The last day of a period that ends, exclusive, on `day`."""
    return day - timedelta(days=1)
