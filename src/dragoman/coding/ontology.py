"""PLOVER as data: types, quad classes, intensities, modes, contexts, sectors."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

import msgspec

from dragoman.errors import KnowledgeError
from dragoman.records import Record


class EventType(Record, frozen=True, kw_only=True):
    """One PLOVER type. `modes` are mode and intensity; `score` is the intensity without a mode.

    Reports tell an act of a `retold` type in several passages: the blow, its dead, the search for the culprit.
    """

    name: str
    quad: int
    score: float
    meaning: str
    symmetric: bool = False
    needs_recipient: bool = False
    retold: bool = False
    future_as: str | None = None
    modes: dict[str, float] = msgspec.field(default_factory=dict)


class Ontology(Record, frozen=True, kw_only=True):
    """The event ontology: what a coder may say."""

    types: dict[str, EventType]
    quads: dict[int, str]
    contexts: tuple[str, ...]
    auxiliary: dict[str, str]
    sectors: dict[str, str]

    def intensity(self, type_name: str, mode: str | None) -> float:
        """The PLOVER score of a type and mode, -10 (conflict) to 10 (cooperation)."""
        kind = self.types[type_name]
        return kind.modes.get(mode, kind.score) if mode else kind.score

    def mode_of(self, type_name: str, mode: str | None) -> str | None:
        """The mode if the type has it, else None."""
        return mode if mode in self.types[type_name].modes else None


def parse_ontology(table: dict[str, Any]) -> Ontology:
    """The ontology of a parsed types.toml. Raises KnowledgeError naming the type that is wrong."""
    try:
        types = {name: EventType.from_dict({"name": name, **row}) for name, row in table["type"].items()}
        quads = {int(number): name for number, name in table["quad"].items()}
        ontology = Ontology(
            types=types,
            quads=quads,
            contexts=tuple(table["contexts"]["names"]),
            auxiliary=table["auxiliary"],
            sectors=table["sectors"],
        )
    except (KeyError, ValueError) as error:
        raise KnowledgeError(f"plover/types.toml: {error}", hint="compare with the shipped table") from error
    for kind in types.values():
        if kind.quad not in quads or (kind.future_as and kind.future_as not in types):
            raise KnowledgeError(f"plover/types.toml: type {kind.name} names an unknown quad class or type")
    return ontology


@cache
def plover() -> Ontology:
    """The shipped PLOVER 2.0 ontology."""
    path = resources.files("dragoman.knowledge") / "plover" / "types.toml"
    return parse_ontology(tomllib.loads(path.read_text(encoding="utf-8")))
