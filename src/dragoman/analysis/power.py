"""The balance of power: shares of the world's capabilities (Correlates of War, Singer, Bremer and Stuckey 1972), by side."""

from collections.abc import Mapping, Sequence

from dragoman.records import BalanceYear, Tie

from .sides import Side
from .ties import Points

CAPABILITY = "nmc_cinc"
YEARS_BACK = 5  # figures come out years late; older ones say little of today


def power_in(points: Points, year: int) -> dict[str, tuple[int, float]]:
    """The share of each state in the world's capabilities and the year it is of: the latest known up to `year`, at most five back."""
    found: dict[str, tuple[int, float]] = {}
    for point in points(CAPABILITY, None, f"{year - YEARS_BACK}-01-01", f"{year}-12-31"):
        found[point.key] = (int(point.start[:4]), point.value)
    return found


def balance_of(year: int, a: Side, b: Side, ties: Sequence[Tie], power: Mapping[str, tuple[int, float]]) -> BalanceYear:
    """Two sides in a year, as they stood at its end."""
    day = f"{year}-12-31"
    ours, theirs = ({one for one in side.members if side.holds(one, day)} for side in (a, b))
    between = [tie for tie in ties if (tie.a in ours and tie.b in theirs) or (tie.a in theirs and tie.b in ours)]
    sums = [_sum(members, power) for members in (ours, theirs)]
    years = {power[one][0] for one in ours | theirs if one in power}
    low, high = (_mean([getattr(tie, end) for tie in between]) for end in ("low", "high"))
    return BalanceYear(
        year=year,
        a=a.name,
        b=b.name,
        tie=_mean([tie.value for tie in between]),
        low=low,
        high=high,
        pairs=len(between),
        a_power=sums[0],
        b_power=sums[1],
        ratio=_ratio(*sums),
        power_year=max(years, default=None),
        unknown=tuple(sorted(one for one in ours | theirs if one not in power)),
    )


def _sum(members: set[str], power: Mapping[str, tuple[int, float]]) -> float | None:
    known = [power[one][1] for one in members if one in power]
    return round(sum(known), 4) if known else None


def _ratio(a: float | None, b: float | None) -> float | None:
    return round(min(a, b) / max(a, b), 3) if a and b else None


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 3) if values else None
