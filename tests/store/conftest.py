"""Places for a store, on each database there is."""

import os
import uuid
from pathlib import Path

import pytest

POSTGRES = "DRAGOMAN_TEST_POSTGRES"


def fresh_schema(url: str) -> str:
    """The URL of a new, empty schema of the test database."""
    from sqlalchemy import create_engine, make_url

    name = f"t{uuid.uuid4().hex}"
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {name}")
    engine.dispose()
    return f"{url}?options=-csearch_path%3D{name}"


@pytest.fixture
def postgres() -> str:
    """A PostgreSQL schema of its own; skipped, saying so, where there is no PostgreSQL."""
    url = os.environ.get(POSTGRES)
    if not url:
        pytest.skip(f"no PostgreSQL: {POSTGRES} is not set (source .ci/postgres sets it)")
    return fresh_schema(url)


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a new store may be made: each behaviour holds on each database."""
    if request.param == "sqlite":
        return str(tmp_path / "reports.db")
    found: str = request.getfixturevalue("postgres")
    return found
