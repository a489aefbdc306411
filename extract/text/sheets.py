"""The sheets of a tabbed text: where a title stands among its rows, and a table below it begins.

A workbook that was saved or copied as text has a tab for every column in every line, also in its titles; and sheets, or
several tables of one sheet, follow each other without a line between them. A line with one filled cell is a title where
the names of columns follow it, which a table that is already being read has none of; elsewhere it heads rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.layout_words import WORDS
from extract.text.lines import clean
from extract.text.stream import FIGURE, is_numbering

_COUNTER = re.compile(WORDS.counter, re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
FEWEST_COLUMNS = 3
ALIKE = 0.5
"""So much of a row of names stands in the header above, where it is another table's of the same form."""

_Cells = list[str]


def sheets_of(lines: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """The titles and the lines of each table of a run of tabbed lines, in order."""
    rows = [[clean(cell) for cell in line.split("\t")] for line in lines]
    header: _Cells | None = None
    begin = at = 0
    titles: list[str] = []
    while at < len(rows):
        end = _titles_end(rows, at)
        if end > at and (at == 0 or _begins_anew(rows, at, end, header)):
            if at > begin:
                yield titles, lines[begin:at]
            titles = ["".join(rows[row]) for row in range(at, end)]
            begin = end
            header = rows[end]
            at = end
        elif header is None:
            header = rows[at]
        at += 1
    yield titles, lines[begin:]


def _titles_end(rows: Sequence[_Cells], at: int) -> int:
    """Where the titles that begin here end: at a row of names as wide as they are; ``at`` where there are none."""
    end = at
    while end < len(rows) and _is_alone(rows[end]) and len(rows[end]) == len(rows[at]):
        end += 1
    names = end < len(rows) and len(rows[end]) == len(rows[at]) and _names_columns(rows[end])
    return end if names else at


def _is_alone(row: _Cells) -> bool:
    """Whether a row holds words in one cell and nothing else."""
    filled = [cell for cell in row if cell]
    return len(row) >= FEWEST_COLUMNS and len(filled) == 1 and not _is_value(filled[0])


def _names_columns(row: _Cells) -> bool:
    """Whether a row can be the top of a header: words, and no figure or number of a row among them."""
    filled = [cell for cell in row if cell]
    return len(filled) > 1 and not any(_is_value(cell) for cell in filled)


def _is_value(cell: str) -> bool:
    return (bool(FIGURE.fullmatch(cell)) and not _YEAR.fullmatch(cell)) or is_numbering(cell)


def _begins_anew(rows: Sequence[_Cells], at: int, end: int, header: _Cells | None) -> bool:
    """Whether the row below the titles is the header of another table: it counts its rows, is of another width than
    the rows above, or says the header above again."""
    names = rows[end]
    if any(_COUNTER.fullmatch(cell) for cell in names) or len(names) != len(rows[at - 1]):
        return True
    filled = [cell for cell in names if cell]
    return header is not None and sum(cell in header for cell in filled) >= ALIKE * len(filled)
