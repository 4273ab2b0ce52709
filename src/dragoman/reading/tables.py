"""The tables of knowledge/language, read once."""

import csv
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of knowledge/language/`name`.csv."""
    source = files("dragoman").joinpath("knowledge", "language", f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(source.splitlines()))


@cache
def speech_words(kind: str) -> dict[str, dict[str, Any]]:
    """The words of saying of one kind (verb, noun, phrase, stirs) in knowledge/language/speech_verbs.toml, by lemma."""
    source = files("dragoman").joinpath("knowledge", "language", "speech_verbs.toml").read_text(encoding="utf-8")
    found: dict[str, dict[str, Any]] = tomllib.loads(source)[kind]
    return found
