"""What rows give: acts, points of series, or a reason for which they are left out."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import MAXYEAR, MINYEAR, date, datetime
from functools import cache
from math import isfinite
from typing import NamedTuple

from dragoman.coding.ontology import plover
from dragoman.records import PairEvent, SeriesPoint

from .tables import actor_patterns, country_codes, csv_rows

UNKNOWN = "---"
NOTHING = ("", "none", "na", "nan", "null", "---", ".")
DAY_FORMS = ("%Y-%m-%d", "%Y%m%d", "%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S", "%Y%m%d%H%M%S", "%d %B %Y", "%m/%d/%Y")
QUADS = (1, 2, 3, 4)

_SECTOR = re.compile(r"[A-Z]{3}")
_MONTH = re.compile(r"(\d{4})[-mM](\d{1,2})(?:-\d{1,2})?")
_DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")


class Point(NamedTuple):
    """A point and the series that it belongs to."""

    series: str
    point: SeriesPoint


class Unusable(Exception):
    """A row that is left out, for a reason told in words."""


class Act(NamedTuple):
    """What was done, in PLOVER; `type` None where the official tables map none."""

    type: str | None
    mode: str | None
    quad: int
    intensity: float


class Side(NamedTuple):
    """A party as the source has it: country or `---`, its own word, sector."""

    country: str
    name: str | None
    sector: str | None = None


Read = PairEvent | Point


class Words:
    """Counts the codes and spellings that no table knows."""

    def __init__(self) -> None:
        self.unknown: Counter[str] = Counter()

    def country(self, scheme: str, code: str) -> str:
        """The country of a code; `---` for none, for a region, and, counted, for one that no table knows."""
        word = code.strip()
        if word.casefold() in NOTHING:
            return UNKNOWN
        found = country_codes(scheme).get(word.casefold())
        if found is None:
            self.unknown[f"{scheme} {word}"] += 1
        return found or UNKNOWN


def filled(text: str | None) -> str | None:
    """The text, None where it says nothing."""
    word = (text or "").strip()
    return None if word.casefold() in NOTHING else word


def day_of(text: str) -> str:
    """An ISO day. Raises Unusable where the text is none."""
    for form in DAY_FORMS:
        try:
            return datetime.strptime(text.strip(), form).date().isoformat()
        except ValueError:
            continue
    raise Unusable("has no day that can be read")


def day_of_parts(year: str, month: str, day: str) -> tuple[str, str]:
    """An ISO day, and whether it is told; a day or month that the source does not know (-9) is taken as the first, and said to be a span."""
    numbers = [int(number_of(part, "date")) for part in (year, month, day)]
    told = all(number > 0 for number in numbers)
    try:
        return date(numbers[0], max(numbers[1], 1), max(numbers[2], 1)).isoformat(), "told" if told else "span"
    except (ValueError, OverflowError):
        raise Unusable("has no day that can be read") from None


def start_of(told: str) -> str:
    """The first ISO day of a year, month or day. Raises Unusable for anything else."""
    text = told.strip()
    try:
        if text.isdigit() and len(text) == 4:
            return date(int(text), 1, 1).isoformat()
        if match := _DAY.match(text):
            return date(*map(int, match.groups())).isoformat()
        if match := _MONTH.match(text):
            return date(int(match[1]), int(match[2]), 1).isoformat()
    except ValueError:
        pass
    raise Unusable("has no time that can be read")


def number_of(text: str, what: str) -> float:
    """A finite number. Raises Unusable where the text is none."""
    try:
        number = float(text)
    except ValueError:
        raise Unusable(f"has no number as {what}") from None
    if not isfinite(number):
        raise Unusable(f"has no number as {what}")
    return number


def year_of(text: str, what: str) -> int:
    """A year of the calendar. Raises Unusable where the text is none."""
    year = int(number_of(text, what))
    if not MINYEAR <= year <= MAXYEAR:
        raise Unusable(f"has no year as {what}")
    return year


def act_named(type_name: str, mode: str | None) -> Act:
    """An act of a PLOVER type. Raises Unusable for a type that PLOVER has not."""
    ontology = plover()
    if type_name not in ontology.types:
        raise Unusable("has a type that PLOVER has not")
    known = ontology.mode_of(type_name, mode)
    return Act(type_name, known, ontology.types[type_name].quad, ontology.intensity(type_name, known))


@cache
def act_of_cameo(code: str) -> Act | None:
    """What a CAMEO code is in PLOVER by the official table, a code that has no row taken as the one above it; None where none has."""
    table = {row["cameo"]: (row["type"], row["mode"] or None) for row in csv_rows("cameo", "plover")}
    for length in range(len(code), 1, -1):
        if code[:length] in table:
            return act_named(*table[code[:length]])
    return None


def act_of_source(code: str, quad: str, intensity: str) -> Act:
    """The act of a CAMEO code; where the table maps none (statements, for one) the source's own quad class and intensity."""
    found = act_of_cameo(code.strip())
    if found:
        return found
    number = int(number_of(quad, "quad class"))
    if number not in QUADS:
        raise Unusable("has neither an act that PLOVER knows nor a quad class")
    return Act(None, None, number, number_of(intensity, "intensity"))


@cache
def act_of_table(scheme: str, code: str) -> Act | None:
    """What an act of another scheme is in PLOVER by knowledge/history/acts.csv."""
    rows = (row for row in csv_rows("acts") if (row["scheme"], row["code"]) == (scheme, code))
    return next((act_named(row["type"], row["mode"] or None) for row in rows), None)


def side_of_name(scheme: str, name: str | None, words: Words, country: str | None = None) -> Side:
    """A party told by its name: the pattern of a scheme says the sector and, unless given, the country."""
    said = filled(name)
    for pattern, sector in actor_patterns(scheme) if said else ():
        if match := pattern.search(said or ""):
            told = match.groupdict().get("country")
            return Side(country or (words.country("name", told) if told else UNKNOWN), said, sector)
    return Side(country or UNKNOWN, said)


def sector_of(code: str | None) -> str | None:
    """A PLOVER sector; None for a word that is none of them."""
    word = (code or "").strip().upper()
    return word if _SECTOR.fullmatch(word) and word in plover().sectors else None


def both_named(actor: Side, recipient: Side) -> None:
    """Raises Unusable where an act has but one side, or no country on either."""
    if not (actor.name or actor.country != UNKNOWN) or not (recipient.name or recipient.country != UNKNOWN):
        raise Unusable("names one side only")
    if actor.country == recipient.country == UNKNOWN:
        raise Unusable("has no country on either side that a table knows")


def event(
    origin: str, key: str, days: Sequence[str], act: Act, actor: Side, recipient: Side, **more: object
) -> PairEvent:
    """An imported act. `days` are the day of the act and the one from which it could be known."""
    fields: dict[str, object] = {
        "id": key,
        "source": key,
        "day": days[0],
        "known": max(days),
        "actor": actor.country,
        "recipient": recipient.country,
        "actor_name": actor.name,
        "recipient_name": recipient.name,
        "actor_sector": actor.sector,
        "recipient_sector": recipient.sector,
        "type": act.type,
        "mode": act.mode,
        "quad": act.quad,
        "intensity": act.intensity,
        "certainty": "asserted",
        "auxiliary": None,
        "origin": origin,
    }
    return PairEvent(**(fields | more))  # type: ignore[arg-type]
