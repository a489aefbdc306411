"""A table that is none: one of its cells holds what is no cell's, most of the report or paragraphs after paragraphs.

A stray bar in a text, a frame drawn round a page, a table that only lays out: whatever made it, every figure in such a
cell would be told with the whole cell as its words. It is read as the prose that it holds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.pieces import Grid, GridCell, Paragraph, Piece, paragraphs_of

MOST_OF_ALL = 0.6
"""Share of a document's letters that one cell may hold, once it holds more than ``LONG``."""
LONG = 1_500
TOO_LONG = 6_000
"""Two printed pages."""
TOLD = 250
"""A cell that is longer and has several sentences tells something; a table names and counts."""
MOSTLY_TOLD = 0.7
"""Of a table's cells with words, once two or more tell something."""
_SENTENCE = re.compile(r"[^\W\d_]{2,}[.;] +(?=[^\W\d_])")


def open_cells(pieces: Sequence[Piece]) -> tuple[list[Piece], tuple[str, ...]]:
    """The pieces with tables that are none read as prose, and a note where there was one."""
    whole = sum(_length(paragraphs_of(piece)) for piece in pieces)
    out: list[Piece] = []
    opened = 0
    for piece in pieces:
        if isinstance(piece, Grid) and _is_prose(piece, whole):
            cells = sorted(piece.cells, key=lambda c: (c.row, c.column))
            out += [_doubted(paragraph) for cell in cells for paragraph in cell.paragraphs]
            opened += 1
        else:
            out.append(piece)
    said = f"{opened} tables hold whole paragraphs in a cell and were read as prose: look at their figures"
    return out, (said,) if opened else ()


def _is_prose(grid: Grid, whole: int) -> bool:
    filled = [cell for cell in grid.cells if cell.paragraphs]
    told = sum(_tells(cell) for cell in filled)
    return (told > 1 and told >= MOSTLY_TOLD * len(filled)) or any(_is_none(cell, whole) for cell in filled)


def _tells(cell: GridCell) -> bool:
    """Whether it holds sentences after sentences."""
    sentences = sum(len(_SENTENCE.findall(paragraph.text)) + 1 for paragraph in cell.paragraphs)
    return _length(cell.paragraphs) > TOLD and sentences > 2


def _doubted(paragraph: Paragraph) -> Paragraph:
    """The paragraph with a doubt of all of it, so that each of its figures is looked at."""
    return replace(paragraph, doubts=(*paragraph.doubts, (0, len(paragraph.text), "reread")))


def _is_none(cell: GridCell, whole: int) -> bool:
    length = _length(cell.paragraphs)
    if length <= LONG or len(cell.paragraphs) < 2:
        return False
    return length > TOO_LONG or length > MOST_OF_ALL * whole


def _length(paragraphs: Sequence[Paragraph]) -> int:
    return sum(len(paragraph.text) for paragraph in paragraphs)
