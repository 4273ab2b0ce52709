"""The tables of knowledge/names, read once: what parts of names are, how letters sound, which forms are one name."""

import csv
import gzip
import io
import tomllib
from collections import defaultdict
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from dragoman.errors import KnowledgeError

ROLES = frozenset(("article", "son", "daughter", "father", "mother", "servant", "of_faith", "of_god", "joiner"))


def folder() -> Traversable:
    """Where the tables lie."""
    return files("dragoman").joinpath("knowledge", "names")


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of a table, packed (.csv.gz) or not. Raises KnowledgeError where the file is missing."""
    try:
        content = folder().joinpath(name).read_bytes()
    except FileNotFoundError as missing:
        raise KnowledgeError(f"knowledge/names/{name} is missing", hint="reinstall dragoman") from missing
    text = (gzip.decompress(content) if name.endswith(".gz") else content).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


@cache
def particles() -> dict[str, str]:
    """Small parts of names and what they do: `bin` son, `al` article, `abd` servant."""
    found = {row["form"]: row["role"] for row in read_table("particles.csv")}
    if unknown := set(found.values()) - ROLES:
        raise KnowledgeError(
            f"knowledge/names/particles.csv: unknown role {sorted(unknown)[0]}", hint=f"one of {sorted(ROLES)}"
        )
    return found


@cache
def honorifics() -> dict[str, bool]:
    """Titles that stand beside a name; true where the word is as often a name itself."""
    return {row["form"]: row["also_a_name"] == "1" for row in read_table("honorifics.csv")}


@cache
def arabic_letters() -> dict[int, str]:
    """Letters of the Arabic script to Latin ones, as `str.translate` takes them."""
    return {ord(row["letter"]): row["latin"] for row in read_table("arabic_letters.csv")}


@cache
def sounds() -> tuple[tuple[str, str, str], ...]:
    """Spellings and the sound they stand for, with where in the word: start, end, any; longest first."""
    rows = [(row["letters"], row["sound"], row["where"]) for row in read_table("sounds.csv")]
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row[2] == "any")))


@cache
def korean_sounds() -> dict[str, dict[str, str]]:
    """Romanised parts of a Korean syllable (initial, vowel, final) and their class."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in read_table("korean_sounds.csv"):
        found[row["part"]][row["letters"]] = row["sound"]
    return dict(found)


@cache
def korean_surnames() -> dict[str, frozenset[str]]:
    """Romanised Korean surnames and the Hangul they may stand for."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in read_table("korean_surnames.csv"):
        found[row["form"]].add(row["hangul"])
        found[row["hangul"]].add(row["hangul"])
    return {form: frozenset(hangul) for form, hangul in found.items()}


@cache
def person_names() -> dict[str, tuple[int, ...]]:
    """Forms of given and family names in any script, in small letters, and the classes of forms they belong to."""
    text = gzip.decompress(folder().joinpath("person_names.csv.gz").read_bytes()).decode("utf-8")
    found: dict[str, tuple[int, ...]] = {}
    for number, line in enumerate(text.splitlines()):  # plain lines: the csv module would take twice as long
        for form in line[: line.find(",")].split(" "):
            before = found.get(form)
            found[form] = (number,) if before is None else (*before, number)
    return found


@cache
def other_names() -> frozenset[tuple[str, str]]:
    """Spellings of two names that the classes of forms would join, both ways."""
    pairs = [(row["one"], row["two"]) for row in read_table("other_names.csv")]
    return frozenset(pairs + [(two, one) for one, two in pairs])


@cache
def nicknames() -> dict[str, frozenset[str]]:
    """Short and pet forms, both ways, in small letters."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in read_table("nicknames.csv"):
        found[row["form"]].add(row["name"])
        found[row["name"]].add(row["form"])
    return {form: frozenset(names) for form, names in found.items()}


@cache
def company_forms() -> dict[tuple[str, ...], tuple[str, str]]:
    """Legal forms as words (`co`, `ltd`), each with its short name and its family (LLC, JSC …)."""
    return {tuple(row["form"].split(" ")): (row["short"], row["family"]) for row in read_table("company_forms.csv")}


@cache
def organisation_words() -> dict[str, str]:
    """Words of organisations' names in many languages, and the English word they stand for."""
    return {row["form"]: row["word"] for row in read_table("organisation_words.csv")}


@cache
def numbers() -> dict[str, int]:
    """Ordinals and number words."""
    return {row["form"]: int(row["number"]) for row in read_table("numbers.csv")}


@cache
def frequencies() -> dict[str, tuple[float, float]]:
    """How many of 100,000 names bear a word: names of persons, names of organisations and ships."""
    return {row["word"]: (float(row["persons"]), float(row["organisations"])) for row in read_table("frequencies.csv")}


@cache
def ship_words() -> frozenset[str]:
    """Common nouns that stand before the name of a ship."""
    return frozenset(row["word"] for row in read_table("ship_words.csv"))


@cache
def weights() -> dict[str, Any]:
    """The weights of weights.toml, learned by training/name_weights.py."""
    return tomllib.loads(folder().joinpath("weights.toml").read_text(encoding="utf-8"))
