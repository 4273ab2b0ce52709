"""Looking up what dragoman knows: actors, places, items."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from dragoman.errors import UsageError
from dragoman.records.base import Record

from .options import limit_option, open_store, settings_now, store_option
from .output import fields, form_of, form_options, print_csv, print_json, print_rows, say

if TYPE_CHECKING:
    from dragoman.grounding.gazetteer import GazetteerRow

COUNTED = ("name", "code", "articles")


def show_rows(rows: Iterable[Any], names: Sequence[str], form: str | None) -> int:
    """Records by some of their fields, in the form asked for; how many there were."""
    form = form_of(form)
    if form == "json":
        return print_json(rows)
    if form == "csv":
        return print_csv(rows, fields(*names))
    return print_rows(names, ([getattr(row, name) for name in names] for row in rows))


def refuse_unknown(name: str, found: int, hint: str) -> None:
    """Exits 1 with a note where a lookup found nothing."""
    if not found:
        say(f"nothing is known by the name {name!r}; {hint}")
        raise click.exceptions.Exit(1)


@click.command(epilog="\b\nExamples:\n  dragoman actors Blinken --on 2023-05-01\n  dragoman actors --limit 20")
@click.argument("name", required=False)
@click.option("--on", metavar="DAY", help="As things were on this day, e.g. 2023-05-01.")
@limit_option
@form_options
@store_option
def actors(name: str | None, on: str | None, limit: int | None, form: str | None, where: str | None) -> None:
    """Tell who or what NAME is, on a day if one is given, best guess first. Without NAME: who is named most in the store."""
    if name is None:
        with open_store(where) as store:
            show_rows(store.parties(limit=limit or 50), COUNTED, form)
        return
    from dragoman.grounding.actor_index import ActorIndex
    from dragoman.settings import own_tables

    when = day(on)
    found = ActorIndex.load(own_tables(settings_now(), "actors")).who(name, when)
    refuse_unknown(
        name,
        show_rows(found[:limit], ("score", "code", "name", "why"), form),
        "add a table of your own with dragoman import actors",
    )


def day(value: str | None) -> date | None:
    """A full date. Raises UsageError for anything else."""
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise UsageError(f"{value!r} is no day", hint="write 2024-09-19") from None


class PlaceFound(Record, frozen=True, kw_only=True):
    """A place of the gazetteer."""

    name: str
    kind: str
    country: str | None
    latitude: float
    longitude: float
    population: int
    geonames: int | None
    distance_km: float | None = None


@click.command(
    epilog="\b\nExamples:\n  dragoman places Tripoli\n  dragoman places Tripoli --near 34.4,35.8\n  dragoman places --limit 20"
)
@click.argument("name", required=False)
@click.option("--near", metavar="LAT,LON", help="The nearest to this point first, instead of the most populous.")
@limit_option
@form_options
@store_option
def places(name: str | None, near: str | None, limit: int | None, form: str | None, where: str | None) -> None:
    """Tell which places NAME may be, the most populous first. Without NAME: which places are named most in the store."""
    if name is None:
        with open_store(where) as store:
            show_rows(store.places(limit=limit or 50), COUNTED, form)
        return
    from dragoman.pipeline.loading import own_gazetteer

    gazetteer = own_gazetteer(settings_now())
    spot = point(near) if near else None
    rows = gazetteer.near(name, *spot) if spot else gazetteer.lookup(name)
    found = [place_found(row, spot) for row in rows[:limit]]
    refuse_unknown(
        name,
        show_rows(found, PlaceFound.__struct_fields__, form),
        "it may be too small for the gazetteer: dragoman import gazetteer takes all of GeoNames",
    )


def place_found(row: "GazetteerRow", spot: tuple[float, float] | None) -> PlaceFound:
    """A row as people see it; with its distance where a point was given."""
    from dragoman.grounding.gazetteer import distance_km

    own = {name: getattr(row, name) for name in PlaceFound.__struct_fields__ if name != "distance_km"}
    far = round(distance_km(row.latitude, row.longitude, *spot), 1) if spot else None
    return PlaceFound(**own, distance_km=far)


def point(text: str) -> tuple[float, float]:
    """Latitude and longitude. Raises UsageError for anything else."""
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError:
        raise UsageError(f"{text!r} is no point", hint="write latitude and longitude: --near 34.4,35.8") from None
    return latitude, longitude


@click.command(epilog='\b\nExample:\n  dragoman items "152 mm shells"')
@click.argument("name")
@limit_option
@form_options
def items(name: str, limit: int | None, form: str | None) -> None:
    """Tell what equipment or goods NAME is: its kind, where it stands on the lists that sanctions use, and what fits it."""
    from dragoman.grounding.items import fits, lookup_item

    found = lookup_item(name)[:limit]
    names = ("name", "kind", "objects", "un_register", "mtcr", "unsc_items", "compatible_with", "source")
    if form_of(form) == "table":
        rows = [[_cell(getattr(one, name)) for name in names] for one in found]
        refuse_unknown(name, print_rows(names, rows), "try a shorter or more general name")
        for one in found:
            if fitting := fits(one):
                say(f"{one.name} fits {', '.join(fitting)}")
    else:
        refuse_unknown(name, show_rows(found, names, form), "try a shorter or more general name")


def _cell(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else value


COMMANDS = {"actors": actors, "places": places, "items": items}
