"""What is said over many reports, and what people say of the machine's records."""

from .base import Maker, Record, Span


class Quote(Record, frozen=True, kw_only=True):
    """Words of a report: its id, and the span of its text."""

    article: str
    span: Span


class Told(Record, frozen=True, kw_only=True):
    """What some reports of a story tell: `what` is act, place, day, killed, wounded …; `value` says it in words.

    `sources` is how many independent sources tell it (see `Source`); `quotes` are the words, one for each report where there are any.
    """

    what: str
    value: str
    reports: tuple[str, ...]
    sources: int
    quotes: tuple[Quote, ...] = ()


class Contradiction(Record, frozen=True, kw_only=True):
    """What reports of a story tell differently: `what` is killed, wounded …, day, place, blame or denial; `about` the act it is about.

    `sides` are the versions, that of most sources first. Later reports may know more than earlier ones: a difference is no error.
    """

    what: str
    about: str
    sides: tuple[Told, ...]


class Source(Record, frozen=True, kw_only=True):
    """Reports of a story that go back to one origin: a publisher, an agency, a text that was copied. `why` says what joins them."""

    name: str
    reports: tuple[str, ...]
    why: tuple[str, ...] = ()


class Story(Record, frozen=True, kw_only=True):
    """The reports of one happening: article ids in order of arrival, and the ids of reprints that were not read.

    `sources`, `agreed` and `contradictions` are filled where one story is asked for: which reports are independent of one another, what at
    least two independent sources tell, and where they contradict each other.
    """

    id: str
    title: str | None = None
    articles: tuple[str, ...]
    reprints: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    first_day: str | None = None
    last_day: str | None = None
    sources: tuple[Source, ...] = ()
    agreed: tuple[Told, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()


class Review(Record, frozen=True, kw_only=True):
    """A person's word on a record: who, when, what, why. Never edits the record; attached by its id, so that it outlives a re-coding.

    `verdict`: accept, correct, reject, skip; on a report also `add` (something the coder missed) and `complete` (nothing is missed).
    `kind` is that of the record: event, claim, finding, listing, article; for `add` that of what was missed. `revision` is that of the
    record as it was seen. `correction` says what is right by the names of the fields that `dragoman review --help` lists; None as a
    value means unknown or none. `drawn` tells how the record came before the reviewer: `queue`, `sample` (by lot, the only ones
    that give a fair share of what is right) or `chosen`.
    """

    id: str
    record: str
    article: str
    kind: str
    revision: str
    reviewer: str
    at: str
    verdict: str
    correction: dict[str, str | None] | None = None
    why: str = ""
    drawn: str = "chosen"


class Standing(Record, frozen=True, kw_only=True):
    """What people say of a record as it is now: the last word of each reviewer, skips left out, oldest first.

    `verdict`: accepted, corrected, rejected, or disputed where the last words of two reviewers differ; the last of all is in force.
    `stale` is true where that word was given on another revision than the present one: a correction or rejection still holds, an
    acceptance no longer vouches for the record.
    """

    record: str
    verdict: str
    stale: bool
    reviews: tuple[Review, ...]


class Waiting(Record, frozen=True, kw_only=True):
    """A record that waits for a reviewer. Each part of `priority` is in 0..1, and `priority` is their mean.

    `uncertainty` is how near the runner-up came, `disagreement` whether reviewers differ (1) or the coder has changed its mind since a
    review (0.5), `impact` how much rests on the record. `why` says so in words.
    """

    record: str
    kind: str
    article: str
    revision: str
    uncertainty: float
    disagreement: float
    impact: float
    priority: float
    why: str = ""


class PairEvent(Record, frozen=True, kw_only=True):
    """One directed act between two parties: a coded event of a report, or a row of imported event data.

    `day` is an ISO day; `day_from` says whether the text or row tells it (`told`) or only the report's day is known (`published`). `known`
    is the day from which a reader could know of it, so that nothing is learnt from the future. `actor` and `recipient` are countries as
    in Party.country, `---` where no table knows the source's word, which `actor_name` and `recipient_name` keep. `type` and `mode` are
    PLOVER, None where the official tables map none. `certainty` and `auxiliary` are those of Event: what is denied, historical, future,
    hypothetical or negated can be told apart and is never dropped here. `source` is the id of the article or of the row, `id` that of the
    event. `deaths` is the source's best estimate. `origin` is `dragoman` or the name of the imported data (`polecat`, `icews`, …).
    """

    id: str
    day: str
    day_from: str = "told"
    known: str
    actor: str
    recipient: str
    actor_name: str | None = None
    recipient_name: str | None = None
    actor_sector: str | None = None
    recipient_sector: str | None = None
    type: str | None
    mode: str | None = None
    quad: int
    intensity: float
    certainty: str
    auxiliary: str | None
    country: str | None = None
    deaths: float | None = None
    source: str
    story: str | None = None
    origin: str


class Series(Record, frozen=True, kw_only=True):
    """A measured quantity over time, one value for each key and start. `step` is day, week, month or year.

    Keys are countries (`UKR`), ordered pairs (`RUS-UKR`), unordered pairs in alphabetical order where `about` says so, or `WORLD`.
    """

    name: str
    unit: str
    origin: str
    step: str
    about: str = ""


class SeriesPoint(Record, frozen=True, kw_only=True):
    """The value of a key in the time that begins on the ISO day `start`. What is not known has no point; a zero is a measured zero."""

    key: str
    start: str
    value: float


class Rival(Record, frozen=True, kw_only=True):
    """What a simple rule would have said in place of a forecast: draws, or a probability."""

    name: str
    samples: tuple[float, ...] = ()
    probability: float | None = None


class Forecast(Record, frozen=True, kw_only=True):
    """What may come, as it was said on the day `made`, from what was known up to the day `known_until`.

    `kind` is `fatalities` (deaths of a country in a month, as draws in ascending order) or `escalation` (probability that one of the next
    four weeks of a pair is tenser than each of its last 26). `subject` is a key of `series`, which also tells what came.
    `rivals` are the simple rules it is always shown beside; `caution` says where it has not been better than they are.
    """

    id: str
    kind: str
    subject: str
    series: str
    start: str
    end: str
    known_until: str
    made: str
    samples: tuple[float, ...] = ()
    probability: float | None = None
    rivals: tuple[Rival, ...] = ()
    caution: str = ""
    made_by: Maker
