"""XLS of Excel 5 to 2003 by xlrd (BSD): values, number formats, fonts, merged cells, what is hidden."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import xlrd
from xlrd.biffh import (
    XL_CELL_BLANK,
    XL_CELL_BOOLEAN,
    XL_CELL_DATE,
    XL_CELL_EMPTY,
    XL_CELL_ERROR,
    XL_CELL_NUMBER,
    error_text_from_code,
)
from xlrd.xldate import xldate_as_datetime

from extract.document import ReadError, Source
from extract.sheets.book import Book, Filled, Sheet, broken
from extract.sheets.shown import is_date_format, show, show_date


def read_xls(source: Source, data: bytes) -> Book:
    """The workbook in ``data``. Raises ReadError where it is damaged, locked or too large."""
    place = source.filename
    book = Book()
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            opened = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
            for one in opened.sheets():
                _read_sheet(place, book, opened, one)
    except (ReadError, MemoryError):
        raise
    except Exception as error:
        if "encrypted" in str(error).lower():
            remedy = "open it with its password and save it without one"
            raise ReadError(place, "is protected with a password", remedy) from error
        broken(place, error)
    return book


def _read_sheet(place: str, book: Book, opened: Any, one: Any) -> None:
    sheet = Sheet(one.name, is_hidden=one.visibility != 0)
    book.sheets.append(sheet)
    sheet.hidden_rows = sum(1 for row, info in one.rowinfo_map.items() if info.hidden and row < one.nrows)
    sheet.hidden_columns = sum(1 for column, info in one.colinfo_map.items() if info.hidden and column < one.ncols)
    for top, bottom, left, right in one.merged_cells:
        sheet.spans[top, left] = bottom - top, right - left
    for row in range(one.nrows):
        for column in range(one.row_len(row)):
            cell = one.cell(row, column)
            unseen = cell.value == 0 and cell.ctype == XL_CELL_NUMBER and not one.show_zero_values
            if cell.ctype not in (XL_CELL_EMPTY, XL_CELL_BLANK) and not unseen:
                book.put(place, sheet, (row, column), _filled(opened, cell))


def _filled(opened: Any, cell: Any) -> Filled:
    look = opened.xf_list[cell.xf_index]
    font = opened.font_list[look.font_index].name
    form = opened.format_map[look.format_key].format_str if look.format_key in opened.format_map else "General"
    if cell.ctype == XL_CELL_ERROR:
        return Filled(error_text_from_code.get(cell.value, "#ERR!"), None, font)
    if cell.ctype == XL_CELL_BOOLEAN:
        return show(bool(cell.value), form, font)
    if cell.ctype == XL_CELL_DATE or (cell.ctype == XL_CELL_NUMBER and is_date_format(form)):
        try:
            return Filled(show_date(xldate_as_datetime(cell.value, opened.datemode), form), None, font)
        except (ValueError, OverflowError):
            return show(cell.value, "General", font)
    return show(cell.value, form, font)
