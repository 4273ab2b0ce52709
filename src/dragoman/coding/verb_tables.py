"""The weights and rules of knowledge/verbs that are kept as tables."""

import csv
from collections.abc import Iterator
from importlib import resources


def verb_table(name: str) -> Iterator[dict[str, str]]:
    """The rows of knowledge/verbs/`name`.csv."""
    source = (resources.files("dragoman.knowledge") / "verbs" / f"{name}.csv").read_text(encoding="utf-8")
    return csv.DictReader(source.splitlines())
