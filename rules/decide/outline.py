"""How the rows of a table stand to each other: ``1.4.2`` stands under ``1.4``, ``- Nam`` under the row before the
dashes, ``1`` under ``I``. What only a sum can tell (a row ``Tổng cộng``) is marked, not placed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.document import Cell, Document, Table
from rules.language.wording import Wording

_TOTAL = Wording(r"\s*{total_rows}\s*(?:\([^()]*\))?\s*[:.]?\s*")
_TOTAL_OF = Wording(r"\s*{total_rows}\s+{of_all_rows}\s*(?:\([^()]*\))?\s*[:.]?\s*")
_SUM = Wording(r"\s*{total}\b")
_WITHIN = Wording(r"\s*[-–—+•*]?\s*{opens_breakdown}\b")
_NOTHING_ELSE = re.compile(r"\W*")
_DOTTED = re.compile(r"[^\W_]{1,4}(?:\.[^\W_]{1,3})+|[0-9]{1,3}")
_ROMAN = re.compile(r"[IVXL]+")
_LETTERS = 2
"""A row number of so few letters is one (``a``, ``Đ``), a longer one is a word."""

Style = tuple[str, int]
_UPPER: Style = ("upper", 0)


@dataclass(frozen=True, slots=True)
class Row:
    """A data row: its place in the table (counted from 0), its number as printed, its first words. ``parent`` is the
    index (in the list of rows) of the row that it stands under. ``is_total`` says that it is named a total and nothing
    else (``Tổng cộng``), ``sums`` that its name begins as one (``Tổng số hồ sơ``), ``within`` that it begins with
    ``trong đó``."""

    at: int
    number: str
    label: str
    parent: int | None
    is_total: bool
    sums: bool
    within: bool


@dataclass(frozen=True, slots=True)
class _Open:
    """A row that others may stand under, while the rows are read."""

    style: Style
    index: int
    number: str


def outline(document: Document, table: Table) -> Sequence[Row]:
    """The data rows of a table from top to bottom, each with the row that it stands under."""
    cells: dict[int, list[Cell]] = {}
    for cell in table.cells:
        if not cell.is_header:
            cells.setdefault(cell.row, []).append(cell)
    rows: list[Row] = []
    opened: list[_Open] = []
    loose = False  # a line "Trong đó:" stands above, so what follows without a number stands under its row
    for at in sorted(cells):
        number = cells[at][0].row_number.strip(" .)(")
        # a row "Tổng cộng" that reaches over the column of numbers
        number = "" if _style(number) == ("", 0) else number
        label, alone = _label(document, cells[at], number)
        total = _TOTAL.fullmatch(label) is not None or (not number and _TOTAL_OF.fullmatch(label) is not None)
        within = _WITHIN.match(label)
        if within and alone and _NOTHING_ELSE.fullmatch(label, within.end()):
            loose = True
            rows.append(Row(at, number, label, None, False, False, True))
            continue
        style = ("within", 0) if within else _style(number)
        if total:
            parent = None
        elif alone and not number:
            # a line with nothing but words: what was numbered above it is over
            opened, parent = [_Open(style, len(rows), number)], None
        else:
            loose = loose and style == ("", 0)
            parent = _place(opened, ("loose", 0) if loose else style, len(rows), number)
        sums = total or _SUM.match(label) is not None
        rows.append(Row(at, number, label, parent, total, sums, within is not None or loose))
    return rows


def _label(document: Document, row: Sequence[Cell], number: str) -> tuple[str, bool]:
    """The words that a row begins with, behind its number, and whether nothing else stands in it."""
    texts = [" ".join(document.block_text(document.blocks[cell.block]).split()) for cell in row]
    words = [text for text in texts if text and text.strip(" .)(") != number]
    return (words[0], len(words) == 1) if words else ("", True)


def _style(number: str) -> Style:
    """By what a row is counted: rows of one style stand beside each other."""
    if not number or number[0] in "-–—+•*":
        return (number[:1], 0)
    if _DOTTED.fullmatch(number):
        return ("dotted", number.count(".") + 1)
    if _ROMAN.fullmatch(number):
        return ("roman", 0)
    if len(number) <= _LETTERS and number.isalpha():
        return _UPPER if number.isupper() else ("lower", 0)
    return ("", 0)


def _place(opened: list[_Open], style: Style, index: int, number: str) -> int | None:
    """The row that a row stands under; ``opened`` is left as it is behind this row."""
    if len(number) == 1 and any(one.style == _UPPER and ord(number) == ord(one.number) + 1 for one in opened):
        style = _UPPER  # the I behind H is no first
    if style[0] == "dotted" and style[1] > 1:
        while opened and not (opened[-1].style[0] != "dotted" or number.startswith(f"{opened[-1].number}.")):
            opened.pop()
    for depth, one in enumerate(opened):
        if one.style == style:
            del opened[depth:]
            break
    parent = opened[-1].index if opened else None
    opened.append(_Open(style, index, number))
    return parent
