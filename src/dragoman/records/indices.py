"""Numbers over many reports, each with what it rests on: tension, ties between states, power, and how sanctions fare."""

from .base import Record


class Mover(Record, frozen=True, kw_only=True):
    """An act that moves an index: how often it was reported, its weight (above zero for conflict), and its part of the day's weight."""

    day: str
    actor: str
    recipient: str
    type: str | None
    weight: float
    share: float
    reports: int
    story: str | None
    events: tuple[str, ...]


class TensionDay(Record, frozen=True, kw_only=True):
    """How tense two sides are on a day, in doublings of what is usual between them; docs/tension.md defines it.

    `value` is `level` at the precision that the index has (three quarters of a doubling); `low` and `high` are the 90% interval of `level`
    under other draws of the same stories. All four are None where nothing has been reported of the pair for a month: not known, never
    zero; so is `load`, the weight of the day's own acts, on a day without a report. `set_on` is the day whose acts hold the level up, `moved_by` the heaviest of them. `coverage` is the share of the last 90 days
    with at least one reported act. `directed` is true where only what `a` does to `b` counts.
    """

    day: str
    a: str
    b: str
    directed: bool = False
    value: float | None
    level: float | None
    low: float | None = None
    high: float | None = None
    load: float | None
    usual: float
    set_on: str | None
    coverage: float
    reports: int
    moved_by: tuple[Mover, ...] = ()


class Tie(Record, frozen=True, kw_only=True):
    """How two states stood in a year, −1 (foes) to 1 (friends): the mean of what is known of acts, votes and alliances.

    A part is None where nothing is known of it. `low` and `high` are the 90% interval of `value` under other draws of the stories. `acts`
    and `reports` are what `events` rests on.
    """

    year: int
    a: str
    b: str
    value: float
    low: float
    high: float
    events: float | None
    votes: float | None
    alliances: float | None
    acts: int
    reports: int


class Member(Record, frozen=True, kw_only=True):
    """A state in the group that it stands with in a year. `own` is its mean tie to the others of the group, None where it has none.

    `second` is the group it would stand with next, with its mean tie to that. `power` is its share of the world's capabilities, as of
    `power_year`; None where not known.
    """

    year: int
    state: str
    group: str
    own: float | None
    second: str | None
    second_tie: float | None
    power: float | None
    power_year: int | None


class Triangle(Record, frozen=True, kw_only=True):
    """Three states and their ties. `strained`: two friends of one who are foes. Three foes are balanced only in the weak sense (Davis 1967).

    `kind` is `friends`, `common foe`, `divided friends` or `three foes`; `strength` the geometric mean of the ties, 0 to 1.
    """

    year: int
    a: str
    b: str
    c: str
    ab: float
    ac: float
    bc: float
    kind: str
    strained: bool
    strength: float


class BalanceYear(Record, frozen=True, kw_only=True):
    """Two sides in a year: how they stand, and what each can bring. `tie` is the mean over `pairs` known ties between them.

    `a_power` and `b_power` are shares of the world's capabilities, of the members that figures are known of; `ratio` is the weaker over
    the stronger, 1 for parity. `power_year` is the year of the figures; `unknown` are members without any.
    """

    year: int
    a: str
    b: str
    tie: float | None
    low: float | None
    high: float | None
    pairs: int
    a_power: float | None
    b_power: float | None
    ratio: float | None
    power_year: int | None
    unknown: tuple[str, ...]


class Counted(Record, frozen=True, kw_only=True):
    """How often something was reported: `reports` of `of` that could have told it, the rate of 100 and its 90% interval.

    The rate and its ends are None where nothing could have told it: not known, never zero.
    """

    reports: int
    of: int
    rate: float | None
    low: float | None
    high: float | None


class Efficacy(Record, frozen=True, kw_only=True):
    """What reports say in a time of a sanctions regime, or of one of its provisions, against how much was reported at all.

    `verdicts` and `certainties` count findings. `evasion` are reports with a breach or a possible one that is asserted, reported or
    possible; `enforcement` reports with an act that enforces. Both are set against the reports that name the target, where one is a
    state or stands in one, else against all reports (`against` says which). `enforced` is enforcement over both, None where neither is
    reported. `named` are the parties of the findings behind `evasion` with their reports. `new_listings` are entries of the imported lists
    dated in this time, None where no imported list has dates for the regime; `listed_named` are entries that the reports name. `findings` are ids.
    """

    start: str
    end: str
    regime: str
    provision: str | None
    reports: int
    against: str
    evasion: Counted
    enforcement: Counted
    enforced: float | None
    verdicts: dict[str, int]
    certainties: dict[str, int]
    named: dict[str, int]
    new_listings: int | None
    listed_named: int
    findings: tuple[str, ...]
