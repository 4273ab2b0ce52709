"""What a record is once people have spoken: the machine's record with the correction in force laid over it.

The machine's record is never changed. The one that comes back has the same id, a revision of its own, and says in `made_by` who corrected
it and why. Pure functions.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

import msgspec

from dragoman.coding.ontology import plover
from dragoman.errors import UsageError
from dragoman.records import (
    Article,
    Certainty,
    Claim,
    Event,
    Finding,
    Listing,
    Maker,
    Party,
    Place,
    Review,
    Span,
    Standing,
    When,
    revision_of,
    span_of,
    with_revision,
)

from .days import day_range

Reviewed = Event | Claim | Finding | Listing
T = TypeVar("T", bound=Reviewed)

CERTAINTY = {"asserted": 3.0, "likely": 2.0, "possible": 1.0, "denied": -3.0}
VERDICTS = ("breach", "possible_breach", "exempt", "none", "not_assessed")
TOLD = ("asserted", "reported", "possible", "denied", "future")
KINDS = ("direct", "indirect", "mixed")
POLARITIES = ("positive", "negative")
COUNTRY = re.compile(r"[A-Z]{3}|---")
CODE = re.compile(r"(?:[A-Z]{3}|---)(?:[A-Z]{3})*")
PASSAGE = re.compile(r"(\d+):(\d+)")

Values = Mapping[str, str | None]


class Field(NamedTuple):
    """A field that a person may correct: what its value may be, in words, and what says whether one will do."""

    about: str
    fits: Callable[[str], bool]
    needed: bool = False


def _one_of(*values: str) -> Callable[[str], bool]:
    return lambda value: value in values


def _each(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda value: all(pattern.fullmatch(part) for part in value.split(";"))


def _number(low: float, high: float) -> Callable[[str], bool]:
    def fits(value: str) -> bool:
        try:
            return low <= float(value) <= high
        except ValueError:
            return False

    return fits


def _anything(value: str) -> bool:
    return bool(value.strip())


CODES = "codes with ; between, e.g. PRKGOV;RUSGOV"
STRETCH = "where it stands in the text, as start:end in code points"

EVENT_FIELDS = {
    "type": Field("a PLOVER type", lambda value: value in plover().types, True),
    "mode": Field("a mode of the type", lambda value: any(value in kind.modes for kind in plover().types.values())),
    "contexts": Field("contexts with ; between", lambda value: set(value.split(";")) <= set(plover().contexts)),
    "actors": Field(CODES, _each(CODE)),
    "recipients": Field(CODES, _each(CODE)),
    "certainty": Field(", ".join(CERTAINTY), _one_of(*CERTAINTY), True),
    "source": Field("whose word it rests on, as written", _anything),
    "auxiliary": Field("historical, future, hypothetical, negation", lambda value: value in plover().auxiliary),
    "when": Field("2024-09-13, 2024-09 or 2024", lambda value: day_range(value)[0] is not None),
    "where": Field("a place name", _anything),
    "country": Field("of the place, ISO alpha-3", lambda value: bool(COUNTRY.fullmatch(value))),
    "latitude": Field("degrees north", _number(-90, 90)),
    "longitude": Field("degrees east", _number(-180, 180)),
    "passage": Field(STRETCH, lambda value: bool(PASSAGE.fullmatch(value)), True),
}

CLAIM_FIELDS = {
    "speaker": Field("a code", lambda value: bool(CODE.fullmatch(value))),
    "speaker_name": Field("a name", _anything),
    "kind": Field(", ".join(KINDS), _one_of(*KINDS), True),
    "polarity": Field(", ".join(POLARITIES), _one_of(*POLARITIES), True),
    "stance": Field("how the speaker stands to it", _anything, True),
    "certainty": Field(", ".join(CERTAINTY), _one_of(*CERTAINTY), True),
    "source": Field(f"the words that name the speaker: {STRETCH}, several with ; between", _each(PASSAGE)),
    "cue": Field(f"the word of saying: {STRETCH}, several with ; between", _each(PASSAGE)),
    "content": Field(f"what is said: {STRETCH}, several with ; between", _each(PASSAGE), True),
}

FINDING_FIELDS = {
    "verdict": Field(", ".join(VERDICTS), _one_of(*VERDICTS), True),
    "certainty": Field(", ".join(TOLD), _one_of(*TOLD), True),
    "party": Field("who is bound, ISO alpha-3", lambda value: bool(COUNTRY.fullmatch(value))),
    "target": Field("towards whom, ISO alpha-3", lambda value: bool(COUNTRY.fullmatch(value))),
    "date": Field("2024-09-13, 2024-09 or 2024", lambda value: day_range(value)[0] is not None),
}

FIELDS: dict[str, dict[str, Field]] = {
    "event": EVENT_FIELDS,
    "claim": CLAIM_FIELDS,
    "finding": FINDING_FIELDS,
    "listing": {},
}


def checked(kind: str, correction: Values) -> dict[str, str | None]:
    """A correction that can be laid over a record of this kind. Raises UsageError naming the field or value that will not do."""
    fields = FIELDS[kind]
    for name, value in correction.items():
        if name not in fields:
            known = f"there are {', '.join(fields)}" if fields else f"a {kind} is right or wrong as a whole: reject it"
            raise UsageError(f"a {kind} has no {name} to correct", hint=known)
        if (value is None and fields[name].needed) or (value is not None and not fields[name].fits(value)):
            raise UsageError(f"{name} cannot be {value or 'nothing'}", hint=f"it is {fields[name].about}")
    if not correction:
        raise UsageError("a correction must say what is right", hint=f"there are {', '.join(fields)}")
    return dict(correction)


# -- laying over ----------------------------------------------------------------------------------------------------


def overlaid(record: T, standing: Standing | None, article: Article | None) -> T | None:
    """The record as people see it: corrected where a correction is in force, None where it was rejected, else as it is.

    `article` is its report, needed where it is corrected.
    """
    if standing is None or not standing.reviews:
        return record
    last = standing.reviews[-1]
    if last.verdict == "reject":
        return None
    return corrected(record, last, article) if last.verdict == "correct" and article else record


def corrected(record: T, review: Review, article: Article) -> T:
    """A record with a correction over it. Raises UsageError where a passage is not in the text."""
    values = review.correction or {}
    laid: T = LAID[type(record)](record, values, article, _maker(review, record.made_by))
    return laid if isinstance(laid, Listing) else with_revision(laid)


def _maker(review: Review, before: Maker) -> Maker:
    why = [review.why] if review.why else []
    return Maker(
        stage="review",
        rule=f"corrected by {review.reviewer}",
        version=review.id,
        reasons=(*why, f"before: {before.stage}, {before.rule} {before.version}"),
    )


def _lay_event(event: Event, values: Values, article: Article, made: Maker) -> Event:
    kind = values.get("type") or event.type
    mode = values.get("mode", event.mode)
    mode = plover().mode_of(kind, mode)
    changes: dict[str, Any] = {
        "type": kind,
        "mode": mode,
        "quad": plover().types[kind].quad,
        "intensity": plover().intensity(kind, mode),
        "when": _when(event.when, values, made),
        "where": _where(event.where, values, made),
        "made_by": made,
    }
    if "contexts" in values:
        changes["contexts"] = tuple((values["contexts"] or "").split(";")) if values["contexts"] else ()
    for side in ("actors", "recipients"):
        if side in values:
            changes[side] = _parties(values[side], (*event.actors, *event.recipients), made)
    if "auxiliary" in values:
        changes["auxiliary"] = values["auxiliary"]
    if "certainty" in values or "source" in values:
        label = values.get("certainty") or event.certainty.label
        source = values.get("source", event.certainty.source)
        value = event.certainty.value if label == event.certainty.label else CERTAINTY[label]
        according_to = event.certainty.according_to if source else None
        changes["certainty"] = msgspec.structs.replace(
            event.certainty, value=value, label=label, source=source, according_to=according_to
        )
    if values.get("passage"):
        changes["spans"] = _spans(values["passage"] or "", article)
    return msgspec.structs.replace(event, **changes)


def _parties(codes: str | None, known: tuple[Party, ...], made: Maker) -> tuple[Party, ...]:
    """A party for each code: the machine's own where it had one of that code, else one that is its code."""
    return tuple(_party(code, known, made) for code in codes.split(";")) if codes else ()


def _party(code: str, known: tuple[Party, ...], made: Maker) -> Party:
    found = next((one for one in known if one.code == code), None)
    sectors = [code[at : at + 3] for at in range(3, len(code), 3)]
    return found or Party(
        text=code,
        name=code,
        country=code[:3],
        sector=sectors[0] if sectors else None,
        other_sectors=tuple(sectors[1:]),
        spans=(),
        made_by=made,
    )


def _when(before: When, values: Values, made: Maker) -> When:
    if "when" not in values:
        return before
    value = values["when"]
    if value is None:
        return When(made_by=made)
    start, end = day_range(value)
    precision = {4: "year", 7: "month"}.get(len(value), "day")
    return When(value=value, kind="DATE", start=start, end=end, precision=precision, made_by=made)


PLACE_FIELDS = ("where", "country", "latitude", "longitude")


def _where(before: Place | None, values: Values, made: Maker) -> Place | None:
    """The place corrected; without name or point there is none."""
    if not any(name in values for name in PLACE_FIELDS):
        return before
    if "where" in values and values["where"] is None:
        return None
    name = values.get("where") or (before.name if before else "")
    country = values.get("country", before.country if before else None)
    north = values.get("latitude") or (before.latitude if before else None)
    east = values.get("longitude") or (before.longitude if before else None)
    if north is None or east is None:
        raise UsageError("a new place wants latitude and longitude", hint="--set latitude=51.9 --set longitude=128.3")
    same = before is not None and values.get("where") in (None, before.name)
    return Place(
        text=before.text if before else name,
        name=name,
        country=country,
        latitude=float(north),
        longitude=float(east),
        geonames=before.geonames if before and same else None,
        kind=before.kind if before and same else "place",
        span=before.span if before else None,
        made_by=made,
    )


def _lay_claim(claim: Claim, values: Values, article: Article, made: Maker) -> Claim:
    changes: dict[str, Any] = {name: values[name] for name in ("kind", "polarity", "stance") if values.get(name)}
    for name in ("source", "cue", "content"):
        if name in values:
            changes[name] = _spans(values[name] or "", article)
    if values.get("certainty"):
        label = values["certainty"] or ""
        changes["certainty"] = msgspec.structs.replace(claim.certainty, label=label, value=CERTAINTY[label])
    if "speaker" in values:
        code = values["speaker"]
        changes["speaker"] = _party(code, (claim.speaker,) if claim.speaker else (), made) if code else None
    speaker = changes.get("speaker", claim.speaker)
    if values.get("speaker_name") and speaker is not None:
        changes["speaker"] = msgspec.structs.replace(speaker, name=values["speaker_name"])
    return msgspec.structs.replace(claim, **changes, made_by=made)


def _lay_finding(finding: Finding, values: Values, _: Article, made: Maker) -> Finding:
    changes: dict[str, Any] = dict(values)
    if "date" in values:
        changes["date_from"] = f"review {made.version}"
    return msgspec.structs.replace(finding, **changes, made_by=made)


def _lay_listing(listing: Listing, _: Values, __: Article, made: Maker) -> Listing:
    return msgspec.structs.replace(listing, made_by=made)


LAID: dict[type, Callable[[Any, Values, Article, Maker], Any]] = {
    Event: _lay_event,
    Claim: _lay_claim,
    Finding: _lay_finding,
    Listing: _lay_listing,
}


def _spans(passages: str, article: Article) -> tuple[Span, ...]:
    """Spans of the text. Raises UsageError where one lies outside it."""
    found = []
    for passage in filter(None, passages.split(";")):
        start, _, end = passage.partition(":")
        try:
            found.append(span_of(article.text, int(start), int(end)))
        except ValueError as error:
            raise UsageError(f"{article.id} has no passage {passage}", hint=str(error)) from error
    return tuple(found)


def missed(review: Review, article: Article) -> Event:
    """The event that a reviewer added: all that is known of it is what he said."""
    values = review.correction or {}
    made = Maker(
        stage="review",
        rule=f"added by {review.reviewer}",
        version=review.id,
        reasons=(review.why,) if review.why else (),
    )
    (span,) = _spans(values["passage"] or "", article)[:1]
    kind = values["type"] or ""
    bare = Event(
        id=review.id.replace("rv_", "ev_", 1),
        article=article.id,
        type=kind,
        mode=None,
        contexts=(),
        actors=(),
        recipients=(),
        items=(),
        when=When(),
        where=None,
        certainty=Certainty(value=CERTAINTY["asserted"], label="asserted"),
        auxiliary=None,
        quad=plover().types[kind].quad,
        intensity=plover().types[kind].score,
        trigger=span,
        spans=(span,),
        made_by=made,
    )
    return with_revision(_lay_event(bare, values, article, made))


def revision_now(record: Reviewed) -> str:
    """The revision of a record; of a listing, which has none of its own, that of its content."""
    return revision_of(record) if isinstance(record, Listing) else record.revision or revision_of(record)
