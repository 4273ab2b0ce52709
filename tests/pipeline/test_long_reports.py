"""What a long text costs: work grows with its length, and a text without a stop, however long, takes seconds."""

import random
import re
import sys
import time
from collections import Counter
from importlib import resources

import pytest

from dragoman.judging.findings import find_findings
from dragoman.pipeline.report import undisturbed
from dragoman.records import Article

SAMPLE = (resources.files("dragoman") / "samples" / "orbital.txt").read_text()
WORDS = re.findall(r"\w+", SAMPLE)
MEGABYTE = 1_000_000


def words_by_lot() -> str:
    lot = random.Random(1)
    return " ".join(lot.choice(WORDS) for _ in range(MEGABYTE // 6))[:MEGABYTE]


def names_by_lot() -> str:
    lot = random.Random(1)
    names, states = ("Smith", "Lee", "Khan", "Silva"), ("Norway", "Peru", "Kenya", "Chile", "Syria")
    people = (f"{lot.choice(('Mr', 'Ms'))} {lot.choice(names)} of {lot.choice(states)}" for _ in range(MEGABYTE // 15))
    return ", ".join(people)[:MEGABYTE]


@pytest.mark.parametrize("made", [words_by_lot, names_by_lot], ids=["words", "names"])
def test_a_megabyte_without_a_stop_takes_less_than_five_seconds(desk, made):
    article = Article(id="a", text=made(), published="2024-09-19", language="en")
    desk.read(Article(id="b", text=SAMPLE, published="2024-09-19", language="en"))
    with undisturbed():
        began = time.process_time()
        dossier = desk.read(article)
        assert time.process_time() - began < 5
    assert any("pieces" in one.reason for one in dossier.skipped)


def test_calls_grow_with_the_length_of_a_report(desk):
    """Calls of Python's functions are counted, the steps of generators among them; what is remembered is learned first."""

    def calls(times: int) -> int:
        article = Article(id="a", text="\n\n".join([SAMPLE] * times), published="2024-09-19", language="en")
        reading = desk.reader.read(article)
        seen: Counter[str] = Counter()

        sys.setprofile(lambda frame, event, _: seen.update((event,)))
        try:
            grounding = desk.ground(article, reading)
            claims, events = desk.code(article, reading, grounding)
            find_findings(article, reading, grounding, events, claims, desk.register)
        finally:
            sys.setprofile(None)
        return seen["call"]

    calls(1)
    assert calls(32) < 4.4 * calls(8)
