"""Looking after the installation: doctor, settings, store, completion."""

import sys
from operator import itemgetter
from pathlib import Path

import click

from .checks import examine
from .options import open_store, store_option
from .output import Column, fields, form_of, form_options, plural, print_csv, print_json, print_rows, say
from .progress import progress


@click.command(epilog="\b\nExample:\n  dragoman settings --json")
@form_options
def settings(form: str | None) -> None:
    """Show each setting, its value, and where it came from: the default, the file, or a variable."""
    from dragoman.settings import load_settings

    loaded = load_settings()
    form = form_of(form)
    if form == "json":
        print_json(loaded.origins)
    elif form == "csv":
        print_csv(
            loaded.origins,
            fields("name", "value", "origin", "variable", "meaning"),
        )
    else:
        print_rows(
            ("setting", "value", "from", "meaning"),
            [(one.name, one.value, one.origin, one.meaning) for one in loaded.origins],
        )
        say(f"file: {loaded.file}" + ("" if loaded.file_found else " (not there)"))


@click.command(epilog="\b\nExample:\n  dragoman doctor")
@form_options
@store_option
def doctor(form: str | None, where: str | None) -> None:
    """Check the installation: libraries, weights, knowledge, settings, the store. Exits 1 where something is broken."""
    with progress("checking"):
        checks = list(examine(where))
    if form_of(form) == "json":
        print_json(checks)
    elif form_of(form) == "csv":
        print_csv(
            checks,
            fields("name", "state", "said", "hint"),
        )
    else:
        print_rows(
            ("", "", ""), [(one.state, one.name, one.said + (f" ({one.hint})" if one.hint else "")) for one in checks]
        )
    broken = sum(one.state == "broken" for one in checks)
    if broken:
        say(f"{plural(broken, 'thing')} broken")
        raise click.exceptions.Exit(1)


@click.group(epilog="\b\nExamples:\n  dragoman store check\n  dragoman store backup copy.db")
def store() -> None:
    """Check, copy or describe the store."""


@store.command(epilog="\b\nExample:\n  dragoman store info --json")
@form_options
@store_option
def info(form: str | None, where: str | None) -> None:
    """Show where the store is and how many records it holds."""
    with open_store(where) as opened:
        rows: list[tuple[str, object]] = [
            ("store", opened.where),
            ("schema", opened.schema()),
            *opened.counts().items(),
        ]
    if form_of(form) == "json":
        print_json([dict(rows)])
    elif form_of(form) == "csv":
        print_csv([dict(rows)], [Column(name, itemgetter(name)) for name, _ in rows])
    else:
        print_rows(("", ""), rows)


@store.command(epilog="\b\nExample:\n  dragoman store check")
@store_option
def check(where: str | None) -> None:
    """Check that the store is sound: every record reads back, and every quote is in its text. Exits 1 where not."""
    with open_store(where) as opened, progress("checking the store"):
        faults = list(opened.check())
    for fault in faults:
        click.echo(fault)
    say(f"{plural(len(faults), 'fault')} found" if faults else "the store is sound")
    if faults:
        raise click.exceptions.Exit(1)


@store.command(epilog="\b\nExample:\n  dragoman store backup /backups/reports-2024-09-20.db")
@click.argument("target", type=click.Path(path_type=Path))
@store_option
def backup(target: Path, where: str | None) -> None:
    """Copy the store to TARGET, also while others write to it."""
    with open_store(where) as opened, progress("copying the store"):
        opened.backup(target)
    say(f"copied to {target}")


@store.command(epilog="\b\nExample:\n  dragoman store copy postgresql://desk@host/dragoman --store reports.db")
@click.argument("target")
@store_option
def copy(target: str, where: str | None) -> None:
    """Copy everything into a new store at TARGET, a path or the URL of an empty database: from a file to PostgreSQL and back."""
    with open_store(where) as opened, open_store(target, create=True) as other, progress("copying the store"):
        opened.copy_to(other)
    say(f"copied to {other.where}")


INSTALL = {
    "bash": 'eval "$(dragoman completion bash)"   in ~/.bashrc',
    "zsh": 'eval "$(dragoman completion zsh)"   in ~/.zshrc',
    "fish": "dragoman completion fish | source   in ~/.config/fish/config.fish",
}


@click.command(epilog='\b\nExample:\n  eval "$(dragoman completion bash)"')
@click.argument("shell", type=click.Choice(sorted(INSTALL)))
def completion(shell: str) -> None:
    """Print the completion script of SHELL; the line to put into its start-up file goes to stderr on a terminal."""
    from click.shell_completion import BashComplete, FishComplete, ZshComplete

    from .app import dragoman

    # click's own script for bash asks bash for its version first; the script itself needs no running shell.
    kind = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}[shell]
    script = kind(dragoman, {}, "dragoman", "_DRAGOMAN_COMPLETE")
    click.echo(script.source_template % script.source_vars())
    if sys.stdout.isatty():
        say(INSTALL[shell])


COMMANDS = {"settings": settings, "doctor": doctor, "store": store, "completion": completion}
