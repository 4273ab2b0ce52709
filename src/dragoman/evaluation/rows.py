"""The rows of hand-coded data and of predictions, as they stand in JSONL and CSV files.

Only what is measured is read; other keys are allowed and ignored. A label that is absent is None: such rows can be predicted for,
not scored.
"""

import csv
import gzip
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeVar

import msgspec

from dragoman.errors import UsageError
from dragoman.sources.packed import DAMAGED


class Row(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A line of a file. What stands at its default is not written."""


class Piece(msgspec.Struct, frozen=True, array_like=True):
    """A span as `[start, end]`; what follows in the list (the words) is not read."""

    start: int
    end: int


class PageRow(Row, frozen=True, kw_only=True):
    """Stage extract: the true text of a saved page, or what was taken from it."""

    id: str
    text: str | None = None
    url: str | None = None


class AttributionPart(Row, frozen=True, kw_only=True):
    """Who said what, as spans."""

    source: tuple[Piece, ...] = ()
    cue: tuple[Piece, ...] = ()
    content: tuple[Piece, ...] = ()
    nested_in: str | tuple[str, ...] | None = None


class AttributionRow(Row, frozen=True, kw_only=True):
    """Stage attribution: a text and who says what in it."""

    id: str
    text: str = ""
    title: str | None = None
    date: str | None = None
    attributions: tuple[AttributionPart, ...] | None = None


class FactualityPart(Row, frozen=True, kw_only=True):
    """An event word with how sure the text is of it, -3 to 3."""

    start: int
    end: int
    value: float | None = None


class FactualityRow(Row, frozen=True, kw_only=True):
    """Stage factuality: a text and its event words."""

    id: str
    text: str = ""
    title: str | None = None
    date: str | None = None
    events: tuple[FactualityPart, ...] | None = None


class WhenPart(Row, frozen=True, kw_only=True):
    """The time of an event."""

    value: str | None = None
    precision: str | None = None


class WherePart(Row, frozen=True, kw_only=True):
    """The place of an event."""

    name: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None


class EventPart(Row, frozen=True, kw_only=True):
    """A coded event; `alt` holds types that count as right too."""

    type: str
    mode: str | None = None
    actors: tuple[str, ...] | None = None
    recipients: tuple[str, ...] | None = None
    certainty: str | None = None
    auxiliary: str | None = None
    according_to: str | None = None
    when: WhenPart | None = None
    where: WherePart | None = None
    start: int | None = None
    end: int | None = None
    alt: tuple[str, ...] | None = None


class EventRow(Row, frozen=True, kw_only=True):
    """Stage events: a text and its events. `labels` is `full` where parties are coded; `complete` false where not all events are."""

    id: str
    text: str = ""
    title: str | None = None
    date: str | None = None
    url: str | None = None
    events: tuple[EventPart, ...] | None = None
    labels: str | None = None
    complete: bool = True


class ToponymPart(Row, frozen=True, kw_only=True):
    """A place name with the point it stands for."""

    start: int
    end: int
    lat: float | None = None
    lon: float | None = None
    geonameid: int | None = None
    country: str | None = None
    type: str | None = None


class ToponymRow(Row, frozen=True, kw_only=True):
    """Stage geo: a text and its place names."""

    id: str
    corpus: str = ""
    text: str = ""
    title: str | None = None
    date: str | None = None
    toponyms: tuple[ToponymPart, ...] | None = None


class TimexPart(Row, frozen=True, kw_only=True):
    """A temporal expression."""

    start: int
    end: int
    type: str | None = None
    value: str | None = None


class TimexRow(Row, frozen=True, kw_only=True):
    """Stage time: a document, the day it was made (`dct`), and its temporal expressions.

    `scheme` is `tei` where only what can be put on a calendar is marked.
    """

    id: str
    text: str = ""
    dct: str | None = None
    scheme: str | None = None
    timexes: tuple[TimexPart, ...] | None = None


class ObligationPart(Row, frozen=True, kw_only=True):
    """What must and may be found in a text. `required` entries such as `A|B` are met by either."""

    required: tuple[str, ...] = ()
    acceptable: tuple[str, ...] = ()
    actor: str | None = None
    actor_also: tuple[str, ...] = ()
    target: str | None = None
    target_also: tuple[str, ...] = ()
    certainty: str | None = None
    verdict: str = "none"


class FoundPart(Row, frozen=True, kw_only=True):
    """A provision that was found to be at issue; a finding without a verdict counts as breach."""

    provision: str
    actor: str | None = None
    target: str | None = None
    certainty: str | None = None
    verdict: str | None = None


class ObligationRow(Row, frozen=True, kw_only=True):
    """Stage obligations: a text with `expected`, or a whole dossier with `obligations`; a prediction has `found`."""

    id: str
    text: str = ""
    title: str | None = None
    date: str | None = None
    url: str | None = None
    expected: tuple[ObligationPart, ...] | None = None
    obligations: tuple[ObligationPart, ...] | None = None
    trap: str | None = None
    found: tuple[FoundPart, ...] | None = None

    def wanted(self) -> tuple[ObligationPart, ...] | None:
        """What is to be found; an empty list of a dossier says that nothing in the table is breached."""
        if self.obligations is not None:
            return self.obligations or (ObligationPart(),)
        return self.expected


class PairRow(Row, frozen=True, kw_only=True):
    """Stage screening-pairs: two names and whether they are one; a prediction has `score`."""

    id: str
    query: str = ""
    candidate: str = ""
    schema: str | None = None
    expected_match: bool | None = None
    disputed: bool | str | None = None
    group: str = ""
    score: float | None = None


class HitPart(Row, frozen=True, kw_only=True):
    """An entry of a list that a query raised."""

    ref: str
    score: float


class ListRow(Row, frozen=True, kw_only=True):
    """Stage screening-list: a name with what is known of it, and the entries it should raise; a prediction has `hits`."""

    id: str
    query: str = ""
    query_props: dict[str, str | list[str]] = {}
    expected_refs: tuple[str, ...] | None = None
    note: str | None = None
    hits: tuple[HitPart, ...] | None = None


class RankingRow(Row, frozen=True, kw_only=True):
    """Stage screening-ranking: a candidate, what should score better against it and what worse."""

    id: str
    candidate: dict[str, str] = {}
    better: dict[str, str] = {}
    worse: dict[str, str] = {}
    schema: str | None = None


class RankedRow(Row, frozen=True, kw_only=True):
    """A prediction of the stage screening-ranking."""

    id: str
    better: float
    worse: float


class StoryRow(Row, frozen=True, kw_only=True):
    """Stage stories: a report and the story it belongs to."""

    id: str
    corpus: str = ""
    story: str | int | None = None
    date: str | None = None
    url: str | None = None
    title: str | None = None
    text: str = ""


class CrisisRow(Row, frozen=True, kw_only=True):
    """A dated crisis between two states."""

    onset: str
    a: str
    b: str


class PairDay(Row, frozen=True, kw_only=True):
    """A day of a pair of states in event data: the sum of its scores."""

    day: str
    a: str
    b: str
    score: float


class IndexDay(Row, frozen=True, kw_only=True):
    """Stage tension: how tense a pair is on a day."""

    day: str
    a: str
    b: str
    value: float


class CountryMonth(Row, frozen=True, kw_only=True):
    """A country's deaths in a month."""

    country_id: str
    month: str
    fatalities: int
    iso3: str = ""
    name: str = ""


class MonthForecast(Row, frozen=True, kw_only=True):
    """Stage forecast-country: draws of the deaths of a month."""

    country_id: str | int
    month: str
    samples: tuple[float, ...]


class PairWeek(Row, frozen=True, kw_only=True):
    """A pair at the end of a week, and whether one of the next four weeks tops all of the last 26."""

    origin: str
    a: str
    b: str
    escalates: int | None = None


class PairForecast(Row, frozen=True, kw_only=True):
    """Stage forecast-pair: the probability of that."""

    origin: str
    a: str
    b: str
    p: float


R = TypeVar("R", bound=Row)


@contextmanager
def opened(path: Path) -> Iterator[IO[str]]:
    """A text file, also one that is gzipped. Raises UsageError where it cannot be opened, or read to its end."""
    try:
        packed = path.suffix == ".gz"
        with gzip.open(path, "rt", encoding="utf-8") if packed else path.open(encoding="utf-8", newline="") as lines:
            yield lines
    except (OSError, UnicodeDecodeError, csv.Error, *DAMAGED) as error:
        told = getattr(error, "strerror", None) or error
        raise UsageError(
            f"{path} cannot be read: {told}", hint="check the path, and that it is text in UTF-8"
        ) from error


def read_jsonl(path: Path, kind: type[R]) -> list[R]:
    """The rows of a JSONL file. Raises UsageError naming the line that does not fit."""
    decoder = msgspec.json.Decoder(kind)
    rows = []
    with opened(path) as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    rows.append(decoder.decode(line))
                except msgspec.MsgspecError as error:
                    raise UsageError(f"{path}, line {number}: {error}", hint=shape_of(kind)) from error
    return rows


def read_csv(path: Path, kind: type[R]) -> list[R]:
    """The rows of a CSV file with a header. Raises UsageError naming the line that does not fit."""
    rows = []
    with opened(path) as lines:
        for number, values in enumerate(csv.DictReader(lines), 2):
            known = {name: value for name, value in values.items() if name in kind.__struct_fields__}
            if any("\0" in (value or "") for value in known.values()):
                raise UsageError(f"{path}, line {number}: holds a zero byte: the file is damaged", hint=shape_of(kind))
            try:
                rows.append(msgspec.convert(known, kind, strict=False))
            except msgspec.ValidationError as error:
                raise UsageError(f"{path}, line {number}: {error}", hint=shape_of(kind)) from error
    return rows


def shape_of(kind: type[Row]) -> str:
    """What a row should look like, in words."""
    return f"a row has {', '.join(kind.__struct_fields__)}"


def read_all(paths: Sequence[Path], kind: type[R], reader: str = "jsonl") -> list[R]:
    """The rows of several files, one after the other."""
    read = read_csv if reader == "csv" else read_jsonl
    return [row for path in paths for row in read(path, kind)]


def write_jsonl(rows: Iterable[Row], path: Path) -> None:
    """Writes prediction rows, one JSON object a line."""
    with path.open("w", encoding="utf-8") as lines:
        lines.writelines(line + "\n" for line in json_lines(rows))


def json_lines(rows: Iterable[Row]) -> Iterator[str]:
    """Each row as a line of JSON."""
    return (msgspec.json.encode(row).decode() for row in rows)


def write_csv(rows: Sequence[Row], kind: type[Row], path: Path) -> None:
    """Writes prediction rows as CSV with a header."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(kind.__struct_fields__)
        writer.writerows([getattr(row, name) for name in kind.__struct_fields__] for row in rows)
