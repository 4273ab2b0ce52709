"""The UN Security Council's consolidated list, as its XML gives it."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from ..list_countries import countries_of, date_of
from ..listed import Entry, ListedName, ListHead
from .sources import broken, file_date, head_of, tag_of, text, texts, xml_elements

QUALITIES = {"good": "strong", "low": "weak", "a.k.a.": "strong", "f.k.a.": "former"}
DOCUMENTS = (("passport", "passport"), ("pasaporte", "passport"), ("passeport", "passport"), ("national", "national"))


def recognises(path: Path) -> bool:
    """Whether a file is this list."""
    return "<CONSOLIDATED_LIST" in head_of(path)


def head(path: Path) -> ListHead:
    """The list's name and date."""
    for _, root in xml_elements(path, ()):
        stamp = date_of(root.get("dateGenerated", "")[:10])
        date, origin = (stamp, "content") if stamp else file_date(path)
        return ListHead(
            key="un",
            name="UN Security Council Consolidated List",
            publisher="United Nations Security Council",
            date=date,
            date_from=origin,
            format="UN XML",
        )
    raise broken(path, "it holds no list")


def entries(path: Path) -> Iterator[Entry]:
    """The entries. Raises KnowledgeError for one without reference or name, or a file that is cut off."""
    for name, element in xml_elements(path, ("INDIVIDUAL", "ENTITY")):
        if name != "root":
            yield entry_of(path, element)


def entry_of(path: Path, element: Element) -> Entry:
    """One INDIVIDUAL or ENTITY."""
    person = tag_of(element) == "INDIVIDUAL"
    prefix = tag_of(element)
    ref = text(element, "REFERENCE_NUMBER")
    names = tuple(names_of(element, prefix))
    if not ref or not names:
        raise broken(
            path, f"an entry has no {'reference' if not ref else 'name'} ({ref or text(element, 'FIRST_NAME')})"
        )
    return Entry(
        ref=ref,
        kind="person" if person else "organisation",
        names=names,
        births=tuple(births_of(element)),
        countries=countries_of(
            [*texts(element, "NATIONALITY/VALUE"), *([] if person else texts(element, "ENTITY_ADDRESS/COUNTRY"))]
        ),
        linked_countries=countries_of(
            [*texts(element, "INDIVIDUAL_ADDRESS/COUNTRY"), *texts(element, "INDIVIDUAL_PLACE_OF_BIRTH/COUNTRY")]
        ),
        gender={"male": "m", "female": "f"}.get(text(element, "GENDER").lower()),
        offices=(*texts(element, "DESIGNATION/VALUE"), *texts(element, "TITLE/VALUE")),
        ids=tuple(documents_of(element)),
        programmes=tuple(texts(element, "UN_LIST_TYPE")),
        listed_on=date_of(text(element, "LISTED_ON")),
    )


def names_of(element: Element, prefix: str) -> Iterator[ListedName]:
    """The leading name, the aliases, and the name in its own script."""
    order = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
    if lead := " ".join(part for name in order if (part := text(element, name))):
        yield ListedName(text=lead, quality="primary")
    for alias in element.iterfind(f"{{*}}{prefix}_ALIAS"):
        if name := text(alias, "ALIAS_NAME"):
            yield ListedName(text=name.strip('" “”'), quality=QUALITIES.get(text(alias, "QUALITY").lower(), "strong"))
    for name in texts(element, "NAME_ORIGINAL_SCRIPT"):
        yield ListedName(text=name, quality="script")


def births_of(element: Element) -> Iterator[str]:
    """Dates of birth; spans where the list gives two years."""
    for birth in element.iterfind("{*}INDIVIDUAL_DATE_OF_BIRTH"):
        about = "~" if text(birth, "TYPE_OF_DATE") == "APPROXIMATELY" else ""
        first, last = text(birth, "FROM_YEAR"), text(birth, "TO_YEAR")
        if first and last:
            yield f"{first}/{last}"
        elif date := date_of(text(birth, "DATE") or text(birth, "YEAR")):
            yield about + date
    for alias in element.iterfind("{*}INDIVIDUAL_ALIAS"):
        if date := date_of(text(alias, "DATE_OF_BIRTH")):
            yield date


def documents_of(element: Element) -> Iterator[tuple[str, str]]:
    """Passports and other numbers."""
    for document in element.iterfind("{*}INDIVIDUAL_DOCUMENT"):
        if number := text(document, "NUMBER"):
            written = text(document, "TYPE_OF_DOCUMENT").lower()
            yield next((kind for word, kind in DOCUMENTS if word in written), "other"), number
