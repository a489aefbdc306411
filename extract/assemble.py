"""Pieces of a file -> Document: one NFC text, torn sentences put together, headings, footnotes and tables in place.

All formats pass here, so that the same report gives the same document whether it came as text, DOCX, PDF or HTML.
A footnote's body stands directly behind the paragraph or table that bears its first mark, in every format.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.cells import open_cells
from extract.clean import clean_piece, holds_bidirectional
from extract.digits import differences
from extract.document import Document, ReadError, Source
from extract.oldfonts.document import without_old_letters
from extract.overlong import without_overlong
from extract.pieces import Grid, Note, Paragraph, Piece, Pieces, digits_of, labels_of
from extract.references import counted_through, with_references
from extract.torn import mend
from extract.writer import Writer


def assemble(source: Source, pieces: Pieces) -> Document:
    """The document of the pieces that a reader found.

    Raises ReadError with status ``empty`` where no letter and no digit was found.
    """
    notes = list(pieces.notes)
    if holds_bidirectional(pieces.pieces):
        notes.append("bidirectional control characters were taken out")
    readable, converted = without_old_letters(pieces.pieces)
    clean = [clean_piece(piece) for piece in readable]
    if pieces.digits is not None:
        notes += differences(pieces.digits, digits_of(clean))
    noted = frozenset(piece.label for piece in clean if isinstance(piece, Note))
    through = counted_through(clean)
    whole, opened = open_cells([with_references(piece, noted, through) for piece in clean])
    flow, parted = without_overlong(mend(whole))
    notes += (*converted, *opened, *parted)
    writer = Writer()
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
        doubts=tuple(writer.doubts),
        held=tuple(writer.held),
    )


def _place_notes(flow: Sequence[Piece]) -> dict[int, list[Note]]:
    """Index of a piece -> the notes whose bodies follow it. A label that stands twice (numbering that begins anew on
    each page) belongs to the last mark before its body."""
    marked = [
        (index, label) for index, piece in enumerate(flow) if not isinstance(piece, Note) for label in labels_of(piece)
    ]
    marked += [
        (index, label) for index, piece in enumerate(flow) if isinstance(piece, Note) for label in labels_of(piece)
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
