"""Bytes to text: by byte order mark, by what the server or page says, else by the bytes themselves."""

import codecs
import re
import unicodedata

from dragoman.errors import NotAnArticle

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
LOOSE = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
MAGIC = (
    (b"%PDF", "a PDF", "save it as text first (pdftotext)"),
    (b"PK\x03\x04", "a zip or office file", "unpack it, or save it as text"),
    (b"\x89PNG", "a picture", "pass the text of the report"),
    (b"\xff\xd8\xff", "a picture", "pass the text of the report"),
    (b"GIF8", "a picture", "pass the text of the report"),
    (b"\x1f\x8b", "a gzip file", "name it with .gz, or unpack it"),
    (b"\x7fELF", "a program", "pass a text or HTML file"),
)
STRAY = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")  # zero-width, direction marks, soft hyphens
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]")
LINES = re.compile("\r\n|\r|\x0c|\x85|\u2028|\u2029")


def decode(raw: bytes, header: str | None = None) -> str:
    """The text of some bytes. `header` is a Content-Type. Raises NotAnArticle for what is no text at all."""
    for magic, what, hint in MAGIC:
        if raw.startswith(magic):
            raise NotAnArticle(f"this is {what}, not a report", hint=hint)
    for mark, name in MARKS:
        if raw.startswith(mark):
            return raw.decode(name, "replace")
    if b"\x00" in raw[:1024]:
        raise NotAnArticle("these bytes are not text", hint="pass a text or HTML file")
    for name in _told(raw, header):
        try:
            return raw.decode(name)
        except (LookupError, UnicodeDecodeError):
            continue
    return _guessed(raw)


def _told(raw: bytes, header: str | None) -> list[str]:
    """Character sets to try, in order: UTF-8 when it fits is right, whatever the page says."""
    names = ["utf-8"]
    if header and (found := HEADER.search(header)):
        names.append(found[1])
    if tag := META.search(raw[:4096]):
        names.append(tag[1].decode("ascii", "replace"))
    return [LOOSE.get(name.lower(), name) for name in names]


def _guessed(raw: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:200_000]).best()
    return raw.decode(best.encoding if best else "cp1252", "replace")


def normalise(text: str) -> str:
    """The text as it is frozen: NFC, one kind of line end, one kind of blank, nothing invisible, no trailing blanks.

    Idempotent. Paragraph breaks are one empty line. All offsets in dragoman refer to this text.
    """
    text = LINES.sub("\n", text)
    text = CONTROL.sub("", STRAY.sub("", BLANKS.sub(" ", text)))
    text = unicodedata.normalize("NFC", text)
    lines = [line.rstrip(" ") for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n ")
