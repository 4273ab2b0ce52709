"""Files, folders and a local web server: each thing that goes wrong says what to do."""

import gzip
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from dragoman.errors import NotAnArticle, SourceError
from dragoman.records import Article, Skipped
from dragoman.sources import Limits, fetch_article, read_articles
from dragoman.sources.web import check_host

TEXT = "The two ministers met in Vienna on Tuesday and agreed to send observers to the border within ten days of the meeting."
PAGE = f"<!doctype html><html><body><article><h1>Ministers meet</h1><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        routes = {
            "/story": (200, PAGE),
            "/gone": (404, ""),
            "/private": (403, ""),
            "/robots.txt": (200, "User-agent: *\nDisallow: /closed"),
            "/closed": (200, PAGE),
        }
        if self.path.startswith("/loop"):
            self.send_response(302)
            self.send_header("Location", "/loop" + self.path[5:] + "x")
            self.end_headers()
            return
        if self.path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/story")
            self.end_headers()
            return
        status, body = (200, "x" * 3_000_000) if self.path == "/big" else routes.get(self.path, (404, ""))
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


LOCAL = Limits(allow_private=True, bytes=1_000_000, timeout_s=20)


def test_a_page_is_fetched_and_keeps_its_address(site):
    article = fetch_article(f"{site}/moved", limits=LOCAL)
    assert article.url == f"{site}/story"
    assert TEXT in article.text


@pytest.mark.parametrize(
    ("path", "words"),
    [("/gone", "404"), ("/private", "403"), ("/loop", "redirects"), ("/closed", "robots.txt"), ("/big", "larger than")],
)
def test_what_a_server_refuses_is_told(site, path, words):
    with pytest.raises(SourceError, match=words) as refused:
        fetch_article(site + path, limits=LOCAL)
    assert refused.value.hint


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "::1",
        "::ffff:127.0.0.1",
        "fe80::1",
        "0.0.0.0",
        "224.0.0.1",
    ],
)
def test_private_addresses_are_refused_however_they_are_named(address):
    with pytest.raises(SourceError, match="private network"):
        check_host("http://news.example/story", Limits(), lambda *_: [address])


def test_one_private_address_among_public_ones_is_enough_to_refuse():
    with pytest.raises(SourceError, match="private network"):
        check_host("http://news.example/", Limits(), lambda *_: ["93.184.216.34", "10.0.0.1"])


@pytest.mark.parametrize("url", ["ftp://news.example/a", "file:///etc/passwd", "http:///a"])
def test_other_schemes_are_refused(url):
    with pytest.raises(SourceError, match="not a web address"):
        fetch_article(url)


def test_files_that_cannot_be_read_say_why(tmp_path):
    with pytest.raises(SourceError, match="no such file"):
        fetch_article(str(tmp_path / "none.txt"))
    with pytest.raises(SourceError, match="is a folder"):
        fetch_article(str(tmp_path))
    (tmp_path / "big.txt").write_bytes(b"word " * 300_000)
    with pytest.raises(SourceError, match="larger than"):
        fetch_article(str(tmp_path / "big.txt"), limits=Limits(bytes=1_000_000))
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(NotAnArticle, match="nothing in it"):
        fetch_article(str(tmp_path / "empty.txt"))


def test_a_gzip_bomb_is_stopped_at_the_cap(tmp_path):
    (tmp_path / "bomb.txt.gz").write_bytes(gzip.compress(b"a " * 5_000_000))
    with pytest.raises(SourceError, match="unpacks to more"):
        fetch_article(str(tmp_path / "bomb.txt.gz"), limits=Limits(bytes=1_000_000))


def test_a_folder_gives_its_reports_in_order_and_a_bad_one_is_a_record(tmp_path):
    (tmp_path / "b.txt").write_text(TEXT + " Second.", encoding="utf-8")
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "c.txt").write_bytes(b"")
    rows = [{"text": TEXT, "title": "One", "date": "2021-03-03"}, {"title": "no text"}]
    (tmp_path / "d.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\nnot json\n", encoding="utf-8")
    (tmp_path / "e.csv").write_text(f'body,date\n"{TEXT}",2021-03-04\n', encoding="utf-8")
    found = list(read_articles([str(tmp_path)]))
    assert [type(one) for one in found] == [Article, Article, Skipped, Article, Skipped, Skipped, Article]
    assert [one.published for one in found if isinstance(one, Article)] == [None, None, "2021-03-03", "2021-03-04"]
    assert found[4].source.endswith("d.jsonl, row 2")


def test_columns_can_be_named(tmp_path):
    (tmp_path / "e.csv").write_text(f'was,wann\n"{TEXT}",2021-03-04\n', encoding="utf-8")
    (article,) = read_articles([str(tmp_path / "e.csv")], columns={"text": "was", "published": "wann"})
    assert article.published == "2021-03-04"
