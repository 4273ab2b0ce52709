"""A web server on this machine for the tests: each path misbehaves in one way."""

import gzip
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

SENTENCE = (
    "The two ministers met in Vienna on Tuesday and agreed to send observers to the border within ten days of the meeting, "
    "the foreign ministry said in a statement that was published after the talks."
)
STORY = f"<p>{SENTENCE}</p><p>Both sides called the talks useful, and {SENTENCE[0].lower()}{SENTENCE[1:]}</p>"
PAGE = f"<!doctype html><html><head><title>Ministers meet</title></head><body><article><h1>Ministers meet</h1>{STORY}</article></body></html>"

# Made once with `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -days 36500`; it guards nothing.
CERTIFICATE = Path(__file__).with_name("self_signed.pem")


class Site(BaseHTTPRequestHandler):
    """Answers by path; `seen` counts what was asked, `robots` is what robots.txt says."""

    protocol_version = "HTTP/1.1"
    seen: ClassVar[list[str]] = []
    agents: ClassVar[list[str]] = []
    robots: ClassVar[tuple[int, str]] = (404, "")

    def do_GET(self) -> None:
        self.seen.append(self.path)
        self.agents.append(self.headers.get("User-Agent", ""))
        name = self.path.strip("/").partition("/")[0].partition("?")[0].replace(".", "_")
        getattr(self, f"say_{name}", self.say_missing)()

    def say_missing(self) -> None:
        self.send(404, "<h1>Not found</h1>")

    def say_robots_txt(self) -> None:
        self.send(*self.robots, kind="text/plain")

    def say_story(self) -> None:
        self.send(200, PAGE)

    def say_status(self) -> None:
        self.send(int(self.path.rpartition("/")[2]), "no")

    def say_hop(self) -> None:
        left = int(self.path.rpartition("/")[2])
        self.redirect("/story" if left == 1 else f"/hop/{left - 1}")

    def say_circle(self) -> None:
        self.redirect("/circle")

    def say_away(self) -> None:
        self.redirect(f"http://{self.path.rpartition('/')[2]}/story")

    def say_elsewhere(self) -> None:
        self.redirect("ftp://files.example/story")

    def say_big(self) -> None:
        self.send(200, "word " * 300_000)

    def say_endless(self) -> None:
        """A body without a length that never ends."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Connection", "close")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"word " * 10_000)
        except OSError:
            pass

    def say_bomb(self) -> None:
        self.send(200, gzip.compress(b"word " * 2_000_000), packed="gzip")

    def say_packed(self) -> None:
        self.send(200, gzip.compress(PAGE.encode()), packed="gzip")

    def say_broken(self) -> None:
        self.send(200, b"\x1f\x8b\x08\x00garbage in place of a page", packed="gzip")

    def say_slow(self) -> None:
        time.sleep(3)
        self.send(200, PAGE)

    def say_drip(self) -> None:
        """A byte now and then: each wait is short, all of them together are not."""
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.1)
        except OSError:
            pass

    def say_cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"<html>")
        self.close_connection = True

    def say_pdf(self) -> None:
        self.send(200, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", kind="application/pdf")

    def say_latin(self) -> None:
        self.send(200, PAGE.replace("Vienna", "Zürich").encode("cp1252"), kind="text/html; charset=iso-8859-1")

    def say_plain(self) -> None:
        self.send(200, f"SEOUL, March 3, 2021 (Reuters) - {SENTENCE}", kind="text/plain; charset=utf-8")

    def redirect(self, location: str) -> None:
        self.send_response(302)
        self.send_header("Location", location)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def send(self, status: int, body: str | bytes, *, kind: str = "text/html; charset=utf-8", packed: str = "") -> None:
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        if packed:
            self.send_header("Content-Encoding", packed)
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Threads that end with the test; what a client breaks off is no news."""

    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        pass


@contextmanager
def served(*, secure: bool = False) -> Iterator[str]:
    """The address of a running site."""
    server = Server(("127.0.0.1", 0), Site)
    if secure:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(CERTIFICATE)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"{'https' if secure else 'http'}://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def silent() -> Iterator[str]:
    """The address of a socket that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
