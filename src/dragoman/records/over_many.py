"""What is said over many reports, and what people say of the machine's records."""

from .base import Record


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
