"""A file into the store: a batch of rows and how far it is in one transaction, so that a broken import goes on where it stopped."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from dragoman.records import PairEvent, Skipped
from dragoman.records.base import Record
from dragoman.store import Progress, Store

from .acts import READERS
from .deaths import state_deaths
from .figures import figures, series_named, spells
from .files import Row, digest_of, lines_of, named, opened
from .layouts import Head, Layout, head_of
from .reading import Point, Read, Unusable, Words
from .whole import dispute_sides, roll_calls

BATCH = 2000  # rows in one transaction
READ_AS = "1"  # raised where rows are read differently, so that files taken before are taken again
REASONS = 3  # rows named for each reason of leaving rows out
WHOLE = ("dispute_sides", "roll_calls")

Step = Callable[[int, int], None]


class Taken(Record, frozen=True, kw_only=True):
    """What became of a file: rows read, acts and points stored, rows left out by reason, codes that no table knows with their rows."""

    file: str
    kind: str
    layout: str
    again: bool
    rows: int
    events: int
    points: int
    left_out: dict[str, int]
    unknown: dict[str, int]


class Batch:
    """What some rows gave, until it is stored."""

    def __init__(self) -> None:
        self.events: list[PairEvent] = []
        self.points: list[Point] = []
        self.counts: Counter[str] = Counter()
        self.examples: dict[str, list[int]] = {}

    def take(self, given: Iterable[Read]) -> None:
        """Adds acts and points."""
        for one in given:
            if isinstance(one, PairEvent):
                self.events.append(one)
            else:
                self.points.append(one)

    def leave_out(self, number: int, reason: str) -> None:
        """Counts a row that is left out."""
        self.counts[f"left out: {reason}"] += 1
        self.examples.setdefault(reason, []).append(number)


def take_file(store: Store, kind: str, path: Path, step: Step = lambda done, of: None) -> Taken:
    """Takes in a file of `polecat`, `icews`, …; the same file again changes nothing.

    Raises UsageError where the file cannot be read or its columns are those of no layout of the kind.
    """
    with opened(path) as text:
        first, lines = lines_of(text)
        head = head_of(kind, first)
        digest = digest_of(path, f"{head.layout.name} {READ_AS}")
        begun = store.progress_of(digest)
        if begun and begun.finished:
            return _taken(path, head.layout, begun, again=True)
        progress = begun or Progress(digest=digest, kind=kind, file=path.name)
        cells = chain([first], lines) if head.headless else lines
        for reached in _stored(store, progress, head, cells, path.name):
            progress = reached
            step(reached.rows, 0)
    store.finish_import(progress, state_deaths if head.layout.reader == "ged" else None)
    return _taken(path, head.layout, progress, again=False)


def _taken(path: Path, layout: Layout, progress: Progress, *, again: bool) -> Taken:
    def part(prefix: str) -> dict[str, int]:
        found = {name.removeprefix(prefix): n for name, n in progress.counts.items() if name.startswith(prefix)}
        return dict(sorted(found.items(), key=lambda one: -one[1]))

    return Taken(
        file=path.name,
        kind=progress.kind,
        layout=layout.name,
        again=again,
        rows=progress.rows,
        events=progress.counts.get("events", 0),
        points=progress.counts.get("points", 0),
        left_out=part("left out: "),
        unknown=part("unknown: "),
    )


def _stored(
    store: Store, progress: Progress, head: Head, cells: Iterable[list[str]], source: str
) -> Iterator[Progress]:
    """How far it is after each batch; rows of earlier batches are passed over."""
    words = Words()
    batches = _whole(head, cells, words) if head.layout.reader in WHOLE else _by_rows(head, cells, words, progress.rows)
    for rows, batch in batches:
        counts = Counter(progress.counts) + batch.counts
        counts.update({"events": len(batch.events), "points": len(batch.points)})
        counts.update({f"unknown: {code}": n for code, n in words.unknown.items()})
        words.unknown.clear()
        progress = Progress(
            digest=progress.digest, kind=progress.kind, file=progress.file, rows=rows, counts=dict(counts)
        )
        by_series: dict[str, list[Any]] = {}
        for name, point in batch.points:
            by_series.setdefault(name, []).append(point)
        series = [(series_named(name), points) for name, points in by_series.items()]
        store.take_batch(progress, batch.events, series, list(_skips(batch, source)))
        yield progress


def _skips(batch: Batch, source: str) -> Iterator[Skipped]:
    for reason, numbers in batch.examples.items():
        named_rows = ", ".join(map(str, numbers[:REASONS])) + (" …" if len(numbers) > REASONS else "")
        rows = f"{len(numbers)} rows ({named_rows})" if len(numbers) > 1 else f"row {named_rows}"
        yield Skipped(stage="import", reason=f"{reason}: {rows}", source=source)


def _by_rows(head: Head, cells: Iterable[list[str]], words: Words, passed: int) -> Iterator[tuple[int, Batch]]:
    """Batches of rows that each say something alone; how many rows were read with them."""
    numbered = islice(enumerate(cells, 1), passed, None)
    number = passed
    while rows := list(islice(numbered, BATCH)):
        batch = Batch()
        for number, row in rows:
            try:
                batch.take(_read(head, row, words))
            except Unusable as reason:
                batch.leave_out(number, str(reason))
        yield number, batch


def _read(head: Head, cells: list[str], words: Words) -> list[Read]:
    """What one row gives, all or nothing. Raises Unusable where it gives nothing."""
    row = named(head.columns, cells)
    if row is None:
        raise Unusable("has another number of cells than there are columns")
    layout = head.layout
    if layout.reader == "values":
        return list(figures(row, layout, words))
    if layout.reader == "spells":
        return list(spells(row, layout, words))
    return list(READERS[layout.reader](row, words))


def _whole(head: Head, cells: Iterable[list[str]], words: Words) -> Iterator[tuple[int, Batch]]:
    """Batches of rows that belong together. A broken import of them begins anew: the same acts and points replace themselves."""
    count, short = Counter[str](), Batch()

    def rows() -> Iterator[Row]:
        for line in cells:
            count["rows"] += 1
            row = named(head.columns, line)
            if row is None:
                short.leave_out(count["rows"], "has another number of cells than there are columns")
            else:
                yield row

    groups: Iterable[Iterable[Read]] = (
        roll_calls(rows(), head.layout, words) if head.layout.reader == "roll_calls" else dispute_sides(rows(), words)
    )
    for group in groups:
        batch = Batch()
        try:
            batch.take(list(group))
        except Unusable as reason:
            batch.leave_out(count["rows"], str(reason))
        yield count["rows"], batch
    yield count["rows"], short
