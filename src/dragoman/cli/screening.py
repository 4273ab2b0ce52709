"""The command screen: names against the sanctions lists in force."""

from typing import TYPE_CHECKING

import click

from dragoman.records.base import Record

from .imports import folder_of
from .output import Entry, fields, form_of, form_options, plural, print_csv, print_entries, print_json, say

if TYPE_CHECKING:
    from dragoman.judging.comparing import Match

HITS = 5


class Hit(Record, frozen=True, kw_only=True):
    """An entry that a name may mean: its score, what agreed and what did not, and how old the list is."""

    query: str
    score: float
    entry_name: str
    list_name: str
    list_date: str | None
    entry: str
    kind: str
    name: str
    agreed: tuple[str, ...]
    disagreed: tuple[str, ...]


@click.command(
    epilog='\b\nExamples:\n  dragoman screen "Tanchon Bank"\n  dragoman screen "Kim Song Il" --birth-date 1965 --country PRK'
)
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.option("--kind", type=click.Choice(["person", "organisation", "vessel"]), help="What the name is of.")
@click.option("--birth-date", metavar="DATE", default="", help="As far as it is known: 1965-03-02, 1965.")
@click.option("--country", metavar="COUNTRY", default="", help="Nationality, seat or flag.")
@click.option("--role", metavar="WORDS", default="", help="What is said of the bearer: an office, a unit.")
@click.option("--limit", type=click.IntRange(min=1), default=HITS, help="At most so many entries a name.")
@form_options
def screen(
    names: tuple[str, ...], kind: str | None, birth_date: str, country: str, role: str, limit: int, form: str | None
) -> None:
    """Screen each NAME against the sanctions lists that were imported, best match first, with what agrees and what does not."""
    from dragoman.judging.asking import query_of
    from dragoman.judging.listings import Screener

    screener = Screener.open(folder_of("lists"))
    known = {"birthdate": birth_date, "country": country, "role": role}
    found = [
        hit_of(name, match) for name in names for match in screener.screen(query_of(name, known, kind), limit=limit)
    ]
    form = form_of(form)
    if form == "json":
        print_json(found)
    elif form == "csv":
        print_csv(found, fields(*Hit.__struct_fields__))
    else:
        print_entries(found, entry_of)
    ages = ", ".join(f"{head.name} of {head.date}" for head in screener.heads)
    say(f"{plural(len(found), 'match').replace('matchs', 'matches')} on {ages}")


def hit_of(query: str, match: "Match") -> Hit:
    """A match as it is printed."""
    return Hit(
        query=query,
        score=round(match.score, 3),
        entry_name=match.entry.name,
        list_name=match.list_name,
        list_date=match.list_date,
        entry=match.entry.ref,
        kind=match.entry.kind,
        name=match.name,
        agreed=match.agreed,
        disagreed=match.disagreed,
    )


def entry_of(hit: Hit) -> Entry:
    """A hit for people."""
    facts = [
        f"“{hit.query}” is like “{hit.name}”",
        f"agrees: {'; '.join(hit.agreed)}" if hit.agreed else "",
        f"does not agree: {'; '.join(hit.disagreed)}" if hit.disagreed else "",
        f"{hit.list_name} of {hit.list_date or 'unknown date'}",
    ]
    return Entry(f"{hit.score:.2f}", hit.kind, hit.entry, hit.entry_name, tuple(facts))


COMMANDS = {"screen": screen}
