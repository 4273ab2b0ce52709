"""What a page says of its story outside the story: title, writers, publisher, day, address.

JSON-LD is asked first, then meta tags, then what a reader sees around the headline. Nothing is made up: what no place tells is None.
"""

import html as entities
import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from dragoman.records import Record

from .days import date_line, days_in_address, read_day
from .normal import one_line
from .openings import clean_author, read_byline, same_words, split_names
from .tables import table

LINKED_MOST = 5000  # objects of JSON-LD that are looked at
AROUND = 25  # short pieces of text after the headline among which a date line or byline stands
SHORT = 120  # characters of such a piece
LONGEST = 400  # characters of a title or name
FULL_DATE = re.compile(
    r"\s+(?:on )?(?:\d{1,2} )?[A-Za-z]{3,9}\.?,? (?:\d{1,2},? )?(?:19|20)\d\d\b|\s+\d{4}-\d\d-\d\d|\s+\d{1,2}[./]\d{1,2}[./]\d{4}"
)
BARS = re.compile(r"\s+[|–—·•»:-]+\s+")
LISTING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$|;\s*$")


class Told(Record, frozen=True, kw_only=True):
    """What the markup told. `day_from`: `markup`, or `url` where only the address names a day. `story`: JSON-LD's articleBody."""

    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    day: str | None = None
    day_from: str | None = None
    url: str | None = None
    kind: str | None = None
    story: str | None = None


Element = Any  # lxml's element: the library has no types of its own


def read_markup(tree: Element, *, url: str | None = None, today: date | None = None) -> Told:
    """What the page tells of its story. `url` is where it was fetched, None for a file."""
    metas = meta_tags(tree)
    address = _address(tree, metas, url)
    headings = [text for found in tree.iter("h1") if (text := one_line("".join(found.itertext())))]
    linked = linked_story(tree, address, [*_metas(metas, "title"), *headings])
    publisher = _publisher_of(tree, linked, metas, address)
    title = _first(_strings(linked, "title"), _metas(metas, "title"), headings, _head_title(tree))
    days = _days(tree, linked, metas, today)
    day = next(days, None)
    in_address = next((found for one in days_in_address(address or "") if (found := read_day(one, today=today))), None)
    return Told(
        title=without_site(title, publisher, headings), publisher=publisher, url=address, kind=_kind(linked, metas),
        author=_author_of(tree, linked, metas, publisher),
        day=day or in_address, day_from="markup" if day else "url" if in_address else None, story=_story(linked),
    )  # fmt: skip


def _first(*groups: Iterable[str | None]) -> str | None:
    return next((one for group in groups for one in group if one), None)


# Meta tags


def meta_tags(tree: Element) -> dict[str, list[str]]:
    """The contents of the meta tags by name, lower case, in the order of the page."""
    found: dict[str, list[str]] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or ""
        if name and (content := one_line(tag.get("content") or "")):
            found.setdefault(name.strip().lower(), []).append(content)
    return found


def _metas(metas: dict[str, list[str]], field: str) -> Iterator[str]:
    return (
        content for name in table("markup")[field]["meta"] for content in metas.get(name, ()) if len(content) <= LONGEST
    )


def _address(tree: Element, metas: dict[str, list[str]], url: str | None) -> str | None:
    """The page's own address where it is on the host that it came from, or where it came from nowhere; else where it came from."""
    links = (tag.get("href") for tag in tree.iter("link") if "canonical" in (tag.get("rel") or "").lower().split())
    for one in (*links, *_metas(metas, "address")):
        told: str = urljoin(url or "", str(one or "").strip())
        parts = urlsplit(told) if told.startswith(("http://", "https://")) else None
        if parts and parts.hostname and (url is None or _site(parts.hostname) == _site(urlsplit(url).hostname or "")):
            return told.partition("#")[0]
    return url


def _site(host: str) -> str:
    return ".".join(host.lower().removeprefix("www.").removeprefix("m.").removeprefix("amp.").split(".")[-3:])


# JSON-LD


def linked_objects(tree: Element) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD, outer before inner."""
    left = LINKED_MOST
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        todo = [_parsed(script.text or "")]
        while todo and left:
            one, left = todo.pop(0), left - 1
            if isinstance(one, dict):
                yield one
                todo += [value for value in one.values() if isinstance(value, dict | list)]
            elif isinstance(one, list):
                todo += one


def _parsed(script: str) -> Any:
    try:
        return json.loads(LISTING.sub("", script), strict=False)
    except (ValueError, RecursionError):
        return None


@cache
def _story_kinds() -> frozenset[str]:
    return frozenset(table("markup")["kinds"]["article"])


def kinds_of(linked: dict[str, Any]) -> set[str]:
    """The types of a JSON-LD object, lower case, without the address of the vocabulary."""
    told = linked.get("@type")
    return {str(one).rpartition("/")[2].lower() for one in (told if isinstance(told, list) else [told])}


def linked_story(tree: Element, url: str | None, titles: list[str]) -> dict[str, Any]:
    """The JSON-LD object of the page's story: the only one, or the one with its address or title; else what is told of the page."""
    objects = list(linked_objects(tree))
    stories = [
        one
        for one in objects
        if kinds_of(one) & _story_kinds() and ("headline" in one or "datePublished" in one or "articleBody" in one)
    ]
    if len(stories) == 1:
        return stories[0]
    for one in stories:
        heads = [head for head in _strings(one, "title") if any(same_words(head, title) for title in titles)]
        if heads or (url and url in (one.get("url"), one.get("@id"), _id(one.get("mainEntityOfPage")))):
            return one
    pages = set(table("markup")["kinds"]["page"])
    return next((one for one in objects if kinds_of(one) & pages and "datePublished" in one), {}) if not stories else {}


def _id(value: Any) -> Any:
    return value.get("@id") if isinstance(value, dict) else value


def _plain(value: Any) -> str | None:
    text = one_line(entities.unescape(value)) if isinstance(value, str) else ""
    return text if 0 < len(text) <= LONGEST else None


def _strings(linked: dict[str, Any], field: str) -> Iterator[str]:
    return (text for name in table("markup")[field]["linked"] if (text := _plain(linked.get(name))))


def _names(linked: dict[str, Any], field: str, clean: Callable[[str], str | None]) -> Iterator[str]:
    """The names of the people or bodies in a field, several of them joined."""
    for name in table("markup")[field]["linked"]:
        value = linked.get(name)
        told = (
            _plain(one.get("name") if isinstance(one, dict) else one)
            for one in (value if isinstance(value, list) else [value])
        )
        names = [found for one in told if one and (found := clean(one))]
        if names:
            yield ", ".join(dict.fromkeys(names))


def _story(linked: dict[str, Any]) -> str | None:
    told = linked.get("articleBody")
    return entities.unescape(told) if isinstance(told, str) else None


def _kind(linked: dict[str, Any], metas: dict[str, list[str]]) -> str | None:
    """`article` where the page calls itself one, `website` where it calls itself a front page, None where it is silent."""
    if kinds_of(linked) & _story_kinds():
        return "article"
    told = next(iter(metas.get("og:type", ())), "").lower()
    return told if told in ("article", "website") else None


# Title, publisher, writers


def _publisher_of(tree: Element, linked: dict[str, Any], metas: dict[str, list[str]], url: str | None) -> str | None:
    """The name that fits the host of the page, where one does: sites put other names there too, of a section or an edition."""
    named = [
        *_names(linked, "publisher", _publisher),
        *(found for one in _metas(metas, "publisher") if (found := _publisher(one))),
    ]
    shown = [found for title in _head_title(tree) for one in BARS.split(title)[1:] if (found := _publisher(one))]
    return next((one for one in (*named, *reversed(shown)) if fits_host(one, url)), named[0] if named else None)


def fits_host(name: str, url: str | None) -> bool:
    """Whether the host could be short for the name: `nytimes.com` for The New York Times."""
    labels = (urlsplit(url or "").hostname or "").removeprefix("www.").split(".")[:-1]
    letters = "".join(re.findall(r"\w", name.lower()))
    return any(_is_inside(label.replace("-", ""), letters) or letters == label for label in labels if len(label) > 2)


def _is_inside(short: str, long: str) -> bool:
    """Whether the letters stand in the longer word, in this order."""
    rest = iter(long)
    return bool(short) and short[0] in long and all(letter in rest for letter in short)


def _author_of(tree: Element, linked: dict[str, Any], metas: dict[str, list[str]], publisher: str | None) -> str | None:
    told = (found for one in _metas(metas, "author") if (found := written_by(one)))
    author = _first(_names(linked, "author", written_by), told, _shown_authors(tree))
    return None if author is None or (publisher and same_words(author, publisher)) else author


def written_by(text: str) -> str | None:
    """The names in an author field, without the office, the outlet and the date that pages put behind them."""
    cleaned = clean_author(FULL_DATE.split(text)[0])
    if cleaned is None:
        return None
    names, agency = split_names(cleaned)
    return names or (None if agency else cleaned)


def _publisher(name: str) -> str | None:
    """The name of a publisher; None for an address or the name of an account."""
    name = BARS.split(name.removeprefix("@").strip())[0]
    return None if "://" in name or re.fullmatch(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/?", name) else name or None


def _head_title(tree: Element) -> Iterator[str]:
    return (text for found in tree.iter("title") if (text := one_line("".join(found.itertext()))))


def without_site(title: str | None, publisher: str | None, headings: list[str]) -> str | None:
    """The title without the name of the site behind or before it."""
    if title is None:
        return None
    for heading in headings:
        if same_words(heading, title) and len(heading) <= len(title):
            return heading
    parts = BARS.split(title)
    if len(parts) < 2 or publisher is None:
        return title
    if same_words(parts[-1], publisher):
        return title[: title.rindex(parts[-1])].rstrip(" |–—·•»:-")
    return title[title.index(parts[1]) :] if same_words(parts[0], publisher) else title


# Days


def _days(tree: Element, linked: dict[str, Any], metas: dict[str, list[str]], today: date | None) -> Iterator[str]:
    """The day of publication by every way the page tells it, the surest first."""
    stamps = (linked.get(name) for name in table("markup")["published"]["linked"])
    for stamp in (*stamps, *_metas(metas, "published"), *_marked_days(tree), *_times(tree)):
        if isinstance(stamp, str) and (day := read_day(stamp, today=today)):
            yield day
    for line in _around_heading(tree):
        if (dated := date_line(line, today=today)) and dated[1]:
            yield dated[0]
        elif (named := read_byline(line)) and named[2]:
            yield named[2]


def _marked_days(tree: Element) -> Iterator[str]:
    for tag in tree.xpath(
        "//*[@itemprop='datePublished' or @pubdate or contains(concat(' ', @class, ' '), ' dt-published ')]"
    ):
        yield from (
            one for one in (tag.get("content"), tag.get("datetime"), tag.get("title"), "".join(tag.itertext())) if one
        )


def _times(tree: Element) -> Iterator[str]:
    """The stamps of the time elements that stand with the headline; of the others only where all agree."""
    times = [tag for tag in tree.iter("time") if tag.get("datetime") and not re.search("updat|modif", _marks(tag))]
    near = [
        tag
        for tag in times
        if any(up.tag in ("article", "header", "main") and up.find(".//h1") is not None for up in tag.iterancestors())
    ]
    if near:
        yield near[0].get("datetime")
    elif len({tag.get("datetime")[:10] for tag in times}) == 1:
        yield times[0].get("datetime")


def _marks(tag: Element) -> str:
    return f"{tag.get('class') or ''} {tag.get('itemprop') or ''} {tag.get('id') or ''}".lower()


def _around_heading(tree: Element) -> Iterator[str]:
    """Short pieces of text behind the headline, each as a line."""
    heading = next(tree.iter("h1"), None)
    if heading is None:
        return
    left = AROUND
    for tag in heading.xpath("following::*[not(*) or self::time or self::p or self::span or self::address]"):
        text = (
            one_line("".join(tag.itertext())) if isinstance(tag.tag, str) and tag.tag not in ("script", "style") else ""
        )
        if text:
            left -= 1
            if len(text) <= SHORT:
                yield text
        if not left:
            return


def _shown_authors(tree: Element) -> Iterator[str]:
    """Writers as a reader sees them: elements marked as author, then lines with `By` around the headline."""
    marked = tree.xpath("//*[@rel='author' or @itemprop='author' or contains(concat(' ', @class, ' '), ' p-author ')]")
    for tag in marked[:3]:
        text = one_line("".join(tag.itertext()))
        if 0 < len(text) <= SHORT and (name := written_by(text)):
            yield name
    yield from (named[0] for line in _around_heading(tree) if (named := read_byline(line)) and named[0])


def parse(html: str) -> Element | None:
    """The tree of a page, None where there is none. Comments and processing instructions are left out."""
    from lxml.html import HTMLParser

    cleaned = re.sub(r"^\s*<\?xml[^>]*\?>", "", html.replace("\0", ""))
    if not cleaned.strip():
        return None
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        tree = etree.fromstring(cleaned.encode("utf-8", "replace"), parser)
    except etree.ParserError:
        return None
    return tree if tree is not None and isinstance(tree.tag, str) else None
