"""Text from outside without the characters that a terminal would obey, or that turn or hide other words on a page."""

import re

# C0, C1, and the marks that turn the direction of text: they could move the cursor, or hide and reorder words.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BLANK = re.compile(r"\s+")


def clean(text: str) -> str:
    """Text from outside on one line, without control characters."""
    return _BLANK.sub(" ", CONTROL.sub("", text.replace("\r", " "))).strip()


def shortened(text: str, length: int) -> str:
    """Clean text, cut at a word with an ellipsis where it is longer."""
    whole = clean(text)
    if len(whole) <= length:
        return whole
    head, _, _ = whole[:length].rpartition(" ")
    return (head or whole[: length - 1]) + " …"
