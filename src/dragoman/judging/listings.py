"""Screening names against the lists in force: one name, many, or all that a report names."""

import sqlite3
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Self

import msgspec
import numpy as np
from numpy.typing import NDArray

from dragoman.errors import StoreError

from .comparing import Match, Query, compare_prepared
from .listed import Entry, ListHead
from .lists import FORM, STRENGTHS, connect, list_files, number_key, part_keys, side_of
from .names import Name, name_of

TRIED = 48  # names that are compared in full; of 24, 48, 96 the first that loses no entry on OFAC's own aliases
LEAST_SHARE = 0.3  # of a query's weight that a name must share to be tried
HIT = 0.62  # the score from which a match is shown; see training/name_weights.py, one namesake in a hundred reaches it
REPORT_HIT = 0.72  # in a report nobody asked for the name, so a false alarm costs more
CACHED = 8192
VERSION = "1"


class ListFile:
    """One list in force, open for reading."""

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            self.connection = connect(file)
            head, form, self.entries, self.names = self.connection.execute(
                "SELECT record, form, entries, names FROM head"
            ).fetchone()
            weights, owners = self.connection.execute("SELECT weights, owners FROM columns").fetchone()
        except (sqlite3.DatabaseError, TypeError) as error:
            raise StoreError(f"{file} is no list of dragoman", hint="import the list again") from error
        if form != FORM:
            raise StoreError(f"{file} is of another version", hint="import the list again")
        self.head = msgspec.msgpack.decode(head, type=ListHead)
        self.weights: NDArray[np.float32] = np.frombuffer(weights, np.float32)
        self.owners: NDArray[np.uint32] = np.frombuffer(owners, np.uint32)
        self.entry = lru_cache(CACHED)(self._entry)
        self.name = lru_cache(CACHED)(self._name)

    def _entry(self, number: int) -> Entry:
        row = self.connection.execute("SELECT record FROM entries WHERE id = ?", (number,)).fetchone()
        return msgspec.msgpack.decode(row[0], type=Entry)

    def _name(self, number: int) -> tuple[int, Name]:
        row = self.connection.execute("SELECT place, record FROM names WHERE id = ?", (number,)).fetchone()
        return row[0], msgspec.msgpack.decode(row[1], type=Name)

    def sharing(self, keys: Sequence[str]) -> dict[str, NDArray[np.uint32]]:
        """The names under each key of the index; keys that nobody has are absent."""
        marks = ",".join("?" * len(keys))
        rows = self.connection.execute(f"SELECT key, ids FROM keys WHERE key IN ({marks})", keys)
        return {key: np.frombuffer(ids, np.uint32) for key, ids in rows}

    def bearing(self, number: str) -> NDArray[np.uint32]:
        """The entries that bear a passport, IMO or other number."""
        row = self.connection.execute("SELECT ids FROM numbers WHERE number = ?", (number,)).fetchone()
        return np.frombuffer(row[0], np.uint32) if row else NONE

    def near(self, name: Name) -> NDArray[np.int64]:
        """The names that share most of a name's weight, likeliest first, TRIED at most."""
        shared = np.zeros(self.names, np.float32)
        side = side_of(name.kind)
        sets = list(part_keys(name))
        held = self.sharing(sorted({side + key for keys in sets for key in keys}))
        for at, keys in enumerate(sets):
            weight = name.parts[at].weight if at < len(name.parts) else joined_weight(name, at)
            best = np.zeros(self.names, np.float32)
            for key in sorted((key for key in keys if side + key in held), key=lambda key: STRENGTHS[key[0]]):
                best[held[side + key]] = STRENGTHS[key[0]] * weight
            shared = np.maximum(shared, best) if at >= len(name.parts) else shared + best
        likely = shared / np.sqrt(np.maximum(self.weights, 0.1) * max(name.weight, 0.1))
        found = np.flatnonzero(shared >= LEAST_SHARE * min(name.weight, 1.0))
        if len(found) > TRIED:
            found = found[np.argpartition(-likely[found], TRIED)[:TRIED]]
        return found[np.argsort(-likely[found], kind="stable")]


NONE: NDArray[np.uint32] = np.zeros(0, np.uint32)


def joined_weight(name: Name, at: int) -> float:
    """The weight of two neighbours written as one, or of the whole name for its acronym."""
    left = at - len(name.parts)
    if left + 1 < len(name.parts):
        return name.parts[left].weight + name.parts[left + 1].weight
    return name.weight


class Screener:
    """The lists in force, open for screening. One process may hold one for as long as it likes: a new import does not disturb it."""

    def __init__(self, lists: Sequence[ListFile]) -> None:
        self.lists = tuple(lists)

    @classmethod
    def open(cls, store_path: str | Path) -> Self:
        """The lists of a folder that `import_lists` filled. Raises StoreError where there is none."""
        return cls([ListFile(file) for file in list_files(store_path)])

    def screen(self, query: Query, limit: int = 5, least: float = HIT) -> list[Match]:
        """The entries that the query may mean, best first; only those that score `least` or more."""
        found = [match for one in self.lists for match in matches(one, query, least)]
        found.sort(key=lambda match: (-match.score, match.list_name, match.entry.ref))
        return found[:limit]

    @property
    def heads(self) -> tuple[ListHead, ...]:
        """The lists, with their dates."""
        return tuple(one.head for one in self.lists)


def matches(one: ListFile, query: Query, least: float) -> Iterator[Match]:
    """The entries of a list that the query may mean."""
    for kinds in (("person",), ("organisation", "vessel")):
        if query.kind is None or query.kind in kinds:
            yield from matches_of_side(one, query, kinds, least)


def matches_of_side(one: ListFile, query: Query, kinds: tuple[str, ...], least: float) -> Iterator[Match]:
    """The persons, or the organisations and ships, that the query may mean."""
    asked = {kind: name_of(query.name, kind) for kind in kinds}
    tried: dict[int, list[int]] = {}
    for kind in kinds[:1]:
        for number in one.near(asked[kind]).tolist():
            tried.setdefault(int(one.owners[number]), []).append(number)
    for owner in by_number(one, query):
        tried.setdefault(owner, [])
    for owner, numbers in tried.items():
        entry = one.entry(owner)
        if entry.kind not in kinds or (query.kind and entry.kind != query.kind):
            continue
        ready = [one.name(number) for number in numbers]
        names = [(entry.names[place], name) for place, name in ready] or [
            (name, name_of(name.text, entry.kind)) for name in entry.names
        ]
        match = compare_prepared(query, asked[entry.kind], entry, names)
        if match.score >= least:
            yield msgspec.structs.replace(match, list_name=one.head.name, list_date=one.head.date)


def by_number(one: ListFile, query: Query) -> set[int]:
    """Entries that bear a number of the query, whatever their names."""
    return {int(owner) for kind, number in query.ids for owner in one.bearing(number_key(kind, number))}
