"""A whole document whose letters are of an old Vietnamese charset, where no font told it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.oldfonts.charts import CHARTS, Charset
from extract.oldfonts.convert import judge, restored
from extract.pieces import Note, Paragraph, Piece, paragraphs_of

MOST_LOOKED_AT = 100_000
"""Characters by which a document is judged."""


def without_old_letters(pieces: Sequence[Piece]) -> tuple[Sequence[Piece], tuple[str, ...]]:
    """The pieces in Unicode, and a note where they were not. The texts may be decomposed: NFC is for the caller."""
    charset = judge(_sample(pieces))
    if charset is None:
        return pieces, ()
    made = [_converted(piece, charset) for piece in pieces]
    return made, (f"the letters are of the old charset {charset}, judged by the words, and were made Unicode",)


def _sample(pieces: Sequence[Piece]) -> str:
    parts: list[str] = []
    length = 0
    for piece in pieces:
        for paragraph in paragraphs_of(piece):
            parts.append(paragraph.text)
            length += len(paragraph.text)
        if length > MOST_LOOKED_AT:
            break
    return "\n".join(parts)


def _converted(piece: Piece, charset: Charset) -> Piece:
    if isinstance(piece, Paragraph):
        return _paragraph(piece, charset)
    if isinstance(piece, Note):
        return replace(piece, paragraphs=tuple(_paragraph(p, charset) for p in piece.paragraphs))
    cells = (replace(c, paragraphs=tuple(_paragraph(p, charset) for p in c.paragraphs)) for c in piece.cells)
    return replace(piece, cells=tuple(cells))


def _paragraph(paragraph: Paragraph, charset: Charset) -> Paragraph:
    """The paragraph letter by letter, so that marks and words keep their places."""
    chart = CHARTS[charset]
    made: list[str] = []
    place = [0]
    for letter in restored(paragraph.text, charset):
        new = chart.get(ord(letter), letter)
        made.append(new)
        place.append(place[-1] + len(new))
    return replace(
        paragraph,
        text="".join(made),
        marks=tuple((place[offset], label) for offset, label in paragraph.marks),
        words=tuple((place[a], place[b], box) for a, b, box in paragraph.words),
        doubts=tuple((place[a], place[b], reason) for a, b, reason in paragraph.doubts),
    )
