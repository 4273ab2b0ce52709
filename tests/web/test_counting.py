"""What takes long is counted aside: readers have the last count at once, and are told of which moment it is."""

import os
from concurrent.futures import Future

import pytest
from dossiers import plain
from web_sites import client_of, filled_store

from dragoman.errors import UsageError, WorkerError
from dragoman.web import counting
from dragoman.web.answers import Events
from dragoman.web.counting import BeingCounted, Count, Counts, Known, Process, Threads, earlier
from dragoman.web.problems import Problem
from dragoman.web.site import aside, count


class Slow:
    """A lane that counts when it is told to."""

    def __init__(self, ground=None, do=None):
        self.do, self.ground, self.begun = do, ground, []

    def submit(self, job):
        self.begun.append((job, Future()))
        return self.begun[-1][1]

    def finish(self, result=None):
        begun, self.begun = self.begun, []
        for job, future in begun:
            future.set_result(result or self.do(self.ground, job))

    def close(self):
        self.begun.clear()


@pytest.fixture(autouse=True)
def no_patience(monkeypatch):
    monkeypatch.setattr(counting, "FIRST_S", 0.0)
    monkeypatch.setattr(counting, "AGAIN_S", 0.0)


def test_a_first_count_that_takes_long_says_so_and_is_there_later():
    counts, lane = Counts(), Slow()
    with pytest.raises(BeingCounted):
        counts.known("how many", "1", lane)
    lane.finish(Count(7, "1", "12:00"))
    assert counts.known("how many", "1", lane) == Known(7, None)
    assert lane.begun == []


def test_changed_data_show_the_last_count_with_its_moment_and_are_counted_once():
    counts, lane = Counts(), Slow()
    with pytest.raises(BeingCounted):
        counts.known("how many", "1", lane)
    lane.finish(Count(7, "1", "12:00"))
    assert [counts.known("how many", "2", lane) for _ in range(9)] == [Known(7, "12:00")] * 9
    assert len(lane.begun) == 1
    lane.finish(Count(8, "2", "12:01"))
    assert counts.known("how many", "2", lane) == Known(8, None)


def test_a_first_count_that_fails_is_told_and_begun_anew():
    counts, lane = Counts(), Slow()
    for _ in range(2):
        with pytest.raises(BeingCounted):
            counts.known("how many", "1", lane)
        lane.begun.pop()[1].set_exception(UsageError("nothing can be counted"))
    failed = Future()
    failed.set_exception(UsageError("nothing can be counted"))
    lane.submit = lambda job: failed
    with pytest.raises(UsageError, match="nothing can be counted"):
        counts.known("how many", "1", lane)


def test_a_later_count_that_fails_leaves_the_last(caplog):
    counts, lane = Counts(), Slow()
    with pytest.raises(BeingCounted):
        counts.known("how many", "1", lane)
    lane.finish(Count(7, "1", "12:00"))
    failed = Future()
    failed.set_exception(WorkerError("the process that counts ended"))
    lane.submit = lambda job: failed
    assert counts.known("how many", "2", lane) == Known(7, "12:00")
    assert "counting anew failed" in caplog.text


def test_the_counts_not_asked_for_longest_are_forgotten(monkeypatch):
    monkeypatch.setattr(counting, "KEPT", 2)
    counts, lane = Counts(), Threads(None, lambda _, job: Count(job, "1", "12:00"))
    monkeypatch.setattr(counting, "FIRST_S", 30.0)
    for job in ("a", "b", "a", "c"):
        counts.known(job, "1", lane)
    assert list(counts._last) == ["a", "c"]
    lane.close()


def test_the_earliest_moment_is_told():
    assert earlier(None, "12:01", "12:00") == "12:00"
    assert earlier(None, None) is None


def begin():
    return 40


def add(ground, job):
    if job == "wrong":
        raise UsageError("that is no number", hint="give one")
    if job == "broken":
        raise ZeroDivisionError
    if job == "dead":
        os._exit(1)
    return Count((ground + job, os.getpid(), os.nice(0)), "1", "12:00")


def test_a_process_counts_tells_what_is_wrong_and_comes_back_when_it_dies():
    lane = Process(begin, add)
    try:
        total, process, nice = lane.submit(2).result(60).what
        assert (total, process != os.getpid(), nice) == (42, True, min(19, os.nice(0) + counting.LOW))
        with pytest.raises(UsageError, match="that is no number") as wrong:
            lane.submit("wrong").result(60)
        assert wrong.value.hint == "give one"
        with pytest.raises(WorkerError, match="could not be counted"):
            lane.submit("broken").result(60)
        with pytest.raises(WorkerError, match="ended"):
            lane.submit("dead").result(60)
        again, another, _ = lane.submit(3).result(60).what
        assert (again, another != process) == (43, True)
    finally:
        lane.close()


def test_what_does_not_pickle_is_told():
    lane = Process(begin, add)
    try:
        with pytest.raises(Exception, match="pickle"):
            lane.submit(lambda: 1).result(60)
        assert lane.submit(1).result(60).what[0] == 41
    finally:
        lane.close()


COUNTED = (
    "/",
    "/articles",
    "/events",
    "/claims",
    "/findings",
    "/listings",
    "/actors",
    "/actors/NOR",
    "/pairs/NOR/SUD",
    "/stories",
    "/timeline",
    "/map",
    "/tension",
    "/alignment",
    "/efficacy",
    "/forecast",
    "/review",
    "/about",
)


@pytest.fixture(scope="module")
def slow_site(tmp_path_factory):
    """A store, a client over it, and the lane that counts for it when it is told to."""
    made = []

    def lanes(site):
        made.append(Slow(site, count))
        return made[0], made[0]

    with filled_store(tmp_path_factory.mktemp("counting") / "reports.db") as store:
        yield store, client_of(store, lanes=lanes), made[0]


@pytest.fixture
def slow(slow_site):
    """The same, as if nothing had been counted."""
    store, client, lane = slow_site
    lane.finish()
    client.app.state.site._counts = Counts()
    return store, client, lane


@pytest.fixture
def changed(slow):
    """Changes the data of the store."""
    store, *_ = slow
    return lambda: store.add(plain(store.counts()["articles"] + 5, "2024-05-20"))


def counted(client, lane, path):
    """The answer of a path once all that it rests on is counted."""
    for _ in range(4):
        answer = client.get(path)
        if answer.status_code != 202:
            return answer
        lane.finish()
    raise AssertionError(f"{path} is never counted")


@pytest.mark.parametrize("path", COUNTED)
def test_every_counted_page_says_that_it_is_counted_and_then_comes(slow, path):
    _, client, lane = slow
    twin = "/index" if path == "/" else path
    page, data = client.get(path), client.get(f"/api/v1{twin}")
    assert (page.status_code, page.headers["refresh"], "This is being counted" in page.text) == (202, "2", True)
    assert (data.status_code, data.headers["retry-after"]) == (202, "2")
    assert Problem.from_json(data.content).status == 202
    assert client.get(f"{twin}.csv").status_code == 202
    whole = counted(client, lane, path)
    assert (whole.status_code, "counted-at" in whole.headers, 'class="as-of"' in whole.text) == (200, False, False)


@pytest.mark.parametrize("path", COUNTED)
def test_after_a_change_every_page_comes_at_once_and_tells_the_moment_it_is_of(slow, changed, path):
    _, client, lane = slow
    counted(client, lane, path)
    changed()
    page = client.get(path)
    moment = page.headers["counted-at"]
    assert (page.status_code, f"As counted at {moment[11:16]} UTC" in page.text) == (200, True)
    assert client.get(f"/api/v1{'/index' if path == '/' else path}").headers["counted-at"] == moment
    lane.finish()
    assert "counted-at" not in client.get(path).headers


def test_a_picture_is_of_the_same_count_as_its_page(slow, changed):
    _, client, lane = slow
    before = counted(client, lane, "/timeline.svg?type=AID&by=year").text
    changed()
    assert client.get("/timeline.svg?type=AID&by=year").text == before
    lane.finish()
    assert client.get("/timeline.svg?type=AID&by=year").text != before


def test_lists_show_new_records_before_they_are_counted(slow, changed):
    _, client, lane = slow
    before = Events.from_json(counted(client, lane, "/api/v1/events").content)
    changed()
    after = Events.from_json(client.get("/api/v1/events").content)
    assert (len(after.data), after.total) == (len(before.data) + 1, before.total)


def test_the_same_is_counted_in_a_process_as_in_the_server(tmp_path, monkeypatch):
    monkeypatch.setattr(counting, "FIRST_S", 60.0)
    with filled_store(tmp_path / "reports.db") as store:
        plainly, apart = client_of(store), client_of(store, lanes=aside)
        try:
            for path in COUNTED:
                twin = "/index" if path == "/" else path
                assert apart.get(f"{twin}.json").content == plainly.get(f"{twin}.json").content
            wrong = apart.get("/efficacy.json?regime=nobody")
            assert (wrong.status_code, "no sanctions regime" in wrong.text) == (400, True)
        finally:
            apart.app.state.site.close()


def test_imports_and_forecasts_are_changes_too(slow):
    from dragoman.store.history import Progress
    from dragoman.store.paging import version_of_data

    store, *_ = slow
    before = version_of_data(store)
    store.finish_import(Progress(digest="0", kind="events", file="acts.csv", rows=3))
    assert version_of_data(store) != before
