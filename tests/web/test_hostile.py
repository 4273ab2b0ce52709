"""What comes from outside is shown as text, and what is too much, too slow or aimed elsewhere is refused."""

import asyncio
import csv
import io
import socket
import threading
import time
from urllib.parse import quote

import msgspec
import pytest
from dossiers import article, claim, event, listing, meeting, party, place
from starlette.requests import Request

from dragoman.records import Dossier
from dragoman.settings import Settings
from dragoman.store.access import make_token
from dragoman.web.app import create_app
from dragoman.web.guarding import Guard
from dragoman.web.serving import Deadlined, server_of
from dragoman.web.site import Caps

SCRIPT = "<script>alert(1)</script>"
MARKUP = '"><img src=x onerror=alert(1)>'
TURNED = "\u202egnp.exe\u202c"
LONG = "x" * 10_000
FORMULA = '=HYPERLINK("http://evil.example","click")'
NASTY = f"{SCRIPT} met {MARKUP} at {TURNED} and {LONG} said {FORMULA} today."


@pytest.fixture
def nasty(store, site):
    """A client over a store whose only report is full of what must be text."""
    of = article(NASTY, "javascript:alert(1)", title=SCRIPT, publisher=FORMULA, author=MARKUP)
    one = party(NASTY, SCRIPT, FORMULA, "---", None)
    two = party(NASTY, MARKUP, f"{MARKUP}{TURNED}", "NOR")
    where = place(NASTY, TURNED, SCRIPT, "NOR", 1.0, 2.0)
    told = event(of, "CONSULT", "met", f"{SCRIPT} met {MARKUP}", (one,), (two,), where=where)
    said = claim(of, one, SCRIPT, "said", FORMULA)
    denied = claim(of, two, MARKUP, "today", f"{FORMULA} today", polarity="negative", stance="denied")
    listed = listing(
        of, SCRIPT, list_name=MARKUP, entry_name=f"{FORMULA}{TURNED}", agreed=(SCRIPT,), disagreed=(MARKUP,)
    )
    store.add(
        Dossier(
            article=of,
            parties=(one, two),
            places=(where,),
            events=(told,),
            claims=(said, denied),
            listings=(listed,),
            made_by=meeting().made_by,
        )
    )
    return site(store), of.id, told.id, said.id


def test_no_stored_text_becomes_markup_on_any_page(nasty):
    client, report, told, said = nasty
    paths = (
        "/",
        "/articles",
        "/events",
        "/claims",
        "/listings",
        "/stories",
        "/actors",
        "/about",
        "/map",
        "/timeline",
        "/changes",
        "/review",
        "/findings",
        "/tension",
        "/alignment",
        "/efficacy",
        "/forecast",
        "/pairs/NOR/SUD",
        f"/screening?name={quote(SCRIPT + TURNED)}",
        f"/events?search={quote(MARKUP)}&party={quote(SCRIPT)}",
    )
    for path in (*paths, f"/articles/{report}", f"/events/{told}", f"/claims/{said}", f"/review/{told}", "/actors/NOR"):
        page = client.get(path)
        assert page.status_code == 200, path
        assert "<script>alert" not in page.text, path
        assert "<img src=x" not in page.text, path
        assert "\u202e" not in page.text, path
        assert 'href="javascript:' not in page.text, path
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in client.get(f"/articles/{report}").text
    assert 'class="row claim contested"' in client.get("/claims").text


def test_turned_text_is_shown_by_its_number(nasty):
    client, report, *_ = nasty
    assert '<span class="control">U+202E</span>' in client.get(f"/articles/{report}").text


def test_no_cell_of_csv_is_a_formula(nasty):
    client, *_ = nasty
    for path in ("/events.csv", "/claims.csv", "/articles.csv", "/actors.csv", "/listings.csv"):
        for row in csv.reader(io.StringIO(client.get(path).text)):
            assert not any(cell.startswith(("=", "+", "@", "\t")) for cell in row), path


def test_a_picture_holds_no_script_and_may_load_nothing(nasty):
    client, *_ = nasty
    picture = client.get("/map.svg")
    assert "<script" not in picture.text
    assert picture.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("path", ["/", "/events", "/nothing", "/static/dragoman.css", "/events.json", "/api/v1/events"])
def test_every_answer_tells_the_browser_what_it_may_do(asked, path):
    headers = asked.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2f..%2fapp.py",
        "/static/....//app.py",
        "/articles/..%2f..%2fetc%2fpasswd",
    ],
)
def test_no_path_leads_out_of_the_folder(asked, path):
    answer = asked.get(path)
    assert answer.status_code in (404, 422)
    assert "create_app" not in answer.text


@pytest.mark.parametrize(
    "words",
    [
        "' OR 1=1 --",
        '"; DROP TABLE events; --',
        "NEAR(a b)",
        '"',
        "*",
        "a AND",
        "\x00",
        "'" * 400,
        "a " * 240,
        "(" * 300,
    ],
)
def test_no_words_are_taken_for_sql(asked, words):
    for name in ("search", "party", "actor", "type"):
        answer = asked.get("/api/v1/events", params={name: words[:190] if name != "search" else words})
        assert answer.status_code in (200, 422), (name, answer.text)
        assert answer.status_code == 422 or answer.json()["total"] in (0, 4)
    assert asked.get("/api/v1/events").json()["total"] == 4


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0x7f000001/",
        "http://10.0.0.1/",
    ],
)
def test_the_address_box_reaches_no_private_machine(asked, url):
    token = form_token(asked)
    answer = asked.post("/add", data={"token": token, "url": url})
    assert answer.status_code == 422
    assert "is not a public address" in answer.text or "there is no host" in answer.text


@pytest.mark.parametrize("url", ["file:///etc/passwd", "gopher://example.org/", "/etc/passwd", "-"])
def test_the_address_box_takes_web_addresses_only(asked, url):
    answer = asked.post("/add", data={"token": form_token(asked), "url": url})
    assert answer.status_code == 400
    assert "root:" not in answer.text


def form_token(client):
    page = client.get("/add").text
    return page.split('name="token" value="')[1].split('"')[0]


def test_a_pasted_text_is_read_and_shown(filled, site, desk):
    client = site(filled)
    text = "Seoul, 3 May 2024. The foreign minister of Norland met his colleague of Sudonia and both said they would meet again."
    answer = client.post("/add", data={"token": form_token(client), "text": text, "published": "2024-05-04"})
    assert answer.status_code == 303
    assert client.get(answer.headers["location"]).status_code == 200
    assert desk.seen[0].published == "2024-05-04"


def test_a_form_of_another_site_is_refused(asked):
    text = {"text": "The foreign minister met his colleague in the capital on Monday."}
    token = form_token(asked)
    assert asked.post("/add", data=text).status_code == 403
    assert asked.post("/add", data={**text, "token": "0" * 64}).status_code == 403
    assert (
        asked.post("/add", data={**text, "token": token}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    )
    asked.cookies.clear()
    assert asked.post("/add", data={**text, "token": token}).status_code == 403


@pytest.mark.parametrize("path", ["/add", "/api/v1/articles", "/review/ev_000000000000"])
def test_too_large_a_post_is_refused(filled, site, path):
    asked = site(filled)
    asked.headers["authorization"] = f"Bearer {make_token(filled, 'test')}"
    assert asked.post(path, content=b"x" * 1_000_001).status_code == 413

    def endless():
        for _ in range(200):
            yield b"x" * 10_000

    assert asked.post(path, content=endless()).status_code == 413


def test_a_name_bent_to_this_machine_is_not_answered(asked):
    assert asked.get("/", headers={"host": "evil.example"}).status_code == 421


def test_writing_by_program_needs_a_known_token(filled, site):
    client, body = (
        site(filled),
        {"text": "The foreign minister of Norland met his colleague of Sudonia in the capital on Monday morning."},
    )
    assert client.post("/api/v1/articles", json=body).status_code == 401
    assert client.post("/api/v1/articles", json=body, headers={"authorization": "Bearer dgm_guess"}).status_code == 401
    sent = {"authorization": f"Bearer {make_token(filled, 'test')}"}
    made = client.post("/api/v1/articles", json=body, headers=sent)
    assert made.status_code == 201
    assert client.get(made.headers["location"]).status_code == 200
    assert client.post("/api/v1/articles", content=b"text=x", headers=sent).status_code == 415
    assert client.post("/api/v1/articles", json={"path": "/etc/passwd"}, headers=sent).status_code == 422


def test_beyond_this_machine_reading_needs_a_token_too(filled, site):
    client = site(filled, open_to_read=False)
    assert client.get("/events").status_code == 401
    assert client.get("/api/v1/events").status_code == 401
    token = make_token(filled, "ada")
    assert client.get("/api/v1/events", headers={"authorization": f"Bearer {token}"}).status_code == 200
    page = client.get("/sign-in").text
    sent = {"token": page.split('name="token" value="')[1].split('"')[0], "access": token}
    assert client.post("/sign-in", data={**sent, "access": "dgm_guess"}).status_code == 403
    assert client.post("/sign-in", data=sent).status_code == 303
    assert client.get("/events").status_code == 200


def test_a_sender_who_dawdles_is_refused():
    async def app(scope, receive, send):
        await Request(scope, receive).body()

    async def slow():
        await asyncio.sleep(5)

    async def asked():
        said = []

        async def send(message):
            said.append(message)

        scope = {
            "type": "http",
            "method": "POST",
            "path": "/add",
            "query_string": b"",
            "headers": [(b"host", b"testserver")],
        }
        scope["app"] = create_app(None, Settings())
        guard = Guard(app, hosts=("testserver",), caps=Caps(body_s=0.05))
        with pytest.raises(Exception, match="did not come within"):
            await guard(scope, slow, send)

    asyncio.run(asked())


def test_a_reader_who_does_not_take_the_answer_is_let_go():
    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def untaken(message):
        await asyncio.sleep(5)

    async def asked():
        scope = {
            "type": "http",
            "method": "GET",
            "path": "/",
            "query_string": b"",
            "headers": [(b"host", b"testserver")],
        }
        scope["app"] = create_app(None, Settings())
        guard = Guard(app, hosts=("testserver",), caps=Caps(answer_s=0.05))
        with pytest.raises(TimeoutError):
            await guard(scope, None, untaken)

    asyncio.run(asked())


def test_a_connection_that_asks_nothing_is_closed(filled, monkeypatch):
    monkeypatch.setattr(Deadlined, "headers_s", 0.3)
    listening = socket.create_server(("127.0.0.1", 0))
    server = server_of(create_app(filled, Settings()), "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    with socket.create_connection(listening.getsockname(), timeout=5) as slow:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        assert slow.recv(100) == b""
    with socket.create_connection(listening.getsockname(), timeout=5) as quick:
        quick.sendall(b"GET /api/v1/about HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        assert quick.recv(15) == b"HTTP/1.1 200 OK"
    server.should_exit = True
    thread.join(10)


def test_a_token_is_kept_as_a_digest_only(filled):
    token = make_token(filled, "ada")
    with filled.reading() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM tokens").all()
    assert token not in str(rows)
    assert len(rows) == 1
    assert msgspec.json.encode([list(row) for row in rows])
