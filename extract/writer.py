"""The growing text of a document and all that points into it: blocks, tables, words of a page, footnotes' marks."""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.document import Block, Cell, Doubt, Footnote, Held, Table, Word
from extract.layout import classify
from extract.pieces import Grid, Note, Paragraph
from extract.tables.roles import PlainCell, understand


@dataclass(slots=True)
class Writer:
    """Pieces are written in the order of the calls; the lists are what a Document holds then."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    trail: list[tuple[int, str]] = field(default_factory=list)
    bodies: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)
    marks: list[tuple[str, int]] = field(default_factory=list)

    def _put(self, text: str) -> int:
        start = self.length
        self.parts.append(text)
        self.length += len(text)
        return start

    def _write(self, paragraph: Paragraph) -> tuple[int, int]:
        start = self._put(paragraph.text)
        self.words.extend(Word(start + a, start + b, box) for a, b, box in paragraph.words)
        self.doubts.extend(Doubt(start + a, start + b, reason) for a, b, reason in paragraph.doubts)
        if paragraph.held is not None:
            self.held.append(Held(start, self.length, paragraph.held))
        self.marks.extend((label, start + offset) for offset, label in paragraph.marks)
        return start, self.length

    def _headings(self) -> tuple[str, ...]:
        return tuple(text for _, text in self.trail)

    def _gap(self) -> None:
        if self.parts:
            self._put("\n")

    def paragraph(self, paragraph: Paragraph) -> None:
        """Write a heading, a list item or prose; what follows stands under the heading."""
        self._gap()
        kind, level = classify(paragraph)
        if kind == "heading":
            depth = level or 1
            while self.trail and self.trail[-1][0] >= depth:
                self.trail.pop()
        start, end = self._write(paragraph)
        self.blocks.append(Block(kind, start, end, paragraph.page, self._headings()))
        if kind == "heading":
            self.trail.append((level or 1, paragraph.text))

    def note(self, note: Note) -> None:
        """Write a footnote's body, a block a paragraph."""
        indexes: list[int] = []
        for paragraph in note.paragraphs:
            self._gap()
            start, end = self._write(paragraph)
            indexes.append(len(self.blocks))
            self.blocks.append(Block("footnote", start, end, paragraph.page, self._headings(), footnote=note.label))
        self.bodies.append((note.label, tuple(indexes)))

    def table(self, grid: Grid) -> None:
        """Write a table, a block a cell, each with its headers and its row's name."""
        cells = sorted(grid.cells, key=lambda c: (c.row, c.column))
        roles = understand(
            [
                PlainCell(
                    c.row, c.column, c.row_span, c.column_span, "\n".join(p.text for p in c.paragraphs), c.is_header
                )
                for c in cells
            ]
        )
        number = len(self.tables)
        made: list[Cell] = []
        row: int | None = None
        begin: int | None = None
        for cell, role in zip(cells, roles, strict=True):
            if cell.row != row:
                self._gap()
                row = cell.row
            else:
                self._put("\t")
            start = self.length
            begin = start if begin is None else begin
            for position, paragraph in enumerate(cell.paragraphs):
                if position:
                    self._put("\n")
                self._write(paragraph)
            page = next((p.page for p in cell.paragraphs if p.page is not None), grid.page)
            block = Block("table_cell", start, self.length, page, self._headings(), number, cell.row, cell.column)
            made.append(
                Cell(
                    len(self.blocks), cell.row, cell.column, cell.row_span, cell.column_span,
                    role.is_header, role.headers, role.row_name, role.row_number, role.section,
                )
            )  # fmt: skip
            self.blocks.append(block)
        rows = max((c.row + c.row_span for c in cells), default=0)
        columns = max((c.column + c.column_span for c in cells), default=0)
        self.tables.append(Table(begin or 0, self.length, rows, columns, tuple(made)))

    def footnotes(self) -> tuple[Footnote, ...]:
        """Bodies with their marks; where a label has several bodies, a mark belongs to the first body behind it."""
        starts = [self.blocks[indexes[0]].start if indexes else 0 for _, indexes in self.bodies]
        marks: list[list[int]] = [[] for _ in self.bodies]
        loose: list[Footnote] = []
        for label, offset in self.marks:
            same = [i for i, (other, _) in enumerate(self.bodies) if other == label]
            if not same:
                loose.append(Footnote(label, (), (offset,)))
                continue
            behind = [i for i in same if starts[i] >= offset]
            marks[behind[0] if behind else same[-1]].append(offset)
        found = [Footnote(label, blocks, tuple(marks[i])) for i, (label, blocks) in enumerate(self.bodies)]
        return tuple(found + loose)
