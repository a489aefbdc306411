"""A workbook as pieces: for each sheet its name, the lines above a table, the table, the lines below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from extract.document import ReadError, Source
from extract.pieces import Grid, GridCell, Paragraph, Piece, Pieces
from extract.sheets.book import Book, Filled, Sheet
from extract.sheets.regions import regions

_WORD = re.compile(r"[^\W\d_]{2,}")
_ERROR = re.compile(r"#(?:REF!|VALUE!|DIV/0!|NAME\?|N/A|NUM!|NULL!|ERR!)|Err:\d{3}")
_MARK = re.compile(r"(?<=[^\W\d_])\((\d{1,2}|\*+)\)$")
_LONE_MARK = re.compile(r"\((\d{1,2}|\*+)\)")
_MOST_SPAN = 2_000


def pieces_of(source: Source, book: Book) -> Pieces:
    """The pieces of all sheets, hidden ones too, which a note names. Raises ReadError, status ``empty``, where no
    sheet holds anything."""
    if not any(sheet.cells for sheet in book.sheets):
        raise ReadError(
            source.filename, "is a workbook without any filled cell", "check that this is the right file", "empty"
        )
    pieces: list[Piece] = []
    filled = [sheet for sheet in book.sheets if sheet.cells]
    for sheet in filled:
        if len(filled) > 1 and len(_WORD.findall(sheet.name)) > 1:
            pieces.append(Paragraph(sheet.name.strip(), kind="heading", level=1))
        by_row = sheet.by_row()
        for region in regions(sheet):
            places = [at for row in region.rows for at in by_row[row]]
            pieces.extend(_table(sheet, region.rows, places) if region.is_table else _lines(sheet, places))
    return Pieces(pieces, None, (*book.notes, *_notes(filled)))


def _notes(sheets: Sequence[Sheet]) -> Iterator[str]:
    for sheet in sheets:
        if sheet.is_hidden:
            yield f"the sheet {sheet.name} is hidden, it was read"
        if sheet.hidden_rows or sheet.hidden_columns:
            parts = [(sheet.hidden_rows, "rows"), (sheet.hidden_columns, "columns")]
            said = " and ".join(f"{count} {what}" for count, what in parts if count)
            yield f"{said} of the sheet {sheet.name} are hidden, they were read"
        if faults := sum(1 for cell in sheet.cells.values() if _ERROR.fullmatch(cell.text.strip())):
            yield f"{faults} cells of the sheet {sheet.name} hold an error of a formula"


def _lines(sheet: Sheet, places: Sequence[tuple[int, int]]) -> Iterator[Paragraph]:
    """Words outside of tables: each cell is a line of its own, so that the two halves of a letterhead stay apart."""
    for at in places:
        cell = sheet.cells[at]
        for line in cell.text.splitlines():
            if line.strip():
                yield Paragraph(line, centred=sheet.spans.get(at, (1, 1))[1] > 1, held=cell.held)


def _table(sheet: Sheet, within: Sequence[int], filled: Sequence[tuple[int, int]]) -> Iterator[Piece]:
    rows = {row: index for index, row in enumerate(within)}
    columns = {column: index for index, column in enumerate(sorted({column for _, column in filled}))}
    marks = _lone_marks(sheet, filled)
    cells: list[GridCell] = []
    taken: set[tuple[int, int]] = set()
    for row, column in filled:
        cell = sheet.cells[row, column]
        deep, wide = sheet.spans.get((row, column), (1, 1))
        row_span = sum(1 for r in range(row, row + min(deep, _MOST_SPAN)) if r in rows)
        column_span = sum(1 for c in range(column, column + min(wide, _MOST_SPAN)) if c in columns)
        top, left = rows[row], columns[column]
        area = {(r, c) for r in range(top, top + row_span) for c in range(left, left + column_span)}
        if area & taken:
            row_span = column_span = 1
            area = {(top, left)}
        taken |= area
        words: tuple[Paragraph, ...] = (_cell_words(cell),)
        if (row, column) in marks:
            words = ()
            if cells and cells[-1].row == top and (before := cells[-1].paragraphs):
                marked = replace(before[-1], marks=(*before[-1].marks, (len(before[-1].text), cell.text.strip("() "))))
                cells[-1] = replace(cells[-1], paragraphs=(*before[:-1], marked))
        cells.append(GridCell(top, left, words, row_span, column_span))
    for top in range(len(rows)):
        cells += [GridCell(top, left, ()) for left in range(len(columns)) if (top, left) not in taken]
    numbers = {(rows[at[0]], columns[at[1]]) for at in filled if sheet.cells[at].is_number}
    yield Grid(_with_header(cells, numbers))


def _lone_marks(sheet: Sheet, filled: Sequence[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    """The cells that hold nothing but the mark of a footnote, in a row that holds numbers; a row of such is a header
    that numbers the columns."""
    found: dict[int, list[tuple[int, int]]] = {}
    for at in filled:
        if sheet.cells[at].held is None and at[1] and _LONE_MARK.fullmatch(sheet.cells[at].text.strip()):
            found.setdefault(at[0], []).append(at)
    held = {row for row, column in filled if column and sheet.cells[row, column].is_number}
    return frozenset(places[0] for row, places in found.items() if len(places) == 1 and row in held)


def _cell_words(cell: Filled) -> Paragraph:
    """What a cell says, on one line: where a line ends in it is the width of its column. A mark glued to its last word
    (``có mục tiêu(1)``) is a footnote's."""
    text = " ".join(cell.text.split())
    if cell.held is None and (mark := _MARK.search(text)):
        return Paragraph(text[: mark.start()], ((mark.start(), mark[1]),))
    return Paragraph(text, held=cell.held)


def _with_header(cells: Sequence[GridCell], numbers: Set[tuple[int, int]]) -> tuple[GridCell, ...]:
    """The cells with the first row, as deep as its cells reach down, marked as header where it holds no number: long
    words (questions of a survey) would not tell it. ``numbers`` are the places of cells with a number."""
    top = [cell for cell in cells if cell.row == 0 and cell.paragraphs]
    if len(top) < 2 or any(row == 0 for row, _ in numbers):
        return tuple(cells)
    depth = max(cell.row_span for cell in top)
    if any(row < depth for row, _ in numbers):
        depth = 1
    return tuple(replace(cell, is_header=True) if cell.row < depth else cell for cell in cells)
