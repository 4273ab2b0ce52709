"""CAMEO codes for PLOVER events, where the official table maps back, and rows of who did what to whom as CAMEO data has them.

The table (Open Event Data Alliance, 2021, CC BY-SA 4.0) leads many CAMEO codes to one PLOVER type, mode and context. Read backwards it
gives one code where the contexts tell the codes apart, the general one (ending in 0) where they do not, and otherwise the code above them
all, which is then marked as not exact. What a text denies, or tells as future, hypothetical or not done, has no CAMEO code, since CAMEO
has no way to say so: such events are never in these rows. An event told as done whose code the table leaves open (an assault that may be
18, 19 or 20) has a row with an empty code.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from dragoman.records import Event, Party
from dragoman.telling.columns import field

ROOT = 2  # digits of a CAMEO root category


class CameoCode(NamedTuple):
    """A CAMEO code; `exact` where the official table leads from it to just this type and mode."""

    code: str
    exact: bool


class Mapped(NamedTuple):
    """One row of the table, read backwards."""

    code: str
    contexts: frozenset[str]


@cache
def by_plover() -> dict[tuple[str, str | None], tuple[Mapped, ...]]:
    """The codes of the official table by PLOVER type and mode, in the order of the codes."""
    path = resources.files("dragoman.knowledge") / "plover" / "cameo.csv"
    found: dict[tuple[str, str | None], dict[str, Mapped]] = {}
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        contexts = frozenset(part.strip() for part in row["contexts"].split(";") if part.strip())
        codes = found.setdefault((row["type"], row["mode"] or None), {})
        codes[row["cameo"]] = Mapped(row["cameo"], contexts)
    return {key: tuple(codes[code] for code in sorted(codes)) for key, codes in found.items()}


def cameo_of(event: Event) -> CameoCode | None:
    """The CAMEO code of an event; None for a type the table does not lead to, and for what is not told as done."""
    return code_of(event.type, event.mode, event.contexts) if told_as_done(event) else None


def told_as_done(event: Event) -> bool:
    """Whether an event is told as happening or having happened, and not denied."""
    return event.auxiliary in (None, "historical") and event.certainty.label != "denied"


def code_of(kind: str, mode: str | None, contexts: Iterable[str]) -> CameoCode | None:
    """The CAMEO code of a PLOVER type, mode and contexts.

    >>> code_of("REQUEST", "assist", ["military", "economic"]), code_of("CONSULT", "phone", [])
    (CameoCode(code='10', exact=False), CameoCode(code='041', exact=True))
    """
    known = by_plover()
    if (kind, mode) not in known:
        return _above(kind)
    told = frozenset(contexts)
    fitting = [row for row in known[kind, mode] if row.contexts <= told]
    if not fitting:
        return _inexact([row.code for row in known[kind, mode]])
    most = max(len(row.contexts) for row in fitting)
    best = [row.code for row in fitting if len(row.contexts) == most]
    return _general(best) or _inexact(best)


def _general(codes: Sequence[str]) -> CameoCode | None:
    """The one code, or the one that means "not specified below" for all of them: the root with a 0, or the root itself."""
    if len(codes) == 1:
        return CameoCode(codes[0], True)
    root = codes[0][:ROOT]
    if any(code[:ROOT] != root for code in codes):
        return None
    general = next((code for code in (root + "0", root) if code in codes), None)
    return CameoCode(general, True) if general and _leads_to_one(general) else None


def _leads_to_one(code: str) -> bool:
    return sum(any(row.code == code for row in rows) for rows in by_plover().values()) == 1


def _inexact(codes: Sequence[str]) -> CameoCode | None:
    """What all the codes begin with, where that is a code."""
    alike = 0
    for digits in zip(*codes, strict=False):
        if len(set(digits)) > 1:
            break
        alike += 1
    common = codes[0][:alike]
    return CameoCode(common, len(codes) == 1) if len(common) >= ROOT else None


def _above(kind: str) -> CameoCode | None:
    """The root of a type whose mode the table does not know."""
    roots = [row.code for row in by_plover().get((kind, None), ()) if len(row.code) == ROOT]
    return CameoCode(roots[0], False) if len(roots) == 1 else None


class CameoRow(NamedTuple):
    """An event between two parties, as CAMEO data has it. The day is the event's own, empty where the text tells none."""

    id: str
    day: str | None
    source: str
    target: str
    code: str | None
    root: str | None
    exact: bool
    quad: int
    certainty: str
    according_to: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    article: str
    source_name: str
    target_name: str


CAMEO_COLUMNS = [
    field("id", "Id of the event; it comes once for each pair of parties."),
    field("day", "First day that the text may mean; empty where it tells none.", "date"),
    field("source", "Code of who acts; empty where the text leaves it open."),
    field("target", "Code of who is acted on; empty where nobody is."),
    field("code", "CAMEO code; empty where the official table leaves it open."),
    field("root", "Its first two digits."),
    field("exact", "Whether the official table leads from this code to just this PLOVER type and mode.", "boolean"),
    field("quad", "Quad class: 1 verbal, 2 material cooperation; 3 verbal, 4 material conflict.", "integer"),
    field("certainty", "asserted, likely or possible; what is denied has no row."),
    field("according_to", "Whose word it rests on, as written."),
    field("country", "Where it happened, ISO alpha-3."),
    field("latitude", "Degrees north (WGS 84).", "number"),
    field("longitude", "Degrees east.", "number"),
    field("article", "Id of the report."),
    field("source_name", "Name of who acts."),
    field("target_name", "Name of who is acted on."),
]


def cameo_rows(events: Iterable[Event]) -> Iterator[CameoRow]:
    """One row for each source and target. Where nobody is clearly the doer, each party is the source towards each other."""
    for event in events:
        if not told_as_done(event):
            continue
        code = cameo_of(event)
        for source, target in pairs_of(event):
            yield _row(event, code, source, target)


def pairs_of(event: Event) -> Iterator[tuple[Party | None, Party | None]]:
    """Who acts on whom; None on a side that the text leaves open. All ordered pairs where everyone is an actor."""
    if not event.recipients and len(event.actors) > 1:
        yield from ((one, other) for one in event.actors for other in event.actors if one is not other)
        return
    actors: Sequence[Party | None] = event.actors or (None,)
    recipients: Sequence[Party | None] = event.recipients or (None,)
    yield from ((one, other) for one in actors for other in recipients)


def _row(event: Event, code: CameoCode | None, source: Party | None, target: Party | None) -> CameoRow:
    where = event.where
    return CameoRow(
        id=event.id,
        day=event.when.start or event.when.end,
        source=source.code if source else "",
        target=target.code if target else "",
        code=code.code if code else None,
        root=code.code[:ROOT] if code else None,
        exact=code is not None and code.exact,
        quad=event.quad,
        certainty=event.certainty.label,
        according_to=event.certainty.source,
        country=where.country if where else None,
        latitude=where.latitude if where else None,
        longitude=where.longitude if where else None,
        article=event.article,
        source_name=source.name if source else "",
        target_name=target.name if target else "",
    )
