"""The review file as a workbook: left columns locked, lists to choose from, every cell a text that Excel leaves alone.

Read back, a cell that is no text any more (pasted from elsewhere, or another format chosen) is written as a person in
Vietnam would; a number that Excel may have changed stays as it is, and is refused with its readings.
"""

from __future__ import annotations

import datetime
import io
import math
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from extract.archive import open_zip
from extract.document import ReadError, SolieuError
from kb.review.cells import shown, typed
from kb.review.columns import ALL, ASKED, column_of, heading
from kb.review.state import NUMBERS
from kb.review.values import CHOICES, EMPTY, MAY_BE_EMPTY

SPARE_ROWS = 200
"""Rows at the end that are open in all columns, for figures that the machine missed."""
_WIDTHS = {
    "quote": 58, "number": 15, "why": 44, "page": 9, "footnote": 18, "document": 24, "link": 11,
    "id": 15, "value": 16, "value_max": 15, "denominator": 17, "unit": 14, "metric": 24, "item": 16,
    "level": 11, "owner": 20, "new_value": 16, "new_value_max": 18, "new_denominator": 20, "new_qualifier": 17,
    "new_kind": 14, "new_status": 15, "new_metric": 26, "new_item": 16, "new_place": 15, "new_level": 14,
    "new_period": 15, "new_owner": 20, "reason": 34, "reviewer": 15,
}  # fmt: skip
_WIDTH, _LINE, _MOST_LINES = 13, 15.5, 12
_HIDDEN = ("batch", "metric_id")
"""What an apply needs and nobody reads."""
_WRAPPING = ("quote", "why", "unit", "metric", "item", "reason")
_HEAD, _RIGHT = PatternFill("solid", fgColor="C9D7EE"), PatternFill("solid", fgColor="FFE08A")
_LEFT_CELL, _RIGHT_CELL = PatternFill("solid", fgColor="F1F5FB"), PatternFill("solid", fgColor="FFF9E3")
_EDGES = Border(*(Side("thin", color="D0D4DC"),) * 4)
_FONT = "Calibri"
_WRAPPED, _PLAIN = Alignment(wrap_text=True, vertical="top"), Alignment(vertical="top")
_NUMBER_COLUMNS = {f"new_{name}" for name in NUMBERS}


def as_xlsx(rows: Sequence[Mapping[str, str]]) -> bytes:
    """A workbook of one sheet. Its protection has no password: it keeps slips out, not people."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Rà soát")
    # The sentence and its number stay in sight beside the columns to fill in.
    sheet.freeze_panes = "C2"
    for at, name in enumerate(ALL, 1):
        column = sheet.column_dimensions[get_column_letter(at)]
        column.width, column.hidden = _WIDTHS.get(name, _WIDTH), name in _HIDDEN
    last = len(rows) + 1 + SPARE_ROWS
    for at, name in enumerate(ALL, 1):
        if name in ASKED and (words := _choices(name)):
            letter = get_column_letter(at)
            rule = DataValidation(
                type="list", formula1=f'"{",".join(words)}"', allow_blank=True, showErrorMessage=False
            )
            rule.add(f"{letter}2:{letter}{last}")
            sheet.data_validations.append(rule)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(ALL))}{last}"
    protection = sheet.protection
    protection.sheet = True
    protection.autoFilter = protection.formatColumns = protection.formatRows = False
    sheet.row_dimensions[1].height = 4 * _LINE
    sheet.append([_cell(sheet, heading(name), name, head=True) for name in ALL])
    for at, row in enumerate(rows, 2):
        sheet.row_dimensions[at].height = _LINE * _lines(row)
        sheet.append([_cell(sheet, shown(row.get(name, "")), name) for name in ALL])
    for _ in range(SPARE_ROWS):
        sheet.append([_cell(sheet, "", name, spare=True) for name in ALL])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_xlsx(place: str, data: bytes) -> list[tuple[int, list[str]]]:
    """The rows of the sheet that has the columns of a review, with their numbers, every cell as a text.

    Raises SolieuError where it is no such workbook.
    """
    remedy = "Give the workbook that solieu review export --xlsx wrote, or save the sheet as CSV UTF-8"
    try:
        open_zip(data, place)
    except ReadError as error:
        raise SolieuError(place, error.problem, remedy) from error
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (KeyError, ValueError, OSError, zipfile.BadZipFile, TypeError) as error:
        raise SolieuError(place, f"it is no workbook that can be read ({error})", remedy) from error
    best: list[tuple[int, list[str]]] = []
    # Two words of a row of figures may be heads, too: kết quả (its status, or the outcome), đồng (a unit, or dòng).
    known = 2
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        first = next(rows, ())
        names = [column_of(str(cell)) if cell is not None else None for cell in first]
        if sum(name is not None for name in names) <= known:
            continue
        known = sum(name is not None for name in names)
        best = [(1, ["" if cell is None else str(cell) for cell in first])]
        for number, row in enumerate(rows, 2):
            cells = zip(row, [*names, *[None] * len(row)], strict=False)
            best.append((number, [_text(value, name) for value, name in cells]))
    if not best:
        raise SolieuError(place, "no sheet of it has the columns of a review", remedy)
    return best


def _choices(name: str) -> list[str]:
    field = name.removeprefix("new_")
    if field not in CHOICES:
        return []
    # A comma parts the choices of such a list: a word with none is taken, Vietnamese where there is one.
    words = [next((one for one in labels if "," not in one), word) for word, labels in CHOICES[field].items()]
    return [*words, EMPTY] if field in MAY_BE_EMPTY else words


def _lines(row: Mapping[str, str]) -> int:
    """How many lines the longest cell of a row takes. Only Excel finds that by itself."""
    lines = [math.ceil(len(row.get(name, "")) * 1.1 / _WIDTHS.get(name, _WIDTH)) for name in _WRAPPING]
    return min(max(1, *lines), _MOST_LINES)


def _cell(sheet: Any, text: str, name: str, head: bool = False, spare: bool = False) -> Any:
    link = text if name == "link" and not head else ""
    cell = WriteOnlyCell(sheet, value="mở trang" if link else text or None)
    cell.number_format = "@"
    if text:
        # Not a formula, whatever it begins with.
        cell.data_type = "s"
    cell.alignment = _WRAPPED if head or name in _WRAPPING else _PLAIN
    cell.font, cell.border = Font(name=_FONT, size=11, bold=head), _EDGES
    right = name in ASKED
    if head:
        cell.fill = _RIGHT if right else _HEAD
    elif right or not spare:
        cell.fill = _RIGHT_CELL if right else _LEFT_CELL
    cell.protection = Protection(locked=not (spare or (right and not head)))
    if link:
        cell.hyperlink = link
        cell.font = Font(name=_FONT, size=11, color="0563C1", underline="single")
    return cell


def _text(value: object, name: str | None) -> str:
    """A cell as a person would have typed it. What Excel may have made of another number is told by its look."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, int | float):
        whole = float(value).is_integer()
        if whole and name in _NUMBER_COLUMNS and 0 < abs(value) < 1000:
            # 6 may have been typed 6.000 in an English Excel: asked for again, as 6E+0.
            return f"{int(value)}E+0"
        return str(int(value)) if whole else repr(float(value))
    return typed(str(value))
