"""References set into a line of text (``98,5%[137]``, ``1.204 (1) trạm``, ``95 (*)``) are marks, as raised ones are.

Web pages and copied texts print them so. Left in the text they are figures that nobody stated, and they part a number
from what it counts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import replace

from extract.layout_words import WORDS
from extract.pieces import Grid, Paragraph, Piece, with_paragraphs

_LETTER = r"[^\W\d_]"
PARTED = r"(?<=\d%)[ \u00a0](?P<parted>[1-9]\d?)(?=[,.;:)](?!\d)|$)"
"""``6,3% 1, giảm``: a raised mark that lost its height and stands a blank behind its number."""
_REFERENCE = re.compile(
    # behind a word, never at the start of a paragraph, where a note's body begins so
    r"(?<=[\w%.,;:!?”\"»)\]])\s?\[(?P<square>\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*|\*{1,3})\](?!\()"
    r"|(?<=[\w%])\s?\((?P<star>\*{1,3})\)"
    # in round brackets only directly behind a number, or between a number and the small word of what it counts
    r"|(?<=[\d%])\((?P<round>\d{1,2})\)(?=[\s.,;:]|$)"
    rf"|(?<=\d)\s\((?P<counted>\d{{1,2}})\)(?=\s(?=[^\W\d_A-ZĐ]){_LETTER})"
    # behind a counted thing, where the document prints a note of that label or such numbers count it through
    rf"|(?<=[\w%])\s?\((?P<thing>\d{{1,2}})\)(?=\s(?=[^\W\d_A-ZĐ]){_LETTER}|[.,;:]|$)"
    rf"|{PARTED}"
)
MANY = 12
"""A reference names hardly more notes."""
_SPELT = re.compile(rf"\b{WORDS.spelt_numbers}\s?$", re.IGNORECASE)
_COUNTED = re.compile(r"\(\d{1,2}\)\s")


def counted_through(pieces: Sequence[Piece]) -> frozenset[str]:
    """The numbers in round brackets that count a document through, ``(1)`` in one paragraph, ``(2)`` in a later one:
    notes that were not copied along. Numbers of things in brackets do not count up so. Empty where they are no such."""
    found: list[str] = []
    for piece in pieces:
        if not isinstance(piece, Paragraph) or "(" not in piece.text:
            continue
        labels = [m["round"] or m["counted"] or m["thing"] for m in _REFERENCE.finditer(piece.text) if not _is_spelt(m)]
        numbers = [label for label in labels if label]
        if len(numbers) > 1:
            return frozenset()  # what one paragraph counts it lists
        found += numbers
    return frozenset(found) if found == [str(number) for number in range(1, len(found) + 1)] else frozenset()


def _is_spelt(match: re.Match[str]) -> bool:
    """Whether the words before say the number in brackets: ``ba (3) xã``."""
    return bool(_SPELT.search(match.string[max(0, match.start() - 8) : match.start()]))


def with_references(piece: Piece, noted: Collection[str], through: Collection[str] = ()) -> Piece:
    """The piece with its references out of its text, ``through`` those of :func:`counted_through`. Those whose label is
    among ``noted``, the labels of the notes that the document prints, are among its marks: a list of sources that was
    not copied along is no footnote."""
    return with_paragraphs(piece, lambda paragraph: _marked(paragraph, noted, through, cell=isinstance(piece, Grid)))


def _is_mark(match: re.Match[str], noted: Collection[str], through: Collection[str], *, cell: bool) -> bool:
    if match["thing"]:
        # "(1) hạ tầng, (2) dữ liệu" counts what it lists
        referred = match["thing"] in noted or match["thing"] in through
        return referred and not _is_spelt(match) and not cell and len(_COUNTED.findall(match.string)) < 2
    if match["square"] and len(_labels(match["square"])) > MANY:
        return False  # "thang điểm [0-100]"
    return not (cell and (match["round"] or match["counted"] or match["parted"]))


def _labels(said: str) -> list[str]:
    """The labels of a reference to several notes: ``4-6, 9`` are 4, 5, 6 and 9.

    >>> _labels("4-6, 9"), _labels("*")
    (['4', '5', '6', '9'], ['*'])
    """
    found: list[str] = []
    for part in re.split(r"\s?[,;]\s?", said):
        first, _, last = re.sub(r"\s?[–-]\s?", "-", part).partition("-")
        many = range(int(first), int(last) + 1) if last else ()
        found += [first] if not last else [str(number) for number in many] or [first, last]
    return found


def _marked(paragraph: Paragraph, noted: Collection[str], through: Collection[str], *, cell: bool) -> Paragraph:
    """In the cell of a table a number in round brackets may be a value of its own, and stays."""
    text = paragraph.text
    if "[" not in text and "(" not in text and "% " not in text and "%\u00a0" not in text:
        return paragraph
    found = [match for match in _REFERENCE.finditer(text) if _is_mark(match, noted, through, cell=cell)]
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
    labels = [(moved(m.start()), label) for m in found for label in _labels(next(said for said in m.groups() if said))]
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
