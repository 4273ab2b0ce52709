"""How a site is treated: one page at a time with a pause between two, left alone when it asks, and not hammered when it fails.

Everything counts by a clock that never goes back. Only Retry-After may hold a time of day, and that is taken against the Date which
the same site sent, so that a clock that is wrong here does no harm.
"""

import time
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime

from dragoman.errors import SiteBusy
from dragoman.records import Record

LONGEST_GAP_S = 30.0  # of a Crawl-delay; sites that ask for an hour would never be read
LONGEST_REST_S = 86_400.0  # of a Retry-After
FIRST_REST_S = 5.0  # after a 429 or 503 that names no time; doubled with each
FAILURES = 3  # failed connections one after the other, after which a host is given a rest
FAILURE_REST_S = 600.0


class Host(Record, frozen=True, kw_only=True):
    """What is known of a host: when the next page may be asked for, until when it wants rest, and how often it failed on end."""

    next_at: float = float("-inf")
    rest_until: float = float("-inf")
    failures: int = 0
    refusals: int = 0


class Manners:
    """When each host may be asked again. `patience_s` is how long one page may be waited for in all."""

    def __init__(
        self,
        gap_s: float = 0.0,
        patience_s: float = 0.0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.gap_s, self.patience_s, self.clock, self.sleep = gap_s, patience_s, clock, sleep
        self.hosts: dict[str, Host] = {}

    def wait(self, host: str, gap_s: float = 0.0) -> float:
        """Waits until a page of the host may be asked for, and returns for how many seconds. Raises SiteBusy where that is beyond patience."""
        known, now = self.hosts.get(host, Host()), self.clock()
        rest = known.rest_until - now
        if rest > self.patience_s:
            raise SiteBusy(
                f"{host} is left alone for {_span(rest)}: it asked for that, or did not answer",
                hint="run again later; what was read is not read again",
                after_s=rest,
            )
        pause = max(0.0, rest, known.next_at - now)
        if pause:
            self.sleep(pause)
        gap = min(LONGEST_GAP_S, max(self.gap_s, gap_s)) if self.gap_s else 0.0
        self.hosts[host] = Host(
            next_at=self.clock() + gap, rest_until=known.rest_until, failures=known.failures, refusals=known.refusals
        )
        return pause

    def answered(self, host: str) -> None:
        """The host gave a page: what it refused before is forgotten."""
        self.hosts[host] = Host(next_at=self.hosts.get(host, Host()).next_at)

    def refused(self, host: str, after_s: float | None) -> float:
        """The host answered 429 or 503: how long it is left alone now, in seconds."""
        known = self.hosts.get(host, Host())
        rest = FIRST_REST_S * 2**known.refusals if after_s is None else after_s
        rest = min(LONGEST_REST_S, max(0.0, rest))
        self.hosts[host] = Host(
            next_at=known.next_at, rest_until=self.clock() + rest, refusals=min(known.refusals + 1, 20)
        )
        return rest

    def failed(self, host: str) -> None:
        """The host could not be reached or did not answer in time; after some of these it is given a rest."""
        known = self.hosts.get(host, Host())
        rest = self.clock() + FAILURE_REST_S if known.failures + 1 >= FAILURES else known.rest_until
        self.hosts[host] = Host(
            next_at=known.next_at, rest_until=rest, failures=known.failures + 1, refusals=known.refusals
        )


def retry_after(value: str, sent: str, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, None where it tells none. `sent` is the Date of the same answer, else `now` counts.

    >>> retry_after("Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 2026 07:27:00 GMT", datetime.max)
    60.0
    """
    if value.strip().isdecimal():
        return min(LONGEST_REST_S, float(value.strip()[:9]))
    until = _moment(value)
    if until is None:
        return None
    return min(LONGEST_REST_S, max(0.0, (until - (_moment(sent) or now)).total_seconds()))


def _moment(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else None


def _span(seconds: float) -> str:
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"
