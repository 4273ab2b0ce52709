"""Countries and dates as sanctions lists write them, in the codes and forms of the records."""

import re
from functools import cache, lru_cache

from dragoman.grounding.actor_tables import read_rows, states

from .name_tables import read_table
from .names import place_spans
from .romanising import pieces

MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
DAY_FIRST = re.compile(r"(\d{1,2})[ /.-](\d{1,2}|[a-z]{3,9})[ /.-](\d{4})")
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
MONTH_YEAR = re.compile(r"(?:([a-z]{3,9})\.? |00?/(\d{1,2})/)(\d{4})")
YEARS = re.compile(r"(\d{4})\s*(?:to|-|–|/|and)\s*(\d{4})")
YEAR = re.compile(r"(?:0{1,2}/0{1,2}/)?(\d{4})")
ABOUT = re.compile(r"^(?:~|c\.|ca\.?|circa|approx\w*\.?|about|around)\s*")


def words_of(text: str) -> str:
    """The words of a country's name as the tables have them."""
    return " ".join(piece.form for piece in pieces(text))


@cache
def country_names() -> dict[str, str]:
    """Names, short names and two- and three-letter codes of states, with their alpha-3 code."""
    found = {row["name"]: row["country"] for row in read_table("list_countries.csv")}
    for row in read_rows("states.csv"):
        for code in (row["alpha2"], row["alpha3"]):
            if code:
                found.setdefault(code.lower(), row["code"])
    for state in states():
        for name in (*state.names, *state.demonyms):
            found.setdefault(words_of(name), state.country)
    return {name: code for name, code in found.items() if name}


@lru_cache(maxsize=4096)
def country_of(text: str) -> str | None:
    """The alpha-3 code of a country as a list writes it, None where it is unknown or no country."""
    words = words_of(text)
    return country_names().get(words) or country_names().get(words.removeprefix("the ")) or None


def countries_of(texts: list[str | None]) -> tuple[str, ...]:
    """The codes of those that are known, each once, in order."""
    return tuple(dict.fromkeys(code for text in texts if text and (code := country_of(text))))


def countries_named(text: str) -> tuple[str, ...]:
    """Countries and peoples that a phrase names: `Iranian general` gives IRN. Words that may mean several are left out."""
    spans = place_spans([piece.form for piece in pieces(text)])
    return tuple(dict.fromkeys(code for _, _, code in spans if ";" not in code))


def date_of(text: str) -> str | None:
    """A date as ISO 8601 as far as it is known; day before month, as all lists but OFAC's XML header have it. None where there is none."""
    text = text.strip().lower()
    about = "~" if ABOUT.match(text) else ""
    text = ABOUT.sub("", text)
    if span := YEARS.fullmatch(text):
        return f"{span[1]}/{span[2]}"
    if found := YEAR_FIRST.match(text):
        return about + "-".join(
            f"{int(part):02d}" if at else part for at, part in enumerate(found.groups()) if part and int(part)
        )
    if found := DAY_FIRST.search(text):
        return about + _joined(found[3], found[2], found[1])
    if found := MONTH_YEAR.fullmatch(text):
        return about + _joined(found[3], found[1] or found[2], "0")
    if found := YEAR.fullmatch(text):
        return about + found[1]
    return None


def _joined(year: str, month: str, day: str) -> str:
    number = MONTHS.get(month[:3], 0) if month.isalpha() else int(month)
    if not 1 <= number <= 12:
        return year
    return f"{year}-{number:02d}-{int(day):02d}" if 1 <= int(day) <= 31 else f"{year}-{number:02d}"
