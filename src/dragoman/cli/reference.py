"""The reference pages of docs/reference, made from the code: commands, settings, errors, columns.

`python -m dragoman.cli.reference docs/reference` writes them; a test holds them to be current.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from dragoman import errors
from dragoman.exports.codebook import codebook
from dragoman.settings import PREFIX, Settings, meaning_of
from dragoman.telling.columns import (
    ARTICLE_COLUMNS,
    CLAIM_COLUMNS,
    EVENT_COLUMNS,
    FINDING_COLUMNS,
    LISTING_COLUMNS,
    STORY_COLUMNS,
)

from .app import dragoman

MADE = "<!-- Made by `python -m dragoman.cli.reference docs/reference`; do not edit. -->"
WIDTH = 100

COLUMNS = {
    "articles": ARTICLE_COLUMNS,
    "events": EVENT_COLUMNS,
    "claims": CLAIM_COLUMNS,
    "findings": FINDING_COLUMNS,
    "listings": LISTING_COLUMNS,
    "stories": STORY_COLUMNS,
}


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command with its whole name, in the order of the help."""

    def below(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
        yield path, command
        if isinstance(command, click.Group):
            context = click.Context(command, info_name=path)
            for name in command.list_commands(context):
                found = command.get_command(context, name)
                if found is not None:
                    yield from below(found, f"{path} {name}")

    return below(dragoman, "dragoman")


def commands_page() -> str:
    """What `--help` says of every command."""
    blocks = ["# Commands", MADE]
    for path, command in commands():
        context = click.Context(
            command, info_name=path, max_content_width=WIDTH, terminal_width=WIDTH, **dragoman.context_settings
        )
        blocks.append(f"## {path}\n\n```text\n{command.get_help(context).rstrip()}\n```")
    return "\n\n".join(blocks) + "\n"


def settings_page() -> str:
    """Each setting with its variable, default and meaning."""
    defaults = Settings()
    rows = ["| setting | variable | default | meaning |", "|---|---|---|---|"]
    for name in Settings.__struct_fields__:
        value = getattr(defaults, name)
        shown = "see below" if name in ("store", "knowledge") else f"`{value}`" if value != "" else "empty"
        rows.append(f"| `{name}` | `{PREFIX}{name.upper()}` | {shown} | {meaning_of(name)} |")
    order = (
        "Defaults, then `~/.config/dragoman/settings.toml` (or the file that `DRAGOMAN_CONFIG` names), then the environment. "
        "The store is `dragoman.db` and your own tables are `knowledge/` in `~/.local/share/dragoman`. "
        "`dragoman settings` shows what is in force."
    )
    return "\n\n".join(["# Settings", MADE, order, "\n".join(rows)]) + "\n"


def errors_page() -> str:
    """Each error with its meaning and the exit code of the command that meets it."""
    rows = ["| error | exit code | meaning |", "|---|---|---|"]
    for name, kind in vars(errors).items():
        if isinstance(kind, type) and issubclass(kind, errors.DragomanError):
            rows.append(f"| `{name}` | {kind.exit_code} | {(kind.__doc__ or '').splitlines()[0]} |")
    codes = "Exit codes: 0 done, 1 failed, 2 wrong use, 130 stopped by Ctrl-C."
    return "\n\n".join(["# Errors", MADE, codes, "\n".join(rows)]) + "\n"


def columns_page() -> str:
    """The columns of each CSV."""
    lists = [
        f"## dragoman {name} --csv\n\n" + ", ".join(f"`{column.name}`" for column in some)
        for name, some in COLUMNS.items()
    ]
    note = "Several parties or items stand in one cell with `;` between them. An unknown value is an empty cell."
    return "\n\n".join(["# Columns of CSV", MADE, note, *lists]) + "\n"


def codebook_page() -> str:
    """What each column and code of an export means."""
    title, _, rest = codebook().partition("\n\n")
    return "\n\n".join([title, MADE, rest])


PAGES = {
    "commands.md": commands_page,
    "settings.md": settings_page,
    "errors.md": errors_page,
    "columns.md": columns_page,
    "codebook.md": codebook_page,
}


def main(folder: Path) -> None:
    """Writes all pages into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
