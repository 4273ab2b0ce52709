"""brat standoff: a `.txt` and an `.ann` for each report, and the configuration that shows them.

An event hangs on the word that tells it, a claim on its word of saying; parties, place and time are text-bound annotations at the mention
nearest to it. Certainty, mode and auxiliary are attributes; who decided, and on whose word, is in the annotator's notes. Offsets are
code points, as brat counts; a passage that runs over a line end is cut there into fragments, as brat wants.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dragoman.coding.ontology import plover
from dragoman.records import Claim, Dossier, Event, Party, Span
from dragoman.telling import wording
from dragoman.telling.plain import clean

from .passages import CERTAINTY, nearest

CLAIM = "CLAIM"
KINDS = ("direct", "indirect", "mixed")

Pieces = tuple[tuple[int, int], ...]


class Standoff:
    """The lines of one `.ann`, numbered as they come; a passage of one label is there once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[str] = []
        self.counts = {"T": 0, "E": 0, "A": 0, "#": 0}
        self.bound: dict[tuple[str, Pieces], str] = {}

    def _next(self, letter: str) -> str:
        self.counts[letter] += 1
        return f"{letter}{self.counts[letter]}"

    def passage(self, label: str, spans: Sequence[Span]) -> str:
        """The text-bound annotation of a passage, which may be in several pieces."""
        pieces = pieces_of(self.text, spans)
        if (label, pieces) not in self.bound:
            name = self.bound[label, pieces] = self._next("T")
            words = " ".join(self.text[start:end] for start, end in pieces)
            where = ";".join(f"{start} {end}" for start, end in pieces)
            self.lines.append(f"{name}\t{label} {where}\t{words}")
        return self.bound[label, pieces]

    def event(self, label: str, trigger: Sequence[Span], roles: Sequence[tuple[str, str]]) -> str:
        """An event with its roles; several of one role are numbered, as brat does."""
        name, hook = self._next("E"), self.passage(label, trigger)
        counted: dict[str, int] = {}
        told = [f"{label}:{hook}"]
        for role, filler in roles:
            counted[role] = counted.get(role, 0) + 1
            told.append(f"{role}{counted[role] if counted[role] > 1 else ''}:{filler}")
        self.lines.append(f"{name}\t{' '.join(told)}")
        return name

    def attribute(self, of: str, name: str, value: str | None) -> None:
        """An attribute, where it has a value."""
        if value:
            self.lines.append(f"{self._next('A')}\t{name} {of} {value}")

    def note(self, of: str, words: str) -> None:
        """What an annotator reads beside it."""
        self.lines.append(f"{self._next('#')}\tAnnotatorNotes {of}\t{clean(words)}")


def pieces_of(text: str, spans: Sequence[Span]) -> Pieces:
    """Spans in reading order, cut at line ends, without the spaces at their edges."""
    found = []
    for span in sorted(spans, key=lambda one: one.start):
        for line in re.finditer(r"[^\s](?:[^\n]*[^\s])?", span.quote):
            found.append((span.start + line.start(), span.start + line.end()))
    return tuple(found)


def standoff_of(dossier: Dossier) -> str:
    """The `.ann` of a report."""
    page = Standoff(dossier.article.text)
    for event in dossier.events:
        _write_event(page, event)
    for claim in dossier.claims:
        _write_claim(page, claim)
    return "".join(line + "\n" for line in page.lines)


def _write_event(page: Standoff, event: Event) -> None:
    roles = [("Actor", _party(page, one, event.trigger)) for one in event.actors if one.spans]
    roles += [("Recipient", _party(page, one, event.trigger)) for one in event.recipients if one.spans]
    if event.where and event.where.span:
        roles.append(("Place", page.passage("Place", [event.where.span])))
    if event.when.span:
        roles.append(("When", page.passage("Time", [event.when.span])))
    name = page.event(event.type, [event.trigger], roles)
    page.attribute(name, "Mode", event.mode)
    page.attribute(name, "Certainty", event.certainty.label)
    page.attribute(name, "Auxiliary", event.auxiliary)
    page.note(name, f"{event.id}: {wording.sides(event)} · {' · '.join(wording.told_as(event))}")


def _write_claim(page: Standoff, claim: Claim) -> None:
    hook = claim.cue or claim.content or claim.source
    if not hook:
        return
    roles = [("Source", page.passage("Speaker", claim.source))] if claim.source else []
    roles += [("Content", page.passage("Said", claim.content))] if claim.content and hook != claim.content else []
    name = page.event(CLAIM, hook, roles)
    page.attribute(name, "Kind", claim.kind)
    page.note(name, f"{claim.id}: {wording.speaker(claim)} · {' · '.join(wording.meant(claim))}")


def _party(page: Standoff, party: Party, trigger: Span) -> str:
    return page.passage("Party", [nearest(party, trigger)])


class Named(NamedTuple):
    """A file of the export."""

    name: str
    content: str


def brat_files(dossier: Dossier) -> Iterator[Named]:
    """The two files of a report, named by its id."""
    yield Named(f"{dossier.article.id}.txt", dossier.article.text)
    yield Named(f"{dossier.article.id}.ann", standoff_of(dossier))


def configuration() -> str:
    """brat's annotation.conf for these files, from the ontology."""
    ontology = plover()
    modes = sorted({mode for kind in ontology.types.values() for mode in kind.modes})
    sides = "Actor*:Party, Recipient*:Party, Place?:Place, When?:Time"
    lines = ["[entities]", "Party", "Place", "Time", "Speaker", "Said", "", "[relations]", "", "[events]"]
    lines += [f"{name}\t{sides}" for name in ontology.types]
    lines += [f"{CLAIM}\tSource?:Speaker, Content?:Said", "", "[attributes]"]
    values = {"Mode": modes, "Certainty": CERTAINTY, "Auxiliary": list(ontology.auxiliary), "Kind": KINDS}
    lines += [f"{name}\tArg:<EVENT>, Value:{'|'.join(some)}" for name, some in values.items()]
    return "\n".join(lines) + "\n"
