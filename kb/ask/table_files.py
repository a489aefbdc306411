"""A table as a file: CSV as a spreadsheet of Vietnam opens it, a workbook, JSON, Parquet. What is no number is no
formula."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from xlsxwriter import Workbook

from extract.document import SolieuError
from kb.ask.table import Column, Format, Language, Table, Value, columns_of, used, word
from kb.ask.table_parquet import as_parquet
from kb.review.cells import shown

Separator = Literal[";", ","]
TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}
_LIKE_A_NUMBER = re.compile(r"[\s\d.,:/%\u202f\u00a0−-]*\d[\s\d.,:/%\u202f\u00a0−-]*")
"""What a spreadsheet would turn into a number, a day or a share, each in its own way."""
_EXACT_DIGITS = 15
"""More digits than these no spreadsheet keeps of a number: such a value stands there as text."""
_MOST_ROWS = 1_048_575
_MOST_LINKS = 65_000
_MOST_LETTERS = 32_767
_UNGROUPED = frozenset({"year"})
"""Numbers that no point parts into thousands."""
_WIDTHS = {"quote": 60, "text": 22, "metric": 34, "document": 40, "not_ranked": 34, "doubts": 30, "address": 12}


def write_table(table: Table, format_: Format, separator: Separator | None = None) -> bytes:
    """The table as a file. ``separator`` is that of a CSV: with ``;`` decimals have a comma, as Vietnamese settings
    expect it, with ``,`` a point; without it that of the table's language. Raises SolieuError where a sheet cannot hold
    so many rows, and where what writes Parquet is not installed."""
    if format_ == "csv":
        return as_csv(table, separator or (";" if table.language == "vi" else ","))
    if format_ == "parquet":
        return as_parquet(table, _told(table))
    return as_xlsx(table) if format_ == "xlsx" else as_json(table)


def as_csv(table: Table, separator: Separator) -> bytes:
    """All columns, with a mark of UTF-8 in front: without it Excel takes accents for letters of another alphabet."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerow([column.heading(table.language) for column in table.columns])
    for row in table.rows:
        writer.writerow([_cell(row.get(column.id), separator, table.language) for column in table.columns])
    return ("\ufeff" + out.getvalue()).encode()


def _cell(value: Value, separator: Separator, language: Language) -> str:
    if isinstance(value, bool):
        return word("table.yes" if value else "table.no", language)
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", "," if separator == ";" else ".")
    if isinstance(value, date):
        return value.isoformat()
    text = shown(value)
    # «1.204» is text everywhere; bare it would be 1204 here and 1,204 there.
    return f"«{text}»" if _LIKE_A_NUMBER.fullmatch(text) else text


def as_json(table: Table) -> bytes:
    """Rows by the ids of their columns, numbers as numbers; columns, sources, definitions and notes beside them."""
    rows = [{name: _plain(value) for name, value in row.items()} for row in table.rows]
    return json.dumps(_told(table) | {"rows": rows}, ensure_ascii=False, indent=1).encode()


def _told(table: Table) -> dict[str, Any]:
    """What is said of a table besides its rows."""
    return {
        "title": table.title,
        "language": table.language,
        "columns": [{"id": one.id, "name": one.name(table.language), "type": one.type} for one in table.columns],
        "sources": [{name: _plain(value) for name, value in row.items()} for row in table.sources],
        "definitions": [{"term": term, "text": text} for term, text in table.definitions],
        "notes": [{"term": term, "text": text} for term, text in table.notes],
    }


def _plain(value: Value) -> Any:
    if isinstance(value, Decimal):
        # A float has room for fifteen digits, which is more than a figure may have.
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value


def as_xlsx(table: Table) -> bytes:
    """A workbook of three sheets: rows with the columns that say something, documents, definitions and notes."""
    if len(table.rows) > _MOST_ROWS:
        raise SolieuError(table.name, f"a sheet holds no {len(table.rows):,} rows", "Take them as CSV or JSON")
    out = io.BytesIO()
    safe = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(out, {"in_memory": True, **safe}) as book:
        book.set_properties({"title": table.title, "comments": "Solieu"})
        sheet = _Sheets(book, table.language)
        sheet.rows(word("table.data", table.language), used(table.columns, table.rows), table.rows)
        sheet.rows(word("table.sources", table.language), columns_of("source_column"), table.sources)
        sheet.about(word("table.about", table.language), (*table.notes, *table.definitions))
    return out.getvalue()


class _Sheets:
    """The sheets of a workbook, with the looks that they share."""

    def __init__(self, book: Workbook, language: Language) -> None:
        self.book, self.language = book, language
        font = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
        self.head = book.add_format({**font, "bold": True, "text_wrap": True, "bg_color": "#C9D7EE", "border": 1})
        self.text = book.add_format({**font, "text_wrap": True})
        self.bold = book.add_format({**font, "bold": True})
        self.number = book.add_format({**font, "num_format": "#,##0.##########"})
        self.whole = book.add_format({**font, "num_format": "#,##0"})
        self.ungrouped = book.add_format({**font, "num_format": "0"})
        self.day = book.add_format({**font, "num_format": "dd/mm/yyyy"})
        self.link = book.add_format({**font, "font_color": "#0563C1", "underline": 1})

    def rows(self, name: str, columns: Sequence[Column], rows: Sequence[Mapping[str, Value]]) -> None:
        """A sheet of rows below their heads, which stay in sight and can be filtered."""
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, _WIDTHS.get(column.id, 16))
            sheet.write_string(0, at, column.heading(self.language), self.head)
        if columns:
            sheet.autofilter(0, 0, max(1, len(rows)), len(columns) - 1)
        links = 0
        for number, row in enumerate(rows, 1):
            for at, column in enumerate(columns):
                value = row.get(column.id)
                is_link = column.type == "link" and str(value).startswith(("http://", "https://"))
                links += is_link
                if is_link and links <= _MOST_LINKS and len(str(value)) < 2000:
                    sheet.write_url(number, at, str(value), self.link, word("table.open", self.language))
                else:
                    whole = self.ungrouped if column.id in _UNGROUPED else self.whole
                    self._write(sheet.write_number, sheet.write_datetime, sheet.write_string, number, at, value, whole)

    def about(self, name: str, said: Sequence[tuple[str, str]]) -> None:
        """A sheet of terms and what is said of them."""
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 100)
        for number, (term, text) in enumerate(said):
            sheet.write_string(number, 0, term, self.bold)
            sheet.write_string(number, 1, text[:_MOST_LETTERS], self.text)

    def _write(
        self, as_number: Callable[..., Any], as_day: Callable[..., Any], as_text: Callable[..., Any],
        row: int, at: int, value: Value, whole: Any,
    ) -> None:  # fmt: skip
        if value is None:
            return
        if isinstance(value, bool):
            as_text(row, at, word("table.yes" if value else "table.no", self.language), self.text)
        elif isinstance(value, Decimal):
            if len(value.as_tuple().digits) > _EXACT_DIGITS:
                as_text(row, at, f"{value:f}", self.text)
            else:
                as_number(row, at, float(value), whole if value == value.to_integral_value() else self.number)
        elif isinstance(value, date):
            as_day(row, at, value, self.day)
        else:
            as_text(row, at, value[:_MOST_LETTERS], self.text)
