"""The nouns of reading: what a report is once it has been read. Imports nothing of the project.

Every offset of the project is a half-open range ``[start, end)`` into :attr:`Document.text`, one NFC string.
Footnote marks and footnote labels are **not** in that text: a mark is an object with the offset that it stands at,
so that ``72,4%¹³`` can never be read as ``72,413``. Blocks follow each other in reading order, one line feed between
two of them; the cells of a table row are parted by a tab.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

DoubtReason = Literal["ocr", "reread"]
"""``ocr``: read from a picture, and two looks at it disagree or the recogniser itself is not sure. ``reread``: it stood
in a table that holds paragraphs, and was read as the prose that it looks like."""
BlockKind = Literal["heading", "paragraph", "list_item", "table_cell", "footnote"]


class SolieuError(Exception):
    """An error told to a person as ``place: problem. remedy.``

    Parameters are plain sentences without a final stop; ``place`` is a file, a row, a line or an option.
    """

    def __init__(self, place: str, problem: str, remedy: str) -> None:
        self.place = place
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{place}: {problem}. {remedy}.")


class ReadError(SolieuError):
    """A document that cannot be read. ``status`` is what its row in ``documents`` will say."""

    def __init__(self, place: str, problem: str, remedy: str, status: Literal["empty", "error"] = "error") -> None:
        super().__init__(place, problem, remedy)
        self.status: Literal["empty", "error"] = status


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a document was read from; ``sha256`` is of its bytes, in hexadecimal, ``format`` the name of the
    reader that read it (:mod:`extract.readers` knows all names)."""

    path: Path
    filename: str
    sha256: str
    format: str


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page: page number from 1, points (1/72 inch) from the page's top left corner."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Word:
    """A printed word of a PDF with its place in the text and on the page."""

    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True)
class Doubt:
    """A part of the text whose digits may not be those that are printed."""

    start: int
    end: int
    reason: DoubtReason


@dataclass(frozen=True, slots=True)
class Held:
    """The exact decimal number that a cell of a workbook holds behind the text ``[start, end)`` that it shows, in the
    unit that is shown: ``1204`` of ``1.204``, ``98.5`` of ``98,5%``."""

    start: int
    end: int
    value: str


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item, table cell or footnote body.

    ``trail`` are the headings above, outermost first. ``table`` is an index into :attr:`Document.tables`, with
    ``row`` and ``column`` counted from 0. ``footnote`` is the label of the footnote whose body this block is.
    """

    kind: BlockKind
    start: int
    end: int
    page: int | None = None
    trail: tuple[str, ...] = ()
    table: int | None = None
    row: int | None = None
    column: int | None = None
    footnote: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: ``block`` indexes :attr:`Document.blocks`, ``headers`` are the header cells above, outermost
    first, ``row_name`` is what the row is about (a sub-row carries its parent's name, ``parent - child``), ``section``
    the section row above it."""

    block: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    is_header: bool = False
    headers: tuple[str, ...] = ()
    row_name: str = ""
    row_number: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, whole even where it went on over pages. ``[start, end)`` covers all of its cells."""

    start: int
    end: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote: ``label`` as printed, ``blocks`` indexes of its body's blocks (none where the body is missing),
    ``marks`` the offsets in the text directly behind which its mark stands (none where no mark was found)."""

    label: str
    blocks: tuple[int, ...] = ()
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A report as it was read. ``pages`` is None where the format has no pages. ``notes`` are doubts of the reader
    (``letters differ by 3 %``), told to people and kept in the base. ``words`` is empty where there is no page image.
    ``doubts``, in the order of the text, reach the figures whose numbers they touch as flags.
    ``held`` are the numbers that a workbook holds, in the order of the text.
    """

    source: Source
    text: str
    blocks: tuple[Block, ...]
    tables: tuple[Table, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    pages: int | None = None
    words: tuple[Word, ...] = ()
    notes: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    held: tuple[Held, ...] = ()

    def block_text(self, block: Block) -> str:
        """The words of a block."""
        return self.text[block.start : block.end]
