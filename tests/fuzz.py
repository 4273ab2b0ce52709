"""Drives the parsers of outside bytes with atheris (`pip install atheris`); not a test that runs by itself.

python tests/fuzz.py feed -max_total_time=600 -max_len=4096 -rss_limit_mb=700 -timeout=5
"""

import io
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["dragoman.sources"]):
    from dragoman.errors import DragomanError
    from dragoman.sources import Limits, article_from_bytes
    from dragoman.sources.charsets import decode
    from dragoman.sources.days import read_day
    from dragoman.sources.feeds import read_listing
    from dragoman.sources.rows import read_table
    from dragoman.sources.warc import read_warc, without_chunks
    from dragoman.sources.web import Rules, clean_url

LIMITS = Limits(bytes=200_000)
ROOM = Path(tempfile.mkdtemp())


def warc(data: bytes) -> None:
    """A web archive, packed or not."""
    path = ROOM / "a.warc.gz"
    path.write_bytes(data)
    list(read_warc(path, LIMITS))


TARGETS: dict[str, Callable[[bytes], object]] = {
    "page": lambda data: article_from_bytes(data, name="a page", content_type="text/html"),
    "feed": lambda data: read_listing(data, "https://news.example/feed"),
    "csv": lambda data: list(read_table(io.BytesIO(data), "a.csv", {}, LIMITS)),
    "jsonl": lambda data: list(read_table(io.BytesIO(data), "a.jsonl", {}, LIMITS)),
    "warc": warc,
    "chunks": without_chunks,
    "charset": decode,
    "day": lambda data: read_day(data.decode("utf-8", "replace")),
    "robots": lambda data: Rules(text=data.decode("utf-8", "replace")).check(
        "https://a.example/b", "a.example", "dragoman"
    ),
    "address": lambda data: clean_url(data.decode("utf-8", "replace")),
}


def main() -> None:
    target = TARGETS[sys.argv.pop(1)]

    def once(data: bytes) -> None:
        with suppress(DragomanError):
            target(data)

    atheris.Setup(sys.argv, once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
