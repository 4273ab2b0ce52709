"""One happening, one event: mentions of the same act in one report are one event that keeps all its passages."""

from collections.abc import Iterable, Sequence

import msgspec

from dragoman.records import Event, Party, with_revision

from .ontology import plover

DEFINITE = ("the", "this", "that", "these", "those")
RETOLD = {None, "historical"}
BLOWS = 4  # material conflict: one blow hits many, and each passage names some of them
NEAR = 600  # characters, some four sentences: within them a passage that names nobody else retells; of 300, 600, 1200 on held-out training texts


def merge_events(events: Sequence[Event]) -> tuple[Event, ...]:
    """The events with repeats joined, in order of their first passage, each with its revision.

    The fuller passage leads. The certainty of the least sure passage is never raised by joining: events of unlike certainty or date stay
    apart, and of unlike auxiliary, but for what is told again in the pluperfect.
    """
    kept: list[Event] = []
    for event in events:
        twin = next((place for place, one in enumerate(kept) if same_happening(one, event)), None)
        if twin is None:
            kept.append(event)
        else:
            kept[twin] = joined(kept[twin], event)
    return tuple(with_revision(event) for event in sorted(kept, key=lambda one: one.trigger.start))


def same_happening(one: Event, other: Event) -> bool:
    """True where two passages may tell the same act and nothing speaks against it."""
    return (
        one.type == other.type
        and one.certainty.label == other.certainty.label
        and (one.mode == other.mode or one.mode is None or other.mode is None or retells(one, other))
        and alike(one.actors, other.actors)
        and differences(one, other) <= (1 if retells(one, other) else 0)
        and (shares(one, other) or refers_back(other) or retells(one, other))
        and agree(one.when.value, other.when.value)
        and agree(one.where.country if one.where else None, other.where.country if other.where else None)
    )


def differences(one: Event, other: Event) -> int:
    """How many of two things differ in a way that one happening still may: whom a blow hit, and news that is told again in the pluperfect.

    2 or more where they differ in a way that it may not.
    """
    hit = 0 if alike(one.recipients, other.recipients) else 1 if one.quad == BLOWS else 2
    told = {one.auxiliary, other.auxiliary}
    return hit + (0 if len(told) == 1 else 1 if told == RETOLD else 2)


def codes(parties: Iterable[Party]) -> set[str]:
    """The codes of a side."""
    return {party.code for party in parties}


def alike(some: Sequence[Party], others: Sequence[Party]) -> bool:
    """True where one side's codes hold the other's, or one is not told."""
    a, b = codes(some), codes(others)
    return not a or not b or a <= b or b <= a


def shares(one: Event, other: Event) -> bool:
    """True where at least one told party is the same: two acts by nobody known are not the same act."""
    return bool(codes(one.actors) & codes(other.actors) or codes(one.recipients) & codes(other.recipients))


def refers_back(event: Event) -> bool:
    """True where a passage names nobody and points to what was told before: "this crucial meeting", "the talks"."""
    first = event.spans[0].quote.partition(" ")[0].lower()
    return not event.actors and not event.recipients and first in DEFINITE


def retells(one: Event, other: Event) -> bool:
    """True where a passage close by goes on with an act of a kind that reports tell in several ("A bomb went off. It killed five and wounded ten").

    Which kinds are: types.toml. In the labelled training reports two such passages that name no unlike party, day or place are
    more often one event than two; unlike modes do not speak against it, nor does one of the differences that `differences` counts.
    """
    return plover().types[one.type].retold and abs(other.trigger.start - one.trigger.start) <= NEAR


def agree(a: str | None, b: str | None) -> bool:
    """True where one is untold or one begins as the other (2024-09 and 2024-09-13)."""
    return a is None or b is None or a.startswith(b) or b.startswith(a)


def fullness(event: Event) -> tuple[int, int, int]:
    """How much an event tells."""
    told = sum(1 for part in (event.actors, event.recipients, event.when.value, event.where, event.mode) if part)
    return told, len(event.actors) + len(event.recipients), -event.trigger.start


def joined(one: Event, other: Event) -> Event:
    """The fuller event with the other's passages and what only the other tells."""
    lead, rest = (one, other) if fullness(one) >= fullness(other) else (other, one)
    spans = (*lead.spans, *(span for span in rest.spans if span not in lead.spans))
    return msgspec.structs.replace(
        lead,
        spans=spans,
        mode=lead.mode or rest.mode,
        intensity=lead.intensity if lead.mode or not rest.mode else rest.intensity,
        actors=lead.actors or rest.actors,
        recipients=all_hit(lead.recipients, rest.recipients),
        auxiliary=lead.auxiliary if one.auxiliary == other.auxiliary else None,
        when=lead.when if lead.when.value else rest.when,
        where=lead.where or rest.where,
        contexts=tuple(dict.fromkeys((*lead.contexts, *rest.contexts))),
        items=tuple(dict.fromkeys((*lead.items, *rest.items))),
        made_by=msgspec.structs.replace(
            lead.made_by, reasons=(*lead.made_by.reasons, f"told again by \u201c{rest.trigger.quote}\u201d")
        ),
    )


def all_hit(some: tuple[Party, ...], others: tuple[Party, ...]) -> tuple[Party, ...]:
    """The recipients of two passages: those of the fuller one, and the others' where the two name unlike ones."""
    if alike(some, others):
        return some or others
    return (*some, *(party for party in others if party.code not in codes(some)))
