"""What is never exceeded when a report is fetched."""

from dragoman import __version__
from dragoman.records import Record

MEGABYTE = 1024 * 1024


class Limits(Record, frozen=True, kw_only=True):
    """Caps on one report: bytes (also after unpacking), seconds in all, redirects; and the manners on the way.

    `robots`: whether a site's robots.txt is obeyed. `agent`: how dragoman names itself to a site. `allow_private`: whether a page may
    come from a private or loopback address, as on a machine of one's own.
    """

    bytes: int = 20 * MEGABYTE
    timeout_s: float = 30.0
    redirects: int = 5
    robots: bool = True
    allow_private: bool = False
    agent: str = f"dragoman/{__version__}"

    @property
    def max_mb(self) -> str:
        """The cap on bytes as a person would say it: `20 MB`."""
        return f"{self.bytes / MEGABYTE:g} MB"
