"""Reading reports: one to look at, many into the store."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from dragoman.errors import DragomanError, UsageError
from dragoman.records import Article, Dossier, Skipped
from dragoman.records.base import Record

from .options import limits_now, open_desk, open_store, store_option
from .output import fields, form_of, form_options, plural, print_csv, print_json, say
from .progress import Progress, progress

if TYPE_CHECKING:
    from dragoman.pipeline.report import Desk
    from dragoman.store import Run


COLUMN_NAMES = ("text", "title", "published", "url", "publisher", "licence")


@click.command(
    epilog="\b\nExamples:\n  dragoman read report.html\n  dragoman read https://example.org/news/1 --json\n  pbpaste | dragoman read -"
)
@click.argument("target", metavar="FILE|URL|-")
@click.option("--published", metavar="DAY", help="When the report was published, where it does not say so itself.")
@form_options
def read(target: str, published: str | None, form: str | None) -> None:
    """Read one report and show what it says: events, claims, findings, each with its words. Nothing is stored."""
    dossier = read_one(target, published)
    form = form_of(form)
    if form == "json":
        print_json([dossier])
    elif form == "csv":
        from dragoman.telling.columns import EVENT_COLUMNS

        print_csv(dossier.events, EVENT_COLUMNS)
    else:
        from .dossier import print_dossier

        print_dossier(dossier)


def read_one(target: str, published: str | None = None) -> Dossier:
    """The dossier of a file, an address or standard input. Raises UsageError where `published` is no day."""
    from dragoman.sources import fetch_article
    from dragoman.store.days import day_range

    if published is not None and day_range(published)[0] is None:
        raise UsageError(f"{published!r} is no date", hint="write 2024-09-19, 2024-09 or 2024")
    with progress(f"reading {target}"):
        article = fetch_article(target, published=published, limits=limits_now())
        return open_desk().read(article)


class Added(Record, frozen=True, kw_only=True):
    """What became of one report: added, revised, unchanged or skipped, with the number of its records or the reason."""

    outcome: str
    article: str | None = None
    title: str | None = None
    events: int = 0
    claims: int = 0
    findings: int = 0
    reason: str | None = None


@click.command(
    epilog="\b\nExamples:\n  dragoman add report.html https://example.org/news/1\n  dragoman add reports/ --limit 100\n"
    "  dragoman add export.csv --column text=body --column published=day"
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--limit", type=click.IntRange(min=1), default=None, help="Read at most so many reports.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="NAME=COLUMN",
    help="In JSON lines and CSV: the column that holds text, title, published, url, publisher or licence.",
)
@click.option("--again", is_flag=True, help="Read reports again that are stored already.")
@form_options
@store_option
def add(
    sources: tuple[str, ...],
    limit: int | None,
    columns: tuple[str, ...],
    again: bool,
    form: str | None,
    where: str | None,
) -> None:
    """Read reports into the store: files, folders, addresses, - for standard input. What is stored already is not read again.

    One bad report never stops the others: it is left out, with the reason, and counted. Exits 1 where none could be read.
    """
    from dragoman.sources import read_articles
    from dragoman.store import Run

    with open_store(where, create=True) as store, progress("reading") as state, Run(store, "add") as run:
        desk = open_desk()
        outcomes = _add_all(
            run,
            desk,
            _first(read_articles(sources, columns=columns_of(columns), limits=limits_now()), limit),
            state,
            again=again,
        )
        _show(outcomes, form_of(form), state)
    _sum_up(run)


def columns_of(pairs: Sequence[str]) -> dict[str, str]:
    """Our name and a file's own from `text=body`. Raises UsageError for anything else."""
    parted = {name: column for name, _, column in (pair.partition("=") for pair in pairs)}
    wrong = [pair for pair in pairs if pair.partition("=")[0] not in COLUMN_NAMES or not pair.partition("=")[2]]
    if wrong:
        raise UsageError(
            f"--column {wrong[0]} names no column", hint=f"write NAME=COLUMN, NAME one of {', '.join(COLUMN_NAMES)}"
        )
    return parted


def _first(articles: Iterable[Article | Skipped], limit: int | None) -> Iterator[Article | Skipped]:
    for number, one in enumerate(articles):
        if limit is not None and number >= limit:
            return
        yield one


def _add_all(
    run: "Run", desk: "Desk", articles: Iterable[Article | Skipped], state: Progress, *, again: bool
) -> Iterator[Added]:
    """Each report in turn; the coder is known from the first one that is read."""
    coder: str | None = None
    for number, article in enumerate(articles, 1):
        state.step(number, 0)
        if isinstance(article, Skipped):
            yield _left_out(run, article)
        elif not again and coder and run.store.coded(article, coder):
            run.unchanged()
            yield Added(outcome="unchanged", article=article.id, title=article.title)
        else:
            dossier = _read(desk, article)
            if isinstance(dossier, Skipped):
                yield _left_out(run, dossier)
            else:
                coder = coder_of_run(dossier)
                yield _stored(run, dossier)


def coder_of_run(dossier: Dossier) -> str:
    """Which coder made a dossier."""
    from dragoman.store import coder_of

    return coder_of(dossier)


def _read(desk: "Desk", article: Article) -> Dossier | Skipped:
    try:
        return desk.read(article)
    except DragomanError as error:
        return Skipped(stage="reading", reason=error.message, source=article.url, article=article.id)


def _stored(run: "Run", dossier: Dossier) -> Added:
    result = run.add(dossier)
    return Added(
        outcome=result.outcome,
        article=dossier.article.id,
        title=dossier.article.title,
        events=len(dossier.events),
        claims=len(dossier.claims),
        findings=len(dossier.findings),
    )


def _left_out(run: "Run", skipped: Skipped) -> Added:
    run.skip(skipped)
    return Added(outcome="skipped", article=skipped.article, title=skipped.source, reason=skipped.reason)


def _show(outcomes: Iterator[Added], form: str, state: Progress) -> None:
    if form == "json":
        print_json(outcomes)
    elif form == "csv":
        print_csv(outcomes, fields(*Added.__struct_fields__))
    else:
        for one in outcomes:
            state.wipe()
            click.echo(line_of(one))


def line_of(one: Added) -> str:
    """One report in a line."""
    from .terminal import clean

    if one.outcome == "skipped":
        return f"left out   {clean(one.title or 'a report')}: {clean(one.reason or '')}"
    records = f"{plural(one.events, 'event')}, {plural(one.claims, 'claim')}, {plural(one.findings, 'finding')}"
    told = f"  ({records})" if one.outcome != "unchanged" else ""
    return f"{one.outcome:9}  {one.article}  {clean(one.title or '(no title)')}{told}"


def _sum_up(run: "Run") -> None:
    counts = run.counts
    names = (("added", "added"), ("revised", "revised"), ("unchanged", "unchanged"), ("skipped", "left out"))
    say(", ".join(f"{counts[name]} {word}" for name, word in names if counts[name]) or "no report found")
    if not counts["added"] + counts["revised"] + counts["unchanged"]:
        raise click.exceptions.Exit(1)


COMMANDS = {"read": read, "add": add}
