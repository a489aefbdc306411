"""The review file as a workbook: left columns locked, lists to choose from, every cell a text that Excel leaves alone.

Read back, a cell that is no text any more (pasted from elsewhere, or another format chosen) is written as a person in
Vietnam would; a number that Excel may have changed stays as it is, and is refused with its readings.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from extract.document import ReadError, SolieuError
from extract.package import open_zip
from kb.review_cells import shown, typed
from kb.review_columns import ALL, ASKED, column_of, heading
from kb.review_state import NUMBERS
from kb.review_values import CHOICES, EMPTY, MAY_BE_EMPTY

SPARE_ROWS = 200
"""Rows at the end that are open in all columns, for figures that the machine missed."""
_WIDTHS = {"quote": 60, "why": 40, "footnote": 30, "document": 24, "metric": 24, "place": 16, "link": 20, "reason": 30}
_HEAD, _RIGHT = PatternFill("solid", fgColor="D9E1F2"), PatternFill("solid", fgColor="FFF2CC")
_WRAPPED, _PLAIN = Alignment(wrap_text=True, vertical="top"), Alignment(vertical="top")
_NUMBER_COLUMNS = {f"new_{name}" for name in NUMBERS}


def as_xlsx(rows: Sequence[Mapping[str, str]]) -> bytes:
    """A workbook of one sheet. Its protection has no password: it keeps slips out, not people."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Rà soát")
    sheet.freeze_panes = "C2"
    for at, name in enumerate(ALL, 1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(name, 14)
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
    sheet.append([_cell(sheet, heading(name), name, head=True) for name in ALL])
    for row in rows:
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
    known = 1
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
    # A comma parts the choices of such a list; the words in English are taken, too.
    words = [labels[0] if "," not in labels[0] else word for word, labels in CHOICES[field].items()]
    return [*words, EMPTY] if field in MAY_BE_EMPTY else words


def _cell(sheet: Any, text: str, name: str, head: bool = False, spare: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=text or None)
    cell.number_format = "@"
    if text:
        # Not a formula, whatever it begins with.
        cell.data_type = "s"
    cell.alignment = _WRAPPED if head or name in ("quote", "why") else _PLAIN
    if head:
        cell.font, cell.fill = Font(bold=True), _RIGHT if name in ASKED else _HEAD
    cell.protection = Protection(locked=not (spare or (name in ASKED and not head)))
    if name == "link" and text and not head:
        cell.hyperlink = text
        cell.font = Font(color="0563C1", underline="single")
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
