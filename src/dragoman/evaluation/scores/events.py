"""Events: multisets matched within a text at several levels, and events placed in their passage.

any, quad, type, mode, country, full: as the names say; mode only on texts whose gold events all have one, country and full only on
texts labelled `full`. `placed` wants the type and an overlapping passage, and tells what else is right of those matched. Where a type
is symmetric, A to B and B to A and {A, B} are one event, on both sides.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from dragoman.errors import UsageError

from ..rows import EventPart, EventRow
from .measures import (
    BOOT,
    Counts,
    Scores,
    Value,
    harmonic,
    interval_of_counts,
    named_prf,
    one_to_one,
    overlap,
    precision_recall_f1,
    share,
    with_intervals,
)

# What the measure is made of is written down here, not taken from the ontology in use: figures must stay comparable.
QUADS = dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "CONCEDE"), 1)
QUADS |= dict.fromkeys(("COOPERATE", "AID", "RETREAT"), 2)
QUADS |= dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3)
QUADS |= dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4)
STATE_SECTORS = ("COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK")
OTHER_SECTORS = ("AGR", "BUS", "CRM", "CVL", "EDU", "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC")
SECTORS = frozenset(STATE_SECTORS + OTHER_SECTORS)
SYMMETRIC = frozenset(("CONSULT", "AGREE", "COOPERATE", "SUPPORT", "ASSAULT"))
LEVELS = ("any", "quad", "type", "mode", "country", "full")
ALSO_RIGHT = ("certainty", "auxiliary", "when", "where", "parties", "speaker")
LIGHT = frozenset(("the", "a", "an", "of"))

Key = tuple[object, ...]
Sides = tuple[frozenset[str], frozenset[str]]


class Matched(NamedTuple):
    """Names (types or quads) of what was matched, missed and made without need in one text."""

    hits: list[str]
    missed: list[str]
    extra: list[str]


def score_events(
    gold: Sequence[EventRow],
    found: Mapping[str, EventRow],
    *,
    lenient: bool = False,
    per_type: bool = False,
    boot: int = BOOT,
) -> Scores:
    """All levels. `lenient` leaves unmatched predictions out of precision where the gold of a text is not complete.

    Raises UsageError for a type that is not PLOVER's.
    """
    refuse_unknown_types(found)
    values: dict[str, Value] = {}
    intervals: dict[str, tuple[float, float] | None] = {}
    if any(event.start is not None for row in gold for event in row.events or ()):
        rows = [one for row in gold if (one := _placed(row, _made(row, found))) is not None]
        placed = np.array(rows, dtype=np.int64).reshape(-1, 3 + len(ALSO_RIGHT))
        values |= _placed_values(placed)
        intervals["placed.f1"] = interval_of_counts(placed[:, :3], _f1, boot)
    for level in LEVELS:
        texts = [
            text for row in gold if (text := match_text(row, _made(row, found), level, lenient=lenient)) is not None
        ]
        values |= _level_values(level, texts, per_type)
        counts = np.array([[len(part) for part in (t.hits, t.extra, t.missed)] for t in texts], dtype=np.int64).reshape(
            -1, 3
        )
        intervals[f"{level}.f1"] = interval_of_counts(counts, _f1_of_errors, boot)
    return with_intervals(values, intervals)


def refuse_unknown_types(found: Mapping[str, EventRow]) -> None:
    """Raises UsageError where a prediction has a type that PLOVER does not know."""
    unknown = {event.type for row in found.values() for event in row.events or ()} - set(QUADS)
    if unknown:
        raise UsageError(
            f"not PLOVER types: {', '.join(sorted(unknown))}", hint="the 16 types are in `dragoman evaluate --help`"
        )


def _made(row: EventRow, found: Mapping[str, EventRow]) -> tuple[EventPart, ...]:
    return (found[row.id].events or ()) if row.id in found else ()


def _f1(counts: Counts) -> float:
    right, made, there = (int(count) for count in counts)
    return precision_recall_f1(right, made, there)[2]


def _f1_of_errors(counts: Counts) -> float:
    hits, extra, missed = (int(count) for count in counts)
    return precision_recall_f1(hits, hits + extra, hits + missed)[2]


# -- levels ---------------------------------------------------------------------------------------------------------


def split_code(code: str) -> tuple[str, str]:
    """Country and sector: `USAGOV` is ("USA", "GOV"), `IGOUNO` ("IGO", ""), `PSEREBHMS` ("PSE", "REB")."""
    country, *rest = [code[at : at + 3] for at in range(0, len(code), 3)] or ["---"]
    return country, next((part for part in rest if part in SECTORS), "")


def sides(event: EventPart, *, sector: bool) -> Sides:
    """The sets of codes of actors and recipients, with or without the sector."""
    both = []
    for codes in (event.actors, event.recipients):
        parts = {split_code(code) for code in codes or ()}
        both.append(frozenset(country + (kind if sector else "") for country, kind in parts))
    return both[0], both[1]


def merged(events: Sequence[EventPart]) -> list[EventPart]:
    """A to B and B to A of one symmetric type as one event of {A, B} with no recipient."""
    kept: list[EventPart] = []
    used: set[int] = set()
    for number, event in enumerate(events):
        if number in used:
            continue
        back = _way_back(events, number, used) if event.type in SYMMETRIC and event.recipients else None
        if back is not None:
            used.add(back)
            everyone = sorted({*(event.actors or ()), *(event.recipients or ())})
            event = msgspec.structs.replace(event, actors=tuple(everyone), recipients=())
        kept.append(event)
    return kept


def _way_back(events: Sequence[EventPart], number: int, used: set[int]) -> int | None:
    there = events[number]
    for other in range(number + 1, len(events)):
        back = events[other]
        turned = set(back.actors or ()) == set(there.recipients or ()) and set(back.recipients or ()) == set(
            there.actors or ()
        )
        if other not in used and back.type == there.type and turned:
            return other
    return None


def keys(event: EventPart, level: str) -> list[Key]:
    """What matches at a level, the event's own type first, then those that count as right too."""
    types = [event.type, *(event.alt or ())]
    if level == "quad":
        return [(QUADS[name],) for name in types]
    if level == "mode":
        return [(event.type, event.mode)]
    if level in ("country", "full"):
        return [(name, sides(event, sector=level == "full")) for name in types]
    return [(name,) for name in types]


def match(
    gold: Sequence[EventPart], made: Sequence[EventPart], level: str
) -> tuple[list[EventPart], list[EventPart], list[EventPart]]:
    """Gold matched, gold missed, predictions left over; own types are matched before others that count as right."""
    left, todo = [(keys(event, level)[0], event) for event in made], list(gold)
    hits: list[EventPart] = []
    for accepted in (1, None):
        missed = []
        for event in todo:
            wanted = keys(event, level)[:accepted]
            place = next((number for number, (key, _) in enumerate(left) if key in wanted), None)
            if place is None:
                missed.append(event)
            else:
                del left[place]
                hits.append(event)
        todo = missed
    return hits, todo, [event for _, event in left]


def match_text(row: EventRow, made: Sequence[EventPart], level: str, *, lenient: bool) -> Matched | None:
    """One text at one level; None where the text is not measured at it."""
    gold, system = merged(row.events or ()), merged(made)
    if level in ("country", "full") and row.labels != "full":
        return None
    if level == "mode" and not (gold and all(event.mode for event in gold)):
        return None
    if level == "any":
        return _any(bool(gold), bool(system))
    hits, missed, extra = match(gold, system, level)
    if lenient and not row.complete:
        extra = [] if hits else extra[:1]
    return Matched(*([_label(event, level) for event in part] for part in (hits, missed, extra)))


def _any(there: bool, made: bool) -> Matched:
    return Matched(["any"] * (there and made), ["any"] * (there and not made), ["any"] * (made and not there))


def _label(event: EventPart, level: str) -> str:
    return str(QUADS[event.type]) if level == "quad" else event.type


def _level_values(level: str, texts: Sequence[Matched], per_type: bool) -> dict[str, Value]:
    hits = Counter(name for text in texts for name in text.hits)
    missed = Counter(name for text in texts for name in text.missed)
    extra = Counter(name for text in texts for name in text.extra)
    right, made, there = hits.total(), hits.total() + extra.total(), hits.total() + missed.total()
    values: dict[str, Value] = {f"{level}.texts": len(texts), **named_prf(level, right, made, there)}
    if per_type and level != "any":
        for name in sorted({*hits, *missed, *extra}):
            there = hits[name] + missed[name]
            values |= named_prf(f"{level}:{name}", hits[name], hits[name] + extra[name], there) | {
                f"{level}:{name}.n": there
            }
        each = [
            harmonic(share(hits[n], hits[n] + extra[n]), share(hits[n], hits[n] + missed[n])) for n in {*hits, *missed}
        ]
        values[f"{level}.macro_f1"] = share(sum(each), len(each))
    return values


# -- placed ---------------------------------------------------------------------------------------------------------


def _placed(row: EventRow, made: Sequence[EventPart]) -> list[int] | None:
    """[matched, made, there, then how many of the matched are right in each of ALSO_RIGHT]; None for gold without passages."""
    gold = [event for event in row.events or () if event.start is not None]
    if row.events and not gold:
        return None
    system = [event for event in made if event.start is not None]
    pairs = [(gold[i], system[j]) for i, j in _by_passage(gold, system)]
    right = [sum(_agrees(name, one, other) for one, other in pairs) for name in ALSO_RIGHT]
    return [len(pairs), len(system), len(gold), *right]


def _by_passage(gold: Sequence[EventPart], system: Sequence[EventPart]) -> list[tuple[int, int]]:
    offers = []
    for i, one in enumerate(gold):
        for j, other in enumerate(system):
            common = overlap(one.start or 0, one.end or 0, other.start or 0, other.end or 0)
            if common > 0 and other.type in (one.type, *(one.alt or ())):
                offers.append((-common, i, j))
    return one_to_one((i, j) for _, i, j in sorted(offers))


def _agrees(name: str, gold: EventPart, made: EventPart) -> bool:
    if name == "when":
        return ((gold.when and gold.when.value) or None) == ((made.when and made.when.value) or None)
    if name == "where":
        return ((gold.where and gold.where.country) or None) == ((made.where and made.where.country) or None)
    if name == "parties":
        return sides(gold, sector=True) == sides(made, sector=True)
    if name == "speaker":
        return _same_speaker(gold.according_to, made.according_to)
    if name == "certainty":
        return gold.certainty == made.certainty
    return (gold.auxiliary or None) == (made.auxiliary or None)


def _same_speaker(gold: str | None, made: str | None) -> bool:
    """Both untold, or sharing a word that is no article."""
    a, b = _content_words(gold), _content_words(made)
    return bool(a & b) if a and b else not a and not b


def _content_words(text: str | None) -> set[str]:
    return {word for word in (text or "").lower().replace("’s", "").split() if word not in LIGHT}


def _placed_values(counts: Counts) -> dict[str, Value]:
    hits, made, there, *right = (int(count) for count in counts.sum(axis=0))
    values: dict[str, Value] = {**named_prf("placed", hits, made, there), "placed.n": there}
    return values | {
        f"placed.{name}": count / hits if hits else None for name, count in zip(ALSO_RIGHT, right, strict=True)
    }
