"""What a terminal can take: colour only where it is wanted, and the width there is."""

import os
import shutil
from typing import IO, Any

from dragoman.telling.plain import clean as clean

NARROWEST, WIDE = 40, 100


def colourful(stream: IO[Any]) -> bool:
    """Whether colour may be used: only on a terminal, and never with NO_COLOR."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int:
    """The columns to write in; COLUMNS is honoured."""
    return max(NARROWEST, shutil.get_terminal_size((WIDE, 24)).columns)
