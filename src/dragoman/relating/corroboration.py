"""What the reports of a story agree on, where they contradict each other, and which of them are independent.

Fifty papers that print one agency's copy are one source. Reports go back to one source where they have one publisher, sign for or are
published by one agency, print the same text (see `reprints`), or rest most of what they tell on the word of the same news organisation.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from dragoman.records import Article, Contradiction, Dossier, Event, Party, Place, Quote, Source, Span, Told
from dragoman.sources.openings import agency_name

from .casualties import Count, headline_counts

MEDIA = "MED"
INDEPENDENT = 2  # sources that must tell the same before it counts as agreed
RESTING = 0.5  # share of a report's events on the word of one news organisation, from which the report goes back to it
FAR_KM = (
    100.0  # between two places of one act that cannot both be right; within it one is likely the other's surroundings
)
EARTH_KM = 6371.0
POINTS = ("city", "facility")
UNTOLD = "---"
ATTACK = 4  # the quad class in which it matters who did it
MATERIAL = (2, 4)  # quad classes whose acts are done once; what is said is said again on other days and in other places
UNREAL = ("future", "hypothetical", "historical")

Corroborated = tuple[tuple[Source, ...], tuple[Told, ...], tuple[Contradiction, ...]]


def corroborated(
    dossiers: Sequence[Dossier], copies: Mapping[str, str], reprints: Sequence[tuple[str, str]] = ()
) -> Corroborated:
    """Sources, agreements and contradictions of a story's reports, given in the order in which they came.

    `copies` maps a report to the one whose text it shares; `reprints` are pairs of a reprint that was not read and its original.
    """
    sources = sources_of(dossiers, copies, reprints)
    of = {report: number for number, source in enumerate(sources) for report in source.reports}
    tellings = list(_tellings(dossiers))
    contradictions = [*_counts_apart(dossiers, of), *_acts_apart(tellings, of)]
    disputed = {(one.what, one.about) for one in contradictions}
    agreed = [one for one in _agreed(dossiers, tellings, of) if (one.what, "") not in disputed]
    return sources, tuple(agreed), tuple(contradictions)


# -- sources --------------------------------------------------------------------------------------------------------


def sources_of(
    dossiers: Sequence[Dossier], copies: Mapping[str, str], reprints: Sequence[tuple[str, str]] = ()
) -> tuple[Source, ...]:
    """The independent sources, the one of most reports first."""
    joined: dict[str, str] = {dossier.article.id: dossier.article.id for dossier in dossiers}
    joined |= {reprint: reprint for reprint, original in reprints if original in joined}
    why: defaultdict[str, list[str]] = defaultdict(list)
    for one, other, reason in _joins(dossiers, copies, reprints):
        if one in joined and other in joined:
            why[one].append(reason)
            joined[_root(joined, other)] = _root(joined, one)
    grouped: defaultdict[str, list[str]] = defaultdict(list)
    for report in joined:
        grouped[_root(joined, report)].append(report)
    names = {dossier.article.id: _origin(dossier) or dossier.article.publisher for dossier in dossiers}
    made = (_source(reports, names, why) for reports in grouped.values())
    return tuple(sorted(made, key=lambda source: -len(source.reports)))


def _source(reports: list[str], names: Mapping[str, str | None], why: Mapping[str, list[str]]) -> Source:
    name = next((found for one in reports if (found := names.get(one))), "")
    return Source(
        name=name, reports=tuple(reports), why=tuple(dict.fromkeys(r for one in reports for r in why.get(one, ())))
    )


def _root(joined: Mapping[str, str], report: str) -> str:
    while joined[report] != report:
        report = joined[report]
    return report


def _joins(
    dossiers: Sequence[Dossier], copies: Mapping[str, str], reprints: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, str, str]]:
    """Pairs of reports that go back to one source, and why."""
    yield from ((original, copy, "the same text") for copy, original in copies.items())
    yield from ((original, reprint, "the same text") for reprint, original in reprints)
    first: dict[str, str] = {}
    for dossier in dossiers:
        for key, reason in _names(dossier):
            if key in first:
                yield first[key], dossier.article.id, reason
            first.setdefault(key, dossier.article.id)


def _names(dossier: Dossier) -> Iterator[tuple[str, str]]:
    """Whom a report goes back to, as a key and in words."""
    publisher = dossier.article.publisher
    if publisher:
        yield (agency_name(publisher) or publisher).casefold(), f"published by {publisher}"
    if agency := _agency(dossier.article):
        yield agency.casefold(), f"signed {agency}"
    if outlet := _rests_on(dossier):
        yield (agency_name(outlet) or outlet).casefold(), f"according to {outlet}"


def _origin(dossier: Dossier) -> str | None:
    return _agency(dossier.article) or _rests_on(dossier)


def _agency(article: Article) -> str | None:
    """The agency that signs a report: its author, or the last word of its dateline."""
    signed = (article.author, *(article.dateline or "").replace("(", ",").replace(")", ",").split(","))
    return next((name for part in signed if part and (name := agency_name(part))), None)


def _rests_on(dossier: Dossier) -> str | None:
    """The news organisation on whose word most of a report's events rest; None where there is none."""
    claims = {claim.id: claim for claim in dossier.claims}
    told: defaultdict[str, int] = defaultdict(int)
    for event in dossier.events:
        claim = claims.get(event.certainty.according_to or "")
        if claim and claim.speaker and MEDIA in (claim.speaker.sector, *claim.speaker.other_sectors):
            told[claim.speaker.name] += 1
    most = max(told, key=lambda name: told[name], default=None)
    return most if most and told[most] >= RESTING * len(dossier.events) else None


# -- acts -----------------------------------------------------------------------------------------------------------


Act = tuple[str, frozenset[str], frozenset[str], str]  # type, actors, recipients, and the day of an act of one side


class _Telling(NamedTuple):
    """An act as one report tells it."""

    article: str
    event: Event
    act: Act

    @property
    def actors(self) -> frozenset[str]:
        """The countries that act."""
        return self.act[1]

    @property
    def recipients(self) -> frozenset[str]:
        """The countries that are acted on."""
        return self.act[2]


def _tellings(dossiers: Sequence[Dossier]) -> Iterator[_Telling]:
    """What reports tell as done, or deny; not what may come or is long past."""
    for dossier in dossiers:
        for event in dossier.events:
            act = act_of(event)
            if act is not None and event.auxiliary not in UNREAL:
                yield _Telling(dossier.article.id, event, act)


def act_of(event: Event) -> Act | None:
    """What makes two tellings one act: type and parties; None where that cannot be told.

    An act of one side only (`PROTEST: IRN`) is told by many reports of many happenings: it is left out unless its day is known, which
    then is a part of it.
    """
    actors, recipients = _countries(event.actors), _countries(event.recipients)
    when = "" if actors and recipients else _known_day(event)
    return (event.type, actors, recipients, when) if (actors or recipients) and when is not None else None


def _known_day(event: Event) -> str | None:
    """The day of an event, None where the text does not tell it to the day."""
    return event.when.start if event.when.start == event.when.end else None


def _countries(parties: Sequence[Party]) -> frozenset[str]:
    return frozenset(party.country for party in parties if party.country != UNTOLD)


def act_said(act: Act) -> str:
    """An act in words: `CONSULT: PRK to RUS`, `PROTEST: IRN on 2022-09-17`."""
    sides = [" and ".join(sorted(side)) for side in act[1:3] if side]
    return f"{act[0]}: {' to '.join(sides)}" + (f" on {act[3]}" if act[3] else "")


def is_denied(event: Event) -> bool:
    """Whether a report tells that it did not happen, or that somebody says so."""
    return event.certainty.label == "denied" or event.auxiliary in ("negation", "negated")


def _told(what: str, value: str, tellings: Iterable[tuple[str, Span | None]], of: Mapping[str, int]) -> Told:
    """A version with one quote of each report."""
    quotes = dict(reversed(list(tellings)))
    reports = tuple(sorted(quotes, key=lambda one: list(of).index(one)))
    return Told(
        what=what, value=value, reports=reports, sources=len({of[one] for one in reports}),
        quotes=tuple(Quote(article=one, span=span) for one in reports if (span := quotes[one])),
    )  # fmt: skip


def _versions(
    what: str,
    tellings: Iterable[_Telling],
    value: Callable[[_Telling], tuple[Hashable, str] | None],
    of: Mapping[str, int],
) -> list[Told]:
    """The values that tellings give, each with who gives it, that of most sources first; a telling without a value says nothing."""
    said: defaultdict[Hashable, list[tuple[str, Span | None]]] = defaultdict(list)
    words: dict[Hashable, str] = {}
    for one in tellings:
        if found := value(one):
            said[found[0]].append((one.article, one.event.spans[0]))
            words.setdefault(*found)
    made = [_told(what, words[key], quotes, of) for key, quotes in said.items()]
    return sorted(made, key=lambda one: (-one.sources, -len(one.reports), one.value))


def _day(one: _Telling) -> tuple[Hashable, str] | None:
    day = _known_day(one.event)
    return (day, day) if day else None


def _place(one: _Telling) -> tuple[Hashable, str] | None:
    where = one.event.where
    return ((where.name, where.country), _place_name(where)) if where else None


def _place_name(where: Place) -> str:
    return ", ".join(part for part in (where.name, where.country) if part)


def _agreed(dossiers: Sequence[Dossier], tellings: Sequence[_Telling], of: Mapping[str, int]) -> Iterator[Told]:
    """Acts, with their days and places, and counts that at least INDEPENDENT sources tell alike."""
    asserted = [one for one in tellings if not is_denied(one.event)]
    acts = _versions("act", asserted, lambda one: (one.act, act_said(one.act)), of)
    for act in acts:
        if act.sources >= INDEPENDENT:
            yield act
            same = [one for one in asserted if act_said(one.act) == act.value]
            for what, value in (("day", _day), ("place", _place)):
                for found in _versions(what, same, value, of)[:1]:
                    if found.sources >= INDEPENDENT:
                        yield found
    for kind, counts in _counts(dossiers).items():
        same_words: defaultdict[str, list[tuple[str, Span | None]]] = defaultdict(list)
        for article, count in counts:
            same_words[count.words()].append((article, count.span))
        for words, quotes in same_words.items():
            if (found := _told(kind, words, quotes, of)).sources >= INDEPENDENT:
                yield found


def _acts_apart(tellings: Sequence[_Telling], of: Mapping[str, int]) -> Iterator[Contradiction]:
    """Acts that some assert and others deny; that are told of other days, far places, or other doers."""
    by_act: defaultdict[Act, list[_Telling]] = defaultdict(list)
    for one in tellings:
        by_act[one.act].append(one)
    for act, same in by_act.items():
        about = act_said(act)
        yield from _apart("denial", about, _versions("denial", same, _stance, of), of)
        if same[0].event.quad in MATERIAL:
            yield from _apart("day", about, _versions("day", same, _day, of), of)
            yield from _apart("place", about, _far_apart(same, of), of)
    yield from _blame(tellings, of)


def _stance(one: _Telling) -> tuple[Hashable, str]:
    denied = is_denied(one.event)
    return denied, "denied" if denied else "asserted"


def _apart(what: str, about: str, sides: Sequence[Told], of: Mapping[str, int]) -> Iterator[Contradiction]:
    """A contradiction, where the versions are those of more than one source; a report that tells both contradicts nobody."""
    alike = any(
        set(one.reports) <= set(other.reports) or set(other.reports) <= set(one.reports)
        for one, other in combinations(sides, 2)
    )
    if len(sides) > 1 and not alike and len({of[report] for side in sides for report in side.reports}) > 1:
        yield Contradiction(what=what, about=about, sides=tuple(sides))


def _far_apart(same: Sequence[_Telling], of: Mapping[str, int]) -> list[Told]:
    """The places of an act, if two of them are points and too far from each other for both to be right."""
    points = {_place(one): one.event.where for one in same if one.event.where and one.event.where.kind in POINTS}
    places = [where for where in points.values() if where]
    if any(_distance_km(one, other) > FAR_KM for one, other in combinations(places, 2)):
        pointed = [one for one in same if one.event.where and one.event.where.kind in POINTS]
        return _versions("place", pointed, _place, of)
    return []


def _distance_km(one: Place, other: Place) -> float:
    """Great-circle distance (haversine)."""
    a, b = math.radians(one.latitude), math.radians(other.latitude)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(half))


def _blame(tellings: Sequence[_Telling], of: Mapping[str, int]) -> Iterator[Contradiction]:
    """Hostile acts of one type on the same recipients that reports lay at the door of different countries."""
    hostile: defaultdict[tuple[str, frozenset[str]], list[_Telling]] = defaultdict(list)
    for one in tellings:
        if one.event.quad == ATTACK and one.actors and one.recipients and not is_denied(one.event):
            hostile[one.event.type, one.recipients].append(one)
    for (kind, recipients), same in hostile.items():
        sides = _versions("blame", same, lambda one: (one.actors, " and ".join(sorted(one.actors))), of)
        if not any(set(one.reports) & set(other.reports) for one, other in combinations(sides, 2)):
            yield from _apart("blame", act_said((kind, frozenset(), recipients, "")), sides, of)


# -- counts ---------------------------------------------------------------------------------------------------------


def _counts(dossiers: Sequence[Dossier]) -> dict[str, list[tuple[str, Count]]]:
    """For each kind the count that each report leads with."""
    found: defaultdict[str, list[tuple[str, Count]]] = defaultdict(list)
    for dossier in dossiers:
        for kind, count in headline_counts(dossier.article.text).items():
            found[kind].append((dossier.article.id, count))
    return found


def _counts_apart(dossiers: Sequence[Dossier], of: Mapping[str, int]) -> Iterator[Contradiction]:
    """Kinds of which reports lead with counts that cannot all be true."""
    for kind, counts in _counts(dossiers).items():
        if any(one.excludes(other) for (_, one), (_, other) in combinations(counts, 2)):
            said: defaultdict[str, list[tuple[str, Span | None]]] = defaultdict(list)
            for article, count in counts:
                said[count.words()].append((article, count.span))
            sides = [_told(kind, words, quotes, of) for words, quotes in said.items()]
            yield from _apart(kind, "", sorted(sides, key=lambda one: (-one.sources, -len(one.reports), one.value)), of)
