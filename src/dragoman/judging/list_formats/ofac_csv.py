"""OFAC's lists as CSV without header: the primary file, with aliases (alt), addresses (add) and longer remarks (comments) beside it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from dragoman.errors import SourceError

from ..list_countries import countries_of, date_of
from ..listed import Entry, ListedName, ListHead
from .ofac import KINDS, number_kind, ofac_head
from .sources import broken, csv_rows, file_date, head_of

EMPTY = "-0-"
PRIMARY_FIELDS, ALIAS_FIELDS, ADDRESS_FIELDS = 12, 5, 6
PRIMARY = re.compile(r"(?i)(sdn|prim)")
ALIAS_KINDS = {"aka": "strong", "nka": "strong", "fka": "former"}
FIRST_ROW = re.compile(r'^\d+\s*,\s*"[^"]+"\s*,\s*(?:"[a-z]+"|-0-)\s*,\s*(?:"[^"]*"|-0-)\s*,\s*(?:"[^"]*"|-0-)\s*,')
WEAK = re.compile(r"a\.k\.a\. '([^']+)'")
FORMER = re.compile(r"f\.k\.a\. '([^']+)'")
NUMBER = re.compile(r"(?:\bNo\.? ?|Identification (?:IMO )?|ID (?:No\. )?|# ?)([A-Z0-9][A-Z0-9/.-]{3,})")


def recognises(path: Path) -> bool:
    """Whether a file is a primary file: its name says sdn or prim, and its first row has the shape."""
    return bool(PRIMARY.search(path.name)) and bool(FIRST_ROW.match(head_of(path)))


def beside(path: Path, part: str, *, required: bool) -> Path | None:
    """The file of another part that belongs to a primary file: sdn_2021.csv has alt_2021.csv or sdn_alt_2021.csv."""
    names = [PRIMARY.sub(part, path.name, count=1), PRIMARY.sub(lambda found: f"{found[0]}_{part}", path.name, count=1)]
    for name in names:
        if (path.parent / name).is_file():
            return path.parent / name
    if required:
        raise SourceError(
            f"{path} comes without its file of {part}", hint=f"put {names[0]} beside it, from the same day"
        )
    return None


def head(path: Path) -> ListHead:
    """The list's name; the files bear no date, so the file's name or time gives it."""
    return ofac_head(path, *file_date(path), "OFAC CSV", sdn="prim" not in path.name.lower())


def entries(path: Path) -> Iterator[Entry]:
    """The entries with their aliases and addresses. Raises KnowledgeError for a row of the wrong length or an alias of nobody."""
    aliases = by_entry(beside(path, "alt", required=True), ALIAS_FIELDS)
    addresses = by_entry(beside(path, "add", required=True), ADDRESS_FIELDS)
    comments = by_entry(beside(path, "comments", required=False), 2)
    known = set()
    for row in csv_rows(path):
        if len(row) != PRIMARY_FIELDS:
            raise broken(path, f"a row has {len(row)} fields, not {PRIMARY_FIELDS}: {', '.join(row)[:60]}")
        fields = [filled(field) for field in row]
        known.add(fields[0])
        if fields[2] in KINDS:
            yield entry_of(path, fields, aliases[fields[0]], addresses[fields[0]], comments[fields[0]])
    if strangers := set(aliases) - known:
        raise broken(
            path,
            f"aliases name the entry {min(strangers)}, which the primary file lacks: the files are of different days",
        )


def filled(field: str) -> str:
    """A field's text, empty for -0-."""
    text = field.strip()
    return "" if text == EMPTY else text


def by_entry(path: Path | None, fields: int) -> defaultdict[str, list[list[str]]]:
    """The rows of a side file by entry."""
    found: defaultdict[str, list[list[str]]] = defaultdict(list)
    for row in csv_rows(path) if path else ():
        if path and len(row) != fields:
            raise broken(path, f"a row has {len(row)} fields, not {fields}: {', '.join(row)[:60]}")
        found[row[0].strip()].append([filled(field) for field in row])
    return found


def entry_of(
    path: Path, row: list[str], aliases: list[list[str]], addresses: list[list[str]], comments: list[list[str]]
) -> Entry:
    """One row of the primary file with what belongs to it."""
    ref, name, kind, programmes, office, flag = row[0], row[1], KINDS[row[2]], row[3], row[4], row[9]
    if not ref.isdigit() or not name:
        raise broken(path, f"the entry {ref!r} has no number or no name")
    remarks = " ".join([row[11], *(comment[1] for comment in comments)])
    notes = [note.strip() for note in remarks.split(";") if note.strip()]
    born = [
        date for note in notes if (found := re.match(r"(?:alt\. )?DOB (.+?)\.?$", note)) and (date := date_of(found[1]))
    ]
    nations = [found[1] for note in notes if (found := re.match(r"(?:alt\. )?(?:nationality|citizen) (.+?)\.?$", note))]
    birthplaces = [note.rpartition(",")[2].strip(" .") for note in notes if note.startswith(("POB ", "alt. POB "))]
    seats: list[str | None] = [row[4] for row in addresses]
    return Entry(
        ref=ref,
        kind=kind,
        names=tuple(names_of(name, aliases, remarks)),
        births=tuple(dict.fromkeys(born)),
        countries=countries_of([*nations, *([] if kind == "person" else seats), flag]),
        linked_countries=countries_of([*seats, *birthplaces]) if kind == "person" else (),
        gender={"Gender Male": "m", "Gender Female": "f"}.get(
            next((note[:13].strip(" .") for note in notes if note.startswith("Gender")), "")
        ),
        offices=(office,) if office else (),
        ids=tuple(numbers_of(notes)),
        programmes=tuple(programme.strip("[] ") for programme in programmes.split("] [") if programme),
    )


def names_of(name: str, aliases: list[list[str]], remarks: str) -> Iterator[ListedName]:
    """The name, the aliases of the alt file, and those that only the remarks give: weak ones."""
    yield ListedName(text=name, quality="primary")
    for alias in aliases:
        yield ListedName(text=alias[3], quality=ALIAS_KINDS.get(alias[2], "strong"))
    for pattern, quality in ((WEAK, "weak"), (FORMER, "former")):
        for text in pattern.findall(remarks):
            yield ListedName(text=text, quality=quality)


def numbers_of(notes: list[str]) -> Iterator[tuple[str, str]]:
    """Passports and other numbers of the remarks."""
    for note in notes:
        kind = number_kind(note)
        if kind != "other" and (found := NUMBER.search(note) or re.search(r"\b(\w*\d[\w-]{4,})", note)):
            yield kind, found[1]
