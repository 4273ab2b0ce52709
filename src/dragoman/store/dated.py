"""Records by the day on which their report was published, and how much was published: what counts over time need both."""

from collections.abc import Collection, Iterator
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection, Table, select

from dragoman.records.base import Record

from .schema import articles, parties

R = TypeVar("R", bound=Record)

FETCH = 500  # rows at a time while iterating
AT_ONCE = 400  # values in one condition; databases take only so many parameters


class Published(NamedTuple):
    """A report and the day of its publication; a month or year that is all that is known counts from its first day."""

    article: str
    day: str


def published(connection: Connection, countries: Collection[str] | None = None) -> Iterator[Published]:
    """The reports whose day is known, by day; only those that name a party of one of `countries` where given."""
    chosen = select(articles.c.id, articles.c.first_day).where(articles.c.first_day.is_not(None))
    if countries is not None:
        naming = select(parties.c.article).where(parties.c.country.in_(sorted(countries)[:AT_ONCE]))
        chosen = chosen.where(articles.c.id.in_(naming))
    rows = connection.execution_options(yield_per=FETCH).execute(chosen.order_by(articles.c.first_day, articles.c.id))
    return (Published(*row) for row in rows)


def dated(connection: Connection, table: Table, kind: type[R], types: Collection[str] = ()) -> Iterator[tuple[str, R]]:
    """Day of publication and record, by day; of events only those of some types where given. Reports without a day are left out."""
    chosen = select(articles.c.first_day, table.c.record).join(articles, articles.c.id == table.c.article)
    chosen = chosen.where(articles.c.first_day.is_not(None))
    if types:
        chosen = chosen.where(table.c.type.in_(sorted(types)))
    rows = connection.execution_options(yield_per=FETCH).execute(chosen.order_by(articles.c.first_day, table.c.id))
    return ((row[0], kind.from_json(row[1])) for row in rows)
