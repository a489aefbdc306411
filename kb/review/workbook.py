"""A review file that comes back as a workbook: XLSX, XLS or ODS, every cell as the text that a person would type.

A cell that holds a number holds that number, whatever the sheet shows of it: 1.204 is shown ``1,204`` in Vietnam, and
is neither 1204 nor in doubt. A date in a cell for a number is what a spreadsheet made of something else, and is told.
"""

from __future__ import annotations

import datetime
import io
from dataclasses import dataclass
from decimal import Decimal

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    WorkbookClosed,
    XmlError,
    ZipError,
)

from extract.archive import open_zip
from extract.document import ReadError, SolieuError
from kb.review.cells import typed
from kb.review.columns import EVERY_ASKED, HEAD_WITHIN, column_of, head_line
from kb.review.numbers import exact, held
from kb.review.state import NUMBERS

_ZIP = b"PK\x03\x04"
_REMEDY = (
    "Nộp tệp mà solieu review export --xlsx đã tạo, hoặc lưu trang tính thành CSV UTF-8. Give the workbook that solieu"
    " review export --xlsx wrote, or save the sheet as CSV UTF-8"
)
_NUMBER_COLUMNS = {f"new_{name}" for name in NUMBERS}
_Cell = int | float | str | bool | datetime.date | datetime.time | datetime.datetime | datetime.timedelta


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of a review: its ``rows`` from the head line on, with their numbers as a spreadsheet shows them, and
    the numbers of the rows that cells of several rows are ``merged`` in; ``emptied`` are those of which a merged cell
    took an answer: a spreadsheet keeps what stood in the first row only."""

    rows: list[tuple[int, list[str]]]
    merged: frozenset[int]
    emptied: frozenset[int] = frozenset()


def read_workbook(place: str, data: bytes) -> Sheet:
    """The sheet that has the columns of a review, every cell as a text.

    Raises SolieuError where it is no workbook, is locked, or none of its sheets is one of a review.
    """
    if data.startswith(_ZIP):
        try:
            open_zip(data, place)
        except ReadError as error:
            raise SolieuError(place, error.problem, _REMEDY) from error
    best = Sheet([], frozenset())
    # Two words of a row of figures may be heads, too: kết quả (its status, or the outcome), đồng (a unit, or dòng).
    most = 2
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            for name in book.sheet_names:
                sheet = book.get_sheet_by_name(name)
                read = _sheet(sheet)
                known = sum(column_of(cell) is not None for cell in read.rows[0][1]) if read.rows else 0
                if known > most:
                    best, most = read, known
    except PasswordError as error:
        remedy = "Mở tệp, bỏ mật khẩu rồi lưu lại. Open it, save it without a password"
        raise SolieuError(place, "tệp có mật khẩu. It is locked with a password", remedy) from error
    except (CalamineError, ZipError, XmlError, WorkbookClosed, ValueError, OSError) as error:
        raise SolieuError(place, f"it is no workbook that can be read ({error})", _REMEDY) from error
    if not best.rows:
        raise SolieuError(place, "no sheet of it has the columns of a review", _REMEDY)
    return best


def _sheet(sheet: CalamineSheet) -> Sheet:
    rows: list[list[_Cell]] = sheet.to_python(skip_empty_area=False)
    heads = [[str(cell).strip() for cell in row] for row in rows[:HEAD_WITHIN]]
    head = head_line(heads)
    names = [column_of(cell) for cell in heads[head]] if heads else []
    lines = [(head + 1, heads[head])] if heads else []
    for number, row in enumerate(rows[head + 1 :], head + 2):
        cells = zip(row, [*names, *[None] * len(row)], strict=False)
        lines.append((number, [_text(value, name) for value, name in cells]))
    merged: set[int] = set()
    emptied: set[int] = set()
    for (first, left), (last, right) in sheet.merged_cell_ranges or ():
        if last > first:
            merged.update(range(first + 1, last + 2))
            if any(name in EVERY_ASKED for name in names[left : right + 1]):
                emptied.update(range(first + 2, last + 2))
    return Sheet(lines, frozenset(merged), frozenset(emptied))


def _text(value: _Cell, name: str | None) -> str:
    """A cell as a person would have typed it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, datetime.time | datetime.timedelta):
        return str(value)
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        if name in _NUMBER_COLUMNS and number.is_finite():
            return held(number)
        return exact(number) if number.is_finite() else str(value)
    return typed(value)
