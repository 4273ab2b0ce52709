"""What the tests share."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None)  # a busy machine is no fault; tests of bounds count CPU time
settings.load_profile("house")

SMALL_DISK = "16m"


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


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own of sixteen megabytes; the test is skipped where none can be mounted."""
    folder = tmp_path / "small disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs", str(folder)]
    try:
        said = subprocess.run(mount, capture_output=True, text=True)
    except FileNotFoundError:
        pytest.skip("no disk can be mounted here: there is no mount command")
    if said.returncode:
        pytest.skip(f"no disk can be mounted here: {said.stderr.strip() or said.returncode}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)
