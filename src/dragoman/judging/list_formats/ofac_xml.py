"""OFAC's lists as the plain XML (sdn.xml, consolidated.xml)."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from ..list_countries import countries_of, date_of
from ..listed import Entry, ListedName, ListHead
from .ofac import KINDS, number_kind, ofac_head
from .sources import broken, file_date, head_of, text, texts, xml_elements

ALIAS_KINDS = {"f.k.a.": "former"}


def recognises(path: Path) -> bool:
    """Whether a file is such a list."""
    return "<sdnList" in head_of(path)


def head(path: Path) -> ListHead:
    """The list's name and day of publication, which this file alone writes month first."""
    sdn = "consolidated" not in path.name.lower() and "cons" not in path.name.lower()
    for name, element in xml_elements(path, ("Publish_Date", "sdnEntry")):
        if name == "Publish_Date" and element.text:
            month, day, year = ([*element.text.strip().split("/"), "", ""])[:3]
            if date := date_of(f"{day}/{month}/{year}"):
                return ofac_head(path, date, "content", "OFAC XML", sdn=sdn)
        if name == "sdnEntry":
            break
    return ofac_head(path, *file_date(path), "OFAC XML", sdn=sdn)


def entries(path: Path) -> Iterator[Entry]:
    """The entries. Raises KnowledgeError for one without number or name, or fewer than the file says it has."""
    count, stated = 0, 0
    for name, element in xml_elements(path, ("sdnEntry", "Record_Count")):
        if name == "Record_Count":
            stated = int(element.text or 0) if (element.text or "").strip().isdigit() else 0
        elif name == "sdnEntry":
            count += 1
            kind = KINDS.get(text(element, "sdnType").lower())
            if kind:
                yield entry_of(path, element, kind)
    if count < stated:
        raise broken(path, f"it says it has {stated} records and holds {count}")


def entry_of(path: Path, element: Element, kind: str) -> Entry:
    """One sdnEntry."""
    ref, name = text(element, "uid"), full_name(element)
    if not ref or not name:
        raise broken(path, f"the entry {ref!r} has no number or no name")
    nations = [
        *texts(element, "nationalityList/nationality/country"),
        *texts(element, "citizenshipList/citizenship/country"),
    ]
    seats = texts(element, "addressList/address/country")
    person = kind == "person"
    return Entry(
        ref=ref,
        kind=kind,
        names=(ListedName(text=name, quality="primary"), *aliases_of(element)),
        births=tuple(
            date for born in texts(element, "dateOfBirthList/dateOfBirthItem/dateOfBirth") if (date := date_of(born))
        ),
        countries=countries_of([*nations, *([] if person else seats), *texts(element, "vesselInfo/vesselFlag")]),
        linked_countries=countries_of([*seats, *birthplaces(element)]) if person else (),
        gender={"Male": "m", "Female": "f"}.get(gender(element)),
        offices=tuple(texts(element, "title")),
        ids=tuple(numbers_of(element)),
        programmes=tuple(texts(element, "programList/program")),
    )


def full_name(element: Element) -> str:
    """Given name, then family name; organisations have the latter only."""
    return " ".join(part for part in (text(element, "firstName"), text(element, "lastName")) if part)


def aliases_of(element: Element) -> Iterator[ListedName]:
    """Aliases with OFAC's own warning of weak ones."""
    for alias in element.iterfind("{*}akaList/{*}aka"):
        if name := full_name(alias):
            weak = text(alias, "category") == "weak"
            yield ListedName(text=name, quality="weak" if weak else ALIAS_KINDS.get(text(alias, "type"), "strong"))


def birthplaces(element: Element) -> list[str]:
    """Countries of birth: what follows the last comma."""
    return [
        place.rpartition(",")[2].strip() for place in texts(element, "placeOfBirthList/placeOfBirthItem/placeOfBirth")
    ]


def gender(element: Element) -> str:
    """The gender, which OFAC keeps among the numbers."""
    numbers = element.iterfind("{*}idList/{*}id")
    return next((text(number, "idNumber") for number in numbers if text(number, "idType") == "Gender"), "")


def numbers_of(element: Element) -> Iterator[tuple[str, str]]:
    """Numbers of known kinds."""
    for number in element.iterfind("{*}idList/{*}id"):
        kind = number_kind(text(number, "idType"))
        if kind != "other" and (written := text(number, "idNumber")):
            yield kind, written.removeprefix("IMO ").strip()
