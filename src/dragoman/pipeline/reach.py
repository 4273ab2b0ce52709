"""How far the knowledge reaches, said with every dossier."""

import tomllib
from functools import cache
from importlib import resources


@cache
def knowledge_reach() -> tuple[tuple[str, str], ...]:
    """Name and last day of each shipped table that a dossier rests on, from knowledge/reach.toml."""
    path = resources.files("dragoman.knowledge") / "reach.toml"
    return tuple(sorted(tomllib.loads(path.read_text(encoding="utf-8"))["known_to"].items()))
