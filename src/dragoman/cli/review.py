"""The command review: what waits, why a record says what it says, and what a person says of it."""

import getpass
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dragoman.errors import UsageError
from dragoman.records import Article, Event, Listing, Review, Standing, Waiting

from .options import open_store, settings_now, store_option
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
from .queries import many

if TYPE_CHECKING:
    from dragoman.store import Store

F = TypeVar("F", bound=Callable[..., Any])


def reviewer_option(command: F) -> F:
    """--as, by default the reviewer of the settings, else who is logged in."""
    return click.option("--as", "reviewer", metavar="NAME", help="Who reviews; by default that of the settings.")(
        command
    )


def reviewer_of(given: str | None) -> str:
    """The name of the reviewer."""
    return given or settings_now().reviewer or getpass.getuser()


@click.group(
    epilog="\b\nExamples:\n  dragoman review list --kind event\n  dragoman review show ev_7f3a91\n"
    '  dragoman review correct ev_7f3a91 --set type=AGREE --set mode= --why "only promised"'
)
def review() -> None:
    """Look at what the coder made and say whether it is right. What people say is kept beside the records and laid over them; the
    records stay as they are, and a review stays when a report is read again.
    """


WAITING_COLUMNS = fields("record", "kind", "article", "revision", "uncertainty", "disagreement", "impact", "priority", "why")  # fmt: skip


@review.command("list", epilog="\b\nExample:\n  dragoman review list --kind event --limit 10 --as ada")
@many("--kind", "kinds", metavar="KIND", help="event, claim, finding or listing; by default all.")
@click.option("--article", metavar="ID", help="Of this report only.")
@click.option("--second", is_flag=True, help="What one other reviewer has decided, for a second opinion.")
@click.option("--sample", is_flag=True, help="By lot instead of by priority, for a fair estimate of what is right.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="At most so many.")
@reviewer_option
@form_options
@store_option
def list_waiting(
    kinds: tuple[str, ...],
    article: str | None,
    second: bool,
    sample: bool,
    limit: int,
    reviewer: str | None,
    form: str | None,
    where: str | None,
) -> None:
    """List what waits for a reviewer: what the coder was least sure of, what reviewers differ on or the coder has changed its mind about,
    and what most rests on, first.
    """
    from dragoman.store import QueueFilter
    from dragoman.store.reviews import KINDS

    asked = QueueFilter(
        reviewer=reviewer_of(reviewer),
        kinds=kinds or KINDS,
        article=article,
        second=second,
        order="sample" if sample else "priority",
        limit=limit,
    )
    form = form_of(form)
    with open_store(where) as store:
        listed = store.waiting(asked)
        total = store.count_waiting(asked)
        if form == "json":
            print_json(listed)
        elif form == "csv":
            print_csv(listed, WAITING_COLUMNS)
        else:
            print_entries(listed, lambda one: _entry(store, one))
    sys.stdout.flush()
    say(f"{len(listed)} of {plural(total, 'record')} that wait for {asked.reviewer}")


def _entry(store: "Store", one: Waiting) -> Entry:
    """A record that waits, as the listing commands show it, with why it waits."""
    shown = entry_of(store.get(one.record))
    return shown._replace(key=f"{one.priority:.2f}", kind=shown.key, facts=(*shown.facts, f"waits because {one.why}"))


def entry_of(record: Any) -> Entry:
    """Any record as an entry."""
    from dragoman.records import Claim, Finding

    from .entries import article_entry, claim_entry, event_entry, finding_entry

    if isinstance(record, Listing):
        title = f"{record.name} is like {record.entry_name}"
        return Entry("LISTING", record.list_name, record.id, title, (f"entry {record.entry}, {record.score:.2f}",))
    makers: dict[type, Callable[[Any], Entry]] = {
        Article: article_entry,
        Claim: claim_entry,
        Event: event_entry,
        Finding: finding_entry,
    }
    return makers[type(record)](record)


@review.command(epilog="\b\nExample:\n  dragoman review show ev_7f3a91")
@click.argument("record", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
@store_option
def show(record: str, as_json: bool, where: str | None) -> None:
    """Show a record with its sentence and why it says what it says, what people said of it, and how it stands with that."""
    from dragoman.store import ReviewFilter
    from dragoman.store.overlay import overlaid
    from dragoman.telling.why import Section, why

    from .explain import print_sections

    with open_store(where) as store:
        found = store.get(record)
        article = found.id if isinstance(found, Article) else found.article or ""
        dossier = store.dossier(article)
        said = list(store.reviews(ReviewFilter(record=found.id)))
        standing = store.standings([found.id]).get(found.id)
    if dossier is None:
        raise UsageError(f"{record} belongs to no report of the store", hint="dragoman store check")
    if as_json:
        seen = found if isinstance(found, Article) else overlaid(found, standing, dossier.article)
        print_json(
            [
                {
                    "record": found.to_dict(),
                    "why": [{"title": one.title, "lines": list(one.lines)} for one in why(found, dossier)],
                    "reviews": [one.to_dict() for one in said],
                    "standing": standing.to_dict() if standing else None,
                    "seen": seen.to_dict() if seen is not None else None,
                }
            ]
        )
        return
    print_sections([*why(found, dossier), Section("what people said", tuple(_said(said, standing)))])


def _said(said: Sequence[Review], standing: Standing | None) -> list[str]:
    """Each review in words, and what is in force."""
    lines = [review_line(one) for one in said] or ["nothing yet"]
    if standing:
        lines.append(f"so it is {standing.verdict}" + (", said of an earlier revision" if standing.stale else ""))
    return lines


def review_line(one: Review) -> str:
    """A review in one line."""
    changes = ", ".join(f"{name} = {value or 'none'}" for name, value in (one.correction or {}).items())
    why = f" ({one.why})" if one.why else ""
    return f"{one.at} {one.reviewer}: {one.verdict}{' ' + changes if changes else ''}{why}, revision {one.revision}"


# -- deciding -------------------------------------------------------------------------------------------------------


def deciding(command: F) -> F:
    """The options of every decision."""
    for option in (
        click.option("--why", default="", metavar="TEXT", help="Why, in a sentence."),
        click.option(
            "--drawn",
            type=click.Choice(["queue", "sample", "chosen"]),
            default="chosen",
            help="How it came before you; say sample for what `review list --sample` gave.",
        ),
        click.option("--json", "as_json", is_flag=True, help="The review as JSON."),
        reviewer_option,
        store_option,
    ):
        command = option(command)
    return command


def decide(verdict: str, record: str, correction: dict[str, str | None] | None = None, **said: Any) -> None:
    """Keeps a review and tells what it is."""
    with open_store(said["where"]) as store:
        kept = store.review(record, verdict, reviewer_of(said["reviewer"]), correction, said["why"], said["drawn"])
    if said["as_json"]:
        print_json([kept])
    else:
        say(f"{kept.record}: {review_line(kept)}")


@review.command(epilog="\b\nExample:\n  dragoman review accept ev_7f3a91")
@click.argument("record", metavar="ID")
@deciding
def accept(record: str, **said: Any) -> None:
    """Say that a record is right as it is."""
    decide("accept", record, **said)


@review.command(epilog='\b\nExample:\n  dragoman review reject ev_7f3a91 --why "a metaphor, no event"')
@click.argument("record", metavar="ID")
@deciding
def reject(record: str, **said: Any) -> None:
    """Say that a record should not be there."""
    decide("reject", record, **said)


@review.command(epilog="\b\nExample:\n  dragoman review skip ev_7f3a91")
@click.argument("record", metavar="ID")
@deciding
def skip(record: str, **said: Any) -> None:
    """Leave a record to others."""
    decide("skip", record, **said)


@review.command(epilog="\b\nExample:\n  dragoman review complete ar_55e29e3bc2d2")
@click.argument("record", metavar="ARTICLE")
@deciding
def complete(record: str, **said: Any) -> None:
    """Say that a report holds no event beyond those coded and added, so that it can serve as gold."""
    decide("complete", record, **said)


SET = click.option(
    "--set", "values", multiple=True, metavar="FIELD=VALUE", help="What is right; nothing after = is none."
)


@review.command(
    epilog="\b\nExamples:\n  dragoman review correct ev_7f3a91 --set type=AGREE --set mode=\n"
    '  dragoman review correct ev_7f3a91 --set "actors=PRKGOV;RUSGOV" --set when=2023-09-13'
)
@click.argument("record", metavar="ID")
@SET
@deciding
def correct(record: str, values: tuple[str, ...], **said: Any) -> None:
    """Say what is right in place of what a record says.

    \b
    events    type mode contexts actors recipients certainty source auxiliary
              when where country latitude longitude passage
    claims    speaker speaker_name kind polarity stance certainty source cue content
    findings  verdict certainty party target date
    """
    decide("correct", record, parsed(values), **said)


@review.command(
    epilog="\b\nExample:\n"
    "  dragoman review add ar_55e29e3bc2d2 --quote 'Kim left by train' --set type=CONSULT --set actors=PRKGOV"
)
@click.argument("record", metavar="ARTICLE")
@click.option("--quote", metavar="WORDS", help="The passage, as it stands in the report; or --set passage=start:end.")
@SET
@deciding
def add(record: str, quote: str | None, values: tuple[str, ...], **said: Any) -> None:
    """Add an event that the coder missed; the fields are those of `review correct`."""
    correction = parsed(values)
    if quote:
        correction["passage"] = passage_of(record, quote, said["where"])
    decide("add", record, correction, **said)


def parsed(values: Sequence[str]) -> dict[str, str | None]:
    """`FIELD=VALUE` pairs; nothing after the sign means none. Raises UsageError where there is no sign."""
    found: dict[str, str | None] = {}
    for value in values:
        name, sign, right = value.partition("=")
        if not sign:
            raise UsageError(f"{value!r} is no FIELD=VALUE", hint="for example --set type=AGREE")
        found[name.strip()] = right.strip() or None
    return found


def passage_of(record: str, quote: str, where: str | None) -> str:
    """Where a quotation stands in a report. Raises UsageError where it does not, or more than once."""
    with open_store(where) as store:
        article = store.get(record)
    text = article.text if isinstance(article, Article) else ""
    if text.count(quote) != 1:
        times = plural(text.count(quote), "time")
        raise UsageError(f"{quote!r} stands in {record} {times}", hint="give words that stand there once")
    start = text.index(quote)
    return f"{start}:{start + len(quote)}"


# -- what reviews tell ----------------------------------------------------------------------------------------------

SCORE_COLUMNS = fields("kind", "drawn", "decided", "accepted", "corrected", "rejected", "disputed", "stale", "missed", "right", "low", "high")  # fmt: skip


@review.command(epilog="\b\nExample:\n  dragoman review scores --csv")
@form_options
@store_option
def scores(form: str | None, where: str | None) -> None:
    """Tell what share of the coder's records people found right, with its 95 % interval. Only what was drawn by lot (`--sample`) is a fair
    estimate: what waits first is what is likely wrong.
    """
    from dragoman.evaluation.reviewed import review_scores

    with open_store(where) as store:
        listed = review_scores(store)
    form = form_of(form)
    if form == "json":
        print_json(listed)
    elif form == "csv":
        print_csv(listed, SCORE_COLUMNS)
    else:
        print_rows(
            [one.name for one in SCORE_COLUMNS], [[_shown(one, score) for one in SCORE_COLUMNS] for score in listed]
        )


def _shown(column: Column, record: Any) -> Any:
    value = column.value(record)
    return f"{value:.3f}" if isinstance(value, float) else value


@review.command(epilog="\b\nExample:\n  dragoman review agreement")
@form_options
@store_option
def agreement(form: str | None, where: str | None) -> None:
    """Tell how far reviewers agree on what at least two of them decided: the share they say the same of and Cohen's kappa of each pair,
    and Krippendorff's alpha of all.
    """
    from dragoman.evaluation.reviewed import agreement_of

    with open_store(where) as store:
        found = agreement_of(store.reviews())
    columns = fields("first", "second", "both", "same", "kappa")
    form = form_of(form)
    if form == "json":
        print_json([found])
    elif form == "csv":
        print_csv(found.pairs, columns)
    else:
        print_rows([one.name for one in columns], [[_shown(one, pair) for one in columns] for pair in found.pairs])
        alpha = "not to be told" if found.alpha is None else f"{found.alpha:.3f}"
        say(f"{plural(found.records, 'record')} decided by at least two; Krippendorff's alpha {alpha}")


@review.command(
    epilog="\b\nExample:\n  dragoman review gold --of events --out gold.jsonl && dragoman evaluate events gold.jsonl"
)
@many("--of", "parts", metavar="RECORDS", help="events, claims, findings; by default events.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The file; by default standard output.")
@store_option
def gold(parts: tuple[str, ...], out: Path | None, where: str | None) -> None:
    """Write the reports whose records of these kinds are all decided, as people left them, as gold that `dragoman evaluate` reads."""
    from dragoman.evaluation.reviewed import gold_rows
    from dragoman.evaluation.rows import json_lines

    count = 0
    with (
        open_store(where) as store,
        click.open_file(str(out) if out else "-", "w", encoding="utf-8", atomic=bool(out)) as file,
    ):
        for line in json_lines(gold_rows(store, parts or ("events",))):
            file.write(line + "\n")
            count += 1
    say(f"{plural(count, 'report')} reviewed in full")


COMMANDS = {"review": review}
