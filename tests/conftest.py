"""What the tests share."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None)  # a busy machine is no fault; tests of bounds count CPU time
settings.load_profile("house")


def shared_folder() -> Path:
    """Where gold and real samples lie, if they are here: DRAGOMAN_SHARED, else `shared` beside the checkout."""
    return Path(os.environ.get("DRAGOMAN_SHARED", Path(__file__).resolve().parents[2] / "shared"))


@pytest.fixture(scope="session")
def gold() -> Path:
    """The folder of gold sets; the test is skipped where it is absent."""
    folder = shared_folder() / "gold"
    if not folder.is_dir():
        pytest.skip(f"no gold sets at {folder}")
    return folder


@pytest.fixture(scope="session")
def shared(gold: Path) -> Path:
    """The folder with gold, samples, lists and data; skipped where absent."""
    return gold.parent
