"""Following feeds on a site of this machine: what is new is read once, and no site is pestered."""

import gzip
import json
import os
import signal
import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
import stub_desks
from stub_desks import CODER

from dragoman.cli import following
from dragoman.cli.following import seconds_of
from dragoman.errors import UsageError
from dragoman.pipeline.workers import InProcess
from dragoman.store import FeedBook, Store, coder_name

STORY = (
    "The two ministers met in Vienna on Tuesday and agreed to send observers to the border within ten days of the meeting, "
    "the foreign ministry said in a statement that was published after the talks. Both sides called the talks useful."
)


class News:
    """What the site says: its pages, its feed, and in which way it misbehaves; `asked` are the requests."""

    def __init__(self):
        self.pages, self.asked, self.sent = [], [], []
        self.etag, self.busy, self.after, self.robots = '"1"', {}, "0", ""

    def feed(self, host):
        items = "".join(
            f"<item><title>T{n}</title><link>{host}/page/{n}</link><pubDate>Thu, 19 Sep 2024 10:00:00 GMT</pubDate></item>"
            for n in self.pages
        )
        return f"<rss><channel>{items}</channel></rss>"


@contextmanager
def served(news):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            news.asked.append(self.path)
            news.sent.append(dict(self.headers))
            host = f"http://127.0.0.1:{self.server.server_address[1]}"
            if self.path in news.busy:
                self.reply(news.busy[self.path], b"", {"Retry-After": news.after})
            elif self.path == "/rss" and self.headers.get("If-None-Match") == news.etag:
                self.reply(304, b"")
            elif self.path in ("/rss", "/packed.xml.gz"):
                data = news.feed(host).encode()
                self.reply(200, data if self.path == "/rss" else gzip.compress(data), {"ETag": news.etag})
            elif self.path == "/robots.txt":
                self.reply(200 if news.robots else 404, news.robots.encode())
            elif self.path == "/index.xml":
                maps = "".join(
                    f"<sitemap><loc>{host}/{name}</loc></sitemap>" for name in ("packed.xml.gz", "index.xml", "none")
                )
                self.reply(200, f"<sitemapindex>{maps}</sitemapindex>".encode())
            elif self.path.startswith("/page/"):
                self.reply(200, f"<html><body><article><p>{self.path}: {STORY}</p></article></body></html>".encode())
            elif self.path == "/table.jsonl":
                self.reply(200, "".join(json.dumps({"text": f"{n}: {STORY}"}) + "\n" for n in range(3)).encode())
            else:
                self.reply(404, b"")

        def reply(self, status, data, headers=None):
            self.send_response(status)
            for name, value in {"Content-Length": str(len(data)), **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def news():
    return News()


@pytest.fixture
def site(news):
    with served(news) as address:
        yield address


@pytest.fixture(autouse=True)
def stub(monkeypatch):
    monkeypatch.setattr("dragoman.cli.reports.open_pool", lambda workers: InProcess(stub_desks.quick()))
    monkeypatch.setattr("dragoman.cli.reports.coder_now", lambda: coder_name(CODER, ()))
    monkeypatch.setenv("DRAGOMAN_FETCH_PRIVATE", "yes")
    monkeypatch.setenv("DRAGOMAN_FETCH_GAP_S", "0")
    monkeypatch.setenv("DRAGOMAN_FETCH_PATIENCE_S", "0")
    handlers = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT)}
    yield
    for one, handler in handlers.items():
        signal.signal(one, handler)


@pytest.fixture
def store(home):
    return home / "data" / "dragoman" / "dragoman.db"


def due_now(store, feed):
    with Store.open(store) as opened:
        FeedBook(opened).due(feed, "2000-01-01T00:00:00Z")


def test_a_feed_is_read_and_then_only_what_is_new(run, news, site, store):
    news.pages = [1, 2]
    said = run("watch", f"{site}/rss", "--once")
    assert (said.code, said.err.partition(" ")[2].partition(" ")[2]) == (0, "2 added\n")
    with Store.open(store) as opened:
        assert {one.published for one in opened.articles()} == {"2024-09-19T10:00:00Z"}
        assert {one.published_from for one in opened.articles()} == {"feed"}
    assert run("watch", f"{site}/rss", "--once").err == ""
    assert news.asked.count("/rss") == 1, "not due yet"
    due_now(store, f"{site}/rss")
    news.asked.clear()
    assert run("watch", f"{site}/rss", "--once").err == ""
    assert news.asked == ["/robots.txt", "/rss"]
    assert news.sent[-1]["If-None-Match"] == '"1"'
    news.pages, news.etag = [3, 1, 2], '"2"'
    due_now(store, f"{site}/rss")
    news.asked.clear()
    assert run("watch", f"{site}/rss", "--once").err.endswith("1 added\n")
    assert [path for path in news.asked if path.startswith("/page")] == ["/page/3"]


def test_add_reads_a_feed_the_same_way_and_again_reads_it_whole(run, news, site):
    news.pages = [1, 2]
    assert run("add", f"{site}/rss").err == "2 added\n"
    news.asked.clear()
    assert run("add", f"{site}/rss") == (0, "", "nothing new\n")
    assert "/page/1" not in news.asked
    assert run("add", f"{site}/rss", "--again").err == "2 unchanged\n"


def test_a_page_that_cannot_be_had_is_asked_for_in_five_rounds(run, news, site, store):
    news.pages, news.busy = [1, 2], {"/page/2": 500}
    for _ in range(7):
        run("watch", f"{site}/rss", "--once")
        due_now(store, f"{site}/rss")
    assert (news.asked.count("/page/1"), news.asked.count("/page/2")) == (1, 5)


@pytest.mark.parametrize("status", [429, 503])
def test_a_site_that_is_busy_is_left_alone_and_its_pages_come_later(run, news, site, store, status):
    news.pages, news.busy, news.after = [1, 2], {"/page/1": status}, "3600"
    said = run("watch", f"{site}/rss", "--once")
    assert "2 left out" in said.err
    assert "/page/2" not in news.asked, "the whole host is left alone"
    news.busy = {}
    for _ in range(2):
        due_now(store, f"{site}/rss")
        said = run("watch", f"{site}/rss", "--once")
    with Store.open(store) as opened:
        assert opened.articles().total == 2
        assert not list(opened.skipped())


def test_a_feed_that_is_busy_is_asked_when_it_said(run, news, site, store):
    news.busy, news.after = {"/rss": 503}, "7200"
    run("watch", f"{site}/rss", "--once")
    with Store.open(store) as opened:
        state = FeedBook(opened).state(f"{site}/rss")
    assert (state.failures, "answered 503" in state.reason) == (1, True)
    news.asked.clear()
    run("watch", f"{site}/rss", "--once")
    assert news.asked == [], "not due for two hours"


def test_several_feeds_come_from_a_file_and_one_that_is_gone_stops_no_other(run, news, site, home):
    news.pages = [1]
    (home / "feeds.txt").write_text(f"# mine\n{site}/nothing\n{site}/rss\n")
    said = run("watch", home / "feeds.txt", "--once")
    assert "1 added, 1 left out" in said.err


def test_site_maps_are_read_with_those_they_name_and_no_circle_is_run(run, news, site):
    news.pages = [1, 2]
    said = run("add", f"{site}/index.xml")
    assert said.err == "2 added, 1 left out\n"
    assert news.asked.count("/index.xml") <= 2


def test_a_table_at_an_address_is_fetched_whole(run, site):
    assert run("add", f"{site}/table.jsonl").err == "3 added\n"


def test_a_list_of_addresses_is_read_one_by_one(run, site, home):
    (home / "list.txt").write_text(f"{site}/page/1\n{site}/none\n{site}/page/2\n")
    assert run("add", home / "list.txt").err == "2 added, 1 left out\n"


def test_what_is_no_feed_list_or_span_is_wrong_use(run, home):
    (home / "words.txt").write_text("words")
    assert run("watch", home / "words.txt").code == 2
    assert run("watch", home / "none.txt").code == 2
    assert run("watch", "https://news.example/rss", "--every", "soon").code == 2
    with pytest.raises(UsageError, match="too often"):
        seconds_of("10s")
    assert [seconds_of(span) for span in ("90s", "10m", "6h", "1d")] == [90, 600, 21_600, 86_400]


def test_a_full_disk_ends_the_round_and_not_the_following(run, news, site, store, monkeypatch):
    from dragoman.errors import StoreError

    news.pages = [1]
    adds = []

    def add(self, dossier, run=None):
        adds.append(dossier)
        raise StoreError("the disk is full", hint="free some space")

    with monkeypatch.context() as patch:
        patch.setattr(Store, "put", add)
        said = run("watch", f"{site}/rss", "--once")
    assert (said.code, "the disk is full; tried again" in said.err) == (0, True)
    due_now(store, f"{site}/rss")
    assert run("watch", f"{site}/rss", "--once").err.endswith("1 added\n")


def test_a_feed_that_stalls_costs_its_time_limit_and_stops_no_other(run, news, site, store, monkeypatch):
    news.pages = [1]
    monkeypatch.setenv("DRAGOMAN_FETCH_TIMEOUT_S", "0.5")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        stalled = f"http://127.0.0.1:{silent.getsockname()[1]}/rss"
        began = time.monotonic()
        said = run("watch", stalled, f"{site}/rss", "--once")
    assert time.monotonic() - began < 10
    assert "1 added, 1 left out" in said.err
    with Store.open(store) as opened:
        assert "did not answer in 0.5 seconds" in FeedBook(opened).state(stalled).reason


def test_a_service_is_ended_also_where_ctrl_c_is_ignored_as_of_a_job_in_the_background(run, news, site, monkeypatch):
    """SIGTERM ends it as Ctrl-C does."""

    def asleep(seconds):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)

    news.pages = [1]
    monkeypatch.setattr(following, "time", SimpleNamespace(sleep=asleep, monotonic=time.monotonic))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    assert run("watch", f"{site}/rss").code == 130
