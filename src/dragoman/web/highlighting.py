"""The text of a report with what was read out of it: highlights in layers that may overlap, and each record beside its sentence.

Everything is built from span offsets; the text is never searched.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup, escape

from dragoman.records import Claim, Dossier, Event, Finding, Span
from dragoman.telling.plain import CONTROL
from dragoman.telling.why import sentence_ranges

LAYERS = (
    ("event", "Events", "solid line"),
    ("claim", "Claims", "tinted"),
    ("finding", "Obligations", "double line"),
    ("actor", "Actors", "dotted line"),
    ("place", "Places", "dashed line"),
    ("date", "Dates", "thin line"),
)


class Mark(NamedTuple):
    """A part of the text that a layer marks; `record` is the id it belongs to, empty where it has none; `note` says what it is."""

    start: int
    end: int
    layer: str
    record: str
    note: str


class TextRow(NamedTuple):
    """A stretch of the text with the records that begin in it; `ends` where a paragraph ends with it."""

    html: Markup
    events: tuple[Event, ...]
    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    ends: bool


def marks_of(dossier: Dossier) -> list[Mark]:
    """Every mark of a report, in reading order."""
    marks: list[Mark] = []
    for event in dossier.events:
        marks += _marks(event.spans, "event", event.id, event.type)
        marks += _marks((event.trigger,), "trigger", event.id, f"tells {event.type}")
    for claim in dossier.claims:
        marks += _marks(claim.content, "claim", claim.id, "claim")
        marks += _marks(claim.cue, "cue", claim.id, "word of saying")
    for finding in dossier.findings:
        marks += _marks(finding.spans, "finding", finding.id, finding.provision)
    for party in dossier.parties:
        marks += _marks(party.spans, "actor", "", f"{party.name}, {party.code}")
    for place in dossier.places:
        marks += _marks(
            (place.span,) if place.span else (), "place", "", f"{place.name}, {place.country or 'no country'}"
        )
    for when in dossier.times:
        marks += _marks((when.span,) if when.span else (), "date", "", when.value or "day untold")
    return sorted(marks)


def _marks(spans: Iterable[Span], layer: str, record: str, note: str) -> Iterator[Mark]:
    return (Mark(span.start, span.end, layer, record, note) for span in spans)


def rows_of_text(dossier: Dossier) -> list[TextRow]:
    """The text in rows: a new one at each paragraph, and at each sentence where a record begins."""
    text, marks = dossier.article.text, marks_of(dossier)
    records: tuple[Event | Claim | Finding, ...] = (*dossier.events, *dossier.claims, *dossier.findings)
    starts = {
        one.id: one.trigger.start if isinstance(one, Event) else one.spans[0].start for one in records if one.spans
    }
    rows: list[TextRow] = []
    for start, end in pairwise(_borders(text, sorted(starts.values()))):
        piece = text[start:end]
        if not piece.strip():
            continue

        begun = {record for record, at in starts.items() if start <= at < end}
        rows.append(
            TextRow(
                marked(text, start, end, marks),
                tuple(one for one in dossier.events if one.id in begun),
                tuple(one for one in dossier.claims if one.id in begun),
                tuple(one for one in dossier.findings if one.id in begun),
                piece.endswith("\n") or end == len(text),
            )
        )
    return rows


def _borders(text: str, starts: list[int]) -> list[int]:
    """Where rows begin, and the end of the text."""
    borders = {0, len(text)}
    at = 0
    for line in text.splitlines(keepends=True):
        at += len(line)
        borders.add(at)
    for first, last in sentence_ranges(text):
        if any(first <= one < last for one in starts):
            borders.add(first)
    return sorted(borders)


def marked(text: str, start: int, end: int, marks: Iterable[Mark]) -> Markup:
    """A stretch of the text with its marks: cut at every border, each piece with the classes of all layers over it."""
    over = [one for one in marks if one.start < end and start < one.end]
    cuts = sorted({start, end, *(max(start, one.start) for one in over), *(min(end, one.end) for one in over)})
    return Markup("").join(_piece(text, first, last, over) for first, last in pairwise(cuts))


def _piece(text: str, start: int, end: int, marks: list[Mark]) -> Markup:
    shown = visible(text[start:end].strip("\n"))
    here = [one for one in marks if one.start <= start and end <= one.end]
    if not here:
        return shown
    classes = " ".join(dict.fromkeys(one.layer for one in here))
    records = " ".join(dict.fromkeys(one.record for one in here if one.record))
    notes = "; ".join(dict.fromkeys(one.note for one in here if one.layer in ("actor", "place", "date")))
    title = Markup(' title="{}"').format(CONTROL.sub("", notes)) if notes else Markup("")
    return Markup('<span class="{}" data-records="{}"{}>{}</span>').format(classes, records, title, shown)


def visible(text: str) -> Markup:
    """Escaped text in which characters that turn or hide others are shown by their number."""
    parts: list[Markup] = []
    at = 0
    for found in CONTROL.finditer(text):
        parts += [
            escape(text[at : found.start()]),
            Markup('<span class="control">U+{:04X}</span>').format(ord(found.group())),
        ]
        at = found.end()
    return Markup("").join([*parts, escape(text[at:])])
