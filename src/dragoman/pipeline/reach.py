"""How far the knowledge reaches, said with every dossier."""

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.judging.provisions import Register


@cache
def table_reach() -> tuple[tuple[str, str], ...]:
    """Name and last day of each shipped table, from knowledge/reach.toml."""
    path = resources.files("dragoman.knowledge") / "reach.toml"
    return tuple(sorted(tomllib.loads(path.read_text(encoding="utf-8"))["known_to"].items()))


def knowledge_reach(register: "Register") -> tuple[tuple[str, str], ...]:
    """Name and last day of every table that a dossier rests on."""
    return table_reach()
