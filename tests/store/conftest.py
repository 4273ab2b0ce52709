"""Places for a store, on each database there is."""

from pathlib import Path

import pytest
from databases import fresh_postgres


@pytest.fixture
def postgres() -> str:
    """A PostgreSQL schema of its own."""
    return fresh_postgres()


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new store may be made: each behaviour holds on each database."""
    return str(tmp_path / "reports.db") if request.param == "sqlite" else fresh_postgres()
