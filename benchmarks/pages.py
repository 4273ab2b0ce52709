"""How soon each page's first byte comes over a store of many made reports, and whether many readers lose anything while one writes.

    python benchmarks/pages.py --articles 100000 --store /tmp/many.db [--write]

The store is made once (some minutes for 100,000) and taken again where it is there. Each page is asked for the first time after the server
began, again and again, and after each of a few new reports. Prints a table; exits 1 where a median is over the target or a reader lost something.
"""

import argparse
import http.client
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from dragoman.records import (
    Article,
    Certainty,
    Claim,
    Dossier,
    Event,
    Finding,
    Listing,
    Maker,
    Party,
    Place,
    When,
    anchored_id,
    article_id,
    span_of,
    with_revision,
)
from dragoman.store import Store
from dragoman.store.stories import Placed, write_placed
from dragoman.store.writing import write_dossier

TARGET_MS = 200.0
AT_ONCE = 500  # reports written in one transaction
ROUNDS = 7  # of each page
READERS, WRITTEN = 50, 100
STORY = 4  # reports of a story
CHANGES = 3  # new reports after each of which every page is asked for
PATIENCE_S = 900.0  # for what is counted for the first time
BEING_COUNTED = 202
STATES = (
    "USA",
    "RUS",
    "CHN",
    "GBR",
    "FRA",
    "DEU",
    "UKR",
    "IRN",
    "PRK",
    "KOR",
    "JPN",
    "IND",
    "PAK",
    "ISR",
    "PSE",
    "SYR",
    "TUR",
    "EGY",
    "SAU",
    "SDN",
    "ETH",
    "NGA",
    "ZAF",
    "BRA",
    "VEN",
    "MEX",
    "CUB",
    "POL",
    "BLR",
    "ARM",
)
SECTORS = ("GOV", "MIL", "CVL", "LEG")
KINDS = (
    ("CONSULT", 1, 2.5),
    ("SUPPORT", 1, 5.0),
    ("AID", 2, 7.0),
    ("ACCUSE", 3, -2.0),
    ("REQUEST", 3, -1.0),
    ("THREATEN", 3, -4.4),
    ("ASSAULT", 4, -9.0),
    ("SANCTION", 4, -6.0),
)
PUBLISHERS = tuple(f"Paper {number}" for number in range(40))
WORDS = [
    "ministers",
    "talks",
    "border",
    "troops",
    "missile",
    "grain",
    "embassy",
    "sanctions",
    "ceasefire",
    "accord",
    "vessel",
    "pipeline",
    "election",
    "summit",
    "treaty",
    "envoy",
    "drone",
    "harbour",
    "satellite",
    "reactor",
]
MADE = Maker(
    stage="pipeline", rule="made for a benchmark", score=0.8, runner_up="REJECT", runner_up_score=0.1, reasons=("made",)
)
SURE = Certainty(value=3.0, label="asserted")


def made(number: int) -> Dossier:
    """A report of three sentences with three events, three claims, and now and then a finding; the same for the same number."""
    lot = random.Random(number)
    day = f"{2015 + number % 10}-{1 + number // 10 % 12:02}-{1 + number // 120 % 28:02}"
    filler = " ".join(lot.choices(WORDS, k=120))
    parts = [_sentence(lot) for _ in range(3)]
    text = f"{' '.join(sentence for sentence, *_ in parts)} {filler}."
    url = f"https://news.example/{number}"
    of = Article(
        id=article_id(text, url),
        text=text,
        url=url,
        title=f"Report {number}: {filler[:40]}",
        publisher=lot.choice(PUBLISHERS),
        published=day,
        published_from="markup",
        language="en",
    )
    events, claims, findings, parties, places = [], [], [], [], []
    at = 0
    for sentence, actor, recipient, (kind, quad, score) in parts:
        start = text.index(sentence, at)
        at = start + len(sentence)
        sides = [_party(text, name, country, start) for name, country in (actor, recipient)]
        where = Place(
            text=recipient[0],
            name=f"City of {recipient[1]}",
            country=recipient[1],
            latitude=lot.uniform(-50, 60),
            longitude=lot.uniform(-170, 170),
            kind="city",
            precision_km=5.0,
            made_by=MADE,
        )
        trigger = span_of(text, start + len(actor[0]) + 1, start + len(actor[0]) + 4)
        told = lot.random() < 0.8
        claim = with_revision(
            Claim(
                id=anchored_id("cl", of.id, start),
                article=of.id,
                speaker=sides[0],
                source=sides[0].spans,
                cue=(trigger,),
                content=(span_of(text, start, at),),
                kind=lot.choice(("direct", "indirect")),
                polarity=("negative", "positive")[lot.random() < 0.97],
                stance="neutral",
                certainty=SURE,
                made_by=MADE,
            )
        )
        sure = Certainty(value=1.0, label="possible", according_to=claim.id) if lot.random() < 0.4 else SURE
        event = with_revision(Event(
            id=anchored_id("ev", of.id, trigger.start, kind), article=of.id, type=kind, mode=None, contexts=(), actors=(sides[0],), recipients=(sides[1],), items=(),
            when=When(value=day, kind="DATE", start=day, end=day, precision="day") if told else When(), where=where if lot.random() < 0.5 else None, certainty=sure,
            auxiliary=lot.choice((None, None, None, "historical", "future")), quad=quad, intensity=score, trigger=trigger, spans=(span_of(text, start, at),), made_by=MADE,
        ))  # fmt: skip
        events.append(event)
        claims.append(claim)
        parties += sides
        places.append(where)
    if number % 5 == 0:
        provision = f"TREATY-{number % 17}-2"
        findings.append(with_revision(Finding(
            id=anchored_id("fi", of.id, provision), article=of.id, provision=provision, instrument=provision[:-2], title="No such act", event=events[0].id, act="supply", object="rockets", direction="to",
            party=parts[0][1][1], party_name=None, target=parts[0][2][1], verdict=lot.choice(("breach", "possible_breach", "not_assessed")), certainty="reported", date=day, date_from="report", verified="source",
            evidence_for=events[0].spans, reasons=("made",), made_by=MADE,
        )))  # fmt: skip
    listings = [_listing(of, parties[0])] if number % 50 == 0 else []
    return Dossier(
        article=of,
        parties=tuple(parties),
        places=tuple(places),
        claims=tuple(claims),
        events=tuple(events),
        findings=tuple(findings),
        listings=tuple(listings),
        made_by=MADE,
    )


def _listing(of: Article, party: Party) -> Listing:
    """A name on a list that is nobody's."""
    return Listing(
        id=anchored_id("li", of.id),
        article=of.id,
        name=party.name,
        span=party.spans[0],
        list_name="A made list",
        list_date="2025-01-01",
        entry=f"E{party.spans[0].end}",
        entry_name=party.name.upper(),
        score=0.8,
        agreed=("the name",),
        disagreed=(),
        made_by=MADE,
    )


def _sentence(lot: random.Random) -> tuple[str, tuple[str, str], tuple[str, str], tuple[str, int, float]]:
    first, second = lot.sample(STATES, 2)
    actor, recipient = (
        (f"Minister {lot.randrange(300)} of {first}", first),
        (f"Envoy {lot.randrange(300)} of {second}", second),
    )
    return f"{actor[0]} met {recipient[0]} on {lot.choice(WORDS)}.", actor, recipient, lot.choice(KINDS)


def _party(text: str, name: str, country: str, after: int) -> Party:
    start = text.index(name, after)
    return Party(
        text=name,
        name=name,
        country=country,
        sector=SECTORS[len(name) % 4],
        spans=(span_of(text, start, start + len(name)),),
        made_by=MADE,
    )


def fill(store: Store, articles: int) -> None:
    """Adds made reports until there are so many."""
    have = store.counts()["articles"]
    for begin in range(have, articles, AT_ONCE):
        numbers = range(begin, min(begin + AT_ONCE, articles))
        with store.writing() as connection:
            dossiers = [made(number) for number in numbers]
            for dossier in dossiers:
                write_dossier(connection, store.dialect, dossier, None, "2025-01-01T00:00:00Z")
            write_placed(connection, [_placed(*one) for one in zip(numbers, dossiers, strict=True)])
    with store.writing() as connection:
        connection.exec_driver_sql("ANALYZE")


def _placed(number: int, dossier: Dossier) -> Placed:
    """The place of a report in a story of STORY reports, as if they had been grouped."""
    story = anchored_id("st", str(number // STORY))
    return Placed(article=dossier.article.id, place=number + 1, story=story, words="", terms={})


def paths_of(store: Store) -> list[str]:
    """A page of each kind, with and without filters."""
    some = made(25)
    return [
        "/", "/articles", "/articles?search=missile+grain", "/events?search=missile+grain", "/claims?search=missile+grain", f"/articles/{some.article.id}", "/events", "/events?type=ASSAULT&sort=hostile", "/events?party=PRK&since=2020",
        f"/events/{some.events[0].id}", "/claims", "/claims?speaker=USAGOV", f"/claims/{some.claims[0].id}", "/findings", f"/findings/{some.findings[0].id}",
        "/actors", "/actors/IRN", "/pairs/RUS/UKR", "/timeline", "/map", "/tension", "/review", "/about", "/changes", "/api/v1/events",
        "/stories", f"/stories/{anchored_id('st', '6')}", "/events?type=ASSAULT&sort=friendly", "/events?type=ASSAULT", "/claims?about=PRK", "/map?type=ASSAULT", "/timeline?party=PRK",
        "/alignment", "/efficacy", "/efficacy?regime=DPRK", "/forecast", "/screening", "/screening?name=Kim+Jong", "/listings", "/api",
    ]  # fmt: skip


class Served(NamedTuple):
    """A server in a process of its own: its port, and its process."""

    port: int
    process: int


def first_byte_ms(port: int, path: str) -> tuple[float, int]:
    """From sending the request to the first byte of the answer, and its status: 200, or 202 where it is being counted."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    began = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    took = (time.perf_counter() - began) * 1000
    body = answer.read()
    connection.close()
    if answer.status not in (200, BEING_COUNTED) or not body:
        raise SystemExit(f"{path} answered {answer.status}")
    return took, answer.status


def serving(store: Path) -> Iterator[Served]:
    """A server over the store in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dragoman", "serve", "--port", "0", "--store", str(store)],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    line = process.stderr.readline()
    try:
        yield Served(int(line.split("127.0.0.1:")[1].split("/")[0]), process.pid)
    finally:
        process.terminate()
        process.wait(20)


class Measured(NamedTuple):
    """A page: the first time, in ms; until its first count was there, in s; the median again, and after a change, in ms; processor time of an answer."""

    first_ms: float
    counted_after_s: float
    median_ms: float
    after_change_ms: float
    cpu_ms: float | None


def cpu_ms(process: int) -> float:
    """Processor time that a process took until now; without what it started. 0 where the system does not tell."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(served: Served, store: Store, paths: list[str]) -> dict[str, Measured]:
    """Of each page: the first time, again, and after a change of the data."""
    first = {path: first_byte_ms(served.port, path)[0] for path in paths}
    counted = {path: counted_after_s(served.port, path) for path in paths}
    again, cpu = {}, {}
    for path in paths:
        before = cpu_ms(served.process)
        again[path] = statistics.median(first_byte_ms(served.port, path)[0] for _ in range(ROUNDS))
        cpu[path] = (cpu_ms(served.process) - before) / ROUNDS
    changed: dict[str, list[float]] = {path: [] for path in paths}
    for _ in range(CHANGES):
        store.add(made(store.counts()["articles"]))
        for path in paths:
            changed[path].append(first_byte_ms(served.port, path)[0])
    return {
        path: Measured(first[path], counted[path], again[path], statistics.median(changed[path]), cpu[path] or None)
        for path in paths
    }


def counted_after_s(port: int, path: str) -> float:
    """How long until a page is counted."""
    began = time.perf_counter()
    while first_byte_ms(port, path)[1] == BEING_COUNTED:
        if time.perf_counter() - began > PATIENCE_S:
            raise SystemExit(f"{path} is never counted")
        time.sleep(0.5)
    return time.perf_counter() - began


def read_while_writing(port: int, store: Store, paths: list[str]) -> tuple[int, int, list[str]]:
    """Readers ask while one writes: how many answers came, how many reports were written, and what went wrong."""
    wrong: list[str] = []
    answers = [0] * READERS
    stop = threading.Event()

    def read(reader: int) -> None:
        lot = random.Random(reader)
        while not stop.is_set():
            try:
                first_byte_ms(port, lot.choice(paths))
                answers[reader] += 1
            except (SystemExit, OSError, http.client.HTTPException) as error:
                wrong.append(f"reader {reader}: {error}")

    readers = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    for one in readers:
        one.start()
    before = store.counts()["articles"]
    written = [made(before + number) for number in range(WRITTEN)]
    for dossier in written:
        store.add(dossier)
    stop.set()
    for one in readers:
        one.join()
    lost = [one.article.id for one in written if store.dossier(one.article.id) != one]
    return sum(answers), len(written), wrong + [f"{one} was lost" for one in lost]


def main() -> int:
    """Makes the store, measures, prints."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--articles", type=int, default=100_000)
    asked.add_argument("--store", type=Path, required=True)
    asked.add_argument("--write", action="store_true", help="keep the result in benchmarks/results/pages.json")
    given = asked.parse_args()
    began = time.perf_counter()
    with Store.open(given.store, create=True) as store:
        fill(store, given.articles)
        articles = store.counts()["articles"]
        print(f"{articles:,} reports, made in {time.perf_counter() - began:.0f} s")
        paths = paths_of(store)
        serving_now = serving(given.store)
        served = next(serving_now)
        found = measure(served, store, paths)
        for path, one in found.items():
            print(
                f"{one.median_ms:8.0f} ms  {one.first_ms:8.0f} ms the first time, counted after {one.counted_after_s:.0f} s  "
                f"{one.after_change_ms:8.0f} ms after a change  {path}",
                flush=True,
            )
        answers, written, wrong = read_while_writing(served.port, store, paths)
        next(serving_now, None)
    print(
        f"{READERS} readers had {answers} answers while {written} reports were written; {len(wrong)} things went wrong",
        *wrong[:10],
        sep="\n",
    )
    slow = [path for path, one in found.items() if max(one.median_ms, one.after_change_ms) > TARGET_MS]
    middle = statistics.median(one.median_ms for one in found.values())
    print(f"median of the medians: {middle:.0f} ms; over {TARGET_MS:.0f} ms: {', '.join(slow) or 'none'}")
    if given.write:
        keep(articles, found, answers, written, wrong)
    return 1 if wrong or slow else 0


def keep(articles: int, found: dict[str, Measured], answers: int, written: int, wrong: list[str]) -> None:
    """Writes what was measured beside the other results."""
    pages = {
        path: {name: None if value is None else round(value, 1) for name, value in one._asdict().items()}
        for path, one in found.items()
    }
    result = {
        "machine": platform.machine(),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
        "reports": articles,
        "pages": pages,
        "readers": READERS,
        "answers": answers,
        "written_meanwhile": written,
        "went_wrong": len(wrong),
    }
    file = Path(__file__).parent / "results" / "pages.json"
    file.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
