"""Reading reports: one to look at, many into the store."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import click

from dragoman.errors import UsageError
from dragoman.records import Article, Dossier, Manifest, Skipped
from dragoman.records.base import Record

from .options import (
    F,
    coder_now,
    limits_for_many,
    limits_now,
    open_desk,
    open_pool,
    open_store,
    settings_now,
    store_option,
    workers_of,
    workers_option,
)
from .output import fields, form_of, form_options, plural, print_csv, print_json, say
from .progress import Progress, progress

if TYPE_CHECKING:
    from dragoman.pipeline.corpus import Outcome, Reprints
    from dragoman.pipeline.workers import InProcess, Pool
    from dragoman.store import FeedBook, Run, Store

REMEMBERED = 50_000  # reports, so that memory does not grow over months
SHORT = 40  # words
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
SOURCES_KEPT = 100  # of what a run was given, in its manifest

COLUMN_NAMES = ("text", "title", "published", "url", "publisher", "author", "licence")


def reprints_option(command: F) -> F:
    """--reprints, for who wants every print of a story read."""
    return click.option(
        "--reprints", is_flag=True, help="Read reprints too; else a report that says what another says is only noted."
    )(command)


def column_option(command: F) -> F:
    """--column, for tables whose columns have other names than usual."""
    return click.option(
        "--column",
        "columns",
        multiple=True,
        metavar="NAME=COLUMN",
        help=f"In JSON lines and CSV: the column that holds {', '.join(COLUMN_NAMES[:-1])} or {COLUMN_NAMES[-1]}.",
    )(command)


@click.command(
    epilog="\b\nExamples:\n  dragoman read report.html\n  dragoman read https://example.org/news/1 --json\n  pbpaste | dragoman read -\n"
    "  dragoman read report.html --layers words,names,speech,factuality"
)
@click.argument("target", metavar="FILE|URL|-")
@click.option("--published", metavar="DAY", help="When the report was published, where it does not say so itself.")
@click.option(
    "--layers",
    metavar="LAYER,…",
    help="Show what was read, aligned under the text, instead: words, names, speech, factuality, triggers, or all.",
)
@form_options
def read(target: str, published: str | None, layers: str | None, form: str | None) -> None:
    """Read one report and show what it says: events, claims, findings, each with its words. Nothing is stored."""
    form = form_of(form)
    if layers is not None:
        show_layers(article_of(target, published), layers, form)
        return
    dossier = read_one(target, published)
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
    article = article_of(target, published)
    with progress(f"reading {target}"):
        return open_desk().read(article)


def article_of(target: str, published: str | None) -> Article:
    """The report in a file, at an address or on standard input. Raises UsageError where `published` is no day."""
    from dragoman.sources import fetch_article
    from dragoman.store.days import day_range

    if published is not None and day_range(published)[0] is None:
        raise UsageError(f"{published!r} is no date", hint="write 2024-09-19, 2024-09 or 2024")
    with progress(f"fetching {target}"):
        return fetch_article(target, published=published, limits=limits_now())


def show_layers(article: Article, asked: str, form: str) -> None:
    """What the model read of the report, without grounding or coding it. Raises UsageError for a layer that is none, or for CSV."""
    from dragoman.reading.reader import Reader

    from .layers import layered, layers_of, print_layers

    layers = layers_of(asked)
    if form == "csv":
        raise UsageError("layers do not fit into CSV", hint="leave --csv out, or take --json")
    reading = Reader().read(article)
    if form == "json":
        print_json(layered(article, reading, layers))
    else:
        print_layers(article, reading, layers)


class Added(Record, frozen=True, kw_only=True):
    """What became of one report: added, revised, unchanged, duplicate or skipped, with the number of its records or the reason."""

    outcome: str
    article: str | None = None
    title: str | None = None
    events: int = 0
    claims: int = 0
    findings: int = 0
    reason: str | None = None


@click.command(
    epilog="\b\nExamples:\n  dragoman add report.html https://example.org/news/1\n  dragoman add reports/ --limit 100 --workers 4\n"
    "  dragoman add export.csv --column text=body --column published=day"
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--limit", type=click.IntRange(min=1), default=None, help="Read at most so many reports.")
@column_option
@click.option("--again", is_flag=True, help="Read reports again that are stored already.")
@reprints_option
@workers_option
@form_options
@store_option
def add(
    sources: tuple[str, ...],
    limit: int | None,
    columns: tuple[str, ...],
    again: bool,
    reprints: bool,
    workers: int | None,
    form: str | None,
    where: str | None,
) -> None:
    """Read reports into the store. What is stored already is not read again.

    SOURCE is a file or folder of texts and pages, a table (JSON lines, CSV), a zip or web archive (WARC), each also packed with gzip or
    zstd; an address of a page, feed, site map or any of these; a file of addresses; a month of Common Crawl's news (cc-news:2024-09); or - for
    standard input.

    One bad report never stops the others: it is left out, with the reason, and counted. Ctrl-C ends it; what was read is kept, and the
    same command goes on from there. Exits 1 where none could be read.
    """
    from dragoman.sources import expected, read_articles
    from dragoman.store import FeedBook

    with adding("add", sources, where, workers) as to:
        book = None if again else FeedBook(to.run.store)
        articles = read_articles(sources, columns=columns_of(columns), limits=limits_for_many(), memory=book)
        total = limit or expected(sources)
        prints = None if reprints or again else Remembered(to.run.store)
        told = read_into(to, islice(articles, limit), total, again=again, book=book, reprints=prints)
        show(told, form_of(form), to.state)
        if book:
            book.close()
    sum_up(to.run, asked=bool(book and book.heard))


class Desks(NamedTuple):
    """The store, what reads reports into it, and what makes, of the sources of a run, what makes its manifest."""

    store: "Store"
    engine: "Pool | InProcess"
    manifest: "Callable[[Sequence[str]], Callable[[], Manifest]]"


@contextmanager
def desks(where: str | None, workers: int | None) -> Iterator[Desks]:
    """The store and the processes for a command that reads many reports; the store is made where there is none."""
    from dragoman.pipeline.identity import manifest_of

    number = workers_of(workers)

    def manifest(sources: Sequence[str]) -> "Callable[[], Manifest]":
        return lambda: manifest_of(settings_now(), sources[:SOURCES_KEPT], number)

    with open_store(where, create=True) as store, open_pool(number) as engine:
        yield Desks(store, engine, manifest)


class Remembered:
    """Knows reprints of the reports of a store, and of those that came since; the store is looked at when it is first asked.

    A short report is read in any case: it costs little, and one word more or less is news. So is one with another number in it, and one
    that the store has: it is read because another coder coded it.
    """

    def __init__(self, store: "Store") -> None:
        self.store = store
        self._prints: Reprints | None = None
        self._numbers: dict[str, tuple[str, ...]] = {}

    def original_of(self, article: Article) -> tuple[str, float] | None:
        """As pipeline.corpus.Reprints."""
        if len(article.text.split()) < SHORT:
            return None
        found = self._looked_up().original_of(article)
        if found is None:
            self._numbers[article.id] = numbers_of(article)
            if len(self._numbers) > REMEMBERED:
                del self._numbers[next(iter(self._numbers))]
            return None
        stored = self.store.articles_of({article.id})
        return found if not stored and self._numbers_in(found[0]) == numbers_of(article) else None

    def _looked_up(self) -> "Reprints":
        if self._prints is None:
            from dragoman.relating.reprints import StoredPrints
            from dragoman.relating.stories import relate

            relate(self.store)  # what a run that was broken off left: only what is grouped is found
            self._prints = StoredPrints(self.store)
        return self._prints

    def _numbers_in(self, original: str) -> tuple[str, ...] | None:
        if original in self._numbers:
            return self._numbers[original]
        stored = self.store.articles_of({original}).get(original)
        return numbers_of(stored) if stored else None


def numbers_of(article: Article) -> tuple[str, ...]:
    """The numbers of a report's text, sorted."""
    return tuple(sorted(NUMBER.findall(article.text)))


class Adding(NamedTuple):
    """What reports are added with: the store's run, what reads them, and how far it is."""

    run: "Run"
    engine: "Pool | InProcess"
    state: Progress


@contextmanager
def adding(command: str, sources: Sequence[str], where: str | None, workers: int | None) -> Iterator[Adding]:
    """A run of a command that reads many reports. Ctrl-C is summed up before it ends the command."""
    from dragoman.relating.stories import relate
    from dragoman.store import Run

    with desks(where, workers) as to, progress("reading") as state:
        run = Run(to.store, command, to.manifest(sources))
        try:
            with run:
                yield Adding(run, to.engine, state)
            relate(to.store)
        except KeyboardInterrupt:
            state.wipe()
            say(summary(run) or "nothing was read")
            raise


def read_into(
    to: Adding,
    articles: Iterable[Article | Skipped],
    total: int | None,
    *,
    again: bool = False,
    book: "FeedBook | None" = None,
    reprints: "Reprints | None" = None,
) -> Iterator[Added]:
    """Reads reports into the store; what became of each, in order. `book` is told what is settled, `reprints` knows what was printed."""
    from dragoman.pipeline.corpus import outcomes

    coder, store = coder_now(), to.run.store
    known = (lambda _: False) if again else (lambda article: store.coded(article, coder))
    for number, one in enumerate(outcomes(articles, to.engine, known=known, reprints=reprints, taken=to.run.take), 1):
        to.state.step(number, total or 0)
        added = _kept(to.run, one)
        if book:
            book.settled(added.article)
        yield added


def _kept(run: "Run", one: "Outcome") -> Added:
    """Stores what became of a report, and tells it."""
    from dragoman.pipeline.corpus import Known, Reprint

    if isinstance(one, Dossier):
        return _stored(run, one)
    if isinstance(one, Skipped):
        run.skip(one)
        return Added(outcome="skipped", article=one.article, title=one.source, reason=one.reason)
    article = one.article
    if isinstance(one, Known):
        run.unchanged()
        return Added(outcome="unchanged", article=article.id, title=article.title)
    assert isinstance(one, Reprint)
    run.reprint(article, one.original, one.likeness)
    return Added(outcome="duplicate", article=article.id, title=article.title, reason=f"reprints {one.original}")


def columns_of(pairs: Sequence[str]) -> dict[str, str]:
    """Our name and a file's own from `text=body`. Raises UsageError for anything else."""
    parted = {name: column for name, _, column in (pair.partition("=") for pair in pairs)}
    wrong = [pair for pair in pairs if pair.partition("=")[0] not in COLUMN_NAMES or not pair.partition("=")[2]]
    if wrong:
        raise UsageError(
            f"--column {wrong[0]} names no column", hint=f"write NAME=COLUMN, NAME one of {', '.join(COLUMN_NAMES)}"
        )
    return parted


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


def show(outcomes: Iterator[Added], form: str, state: Progress) -> None:
    """Each report as it is done with: a line for people, a record for programs."""
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

    if one.outcome == "duplicate":
        return f"reprint    {one.article}  {clean(one.title or '(no title)')}  ({one.reason})"
    if one.outcome == "skipped":
        return f"left out   {clean(one.title or 'a report')}: {clean(one.reason or '')}"
    records = f"{plural(one.events, 'event')}, {plural(one.claims, 'claim')}, {plural(one.findings, 'finding')}"
    told = f"  ({records})" if one.outcome != "unchanged" else ""
    return f"{one.outcome:9}  {one.article}  {clean(one.title or '(no title)')}{told}"


NAMES = (
    ("added", "added"),
    ("revised", "revised"),
    ("unchanged", "unchanged"),
    ("duplicates", "reprints of others"),
    ("skipped", "left out"),
)


def summary(run: "Run") -> str:
    """What became of the reports: `2 added, 1 left out`; "" where there were none."""
    return ", ".join(f"{run.counts[name]} {word}" for name, word in NAMES if run.counts[name])


def sum_up(run: "Run", *, asked: bool = False) -> None:
    """Says what a run did; exits 1 where it read nothing, unless feeds were `asked` and had nothing new."""
    said = summary(run)
    say(said or ("nothing new" if asked else "no report found"))
    if not any(run.counts[name] for name, _ in NAMES if name != "skipped") and (said or not asked):
        raise click.exceptions.Exit(1)


COMMANDS = {"read": read, "add": add}
