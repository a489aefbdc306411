"""XLSX and XLSM: values and number formats by openpyxl row by row, extent and merged cells by calamine.

calamine is asked first, because it ends where the last value stands: sheets of a million rows that hold nothing but
borders are frequent. Formulas count with the value that was stored; one without is said.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from typing import Any

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from extract.document import ReadError, Source
from extract.sheets.book import Book, Sheet, broken
from extract.sheets.shown import show

_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*\shidden=\"(?:1|true)\"")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*\shidden=\"(?:1|true)\"")
_NO_VALUE = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>|</(?:\w+:)?c>)"
)


def read_xlsx(source: Source, data: bytes) -> Book:
    """The workbook in ``data``. Raises ReadError where it is damaged or too large."""
    place = source.filename
    book = Book()
    try:
        quick = CalamineWorkbook.from_filelike(io.BytesIO(data))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            full = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            sheets = {sheet.title: sheet for sheet in full.worksheets}
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for meta in quick.sheets_metadata:
                    if meta.name in sheets:
                        _read_sheet(place, book, quick, meta, sheets[meta.name], archive)
                    else:
                        book.notes.append(f"the sheet {meta.name} holds only a chart, which is not read")
                if any(part.startswith("xl/charts/") for part in archive.namelist()):
                    book.notes.append("charts are not read, their numbers stand in the sheets")
    except (ReadError, MemoryError):
        raise
    except Exception as error:
        broken(place, error)
    return book


def _read_sheet(
    place: str, book: Book, quick: CalamineWorkbook, meta: Any, full: Any, archive: zipfile.ZipFile
) -> None:
    extent = quick.get_sheet_by_name(meta.name)
    sheet = Sheet(meta.name, is_hidden=meta.visible != SheetVisibleEnum.Visible)
    book.sheets.append(sheet)
    if extent.end is None:
        return
    for (top, left), (bottom, right) in extent.merged_cell_ranges or ():
        sheet.spans[top, left] = bottom - top + 1, right - left + 1
    full.reset_dimensions()
    rows = full.iter_rows(max_row=extent.end[0] + 1, max_col=extent.end[1] + 1)
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            if cell.value is not None:
                # looked up only where letters may be of an old charset: a style costs as much as a cell
                named = isinstance(cell.value, str) and not cell.value.isascii() and cell.font is not None
                font = str(cell.font.name or "") if named else ""
                book.put(place, sheet, (row, column), show(cell.value, cell.number_format or "", font))
    _look_at_xml(book, sheet, archive, full)


def _look_at_xml(book: Book, sheet: Sheet, archive: zipfile.ZipFile, full: Any) -> None:
    """What both libraries leave out: hidden rows and columns, formulas whose value was not stored."""
    path = str(full._worksheet_path).lstrip("/")
    if path not in archive.namelist():
        return
    xml = archive.read(path)
    sheet.hidden_rows = len(_HIDDEN_ROW.findall(xml))
    sheet.hidden_columns = len(_HIDDEN_COLUMN.findall(xml))
    if lost := len(_NO_VALUE.findall(xml)):
        book.notes.append(
            f"{lost} formulas of the sheet {sheet.name} have no stored value: save it once in Excel or LibreOffice"
        )
