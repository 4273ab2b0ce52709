"""How sure it is that a name, with what is known of its bearer, is an entry of a list; what agreed and what did not.

The name gives most of the score: its grounds (alignment.GROUNDS) are weighed by a logistic regression. What else is known moves it: a birth
date or a country that contradicts the entry speaks against it, one that is missing does not.
"""

import math
from collections.abc import Sequence
from functools import cache
from operator import mul

import msgspec

from dragoman.records import Record

from .alignment import GROUNDS, Alignment, align, grounds
from .listed import Entry, ListedName
from .name_tables import weights
from .names import Name, Part, kind_of, name_of, variants

# What moves a score, in log-odds. Set by hand from what an examiner holds for strong and weak. Those for countries, thin names and namesakes were
# changed after a look at scores on hand-coded news, so that such data measures them too kindly.
SAME_DAY, SAME_YEAR, NEAR_YEAR = 2.5, 1.0, 0.3
OTHER_DAY, OTHER_YEAR, OTHER_YEAR_EACH, OTHER_YEARS_AT_MOST = -0.6, -1.6, -0.12, 20
SAME_COUNTRY, LINKED_COUNTRY = 0.5, 0.3
OTHER_COUNTRY = {"person": -1.5, "organisation": -2.5, "vessel": -0.6}
OTHER_GENDER, OTHER_KIND = -1.5, -5.0
SAME_OFFICE = 0.6
SAME_NUMBER = {"imo": 14.0, "wikidata": 14.0, "un": 14.0}  # these name one bearer for good, whatever the name
SAME_DOCUMENT = 6.0
WEAK_NAME, FORMER_NAME = -0.8, -0.2
THIN = -2.6  # a name that many may bear (an acronym, one common part) without anything else that agrees
NAMESAKE = -1.5  # a name so common that many bear it to the letter; contradictions then count twice
RARE_EVIDENCE, COMMON_EVIDENCE = (
    2.0,
    0.8,
)  # linked weight from which a name has next to no namesakes, to which it has many
CALM = 1.6  # log-odds are divided by this, so that the best scores stay apart
SHORT_WORD = 4


class Query(Record, frozen=True, kw_only=True):
    """A name and what is known of its bearer. `kind` None where it may be any; `births` ISO dates as far as known; `countries` ISO alpha-3.

    `context` are words about the bearer: an office, a unit. `ids` are kind and number as in Entry.
    """

    name: str
    kind: str | None = None
    births: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    gender: str | None = None
    context: str = ""
    ids: tuple[tuple[str, str], ...] = ()


class Match(Record, frozen=True, kw_only=True):
    """An entry that may be meant: `score` 0..1, `name` the entry's name that fits best, what agreed and what did not, in words."""

    entry: Entry
    name: str
    score: float
    name_score: float
    agreed: tuple[str, ...]
    disagreed: tuple[str, ...]
    list_name: str = ""
    list_date: str | None = None


class Weighed(Record, frozen=True, kw_only=True):
    """One name of an entry against the query: log-odds from the name alone, and the alignment it rests on."""

    odds: float
    listed: ListedName
    alignment: Alignment


def compare(query: Query, entry: Entry) -> Match:
    """How sure it is that the query means the entry."""
    kind = entry.kind
    asked = name_of(query.name, kind)
    return compare_prepared(
        query,
        asked,
        entry,
        [(listed, name_of(text, kind)) for listed in entry.names for text in variants(listed.text, kind)],
    )


def compare_prepared(
    query: Query, asked: Name, entry: Entry, names: Sequence[tuple[ListedName, Name]], least: float = 0.0
) -> Match:
    """As `compare`, for names made ready before. Which parts agreed is told only of a match that scores `least` or more."""
    less, places, told = without_own_places(asked, entry)
    weighed = [
        Weighed(odds=odds_of(found) + quality(listed), listed=listed, alignment=found)
        for listed, name in names
        if name.parts
        for version in ([asked] if less is asked else [asked, less])
        for found in [align(version, name)]
    ]
    if not weighed or not asked.parts:
        return Match(
            entry=entry, name=entry.name, score=0.0, name_score=0.0, agreed=(), disagreed=("no name to compare",)
        )
    best = max(weighed, key=lambda one: one.odds)
    agreed = list(told)
    disagreed: list[str] = []
    moved = 0.0
    known = msgspec.structs.replace(query, countries=tuple(dict.fromkeys((*query.countries, *places))))
    common = commonness(best.alignment)
    supported = False
    for move, words in circumstances(known, entry):
        moved += move if move > 0 else move * (1 + common)
        supported = supported or move > 0
        (agreed if move > 0 else disagreed).append(words)
    if not supported:
        moved += NAMESAKE * common
        if thin(asked, best.alignment.second):
            moved += THIN
            disagreed.append("the name alone is borne by many, and nothing else agrees")
    if only_places(best.alignment):
        moved += THIN
        disagreed.append("nothing but the country agrees")
    score = squeezed(best.odds + moved)
    parts_agreed, parts_not = parts_in_words(best.alignment) if score >= least else ([], [])
    return Match(
        entry=entry,
        name=best.listed.text,
        score=score,
        name_score=squeezed(best.odds),
        agreed=(*parts_agreed, *agreed),
        disagreed=(*parts_not, *disagreed),
    )


def compare_names(one: str, two: str, kind: str | None = None) -> float:
    """How sure it is, from the names alone, that two names are one party's, 0..1. The same in either order."""
    if kind is None:
        kind = "person" if kind_of(one) == kind_of(two) == "person" else "organisation"
    first, second = name_of(one, kind), name_of(two, kind)
    if not first.parts or not second.parts:
        return 0.0
    return squeezed((odds_of(align(first, second)) + odds_of(align(second, first))) / 2)


def odds_of(found: Alignment) -> float:
    """The log-odds that two names are one party's, by their grounds."""
    return float(sum(map(mul, ground_weights(found.first.kind), grounds(found))))


@cache
def ground_weights(kind: str) -> tuple[float, ...]:
    """The learned weights for a kind of party, in the order of GROUNDS."""
    table = weights()[kind]
    return tuple(float(table.get(name, 0.0)) for name in GROUNDS)


def squeezed(odds: float) -> float:
    """Log-odds as a score that does not reach 0 or 1."""
    return 1 / (1 + math.exp(-max(-60.0, min(60.0, odds)) / CALM))


def quality(listed: ListedName) -> float:
    """What the list's own word on a name moves."""
    return {"weak": WEAK_NAME, "former": FORMER_NAME}.get(listed.quality, 0.0)


# Names of countries inside names of organisations


def without_own_places(asked: Name, entry: Entry) -> tuple[Name, tuple[str, ...], tuple[str, ...]]:
    """An organisation's name without the countries it names where they are the entry's own, those it names, and what that tells.

    `Foreign Trade Bank of North Korea` is the Foreign Trade Bank whose seat is there; `… of Cambodia` is another one.
    """
    if entry.kind != "organisation" or not any(part.place for part in asked.parts):
        return asked, (), ()
    own = set(entry.countries) | set(entry.linked_countries)
    named = tuple(code for part in asked.parts for code in part.place.split(";") if code and ";" not in part.place)
    if not own or not named or not set(named) <= own or len(asked.parts) == 1:
        return asked, named, ()
    kept = tuple(part for part in asked.parts if not part.place)
    if len(kept) < 2:  # `USA Today` without its country would be anybody's `Today`
        return asked, named, ()
    return (
        Name(asked.text, asked.kind, kept, asked.legal, asked.letters),
        named,
        (f"the name says where it is: {', '.join(named)}",),
    )


def thin(asked: Name, listed: Name) -> bool:
    """Whether the shorter of two names tells little: an acronym of a few letters, or nothing but words such as ministry and trade."""
    short = min((asked, listed), key=lambda name: name.weight)
    if len(short.parts) == 1:
        part = short.parts[0]
        return len(part.form) <= SHORT_WORD or short.kind == "person" or part.role in ("word", "place")
    return (
        short.kind == "organisation"
        and len(short.parts) == 2
        and all(part.role in ("word", "place") for part in short.parts)
    )


def only_places(found: Alignment) -> bool:
    """Whether names of countries are all that two names share, and both have more."""
    shared = {found.first.parts[at].role for link in found.links for at in link.one}
    return shared == {"place"} and bool(found.left_one and found.left_two)


def commonness(found: Alignment) -> float:
    """How many may bear the parts that agree, 0 (next to nobody else) to 1 (many)."""
    evidence = sum(link.weight * link.share for link in found.links)
    return min(1.0, max(0.0, (RARE_EVIDENCE - evidence) / (RARE_EVIDENCE - COMMON_EVIDENCE)))


# What else is known


def circumstances(query: Query, entry: Entry) -> list[tuple[float, str]]:
    """What is known beside the name, each with what it moves and in words. What either side lacks moves nothing."""
    found = [
        birth(query, entry),
        country(query, entry),
        gender(query, entry),
        kind(query, entry),
        office(query, entry),
        number(query, entry),
    ]
    return [(move, words) for move, words in found if words]


NOTHING = (0.0, "")


def birth(query: Query, entry: Entry) -> tuple[float, str]:
    """The best of all dates on both sides."""
    pairs = [(born(one, two), one, two) for one in query.births for two in entry.births]
    if not pairs:
        return NOTHING
    move, one, two = max(pairs)
    return move, f"born {one}" if move > 0 else f"born {one}, not {two}"


def born(one: str, two: str) -> float:
    """What two dates of birth tell: days and years as far as both have them."""
    first, last = years(one), years(two)
    if "/" in one + two or "~" in one + two:
        gap = max(0, first[0] - last[1], last[0] - first[1])
        return SAME_YEAR if gap == 0 else NEAR_YEAR if gap <= 1 else other_year(gap)
    gap = abs(first[0] - last[0])
    if len(one) == len(two) == 10:
        swapped = one[:4] == two[:4] and (one[5:7], one[8:]) == (two[8:], two[5:7])
        slip = one[4:] == two[4:] and sum(left != right for left, right in zip(one, two, strict=True)) == 1
        return SAME_DAY if one == two else SAME_YEAR if swapped else OTHER_DAY if gap == 0 or slip else other_year(gap)
    if gap == 0:
        return SAME_YEAR if one.startswith(two) or two.startswith(one) else OTHER_DAY
    return NEAR_YEAR if gap == 1 and 4 in (len(one), len(two)) else other_year(gap)


def years(date: str) -> tuple[int, int]:
    """The first and last year a date may mean; about a year means two more on either side."""
    about = 2 if date.startswith("~") else 0
    ends = [int(part[:4]) for part in date.lstrip("~").split("/")]
    return min(ends) - about, max(ends) + about


def other_year(gap: int) -> float:
    """What years of birth that differ tell: more, the further apart they are."""
    return OTHER_YEAR + OTHER_YEAR_EACH * min(gap, OTHER_YEARS_AT_MOST)


def country(query: Query, entry: Entry) -> tuple[float, str]:
    """Countries: those of the entry itself, then those of birth and address."""
    asked, own, linked = set(query.countries), set(entry.countries), set(entry.linked_countries)
    if not asked or not (own or linked):
        return NOTHING
    if shared := asked & own:
        return SAME_COUNTRY, f"country {', '.join(sorted(shared))}"
    if shared := asked & linked:
        return LINKED_COUNTRY, f"linked to {', '.join(sorted(shared))}"
    return OTHER_COUNTRY[entry.kind], f"country {', '.join(sorted(asked))}, not {', '.join(sorted(own or linked))}"


def gender(query: Query, entry: Entry) -> tuple[float, str]:
    """A gender that differs; one that agrees tells next to nothing."""
    if query.gender and entry.gender and query.gender != entry.gender:
        return OTHER_GENDER, f"gender {query.gender}, not {entry.gender}"
    return NOTHING


def kind(query: Query, entry: Entry) -> tuple[float, str]:
    """A person is no ship."""
    if query.kind and query.kind != entry.kind:
        return OTHER_KIND, f"{query.kind}, not {entry.kind}"
    return NOTHING


def office(query: Query, entry: Entry) -> tuple[float, str]:
    """A telling word of the context that an office on the list has too."""
    if not query.context or not entry.offices:
        return NOTHING
    asked = {part.sound: part for part in name_of(query.context, "organisation").parts if telling(part)}
    held = {part.sound for office in entry.offices for part in name_of(office, "organisation").parts if telling(part)}
    shared = sorted(asked[sound].form for sound in asked.keys() & held)
    return (SAME_OFFICE, f"office: {', '.join(shared)}") if shared else NOTHING


def telling(part: Part) -> bool:
    """Whether a word of an office tells more than that it is one."""
    return part.role in ("name", "word") and len(part.form) > 3


def number(query: Query, entry: Entry) -> tuple[float, str]:
    """A passport, IMO or other number that both have."""
    asked = {(kind, plain(value)) for kind, value in query.ids}
    shared = asked & {(kind, plain(value)) for kind, value in entry.ids}
    if not shared:
        return NOTHING
    kind, value = max(shared, key=lambda one: (SAME_NUMBER.get(one[0], SAME_DOCUMENT), one))
    return SAME_NUMBER.get(kind, SAME_DOCUMENT), f"{kind} number {value}"


def plain(value: str) -> str:
    """A number without signs and case."""
    return "".join(letter for letter in value.upper() if letter.isalnum()).removeprefix("IMO")


# In words

HOW = {
    "same": "",
    "form": " (a form of the name)",
    "sound": " (sounds the same)",
    "near": " (spelt nearly so)",
    "initial": " (initial)",
}


def parts_in_words(found: Alignment) -> tuple[list[str], list[str]]:
    """Which parts agreed and which did not: parts left on both sides contradict each other, parts left on one side are missing."""
    one, two = found.first.parts, found.second.parts
    agreed = []
    for link in sorted(found.links, key=lambda link: link.one):
        left, right = " ".join(one[at].form for at in link.one), " ".join(two[at].form for at in link.two)
        agreed.append(left if left == right else f"{left} = {right}{HOW[link.how]}")
    rest_one = [one[at].form for at in found.left_one]
    rest_two = [two[at].form for at in found.left_two]
    disagreed = []
    if rest_one and rest_two:
        disagreed.append(f"{' '.join(rest_one)}, not {' '.join(rest_two)}")
    elif rest_one or rest_two:
        disagreed.append(f"{' '.join(rest_one or rest_two)} is missing in the {'entry' if rest_one else 'query'}")
    if found.first.legal and found.second.legal and not set(found.first.legal) & set(found.second.legal):
        disagreed.append(f"legal form {'/'.join(found.first.legal)}, not {'/'.join(found.second.legal)}")
    return agreed, disagreed
