"""Tables read back in the tools they are meant for, typed, with what each column means."""

import csv
import json
from datetime import date

import duckdb
import frictionless
import openpyxl
import polars
import pyarrow.parquet
import pytest
from dossiers import article, event, meeting

from dragoman.coding.ontology import plover
from dragoman.errors import MissingExtra, UsageError
from dragoman.exports.chosen import Chosen, wanted_of
from dragoman.exports.codebook import codebook
from dragoman.exports.formats import FORMATS, write
from dragoman.exports.tables import TABLES
from dragoman.telling.columns import cell, safe_cell


@pytest.fixture
def csv_folder(everything, tmp_path):
    write(everything, FORMATS["csv"], tmp_path / "csv")
    return tmp_path / "csv"


@pytest.fixture
def parquet_folder(everything, tmp_path):
    write(everything, FORMATS["parquet"], tmp_path / "parquet")
    return tmp_path / "parquet"


def test_frictionless_finds_the_package_valid(csv_folder):
    report = frictionless.validate(str(csv_folder / "datapackage.json"))
    assert report.valid, report.flatten(["message"])
    counts = {task.name: task.stats["rows"] for task in report.tasks}
    assert counts == {"articles": 4, "events": 6, "event_parties": 12, "claims": 3, "findings": 1, "listings": 1}


def test_frictionless_notices_a_changed_file(csv_folder):
    path = csv_folder / "events.csv"
    path.write_text(path.read_text().replace("CONSULT", "ASSAULT", 1))
    assert not frictionless.validate(str(csv_folder / "datapackage.json")).valid


def test_the_descriptor_tells_rows_keys_and_what_belongs_to_what(csv_folder):
    package = json.loads((csv_folder / "datapackage.json").read_text())
    events = {one["name"]: one for one in package["resources"]}["events"]
    assert events["schema"]["primaryKey"] == ["id"]
    assert events["schema"]["foreignKeys"] == [
        {"fields": "article", "reference": {"resource": "articles", "fields": "id"}}
    ]
    assert all(one["description"] for one in events["schema"]["fields"])


def test_a_table_alone_refers_to_nothing_that_is_not_there(store, tmp_path):
    write(Chosen(store, wanted_of(("events",), {"types": ("AID",)})), FORMATS["csv"], tmp_path / "aid")
    assert sorted(path.name for path in (tmp_path / "aid").iterdir()) == [
        "codebook.md",
        "datapackage.json",
        "event_parties.csv",
        "events.csv",
    ]
    assert frictionless.validate(str(tmp_path / "aid" / "datapackage.json")).valid


def test_no_cell_of_csv_is_a_formula(csv_folder):
    for path in csv_folder.glob("*.csv"):
        for row in csv.reader(path.open(encoding="utf-8", newline="")):
            for value in row:
                assert safe_cell(value) == value
    titles = [row["title"] for row in csv.DictReader((csv_folder / "articles.csv").open(encoding="utf-8"))]
    assert "'=HYPERLINK(1) {50%} & <b>_#~^\\" in titles


@pytest.mark.parametrize(
    ("value", "shown"),
    [(("a", "b"), "a;b"), ((), ""), (True, "true"), (False, "false"), (None, ""), (0, 0), ("", "")],
)
def test_values_as_cells(value, shown):
    assert cell(value) == shown


@pytest.mark.parametrize("value", ["＝1+1", "\n=1", "-2+3", "@SUM(A1)", "+49"])
def test_every_way_into_a_formula_is_closed(value):
    assert safe_cell(value) == ("+49" if value == "+49" else "'" + value)


def test_duckdb_asks_parquet_with_its_types(parquet_folder):
    events = f"read_parquet('{parquet_folder}/events.parquet')"
    found = duckdb.sql(
        f"SELECT when_start, actors, intensity FROM {events} WHERE list_contains(contexts, 'territory')"
    ).fetchall()
    assert found == [(date(2024, 5, 9), ["NORMIL", "---UNK"], -9.5)]
    joined = duckdb.sql(
        f"SELECT count(*) FROM {events} e JOIN read_parquet('{parquet_folder}/event_parties.parquet') p ON p.event = e.id"
    ).fetchall()
    assert joined == [(12,)]


def test_polars_and_pyarrow_read_parquet_and_its_meanings(parquet_folder):
    claims = polars.read_parquet(parquet_folder / "claims.parquet")
    assert sorted(claims["unnamed"].to_list()) == [False, False, True]
    schema = pyarrow.parquet.read_schema(parquet_folder / "events.parquet")
    assert schema.field("quad").metadata[b"description"].startswith(b"Quad class")
    assert [field.name for field in schema] == [column.name for column in TABLES["events"].columns]


def test_csv_and_parquet_say_the_same(csv_folder, parquet_folder):
    for name, table in TABLES.items():
        typed = pyarrow.parquet.read_table(parquet_folder / f"{name}.parquet").to_pylist()
        with (csv_folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            read = list(csv.DictReader(file))
        assert [
            {one.name: str(safe_cell(row[one.name])) for one in table.columns} for row in typed
        ] == read  # a day is a date in Parquet and prints as its ISO day


def test_a_day_that_is_none_is_unknown_in_parquet(store, tmp_path):
    import msgspec

    odd = article("Norland met Sudonia in 44 BC.", "https://news.example/bc")
    told = event(odd, "CONSULT", "met", odd.text)
    told = msgspec.structs.replace(told, when=msgspec.structs.replace(told.when, value="-0044", start="-0044-03-15"))
    store.add(
        msgspec.structs.replace(
            meeting(), article=odd, parties=(), places=(), times=(), items=(), claims=(), events=(told,), findings=()
        )
    )
    write(Chosen(store, wanted_of(("events",), {"article": odd.id})), FORMATS["parquet"], tmp_path / "bc")
    (row,) = pyarrow.parquet.read_table(tmp_path / "bc" / "events.parquet").to_pylist()
    assert (row["when_start"], row["when_value"]) == (None, "-0044")


def test_a_workbook_has_a_sheet_for_each_table_and_no_formula(everything, tmp_path):
    write(everything, FORMATS["xlsx"], tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    assert book.sheetnames == [*TABLES, "codebook"]
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "b"}
    titles = [row[2] for row in book["articles"].iter_rows(values_only=True)]
    assert "=HYPERLINK(1) {50%} & <b>_#~^\\" in titles
    header, *events = book["events"].iter_rows(values_only=True)
    (fight,) = [row for row in events if row[header.index("mode")] == "heavy-weapons"]
    assert fight[header.index("intensity")] == -9.5
    assert fight[header.index("actors")] == "NORMIL;---UNK"
    assert len(list(book["codebook"].iter_rows())) == 1 + sum(len(table.columns) for table in TABLES.values())


def test_a_cell_longer_than_excel_can_hold_is_cut_and_says_so(store, tmp_path):
    import msgspec

    long = article("Norland met Sudonia.", "https://news.example/long", title="x" * 40_000)
    store.add(
        msgspec.structs.replace(
            meeting(), article=long, parties=(), places=(), times=(), items=(), claims=(), events=(), findings=()
        )
    )
    write(
        Chosen(store, wanted_of(("articles",), {"url": "https://news.example/long"})),
        FORMATS["xlsx"],
        tmp_path / "a.xlsx",
    )
    title = openpyxl.load_workbook(tmp_path / "a.xlsx")["articles"]["C2"].value
    assert (len(title), title[-1]) == (32_767, "…")


def test_a_sheet_that_is_full_says_what_to_do(everything, tmp_path, monkeypatch):
    monkeypatch.setattr("dragoman.exports.workbook.MOST_ROWS", 3)
    with pytest.raises(UsageError, match="a sheet holds 3 rows") as caught:
        write(everything, FORMATS["xlsx"], tmp_path / "book.xlsx")
    assert "parquet" in caught.value.hint
    assert list(tmp_path.glob("*.xlsx")) == []


@pytest.mark.parametrize(("name", "module"), [("parquet", "pyarrow"), ("xlsx", "xlsxwriter")])
def test_a_missing_engine_names_its_extra(everything, tmp_path, monkeypatch, name, module):
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(MissingExtra) as caught:
        write(everything, FORMATS[name], tmp_path / "x")
    assert caught.value.hint == f"pip install 'dragoman[{name}]'"


def test_the_codebook_tells_every_column_and_every_code():
    book = codebook()
    for table in TABLES.values():
        assert all(f"| `{column.name}` | {column.kind} | {column.about} |" in book for column in table.columns)
        assert all(column.about.endswith(".") for column in table.columns)
    for name in (*plover().types, *plover().sectors, *plover().auxiliary):
        assert f"| {name} |" in book
    assert all(f"`{one}`" in book for one in plover().contexts)
