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
