"""Tables torn into loose lines: every bar of ``| a | b |`` on a line of its own, every cell on the lines between two.

Converters write them where a cell holds a line break. A row ends with a bar and the next begins with one, so between
two rows stands an empty gap, at the same distance through the whole table but for rows whose cells are merged. That
proves that it is one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST_COLUMNS = 24
MOST_LETTERS = 1_500
"""What stands between two bars and is longer is no cell: the bars are strays with prose between them."""
MOST_GAPS = 5_000
_MERGED, _COVERED, _EMPTY = 1.0, 2.0, 0.5
"""What speaks against a width: a section's row, a row whose first cell the row above covers or with an empty cell too
many, a cell without words. All of these may be, many are a wrong width."""
_BLANK = re.compile(r"[\s*_]*")
_NUMBER = re.compile(r"[*_\s]*\(?(?:[\dIVXivx]+(?:\.\d+)*|[A-Za-zđ])[.)]?[*_\s]*")
_SECTION = 2
"""A row with merged cells is a section: its title, or its number and its title."""


def rows_of(gaps: Sequence[str]) -> list[list[str]] | None:
    """The rows of a torn table from what stands between its bars; None where no width makes the rows agree.

    One row of up to three cells, as letterheads and places of signature are, needs no second one to agree with.
    """
    if not 0 < len(gaps) <= MOST_GAPS or max(map(len, gaps)) > MOST_LETTERS:
        return None
    full = [not _BLANK.fullmatch(gap) for gap in gaps]
    if len(gaps) <= 3 and all(full):
        return [list(gaps)]
    best: tuple[float, list[int], int] | None = None
    for columns in range(2, min(MOST_COLUMNS, len(gaps)) + 1):
        found = _cut(full, columns)
        if found is not None and (best is None or found[0] < best[0]):
            best = (*found, columns)
        if best is not None and best[0] <= len(best[1]):
            break  # the least width that agrees: twice the width would take the gaps between rows for empty cells
    if best is None:
        return None
    starts = [0, *(end + 1 for end in best[1][:-1])]
    rows = [list(gaps[start:end]) for start, end in zip(starts, best[1], strict=True)]
    return [_under(row[: best[2]], best[2]) for row in rows]


def _under(row: list[str], width: int) -> list[str]:
    """A row that lacks one cell and does not begin with a number stands beside a cell of the row above."""
    covered = _SECTION < len(row) == width - 1 and not _NUMBER.fullmatch(row[0])
    return ["", *row] if covered else row


def _cut(full: Sequence[bool], columns: int) -> tuple[float, list[int]] | None:
    """What speaks against so many columns, and where each row ends; None where the gaps cannot be cut so, or where
    whole rows are not the most, and two of them at least."""
    count = len(full)
    costs: list[float | None] = [None] * (count + 2)
    widths = [0] * (count + 2)
    costs[count + 1] = 0.0  # behind the last row, as if a gap stood there
    for at in range(count - 1, -1, -1):
        shorter = (*range(1, min(_SECTION, columns - 1) + 1), max(1, columns - 1))
        for width in dict.fromkeys((columns, *shorter, columns + 1)):
            end = at + width
            after = costs[end + 1] if end <= count else None
            if after is None or (end < count and full[end]) or not any(full[at:end]):
                continue
            if width == columns:
                cost = after + _EMPTY * full[at:end].count(False)
            elif width > columns and not full[end - 1]:
                cost = after + _COVERED + _EMPTY * full[at:end].count(False)
            elif width < columns and all(full[at:end]):
                cost = after + (_MERGED if width <= _SECTION else _COVERED)
            else:
                continue
            known = costs[at]
            if known is None or cost < known:
                costs[at], widths[at] = cost, width
    if costs[0] is None:
        return None
    ends: list[int] = []
    at = whole = 0
    while at <= count - 1:
        ends.append(at + widths[at])
        whole += widths[at] == columns
        at = ends[-1] + 1
    return (costs[0], ends) if whole > 1 and 2 * whole > len(ends) else None
