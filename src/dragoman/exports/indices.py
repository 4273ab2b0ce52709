"""Pictures of indices: the course of tension, who stands with whom, the balance of power, how sanctions fare."""

from collections import Counter
from collections.abc import Container, Mapping, Sequence

from dragoman.analysis.acts import day_number
from dragoman.analysis.alignment import WEAK, triangles_of
from dragoman.analysis.worlds import World
from dragoman.records import BalanceYear, Efficacy, TensionDay, Tie
from dragoman.telling.indices import period, told

from .pictures import Bar, Edge, Level, Line, Mark, Node, Part, Picture, Point, bars, line_chart, network, standing_bars

PEAKS = 5  # marked in a picture
APART_DAYS = 30  # between marked peaks
TENSION_UNIT = "doublings of what is usual for the pair"


def course_picture(days: Sequence[TensionDay]) -> Picture:
    """The index over time with its interval, its highest peaks and the days that are not known; `days` in order."""
    first = days[0]
    arrow = "→" if first.directed else "–"
    points = [Point(day=one.day, value=one.level, low=one.low, high=one.high) for one in days]
    return line_chart(
        f"Tension {first.a} {arrow} {first.b}",
        [Line(name=f"{first.a} {arrow} {first.b}", points=tuple(points))],
        unit=TENSION_UNIT,
        marks=[Mark(day=one.day, label=told(one.moved_by[0], one.day)) for one in peaks(days)],
        gaps=unknown_spans(days),
        levels=[Level(value=0.0, label="usual")],
        bounds=(-1.0, 1.0),
        band="90 % interval over draws of the stories",
    )


def peaks(days: Sequence[TensionDay]) -> list[TensionDay]:
    """The highest days on which new acts raised the level, well apart from each other, in order of time."""
    chosen: list[TensionDay] = []
    fresh = (one for one in days if one.moved_by and one.set_on == one.day and one.level is not None)
    for one in sorted(fresh, key=lambda one: (-(one.level or 0.0), one.day)):
        if all(abs(day_number(one.day) - day_number(other.day)) > APART_DAYS for other in chosen):
            chosen.append(one)
        if len(chosen) == PEAKS:
            break
    return sorted(chosen, key=lambda one: one.day)


def unknown_spans(days: Sequence[TensionDay]) -> list[tuple[str, str]]:
    """First and last day of each stretch that is not known."""
    spans: list[tuple[str, str]] = []
    before = False
    for one in days:
        if one.value is None:
            spans = [*spans[:-1], (spans[-1][0], one.day)] if before else [*spans, (one.day, one.day)]
        before = one.value is None
    return spans


def ranking_picture(days: Sequence[TensionDay]) -> Picture:
    """The pairs as bars, the tensest first."""
    shown = [Bar(name=f"{one.a}–{one.b}", value=one.level, low=one.low, high=one.high) for one in days]
    return bars(f"The tensest pairs on {days[0].day}", shown, unit=TENSION_UNIT, foot=("Lines are 90 % intervals.",))


# -- alignment -----------------------------------------------------------------------------------------------------

PICTURED_STATES, PICTURED_TIES = 24, 60  # of a picture at most, the weightiest: more cannot be told apart


def network_picture(of: World, states: Container[str]) -> Picture:
    """The strongest ties of a year between the weightiest of some states; strained where they stand in a strained triangle."""
    strong = [tie for tie in of.ties if abs(tie.value) >= WEAK and tie.a in states and tie.b in states]
    kept = _weightiest(strong, of.shares)
    among = [tie for tie in strong if {tie.a, tie.b} <= kept]
    shown = sorted(among, key=lambda tie: -abs(tie.value))[:PICTURED_TIES]
    strained = {
        pair
        for one in triangles_of(strong)
        if one.strained
        for pair in ((one.a, one.b), (one.a, one.c), (one.b, one.c))
    }
    edges = [Edge(a=tie.a, b=tie.b, value=tie.value, strained=(tie.a, tie.b) in strained) for tie in shown]
    nodes = [
        Node(id=state, group=f"group of {of.groups[state]}", weight=of.shares.get(state, 0.0))
        for state in sorted({state for tie in shown for state in (tie.a, tie.b)})
    ]
    more = [f"{len(shown)} of {len(strong)} ties: the strongest between the {len(kept)} weightiest states."]
    about = "size: share of the world's capabilities"
    return network(
        f"Who stands with whom, {of.year}", nodes, edges, about=about, foot=more if len(shown) < len(strong) else ()
    )


def _weightiest(ties: Sequence[Tie], power: Mapping[str, float]) -> set[str]:
    """The states with most capabilities, then with most ties."""
    degree: Counter[str] = Counter()
    for tie in ties:
        degree.update({tie.a: 1, tie.b: 1})
    weight = {state: (power.get(state, 0.0), many) for state, many in degree.items()}
    return set(sorted(weight, key=lambda state: (weight[state], state), reverse=True)[:PICTURED_STATES])


def balance_picture(years: Sequence[BalanceYear]) -> Picture:
    """The shares of two sides in the world's capabilities over the years."""

    def line(name: str, side: str) -> Line:
        return Line(
            name=name, points=tuple(Point(day=f"{one.year}-01-01", value=_percent(getattr(one, side))) for one in years)
        )

    first = years[0]
    return line_chart(
        f"Balance of power, {first.a} and {first.b}",
        [line(first.a, "a_power"), line(first.b, "b_power")],
        unit="per cent of the world's capabilities",
        bounds=(0.0, 1.0),
    )


def _percent(share: float | None) -> float | None:
    return None if share is None else 100 * share


# -- efficacy ------------------------------------------------------------------------------------------------------

SANCTION_KINDS = ("reported evasion", "reported enforcement")
SANCTION_UNIT = "reports that tell of it"
SANCTION_FOOT = (
    "Counts of what was reported, not of breaches: silence may be compliance, good hiding or no reporter.",
)


def periods_picture(answer: Sequence[Efficacy], by: str) -> Picture:
    """Evasion and enforcement of a regime, period by period; a period without reports has a question mark."""
    whole = [one for one in answer if one.provision is None]
    shown = [_bar(period(one, by), one) for one in whole]
    return standing_bars(
        f"Sanctions {whole[0].regime}: evasion and enforcement", shown, unit=SANCTION_UNIT, foot=SANCTION_FOOT
    )


def regimes_picture(answer: Sequence[Efficacy]) -> Picture:
    """Evasion and enforcement of every regime."""
    whole = [one for one in answer if one.provision is None]
    title = f"Sanctions, {whole[0].start} to {whole[0].end}: evasion and enforcement"
    return bars(title, [_bar(one.regime, one) for one in whole], unit=SANCTION_UNIT, foot=SANCTION_FOOT)


def _bar(name: str, one: Efficacy) -> Bar:
    if one.evasion.of == 0:
        return Bar(name=name, value=None)
    counts = (one.evasion.reports, one.enforcement.reports)
    return Bar(
        name=name, parts=tuple(Part(kind=kind, value=count) for kind, count in zip(SANCTION_KINDS, counts, strict=True))
    )
