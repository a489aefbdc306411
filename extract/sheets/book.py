"""The nouns of a workbook, the same for all of its formats. Rows and columns are counted from 0."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NoReturn

from extract.document import ReadError

_NUMBER = re.compile(r"[-–+]?\s?\d[\d.,]*\s?%?")
_YEAR = re.compile(r"(?:19|20)\d\d")
MOST_CELLS = 400_000
"""Filled cells of a workbook. All communes of the country with thirty columns are 300,000."""
SPLIT = "save the sheets that matter as a workbook of their own"
BROKEN = "open it in Excel or LibreOffice and save it anew as XLSX, or ask for it again"


@dataclass(frozen=True, slots=True)
class Filled:
    """A cell with something in it: ``text`` as the sheet shows it, in the Vietnamese way (``1.204``, ``98,5%``), and
    ``held``, the number that it holds, exact and in the unit that is shown (98.5 of 98,5 %); None where it holds no
    number. ``font`` is the name of its font where the format tells: old fonts give their letters other codes."""

    text: str
    held: str | None = None
    font: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it holds or shows a number: people type numbers as text, too. A year is a word of a header."""
        return bool(not _YEAR.fullmatch(self.text) and (self.held is not None or _NUMBER.fullmatch(self.text.strip())))


@dataclass(slots=True)
class Sheet:
    """A sheet: its filled cells by (row, column), the spans (rows, columns) of merged ones by their first place, and
    what of it is hidden, which is read all the same."""

    name: str
    cells: dict[tuple[int, int], Filled] = field(default_factory=dict)
    spans: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    is_hidden: bool = False
    hidden_rows: int = 0
    hidden_columns: int = 0

    def by_row(self) -> dict[int, list[tuple[int, int]]]:
        """The places of the filled cells of each row, from left to right."""
        rows: dict[int, list[tuple[int, int]]] = {}
        for at in sorted(self.cells):
            rows.setdefault(at[0], []).append(at)
        return rows


@dataclass(slots=True)
class Book:
    """A workbook; ``notes`` are what its reader could not read or doubts."""

    sheets: list[Sheet] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    filled: int = 0

    def put(self, place: str, sheet: Sheet, at: tuple[int, int], cell: Filled) -> None:
        """Fill a cell. Raises ReadError where the workbook holds more than a report can."""
        if not cell.text.strip():
            return
        self.filled += 1
        if self.filled > MOST_CELLS:
            raise ReadError(place, f"holds more than {MOST_CELLS:,} filled cells", SPLIT)
        sheet.cells[at] = cell


def broken(place: str, error: Exception) -> NoReturn:
    """Raise the ReadError of a workbook that its library cannot make sense of."""
    raise ReadError(place, f"is a damaged workbook ({type(error).__name__})", BROKEN) from error
