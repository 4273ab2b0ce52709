"""What a matched expression means: its TIMEX3 value, worked out against the date of the report or the date just told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from .tense import NO_DIRECTION, Direction
from .time_grammar import Matched, Slots
from .timex_values import GRAINS, Reference, add_days, easter, nth_weekday, reference_of, shift, value_at

_ORDER = ("time", "day", "week", "month", "quarter", "season", "year", "decade", "century")
_OPEN = {
    "D": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "FN": "XXXX-WXX", "M": "XXXX-XX", "Q": "XXXX-QX",
    "Y": "XXXX", "DE": "XXXX", "CE": "XXXX",
}  # fmt: skip
_SEASON_START = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
LOOK_BACK_COST = 2.5  # of 1 to 6: years hidden from full dates that follow one another in Wikipedia (train/ner_redocred) found again best
UNEXPECTED = 3  # a day against the tense of the verb is still right when it is this many times nearer: "said it must end by Jan. 14"
REMEMBERED = 6  # dates told that "the next day" may count from


class Meant(NamedTuple):
    """A value and the reasons for it; `dated` is False for a clock time that no day is known for."""

    value: str | None
    kind: str
    reasons: tuple[str, ...] = ()
    dated: bool = True


@dataclass
class Context:
    """What relative expressions count from: the date of the report, the dates told so far, and the tense around the expression."""

    report: Reference | None
    narrative: bool
    holidays: dict[str, dict[str, Any]]
    direction: Direction = NO_DIRECTION
    told: list[Reference] = field(default_factory=list)

    def note(self, value: str | None) -> None:
        """Remembers a date as the one told last."""
        reference = reference_of(value)
        if reference is not None:
            self.told = [*self.told[-REMEMBERED + 1 :], reference]

    def last_told(self, grain: str = "century") -> Reference | None:
        """The date told last that is known at least as exactly as `grain`."""
        limit = _ORDER.index(grain)
        return next((ref for ref in reversed(self.told) if _ORDER.index(ref.grain) <= limit), None)

    def quarter(self) -> tuple[Reference | None, str]:
        """The quarter whose figures are told: the one named last, else the last that was over on the day of the report."""
        told = next((ref for ref in reversed(self.told) if ref.grain == "quarter"), None)
        if told is not None:
            return told, f"{told.day.isoformat()}, the quarter told before"
        if self.narrative or self.report is None or self.direction.sign > 0:
            return self.anchor("told", "quarter")
        day = shift(self.report.day, "Q", -1)
        return Reference(day, "quarter"), "the last quarter that was over on the date of the report"

    def anchor(self, kind: str, grain: str) -> tuple[Reference | None, str]:
        """The reference that `kind` (report, told, either) asks for, with its name in words."""
        if kind == "told" or (kind == "either" and self.narrative):
            told = self.last_told(grain)
            if told is not None:
                return told, f"{told.day.isoformat()}, the date told before"
        if self.report is None or (self.narrative and kind != "report"):
            return None, ""
        if _ORDER.index(self.report.grain) > _ORDER.index(grain):
            return None, ""
        return self.report, f"{self.report.day.isoformat()}, the date of the report"


UNKNOWN = "the date it counts from is not known: left open"


def _first(slots: Slots, *names: str) -> Any:
    return next((slots[name][0] for name in names if slots.get(name)), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# --- which year, which week -------------------------------------------------------------------------------------------


def _year_of(ctx: Context, month: int, day: int | None) -> tuple[int | None, str]:
    """The year of a month or day that the text gives without one."""
    if ctx.narrative:
        return _year_in_narrative(ctx, month)
    if ctx.report is None or ctx.report.grain == "year":
        return (ctx.report.day.year, "the year of the report") if ctx.report else (None, UNKNOWN)
    here, sign = ctx.report.day, ctx.direction.sign
    if day is None:
        return _year_of_month(here, month, sign)
    gaps = {years: ((_day(here.year + years, month, min(day, 28)) or here) - here).days for years in (-1, 0, 1)}
    costs = {years: abs(gap) * (1 if gap * (sign or -1) >= 0 else UNEXPECTED) for years, gap in gaps.items()}
    year = here.year + min(costs, key=lambda years: costs[years])
    return year, f"the nearest to {here}, the date of the report" + (
        f" ({ctx.direction.word!r})" if ctx.direction.word else ""
    )


def _year_of_month(here: date, month: int, sign: int) -> tuple[int, str]:
    """The year of a bare month: the last one, the next one where the verb looks forward, the nearest where no verb tells."""
    gap = month - here.month
    if sign > 0:
        return here.year + (gap < 0), f"looks forward from {here}, the date of the report"
    if sign < 0:
        return here.year - (gap > 0), f"looks back from {here}, the date of the report"
    return here.year - (gap > 3) + (gap < -9), f"nearest to {here}, the date of the report"


def _year_in_narrative(ctx: Context, month: int) -> tuple[int | None, str]:
    told = ctx.last_told("year")
    if told is None:
        return None, UNKNOWN
    if told.grain == "year":
        return told.day.year, f"in {told.day.year}, the year told before"
    gap = month - told.day.month
    costs = {years: abs(gap + 12 * years) * (1.0 if gap + 12 * years >= 0 else LOOK_BACK_COST) for years in (-1, 0, 1)}
    year = told.day.year + min(costs, key=lambda years: costs[years])
    return year, f"nearest to {told.day.isoformat()}, the date told before"


def _weekday_near(ctx: Context, weekday: int, step: int | None) -> tuple[date | None, str]:
    """The day of a weekday: for step -1 or 1 strictly before or after the reference, else by tense (that day itself counts)."""
    reference, name = ctx.anchor("either", "day")
    if reference is None and ctx.report is not None:
        reference, name = ctx.anchor("report", "day")
    if reference is None:
        return None, UNKNOWN
    here = reference.day
    if step:
        gap = (weekday - here.isoweekday()) * step % 7 or 7
        return add_days(here, gap * step), f"the {'next' if step > 0 else 'last'} one from {name}"
    forward = (weekday - here.isoweekday()) % 7
    if (
        (ctx.narrative and reference is not ctx.report)
        or (step is not None and ctx.direction.sign >= 0)
        or ctx.direction.sign > 0
    ):
        return add_days(here, forward), f"looks forward from {name}" + (
            f" ({ctx.direction.word!r})" if ctx.direction.word else ""
        )
    return add_days(here, -((7 - forward) % 7)), f"looks back from {name}"


# --- dates on the calendar --------------------------------------------------------------------------------------------


def calendar(matched: Matched, ctx: Context) -> Meant:
    """A date given by year, month, day, weekday, season, quarter, decade or century, as far as the words and the context go."""
    slots = matched.slots
    value, reason = _calendar_value(matched, ctx)
    part = _first(slots, "PART")
    clock = _clock_of(slots, matched.words)
    if clock or part:
        value = f"{value or 'XXXX-XX-XX'}T{clock or part}"
    return Meant(value, "TIME" if clock or part else "DATE", (reason,) if reason else ())


def _calendar_value(matched: Matched, ctx: Context) -> tuple[str | None, str]:
    slots, grain = matched.slots, matched.rule.settings.get("grain")
    iso = _first(slots, "ISODATE", "SLASHDATE")
    if iso:
        return iso, ""
    if grain == "century":
        return _century(slots), ""
    if slots.get("DECADE"):
        return f"{slots['DECADE'][0]}X", ""
    if slots.get("ERA_BEFORE"):
        return f"BC{int(slots['NUM'][0]):04d}", ""
    if slots.get("ERA"):
        return f"{int(_first(slots, 'NUM', 'YEAR')):04d}", ""
    year = _first(slots, "YEAR")
    if slots.get("TWODIGITS") and year and matched.part == matched.parts - 1:
        return f"{year // 100 * 100 + slots['TWODIGITS'][0]:04d}", ""
    if grain in ("quarter", "half"):
        return _part_of_year(matched, ctx, year)
    if slots.get("SEASON"):
        return _season(slots["SEASON"][0], ctx, year)
    if slots.get("MONTH"):
        return _month_or_day(slots, ctx, year)
    if year:
        return f"{year:04d}", ""
    return _weekday_or_day(slots, ctx)


def _century(slots: Slots) -> str:
    number = slots["ORD"][0] - 1
    return f"BC{number:02d}" if slots.get("ERA_BEFORE") else f"{number:02d}XX"


def _part_of_year(matched: Matched, ctx: Context, year: int | None) -> tuple[str | None, str]:
    half = matched.rule.settings["grain"] == "half"
    number = (1 if "first" in matched.words else 2) if half else matched.slots["ORD"][0]
    if number > 4:
        return None, "no such part of a year"
    letter, months = ("H", 6) if half else ("Q", 3)
    reason = ""
    if year is None and "year" in matched.words:
        base, reason = ctx.anchor("either", "year")
        step = -1 if "last" in matched.words else 1 if "next" in matched.words else 0
        year = base.day.year + step if base else None
    elif year is None:
        year, reason = _year_begun(ctx, (number - 1) * months + 1)
    return f"{'XXXX' if year is None else f'{year:04d}'}-{letter}{number}", reason


def _year_begun(ctx: Context, month: int) -> tuple[int | None, str]:
    """The year in which a quarter or season that starts in `month` began last, or begins next where the tense looks forward."""
    reference, name = ctx.anchor("either", "month")
    if reference is None:
        return _year_in_narrative(ctx, month) if ctx.narrative else (None, UNKNOWN)
    here = reference.day
    if ctx.narrative:
        return here.year, f"in the year of {name}"
    if ctx.direction.sign > 0:
        return here.year if month + 2 >= here.month else here.year + 1, f"looks forward from {name}"
    return here.year if month <= here.month else here.year - 1, f"looks back from {name}"


def _season(season: str, ctx: Context, year: int | None) -> tuple[str | None, str]:
    reason = ""
    if year is None:
        year, reason = _year_begun(ctx, _SEASON_START[season])
    return f"{'XXXX' if year is None else f'{year:04d}'}-{season}", reason


def _month_or_day(slots: Slots, ctx: Context, year: int | None) -> tuple[str | None, str]:
    month, day, reason = slots["MONTH"][0], _first(slots, "DD", "ORD"), ""
    if day is not None and not 1 <= day <= 31:
        day = None
    if year is None:
        year, reason = _year_of(ctx, month, day)
    written = "XXXX" if year is None else f"{year:04d}"
    valid = day is not None and (year is None or _day(year, month, day) is not None)
    return f"{written}-{month:02d}" + (f"-{day:02d}" if valid else ""), reason


def _weekday_or_day(slots: Slots, ctx: Context) -> tuple[str | None, str]:
    number = _first(slots, "ORD", "DD")
    if number is not None:
        reference, name = ctx.anchor("either", "month")
        day = _day(reference.day.year, reference.day.month, number) if reference else None
        return (
            (day.isoformat(), f"in the month of {name}")
            if day
            else (f"XXXX-XX-{number:02d}" if number < 32 else None, UNKNOWN)
        )
    weekday = slots["WEEKDAY"][0]
    found, reason = _weekday_near(ctx, weekday, None)
    return found.isoformat() if found else f"XXXX-WXX-{weekday}", reason


def holiday(matched: Matched, ctx: Context) -> Meant:
    """The day of a holiday: in the year given, else by tense."""
    row, year = ctx.holidays[matched.slots["HOLIDAY"][0]], _first(matched.slots, "YEAR")
    reason = ""
    if "date" in row:
        return Meant(row["date"], "DATE")
    if year is None:
        month, day = (int(part) for part in _holiday_day(row, 2000).split("-")[1:])
        year, reason = _year_of(ctx, month, day)
    value = _holiday_day(row, min(max(year, 1), 9999)) if year else "XXXX-" + row["day"] if "day" in row else None
    return Meant(value, "DATE", (reason,) if reason else ())


def _holiday_day(row: dict[str, Any], year: int) -> str:
    if "date" in row:
        return str(row["date"])
    if "day" in row:
        return f"{year:04d}-{row['day']}"
    if row["rule"].startswith("easter"):
        return add_days(easter(year), int(row["rule"].removeprefix("easter"))).isoformat()
    nth, weekday, month = (int(part) for part in row["rule"].split("/"))
    return nth_weekday(year, month, weekday, nth).isoformat()


# --- dates counted from another ---------------------------------------------------------------------------------------


def shifted(matched: Matched, ctx: Context) -> Meant:
    """So many units before or after the date of the report or the date told: `last week`, `two years ago`, `the next day`."""
    slots, settings = matched.slots, matched.rule.settings
    unit, part = settings.get("unit") or (slots["UNIT"][-1] if slots.get("UNIT") else "D"), _first(slots, "PART")
    count = _count(matched) * settings["step"]
    if unit in ("TH", "TM", "TS"):
        return _hours_shifted(ctx, settings["anchor"])
    if settings.get("keep"):
        return _same_part_other_year(matched, ctx)
    reference, name = ctx.quarter() if _is_the_quarter(unit, settings) else ctx.anchor(settings["anchor"], GRAINS[unit])
    kind = "TIME" if part else "DATE"
    if reference is None:
        return Meant(_OPEN.get(unit, "XXXX") + (f"T{part}" if part else ""), kind, (UNKNOWN,))
    if (
        unit == "WE"
        and settings["step"] == 0
        and reference is ctx.report
        and reference.day.isoweekday() < 6
        and ctx.direction.sign <= 0
    ):
        count = -1
    told = ctx.told[-1] if ctx.told else None
    if (
        unit == "Y"
        and count == -1
        and told is not None
        and told.grain == "quarter"
        and {"ago", "earlier", "before"} & set(matched.words)
    ):
        return Meant(value_at(shift(told.day, "Y", -1), "Q"), kind, ("the same quarter a year before the one told",))
    unit_moved, moves = (unit, int(count)) if count == int(count) else _finer(unit, count)
    value = value_at(shift(reference.day, unit_moved, moves), unit_moved)
    return Meant(value + (f"T{part}" if part else ""), kind, (f"counted from {name}",))


def _is_the_quarter(unit: str, settings: Mapping[str, Any]) -> bool:
    """Whether "the quarter" of a company's figures is meant, and not the one that runs ("the current quarter")."""
    return unit == "Q" and settings["step"] == 0 and settings["anchor"] == "told"


def _finer(unit: str, count: float) -> tuple[str, int]:
    smaller, times = {"Y": ("M", 12), "DE": ("Y", 10), "CE": ("Y", 100), "M": ("D", 30), "W": ("D", 7)}.get(
        unit, (unit, 1)
    )
    return smaller, round(count * times)


def _hours_shifted(ctx: Context, anchor: str) -> Meant:
    reference, name = ctx.anchor(anchor, "day")
    if reference is None:
        return Meant("XXXX-XX-XXTXX", "TIME", (UNKNOWN,))
    return Meant(f"{reference.day.isoformat()}TXX", "TIME", (f"hours from {name}, whose hour is not known",))


def _same_part_other_year(matched: Matched, ctx: Context) -> Meant:
    wanted = _first(matched.slots, "UNIT") or "Y"
    reference, name = ctx.quarter() if wanted == "Q" else ctx.anchor("told", GRAINS[wanted])
    unit = _first(matched.slots, "UNIT") or next(
        (u for u, grain in GRAINS.items() if reference and grain == reference.grain), "Y"
    )
    if reference is None:
        return Meant(_OPEN[unit], "DATE", (UNKNOWN,))
    return Meant(value_at(shift(reference.day, "Y", -1), unit), "DATE", (f"a year before {name}",))


def _count(matched: Matched) -> float:
    count = float(_first(matched.slots, "NUM") or 1)
    if "half" in matched.words:
        return count + 0.5 if "and" in matched.words else 0.5
    return count


def near_weekday(matched: Matched, ctx: Context) -> Meant:
    """`last Friday`, `next Monday night`, `Friday of last week`."""
    weekday, part = matched.slots["WEEKDAY"][0], _first(matched.slots, "PART")
    if "week" in matched.words:
        reference, name = ctx.anchor("either", "week")
        step = -1 if "last" in matched.words else 1 if "next" in matched.words else 0
        monday = add_days(reference.day, 1 - reference.day.isoweekday() + 7 * step) if reference else None
        day, reason = (add_days(monday, weekday - 1), f"counted from {name}") if monday else (None, UNKNOWN)
    else:
        day, reason = _weekday_near(ctx, weekday, matched.rule.settings["step"])
    value = day.isoformat() if day else f"XXXX-WXX-{weekday}"
    return Meant(value + (f"T{part}" if part else ""), "TIME" if part else "DATE", (reason,))


def near_named(matched: Matched, ctx: Context) -> Meant:
    """`last September`, `next summer`, `this Christmas`: the nearest one before, after, or of the same year."""
    slots, step = matched.slots, matched.rule.settings["step"]
    reference, name = ctx.anchor("either", "month")
    month = _month_named(slots, ctx)
    if reference is None:
        return Meant(_named_value(slots, ctx, None, month), "DATE", (UNKNOWN,))
    here = reference.day
    year = here.year + (0 if step == 0 or (month - here.month) * step > 0 else step)
    return Meant(_named_value(slots, ctx, year, month), "DATE", (f"counted from {name}",))


def _month_named(slots: Slots, ctx: Context) -> int:
    if slots.get("SEASON"):
        return _SEASON_START[slots["SEASON"][0]]
    if slots.get("HOLIDAY"):
        return int(_holiday_day(ctx.holidays[slots["HOLIDAY"][0]], 2000)[5:7])
    return int(slots["MONTH"][0]) if slots.get("MONTH") else min(int(slots["ORD"][0]), 4) * 3 - 2


def _named_value(slots: Slots, ctx: Context, year: int | None, month: int) -> str:
    written = "XXXX" if year is None else f"{year:04d}"
    if slots.get("SEASON"):
        return f"{written}-{slots['SEASON'][0]}"
    if slots.get("HOLIDAY"):
        return _holiday_day(ctx.holidays[slots["HOLIDAY"][0]], min(max(year, 1), 9999)) if year else f"XXXX-{month:02d}"
    if slots.get("MONTH"):
        day = _first(slots, "DD", "ORD")
        valid = day is not None and _day(year or 2000, month, day) is not None
        return f"{written}-{month:02d}" + (f"-{day:02d}" if valid else "")
    return f"{written}-Q{slots['ORD'][0]}"


def in_year(matched: Matched, ctx: Context) -> Meant:
    """`June of last year`, `last year's third quarter`, `the summer of that year`."""
    words = matched.words
    step = -1 if {"last", "previous", "preceding"} & set(words) else 1 if {"next", "following"} & set(words) else 0
    told = {"previous", "preceding", "following", "that", "same", "the"} & set(words)
    reference, name = ctx.anchor("told" if told else "either", "year")
    year = reference.day.year + step if reference else None
    value = _named_value(matched.slots, ctx, year, _month_named(matched.slots, ctx))
    return Meant(value, "DATE", (f"counted from {name}" if name else UNKNOWN,))


def day_name(matched: Matched, ctx: Context) -> Meant:
    """`today`, `yesterday morning`, `tonight`, `last night`: counted from the day of the report."""
    settings, slots = matched.rule.settings, matched.slots
    offset = settings.get("offset", _first(slots, "DAYNAME") or 0)
    part = settings.get("part") or _first(slots, "PART")
    kind = "TIME" if part else "DATE"
    if ctx.narrative and offset == 0 and not part:
        return Meant("PRESENT_REF", kind, ("the text tells of other times: this is the present at large",))
    reference, name = ctx.anchor("report", "day")
    if reference is None:
        return Meant("XXXX-XX-XX" + (f"T{part}" if part else ""), kind, (UNKNOWN,))
    return Meant(
        add_days(reference.day, offset).isoformat() + (f"T{part}" if part else ""), kind, (f"counted from {name}",)
    )


# --- clock times ------------------------------------------------------------------------------------------------------


def _clock_of(slots: Slots, words: tuple[str, ...]) -> str | None:
    """`22:30` from the words of a clock time; None where there are none."""
    text = _first(slots, "CLOCK", "HHMM", "HOURNAME")
    if (text is None and slots.get("HALFDAY")) or (text is None and "o'clock" in words):
        text = f"{int(slots['DD'][-1]):02d}"
    if text is None:
        return None
    hour, _, minute = text.partition(":")
    half = _first(slots, "HALFDAY")
    if half is not None and int(hour) <= 12:
        hour = f"{int(hour) % 12 + half:02d}"
    return f"{hour}:{minute or '00'}"


def clock(matched: Matched, ctx: Context) -> Meant:
    """A clock time, of the day told last or of the report."""
    text = _clock_of(matched.slots, matched.words) or "XX"
    told = ctx.last_told("day")
    reference = told if told is not None and (ctx.narrative or ctx.report is None) else ctx.report
    if reference is None or reference.grain != "day":
        return Meant(f"XXXX-XX-XXT{text}", "TIME", (UNKNOWN,), dated=False)
    day = reference.day.isoformat()
    return Meant(f"{day}T{text}", "TIME", (f"on {day}, unless the text says another day",), dated=False)


def part_of_day(matched: Matched, ctx: Context) -> Meant:
    """`the morning`, `the next evening`, `that night`: of the day told last."""
    part, words = matched.slots["PART"][0], matched.words
    reference, name = ctx.anchor("told", "day")
    if reference is None:
        return Meant(f"XXXX-XX-XXT{part}", "TIME", (UNKNOWN,), dated=False)
    step = 1 if {"next", "following"} & set(words) else -1 if "previous" in words else 0
    return Meant(f"{add_days(reference.day, step).isoformat()}T{part}", "TIME", (f"counted from {name}",), dated=False)


# --- lengths and repetitions ------------------------------------------------------------------------------------------


def _amount(count: float | str, unit: str) -> str:
    """`P3D`, `PT24H`, `PXY`, `P1.5Y`, `P2DE`."""
    number = str(count) if isinstance(count, str) else f"{count:g}"
    if unit in ("TH", "TM", "TS"):
        return "PT30M" if number == "0.5" and unit == "TH" else f"PT{number}{unit[1]}"
    if unit == "FN":
        return f"P{2 * float(number):g}W" if number != "X" else "PXW"
    return f"P{number}{unit}"


def duration(matched: Matched, ctx: Context) -> Meant:
    """A length of time: `three days`, `several weeks`, `two years and six months`."""
    slots, words = matched.slots, matched.words
    units, counts = slots["UNIT"], list(slots.get("NUM", ()))
    if len(units) > 1 and len(counts) == len(units):
        parts = [_amount(float(count), unit) for count, unit in zip(counts, units, strict=True)]
        dates = "".join(part[1:] for part in parts if not part.startswith("PT"))
        times = "".join(part[2:] for part in parts if part.startswith("PT"))
        return Meant(f"P{dates}" + (f"T{times}" if times else ""), "DURATION")
    count: float | str = float(counts[-1]) if counts else 1.0
    if not counts:
        count = _vague_count(words, plural=_is_plural(words))
    if "half" in words and not isinstance(count, str):
        count = count + 0.5 if "and" in words else 0.5
    return Meant(_amount(count, units[-1]), "DURATION")


def _is_plural(words: tuple[str, ...]) -> bool:
    return words[-1].endswith(("s", "millennia")) or any(word.endswith("s") for word in words[-3:-1])


def _vague_count(words: tuple[str, ...], *, plural: bool) -> float | str:
    if "couple" in words:
        return 2.0
    if "dozen" in words:
        return 6.0 if "half" in words else 12.0
    return "X" if plural else 1.0


def repeated(matched: Matched, ctx: Context) -> Meant:
    """A repeated time: `every Monday`, `daily`, `twice a week`, `each summer`."""
    slots, words = matched.slots, matched.words
    part = _first(slots, "PART")
    if slots.get("OFTEN"):
        return Meant(slots["OFTEN"][0], "SET")
    if slots.get("WEEKDAY"):
        return Meant(f"XXXX-WXX-{slots['WEEKDAY'][0]}" + (f"T{part}" if part else ""), "SET")
    if slots.get("MONTH"):
        return Meant(f"XXXX-{slots['MONTH'][0]:02d}", "SET")
    if slots.get("SEASON"):
        return Meant(f"XXXX-{slots['SEASON'][0]}", "SET")
    if slots.get("HOLIDAY"):
        return Meant(_named_value(slots, ctx, None, _month_named(slots, ctx)), "SET")
    if part:
        return Meant(f"XXXX-XX-XXT{part}", "SET")
    times = "times" in words or "once" in words or "twice" in words
    count: float | str = float(
        _first(slots, "ORD") or (1 if times else _first(slots, "NUM")) or (2 if "other" in words else 1)
    )
    if "few" in words or slots.get("VAGUE"):
        count = "X"
    return Meant(_amount(count, slots["UNIT"][0]), "SET")


def reference(matched: Matched, ctx: Context) -> Meant:
    """An expression without a place on the calendar: past, present, future."""
    return Meant(matched.rule.settings["value"], "DATE")


MEANINGS: dict[str, Callable[[Matched, Context], Meant]] = {
    "calendar": calendar,
    "holiday": holiday,
    "shift": shifted,
    "near_weekday": near_weekday,
    "near_named": near_named,
    "in_year": in_year,
    "day_name": day_name,
    "clock": clock,
    "part_of_day": part_of_day,
    "duration": duration,
    "repeated": repeated,
    "reference": reference,
}
