"""The command explain."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from dragoman.errors import UsageError
from dragoman.records import Article, Dossier
from dragoman.telling.why import Explained, Section, why

from .options import open_desk, open_store, store_option
from .output import console, print_json
from .progress import progress
from .terminal import clean

if TYPE_CHECKING:
    from rich.console import Console


@click.command(
    epilog="\b\nExamples:\n  dragoman explain ev_7f3a91\n  dragoman explain ev_7f3a91 --report report.html\n"
    '  dragoman explain --text "Seoul may expel the envoy."'
)
@click.argument("record", metavar="ID", required=False)
@click.option(
    "--text",
    metavar="TEXT",
    help="Instead of an ID: tell what was made of this text, and why nothing where nothing was.",
)
@click.option("--report", metavar="FILE|URL", help="Read this report for the ID, instead of looking into the store.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
@store_option
def explain(record: str | None, text: str | None, report: str | None, as_json: bool, where: str | None) -> None:
    """Tell why a record says what it says: its sentence, the rule or model with its score, what came second, and how each party,
    day and place was found. ID is that of a report, event, claim, finding or listing, or its beginning.
    """
    if text is not None and record is None:
        with progress("reading"):
            lines = open_desk().explain_text(text)
        print_sections([Section(text, tuple(lines))], as_json)
    elif record is not None and text is None:
        found, dossier = _from_report(record, report) if report else _from_store(record, where)
        print_sections(why(found, dossier), as_json)
    else:
        raise UsageError(
            "explain wants an ID or --text", hint='dragoman explain ev_7f3a91, or dragoman explain --text "…"'
        )


def _from_store(record: str, where: str | None) -> tuple[Explained, Dossier]:
    with open_store(where) as store:
        found = store.get(record)
        dossier = store.dossier(found.id if isinstance(found, Article) else found.article or "")
    if dossier is None:
        raise UsageError(
            f"{record} belongs to no report of the store", hint="dragoman store check tells whether the store is sound"
        )
    return found, dossier


def _from_report(record: str, report: str) -> tuple[Explained, Dossier]:
    from .reports import read_one

    dossier = read_one(report)
    records: tuple[Explained, ...] = (
        dossier.article,
        *dossier.events,
        *dossier.claims,
        *dossier.findings,
        *dossier.listings,
    )
    found = [one for one in records if one.id.startswith(record)]
    if len(found) != 1:
        said = "has no record" if not found else "has several records"
        raise UsageError(f"{report} {said} {record}", hint=f"dragoman read {report} shows its ids")
    return found[0], dossier


def print_sections(sections: Sequence[Section], as_json: bool = False) -> None:
    """Headings and what is said under each, as text or JSON."""
    if as_json or not sys.stdout.isatty():
        _print_plain(sections, as_json)
        return
    screen = console()
    for number, section in enumerate(sections):
        _print_section(screen, section, first=number == 0)


def _print_plain(sections: Sequence[Section], as_json: bool) -> None:
    if as_json:
        print_json([[{"title": one.title, "lines": list(one.lines)} for one in sections]])
        return
    for section in sections:
        click.echo(clean(section.title))
        for line in section.lines:
            click.echo(f"  {clean(line)}")


def _print_section(screen: "Console", section: Section, *, first: bool) -> None:
    from rich.padding import Padding
    from rich.text import Text

    screen.print(Text(clean(section.title), style="bold" if first else "bold cyan"))
    for line in section.lines:
        screen.print(Padding(Text(clean(line)), (0, 0, 0, 2)))


COMMANDS = {"explain": explain}
