"""Lays out the rows of a table from what the base keeps of their cells. Knows no SQL and no HTML."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

GAP = 2
"""By so much longer is what parts two cells in a passage than in its document: `` | `` there, a tab here."""

Cell = tuple[int, int, int, bool, int, int]
"""Column, columns, rows, whether it is a header, and where its words stand in the passage."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A cell where it is drawn. ``at`` is its number among the cells given, None where it only fills a gap."""

    columns: int
    rows: int
    header: bool
    start: int
    end: int
    at: int | None


def cells_of(text: str | None) -> list[Cell]:
    """The cells of a row as the base keeps them, JSON; none where it keeps none."""
    return [(column, across, down, bool(head), start, end) for column, across, down, head, start, end in _list(text)]


def is_head(cells: Sequence[Cell]) -> bool:
    """Whether a row only names columns."""
    return bool(cells) and all(cell[3] for cell in cells)


def lay_out(rows: Sequence[Sequence[Cell]]) -> list[list[Laid]]:
    """Each row's cells from left to right, gaps filled with empty ones, no cell reaching below the last row."""
    width = max((cell[0] + cell[1] for row in rows for cell in row), default=0)
    covered = [0] * width
    laid = []
    for number, row in enumerate(rows):
        begins = {cell[0]: (at, cell) for at, cell in enumerate(row)}
        line: list[Laid] = []
        column = 0
        while column < width:
            found = begins.get(column)
            if found is None:
                if covered[column]:
                    covered[column] -= 1
                else:
                    line.append(Laid(1, 1, False, 0, 0, None))
                column += 1
                continue
            at, (_, across, down, head, start, end) = found
            down = max(1, min(down, len(rows) - number))
            # A cell that would lie upon the next one ends before it.
            across = min([across, *(other - column for other in begins if other > column)])
            line.append(Laid(across, down, head, start, end, at))
            covered[column : column + across] = [down - 1] * across
            column += across
        laid.append(line)
    return laid


def reaching(rows: Sequence[Sequence[Cell]]) -> list[tuple[int, Cell]]:
    """The cells of earlier rows that reach down into the last row, each with the number of its row."""
    last = len(rows) - 1
    taken = {column for cell in rows[last] for column in range(cell[0], cell[0] + cell[1])} if rows else set()
    found = []
    for at, row in enumerate(rows[:-1]):
        found += [(at, cell) for cell in row if at + cell[2] > last and cell[0] not in taken and not cell[3]]
    return found


def in_passage(offset: int, char_start: int, cells: Sequence[Cell]) -> int:
    """Where an offset of the document stands in the text of the passage that begins at ``char_start``."""
    place = offset - char_start
    gaps = sum(1 for number, cell in enumerate(cells) if number and cell[4] - GAP * number <= place)
    return place + GAP * gaps


def _list(text: str | None) -> list[Any]:
    found: list[Any] = json.loads(text) if text else []
    return found
