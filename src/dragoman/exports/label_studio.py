"""Label Studio: a task for each report, with what dragoman read as a prediction, and the labelling interface that shows it.

Offsets are code points of the text, as Label Studio counts. An event is a region over the word that tells it, with its certainty and
auxiliary mode as choices; parties are regions joined to it by relations. A claim is its speaker's region joined to what is said.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

import msgspec

from dragoman.coding.ontology import plover
from dragoman.records import Claim, Dossier, Event, Span

from .passages import CERTAINTY, nearest

PARTS = ("Party", "Place", "Time", "Speaker", "Said")
RELATIONS = ("actor", "recipient", "place", "when", "says")

Json = dict[str, Any]


def label_studio_lines(dossiers: Iterable[Dossier], *, reviewed: bool = False) -> Iterator[str]:
    """A list of tasks, one a line. What people have gone over is an annotation, what the coder made a prediction."""
    yield "[\n"
    before = ""
    for dossier in dossiers:
        yield before + msgspec.json.encode(task_of(dossier, reviewed=reviewed)).decode()
        before = ",\n"
    yield "\n]\n"


def task_of(dossier: Dossier, *, reviewed: bool = False) -> Json:
    """A report as a task."""
    article, made = dossier.article, dossier.made_by
    result = Result(article.text)
    for event in dossier.events:
        result.add_event(event)
    for claim in dossier.claims:
        result.add_claim(claim)
    made_so: Json = {"result": result.parts}
    if not reviewed:
        made_so = {"model_version": f"dragoman {made.rule} {made.version}", **made_so}
    return {
        "data": {
            "text": article.text,
            "article": article.id,
            "title": article.title,
            "url": article.url,
            "published": article.published,
        },
        "annotations" if reviewed else "predictions": [made_so],
    }


class Result:
    """The regions, choices and relations of one prediction."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.parts: list[Json] = []
        self.regions: set[str] = set()

    def region(self, key: str, label: str, span: Span) -> str:
        """A labelled passage, once, and its name."""
        if key not in self.regions:
            self.regions.add(key)
            value = {"start": span.start, "end": span.end, "text": span.quote, "labels": [label]}
            self.parts.append(_part(key, "label", "labels", value))
        return key

    def choice(self, key: str, question: str, span: Span, chosen: str | None) -> None:
        """An answer about a region, where there is one."""
        if chosen:
            value = {"start": span.start, "end": span.end, "text": span.quote, "choices": [chosen]}
            self.parts.append(_part(key, question, "choices", value))

    def relation(self, source: str, target: str, label: str) -> None:
        """An arrow between regions."""
        joined = {"type": "relation", "from_id": source, "to_id": target, "direction": "right", "labels": [label]}
        self.parts.append(joined)

    def add_event(self, event: Event) -> None:
        """An event with those who take part."""
        key = self.region(event.id, event.type, event.trigger)
        self.choice(key, "certainty", event.trigger, event.certainty.label)
        self.choice(key, "auxiliary", event.trigger, event.auxiliary)
        for label, parties in (("actor", event.actors), ("recipient", event.recipients)):
            for party in parties:
                if party.spans:
                    span = nearest(party, event.trigger)
                    self.relation(key, self.region(f"party-{span.start}-{span.end}", "Party", span), label)
        if event.where and event.where.span:
            span = event.where.span
            self.relation(key, self.region(f"place-{span.start}-{span.end}", "Place", span), "place")
        if event.when.span:
            span = event.when.span
            self.relation(key, self.region(f"time-{span.start}-{span.end}", "Time", span), "when")

    def add_claim(self, claim: Claim) -> None:
        """A claim: who says each piece of it."""
        said = [
            self.region(f"{claim.id}-said{number}", "Said", span) for number, span in enumerate(claim.content, start=1)
        ]
        for number, span in enumerate(claim.source, start=1):
            speaker = self.region(f"{claim.id}-speaker{number}", "Speaker", span)
            for piece in said:
                self.relation(speaker, piece, "says")


def _part(key: str, question: str, kind: str, value: Json) -> Json:
    return {"id": key, "from_name": question, "to_name": "text", "type": kind, "value": value}


def interface() -> str:
    """The labelling interface, from the ontology: paste it into the project's settings."""
    ontology = plover()
    lines = ["<View>", '  <Labels name="label" toName="text">']
    lines += [f"    <Label value={quoteattr(name)}/>" for name in (*ontology.types, *PARTS)]
    lines += ["  </Labels>", '  <Text name="text" value="$text"/>']
    lines += _choices("certainty", CERTAINTY, "What does the text commit to?")
    lines += _choices("auxiliary", tuple(ontology.auxiliary), "Told as other than happening?")
    lines += ["  <Relations>", *(f"    <Relation value={quoteattr(name)}/>" for name in RELATIONS), "  </Relations>"]
    return "\n".join([*lines, "</View>"]) + "\n"


def _choices(name: str, values: Sequence[str], question: str) -> list[str]:
    return [
        f'  <Choices name="{name}" toName="text" perRegion="true" choice="single" title={quoteattr(question)}>',
        *(f"    <Choice value={quoteattr(value)}/>" for value in values),
        "  </Choices>",
    ]
