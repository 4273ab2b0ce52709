"""Wikidata entities as terms of office: people who held offices, with the offices and their countries, in the columns of leaders/*.csv.

The file is what Wikidata publishes or any extract of it: one entity a line, as JSON, with or without the brackets and commas of the whole dump,
plain, gzip or bzip2. Read twice, so that an office may stand after its holders; only offices, countries and bodies are held in memory.
Properties: P39 position held, P580 and P582 start and end, P31 instance of, P1001 jurisdiction, P17 country, P298 ISO 3166-1 alpha-3.
"""

import bz2
import csv
import gzip
import io
import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from dragoman.errors import KnowledgeError
from dragoman.sources.packed import DAMAGED

from .actor_index import Entry, table_phrases
from .actor_tables import LEADER_COLUMNS
from .phrase_trie import Phrases

HUMAN, POSITION, START, END = "Q5", "P39", "P580", "P582"
INSTANCE, JURISDICTION, COUNTRY, ALPHA3 = "P31", "P1001", "P17", "P298"
LANGUAGES = ("en", "mul", "en-gb", "en-us", "en-ca")
CONFIDENCE = "0.75"  # as the rows of the shipped tables that come from Wikidata alone
DAY, MONTH, YEAR = 11, 10, 9  # how Wikidata writes the precision of a time
MOST_ALIASES = 12
Step = Callable[[int], None]


class Snak(msgspec.Struct, frozen=True):
    """One value of a statement or of a qualifier; `datavalue` is missing where it is told to be unknown."""

    datavalue: dict[str, Any] | None = None

    @property
    def item(self) -> str:
        """The id of the item it names, empty for other values."""
        value = (self.datavalue or {}).get("value")
        return str(value.get("id", "")) if isinstance(value, dict) else ""

    @property
    def words(self) -> str:
        """The text it gives, empty for other values."""
        value = (self.datavalue or {}).get("value")
        return value if isinstance(value, str) else ""


class Statement(msgspec.Struct, frozen=True):
    """A statement with its qualifiers."""

    mainsnak: Snak
    qualifiers: dict[str, list[Snak]] | list[Any] = msgspec.field(default_factory=dict)
    rank: str = "normal"

    def qualified(self, key: str) -> Snak | None:
        """The first value of a qualifier."""
        found = self.qualifiers.get(key, []) if isinstance(self.qualifiers, dict) else []
        return found[0] if found else None


class Words(msgspec.Struct, frozen=True):
    """A label or alias in one language."""

    value: str


class Entity(msgspec.Struct, frozen=True):
    """An item. Empty tables are written as empty lists in the dumps."""

    id: str
    labels: dict[str, Words] | list[Any] = msgspec.field(default_factory=dict)
    aliases: dict[str, list[Words]] | list[Any] = msgspec.field(default_factory=dict)
    claims: dict[str, list[Statement]] | list[Any] = msgspec.field(default_factory=dict)
    modified: str = ""

    def name(self) -> str:
        """The English label, else the one for all languages; empty where there is none."""
        labels = self.labels if isinstance(self.labels, dict) else {}
        return next((labels[language].value for language in LANGUAGES if language in labels), "")

    def other_names(self) -> list[str]:
        """English aliases."""
        aliases = self.aliases if isinstance(self.aliases, dict) else {}
        return [one.value for language in LANGUAGES for one in aliases.get(language, [])]

    def statements(self, key: str) -> list[Statement]:
        """The statements of a property that Wikidata does not itself reject."""
        claims = self.claims if isinstance(self.claims, dict) else {}
        return [one for one in claims.get(key, []) if one.rank != "deprecated"]

    def items(self, key: str) -> list[str]:
        """The items that a property names."""
        return [one.mainsnak.item for one in self.statements(key) if one.mainsnak.item]


class Known(NamedTuple):
    """What the first pass holds: labels of everything but people, where an item belongs, and codes of countries."""

    labels: dict[str, str]
    belongs: dict[str, tuple[str, ...]]
    alpha3: dict[str, str]


class Office(NamedTuple):
    """What a position is: its country or body, class and sector."""

    country: str
    entity: str
    office: str
    office_class: str
    sector: str


class WrittenLeaders(NamedTuple):
    """What was taken: terms and people, and terms left out by reason."""

    terms: int
    people: int
    left_out: dict[str, int]


def write_leaders(path: Path, target: Path, step: Step | None = None) -> WrittenLeaders:
    """Writes the terms of office of a file of entities as a table at `target`, whole or not at all; `step` hears the entities read.

    Raises KnowledgeError for a file that holds no Wikidata entities, or no term of office that can be placed.
    """
    known = read_offices(path, step)
    phrases, left_out, people = table_phrases(), Counter[str](), set[str]()
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.partial")
    terms = 0
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            table = csv.DictWriter(out, LEADER_COLUMNS, lineterminator="\n")
            table.writeheader()
            for row in term_rows(entities(path, step), known, phrases, left_out):
                table.writerow(row)
                terms += 1
                people.add(row["wikidata"])
        if not terms:
            raise KnowledgeError(
                f"{path.name} holds no term of office that can be placed",
                hint="the extract must hold the people (P39) and, beside them, the offices they name",
            )
        os.replace(part, target)
    finally:
        part.unlink(missing_ok=True)
    return WrittenLeaders(terms, len(people), dict(left_out.most_common()))


def entities(path: Path, step: Step | None = None) -> Iterator[Entity]:
    """The items of a file, one a line. Raises KnowledgeError naming the first line that is none."""
    decoder = msgspec.json.Decoder(Entity)
    read = 0
    try:
        with opened(path) as lines:
            for number, line in enumerate(lines, 1):
                text = line.strip().rstrip(b",")
                if not text or text in (b"[", b"]"):
                    continue
                try:
                    entity = decoder.decode(text)
                except msgspec.DecodeError as error:
                    raise KnowledgeError(
                        f"{path.name}, line {number}, is no Wikidata entity: {error}",
                        hint="give the JSON dump of Wikidata or an extract of it, one entity a line",
                    ) from error
                read += 1
                if step is not None:
                    step(read)
                yield entity
    except (OSError, *DAMAGED) as error:
        raise KnowledgeError(f"{path.name} cannot be read: {error}", hint="fetch the file anew") from error
    if not read:
        raise KnowledgeError(f"{path.name} is empty", hint="give the JSON dump of Wikidata or an extract of it")


def opened(path: Path) -> io.BufferedIOBase:
    """The file as bytes, unpacked by its ending."""
    if path.suffix == ".gz":
        return gzip.open(path, "rb")
    return bz2.open(path, "rb") if path.suffix == ".bz2" else path.open("rb")


def read_offices(path: Path, step: Step | None = None) -> Known:
    """First pass: labels, jurisdictions and codes of all that is no person."""
    known = Known({}, {}, {})
    for one in entities(path, step):
        if HUMAN in one.items(INSTANCE):
            continue
        if name := one.name():
            known.labels[one.id] = name
        if homes := one.items(JURISDICTION) or one.items(COUNTRY):
            known.belongs[one.id] = tuple(homes)
        if code := next((each.mainsnak.words for each in one.statements(ALPHA3) if each.mainsnak.words), ""):
            known.alpha3[one.id] = code
    return known


def term_rows(
    found: Iterator[Entity], known: Known, phrases: Phrases[Entry], left_out: Counter[str]
) -> Iterator[dict[str, str]]:
    """Rows of leaders/*.csv, a row a term; `left_out` counts the others by reason."""
    offices: dict[str, Office | str] = {}
    for one in found:
        name = one.name()
        if HUMAN not in one.items(INSTANCE) or not name:
            continue
        for statement in one.statements(POSITION):
            position = statement.mainsnak.item
            if position not in offices:
                offices[position] = office_of(position, known, phrases)
            office = offices[position]
            if isinstance(office, str):
                left_out[office] += 1
                continue
            yield row_of(one, name, statement, office)


def row_of(one: Entity, name: str, statement: Statement, office: Office) -> dict[str, str]:
    """A term of office as a row."""
    start, end = day_of(statement.qualified(START), last=False), day_of(statement.qualified(END), last=True)
    aliases = [alias for alias in dict.fromkeys(one.other_names()) if alias != name and ";" not in alias][:MOST_ALIASES]
    return {
        **dict.fromkeys(LEADER_COLUMNS, ""), "person": name, "aliases": ";".join(aliases), "country": office.country, "entity": office.entity,
        "office": office.office, "office_class": office.office_class, "sector": office.sector, "from": start, "to": end,
        "to_status": "exact" if end else "open", "as_of": one.modified[:10], "wikidata": one.id, "confidence": CONFIDENCE, "source": "WD",
    }  # fmt: skip


def office_of(position: str, known: Known, phrases: Phrases[Entry]) -> Office | str:
    """What a position is, by the words of its label and where it belongs; else why it cannot be told."""
    label = known.labels.get(position, "")
    if not label:
        return "of an office that the file does not hold"
    words = label.replace("-", " - ").split()
    hits = [entry for hit in phrases.find(words) for entry in hit.values]
    agent = next((entry for entry in hits if entry.kind == "agent" and entry.office_class), None)
    if agent is None or agent.sector is None:
        return "of an office of no known kind"
    for home in known.belongs.get(position, ()):
        if home in known.alpha3:
            return Office(known.alpha3[home], "", label, agent.office_class, agent.sector)
        hits += [entry for hit in phrases.find(known.labels.get(home, "").split()) for entry in hit.values]
    body = next((entry for entry in hits if entry.kind in ("organisation", "state", "demonym")), None)
    if body is None:
        return "of an office of no known country"
    return Office(
        body.country, body.name if body.kind == "organisation" else "", label, agent.office_class, agent.sector
    )


def day_of(snak: Snak | None, *, last: bool) -> str:
    """An ISO day of a Wikidata time: the first, or with `last` the last, that its precision leaves open; empty where it tells no year."""
    value = ((snak.datavalue if snak else None) or {}).get("value")
    if (
        not isinstance(value, dict)
        or value.get("precision", 0) < YEAR
        or not str(value.get("time", "")).startswith("+")
    ):
        return ""
    year, month, day = str(value["time"])[1:11].split("-")[:3]
    precision = value["precision"]
    if precision == YEAR or month == "00":
        return f"{year}-12-31" if last else f"{year}-01-01"
    if precision == MONTH or day == "00":
        return f"{year}-{month}-{28 if last else 1:02d}"  # the 28th is in every month: an end is never put too late
    return f"{year}-{month}-{day}"
