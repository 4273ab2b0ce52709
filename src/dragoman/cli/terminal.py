"""What may go to a terminal: no control characters from outside, colour only where it is wanted, and the width there is."""

import os
import re
import shutil
from typing import IO, Any

# C0, C1, and the marks that turn the direction of text: in a terminal they could move the cursor or hide words.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BLANK = re.compile(r"\s+")

NARROWEST, WIDE = 40, 100


def clean(text: str) -> str:
    """Text from outside on one line, without characters that a terminal would obey."""
    return _BLANK.sub(" ", _CONTROL.sub("", text.replace("\r", " "))).strip()


def shortened(text: str, length: int) -> str:
    """Clean text, cut at a word with an ellipsis where it is longer."""
    whole = clean(text)
    if len(whole) <= length:
        return whole
    head, _, _ = whole[:length].rpartition(" ")
    return (head or whole[: length - 1]) + " …"


def colourful(stream: IO[Any]) -> bool:
    """Whether colour may be used: only on a terminal, and never with NO_COLOR."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int:
    """The columns to write in; COLUMNS is honoured."""
    return max(NARROWEST, shutil.get_terminal_size((WIDE, 24)).columns)
