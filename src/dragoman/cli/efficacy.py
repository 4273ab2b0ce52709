"""The command efficacy: how sanctions fare, as far as reports can tell."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.errors import UsageError
from dragoman.telling.indices import EFFICACY_COLUMNS, period

from .drawing import picture_options, write_picture
from .imports import folder_of
from .options import limit_option, open_store, settings_now, store_option
from .output import form_of, form_options, print_csv, print_json, print_rows, say
from .progress import progress

if TYPE_CHECKING:
    from dragoman.analysis.efficacy import Evidence, Listed
    from dragoman.exports.pictures import Picture
    from dragoman.judging.provisions import Register
    from dragoman.records import Counted, Efficacy
    from dragoman.store import Store

EPILOG = """\b
Examples:
  dragoman efficacy
  dragoman efficacy DPRK --by year --png dprk.png
  dragoman efficacy DPRK --provisions --since 2024 --csv > dprk.csv
"""

NAMED = 3  # parties told in a table
CAVEAT = "counts of reports, not of breaches: silence may be compliance, good hiding or no reporter (docs/limits.md)"


@click.command(epilog=EPILOG)
@click.argument("regime", required=False)
@click.option(
    "--by", type=click.Choice(["month", "quarter", "year"]), default="quarter", help="The length of a period."
)
@click.option("--provisions", is_flag=True, help="Also each provision that a finding names.")
@click.option("--since", metavar="DAY", help="Reports published from this day on.")
@click.option("--until", metavar="DAY", help="Reports published to this day.")
@limit_option
@form_options
@picture_options
@store_option
def efficacy(
    regime: str | None,
    by: str,
    provisions: bool,
    since: str | None,
    until: str | None,
    limit: int | None,
    form: str | None,
    svg: Path | None,
    png: Path | None,
    where: str | None,
) -> None:
    """Tell how a sanctions REGIME fares in reports, period by period: evasion against enforcement, verdicts, who is named, and new
    listings, each against how much was reported. Without REGIME: every regime over the whole time.

    These are counts of what was reported. A ban that deters leaves nothing to report, and so does one that nobody watches.
    """
    form = form_of(form)
    with open_store(where) as store, progress("counting findings"):
        answer = _answer(store, regime, by, provisions, _day(since, 0), _day(until, 1))
    if not answer:
        say(
            "the store holds no report with a day in that time"
            if regime
            else "no sanctions regime is told of in that time"
        )
        raise click.exceptions.Exit(1)
    if form == "json":
        print_json(answer[:limit])
    elif form == "csv":
        print_csv(answer[:limit], EFFICACY_COLUMNS)
    else:
        print_rows(*_table(answer[:limit], by if regime else None, provisions))
    say(CAVEAT)
    write_picture(lambda: _picture(answer, by if regime else None), svg, png)


def _day(given: str | None, end: int) -> str | None:
    """The first or last day of a day, month or year. Raises UsageError for anything else."""
    from dragoman.store.days import day_range

    if given and day_range(given)[end] is None:
        raise UsageError(f"{given!r} is no day", hint="write 2024-09-19, 2024-09 or 2024")
    return day_range(given)[end]


def _answer(
    store: "Store", regime: str | None, by: str, provisions: bool, since: str | None, until: str | None
) -> "list[Efficacy]":
    from dragoman.analysis.efficacy import WHOLE, sanction_regimes
    from dragoman.analysis.efficacy import efficacy as told

    register, evidence = _register(), _evidence(store)

    def naming(states: Collection[str]) -> set[str]:
        return {one.article for one in store.published(states)}

    def of(name: str, length: str) -> "list[Efficacy]":
        return told(register, name, evidence, naming, by=length, provisions=provisions, since=since, until=until)

    if regime:
        return of(_known(regime, register), by)
    every = [one for name in sanction_regimes(register) for one in of(name, WHOLE)]
    told_of = [one for one in every if one.findings or one.evasion.reports or one.enforcement.reports]
    return sorted(told_of, key=lambda one: (-one.evasion.reports, one.regime, one.provision or ""))


def _register() -> "Register":
    """The provisions of the package and those of the user's own tables."""
    from dragoman.judging.provisions import Register
    from dragoman.settings import own_tables

    register = Register.load()
    for path in own_tables(settings_now(), "provisions"):
        register = register.with_user_file(path)
    return register


def _known(regime: str, register: "Register") -> str:
    """The regime of a name in any case. Raises UsageError listing the regimes."""
    from dragoman.analysis.efficacy import sanction_regimes

    known = {name.casefold(): name for name in sanction_regimes(register)}
    if regime.casefold() not in known:
        raise UsageError(
            f"there is no sanctions regime {regime!r}", hint=f"the regimes are {', '.join(known.values())}"
        )
    return known[regime.casefold()]


def _evidence(store: "Store") -> "Evidence":
    from dragoman.analysis.efficacy import Evidence, enforcement

    return Evidence(
        reports=list(store.published()),
        findings=list(store.findings_by_day()),
        events=list(store.events_by_day(enforcement())),
        listings=list(store.listings_by_day()),
        lists=_lists(),
    )


def _lists() -> "list[Listed] | None":
    """The entries of the lists in force; None where none was imported."""
    from dragoman.analysis.efficacy import Listed
    from dragoman.errors import StoreError
    from dragoman.judging.listings import ListFile
    from dragoman.judging.lists import list_files

    try:
        files = [ListFile(path) for path in list_files(folder_of("lists"))]
    except StoreError:
        return None
    return [Listed(one.entry(number), one.head.date) for one in files for number in range(1, one.entries + 1)]


# -- tables ---------------------------------------------------------------------------------------------------------

HEADER = ("evasion", "of 100 (90%)", "enforced", "listed", "reports", "named")


def _table(
    answer: "Sequence[Efficacy]", by: str | None, provisions: bool
) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Header and rows: by period, or by regime where there is no `by`; with the provision where wanted."""
    first = ("provision",) if provisions else ()
    rows = [
        (period(one, by) if by else one.regime, *((one.provision or "all",) if provisions else ()), *_row(one))
        for one in answer
    ]
    return (by or "regime", *first, *HEADER), rows


def _row(one: "Efficacy") -> tuple[Any, ...]:
    listed = "" if one.provision else "not known" if one.new_listings is None else one.new_listings
    if one.evasion.of == 0:
        return "not known", "", "not known", listed, 0, ""
    named = " ".join(f"{party} {count}" for party, count in list(one.named.items())[:NAMED])
    more = f" +{len(one.named) - NAMED}" if len(one.named) > NAMED else ""
    share = "" if one.enforced is None else f" ({one.enforced:.0%})"
    return (
        one.evasion.reports,
        _interval(one.evasion),
        f"{one.enforcement.reports}{share}",
        listed,
        one.evasion.of,
        named + more,
    )


def _interval(one: "Counted") -> str:
    return f"{_short(one.rate)} ({_short(one.low)}–{_short(one.high)})"


def _short(rate: float | None) -> str:
    """A rate of 100 with a decimal below 10; empty where not known."""
    return "" if rate is None else f"{rate:.0f}" if rate >= 10 or rate == 0 else f"{rate:.1f}"


def _picture(answer: "Sequence[Efficacy]", by: str | None) -> "Picture":
    from dragoman.exports.indices import periods_picture, regimes_picture

    return periods_picture(answer, by) if by else regimes_picture(answer)


COMMANDS = {"efficacy": efficacy}
