"""The review file as a workbook: left columns locked, lists to choose from, every cell a text that Excel leaves alone.

Rows are written one by one to the disk (XlsxWriter), so that a queue of any length costs the same memory. What comes
back is read by :mod:`kb.review.workbook`.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from xlsxwriter import Workbook

from extract.document import SolieuError
from kb.review.cells import shown
from kb.review.columns import ALL, EVERY_ASKED, heading
from kb.review.groups import WHOLE
from kb.review.values import CHOICES, EMPTY, MAY_BE_EMPTY

SPARE_ROWS = 200
"""Rows at the end that are open in all columns, for figures that the machine missed."""
_WIDTHS = {
    "quote": 58, "number": 15, "why": 44, "group": 24, "page": 9, "footnote": 18, "document": 24, "link": 11,
    "id": 15, "value": 16, "value_max": 15, "denominator": 17, "unit": 14, "metric": 24, "candidates": 34, "item": 16,
    "level": 11, "owner": 20, "new_value": 16, "new_value_max": 18, "new_denominator": 20, "new_qualifier": 17,
    "new_kind": 14, "new_status": 15, "new_metric": 26, "new_item": 16, "new_place": 15, "new_level": 14,
    "new_period": 15, "new_owner": 20, "subject": 24, "marks": 13, "part_of": 15, "new_number": 15, "new_subject": 24,
    "new_footnote": 13, "new_marks": 15, "new_part_of": 17, "reason": 34, "reviewer": 15,
    "for_group": 13,
}  # fmt: skip
_WIDTH, _LINE, _MOST_LINES = 13, 15.5, 12
_HIDDEN = ("batch", "metric_id")
"""What an apply needs and nobody reads."""
_WRAPPING = ("quote", "why", "group", "unit", "metric", "candidates", "item", "reason")
_HEAD, _RIGHT, _LEFT_CELL, _RIGHT_CELL = "#C9D7EE", "#FFE08A", "#F1F5FB", "#FFF9E3"
_TEXT: dict[str, Any] = {
    "font_name": "Calibri",
    "font_size": 11,
    "num_format": "@",
    "border": 1,
    "border_color": "#D0D4DC",
    "valign": "top",
}
_MOST_LINKS = 65_000
"""Excel opens no sheet with more links than 65,530; the others are told as text."""
_MOST_ROWS = 1_048_576 - SPARE_ROWS - 1


def as_xlsx(rows: Sequence[Mapping[str, str]], named: Iterable[str] = ALL) -> bytes:
    """A workbook of one sheet with the columns of these names. Its protection has no password: it keeps slips out, not
    people.

    Raises SolieuError where a sheet cannot hold so many rows.
    """
    if len(rows) > _MOST_ROWS:
        remedy = "Export fewer with --limit, or without --xlsx as a CSV"
        raise SolieuError("review export", f"a sheet holds no {len(rows):,} rows", remedy)
    out = io.BytesIO()
    with Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        _write(book, rows, named)
    return out.getvalue()


def _write(book: Workbook, rows: Sequence[Mapping[str, str]], named: Iterable[str]) -> None:
    sheet = book.add_worksheet("Rà soát")
    columns = [_Column(book, name) for name in named]
    # The sentence and its number stay in sight beside the columns to fill in.
    sheet.freeze_panes(1, 2)
    last = len(rows) + SPARE_ROWS
    for at, column in enumerate(columns):
        width = _WIDTHS.get(column.name, _WIDTH)
        sheet.set_column(at, at, width, None, {"hidden": column.name in _HIDDEN})
        if column.name in EVERY_ASKED and (words := _choices(column.name)):
            choose = {"validate": "list", "source": words, "show_error": False}
            sheet.data_validation(1, at, last, at, choose)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    sheet.protect("", {"autofilter": True, "format_columns": True, "format_rows": True})
    sheet.set_row(0, 4 * _LINE)
    for at, column in enumerate(columns):
        sheet.write_string(0, at, heading(column.name), column.head)
    for number, row in enumerate(rows, 1):
        sheet.set_row(number, _LINE * _lines(row))
        for at, column in enumerate(columns):
            text = shown(row.get(column.name, ""))
            if text and column.name == "link" and number <= _MOST_LINKS:
                sheet.write_url(number, at, text, column.link, "mở trang")
            elif text:
                sheet.write_string(number, at, text, column.cell)
            else:
                sheet.write_blank(number, at, None, column.cell)
    for number in range(len(rows) + 1, last + 1):
        for at, column in enumerate(columns):
            sheet.write_blank(number, at, None, column.spare)


class _Column:
    """How the cells of a column look: its head, a figure's cell, one of the open rows at the end, a link."""

    def __init__(self, book: Workbook, name: str) -> None:
        self.name = name
        asked = name in EVERY_ASKED
        text = {**_TEXT, "text_wrap": name in _WRAPPING}
        head = {"bold": True, "text_wrap": True, "bg_color": _RIGHT if asked else _HEAD}
        self.head = book.add_format({**_TEXT, **head})
        filled = {**text, "bg_color": _RIGHT_CELL if asked else _LEFT_CELL, "locked": not asked}
        self.cell = book.add_format(filled)
        self.spare = book.add_format({**text, **({"bg_color": _RIGHT_CELL} if asked else {}), "locked": False})
        self.link = book.add_format({**filled, "font_color": "#0563C1", "underline": 1})


def _choices(name: str) -> list[str]:
    if name == "for_group":
        return [WHOLE]
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
