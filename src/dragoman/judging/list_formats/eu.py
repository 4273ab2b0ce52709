"""The EU's financial sanctions files, XML and CSV (FSF 1.1)."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from xml.etree.ElementTree import Element

from ..list_countries import countries_of, date_of
from ..listed import Entry, ListedName, ListHead
from .sources import broken, csv_rows, file_date, head_of, text, xml_elements
from .sources import table_rows as rows_under_header

KINDS = {
    "person": "person",
    "p": "person",
    "enterprise": "organisation",
    "e": "organisation",
    "vessel": "vessel",
    "v": "vessel",
}
NEEDED = ("entitylogicalid", "entitysubjecttype", "namealiaswholename")
NUMBERS = {
    "passport": "passport",
    "id": "national",
    "ssn": "national",
    "regnumber": "registration",
    "fiscalcode": "tax",
    "imo": "imo",
}


def recognises(path: Path) -> bool:
    """Whether a file is this list, in either form."""
    return is_xml(path) or "Entity_LogicalId" in head_of(path)


def is_xml(path: Path) -> bool:
    """Whether it is the XML form."""
    start = head_of(path)
    return "<export" in start and "fsd/export" in start


def head(path: Path) -> ListHead:
    """The list's name and the day it was generated."""
    stamp = xml_date(path) if is_xml(path) else csv_date(path)
    date, origin = (stamp, "content") if stamp else file_date(path)
    form = "EU XML" if is_xml(path) else "EU CSV"
    return ListHead(
        key="eu",
        name="EU Consolidated Financial Sanctions List",
        publisher="European Commission",
        date=date,
        date_from=origin,
        format=form,
    )


def xml_date(path: Path) -> str | None:
    """The day the XML says it was made."""
    for _, root in xml_elements(path, ()):
        return date_of(root.get("generationDate", "")[:10])
    return None


def csv_date(path: Path) -> str | None:
    """The day the first row of the CSV says it was made."""
    row = next(rows_under_header(path, csv_rows(path, ";"), NEEDED), None)
    return date_of(row.get("filegenerationdate", "")) if row else None


def entries(path: Path) -> Iterator[Entry]:
    """The entries of either form."""
    if is_xml(path):
        for name, element in xml_elements(path, ("sanctionEntity",)):
            if name != "root":
                yield xml_entry(path, element)
    else:
        rows = rows_under_header(path, csv_rows(path, ";"), NEEDED)
        for ref, group in groupby(rows, key=lambda row: row["entitylogicalid"]):
            yield csv_entry(path, ref, list(group))


def xml_entry(path: Path, element: Element) -> Entry:
    """One sanctionEntity: everything is in attributes."""
    ref = element.get("euReferenceNumber") or element.get("logicalId") or ""
    subject = element.find("{*}subjectType")
    kind = KINDS.get((subject.get("code") or "").lower() if subject is not None else "")
    aliases = list(element.iterfind("{*}nameAlias"))
    names = [name for alias in aliases if (name := alias_of(alias))]
    if not ref or not names or not kind:
        raise broken(path, f"the entry {ref or '?'} lacks its number, kind or name")
    births = [born for birth in element.iterfind("{*}birthdate") if (born := xml_birth(birth))]
    nations: list[str | None] = [one.get("countryIso2Code") for one in element.iterfind("{*}citizenship")]
    seats: list[str | None] = [one.get("countryIso2Code") for one in element.iterfind("{*}address")]
    birthplaces: list[str | None] = [one.get("countryIso2Code") for one in element.iterfind("{*}birthdate")]
    person = kind == "person"
    return Entry(
        ref=ref,
        kind=kind,
        names=tuple(dict.fromkeys(names)),
        births=tuple(dict.fromkeys(births)),
        countries=countries_of([*nations, *([] if person else seats)]),
        linked_countries=countries_of([*seats, *birthplaces]) if person else (),
        gender=next(
            ({"M": "m", "F": "f"}[sex] for alias in aliases if (sex := alias.get("gender") or "") in ("M", "F")), None
        ),
        offices=tuple(dict.fromkeys(office for alias in aliases if (office := (alias.get("function") or "").strip()))),
        ids=tuple(xml_numbers(element)),
        programmes=tuple(
            dict.fromkeys(
                one.get("programme") or "" for one in element.iterfind("{*}regulation") if one.get("programme")
            )
        ),
        listed_on=date_of(element.get("designationDate") or ""),
    )


def alias_of(alias: Element) -> ListedName | None:
    """A name; the EU marks good ones as strong."""
    whole = " ".join((alias.get("wholeName") or "").split())
    parts = " ".join(
        part for name in ("firstName", "middleName", "lastName") if (part := (alias.get(name) or "").strip())
    )
    name = whole or parts
    return ListedName(text=name, quality="weak" if alias.get("strong") == "false" else "strong") if name else None


def xml_birth(birth: Element) -> str | None:
    """A date of birth as far as it is known."""
    about = "~" if birth.get("circa") == "true" else ""
    if date := date_of(birth.get("birthdate") or ""):
        return about + date
    year = birth.get("year") or ""
    return about + year if year.isdigit() and len(year) == 4 else None


def xml_numbers(element: Element) -> Iterator[tuple[str, str]]:
    """Passports and other numbers, and the UN's reference."""
    for number in element.iterfind("{*}identification"):
        written = number.get("number") or text(number, "number")
        if written:
            yield NUMBERS.get((number.get("identificationTypeCode") or "").lower(), "other"), written
    if un := element.get("unitedNationId"):
        yield "un", un


def csv_entry(path: Path, ref: str, rows: list[dict[str, str]]) -> Entry:
    """One entry: its rows each hold one name, address, birth, number or citizenship."""
    kind = KINDS.get(first(rows, "entitysubjecttype").lower())
    names = tuple(
        dict.fromkeys(
            ListedName(text=" ".join(row["namealiaswholename"].split())) for row in rows if row["namealiaswholename"]
        )
    )
    ref = first(rows, "entityeureferencenumber") or ref
    if not ref or not names or not kind:
        raise broken(path, f"the entry {ref or '?'} lacks its number, kind or name")
    person = kind == "person"
    seats, nations, birthplaces = (
        every(rows, column)
        for column in ("addresscountryiso2code", "citizenshipcountryiso2code", "birthdatecountryiso2code")
    )
    births = [
        date for row in rows if (date := date_of(row.get("birthdatebirthdate", "") or row.get("birthdateyear", "")))
    ]
    return Entry(
        ref=ref,
        kind=kind,
        names=names,
        births=tuple(dict.fromkeys(births)),
        countries=countries_of([*nations, *([] if person else seats)]),
        linked_countries=countries_of([*seats, *birthplaces]) if person else (),
        gender={"M": "m", "F": "f"}.get(first(rows, "namealiasgender")),
        offices=tuple(office for office in every(rows, "namealiasfunction") if office),
        ids=tuple(csv_numbers(rows)),
        programmes=tuple(programme for programme in every(rows, "entityregulationprogramme") if programme),
        listed_on=date_of(first(rows, "entitydesignationdate")),
    )


def csv_numbers(rows: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Passports and other numbers, and the UN's reference."""
    for row in rows:
        if number := row.get("identificationnumber", ""):
            yield NUMBERS.get(row.get("identificationtypecode", "").lower(), "other"), number
    if un := first(rows, "entityunitednationid"):
        yield "un", un


def first(rows: list[dict[str, str]], column: str) -> str:
    """The first value of a column."""
    return next((row[column] for row in rows if row.get(column)), "")


def every(rows: list[dict[str, str]], column: str) -> list[str | None]:
    """All values of a column, each once."""
    return list(dict.fromkeys(row[column] for row in rows if row.get(column)))
