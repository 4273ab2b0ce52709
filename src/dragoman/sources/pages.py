"""A page to its story: what stands around it is taken out, trafilatura finds the text, and what it leaves in or loses is repaired.

The repairs, in order: elements that by name or class are forms, share bars, captions, lists of other stories go before trafilatura looks;
where the page marks the body of its story, or JSON-LD holds its whole text, nothing from elsewhere counts; paragraphs that are only a link,
the headline again, bylines, date lines and known phrases go; so do headings that nothing follows.
"""

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from dragoman.records import Record

from .boilerplate import PROSE_WORDS, is_marked, is_prose, story_lines
from .charsets import decode
from .days import date_line
from .markup import FULL_DATE, Element, Told, parse, read_markup
from .normal import normalise, one_line
from .openings import read_byline, same_words
from .tables import table

MAIN_SHARE = 0.4  # an element with so much of the page's prose is the story, whatever its class says
STORY_SHARE = 0.5  # a marked body with so much of the prose of the page, or so many words, is believed
STORY_WORDS = 60
FEW_WORDS = 25  # fewer words from trafilatura, and the paragraphs are collected directly
LINKS_IN = ("p", "li", "h2", "h3", "h4", "h5", "h6", "dt", "dd")
HEADINGS = ("head", "h1", "h2", "h3", "h4", "h5", "h6")
LINKED_SHARE = 0.9  # of the letters of a paragraph that are in links
FRONT_PAGES = ("", "index.html", "index.htm", "index.php", "home", "en", "news", "world")
LISTED = 8  # headlines that are links; a story has as many below it
LISTED_WORDS = 30  # of prose for each of them, at most, in a list: a teaser has as many
DATED_WORDS = 8  # of a line that names a section, a place or a writer beside the day
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MAILBOX = re.compile(r"(?:\S+ ){0,11}\(?[\w.+-]+@[\w.-]+\.\w+\)?(?: \(END\))?")
TOLD_WORDS = 80  # an articleBody of so many words is the whole story, not its summary
TOLD_SHARE = 0.8  # of the words found that articleBody must hold to be the measure of what belongs
BLOCKS = (
    "p",
    "head",
    "item",
    "quote",
    "code",
    "cell",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "blockquote",
    "pre",
    "div",
)


class Page(Record, frozen=True, kw_only=True):
    """The story of a page, normalised, and what the markup says of it.

    `refusal`: its words are those of a server that answers in place of a page. `is_listing`: it is a front page or a list of stories.
    """

    text: str
    told: Told
    refusal: bool = False
    is_listing: bool = False
    prose_words: int = 0


class Block(Record, frozen=True, kw_only=True):
    """A paragraph or heading as it was found."""

    text: str
    heading: bool = False


def extract_text(html: bytes | str) -> str:
    """The story of a page, paragraphs parted by an empty line; "" where there is none."""
    page = read_page(html if isinstance(html, str) else decode(html))
    return page.text if page else ""


def read_page(html: str, *, url: str | None = None, today: date | None = None) -> Page | None:
    """The story of a page and what its markup says; None where the bytes hold no page."""
    tree = parse(html)
    if tree is None:
        return None
    told = read_markup(tree, url=url, today=today)
    blocks = story_blocks(tree, told)
    text = normalise("\n\n".join(block.text for block in blocks))
    refusal = is_marked(one_line(" ".join((told.title or "", text))), "page")
    prose = sum(len(line.split()) for line in text.split("\n") if is_prose(line))
    return Page(text=text, told=told, refusal=refusal, is_listing=is_listing(tree, told, prose), prose_words=prose)


def is_listing(tree: Element, told: Told, prose: int) -> bool:
    """Whether the page is a front page, by its address, or a list of headlines that are links, with little prose and no day of its own."""
    if told.kind == "article":
        return False
    if told.url and urlsplit(told.url).path.strip("/") in FRONT_PAGES:
        return True
    headlines = tree.xpath("count(//h2//a | //h3//a | //h4//a | //a//h2 | //a//h3 | //a//h4)")
    return told.day is None and headlines >= LISTED and prose < headlines * LISTED_WORDS


def story_blocks(tree: Element, told: Told) -> list[Block]:
    """The paragraphs and headings of the story, in order."""
    pruned = prune(tree)
    found = extract_blocks(marked_story(pruned))
    if word_count(found) < FEW_WORDS:
        found = max(found, list(plain_blocks(pruned)), key=word_count)
    found = agreed(found, told.story)
    return without_dangling(list(cleaned(found, told)))


def word_count(blocks: Iterable[Block]) -> int:
    """The words of some paragraphs."""
    return sum(len(block.text.split()) for block in blocks)


# Before trafilatura


def prune(tree: Element) -> Element:
    """A copy of the tree without the elements that stand around a story."""
    pruned = deepcopy(tree)
    most = MAIN_SHARE * prose_words(pruned)
    layout = table("markup")["layout"]
    kept = story_frame(pruned)
    outer = [
        tag
        for tag in pruned.iter()
        if isinstance(tag.tag, str) and (tag.tag in layout["elements"] or is_part(tag) or is_link(tag))
    ]
    for tag in outer:
        if tag not in kept and tag.getparent() is not None and prose_words(tag) <= most:
            remove(tag)
    return pruned


def story_frame(tree: Element) -> set[Element]:
    """The headline, the marked body of the story, and all that they stand in: what is never taken out."""
    inner = [tree, *tree.iter("h1", "body"), *story_marks(tree)]
    return {*inner, *(outer for tag in inner for outer in tag.iterancestors())}


def is_link(tag: Element) -> bool:
    """Whether a paragraph or item is a link to another story: all of it is link, and it is no sentence."""
    if tag.tag not in LINKS_IN:
        return False
    linked = sum(len("".join(link.itertext()).strip()) for link in tag.iter("a"))
    text = "".join(tag.itertext()).strip() if linked else ""
    return linked >= LINKED_SHARE * len(text) > 0 and not is_prose(text)


def prose_words(tag: Element) -> int:
    """The words in the paragraphs of an element, or in all of it where it has none."""
    paragraphs = list(tag.iter("p"))
    return sum(len("".join(one.itertext()).split()) for one in (paragraphs or [tag]))


def is_part(tag: Element) -> bool:
    """Whether role, class or id say that the element is not the story."""
    if (tag.get("role") or "").lower() in table("markup")["layout"]["roles"] or tag.get("aria-hidden") == "true":
        return True
    return any(_names_part(name) for name in f"{tag.get('class') or ''} {tag.get('id') or ''}".split())


@cache
def _parts() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(re.split("[-_]+", part)) for part in table("markup")["layout"]["parts"])


@cache
def _names_part(name: str) -> bool:
    """Whether a class is one of those in the table, or has one as its first or last words: `article__share-bar`, not `has-sidebar`."""
    words = tuple(word for word in re.split(r"[-_:]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()) if word)
    if not words or words[0] in table("markup")["layout"]["beside"]:
        return False
    return any(words[:length] in _parts() or words[-length:] in _parts() for length in range(1, min(4, len(words)) + 1))


def remove(tag: Element) -> None:
    """Takes an element out; the text behind it stays."""
    parent = tag.getparent()
    if parent is None:
        return
    before = tag.getprevious()
    if before is not None:
        before.tail = written((before.tail or "") + (tag.tail or ""))
    else:
        parent.text = written((parent.text or "") + (tag.tail or ""))
    parent.remove(tag)


def written(text: str) -> str:
    """The text without characters that a tree gives out but does not take back (XML 1.0, production 2)."""
    return NOT_XML.sub(" ", text)


def story_marks(tree: Element) -> Iterator[Element]:
    """The elements that the page marks as the body of its story."""
    marks = table("markup")["layout"]["story"]
    for tag in tree.iter():
        if isinstance(tag.tag, str) and any(value in (tag.get(name) or "").split() for name, value in marks):
            yield tag


def marked_story(tree: Element) -> Element:
    """The marked body of the story as a page of its own, where it holds enough of the prose; else the whole page."""
    marked = max(story_marks(tree), key=prose_words, default=None)
    if marked is None or prose_words(marked) < max(STORY_WORDS, STORY_SHARE * prose_words(tree)):
        return tree
    page = tree.makeelement("html")
    article = tree.makeelement("article")
    body = tree.makeelement("body")
    article.append(deepcopy(marked))
    body.append(article)
    page.append(body)
    return page


# Trafilatura


def extract_blocks(tree: Element) -> list[Block]:
    """What trafilatura takes for the text of a page."""
    from trafilatura import bare_extraction

    try:
        document: Any = bare_extraction(tree, include_comments=False, include_tables=False)
    except RecursionError:  # elements nested a thousand deep
        return []
    return [] if document is None or document.body is None else list(blocks_of(document.body))


def blocks_of(tree: Element) -> Iterator[Block]:
    """The paragraphs of a tree, in order; text that stands between them is a paragraph of its own."""
    running: list[str] = []
    for kind, text in pieces(tree):
        if kind == "text":
            running.append(text)
            continue
        yield from _parted("".join(running), heading=kind in HEADINGS)
        running = []
    yield from _parted("".join(running), heading=False)


def pieces(tag: Element) -> Iterator[tuple[str, str]]:
    """("text", words) for each run of text; (name of the element, "") where a block begins or ends."""
    yield "text", (tag.text or "").replace("\n", " ")
    for inner in tag:
        if inner.tag in ("lb", "br"):
            yield "text", "\n"
        elif isinstance(inner.tag, str):
            block = inner.tag in BLOCKS
            yield from [("before", "")] if block else []
            yield from pieces(inner)
            yield from [(inner.tag, "")] if block else []
        yield "text", (inner.tail or "").replace("\n", " ")


def _parted(text: str, *, heading: bool) -> Iterator[Block]:
    """A run of text; two line breaks in a row part it."""
    for part in re.split(r"\n\s*\n", text):
        if plain := one_line(part):
            yield Block(text=plain, heading=heading)


def plain_blocks(tree: Element) -> Iterator[Block]:
    """The paragraphs of the marked story or of the whole page that read as prose."""
    marked = max(story_marks(tree), key=prose_words, default=None)
    for tag in (tree if marked is None else marked).iter("p"):
        yield from (block for block in blocks_of(tag) if is_prose(block.text, PROSE_WORDS // 2))


# After trafilatura


def agreed(found: list[Block], story: str | None) -> list[Block]:
    """What was found, measured by the story as JSON-LD tells it: what it does not hold goes; it is taken itself where much is missing."""
    told = re.sub(r"<[^>]+>", "\n", story or "")
    words = folded(told)
    length = len(words.split())
    if length < TOLD_WORDS:
        return found
    held = [folded(block.text) in words for block in found]
    if sum(len(block.text.split()) for block, known in zip(found, held, strict=True) if known) >= TOLD_SHARE * max(
        length, word_count(found)
    ):
        first = held.index(True)
        return [block for place, block in enumerate(found) if held[place] or (place < first and is_prose(block.text))]
    if word_count(found) >= TOLD_SHARE * length:
        return found
    lines = (one_line(line) for line in re.split(r"\n+", told))
    return [Block(text=line) for line in lines if line]


def folded(text: str) -> str:
    """The words of a text, lower case, one space between them and around them."""
    return " " + " ".join(re.findall(r"[^\W_]+", text.lower())) + " "


def cleaned(blocks: list[Block], told: Told) -> Iterator[Block]:
    """The blocks without the headline again, bylines, date lines, links to other stories and known phrases."""
    kept = set(story_lines([block.text for block in blocks], pages=True))
    begun = False
    for place, block in enumerate(blocks):
        if place not in kept or (not begun and is_heading_matter(block.text, told)) or MAILBOX.fullmatch(block.text):
            continue
        begun = begun or is_prose(block.text)
        yield block


def is_heading_matter(text: str, told: Told) -> bool:
    """Whether a line before the first sentence is the headline, a byline, a date line or the name of the site."""
    if any(known and same_words(text, known) for known in (told.title, told.author, told.publisher)):
        return True
    if date_line(text) is not None or read_byline(text) is not None:
        return True
    return len(text.split()) <= DATED_WORDS and FULL_DATE.search(" " + text) is not None


def without_dangling(blocks: list[Block]) -> list[Block]:
    """The blocks without the headings at the end, and without a heading that another follows at once at the end."""
    end = len(blocks)
    while end and blocks[end - 1].heading:
        end -= 1
    return blocks[:end]
