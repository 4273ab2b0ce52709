"""Desks whose dossiers are made at once, and that do to their process what a report tells them to."""

import ctypes
import os
import re
import time

from dragoman.errors import KnowledgeError, NotAnArticle
from dragoman.records import Article, Dossier, Event, Maker, When, anchored_id, article_id, span_of, with_revision
from dragoman.records.coded import Certainty

CODER = Maker(stage="pipeline", rule="stub", version="1")


def report(number: int, words: str = "") -> Article:
    """A report of one sentence."""
    text, url = f"Norland met Sudonia {number} times. {words}".strip(), f"https://news.example/{number}"
    return Article(id=article_id(text, url), text=text, url=url, title=f"Report {number}", language="en")


def dossier_of(article: Article) -> Dossier:
    """A dossier with one event, anchored at the first word."""
    first = span_of(article.text, 0, article.text.index(" "))
    event = Event(
        id=anchored_id("ev", article.id, first.start, first.end), article=article.id, type="CONSULT", mode=None, contexts=(), actors=(),
        recipients=(), items=(), when=When(), where=None, certainty=Certainty(value=3.0, label="asserted"), auxiliary=None, quad=1,
        intensity=1.0, trigger=first, spans=(first,), made_by=CODER,
    )  # fmt: skip
    return Dossier(article=article, events=(with_revision(event),), made_by=CODER)


class Stub:
    """Reads at once; `pause_s` is what each report takes."""

    def __init__(self, pause_s: float = 0.0) -> None:
        self.pause_s = pause_s

    def read(self, article: Article) -> Dossier:
        """The dossier; a report with a word in capitals does harm first."""
        time.sleep(self.pause_s)
        for word, harm in HARMS.items():
            if word in article.text:
                harm()
        return dossier_of(article)


def _search_for_ever() -> None:
    re.match(r"(a+)+$", "a" * 60 + "b")


def _fail() -> None:
    raise ValueError("odd text")


def _refuse() -> None:
    raise NotAnArticle("there is no story in it")


def _die_once() -> None:
    """Dies where a file does not say that it did already."""
    mark = os.environ["STUB_MARK"]
    if not os.path.exists(mark):
        open(mark, "w").close()
        os._exit(3)


HARMS = {
    "SEARCHES": _search_for_ever,
    "CRASHES": lambda: ctypes.string_at(0),
    "EATS": lambda: bytearray(1 << 32),
    "FAILS": _fail,
    "REFUSES": _refuse,
    "DIES": _die_once,
}


def quick() -> Stub:
    """A desk that takes no time."""
    return Stub()


def slow() -> Stub:
    """A desk that takes a tenth of a second for a report."""
    return Stub(0.1)


def broken() -> Stub:
    """A desk whose knowledge is wrong."""
    raise KnowledgeError("actors.csv, row 3: no name", hint="write one")


def dead() -> Stub:
    """A desk whose process dies while it loads."""
    os._exit(7)


def brisk() -> Stub:
    """A desk that takes a hundredth of a second for a report."""
    return Stub(0.01)


class Tame(Stub):
    """A desk in this process: a report that would crash it is refused instead."""

    def read(self, article: Article) -> Dossier:
        """The dossier."""
        if "CRASHES" in article.text:
            raise NotAnArticle("it would crash")
        return super().read(article)
