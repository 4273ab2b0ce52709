"""The command import: tables of one's own, and sanctions lists."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from dragoman.errors import UsageError

from .options import settings_now
from .output import plural, say
from .progress import progress


class Kind(NamedTuple):
    """A kind of table that can be imported: how its files are named ("" for any way), and what takes them in and says so."""

    suffix: str
    take: Callable[[Sequence[Path], bool], list[str]]


def folder_of(kind: str) -> Path:
    """Where the user's own files of a kind are kept."""
    from dragoman.settings import own_folder

    return own_folder(settings_now(), kind)


def actors(files: Sequence[Path], _: bool) -> list[str]:
    """Tables of people, states or organisations, beside the built-in ones."""
    from dragoman.grounding.actor_index import ActorIndex

    ActorIndex.load(files)
    return [installed(file, "actors") for file in files]


def provisions(files: Sequence[Path], _: bool) -> list[str]:
    """Treaties, resolutions, rules; checked together with what was imported before, as they will be read."""
    from dragoman.judging.register_files import add_file, read_packaged
    from dragoman.settings import own_tables

    names = {file.name for file in files}
    kept = [path for path in own_tables(settings_now(), "provisions") if path.name not in names]
    register = read_packaged()
    for file in (*kept, *files):
        register = add_file(register, file)
    return [installed(file, "provisions") for file in files]


def lists(files: Sequence[Path], force: bool) -> list[str]:
    """Sanctions lists, each put in force whole or not at all."""
    from dragoman.judging.lists import import_lists

    taken = import_lists(files, folder_of("lists"), force=force)
    return [
        f"{one.head.name} of {one.head.date}: {plural(one.entries, 'entry').replace('entrys', 'entries')}"
        + (f" ({one.entries_before} before)" if one.entries_before else "")
        for one in taken
    ]


KINDS = {"actors": Kind(".csv", actors), "provisions": Kind(".toml", provisions), "lists": Kind("", lists)}


@click.command(
    "import",
    epilog="\b\nExamples:\n  dragoman import actors my-actors.csv\n  dragoman import provisions company-policy.toml\n"
    "  dragoman import lists consolidated.xml sdn.csv",
)
@click.argument("kind", type=click.Choice(sorted(KINDS)))
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--force", is_flag=True, help="lists: take a list also where it has lost many entries.")
def import_(kind: str, files: tuple[Path, ...], force: bool) -> None:
    """Add tables of your own, or sanctions lists, to the knowledge. A file is checked first and refused whole where a row is wrong; one of
    the same name, or of the same list, is replaced.

    \b
    actors      CSV with the columns of knowledge/actors/leaders or organisations.csv
    provisions  a treaty, resolution or rule as TOML, like those of knowledge/provisions
    lists       UN XML, OFAC CSV or XML, EU CSV or XML, UK CSV, FollowTheMoney JSON lines
    """
    wanted = KINDS[kind]
    wrong = next((file for file in files if wanted.suffix and file.suffix != wanted.suffix), None)
    if wrong:
        raise UsageError(
            f"{wrong.name} is no {wanted.suffix} file", hint=f"dragoman import --help tells what {kind} are given as"
        )
    with progress(f"importing {kind}"):
        messages = wanted.take(files, force)
    for message in messages:
        say(message)


def installed(file: Path, kind: str) -> str:
    """Copies a checked file to the user's own tables, whole or not at all, and says where it is."""
    target = folder_of(kind) / file.name
    partial = target.with_name(f".{file.name}.partial")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(file.read_bytes())
        partial.replace(target)
    except OSError as error:
        raise UsageError(
            f"{target} cannot be written: {error.strerror}", hint="set another folder: DRAGOMAN_KNOWLEDGE"
        ) from error
    return f"{file.name} is now {target}"


COMMANDS = {"import": import_}
