"""One record at a time: a report with all that was read out of it, an event, a claim, a finding; each with why."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import Table, select

from dragoman.records import Article, Claim, Dossier, Event, Finding, Span
from dragoman.store import Store, schema
from dragoman.telling import wording
from dragoman.telling.columns import CLAIM_COLUMNS, EVENT_COLUMNS, FINDING_COLUMNS, Column
from dragoman.telling.plain import shortened
from dragoman.telling.why import sentence_around, why

from ..answers import ClaimTold, EventTold, FindingTold, ReportHead, reasons
from ..asking import RecordId
from ..comparing import differences, same_happening, standing_against
from ..highlighting import LAYERS, rows_of_text
from ..problems import missing
from ..showing import Answer, Shown
from ..site import Here
from .lists import SHOWN_HEAD, heads, resting

R = TypeVar("R", Event, Claim, Finding)
TABLES: dict[type[Event] | type[Claim] | type[Finding], Table] = {
    Event: schema.events,
    Claim: schema.claims,
    Finding: schema.findings,
}
KIND = Column("kind", itemgetter("kind"))


def head_of(article: Article) -> ReportHead:
    """A report in short."""
    begun = None if article.title else shortened(article.text[article.body_start :] or article.text, SHOWN_HEAD)
    return ReportHead(
        id=article.id,
        title=article.title,
        publisher=article.publisher,
        published=article.published,
        url=article.url,
        beginning=begun,
    )


def report(site: Here, record: RecordId) -> Answer:
    """A report with all that was read out of it."""
    dossier = site.store.dossier(record)
    if dossier is None:
        raise missing(f"the store has no report {record}")
    article = dossier.article
    title = article.title or f"“{head_of(article).beginning}”"
    return Answer(title, dossier, RECORD_COLUMNS, partial(_rows, dossier), partial(_shown, dossier))


RECORD_COLUMNS = [KIND, *(Column(name, itemgetter(name)) for name in ("id", "what", "who", "words", "start", "end"))]


def _rows(dossier: Dossier) -> Iterator[Mapping[str, Any]]:
    """Everything read out of a report as one table: what kind it is, what it says, and the words it rests on."""
    for event in dossier.events:
        yield _row("event", event.id, event.type, wording.sides(event), event.spans[:1])
    for claim in dossier.claims:
        yield _row("claim", claim.id, claim.kind, wording.speaker(claim), claim.content or claim.cue)
    for finding in dossier.findings:
        yield _row("finding", finding.id, finding.provision, wording.bound(finding), finding.evidence_for)


def _row(kind: str, record: str, what: str, who: str, spans: Sequence[Span]) -> dict[str, Any]:
    words = {"words": spans[0].quote, "start": spans[0].start, "end": spans[0].end} if spans else {}
    return {"words": None, "start": None, "end": None} | {"kind": kind, "id": record, "what": what, "who": who} | words


def _shown(dossier: Dossier) -> dict[str, Any]:
    records: tuple[Event | Claim | Finding, ...] = (*dossier.events, *dossier.claims, *dossier.findings)
    return {
        "rows": rows_of_text(dossier),
        "layers": LAYERS,
        "why": {one.id: reasons(why(one, dossier)) for one in records},
        "events": {one.id: one for one in dossier.events},
        "claims": {one.id: one for one in dossier.claims},
        "listings": {one.id: reasons(why(one, dossier)) for one in dossier.listings},
    }


def found_in(store: Store, record: str, kind: type[R]) -> tuple[R, Dossier]:
    """A record of a kind with its report, by its whole id. Raises Refused (404) where there is none."""
    table = TABLES[kind]
    with store.reading() as connection:
        row = connection.execute(select(table.c.article, table.c.record).where(table.c.id == record)).one_or_none()
    dossier = store.dossier(row.article) if row else None
    if row is None or dossier is None:
        raise missing(f"the store has no such record {record}")
    return kind.from_json(row.record), dossier


def event(site: Here, record: RecordId) -> Answer:
    """An event with why, and how other reports of the same happening tell it."""
    found, dossier = found_in(site.store, record, Event)
    others = same_happening(site.store, found)
    content = EventTold(
        event=found,
        report=head_of(dossier.article),
        sentences=tuple(sentence_around(dossier.article.text, span) for span in found.spans),
        why=reasons(why(found, dossier)),
        findings=tuple(one for one in dossier.findings if one.event == found.id),
        claim=next((one for one in dossier.claims if one.id == found.certainty.according_to), None),
        others=tuple(one for one, _ in others),
        reports={one.article: head for one, head in others},
        differences={one.id: differences(found, one) for one, _ in others},
    )
    return Answer(f"{found.type}: {wording.sides(found)}", content, EVENT_COLUMNS, lambda: (found, *content.others))


def claim(site: Here, record: RecordId) -> Answer:
    """A claim with why, the events that rest on it, and who says otherwise."""
    found, dossier = found_in(site.store, record, Claim)
    against = standing_against(site.store, [found]).get(found.id, ())
    content = ClaimTold(
        claim=found,
        report=head_of(dossier.article),
        sentences=tuple(
            dict.fromkeys(sentence_around(dossier.article.text, span) for span in found.content or found.cue)
        ),
        why=reasons(why(found, dossier)),
        events=resting(site.store, [found.id]).get(found.id, ()),
        against=against,
        reports=heads(site.store, [one.claim.article for one in against]),
    )
    return Answer(f"Claim of {wording.speaker(found)}", content, CLAIM_COLUMNS, lambda: (found,))


def finding(site: Here, record: RecordId) -> Answer:
    """A finding with why, and the event it is about."""
    found, dossier = found_in(site.store, record, Finding)
    content = FindingTold(
        finding=found,
        report=head_of(dossier.article),
        sentences=tuple(dict.fromkeys(sentence_around(dossier.article.text, span) for span in found.evidence_for)),
        why=reasons(why(found, dossier)),
        event=next((one for one in dossier.events if one.id == found.event), None),
    )
    return Answer(f"{found.provision}: {wording.bound(found)}", content, FINDING_COLUMNS, lambda: (found,))


PAGES = (
    Shown(
        "/articles/{record}", "report.html", report, Dossier, "A report with all that was read out of it.", "reports"
    ),
    Shown("/events/{record}", "event.html", event, EventTold, "An event, and why.", "events"),
    Shown("/claims/{record}", "claim.html", claim, ClaimTold, "A claim, and why.", "claims"),
    Shown("/findings/{record}", "finding.html", finding, FindingTold, "A finding, and why.", "findings"),
)
