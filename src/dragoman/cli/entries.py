"""Records as entries for people."""

from dragoman.records import Article, Claim, Event, Finding, Listing, Party
from dragoman.telling import wording
from dragoman.telling.plain import shortened

from .output import Entry

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
        wording.tried(finding),
        *[f"against it: “{span.quote}”" for span in finding.evidence_against],
        " · ".join(part for part in (finding.certainty, wording.day_of(finding), vote) if part),
        "" if memory else wording.checked(finding),
    ]
    quotes = tuple(shortened(span.quote, QUOTE) for span in finding.evidence_for)
    return Entry(
        wording.verdict(finding), wording.cited(finding), finding.id, wording.bound(finding), tuple(facts), quotes
    )


def listing_entry(listing: Listing) -> Entry:
    """A name on a sanctions list: how alike, the entry, what agrees and what does not."""
    facts = (
        f"“{listing.name}” is like “{listing.entry_name}”",
        f"agrees: {'; '.join(listing.agreed)}" if listing.agreed else "",
        f"does not agree: {'; '.join(listing.disagreed)}" if listing.disagreed else "",
        f"{listing.list_name} of {listing.list_date or 'unknown date'}",
    )
    return Entry(f"{listing.score:.2f}", listing.entry, listing.id, listing.entry_name, facts)


def party_row(party: Party) -> tuple[str, str, str, str]:
    """A party for the list of those named: code, name, office with its days, and the words."""
    days = f" ({party.held_from or '?'} to {party.held_to or 'now'})" if party.office and party.held_from else ""
    return (
        party.code,
        party.name,
        f"{party.office or ''}{days}",
        "; ".join(dict.fromkeys(span.quote for span in party.spans)),
    )
