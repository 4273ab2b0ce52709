"""A desk that reads, loaded once for the tests of judging."""

from collections.abc import Callable

import pytest

from dragoman.judging.findings import find_findings
from dragoman.judging.provisions import Register
from dragoman.pipeline.report import Desk
from dragoman.records import Article, Finding, article_id

Judge = Callable[..., tuple[Finding, ...]]


@pytest.fixture(scope="session")
def register() -> Register:
    """The register of the package."""
    return Register.load()


@pytest.fixture(scope="session")
def desk() -> Desk:
    """Model and knowledge."""
    return Desk.load()


@pytest.fixture(scope="session")
def judge(desk: Desk, register: Register) -> Judge:
    """Findings of a text of a day."""

    def run(text: str, day: str = "2024-09-19") -> tuple[Finding, ...]:
        article = Article(id=article_id(text, None), text=text, published=day, language="en")
        reading = desk.reader.read(article)
        grounding = desk.ground(article, reading)
        claims, events = desk.code(article, reading, grounding)
        return find_findings(article, reading, grounding, events, claims, register)

    return run
