"""What feeds (RSS, Atom, RDF) and site maps list: the address of each report, and what is said of it.

Broken XML is read as far as it goes, entities are not expanded, nothing is fetched. lxml does it in linear time; a parser made for
feeds was tried and takes minutes for a megabyte of open brackets (see docs/decisions/dependencies.md).
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any
from urllib.parse import urljoin

from dragoman.errors import SourceError
from dragoman.records import Record

from .charsets import decode
from .days import read_day
from .normal import one_line

MOST = 50_000  # entries that are read of one list: what the site map protocol allows
DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
TAG = re.compile(r"<[^<>]{1,500}>")
DATES = (
    "publication_date",
    "pubdate",
    "published",
    "issued",
    "date",
    "created",
    "updated",
    "modified",
)  # the surest first
ITEMS = {"item": "feed", "entry": "feed", "url": "sitemap", "sitemap": "index"}


class Entry(Record, frozen=True, kw_only=True):
    """One report that a list names. `key` tells it from others of the list, also when its address changes."""

    key: str
    url: str
    title: str | None = None
    published: str | None = None


class Listing(Record, frozen=True, kw_only=True):
    """What a list names, in its order. `kind` is feed, sitemap (of reports) or index (of site maps)."""

    kind: str
    entries: tuple[Entry, ...] = ()


def read_listing(data: bytes, url: str, *, content_type: str = "", today: date | None = None) -> Listing:
    """The entries of a feed or site map that came from `url`. Raises SourceError where it is neither."""
    root = root_of(decode(data, content_type=content_type))
    if root is None:
        raise SourceError(f"{url} is not a feed that can be read", hint="open it in a browser to see what it is")
    found: dict[str, Entry] = {}
    kind = "feed"
    for element in root.iter():
        name = name_of(element)
        if name in ITEMS and len(found) < MOST:
            kind = ITEMS[name]
            with suppress(UnicodeDecodeError):  # a reference to half a letter (&#xD800;), which lxml gives out as it is
                if entry := entry_of(element, url, today):
                    found.setdefault(entry.key, entry)
    return Listing(kind=kind, entries=tuple(found.values()))


def root_of(text: str) -> Any:
    """The root of an XML document, mended where it is broken; None where there is none."""
    from lxml import etree

    parser = etree.XMLParser(
        recover=True, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True,
        remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    try:
        return etree.fromstring(DECLARATION.sub("", text, count=1).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def name_of(element: Any) -> str:
    """An element's name in lower case without its namespace; "" for what is no element."""
    return element.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(element.tag, str) else ""


def entry_of(item: Any, base: str, today: date | None) -> Entry | None:
    """The entry of an item, None where it has no web address."""
    parts = list(_parts(item))
    url = next((found for found in _addresses(item, parts, base) if found.startswith(("http://", "https://"))), None)
    if url is None:
        return None
    ids = (_text(one) for name, one in parts if name in ("guid", "id"))
    days = (_text(one) for wanted in DATES for name, one in parts if name == wanted)
    title = next((_text(one) for name, one in parts if name == "title"), "")
    return Entry(
        key=next((one for one in ids if one), url),
        url=url,
        title=one_line(TAG.sub(" ", title)) or None,
        published=next((day for one in days if (day := read_day(one[:100], today=today))), None),
    )


def _parts(item: Any) -> Iterator[tuple[str, Any]]:
    """The elements of an item, and those of the news in a site map."""
    for one in item:
        yield name_of(one), one
        if name_of(one) == "news":
            yield from ((name_of(inner), inner) for inner in one)


def _addresses(item: Any, parts: list[tuple[str, Any]], base: str) -> Iterator[str]:
    """The addresses that an item gives, the surest first."""
    for name, one in parts:
        if name in ("origlink", "loc") or (
            name == "link" and one.get("rel", "alternate") == "alternate" and (one.get("href") or _text(one))
        ):
            yield _joined(base, one.get("href") or _text(one))
    for name, one in parts:
        if name == "guid" and one.get("isPermaLink", "true").lower() != "false":
            yield _text(one)
    yield next((value for key, value in item.attrib.items() if key.endswith("}about")), "")


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
