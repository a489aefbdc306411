"""A document as relations see it: passages, each a block or a whole table row, with the figures that stand in them.

Words that tie figures together stand in the same sentence, in the cells of one row, or in the heading of a column. So a
row is one text, its cells parted by ``CELL_GAP``; offsets into that text lead back into the document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from extract.document import Block, Document
from rules.figure import PER_CENT, Figure, Relation, RelationName
from rules.language.letters import CELL_GAP
from rules.language.sentences import sentence_at


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure with its place among the document's figures; ``start`` and ``end`` are offsets into its passage."""

    index: int
    figure: Figure
    start: int
    end: int

    @property
    def kind(self) -> str:
        """The figure's kind."""
        return self.figure.kind

    @property
    def unit(self) -> str:
        """The figure's unit."""
        return self.figure.unit

    @property
    def percent(self) -> bool:
        """Whether it is printed in percent, or in points between two percentages."""
        return self.figure.unit in PER_CENT


@dataclass(frozen=True, slots=True)
class Part:
    """A block of a passage: where it stands in the passage's text and in the document, and, of a table row, which
    columns it covers."""

    start: int
    end: int
    offset: int
    column: int
    columns: int
    is_header: bool


@dataclass(frozen=True)
class Passage:
    """A block, or a table row of several; ``table`` is the table's number, ``figures`` are in reading order."""

    kind: str
    text: str
    table: int | None
    parts: tuple[Part, ...]
    figures: tuple[Stated, ...]

    def sentence(self, stated: Stated) -> tuple[int, int]:
        """The start and end of the sentence that a figure stands in."""
        return sentence_at(self.text, stated.start)

    def column(self, stated: Stated) -> int | None:
        """The column of the table that a figure stands in."""
        if self.table is None:
            return None
        return next((part.column for part in self.parts if part.start <= stated.start < part.end), None)

    def cell(self, column: int) -> Part | None:
        """The cell that covers a column of the table."""
        if self.table is None:
            return None
        return next((part for part in self.parts if part.column <= column < part.column + part.columns), None)

    def cell_text(self, column: int) -> str:
        """The words of the cell that covers a column; empty where there is none."""
        cell = self.cell(column)
        return self.text[cell.start : cell.end].strip() if cell else ""

    @cached_property
    def is_header(self) -> bool:
        """Whether the row only names the columns."""
        return self.table is not None and all(part.is_header for part in self.parts if part.end > part.start)

    def relation(
        self,
        name: RelationName,
        stated: Stated,
        others: Sequence[Stated] = (),
        span: tuple[int, int] | None = None,
        how: str = "",
        shift: int = 0,
        counts: tuple[int, ...] = (),
    ) -> Relation:
        """A relation of a figure with others; ``span`` are the words of this passage that say so, counted from
        ``shift``."""
        words = self.span(span[0] + shift, span[1] + shift) if span else None
        return Relation(stated.index, tuple(other.index for other in others), name, words, how, counts)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the text as offsets into the document, without the blanks at its ends."""
        words = self.text[start:end]
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        return self._offset(start), self._offset(max(start, end))

    def _offset(self, at: int) -> int:
        part = next((one for one in self.parts if at <= one.end), self.parts[-1])
        return part.offset + max(0, at - part.start)


@dataclass(frozen=True)
class Scene:
    """All passages of a document in reading order; ``at`` leads from a figure to the passage it stands in."""

    passages: tuple[Passage, ...]
    at: Mapping[int, Passage]

    @cached_property
    def tables(self) -> tuple[tuple[Passage, ...], ...]:
        """The rows of each table."""
        rows: dict[int, list[Passage]] = {}
        for passage in self.passages:
            if passage.table is not None:
                rows.setdefault(passage.table, []).append(passage)
        return tuple(map(tuple, rows.values()))


def read_scene(document: Document, figures: Sequence[Figure]) -> Scene:
    """The passages of a document with the figures that were found in it."""
    here: dict[int, list[int]] = {}
    for index, figure in enumerate(figures):
        here.setdefault(figure.block, []).append(index)
    spans = {cell.block: (cell.column_span, cell.is_header) for table in document.tables for cell in table.cells}
    passages = tuple(_passage(document, figures, blocks, here, spans) for blocks in rows_together(document))
    at = {stated.index: passage for passage in passages for stated in passage.figures}
    return Scene(passages, at)


def rows_together(document: Document) -> list[list[int]]:
    """Indexes of the blocks of each passage: those of one table row in one list."""
    together: list[list[int]] = []
    before: Block | None = None
    for index, block in enumerate(document.blocks):
        same_row = before is not None and block.table is not None and block.row is not None
        if same_row and before is not None and (before.table, before.row) == (block.table, block.row):
            together[-1].append(index)
        else:
            together.append([index])
        before = block
    return together


def _passage(
    document: Document,
    figures: Sequence[Figure],
    blocks: Sequence[int],
    here: Mapping[int, Sequence[int]],
    spans: Mapping[int, tuple[int, bool]],
) -> Passage:
    text = ""
    parts: list[Part] = []
    stated: list[Stated] = []
    for index in blocks:
        block = document.blocks[index]
        text += CELL_GAP if parts else ""
        begin = len(text)
        text += document.block_text(block)
        columns, is_header = spans.get(index, (1, False))
        parts.append(Part(begin, len(text), block.start, block.column or 0, columns, is_header))
        shift = begin - block.start
        stated += [Stated(i, figures[i], figures[i].start + shift, figures[i].end + shift) for i in here.get(index, ())]
    first = document.blocks[blocks[0]]
    stated.sort(key=lambda one: one.index)
    return Passage(first.kind, text, first.table, tuple(parts), tuple(stated))
