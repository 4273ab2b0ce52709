"""What is said over many reports, and what people say of the machine's records."""

from .base import Maker, Record


class Story(Record, frozen=True, kw_only=True):
    """The reports of one happening: article ids in order of arrival, what they agree on, where they contradict each other."""

    id: str
    articles: tuple[str, ...]
    first_day: str | None = None
    last_day: str | None = None
    agreed: tuple[str, ...] = ()
    contradictions: tuple[str, ...] = ()


class Review(Record, frozen=True, kw_only=True):
    """A person's accept, correction or rejection of a record: who, when, what, why. Never edits the record."""

    id: str
    record: str
    revision: str
    reviewer: str
    at: str
    verdict: str
    correction: dict[str, str] | None = None
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
