"""Reports that tell one story, looked up for records: what stands beside them in other reports, and where somebody denies something."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from dragoman.records import Claim, Event

from .schema import claims, events
from .story_schema import story_reports

if TYPE_CHECKING:
    from .store import Store

MOST = 400  # reports that are looked through at once, those that came first


def reports_beside(store: "Store", articles: Iterable[str]) -> dict[str, str]:
    """Every report of the stories that some reports belong to, each with its story; a report without one is its own."""
    wanted = sorted(set(articles))
    here = story_reports.c
    own = select(here.story).where(here.article.in_(wanted))
    chosen = select(here.article, here.story).where(here.story.in_(own)).order_by(here.place).limit(MOST)
    with store.reading() as connection:
        found = {row.article: row.story for row in connection.execute(chosen)}
    return {one: one for one in wanted} | found


def with_denials(store: "Store", articles: Iterable[str]) -> set[str]:
    """Those of some reports in which a claim denies something, or an act that rests on one is told as not done."""
    wanted = sorted(set(articles))
    denied = or_(events.c.certainty == "denied", events.c.auxiliary == "negation")
    said = select(claims.c.article).where(claims.c.article.in_(wanted), claims.c.polarity == "negative")
    told = select(events.c.article).where(events.c.article.in_(wanted), events.c.according_to.is_not(None), denied)
    with store.reading() as connection:
        return set(connection.execute(said.union(told)).scalars())


def claims_in(store: "Store", articles: Iterable[str]) -> list[Claim]:
    """The claims of some reports, report by report in reading order."""
    chosen = select(claims.c.record).where(claims.c.article.in_(sorted(set(articles))))
    with store.reading() as connection:
        found = connection.execute(chosen.order_by(claims.c.article, claims.c.position)).scalars()
        return [Claim.from_json(record) for record in found]


def events_in(store: "Store", articles: Iterable[str], kind: str | None = None, *, told: bool = False) -> list[Event]:
    """The events of some reports, report by report in reading order: of one type, or those that rest on a claim (`told`)."""
    chosen = select(events.c.record).where(events.c.article.in_(sorted(set(articles))))
    if kind:
        chosen = chosen.where(events.c.type == kind)
    if told:
        chosen = chosen.where(events.c.according_to.is_not(None))
    with store.reading() as connection:
        found = connection.execute(chosen.order_by(events.c.article, events.c.position)).scalars()
        return [Event.from_json(record) for record in found]
