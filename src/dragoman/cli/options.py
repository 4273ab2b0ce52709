"""What several commands share: the settings, the store, the desk, and the options for them."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from dragoman.pipeline.report import Desk
    from dragoman.pipeline.workers import Caps, InProcess, Load, Pool
    from dragoman.settings import Settings
    from dragoman.sources import Limits
    from dragoman.store import Store

F = TypeVar("F", bound=Callable[..., Any])


def settings_now() -> "Settings":
    """The settings in force."""
    from dragoman.settings import load_settings

    return load_settings().settings


def store_option(command: F) -> F:
    """--store, for a store other than the one of the settings."""
    return click.option(
        "--store", "where", metavar="PATH", default=None, help="The store; by default that of the settings."
    )(command)


def open_store(where: str | None, *, create: bool = False) -> "Store":
    """The store that is asked for."""
    from dragoman.store import Store

    settings = settings_now()
    return Store.open(where or settings.store, create=create, busy_timeout_s=settings.busy_timeout_s)


def open_desk() -> "Desk":
    """What reads reports: the model and the knowledge, loaded now."""
    from dragoman.pipeline.report import Desk

    return Desk.load(settings_now())


def workers_option(command: F) -> F:
    """--workers, for another number of processes than that of the settings."""
    return click.option(
        "--workers",
        type=click.IntRange(min=1),
        default=None,
        metavar="N",
        help="Processes that read; by default one per core.",
    )(command)


def workers_of(asked: int | None) -> int:
    """How many processes read: as asked, as set, or one per core."""
    from dragoman.pipeline.workers import cores

    return asked or settings_now().workers or cores()


def load_now() -> "Load":
    """What makes a desk in another process."""
    from functools import partial

    from dragoman.pipeline.report import Desk

    return partial(Desk.load, settings_now())


def caps_now() -> "Caps":
    """What one of many reports may cost, from the settings."""
    from dragoman.pipeline.workers import Caps

    settings = settings_now()
    return Caps(seconds=settings.article_timeout_s, megabytes=settings.article_max_mb)


def open_pool(workers: int) -> "Pool | InProcess":
    """Processes that read, each with a desk of its own."""
    from dragoman.pipeline.workers import Pool

    return Pool(load_now(), workers, caps_now())


def coder_now() -> str:
    """The coder of today, as the store names it."""
    from dragoman.pipeline import identity
    from dragoman.store import coder_name

    return coder_name(*identity.coder_now(settings_now()))


def limits_now() -> "Limits":
    """The caps on fetching, from the settings."""
    from dragoman.sources import limits_of

    return limits_of(settings_now())


def limits_for_many() -> "Limits":
    """The same for many pages: with a pause between those of one site, and patience with a site that is busy."""
    import msgspec

    settings = settings_now()
    return msgspec.structs.replace(
        limits_now(),
        archive_bytes=int(settings.fetch_archive_max_mb * 2**20),
        gap_s=settings.fetch_gap_s,
        patience_s=settings.fetch_patience_s,
    )


def day_options(what: str) -> Callable[[F], F]:
    """--since, --until and --undated for the days of `what`."""

    def decorated(command: F) -> F:
        command = click.option(
            "--undated", is_flag=True, help="With --since or --until: also those whose day is unknown."
        )(command)
        command = click.option("--until", metavar="DAY", help=f"{what} to this day: 2024-09-19, 2024-09 or 2024.")(
            command
        )
        return click.option("--since", metavar="DAY", help=f"{what} from this day on.")(command)

    return decorated


def limit_option(command: F) -> F:
    """--limit; by default 50 in a table and all elsewhere."""
    return click.option(
        "--limit",
        type=click.IntRange(min=1),
        default=None,
        help="At most so many; by default 50 in a table, all in JSON and CSV.",
    )(command)
