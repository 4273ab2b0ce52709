"""The scores that the package carries: what the last evaluation measured, so that whoever reads the data sees how far to trust them.

`dragoman evaluate … --publish FILE` writes them; `published.json` beside this module is what the about page shows.
"""

from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from dragoman.errors import UsageError
from dragoman.records.base import Record

if TYPE_CHECKING:
    from .gate import Held
    from .scores.measures import Scores
    from .stages import Stage

DIGITS = 4
HALF = ".dev"  # ends the name of a gold file that is one half of a set
UNTELLING = ("dev", "truth", "daily")  # names of files that say nothing of the set


class Figure(Record, frozen=True, kw_only=True):
    """One measure of a stage on one set of hand-coded data.

    `rows` is the size of the set, `low` and `high` the 95 % interval where one was worked out, `better` whether higher or lower is. `setting` says
    with which options, `weights` which version of the model was measured, `day` when.
    """

    stage: str
    set: str
    rows: int
    setting: str = ""
    measure: str
    value: float
    low: float | None = None
    high: float | None = None
    better: str = "higher"
    weights: str
    day: str

    @property
    def place(self) -> tuple[str, str, str]:
        """What is measured, on what, how."""
        return self.stage, self.set, self.setting


def published() -> tuple[Figure, ...]:
    """The figures that this version carries, empty where there are none."""
    file = resources.files("dragoman.evaluation") / "published.json"
    return msgspec.json.decode(file.read_bytes(), type=tuple[Figure, ...]) if file.is_file() else ()


def figures_of_stage(
    stage: "Stage",
    gold: Sequence[Path],
    options: Mapping[str, Any],
    scores: "Scores",
    rows: int,
    weights: str,
    day: str,
) -> list[Figure]:
    """The headline measures of a stage, with their intervals."""
    made = []
    for measure in stage.headlines:
        value = scores.values.get(measure)
        if value is not None:
            made.append(
                Figure(
                    stage=stage.name,
                    set=set_named([str(path) for path in gold]),
                    rows=rows,
                    setting=setting_of(options),
                    measure=measure,
                    value=round(float(value), DIGITS),
                    **_ends(scores.intervals.get(measure)),
                    better="lower" if measure in stage.lower_is_better else "higher",
                    weights=weights,
                    day=day,
                )
            )
    return made


def figures_of_gate(results: "Iterable[Held]", weights: str, day: str) -> list[Figure]:
    """What the gate measured; what it skipped is no figure."""
    return [
        Figure(
            stage=one.floor.stage,
            set=set_named(one.floor.gold),
            rows=one.rows,
            setting=setting_of(one.floor.options),
            measure=one.floor.measure,
            value=round(one.value, DIGITS),
            **_ends(one.ends),
            better=one.floor.better,
            weights=weights,
            day=day,
        )
        for one in results
        if one.value is not None
    ]


def _ends(ends: tuple[float, float] | None) -> dict[str, float]:
    return {"low": round(ends[0], DIGITS), "high": round(ends[1], DIGITS)} if ends else {}


def set_named(gold: Sequence[str]) -> str:
    """`gold/geo/gwn.jsonl` and `gold/geo/lgl.jsonl` as `gwn, lgl`; a name that says nothing gives way to that of the folder."""
    return ", ".join(_named(Path(one)) for one in gold)


def _named(path: Path) -> str:
    name = path.stem.removesuffix(HALF)
    return path.parent.name if name in UNTELLING else name


def setting_of(options: Mapping[str, Any]) -> str:
    """The options that change what is measured, in words: `spans found`. Files and the number of samples are left out."""
    files = ("list", "origins", "crises", "countries", "country_names", "boot")
    told = {name: value for name, value in options.items() if name not in files}
    return "; ".join(f"{name} {_said(value)}" for name, value in sorted(told.items()))


def _said(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def publish(path: Path, figures: Sequence[Figure]) -> int:
    """Writes figures into a file. Those it holds of the same stage, set and setting are replaced, others stay; how many it holds then.

    Raises UsageError where the file is none of ours or cannot be written.
    """
    anew = {one.place for one in figures}
    held = [one for one in _held(path) if one.place not in anew]
    whole = sorted([*held, *figures], key=lambda one: one.place)
    try:
        path.write_bytes(msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}", hint="choose another place") from error
    return len(whole)


def _held(path: Path) -> tuple[Figure, ...]:
    if not path.is_file():
        return ()
    try:
        return msgspec.json.decode(path.read_bytes(), type=tuple[Figure, ...])
    except msgspec.DecodeError as error:
        raise UsageError(f"{path} holds no scores: {error}", hint="name another file, or none that exists") from error
