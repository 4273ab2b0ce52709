"""The quality gate: floors that no change may fall below, each with the digest of the gold it was measured on.

`quality.toml` has a table `[[floor]]` for each: stage, gold (files under the folder of gold sets), digest, measure, floor, margin,
and `better = "lower"` where less is better. Lowering a floor needs its reason in the changelog.
"""

import hashlib
import math
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from dragoman.errors import NotBuilt, UsageError
from dragoman.records.base import Record

from .scores.measures import Scores
from .stages import Outcome, Stage, Step, evaluate, option_values, stage_named

MARGIN = 0.005  # what other processors and libraries may change in a figure; the coder itself is deterministic
DIGITS = 3


class Floor(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A measure that must hold. `options` are those of `dragoman evaluate`."""

    stage: str
    gold: tuple[str, ...]
    digest: str
    measure: str
    floor: float
    margin: float = MARGIN
    better: str = "higher"
    options: dict[str, Any] = msgspec.field(default_factory=dict)

    def holds(self, value: float) -> bool:
        """Whether a figure is within the margin of the floor, or better."""
        if self.better == "lower":
            return value <= self.floor + self.margin
        return value >= self.floor - self.margin


class Held(NamedTuple):
    """What became of a floor: held, below, changed (other gold), skipped (no gold, no such stage) or missing (no such measure).

    `rows` is how many rows of gold it was measured on, `ends` the 95% interval where one was worked out.
    """

    floor: Floor
    outcome: str
    value: float | None
    why: str = ""
    rows: int = 0
    ends: tuple[float, float] | None = None

    @property
    def failed(self) -> bool:
        """Whether the gate is shut by it."""
        return self.outcome in ("below", "changed", "missing")


class _Gate(Record, frozen=True, kw_only=True, forbid_unknown_fields=True):
    floor: tuple[Floor, ...] = ()


def read_gate(path: Path) -> tuple[Floor, ...]:
    """The floors of a quality.toml. Raises UsageError naming what is wrong."""
    try:
        floors = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _Gate).floor
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", hint="name a quality.toml") from error
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise UsageError(
            f"{path}: {error}", hint="a floor has stage, gold, digest, measure, floor, margin, better, options"
        ) from error
    for one in floors:
        stage_named(one.stage)
        if one.better not in ("higher", "lower"):
            raise UsageError(f"{path}: better is {one.better!r}", hint='write better = "higher" or "lower"')
    return floors


def digest_of(files: Sequence[Path]) -> str:
    """16 hex digits over the bytes of the files in order."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:16]


def run_gate(floors: Iterable[Floor], folder: Path, step: Callable[[str], Step], boot: int = 0) -> Iterator[Held]:
    """Each floor against what this version does; one run for all measures of the same gold and options.

    `folder` holds the gold sets; `step` gives the progress of a run from its title; `boot` is the number of samples for intervals.
    """
    ordered = sorted(floors, key=_run_of)
    for run, together in groupby(ordered, key=_run_of):
        yield from _held(list(together), folder, step(f"{run[0]} {Path(run[1][0]).stem if run[1] else ''}"), boot)


def _run_of(floor: Floor) -> tuple[str, tuple[str, ...], str]:
    return floor.stage, floor.gold, msgspec.json.encode(floor.options, order="sorted").decode()


def _held(floors: Sequence[Floor], folder: Path, step: Step, boot: int) -> Iterator[Held]:
    first = floors[0]
    files = [folder / name for name in first.gold]
    absent = [file for file in files if not file.is_file()]
    if absent:
        yield from (Held(floor, "skipped", None, f"no gold at {absent[0]}") for floor in floors)
        return
    found = digest_of(files)
    same = [floor for floor in floors if floor.digest == found]
    yield from (
        Held(floor, "changed", None, f"the gold is {found}, not {floor.digest}")
        for floor in floors
        if floor.digest != found
    )
    if same:
        yield from _measured(same, files, folder, step, boot)


def _measured(floors: Sequence[Floor], files: Sequence[Path], folder: Path, step: Step, boot: int) -> Iterator[Held]:
    stage = stage_named(floors[0].stage)
    options = option_values({"boot": boot} | _with_paths(floors[0].options, folder))
    try:
        outcome = evaluate(stage, files, options, step)
    except NotBuilt as error:
        yield from (Held(floor, "skipped", None, error.message) for floor in floors)
        return
    yield from (_judged(floor, outcome) for floor in floors)


def _with_paths(options: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Options that name files, relative to the folder of gold sets."""
    files = ("list", "origins", "crises", "countries", "country_names")
    return {name: str(folder / value) if name in files else value for name, value in options.items()}


def _judged(floor: Floor, outcome: Outcome) -> Held:
    value = outcome.scores.values.get(floor.measure) if outcome.scores else None
    if value is None:
        return Held(floor, "missing", None, f"{floor.stage} has no measure {floor.measure} here")
    ends = outcome.scores.intervals.get(floor.measure) if outcome.scores else None
    return Held(floor, "held" if floor.holds(value) else "below", float(value), rows=outcome.rows, ends=ends)


def recorded(stage: Stage, gold: Sequence[Path], folder: Path, options: dict[str, Any], scores: Scores) -> str:
    """The `[[floor]]` rows of the stage's headline measures at their present figures, for quality.toml."""
    names = [str(path.resolve().relative_to(folder.resolve())) for path in gold]
    digest = digest_of(gold)
    blocks = []
    for measure in stage.headlines:
        value = scores.values.get(measure)
        if value is not None:
            better = "lower" if measure in stage.lower_is_better else "higher"
            blocks.append(_block(stage.name, names, digest, measure, _rounded(float(value), better), better, options))
    return "\n".join(blocks)


def _rounded(value: float, better: str) -> float:
    """To three digits, never to the better side."""
    scale = 10.0**DIGITS
    return (math.ceil(value * scale) if better == "lower" else math.floor(value * scale)) / scale


def _block(
    stage: str, gold: Sequence[str], digest: str, measure: str, floor: float, better: str, options: dict[str, Any]
) -> str:
    lines = [
        "[[floor]]",
        f'stage = "{stage}"',
        f"gold = {msgspec.json.encode(list(gold)).decode()}",
        f'digest = "{digest}"',
        f'measure = "{measure}"',
        f"floor = {floor}",
        f"margin = {MARGIN}",
    ]
    lines += ['better = "lower"'] if better == "lower" else []
    lines += [f"options = {_inline(options)}"] if options else []
    return "\n".join(lines) + "\n"


def _inline(options: dict[str, Any]) -> str:
    """A TOML inline table; TOML takes JSON's strings, numbers, booleans and lists as they are."""
    return "{ " + ", ".join(f"{name} = {msgspec.json.encode(value).decode()}" for name, value in options.items()) + " }"
