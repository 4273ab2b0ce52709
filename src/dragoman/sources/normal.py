"""The text as it is frozen: one way to write a line end, a space, an accented letter, and nothing that cannot be seen.

In this order: every kind of line end becomes `\\n`; every kind of space (tab, no-break, thin, ideographic) becomes the common
one; control characters, zero-width characters, soft hyphens, direction marks and variation selectors go; a lone surrogate becomes U+FFFD;
letters and their accents are composed (Unicode NFC); runs of spaces become one, spaces at the ends of lines go; more than one
empty line becomes one; empty lines at both ends go. Quotation marks, dashes, dots and ligatures stay as they were written.
"""

import re
import unicodedata

LINE_ENDS = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
SPACES = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"  # control characters
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
SURROGATES = re.compile("[\ud800-\udfff]")
SPACE_RUNS = re.compile(" {2,}")
LINE_EDGES = re.compile(" *\n *")
EMPTY_LINES = re.compile("\n{3,}")


def normalise(text: str) -> str:
    """The text as dragoman freezes it; doing it again changes nothing. Offsets anywhere refer to this text."""
    text = SPACES.sub(" ", LINE_ENDS.sub("\n", text))
    text = SURROGATES.sub("\ufffd", UNSEEN.sub("", text))
    text = unicodedata.normalize("NFC", text)
    text = SPACES.sub(" ", text)  # composition can leave one: U+2000 becomes U+2002
    text = LINE_EDGES.sub("\n", SPACE_RUNS.sub(" ", text))
    return EMPTY_LINES.sub("\n\n", text).strip("\n ")


def one_line(text: str) -> str:
    """The text normalised and on one line, as names and headlines are kept."""
    return " ".join(normalise(text).split())
