"""A sample report as a workbook: lines above and below a table in merged cells, numbers with their number format."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from pathlib import Path

from docx_page import with_fixed_dates
from gold import plain
from letterhead import CLOSING, banner
from markup import value_of
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from sample import Figure, Grid, Report

FIRST_DAY = datetime.datetime(2026, 1, 5, 8, 0, 0)
THIN = Side(style="thin")


def write_sheet(report: Report, path: Path) -> None:
    """Write a report without footnotes as one sheet."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Bảng số liệu"
    width = max(len(block.widths) for block in report.blocks if isinstance(block, Grid))
    head = [banner(report), report.text("seat"), f"Số: {report.text('number')}", report.text("place_and_date")]
    row = 1
    for words in head:
        row = put_line(sheet, row, words, width, False)
    for block in report.blocks:
        if isinstance(block, Grid):
            row = put_table(sheet, row + 1, block) + 1
        else:
            row = put_line(sheet, row, plain(block.spans), width, block.kind in ("doctype", "title"))
    for words in (line for part in CLOSING for line in part):
        row = put_line(sheet, row, words, width, False)
    sheet.oddFooter.center.text = banner(report)
    book.properties.created = FIRST_DAY
    buffer = io.BytesIO()
    book.save(buffer)
    path.write_bytes(with_fixed_dates(without_time_of_saving(buffer.getvalue())))


def without_time_of_saving(package: bytes) -> bytes:
    """The workbook without the time that openpyxl writes into it when it saves."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb"<dcterms:modified.*?</dcterms:modified>", b"", old.read(name)))
    return out.getvalue()


def put_line(sheet: Worksheet, row: int, words: str, width: int, title: bool) -> int:
    """Words over the width of the table; gives the row below."""
    cell = sheet.cell(row, 1, words)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    if title:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(horizontal="center")
    return row + 1


def put_table(sheet: Worksheet, top: int, grid: Grid) -> int:
    """A table whose first cell stands in row ``top``; gives the row below it."""
    for number, wide in enumerate(grid.widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = 8 * wide
    for one in grid.cells:
        cell = sheet.cell(top + one.row, one.column + 1)
        words = plain(one.spans)
        cell.border = Border(THIN, THIN, THIN, THIN)
        if len(one.spans) == 1 and isinstance(figure := one.spans[0], Figure):
            decimals = len(figure.number.partition(",")[2])
            cell.value = value_of(figure.number)
            cell.number_format = "#,##0" + ("." + "0" * decimals if decimals else "")
        elif re.fullmatch(r"[0-9]{1,3}", words):
            cell.value = int(words)
        else:
            cell.value = words
            cell.font = Font(bold=one.header)
        if one.row_span > 1 or one.column_span > 1:
            last = top + one.row + one.row_span - 1, one.column + one.column_span
            sheet.merge_cells(start_row=top + one.row, end_row=last[0], start_column=one.column + 1, end_column=last[1])
    return top + grid.rows
