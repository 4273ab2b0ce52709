"""The command screen: names against the sanctions lists in force."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.errors import UsageError
from dragoman.telling.hits import HIT_COLUMNS, Hit, dated, hit_of

from .imports import folder_of
from .output import Entry, form_of, form_options, plural, print_csv, print_entries, print_json, say

if TYPE_CHECKING:
    from dragoman.judging.comparing import Match, Query
    from dragoman.judging.listed import ListHead

HITS = 5
TABLES = (".csv", ".json", ".jsonl", ".ftm")


@click.command(
    epilog='\b\nExamples:\n  dragoman screen "Tanchon Bank"\n  dragoman screen "Kim Song Il" --birth-date 1965 --country PRK\n  dragoman screen --from customers.csv --csv\n  dragoman screen --from entities.ftm.json --ftm'
)
@click.argument("names", metavar="NAME...", nargs=-1)
@click.option(
    "--from",
    "table",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Many names: CSV with a column name, and as you have them birth_date, country, kind, gender, role, imo, passport; or FollowTheMoney "
    "entities as JSON lines.",
)
@click.option("--kind", type=click.Choice(["person", "organisation", "vessel"]), help="What the name is of.")
@click.option("--birth-date", metavar="DATE", default="", help="As far as it is known: 1965-03-02, 1965.")
@click.option("--country", metavar="COUNTRY", default="", help="Nationality, seat or flag.")
@click.option("--role", metavar="WORDS", default="", help="What is said of the bearer: an office, a unit.")
@click.option("--limit", type=click.IntRange(min=1), default=HITS, help="At most so many entries a name.")
@click.option("--ftm", is_flag=True, help="Print the entries found as FollowTheMoney entities, JSON lines.")
@form_options
def screen(
    names: tuple[str, ...],
    table: Path | None,
    kind: str | None,
    birth_date: str,
    country: str,
    role: str,
    limit: int,
    ftm: bool,
    form: str | None,
) -> None:
    """Screen each NAME against the sanctions lists that were imported, best match first, with what agrees and what does not."""
    from dragoman.judging.asking import query_of
    from dragoman.judging.listings import Screener

    if not names and table is None:
        raise UsageError("no name is given", hint="dragoman screen NAME..., or --from FILE.csv")
    if files := [name for name in names if Path(name).suffix in TABLES and Path(name).is_file()]:
        raise UsageError(
            f"{files[0]} is a file, no name", hint=f"dragoman screen --from {files[0]} screens the names in it"
        )
    known = {"birthdate": birth_date, "country": country, "role": role}
    queries = [query_of(name, known, kind) for name in names] + list(queries_in(table) if table else ())
    screener = Screener.open(folder_of("lists"))
    matches = [(query, match) for query in queries for match in screener.screen(query, limit=limit)]
    today = date.today()
    found = [hit_of(query.name, match, today) for query, match in matches]
    form = form_of(form)
    if ftm:
        print_entities([match for _, match in matches], screener.heads)
    elif form == "json":
        print_json(found)
    elif form == "csv":
        print_csv(found, HIT_COLUMNS)
    else:
        print_entries(found, lambda hit: entry_of(hit, today))
    ages = ", ".join(f"{head.name} {dated(head.date, today)}" for head in screener.heads)
    say(f"{plural(len(found), 'match').replace('matchs', 'matches')} on {ages}")


def print_entities(matches: "Sequence[Match]", heads: "Sequence[ListHead]") -> None:
    """The entries of matches as FollowTheMoney entities, each once, in the order they were found."""
    from dragoman.judging.list_formats.followthemoney import lines_of

    by_name = {head.name: head for head in heads}
    for match in {(one.list_name, one.entry.ref): one for one in matches}.values():
        for line in lines_of([match.entry], by_name.get(match.list_name)):
            click.echo(line.decode().rstrip())


def queries_in(table: Path) -> "Iterator[Query]":
    """What the rows of a table ask, CSV or FollowTheMoney. Raises UsageError where there is no column of names or the file is no text."""
    from dragoman.judging.asking import query_of
    from dragoman.judging.list_formats import followthemoney

    if followthemoney.recognises(table):
        for entity in followthemoney.entities(table):
            told = [entity.caption, *map(str, entity.properties.get("name", ()))]
            if name := next(filter(None, told), ""):
                told_of = {key: [str(one) for one in values] for key, values in entity.properties.items()}
                yield query_of(name, {**told_of, "schema": [entity.schema]})
        return
    try:
        with table.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except (UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{table} cannot be read as CSV: {error}", hint="save it as UTF-8 CSV") from error
    for row in rows:
        known = {(column or "").strip().lower(): value or "" for column, value in row.items() if isinstance(value, str)}
        if "name" not in known:
            raise UsageError(
                f"{table} has no column name", hint="its first line must name the columns, one of them name"
            )
        if known["name"].strip():
            yield query_of(known.pop("name"), known)


def entry_of(hit: Hit, today: date) -> Entry:
    """A hit for people."""
    facts = [
        f"“{hit.query}” is like “{hit.name}”",
        f"agrees: {'; '.join(hit.agreed)}" if hit.agreed else "",
        f"does not agree: {'; '.join(hit.disagreed)}" if hit.disagreed else "",
        f"{hit.list_name} {dated(hit.list_date, today)}",
    ]
    return Entry(f"{hit.score:.2f}", hit.kind, hit.entry, hit.entry_name, tuple(facts))


COMMANDS = {"screen": screen}
