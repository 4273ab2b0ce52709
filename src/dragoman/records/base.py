"""What every record shares: frozen, compared by value, written as JSON with stable key order, named by its anchor."""

import hashlib
from typing import Any, Self, TypeVar

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """A small frozen value. `to_dict` and `from_dict` are inverse; `to_json` gives the same bytes for equal records."""

    def to_dict(self) -> dict[str, Any]:
        """The record as plain dicts, lists, strings and numbers, keys in the order of the fields."""
        built: dict[str, Any] = msgspec.to_builtins(self)
        return built

    def to_json(self) -> str:
        """One line of JSON; equal records give equal bytes."""
        return msgspec.json.encode(self).decode()

    @classmethod
    def from_dict(cls, row: dict[str, Any]) -> Self:
        """The record of `to_dict`. Raises msgspec.ValidationError where a field is missing or of another type."""
        return msgspec.convert(row, cls)

    @classmethod
    def from_json(cls, line: str | bytes) -> Self:
        """The record of `to_json`. Raises msgspec.ValidationError as `from_dict` does."""
        return msgspec.json.decode(line, type=cls)


class Span(Record, frozen=True, kw_only=True):
    """Half-open range of Unicode code points in Article.text; `quote` is exactly that text."""

    start: int
    end: int
    quote: str


class Maker(Record, frozen=True, kw_only=True):
    """Who made a record and why: stage, rule or model with its version, score, what came second, and reasons in words.

    `score` is a probability-like number in 0..1, or None where a rule decided. `reasons` are sentences a desk officer
    understands, in the order in which the decision was taken.
    """

    stage: str
    rule: str
    version: str = "1"
    score: float | None = None
    runner_up: str | None = None
    runner_up_score: float | None = None
    reasons: tuple[str, ...] = ()


def span_of(text: str, start: int, end: int) -> Span:
    """The span of `text[start:end]`. Raises ValueError for an empty or outlying range."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no span {start}:{end} in a text of {len(text)} characters")
    return Span(start=start, end=end, quote=text[start:end])


def anchored_id(prefix: str, *anchor: object) -> str:
    """`prefix` and 12 hex digits of the anchor (article, span, kind): equal anchors give equal ids on every machine."""
    joined = "\x1f".join(str(part) for part in anchor)
    return f"{prefix}_{hashlib.blake2b(joined.encode(), digest_size=6).hexdigest()}"


def revision_of(record: Record) -> str:
    """8 hex digits of the record's content without its own `revision`: changes when the coder changes its mind."""
    row = {field: getattr(record, field) for field in record.__struct_fields__ if field != "revision"}
    return hashlib.blake2b(msgspec.json.encode(row, order="sorted"), digest_size=4).hexdigest()


R = TypeVar("R", bound=Record)


def with_revision(record: R) -> R:
    """The same record with its `revision` filled in."""
    return msgspec.structs.replace(record, revision=revision_of(record))
