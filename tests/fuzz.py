"""Drives the parsers of outside bytes with atheris (`pip install atheris`); not a test that runs by itself.

    python tests/fuzz.py feed -max_total_time=600 -max_len=4096      one parser, with libFuzzer's own options
    python tests/fuzz.py each 300 [NAME...]                          one after the other, so many seconds of CPU for each; prints JSON lines

A finding is an error that is none of dragoman's, more than 5 seconds of CPU for one input, or more than 700 MB. `each` goes on with the
next parser after it, and keeps the input under the name that it tells.
"""

import bz2
import gzip
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

LONGEST_S = 5.0
MOST_MB = 700
HERE = Path(__file__).resolve().parent
DRIVEN = (
    "dragoman.sources", "dragoman.judging.list_formats", "dragoman.judging.register_files", "dragoman.analysis.importing",
    "dragoman.evaluation.rows", "dragoman.grounding.wikidata", "dragoman.grounding.gazetteer_import", "dragoman.records",
)  # fmt: skip
INPUTS = HERE.parent / ".fuzzing"  # kept between runs; findings lie in it
ROOM = Path(tempfile.mkdtemp())

Target = Callable[[bytes], object]


def written(name: str, data: bytes) -> Path:
    """A file that holds the bytes."""
    path = ROOM / name
    path.write_bytes(data)
    return path


def text_of(data: bytes) -> str:
    """The bytes as text."""
    return data.decode("utf-8", "replace")


def targets() -> dict[str, Target]:
    """What is driven, by name."""
    from dragoman.analysis.importing.layouts import kinds
    from dragoman.analysis.importing.taking import take_file
    from dragoman.evaluation.rows import EventRow, read_csv, read_jsonl
    from dragoman.grounding.gazetteer_import import rows_of
    from dragoman.grounding.wikidata import entities
    from dragoman.judging.list_formats.readers import read_list
    from dragoman.judging.register_files import add_file, read_packaged
    from dragoman.records import Dossier
    from dragoman.sources import Limits, article_from_bytes, find_sources, read_articles
    from dragoman.sources.charsets import decode
    from dragoman.sources.days import read_day
    from dragoman.sources.feeds import read_listing
    from dragoman.sources.files import unpacked_file
    from dragoman.sources.manners import retry_after
    from dragoman.sources.rows import read_table
    from dragoman.sources.warc import read_warc, without_chunks
    from dragoman.sources.web import Rules, clean_url
    from dragoman.store import Store
    from dragoman.web.pages.adding import form_fields

    limits, now, register = Limits(bytes=200_000), datetime(2024, 9, 19, tzinfo=UTC), read_packaged()
    store = Store.open(ROOM / "a.db", create=True)
    lists = ("list.xml", "list.csv", "list.json")

    def listed(data: bytes) -> None:
        _, entries = read_list(written(lists[data[:1] < b"<" or data[:1] == b"{"], data))
        list(entries)

    def packaged(data: bytes) -> None:
        (source,) = find_sources(str(written("a.zip", data)))
        list(read_articles([source], limits=limits))

    return {
        "page": lambda data: article_from_bytes(data, name="a page", content_type="text/html"),
        "text": lambda data: article_from_bytes(data, name="a text", content_type="text/plain"),
        "feed": lambda data: read_listing(data, "https://news.example/feed"),
        "csv": lambda data: list(read_table(io.BytesIO(data), "a.csv", {}, limits)),
        "jsonl": lambda data: list(read_table(io.BytesIO(data), "a.jsonl", {}, limits)),
        "warc": lambda data: list(read_warc(written("a.warc.gz", data), limits)),
        "zip": packaged,
        "packed": lambda data: unpacked_file(data, "a.txt.gz", limits),
        "chunks": without_chunks,
        "charset": decode,
        "day": lambda data: read_day(text_of(data)),
        "robots": lambda data: Rules(text=text_of(data)).check("https://a.example/b", "a.example", "dragoman"),
        "address": lambda data: clean_url(text_of(data)),
        "retry": lambda data: retry_after(text_of(data), text_of(data[::-1]), now),
        "list": listed,
        "events": lambda data: take_file(store, kinds()[len(data) % len(kinds())], written("a.csv", data)),
        "places": lambda data: list(rows_of(written("allCountries.zip", data))),
        "leaders": lambda data: list(entities(written(f"a.json{('', '.gz', '.bz2')[len(data) % 3]}", data))),
        "provisions": lambda data: add_file(register, written("a.toml", data)),
        "gold": lambda data: (read_jsonl if data[:1] == b"{" else read_csv)(written("a.rows", data), EventRow),
        "dossier": Dossier.from_json,
        "form": form_fields,
    }  # fmt: skip


def refusals() -> tuple[type[BaseException], ...]:
    """What a parser may answer with: an error that says what to do."""
    import msgspec

    from dragoman.errors import DragomanError
    from dragoman.web.problems import Refused

    return DragomanError, Refused, msgspec.ValidationError, msgspec.DecodeError


def seeds(name: str) -> Iterator[bytes]:
    """Inputs to begin with: small and well-formed."""
    sys.path += [str(HERE / "judging"), str(HERE / "sources"), str(HERE)]
    import list_samples
    import warc_samples
    from dossiers import meeting

    page = warc_samples.page("Ministers meet")
    archive = warc_samples.archive(warc_samples.answer("https://a.example/1", page))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        out.writestr("a.txt", warc_samples.STORY)
        out.writestr("b.csv", "title,text\na,b\n")
    knowledge = HERE.parent / "src" / "dragoman" / "knowledge"
    layouts = [one.split("columns = ")[1].split("\n")[0] for one in (knowledge / "history" / "layouts.toml").read_text().split("[[layout]]")[1:]]  # fmt: skip
    given: dict[str, list[bytes]] = {
        "page": [page],
        "text": [b"Ministers meet\n\nVIENNA, Sept 13 (Agency) - The ministers met.\n"],
        "feed": [
            b'<rss version="2.0"><channel><item><link>https://a.example/1</link><pubDate>Thu, 19 Sep 2024 10:00:00 GMT</pubDate></item></channel></rss>',
            b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/1"/><updated>2024-09-19T10:00:00Z</updated></entry></feed>',
            b"<urlset><url><loc>https://a.example/1</loc><lastmod>2024-09-19</lastmod></url></urlset>",
            b"<sitemapindex><sitemap><loc>https://a.example/a.xml</loc></sitemap></sitemapindex>",
        ],
        "csv": [b'title,text,published\n"a","The ministers met.",2024-09-19\n'],
        "jsonl": [b'{"title": "a", "text": "The ministers met.", "published": "2024-09-19"}\n'],
        "warc": [archive, gzip.compress(archive)],
        "zip": [packed.getvalue()],
        "packed": [gzip.compress(page)],
        "chunks": [warc_samples.chunked(page)],
        "day": [b"Thursday, 19 September 2024", b"2024-09-19T10:00:00+02:00"],
        "robots": [b"User-agent: *\nDisallow: /private\nCrawl-delay: 2\n"],
        "address": ["https://münchen.example:8080/a b?q=1#x".encode()],
        "retry": [b"120", b"Wed, 21 Oct 2026 07:28:00 GMT"],
        "list": [value.encode() for key, value in vars(list_samples).items() if key.isupper() and isinstance(value, str)],
        "events": [",".join(json.loads(columns)).encode() + b"\n" + b",".join([b"1"] * 9) + b"\n" for columns in layouts if columns.endswith("]")],
        "places": [packed.getvalue()],
        "leaders": [b'{"id": "Q1", "labels": {"en": {"value": "A"}}, "claims": {}}\n', bz2.compress(b"{}"), gzip.compress(b"{}")],
        "provisions": [next((knowledge / "provisions").rglob("*.toml")).read_bytes()[:6000]],
        "gold": [b'{"id": "a", "type": "CONSULT"}\n', b"id,type\na,CONSULT\n"],
        "dossier": [meeting().to_json().encode()],
        "form": [b"text=The+ministers+met.&title=a%20b"],
    }  # fmt: skip
    yield from given.get(name, [b"The ministers met."])


def drive(name: str, options: list[str]) -> None:
    """Drives one parser. FUZZ_CPU_S ends it after so many seconds of CPU, and it says how it went as a line of JSON."""
    import atheris

    with atheris.instrument_imports(include=list(DRIVEN)):
        target, refused = targets()[name], refusals()
    most, began, runs = float(os.environ.get("FUZZ_CPU_S", "inf")), time.process_time(), 0

    def once(data: bytes) -> None:
        nonlocal runs
        runs += 1
        before = time.process_time()
        with suppress(*refused):
            target(data)
        now = time.process_time()
        if now - before > LONGEST_S:
            raise TimeoutError(f"{now - before:.1f} s of CPU for {len(data)} bytes")
        if now - began > most:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(json.dumps({"target": name, "runs": runs, "cpu_s": round(now - began, 1), "peak_mb": round(peak)}), flush=True)  # fmt: skip
            os._exit(0)

    atheris.Setup([sys.argv[0], *options], once)
    atheris.Fuzz()


def each(seconds: str, names: list[str]) -> None:
    """Drives parsers one after the other; a line of JSON for each."""
    for name in names or targets():
        inputs, found = INPUTS / name, INPUTS / f"{name}-finding-"
        inputs.mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(seeds(name)):
            (inputs / f"seed{number}").write_bytes(seed)
        command = [sys.executable, __file__, name, str(inputs), f"-artifact_prefix={found}", "-max_len=8192", "-timeout=600", f"-rss_limit_mb={MOST_MB}"]  # fmt: skip
        began = time.monotonic()
        done = subprocess.run(command, env={**os.environ, "FUZZ_CPU_S": seconds}, capture_output=True, text=True)
        wall = {"wall_s": round(time.monotonic() - began, 1)}
        if done.returncode == 0:
            print(json.dumps(json.loads(done.stdout.splitlines()[-1]) | wall), flush=True)
        else:
            print(json.dumps({"target": name, "finding": done.stdout.splitlines()[-8:] or done.stderr.splitlines()[-8:]} | wall), flush=True)  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1] == "each":
        each(sys.argv[2], sys.argv[3:])
    else:
        drive(sys.argv[1], sys.argv[2:])
