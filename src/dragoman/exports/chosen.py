"""What is asked of the store for an export, read as it is iterated."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple, TypeVar

import msgspec

from dragoman.errors import UsageError
from dragoman.records import Article, Claim, Dossier, Event, Finding, Listing, Review, Standing
from dragoman.store import ArticleFilter, ClaimFilter, EventFilter, FindingFilter, ListingFilter, ReviewFilter, Store
from dragoman.store.overlay import missed, overlaid

from .tables import TABLES, Table, party_rows

AT_ONCE = 200  # events whose reports are fetched together; memory stays flat


class Wanted(NamedTuple):
    """A filter for each kind of record that is wanted; None for those that are not.

    `reviews`: `machine` gives the coder's records as they are; `applied` lays people's corrections over them and leaves out what they
    rejected; `only` gives those alone that somebody accepted or corrected as they are now. Filters are asked of the coder's records.
    """

    articles: ArticleFilter | None = None
    events: EventFilter | None = None
    claims: ClaimFilter | None = None
    findings: FindingFilter | None = None
    listings: ListingFilter | None = None
    reviews: str = "machine"


MODES = ("machine", "applied", "only")
T = TypeVar("T", Event, Claim, Finding, Listing)
UNASKED = ("undated", False)  # the one switch whose False asks nothing

FILTERS: dict[str, type[ArticleFilter | EventFilter | ClaimFilter | FindingFilter | ListingFilter]] = {
    "articles": ArticleFilter,
    "events": EventFilter,
    "claims": ClaimFilter,
    "findings": FindingFilter,
    "listings": ListingFilter,
}


def wanted_of(kinds: Sequence[str], asked: Mapping[str, Any], reviews: str = "machine") -> Wanted:
    """The filters of some kinds of record from what is asked of them, by the names of the filters' fields.

    Raises UsageError where something is asked that one of the kinds does not know: it would silently come whole.
    """
    given = {name: value for name, value in asked.items() if value not in (None, (), "") and (name, value) != UNASKED}
    for kind in kinds:
        unknown = [name for name in given if name not in FILTERS[kind].__struct_fields__]
        if unknown:
            able = [other for other, filter_ in FILTERS.items() if set(given) <= set(filter_.__struct_fields__)]
            raise UsageError(
                f"{kind} cannot be asked for their {', '.join(unknown)}",
                hint=f"export {' or '.join(able)} only" if able else "ask for less at once",
            )
    made: dict[str, Any] = {kind: FILTERS[kind](**given) for kind in kinds}
    if reviews not in MODES:
        raise UsageError(f"reviews cannot be {reviews!r}", hint=f"say {', '.join(MODES)}")
    return Wanted(**made, reviews=reviews)


def vouched(standing: Standing | None) -> bool:
    """Whether somebody has accepted or corrected a record as it is now."""
    return standing is not None and not standing.stale and standing.reviews[-1].verdict != "reject"


class Chosen:
    """The records that a store answers with. Each method reads anew, in the order of the listing commands."""

    def __init__(self, store: Store, wanted: Wanted) -> None:
        self.store = store
        self.wanted = wanted

    def articles(self) -> Iterator[Article]:
        """The reports."""
        return iter(self.store.articles(self.wanted.articles))

    def events(self) -> Iterator[Event]:
        """The events."""
        return self._seen(iter(self.store.events(self.wanted.events)))

    def claims(self) -> Iterator[Claim]:
        """The claims."""
        return self._seen(iter(self.store.claims(self.wanted.claims)))

    def findings(self) -> Iterator[Finding]:
        """The findings."""
        return self._seen(iter(self.store.findings(self.wanted.findings)))

    def listings(self) -> Iterator[Listing]:
        """The names on sanctions lists."""
        return self._seen(iter(self.store.listings(self.wanted.listings)))

    def told(self) -> Iterator[tuple[Event, Article]]:
        """The events, each with its report."""
        waiting = self.events()
        while some := list(islice(waiting, AT_ONCE)):
            reports = self.store.articles_of({event.article for event in some})
            yield from ((event, reports[event.article]) for event in some)

    def dossiers(self) -> Iterator[Dossier]:
        """All that was read out of the reports; with reviews applied, also the events that people added."""
        for article in self.articles():
            dossier = self.store.dossier(article.id)
            if dossier is not None:
                yield dossier if self.wanted.reviews == "machine" else self._reviewed(dossier)

    def reviews(self, article: str) -> list[Review]:
        """What people said of a report and its records, where reviews are wanted."""
        return [] if self.wanted.reviews == "machine" else list(self.store.reviews(ReviewFilter(article=article)))

    def _reviewed(self, dossier: Dossier) -> Dossier:
        article = dossier.article
        additions = self.store.reviews(ReviewFilter(record=article.id, verdicts=("add",)))
        return msgspec.structs.replace(
            dossier,
            events=(*self._seen(iter(dossier.events)), *(missed(review, article) for review in additions)),
            claims=tuple(self._seen(iter(dossier.claims))),
            findings=tuple(self._seen(iter(dossier.findings))),
            listings=tuple(self._seen(iter(dossier.listings))),
        )

    def _seen(self, records: Iterator[T]) -> Iterator[T]:
        """The records as they are wanted with regard to reviews."""
        if self.wanted.reviews == "machine":
            yield from records
            return
        while some := list(islice(records, AT_ONCE)):
            said = self.store.standings({one.id for one in some})
            reports = self.store.articles_of({one.article for one in some if one.id in said and one.article})
            for one in some:
                if self.wanted.reviews == "applied" or vouched(said.get(one.id)):
                    laid = overlaid(one, said.get(one.id), reports.get(one.article or ""))
                    if laid is not None:
                        yield laid

    def tables(self) -> Iterator[tuple[Table, Iterable[Any]]]:
        """The tables of what is wanted, with their records."""
        if self.wanted.articles is not None:
            yield TABLES["articles"], self.articles()
        if self.wanted.events is not None:
            yield TABLES["events"], self.events()
            yield TABLES["event_parties"], party_rows(self.events())
        if self.wanted.claims is not None:
            yield TABLES["claims"], self.claims()
        if self.wanted.findings is not None:
            yield TABLES["findings"], self.findings()
        if self.wanted.listings is not None:
            yield TABLES["listings"], self.listings()
