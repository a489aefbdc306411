"""References set into a line of text (``98,5%[137]``, ``1.204 (1) trạm``, ``95 (*)``) are marks, as raised ones are.

Web pages and copied texts print them so. Left in the text they are figures that nobody stated, and they part a number
from what it counts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection
from dataclasses import replace

from extract.pieces import Grid, Paragraph, Piece, with_paragraphs

_LETTER = r"[^\W\d_]"
_REFERENCE = re.compile(
    # behind a word, never at the start of a paragraph, where a note's body begins so
    r"(?<=[\w%.,;:!?”\"»)\]])\s?\[(?P<square>\d{1,3}|\*{1,3})\](?!\()"
    r"|(?<=[\w%])\s?\((?P<star>\*{1,3})\)"
    # in round brackets only directly behind a number, or between a number and the small word of what it counts
    r"|(?<=[\d%])\((?P<round>\d{1,2})\)(?=[\s.,;:]|$)"
    rf"|(?<=\d)\s\((?P<counted>\d{{1,2}})\)(?=\s(?=[^\W\d_A-ZĐ]){_LETTER})"
)


def with_references(piece: Piece, noted: Collection[str]) -> Piece:
    """The piece with its references out of its text. Those whose label is among ``noted``, the labels of the notes that
    the document prints, are among its marks: a list of sources that was not copied along is no footnote."""
    return with_paragraphs(piece, lambda paragraph: _marked(paragraph, noted, cell=isinstance(piece, Grid)))


def _marked(paragraph: Paragraph, noted: Collection[str], *, cell: bool) -> Paragraph:
    """In the cell of a table a number in round brackets may be a value of its own, and stays."""
    text = paragraph.text
    if "[" not in text and "(" not in text:
        return paragraph
    found = [m for m in _REFERENCE.finditer(text) if not (cell and (m["round"] or m["counted"]))]
    if not found:
        return paragraph
    starts = [m.start() for m in found]
    gone = [0]
    for match in found:
        gone.append(gone[-1] + match.end() - match.start())

    def moved(offset: int) -> int:
        before = bisect_right(starts, offset - 1)
        if before and offset < found[before - 1].end():
            return starts[before - 1] - gone[before - 1]
        return offset - gone[before]

    kept, at = [], 0
    for match in found:
        kept.append(text[at : match.start()])
        at = match.end()
    marks = [(moved(offset), label) for offset, label in paragraph.marks]
    labels = [(moved(m.start()), next(label for label in m.groups() if label)) for m in found]
    marks += [(offset, label) for offset, label in labels if label in noted]
    words = ((moved(a), moved(b), box) for a, b, box in paragraph.words)
    doubts = ((moved(a), moved(b), reason) for a, b, reason in paragraph.doubts)
    return replace(
        paragraph,
        text="".join((*kept, text[at:])),
        marks=tuple(sorted(marks, key=lambda mark: mark[0])),
        words=tuple(word for word in words if word[0] < word[1]),
        doubts=tuple(doubt for doubt in doubts if doubt[0] < doubt[1]),
    )
