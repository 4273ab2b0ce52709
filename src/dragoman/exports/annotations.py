"""W3C Web Annotation (2017): each event, claim and finding as an annotation on the passages of its report.

Each target has a position selector, in Unicode code points as the recommendation counts, over the text as dragoman froze it, and a quote
selector with what stands before and after, which finds the passage on the page itself.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from dragoman.records import Article, Claim, Dossier, Event, Finding, Review, Span
from dragoman.telling import wording

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32  # characters before and after a quote: enough to tell repeated words apart
ALL = "urn:dragoman:annotations"

Json = dict[str, Any]


def annotation_lines(told: Iterable[tuple[Dossier, Sequence[Review]]]) -> Iterator[str]:
    """One annotation page, an annotation a line: those of each report, then what people said of them."""
    yield f'{{"@context":"{CONTEXT}","id":"{ALL}","type":"AnnotationPage","items":[\n'
    before = ""
    for dossier, reviews in told:
        for annotation in (*annotations_of(dossier), *map(review_annotation, reviews)):
            yield before + msgspec.json.encode(annotation).decode()
            before = ",\n"
    yield "\n]}\n"


def review_annotation(review: Review) -> Json:
    """What a person said of a record, as an annotation on its annotation."""
    changes = [f"{name} = {value or 'none'}" for name, value in (review.correction or {}).items()]
    said = ": ".join(part for part in (review.verdict, ", ".join(changes), review.why) if part)
    return {
        "id": urn(review.id),
        "type": "Annotation",
        "motivation": "editing" if review.correction else "moderating",
        "creator": {"type": "Person", "name": review.reviewer},
        "created": review.at,
        "body": {"type": "TextualBody", "format": "text/plain", "language": "en", "value": said},
        "target": urn(review.record),
    }


def annotations_of(dossier: Dossier) -> Iterator[Json]:
    """The annotations on one report: events, claims, findings."""
    article = dossier.article
    for event in dossier.events:
        tags = [event.type, event.mode, *event.contexts, event.certainty.label, event.auxiliary]
        said = f"{wording.sides(event)} · {' · '.join(wording.told_as(event))}"
        yield _annotation(event, article, event.spans, "classifying", tags, said)
    for claim in dossier.claims:
        tags = ["claim", claim.kind, claim.stance, claim.polarity]
        said = f"{wording.speaker(claim)}: “{wording.quoted(claim.content)}”"
        yield _annotation(claim, article, claim.spans, "describing", tags, said)
    for finding in dossier.findings:
        tags = [finding.provision, finding.verdict, finding.certainty]
        said = f"{wording.verdict(finding)} of {wording.cited(finding)}: {'; '.join(finding.reasons)}"
        yield _annotation(finding, article, finding.spans, "assessing", tags, said)


def _annotation(
    record: Event | Claim | Finding,
    article: Article,
    spans: Sequence[Span],
    motivation: str,
    tags: Sequence[str | None],
    said: str,
) -> Json:
    made = record.made_by
    bodies: list[Json] = [
        {"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in dict.fromkeys(tags) if tag
    ]
    described = {
        "type": "TextualBody",
        "purpose": "describing",
        "format": "text/plain",
        "language": "en",
        "value": said,
    }
    return {
        "id": urn(record.id),
        "type": "Annotation",
        "motivation": motivation,
        "generator": {"type": "Software", "name": f"dragoman: {made.rule} {made.version}"},
        "body": [*bodies, described],
        "target": [target_of(article, span) for span in spans],
    }


def urn(record: str) -> str:
    """A record's id as an IRI."""
    return f"urn:dragoman:{record}"


def target_of(article: Article, span: Span) -> Json:
    """A passage of a report, by position and by quote."""
    text = article.text
    return {
        "source": article.url or urn(article.id),
        "selector": [
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            {
                "type": "TextQuoteSelector",
                "exact": span.quote,
                "prefix": text[max(0, span.start - AROUND) : span.start],
                "suffix": text[span.end : span.end + AROUND],
            },
        ],
    }
