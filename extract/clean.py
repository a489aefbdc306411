"""Paragraphs put in order before anything looks at them: NFC, single blanks, nothing invisible."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from extract.pieces import Grid, GridCell, Paragraph, Piece, paragraphs_of, with_paragraphs

_CONTROLS = "".join(chr(code) for code in (*range(9), *range(14, 28), *range(127, 133), *range(134, 160)))
_INVISIBLE = "\u200b\u200c\u200d\ufeff\u00ad\u2060\u034f\u180e" + _CONTROLS
_BIDIRECTIONAL = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_TURNS = re.compile(f"[{_BIDIRECTIONAL}]")
_UNCLEAN = re.compile(rf"[{_INVISIBLE}{_BIDIRECTIONAL}]|[^\S ]|  |^ | $")
_CLUSTER = re.compile(r"\s+|[^\s][\u0300-\u036f]*")


def holds_bidirectional(pieces: Sequence[Piece]) -> bool:
    """Whether characters that turn the direction of reading stand in a piece; :func:`clean_piece` takes them out."""
    return any(_TURNS.search(p.text) for piece in pieces for p in paragraphs_of(piece))


def clean_piece(piece: Piece) -> Piece:
    """The piece with all of its paragraphs clean."""
    if isinstance(piece, Grid):
        return replace(piece, cells=tuple(map(_clean_cell, piece.cells)))
    return with_paragraphs(piece, clean)


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
        doubts=tuple((min(place[a], end), min(place[b], end), reason) for a, b, reason in paragraph.doubts),
    )


def _clean_cell(cell: GridCell) -> GridCell:
    paragraphs = tuple(p for p in map(clean, cell.paragraphs) if p.text)
    return cell if paragraphs == cell.paragraphs else replace(cell, paragraphs=paragraphs)
