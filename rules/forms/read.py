"""The forms among the tables of a document: which row of which form a row of a table is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from extract.document import Table
from rules.forms.align import TableRow, align
from rules.forms.load import FormRow, load_form_words
from rules.language.fold import toned_words
from rules.scene import Scene, Stage
from rules.table_cells import CellContext

_BRACKETS = re.compile(r"\([^()]*\)")
_CODE = re.compile(r"\d+(?:\.\d+)*")


def form_rows(stage: Stage) -> Mapping[tuple[int, int], FormRow]:
    """Table and row -> the form's row that it is."""
    found: dict[tuple[int, int], FormRow] = {}
    for number, table in enumerate(stage.document.tables):
        places, rows = _rows(table)
        found.update({(number, places[at]): row for at, row in align(tuple(rows)).items()})
    return found


def form_row(scene: Scene) -> FormRow | None:
    """The row of a form that a figure's cell stands in, where its column holds what the row is called."""
    cell = scene.draft.cell
    if cell is None or not cell.is_value:
        return None
    row = scene.stage.once(form_rows).get((cell.table, cell.row))
    return None if row is None or _of_another_column(cell) else row


def _of_another_column(cell: CellContext) -> bool:
    heads, name = (f" {toned_words(text)} " for text in (cell.header, cell.row_name))
    return any(word in heads and word not in name for word in _other_columns())


@cache
def _other_columns() -> tuple[str, ...]:
    return tuple(f" {toned_words(word)} " for word in load_form_words().other_columns)


def _rows(table: Table) -> tuple[Sequence[int], Sequence[TableRow]]:
    """The rows below the head with a name, each under the one that its number or its name says it belongs to."""
    places: list[int] = []
    rows: list[TableRow] = []
    codes: dict[str, int] = {}
    names: dict[str, int] = {}
    for cell in sorted(table.cells, key=lambda cell: (cell.row, cell.column)):
        if cell.is_header or not cell.row_name or (places and places[-1] == cell.row):
            continue
        number = cell.row_number.strip(" .)")
        parent_name, _, own = cell.row_name.rpartition(" - ")
        parent = codes.get(number.rpartition(".")[0]) if _CODE.fullmatch(number) else None
        if parent is None and parent_name:
            parent = names.get(parent_name)
        if parent is None and cell.section:
            parent = names.get(cell.section)
        own = own if parent is not None and names.get(parent_name) == parent else cell.row_name
        codes[number], names[cell.row_name] = len(rows), len(rows)
        places.append(cell.row)
        rows.append(TableRow(number, _BRACKETS.sub(" ", own), parent))
    return places, rows
