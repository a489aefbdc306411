"""What a reader hands over, in reading order, before offsets exist: paragraphs, tables and footnote bodies.

A reader knows one file format and nothing of Vietnamese reports; :mod:`extract.assemble` makes the document of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from operator import is_
from typing import Literal

from extract.digits import Digits, digits_in
from extract.document import Box, DoubtReason

ParagraphKind = Literal["heading", "list_item", "paragraph"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of prose. ``text`` holds no footnote mark; ``marks`` are ``(offset, label)``: the mark stands directly
    behind ``text[:offset]``. ``words`` are ``(start, end, box)`` in the same offsets. ``kind`` is what the format
    says for sure (an ``h2``, a heading style, a ``li``), else None. ``torn`` says that a page or a footnote area
    ended right behind it, so that its sentence may go on in the next paragraph. ``centred`` and ``bold`` are hints.
    ``doubts`` are ``(start, end, reason)``, words whose digits may be others, with a reason of
    :data:`extract.document.DoubtReason`. ``held`` is the number that a cell of a workbook holds behind what it shows,
    in the unit that it shows (``98.5`` of ``98,5%``), None where the format holds nothing but letters.
    """

    text: str
    marks: tuple[tuple[int, str], ...] = ()
    words: tuple[tuple[int, int, Box], ...] = ()
    kind: ParagraphKind | None = None
    level: int | None = None
    page: int | None = None
    torn: bool = False
    bold: bool = False
    centred: bool = False
    doubts: tuple[tuple[int, int, DoubtReason], ...] = ()
    held: str | None = None


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell of a table as the format gives it; ``row`` and ``column`` from 0, spans at least 1."""

    row: int
    column: int
    paragraphs: tuple[Paragraph, ...]
    row_span: int = 1
    column_span: int = 1
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, or the part of one that stands on a page. A cell covered by a span is absent. ``page`` is its first."""

    cells: tuple[GridCell, ...]
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote's body (all of its paragraphs, also those on the next page); ``label`` as printed (``13``, ``*``)."""

    label: str
    paragraphs: tuple[Paragraph, ...]


Piece = Paragraph | Grid | Note


def paragraphs_of(piece: Piece) -> tuple[Paragraph, ...]:
    """The paragraphs of a piece in reading order: itself, those of a table's cells, those of a footnote's body."""
    if isinstance(piece, Paragraph):
        return (piece,)
    if isinstance(piece, Note):
        return piece.paragraphs
    return tuple(p for cell in piece.cells for p in cell.paragraphs)


def with_paragraphs(piece: Piece, change: Callable[[Paragraph], Paragraph]) -> Piece:
    """The piece with each of its paragraphs changed."""
    if isinstance(piece, Paragraph):
        return change(piece)
    if isinstance(piece, Note):
        return replace(piece, paragraphs=tuple(map(change, piece.paragraphs)))
    return replace(piece, cells=tuple(_changed(cell, change) for cell in piece.cells))


def _changed(cell: GridCell, change: Callable[[Paragraph], Paragraph]) -> GridCell:
    """The cell itself where nothing changes: most cells of most tables."""
    paragraphs = tuple(map(change, cell.paragraphs))
    return cell if all(map(is_, paragraphs, cell.paragraphs)) else replace(cell, paragraphs=paragraphs)


def labels_of(piece: Piece) -> list[str]:
    """The labels of the footnote marks that a piece bears, in reading order."""
    return [label for paragraph in paragraphs_of(piece) for _, label in paragraph.marks]


def digits_of(pieces: Sequence[Piece]) -> Digits:
    """The digits of the texts of pieces; marks and labels are none of them."""
    return digits_in(p.text for piece in pieces for p in paragraphs_of(piece))


def typed_labels(pieces: Sequence[Piece]) -> Digits:
    """The digits of all footnote marks and labels: a format in which people type them has them in its text."""
    labels = [label for piece in pieces for label in labels_of(piece)]
    return digits_in([*labels, *(piece.label for piece in pieces if isinstance(piece, Note))])


@dataclass(frozen=True, slots=True)
class Pieces:
    """All pieces of a file in reading order; ``pages`` as in a Document; ``notes`` are the reader's doubts.

    ``digits`` are those that the pieces' texts must hold, counted by another way than the pieces were made by (over the
    raw file): printed ones, and automatic numbers that were put in, without what was set apart (marks and labels of
    footnotes) or left out for a reason that ``notes`` tell. None where nobody counted.
    """

    pieces: Sequence[Piece]
    pages: int | None = None
    notes: tuple[str, ...] = ()
    digits: Digits | None = None
