"""Makes the pictures of the pages for the README and the docs: python docs/screenshots.py STORE [ARTICLE]

Needs the extra dragoman[web], Playwright and a Chromium of the system. STORE is a store with some reports; ARTICLE the report shown.
"""

import os
import shutil
import socket
import sys
import threading
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from dragoman.settings import Settings
from dragoman.store import ArticleFilter, Store
from dragoman.web.app import create_app
from dragoman.web.serving import server_of

FOLDER = Path(__file__).resolve().parent / "pictures"
WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 860}


def main(where: str, article: str = "") -> None:
    """Serves the store, and takes a picture of four pages."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with Store.open(where) as store:
        shown = article or next(iter(store.articles(ArticleFilter(limit=1)))).id
        listening = socket.create_server(("127.0.0.1", 0))
        server = server_of(create_app(store, Settings()), "127.0.0.1", 0)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        base = f"http://127.0.0.1:{listening.getsockname()[1]}"
        pages = (
            ("report", f"/articles/{shown}", "light", WIDE),
            ("events", "/events", "light", WIDE),
            ("obligations", "/findings", "dark", WIDE),
            ("report-phone", f"/articles/{shown}", "dark", PHONE),
        )
        FOLDER.mkdir(exist_ok=True)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for name, path, scheme, size in pages:
                page = browser.new_context(color_scheme=scheme, viewport=size).new_page()
                page.goto(base + path, timeout=120_000)
                page.screenshot(path=FOLDER / f"{name}.png", timeout=120_000)
            browser.close()
        server.should_exit = True
        thread.join(10)


if __name__ == "__main__":
    main(*sys.argv[1:])
