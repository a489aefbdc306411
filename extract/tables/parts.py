"""Parts of one table that follow each other over pages: which belong together, and the whole made of them.

The header row that a page repeats is dropped; a row that the page break tore (its number and name stand on the first
page, the end of its text on the second) becomes one row again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from extract.layout_words import WORDS
from extract.pieces import Grid, GridCell, Paragraph

NUMBERING = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXL]+|[A-ZĐ]|[a-zđ]|[IVX]+\.\d+|[-–+*])[.)]?")
FIGURE = re.compile(r"[-–+]?\s*\d[\d.,/]*\s*%?")
DIGITS = re.compile(r"\d+")
SAME = 90.0  # of 100
YEAR = re.compile(rf"(?:{WORDS.year}\s+)?(?:19|20)\d\d", re.IGNORECASE)
COUNTER = re.compile(rf"{WORDS.counter}\.?", re.IGNORECASE)


def continues(first: Grid, second: Grid) -> bool:
    """Whether ``second``, with nothing but footnotes and a page end before it, goes on with ``first``: it has as many
    columns, and repeats the header or has none."""
    if not first.cells or not second.cells or _columns(first) != _columns(second):
        return False
    if _repeated_rows(first, second):
        return True
    begin = _empty_rows(second, 0)
    top = [cell for cell in second.cells if cell.row == begin]
    if not top:
        return True
    if any(cell.is_header for cell in top):
        return False
    texts = [grid_text(cell) for cell in top]
    begins_anew = bool(COUNTER.fullmatch(texts[0].strip("()"))) or (
        _last_number(first) > 1 and texts[0].strip(".") == "1"
    )
    held = any(FIGURE.fullmatch(t) and not YEAR.fullmatch(t) for t in texts[1:])
    numbered = bool(NUMBERING.fullmatch(texts[0])) or (not texts[0] and _last_number(first) > 0)
    return not begins_anew and (held or numbered or _is_header_only(first))


def join(first: Grid, second: Grid) -> Grid:
    """One grid of two parts: the rows of ``second`` behind those of ``first``."""
    dropped = _empty_rows(second, _repeated_rows(first, second))
    rest = [replace(cell, row=cell.row - dropped) for cell in second.cells if cell.row >= dropped]
    rows = max(cell.row + cell.row_span for cell in first.cells)
    kept = list(first.cells)
    if _is_torn(first, rest, rows - 1):
        ends = {cell.column: cell for cell in rest if cell.row == 0}
        kept = [_whole(cell, ends.pop(cell.column, None)) if _ends_at(cell, rows) else cell for cell in kept]
        rest = [replace(cell, row=cell.row - 1) for cell in rest if cell.row > 0]
    return Grid((*kept, *(replace(cell, row=cell.row + rows) for cell in rest)), first.page)


def grid_text(cell: GridCell) -> str:
    """The words of a cell on one line."""
    return " ".join(p.text for p in cell.paragraphs).strip()


def _columns(grid: Grid) -> int:
    return max(cell.column + cell.column_span for cell in grid.cells)


def _fold(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", text).casefold() if c.isalnum())


def _row(grid: Grid, row: int) -> list[tuple[int, str]]:
    return [(cell.column, _fold(grid_text(cell))) for cell in sorted(grid.cells, key=_place) if cell.row == row]


def _place(cell: GridCell) -> tuple[int, int]:
    return cell.row, cell.column


def _repeated_rows(first: Grid, second: Grid) -> int:
    """How many rows at the top of ``second`` are the top rows of ``first`` again; rows with figures do not count."""
    rows = min(max(cell.row for cell in first.cells), max(cell.row for cell in second.cells), 4)
    count = 0
    while count <= rows and _alike(_row(first, count), _row(second, count)):
        cells = [cell for cell in first.cells if cell.row == count]
        if any(FIGURE.fullmatch(t) and not YEAR.fullmatch(t) for t in map(grid_text, cells[1:])) and not count:
            break
        count += 1
    return count


def _alike(first: list[tuple[int, str]], second: list[tuple[int, str]]) -> bool:
    """Whether two rows have the same words. The header that a scan repeats is recognised a second time, and a letter of
    it may come out otherwise; no digit may."""
    if [column for column, _ in first] != [column for column, _ in second] or not any(text for _, text in first):
        return False
    if first == second:
        return True
    one, other = ("|".join(text for _, text in row) for row in (first, second))
    return DIGITS.findall(one) == DIGITS.findall(other) and fuzz.ratio(one, other, score_cutoff=SAME) > 0


def _empty_rows(grid: Grid, row: int) -> int:
    """The first row from ``row`` on with a word in it: a page break through a row leaves an empty strip behind."""
    while any(cell.row == row for cell in grid.cells) and not any(text for _, text in _row(grid, row)):
        row += 1
    return row


def _is_header_only(grid: Grid) -> bool:
    """Whether a page ended right behind the header."""
    texts = [grid_text(cell) for cell in grid.cells if cell.row == 0]
    return max(cell.row for cell in grid.cells) == 0 and bool(COUNTER.fullmatch(texts[0]))


def _last_number(grid: Grid) -> int:
    """The last whole number of the first column, 0 where there is none."""
    for cell in sorted(grid.cells, key=_place, reverse=True):
        found = re.fullmatch(r"(\d{1,3})\.?", grid_text(cell)) if cell.column == 0 else None
        if found:
            return int(found[1])
    return 0


def _ends_at(cell: GridCell, rows: int) -> bool:
    return cell.row + cell.row_span == rows


def _is_torn(first: Grid, rest: Sequence[GridCell], last: int) -> bool:
    """Whether the first row behind the page break is the end of the last row before it: nothing numbers it, and each
    of its texts goes on with the cell above."""
    above = {cell.column: grid_text(cell) for cell in first.cells if cell.row + cell.row_span - 1 == last}
    below = {cell.column: grid_text(cell) for cell in rest if cell.row == 0}
    texts = {column: text for column, text in below.items() if text}
    if not texts or below.get(0) or any(column not in above for column in texts):
        return False
    if any(FIGURE.fullmatch(text) for text in texts.values()):
        return False
    return all(above[column] and (text[0].islower() or column > 1) for column, text in texts.items())


def _whole(cell: GridCell, end: GridCell | None) -> GridCell:
    """A cell with the rest of its text."""
    if end is None or not end.paragraphs:
        return cell
    if not cell.paragraphs:
        return replace(cell, paragraphs=end.paragraphs)
    head, tail = cell.paragraphs[-1], end.paragraphs[0]
    shift = len(head.text) + 1
    whole = Paragraph(
        f"{head.text} {tail.text}",
        head.marks + tuple((offset + shift, label) for offset, label in tail.marks),
        head.words + tuple((a + shift, b + shift, box) for a, b, box in tail.words),
        page=head.page,
    )
    return replace(cell, paragraphs=(*cell.paragraphs[:-1], whole, *end.paragraphs[1:]))
