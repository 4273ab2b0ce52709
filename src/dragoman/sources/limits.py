"""What is never exceeded when a report is fetched."""

from dragoman import __version__
from dragoman.records import Record
from dragoman.settings import Settings

MEGABYTE = 1024 * 1024


class Limits(Record, frozen=True, kw_only=True):
    """Caps on one report: bytes (also after unpacking), seconds in all, redirects; and the manners on the way.

    An archive that is fetched (WARC, a table) may have `archive_bytes`. `gap_s` is the pause between two pages of one host, `patience_s` how long
    a page is waited for whose host answers that it is busy.
    `robots`: whether a site's robots.txt is obeyed. `agent`: how dragoman names itself to a site. `allow_private`: whether a page may
    come from a private or loopback address, as on a machine of one's own.
    """

    bytes: int = 20 * MEGABYTE
    timeout_s: float = 30.0
    redirects: int = 5
    archive_bytes: int = 5 * 1024 * MEGABYTE
    gap_s: float = 0.0
    patience_s: float = 0.0
    robots: bool = True
    allow_private: bool = False
    agent: str = f"dragoman/{__version__}"

    @property
    def max_mb(self) -> str:
        """The cap on bytes as a person would say it: `20 MB`."""
        return in_megabytes(self.bytes)


def in_megabytes(size: int) -> str:
    """A number of bytes in words."""
    return f"{size / MEGABYTE:g} MB"


def limits_of(settings: Settings) -> Limits:
    """The caps that the settings ask for."""
    return Limits(
        bytes=int(settings.fetch_max_mb * MEGABYTE),
        timeout_s=settings.fetch_timeout_s,
        redirects=settings.fetch_max_redirects,
        allow_private=settings.fetch_private,
        agent=settings.user_agent or Limits().agent,
    )
