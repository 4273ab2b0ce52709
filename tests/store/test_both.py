"""Every question that pages, analysis and watching ask has the same answer on SQLite and on PostgreSQL."""

from collections.abc import Callable
from itertools import chain
from typing import Any

import msgspec
import pytest
from databases import fresh_postgres
from dossiers import article, day, event, meeting, party, plain

from dragoman.records import PairEvent, Series, SeriesPoint, Skipped
from dragoman.store import (
    ArticleFilter,
    ClaimFilter,
    EventFilter,
    FindingFilter,
    Store,
    access,
    coverage,
    paging,
    portraits,
    recoding,
)
from dragoman.store.feeds import FeedBook
from dragoman.store.schema import articles, claims, events, findings

FILTERS = (ArticleFilter(), EventFilter(), ClaimFilter(), FindingFilter(), EventFilter(since="2024-05", undated=True))
TABLES = {ArticleFilter: articles, EventFilter: events, ClaimFilter: claims, FindingFilter: findings}
ACT = PairEvent(
    id="p1",
    day="2024-05-01",
    known="2024-05-02",
    actor="NOR",
    recipient="SUD",
    type="AID",
    quad=2,
    intensity=7.0,
    certainty="asserted",
    auxiliary=None,
    source="row 1",
    origin="elsewhere",
)


def fill(store: Store) -> None:
    """Reports, a skip, reviews, imported acts, a series, a token, a feed."""
    store.add(meeting())
    for number in range(6):
        store.add(plain(number, f"2024-0{1 + number % 3}", kind=("CONSULT", "AID", "ASSAULT")[number % 3]))
    text = "Report 9: Sudonia struck Norland on 9 May 2024 near Üstün; it's the “last” straw."
    of = article(text, "https://news.example/9", published="2024-05-10", publisher=None)
    sides = (party(text, "Sudonia", "Sudonia", "SUD", "MIL"),), (party(text, "Norland", "Ärzte", "NOR", None),)
    hit = event(of, "ASSAULT", "struck", text, *sides, when=day(text, "9 May 2024", "2024-05-09"), quad=4)
    store.add(msgspec.structs.replace(plain(9), article=of, parties=sides[0] + sides[1], events=(hit,)))
    store.skip(Skipped(stage="sources", reason="empty", source="a.txt"))
    store.add_events([ACT])
    store.add_events([msgspec.structs.replace(ACT, intensity=8.0)])
    store.add_series(
        Series(name="gpr", unit="index", origin="x", step="month"),
        [SeriesPoint(key="NOR", start="2024-01-01", value=1.5)],
    )
    FeedBook(store).due("https://news.example/feed", "2024-06-02T00:00:00Z")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The same in both."""
    places = (fresh_postgres(), str(tmp_path_factory.mktemp("both") / "a.db"))
    stores = [Store.open(place, create=True, clock=lambda: "2024-06-01T12:00:00Z") for place in places]
    for store in stores:
        fill(store)
    yield stores
    for store in stores:
        store.close()


def pages(store: Store, asked: Any, order: str) -> list[list[Any]]:
    table, found, after = TABLES[type(asked)], [], ""
    while True:
        part = paging.slice_of(store, asked, [table.c.id], order=order, after=after, size=2)
        found.append([row[0] for row in part.rows])
        if part.next is None:
            return found
        after = part.next


QUESTIONS: dict[str, Callable[[Store], Any]] = {
    "counts": lambda store: store.counts(),
    "changes": lambda store: [one.to_dict() for one in store.changes()],
    "last changes": lambda store: paging.last_changes(store, 5),
    "parties": lambda store: store.parties(),
    "places": lambda store: store.places("lilly"),
    "skipped": lambda store: list(store.skipped()),
    "acts of a country": lambda store: portraits.acts_of(store, "NOR"),
    "acts of a name": lambda store: portraits.acts_of(store, "ada"),
    "acts between": lambda store: portraits.acts_between(store, "NOR", "SUD"),
    "met by": lambda store: portraits.met_by(store, "NOR", 5),
    "named as": lambda store: portraits.named_as(store, "NOR", 5),
    "reports naming": lambda store: portraits.reports_naming(store, "SUD"),
    "years": lambda store: portraits.years_of_reports(store),
    "publishers": lambda store: portraits.publishers_of(store, 5),
    "coders": lambda store: portraits.coders_of(store),
    "reasons": lambda store: portraits.reasons_for_skips(store, 5),
    "gaps": lambda store: portraits.gaps_of(store),
    "ends": lambda store: portraits.ends_of_coverage(store),
    "last change": lambda store: portraits.last_change(store),
    "resting": lambda store: portraits.resting_on(store, [meeting().claims[0].id]),
    "numbers": lambda store: portraits.numbers_of(store, [meeting().article.id]),
    "last between": lambda store: portraits.last_between(store, "NOR", "SUD", 3),
    "pair events": lambda store: [one.to_dict() for one in store.pair_events("NOR", "SUD")],
    "pair events of a day": lambda store: [one.to_dict() for one in store.pair_events(since="2024-05-02")],
    "last day": lambda store: store.last_day(),
    "series": lambda store: (store.known_series(), list(store.series("gpr")), store.last_start("gpr")),
    "published": lambda store: (list(store.published()), list(store.published({"NOR"}))),
    "records by day": lambda store: (
        list(store.findings_by_day()),
        list(store.events_by_day({"ASSAULT"})),
        list(store.listings_by_day()),
    ),
    "feed": lambda store: FeedBook(store).state("https://news.example/feed"),
    "months": lambda store: coverage.periods_of(store, EventFilter(), "month"),
    "periods of assaults": lambda store: coverage.periods_of(store, EventFilter(types=("ASSAULT",))),
    "places of a map": lambda store: coverage.places_of(store, EventFilter()),
    "reports of other coders": lambda store: [one.id for one in recoding.articles_of_others(store, "another")],
    "number of them": lambda store: recoding.count_of_others(store, "another"),
    "faults": lambda store: list(store.check()),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_answer_is_the_same(pair, name):
    first, second = (QUESTIONS[name](store) for store in pair)
    assert first == second
    assert first or name == "faults"


@pytest.mark.parametrize("asked", FILTERS, ids=lambda one: type(one).__name__)
def test_pages_facets_and_orders_are_the_same(pair, asked):
    for order in paging.orders_of(type(asked)):
        first, second = (pages(store, asked, order) for store in pair)
        assert first == second
        assert len(list(chain(*first))) == len(set(chain(*first)))
    assert paging.tally(pair[0], asked) == paging.tally(pair[1], asked)


@pytest.mark.parametrize("words", ["norland", "üst*", '"met sudonia"', "report -struck", "it's", "“last”", "&"])
def test_searches_are_the_same(pair, words):
    first, second = ([one.id for one in store.articles(ArticleFilter(search=words))] for store in pair)
    assert first == second


def test_tokens_are_made_known_and_withdrawn_on_both(pair):
    for store in pair:
        token = access.make_token(store, "desk")
        assert access.knows_token(store, token)
        (kept,) = access.list_tokens(store)
        assert access.withdraw_token(store, kept.number)
        assert not access.knows_token(store, token)
