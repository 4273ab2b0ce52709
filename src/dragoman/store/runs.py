"""A run: what one command did to the store, counted and kept. A run that changes nothing writes nothing."""

from collections import Counter
from typing import Self

from dragoman.records import Dossier, Skipped

from .rows import coder_of
from .store import Store
from .writing import AddResult


class Run:
    """Adds dossiers and skips in a `with`; its row is written with the first change and finished at the end, also when broken off."""

    def __init__(self, store: Store, command: str) -> None:
        self.store = store
        self.command = command
        self.counts: Counter[str] = Counter()
        self._number: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._number is not None:
            self.store.finish_run(self._number, self.counts)

    def add(self, dossier: Dossier) -> AddResult:
        """As Store.add, counted."""
        if not self.store.holds(dossier):
            self._begin(coder_of(dossier))
        result = self.store.add(dossier, self._number)
        self.counts[result.outcome] += 1
        return result

    def unchanged(self) -> None:
        """Counts a report that is stored already and was not read again."""
        self.counts["unchanged"] += 1

    def skip(self, skipped: Skipped) -> None:
        """As Store.skip, counted."""
        self.counts["skipped"] += 1
        if not self.store.knows_skipped(skipped):
            self._begin("")
            self.store.skip(skipped, self._number)

    def _begin(self, coder: str) -> None:
        if self._number is None:
            self._number = self.store.start_run(self.command, coder)
