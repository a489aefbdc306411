"""Pages that were recognised on pictures, as pages that the layout of born-digital ones can go on with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extract.document import Box, ReadError, Source
from extract.pdf.aligned import take_aligned
from extract.pdf.flow import Page
from extract.pdf.half_ruled import loosened
from extract.pdf.lines import SHAKY_BASELINE, Line
from extract.pdf.open import listed
from extract.pdf.tables import RuledCell, RuledTable
from extract.pdf.words import Word
from extract.pieces import Paragraph, Piece, with_paragraphs
from extract.scan.page import STILL, Matrix, Seen, SeenLine, SeenPage

LEAST_LETTERS = 3
NEAR = 0.13  # of a size: letters measured on dots differ by so much from line to line
BOLD = 1.22  # times the usual weight: bold letters have 1.3 to 1.4 times the stroke of plain ones
TALLEST = (1.25, 0.45)  # sizes above and below the baseline that a word's box reaches at most


@dataclass(frozen=True, slots=True)
class Usual:
    """What most letters of a document are like: their size in points and the weight of their strokes."""

    size: float
    weight: float


def usual_of(pages: Sequence[SeenPage]) -> Usual:
    """The size and the weight of most letters of the pages; 0 without letters."""
    lines = [line for page in pages for line in page.all_lines]
    return Usual(
        _middle((round(line.size * 2) / 2, line) for line in lines), _middle((line.weight, line) for line in lines)
    )


def _middle(found: Iterable[tuple[float, SeenLine]]) -> float:
    counts: Counter[float] = Counter()
    for value, line in found:
        counts[value] += sum(len(word.text) for word in line.words)
    total, passed = sum(counts.values()), 0
    for value, count in sorted(counts.items()):
        passed += count
        if 2 * passed >= total:
            return value
    return 0.0


def page_of(seen: SeenPage, number: int, usual: Usual) -> Page:
    """The page ``number`` (from 0) of what was seen; sizes near the ``usual`` one are that one."""
    tables = [
        RuledTable(
            table.bounds,
            [
                RuledCell(
                    cell.row, cell.column, cell.row_span, cell.column_span, cell.bounds,
                    [_line(line, number, usual) for line in cell.lines],
                )
                for cell in table.cells
            ],
        )
        for table in seen.tables
    ]  # fmt: skip
    lines = sorted((_line(line, number, usual) for line in seen.lines), key=lambda line: line.base)
    tables, lines = loosened(tables, lines, SHAKY_BASELINE)
    aligned, lines = take_aligned(lines)
    tables = sorted([*tables, *aligned], key=lambda table: table.bounds[1])
    return Page(number, seen.width, seen.height, tables, lines, list(seen.rules))


def _line(line: SeenLine, number: int, usual: Usual) -> Line:
    size = usual.size if abs(line.size - usual.size) <= NEAR * usual.size else line.size
    bold = line.weight > BOLD * usual.weight > 0
    highest, lowest = line.base - TALLEST[0] * size, line.base + TALLEST[1] * size
    words = [
        Word(
            word.text, word.bounds[0], word.bounds[2], max(word.bounds[1], highest), min(word.bounds[3], lowest),
            size, bold, word.glued, word.raised, word.doubtful,
        )
        for word in line.words
    ]  # fmt: skip
    return Line(words, line.base, size, page=number)


def refuse_unseen(source: Source, seen: Seen, others: Sequence[int], why: str = "it is a scan") -> None:
    """Raise ReadError where a document has nothing but pictures and none could be read, or none has text on it.
    ``others`` are the letters of its other pages, ``why`` says for what reason it is read from pictures."""
    letters = sum(page.letters for page in seen.pages.values()) + sum(others)
    if letters >= LEAST_LETTERS or not (seen.pages or seen.unread):
        return
    if seen.missing and seen.unread:
        what, command = seen.missing
        raise ReadError(source.filename, f"{why}, and {what} is missing to read it", f"Run: {command}")
    if seen.unread:
        reason = next(iter(seen.unread.values()))
        raise ReadError(source.filename, f"{why}, and could not be read: {reason}", "Scan it anew at 200 dpi")
    raise ReadError(
        source.filename,
        "it holds pictures on which no text was found",
        "Check that this is the right file; if it is a scan, scan it anew at 200 dpi",
        "empty",
    )


def seen_notes(seen: Seen) -> list[str]:
    """What a person should know of the pages that were pictures."""
    notes = []
    read = [number + 1 for number, page in sorted(seen.pages.items()) if page.letters]
    if read:
        notes.append(f"pages read from their pictures by text recognition: {listed(read)}")
    blank = [number + 1 for number, page in sorted(seen.pages.items()) if not page.letters]
    if blank:
        notes.append(f"pages that are pictures without text: {listed(blank)}")
    for reason in dict.fromkeys(seen.unread.values()):
        pages = sorted(number + 1 for number, other in seen.unread.items() if other == reason)
        notes.append(f"pages that have to be read from their pictures, not read ({reason}): {listed(pages)}")
    for note in dict.fromkeys(note for page in seen.pages.values() for note in page.notes):
        pages = sorted(number + 1 for number, page in seen.pages.items() if note in page.notes)
        notes.append(f"{note} (page {listed(pages)})")
    return notes


def shown(pieces: Sequence[Piece], pages: dict[int, SeenPage]) -> list[Piece]:
    """The pieces with the boxes of their words where they stand on the page as displayed. ``pages`` (from 0) are those
    that were recognised: turned and straightened before."""
    moved = {number + 1: page.back for number, page in pages.items() if page.back != STILL}
    if not moved:
        return list(pieces)

    def back(paragraph: Paragraph) -> Paragraph:
        words = tuple(
            (start, end, _boxed(box, moved[box.page]) if box.page in moved else box)
            for start, end, box in paragraph.words
        )
        return replace(paragraph, words=words)

    return [with_paragraphs(piece, back) for piece in pieces]


def _boxed(box: Box, matrix: Matrix) -> Box:
    a, b, c, d, e, f = matrix
    corners = [(x, y) for x in (box.x0, box.x1) for y in (box.top, box.bottom)]
    xs = [a * x + c * y + e for x, y in corners]
    ys = [b * x + d * y + f for x, y in corners]
    return Box(box.page, min(xs), min(ys), max(xs), max(ys))
