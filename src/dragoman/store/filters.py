"""What can be asked of the store: one frozen filter for each kind of record."""

from dragoman.records.base import Record


class Asked(Record, frozen=True, kw_only=True):
    """What can be asked of any kind of record. `search` is words, "phrases", word* and -without, looked for in the report.

    With `since` or `until`, what has no date is left out unless `undated`. `limit` None means all.
    """

    search: str | None = None
    since: str | None = None
    until: str | None = None
    undated: bool = False
    limit: int | None = None
    offset: int = 0


class ArticleFilter(Asked, frozen=True, kw_only=True):
    """Reports. Days are those of publication; `article` is the id of one."""

    publisher: str | None = None
    url: str | None = None
    article: str | None = None


class StoryFilter(Asked, frozen=True, kw_only=True):
    """Stories. Days are those of their reports; `least` is how many reports a story must have; `article` asks for the story of a report."""

    least: int = 1
    article: str | None = None


class EventFilter(Asked, frozen=True, kw_only=True):
    """Events. Days are those of the event, `published_*` those of its report; tuples are met by any of their members.

    A party is a country (`PRK`), a code (`PRKGOV`) or a part of a name. `country` is where it happened. `auxiliary` may hold
    `none` for events told as happening now.
    """

    types: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    quads: tuple[int, ...] = ()
    parties: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    auxiliary: tuple[str, ...] = ()
    article: str | None = None
    published_since: str | None = None
    published_until: str | None = None


class ClaimFilter(Asked, frozen=True, kw_only=True):
    """Claims. A speaker is a country, a code or a part of a name, and so is whom a claim is `about`: who takes part in an act that rests on
    it. Days are those of the report.

    `unnamed` asks for claims that nobody in particular makes ("experts", "reports"), or for all others.
    """

    speakers: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    stances: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    unnamed: bool | None = None
    article: str | None = None


class ListingFilter(Asked, frozen=True, kw_only=True):
    """Names of reports that stand on sanctions lists, by the names of the lists. Days are those of the report."""

    lists: tuple[str, ...] = ()
    article: str | None = None


class FindingFilter(Asked, frozen=True, kw_only=True):
    """Findings. `provisions` are ids of a provision or of its instrument; days are those of the act."""

    provisions: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    certainty: tuple[str, ...] = ()
    article: str | None = None
