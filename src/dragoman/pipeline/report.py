"""One report, end to end: read, ground, code, judge, and put the dossier together."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from dragoman.records import Article, Claim, Dossier, Event, Grounding, Listing, Party, Reading

from .identity import maker_of
from .reach import knowledge_reach

if TYPE_CHECKING:
    from dragoman.grounding.actor_index import ActorIndex
    from dragoman.grounding.gazetteer import Gazetteer
    from dragoman.judging.listings import Screener
    from dragoman.judging.provisions import Register
    from dragoman.reading.reader import Reader
    from dragoman.settings import Settings


class Desk:
    """What reads reports: model, actors, gazetteer, register and sanctions lists, loaded once and shared by all reports. `own` is
    the digest of the user's own tables among them.

    `read` is pure: the same article gives the same dossier, whatever was read before.
    """

    def __init__(
        self,
        reader: "Reader",
        actors: "ActorIndex",
        gazetteer: "Gazetteer",
        register: "Register",
        screener: "Screener | None" = None,
        own: str = "",
    ) -> None:
        self.reader, self.actors, self.gazetteer, self.register = reader, actors, gazetteer, register
        self.screener = screener
        self.own = own

    @classmethod
    def load(cls, settings: "Settings | None" = None) -> "Desk":
        """A desk on the shipped model and knowledge and the user's own tables. Raises ModelError or KnowledgeError."""
        from .identity import own_digest
        from .loading import load_parts

        return cls(*load_parts(settings), own=own_digest(settings))

    def read(self, article: Article) -> Dossier:
        """The dossier of one article."""
        with undisturbed():
            return self._read(article)

    def _read(self, article: Article) -> Dossier:
        reading = self.reader.read(article)
        grounding = self.ground(article, reading)
        claims, events = self.code(article, reading, grounding)
        from dragoman.judging.findings import find_findings

        findings = find_findings(article, reading, grounding, events, claims, self.register)
        return Dossier(
            article=article, parties=told_parties(grounding), places=grounding.places, times=grounding.times,
            items=grounding.items, claims=claims, events=events, findings=findings, listings=self.screened(article, grounding), skipped=reading.skipped,
            knowledge=knowledge_reach(),
            made_by=maker_of(reading.made_by.version, self.own),
        )  # fmt: skip

    def read_many(self, articles: Iterable[Article]) -> Iterator[Dossier]:
        """The dossiers of many articles, in their order."""
        return map(self.read, articles)

    def screened(self, article: Article, grounding: Grounding) -> tuple[Listing, ...]:
        """The parties of the report that stand on an imported sanctions list; none where no list was imported."""
        if self.screener is None:
            return ()
        from dragoman.judging.listings import screen_report

        return screen_report(article, grounding.parties, self.screener)

    def ground(self, article: Article, reading: Reading) -> Grounding:
        """Who, where, when and with what: every mention of the report grounded."""
        from dragoman.grounding.actors import ground_parties
        from dragoman.grounding.items import find_items
        from dragoman.grounding.places import find_places
        from dragoman.grounding.times import find_times

        places = find_places(article, reading, self.gazetteer, known=self.actors.knows)
        parties, mentions = ground_parties(article, reading, day_of(article), self.actors, places)
        return Grounding(
            article=article.id, parties=parties, mentions=mentions, places=places,
            times=find_times(article.text, article.published), items=find_items(article, reading),
        )  # fmt: skip

    def code(
        self, article: Article, reading: Reading, grounding: Grounding
    ) -> tuple[tuple[Claim, ...], tuple[Event, ...]]:
        """Claims and events of a grounded reading."""
        from dragoman.coding.claims import find_claims
        from dragoman.coding.events import code_events
        from dragoman.grounding.places import locate

        claims = find_claims(article, reading, grounding)
        return claims, code_events(article, reading, grounding, claims, locate)

    def explain_text(self, text: str) -> list[str]:
        """For a text: what was coded of each sentence and why, or why nothing was."""
        from dragoman.coding.events import why_not
        from dragoman.sources import article_from_text

        article = article_from_text(text)
        reading = self.reader.read(article)
        grounding = self.ground(article, reading)
        _, events = self.code(article, reading, grounding)
        said = [line for event in events for line in account_of(event)]
        return said + why_not(article, reading, grounding)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Leaves garbage that hangs in circles for the end of a report: there is little, and looking for it on the way takes a thirtieth of the time."""
    looked_for = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked_for:
            gc.enable()


def account_of(event: Event) -> list[str]:
    """One event told in lines: what it was coded as, then each reason."""
    mode = f"/{event.mode}" if event.mode else ""
    who, whom = (
        " and ".join(party.code for party in side) or "nobody told" for side in (event.actors, event.recipients)
    )
    head = f"\u201c{event.spans[0].quote}\u201d: {event.type}{mode}, {who} to {whom}, {event.certainty.label}"
    return [head, *(f"  {reason}" for reason in event.made_by.reasons)]


def day_of(article: Article) -> date | None:
    """The report's day, the first of what it may be where only month or year is known, None where nothing is."""
    from dragoman.grounding.times import report_date

    reference = report_date(article.published)
    return reference.day if reference else None


def told_parties(grounding: Grounding) -> tuple[Party, ...]:
    """Parties with at least one span; a party only inferred stays out of the dossier's list."""
    return tuple(party for party in grounding.parties if party.spans)
