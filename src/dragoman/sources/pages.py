"""A page to its story: trafilatura finds the text, the markup tells title, author, publisher and date."""

import json
import re
from collections.abc import Iterator
from typing import Any

from dragoman.records import Record

from .charset import decode, normalise
from .headers import without_furniture

SCRIPT = re.compile(r"<script[^>]+application/ld\+json[^>]*>(.*?)</script>", re.IGNORECASE | re.DOTALL)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
KINDS = re.compile(
    r"(?:News|Reportage|Analysis|Opinion|BackgroundNews)?Article|Report|BlogPosting|LiveBlogPosting", re.IGNORECASE
)
DATE_KEYS = (
    "article:published_time",
    "datepublished",
    "dc.date.issued",
    "dc.date",
    "pubdate",
    "publishdate",
    "parsely-pub-date",
    "sailthru.date",
    "date",
)


class Page(Record, frozen=True, kw_only=True):
    """What a page says of itself, each part None where it does not."""

    text: str
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None


def extract_text(html: bytes | str) -> str:
    """The story of a page as plain text, paragraphs parted by an empty line; "" where there is none."""
    return read_page(html).text


def read_page(html: bytes | str, header: str | None = None) -> Page:
    """The story of a page and what the markup says of it."""
    import trafilatura

    text = html if isinstance(html, str) else decode(html, header)
    found = trafilatura.bare_extraction(
        text, include_comments=False, include_tables=False, favor_recall=False, with_metadata=False, deduplicate=False
    )
    story = str(getattr(found, "text", None) or "")
    story = without_furniture(normalise(story.replace("\n", "\n\n")))
    return Page(text=story, **told_by_markup(text))


def told_by_markup(html: str) -> dict[str, str | None]:
    """Title, author, publisher and day of publication from JSON-LD, then from meta tags and <time>."""
    from lxml import html as parser

    told: dict[str, str | None] = {"title": None, "author": None, "publisher": None, "published": None}
    for one in linked_data(html):
        told["title"] = told["title"] or plain(one.get("headline"))
        told["author"] = told["author"] or plain(named(one.get("author")))
        told["publisher"] = told["publisher"] or plain(named(one.get("publisher")))
        told["published"] = told["published"] or day(one.get("datePublished"))
    try:
        tree = parser.fromstring(html.encode("utf-8", "replace"), parser=parser.HTMLParser(encoding="utf-8"))
    except (ValueError, parser.etree.ParserError):
        return told
    meta = {
        (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").lower(): tag.get("content")
        for tag in tree.iter("meta")
    }
    heading = next((" ".join(tag.text_content().split()) for tag in tree.iter("h1")), None)
    told["title"] = told["title"] or plain(meta.get("og:title")) or plain(heading)
    told["author"] = told["author"] or plain(meta.get("author"))
    told["publisher"] = told["publisher"] or plain(meta.get("og:site_name"))
    stamp = next((found for key in DATE_KEYS if (found := day(meta.get(key)))), None)
    shown = {found for tag in tree.iter("time") if (found := day(tag.get("datetime")))}
    told["published"] = told["published"] or stamp or (shown.pop() if len(shown) == 1 else None)
    return told


def linked_data(html: str) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects of a page that describe an article."""
    for block in SCRIPT.findall(html):
        try:
            todo = [json.loads(block)]
        except (ValueError, RecursionError):
            continue
        while todo:
            one = todo.pop()
            if isinstance(one, list):
                todo += one[:50]
            elif isinstance(one, dict):
                todo += [one["@graph"]] if "@graph" in one else []
                kinds = one.get("@type")
                if any(KINDS.fullmatch(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds])):
                    yield one


def named(value: Any) -> Any:
    """The name in a JSON-LD person or organisation, or in a list of them."""
    if isinstance(value, list):
        return ", ".join(str(name) for one in value[:5] if (name := named(one))) or None
    return value.get("name") if isinstance(value, dict) else value


def plain(value: Any) -> str | None:
    """A short clean string, None for anything else."""
    return " ".join(normalise(value).split())[:300] or None if isinstance(value, str) else None


def day(value: Any) -> str | None:
    """The ISO day that a stamp begins with."""
    found = DAY.match(value.strip()) if isinstance(value, str) else None
    return found[0] if found else None
