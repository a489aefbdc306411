"""What a page break tore is put together: sentences, the bodies of footnotes, tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extract.layout import goes_on
from extract.pieces import Grid, Note, Paragraph, Piece, labels_of
from extract.tables.parts import continues
from extract.tables.parts import join as join_grids

MOST_BETWEEN = 40
"""How far behind a footnote its torn rest is looked for, in pieces: about two pages."""


def mend(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with what page breaks tore put together: a note's paragraphs first, then a note's rest that stands in
    the main text, then the main text, then tables."""
    whole = [_whole_note(piece) if isinstance(piece, Note) else piece for piece in pieces]
    return _join_tables(_join_torn(_return_bodies(whole)))


def _whole_note(note: Note) -> Note:
    return replace(note, paragraphs=tuple(_join_paragraphs(note.paragraphs)))


def _join_paragraphs(paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
    out: list[Paragraph] = []
    for paragraph in paragraphs:
        if not paragraph.text:
            continue
        if out and goes_on(out[-1], paragraph):
            out[-1] = _join(out[-1], paragraph)
        else:
            out.append(paragraph)
    return out


def _join(first: Paragraph, second: Paragraph) -> Paragraph:
    shift = len(first.text) + 1
    return replace(
        first,
        text=f"{first.text} {second.text}",
        marks=first.marks + tuple((offset + shift, label) for offset, label in second.marks),
        words=first.words + tuple((a + shift, b + shift, box) for a, b, box in second.words),
        doubts=first.doubts + tuple((a + shift, b + shift, reason) for a, b, reason in second.doubts),
        torn=second.torn,
    )


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
                joined = (*note.paragraphs[:-1], _join(note.paragraphs[-1], body))
                out[index] = replace(note, paragraphs=joined)
                taken.append(rest)
    return [piece for i, piece in enumerate(out) if i not in taken]


def _homes(pieces: Sequence[Piece]) -> dict[int, int]:
    """Index of a note -> index of the first piece that bears its mark."""
    bearers: dict[str, int] = {}
    for index, piece in enumerate(pieces):
        if not isinstance(piece, Note):
            for label in labels_of(piece):
                bearers.setdefault(label, index)
    return {i: bearers[p.label] for i, p in enumerate(pieces) if isinstance(p, Note) and p.label in bearers}


def _breaks_off(piece: Piece, rest: Paragraph) -> bool:
    """Whether a note's last sentence goes on in ``rest``."""
    return isinstance(piece, Note) and bool(piece.paragraphs) and goes_on(piece.paragraphs[-1], rest)


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
                    out[open_at] = _join(before, piece)
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
        if last is not None and isinstance(piece, Grid) and isinstance(before, Grid) and continues(before, piece):
            out[last] = join_grids(before, piece)
        else:
            out.append(piece)
    return out
