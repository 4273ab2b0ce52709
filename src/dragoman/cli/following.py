"""Following feeds: the command watch."""

import re
import signal
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from dragoman.errors import StoreError, UsageError

from .options import limits_for_many, store_option, workers_option
from .output import form_of, form_options, say
from .progress import Progress
from .reports import Adding, Desks, Remembered, desks, read_into, reprints_option, show, summary

if TYPE_CHECKING:
    from dragoman.relating.stories import Relater
    from dragoman.sources import Fetcher
    from dragoman.sources.schedule import Schedule
    from dragoman.store import FeedBook

SPANS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
SHORTEST_S = 60  # no site deserves to be asked more often
NAP_S = 30.0  # the longest sleep at a time, so that a machine that was suspended is soon awake again


def seconds_of(span: str) -> float:
    """Seconds of `90s`, `10m`, `6h` or `1d`. Raises UsageError for anything else, and for less than a minute."""
    found = re.fullmatch(r"(\d{1,6})([smhd])", span.strip().lower())
    if not found:
        raise UsageError(f"{span!r} is no span of time", hint="write 90s, 10m, 6h or 1d")
    seconds = int(found[1]) * SPANS[found[2]]
    if seconds < SHORTEST_S:
        raise UsageError(f"{span} is too often", hint="ask a feed at most once a minute: --every 1m")
    return float(seconds)


@click.command(
    epilog="\b\nExamples:\n  dragoman watch https://news.example/rss https://other.example/atom.xml --every 10m\n"
    "  dragoman watch feeds.txt --once"
)
@click.argument("feeds", nargs=-1, required=True, metavar="FEED...")
@click.option("--every", default="10m", show_default=True, metavar="SPAN", help="How often each feed is asked.")
@reprints_option
@click.option("--once", is_flag=True, help="Ask the feeds that are due, read what is new, and end.")
@workers_option
@form_options
@store_option
def watch(
    feeds: tuple[str, ...],
    every: str,
    reprints: bool,
    once: bool,
    workers: int | None,
    form: str | None,
    where: str | None,
) -> None:
    """Follow feeds (RSS, Atom) and site maps: what is new in them is read into the store, until you stop it. FEED is an address, or a file
    of addresses, one a line.

    A feed is asked whether anything is new, its pages one at a time with a pause between them. One that fails is asked less and less
    often, up to once a day; a page that cannot be had is tried again in five rounds. The store knows how far each feed was read: stop and
    start it as you like. Ctrl-C or SIGTERM end it; exit code 130.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # also where Ctrl-C is ignored: a script's background job
    followed, every_s = addresses(feeds), seconds_of(every)
    with desks(where, workers) as to:
        prints = None if reprints else Remembered(to.store)
        rounds = Rounds(to, followed, begun(to, followed, every_s), new_fetcher(), prints, new_relater(to))
        while True:
            due = rounds.schedule.due()
            if due:
                follow(rounds, due, form_of(form))
            if once:
                return
            time.sleep(min(NAP_S, max(1.0, rounds.schedule.left())))


class Rounds(NamedTuple):
    """What one round after the other works with: all of it lives as long as the command."""

    to: Desks
    followed: Sequence[str]
    schedule: "Schedule"
    fetcher: "Fetcher"
    prints: Remembered | None
    relater: "Relater"


def addresses(feeds: Sequence[str]) -> list[str]:
    """The addresses that are given, and those in the files that are given. Raises UsageError for a file that holds no addresses."""
    from dragoman.sources.intake import addresses_in
    from dragoman.sources.web import is_url

    found: list[str] = []
    for feed in feeds:
        if is_url(feed):
            found.append(feed)
            continue
        try:
            listed = addresses_in(Path(feed).read_bytes())
        except OSError as error:
            raise UsageError(
                f"{feed} cannot be read: {error.strerror}", hint="give an address, or a file of them"
            ) from error
        if not listed:
            raise UsageError(f"{feed} is no list of addresses", hint="write one address a line, and nothing else")
        found += listed
    return list(dict.fromkeys(found))


def begun(to: "Desks", followed: Sequence[str], every_s: float) -> "Schedule":
    """The schedule, going on where the store says."""
    from dragoman.sources.schedule import Schedule
    from dragoman.store import FeedBook

    schedule = Schedule(every_s, time.monotonic, lambda: datetime.now(UTC))
    book = FeedBook(to.store)
    schedule.begin({feed: book.state(feed).due for feed in followed})
    return schedule


def new_fetcher() -> "Fetcher":
    """What fetches, for as long as the command runs: it knows the manners that each site wants."""
    from dragoman.sources import Fetcher

    return Fetcher(limits_for_many())


def new_relater(to: "Desks") -> "Relater":
    """What groups reports, for as long as the command runs: it remembers the last ones, which are many to look up in each round."""
    from dragoman.relating.stories import Relater

    return Relater(to.store)


def follow(rounds: Rounds, due: Sequence[str], form: str) -> None:
    """Asks the feeds that are due. A store that cannot be written ends the round, not the following."""
    from dragoman.sources import read_articles
    from dragoman.store import FeedBook, Run

    to, state = rounds.to, Progress("following")
    book, run = FeedBook(to.store, rounds.followed), Run(to.store, "watch", to.manifest(due))
    try:
        with run:
            articles = read_articles(due, limits=limits_for_many(), fetcher=rounds.fetcher, memory=book)
            adding = Adding(run, to.engine, state)
            show(read_into(adding, articles, None, book=book, reprints=rounds.prints), form, state)
        rounds.relater.relate()
        book.close()
    except StoreError as error:
        say(f"{error.message}; tried again in the next round")
    for feed in due:
        failures = book.state(feed).failures if feed in book.refusals else 0
        at = rounds.schedule.asked(feed, failures, book.after_s(feed))
        note_due(book, feed, at)
    if summary(run):
        say(f"{datetime.now(UTC):%Y-%m-%d %H:%M} {summary(run)}")


def note_due(book: "FeedBook", feed: str, at: str) -> None:
    """Keeps when a feed is due, where the store can be written."""
    try:
        book.due(feed, at)
    except StoreError as error:
        say(error.message)


COMMANDS = {"watch": watch}
