"""Names that may stand on a sanctions list, in words: the entry, what agrees and what does not, and how old the list is."""

from datetime import date
from typing import TYPE_CHECKING

from dragoman.records.base import Record

from .columns import fields

if TYPE_CHECKING:
    from dragoman.judging.comparing import Match


class Hit(Record, frozen=True, kw_only=True):
    """An entry that a name may mean: its score, what agreed and what did not, and how old the list is, in days."""

    query: str
    score: float
    entry_name: str
    list_name: str
    list_date: str | None
    list_age_days: int | None
    entry: str
    kind: str
    name: str
    agreed: tuple[str, ...]
    disagreed: tuple[str, ...]


HIT_COLUMNS = fields(*Hit.__struct_fields__)


def hit_of(query: str, match: "Match", today: date) -> Hit:
    """A match as it is shown."""
    return Hit(
        query=query,
        score=round(match.score, 3),
        entry_name=match.entry.name,
        list_name=match.list_name,
        list_date=match.list_date,
        list_age_days=age_days(match.list_date, today),
        entry=match.entry.ref,
        kind=match.entry.kind,
        name=match.name,
        agreed=match.agreed,
        disagreed=match.disagreed,
    )


def age_days(day: str | None, today: date) -> int | None:
    """How many days ago a list was made, from the first day its date may mean; None where it is not known."""
    parts = [int(part) for part in (day or "").split("-") if part.isdigit()]
    return (today - date(*[*parts, 1, 1][:3])).days if parts else None


def dated(day: str | None, today: date) -> str:
    """A list's date and age: `of 2026-02-27, 12 days old`."""
    age = age_days(day, today)
    return "of unknown date" if age is None else f"of {day}, {age:,} {'day' if age == 1 else 'days'} old"
