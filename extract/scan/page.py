"""The nouns of recognition: what was seen on a picture of a page. Imports nothing of the project.

All measures are points (1/72 inch) from the top left corner of the page *as it was straightened*; :attr:`SeenPage.back`
leads from there to the page as it is displayed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Bounds = tuple[float, float, float, float]
"""x0, top, x1, bottom in points."""
Matrix = tuple[float, float, float, float, float, float]
"""x' = a*x + c*y + e and y' = b*x + d*y + f, as the matrices of PDF are written."""
Grey = Any
"""A picture: a two-dimensional array of bytes, 0 black to 255 white."""
STILL: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A word as recognised. ``confidence`` is the engine's own, 0 to 100. ``doubtful``: its digits may be others.
    ``raised``: small figures above the line, ``glued`` to the word before."""

    text: str
    bounds: Bounds
    confidence: float
    doubtful: bool = False
    raised: bool = False
    glued: bool = False


@dataclass(frozen=True, slots=True)
class SeenLine:
    """Words on one baseline, from left to right; ``base`` and ``size`` (of the letters, about an em) in points;
    ``weight`` is how thick the strokes are, by the height of small letters (0 where unknown)."""

    words: tuple[SeenWord, ...]
    base: float
    size: float
    weight: float = 0.0

    @property
    def text(self) -> str:
        """The line as one string, raised runs included."""
        return "".join(("" if word.glued else " ") + word.text for word in self.words).strip()


@dataclass(frozen=True, slots=True)
class SeenCell:
    """A cell of a ruled table and its lines; rows and columns from 0, spans at least 1."""

    row: int
    column: int
    row_span: int
    column_span: int
    bounds: Bounds
    lines: tuple[SeenLine, ...] = ()


@dataclass(frozen=True, slots=True)
class SeenTable:
    """A ruled table with every cell of it, also the empty ones."""

    bounds: Bounds
    cells: tuple[SeenCell, ...]


@dataclass(frozen=True, slots=True)
class SeenPage:
    """What is on a page: ``width`` and ``height`` as straightened, ``rules`` the level lines outside of tables (x0, x1,
    y), ``turned`` by how many degrees clockwise the picture had to be turned to be read, ``notes`` what was lost."""

    width: float
    height: float
    lines: tuple[SeenLine, ...] = ()
    tables: tuple[SeenTable, ...] = ()
    rules: tuple[tuple[float, float, float], ...] = ()
    turned: int = 0
    back: Matrix = STILL
    notes: tuple[str, ...] = ()

    @property
    def all_lines(self) -> list[SeenLine]:
        """The lines of the page, then those of its tables."""
        return [*self.lines, *(line for table in self.tables for cell in table.cells for line in cell.lines)]

    @property
    def letters(self) -> int:
        """How many letters and digits were recognised."""
        return sum(c.isalnum() for line in self.all_lines for word in line.words for c in word.text)


@dataclass(slots=True)
class Seen:
    """What was seen on the pictures of a document, by page from 0; ``unread`` are pages that were not read, each with
    the reason; ``missing`` what this machine lacks and the command that installs it."""

    pages: dict[int, SeenPage] = field(default_factory=dict)
    unread: dict[int, str] = field(default_factory=dict)
    missing: tuple[str, str] | None = None
