"""A table that is none: one of its cells holds what is no cell's, most of the report or paragraphs after paragraphs.

A stray bar in a text, a frame drawn round a page, a table that only lays out: whatever made it, every figure in such a
cell would be told with the whole cell as its words. It is read as the prose that it holds.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.pieces import Grid, GridCell, Paragraph, Piece, paragraphs_of

MOST_OF_ALL = 0.6
"""Share of a document's letters that one cell may hold, once it holds more than ``LONG``."""
LONG = 1_500
TOO_LONG = 6_000
"""Two printed pages."""


def open_cells(pieces: Sequence[Piece]) -> tuple[list[Piece], tuple[str, ...]]:
    """The pieces with tables that are none read as prose, and a note where there was one."""
    whole = sum(_length(paragraphs_of(piece)) for piece in pieces)
    out: list[Piece] = []
    opened = 0
    for piece in pieces:
        if isinstance(piece, Grid) and any(_is_none(cell, whole) for cell in piece.cells):
            out += [p for cell in sorted(piece.cells, key=lambda c: (c.row, c.column)) for p in cell.paragraphs]
            opened += 1
        else:
            out.append(piece)
    said = f"{opened} tables hold whole paragraphs in a cell and were read as prose: look at their figures"
    return out, (said,) if opened else ()


def _is_none(cell: GridCell, whole: int) -> bool:
    length = _length(cell.paragraphs)
    if length <= LONG or len(cell.paragraphs) < 2:
        return False
    return length > TOO_LONG or length > MOST_OF_ALL * whole


def _length(paragraphs: Sequence[Paragraph]) -> int:
    return sum(len(paragraph.text) for paragraph in paragraphs)
