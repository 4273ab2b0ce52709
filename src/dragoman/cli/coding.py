"""A corpus to Parquet: the command code."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import click

from dragoman.errors import SourceError
from dragoman.records import Skipped

from .options import caps_now, coder_now, limits_for_many, load_now, open_pool, open_store, workers_of, workers_option
from .output import form_of, form_options, plural, print_csv, print_json, say
from .progress import Progress, progress
from .reports import column_option, columns_of, summary

if TYPE_CHECKING:
    from dragoman.exports.shards import Account
    from dragoman.pipeline.shards import Shard
    from dragoman.store import Run


@click.command(
    epilog="\b\nExamples:\n  dragoman code archive/ --out coded/\n  dragoman code s3://news/2024-*.warc.gz --out s3://news/coded --engine ray\n"
    "  duckdb -c \"SELECT type, count(*) FROM 'coded/events/*/*.parquet' GROUP BY type\""
)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--out", required=True, metavar="DIR", help="The folder for the tables; also in an object store: s3://…")
@click.option(
    "--engine",
    type=click.Choice(["local", "ray"]),
    default="local",
    show_default=True,
    help="Processes of this machine, or Ray: the cluster that RAY_ADDRESS names, else this machine.",
)
@click.option(
    "--shard-size",
    type=click.IntRange(min=1),
    default=500,
    show_default=True,
    metavar="N",
    help="Rows or files that are coded as one; an archive always is.",
)
@click.option("--prune", is_flag=True, help="Remove what shards of other sources left in DIR.")
@column_option
@workers_option
@form_options
def code(
    sources: tuple[str, ...],
    out: str,
    engine: str,
    shard_size: int,
    prune: bool,
    columns: tuple[str, ...],
    workers: int | None,
    form: str | None,
) -> None:
    """Read a corpus and write it as Parquet: a folder for each table, by year of publication, for DuckDB, polars and
    `dragoman import dossiers DIR`. SOURCE is as for `dragoman add`.

    The corpus is coded in shards. A shard that is done is not coded again: after a stop, a crash or a lost machine give the same command
    again. Reprints are read like any other report here.
    """
    from dragoman.exports.shards import Account, Folder
    from dragoman.pipeline.shards import plan_shards

    folder, coder, mapped = Folder(out), coder_now(), columns_of(columns)
    with progress("looking at the sources"):
        shards = list(plan_shards(sources, shard_size, limits_for_many()))
        open_ = [shard for shard in shards if not folder.is_done(shard.name, coder)]
    if not shards:
        raise SourceError("no report found", hint="see `dragoman code --help` for what a source is")
    folder.sweep({shard.name for shard in open_})
    others = {name.removesuffix(".json") for name in folder.names("_shards")} - {shard.name for shard in shards}
    run = on_ray if engine == "ray" else on_this_machine
    with progress("coding shards") as state:
        told = (Account.from_json(said) for said in run(open_, out, coder, mapped, workers))
        counts = show(counted(told, len(open_), state), form_of(form), state)
    for name in others if prune else ():
        folder.clear(name)
    sum_up(counts, len(shards) - len(open_), 0 if prune else len(others))


def on_this_machine(
    shards: Sequence["Shard"], out: str, coder: str, columns: Mapping[str, str], workers: int | None
) -> Iterator[str]:
    """The account of each shard, one after the other, its reports read side by side."""
    from dragoman.exports.shards import write_shard
    from dragoman.pipeline.shards import code_shard

    with open_pool(workers_of(workers)) as pool:
        for shard in shards:
            yield write_shard(out, coder, shard.name, code_shard(shard, pool, columns, limits_for_many()))


def on_ray(
    shards: Sequence["Shard"], out: str, coder: str, columns: Mapping[str, str], workers: int | None
) -> Iterator[str]:
    """The account of each shard as it is done on a cluster."""
    from dragoman.exports.shards import write_shard
    from dragoman.pipeline.cluster import code_on_ray, ray_library

    ray_library()
    settings = {
        "load": load_now(),
        "caps": caps_now(),
        "columns": columns,
        "limits": limits_for_many(),
        "write": partial(write_shard, out, coder),
    }
    yield from code_on_ray(shards, workers, settings) if shards else ()


def counted(accounts: Iterator["Account"], total: int, state: Progress) -> Iterator["Account"]:
    """The accounts, while the progress is told of them."""
    for number, account in enumerate(accounts, 1):
        yield account
        state.step(number, total)


def show(accounts: Iterator["Account"], form: str, state: Progress) -> Counter[str]:
    """Each shard as it is done; what all of them hold."""
    from dragoman.telling.columns import Column, fields

    counts: Counter[str] = Counter()

    def adding() -> Iterator["Account"]:
        for account in accounts:
            counts.update(account.counts)
            yield account

    if form == "json":
        print_json(adding())
    elif form == "csv":
        names = ("in", "articles", "skipped", "events", "claims", "findings")
        numbers = [Column(name, partial(count_of, name)) for name in names]
        print_csv(adding(), [*fields("shard", "seconds"), *numbers])
    else:
        for account in adding():
            state.wipe()
            click.echo(f"coded  {account.shard}  {told(Counter(account.counts))}")
    return counts


def count_of(name: str, account: "Account") -> int:
    """One of the counts of a shard."""
    return account.counts.get(name, 0)


def told(counts: Counter[str]) -> str:
    """What shards hold, in words."""
    left = f", {counts['skipped']} left out" if counts["skipped"] else ""
    return f"{plural(counts['articles'], 'report')}, {plural(counts['events'], 'event')}{left}"


def sum_up(counts: Counter[str], before: int, others: int) -> None:
    """Says what was coded; exits 1 where reports came in and none could be read."""
    parts = [told(counts) if counts["in"] else "nothing new"]
    parts += [f"{plural(before, 'shard')} done before"] if before else []
    parts += [f"{plural(others, 'shard')} of other sources in the folder (--prune removes)"] if others else []
    say("; ".join(parts))
    if counts["in"] and not counts["articles"]:
        raise click.exceptions.Exit(1)


def take_dossiers(folders: Sequence[str], where: str | None) -> None:
    """Takes what `code` wrote into a store, shard by shard. Exits 1 where a shard is damaged; the others are taken."""
    from dragoman.store import Run

    with open_store(where, create=True) as store, progress("importing") as state, Run(store, "import dossiers") as run:
        damaged = sum([take_folder(folder, run, state) for folder in folders])
    say(summary(run) or "no report found")
    if damaged:
        raise click.exceptions.Exit(1)


def take_folder(where: str, run: "Run", state: Progress) -> int:
    """Takes the shards of a folder; how many are damaged."""
    from dragoman.exports.shards import Folder, read_shard

    damaged = 0
    for account in Folder(where).accounts():
        try:
            if isinstance(account, str):
                raise SourceError(f"{where}: the account {account} is damaged", hint="run `dragoman code` again")
            for one in read_shard(where, account):
                run.take()
                run.skip(one) if isinstance(one, Skipped) else run.add(one)
                state.step(run.counts["in"], 0)
        except SourceError as error:
            say(f"{error.message}; {error.hint}")
            damaged += 1
    return damaged


COMMANDS = {"code": code}
