"""What runs did: the commands runs, diff and recode."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from dragoman.telling.columns import Column, fields
from dragoman.telling.plain import clean, shortened

from .options import coder_now, open_store, store_option, workers_option
from .output import form_of, form_options, plural, print_csv, print_json, print_rows, say
from .reports import adding, read_into, show, sum_up

if TYPE_CHECKING:
    from dragoman.store import StoredRun
    from dragoman.store.recoding import Difference

COUNTS = ("in", "added", "revised", "unchanged", "duplicates", "skipped")
CELL = 60  # characters of a value shown in a difference


@click.command(epilog="\b\nExample:\n  dragoman runs --json")
@form_options
@store_option
def runs(form: str | None, where: str | None) -> None:
    """List the runs that changed the store: command, days, what became of the reports that came in, and what the run rested on."""
    from dragoman.store import runs_of

    with open_store(where) as store:
        found = list(runs_of(store))
    if form_of(form) == "json":
        print_json(found)
    elif form_of(form) == "csv":
        counts = [Column(name, partial(count_of, name)) for name in COUNTS]
        print_csv(found, [*fields("id", "command", "started", "finished", "ended", "coder"), *counts])
    else:
        header = ("run", "command", "started", "ended", *COUNTS, "code", "knowledge")
        print_rows(header, [(run.id, run.command, run.started, *state_of(run)) for run in found])


def count_of(name: str, run: "StoredRun") -> int:
    """One of the counts of a run."""
    return run.counts.get(name, 0)


def state_of(run: "StoredRun") -> tuple[Any, ...]:
    """How a run ended, its counts, and the first digits of what it rested on."""
    ended = (run.ended or ("done" if run.finished else "not")) + (", does not add up" if run.unbalanced else "")
    made = (run.manifest.code[:8], run.manifest.knowledge[:8]) if run.manifest else ("", "")
    return (ended, *(count_of(name, run) for name in COUNTS), *made)


@click.command(epilog="\b\nExamples:\n  dragoman diff 3 7\n  dragoman diff 3 7 --csv > differences.csv")
@click.argument("earlier", metavar="RUN", type=click.IntRange(min=1))
@click.argument("later", metavar="RUN", type=click.IntRange(min=1))
@form_options
@store_option
def diff(earlier: int, later: int, form: str | None, where: str | None) -> None:
    """Show which records are not the same after the later run as after the earlier: added, removed, or revised and in what."""
    from dragoman.store.recoding import differences

    counts: Counter[tuple[str, str]] = Counter()
    with open_store(where) as store:
        found = counted(differences(store, earlier, later), counts)
        if form_of(form) == "json":
            print_json(found)
        elif form_of(form) == "csv":
            print_csv(found, [*fields("kind", "id", "article", "change", "fields"), Column("told", told)])
        else:
            print_rows(("", "record", "in", "what"), [(one.change, one.id, one.article, told(one)) for one in found])
    told_counts = ", ".join(f"{plural(count, noun)} {change}" for (noun, change), count in sorted(counts.items()))
    say(told_counts or "no difference")


def counted(found: "Iterator[Difference]", counts: Counter[tuple[str, str]]) -> "Iterator[Difference]":
    """The differences, while they are counted by kind and change."""
    for one in found:
        counts[one.kind, one.change] += 1
        yield one


def told(one: "Difference") -> str:
    """A difference in words: each field that differs with both values, or what the record says."""
    if one.change == "revised" and one.before and one.after:
        return "; ".join(f"{name}: {shown(one.before.get(name))} → {shown(one.after.get(name))}" for name in one.fields)
    record = one.after or one.before or {}
    known = [
        shown(record[name])
        for name in ("type", "verdict", "provision", "actors", "speaker", "title")
        if record.get(name)
    ]
    return " ".join(known)  # fmt: skip


def shown(value: Any) -> str:
    """A value of a record in a few words."""
    if isinstance(value, Mapping):
        name = next((value[key] for key in ("quote", "label", "code", "name", "value", "text") if value.get(key)), None)
        return shown(name) if name is not None else "nothing"
    if isinstance(value, list):
        return ", ".join(shown(one) for one in value) if value else "nothing"
    return shortened(clean(str(value)), CELL) if value is not None else "nothing"


@click.command(epilog="\b\nExamples:\n  dragoman recode\n  dragoman recode --all --workers 4")
@click.option("--all", "everything", is_flag=True, help="Also what today's coder has coded already.")
@click.option("--limit", type=click.IntRange(min=1), default=None, help="At most so many reports.")
@workers_option
@form_options
@store_option
def recode(everything: bool, limit: int | None, workers: int | None, form: str | None, where: str | None) -> None:
    """Code the reports of the store again, with today's model and knowledge, where another coder has coded them.

    The reports are those of the store; nothing is fetched. Records keep their ids, what differs gets a new revision and a line in the
    changes feed, and reviews still apply. `dragoman diff` shows what changed. Broken off, the same command goes on.
    """
    from dragoman.store.recoding import articles_of_others, count_of_others

    with open_store(where) as store:
        total = count_of_others(store, None if everything else coder_now())
    if not total:
        say("every report is coded by today's coder")
        return
    with adding("recode", (), where, workers) as to:
        articles = articles_of_others(to.run.store, None if everything else coder_now())
        amount = min(total, limit) if limit else total
        show(read_into(to, islice(articles, limit), amount, again=True), form_of(form), to.state)
    sum_up(to.run)


COMMANDS = {"runs": runs, "diff": diff, "recode": recode}
