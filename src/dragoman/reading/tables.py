"""The tables of knowledge/language, read once."""

import csv
from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of knowledge/language/`name`.csv."""
    source = files("dragoman").joinpath("knowledge", "language", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(source.splitlines()))
