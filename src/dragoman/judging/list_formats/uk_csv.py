"""The UK's lists as CSV: the UK Sanctions List (FCDO), and OFSI's Consolidated List, which ended in January 2026."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from ..list_countries import countries_of, date_of
from ..listed import Entry, ListedName, ListHead
from .sources import broken, csv_rows, file_date, head_of, plain_column, table_rows

KINDS = {"individual": "person", "entity": "organisation", "ship": "vessel"}
GIVEN = ("name1", "name2", "name3", "name4", "name5", "name6")  # name 6 is the family name
COLUMNS = {  # what the two lists, over the years, call the same thing
    "ref": ("uniqueid", "groupid", "ofsigroupid"),
    "kind": ("designationtype", "individualentityship", "grouptype"),
    "name_type": ("nametype", "aliastype"),
    "quality": ("aliasstrength", "aliasquality"),
    "script": ("namenonlatinscript",),
    "birth": ("dob",),
    "nationality": ("nationalityies", "nationality"),
    "address": ("addresscountry", "country"),
    "birthplace": ("countryofbirth",),
    "gender": ("gender",),
    "office": ("position",),
    "programme": ("regimename", "regime"),
    "listed": ("datedesignated", "listedon"),
    "flag": ("currentbelievedflagofship", "flagofship"),
}
NUMBERS = (
    ("passportnumber", "passport"),
    ("nationalidentifiernumber", "national"),
    ("nationalidentificationnumber", "national"),
    ("imonumber", "imo"),
    ("businessregistrationnumbers", "registration"),
    ("unreferencenumber", "un"),
)
DATED = re.compile(r"(?:report date|last updated)[\s:,]*([\w/ -]+)", re.IGNORECASE)
LISTS = re.compile(r"\(\d+\)\s*|[;|]")


def recognises(path: Path) -> bool:
    """Whether a file is one of these lists: a line with its date, or a header with six name columns."""
    start = head_of(path)
    return "Name 6" in start and "Name 1" in start and ("Group ID" in start or "Unique ID" in start)


def head(path: Path) -> ListHead:
    """Which of the lists it is, and its date."""
    start = head_of(path)
    fcdo = "Unique ID" in start
    stated = DATED.match(start)
    stamp = date_of(stated[1].strip()) if stated else None
    date, origin = (stamp, "content") if stamp else file_date(path)
    return ListHead(
        key="uk" if fcdo else "uk-ofsi",
        name="UK Sanctions List" if fcdo else "OFSI Consolidated List",
        publisher="UK Foreign, Commonwealth & Development Office" if fcdo else "HM Treasury, OFSI",
        date=date,
        date_from=origin,
        format="UK CSV",
    )


def entries(path: Path) -> Iterator[Entry]:
    """The entries, each from all rows of its number. Raises KnowledgeError where columns are missing."""
    found: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for row in table_rows(path, after_date(csv_rows(path)), ("name1", "name6")):
        if ref := value(row, "ref"):
            found[ref].append(row)
    for ref, rows in found.items():
        yield entry_of(path, ref, rows)


def after_date(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """The rows from the header on."""
    started = False
    for row in rows:
        started = started or "name6" in [plain_column(field) for field in row]
        if started:
            yield row


def value(row: dict[str, str], what: str) -> str:
    """A field by what it means."""
    return next((row[column] for column in COLUMNS[what] if row.get(column)), "")


def every(rows: list[dict[str, str]], what: str) -> list[str | None]:
    """All values of a field, lists such as `(1) Iran (2) Iraq` taken apart, each once."""
    return list(dict.fromkeys(part.strip() for row in rows for part in LISTS.split(value(row, what)) if part.strip()))


def entry_of(path: Path, ref: str, rows: list[dict[str, str]]) -> Entry:
    """One entry out of its rows."""
    kind = KINDS.get(value(rows[0], "kind").lower())
    names = sorted(dict.fromkeys(names_of(rows)), key=lambda name: name.quality != "primary")
    if not kind or not names:
        raise broken(path, f"the entry {ref} has no {'known kind' if not kind else 'name'}")
    person = kind == "person"
    seats, nations = every(rows, "address"), every(rows, "nationality")
    return Entry(
        ref=ref,
        kind=kind,
        names=tuple(names),
        births=tuple(date for born in every(rows, "birth") if born and (date := date_of(born))),
        countries=countries_of([*nations, *([] if person else seats), *every(rows, "flag")]),
        linked_countries=countries_of([*seats, *every(rows, "birthplace")]) if person else (),
        gender={"male": "m", "female": "f"}.get(str(next(iter(every(rows, "gender")), "")).lower()),
        offices=tuple(str(office) for office in every(rows, "office")),
        ids=tuple(numbers_of(rows)),
        programmes=tuple(str(programme) for programme in every(rows, "programme")),
        listed_on=next((date for when in every(rows, "listed") if when and (date := date_of(when))), None),
    )


def names_of(rows: list[dict[str, str]]) -> Iterator[ListedName]:
    """Names, one a row, and those in other scripts."""
    for row in rows:
        if name := " ".join(row[column] for column in GIVEN if row.get(column)):
            yield ListedName(text=name, quality=quality(value(row, "name_type").lower(), value(row, "quality").lower()))
    for row in rows:
        if script := value(row, "script"):
            yield ListedName(text=script, quality="script")


def quality(name_type: str, strength: str) -> str:
    """What the list says of a name."""
    if name_type.startswith("primary name") and "variation" not in name_type:
        return "primary"
    if "fka" in name_type or "formerly" in name_type:
        return "former"
    return "weak" if "low" in strength or "weak" in strength else "strong"


def numbers_of(rows: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Passports and other numbers, each once."""
    seen = set()
    for row in rows:
        for column, kind in NUMBERS:
            for number in LISTS.split(row.get(column, "")):
                if number.strip() and (kind, number.strip()) not in seen:
                    seen.add((kind, number.strip()))
                    yield kind, number.strip()
