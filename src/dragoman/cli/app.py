"""The command `dragoman`: its commands, loaded when they are called, and what becomes of errors.

Exit codes: 0 done, 1 failed, 2 wrong use; 130 stopped by Ctrl-C, as shells expect.
"""

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple, cast

import click

from dragoman import __version__
from dragoman.errors import DragomanError

STOPPED = 130


class Entry(NamedTuple):
    """A command: the module and the section of the help it stands in, and its help in one line."""

    module: str
    section: str
    help: str


READ, ASK, MANY, KNOW, CARE = "Read reports", "Ask the store", "Over many reports", "Knowledge", "Measure and maintain"

COMMANDS: dict[str, Entry] = {
    "read": Entry("reports", READ, "Read one report and show what it says."),
    "add": Entry("reports", READ, "Read reports into the store."),
    "watch": Entry("following", READ, "Follow feeds, and read what is new in them."),
    "code": Entry("coding", READ, "Read a corpus and write it as Parquet."),
    "recode": Entry("runs", READ, "Code the reports of the store again."),
    "articles": Entry("queries", ASK, "List the reports in the store."),
    "events": Entry("queries", ASK, "List who did what to whom."),
    "claims": Entry("queries", ASK, "List who says what."),
    "findings": Entry("queries", ASK, "List obligations that acts would breach."),
    "explain": Entry("explain", ASK, "Tell why a record says what it says."),
    "export": Entry("exports", ASK, "Write records in the formats of other tools."),
    "review": Entry("review", ASK, "Say whether records are right, and see what others said."),
    "listings": Entry("queries", ASK, "List names of reports on sanctions lists."),
    "changes": Entry("queries", ASK, "List what was added, revised and removed."),
    "serve": Entry("serve", ASK, "Serve pages and the API over the store."),
    "runs": Entry("runs", ASK, "List what was done to the store, and with what."),
    "diff": Entry("runs", ASK, "Show how two runs differ."),
    "stories": Entry("stories", MANY, "List stories, and tell what their reports agree on."),
    "tension": Entry("tension", MANY, "Tell how tense two sides are, day by day."),
    "alignment": Entry("alignment", MANY, "Tell who stands with whom, and how power is shared."),
    "efficacy": Entry("efficacy", MANY, "Tell how sanctions fare, as far as reports can tell."),
    "forecast": Entry("forecast", MANY, "Tell what may come: deaths by country, escalation by pair."),
    "actors": Entry("lookups", KNOW, "Tell who a name is, on a day."),
    "places": Entry("lookups", KNOW, "Tell where a name is."),
    "items": Entry("lookups", KNOW, "Tell what equipment a name is."),
    "screen": Entry("screening", KNOW, "Screen names against sanctions lists."),
    "import": Entry("imports", KNOW, "Add your own tables and sanctions lists."),
    "evaluate": Entry("evaluate", CARE, "Measure a stage against hand-coded data."),
    "doctor": Entry("upkeep", CARE, "Check the installation."),
    "settings": Entry("upkeep", CARE, "Show the settings and where each came from."),
    "store": Entry("upkeep", CARE, "Check, copy or describe the store."),
    "token": Entry("serve", CARE, "Make, list and withdraw tokens for writing."),
    "completion": Entry("upkeep", CARE, "Print the completion script of your shell."),
}


class Commands(click.Group):
    """A group that imports a command's module when the command is called, so that the help is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"{__package__}.{COMMANDS[cmd_name].module}")
        return cast(click.Command, module.COMMANDS[cmd_name])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does; a misspelt command is answered with the nearest."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            ctx.fail(f"there is no command {args[0]!r}" + (f"; did you mean {near[0]}?" if near else ""))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands by section, without importing them."""
        for section in dict.fromkeys(entry.section for entry in COMMANDS.values()):
            with formatter.section(section):
                formatter.write_dl([(name, entry.help) for name, entry in COMMANDS.items() if entry.section == section])


EPILOG = """\b
Examples:
  dragoman read report.html
  dragoman add reports/
  dragoman events --actor PRK --since 2024-09-01
"""


@click.group(cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="dragoman", message="%(prog)s %(version)s")
def dragoman() -> None:
    """Reads news of international affairs and says, with the words it rests on: who did what to whom, when and where; who says so;
    and which international obligations the act would breach.

    Tables for people; JSON lines where the output is piped, or with --json.
    """


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command line and returns the exit code."""
    try:
        given = list(arguments) if arguments is not None else None
        return _exit_code(dragoman.main(args=given, prog_name="dragoman", standalone_mode=False))
    except click.Abort:
        complain("stopped", "what was done so far is kept", label="")
        return STOPPED
    except click.UsageError as error:
        complain(error.format_message(), _usage_hint(error))
        return 2
    except click.ClickException as error:
        complain(error.format_message(), "")
        return 1
    except DragomanError as error:
        complain(error.message, error.hint)
        return error.exit_code
    except BrokenPipeError:
        _silence_stdout()
        return 0


def _exit_code(result: Any) -> int:
    """Commands return nothing; click turns an early exit into its code."""
    sys.stdout.flush()
    return result if isinstance(result, int) else 0


def _usage_hint(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx else "dragoman"
    return f"see {path} --help"


def _silence_stdout() -> None:
    """The reader of the pipe has gone (`| head`): what Python still wants to flush goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(message: str, hint: str, label: str = "error: ") -> None:
    """Says on stderr what went wrong, and below it what to do next."""
    from .terminal import clean, colourful

    shown = click.style(label, fg="red", bold=True) if colourful(sys.stderr) and label else label
    click.echo(shown + clean(message), err=True)
    if hint:
        click.echo(f"  {clean(hint)}", err=True)
