"""The tables of knowledge/pages, read once."""

import csv
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """The table knowledge/pages/`name`.toml."""
    source = files("dragoman").joinpath("knowledge", "pages", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(source)


@cache
def language_names() -> dict[str, str]:
    """The English name of each language that the recogniser knows, by its code."""
    source = files("dragoman").joinpath("knowledge", "pages", "languages.csv").read_text(encoding="utf-8")
    return {row["code"]: row["name"] for row in csv.DictReader(source.splitlines())}
