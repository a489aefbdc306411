"""Open tables of a plain text: columns that nothing but blanks and their edges tell.

Programs that print a table as text set figures below each other, right or left. A line that holds a name and, at least
two blanks behind it, figures is a row; rows are a table where the edges of their figures agree. Justified prose has
wide blanks too, but no edges. What stands directly above in the columns is their header; a line of words between two
rows goes on with the name above it, or heads the rows below.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.text.stream import FIGURE, is_numbering

FEWEST = 3
"""Rows; with a header that has their columns, two."""
LONGEST = 40
"""Characters of a cell that is no name."""
HEADER_LINES = 3
AGREE = 0.8
"""So much of a column's cells share an edge."""
_CHUNK = re.compile(r"\S+(?: \S+)*")
_RULED = re.compile(r"[\s\-=_+*.–—~|]*")
_VALUE = re.compile(rf"(?:{FIGURE.pattern})|\(?[-–+]?\d[\d.,]*\)?\s?[^\W\d_]{{0,10}}(?:/[^\W\d_]{{1,10}})?")
_ENDS = tuple(".;:")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Words without a wide blank between them, and the characters ``[start, end)`` of their line that they stand at."""

    start: int
    end: int
    text: str

    @property
    def is_value(self) -> bool:
        """Whether it is a figure and little else."""
        return bool(_VALUE.fullmatch(self.text))

    def overlaps(self, other: tuple[int, int]) -> int:
        """How many characters it shares with a column."""
        return min(self.end, other[1]) - max(self.start, other[0])


@dataclass(frozen=True, slots=True)
class OpenTable:
    """The lines ``[start, end)`` and their cells, row by row."""

    start: int
    end: int
    rows: list[list[str]]


def open_tables(lines: Sequence[str]) -> list[OpenTable]:
    """The open tables of the lines of one page, from the top."""
    chunked = [[Chunk(m.start(), m.end(), m.group()) for m in _CHUNK.finditer(line.expandtabs(8))] for line in lines]
    found: list[OpenTable] = []
    at = 0
    while at < len(lines):
        table = _table_at(chunked, at, found[-1].end if found else 0) if _is_row(chunked[at]) else None
        if table is not None:
            found.append(table)
        at = table.end if table is not None else at + 1
    return found


def _is_row(chunks: Sequence[Chunk]) -> bool:
    """Whether a line has a name and behind it cells, at least one of them a figure."""
    rest = chunks[1:]
    return (
        bool(rest)
        and any(chunk.is_value for chunk in rest)
        and all(chunk.is_value or len(chunk.text) <= LONGEST for chunk in rest)
        and (any(c.isalpha() for c in chunks[0].text) or is_numbering(chunks[0].text))
    )


def _table_at(chunked: Sequence[list[Chunk]], first: int, floor: int) -> OpenTable | None:
    """The longest table whose first row of figures is this line, with its header; no line before ``floor`` is."""
    rows = _run(chunked, first)
    while rows:
        columns = _columns([chunked[at] for at in rows])
        if columns is not None:
            header = _header(chunked, first, floor, columns)
            if len(rows) >= FEWEST or (len(rows) == 2 and len(header) and len(columns) > 1):
                body = [line for at, end in pairwise([*rows, rows[-1] + 1]) for line in chunked[at:end]]
                start = header[0] if header else first
                cells = [*_header_cells([chunked[at] for at in header], columns), *_cells(body, columns)]
                return OpenTable(start, rows[-1] + 1, cells)
        rows.pop()
    return None


def _run(chunked: Sequence[list[Chunk]], first: int) -> list[int]:
    """The lines of figures from here on, with at most two other lines between two of them: a blank one, a rule, words
    that go on with a name."""
    rows, idle = [first], 0
    for at in range(first + 1, len(chunked)):
        chunks = chunked[at]
        if _is_row(chunks):
            rows.append(at)
            idle = 0
            continue
        idle += 1
        between = not chunks or _is_rule(chunks) or (len(chunks) == 1 and len(chunks[0].text) <= 2 * LONGEST)
        if not between or idle > 2 or (chunks and chunks[0].text.endswith(_ENDS)):
            break
    return rows


def _is_rule(chunks: Sequence[Chunk]) -> bool:
    return all(_RULED.fullmatch(chunk.text) and len(chunk.text) > 1 for chunk in chunks)


def _columns(rows: Sequence[Sequence[Chunk]]) -> list[tuple[int, int]] | None:
    """The columns behind the name, as characters; None where the cells of the rows do not stand below each other."""
    cells = sorted((chunk for row in rows for chunk in _behind_name(row)), key=lambda chunk: chunk.start)
    groups: list[list[Chunk]] = []
    reach = -1
    for chunk in cells:
        if chunk.start >= reach:
            groups.append([])
        groups[-1].append(chunk)
        reach = max(reach, chunk.end)
    columns = [(min(c.start for c in group), max(c.end for c in group)) for group in groups]
    for group in groups:
        edges = (Counter(c.start for c in group), Counter(c.end for c in group))
        if len(group) < 0.5 * len(rows) or max(_within_one(edge) for edge in edges) < AGREE * len(group):
            return None
    names = [_name(row) for row in rows]
    if any(chunk.end > columns[0][0] for chunk in names if chunk) if columns else True:
        return None
    taken = [[_column_of(chunk, columns) for chunk in _behind_name(row)] for row in rows]
    return columns if all(len(set(row)) == len(row) for row in taken) else None


def _within_one(edges: Counter[int]) -> int:
    """The most edges that lie within one character of each other."""
    return max(edges[edge] + edges[edge + 1] for edge in edges)


def _numbered(row: Sequence[Chunk]) -> bool:
    return len(row) > 2 and is_numbering(row[0].text) and not row[1].is_value


def _name(row: Sequence[Chunk]) -> Chunk:
    return row[1] if _numbered(row) else row[0]


def _behind_name(row: Sequence[Chunk]) -> Sequence[Chunk]:
    return row[2:] if _numbered(row) else row[1:]


def _column_of(chunk: Chunk, columns: Sequence[tuple[int, int]]) -> int:
    """The column that a chunk stands in, or next to."""
    shared = [chunk.overlaps(column) for column in columns]
    return shared.index(max(shared))


def _header(chunked: Sequence[list[Chunk]], first: int, floor: int, columns: Sequence[tuple[int, int]]) -> list[int]:
    """The lines directly above the first row that stand in the columns."""
    found: list[int] = []
    for at in range(first - 1, max(floor - 1, first - 2 * HEADER_LINES), -1):
        chunks = chunked[at]
        if chunks and _is_rule(chunks):
            continue
        inside = [chunk for chunk in chunks if any(chunk.overlaps(column) > 0 for column in columns)]
        alone = len(chunks) == 1 and chunks[0].start < columns[0][0] - 2
        fits = all(len(chunk.text) <= LONGEST and not chunk.text.endswith(_ENDS) for chunk in chunks)
        if not inside or alone or not fits or len(found) == HEADER_LINES:
            break
        found.append(at)
    return found[::-1]


def _header_cells(lines: Sequence[Sequence[Chunk]], columns: Sequence[tuple[int, int]]) -> list[list[str]]:
    """The header's lines as one row. What stands over several columns belongs to each, but for the lowest line: there
    one blank parts the words of two columns."""
    if not lines:
        return []
    texts: list[list[str]] = [[] for _ in range(2 + len(columns))]
    for number, chunks in enumerate(lines):
        for chunk in chunks:
            over = [at for at, column in enumerate(columns) if chunk.overlaps(column) > 0]
            if not over and chunk.start < columns[0][0]:
                texts[0 if is_counter(chunk, chunks) else 1].append(chunk.text)
            elif not over:
                texts[2 + _column_of(chunk, columns)].append(chunk.text)
            elif len(over) == 1 or number < len(lines) - 1:
                for at in over:
                    texts[2 + at].append(chunk.text)
            else:
                for word in re.finditer(r"\S+", chunk.text):
                    place = Chunk(chunk.start + word.start(), chunk.start + word.end(), word.group())
                    texts[2 + _column_of(place, columns)].append(word.group())
    return [[" ".join(words) for words in texts]]


def is_counter(chunk: Chunk, chunks: Sequence[Chunk]) -> bool:
    """Whether a header's first words, of a few letters with another name behind them, head the numbers of the rows."""
    return chunk is chunks[0] and len(chunk.text) <= 3 and len(chunks) > 1


def _cells(lines: Sequence[Sequence[Chunk]], columns: Sequence[tuple[int, int]]) -> list[list[str]]:
    """The rows below the header: number, name, and a cell a column."""
    rows: list[list[str]] = []
    for chunks in lines:
        if not chunks or _is_rule(chunks):
            continue
        if not _is_row(chunks):
            text = chunks[0].text
            goes_on = text[0].islower() or chunks[0].start > lines[0][0].start
            if rows and goes_on:
                rows[-1][1] = f"{rows[-1][1]} {text}"
            else:
                rows.append(["", text, *("" for _ in columns)])
            continue
        row = ["", _name(chunks).text, *("" for _ in columns)]
        row[0] = chunks[0].text if _numbered(chunks) else ""
        for chunk in _behind_name(chunks):
            row[2 + _column_of(chunk, columns)] = chunk.text
        rows.append(row)
    return rows
