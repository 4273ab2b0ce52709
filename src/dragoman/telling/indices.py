"""Indices in words and columns: tension, and how sanctions fare."""

from collections.abc import Mapping
from operator import attrgetter

from dragoman.records import Efficacy, Mover

from .columns import Column, fields

TENSION_COLUMNS = [
    *fields("day", "a", "b", "directed", "value", "level", "low", "high", "load", "usual", "set_on", "coverage"),
    *fields("reports"),
    Column("moved_by", lambda one: ";".join(event for mover in one.moved_by for event in mover.events)),
]


def told(mover: Mover, day: str) -> str:
    """An act in words: `RUS ASSAULT UKR, 12 reports, on 2022-02-24`."""
    when = f", on {mover.day}" if mover.day != day else ""
    act = mover.type or "acts on"
    return f"{mover.actor} {act} {mover.recipient}, {_reports(mover.reports)}{when}"


def _reports(count: int) -> str:
    return "1 report" if count == 1 else f"{count} reports"


def _rate(name: str) -> list[Column]:
    return [Column(f"{name}_{part}", attrgetter(f"{name}.{part}")) for part in _PARTS]


_PARTS = ("reports", "of", "rate", "low", "high")

EFFICACY_COLUMNS = [
    *fields("start", "end", "regime", "provision", "reports", "against"),
    *_rate("evasion"),
    *_rate("enforcement"),
    *fields("enforced", "new_listings", "listed_named"),
    Column("verdicts", lambda one: _joined(one.verdicts)),
    Column("certainties", lambda one: _joined(one.certainties)),
    Column("named", lambda one: _joined(one.named)),
    Column("findings", lambda one: ";".join(one.findings)),
]


def period(one: Efficacy, by: str) -> str:
    """A period as people write it: 2024, 2024-Q3, 2024-09."""
    year, month = one.start[:4], one.start[5:7]
    return {"year": year, "quarter": f"{year}-Q{(int(month) + 2) // 3}", "month": f"{year}-{month}"}[by]


def _joined(counts: Mapping[str, int]) -> str:
    return ";".join(f"{name}={count}" for name, count in counts.items())
