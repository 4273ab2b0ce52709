"""What goes in comes out, once, and what changed is told."""

import multiprocessing
import os
import signal
import time
from contextlib import ExitStack

import msgspec
import pytest
from dossiers import article, day, event, meeting, party, plain
from sqlalchemy import text

from dragoman.errors import StoreError, UsageError
from dragoman.records import Certainty, Skipped, with_revision
from dragoman.store import ArticleFilter, ClaimFilter, EventFilter, FindingFilter, Run, Store, coder_of

NOON = "2024-06-01T12:00:00Z"


@pytest.fixture
def store(place):
    with Store.open(place, create=True, clock=lambda: NOON) as opened:
        yield opened


# -- adding ---------------------------------------------------------------------------------------------------------


def test_a_dossier_comes_back_as_it_went_in(store):
    dossier = meeting()
    result = store.add(dossier)
    assert (result.outcome, result.added, result.revised, result.removed) == ("added", 5, 0, 0)
    assert store.dossier(dossier.article.id) == dossier
    assert store.dossier("ar_000000000000") is None


def test_a_recoded_report_keeps_its_ids_and_tells_what_changed(store):
    old = meeting()
    store.add(old)
    met, sale = old.events
    surer = with_revision(msgspec.structs.replace(met, certainty=Certainty(value=2.0, label="likely")))
    fresh = event(old.article, "AGREE", "say", "Envoys say Norland may sell rockets to Sudonia")
    new = msgspec.structs.replace(old, events=(surer, fresh), findings=())
    result = store.add(new)
    assert (result.outcome, result.added, result.revised, result.removed) == ("revised", 1, 1, 2)
    changed = {(change.id, change.change) for change in store.changes(since=6)}
    assert changed == {
        (old.article.id, "revised"),
        (surer.id, "revised"),
        (fresh.id, "added"),
        (sale.id, "removed"),
        (old.findings[0].id, "removed"),
    }
    assert store.dossier(old.article.id) == new
    assert surer.id == met.id
    assert surer.revision != met.revision


def test_the_feed_keeps_what_a_record_was_before(store):
    old = meeting()
    store.add(old)
    store.add(msgspec.structs.replace(old, findings=()))
    gone = [change for change in store.changes() if change.change == "removed"]
    assert [type(old.findings[0]).from_json(change.before) for change in gone] == [old.findings[0]]


def test_a_new_title_of_the_same_report_is_found_and_the_old_one_no_longer(store):
    store.add(meeting(article(title="Oldtitle")))
    store.add(meeting(article(title="Newtitle")))
    assert [store.articles(ArticleFilter(search=word)).total for word in ("oldtitle", "newtitle", "rockets")] == [
        0,
        1,
        1,
    ]


def test_two_records_with_one_id_are_refused_and_nothing_is_stored(store):
    dossier = meeting()
    with pytest.raises(StoreError, match="two records"):
        store.add(msgspec.structs.replace(dossier, events=(dossier.events[0], dossier.events[0])))
    assert store.counts()["articles"] == 0


def test_what_fails_half_way_leaves_nothing(store):
    def write_and_fail():
        with store.writing() as connection:
            connection.exec_driver_sql("INSERT INTO runs(command, coder, started) VALUES ('add', 'x', 'y')")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_and_fail()
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM runs").scalar() == 0


def test_a_report_is_coded_only_for_the_same_text_and_coder(store):
    dossier = meeting()
    store.add(dossier)
    coder = coder_of(dossier)
    assert store.coded(dossier.article, coder)
    assert not store.coded(dossier.article, coder + " later")
    assert not store.coded(msgspec.structs.replace(dossier.article, title="Another"), coder)
    assert not store.coded(plain(1).article, coder)


def runs(store):
    with store.reading() as connection:
        return connection.exec_driver_sql("SELECT command, started, finished, counts FROM runs").all()


def test_a_run_is_kept_with_its_counts(store):
    with Run(store, "add") as run:
        run.add(meeting())
        run.add(plain(1))
        run.add(plain(1))
        run.skip(Skipped(stage="sources", reason="empty", source="a.txt"))
    assert [tuple(row) for row in runs(store)] == [("add", NOON, NOON, '{"added":2,"skipped":1,"unchanged":1}')]
    with store.reading() as connection:
        assert connection.exec_driver_sql("SELECT DISTINCT run FROM changes").scalars().all() == [1]


def test_a_run_that_changes_nothing_leaves_no_trace(store):
    left_out = Skipped(stage="sources", reason="empty", source="a.txt")
    with Run(store, "add") as run:
        run.add(meeting())
        run.skip(left_out)
    before = [tuple(row) for row in runs(store)]
    with Run(store, "add") as run:
        run.add(meeting())
        run.skip(left_out)
    assert [tuple(row) for row in runs(store)] == before
    assert dict(run.counts) == {"unchanged": 1, "skipped": 1}


def test_a_run_that_is_broken_off_keeps_what_was_done(store):
    def broken():
        with Run(store, "add") as run:
            run.add(meeting())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert store.counts()["articles"] == 1
    assert runs(store)[0].counts == '{"added":1}'


def test_a_report_that_was_left_out_is_stored_once_and_forgotten_when_it_comes(store):
    left_out = Skipped(stage="sources", reason="answered 503", source="https://news.example/1")
    for _ in range(2):
        store.skip(left_out)
    assert list(store.skipped()) == [left_out]
    store.add(meeting())
    assert left_out not in list(store.skipped())


# -- questions ------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(store):
    """The meeting, and three short reports: one of March, one of an unknown day, one whose event is dated."""
    store.add(meeting())
    store.add(plain(1, "2024-03"))
    store.add(plain(2))
    text = "Report 3: Sudonia struck Norland on 9 May 2024 near Üstün."
    of = article(text, "https://news.example/3", published="2024-05-10")
    sides = (party(text, "Sudonia", "Sudonia", "SUD", "MIL"),), (party(text, "Norland", "Norland", "NOR", None),)
    hit = event(of, "ASSAULT", "struck", text, *sides, when=day(text, "9 May 2024", "2024-05-09"), quad=4)
    store.add(msgspec.structs.replace(plain(3), article=of, parties=(), events=(hit,)))
    return store


@pytest.mark.parametrize(
    ("asked", "types"),
    [
        (EventFilter(), ["ASSAULT", "CONSULT", "CONSULT", "AID", "CONSULT"]),
        (EventFilter(types=("AID", "ASSAULT")), ["ASSAULT", "AID"]),
        (EventFilter(quads=(4,)), ["ASSAULT"]),
        (EventFilter(modes=("visit",)), ["CONSULT"]),
        (EventFilter(actors=("SUD",)), ["ASSAULT"]),
        (EventFilter(actors=("SUDGOV",)), []),
        (EventFilter(parties=("SUDMIL",)), ["ASSAULT"]),
        (EventFilter(recipients=("bo s",)), ["CONSULT"]),
        (EventFilter(countries=("NOR",)), ["CONSULT"]),
        (EventFilter(certainty=("possible",)), ["AID"]),
        (EventFilter(auxiliary=("hypothetical",)), ["AID"]),
        (EventFilter(auxiliary=("none",), types=("AID",)), []),
        (EventFilter(since="2024-05-04"), ["ASSAULT"]),
        (EventFilter(until="2024-05-03"), ["CONSULT"]),
        (EventFilter(since="2024-05", until="2024"), ["ASSAULT", "CONSULT"]),
        (EventFilter(since="2024-05-04", undated=True), ["ASSAULT", "CONSULT", "AID", "CONSULT"]),
        (EventFilter(published_until="2024-03-15"), ["CONSULT"]),
        (EventFilter(search="rockets"), ["CONSULT", "AID"]),
        (EventFilter(limit=1, offset=1), ["CONSULT"]),
        (EventFilter(actors=("% OR 1=1",)), []),
    ],
)
def test_events_are_filtered(desk, asked, types):
    assert sorted(one.type for one in desk.events(asked)) == sorted(types)


def test_the_dated_stand_before_the_undated(desk):
    days = [one.when.start for one in desk.events()]
    assert days == ["2024-05-09", "2024-05-03", None, None, None]


def test_an_answer_says_how_many_have_no_date(desk):
    found = desk.events(EventFilter(since="2024-01-01", types=("CONSULT",)))
    assert (found.total, found.undated, found.undated_included) == (1, 2, False)
    found = desk.events(EventFilter(since="2024-01-01", types=("CONSULT",), undated=True))
    assert (found.total, found.undated, found.undated_included) == (3, 2, True)
    found = desk.events(EventFilter(types=("CONSULT",), limit=1))
    assert (found.total, found.undated, found.undated_included, len(list(found))) == (3, 2, True, 1)


@pytest.mark.parametrize(
    ("asked", "contents"),
    [
        (ClaimFilter(), ["Norland may sell rockets to Sudonia", "We will stand by our friends"]),
        (ClaimFilter(speakers=("NORGOV",)), ["We will stand by our friends"]),
        (ClaimFilter(speakers=("ada",)), ["We will stand by our friends"]),
        (ClaimFilter(unnamed=True), ["Norland may sell rockets to Sudonia"]),
        (ClaimFilter(kinds=("direct",)), ["We will stand by our friends"]),
        (ClaimFilter(since="2024-05-05"), []),
        (ClaimFilter(stances=("denies",)), []),
    ],
)
def test_claims_are_filtered(desk, asked, contents):
    assert [one.content[0].quote for one in desk.claims(asked)] == contents


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        (FindingFilter(), 1),
        (FindingFilter(provisions=("TREATY-1-2",)), 1),
        (FindingFilter(provisions=("TREATY-1",)), 1),
        (FindingFilter(provisions=("TREATY",)), 0),
        (FindingFilter(verdicts=("breach",)), 0),
        (FindingFilter(parties=("NOR",), targets=("SUD",)), 1),
        (FindingFilter(since="2024-05-05"), 0),
    ],
)
def test_findings_are_filtered(desk, asked, number):
    assert desk.findings(asked).total == len(list(desk.findings(asked))) == number


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        (ArticleFilter(since="2024-03-20"), ["Leaders meet", "Leaders meet", "Report 1"]),
        (ArticleFilter(until="2024-02"), []),
        (ArticleFilter(search="ustun"), ["Leaders meet"]),
        (ArticleFilter(search='"met the prime"'), ["Leaders meet"]),
        (ArticleFilter(search="rock*"), ["Leaders meet"]),
        (ArticleFilter(search="report -struck"), ["Report 1", "Report 2"]),
        (ArticleFilter(search='") OR (NEAR* AND'), []),
        (ArticleFilter(search="***"), []),
        (ArticleFilter(publisher="example", limit=1), ["Leaders meet"]),
        (ArticleFilter(url="https://news.example/2"), ["Report 2"]),
    ],
)
def test_reports_are_searched(desk, asked, titles):
    assert [one.title for one in desk.articles(asked)] == titles


def test_a_day_that_is_none_is_refused(desk):
    with pytest.raises(UsageError, match="no date"):
        desk.events(EventFilter(since="yesterday"))


def test_a_record_is_found_by_its_id_or_the_beginning_of_it(desk):
    dossier = meeting()
    for record in (dossier.events[0], dossier.claims[0], dossier.findings[0], dossier.article):
        assert desk.get(record.id) == record
        assert desk.get(record.id[:11]) == record


@pytest.mark.parametrize(
    ("wanted", "said"),
    [("ev_ffffffffffff", "no record"), ("nonsense", "is no id"), ("ev_1", "is no id"), ("ev_%%%%", "no record")],
)
def test_an_id_that_names_nothing_is_refused(desk, wanted, said):
    with pytest.raises(UsageError, match=said):
        desk.get(wanted)


def test_parties_and_places_are_counted_by_reports(desk):
    assert [(one.name, one.code, one.articles) for one in desk.parties("norl")] == [("Norland", "NORGOV", 3)]
    assert [(one.name, one.code, one.articles) for one in desk.places()] == [("Port Lilly", "NOR", 1)]


def test_changes_are_told_from_a_number_or_a_day_on(desk):
    everything = list(desk.changes())
    assert [change.number for change in desk.changes(since=everything[2].number)] == [
        one.number for one in everything[3:]
    ]
    assert list(desk.changes(since="2024-06-01")) == everything
    assert list(desk.changes(since="2024-06-02")) == []


# -- soundness ------------------------------------------------------------------------------------------------------


def test_a_sound_store_has_no_faults(desk):
    assert list(desk.check()) == []


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("UPDATE articles SET text = text || '!' WHERE url LIKE '%/1'", "has not the id"),
        ("UPDATE events SET record = replace(record, '\"met\"', '\"bet\"')", "does not say 'bet'"),
        ("UPDATE claims SET record = '{}'", "cannot be read back"),
        ("UPDATE findings SET record = replace(record, 'possible_breach', 'breach')", "not what was stored"),
        ("DELETE FROM claims", "not what was stored"),
    ],
)
def test_damage_is_told(desk, damage, said):
    with desk.writing() as connection:
        connection.execute(text(damage))
    assert any(said in fault for fault in desk.check())


def test_a_backup_is_a_whole_store_and_never_overwrites(desk, tmp_path):
    desk.backup(tmp_path / "copy.db")
    with Store.open(tmp_path / "copy.db") as copy:
        assert copy.dossier(meeting().article.id) == meeting()
        assert list(copy.check()) == []
    with pytest.raises(StoreError, match="exists already"):
        desk.backup(tmp_path / "copy.db")
    with pytest.raises(StoreError):
        desk.backup(tmp_path / "nowhere" / "copy.db")


# -- many at once ---------------------------------------------------------------------------------------------------


def test_readers_see_whole_reports_while_one_writes(place):
    with Store.open(place, create=True) as writer, Store.open(place) as reader:
        writer.add(plain(1))
        with reader.reading() as connection:
            before = connection.exec_driver_sql("SELECT count(*) FROM events").scalar()
            with writer.writing() as writing:
                writing.exec_driver_sql("DELETE FROM events")
                assert connection.exec_driver_sql("SELECT count(*) FROM events").scalar() == before == 1
        assert reader.events().total == 0


def test_a_second_writer_waits_its_turn_and_then_says_so(place):
    with Store.open(place, create=True) as first, Store.open(place, busy_timeout_s=0.05) as second, first.writing():
        with pytest.raises(StoreError, match="another process") as caught:
            second.add(plain(1))
        assert "wait" in caught.value.hint


def test_more_readers_than_connections_are_told_to_come_again(place):
    with Store.open(place, create=True) as store, ExitStack() as held:
        store.engine.pool._timeout = 0.05

        def read_and_hold():
            for _ in range(60):
                held.enter_context(store.reading()).exec_driver_sql("SELECT 1")

        with pytest.raises(StoreError, match="too many ask the store at once"):
            read_and_hold()


def _add_many(place, first, step):
    with Store.open(place, create=True) as store:
        for number in range(first, 40, step):
            store.add(plain(number))


def test_two_processes_that_open_and_write_together_lose_nothing(place):
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_add_many, args=(place, first, 2)) for first in (0, 1)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    with Store.open(place) as store:
        assert store.counts()["articles"] == store.counts()["events"] == 40
        assert list(store.check()) == []


def _add_for_ever(place):
    with Store.open(place, create=True) as store:
        for number in range(100_000):
            store.add(plain(number))


def test_a_killed_writer_leaves_whole_reports_only(place):
    worker = multiprocessing.get_context("spawn").Process(target=_add_for_ever, args=(place,))
    worker.start()
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and _stored(place) <= 20:
        time.sleep(0.02)
    os.kill(worker.pid, signal.SIGKILL)
    worker.join(10)
    with Store.open(place) as store:
        counts = store.counts()
        assert counts["articles"] == counts["events"] > 20
        assert list(store.check()) == []
        assert store.add(plain(0)).outcome == "unchanged"


def _stored(place):
    try:
        with Store.open(place) as store:
            return store.counts()["articles"]
    except StoreError:
        return 0
