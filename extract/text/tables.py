"""The tables of a plain text: rows of tabbed and piped lines, cells of a stream in which ``|`` ends each cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from extract.layout_words import WORDS
from extract.pieces import Grid, GridCell, Paragraph
from extract.tables.loose import MOST_LETTERS
from extract.text.lines import (
    MARKER,
    OFFICE,
    RULE,
    Wrapping,
    clean,
    group_lines,
    is_capitals,
    is_final,
    without_emphasis,
)
from extract.text.notes import take_marks
from extract.text.stream import COUNTER, FIGURE, is_numbering, opens_table, place

RECIPIENTS = re.compile(rf"{WORDS.recipients}\s*:?", re.IGNORECASE)


def tab_rows(lines: Sequence[str]) -> list[list[str]]:
    """Rows of a tabbed table; lines that together make one row of the usual width are one row with line breaks."""
    rows = [line.split("\t") for line in lines]
    usual = Counter(len(row) for row in rows).most_common(1)[0][0]
    joined: list[list[str]] = []
    for row in rows:
        last = joined[-1] if joined else []
        fits = last and len(last) < usual and len(last) + len(row) - 1 <= usual and row[0].strip()
        if fits and (len(row) == 1 or len(last) + len(row) - 1 == usual) and not is_numbering(clean(row[0])):
            joined[-1] = [*last[:-1], f"{last[-1]}\n{row[0]}", *row[1:]]
        else:
            joined.append(row)
    return joined


def aligned_rows(lines: Sequence[str]) -> list[list[str]] | None:
    """Rows of a table whose columns only blanks part; None where the lines have no columns in common or no figures.

    A line without figures goes on with the row above it where it has no first cell or where that row is the header."""
    width = max(map(len, lines))
    padded = [line.expandtabs(8).ljust(width) for line in lines]
    blank = "".join(" " if all(line[i : i + 1] in ("", " ") for line in padded) else "x" for i in range(width))
    columns = [found.span() for found in re.finditer(r"x+(?: x+)*", blank)]
    rows = [[line[start:end].strip() for start, end in columns] for line in padded]
    figured = sum(any(FIGURE.fullmatch(cell) for cell in row[1:]) for row in rows)
    if len(columns) < 3 or len(rows) < 3 or 2 * figured < len(rows):
        return None
    joined: list[list[str]] = []
    for row in rows:
        bare = not any(FIGURE.fullmatch(cell) for cell in row) and not row[1].startswith("-")
        if joined and bare and (not row[0] or (len(joined) == 1 and not is_numbering(row[0]))):
            joined[-1] = [f"{above} {cell}".strip() for above, cell in zip(joined[-1], row, strict=True)]
        else:
            joined.append(row)
    return joined


def pipe_cells(line: str) -> list[str]:
    """The cells of a row ``| a | b |``, the outer bars left out."""
    inner = line.strip()
    inner = inner.removeprefix("|")
    inner = inner.removesuffix("|")
    return inner.split("|")


def _cell(texts: Sequence[str], page: int | None, brackets: frozenset[str]) -> tuple[Paragraph, ...]:
    """A cell's paragraphs; each line is one where the file does not say otherwise."""
    marked = [take_marks(text, brackets) for text in texts]
    return tuple(Paragraph(words, marks, page=page) for words, marks in marked if words)


def rows_agree(rows: Sequence[Sequence[str]]) -> bool:
    """Whether lines with bars are a table: four of five rows have the same number of cells, and no cell is as long as
    a paragraph."""
    usual, count = Counter(len(row) for row in rows).most_common(1)[0] if rows else (0, 0)
    return usual > 1 and count >= 0.8 * len(rows) and max(len(cell) for row in rows for cell in row) <= MOST_LETTERS


def is_prose(lines: Sequence[str]) -> bool:
    """Whether what stands before a bar is too long for a cell, or paragraphs of whole sentences with blank lines
    between them, so that the bar is a stray one."""
    text = "\n".join(line.strip() for line in lines).strip()
    paragraphs = [part for part in text.split("\n\n") if part.strip()]
    sentences = sum(is_final(part) and len(part) > 60 for part in paragraphs)
    return len(text) > MOST_LETTERS or (sentences > 1 and 2 * sentences > len(paragraphs))


def holds_prose(cells: Sequence[Sequence[str]]) -> bool:
    """Whether a few cells, which nothing shows to be rows, hold sentences."""
    texts = [text for text in (" ".join(cell).strip() for cell in cells) if text]
    return len(texts) <= 4 and any(len(text) > (120 if len(texts) > 2 else 60) and is_final(text) for text in texts)


def grid_of(rows: Sequence[Sequence[str]], page: int | None, brackets: frozenset[str]) -> Grid:
    columns = max(len(row) for row in rows)
    cells: list[GridCell] = []
    for r, row in enumerate(rows):
        for c in range(columns):
            plain, _ = without_emphasis(row[c] if c < len(row) else "")
            texts = group_lines([clean(line) for line in plain.split("\n")], Wrapping())
            cells.append(GridCell(r, c, _cell(texts, page, brackets)))
    return Grid(tuple(cells), page)


def is_layout(cells: Sequence[Sequence[str]]) -> bool:
    """Whether cells only set prose side by side, as a letterhead and a place of signature do."""
    if not 0 < len(cells) <= 6:
        return False
    words = [" ".join(cell) for cell in cells]
    return bool(OFFICE.match(words[0]) or RECIPIENTS.match(words[0])) and not any(is_numbering(word) for word in words)


def opening(lines: Sequence[str], how: Wrapping, first: bool, fresh: bool = False) -> int | None:
    """Where in the lines before a ``|`` a new table's first cell begins; None where they are one cell of the table
    that is being read; ``first`` where this is a letterhead or a signature block, ``fresh`` where no table is being
    read, so that the last paragraph must be a first cell."""
    used = [line for line in lines if line]
    if first and len(used) <= 8 and (not used or OFFICE.match(used[0]) or len(used) == 1):
        return None
    for number, line in enumerate(lines):
        if RECIPIENTS.match(line):
            return number
    if len(used) < 2:
        return None
    last = max(i for i, line in enumerate(lines) if line)
    before = group_lines(used[:-1], how)
    if opens_table(lines[last]):
        torn = last > 0 and COUNTER.fullmatch(f"{lines[last - 1]} {lines[last]}")  # "Số" above "TT"
        return last - 1 if torn else last
    if is_numbering(lines[last]) and not RULE.fullmatch(lines[last]) and (is_final(used[-2]) or len(before) > 1):
        return last
    paragraphs = group_lines(used, how)
    if fresh and len(paragraphs) > 1 and paragraphs[-1] == used[-1]:
        return last
    short = len(paragraphs[-1]) <= 40 and not is_final(paragraphs[-1]) and not MARKER.match(paragraphs[-1])
    prose = any(len(p) > 120 for p in paragraphs[:-1]) or any(_is_heading(p) for p in paragraphs[:-1])
    return last if short and prose and paragraphs[-1] == used[-1] else None


def _is_heading(text: str) -> bool:
    return bool(re.match(r"[IVX]+\.\s", text)) or (is_capitals(text) and len(text) > 25)


def stream_grid(cells: Sequence[Sequence[str]], how: Wrapping, page: int | None, brackets: frozenset[str]) -> Grid:
    texts = [group_lines([line for line in lines if line], how) for lines in cells]
    grid: list[GridCell] = []
    for p in place([" ".join(t) for t in texts]):
        paragraphs = _cell(texts[p.index], page, brackets) if p.index is not None else ()
        grid.append(GridCell(p.row, p.column, paragraphs, p.row_span, p.column_span, p.is_header))
    return Grid(tuple(grid), page)
