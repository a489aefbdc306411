"""A paragraph that nobody ended: a page, a list or a whole report without one line break.

What is decided of a figure looks at its paragraph, so the cost of a paragraph grows with the square of what stands in
it, and a quote of it would tell nobody where to look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.pieces import Grid, Note, Paragraph, Piece, paragraphs_of

LONGEST = 4_000
"""Letters of a paragraph: a printed page and a half. The longest of 200 reports has 2,157, a footnote that lists."""
_SEAMS = (re.compile(r"[.!?]\s+"), re.compile(r";\s+"), re.compile(r",\s+"), re.compile(r"\s+"))


def without_overlong(pieces: Sequence[Piece]) -> tuple[list[Piece], tuple[str, ...]]:
    """The pieces with overlong paragraphs in several, and a note where there was one. Words and numbers stay whole:
    a run of letters without a blank is left as long as it is."""
    cut = sum(len(paragraph.text) > LONGEST for piece in pieces for paragraph in paragraphs_of(piece))
    if not cut:
        return list(pieces), ()
    out: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Paragraph):
            out += _parts(piece)
        elif isinstance(piece, Note):
            out.append(replace(piece, paragraphs=_all_parts(piece.paragraphs)))
        else:
            cells = tuple(replace(cell, paragraphs=_all_parts(cell.paragraphs)) for cell in piece.cells)
            out.append(Grid(cells, piece.page))
    return out, (f"{cut} paragraphs are longer than {LONGEST} letters and were read in parts: look at their figures",)


def _all_parts(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    return tuple(part for paragraph in paragraphs for part in _parts(paragraph))


def _parts(paragraph: Paragraph) -> Iterator[Paragraph]:
    """The paragraph in parts, cut behind a sentence of their second half, else behind a smaller stop or a blank."""
    text, start = paragraph.text, 0
    while len(text) - start > LONGEST:
        cuts = (_last(seam, text, start + LONGEST // 2, start + LONGEST) for seam in _SEAMS)
        cut = next((cut for cut in cuts if cut is not None), None)
        if cut is None and (blank := re.compile(r"\s+").search(text, start + LONGEST)):
            cut = blank.end()
        if cut is None:
            break
        yield _part(paragraph, start, cut)
        start = cut
    yield _part(paragraph, start, len(text))


def _last(seam: re.Pattern[str], text: str, start: int, end: int) -> int | None:
    return max((match.end() for match in seam.finditer(text, start, end)), default=None)


def _part(paragraph: Paragraph, start: int, end: int) -> Paragraph:
    if (start, end) == (0, len(paragraph.text)):
        return paragraph
    text = paragraph.text[start:end].rstrip()
    last = end == len(paragraph.text)
    return replace(
        paragraph,
        text=text,
        marks=tuple((min(at - start, len(text)), label) for at, label in paragraph.marks if start < at <= end),
        words=tuple((a - start, b - start, box) for a, b, box in paragraph.words if start <= a and b <= end),
        doubts=tuple(
            (max(a, start) - start, min(b - start, len(text)), reason)
            for a, b, reason in paragraph.doubts
            if a < end and b > start
        ),
        torn=paragraph.torn and last,
    )
