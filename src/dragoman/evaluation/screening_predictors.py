"""Predictions for the gold of name screening: pairs of names, names against a list, and which of two is nearer."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from dragoman.errors import UsageError

from .rows import HitPart, ListRow, PairRow, RankedRow, RankingRow
from .stages import Options, Step

HITS = 5


def screening_pairs(rows: Sequence[PairRow], _: Options, step: Step) -> Iterator[PairRow]:
    """How sure it is that the two names of each pair are one party's; no list is looked into."""
    from dragoman.judging.asking import KINDS
    from dragoman.judging.comparing import compare_names

    for number, row in enumerate(rows, 1):
        kind = KINDS.get((row.schema or "").lower())
        yield PairRow(id=row.id, score=compare_names(row.query, row.candidate, kind))
        step(number, len(rows))


def screening_list(rows: Sequence[ListRow], options: Options, step: Step) -> Iterator[ListRow]:
    """The entries that each name raises, with what is known of its bearer. Raises UsageError where no list is named."""
    from dragoman.judging.asking import query_of
    from dragoman.judging.listings import Screener
    from dragoman.judging.lists import import_lists

    if not options.list:
        raise UsageError("names are screened against a list", hint="give --list lists/un_consolidated_2026-02-27.xml")
    with tempfile.TemporaryDirectory() as folder:
        import_lists([Path(options.list)], folder)
        screener = Screener.open(folder)
        for number, row in enumerate(rows, 1):
            found = screener.screen(query_of(row.query, row.query_props), limit=HITS, least=0.0)
            yield ListRow(id=row.id, hits=tuple(HitPart(ref=match.entry.ref, score=match.score) for match in found))
            step(number, len(rows))


def screening_ranking(rows: Sequence[RankingRow], _: Options, step: Step) -> Iterator[RankedRow]:
    """The scores of the candidate against the better and against the worse of two parties."""
    from dragoman.judging.asking import KINDS, query_of
    from dragoman.judging.comparing import compare
    from dragoman.judging.listed import Entry, ListedName

    for number, row in enumerate(rows, 1):
        kind = KINDS.get((row.schema or "").lower(), "organisation")
        query = query_of(row.candidate["name"], row.candidate, kind)
        scores = []
        for one in (row.better, row.worse):
            known = query_of(one["name"], one, kind)
            entry = Entry(
                ref="", kind=kind, names=(ListedName(text=known.name),), births=known.births, countries=known.countries
            )
            scores.append(compare(query, entry).score)
        yield RankedRow(id=row.id, better=scores[0], worse=scores[1])
        step(number, len(rows))
