"""Folders of tables: CSV and Parquet, each with `datapackage.json` (Frictionless Data Package) and the codebook.

A table is written as it is read, so that memory stays flat. The same records give the same bytes: nothing tells when it was written.
"""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from dragoman.errors import MissingExtra
from dragoman.telling.columns import Column, write_csv

from .chosen import Chosen
from .codebook import NOTE, codebook
from .tables import Table

GROUP = 10_000  # rows of a Parquet row group: some MB in memory
CHUNK = 1 << 20


class Form(NamedTuple):
    """A form of table: the end of its files' names, its media type, and what writes a table and says how many rows it has."""

    suffix: str
    media_type: str
    write: Callable[[Table, Iterable[Any], Path], int]


def write_dataset(chosen: Chosen, folder: Path, form: Form) -> None:
    """The tables, the codebook and the descriptor, into a folder that is there."""
    resources, written = [], []
    for table, records in chosen.tables():
        path = folder / f"{table.name}{form.suffix}"
        rows = form.write(table, records, path)
        resources.append((table, form, path, rows))
        written.append(table)
    (folder / "codebook.md").write_text(codebook(written), encoding="utf-8")
    names = {table.name for table in written}
    described = [resource_of(*one, names) for one in resources]
    package = {
        "profile": "tabular-data-package" if form is CSV else "data-package",
        "name": "dragoman",
        "title": "Events, claims and findings read out of news reports by dragoman",
        "description": f"{NOTE} codebook.md tells what each column and code means.",
        "resources": described,
    }
    text = msgspec.json.format(msgspec.json.encode(package), indent=2).decode() + "\n"
    (folder / "datapackage.json").write_text(text, encoding="utf-8")


# -- the descriptor -------------------------------------------------------------------------------------------------

KINDS = {"list": "string"}  # in CSV several values are one string


def resource_of(table: Table, form: Form, path: Path, rows: int, names: set[str]) -> dict[str, Any]:
    """A table as a resource of the package; references to tables that were not written are left out."""
    return {
        "profile": "tabular-data-resource" if form is CSV else "data-resource",
        "name": table.name,
        "path": path.name,
        "description": table.about,
        "format": form.suffix.removeprefix("."),
        "mediatype": form.media_type,
        **({"encoding": "utf-8"} if form is CSV else {}),
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256_of(path)}",
        "rows": rows,
        "schema": schema_of(table, form, names),
    }


def schema_of(table: Table, form: Form, names: set[str]) -> dict[str, Any]:
    """The Table Schema of a table."""
    kinds = KINDS if form is CSV else {"list": "array"}
    fields = [
        {"name": one.name, "type": kinds.get(one.kind, one.kind), "description": one.about} for one in table.columns
    ]
    references = [
        {"fields": column, "reference": {"resource": other, "fields": "id"}}
        for column, other in table.names.items()
        if other in names
    ]
    return {
        "fields": fields,
        "missingValues": [""],
        "primaryKey": list(table.key),
        **({"foreignKeys": references} if references else {}),
    }


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


# -- CSV ------------------------------------------------------------------------------------------------------------


def write_table(table: Table, records: Iterable[Any], path: Path) -> int:
    """A table as CSV; how many rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        return write_csv(records, table.columns, file)


# -- Parquet --------------------------------------------------------------------------------------------------------


def arrow() -> Any:
    """pyarrow. Raises MissingExtra where it is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtra("Parquet wants pyarrow", hint="pip install 'dragoman[parquet]'") from error
    return pyarrow


def write_parquet(table: Table, records: Iterable[Any], path: Path) -> int:
    """A table as Parquet, typed: days are dates, several values a list; how many rows."""
    pa = arrow()
    schema = arrow_schema(table.columns)
    waiting, rows = iter(records), 0
    with pa.parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while some := list(islice(waiting, GROUP)):
            columns = [[typed(column, record) for record in some] for column in table.columns]
            arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            rows += len(some)
    return rows


def arrow_schema(columns: list[Column]) -> Any:
    """Columns as an Arrow schema; what they mean is in the fields' metadata."""
    pa = arrow()
    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "list": pa.list_(pa.string()),
    }
    return pa.schema([pa.field(one.name, types[one.kind], metadata={"description": one.about}) for one in columns])


def typed(column: Column, record: Any) -> Any:
    """A value as Arrow wants it; a day that is no day of the calendar is unknown."""
    value = column.value(record)
    if value is None:
        return None
    if column.kind == "date":
        return _day(value)
    return list(value) if column.kind == "list" else value


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


CSV = Form(".csv", "text/csv", write_table)
PARQUET = Form(".parquet", "application/vnd.apache.parquet", write_parquet)
