"""Place names: recognition, and resolution to a point, by corpus and as the mean of the corpora (`macro:`).

With the gold spans given, every gold name that has a point counts; one left unresolved is FAR away. End to end, a pair of
overlapping spans within NEAR is right. An error is a great-circle distance in km, capped at FAR (half the Earth's girth).
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeVar

import numpy as np

from ..rows import ToponymPart, ToponymRow
from .measures import (
    Scores,
    Value,
    drawn,
    interval_of_tries,
    mean,
    one_to_one,
    overlap,
    precision_recall_f1,
    with_intervals,
)

FAR = 20039.0
NEAR = 161.0  # 100 miles, the literature's choice
EARTH_KM = 6371.0
BOOT = 1000
LITERAL = frozenset(("Literal", "Literal_Modifier", "Embedded_Literal", "Mixed", "Coercion"))
COUNTED = ("all", "geocoded", "literal")

T = TypeVar("T")

Point = tuple[float, float]


class Resolved(NamedTuple):
    """A gold name that has a point: how far off the answer is, and what else is right (None where gold does not tell)."""

    error: float
    answered: bool
    id_right: bool | None
    country_right: bool | None


class Counts(NamedTuple):
    """Of one article, end to end: recognition strict and lax, then pairs within NEAR."""

    strict: int
    lax: int
    there: int
    made_strict: int
    made_lax: int
    right: int
    coded_pairs: int
    made_points: int
    there_points: int


class Countries(NamedTuple):
    """How the country of a gold name is known: by its GeoNames id, or by the name that the corpus gives; both to ISO2."""

    by_id: Mapping[int, str]
    by_name: Mapping[str, str]

    def home(self, gold: ToponymPart) -> str | None:
        """ISO2 of the gold name's country, None where it cannot be told."""
        by_id = self.by_id.get(gold.geonameid) if gold.geonameid is not None else None
        return by_id or self.by_name.get((gold.country or "").casefold())


def score_geo(
    gold: Sequence[ToponymRow],
    found: Mapping[str, ToponymRow],
    *,
    spans: str = "gold",
    types: str = "geocoded",
    countries: Countries = Countries({}, {}),  # noqa: B008 - immutable
    boot: int = BOOT,
) -> Scores:
    """`spans` gold: resolution of the gold names; found: end to end, where `types` says which gold names recognition counts."""
    corpora = {row.corpus: [one for one in gold if one.corpus == row.corpus] for row in gold}
    scored: list[Scored] = []
    for corpus, rows in corpora.items():
        if spans == "gold":
            given = [_given(row, found.get(row.id), countries) for row in rows]
            scored.append(_scored(corpus, given, sum_up_given, boot))
        else:
            ended = [_end_to_end(row, found.get(row.id), types) for row in rows]
            scored.append(_scored(corpus, ended, sum_up_found, boot))
    scored += [_macro(scored)] if scored else []
    values = {f"{one.corpus}:{name}": value for one in scored for name, value in one.values.items()}
    shares = [(one, name) for one in scored for name, value in one.values.items() if isinstance(value, float)]
    return with_intervals(
        values, {f"{one.corpus}:{name}": interval_of_tries([go[name] for go in one.tries]) for one, name in shares}
    )


class Scored(NamedTuple):
    """A corpus with its measures, and those of each draw of its articles."""

    corpus: str
    values: dict[str, Value]
    tries: list[dict[str, Value]]


def _scored(corpus: str, articles: Sequence[T], sum_up: Callable[[Sequence[T]], dict[str, Value]], boot: int) -> Scored:
    samples = drawn(len(articles), boot) if articles else ()
    return Scored(corpus, sum_up(articles), [sum_up([articles[n] for n in sample]) for sample in samples])


def _macro(scored: Sequence[Scored]) -> Scored:
    """The mean of the corpora, draw by draw."""
    return Scored(
        "macro",
        _mean([one.values for one in scored]),
        [_mean(go) for go in zip(*(one.tries for one in scored), strict=True)],
    )


def _mean(some: Sequence[dict[str, Value]]) -> dict[str, Value]:
    return {name: mean(float(value) for one in some if (value := one.get(name)) is not None) for name in some[0]}


# -- points ---------------------------------------------------------------------------------------------------------


def point(one: ToponymPart | None) -> Point | None:
    """Latitude and longitude where both are given."""
    return (one.lat, one.lon) if one is not None and one.lat is not None and one.lon is not None else None


def distance_km(a: Point, b: Point) -> float:
    """Great-circle distance on a sphere."""
    lat_a, lon_a, lat_b, lon_b = (math.radians(value) for value in (*a, *b))
    h = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, h)))


def error_km(gold: ToponymPart, guess: ToponymPart | None) -> float:
    """How far off a guess is; FAR without one."""
    here, there = point(gold), point(guess)
    return min(FAR, distance_km(here, there)) if here and there else FAR


# -- spans given ----------------------------------------------------------------------------------------------------


def _given(row: ToponymRow, answer: ToponymRow | None, countries: Countries) -> list[Resolved]:
    by_span = {(one.start, one.end): one for one in (answer.toponyms if answer else None) or ()}
    return [
        _resolved(gold, by_span.get((gold.start, gold.end)), countries) for gold in row.toponyms or () if point(gold)
    ]


def _resolved(gold: ToponymPart, guess: ToponymPart | None, countries: Countries) -> Resolved:
    home = countries.home(gold)
    return Resolved(
        error=error_km(gold, guess),
        answered=point(guess) is not None,
        id_right=None if gold.geonameid is None else guess is not None and guess.geonameid == gold.geonameid,
        country_right=None if home is None else guess is not None and guess.country == home,
    )


def sum_up_given(articles: Sequence[Sequence[Resolved]]) -> dict[str, Value]:
    """Shares right, and the error: mean, median, and the area under ln(1 + error) over that of all at FAR (0 is perfect)."""
    rows = [one for article in articles for one in article]
    if not rows:
        return {"n": 0, "acc161": 0.0}
    errors = np.array([one.error for one in rows])
    return {
        "n": len(rows),
        "answered": mean(one.answered for one in rows),
        "acc161": float((errors <= NEAR).mean()),
        "acc161i": mean(one.error <= NEAR or bool(one.id_right) for one in rows),
        "exactid": mean(one.id_right for one in rows if one.id_right is not None),
        "country": mean(one.country_right for one in rows if one.country_right is not None),
        "mean_km": float(errors.mean()),
        "median_km": float(np.median(errors)),
        "auc": float(np.log1p(errors).mean() / math.log1p(FAR)),
    }


# -- end to end -----------------------------------------------------------------------------------------------------


def _is_counted(gold: ToponymPart, types: str) -> bool:
    if types == "all":
        return True
    return point(gold) is not None and (types == "geocoded" or gold.type is None or gold.type in LITERAL)


def _touch(one: ToponymPart, other: ToponymPart) -> bool:
    return overlap(one.start, one.end, other.start, other.end) > 0


def pair(gold: Sequence[ToponymPart], made: Sequence[ToponymPart]) -> list[tuple[int, int]]:
    """Overlapping names, the largest overlap first."""
    offers = [
        (-overlap(one.start, one.end, other.start, other.end), i, j)
        for i, one in enumerate(gold)
        for j, other in enumerate(made)
        if _touch(one, other)
    ]
    return one_to_one((i, j) for _, i, j in sorted(offers))


def _end_to_end(row: ToponymRow, answer: ToponymRow | None, types: str) -> Counts:
    """A system span on a gold name that is not counted is neither right nor wrong."""
    gold, made = row.toponyms or (), (answer.toponyms if answer else None) or ()
    counted = [_is_counted(one, types) for one in gold]
    pairs = pair(gold, made)
    exact = {(one.start, one.end): i for i, one in enumerate(gold)}
    strict = {j for j, one in enumerate(made) if (i := exact.get((one.start, one.end))) is not None and counted[i]}
    lax = {j for i, j in pairs if counted[i]}
    free = {
        j for j, one in enumerate(made) if any(not counted[i] and _touch(other, one) for i, other in enumerate(gold))
    }
    coded = [(gold[i], made[j]) for i, j in pairs if point(gold[i])]
    return Counts(
        strict=len(strict),
        lax=len(lax),
        there=sum(counted),
        made_strict=len(made) - len(free - strict),
        made_lax=len(made) - len(free - lax),
        right=sum(error_km(one, other) <= NEAR for one, other in coded),
        coded_pairs=len(coded),
        made_points=_points_made(gold, made, pairs),
        there_points=sum(point(one) is not None for one in gold),
    )


def _points_made(gold: Sequence[ToponymPart], made: Sequence[ToponymPart], pairs: Sequence[tuple[int, int]]) -> int:
    """Answers with a point, without those that stand on a gold name that has none."""
    good = {j for i, j in pairs if point(gold[i])}
    bare = {j for j, one in enumerate(made) if any(not point(other) and _touch(other, one) for other in gold)}
    return sum(point(one) is not None and (j in good or j not in bare) for j, one in enumerate(made))


def sum_up_found(articles: Sequence[Counts]) -> dict[str, Value]:
    """Recognition (strict, then lax with ~), resolution of what was found, and both together."""
    sums = Counts(*(sum(column) for column in zip(*articles, strict=True))) if articles else Counts(*(0,) * 9)
    p, r, f1 = precision_recall_f1(sums.strict, sums.made_strict, sums.there)
    lax_p, lax_r, lax_f1 = precision_recall_f1(sums.lax, sums.made_lax, sums.there)
    whole_p, whole_r, whole_f1 = precision_recall_f1(sums.right, sums.made_points, sums.there_points)
    values: dict[str, Value] = {"n": sums.there, "P": p, "R": r, "F1": f1, "P~": lax_p, "R~": lax_r, "F1~": lax_f1}
    found = sums.right / sums.coded_pairs if sums.coded_pairs else 0.0
    return values | {"acc161@found": found, "e2e_P": whole_p, "e2e_R": whole_r, "e2e_F1": whole_f1}
