"""A run: what one command did to the store, counted and kept. A run that changes nothing writes nothing."""

from collections import Counter
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

import msgspec
from sqlalchemy import insert, select, update

from dragoman.errors import StoreError
from dragoman.records import Article, Dossier, Manifest, Record, Skipped

from . import schema
from .balance import OUTCOMES, adds_up
from .corpus_schema import reprints, run_manifests
from .rows import coder_of
from .store import Store
from .writing import AddResult


class StoredRun(Record, frozen=True, kw_only=True):
    """A run as the store keeps it. `ended` is done, stopped (Ctrl-C) or failed; None while it runs and where it was killed.

    `counts` holds how many reports came `in` and what became of them: added, revised, unchanged, duplicates, skipped.
    """

    id: int
    command: str
    started: str
    finished: str | None
    ended: str | None
    counts: dict[str, int]
    coder: str
    manifest: Manifest | None

    @property
    def unbalanced(self) -> bool:
        """Whether something came in of which it is not told what became."""
        return self.ended == "done" and not adds_up(self.counts)


class Run:
    """Adds dossiers and skips in a `with`; its row is written with the first change and finished at the end, also when broken off.

    `manifest` makes what the run rests on; it is asked once, and only by a run that changes something.
    """

    def __init__(self, store: Store, command: str, manifest: Callable[[], Manifest] | None = None) -> None:
        self.store = store
        self.command = command
        self.manifest = manifest
        self.counts: Counter[str] = Counter()
        self._number: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._number is not None:
            self.store.finish_run(self._number, self.counts)
            self._note_end("done" if kind is None else "failed" if issubclass(kind, Exception) else "stopped")
        if kind is None and not adds_up(self.counts):
            raise StoreError(
                f"{self.counts['in']} reports came in, and {sum(self.counts[name] for name in OUTCOMES)} are accounted for",
                hint="run `dragoman store check`, and report this: no report may get lost",
            )

    def _note_end(self, ended: str) -> None:
        if self.manifest is not None:
            with self.store.writing() as connection:
                connection.execute(update(run_manifests).where(run_manifests.c.run == self._number).values(ended=ended))

    def take(self) -> None:
        """Counts a report that came in."""
        self.counts["in"] += 1

    def add(self, dossier: Dossier) -> AddResult:
        """As Store.add, counted."""
        if self._number is None and self.store.holds(dossier):  # a run that has begun is told so by what it adds
            result = AddResult(article=dossier.article.id, outcome="unchanged")
        else:
            self._begin(coder_of(dossier))
            result = self.store.put(dossier, self._number)
        self.counts[result.outcome] += 1
        return result

    def unchanged(self) -> None:
        """Counts a report that is stored already and was not read again."""
        self.counts["unchanged"] += 1

    def reprint(self, article: Article, original: str, likeness: float) -> None:
        """Counts a report that says what another says, and keeps who printed it; once, however often it comes."""
        self.counts["duplicates"] += 1
        with self.store.reading() as connection:
            known = connection.execute(select(reprints.c.id).where(reprints.c.id == article.id)).first()
        if known is None:
            self._begin("")
            row = {name: getattr(article, name) for name in ("id", "url", "title", "publisher", "published")}
            row |= {"original": original, "likeness": likeness, "run": self._number, "at": self.store.clock()}
            with self.store.writing() as connection:
                connection.execute(insert(reprints).values(row))

    def skip(self, skipped: Skipped) -> None:
        """As Store.skip, counted."""
        self.counts["skipped"] += 1
        if not self.store.knows_skipped(skipped):
            self._begin("")
            self.store.skip(skipped, self._number)

    def _begin(self, coder: str) -> None:
        if self._number is None:
            self._number = self.store.start_run(self.command, coder)
            if self.manifest is not None:
                row = {"run": self._number, "manifest": self.manifest().to_json()}
                with self.store.writing() as connection:
                    connection.execute(insert(run_manifests).values(row))


def runs_of(store: Store) -> Iterator[StoredRun]:
    """The runs that changed the store, oldest first."""
    columns = (*schema.runs.c, run_manifests.c.manifest, run_manifests.c.ended)
    chosen = select(*columns).join_from(schema.runs, run_manifests, isouter=True).order_by(schema.runs.c.id)
    with store.reading() as connection:
        for row in connection.execute(chosen).all():
            yield StoredRun(
                id=row.id,
                command=row.command,
                started=row.started,
                finished=row.finished,
                ended=row.ended,
                counts=msgspec.json.decode(row.counts or "{}", type=dict[str, int]),
                coder=row.coder,
                manifest=Manifest.from_json(row.manifest) if row.manifest else None,
            )
