"""Why a record says what it says, in words: sentence, rule or model with its score, runner-up, and how names were resolved.

Pure functions of a record and its dossier, so that any face may show them.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from dragoman.records import (
    Article,
    Candidate,
    Claim,
    Dossier,
    Event,
    Finding,
    Item,
    Listing,
    Maker,
    Party,
    Place,
    Span,
    When,
)

from . import wording

Explained = Article | Event | Claim | Finding | Listing


class Section(NamedTuple):
    """A heading and what is said under it."""

    title: str
    lines: tuple[str, ...]


def why(record: Explained, dossier: Dossier) -> list[Section]:
    """The explanation of a record that belongs to a dossier."""
    if isinstance(record, Event):
        return list(why_event(record, dossier))
    if isinstance(record, Claim):
        return list(why_claim(record, dossier))
    if isinstance(record, Finding):
        return list(why_finding(record, dossier))
    if isinstance(record, Listing):
        return list(why_listing(record, dossier))
    return list(why_article(record, dossier))


# -- records --------------------------------------------------------------------------------------------------------


def why_event(event: Event, dossier: Dossier) -> Iterator[Section]:
    """What was coded, from which sentence, how it was decided, and how who, when and where were found."""
    mode = f"/{event.mode}" if event.mode else ""
    yield Section(f"{event.type}{mode}: {wording.sides(event)}", (" · ".join(wording.told_as(event)),))
    yield from sentence_section(event.spans, dossier.article, f"the word that tells it is “{event.trigger.quote}”")
    yield decided(event.made_by, event.type)
    for side, some in (("who acts", event.actors), ("who is acted on", event.recipients)):
        yield from (party_section(side, one) for one in some)
    yield when_section(event.when, dossier.article)
    yield place_section(event.where)
    yield certainty_section(event, dossier)
    yield from (item_section(item) for item in event.items)
    findings = [one for one in dossier.findings if one.event == event.id]
    if findings:
        yield Section(
            "what it would breach",
            tuple(f"{one.id}: {wording.verdict(one)} of {wording.cited(one)}" for one in findings),
        )


def why_claim(claim: Claim, dossier: Dossier) -> Iterator[Section]:
    """Who says what, from which sentence, and how the speaker was found."""
    yield Section(
        f"{wording.speaker(claim)} says: “{wording.quoted(claim.content)}”",
        (f"{claim.kind}, {claim.stance}, {claim.polarity}",),
    )
    cue = wording.quoted(claim.cue)
    yield from sentence_section(
        claim.cue or claim.content,
        dossier.article,
        f"the word of saying is “{cue}”" if cue else "no word of saying stands there",
    )
    yield decided(claim.made_by, "claim")
    if claim.speaker:
        yield party_section("who speaks", claim.speaker)
    else:
        yield Section(
            "who speaks",
            (f"the words “{wording.quoted(claim.source)}” name nobody",)
            if claim.source
            else ("the text names nobody",),
        )
    if claim.nested_in:
        yield Section("inside another claim", tuple(_claim_lines(claim.nested_in, dossier)))
    resting = [event for event in dossier.events if event.certainty.according_to == claim.id]
    if resting:
        yield Section(
            "events that rest on it", tuple(f"{event.id}: {event.type}, {wording.sides(event)}" for event in resting)
        )


def why_finding(finding: Finding, dossier: Dossier) -> Iterator[Section]:
    """The provision, the matched act, what was tried against it, the vote, and the words for and against."""
    yield Section(
        f"{wording.verdict(finding)} of {wording.cited(finding)}: {wording.bound(finding)}",
        (finding.title, wording.checked(finding)),
    )
    yield from sentence_section(finding.evidence_for, dossier.article, "the words it rests on")
    yield Section("what was matched", tuple(_matched(finding)))
    yield Section("why", finding.reasons)
    tried = tuple(
        f"{one.name}: {'holds' if one.held else 'does not hold'}; {one.why}{_words(one.spans)}"
        for one in finding.defeaters
    )
    yield Section("what was tried against it", tried or ("nothing could be tried",))
    against = tuple(f"“{span.quote}”" for span in finding.evidence_against)
    yield Section("evidence against it in the report", against or ("none",))
    yield decided(finding.made_by, finding.verdict)
    event = next((one for one in dossier.events if one.id == finding.event), None)
    if event:
        yield Section("the event", (f"{event.id}: {event.type}, {wording.sides(event)}",))
    if finding.claim:
        yield Section("the claim", tuple(_claim_lines(finding.claim, dossier)))


def _matched(finding: Finding) -> Iterator[str]:
    yield f"act: {finding.act} ({finding.direction})"
    yield f"object: {finding.object or 'none needed'}"
    yield f"party bound: {wording.bound(finding)}"
    yield f"day of the act: {wording.day_of(finding)}"
    yield f"told as {finding.certainty}"
    yield wording.vote(finding) or "how the party voted on the instrument is not known"
    if finding.root:
        yield f"the duty goes back to {finding.root}"


def why_listing(listing: Listing, dossier: Dossier) -> Iterator[Section]:
    """The entry, the score, and what agreed and what did not."""
    dated = f" of {listing.list_date}" if listing.list_date else ", date unknown"
    yield Section(
        f"{listing.name} is like {listing.entry_name}",
        (f"entry {listing.entry} of {listing.list_name}{dated}", f"score {listing.score:.2f}"),
    )
    yield Section("what agrees", listing.agreed or ("nothing",))
    yield Section("what does not", listing.disagreed or ("nothing that is known",))
    if listing.span:
        yield from sentence_section((listing.span,), dossier.article, "where it is named")
    yield decided(listing.made_by, "listing")


def why_article(article: Article, dossier: Dossier) -> Iterator[Section]:
    """What a report is, how its date is known, and what was read out of it and left out."""
    date = (
        f"{article.published} (from {article.published_from})"
        if article.published
        else "unknown: neither page nor text says"
    )
    counts = f"{len(dossier.events)} events, {len(dossier.claims)} claims, {len(dossier.findings)} findings"
    yield Section(article.title or "(no title)", (article.url or "no address", f"published: {date}", counts))
    yield Section("left out", tuple(wording.left_out(one) for one in dossier.skipped) or ("nothing",))
    yield decided(dossier.made_by, "dossier")
    yield Section(
        "how far the knowledge reaches", tuple(f"{name}: {day}" for name, day in dossier.knowledge) or ("not told",)
    )


# -- parts ----------------------------------------------------------------------------------------------------------


def decided(made: Maker, chosen: str) -> Section:
    """Which rule or model decided, how sure it was, what came second, and its reasons in order."""
    lines = [f"{made.stage}, {made.rule}, version {made.version}"]
    lines += [f"{chosen} with {made.score:.2f} of 1"] if made.score is not None else ["by rule, without a score"]
    if made.runner_up:
        lines.append(
            f"second was {made.runner_up}"
            + (f" with {made.runner_up_score:.2f}" if made.runner_up_score is not None else "")
        )
    else:
        lines.append("nothing else came near")
    return Section("how it was decided", (*lines, *made.reasons))


def party_section(side: str, one: Party) -> Section:
    """How a party was found: words, office with its days, reasons, and who else it might be."""
    lines = [f"“{one.text}” is {wording.party(one)}"]
    if one.office:
        days = (
            f", held from {one.held_from or 'an unknown day'} to {one.held_to or 'now'}"
            if one.held_from or one.held_to
            else ""
        )
        lines.append(f"as {one.office}{days}" + (f", on {one.as_of}" if one.as_of else ""))
    lines += [f"Wikidata {one.wikidata}"] if one.wikidata else []
    return Section(side, (*lines, *_made(one.made_by), *candidates(one.candidates)))


def when_section(one: When, article: Article) -> Section:
    """How the time was found, or that the text tells none."""
    if one.value is None:
        known = (
            f"the report is of {article.published}, which is no date of the event"
            if article.published
            else "nor is the report's own day known"
        )
        return Section("when", ("the text tells no day", known))
    lines = [f"“{one.span.quote}” is {one.value}" if one.span else one.value, f"precision: {one.precision or 'untold'}"]
    lines += [f"from {one.start or 'an unknown day'} to {one.end or 'an unknown day'}"] if one.start or one.end else []
    return Section("when", (*lines, *(_made(one.made_by) if one.made_by else ())))


def place_section(one: Place | None) -> Section:
    """How the place was found, or that the text tells none."""
    if one is None:
        return Section("where", ("the text tells no place of the act",))
    near = f", good to about {one.precision_km:.0f} km" if one.precision_km is not None else ""
    lines = [f"“{one.text}” is {wording.where(one)}, {one.kind}", f"at {one.latitude:.3f}, {one.longitude:.3f}{near}"]
    lines += [f"claimed by {' and '.join(one.claimants)}"] if one.claimants else []
    return Section("where", (*lines, *_made(one.made_by), *candidates(one.candidates)))


def item_section(one: Item) -> Section:
    """What the equipment or goods are, and on which lists they stand."""
    lists = [
        ("UN Register", one.un_register),
        ("MTCR", one.mtcr),
        ("Security Council lists", ", ".join(one.unsc_items) or None),
    ]
    lines = [f"“{one.text}” is {one.name}, {one.kind}", *[f"{name}: {value}" for name, value in lists if value]]
    return Section("what with", (*lines, *_made(one.made_by)))


def certainty_section(event: Event, dossier: Dossier) -> Section:
    """How sure the text is, by which words, and on whose word."""
    one = event.certainty
    lines = [f"{one.label} ({one.value:+.1f} of ±3){_words(one.words)}"]
    if event.auxiliary:
        lines.append(wording.AUXILIARY.get(event.auxiliary, event.auxiliary))
    rests = (
        list(_claim_lines(one.according_to, dossier))
        if one.according_to
        else ["the report itself says so, or the actor's own words"]
    )
    return Section("how sure", (*lines, *rests))


def candidates(some: Sequence[Candidate]) -> Iterator[str]:
    """Who or what else it might be, each with its score and why."""
    for number, one in enumerate(some):
        code = f" ({one.code})" if one.code else ""
        reason = f": {one.why}" if one.why else ""
        yield f"{'chosen' if number == 0 else 'not'} {one.name}{code} with {one.score:.2f}{reason}"


def _made(made: Maker) -> Iterator[str]:
    score = f" with {made.score:.2f}" if made.score is not None else ""
    yield f"by {made.rule}{score}"
    if made.runner_up:
        yield f"second was {made.runner_up}" + (
            f" with {made.runner_up_score:.2f}" if made.runner_up_score is not None else ""
        )
    yield from made.reasons


def _words(spans: Iterable[Span]) -> str:
    quotes = ", ".join(f"“{span.quote}”" for span in spans)
    return f", by the words {quotes}" if quotes else ""


def _claim_lines(claim: str, dossier: Dossier) -> Iterator[str]:
    found = next((one for one in dossier.claims if one.id == claim), None)
    if found is None:
        yield f"on the word of claim {claim}"
    else:
        yield f"on the word of {wording.speaker(found)} (“{wording.quoted(found.cue)}”), claim {claim}"


def sentence_section(spans: Sequence[Span], article: Article, note: str) -> Iterator[Section]:
    """The sentence of each passage, whole."""
    sentences = dict.fromkeys(sentence_around(article.text, span) for span in spans)
    if sentences:
        yield Section(
            "the sentence" if len(sentences) == 1 else "the sentences", (*(f"“{one}”" for one in sentences), note)
        )


def sentence_around(text: str, span: Span) -> str:
    """The sentence or sentences that a passage lies in."""
    first, last = span.start, span.end
    for start, end in sentence_ranges(text):
        if start < span.end and span.start < end:
            first, last = min(first, start), max(last, end)
    return text[first:last]


@lru_cache(maxsize=16)  # a page explains every record of one report: its text is cut into sentences once
def sentence_ranges(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each sentence of a text, in code points."""
    from dragoman.reading.words import split

    return tuple((words[0][0], words[-1][1]) for words in split(text) if words)
