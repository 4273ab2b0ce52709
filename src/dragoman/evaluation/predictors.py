"""Predictions for gold rows, made by the rooms of this version. A stage that is not here does not exist yet.

What is heavy is imported and loaded inside, once for all rows. Texts are taken as they stand in the gold: offsets mean that text.
"""

import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path

from dragoman.errors import UsageError
from dragoman.records import Article, Attribution, Reading, Word

from .rows import AttributionPart, AttributionRow, FactualityPart, FactualityRow, PageRow, Piece
from .stages import Options, Predict, Step


def bare_article(key: str, text: str, date: str | None = None, url: str | None = None) -> Article:
    """A gold text as an article; its date counts as the day of publication."""
    return Article(id=key, text=text, url=url, published=date, published_from="given" if date else None, language="en")


# -- extract --------------------------------------------------------------------------------------------------------


def extract(rows: Sequence[PageRow], options: Options, step: Step) -> Iterator[PageRow]:
    """The story of each page; the pages lie in `pages` beside the gold file."""
    from dragoman.sources import extract_text

    for number, row in enumerate(rows, 1):
        yield PageRow(id=row.id, text=extract_text(_page(Path(options.folder) / "pages", row.id)))
        step(number, len(rows))


def _page(folder: Path, key: str) -> bytes:
    for path in (folder / f"{key}.html.gz", folder / f"{key}.html"):
        if path.is_file():
            return gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    raise UsageError(f"there is no page {key} in {folder}", hint="keep the folder `pages` beside the gold file")


# -- reading --------------------------------------------------------------------------------------------------------


def attribution(rows: Sequence[AttributionRow], _: Options, step: Step) -> Iterator[AttributionRow]:
    """Who says what, as the reading has it."""
    from dragoman.reading.reader import Reader

    reader = Reader()
    for number, row in enumerate(rows, 1):
        reading = reader.read(bare_article(row.id, row.text, row.date))
        yield AttributionRow(id=row.id, attributions=tuple(_part(one) for one in reading.attributions))
        step(number, len(rows))


def _part(one: Attribution) -> AttributionPart:
    source, cue, content = (tuple(Piece(*span) for span in spans) for spans in (one.source, one.cue, one.content))
    return AttributionPart(source=source, cue=cue, content=content)


def factuality(rows: Sequence[FactualityRow], _: Options, step: Step) -> Iterator[FactualityRow]:
    """How sure the text is of each gold word; a word without a value is left out."""
    from dragoman.reading.reader import Reader

    reader = Reader()
    for number, row in enumerate(rows, 1):
        words = words_of(reader.read(bare_article(row.id, row.text, row.date)))
        values = [(one, value_at(words, one.start, one.end)) for one in row.events or ()]
        parts = (
            FactualityPart(start=one.start, end=one.end, value=value) for one, value in values if value is not None
        )
        yield FactualityRow(id=row.id, events=tuple(parts))
        step(number, len(rows))


def words_of(reading: Reading) -> list[Word]:
    """All words in reading order."""
    return [word for sentence in reading.sentences for word in sentence.words]


def value_at(words: Sequence[Word], start: int, end: int) -> float | None:
    """The factuality of the word at a span: of those that touch it and have a value the one with most characters in it."""
    touching = [word for word in words if word.start < end and start < word.end and word.factuality is not None]
    best = max(touching, key=lambda word: min(word.end, end) - max(word.start, start), default=None)
    return best.factuality if best else None


PREDICTORS: dict[str, Predict] = {"extract": extract, "attribution": attribution, "factuality": factuality}
