"""The store: dossiers in, records out, with what changed in between."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Generic, Self, TypeVar

import msgspec
from sqlalchemy import Connection, Engine, Row, Select, Table, bindparam, func, insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree

from dragoman.errors import StoreError, UsageError
from dragoman.records import (
    Article,
    Claim,
    Dossier,
    Event,
    Finding,
    Forecast,
    Listing,
    PairEvent,
    Review,
    Series,
    SeriesPoint,
    Skipped,
    Standing,
    Story,
    Waiting,
)
from dragoman.records.base import Record

from . import dated, history, schema
from . import reviews as reviewing
from . import stories as storied
from .checking import faults_of
from .copying import copy_all
from .dialects import Dialect, dialect_of
from .filters import ArticleFilter, ClaimFilter, EventFilter, FindingFilter, ListingFilter, StoryFilter
from .interrupts import interrupts_held
from .migrations import MIGRATIONS, migrate, refuse_newer, version_of
from .queries import (
    Question,
    articles_asked,
    claims_asked,
    count_for,
    events_asked,
    findings_asked,
    first_day_of,
    listings_asked,
    rows_for,
    undated_for,
)
from .reviews import QueueFilter, ReviewFilter
from .rows import KINDS, article_of, coder_of, digest_of
from .writing import AddResult, is_skipped, read_dossier, refuse_twins, write_dossier, write_skipped

R = TypeVar("R", bound=Record)

Clock = Callable[[], str]

SHORTEST_ID = 4  # hex digits; a shorter beginning of an id would soon fit several records
AFTER_HEX = "g"  # what follows every hex digit: ids that begin alike are a stretch of their index
BATCH = 500  # rows fetched at a time while iterating; memory stays flat however many there are


def utc_now() -> str:
    """The present second, ISO 8601 in UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Change(Record, frozen=True, kw_only=True):
    """One line of the changes feed: a record was added, revised or removed. `before` is the record as it was, as JSON."""

    number: int
    at: str
    kind: str
    id: str
    article: str
    change: str
    revision: str | None
    before: str | None = None


class Counted(Record, frozen=True, kw_only=True):
    """A party or place of the store with the number of reports that name it."""

    name: str
    code: str | None
    articles: int


class Found(Generic[R]):
    """The answer to a question: how many fit, how many have no date, and the records, read as they are iterated."""

    def __init__(self, total: int, undated: int, undated_included: bool, read: Callable[[], Iterator[R]]) -> None:
        self.total = total
        self.undated = undated
        self.undated_included = undated_included
        self._read = read

    def __iter__(self) -> Iterator[R]:
        return self._read()


class Store:
    """Reports and what was read out of them. One writes, many read; opened with `Store.open`, usable in `with`."""

    def __init__(self, dialect: Dialect, engine: Engine, where: str, clock: Clock) -> None:
        self.dialect = dialect
        self.engine = engine
        self.where = where
        self.clock = clock

    @classmethod
    def open(
        cls, where: str | Path, *, create: bool = False, busy_timeout_s: float = 30.0, clock: Clock = utc_now
    ) -> Self:
        """The store at a path or URL, brought up to this version's schema.

        Raises StoreError where there is none (unless `create`), where something else is there, where it cannot be opened or written,
        and where a newer dragoman wrote it.
        """
        dialect = dialect_of(where, busy_timeout_s)
        with _explaining(dialect):
            dialect.look(create)
            store = cls(dialect, dialect.engine(), dialect.where, clock)
            store._bring_up_to_date()
        return store

    def _bring_up_to_date(self) -> None:
        with self.engine.connect() as connection:
            found = version_of(connection)
        refuse_newer(found)
        if found < MIGRATIONS[-1].version:
            with self.writing() as connection:
                self.dialect.mark(connection)
                migrate(connection, self.dialect, self.clock())

    def close(self) -> None:
        """Lets go of the database."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that writes; what fails inside leaves nothing behind. Ctrl-C waits for its end."""
        writes = self.engine.execution_options(writes=True)
        with interrupts_held(), _explaining(self.dialect), writes.begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One view of the store that later writing does not change."""
        with _explaining(self.dialect), self.engine.connect() as connection:
            yield connection

    # -- writing ------------------------------------------------------------------------------------------------

    def add(self, dossier: Dossier, run: int | None = None) -> AddResult:
        """Stores a report's dossier. The same dossier again writes nothing; another one of the same report writes the differences."""
        if self.holds(dossier):
            return AddResult(article=dossier.article.id, outcome="unchanged")
        return self.put(dossier, run)

    def put(self, dossier: Dossier, run: int | None = None) -> AddResult:
        """As `add`, of a dossier that the store does not hold."""
        refuse_twins(dossier)
        with self.writing() as connection:
            return write_dossier(connection, self.dialect, dossier, run, self.clock())

    def holds(self, dossier: Dossier) -> bool:
        """Whether just this dossier is stored, so that adding it would change nothing."""
        here = schema.articles.c
        with self.reading() as connection:
            stored = connection.execute(select(here.revision).where(here.id == dossier.article.id)).scalar_one_or_none()
        return stored is not None and stored == digest_of(dossier)

    def skip(self, skipped: Skipped, run: int | None = None) -> None:
        """Stores that a report was left out and why; once, however often it is left out."""
        with self.writing() as connection:
            write_skipped(connection, skipped, run)

    def knows_skipped(self, skipped: Skipped) -> bool:
        """Whether it is stored that this report was left out for this reason."""
        with self.reading() as connection:
            return is_skipped(connection, skipped)

    def coded(self, article: Article, coder: str) -> bool:
        """Whether the store holds just this report as this coder (see `rows.coder_of`) codes it, so that reading it again is no use."""
        with self.reading() as connection:
            row = connection.execute(_coded_article(), {"given": article.id}).one_or_none()
        return row is not None and row.coder == coder and article_of(row.record, row.text) == article

    def start_run(self, command: str, coder: str) -> int:
        """Notes that a run begins, and returns its number."""
        row = {"command": command, "coder": coder, "started": self.clock()}
        with self.writing() as connection:
            return int(connection.execute(insert(schema.runs).values(row).returning(schema.runs.c.id)).scalar_one())

    def finish_run(self, run: int, counts: Mapping[str, int]) -> None:
        """Notes that a run ended, and what it did."""
        row = {"finished": self.clock(), "counts": msgspec.json.encode(dict(counts), order="sorted").decode()}
        with self.writing() as connection:
            connection.execute(update(schema.runs).where(schema.runs.c.id == run).values(row))

    def backup(self, target: str | Path) -> None:
        """A consistent copy of the store, also while others write. Raises StoreError where the target exists or cannot be written."""
        path = Path(target).expanduser()
        if path.exists():
            raise StoreError(f"{path} exists already", hint="name a new file: a backup never overwrites")
        with _explaining(self.dialect):
            self.dialect.backup(self.engine, path)

    def copy_to(self, target: "Store") -> None:
        """Everything in this store, as it is now, into an empty one on any database. Raises StoreError where it is not empty."""
        with self.reading() as connection:
            copy_all(connection, target)

    # -- questions ----------------------------------------------------------------------------------------------

    def articles(self, asked: ArticleFilter | None = None) -> Found[Article]:
        """The reports that fit."""
        asked = asked or ArticleFilter()
        return self._found(articles_asked(asked, self.dialect), asked, lambda row: article_of(row.record, row.text))

    def events(self, asked: EventFilter | None = None) -> Found[Event]:
        """The events that fit."""
        asked = asked or EventFilter()
        return self._found(events_asked(asked, self.dialect), asked, lambda row: Event.from_json(row.record))

    def claims(self, asked: ClaimFilter | None = None) -> Found[Claim]:
        """The claims that fit."""
        asked = asked or ClaimFilter()
        return self._found(claims_asked(asked, self.dialect), asked, lambda row: Claim.from_json(row.record))

    def findings(self, asked: FindingFilter | None = None) -> Found[Finding]:
        """The findings that fit."""
        asked = asked or FindingFilter()
        return self._found(findings_asked(asked, self.dialect), asked, lambda row: Finding.from_json(row.record))

    def listings(self, asked: ListingFilter | None = None) -> Found[Listing]:
        """The names on sanctions lists that fit."""
        asked = asked or ListingFilter()
        return self._found(listings_asked(asked, self.dialect), asked, lambda row: Listing.from_json(row.record))

    def _found(
        self,
        question: Question,
        asked: ArticleFilter | EventFilter | ClaimFilter | FindingFilter | ListingFilter,
        turn: Callable[[Row[Any]], R],
    ) -> Found[R]:
        with self.reading() as connection:
            total = connection.execute(count_for(question, asked.undated)).scalar_one()
            undated = connection.execute(undated_for(question)).scalar_one()
        included = question.days is None or asked.undated

        def read() -> Iterator[R]:
            with self.reading() as connection:
                chosen = rows_for(question, asked.undated, asked.limit, asked.offset)
                for row in connection.execution_options(yield_per=BATCH).execute(chosen):
                    yield turn(row)

        return Found(total, undated, included, read)

    def dossier(self, article: str) -> Dossier | None:
        """All that was read out of a report, just as it was added; None where the store has no such report."""
        with self.reading() as connection:
            return read_dossier(connection, article)

    def articles_of(self, ids: Collection[str]) -> dict[str, Article]:
        """The reports of these ids, as far as the store has them."""
        here = schema.articles.c
        chosen = select(here.id, here.record, here.text).where(here.id.in_(ids))
        with self.reading() as connection:
            return {row.id: article_of(row.record, row.text) for row in connection.execute(chosen)}

    def get(self, record: str) -> Article | Event | Claim | Finding | Listing:
        """The record of an id or of its unambiguous beginning (`ev_7f3a91`).

        Raises UsageError where no record, or more than one, begins so.
        """
        prefix, _, digits = record.partition("_")
        if not prefix or len(digits) < SHORTEST_ID:
            raise UsageError(f"{record!r} is no id", hint="ids look like ev_7f3a91c02b4d; `dragoman events` lists them")
        found = self._beginning(record)
        if not found:
            raise UsageError(
                f"the store has no record {record}",
                hint="`dragoman events`, `claims`, `findings` and `articles` list ids",
            )
        if len(found) > 1 and record not in found:
            raise UsageError(f"{record} may be any of {', '.join(sorted(found))}", hint="give more of the id")
        return found[record] if record in found else next(iter(found.values()))

    def _beginning(self, record: str) -> dict[str, Article | Event | Claim | Finding | Listing]:
        found: dict[str, Any] = {}
        with self.reading() as connection:
            for kind in KINDS:
                for row in _starting(connection, kind.table, record):
                    found[row.id] = kind.type.from_json(row.record)
            for row in _starting(connection, schema.articles, record):
                found[row.id] = article_of(row.record, row.text)
        return found

    def changes(self, since: str | int | None = None, limit: int | None = None) -> Iterator[Change]:
        """The changes feed in order: after the change of that number, or from that day or UTC time on."""
        here = schema.changes.c
        columns = [here[name] for name in Change.__struct_fields__]
        chosen = select(*columns).order_by(here.number).limit(limit)
        if isinstance(since, int):
            chosen = chosen.where(here.number > since)
        elif since:
            chosen = chosen.where(here.at >= (since if "T" in since else first_day_of(since)))
        with self.reading() as connection:
            for row in connection.execution_options(yield_per=BATCH).execute(chosen):
                yield Change(**row._mapping)

    def skipped(self) -> Iterator[Skipped]:
        """What was left out: parts of reports, and whole reports."""
        with self.reading() as connection:
            for row in connection.execute(select(schema.skipped.c.record).order_by(schema.skipped.c.number)):
                yield Skipped.from_json(row.record)

    # -- over time ----------------------------------------------------------------------------------------------

    def published(self, countries: Collection[str] | None = None) -> Iterator[dated.Published]:
        """The reports whose day is known, by day; only those that name a party of one of `countries` where given."""
        with self.reading() as connection:
            yield from dated.published(connection, countries)

    def findings_by_day(self) -> Iterator[tuple[str, Finding]]:
        """Every finding with the day on which its report was published, by day."""
        with self.reading() as connection:
            yield from dated.dated(connection, schema.findings, Finding)

    def events_by_day(self, types: Collection[str] = ()) -> Iterator[tuple[str, Event]]:
        """Every event, of some types where given, with the day on which its report was published, by day."""
        with self.reading() as connection:
            yield from dated.dated(connection, schema.events, Event, types)

    def listings_by_day(self) -> Iterator[tuple[str, Listing]]:
        """Every name that stands on a sanctions list with the day on which its report was published, by day."""
        with self.reading() as connection:
            yield from dated.dated(connection, schema.listings, Listing)

    # -- stories ------------------------------------------------------------------------------------------------

    def stories(self, asked: StoryFilter | None = None) -> Found[Story]:
        """The stories that fit, with their reports; what these agree on is worked out in `relating`."""
        asked = asked or StoryFilter()
        fitting = storied.stories_asked(asked, self.dialect.matching)
        chosen = storied.in_days(fitting, asked)
        with self.reading() as connection:
            total, undated = (
                connection.execute(select(func.count()).select_from(one.subquery())).scalar_one()
                for one in (chosen, storied.dateless(fitting))
            )

        def read() -> Iterator[Story]:
            with self.reading() as connection:
                for row in connection.execute(storied.ordered(chosen, asked)).all():
                    yield storied.head_of(connection, row)

        return Found(total, undated, asked.undated or not (asked.since or asked.until), read)

    def story(self, beginning: str) -> Story:
        """The story of an id or of its unambiguous beginning. Raises UsageError where none, or more than one, begins so."""
        with self.reading() as connection:
            found = storied.stories_named(connection, beginning)
            if not found or (len(found) > 1 and found[0] != beginning):
                raise UsageError(
                    f"{beginning} may be any of {', '.join(found)}" if found else f"the store has no story {beginning}",
                    hint="give more of the id" if found else "`dragoman stories` lists them",
                )
            return storied.read_story(connection, found[0])

    # -- history ------------------------------------------------------------------------------------------------

    def pair_events(
        self, a: str | None = None, b: str | None = None, since: str | None = None, until: str | None = None
    ) -> Iterator[PairEvent]:
        """Who did what to whom, by day: the store's own coded events and imported event data, directed, in both orders of a pair.

        `a` and `b` are countries as in Party.country; with one of them, all that it has part in. Acts within one country, with a
        party that nothing tells, or on a day that nothing tells are left out. What is denied, historical, future, hypothetical or negated
        is among them: `certainty` and `auxiliary` say so. Raises UsageError where a day is none.
        """
        with self.reading() as connection:
            yield from history.pair_events(connection, a, b, since, until)

    def last_day(self) -> str | None:
        """The last day that the store has news of: that of its newest report or imported act; None where it has neither."""
        with self.reading() as connection:
            return history.last_day(connection)

    def known_series(self) -> list[Series]:
        """The series that were imported or made, by name."""
        with self.reading() as connection:
            return history.known_series(connection)

    def series(
        self, name: str, keys: Collection[str] | None = None, since: str | None = None, until: str | None = None
    ) -> Iterator[SeriesPoint]:
        """The points of a series by key and time, of `keys` only where given; starts from `since` to `until`, both ISO days."""
        with self.reading() as connection:
            yield from history.points(connection, name, keys, since, until)

    def last_start(self, name: str) -> str | None:
        """The start of the newest point of a series; None where it has none."""
        with self.reading() as connection:
            return history.last_start(connection, name)

    def add_events(self, listed: Sequence[PairEvent]) -> None:
        """Stores imported events; one of the same origin and id is replaced."""
        with self.writing() as connection:
            history.write_events(connection, listed)

    def add_series(self, series: Series, listed: Iterable[SeriesPoint]) -> None:
        """Stores a series with its points; a point of the same key and time is replaced."""
        with self.writing() as connection:
            history.write_series(connection, series, listed)

    def progress_of(self, digest: str) -> history.Progress | None:
        """How far the import of a file of this digest is; None where it never began."""
        with self.reading() as connection:
            return history.progress_of(connection, digest)

    def take_batch(
        self,
        progress: history.Progress,
        events: Sequence[PairEvent],
        series: Sequence[tuple[Series, Sequence[SeriesPoint]]],
        skipped: Sequence[Skipped],
    ) -> None:
        """Stores what some rows of a file gave, and how far its import is with them: all of it or nothing."""
        with self.writing() as connection:
            history.write_events(connection, events)
            for one, listed in series:
                history.write_series(connection, one, listed)
            for skip in skipped:
                write_skipped(connection, skip, None)
            history.write_progress(connection, progress, self.clock())

    def finish_import(self, progress: history.Progress, then: Callable[[Connection], None] | None = None) -> None:
        """Notes that a file is in the store whole, with what follows from it: `then` writes in the same transaction."""
        with self.writing() as connection:
            if then:
                then(connection)
            at = self.clock()
            history.write_progress(connection, msgspec.structs.replace(progress, finished=at), at)

    def keep_forecasts(self, listed: Sequence[Forecast]) -> None:
        """Keeps forecasts as they were made; one that is kept already is never changed."""
        with self.writing() as connection:
            history.write_forecasts(connection, listed)

    def forecasts(self, kind: str | None = None, subjects: Collection[str] | None = None) -> Iterator[Forecast]:
        """The forecasts kept, oldest first."""
        with self.reading() as connection:
            yield from history.forecasts(connection, kind, subjects)

    # -- reviews ------------------------------------------------------------------------------------------------

    def review(
        self,
        record: str,
        verdict: str,
        reviewer: str,
        correction: Mapping[str, str | None] | None = None,
        why: str = "",
        drawn: str = "chosen",
    ) -> Review:
        """Keeps what a reviewer says of a record, as it is now, and returns it. The same said twice in one second is kept once.

        Raises UsageError where the record, the verdict or a correction is none, or a passage is not in the text.
        """
        found = self.get(record)
        article = (
            found if isinstance(found, Article) else self.articles_of({found.article or ""}).get(found.article or "")
        )
        said = reviewing.review_of(found, article, verdict, reviewer, correction, why, drawn, self.clock())
        with self.writing() as connection:
            reviewing.write_review(connection, said)
        return said

    def reviews(self, asked: ReviewFilter | None = None) -> Iterator[Review]:
        """What was said, oldest first."""
        with self.reading() as connection:
            yield from reviewing.read_reviews(connection, asked or ReviewFilter())

    def standings(self, records: Collection[str] | None = None) -> dict[str, Standing]:
        """What people say of records as they are now, of all that were decided where none are named."""
        with self.reading() as connection:
            return reviewing.standings(connection, reviewing.decided(connection) if records is None else records)

    def waiting(self, asked: QueueFilter) -> list[Waiting]:
        """What waits for a reviewer, the most worth his time first."""
        with self.reading() as connection:
            return reviewing.waiting(connection, asked)

    def count_waiting(self, asked: QueueFilter) -> int:
        """How many records wait for a reviewer."""
        with self.reading() as connection:
            return reviewing.count_waiting(connection, asked)

    def parties(self, name: str | None = None, limit: int | None = None) -> list[Counted]:
        """Who is named in how many reports, most first; `name` is a part of the name."""
        return self._counted(schema.parties, schema.parties.c.code, name, limit)

    def places(self, name: str | None = None, limit: int | None = None) -> list[Counted]:
        """Which places are named in how many reports, most first."""
        return self._counted(schema.places, schema.places.c.country, name, limit)

    def _counted(self, table: Table, code: Any, name: str | None, limit: int | None) -> list[Counted]:
        reports = func.count(table.c.article.distinct())
        chosen = select(table.c.name, code, reports).group_by(table.c.name, code)
        if name:
            chosen = chosen.where(table.c.name.icontains(name, autoescape=True))
        ordered = chosen.order_by(reports.desc(), table.c.name, code).limit(limit)
        with self.reading() as connection:
            return [Counted(name=row[0], code=row[1], articles=row[2]) for row in connection.execute(ordered)]

    def counts(self) -> dict[str, int]:
        """How many rows each table of records has."""
        tables = (
            schema.articles,
            *(kind.table for kind in KINDS),
            schema.parties,
            schema.places,
            schema.skipped,
            schema.changes,
        )
        with self.reading() as connection:
            return {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables
            }

    def schema(self) -> int:
        """The version of the store's schema."""
        with self.reading() as connection:
            return version_of(connection)

    def check(self) -> Iterator[str]:
        """What is wrong with the store, in words; nothing where it is sound."""
        with self.reading() as connection:
            yield from self.dialect.faults(connection)
            yield from faults_of(connection)


@cache
def _coded_article() -> Select[Any]:
    """The statement, made once: it is asked of every report that comes."""
    here = schema.articles.c
    return select(here.record, here.text, here.coder).where(here.id == bindparam("given"))


def _starting(connection: Connection, table: Table, record: str) -> list[Row[Any]]:
    return list(
        connection.execute(select(table).where(table.c.id >= record, table.c.id <= record + AFTER_HEX).limit(2))
    )


@contextmanager
def _explaining(dialect: Dialect) -> Iterator[None]:
    """The database's errors as ones that say what to do next."""
    try:
        yield
    except DBAPIError as error:
        raise dialect.explained(error) from error
    except NoneFree as error:
        raise StoreError(f"too many ask the store at once: {dialect.where}", hint="try again in a moment") from error


__all__ = ["AddResult", "Change", "Counted", "Found", "Store", "coder_of", "utc_now"]
