"""A stream of cells made into a table: texts in which each cell ends with a line ``|`` and no row has an end.

How many columns there are, the cells themselves tell: numbered rows stand at equal distances; rows of names and numbers
repeat the same kinds of cells. A header over two rows, an empty header cell that was lost, and a cell that covers the
row below are found by what is left over.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from extract.layout_words import WORDS
from extract.text.stream_headers import Placed, place_header

NUMBERING = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXL]+|[A-Z]|[a-zđ]|[IVX]+\.\d+|[-+*])[.)]?")
FIGURE = re.compile(r"[-–+]?\s*[\d.,/]*\d[\d.,/]*\s*%?|[-–]|x|X")
COUNTER = re.compile(WORDS.counter, re.IGNORECASE)
FIRST_HEADER = re.compile(rf"(?i:{WORDS.counter})|{WORDS.first_header}")
FIRST_NUMBERS = frozenset(("1", "01", "I", "A", "a", "-", "1.1", "2"))
COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,2}|[A-Z])\)?(?:\s*=.*)?")
MOST_COLUMNS = 24


@dataclass(slots=True)
class _Rows:
    """Data rows as ``(first cell, number of cells)``, and what speaks against reading them so."""

    rows: list[tuple[int, int]] = field(default_factory=list)
    against: float = 0.0


def opens_table(line: str) -> bool:
    """Whether a line alone is the first cell of most tables (``STT``), so that what stands before it is prose."""
    return bool(FIRST_HEADER.fullmatch(line))


def is_numbering(text: str) -> bool:
    """Whether a text can number a row: ``1``, ``1.10``, ``II``, ``a)``, ``-``."""
    return bool(NUMBERING.fullmatch(text))


def place(cells: Sequence[str]) -> list[Placed]:
    """The stream's cells with row and column, in reading order. Where nothing tells the columns: two for a letterhead
    of four cells or less, else one."""
    best = _numbered(cells) or _by_kinds(cells)
    if best is not None:
        header, columns, rows = best
        placed = place_header(cells, header, columns)
        top = 1 + max((p.row + p.row_span - 1 for p in placed), default=-1)
        placed += _body(cells, rows, columns, top)
        if len([p for p in placed if p.index is not None]) == len(cells):
            return placed
    columns = 2 if len(cells) <= 4 else 1
    return [Placed(i, i // columns, i % columns) for i in range(len(cells))]


def _starts_row(cells: Sequence[str], at: int) -> bool:
    """Whether a numbered row can begin here: a numbering, and a name behind it."""
    if at + 1 >= len(cells) or not is_numbering(cells[at]):
        return False
    name = cells[at + 1]
    return bool(name) and not FIGURE.fullmatch(name) and not is_numbering(name)


def _starts_rows(cells: Sequence[str], at: int) -> bool:
    """Whether the first numbered row can begin here: it begins a count, or it is below the number in the header."""
    number = cells[at].strip("().")
    begins = number in FIRST_NUMBERS if COUNTER.fullmatch(cells[0]) else number.startswith(cells[0].strip(".") + ".")
    return begins and _starts_row(cells, at)


def _numbered(cells: Sequence[str]) -> tuple[int, int, list[tuple[int, int]]] | None:
    """Header length, columns and rows of a table whose rows are numbered; None where they are not."""
    if not cells or not (COUNTER.fullmatch(cells[0]) or is_numbering(cells[0])):
        return None
    best: tuple[float, int, int, list[tuple[int, int]]] | None = None
    for header in range(2, min(len(cells), 2 * MOST_COLUMNS)):
        if not (_starts_rows(cells, header) or _column_numbers(cells, header)):
            continue
        for columns in range(max(2, (header + 1) // 2), min(header, MOST_COLUMNS) + 1):
            if header - columns > header // 3:
                continue
            found = _walk(cells, header, columns)
            cost = (found.against + (0.5 if columns != header else 0) + 0.01 * header) / max(1, len(found.rows))
            if found.rows and (best is None or cost < best[0]):
                best = (cost, header, columns, found.rows)
        if best is not None and header > 2 * best[1]:
            break
    return best[1:] if best is not None and best[0] < 1.5 else None


def _column_numbers(cells: Sequence[str], at: int) -> int:
    """How many cells from here number the columns (``(1)``, ``(2)``, ``(3)``); 0 where they do not."""
    count = 0
    while at + count < len(cells) and COLUMN_NUMBER.fullmatch(cells[at + count]) and count < MOST_COLUMNS:
        count += 1
    return count if count > 2 and cells[at].strip("()") in {"1", "A"} else 0


def _walk(cells: Sequence[str], header: int, columns: int) -> _Rows:
    """Data rows from ``header`` on, ``columns`` cells each, fewer where a cell above covers the row."""
    found, at, end = _Rows(), header, len(cells)
    if _column_numbers(cells, at) >= columns:
        found.rows.append((at, columns))
        at += columns
    while at < end:
        size = _row_size(cells, at, columns)
        found.against += (columns - size) * 1.0
        if not _starts_row(cells, at) and cells[at]:
            found.against += 2.0
        found.rows.append((at, size))
        at += size
    return found


def _row_size(cells: Sequence[str], at: int, columns: int) -> int:
    """Cells of the row that begins here: ``columns``, unless the next row clearly begins earlier."""
    end = len(cells)
    if at + columns == end or (at + columns < end and _starts_row(cells, at + columns)):
        return columns
    for size in range(columns - 1, 1, -1):
        if at + size == end or (at + size < end and _starts_row(cells, at + size)):
            return size
    return min(columns, end - at)


def _kind(text: str) -> str:
    if not text:
        return "empty"
    return "figure" if FIGURE.fullmatch(text) else "text"


def _by_kinds(cells: Sequence[str]) -> tuple[int, int, list[tuple[int, int]]] | None:
    """The same for a table without numbering: the reading in which each column holds one kind of cell wins."""
    kinds = [_kind(cell) for cell in cells]
    lead = next((i for i, kind in enumerate(kinds) if kind == "figure"), 0)
    best: tuple[float, int, int] | None = None
    for columns in range(2, MOST_COLUMNS + 1):
        for header in {columns - 1, columns, lead, lead - 1}:
            body = len(cells) - header
            if (
                header < max(1, columns - 1)
                or header > 2 * columns
                or body < columns
                or body % columns
                or header > lead
            ):
                continue
            spanning = header - columns
            if spanning > 0 and header < 3 * spanning:
                continue
            even = _evenness(kinds[header:], columns)
            worth = even - 0.02 * abs(spanning) + 0.01 * (kinds[header] == "text") - (0.3 if body == columns else 0)
            if best is None or worth > best[0]:
                best = (worth, header, columns)
    if best is None or best[0] < 0.6:
        return None
    _, header, columns = best
    return header, columns, [(at, columns) for at in range(header, len(cells), columns)]


def _evenness(kinds: Sequence[str], columns: int) -> float:
    """The share of cells that are of their column's most frequent kind, from 0 to 1; needs a column of figures."""
    common = [Counter(kinds[c::columns]).most_common(1)[0] for c in range(columns)]
    if not any(kind == "figure" for kind, _ in common[1:]):
        return 0.0
    return sum(count for _, count in common) / len(kinds)


def _body(cells: Sequence[str], rows: Sequence[tuple[int, int]], columns: int, top: int) -> list[Placed]:
    """Data cells; a row with a cell too few leaves out the column that the cell above covers."""
    profile = [
        Counter(_kind(cells[at + c]) for at, size in rows if size == columns).most_common(1) for c in range(columns)
    ]
    kind_of: Callable[[int], str] = lambda c: profile[c][0][0] if profile[c] else "text"  # noqa: E731
    placed: dict[tuple[int, int], Placed] = {}
    for row, (at, size) in enumerate(rows, start=top):
        taken = list(range(columns))
        while len(taken) > size:
            taken.remove(_missing(taken, [_kind(cells[at + i]) for i in range(size)], kind_of))
        for column in set(range(columns)) - set(taken):
            _stretch(placed, row, column)
        for i, column in enumerate(taken):
            placed[row, column] = Placed(at + i, row, column)
    return [placed[key] for key in sorted(placed)]


def _missing(taken: Sequence[int], kinds: Sequence[str], kind_of: Callable[[int], str]) -> int:
    """The column whose absence lets most cells stand in a column of their kind; the last one in doubt."""

    def fitting(absent: int) -> int:
        left = [column for column in taken if column != absent]
        return sum(kind == kind_of(column) for kind, column in zip(kinds, left, strict=False))

    return max(taken[1:], key=lambda column: (fitting(column), column))


def _stretch(placed: dict[tuple[int, int], Placed], row: int, column: int) -> None:
    """Let the nearest cell above cover this row too."""
    for above in range(row - 1, -1, -1):
        cell = placed.get((above, column))
        if cell is not None:
            placed[above, column] = Placed(cell.index, above, column, row - above + 1, 1, cell.is_header)
            return
