"""What is never exceeded when a report is fetched."""

from dragoman.records import Record

MEGABYTE = 1024 * 1024


class Limits(Record, frozen=True, kw_only=True):
    """Caps on size, time and redirects. `allow_private` lets tests talk to a server on their own machine."""

    bytes: int = 20 * MEGABYTE
    timeout_s: float = 30.0
    redirects: int = 5
    allow_private: bool = False
    agent: str = "dragoman (+https://pypi.org/project/dragoman)"
