"""Codes in words, from the tables: countries, event types, quad classes."""

from functools import cache


@cache
def _countries() -> dict[str, str]:
    from dragoman.grounding.actor_tables import read_rows

    return {row["alpha3"]: row["name"] for row in read_rows("states.csv") if row["alpha3"]}


def country_of(code: str | None) -> str:
    """The name of a country by its code; the code where it is none of a country."""
    return _countries().get(code or "", code or "")


def countries() -> dict[str, str]:
    """All countries by code, in the order of their names."""
    return dict(sorted(_countries().items(), key=lambda one: one[1]))


def meaning_of_type(name: str) -> str:
    """What an event type means."""
    from dragoman.coding.ontology import plover

    kind = plover().types.get(name)
    return kind.meaning if kind else ""


def event_types() -> tuple[str, ...]:
    """The event types, in the order of the codebook."""
    from dragoman.coding.ontology import plover

    return tuple(plover().types)


def quad_of(number: int | str) -> str:
    """A quad class in words."""
    from dragoman.coding.ontology import plover

    return plover().quads.get(int(number), str(number)) if str(number).isdigit() else str(number)


def auxiliary_of(name: str | None) -> str:
    """How an event is told, where not as plainly done."""
    from dragoman.telling.wording import AUXILIARY

    return AUXILIARY.get(name or "", "told as done") if name != "none" else "told as done"
