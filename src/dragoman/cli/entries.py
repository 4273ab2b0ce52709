"""Records as entries for people and as columns of CSV. Column names are the field names; nested ones are joined with `_`."""

from collections import Counter
from collections.abc import Callable
from operator import attrgetter
from typing import Any

from dragoman.records import Article, Claim, Event, Finding, Party

from . import wording
from .output import Column, Entry, fields
from .terminal import shortened

QUOTE = 400  # characters of a passage shown in a list; `explain` shows all of it


def article_entry(article: Article) -> Entry:
    """A report: title, who published it when, and how it begins."""
    published = article.published or "date unknown"
    made = ", ".join(part for part in (article.publisher, article.author, article.url) if part)
    beginning = shortened(article.text[article.body_start :], 200)
    return Entry(published, article.language or "", article.id, article.title or "(no title)", (made, beginning))


def event_entry(event: Event) -> Entry:
    """An event: type and mode, who to whom, how sure, when and where, and the passage."""
    facts = list(wording.told_as(event))
    facts += [f"told {len(event.spans)} times"] if len(event.spans) > 1 else []
    quotes = tuple(shortened(span.quote, QUOTE) for span in event.spans[:1])
    return Entry(event.type, event.mode or "", event.id, wording.sides(event), (" · ".join(facts),), quotes)


def claim_entry(claim: Claim) -> Entry:
    """A claim: who says it, with what word, how it is meant, and what is said."""
    cue = wording.quoted(claim.cue)
    facts = [f"“{cue}”" if cue else "no word of saying", *wording.meant(claim)]
    facts += [f"inside {claim.nested_in}"] if claim.nested_in else []
    kind = f"{claim.kind} quotation" if claim.kind == "direct" else claim.kind
    said = (shortened(wording.quoted(claim.content), QUOTE),)
    return Entry("CLAIM", kind, claim.id, wording.speaker(claim), (" · ".join(facts),), said)


def finding_entry(finding: Finding) -> Entry:
    """A finding in short: verdict, provision, who is bound, why, what was tried against it, and the words for and against.

    `explain` tells each reason and each thing tried in full.
    """
    reasons = "; ".join(finding.reasons)
    vote = "" if any(said in reasons for said in wording.VOTES.values()) else wording.vote(finding)
    memory = "from memory" in f"{finding.title} {reasons}" or finding.verified == "source"
    facts = [
        finding.title,
        f"why: {reasons}",
        tried(finding),
        *[f"against it: “{span.quote}”" for span in finding.evidence_against],
        " · ".join(part for part in (finding.certainty, day_of(finding), vote) if part),
        "" if memory else checked(finding),
    ]
    quotes = tuple(shortened(span.quote, QUOTE) for span in finding.evidence_for)
    return Entry(wording.verdict(finding), finding.provision, finding.id, wording.bound(finding), tuple(facts), quotes)


def tried(finding: Finding) -> str:
    """What was tried against a finding: what holds with its reason, and what does not by name."""
    held = [f"{one.name} holds: {one.why}" for one in finding.defeaters if one.held]
    failed = Counter(one.name for one in finding.defeaters if not one.held)
    lost = [f"{name}{f' ({number} of them)' if number > 1 else ''}" for name, number in failed.items()]
    said = [*held, *([f"{', '.join(lost)}, without success"] if lost else [])]
    return f"tried against it: {'; '.join(said)}" if said else ""


def day_of(finding: Finding) -> str:
    """The day of the act and where it is known from."""
    return f"{finding.date} ({finding.date_from})" if finding.date else "day untold"


def checked(finding: Finding) -> str:
    """Whether the paragraph number was seen in the text of the instrument."""
    return (
        "paragraph number checked in the text"
        if finding.verified == "source"
        else "paragraph number not checked in the text"
    )


def party_row(party: Party) -> tuple[str, str, str, str]:
    """A party for the list of those named: code, name, office with its days, and the words."""
    days = f" ({party.held_from or '?'} to {party.held_to or 'now'})" if party.office and party.held_from else ""
    return (
        party.code,
        party.name,
        f"{party.office or ''}{days}",
        "; ".join(dict.fromkeys(span.quote for span in party.spans)),
    )


def _quoted(name: str) -> Column:
    return Column(name, lambda record: wording.quoted(getattr(record, name)))


def _of(name: str, value: Callable[[Any], Any]) -> Column:
    return Column(name, value)


def _codes(name: str) -> Column:
    return Column(name, lambda record: ";".join(party.code for party in getattr(record, name)))


def _names(name: str) -> Column:
    return Column(
        f"{name.removesuffix('s')}_names", lambda record: ";".join(party.name for party in getattr(record, name))
    )


def _where(part: str, field: str) -> Column:
    return Column(f"where_{part}", lambda event: getattr(event.where, field) if event.where else None)


MADE_BY = [
    _of("rule", lambda record: record.made_by.rule),
    _of("score", lambda record: record.made_by.score),
    _of("runner_up", lambda record: record.made_by.runner_up),
    _of("runner_up_score", lambda record: record.made_by.runner_up_score),
]

ARTICLE_COLUMNS = [
    *fields(
        "id", "url", "title", "publisher", "author", "published", "published_from", "dateline", "language", "licence"
    ),
    _of("characters", lambda article: len(article.text)),
]

EVENT_COLUMNS = [
    *fields("id", "revision", "article", "type", "mode"),
    _of("contexts", lambda event: ";".join(event.contexts)),
    *fields("quad", "intensity"),
    _codes("actors"),
    _names("actors"),
    _codes("recipients"),
    _names("recipients"),
    _of("items", lambda event: ";".join(item.name for item in event.items)),
    *(Column(f"when_{part}", attrgetter(f"when.{part}")) for part in ("value", "start", "end", "precision")),
    _where("name", "name"),
    _where("country", "country"),
    _where("latitude", "latitude"),
    _where("longitude", "longitude"),
    _of("certainty", lambda event: event.certainty.label),
    _of("certainty_value", lambda event: event.certainty.value),
    _of("according_to", lambda event: event.certainty.according_to),
    _of("source", lambda event: event.certainty.source),
    *fields("auxiliary"),
    _of("quote", lambda event: event.spans[0].quote),
    _of("start", lambda event: event.spans[0].start),
    _of("end", lambda event: event.spans[0].end),
    *MADE_BY,
]

CLAIM_COLUMNS = [
    *fields("id", "revision", "article"),
    _of("speaker", lambda claim: claim.speaker.code if claim.speaker else None),
    _of("speaker_name", lambda claim: claim.speaker.name if claim.speaker else None),
    _of("unnamed", lambda claim: claim.speaker is None or claim.speaker.unnamed),
    *(_quoted(part) for part in ("source", "cue", "content")),
    *fields("kind", "polarity", "stance", "nested_in"),
    _of("certainty", lambda claim: claim.certainty.label),
    *MADE_BY,
]

FINDING_COLUMNS = [
    *fields(
        "id", "revision", "article", "provision", "instrument", "title", "event", "claim", "act", "object", "direction"
    ),
    *fields("party", "party_name", "target", "verdict", "certainty", "date", "date_from", "vote", "verified", "root"),
    _of("reasons", lambda finding: "; ".join(finding.reasons)),
    _of(
        "defeaters",
        lambda finding: "; ".join(f"{one.name}={'held' if one.held else 'not held'}" for one in finding.defeaters),
    ),
    _of("evidence_for", lambda finding: wording.quoted(finding.evidence_for)),
    _of("evidence_against", lambda finding: wording.quoted(finding.evidence_against)),
]
