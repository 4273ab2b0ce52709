"""Stories of a real store: every report has one, once, however it came and however often grouping is stopped."""

import msgspec
import pytest
from dossiers import article, plain
from sqlalchemy import delete

from dragoman.errors import UsageError
from dragoman.records import Dossier
from dragoman.relating.stories import Relater, relate, told
from dragoman.store import Run, Store, StoryFilter, schema
from dragoman.store import stories as kept

QUAKE = "An earthquake struck the port of Harwick before dawn and the cathedral tower fell, the mayor Ilse Brandt told reporters."
TREATY = "Norland signed a fishing treaty with Sudonia in Lakeford, ending their long quarrel over the herring quotas of the strait."


def report(number: int, text: str, **more) -> Dossier:
    of = article(f"{text} Filed by desk{number}.", f"https://{number}.example", publisher=f"Paper {number}", **more)
    return Dossier(article=of, made_by=plain(1).made_by)


REPORTS = [
    report(1, QUAKE, title="Harwick quake", published="2024-05-04"),
    report(2, TREATY, title="Herring peace", published="2024-05-05"),
    report(3, QUAKE, title="Tower falls in Harwick", published="2024-05-05"),
    report(4, QUAKE, title="Harwick mourns", published=None),
]


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "a.db", create=True) as opened:
        yield opened


def fill(store: Store, reports=REPORTS) -> None:
    for one in reports:
        store.add(one)


def grouped(store: Store) -> dict[str, str]:
    return {article: story.id for story in store.stories() for article in story.articles}


def test_reports_of_one_happening_are_one_story_in_order_of_arrival(store):
    fill(store)
    assert relate(store) == 4
    quake, treaty = store.stories()
    assert quake.articles == tuple(REPORTS[at].article.id for at in (0, 2, 3))
    assert (quake.title, quake.first_day, quake.last_day) == ("Harwick quake", "2024-05-04", "2024-05-05")
    assert treaty.publishers == ("Paper 2",)


def test_adding_again_changes_nothing(store):
    fill(store)
    relate(store)
    before = grouped(store)
    fill(store)
    assert relate(store) == 0
    assert grouped(store) == before


def test_it_does_not_matter_how_often_grouping_is_stopped(store, tmp_path):
    for one in REPORTS:
        store.add(one)
        relate(store)
    with Store.open(tmp_path / "b.db", create=True) as other:
        fill(other)
        relate(other)
        assert grouped(other) == grouped(store)


def test_a_grouping_beside_another_one_sees_what_that_did(store):
    one, other = Relater(store), Relater(store)
    store.add(REPORTS[0])
    one.relate()
    store.add(REPORTS[2])
    other.relate()
    store.add(REPORTS[3])
    one.relate()
    assert len(set(grouped(store).values())) == 1


def test_what_fails_leaves_nothing_behind(store, monkeypatch):
    fill(store)
    relater = Relater(store)
    monkeypatch.setattr(kept, "move", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        relater.relate()
    monkeypatch.undo()
    assert grouped(store) == {}
    assert relater.relate() == 4
    assert len(set(grouped(store).values())) == 2


def test_a_report_that_is_removed_leaves_its_story(store):
    fill(store)
    relate(store)
    with store.writing() as connection:
        connection.execute(delete(schema.articles).where(schema.articles.c.id == REPORTS[0].article.id))
    quake = store.story(grouped(store)[REPORTS[2].article.id])
    assert quake.articles == (REPORTS[2].article.id, REPORTS[3].article.id)
    store.add(report(5, QUAKE))
    assert relate(store) == 1
    assert len(store.story(quake.id).articles) == 3


def test_stories_are_asked_for_by_day_words_size_and_report(store):
    fill(store)
    relate(store)
    ids = grouped(store)
    quake, treaty = ids[REPORTS[0].article.id], ids[REPORTS[1].article.id]

    def asked(**more) -> list[str]:
        return [one.id for one in store.stories(StoryFilter(**more))]

    assert asked(least=2) == [quake]
    assert asked(until="2024-05-04") == [quake]
    assert asked(since="2024-05-05") == [quake, treaty]
    assert asked(search="herring") == [treaty]
    assert asked(article=REPORTS[3].article.id) == [quake]
    assert asked(limit=1, offset=1) == [treaty]
    assert store.stories(StoryFilter(since="2024-06")).total == 0


def test_a_story_without_any_day_is_left_out_of_days_unless_asked_for(store):
    fill(store, [report(1, QUAKE, published=None)])
    relate(store)
    found = store.stories(StoryFilter(since="2024"))
    assert (found.total, found.undated, found.undated_included) == (0, 1, False)
    assert store.stories(StoryFilter(since="2024", undated=True)).total == 1


def test_an_unknown_id_is_refused(store):
    with pytest.raises(UsageError, match="no story"):
        store.story("st_000000")


def test_copies_and_reprints_are_one_source(store):
    fill(store)
    with Run(store, "add") as run:
        run.reprint(article("…", "https://6.example", publisher="Paper 6"), REPORTS[0].article.id, 0.95)
    relate(store)
    quake = told(store, store.story(grouped(store)[REPORTS[0].article.id]))
    assert len(quake.reprints) == 1
    assert [len(source.reports) for source in quake.sources] == [4]
    assert quake.sources[0].why == ("the same text",)


def test_acts_carry_the_story_of_their_report(store):
    one, other = plain(1, "2024-05-04"), plain(2, "2024-05-04")
    fill(store, [one, other])
    assert [act.story for act in store.pair_events("NOR", "SUD")] == [None, None]
    relate(store)
    ids = grouped(store)
    assert {act.source: act.story for act in store.pair_events("NOR", "SUD")} == ids


def test_why_a_report_is_in_its_story_is_kept(store):
    fill(store)
    relate(store)
    with store.reading() as connection:
        placed = kept.placed_in(connection, grouped(store)[REPORTS[0].article.id])
    assert placed[0].cosine is None
    assert placed[1].cosine > 0.5
    assert placed[1].copy_of == REPORTS[0].article.id
    assert msgspec.structs.asdict(placed[1])["shared"] > 0.5
