"""Questions to the store: articles, events, claims, findings, changes."""

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from .options import day_options, limit_option, open_store, store_option
from .output import (
    Column,
    Entry,
    fields,
    form_of,
    form_options,
    plural,
    print_csv,
    print_entries,
    print_json,
    print_rows,
    say,
)

if TYPE_CHECKING:
    from dragoman.store import Found

TABLE_LIMIT = 50


def show(
    found: "Found[Any]",
    form: str,
    limit: int | None,
    noun: str,
    entry: Callable[[Any], Entry],
    columns: Sequence[Column],
) -> None:
    """The answer in its form, and on stderr how many there are, how many are not shown, and how many have no day."""
    if form == "json":
        shown = print_json(found)
    elif form == "csv":
        shown = print_csv(found, columns)
    else:
        shown = print_entries(found, entry)
    sys.stdout.flush()
    for note in notes(found, shown, limit, noun):
        say(note)


def notes(found: "Found[Any]", shown: int, limit: int | None, noun: str) -> list[str]:
    """What the reader must know to read the list right."""
    said = (
        [plural(found.total, noun)]
        if shown == found.total
        else [f"{shown} of {plural(found.total, noun)}; --limit {found.total} shows all"]
    )
    if not found.undated:
        return said
    if found.undated_included:
        return [*said, f"{found.undated} without a known day stand last"]
    return [*said, f"{found.undated} without a known day left out; --undated adds them"]


def table_limit(form: str, limit: int | None) -> int | None:
    return limit or (TABLE_LIMIT if form == "table" else None)


def many(*names: str, metavar: str, help: str, **more: Any) -> Callable[[Any], Any]:
    """An option that may be given several times; any of its values will do."""
    return click.option(*names, multiple=True, metavar=metavar, help=help, **more)


@click.command(epilog="\b\nExample:\n  dragoman articles --search '\"arms deal\" missile*' --since 2024-09")
@click.option("--search", metavar="WORDS", help='Words that all occur, "phrases", word* and -without.')
@click.option("--publisher", metavar="NAME", help="A part of the publisher's name.")
@day_options("Published")
@limit_option
@form_options
@store_option
def articles(
    search: str | None,
    publisher: str | None,
    since: str | None,
    until: str | None,
    undated: bool,
    limit: int | None,
    form: str | None,
    where: str | None,
) -> None:
    """List the reports in the store, newest first."""
    from dragoman.store import ArticleFilter
    from dragoman.telling.columns import ARTICLE_COLUMNS

    from .entries import article_entry

    form = form_of(form)
    asked = ArticleFilter(
        search=search, publisher=publisher, since=since, until=until, undated=undated, limit=table_limit(form, limit)
    )
    with open_store(where) as store:
        show(store.articles(asked), form, limit, "report", article_entry, ARTICLE_COLUMNS)


@click.command(
    epilog="\b\nExamples:\n  dragoman events --actor PRK --since 2024-09-01\n  dragoman events --type ASSAULT --in UKR --csv > assaults.csv"
)
@many("--type", "types", metavar="TYPE", help="PLOVER type, e.g. CONSULT.")
@many("--mode", "modes", metavar="MODE", help="Mode, e.g. visit.")
@many(
    "--quad",
    "quads",
    metavar="1-4",
    help="Quad class: verbal or material cooperation, verbal or material conflict.",
    type=click.IntRange(1, 4),
)
@many("--party", "parties", metavar="WHO", help="On either side: a country (PRK), a code (PRKGOV) or a part of a name.")
@many("--actor", "actors", metavar="WHO", help="Who acts.")
@many("--recipient", "recipients", metavar="WHO", help="Who is acted on.")
@many("--in", "countries", metavar="COUNTRY", help="Where it happened, ISO alpha-3.")
@many("--certainty", "certainty", metavar="LABEL", help="asserted, likely, possible or denied.")
@many("--auxiliary", "auxiliary", metavar="NAME", help="historical, future, hypothetical, negation, or none.")
@click.option("--article", metavar="ID", help="Of this report only.")
@click.option("--search", metavar="WORDS", help="In reports with these words.")
@click.option("--published-since", metavar="DAY", help="In reports published from this day on.")
@click.option("--published-until", metavar="DAY", help="In reports published to this day.")
@day_options("Happened")
@limit_option
@form_options
@store_option
def events(form: str | None, where: str | None, limit: int | None, **asked: Any) -> None:
    """List who did what to whom, newest first. Days are those of the events as the text tells them, not of the reports."""
    from dragoman.store import EventFilter
    from dragoman.telling.columns import EVENT_COLUMNS

    from .entries import event_entry

    form = form_of(form)
    asked["types"] = tuple(name.upper() for name in asked["types"])
    with open_store(where) as store:
        show(
            store.events(EventFilter(**asked, limit=table_limit(form, limit))),
            form,
            limit,
            "event",
            event_entry,
            EVENT_COLUMNS,
        )


@click.command(
    epilog="\b\nExamples:\n  dragoman claims --speaker USAGOV --search satellite\n  dragoman claims --about PRK --certainty likely"
)
@many("--speaker", "speakers", metavar="WHO", help="A country (USA), a code (USAGOV) or a part of a name.")
@many("--about", "about", metavar="WHO", help="Of whom: who takes part in an act that rests on the claim.")
@many("--kind", "kinds", metavar="KIND", help="direct, indirect or mixed.")
@many("--stance", "stances", metavar="STANCE", help="How the speaker stands to what is said.")
@many("--certainty", "certainty", metavar="LABEL", help="asserted, likely, possible or denied.")
@click.option("--unnamed/--named", default=None, help="Only claims of unnamed sources, or only of named ones.")
@click.option("--article", metavar="ID", help="Of this report only.")
@click.option("--search", metavar="WORDS", help="In reports with these words.")
@day_options("Published")
@limit_option
@form_options
@store_option
def claims(form: str | None, where: str | None, limit: int | None, **asked: Any) -> None:
    """List who says what, those of the newest report first."""
    from dragoman.store import ClaimFilter
    from dragoman.telling.columns import CLAIM_COLUMNS

    from .entries import claim_entry

    form = form_of(form)
    with open_store(where) as store:
        show(
            store.claims(ClaimFilter(**asked, limit=table_limit(form, limit))),
            form,
            limit,
            "claim",
            claim_entry,
            CLAIM_COLUMNS,
        )


@click.command(epilog="\b\nExample:\n  dragoman findings --party RUS --verdict possible_breach")
@many("--provision", "provisions", metavar="ID", help="A provision (UNSCR-2270-5) or an instrument (UNSCR-2270).")
@many("--party", "parties", metavar="STATE", help="Who would breach it, ISO alpha-3.")
@many("--target", "targets", metavar="STATE", help="Towards whom.")
@many("--verdict", "verdicts", metavar="VERDICT", help="breach, possible_breach, exempt, none or not_assessed.")
@many("--certainty", "certainty", metavar="LABEL", help="asserted, reported, possible, denied or future.")
@click.option("--article", metavar="ID", help="Of this report only.")
@click.option("--search", metavar="WORDS", help="In reports with these words.")
@day_options("Acts")
@limit_option
@form_options
@store_option
def findings(form: str | None, where: str | None, limit: int | None, **asked: Any) -> None:
    """List international obligations that reported acts would breach, the newest act first."""
    from dragoman.store import FindingFilter
    from dragoman.telling.columns import FINDING_COLUMNS

    from .entries import finding_entry

    form = form_of(form)
    with open_store(where) as store:
        found = store.findings(FindingFilter(**asked, limit=table_limit(form, limit)))
        show(found, form, limit, "finding", finding_entry, FINDING_COLUMNS)


@click.command(epilog="\b\nExample:\n  dragoman listings --since 2024-09")
@many("--list", "lists", metavar="NAME", help="The name of a sanctions list.")
@click.option("--article", metavar="ID", help="Of this report only.")
@click.option("--search", metavar="WORDS", help="In reports with these words.")
@day_options("Published")
@limit_option
@form_options
@store_option
def listings(form: str | None, where: str | None, limit: int | None, **asked: Any) -> None:
    """List names of reports that stand on the sanctions lists in force when the report was read, those of the newest report first."""
    from dragoman.store import ListingFilter
    from dragoman.telling.columns import LISTING_COLUMNS

    from .entries import listing_entry

    form = form_of(form)
    with open_store(where) as store:
        found = store.listings(ListingFilter(**asked, limit=table_limit(form, limit)))
        show(found, form, limit, "listing", listing_entry, LISTING_COLUMNS)


CHANGE_FIELDS = ("number", "at", "change", "kind", "id", "article", "revision")


@click.command(epilog="\b\nExample:\n  dragoman changes --since 2024-09-20")
@click.option("--since", metavar="WHEN", help="From this day or UTC time on, or after the change of this number.")
@limit_option
@form_options
@store_option
def changes(since: str | None, limit: int | None, form: str | None, where: str | None) -> None:
    """List what was added, revised and removed, oldest first."""
    form = form_of(form)
    after = int(since) if since and since.isdigit() and len(since) != len("2024") else since
    with open_store(where) as store:
        found = store.changes(after, table_limit(form, limit))
        if form == "json":
            print_json(found)
        elif form == "csv":
            print_csv(found, fields(*CHANGE_FIELDS))
        else:
            print_rows(CHANGE_FIELDS, ([getattr(one, name) for name in CHANGE_FIELDS] for one in found))


COMMANDS = {
    "articles": articles,
    "events": events,
    "claims": claims,
    "findings": findings,
    "listings": listings,
    "changes": changes,
}
