"""How sanctions fare, as far as news can tell: reported evasion against reported enforcement, over time, set against how much was reported.

News counts what was noticed. More reported evasion may be better reporting, less may be better hiding, and a ban that deters leaves
nothing to report; so every count stands beside the number of reports that could have told it, and no figure here is an effect.
"""

import csv
import math
import tomllib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import NamedTuple

from dragoman.judging.listed import Entry
from dragoman.judging.provisions import ANYONE, Register
from dragoman.records import Counted, Efficacy, Event, Finding, Listing

EVADING = ("breach", "possible_breach")
TOLD = ("asserted", "reported", "possible")  # a denied or a coming breach is none yet
NOT_DONE = ("negation", "hypothetical", "future")
SHIELDING = "against"  # the direction of provisions that protect their target
QUANTILE = 1.645  # of the normal distribution, for 90% intervals
MONTHS = {"month": 1, "quarter": 3, "year": 12}
WHOLE = "whole"  # all the time asked for, as one period
NAMING, ALL = "reports that name the target", "all reports"


class Listed(NamedTuple):
    """An entry of an imported list and the day up to which that list is known."""

    entry: Entry
    known_until: str


class Evidence(NamedTuple):
    """What a store and the imported lists hold, each by day of publication. `lists` None where no list was imported."""

    reports: Sequence[tuple[str, str]]  # article, day
    findings: Sequence[tuple[str, Finding]]
    events: Sequence[tuple[str, Event]]
    listings: Sequence[tuple[str, Listing]]
    lists: Sequence[Listed] | None = None


Naming = Callable[[frozenset[str]], Collection[str]]  # the reports that name a party of one of some states


def sanction_regimes(register: Register) -> dict[str, tuple[str, ...]]:
    """The regimes that are aimed at someone, with the ids of their provisions.

    Left out are rules of all towards all, and those that shield their target: an assurance to a state is no sanction against it.
    """
    regimes: dict[str, list[str]] = {}
    aimed = (one for one in register if one.target and ANYONE not in one.target and one.direction != SHIELDING)
    for provision in aimed:
        regimes.setdefault(register.instruments[provision.instrument].regime, []).append(provision.id)
    return {regime: tuple(sorted(ids)) for regime, ids in sorted(regimes.items())}


def target_states(register: Register, regime: str) -> frozenset[str]:
    """The states that a regime is aimed at, or on whose ground its targets stand."""
    groups = register.vocabulary.groups
    targets = {
        target for one in register if register.instruments[one.instrument].regime == regime for target in one.target
    }
    grounds = {groups[target].country for target in targets if target in groups}
    return frozenset(one for one in {*targets, *grounds} if one and len(one) == 3 and one.isupper() and one.isalpha())


# -- time -----------------------------------------------------------------------------------------------------------


def period_of(day: str, by: str) -> str:
    """The first ISO day of the month, quarter or year that a day lies in."""
    months = MONTHS[by]
    month = (int(day[5:7]) - 1) // months * months + 1
    return f"{day[:4]}-{month:02}-01"


def end_of(start: str, by: str) -> str:
    """The last ISO day of a period."""
    year, month = int(start[:4]), int(start[5:7]) + MONTHS[by]
    return (date(year + (month > 12), month - 12 * (month > 12), 1) - timedelta(days=1)).isoformat()


def spans(first: str, last: str, by: str) -> Iterator[tuple[str, str]]:
    """First and last day of every period from that of one day to that of another; the two days themselves where `by` is `whole`."""
    if by == WHOLE:
        yield first, last
        return
    start = period_of(first, by)
    while start <= last:
        end = end_of(start, by)
        yield start, end
        start = (date.fromisoformat(end) + timedelta(days=1)).isoformat()


# -- counts ---------------------------------------------------------------------------------------------------------


def counted(reports: int, of: int) -> Counted:
    """A count with its rate of 100 and the 90% interval of Wilson (1927)."""
    if of == 0:
        return Counted(reports=reports, of=0, rate=None, low=None, high=None)
    share, square = min(1.0, reports / of), QUANTILE**2
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = QUANTILE * math.sqrt(share * (1 - share) / of + square / (4 * of * of)) / (1 + square / of)
    ends = (max(0.0, middle - half), min(1.0, middle + half))
    rate, low, high = (round(100 * one, 3) for one in (share, *ends))
    return Counted(reports=reports, of=of, rate=rate, low=low, high=high)


def evades(finding: Finding) -> bool:
    """Whether a finding tells of evasion: a breach or possible breach that somebody tells as done."""
    return finding.verdict in EVADING and finding.certainty in TOLD


def enforces(event: Event, targets: Collection[str], told_in: Collection[str]) -> bool:
    """Whether an event enforces sanctions: an act of the table, done, not by a target, against one or in a report on the regime."""
    modes = enforcement().get(event.type)
    if modes is None or (modes and event.mode not in modes):
        return False
    if (
        event.certainty.label == "denied"
        or event.auxiliary in NOT_DONE
        or {one.country for one in event.actors} & {*targets}
    ):
        return False
    return event.article in told_in or bool({one.country for one in event.recipients} & {*targets})


@cache
def enforcement() -> Mapping[str, frozenset[str]]:
    """The modes of each type of act that enforces; an empty set stands for all."""
    path = resources.files("dragoman.knowledge") / "regimes" / "enforcement.toml"
    return {kind: frozenset(modes) for kind, modes in tomllib.loads(path.read_text(encoding="utf-8")).items()}


@cache
def programmes() -> Mapping[str, frozenset[str]]:
    """How lists write the programme of each regime, in small letters."""
    path = resources.files("dragoman.knowledge") / "regimes" / "programmes.csv"
    found: dict[str, set[str]] = {}
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        found.setdefault(row["regime"], set()).add(row["programme"].casefold())
    return {regime: frozenset(names) for regime, names in found.items()}


def new_listings(lists: Iterable[Listed] | None, regime: str, start: str, end: str) -> int | None:
    """How many entries of the imported lists were put on for a regime in a time; None where no list can tell."""
    wanted = programmes().get(regime, frozenset())
    ours = [
        one
        for one in lists or ()
        if one.entry.listed_on and wanted & {programme.casefold() for programme in one.entry.programmes}
    ]
    if not ours or max(one.known_until for one in ours) < start:
        return None
    return sum(start <= (one.entry.listed_on or "") <= end for one in ours)


# -- answers --------------------------------------------------------------------------------------------------------


def efficacy(
    register: Register,
    regime: str,
    evidence: Evidence,
    naming: Naming,
    *,
    by: str = "quarter",
    provisions: bool = False,
    since: str | None = None,
    until: str | None = None,
) -> list[Efficacy]:
    """A regime in each period from the first report of the store to its last, those without reports too.

    With `provisions` also each provision in the periods in which a finding names it.
    """
    days = [day for _, day in evidence.reports]
    if not days:
        return []
    first, last = max(min(days), since or ""), min(max(days), until or "9999")
    ids = sanction_regimes(register).get(regime, ())
    findings = [(day, one) for day, one in evidence.findings if one.provision in ids]
    targets = target_states(register, regime)
    told_in = {one.article for _, one in findings}
    context = _Context(regime, targets, {*naming(targets)} | told_in if targets else None)
    kept = Evidence(
        [(article, day) for article, day in evidence.reports if first <= day <= last],
        [(day, one) for day, one in findings if first <= day <= last],
        [(day, one) for day, one in evidence.events if first <= day <= last and enforces(one, targets, told_in)],
        evidence.listings,
        evidence.lists,
    )
    wanted = [None, *sorted({one.provision for _, one in kept.findings})] if provisions else [None]
    found = (_period(context, kept, span, provision) for span in spans(first, last, by) for provision in wanted)
    return [one for one in found if one.provision is None or one.findings]


class _Context(NamedTuple):
    """What holds for all periods of a regime; `naming` None where its targets are on nobody's ground."""

    regime: str
    targets: frozenset[str]
    naming: set[str] | None


def _period(of: _Context, evidence: Evidence, span: tuple[str, str], provision: str | None) -> Efficacy:
    start, end = span
    reports = {article for article, day in evidence.reports if start <= day <= end}
    could_tell = reports & of.naming if of.naming is not None else reports
    findings = [one for day, one in evidence.findings if start <= day <= end and provision in (None, one.provision)]
    evading = [one for one in findings if evades(one)]
    enforced = {one.article for day, one in evidence.events if start <= day <= end}
    if provision is not None:
        enforced &= {one.article for one in findings}
    evaded = {one.article for one in evading}
    both = len(enforced) + len(evaded)
    named = Counter(party for party, _ in {(one.party, one.article) for one in evading if one.party})
    told = {one.article for one in findings}
    return Efficacy(
        start=start,
        end=end,
        regime=of.regime,
        provision=provision,
        reports=len(reports),
        against=ALL if of.naming is None else NAMING,
        evasion=counted(len(evaded), len(could_tell)),
        enforcement=counted(len(enforced), len(could_tell | enforced)),
        enforced=round(len(enforced) / both, 3) if both else None,
        verdicts=_sorted(Counter(one.verdict for one in findings)),
        certainties=_sorted(Counter(one.certainty for one in findings)),
        named=_sorted(named),
        new_listings=None if provision else new_listings(evidence.lists, of.regime, start, end),
        listed_named=len(
            {
                (one.list_name, one.entry)
                for day, one in evidence.listings
                if start <= day <= end and one.article in told
            }
        ),
        findings=tuple(one.id for one in findings),
    )


def _sorted(counts: Counter[str]) -> dict[str, int]:
    """The most frequent first."""
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))
