"""Bytes to text. What the bytes themselves say is believed before what is said of them.

In this order: a byte order mark; UTF-16 by its zero bytes; UTF-8 where the bytes are that (nothing else looks like it), also where a few
bytes are broken; the character set of the HTTP header, then of the page, where it fits the bytes; a guess from
the bytes. Names are read as browsers do (WHATWG): ISO-8859-1 means Windows-1252, GB2312 and GBK mean GB18030, Shift_JIS means Windows-31J.
"""

import codecs
import re
from collections.abc import Iterator

from dragoman.errors import SourceError

from .magic import wide_charset

SEARCHED = 4096  # bytes in which a page names its character set (WHATWG says 1024; news pages are late)
GUESSED = 100_000  # bytes that are looked at to guess
BROKEN_MOST = 0.05  # share of broken bytes among the non-ASCII ones of a text that is still UTF-8
CLUSTERED = (
    0.6  # share of bytes above 0x7F beside another such: Western letters stand alone, Chinese and Russian do not
)
META = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
XML = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
READ_AS = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874", "gb2312": "gb18030",
    "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "big5": "cp950",
}  # fmt: skip
NOT_OF_PAGES = frozenset((
    "utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be",  # a page with readable tags is none of these
    "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined",
))  # fmt: skip
ANY_BYTES = frozenset(
    ("cp1252", "cp1254", "cp1250", "cp1257", "iso8859-2", "iso8859-15", "mac-roman")
)  # fit whatever the bytes are
MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
HIGH_RUN = re.compile(rb"[\x80-\xff]+")
SECONDS = "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122"
MISREAD = re.compile(f"[\u00c2-\u00f4][{SECONDS}]+")


def decode(data: bytes, *, content_type: str = "") -> str:
    """The text of some bytes. Raises SourceError where no character set makes a text of them."""
    if data.startswith(codecs.BOM_UTF8):
        return data[3:].decode("utf-8", "replace")
    if wide := wide_charset(data):
        return data.decode(wide, "replace").removeprefix("\ufeff")
    name = charset_of(data, content_type=content_type)
    if name is None:
        raise SourceError(
            "the character set cannot be told", hint="save the report as UTF-8 text (iconv -t UTF-8) and pass that file"
        )
    return reread(data.decode(name, "western" if name == "utf-8" else "replace"))


def charset_of(data: bytes, *, content_type: str = "") -> str | None:
    """The Python name of the character set of bytes without a byte order mark; None where none fits."""
    if data.isascii() and b"\x1b" not in data:
        return "utf-8"
    if _is_utf8(data):
        return "utf-8"
    for name in _said(data, content_type):
        if _fits(data, name):
            return name
    return _guess(data)


def _is_utf8(data: bytes) -> bool:
    """UTF-8, or UTF-8 in which few bytes are broken: cut at the end, or a quotation from another page pasted in."""
    try:
        return bool(data.decode("utf-8")) and b"\x1b" not in data
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return broken <= BROKEN_MOST * sum(len(run) for run in HIGH_RUN.findall(data)) and broken <= _wide_letters(text)


def _wide_letters(text: str) -> int:
    return sum(letter > "\x7f" and letter != "\ufffd" for letter in text)


def _said(data: bytes, content_type: str) -> Iterator[str]:
    """The character sets that the header and the page name, as Python names, without those that do not exist."""
    named = [found[1] for found in [HEADER.search(content_type)] if found]
    named += [
        found[1].decode("ascii") for found in (META.search(data, 0, SEARCHED), XML.match(data[:SEARCHED])) if found
    ]
    for one in named:
        try:
            name = codecs.lookup(one).name
        except (LookupError, ValueError):
            continue
        yield READ_AS.get(name, name)


def _fits(data: bytes, name: str) -> bool:
    """Whether the bytes make a text in that character set; one that fits any bytes must also look like Western writing."""
    try:
        text = data.decode(name)
    except LookupError:  # a codec that is no character set, such as hex
        return False
    except (UnicodeError, ValueError):
        return name == "cp1252" and _looks_western(
            data
        )  # five bytes of it are unassigned; pages hold them all the same
    if name in NOT_OF_PAGES:
        return False
    return name not in ANY_BYTES or _looks_western(data) or not text


def _looks_western(data: bytes) -> bool:
    runs = HIGH_RUN.findall(data)
    clustered = sum(len(run) for run in runs if len(run) > 1)
    return clustered <= CLUSTERED * sum(map(len, runs))


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    if b"\x1b$" in data or b"\x1b(" in data:
        return "iso2022_jp"
    if _looks_western(data):
        return "cp1252"
    best = from_bytes(data[:GUESSED]).best()
    if best is None:
        return None
    name = codecs.lookup(best.encoding).name
    return READ_AS.get(name, name)


def _western(error: UnicodeError) -> tuple[str, int]:
    """Reads a byte that breaks UTF-8 as Windows-1252, which it nearly always is."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("western", _western)


def reread(text: str) -> str:
    """The text with what was UTF-8 read as Windows-1252 set right: `â€™` becomes `’`. Anything else stays."""
    return MISREAD.sub(lambda found: _reread_run(found[0]), text)


def _reread_run(run: str) -> str:
    try:
        data = b"".join(bytes([ord(letter)]) if letter < "\u0100" else letter.encode("cp1252") for letter in run)
        return data.decode("utf-8")
    except UnicodeError:
        return run
