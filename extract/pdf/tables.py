"""Ruled tables of a PDF page: rulings become cells, cells a grid with spans, letters go to the cell they stand in.

The cells come from pdfplumber's own table finder; only its lines are pdfium's, which are read fifty times faster.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extract.pdf.chars import BLANKS, Glyph
from extract.pdf.lines import Line, lines_of
from extract.pdf.open_tables import closed
from extract.pdf.rulings import Rulings
from extract.pdf.words import Word
from extract.tables.parts import FIGURE, YEAR

HEAD_ABOVE = 1.6  # of the letters' size: how far above the rulings a header's baseline may stand
HEAD_GAP = 0.9  # of the size: words of two columns are farther apart
SNAP = 3.0  # points, pdfplumber's default: lines nearer than this are one
MAX_EDGES = 1_500  # after merging: a chart, not a table; the finder's time grows with the square

Bounds = tuple[float, float, float, float]
Point = tuple[float, float]


@dataclass(slots=True)
class RuledCell:
    """A cell and its lines; ``bounds`` are x0, top, x1, bottom in points."""

    row: int
    column: int
    row_span: int
    column_span: int
    bounds: Bounds
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class RuledTable:
    """A table as it stands on one page."""

    bounds: Bounds
    cells: list[RuledCell]


def find_tables(rulings: Rulings) -> list[list[Bounds]]:
    """Tables as lists of their cells' bounds, from the top; a frame of one cell is no table."""
    if len(rulings.level) < 2 or len(rulings.upright) < 2:
        return []
    from pdfplumber import table as finder  # costs 0.1 s, and most pages have no table

    edges = finder.merge_edges(_edges(rulings), SNAP, SNAP, SNAP, SNAP)
    edges = [edge for edge in edges if edge["x1"] - edge["x0"] > SNAP or edge["bottom"] - edge["top"] > SNAP]
    if len(edges) > MAX_EDGES:
        return []
    cells = _cells(finder.edges_to_intersections(edges, SNAP, SNAP))
    tables: list[list[Bounds]] = finder.cells_to_tables(cells)
    return tables


def _cells(crossings: Mapping[Point, Mapping[str, Sequence[Mapping[str, float]]]]) -> list[Bounds]:
    """The smallest cell below and to the right of each crossing of rulings: what pdfplumber's own
    ``intersections_to_cells`` gives, which walks through all crossings anew for each of them."""
    points = sorted(crossings)
    upright, level = (
        {point: {(e["x0"], e["top"], e["x1"], e["bottom"]) for e in crossings[point][way]} for point in points}
        for way in ("v", "h")
    )
    columns, rows = defaultdict(list), defaultdict(list)
    for point in points:
        columns[point[0]].append(point)
        rows[point[1]].append(point)

    def smallest(point: Point) -> Bounds | None:
        right = rows[point[1]]
        right = [other for other in right[bisect_right(right, point) :] if not level[point].isdisjoint(level[other])]
        column = columns[point[0]]
        for below in column[bisect_right(column, point) :]:
            if upright[point].isdisjoint(upright[below]):
                continue
            for beside in right:
                corner = (beside[0], below[1])
                if (
                    corner in crossings
                    and not upright[corner].isdisjoint(upright[beside])
                    and not level[corner].isdisjoint(level[below])
                ):
                    return (*point, *corner)
        return None

    return [cell for point in points if (cell := smallest(point)) is not None]


def _edges(rulings: Rulings) -> list[dict[str, float | str]]:
    """The rulings as pdfplumber's edges."""
    boxes = [("h", x0, x1, y, y) for x0, x1, y in rulings.level]
    boxes += [("v", x, x, top, bottom) for top, bottom, x in rulings.upright]
    return [
        {
            "orientation": way,
            "x0": x0,
            "x1": x1,
            "top": top,
            "bottom": bottom,
            "doctop": top,
            "width": x1 - x0,
            "height": bottom - top,
        }
        for way, x0, x1, top, bottom in boxes
    ]


def take_tables(rulings: Rulings, glyphs: Iterable[Glyph], page: int) -> tuple[list[RuledTable], list[Glyph]]:
    """The tables of a page with their letters, and the letters outside of them."""
    rest = list(glyphs)
    tables = []
    for bounds in find_tables(closed(rulings, rest)):
        table, rest = _fill(bounds, rest, page)
        if table is not None:
            tables.append(table)
    return tables, rest


def take_heads(tables: list[RuledTable], lines: list[Line]) -> list[Line]:
    """The lines of a page without those that are the header of a table whose rulings begin below it: they go into the
    table as its first rows."""
    for table in tables:
        while (line := _head_above(table, lines)) is not None:
            parts = _by_column(table, line)
            if parts is None:
                break
            lines = [other for other in lines if other is not line]
            top = min(line.top, table.bounds[1])
            for cell in table.cells:
                cell.row += 1
            table.cells[:0] = [
                RuledCell(0, column, 1, 1, (x0, top, x1, table.bounds[1]), [line.part(words)] if words else [])
                for column, (x0, x1, words) in enumerate(parts)
            ]
            table.bounds = (table.bounds[0], top, *table.bounds[2:])
    return lines


def _head_above(table: RuledTable, lines: list[Line]) -> Line | None:
    """The line directly above a table that begins with figures, None where it has a header of its own."""
    first = [cell for cell in table.cells if cell.row == 0]
    held = [" ".join(line.text for line in cell.lines) for cell in first[1:]]
    ruled = all(cell.bounds[1] >= table.bounds[1] - 0.1 and cell.row_span == 1 for cell in first)
    if not ruled or not any(FIGURE.fullmatch(text) and not YEAR.fullmatch(text) for text in held):
        return None
    above = [line for line in lines if line.base <= table.bounds[1] + 1]
    line = max(above, key=lambda line: line.base, default=None)
    return line if line is not None and table.bounds[1] - line.base < HEAD_ABOVE * line.size else None


def _by_column(table: RuledTable, line: Line) -> list[tuple[float, float, list[Word]]] | None:
    """The columns of a table (left, right, words of the line), None where the line is no header: each of its groups of
    words must stand over one column, and all columns of values have one."""
    edges = sorted({x for cell in table.cells for x in (cell.bounds[0], cell.bounds[2])})
    columns: list[tuple[float, float, list[Word]]] = [(a, b, []) for a, b in pairwise(edges)]
    groups: list[list[Word]] = []
    for word in line.words:
        if groups and word.x0 - groups[-1][-1].x1 < HEAD_GAP * line.size:
            groups[-1].append(word)
        else:
            groups.append([word])
    for group in groups:
        over = [c for c in columns if c[0] - SNAP <= group[0].x0 and group[-1].x1 <= c[1] + SNAP]
        if len(over) != 1 or over[0][2]:
            return None
        over[0][2].extend(group)
    return columns if len(groups) >= max(2, len(columns) - 2) and all(words for *_, words in columns[2:]) else None


def _fill(bounds: Sequence[Bounds], glyphs: list[Glyph], page: int) -> tuple[RuledTable | None, list[Glyph]]:
    lattice = _Lattice(bounds)
    x0, top, x1, bottom = lattice.bounds
    inside: dict[int, list[Glyph]] = defaultdict(list)
    rest: list[Glyph] = []
    for glyph in glyphs:
        y = glyph.base - 0.3 * glyph.size
        if top <= y <= bottom and x0 <= (x := (glyph.x0 + glyph.x1) / 2) <= x1:
            owner = lattice.owner(x, y)
            (rest if owner is None else inside[owner]).append(glyph)
        else:
            rest.append(glyph)
    if not any(glyph.text not in BLANKS for run in inside.values() for glyph in run):
        return None, glyphs
    cells = lattice.cells
    for index, run in inside.items():
        cells[index].lines = lines_of(run, page)
    return RuledTable(lattice.bounds, cells), rest


class _Lattice:
    """Rows and columns of a table: a cell that reaches over several of them has a span."""

    def __init__(self, bounds: Sequence[Bounds]) -> None:
        self.xs = sorted({x for box in bounds for x in (box[0], box[2])})
        self.ys = sorted({y for box in bounds for y in (box[1], box[3])})
        self.rows, self.columns = len(self.ys) - 1, len(self.xs) - 1
        self.bounds = (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])
        column = {x: index for index, x in enumerate(self.xs)}
        row = {y: index for index, y in enumerate(self.ys)}
        self.cells = [
            RuledCell(row[top], column[x0], row[bottom] - row[top], column[x1] - column[x0], (x0, top, x1, bottom))
            for x0, top, x1, bottom in sorted(bounds, key=lambda box: (box[1], box[0]))
        ]
        self.owners: dict[tuple[int, int], int] = {}
        for index, cell in enumerate(self.cells):
            for r in range(cell.row, cell.row + cell.row_span):
                for c in range(cell.column, cell.column + cell.column_span):
                    self.owners.setdefault((r, c), index)

    def owner(self, x: float, y: float) -> int | None:
        """The cell at a point within the table's bounds, None where a table that is no rectangle has none."""
        row, column = bisect_right(self.ys, y, 0, self.rows) - 1, bisect_right(self.xs, x, 0, self.columns) - 1
        return self.owners.get((row, column))
