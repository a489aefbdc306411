"""The nouns of a sample report: what a source file is once it has been parsed."""

from __future__ import annotations

from dataclasses import dataclass, field


class MarkupError(Exception):
    """A slip in a source file, told as ``file:line: problem``."""


@dataclass
class Figure:
    """An annotated number; ``given`` holds what was written, over the defaults of row, column and paragraph."""

    number: str
    given: dict[str, str]
    name: str | None = None
    marks: list[str] = field(default_factory=list)
    optional: bool = False


@dataclass(frozen=True)
class Mark:
    """A footnote mark, by its name in the source."""

    name: str


@dataclass(frozen=True)
class Torn:
    """A page ends here, inside a sentence."""


Span = str | Figure | Mark | Torn


@dataclass
class Line:
    """A paragraph, heading, list item or title line."""

    kind: str
    spans: list[Span]


@dataclass
class TableCell:
    """A cell with its spans over columns and rows; a covered cell is absent."""

    row: int
    column: int
    spans: list[Span]
    header: bool
    column_span: int = 1
    row_span: int = 1


@dataclass
class Grid:
    """A table; ``widths`` are relative."""

    widths: list[float]
    cells: list[TableCell]
    rows: int
    header_rows: int

    def row(self, index: int) -> list[TableCell]:
        """The cells that begin in a row, left to right."""
        return sorted((c for c in self.cells if c.row == index), key=lambda c: c.column)


Block = Line | Grid


@dataclass
class Report:
    """A source file, parsed: its head, its blocks in order, its footnotes by name and their printed numbers."""

    name: str
    head: dict[str, object]
    blocks: list[Block]
    notes: dict[str, list[Span]]
    labels: dict[str, str]

    def text(self, key: str) -> str:
        """A field of the head that must be there."""
        value = self.head[key]
        assert isinstance(value, str), f"{self.name}: {key}"
        return value
