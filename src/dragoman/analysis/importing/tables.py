"""The tables of knowledge/history, read once."""

import csv
import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def toml_table(name: str) -> dict[str, Any]:
    """The table knowledge/history/`name`.toml."""
    return tomllib.loads(_text("history", f"{name}.toml"))


@cache
def csv_rows(name: str, room: str = "history") -> tuple[dict[str, str], ...]:
    """The rows of knowledge/`room`/`name`.csv."""
    return tuple(csv.DictReader(_text(room, f"{name}.csv").splitlines()))


def _text(room: str, name: str) -> str:
    return files("dragoman").joinpath("knowledge", room, name).read_text(encoding="utf-8")


@cache
def country_codes(scheme: str) -> dict[str, str]:
    """Country by code or by spelling in small letters; "" for what is known to be none (a region).

    `iso3` and `name` are those of knowledge/actors/states.csv first; `cameo` is ISO wherever its own list does not say otherwise.
    """
    found = _iso() if scheme in ("iso3", "cameo") else _names() if scheme == "name" else {}
    own = {row["code"].casefold(): row["country"] for row in csv_rows("country_codes") if row["scheme"] == scheme}
    return found | own


def _iso() -> dict[str, str]:
    """Former states keep their codes, as reports of their time do."""
    return {code.casefold(): code for row in csv_rows("states", "actors") if len(code := row["code"]) == 3}


def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for row in csv_rows("states", "actors"):
        if len(row["code"]) == 3:
            spelt = [row["name"], row["official_name"], *row["short_names"].split(";")]
            found |= {name.casefold(): row["code"] for name in spelt if name and name.casefold() not in found}
    return found


@cache
def actor_patterns(scheme: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns of a scheme with their sectors, in the order of the table."""
    rows = (row for row in csv_rows("actors") if row["scheme"] == scheme)
    return tuple((re.compile(row["pattern"]), row["sector"]) for row in rows)
