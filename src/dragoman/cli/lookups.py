"""Looking up what dragoman knows: actors, places, items; and adding tables of one's own."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import click

from dragoman.errors import NotBuilt, UsageError

from .options import limit_option, open_store, settings_now, store_option
from .output import fields, form_of, form_options, print_csv, print_json, print_rows, say
from .progress import progress

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

    index = ActorIndex.load(own_tables(settings_now(), "actors"))
    found = index.who(name, day(on))
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


@click.command(epilog="\b\nExamples:\n  dragoman places --limit 20")
@click.argument("name", required=False)
@limit_option
@form_options
@store_option
def places(name: str | None, limit: int | None, form: str | None, where: str | None) -> None:
    """Tell which places are named most in the store."""
    if name is not None:
        raise NotBuilt("the gazetteer is not part of this version", hint="dragoman places lists those of the store")
    with open_store(where) as store:
        show_rows(store.places(limit=limit or 50), COUNTED, form)


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


def _check_actors(path: Path) -> None:
    from dragoman.grounding.actor_index import ActorIndex

    ActorIndex.load([path])


def _check_provisions(path: Path) -> None:
    """Together with what was imported before, as they will be read."""
    from dragoman.judging.register_files import add_file, read_packaged
    from dragoman.settings import own_tables

    register = read_packaged()
    for own in own_tables(settings_now(), "provisions"):
        register = register if own.name == path.name else add_file(register, own)
    add_file(register, path)


class Kind(NamedTuple):
    """A kind of table that can be imported: how its files are named, and what refuses a wrong one."""

    suffix: str
    check: Callable[[Path], None]


KINDS = {"actors": Kind(".csv", _check_actors), "provisions": Kind(".toml", _check_provisions)}


@click.command(
    "import",
    epilog="\b\nExamples:\n  dragoman import actors my-actors.csv\n  dragoman import provisions company-policy.toml",
)
@click.argument("kind", type=click.Choice(sorted(KINDS)))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(kind: str, file: Path) -> None:
    """Add a table of your own to the knowledge. FILE is checked first, and refused whole where a row is wrong; a table of the same
    file name is replaced.

    \b
    actors      CSV with the columns of knowledge/actors/leaders or organisations.csv
    provisions  a treaty, resolution or rule as TOML, like those of knowledge/provisions
    """
    if file.suffix != KINDS[kind].suffix:
        raise UsageError(
            f"{file.name} is no {KINDS[kind].suffix} file",
            hint=f"see dragoman import --help for what {kind} are given as",
        )
    with progress(f"checking {file.name}"):
        KINDS[kind].check(file)
    target = install(file, kind)
    say(f"{file.name} is now {target}")


def install(file: Path, kind: str) -> Path:
    """Copies a checked file to the user's own tables, whole or not at all."""
    folder = Path(settings_now().knowledge).expanduser() / kind
    target, partial = folder / file.name, folder / f".{file.name}.partial"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(file.read_bytes())
        partial.replace(target)
    except OSError as error:
        raise UsageError(
            f"{target} cannot be written: {error.strerror}", hint="set another folder: DRAGOMAN_KNOWLEDGE"
        ) from error
    return target


COMMANDS = {"actors": actors, "places": places, "items": items, "import": import_}
