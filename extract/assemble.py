"""Pieces of a file -> Document: one NFC text, torn sentences put together, headings, footnotes and tables in place.

All formats pass here, so that the same report gives the same document whether it came as text, DOCX, PDF or HTML.
A footnote's body stands directly behind the paragraph or table that bears its first mark, in every format.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from extract.document import Block, Cell, Document, Footnote, ReadError, Source, Table, Word
from extract.layout import classify, goes_on
from extract.pieces import Grid, GridCell, Note, Paragraph, Piece, Pieces
from extract.tables import cells as tables

_INVISIBLE = "\u200b\u200c\u200d\ufeff\u00ad\u2060"
_BIDIRECTIONAL = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_UNCLEAN = re.compile(rf"[{_INVISIBLE}{_BIDIRECTIONAL}]|[^\S ]|  |^ | $")
_CLUSTER = re.compile(r"\s+|[^\s][\u0300-\u036f]*")


def assemble(source: Source, pieces: Pieces) -> Document:
    """The document of the pieces that a reader found.

    Raises ReadError with status ``empty`` where no letter and no digit was found.
    """
    notes = list(pieces.notes)
    if any(c in _BIDIRECTIONAL for p in _paragraphs(pieces.pieces) for c in p.text):
        notes.append("bidirectional control characters were taken out")
    flow = _join_tables(_join_torn(_return_bodies([_clean_piece(p) for p in pieces.pieces])))
    writer = _Writer()
    bodies = _place_notes(flow)
    for index, piece in enumerate(flow):
        if isinstance(piece, Paragraph):
            writer.paragraph(piece)
        elif isinstance(piece, Grid):
            writer.table(piece)
        for note in bodies.get(index, ()):
            writer.note(note)
    text = "".join(writer.parts)
    if not any(c.isalnum() for c in text):
        raise ReadError(source.filename, "holds no text", "check that this is the right file", "empty")
    return Document(
        source=source,
        text=text,
        blocks=tuple(writer.blocks),
        tables=tuple(writer.tables),
        footnotes=writer.footnotes(),
        pages=pieces.pages,
        words=tuple(writer.words),
        notes=tuple(notes),
    )


def clean(paragraph: Paragraph) -> Paragraph:
    """The paragraph in NFC with single blanks and without invisible characters; marks and words move along."""
    text = paragraph.text
    if unicodedata.is_normalized("NFC", text) and not _UNCLEAN.search(text):
        return paragraph
    out: list[str] = []
    length = 0
    place = [0] * (len(text) + 1)
    for found in _CLUSTER.finditer(text):
        cluster = found.group()
        if cluster.isspace():
            new = " " if length and not out[-1].endswith(" ") else ""
        else:
            new = unicodedata.normalize("NFC", "".join(c for c in cluster if c not in _INVISIBLE + _BIDIRECTIONAL))
        for i in range(found.start(), found.end()):
            place[i] = length
        if new:
            out.append(new)
            length += len(new)
        place[found.end()] = length
    whole = "".join(out).rstrip()
    end = len(whole)
    return replace(
        paragraph,
        text=whole,
        marks=tuple((min(place[offset], end), label) for offset, label in paragraph.marks),
        words=tuple((min(place[a], end), min(place[b], end), box) for a, b, box in paragraph.words),
    )


def _clean_piece(piece: Piece) -> Piece:
    if isinstance(piece, Paragraph):
        return clean(piece)
    if isinstance(piece, Note):
        return replace(piece, paragraphs=tuple(_join_paragraphs(clean(p) for p in piece.paragraphs)))
    return replace(piece, cells=tuple(_clean_cell(cell) for cell in piece.cells))


def _clean_cell(cell: GridCell) -> GridCell:
    paragraphs = (clean(p) for p in cell.paragraphs)
    return replace(cell, paragraphs=tuple(p for p in paragraphs if p.text))


def _paragraphs(pieces: Iterable[Piece]) -> Iterable[Paragraph]:
    for piece in pieces:
        if isinstance(piece, Paragraph):
            yield piece
        elif isinstance(piece, Note):
            yield from piece.paragraphs
        else:
            for cell in piece.cells:
                yield from cell.paragraphs


def join(first: Paragraph, second: Paragraph, glue: str = " ") -> Paragraph:
    """Two paragraphs as one, ``glue`` between them."""
    shift = len(first.text) + len(glue)
    return replace(
        first,
        text=first.text + glue + second.text,
        marks=first.marks + tuple((offset + shift, label) for offset, label in second.marks),
        words=first.words + tuple((a + shift, b + shift, box) for a, b, box in second.words),
        torn=second.torn,
    )


def _join_paragraphs(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    out: list[Paragraph] = []
    for paragraph in paragraphs:
        if not paragraph.text:
            continue
        if out and goes_on(out[-1], paragraph):
            out[-1] = join(out[-1], paragraph)
        else:
            out.append(paragraph)
    return out


def _homes(pieces: Sequence[Piece]) -> dict[int, int]:
    """Index of a note -> index of the first piece that bears its mark."""
    bearers: dict[str, int] = {}
    for index, piece in enumerate(pieces):
        if not isinstance(piece, Note):
            for label in _labels(piece):
                bearers.setdefault(label, index)
    return {i: bearers[p.label] for i, p in enumerate(pieces) if isinstance(p, Note) and p.label in bearers}


def _breaks_off(piece: Piece, rest: Paragraph) -> bool:
    """Whether a note's last sentence goes on in ``rest``."""
    return isinstance(piece, Note) and bool(piece.paragraphs) and goes_on(piece.paragraphs[-1], rest)


MOST_BETWEEN = 40
"""How far behind a footnote its torn rest is looked for, in pieces: about two pages."""


def _return_bodies(pieces: Sequence[Piece]) -> list[Piece]:
    """Give a footnote whose sentence breaks off its rest back, where a page break set that rest into the main text.

    Two sentences were torn then at the same place: a main paragraph that breaks off is followed by a paragraph that
    begins in the middle of a sentence, and so does the next one. The first of the two is the footnote's.
    """
    out = list(pieces)
    main = [i for i, piece in enumerate(out) if isinstance(piece, Paragraph)]
    taken: list[int] = []
    for first, rest, second in zip(main, main[1:], main[2:], strict=False):
        before, body, after = out[first], out[rest], out[second]
        if not (isinstance(before, Paragraph) and isinstance(body, Paragraph) and isinstance(after, Paragraph)):
            continue
        if not (after.text[:1].islower() and goes_on(before, body) and goes_on(before, after)):
            continue
        open_notes = [
            (home, index)
            for index, home in _homes(out).items()
            if rest - MOST_BETWEEN < home < rest and _breaks_off(out[index], body)
        ]
        if open_notes:
            index = max(open_notes)[1]
            note = out[index]
            if isinstance(note, Note):
                joined = (*note.paragraphs[:-1], join(note.paragraphs[-1], body))
                out[index] = replace(note, paragraphs=joined)
                taken.append(rest)
    return [piece for i, piece in enumerate(out) if i not in taken]


def _join_torn(pieces: Sequence[Piece]) -> list[Piece]:
    """Paragraphs whose sentence goes on behind a page end or a footnote area, as one; a table ends a sentence."""
    out: list[Piece] = []
    open_at: int | None = None
    for piece in pieces:
        if isinstance(piece, Paragraph):
            if not piece.text:
                continue
            if open_at is not None:
                before = out[open_at]
                if isinstance(before, Paragraph) and goes_on(before, piece):
                    out[open_at] = join(before, piece)
                    continue
            open_at = len(out)
        elif isinstance(piece, Grid):
            open_at = None
        out.append(piece)
    return out


def _join_tables(pieces: Sequence[Piece]) -> list[Piece]:
    out: list[Piece] = []
    for piece in pieces:
        last = next((i for i in range(len(out) - 1, -1, -1) if not isinstance(out[i], Note)), None)
        before = out[last] if last is not None else None
        if (
            last is not None
            and isinstance(piece, Grid)
            and isinstance(before, Grid)
            and tables.continues(before, piece)
        ):
            out[last] = tables.join(before, piece)
        else:
            out.append(piece)
    return out


def _labels(piece: Piece) -> list[str]:
    return [label for paragraph in _paragraphs([piece]) for _, label in paragraph.marks]


def _place_notes(flow: Sequence[Piece]) -> dict[int, list[Note]]:
    """Index of a piece -> the notes whose bodies follow it. A label that stands twice (numbering that begins anew on
    each page) belongs to the last mark before its body."""
    marked = [
        (index, label) for index, piece in enumerate(flow) if not isinstance(piece, Note) for label in _labels(piece)
    ]
    marked += [
        (index, label) for index, piece in enumerate(flow) if isinstance(piece, Note) for label in _labels(piece)
    ]
    counts: dict[str, int] = {}
    for piece in flow:
        if isinstance(piece, Note):
            counts[piece.label] = counts.get(piece.label, 0) + 1
    placed: dict[int, list[Note]] = {}
    last_body: dict[str, int] = {}
    homes: dict[int, int] = {}
    for index, piece in enumerate(flow):
        if not isinstance(piece, Note):
            continue
        bearers = [i for i, label in marked if label == piece.label and i != index]
        if counts[piece.label] > 1:
            after = last_body.get(piece.label, -1)
            bearers = [i for i in bearers if after < i < index] or [i for i in bearers if i > index]
        last_body[piece.label] = index
        home = min(bearers) if bearers else index
        homes[index] = home
        # a mark inside another note's body: behind that body's own home
        while isinstance(flow[home], Note) and home != index and home in homes and homes[home] != home:
            home = homes[home]
        placed.setdefault(home, []).append(piece)
    return placed


@dataclass(slots=True)
class _Writer:
    """The growing text and all that points into it."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
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
        self.marks.extend((label, start + offset) for offset, label in paragraph.marks)
        return start, self.length

    def _headings(self) -> tuple[str, ...]:
        return tuple(text for _, text in self.trail)

    def _gap(self) -> None:
        if self.parts:
            self._put("\n")

    def paragraph(self, paragraph: Paragraph) -> None:
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
        indexes: list[int] = []
        for paragraph in note.paragraphs:
            self._gap()
            start, end = self._write(paragraph)
            indexes.append(len(self.blocks))
            self.blocks.append(Block("footnote", start, end, paragraph.page, self._headings(), footnote=note.label))
        self.bodies.append((note.label, tuple(indexes)))

    def table(self, grid: Grid) -> None:
        cells = sorted(grid.cells, key=lambda c: (c.row, c.column))
        roles = tables.understand(
            [
                tables.PlainCell(
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
