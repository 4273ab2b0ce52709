"""Which place of a name a report means, with the whole report in view.

Every name is decided once for a report. What counts: how many live there and what kind of place it is, the unit named beside it
("Paris, Texas"), the states and provinces in play, and how near the other places of the report are. The places vote for each other
for a few rounds.
"""

import csv
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import NamedTuple

from .gazetteer import Gazetteer, GazetteerRow, Names, distance_km, features, key_of

# Weights set by hand, in their order of trust.
POPULATION = 0.35  # per power of ten
KIND = {
    "country": 2.2,
    "admin1": 0.5,
    "city": 0.6,
    "admin2": -0.7,
    "facility": 1.6,
    "water": 1.0,
    "region": 1.2,
    "disputed": 1.3,
}
RANK = {Names.OFFICIAL: 0.0, Names.OTHER: -0.6, Names.SHORT: -1.6, Names.POSTAL: -4.0}
CAPITAL = 1.0
UNIT_OF_TOWN = -1.0  # a province that is called like a town in it
CONTAINER, OUTSIDE = 6.0, -3.0
COUNTRY_SHARE, ADMIN_SHARE, NEAR = 2.5, 2.0, 1.2
NEAR_KM = 150.0
ROUNDS = 3
_UNITS = ("country", "admin1", "admin2", "disputed", "region")
_AFTER = re.compile(
    r"(?:\s*,\s*|\s*\(\s*|,?\s+in\s+(?:the\s+)?|,?\s+of\s+(?=[A-Z]))((?:[A-Z][\w'’-]*\.?(?:[A-Z]\.)*\s?){1,3})"
)
_NEXT_WORD = re.compile(r"\s+([A-Za-z]+)")


class Scored(NamedTuple):
    """A place the name may mean, with its score and what spoke for it."""

    row: GazetteerRow
    score: float
    why: tuple[str, ...]


@dataclass
class Group:
    """All mentions of one name in a report."""

    key: str
    rows: tuple[GazetteerRow, ...]
    count: int = 0
    containers: list[tuple[str, tuple[GazetteerRow, ...]]] = field(default_factory=list)
    ranked: list[Scored] = field(default_factory=list)

    @property
    def best(self) -> GazetteerRow:
        return self.ranked[0].row


class Named(NamedTuple):
    """A name in the text with the group it belongs to."""

    start: int
    end: int
    group: Group | None


@cache
def demonyms() -> dict[str, str]:
    """Country of every adjective of a state: `syrian` is SYR."""
    return {
        key_of(word): row["alpha3"] or row["code"]
        for row in reversed(_states())
        for word in row["demonyms"].split(";")
        if word
    }


@cache
def _states() -> list[dict[str, str]]:
    text = (resources.files("dragoman.knowledge") / "actors" / "states.csv").read_text(encoding="utf-8")
    return [row for row in csv.DictReader(text.splitlines()) if row["kind"] != "former_state"]


@cache
def _country_names() -> dict[str, str]:
    return {row["alpha3"] or row["code"]: row["name"] for row in _states()}


def country_of_adjective(word: str, gazetteer: Gazetteer) -> tuple[GazetteerRow, ...]:
    """The state that an adjective or a name of its people belongs to ("Syrian", "Syrians")."""
    key = key_of(word)
    code = demonyms().get(key) or demonyms().get(key.removesuffix("s"))
    rows = gazetteer.lookup(_country_names()[code]) if code else ()
    return tuple(row for row in rows if row.kind == "country" and row.country == code)


@cache
def capitals() -> frozenset[tuple[str, str]]:
    """(country, key) of every capital, from the table of states."""
    return frozenset((row["alpha3"] or row["code"], key_of(name)) for row in _states() if (name := row["capital"]))


def resolve_names(
    text: str, spans: Sequence[tuple[int, int]], gazetteer: Gazetteer, in_play: Mapping[str, float] | None = None
) -> list[Named]:
    """The place of each span, None where the gazetteer has none; `in_play` are states with a weight that the report names otherwise."""
    groups: dict[tuple[str, tuple[int, ...]], Group] = {}
    named = []
    for start, end in spans:
        rows, inner = candidates_for(text, start, end, gazetteer)
        if not rows:
            named.append(Named(start, end, None))
            continue
        key = (key_of(text[start:end]), tuple(row.id for row in rows))
        group = groups.setdefault(key, Group(key[0], rows))
        group.count += 1
        container = inner or container_after(text, end, gazetteer)
        if container:
            group.containers.append(container)
        named.append(Named(start, end, group))
    vote(list(groups.values()), in_play or {})
    return named


# --- what a name may be -----------------------------------------------------------------------------------------------

Container = tuple[str, tuple[GazetteerRow, ...]]


def candidates_for(
    text: str, start: int, end: int, gazetteer: Gazetteer
) -> tuple[tuple[GazetteerRow, ...], Container | None]:
    """The places a span may name, and the unit that stands inside the span itself ("Paris, Texas")."""
    surface = re.sub(r"['’]s?$", "", text[start:end].strip())
    rows = gazetteer.lookup(surface)
    if not rows and "," in surface:
        head, _, tail = surface.partition(",")
        units = units_named(tail, gazetteer)
        rows = _of_kind_named(head.strip(), "", gazetteer)
        return rows, ((tail.strip(), units) if units else None)
    following = _NEXT_WORD.match(text, end)
    rows = _of_kind_named(surface, following[1].lower() if following else "", gazetteer)
    if not rows:
        return country_of_adjective(surface, gazetteer), None
    if not after_comma(text, start):
        rows = tuple(row for row in rows if row.rank != Names.POSTAL)
    return rows, None


def _of_kind_named(surface: str, following: str, gazetteer: Gazetteer) -> tuple[GazetteerRow, ...]:
    """Candidates, held to the kinds that a word beside the name asks for ("province", "River"), without a direction before it."""
    kinds = features()["kinds"]
    words = surface.split()
    rows = gazetteer.lookup(surface)
    if rows and following in kinds:
        return tuple(row for row in rows if row.kind in kinds[following]) or rows
    if rows or not words:
        return rows
    for hint, rest in (
        (words[-1].lower(), words[:-1]),
        (words[0].lower(), words[2:] if words[1:2] == ["of"] else words[1:]),
    ):
        if hint in kinds and rest:
            found = tuple(row for row in gazetteer.lookup(" ".join(rest)) if row.kind in kinds[hint])
            if found:
                return found
    if words[0].lower() in features()["directions"]["words"]:
        return _of_kind_named(" ".join(words[1:]), following, gazetteer)
    return ()


def after_comma(text: str, start: int) -> bool:
    """Whether a comma or bracket stands before: there "CA" and "Ga" are states."""
    return text[:start].rstrip().endswith((",", "("))


def container_after(text: str, end: int, gazetteer: Gazetteer) -> Container | None:
    """The unit named right after a span: ", Texas", "(Texas)", "in Texas"."""
    match = _AFTER.match(text, end)
    if not match:
        return None
    units = units_named(match[1], gazetteer)
    comma = text[end : match.start(1)].strip() in (",", "(")
    units = tuple(row for row in units if comma or row.rank != Names.POSTAL)
    return (match[1].strip(), units) if units else None


def units_named(phrase: str, gazetteer: Gazetteer) -> tuple[GazetteerRow, ...]:
    """States, provinces and counties of the longest beginning of a phrase that names some."""
    words = phrase.split()
    for last in range(len(words), 0, -1):
        found = tuple(row for row in gazetteer.lookup(" ".join(words[:last])) if row.kind in _UNITS)
        if found:
            return found
    return ()


# --- which of them ----------------------------------------------------------------------------------------------------


def vote(groups: Sequence[Group], in_play: Mapping[str, float]) -> None:
    """Ranks the candidates of every group: first each for itself, then with the votes of the others."""
    fixed = {id(group): [_own_score(group, row) for row in group.rows] for group in groups}
    for group in groups:
        group.ranked = _sorted(
            Scored(row, score, why) for row, (score, why) in zip(group.rows, fixed[id(group)], strict=True)
        )
    for left in reversed(range(ROUNDS)):
        support = _Support(groups, in_play)
        for group in groups:
            if left and len(group.rows) == 1:
                continue  # it votes alike in every round
            scored = (
                _with_votes(group, row, *own, support, told=not left)
                for row, own in zip(group.rows, fixed[id(group)], strict=True)
            )
            group.ranked = _sorted(scored)


def _sorted(scored: Iterable[Scored]) -> list[Scored]:
    return sorted(scored, key=lambda one: (-one.score, -one.row.population, one.row.id))


def _own_score(group: Group, row: GazetteerRow) -> tuple[float, tuple[str, ...]]:
    score = POPULATION * math.log10(row.population + 1) + KIND.get(row.kind, 0.0) + RANK[row.rank]
    why = [f"{row.population:,} inhabitants" if row.kind == "city" else f"a {row.kind}"]
    if row.kind == "city" and row.country and (row.country, key_of(row.name)) in capitals():
        score += CAPITAL
        why.append("a capital")
    if row.kind in ("admin1", "admin2") and any(
        other.kind == "city" and row.id in (other.admin1, other.admin2) for other in group.rows
    ):
        score += UNIT_OF_TOWN
        why.append("called like a town in it")
    for name, units in group.containers[:3]:
        inside = any(lies_in(row, unit) for unit in units)
        score += CONTAINER if inside else OUTSIDE
        why.append(f"{'lies in' if inside else 'lies outside'} “{name}”, named beside it")
    return score, tuple(why)


def lies_in(row: GazetteerRow, unit: GazetteerRow) -> bool:
    """True where a place lies in a country, province or county, or is that unit's own town."""
    if row.id == unit.id:
        return False
    if unit.kind in ("country", "disputed", "region"):
        return unit.country is not None and row.country == unit.country and row.kind != "country"
    return unit.id in (row.admin1, row.admin2)


class _Support:
    """How much of the report speaks for each country and province, and where its places lie."""

    def __init__(self, groups: Sequence[Group], in_play: Mapping[str, float]) -> None:
        self.countries: dict[str | None, float] = defaultdict(float)
        self.admins: dict[int | None, float] = defaultdict(float)
        self.own: dict[int, tuple[float, GazetteerRow]] = {}
        self.points = []
        for country, weight in in_play.items():
            self.countries[country] += weight
        for group in groups:
            weight = math.sqrt(group.count) * _sureness(group.ranked)
            best = group.best
            self.own[id(group)] = (weight, best)
            if best.country:
                self.countries[best.country] += weight
            admin = best.id if best.kind == "admin1" else best.admin1
            if admin:
                self.admins[admin] += weight
            if best.kind != "country":
                self.points.append((id(group), best.latitude, best.longitude))
        self.total = sum(self.countries.values())
        self.total_admins = max(sum(self.admins.values()), 1.0)

    def country_share(self, group: Group, country: str | None) -> float:
        """The share of the rest of the report that speaks for a country."""
        weight, best = self.own[id(group)]
        own = weight if best.country else 0.0
        mine = own if best.country == country else 0.0
        return max(self.countries[country] - mine, 0.0) / (self.total - own + 1.0) if country else 0.0

    def admin_share(self, group: Group, row: GazetteerRow) -> float:
        """The share of the rest of the report that speaks for the province."""
        admin = row.id if row.kind == "admin1" else row.admin1
        weight, best = self.own[id(group)]
        mine = weight if admin is not None and admin == (best.id if best.kind == "admin1" else best.admin1) else 0.0
        return max(self.admins[admin] - mine, 0.0) / (self.total_admins - mine + 1.0) if admin else 0.0

    def nearest_km(self, group: Group, row: GazetteerRow) -> float:
        """Distance to the nearest other place of the report that is smaller than a country."""
        others = (
            distance_km(row.latitude, row.longitude, lat, lon) for owner, lat, lon in self.points if owner != id(group)
        )
        return min(others, default=20_000.0)


def _sureness(ranked: Sequence[Scored]) -> float:
    """0..1: how far the best is ahead of the next one of another country or province."""
    best = ranked[0]
    rival = next(
        (one for one in ranked[1:] if (one.row.country, one.row.admin1) != (best.row.country, best.row.admin1)), None
    )
    return 1.0 if rival is None else 1.0 / (1.0 + math.exp(rival.score - best.score))


def _with_votes(
    group: Group, row: GazetteerRow, score: float, why: tuple[str, ...], support: _Support, *, told: bool
) -> Scored:
    """The score with the votes of the others; with what they said, if it is to be `told`."""
    country, admin, near, distance = (
        support.country_share(group, row.country),
        support.admin_share(group, row),
        0.0,
        None,
    )
    if row.kind not in ("country", "water") and len(group.rows) > 1:
        distance = support.nearest_km(group, row)
        near = math.exp(-distance / NEAR_KM)
    if told:
        why = (*why, *_votes(country, admin, distance))
    return Scored(row, score + COUNTRY_SHARE * country + ADMIN_SHARE * admin + NEAR * near, why)


def _votes(country: float, admin: float, distance: float | None) -> Iterator[str]:
    if country > 0.1:
        yield f"{country:.0%} of the report's other places are in its country"
    if admin > 0.1:
        yield f"{admin:.0%} are in its province"
    if distance is not None and distance < NEAR_KM:
        yield f"{distance:.0f} km from another place of the report"


def shares_of(ranked: Sequence[Scored]) -> list[float]:
    """The scores as shares that sum to one."""
    top = ranked[0].score
    weights = [math.exp(one.score - top) for one in ranked]
    total = sum(weights)
    return [weight / total for weight in weights]
