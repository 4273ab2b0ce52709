"""The store's reports grouped into stories, in the order in which they came; and one story told.

Grouping follows the store: it takes up the reports that have no story yet, whoever added them, and leaves a row for each. What it has
to remember are those rows, so that it can be stopped anywhere and goes on as if it had not been.
"""

from collections.abc import Iterator
from sys import intern

import msgspec
import numpy as np
from sqlalchemy import Connection

from dragoman.records import Story
from dragoman.store import Store
from dragoman.store import stories as kept

from .corroboration import corroborated
from .grouping import WINDOW, Grouped, Grouper, Report, known_day
from .reprints import SHARED, Print, print_of, shared

AT_ONCE = 200  # reports in one transaction
COMPARED = 50  # latest reports of a story that a new one may be copied from


class Relater:
    """Groups the reports of a store. Holds what is compared with the next report; rebuilt from the store where another process grouped."""

    def __init__(self, store: Store, window: int = WINDOW) -> None:
        self.store, self.window = store, window
        self.grouper = Grouper(window)
        self.prints: dict[str, Print] = {}
        self.seen = (0, 0)

    def relate(self) -> int:
        """Gives every report a story that has none yet; how many these were."""
        done = 0
        while number := self._relate_some():
            done += number
        return done

    def _relate_some(self) -> int:
        """A few reports in one transaction; what fails leaves neither rows nor memory behind."""
        try:
            with self.store.writing() as connection:
                waiting = kept.waiting(connection, AT_ONCE)
                if waiting:
                    self._catch_up(connection)
                for one in waiting:
                    self._place(connection, one)
                self.seen = kept.last_place(connection) if waiting else self.seen
                return len(waiting)
        except BaseException:
            self.seen = (-1, -1)
            raise

    def _catch_up(self, connection: Connection) -> None:
        """Rebuilds the memory from the store where it is not what this process left."""
        if self.seen == kept.last_place(connection):
            return
        self.grouper, self.prints = Grouper(self.window), {}
        for placed, published in kept.recent(connection, self.window):
            report = Report(
                placed.article, tuple(map(intern, placed.words.split())), placed.terms, known_day(published)
            )
            self.grouper.remember(placed.story, report)
            self._keep_print(placed.article, _print_of_row(placed))
        self.seen = kept.last_place(connection)

    def _place(self, connection: Connection, waiting: kept.Waiting) -> None:
        text = f"{waiting.title or ''}\n{waiting.text}"
        grouped = self.grouper.group(self.grouper.weigh(waiting.article, text, known_day(waiting.published)))
        printed = print_of(waiting.text)
        copied = self._copied_from(waiting.article, printed)
        kept.write_placed(
            connection, [_row(grouped, self.grouper, printed, copied, kept.last_place(connection)[1] + 1)]
        )
        kept.move(connection, grouped.moved)
        self._keep_print(waiting.article, printed)

    def _keep_print(self, article: str, printed: Print | None) -> None:
        if printed is not None:
            self.prints[article] = printed
        for gone in [
            one for one in list(self.prints)[: len(self.prints) - self.window] if one not in self.grouper.story
        ]:
            del self.prints[gone]

    def _copied_from(self, article: str, printed: Print | None) -> tuple[str, float] | None:
        """The report of the same story that shares most text with this one, and how much; None where no one shares enough."""
        if printed is None:
            return None
        members = list(self.grouper.stories[self.grouper.story[article]].members)[-COMPARED - 1 :]
        scored = [(shared(printed, self.prints[one]), one) for one in members if one != article and one in self.prints]
        best = max(scored, default=(0.0, ""))
        return (best[1], best[0]) if best[0] >= SHARED else None


def _row(
    grouped: Grouped, grouper: Grouper, printed: Print | None, copied: tuple[str, float] | None, place: int
) -> kept.Placed:
    report = grouper.stories[grouped.story].members[grouped.article]
    return kept.Placed(
        article=grouped.article, place=place, story=grouped.story, cosine=grouped.cosine, at_home=grouped.at_home,
        runner_up=grouped.runner_up, runner_up_cosine=grouped.runner_up_cosine,
        copy_of=copied[0] if copied else None, shared=round(copied[1], 3) if copied else None, words=" ".join(report.words), terms=report.terms,
        signature=printed.signature.tobytes().hex() if printed else "", runs=printed.runs if printed else 0,
    )  # fmt: skip


def _print_of_row(placed: kept.Placed) -> Print | None:
    if not placed.signature:
        return None
    return Print(np.frombuffer(bytes.fromhex(placed.signature), dtype=np.uint32), placed.runs)


def relate(store: Store) -> int:
    """Gives every report of the store a story that has none yet; how many these were."""
    return Relater(store).relate()


def told(store: Store, story: Story) -> Story:
    """A story with its independent sources, what they agree on, and where they contradict each other."""
    with store.reading() as connection:
        placed = kept.placed_in(connection, story.id)
        printed = kept.reprints_of(connection, story.articles)
    dossiers = [dossier for one in story.articles if (dossier := store.dossier(one))]
    copies = {one.article: one.copy_of for one in placed if one.copy_of}
    sources, agreed, contradictions = corroborated(dossiers, copies, [(one.id, one.original) for one in printed])
    return msgspec.structs.replace(story, sources=sources, agreed=agreed, contradictions=contradictions)


def all_told(store: Store, stories: Iterator[Story]) -> Iterator[Story]:
    """Stories as `told` gives them, one at a time."""
    return (told(store, story) for story in stories)
