"""FollowTheMoney entities as JSON lines, in (OpenSanctions) and out, so that users of nomenklatura and yente can join.

Only what screening needs is mapped; other properties are not read. A file whose entities bear topics gives those that are sanctioned only:
a politician is on no sanctions list.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from ..list_countries import countries_of, date_of
from ..listed import Entry, ListedName, ListHead
from .sources import broken, checked, file_date, head_of

KINDS = {
    "Person": "person",
    "Organization": "organisation",
    "Company": "organisation",
    "LegalEntity": "organisation",
    "PublicBody": "organisation",
    "Vessel": "vessel",
}
SCHEMATA = {"person": "Person", "organisation": "Organization", "vessel": "Vessel"}
NAMES = {"name": "primary", "alias": "strong", "weakAlias": "weak", "previousName": "former"}
NAME_PROPERTIES = {
    "primary": "name",
    "strong": "alias",
    "weak": "weakAlias",
    "former": "previousName",
    "script": "alias",
}
COUNTRIES = ("nationality", "citizenship", "jurisdiction", "country", "mainCountry", "flag")
LINKED = ("birthCountry", "addressEntity.country")
NUMBERS = {
    "passportNumber": "passport",
    "idNumber": "national",
    "imoNumber": "imo",
    "registrationNumber": "registration",
    "taxNumber": "tax",
    "wikidataId": "wikidata",
    "unscId": "un",
}


class Entity(msgspec.Struct):
    """A line of the file."""

    id: str
    schema: str
    caption: str = ""
    properties: dict[str, list[Any]] = {}
    datasets: list[str] = []
    last_change: str | None = None
    last_seen: str | None = None


def recognises(path: Path) -> bool:
    """Whether a file's first line is an entity."""
    start = head_of(path)
    return start.startswith("{") and '"schema"' in start and '"properties"' in start


def head(path: Path) -> ListHead:
    """The collection's name (the dataset that all of the first entities share) and the day of its latest change."""
    latest, shared = "", None
    for entity in entities(path):
        latest = max(latest, (entity.last_seen or "")[:10], (entity.last_change or "")[:10])
        shared = set(entity.datasets) if shared is None else shared & set(entity.datasets)
    dataset = min(shared, default="") if shared else ""
    date, origin = (latest, "content") if latest else file_date(path)
    return ListHead(
        key=f"ftm-{dataset or path.name.split('.')[0].lower()}",
        name=f"FollowTheMoney collection {dataset or path.name}",
        publisher="FollowTheMoney file",
        date=date,
        date_from=origin,
        format="FollowTheMoney JSON lines",
    )


def entities(path: Path) -> Iterator[Entity]:
    """The lines of a file. Raises KnowledgeError naming the line that is no entity."""
    decoder = msgspec.json.Decoder(Entity)
    with path.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield decoder.decode(line)
                except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError) as error:
                    raise broken(path, f"line {number} is no FollowTheMoney entity: {error}") from error


def entries(path: Path) -> Iterator[Entry]:
    """The persons, organisations and ships that are sanctioned, or bear no topic at all."""
    for entity in entities(path):
        topics = [str(topic) for topic in entity.properties.get("topics", ())]
        if entity.schema in KINDS and (not topics or any(topic.startswith("sanction") for topic in topics)):
            entry = entry_of(entity)
            if entry:
                yield entry


def read_entities(path: Path) -> Iterator[Entry]:
    """The entries of a FollowTheMoney file, whatever list it came from."""
    yield from entries(checked(path))


def entry_of(entity: Entity) -> Entry | None:
    """The entry of an entity, None where it has no name."""

    def values(name: str) -> list[str]:
        return [str(value) for value in entity.properties.get(name, ()) if value]

    names = [ListedName(text=name, quality=quality) for prop, quality in NAMES.items() for name in values(prop)]
    if entity.caption and entity.caption in [name.text for name in names]:
        names.sort(key=lambda name: name.text != entity.caption)
    if not names:
        return None
    person = KINDS[entity.schema] == "person"
    own = [
        country for prop in COUNTRIES if not (person and prop in ("country", "mainCountry")) for country in values(prop)
    ]
    linked = [country for prop in (*LINKED, "country") for country in values(prop)] if person else []
    return Entry(
        ref=entity.id,
        kind=KINDS[entity.schema],
        names=tuple(dict.fromkeys(names)),
        births=tuple(date for born in values("birthDate") if (date := date_of(born))),
        countries=countries_of(list(own)),
        linked_countries=countries_of(list(linked)),
        gender={"male": "m", "female": "f"}.get(next(iter(values("gender")), "")),
        offices=tuple(values("position")),
        ids=tuple((kind, number) for prop, kind in NUMBERS.items() for number in values(prop)),
        programmes=tuple(values("program") or values("programId")),
    )


def entity_of(entry: Entry, head: ListHead | None = None) -> dict[str, Any]:
    """An entry as a FollowTheMoney entity, as plain dicts and lists."""
    properties: dict[str, list[str]] = {}

    def add(name: str, *values: str) -> None:
        if values:
            properties[name] = list(dict.fromkeys([*properties.get(name, []), *values]))

    for name in entry.names:
        add(NAME_PROPERTIES[name.quality], name.text)
    person = entry.kind == "person"
    add("birthDate", *(birth.lstrip("~") for birth in entry.births if "/" not in birth))
    add(
        "nationality" if person else "flag" if entry.kind == "vessel" else "country",
        *(country.lower() for country in two_letters(entry.countries)),
    )
    if person:
        add("country", *(country.lower() for country in two_letters(entry.linked_countries)))
        add("position", *entry.offices)
        add("gender", *({"m": ["male"], "f": ["female"]}.get(entry.gender or "", [])))
    kinds = {kind: prop for prop, kind in NUMBERS.items()}
    for kind, number in entry.ids:
        if kind in kinds:
            add(kinds[kind], number)
    add("topics", "sanction")
    row: dict[str, Any] = {
        "id": entry.ref,
        "caption": entry.name,
        "schema": SCHEMATA[entry.kind],
        "properties": properties,
    }
    if head:
        row |= {"datasets": [head.key.removeprefix("ftm-")], "last_change": head.date}
    return row


def two_letters(codes: Iterable[str]) -> list[str]:
    """ISO alpha-2 codes, as FollowTheMoney has them; codes without one are left out."""
    from dragoman.grounding.actor_tables import read_rows

    table = {row["code"]: row["alpha2"] for row in read_rows("states.csv") if row["alpha2"]}
    return [table[code] for code in codes if code in table]


def lines_of(entries: Iterable[Entry], head: ListHead | None = None) -> Iterator[bytes]:
    """Entries as lines of a FollowTheMoney file."""
    for entry in entries:
        yield msgspec.json.encode(entity_of(entry, head)) + b"\n"
