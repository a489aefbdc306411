"""The header of a table: how many rows at the top it has, and the words above each column.

Nothing marks a header in most files, so it is told by its words, by spans, and by the figures that it does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.layout_words import WORDS
from extract.tables.parts import COUNTER, FIGURE, NUMBERING, YEAR

HEADER_WORD = re.compile(rf"{WORDS.counter}|{WORDS.header}", re.IGNORECASE)
MONTH = re.compile(r"(?:(?:[0-2]?\d|3[01])/)?(?:0?[1-9]|1[0-2])/(?:19|20)\d{2}")
COLUMN_NUMBER = re.compile(r"\(?(\d{1,2}|[A-Z])\)?(?:\s*=.*)?")


@dataclass(frozen=True, slots=True)
class PlainCell:
    """A cell as it stands: place and spans as in a grid, its words, whether the format marks it as a header."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    is_header: bool = False


class Sheet:
    """Cells by place: a cell that covers several places stands at each of them."""

    def __init__(self, cells: Sequence[PlainCell]) -> None:
        self.cells = cells
        self.rows = max((c.row + c.row_span for c in cells), default=0)
        self.columns = max((c.column + c.column_span for c in cells), default=0)
        self.at: dict[tuple[int, int], PlainCell] = {}
        for cell in cells:
            for row in range(cell.row, cell.row + cell.row_span):
                for column in covered(cell):
                    self.at.setdefault((row, column), cell)

    def text(self, row: int, column: int) -> str:
        """The words at a place on one line, empty where no cell is."""
        cell = self.at.get((row, column))
        return " ".join(cell.text.split()) if cell else ""

    def own(self, row: int) -> list[PlainCell]:
        """The cells of a row from left to right, each once."""
        found = [self.at[row, c] for c in range(self.columns) if (row, c) in self.at]
        return list(dict.fromkeys(found))


def covered(cell: PlainCell) -> range:
    return range(cell.column, cell.column + cell.column_span)


def common(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """What the header paths of all columns under a wide cell begin with; the first column's where that is nothing."""
    shared: list[str] = []
    for step in zip(*paths, strict=False):
        if len(set(step)) > 1:
            break
        shared.append(step[0])
    return tuple(shared) or paths[0]


def shared(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The headers of a value that stands under several columns at once: what they have in common, then all of their own
    words as one, ``Năm 2023 / Năm 2024``: it is of none of them alone."""
    if len(set(paths)) < 2:
        return paths[0]
    begin = 0
    while all(len(path) > begin for path in paths) and len({path[begin] for path in paths}) == 1:
        begin += 1
    rest = dict.fromkeys(" ".join(path[begin:]) for path in paths if path[begin:])
    return (*paths[0][:begin], " / ".join(rest)) if rest else paths[0][:begin]


def is_figure(text: str) -> bool:
    return bool(FIGURE.fullmatch(text)) and not YEAR.fullmatch(text) and not MONTH.fullmatch(text)


def header_rows(sheet: Sheet) -> int:
    """How many rows at the top are header; 0 where the table has none."""
    if sheet.rows < 2 or sheet.columns < 2:
        return 0
    head = 0
    while head < sheet.rows - 1 and all(cell.is_header for cell in sheet.own(head)) and sheet.own(head):
        head += 1
    if not head and not _opens(sheet, 0):
        return 0
    head = max(head, 1)
    while head < sheet.rows - 1 and (_goes_under(sheet, head) or _numbers_columns(sheet, head)):
        head += 1
    return head


def _opens(sheet: Sheet, row: int) -> bool:
    """Whether an unmarked row can be a header: words of headers, or names where the rows below hold figures."""
    texts = [" ".join(cell.text.split()) for cell in sheet.own(row)]
    if any(is_figure(text) for text in texts[1:]):
        return False
    filled = [text for text in texts if text]
    if len(sheet.own(row)) == 1:
        return row + 2 < sheet.rows and _opens(sheet, row + 1) and len(sheet.own(row + 1)) > 1
    known = sum(bool(HEADER_WORD.fullmatch(text)) for text in filled)
    below = any(is_figure(sheet.text(r, c)) for r in range(row + 1, sheet.rows) for c in range(1, sheet.columns))
    short = all(len(text) <= 80 for text in filled)
    return len(filled) > 1 and (COUNTER.fullmatch(texts[0]) is not None or known > 1 or (below and short))


def _goes_under(sheet: Sheet, row: int) -> bool:
    """Whether a row is the second or third row of the header: the row above spans over it."""
    above, own = sheet.own(row - 1), sheet.own(row)
    texts = [" ".join(cell.text.split()) for cell in own]
    if any(is_figure(text) for text in texts[1:]) or not any(texts):
        return False
    if any(cell.row < row and cell.row_span > 1 for cell in own):
        return True
    if len(above) == 1 and sheet.columns > 1:
        return _opens(sheet, row)
    wide = any(cell.column_span > 1 for cell in above) or any(
        not cell.text.strip() and sheet.text(row, cell.column) for cell in above
    )
    first = sheet.text(row, 0)
    return wide and not NUMBERING.fullmatch(first) and sum(map(bool, texts)) > 1 and len(set(texts)) > 1


def _numbers_columns(sheet: Sheet, row: int) -> bool:
    """Whether a row only numbers the columns: ``(1) (2) (3)``, ``A B 1 2 3``, ``1 2 3 4=3/2``."""
    texts = [" ".join(cell.text.split()) for cell in sheet.own(row)]
    found = [m[1] for m in map(COLUMN_NUMBER.fullmatch, texts) if m]
    if len(found) < 3 or len(found) != len([t for t in texts if t]):
        return False
    counts = [int(number) for number in found if number.isdigit()]
    if any("=" in text for text in texts) and len(counts) > 1:
        # "1=2+7+18" is said of columns only, and a number may be left out among them
        return counts[0] <= 3 and all(first < second <= first + 3 for first, second in pairwise(counts))
    return counts == list(range(counts[0], counts[0] + len(counts))) and counts[0] <= 3 if counts else True


def header_path(sheet: Sheet, head: int, column: int, until: int | None = None) -> tuple[str, ...]:
    """The header words above a column's data (or above its header row ``until``), outermost first, each once."""
    path: list[str] = []
    for row in range(head if until is None else until):
        if row and _numbers_columns(sheet, row):
            continue
        text = sheet.text(row, column) or _from_left(sheet, head, row, column)
        if text and text not in path:
            path.append(text)
    return tuple(path)


def _from_left(sheet: Sheet, head: int, row: int, column: int) -> str:
    """The header cell to the left whose span a format lost: it and the cell here both have sub-headers below."""
    if row + 1 >= head or not sheet.text(row + 1, column) or _numbers_columns(sheet, row + 1):
        return ""
    left = column - 1
    while left >= 0 and not sheet.text(row, left) and sheet.text(row + 1, left):
        left -= 1
    return sheet.text(row, left) if left >= 0 and sheet.text(row + 1, left) != sheet.text(row, left) else ""


def repeated_rows(sheet: Sheet, head: int) -> frozenset[int]:
    """Rows further down that say the header again, as where a page began in the middle of a table."""
    if not head:
        return frozenset()
    tops = {tuple(sheet.text(row, c) for c in range(sheet.columns)) for row in range(head)}
    lower = range(head, sheet.rows)
    return frozenset(row for row in lower if tuple(sheet.text(row, c) for c in range(sheet.columns)) in tops)
