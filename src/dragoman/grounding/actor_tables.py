"""The readable tables of knowledge/actors as typed rows."""

import csv
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec

from dragoman.errors import KnowledgeError

LEADER_COLUMNS = [
    "person",
    "aliases",
    "short_name",
    "country",
    "entity",
    "office",
    "office_class",
    "sector",
    "other_sectors",
    "from",
    "to",
    "to_status",
    "as_of",
    "wikidata",
    "confidence",
    "source",
]


class Term(msgspec.Struct, frozen=True, array_like=True):
    """One person in one office, or in a standing role without office, for a time. Dates ISO, empty where not known."""

    country: str
    entity: str
    office: str
    office_class: str
    sector: str
    other_sectors: str
    start: str
    end: str
    status: str
    as_of: str
    confidence: float
    source: str


class State(msgspec.Struct, frozen=True):
    """A state, territory, former state or partially recognised entity, as event data codes it: `GEO` + `PRE` for Abkhazia."""

    code: str
    country: str
    kind: str
    name: str
    names: tuple[str, ...]
    beside: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]
    metonyms: tuple[tuple[str, str], ...]
    dated_names: tuple[tuple[str, str, str], ...]
    start: str
    end: str
    successor: str

    @property
    def sector(self) -> str:
        """The sector of its government: PRE where it is only partially recognised."""
        return "PRE" if self.kind == "PRE" else "GOV"


class Organisation(msgspec.Struct, frozen=True):
    """A row of organisations.csv: what it was between two dates (empty = open)."""

    name: str
    aliases: tuple[str, ...]
    kind: str
    country: str
    sector: str | None
    start: str
    end: str
    notes: str
    confidence: float
    source: str


class Agent(msgspec.Struct, frozen=True):
    """A common noun phrase for a kind of actor. `kind`: office, generic, body, people, source, unknown.

    `unnamed` marks those who speak without a name: officials, experts, sources.
    """

    phrase: str
    sector: str | None
    other_sectors: tuple[str, ...]
    kind: str
    office_class: str
    country: str
    unnamed: bool
    confidence: float
    source: str


class Title(msgspec.Struct, frozen=True):
    """What may stand before a name, and what it tells of its bearer."""

    title: str
    gender: str
    office_class: str
    sector: str


class Placing(msgspec.Struct, frozen=True):
    """The words that decide between someone who acts and a place (placing.toml)."""

    prepositions: frozenset[str]
    motion_prepositions: frozenset[str]
    motion: frozenset[str]
    place_verbs: frozenset[str]
    place_nouns: frozenset[str]
    compound_places: frozenset[str]
    struck: frozenset[str]
    governing_nouns: frozenset[str]
    governing_bodies: frozenset[str]
    elsewhere: frozenset[str]
    ties: frozenset[str]
    abroad: frozenset[str]


def folder() -> Traversable:
    """Where the tables lie."""
    return files("dragoman").joinpath("knowledge", "actors")


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of a table of knowledge/actors. Raises KnowledgeError where the file is missing."""
    try:
        text = folder().joinpath(name).read_text(encoding="utf-8")
    except FileNotFoundError as missing:
        raise KnowledgeError(f"knowledge/actors/{name} is missing", hint="reinstall dragoman") from missing
    return list(csv.DictReader(text.splitlines()))


def listed(field: str) -> tuple[str, ...]:
    """The values of a list field."""
    return tuple(part for part in field.split(";") if part)


@cache
def states() -> tuple[State, ...]:
    """Every row of states.csv."""
    return tuple(state_of(row) for row in read_rows("states.csv"))


def state_of(row: dict[str, str]) -> State:
    """A row of states.csv; a PRE entity bears the country that claims it."""
    dated = [tuple([*part.split("~"), "", ""][:3]) for part in listed(row["historical_names"])]
    metonyms = [tuple([*part.split("="), "GOV"][:2]) for part in listed(row["metonyms"])]
    return State(
        code=row["code"],
        country=row["claimed_by"] if row["kind"] == "PRE" else row["code"],
        kind=row["kind"],
        name=row["name"],
        names=tuple(dict.fromkeys((row["name"], *listed(row["official_name"]), *listed(row["short_names"])))),
        beside=listed(row["context_names"]),
        demonyms=listed(row["demonyms"]),
        capitals=tuple(name for name in (row["capital"], *listed(row["capital_aliases"])) if name),
        metonyms=tuple((word, sector) for word, sector in metonyms),
        dated_names=tuple((name, start, end) for name, start, end in dated),
        start=row["valid_from"],
        end=row["valid_to"],
        successor=row["successor"],
    )


@cache
def organisations() -> tuple[Organisation, ...]:
    """Every row of organisations.csv."""
    return tuple(
        Organisation(
            row["name"],
            listed(row["aliases"]),
            row["kind"],
            row["code"],
            row["sector"] or None,
            row["from"],
            row["to"],
            row["notes"],
            float(row["confidence"]),
            row["source"],
        )
        for row in read_rows("organisations.csv")
    )


@cache
def agents() -> tuple[Agent, ...]:
    """Every row of agents.csv."""
    return tuple(
        Agent(
            row["phrase"],
            row["sector"] or None,
            listed(row["other_sectors"]),
            row["kind"],
            row["office_class"],
            row["country"],
            row["unnamed"] == "yes",
            float(row["confidence"]),
            row["source"],
        )
        for row in read_rows("agents.csv")
    )


@cache
def titles() -> dict[str, Title]:
    """Titles by their small letters."""
    return {
        row["title"]: Title(row["title"], row["gender"], row["office_class"], row["sector"])
        for row in read_rows("titles.csv")
    }


@cache
def modifiers() -> dict[str, str]:
    """Words that move an office in time: former, then, acting, elect, exiled."""
    return {row["word"]: row["effect"] for row in read_rows("modifiers.csv")}


@cache
def office_classes() -> dict[str, tuple[float, str]]:
    """How much is written about a class of office (0..1), and its name in words."""
    return {row["office_class"]: (float(row["weight"]), row["name"]) for row in read_rows("office_classes.csv")}


@cache
def genders() -> dict[str, str]:
    """The usual gender of given names, `m` or `f`."""
    return {row["name"].lower(): row["gender"] for row in read_rows("given_names.csv")}


@cache
def gendered_nouns() -> dict[str, str]:
    """Nouns that tell a gender."""
    return {row["noun"]: row["gender"] for row in read_rows("gendered_nouns.csv")}


@cache
def name_forms() -> dict[str, tuple[str, ...]]:
    """Other forms of a given name, both ways: bill for william and william for bill."""
    found: dict[str, tuple[str, ...]] = {}
    for row in read_rows("given_name_forms.csv"):
        name, forms = row["name"].lower(), tuple(form.lower() for form in listed(row["forms"]))
        found[name] = found.get(name, ()) + forms
        for form in forms:
            found[form] = (*found.get(form, ()), name)
    return found


@cache
def anaphors() -> dict[str, tuple[str, int]]:
    """Nouns that refer back: what kind of party they may mean (state, person, group, body, any), and whether one (1) or several (2)."""
    return {row["noun"]: (row["kind"], int(row["number"])) for row in read_rows("anaphors.csv")}


@cache
def sectors_of_anaphors() -> dict[str, str]:
    """For nouns that refer back the sector of whoever is meant, where nobody before them fits."""
    return {row["noun"]: row["sector"] for row in read_rows("anaphors.csv")}


@cache
def name_words() -> dict[str, str]:
    """Last words of names of organisations, with the sector they tell."""
    return {row["word"]: row["sector"] for row in read_rows("name_words.csv")}


@cache
def placing() -> Placing:
    """The words of placing.toml."""
    lists = tomllib.loads(folder().joinpath("placing.toml").read_text(encoding="utf-8"))
    return Placing(**{name: frozenset(words) for name, words in lists.items()})


def leader_rows() -> Iterator[dict[str, str]]:
    """Every term of leaders/*.csv and persons.csv, in the order of the files."""
    parts = sorted(part.name for part in folder().joinpath("leaders").iterdir() if part.name.endswith(".csv"))
    for name in (*(f"leaders/{part}" for part in parts), "persons.csv"):
        yield from read_rows(name)


def term_of(row: dict[str, str]) -> Term:
    """The term of a row of leaders/*.csv or of a user's table of the same columns."""
    return Term(
        row["country"],
        row["entity"],
        row["office"],
        row["office_class"],
        row["sector"],
        row["other_sectors"],
        row["from"],
        row["to"],
        row["to_status"] or ("exact" if row["to"] else "open"),
        row["as_of"],
        float(row["confidence"] or 0.5),
        row["source"],
    )
