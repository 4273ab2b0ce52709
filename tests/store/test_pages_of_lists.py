"""Pages of long lists: the same rows however they are read, and read by an index; on each database."""

import pytest
from dossiers import meeting, plain
from sqlalchemy import text

from dragoman.store import ArticleFilter, ClaimFilter, EventFilter, ListingFilter, Store, migrations, schema, sqlite
from dragoman.store.companions import claims_in, events_in, reports_beside, with_denials
from dragoman.store.filters import StoryFilter
from dragoman.store.migrations import MIGRATIONS
from dragoman.store.paging import KEPT, slice_of, slice_of_stories
from dragoman.store.stories import Placed, write_placed

IDS = {
    ArticleFilter: schema.articles.c.id,
    EventFilter: schema.events.c.id,
    ClaimFilter: schema.claims.c.id,
    ListingFilter: schema.listings.c.id,
}


@pytest.fixture
def store(place):
    with Store.open(place, create=True) as opened:
        for dossier in (
            meeting(),
            *(plain(number, f"2024-0{number}", intensity=float(-number)) for number in range(1, 6)),
        ):
            opened.add(dossier)
        yield opened


def read(store, asked, order, size):
    """The ids of all pages."""
    found, after = [], ""
    while True:
        part = slice_of(store, asked, [IDS[type(asked)].label("id")], order=order, after=after, size=size)
        found += [row.id for row in part.rows]
        if part.next is None:
            return found
        after = part.next


@pytest.mark.parametrize("kind", [ArticleFilter, EventFilter, ClaimFilter])
@pytest.mark.parametrize("words", ["norland", "norland -rockets", '"Norland met"', "rock* norland", "nowhere"])
def test_common_words_find_the_same_one_report_after_the_other(store, monkeypatch, kind, words):
    for order in KEPT[kind].orders:
        at_once = read(store, kind(search=words), order, 2)
        with monkeypatch.context() as patch:
            patch.setattr(sqlite, "COMMON", 1)
            assert read(store, kind(search=words), order, 2) == at_once, order


@pytest.mark.parametrize("order", KEPT[EventFilter].orders)
def test_events_of_a_type_come_in_their_order_whatever_the_page(store, order):
    whole = read(store, EventFilter(types=("CONSULT",)), order, 100)
    assert len(whole) == 6
    assert read(store, EventFilter(types=("CONSULT",)), order, 1) == whole


def test_reports_of_a_story_are_found_beside_each_other(store):
    first, second, third = (plain(number, f"2024-0{number}").article.id for number in (1, 2, 3))
    with store.writing() as connection:
        placed = [
            Placed(article=one, place=at, story=story, words="", terms={})
            for at, (one, story) in enumerate(((first, "st_a"), (second, "st_a"), (third, "st_b")))
        ]
        write_placed(connection, placed)
    assert reports_beside(store, [second]) == {first: "st_a", second: "st_a"}
    assert reports_beside(store, [meeting().article.id]) == {meeting().article.id: meeting().article.id}
    assert with_denials(store, [first, second]) == set()
    assert [one.article for one in events_in(store, [first, second], "CONSULT")] == sorted([first, second])
    assert [one.article for one in claims_in(store, [meeting().article.id])] == [meeting().article.id] * 2
    page = slice_of_stories(store, StoryFilter(), size=1)
    assert [one.id for one in page.rows] == ["st_b"]
    assert [one.id for one in slice_of_stories(store, StoryFilter(), page.next, 5).rows] == ["st_a"]


def indexes(store):
    with store.reading() as connection:
        return set(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'index'")).scalars())


def test_a_store_from_before_is_brought_forward_with_its_data(tmp_path, monkeypatch):
    before = MIGRATIONS[:7]
    with monkeypatch.context() as patch:
        patch.setattr("dragoman.store.store.MIGRATIONS", before)
        patch.setattr(migrations.migrate, "__defaults__", (before,))
        patch.setattr(migrations.refuse_newer, "__defaults__", (before,))
        with Store.open(tmp_path / "a.db", create=True) as store:
            store.add(meeting())
            assert store.schema() == 7
            assert "events_of_type_hostile" not in indexes(store)
    with Store.open(tmp_path / "a.db") as store:
        assert store.schema() == MIGRATIONS[-1].version
        assert {
            "events_of_type_newest",
            "events_of_type_hostile",
            "events_of_type_friendly",
            "events_friendly",
        } <= indexes(store)
        assert store.dossier(meeting().article.id) == meeting()


@pytest.mark.parametrize(
    ("order", "index"),
    [
        ("type = 'AID' ORDER BY first_day DESC NULLS LAST, article, position", "events_of_type_newest"),
        ("type = 'AID' ORDER BY intensity, article, position", "events_of_type_hostile"),
        ("type = 'AID' ORDER BY intensity DESC, article, position", "events_of_type_friendly"),
        ("1 = 1 ORDER BY intensity DESC, article, position", "events_friendly"),
    ],
)
def test_nothing_is_sorted_to_read_a_page(tmp_path, order, index):
    with Store.open(tmp_path / "a.db", create=True) as store, store.reading() as connection:
        plan = connection.execute(text(f"EXPLAIN QUERY PLAN SELECT record FROM events WHERE {order} LIMIT 51")).all()
    said = " ".join(row[3] for row in plan)
    assert index in said
    assert "TEMP B-TREE" not in said
