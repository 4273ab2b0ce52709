"""Records as columns of CSV. Column names are the field names; nested ones are joined with `_`."""

import re
from collections.abc import Callable
from operator import attrgetter
from typing import Any, NamedTuple

from . import wording

_FORMULA = re.compile(r"^[=+\-@\t\r]")
_NUMBER = re.compile(r"^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$")


class Column(NamedTuple):
    """A column of CSV: its name and how its value is had from a record."""

    name: str
    value: Callable[[Any], Any]


def fields(*names: str) -> list[Column]:
    """Columns named as the fields they show."""
    return [Column(name, attrgetter(name)) for name in names]


def safe_cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: text that begins like one gets an apostrophe before it, numbers do not."""
    if isinstance(value, str) and _FORMULA.match(value) and not _NUMBER.match(value):
        return "'" + value
    return "" if value is None else value


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
