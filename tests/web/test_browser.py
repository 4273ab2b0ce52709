"""The main journeys in a real browser, with script off and on, in light and dark and at phone width; axe finds nothing serious."""

import os
import shutil
import socket
import threading
import time

import pytest
from dossiers import meeting
from web_sites import filled_store

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")

CHROMIUM = (
    os.environ.get("CHROMIUM")
    or shutil.which("chromium")
    or shutil.which("chromium-browser")
    or shutil.which("google-chrome")
)
pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="there is no Chromium on this machine (apt-get install chromium)"
)

DOSSIER = meeting()
ARTICLE = DOSSIER.article.id
SALE = DOSSIER.events[1].id
PATHS = (
    "/",
    "/articles",
    "/events",
    "/claims",
    "/findings",
    "/listings",
    "/actors",
    "/timeline",
    "/map",
    "/tension",
    "/stories",
    "/alignment",
    "/efficacy",
    "/forecast",
    "/screening",
    "/review",
    "/about",
    "/changes",
    "/api",
    "/add",
    "/nothing-here",
    f"/articles/{ARTICLE}",
    f"/events/{SALE}",
    f"/claims/{DOSSIER.claims[0].id}",
    f"/findings/{DOSSIER.findings[0].id}",
    f"/review/{SALE}",
    "/actors/NOR",
    "/pairs/NOR/SUD",
)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The address of a running server over a filled store."""
    from dragoman.settings import Settings
    from dragoman.web.app import create_app
    from dragoman.web.serving import server_of

    store = filled_store(tmp_path_factory.mktemp("browser") / "reports.db")
    listening = socket.create_server(("127.0.0.1", 0))
    server = server_of(create_app(store, Settings()), "127.0.0.1", 0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    store.close()


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser):
    """Opens a page in a context of its own; what the browser complains of fails the test, as does a request to anyone else."""
    opened, complaints = [], []

    def made(**more):
        context = browser.new_context(**({"viewport": {"width": 1280, "height": 900}} | more))
        context.set_default_timeout(60_000)
        one = context.new_page()
        one.on("pageerror", lambda error: complaints.append(str(error)))
        one.on(
            "console",
            lambda message: (
                complaints.append(message.text) if message.type == "error" and "404" not in message.text else None
            ),
        )
        one.on(
            "request",
            lambda request: (
                complaints.append(request.url) if not request.url.startswith(("http://127.0.0.1", "data:")) else None
            ),
        )
        opened.append(context)
        return one

    yield made
    for context in opened:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_any_page(address, page, scheme):
    found, tool, one = {}, axe.Axe(), page(color_scheme=scheme)
    for path in PATHS:
        one.goto(address + path)
        wrong = [issue for issue in tool.run(one).response["violations"] if issue["impact"] in ("serious", "critical")]
        if wrong:
            found[path] = [(issue["id"], [node["target"] for node in issue["nodes"]][:3]) for issue in wrong]
    assert found == {}


def test_no_page_is_wider_than_a_phone(address, page):
    one = page(viewport={"width": 375, "height": 800})
    wide = {}
    for path in PATHS:
        one.goto(address + path)
        width = one.evaluate("document.documentElement.scrollWidth")
        if width > 375:
            wide[path] = width
    assert wide == {}


@pytest.mark.parametrize("script", [True, False])
def test_from_a_search_to_the_sentence(address, page, script):
    one = page(java_script_enabled=script)
    one.goto(address)
    one.fill('.ask.big input[name="search"]', "rockets")
    one.click(".ask.big button")
    one.wait_for_url("**/events?search=rockets")
    sync_api.expect(one.locator(".row.event")).to_have_count(2)
    one.click('.facet a:has-text("AID")')
    sync_api.expect(one.locator(".row.event")).to_have_count(1)
    one.click(f'a[href="/events/{SALE}"]')
    sync_api.expect(one.locator(".sentence").first).to_contain_text("Envoys say Norland may sell rockets to Sudonia.")
    one.click(".source >> nth=0")
    one.wait_for_url(f"**/articles/{ARTICLE}#{SALE}")
    card = one.locator(f"#{SALE}")
    card.locator("summary").click()
    assert "how it was decided" in card.inner_text()


@pytest.mark.parametrize("script", [True, False])
def test_a_layer_can_be_taken_away(address, page, script):
    one = page(java_script_enabled=script)
    one.goto(f"{address}/articles/{ARTICLE}")
    shown = one.locator(".card.event").first
    assert shown.is_visible()
    one.uncheck("#layer-event")
    assert not shown.is_visible()


@pytest.mark.parametrize("script", [True, False])
def test_filters_are_taken_away_by_their_chips(address, page, script):
    one = page(java_script_enabled=script)
    one.goto(f"{address}/events?type=AID&actor=NOR")
    one.click('.chips a:has-text("AID")')
    assert one.url.endswith("/events?actor=NOR")
    one.click(".chips .clear")
    assert one.url.endswith("/events")


@pytest.mark.parametrize("script", [True, False])
def test_a_review_by_form(address, page, script):
    record = DOSSIER.claims[int(script)].id
    one = page(java_script_enabled=script)
    one.goto(f"{address}/review/{record}")
    one.fill('input[name="reviewer"]', f"ada {script}")
    one.click('button[value="accept"]')
    assert "/review?reviewer=ada" in one.url
    one.goto(f"{address}/review/{record}")
    assert f"ada {script}: accept" in one.inner_text("main")


def test_keys_move_through_a_list_and_tell_themselves(address, page):
    one = page()
    one.goto(f"{address}/events")
    one.keyboard.press("j")
    one.keyboard.press("j")
    sync_api.expect(one.locator(".row.selected")).to_have_count(1)
    one.keyboard.press("?")
    assert one.locator("dialog").is_visible()
    one.keyboard.press("Escape")
    one.keyboard.press("/")
    assert one.evaluate("document.activeElement.name") == "search"


def test_the_words_of_a_record_light_up_with_its_card(address, page):
    one = page()
    one.goto(f"{address}/articles/{ARTICLE}")
    one.hover(f"#{SALE}")
    assert one.locator(".passage .lit").count() > 0


def test_the_map_comes_closer_and_goes_back(address, page):
    one = page()
    one.goto(f"{address}/map")
    width = "document.querySelector('.picture img').getBoundingClientRect().width"
    whole = one.evaluate(width)
    sync_api.expect(one.locator(".zoom button", has_text="Whole")).to_be_disabled()
    one.click('.zoom button[aria-label^="Closer"]')
    assert one.evaluate(width) == pytest.approx(whole * 1.5, rel=0.02)
    one.keyboard.press("+")
    assert one.evaluate(width) > whole * 2
    assert one.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert one.evaluate("document.querySelector('.frame').scrollLeft") > 0
    one.keyboard.press("0")
    assert one.evaluate(width) == pytest.approx(whole, rel=0.02)


def test_the_map_without_script_is_a_picture_that_opens(address, page):
    one = page(java_script_enabled=False)
    one.goto(f"{address}/map")
    assert one.locator(".zoom").count() == 0
    one.click(".picture a >> nth=0")
    assert one.url == f"{address}/map.svg"
