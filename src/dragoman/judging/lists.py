"""Importing sanctions lists, and the form in which they lie ready: one file a list, replaced whole or not at all.

A list file is SQLite, opened read-only: entries, their names made ready, and an index from what a part of a name sounds like to the
names that have it. Importing writes a new file beside the old one and puts it in its place in one step, so a reader never sees half a list
and a broken file changes nothing.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import numpy as np

from dragoman.errors import KnowledgeError, StoreError
from dragoman.records import Record

from .list_formats.readers import is_side_file, read_list
from .listed import Entry, ListHead
from .names import Name, Part, name_of, variants

FORM = 1  # of the file; a file of another form must be imported again
ENDING = ".list.db"
SHRUNK = 0.7  # a list that loses more entries than this at once was cut off, or is another list
JOINED_PARTS = 6  # neighbours are also indexed as one word in names of at most so many parts
MAX_KEY_CLASSES = 6
SCHEMA = """
CREATE TABLE head (record BLOB NOT NULL, form INTEGER NOT NULL, entries INTEGER NOT NULL, names INTEGER NOT NULL);
CREATE TABLE entries (id INTEGER PRIMARY KEY, ref TEXT NOT NULL, record BLOB NOT NULL);
CREATE TABLE names (id INTEGER PRIMARY KEY, entry INTEGER NOT NULL, place INTEGER NOT NULL, record BLOB NOT NULL);
CREATE TABLE keys (key TEXT PRIMARY KEY, ids BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE numbers (number TEXT PRIMARY KEY, ids BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE columns (weights BLOB NOT NULL, owners BLOB NOT NULL);
CREATE INDEX entries_ref ON entries (ref);
"""

Progress = Callable[[int], None]


class Imported(Record, frozen=True, kw_only=True):
    """What an import put in force: the list, how much it holds, and how much the list before it held (0 where there was none)."""

    head: ListHead
    file: str
    entries: int
    names: int
    entries_before: int


def import_lists(
    paths: Iterable[str | Path], target: str | Path, *, force: bool = False, progress: Progress | None = None
) -> tuple[Imported, ...]:
    """Reads each list and puts it in force in the folder `target`. OFAC's alt and add files are read with their primary file.

    Raises SourceError or KnowledgeError for a file that is broken or no list, and for one that holds far fewer entries than the list in
    force unless `force` is given; the list in force then stays, and so do those of later paths. Nothing of a file is taken if not all of it is.
    """
    wanted = [Path(path) for path in paths]
    primary = [path for path in wanted if not is_side_file(path)]
    if wanted and not primary:
        raise KnowledgeError(
            f"{wanted[0]} holds only aliases or addresses",
            hint="name the primary file (sdn.csv, cons_prim.csv); it finds these beside it",
        )
    return tuple(import_list(path, Path(target), force=force, progress=progress) for path in primary)


def import_list(path: Path, folder: Path, *, force: bool = False, progress: Progress | None = None) -> Imported:
    """Reads one list and puts it in force."""
    head, entries = read_list(path)
    folder.mkdir(parents=True, exist_ok=True)
    final = folder / f"{head.key}{ENDING}"
    fresh = folder / f".{head.key}.importing"
    before = entries_in(final)
    try:
        count, names = write_list(fresh, head, entries, progress)
        if count == 0:
            raise KnowledgeError(f"{path} holds no entries", hint="check that it is the whole list")
        if count < before * SHRUNK and not force:
            raise KnowledgeError(
                f"{path} holds {count:,} entries, the list in force {before:,}",
                hint="if the list did shrink so much, import it with --force",
            )
        fresh.replace(final)
    finally:
        fresh.unlink(missing_ok=True)
    return Imported(head=head, file=str(final), entries=count, names=names, entries_before=before)


def entries_in(file: Path) -> int:
    """How many entries a list in force has, 0 where there is none that can be read."""
    if not file.is_file():
        return 0
    try:
        with closing(connect(file)) as connection:
            return int(connection.execute("SELECT entries FROM head").fetchone()[0])
    except (sqlite3.DatabaseError, TypeError):
        return 0


def connect(file: Path) -> sqlite3.Connection:
    """A list file, opened to be read only; nobody ever writes into one that is in force."""
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


def write_list(
    file: Path, head: ListHead, entries: Iterable[Entry], progress: Progress | None = None
) -> tuple[int, int]:
    """Writes a list file; gives how many entries and names it has."""
    file.unlink(missing_ok=True)
    encoder = msgspec.msgpack.Encoder()
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(SCHEMA)
        index: defaultdict[str, list[int]] = defaultdict(list)
        numbers: defaultdict[str, list[int]] = defaultdict(list)
        weights: list[float] = []
        owners: list[int] = []
        count = 0
        for count, entry in enumerate(entries, 1):
            connection.execute("INSERT INTO entries VALUES (?, ?, ?)", (count, entry.ref, encoder.encode(entry)))
            for kind, number in entry.ids:
                numbers[number_key(kind, number)].append(count)
            for place, text in (
                (place, text) for place, one in enumerate(entry.names) for text in variants(one.text, entry.kind)
            ):
                name = name_of(text, entry.kind)
                number_of_name = len(owners)
                connection.execute(
                    "INSERT INTO names VALUES (?, ?, ?, ?)", (number_of_name, count, place, encoder.encode(name))
                )
                weights.append(name.weight)
                owners.append(count)
                for key in set(keys_of(name)):
                    index[key].append(number_of_name)
            if progress and count % 500 == 0:
                progress(count)
        connection.executemany(
            "INSERT INTO keys VALUES (?, ?)", ((key, packed(ids)) for key, ids in sorted(index.items()))
        )
        connection.executemany(
            "INSERT INTO numbers VALUES (?, ?)", ((key, packed(ids)) for key, ids in sorted(numbers.items()))
        )
        connection.execute(
            "INSERT INTO columns VALUES (?, ?)", (np.array(weights, np.float32).tobytes(), packed(owners))
        )
        connection.execute("INSERT INTO head VALUES (?, ?, ?, ?)", (encoder.encode(head), FORM, count, len(owners)))
        connection.commit()
    return count, len(owners)


def packed(ids: list[int]) -> bytes:
    """Ids as bytes."""
    return np.array(ids, np.uint32).tobytes()


def number_key(kind: str, number: str) -> str:
    """A passport or IMO number as it is looked up."""
    return "".join(letter for letter in number.upper() if letter.isalnum()).removeprefix("IMO")


# What names are found by: a letter for the way (sound, class, Korean, consonants, consonants less one, acronym), then what is shared.
# Names of persons and of others are kept apart.

STRENGTHS = {"d": 0.5, "b": 0.8, "c": 0.95, "k": 0.95, "a": 0.9, "s": 1.0}


def keys_of(name: Name) -> Iterator[str]:
    """Everything a name is found by."""
    side = side_of(name.kind)
    for keys in part_keys(name):
        for key in keys:
            yield side + key


def side_of(kind: str) -> str:
    """Persons' names and others' have an index of their own."""
    return "p" if kind == "person" else "o"


def part_keys(name: Name) -> Iterator[set[str]]:
    """The keys of each part, then of neighbours written as one, then of the acronym."""
    for part in name.parts:
        yield keys_of_part(part)
    if len(name.parts) <= JOINED_PARTS:
        for left, right in zip(name.parts, name.parts[1:], strict=False):
            yield {"s" + left.sound + right.sound, "b" + left.bones + right.bones}
    if name.kind != "person" and len(name.letters) >= 3:
        yield {"a" + name.letters}


def keys_of_part(part: Part) -> set[str]:
    """What one part is found by."""
    keys = {"s" + part.sound}
    if part.other:
        keys.add("s" + part.other)
    if part.role == "number":
        return keys
    keys.update(f"c{number}" for number in part.classes[:MAX_KEY_CLASSES])
    if part.korean:
        keys.add("k" + part.korean)
    if len(part.bones) > 1:
        keys.update(("b" + part.bones, "d" + part.bones))
    if len(part.bones) > 2:
        keys.update("d" + part.bones[:at] + part.bones[at + 1 :] for at in range(len(part.bones)))
    return keys


def list_files(target: str | Path) -> list[Path]:
    """The list files of a folder, or the one file named. Raises StoreError where there is none."""
    place = Path(target)
    files = [place] if place.is_file() else sorted(place.glob(f"*{ENDING}")) if place.is_dir() else []
    if not files:
        raise StoreError(
            f"there are no sanctions lists in {place}", hint="dragoman import lists FILE… puts lists in force"
        )
    return files
