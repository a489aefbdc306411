"""The tables of a Word file: where a cell stands, what it spans, and which tables only lay out prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml.etree import _Element

from extract.docx.runs import DELETED
from extract.docx.styles import Styles, number, switch, value
from extract.pieces import Grid, GridCell, Paragraph

_ONLY_NUMBER = re.compile(r"[\s(]*[+\-−–~]?[0-9][0-9.,/\s]*[%)]*\s*")
_CLOSED = DELETED | {qn(name) for name in ("w:p", "w:tbl", "w:tr", "w:tc")}
_MOST_SPAN = 1_000
_LAYOUT_ROWS = 5


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a table before its words are read."""

    row: int
    column: int
    row_span: int
    column_span: int
    is_header: bool
    element: _Element


def children(element: _Element, name: str) -> Iterator[_Element]:
    """The rows of a table or the cells of a row, also those inside content controls and insertions."""
    for child in element:
        if child.tag == qn(name):
            yield child
        elif isinstance(child.tag, str) and child.tag not in _CLOSED:
            yield from children(child, name)


def slots(table: _Element) -> list[Slot]:
    """The cells of a table in reading order; one that a vertical merge covers is absent, its words are the upper's."""
    rows = [row for row in children(table, "w:tr") if not _deleted(row)]
    out: list[Slot] = []
    above: dict[int, int] = {}
    heading = True
    for index, row in enumerate(rows):
        properties = row.find(qn("w:trPr"))
        heading = heading and bool(switch(properties, "w:tblHeader"))
        column = min(max(number(value(properties, "w:gridBefore"), 0), 0), _MOST_SPAN)
        merged: dict[int, int] = {}
        for cell in children(row, "w:tc"):
            cell_properties = cell.find(qn("w:tcPr"))
            span = min(max(number(value(cell_properties, "w:gridSpan"), 1), 1), _MOST_SPAN)
            merge = cell_properties.find(qn("w:vMerge")) if cell_properties is not None else None
            if value(cell_properties, "w:hMerge") == "continue" and out and out[-1].row == index:
                out[-1] = _wider(out[-1], span)
            elif merge is not None and merge.get(qn("w:val"), "continue") == "continue" and column in above:
                top = out[above[column]]
                out[above[column]] = Slot(
                    top.row, top.column, index - top.row + 1, top.column_span, top.is_header, top.element
                )
                merged[column] = above[column]
            else:
                if merge is not None:
                    merged[column] = len(out)
                out.append(Slot(index, column, 1, span, heading, cell))
            column += span
        above = merged
    return out


def _wider(slot: Slot, more: int) -> Slot:
    return Slot(slot.row, slot.column, slot.row_span, slot.column_span + more, slot.is_header, slot.element)


def _deleted(row: _Element) -> bool:
    properties = row.find(qn("w:trPr"))
    return properties is not None and any(child.tag in DELETED for child in properties)


def grid(found: list[Slot], read_cell: Callable[[_Element], list[Paragraph]]) -> Grid:
    """The table of ``found``; ``read_cell`` gives the paragraphs of a cell."""
    return Grid(
        tuple(
            GridCell(s.row, s.column, tuple(read_cell(s.element)), s.row_span, s.column_span, s.is_header)
            for s in found
        )
    )


def is_layout(table: _Element, found: list[Slot], styles: Styles) -> bool:
    """Whether a table only sets prose side by side (letterhead, place of signature, frame), so that its cells are
    paragraphs: it has one column, or it is small, without inner lines and without a cell that is just a number."""
    columns = max((s.column + s.column_span for s in found), default=0)
    rows = max((s.row + s.row_span for s in found), default=0)
    if any(s.is_header for s in found):
        return False
    if columns <= 1 or len(found) == 1:
        return True
    if columns > 3 or rows > _LAYOUT_ROWS or len({s.column for s in found}) > 2:
        return False
    if any(_ONLY_NUMBER.fullmatch("".join(t.text or "" for t in s.element.iter(qn("w:t")))) for s in found):
        return False
    return not _has_lines(table, found, styles)


def _has_lines(table: _Element, found: list[Slot], styles: Styles) -> bool:
    def seen(borders: _Element | None, sides: tuple[str, ...]) -> bool | None:
        said = [value(borders, f"w:{side}") for side in sides]
        known = [s not in ("none", "nil") for s in said if s is not None]
        return any(known) if known else None

    between = {"left", "right", "start", "end"}
    cells = [s.element.find(qn("w:tcPr")) for s in found]
    by_cell = [seen(c.find(qn("w:tcBorders")) if c is not None else None, tuple(between)) for c in cells]
    if any(by_cell):
        return True
    if by_cell and all(said is False for said in by_cell):
        return False
    properties = table.find(qn("w:tblPr"))
    own = seen(properties.find(qn("w:tblBorders")) if properties is not None else None, ("insideV",))
    if own is not None:
        return own
    for step in styles.chain(value(properties, "w:tblStyle")):
        inner = step.find(qn("w:tblPr"))
        said = seen(inner.find(qn("w:tblBorders")) if inner is not None else None, ("insideV",))
        if said is not None:
            return said
    return False
