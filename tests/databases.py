"""A PostgreSQL for the tests, where there is one."""

import os
import uuid

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


def fresh_postgres() -> str:
    """The URL of a new schema; skips the test, saying so, where there is no PostgreSQL."""
    url = os.environ.get(POSTGRES)
    if not url:
        pytest.skip(f"no PostgreSQL: {POSTGRES} is not set (source .ci/postgres sets it)")
    return fresh_schema(url)
