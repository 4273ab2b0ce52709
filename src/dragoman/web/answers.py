"""What the pages show and the API gives: one record for each question."""

from dragoman.evaluation.published import Figure
from dragoman.evaluation.reviewed import Agreement, ReviewScore
from dragoman.records import Article, Claim, Dossier, Event, Finding, Listing, Skipped, TensionDay
from dragoman.records.base import Record
from dragoman.store import Change, Counted
from dragoman.store.paging import Count
from dragoman.telling.why import Section


class ReportHead(Record, frozen=True, kw_only=True):
    """What a report is, in short. `beginning` is how it begins, where it has no title."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    beginning: str | None = None


class ReportRow(Record, frozen=True, kw_only=True):
    """A report in a list: its head, how it begins, and how many records were read out of it."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    published_from: str | None
    url: str | None
    language: str | None
    licence: str | None
    beginning: str
    characters: int
    events: int
    claims: int
    findings: int


class Reports(Record, frozen=True, kw_only=True):
    """A page of reports. `total` fit the filters, `undated` more would but have no day, `facets` counts each value."""

    data: tuple[ReportRow, ...]
    total: int
    undated: int
    facets: dict[str, tuple[Count, ...]]
    next: str | None


class Events(Record, frozen=True, kw_only=True):
    """A page of events, and the heads of their reports by id."""

    data: tuple[Event, ...]
    reports: dict[str, ReportHead]
    total: int
    undated: int
    facets: dict[str, tuple[Count, ...]]
    next: str | None


class Against(Record, frozen=True, kw_only=True):
    """A claim that stands against another: it `denies` that one, or is denied by it; and what shows it."""

    claim: Claim
    denies: bool
    why: str


class Claims(Record, frozen=True, kw_only=True):
    """A page of claims, the heads of their reports by id; of each claim the events that rest on it, and the claims that stand against it."""

    data: tuple[Claim, ...]
    reports: dict[str, ReportHead]
    resting: dict[str, tuple[Event, ...]]
    against: dict[str, tuple[Against, ...]]
    total: int
    undated: int
    facets: dict[str, tuple[Count, ...]]
    next: str | None


class Findings(Record, frozen=True, kw_only=True):
    """A page of findings, and the heads of their reports by id."""

    data: tuple[Finding, ...]
    reports: dict[str, ReportHead]
    total: int
    undated: int
    facets: dict[str, tuple[Count, ...]]
    next: str | None


class Listings(Record, frozen=True, kw_only=True):
    """A page of names that stand on sanctions lists, and the heads of their reports."""

    data: tuple[Listing, ...]
    reports: dict[str, ReportHead]
    total: int
    undated: int
    facets: dict[str, tuple[Count, ...]]
    next: str | None


class Reason(Record, frozen=True, kw_only=True):
    """One part of why a record says what it says."""

    title: str
    lines: tuple[str, ...]


class EventTold(Record, frozen=True, kw_only=True):
    """An event, why it says what it says, and how other reports of the same happening tell it."""

    event: Event
    report: ReportHead
    sentences: tuple[str, ...]
    why: tuple[Reason, ...]
    findings: tuple[Finding, ...]
    claim: Claim | None
    others: tuple[Event, ...]
    reports: dict[str, ReportHead]
    differences: dict[str, tuple[str, ...]]


class ClaimTold(Record, frozen=True, kw_only=True):
    """A claim, why it says what it says, the events that rest on it, and the claims that stand against it with the heads of their reports."""

    claim: Claim
    report: ReportHead
    sentences: tuple[str, ...]
    why: tuple[Reason, ...]
    events: tuple[Event, ...]
    against: tuple[Against, ...]
    reports: dict[str, ReportHead]


class FindingTold(Record, frozen=True, kw_only=True):
    """A finding, why it says what it says, its provision, and the event it is about."""

    finding: Finding
    report: ReportHead
    sentences: tuple[str, ...]
    why: tuple[Reason, ...]
    event: Event | None


class TypeCount(Record, frozen=True, kw_only=True):
    """How often a type of event stands on each side."""

    type: str
    quad: int
    acting: int
    acted_on: int


class Actor(Record, frozen=True, kw_only=True):
    """Someone as the store knows them: names, acts by type and side, with whom, and how much they say and are bound by."""

    who: str
    name: str
    names: tuple[Counted, ...]
    acts: tuple[TypeCount, ...]
    others: tuple[Counted, ...]
    reports: int
    events: int
    claims: int
    findings: int
    last_events: tuple[Event, ...]
    last_claims: tuple[Claim, ...]
    last_findings: tuple[Finding, ...]
    heads: dict[str, ReportHead]


class Actors(Record, frozen=True, kw_only=True):
    """Who is named in how many reports, most first."""

    data: tuple[Counted, ...]
    named: str


class Pair(Record, frozen=True, kw_only=True):
    """What two do to each other: acts by type in each direction, the last ones, findings towards each other, and how tense they are, day by
    day over the last three years, oldest first.
    """

    a: str
    b: str
    name_a: str
    name_b: str
    acts: tuple[TypeCount, ...]
    events: int
    tension: tuple[TensionDay, ...]
    last_events: tuple[Event, ...]
    findings: tuple[Finding, ...]
    heads: dict[str, ReportHead]


class Reach(Record, frozen=True, kw_only=True):
    """How far a table of the knowledge reaches."""

    name: str
    until: str


class Reasoned(Record, frozen=True, kw_only=True):
    """How many reports or parts of reports were left out for a reason."""

    stage: str
    reason: str
    count: int


class About(Record, frozen=True, kw_only=True):
    """What the data are: how many of each record, from whom, over which time, what was left out, how far the knowledge reaches.

    `measured` is how well the coder did on hand-coded data when it was last evaluated; `weights` the model in force, which may be another.
    `reviewed` is what people found right in this store, `agreement` how far they agree.
    """

    counts: dict[str, int]
    publishers: tuple[Count, ...]
    years: tuple[Count, ...]
    undated: int
    first_day: str | None
    last_day: str | None
    gaps: dict[str, int]
    left_out: tuple[Reasoned, ...]
    last_left_out: tuple[Skipped, ...]
    reach: tuple[Reach, ...]
    coders: tuple[Count, ...]
    weights: str
    measured: tuple[Figure, ...]
    reviewed: tuple[ReviewScore, ...]
    agreement: Agreement
    last_change: str | None


class Home(Record, frozen=True, kw_only=True):
    """How much there is, and what came last."""

    counts: dict[str, int]
    reports: tuple[ReportRow, ...]
    events: tuple[Event, ...]
    findings: tuple[Finding, ...]
    heads: dict[str, ReportHead]
    actors: tuple[Counted, ...]


class Changes(Record, frozen=True, kw_only=True):
    """A page of the changes feed, oldest first. `next` asks for the following ones, also later: it is never empty once there are any."""

    data: tuple[Change, ...]
    next: str | None


class Told(Record, frozen=True, kw_only=True):
    """A report with all that was read out of it."""

    article: Article
    dossier: Dossier


def reasons(sections: list[Section]) -> tuple[Reason, ...]:
    """The explanation of a record, as records."""
    return tuple(Reason(title=one.title, lines=tuple(one.lines)) for one in sections)
