"""People by name: an index built once from the readable tables of leaders, read lazily.

`python -m dragoman.grounding.people` writes knowledge/actors/people.sqlite anew from knowledge/actors/leaders/*.csv and persons.csv;
a test compares the two. Nothing is read at start but the file's head; a name costs some ten microseconds.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import as_file
from pathlib import Path

import msgspec
from rapidfuzz.fuzz import ratio

from dragoman.errors import KnowledgeError

from .actor_names import PARTICLES, name_parts, solid, sounds, unordered
from .actor_tables import Term, folder, leader_rows, listed, name_forms, read_rows, term_of

FILE = "people.sqlite"
LAYOUT = "1"
ALIKE = (
    72.0  # of 100: `Moammar Gadhafi` and `Muammar Gaddafi` agree to 87, names that only share consonants to about 60
)
HOLDERS = frozenset(
    [
        "head_of_state",
        "head_of_state_or_government",
        "head_of_government",
        "foreign_minister",
        "defence_minister",
        "interior_minister",
        "finance_minister",
        "vice_president",
        "military_chief",
        "intelligence_head",
        "organisation_head",
        "central_bank",
        "un_ambassador",
        "speaker",
    ]
)


class Person(msgspec.Struct, frozen=True, array_like=True):
    """Someone of the tables: all names, all terms."""

    name: str
    others: tuple[str, ...]
    short: str
    wikidata: str
    terms: tuple[Term, ...]


class Found(msgspec.Struct, frozen=True):
    """A person whom a name may mean. `match` is how well the name fits, 0..1; `how` says it in words."""

    person: Person
    match: float
    how: str


def people_of(rows: Iterable[dict[str, str]]) -> list[Person]:
    """The rows gathered by person: one Wikidata id is one person; rows without one join by name and country."""
    groups: dict[str, list[dict[str, str]]] = {}
    known: dict[tuple[str, str], str] = {}
    held = list(rows)
    for row in held:
        if row["wikidata"]:
            known.setdefault((" ".join(name_parts(row["person"])), row["country"]), row["wikidata"])
    for row in held:
        alike = (" ".join(name_parts(row["person"])), row["country"])
        groups.setdefault(row["wikidata"] or known.get(alike, " ".join(alike)), []).append(row)
    return [person_of(group) for _, group in sorted(groups.items())]


def person_of(rows: list[dict[str, str]]) -> Person:
    """One person from all rows about them; the first name is the one shown."""
    names = list(dict.fromkeys(row["person"] for row in rows))
    for row in rows:
        names.extend(alias for alias in listed(row["aliases"]) if alias not in names)
    short = next((row["short_name"] for row in rows if row["short_name"]), "") or last_name(names[0])
    wikidata = next((row["wikidata"] for row in rows if row["wikidata"]), "")
    terms = sorted(
        dict.fromkeys(term_of(row) for row in rows),
        key=lambda term: (term.start, term.end, term.office_class, term.country),
    )
    return Person(names[0], tuple(names[1:]), short, wikidata, tuple(terms))


def last_name(name: str) -> str:
    """The last word of a name without what follows a comma and without a generation mark."""
    words = [word for word in name.split(",")[0].split() if word.rstrip(".") not in ("Jr", "Sr", "II", "III", "IV")]
    return words[-1] if words else name


def keys_of(person: Person) -> set[str]:
    """Everything the index finds a person by: a letter for the kind of key, a colon, the key."""
    keys: set[str] = set()
    for name in (person.name, *person.others):
        parts = name_parts(name)
        if parts:
            keys.update(("f:" + solid(parts), "o:" + unordered(parts), "k:" + sounds(parts)))
            keys.update("t:" + part for part in parts if len(part) > 1 and part not in PARTICLES)
    keys.add("s:" + solid(name_parts(person.short)))
    if last_name(person.name) == person.short:
        keys.update("s:" + solid(name_parts(last_name(other))) for other in person.others if " " in other)
    keys.update(
        f"h:{term.country}:{term.office_class}"
        for term in person.terms
        if term.office_class in HOLDERS and not term.entity
    )
    return keys


def write_index(path: Path, rows: Iterable[dict[str, str]]) -> None:
    """The index at `path`, equal content for equal rows."""
    path.unlink(missing_ok=True)
    people = people_of(rows)
    with sqlite3.connect(path) as base:
        base.executescript(
            "PRAGMA page_size = 4096; PRAGMA journal_mode = OFF;"
            "CREATE TABLE about (layout TEXT, digest TEXT, people INTEGER, terms INTEGER);"
            "CREATE TABLE person (id INTEGER PRIMARY KEY, record BLOB);"
            "CREATE TABLE name (key TEXT PRIMARY KEY, people BLOB) WITHOUT ROWID;"
        )
        postings: dict[str, list[int]] = {}
        for number, person in enumerate(people):
            base.execute("INSERT INTO person VALUES (?, ?)", (number, msgspec.msgpack.encode(person)))
            for key in keys_of(person):
                postings.setdefault(key, []).append(number)
        base.executemany(
            "INSERT INTO name VALUES (?, ?)",
            ((key, msgspec.msgpack.encode(ids)) for key, ids in sorted(postings.items())),
        )
        base.execute(
            "INSERT INTO about VALUES (?, ?, ?, ?)",
            (LAYOUT, tables_digest(), len(people), sum(len(person.terms) for person in people)),
        )
        base.commit()
        base.execute("VACUUM")


def tables_digest() -> str:
    """A digest of the rows that the index is built from."""
    digest = hashlib.blake2b(digest_size=16)
    for row in leader_rows():
        digest.update("\x1f".join(row.values()).encode() + b"\n")
    return digest.hexdigest()


class People:
    """The index, open for reading. `extra` are rows of a user's own table; they stand beside the built-in ones."""

    def __init__(self, path: Path, extra: Iterable[dict[str, str]] = ()) -> None:
        self.path = path
        self.extra = people_of(extra)
        self.extra_keys: dict[str, list[int]] = {}
        for number, person in enumerate(self.extra):
            for key in keys_of(person):
                self.extra_keys.setdefault(key, []).append(-1 - number)
        self.base = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        try:
            (layout,) = self.base.execute("SELECT layout FROM about").fetchone()
        except sqlite3.DatabaseError as broken:
            raise KnowledgeError(
                f"{path} is no index of people", hint="python -m dragoman.grounding.people writes it anew"
            ) from broken
        if layout != LAYOUT:
            raise KnowledgeError(
                f"{path} has layout {layout}, not {LAYOUT}", hint="python -m dragoman.grounding.people writes it anew"
            )
        self.find = lru_cache(maxsize=1 << 12)(self._find)
        self.person = lru_cache(maxsize=1 << 13)(self._person)
        self.holders = lru_cache(maxsize=1 << 10)(self._holders)

    def _ids(self, key: str) -> list[int]:
        row = self.base.execute("SELECT people FROM name WHERE key = ?", (key,)).fetchone()
        ids: list[int] = msgspec.msgpack.decode(row[0], type=list[int]) if row else []
        return ids + self.extra_keys[key] if key in self.extra_keys else ids

    def _person(self, number: int) -> Person:
        if number < 0:
            return self.extra[-1 - number]
        (record,) = self.base.execute("SELECT record FROM person WHERE id = ?", (number,)).fetchone()
        return msgspec.msgpack.decode(record, type=Person)

    def _holders(self, country: str, office_class: str) -> tuple[Person, ...]:
        return tuple(self.person(number) for number in self._ids(f"h:{country}:{office_class}"))

    def _find(self, name: str) -> tuple[Found, ...]:
        parts = name_parts(name)
        if not parts:
            return ()
        return tuple(self._single(parts[0]) if len(parts) == 1 else self._full(parts))

    def _single(self, part: str) -> Iterator[Found]:
        """Those whom one word may mean: surnames first, then any part of a name."""
        surnames = self._ids("s:" + part)
        yield from (Found(self.person(number), 0.7, f"is called {part.title()} for short") for number in surnames)
        whole = set(self._ids("f:" + part)) - set(surnames)
        yield from (Found(self.person(number), 0.7, f"is called {part.title()}") for number in sorted(whole))
        if len(part) > 3:
            seen = set(surnames) | whole
            others = [number for number in self._ids("t:" + part) if number not in seen]
            yield from (Found(self.person(number), 0.45, f"has {part.title()} in the name") for number in others[:200])

    def _full(self, parts: tuple[str, ...]) -> Iterator[Found]:
        """Those whom a name of several words may mean, by rising boldness; bolder steps only where the earlier found nobody."""
        exact = self._ids("f:" + solid(parts))
        for number in exact:
            yield Found(self.person(number), 1.0, "bears exactly this name")
        if len(parts) == 2 and not exact and (short := self._ids("s:" + solid(parts))):
            for number in short:
                yield Found(self.person(number), 0.7, "is called so for short")
            return
        alike = [number for number in self._ids("o:" + unordered(parts)) if number not in exact]
        for number in alike:
            yield Found(self.person(number), 0.93, "bears this name up to order, initials and accents")
        if not exact and not alike:
            yield from self._by_parts(parts)

    def _by_parts(self, parts: tuple[str, ...]) -> Iterator[Found]:
        """Longer, shorter, familiar and otherwise transliterated forms of a name."""
        telling = [part for part in parts if len(part) > 1 and part not in PARTICLES] or list(parts)
        seen: set[int] = set()
        for number in self._longer(telling):
            seen.add(number)
            yield Found(self.person(number), 0.85, "bears a longer form of this name")
        for number in self._shorter(telling):
            if number not in seen:
                seen.add(number)
                yield Found(self.person(number), 0.85, "bears a shorter form of this name")
        for number in self._familiar(telling):
            if number not in seen:
                seen.add(number)
                yield Found(self.person(number), 0.88, "bears this name with another form of the given name")
        if not seen:
            for number in self._ids("k:" + sounds(parts)):
                if self._spelt_alike(unordered(parts), self.person(number)):
                    yield Found(self.person(number), 0.82, "bears a name that sounds the same in another spelling")

    @staticmethod
    def _spelt_alike(name: str, person: Person) -> bool:
        return any(ratio(name, unordered(name_parts(other))) >= ALIKE for other in (person.name, *person.others))

    def _longer(self, telling: list[str]) -> list[int]:
        if len(telling) < 2:
            return []
        ids = set(self._ids("t:" + telling[-1]))
        for part in telling[:-1]:
            ids &= set(self._ids("t:" + part))
        return sorted(ids)

    def _shorter(self, telling: list[str]) -> list[int]:
        if len(telling) < 3:
            return []
        found: list[int] = []
        for part in (telling[-1], telling[0]):
            for number in self._ids("s:" + part):
                person = self.person(number)
                names = (name_parts(name) for name in (person.name, *person.others))
                if any(len(name) > 1 and set(name) - PARTICLES <= set(telling) for name in names):
                    found.append(number)
        return list(dict.fromkeys(found))

    def _familiar(self, telling: list[str]) -> list[int]:
        first, *rest = telling
        found: list[int] = []
        for form in name_forms().get(first, ()):
            found.extend(self._ids("o:" + " ".join(sorted((form, *rest)))))
        return list(dict.fromkeys(found))


def open_people(extra: Iterable[dict[str, str]] = ()) -> People:
    """The index that comes with the package. Raises KnowledgeError where it is missing."""
    with as_file(folder().joinpath(FILE)) as path:
        if not path.is_file():
            raise KnowledgeError(f"{path} is missing", hint="python -m dragoman.grounding.people writes it")
        return People(path, extra)


def main() -> None:
    """Write the index anew beside the tables."""
    with as_file(folder()) as path:
        write_index(path / FILE, leader_rows())


__all__ = ["Found", "People", "Person", "main", "open_people", "people_of", "read_rows", "write_index"]

if __name__ == "__main__":
    main()
