"""What the cells of a table are: ``understand(cells) -> list[CellRole]``.

A figure in a table is told by the headers above it, outermost first, and by the name of its row. A sub-row (``- Cấp
tỉnh``) says nothing without its parent, so it carries the parent's name too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.layout_words import WORDS
from extract.tables.headers import (
    PlainCell,
    Sheet,
    common,
    covered,
    header_path,
    header_rows,
    is_figure,
    repeated_rows,
    shared,
)
from extract.tables.parts import COUNTER, NUMBERING, YEAR

__all__ = ["CellRole", "PlainCell", "understand"]

NO_VALUE = re.compile(WORDS.idle, re.IGNORECASE)
NO_NAME = re.compile(rf"{WORDS.idle}|{WORDS.no_name}", re.IGNORECASE)
GROUP = re.compile(WORDS.group, re.IGNORECASE)
DASH = re.compile(rf"([-–—+•*])\s*(?=\S)|{WORDS.within}\s*:\s*", re.IGNORECASE)
EXPLAINS = re.compile(rf"(?:[-–+*(]\s*)?{WORDS.explains}\b\s*(?::|\d)|\(?[*\d]{{1,3}}\)\s|\*", re.IGNORECASE)
SENTENCES = re.compile(r"[^\W\d_]{2,}[.;]\s+[^\W\d_]")
SECTION_LENGTH = 160
"""A row across the table that is longer tells something; the names of sections are as long as headings."""
OWN_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3})+|\d{1,3}(?=[.)])|[IVXL]+(?=[.)])|[a-zđ](?=\)))[.)]?\s+(?=\S)")
MAJOR = re.compile(r"[IVXL]+|[A-ZĐ]")


@dataclass(frozen=True, slots=True)
class CellRole:
    """What a cell is. ``headers``: the words above it, outermost first. ``row_name``: what its row is about, with its
    parent's name before it. ``row_number``: as printed (``1.10``, ``II``, ``-``). ``section``: the name of the section
    row (``II Phát triển Chính quyền số``) that its row stands under; it is part of no row's name."""

    is_header: bool = False
    headers: tuple[str, ...] = ()
    row_name: str = ""
    row_number: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class _Row:
    """A data row: its name with its parents', its number, its section."""

    name: str = ""
    number: str = ""
    section: str = ""


def understand(cells: Sequence[PlainCell]) -> list[CellRole]:
    """The role of each cell, in the order of ``cells``."""
    sheet = Sheet(cells)
    head = header_rows(sheet)
    again = repeated_rows(sheet, head)
    paths = [header_path(sheet, head, column) for column in range(sheet.columns)]
    rows = _Names(sheet, head, paths).read(again)
    roles: list[CellRole] = []
    for cell in cells:
        if cell.row in again:
            roles.append(CellRole(True))
            continue
        if cell.row < head:
            above = [header_path(sheet, head, c, cell.row) for c in covered(cell)]
            roles.append(CellRole(True, common(above)))
            continue
        row = rows[cell.row]
        whole = cell.column_span >= sheet.columns > 1
        headers = () if whole else shared([paths[c] for c in covered(cell)])
        roles.append(CellRole(False, headers, row.name, row.number, row.section))
    return roles


class _Names:
    """Reads the names of the data rows from top to bottom, remembering what a sub-row belongs to."""

    def __init__(self, sheet: Sheet, head: int, paths: Sequence[tuple[str, ...]]) -> None:
        self.sheet, self.head, self.paths = sheet, head, paths
        self.number = self._number_column()
        self.names = self._name_columns()
        rest = [c for c in range(sheet.columns) if c != self.number and c not in self.names]
        self.others = rest
        self.values = [c for c in rest if not NO_VALUE.fullmatch(self._header(c))]
        self.section = self.parent = self.child = ""
        self.parent_empty = self.dashed = False

    def _header(self, column: int) -> str:
        return self.paths[column][-1] if self.paths[column] else ""

    def _texts(self, column: int) -> list[str]:
        found = (self.sheet.text(row, column) for row in range(self.head, self.sheet.rows))
        return [text for text in found if text]

    def _is_text(self, column: int) -> bool:
        """Whether most cells of a column are words (or years, which name rows)."""
        texts = self._texts(column)
        return bool(texts) and 2 * sum(is_figure(text) or text in "-–" for text in texts) < len(texts)

    def _number_column(self) -> int | None:
        if self.sheet.columns < 2:
            return None
        counter = next((c for c in range(min(3, self.sheet.columns)) if COUNTER.fullmatch(self._header(c))), None)
        if counter is not None:
            return counter
        texts = self._texts(0)
        numbers = sum(bool(NUMBERING.fullmatch(text)) and not YEAR.fullmatch(text) for text in texts)
        return 0 if texts and numbers > 0.6 * len(texts) and self._is_text(1) else None

    def _name_columns(self) -> list[int]:
        columns = [c for c in range(self.sheet.columns) if c != self.number]
        fit = [c for c in columns if self._is_text(c) and not NO_NAME.fullmatch(self._header(c))]
        if not fit:
            return [c for c in columns[:1] if self.number is None or self._is_text(c)]
        first = fit[0]
        if self.number is not None and first < self.number:
            # a column of groups stands before the numbers: "Nhóm | TT | Chỉ tiêu"
            behind = [c for c in fit if c > self.number]
            return [first, *behind[:1]]
        spans = any(cell.row >= self.head and cell.column == first and cell.row_span > 1 for cell in self.sheet.cells)
        grouped = spans or (GROUP.fullmatch(self._header(first)) is not None and first + 2 < self.sheet.columns)
        return [first, first + 1] if grouped and first + 1 in fit else [first]

    def read(self, left_out: frozenset[int]) -> dict[int, _Row]:
        """Row number -> what the row is; ``left_out`` are header rows that stand again further down."""
        found: dict[int, _Row] = {}
        for row in range(self.head, self.sheet.rows):
            if row in left_out:
                continue
            found[row] = self._row(row, found.get(row - 1, _Row()))
        return found

    def _row(self, row: int, before: _Row) -> _Row:
        printed = self.sheet.text(row, self.number) if self.number is not None else ""
        name = " - ".join(dict.fromkeys(t for t in (self.sheet.text(row, c) for c in self.names) if t))
        own = OWN_NUMBER.match(name) if not printed else None
        if own:
            printed, name = own[1], name[own.end() :]
        dash = DASH.match(name)
        bare = name[dash.end() :] if dash else name
        if dash or printed in {"-", "–", "+", "•"}:
            return self._sub_row(bare, printed, (dash[1] or "") if dash else printed)
        below = self.number is not None and not printed and self.parent_empty and not self.dashed
        if below and bare:
            return _Row(f"{self.parent} - {bare}", "", self.section)
        if self._is_explanation(row, bare):
            return _Row("", printed, "")
        if self._is_section(row, printed, bare):
            self.section, self.parent, self.child = bare or self.section, "", ""
            self.parent_empty = self.dashed = False
            return _Row(bare, printed, "")
        if not bare and not printed:
            return _Row(before.name, "", self.section)
        self.parent, self.child, self.dashed = bare, "", False
        self.parent_empty = bool(bare) and not any(self.sheet.text(row, c) for c in self.values)
        return _Row(bare, printed, self.section)

    def _sub_row(self, bare: str, printed: str, sign: str) -> _Row:
        """``- Cấp tỉnh`` belongs to the last row without a dash, ``+ …`` to the last row with ``-``."""
        above = [self.parent, self.child] if sign == "+" and self.child else [self.parent]
        if sign != "+":
            self.child = bare
        self.dashed = True
        return _Row(" - ".join(text for text in (*above, bare) if text), printed or sign, self.section)

    def _is_explanation(self, row: int, name: str) -> bool:
        """A row of words across the table, or nothing but words, that tells something in sentences."""
        if any(self.sheet.text(row, c) for c in self.others if c not in self._name_cells(row)):
            return False
        told = len(name) > SECTION_LENGTH or bool(SENTENCES.search(name)) or (len(name) > 80 and name.endswith("."))
        return told or bool(EXPLAINS.match(name))

    def _is_section(self, row: int, printed: str, name: str) -> bool:
        """A row that spans the table, or one with nothing but a name that no plain number counts."""
        cells = self.sheet.own(row)
        if len(cells) == 1 and cells[0].column_span > 1 and cells[0].column_span >= self.sheet.columns - 1:
            return True
        if not name or any(self.sheet.text(row, c) for c in self.others if c not in self._name_cells(row)):
            return False
        return not printed or bool(MAJOR.fullmatch(printed.strip(".)")))

    def _name_cells(self, row: int) -> set[int]:
        """The columns that the row's name cell covers."""
        found = (self.sheet.at.get((row, column)) for column in self.names)
        return {column for cell in found if cell for column in covered(cell)}
