"""The header of a table that came as a stream of cells: one row or two, its spans and a lost cell told by counting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.layout_words import WORDS

LEAF = re.compile(rf"{WORDS.counter}|{WORDS.leaf}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with its place: ``index`` into the stream (None for one that was lost), row, column and spans."""

    index: int | None
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    is_header: bool = False


def place_header(cells: Sequence[str], header: int, columns: int) -> list[Placed]:
    """Header cells in one row or two; where one is missing it is the empty first one."""
    if header < columns:
        lost = columns - header
        blank = [Placed(None, 0, c, is_header=True) for c in range(lost)]
        return blank + [Placed(i, 0, lost + i, is_header=True) for i in range(header)]
    if header == columns:
        return [Placed(i, 0, i, is_header=True) for i in range(header)]
    spanning = header - columns
    below = _sub_headers(cells[:header], spanning)
    top = header - below
    wide = _spanning_cells(cells[:top], spanning)
    placed: list[Placed] = []
    column, rest = 0, [below // spanning + (1 if i < below % spanning else 0) for i in range(spanning)]
    lower = top
    for i in range(top):
        if i in wide:
            width = rest[wide.index(i)]
            placed.append(Placed(i, 0, column, 1, width, True))
            placed += [Placed(lower + k, 1, column + k, is_header=True) for k in range(width)]
            lower += width
        else:
            width = 1
            placed.append(Placed(i, 0, column, 2, 1, True))
        column += width
    return sorted(placed, key=lambda p: (p.row, p.column))


def _sub_headers(cells: Sequence[str], spanning: int) -> int:
    """How many of the header's cells stand in its second row: one repeated run a spanning cell, else two each."""
    for period in range(2, len(cells) // max(1, spanning) + 1):
        tail = cells[len(cells) - period * spanning :]
        if (
            spanning > 1
            and len(tail) + spanning <= len(cells)
            and len(set(zip(*[iter(tail)] * period, strict=True))) == 1
        ):
            return period * spanning
    return 2 * spanning


def _spanning_cells(cells: Sequence[str], spanning: int) -> list[int]:
    """Which cells of the upper header row cover others: the last ones that are no column of their own by name."""
    free = [i for i, cell in enumerate(cells) if not LEAF.fullmatch(cell)]
    chosen = free[-spanning:] if len(free) >= spanning else list(range(len(cells)))[-spanning:]
    return sorted(chosen)
