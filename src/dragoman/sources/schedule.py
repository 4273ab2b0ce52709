"""When each feed is asked again: at its interval, later when it fails or asks for rest, and never much later whatever the clock does.

While the process runs, time is counted by a clock that never goes back. The time of day is looked at only at the start, to go on with
the rest that a feed was given before; what it says is believed no further than the longest rest there is.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from .manners import LONGEST_REST_S

DOUBLINGS = 16  # of the interval; beyond that the longest rest holds anyway


def pause_after(every_s: float, failures: int, after_s: float | None) -> float:
    """Seconds until a feed is asked again, `failures` times having failed on end, when it asked for `after_s` of rest.

    >>> [pause_after(600, failures, None) for failures in range(4)]
    [600.0, 1200.0, 2400.0, 4800.0]
    """
    doubled = every_s * 2.0 ** min(failures, DOUBLINGS)
    return max(every_s, min(LONGEST_REST_S, max(doubled, after_s or 0.0)))


def rest_left(due: str | None, now: datetime, every_s: float) -> float:
    """Seconds from now until the time that was noted as due; a time too far ahead was noted by another clock and counts as one interval."""
    if due is None:
        return 0.0
    left = (datetime.fromisoformat(due) - now).total_seconds()
    return max(0.0, left) if left <= max(LONGEST_REST_S, every_s) else every_s


class Schedule:
    """The feeds and when each is due. `clock` never goes back; `now` is the time of day, for notes only."""

    def __init__(self, every_s: float, clock: Callable[[], float], now: Callable[[], datetime]) -> None:
        self.every_s, self.clock, self.now = every_s, clock, now
        self._due: dict[str, float] = {}

    def begin(self, noted: Mapping[str, str | None]) -> None:
        """Takes up feeds with the time of day that each was noted as due, None for one that was never asked."""
        for feed, due in noted.items():
            self._due[feed] = self.clock() + rest_left(due, self.now(), self.every_s)

    def asked(self, feed: str, failures: int, after_s: float | None) -> str:
        """A feed was asked: when it is due again, as a time of day to note."""
        pause = pause_after(self.every_s, failures, after_s)
        self._due[feed] = self.clock() + pause
        return (self.now() + timedelta(seconds=pause)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def due(self) -> list[str]:
        """The feeds that are to be asked now, in the order in which they were given."""
        now = self.clock()
        return [feed for feed, at in self._due.items() if at <= now]

    def left(self) -> float:
        """Seconds until the next feed is due."""
        return max(0.0, min(self._due.values(), default=0.0) - self.clock())
