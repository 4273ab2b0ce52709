"""The reference pages are those of the code."""

from pathlib import Path

import pytest

from dragoman.cli.reference import PAGES

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_current(name):
    written = (FOLDER / name).read_text(encoding="utf-8")
    assert written == PAGES[name](), "run: python -m dragoman.cli.reference docs/reference"
