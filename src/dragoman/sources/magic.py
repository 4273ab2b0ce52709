"""What some bytes are: a page, plain text, or something that holds no text at all."""

import re
from functools import cache
from pathlib import PurePath

from dragoman.errors import NotAnArticle

from .tables import table

LOOKED_AT = 4096
TAGS_ENOUGH = 3  # so many common tags near the start make a fragment of a page
OPENING = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
TAGS = re.compile(
    rb"</?(?:p|div|span|a|h[1-6]|ul|li|article|section|meta|title|br|img|table|script|em|strong|b|i)\b[^<>]{0,500}>",
    re.I,
)
FEED = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.I | re.S
)
CONTROLS = bytes(sorted({*range(0x20), 0x7F} - {*b"\t\n\v\f\r\x1b"}))
CONTROLS_MOST = 0.02  # share of control characters in a text; binary data has a tenth and more


@cache
def _kinds() -> tuple[tuple[int, bytes, str, str], ...]:
    return tuple(
        (row.get("at", 0), bytes.fromhex(row["hex"]), row["name"], row["hint"]) for row in table("kinds")["kinds"]
    )


def refuse_binary(data: bytes, name: str) -> None:
    """Raises NotAnArticle, saying what it is, where the bytes are an archive, a picture, a film or any other thing without text."""
    for at, magic, what, hint in _kinds():
        if data.startswith(magic, at):
            raise NotAnArticle(f"{name} is {what}, not a report", hint=hint)
    start = data[:LOOKED_AT]
    if not wide_charset(start) and _controls(start) > CONTROLS_MOST * len(start):
        raise NotAnArticle(f"{name} is not text", hint="pass a text or HTML file, an address, or - for standard input")
    if is_listing(data):
        raise NotAnArticle(
            f"{name} is a feed or a site map, not a report", hint="pass the address of one of its reports"
        )


def is_listing(data: bytes) -> bool:
    """Whether the bytes begin as a feed or a site map."""
    return FEED.match(_narrow(data[:LOOKED_AT])) is not None


def _controls(data: bytes) -> int:
    return len(data) - len(data.translate(None, CONTROLS))


def wide_charset(data: bytes) -> str | None:
    """UTF-16 or UTF-32 where a byte order mark or the places of the zero bytes speak for it, else None."""
    if data.startswith((b"\xff\xfe\0\0", b"\0\0\xfe\xff")) and len(data) % 4 == 0:
        return "utf-32"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    even, odd = data[0::2], data[1::2]
    if len(odd) >= 8 and even.count(0) == 0 and odd.count(0) > 0.6 * len(odd):
        return "utf-16-le"
    if len(odd) >= 8 and odd.count(0) == 0 and even.count(0) > 0.6 * len(even):
        return "utf-16-be"
    return None


def _narrow(data: bytes) -> bytes:
    """The same with one byte to a letter, so far as it is ASCII."""
    return data.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")


def is_page(data: bytes, *, content_type: str = "", name: str = "") -> bool:
    """Whether the bytes are an HTML page: they begin as one, or are said to be one and hold tags, or are full of tags."""
    start = _narrow(data[:LOOKED_AT])
    if OPENING.match(start):
        return True
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "text/plain":
        return False
    said = "html" in kind or PurePath(name.lower().removesuffix(".gz")).suffix in (".html", ".htm", ".xhtml")
    tags = len(TAGS.findall(start))
    return tags >= TAGS_ENOUGH or (said and (tags > 0 or len(TAGS.findall(_narrow(data[: LOOKED_AT * 50]))) > 0))
