"""Tables that rule a part of their lines only: uprights without the lines between rows, rows without the uprights, a
box around the header and nothing below it.

Their rulings make cells that hold many figures. Such a table is read by the places of its words, as one without any
line is (:mod:`extract.pdf.aligned`), where that gives more cells and leaves none of its words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from extract.pdf.aligned import FIGURE, GAP, HEAD_GAP, PITCH, VALUE, YEAR, take_aligned
from extract.pdf.lines import SAME_BASELINE, Line
from extract.pdf.tables import RuledCell, RuledTable

LEAST = 3  # figures below each other in one cell, or rows with two side by side in one
MOST_HEAD = 2  # rows
TWO = 2


def loosened(
    tables: Sequence[RuledTable], lines: list[Line], slack: float = SAME_BASELINE
) -> tuple[list[RuledTable], list[Line]]:
    """The tables of a page and its lines outside of them, with those tables that are half ruled read anew. ``slack`` is
    how far, of the size, the baselines of one line lie apart."""
    kept: list[RuledTable] = []
    for table in tables:
        if not (_is_crowded(table) or _is_box(table, lines)):
            kept.append(table)
            continue
        across = _across(table, slack)
        together = sorted([*lines, *across], key=lambda line: line.base)
        made, left = take_aligned(together)
        mine = [one for one in made if _overlap(one, table)]
        if len(mine) == 1 and _is_better(mine[0], table) and not any(line in left for line in across):
            kept.append(mine[0])
            others = [one for one in made if one is not mine[0]]
            freed = [line for one in others for line in _across(one, slack)]
            lines = sorted([*left, *freed], key=lambda line: line.base)  # the other open tables are found later
        else:
            kept.append(table)
    return kept, lines


def _is_crowded(table: RuledTable) -> bool:
    """Whether cells hold what several cells of a table hold: figures below each other, or side by side."""
    beside: dict[int, int] = {}
    rows: dict[int, list[RuledCell]] = defaultdict(list)
    for cell in table.cells:
        rows[cell.row].append(cell)
    if any(map(_holds_rows, rows.values())):
        return True
    for cell in table.cells:
        if sum(bool(_figure(line.text)) for line in cell.lines) >= LEAST and all(
            VALUE.fullmatch(line.text) for line in cell.lines[1:]
        ):
            return True
        beside[cell.column] = beside.get(cell.column, 0) + any(_holds_two(line) for line in cell.lines)
    return max(beside.values(), default=0) >= LEAST


def _holds_rows(cells: Sequence[RuledCell]) -> bool:
    """Whether a row is two: two of its cells hold two figures, none of them torn, on the same lines, and its name
    begins anew on the second."""
    single = [cell for cell in cells if cell.row_span == 1 and len(cell.lines) > 1]
    pairs = [cell.lines for cell in single if len(cell.lines) == TWO and all(_whole(line.text) for line in cell.lines)]
    if len(pairs) < TWO or any(
        abs(a.base - b.base) > SAME_BASELINE * a.size for a, b in zip(pairs[0], pairs[1], strict=True)
    ):
        return False
    second = pairs[0][1]
    return any(
        abs(line.base - second.base) <= SAME_BASELINE * line.size and line.text[:1].isupper()
        for cell in single
        for line in cell.lines[1:]
    )


def _whole(text: str) -> bool:
    return _figure(text) and text[-1] not in ".,/"


def _figure(text: str) -> bool:
    return bool(FIGURE.fullmatch(text)) and not YEAR.fullmatch(text)


def _holds_two(line: Line) -> bool:
    """Whether a figure stands behind another, or before or behind words, as far off as one of the next column."""

    for before, word in pairwise(line.words):
        gap = word.x0 - before.x1
        if gap <= min(HEAD_GAP, GAP) * line.size:
            continue
        figures = _figure(before.text) + _figure(word.text)
        if figures and gap > (HEAD_GAP if figures == TWO else GAP) * line.size:
            return True
    return False


def _is_box(table: RuledTable, lines: Sequence[Line]) -> bool:
    """Whether a table is a header and nothing else, right above a line."""
    rows = 1 + max(cell.row for cell in table.cells)
    held = [line.text for cell in table.cells for line in cell.lines]
    if rows > MOST_HEAD or len(held) < 2 or any(_figure(text) for text in held):
        return False
    below = [line for line in lines if line.base > table.bounds[3]]
    first = min(below, key=lambda line: line.base, default=None)
    return first is not None and first.base - table.bounds[3] < PITCH * first.size


def _across(table: RuledTable, slack: float) -> list[Line]:
    """The lines of a table through all of its cells."""
    out: list[list[Line]] = []
    for line in sorted((line for cell in table.cells for line in cell.lines), key=lambda line: (line.base, line.x0)):
        if out and line.base - out[-1][-1].base <= slack * line.size:
            out[-1].append(line)
        else:
            out.append([line])
    return [
        Line(sorted((word for line in row for word in line.words), key=lambda word: word.x0), row[0].base,
             row[0].size, page=row[0].page)
        for row in out
    ]  # fmt: skip


def _overlap(one: RuledTable, other: RuledTable) -> bool:
    return one.bounds[1] < other.bounds[3] and one.bounds[3] > other.bounds[1]


def _is_better(aligned: RuledTable, ruled: RuledTable) -> bool:
    """Whether a table has more cells with words, and no fewer rows and columns."""
    (rows, columns), (least_rows, least_columns) = _size(aligned), _size(ruled)
    filled = [sum(bool(cell.lines) for cell in one.cells) for one in (aligned, ruled)]
    return rows >= least_rows and columns >= least_columns and filled[0] > filled[1]


def _size(table: RuledTable) -> tuple[int, int]:
    rows = max(cell.row + cell.row_span for cell in table.cells)
    return rows, max(cell.column + cell.column_span for cell in table.cells)
