"""One desk for all tests of the whole flow."""

from importlib import resources

import pytest

from dragoman.pipeline import Desk
from dragoman.sources import fetch_article


@pytest.fixture(scope="session")
def desk() -> Desk:
    return Desk.load()


@pytest.fixture(scope="session")
def sample(desk):
    """The dossier of the sample report."""
    with resources.as_file(resources.files("dragoman") / "samples" / "orbital.txt") as path:
        return desk.read(fetch_article(str(path)))
