"""The weights and rules of knowledge/verbs that are kept as tables."""

import csv
import tomllib
from collections.abc import Iterator
from importlib import resources
from typing import Any


def verb_table(name: str) -> Iterator[dict[str, str]]:
    """The rows of knowledge/verbs/`name`.csv."""
    return csv.DictReader(_text(f"{name}.csv").splitlines())


def verb_lists(name: str) -> dict[str, Any]:
    """What stands in knowledge/verbs/`name`.toml."""
    return tomllib.loads(_text(f"{name}.toml"))


def _text(name: str) -> str:
    return (resources.files("dragoman.knowledge") / "verbs" / name).read_text(encoding="utf-8")
