"""What is asked of the store for an export, read as it is iterated."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from dragoman.errors import UsageError
from dragoman.records import Article, Claim, Dossier, Event, Finding
from dragoman.store import ArticleFilter, ClaimFilter, EventFilter, FindingFilter, Store

from .tables import TABLES, Table, party_rows

AT_ONCE = 200  # events whose reports are fetched together; memory stays flat


class Wanted(NamedTuple):
    """A filter for each kind of record that is wanted; None for those that are not."""

    articles: ArticleFilter | None = None
    events: EventFilter | None = None
    claims: ClaimFilter | None = None
    findings: FindingFilter | None = None


UNASKED = ("undated", False)  # the one switch whose False asks nothing

FILTERS: dict[str, type[ArticleFilter | EventFilter | ClaimFilter | FindingFilter]] = {
    "articles": ArticleFilter,
    "events": EventFilter,
    "claims": ClaimFilter,
    "findings": FindingFilter,
}


def wanted_of(kinds: Sequence[str], asked: Mapping[str, Any]) -> Wanted:
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
    return Wanted(**made)


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
        return iter(self.store.events(self.wanted.events))

    def claims(self) -> Iterator[Claim]:
        """The claims."""
        return iter(self.store.claims(self.wanted.claims))

    def findings(self) -> Iterator[Finding]:
        """The findings."""
        return iter(self.store.findings(self.wanted.findings))

    def told(self) -> Iterator[tuple[Event, Article]]:
        """The events, each with its report."""
        waiting = self.events()
        while some := list(islice(waiting, AT_ONCE)):
            reports = self.store.articles_of({event.article for event in some})
            yield from ((event, reports[event.article]) for event in some)

    def dossiers(self) -> Iterator[Dossier]:
        """All that was read out of the reports."""
        for article in self.articles():
            dossier = self.store.dossier(article.id)
            if dossier is not None:
                yield dossier

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
