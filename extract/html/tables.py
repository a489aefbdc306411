"""The tables of a web page: where a cell stands, what it spans, and which tables only lay out prose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.html.tree import Node, text_of
from extract.inline import count_letters
from extract.pieces import Grid, GridCell, Paragraph

_MOST_SPAN = 1_000
_ONLY_NUMBER = re.compile(r"[\s(]*[+\-−–~]?[0-9][0-9.,/\s]*[%)]*")
_LINES = re.compile(r"border[a-z-]*:(?!none|0|medium)")
_BORDERED = re.compile(r"border|grid|table-\w|striped|data", re.IGNORECASE)
_LAYOUT_ROWS = 5


def span(node: Node, name: str) -> int:
    """A span attribute as browsers take it: at least 1; 0 for a ``rowspan`` to the end of the table."""
    said = node.said(name).strip()
    if not re.fullmatch(r"[0-9]+", said):
        return 1
    number = int(said[:6])
    if name == "rowspan" and not number:
        return _MOST_SPAN
    return max(1, min(number, _MOST_SPAN))


class GridBuilder:
    """A table while it is read: rows are begun, cells put into the first free column."""

    def __init__(self) -> None:
        self._cells: list[GridCell] = []
        self._row = -1
        self._column = 0
        self._covered: dict[int, int] = {}

    def row(self) -> None:
        """A new row begins."""
        self._covered = {column: left - 1 for column, left in self._covered.items() if left > 1}
        self._row += 1
        self._column = 0

    def cell(self, paragraphs: list[Paragraph], rows: int, columns: int, is_header: bool) -> None:
        """The next cell of the row, with its spans."""
        if self._row < 0:
            self.row()
        while self._column in self._covered:
            self._column += 1
        for column in range(self._column, self._column + columns):
            self._covered[column] = rows
        self._cells.append(GridCell(self._row, self._column, tuple(paragraphs), rows, columns, is_header))
        self._column += columns

    def grid(self) -> Grid:
        """The table, no cell reaching below its last row."""
        last = self._row + 1
        return Grid(
            tuple(
                GridCell(c.row, c.column, c.paragraphs, min(c.row_span, last - c.row), c.column_span, c.is_header)
                for c in self._cells
            )
        )


def own(nodes: list[Node], table: Node, tags: tuple[str, ...]) -> Iterator[Node]:
    """The rows or cells of a table, not those of a table inside it."""
    index = table.index + 1
    while index < table.end:
        node = nodes[index]
        if node.tag == "table":
            index = node.end
            continue
        if node.tag in tags:
            yield node
        index += 1


def is_header_row(nodes: list[Node], row: Node) -> bool:
    """Whether a row stands in a ``thead`` or has header cells only."""
    if nodes[row.parent].tag == "thead":
        return True
    cells = list(own(nodes, row, ("td", "th")))
    return bool(cells) and all(cell.tag == "th" for cell in cells)


def is_layout(nodes: list[Node], table: Node, at_edge: bool) -> bool:
    """Whether a table only sets prose side by side, so that its cells are paragraphs: one column; mostly made of other
    tables; or, ``at_edge`` of the report (letterhead, signatures), small, without lines and without a bare number."""
    rows = list(own(nodes, table, ("tr",)))
    cells = list(own(nodes, table, ("td", "th")))
    if not cells:
        return True
    if any(nodes[row.parent].tag == "thead" for row in rows) or any(cell.tag == "th" for cell in cells):
        return False
    widths = [sum(span(cell, "colspan") for cell in own(nodes, row, ("td", "th"))) for row in rows]
    counts = [sum(1 for _ in own(nodes, row, ("td", "th"))) for row in rows]
    if max(counts, default=0) <= 1:
        return True
    inner = [n for n in nodes[table.index + 1 : table.end] if n.tag == "table"]
    if inner:
        whole = count_letters(text_of(nodes, table.index, table.end))
        deep = max(count_letters(text_of(nodes, n.index, n.end)) for n in inner)
        frames = [cell for cell in cells if any(cell.index < n.index < cell.end for n in inner)]
        framed = max((count_letters(text_of(nodes, n.index, n.end)) for n in frames), default=0)
        if 2 * deep >= whole or (len(cells) <= 6 and 10 * framed >= 9 * whole):
            return True
    if not at_edge or max(widths) > 3 or max(counts) > 2 or len(rows) > _LAYOUT_ROWS:
        return False
    if any(_ONLY_NUMBER.fullmatch(text_of(nodes, cell.index, cell.end)) for cell in cells):
        return False
    return not _has_lines(table, cells)


def _has_lines(table: Node, cells: list[Node]) -> bool:
    if table.said("border").strip() not in ("", "0", "none") or _BORDERED.search(table.said("class")):
        return True
    return any(_LINES.search(node.style) for node in (table, *cells))
