"""The forms among the tables of a document: which row of which form a row of a table is, or a column of it.

A form is filled in both ways: its rows below each other with a column of numbers, or side by side as headers, with a
row for each commune. Who is told by a row of the second way may be a part of what its column is called (an office, a
sector): only a row of a level, of a place or of the total is the column's whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache

from extract.document import Table
from rules.draft import Draft
from rules.forms.align import TableRow, align, align_columns, tells_nothing
from rules.forms.load import FormRow, load_form_words
from rules.language.fold import toned_words
from rules.language.lexicon import load_lexicon
from rules.language.organisations import organisation_kind
from rules.scene import Scene, Stage
from rules.table_cells import CellContext

_BRACKETS = re.compile(r"\([^()]*\)")
_CODE = re.compile(r"\d+(?:\.\d+)*")
ALL_OFFICES = 6
"""A total over fewer departments is theirs alone."""
_LETTER = re.compile(r"[^\W\d_]{2}")


def form_rows(stage: Stage) -> Mapping[tuple[int, int], FormRow]:
    """Table and row -> the form's row that it is."""
    found: dict[tuple[int, int], FormRow] = {}
    for number, table in enumerate(stage.document.tables):
        places, rows = _rows(table)
        aligned = _said_around(align(tuple(rows)), rows, stage.once(_around).get(number, ""))
        found.update({(number, places[at]): row for at, row in aligned.items()})
    return found


def form_columns(stage: Stage) -> Mapping[tuple[int, int], FormRow]:
    """Table and column -> the form's row that it is, of tables whose rows are none."""
    found: dict[tuple[int, int], FormRow] = {}
    with_rows = {table for table, _ in stage.once(form_rows)}
    for number, table in enumerate(stage.document.tables):
        if number in with_rows:
            continue
        places, columns = _columns(table)
        around = stage.once(_around).get(number, "")
        aligned = _said_around(align_columns(tuple(columns), around), columns, around)
        found.update({(number, places[at]): row for at, row in aligned.items() if at in places})
    return found


def form_row(scene: Scene) -> FormRow | None:
    """The row of a form that a figure's cell stands in, where its column holds what the row is called; else that which
    its column is."""
    cell = scene.draft.cell
    if cell is None or not cell.is_value:
        return None
    row = scene.stage.once(form_rows).get((cell.table, cell.row))
    if row is not None:
        return None if _of_another_column(cell) else row
    return scene.stage.once(form_columns).get((cell.table, cell.column))


def of_a_part(draft: Draft, scene: Scene) -> bool:
    """Whether a figure of a form stands in a row of a part of what its column is called: of an office, a sector."""
    cell = draft.cell
    if cell is None or (cell.table, cell.row) in scene.stage.once(form_rows):
        return False
    name = toned_words(_BRACKETS.sub(" ", cell.row_name))
    if not name or draft.fields.place.origin == "table":
        return False
    if name in _totals():
        return 0 < scene.stage.once(_offices).get(cell.table, 0) < ALL_OFFICES
    return draft.fields.level.origin != "table" or draft.owner is not None


def _offices(stage: Stage) -> Mapping[int, int]:
    """How many departments have a row in each table."""
    rows = {
        (cell.table, cell.row): organisation_kind(cell.row_name) == "department"
        for scene in stage.scenes
        if (cell := scene.draft.cell) is not None
    }
    return Counter(table for (table, _), is_department in rows.items() if is_department)


def _around(stage: Stage) -> Mapping[int, str]:
    """Of each table what is said of all that it holds: its caption, what leads to it, the headings above."""
    found: dict[int, str] = {}
    for scene in stage.scenes:
        cell = scene.draft.cell
        if cell is not None and cell.table not in found:
            found[cell.table] = " ".join(
                (cell.caption, cell.opening) if cell.caption else (cell.opening, *scene.trail[-1:])
            )
    return found


def _said_around(found: Mapping[int, FormRow], rows: Sequence[TableRow], around: str) -> Mapping[int, FormRow]:
    """The rows of forms whose things are named somewhere: in a row, or around the table (``Tiếp nhận`` alone may be of
    dossiers or of complaints)."""
    said = f" {toned_words(' '.join((around, *(rows[at].name for at in found))))} "
    needs = load_form_words().things
    return {
        at: row
        for at, row in found.items()
        if row.form not in needs or any(f" {toned_words(word)} " in said for word in needs[row.form])
    }


def _of_another_column(cell: CellContext) -> bool:
    heads, name = (f" {toned_words(text)} " for text in (cell.header, cell.row_name))
    return any(word in heads and word not in name for word in _other_columns())


@cache
def _other_columns() -> tuple[str, ...]:
    return tuple(f" {toned_words(word)} " for word in load_form_words().other_columns)


@cache
def _totals() -> frozenset[str]:
    return frozenset(map(toned_words, load_lexicon().words("total_rows")))


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


def _columns(table: Table) -> tuple[Mapping[int, int], Sequence[TableRow]]:
    """The headers from left to right, each under the one that spans it; and which column each is that has numbers of
    its own. Under ``Tổng số`` stands what the header above it is called."""
    headers = {cell.column: cell.headers for cell in table.cells if not cell.is_header and cell.headers}
    places: dict[int, int] = {}
    rows: list[TableRow] = []
    known: dict[tuple[str, ...], int] = {}
    for column in sorted(headers):
        names = [name for text in headers[column] if _LETTER.search(name := _BRACKETS.sub(" ", text))]
        path = tuple(dict.fromkeys(names[:-1] if len(names) > 1 and tells_nothing(names[-1]) else names))
        for deep in range(1, len(path) + 1):
            # "Quá hạn" may stand twice, of what is done and of what is under way.
            if path[:deep] not in known or (deep == len(path) and known[path] in places):
                known[path[:deep]] = len(rows)
                rows.append(TableRow("", path[deep - 1], known.get(path[: deep - 1])))
        if path:
            places[known[path]] = column
    return places, rows
