"""An Excel workbook: a sheet for each table, and the codebook.

Text is written as text, so that no cell is a formula or a link, whatever it begins with. Rows go to disk as they are read; a sheet has
room for 1,048,575 of them.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dragoman.errors import MissingExtra, UsageError
from dragoman.telling.columns import Column, cell

from .chosen import Chosen
from .codebook import NOTE
from .tables import Table

MOST_ROWS = 1_048_575  # below the header
LONGEST = 32_767  # characters that a cell can hold
WIDTHS = {"string": 18, "list": 18, "integer": 8, "number": 9, "boolean": 9, "date": 11}
WIDE = 60  # for passages and reasons
PASSAGES = {"quote", "content", "reasons", "evidence_for", "evidence_against", "title", "about"}
MADE = datetime(
    1980, 1, 1, tzinfo=UTC
)  # a workbook must say when it was made: the same for all, so that equal records give equal bytes


def write_workbook(chosen: Chosen, path: Path) -> None:
    """The tables as a workbook. Raises MissingExtra without XlsxWriter, UsageError where a table has too many rows."""
    try:
        import xlsxwriter
    except ImportError as error:
        raise MissingExtra("XLSX wants XlsxWriter", hint="pip install 'dragoman[xlsx]'") from error
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "tmpdir": str(path.parent)})
    book.set_properties({"title": "dragoman", "comments": NOTE, "created": MADE})
    bold = book.add_format({"bold": True})
    written = []
    try:
        for table, records in chosen.tables():
            _write_sheet(book.add_worksheet(table.name), table, records, bold)
            written.append(table)
        _write_codebook(book.add_worksheet("codebook"), written, bold)
    finally:
        book.close()


def _write_sheet(sheet: Any, table: Table, records: Iterable[Any], bold: Any) -> None:
    _head(sheet, [(column.name, _width(column)) for column in table.columns], bold)
    last = 0
    for last, record in enumerate(records, start=1):
        if last > MOST_ROWS:
            raise UsageError(
                f"a sheet holds {MOST_ROWS:,} rows, and there are more {table.name}",
                hint="ask for fewer with --since and --until, or export csv or parquet",
            )
        for number, column in enumerate(table.columns):
            _write_cell(sheet, last, number, column.value(record))
    sheet.autofilter(0, 0, last, len(table.columns) - 1)


def _head(sheet: Any, columns: list[tuple[str, int]], bold: Any) -> None:
    for number, (name, width) in enumerate(columns):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, name, bold)
    sheet.freeze_panes(1, 0)


def _width(column: Column) -> int:
    return WIDE if column.name in PASSAGES else WIDTHS[column.kind]


def _write_cell(sheet: Any, row: int, number: int, value: Any) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, number, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, number, value)
    elif value is not None:
        text = str(cell(value))
        sheet.write_string(row, number, text if len(text) <= LONGEST else text[: LONGEST - 1] + "…")


def _write_codebook(sheet: Any, tables: Iterable[Table], bold: Any) -> None:
    _head(sheet, [("table", 14), ("column", 18), ("kind", 9), ("meaning", WIDE * 2)], bold)
    rows = [(table.name, one.name, one.kind, one.about) for table in tables for one in table.columns]
    for row, values in enumerate(rows, start=1):
        for number, value in enumerate(values):
            sheet.write_string(row, number, value)
