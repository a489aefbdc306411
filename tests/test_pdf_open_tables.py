"""Tables without lines or with few: how many neighbours of cells are found, and that none are made up."""

from __future__ import annotations

import pytest
from drawn_tables import Drawn, drawn_tables, half_ruled_tables, neighbours, no_tables
from pdf_sheet import LEFT, RIGHT, Sheet, grids, read_bytes

from extract.pieces import Grid


def read_rows(grid: Grid) -> tuple[tuple[str, ...], ...]:
    height = max(cell.row for cell in grid.cells) + 1
    width = max(cell.column + cell.column_span for cell in grid.cells)
    places = {(cell.row, cell.column): " ".join(p.text for p in cell.paragraphs) for cell in grid.cells}
    return tuple(tuple(places.get((row, column), "") for column in range(width)) for row in range(height))


def counted(tables: list[Drawn]) -> tuple[float, float, list[str]]:
    """Recall and precision by neighbours, and the tables that were not found whole."""
    right = wanted = made = 0
    missed = []
    for drawn in tables:
        expected = neighbours(drawn.rows)
        found: set[tuple[str, str, str]] = set()
        for grid in grids(read_bytes(drawn.data)):
            found |= neighbours(read_rows(grid))
        right += len(expected & found)
        wanted += len(expected)
        made += len(found)
        if expected != found:
            missed.append(drawn.name)
    return right / wanted, right / max(1, made), missed


def test_most_neighbours_of_open_tables_are_found_and_few_made_up() -> None:
    recall, precision, missed = counted(list(drawn_tables()))
    assert recall >= 0.93 and precision >= 0.96, (recall, precision, missed)


def test_tables_that_rule_a_part_of_their_lines_are_read_by_their_words() -> None:
    tables = list(half_ruled_tables())
    recall, precision, missed = counted(tables)
    assert recall >= 0.88 and precision >= 0.94, (recall, precision, missed)
    assert counted([drawn for drawn in tables if drawn.name.startswith("full")]) == (1.0, 1.0, [])


@pytest.mark.parametrize(
    "rows",
    [
        (
            ("Đơn vị", "Số hồ sơ qua các năm", "Ghi chú"),
            ("Sở Nội vụ", "1.204|987|65", "Số của ba năm, năm sau cùng mới có sáu tháng"),
            ("Sở Y tế", "310|52|7", "Đã rà soát"),
        ),
        (  # torn numbers, and a name that goes on
            ("Đơn vị", "Năm 2023", "Năm 2024"),
            ("Công an huyện|Hải Sơn", "118.|392", "120.|571"),
            ("Công an huyện|và thị xã", "12,0|35", "13,1|48"),
        ),
    ],
)
def test_lines_within_the_cells_of_a_ruled_table_are_no_rows(rows: tuple[tuple[str, ...], ...]) -> None:
    sheet = Sheet()
    xs, top = (LEFT, LEFT + 110, LEFT + 250, RIGHT), sheet.y
    for number, row in enumerate(rows):
        sheet.rule(xs[0], sheet.y, xs[-1], sheet.y)
        for column, text in enumerate(row):
            for down, line in enumerate(text.split("|")):
                sheet.text(xs[column] + 4, sheet.y + 14 + 14 * down, line, 9)
        sheet.y += 20 if not number else 50
    sheet.rule(xs[0], sheet.y, xs[-1], sheet.y)
    for x in xs:
        sheet.rule(x, top, x, sheet.y)
    (grid,) = grids(sheet.read())
    assert [row[0] for row in read_rows(grid)] == [row[0].replace("|", " ") for row in rows]
    assert len(read_rows(grid)) == len(rows) and all(len(row) == len(xs) - 1 for row in read_rows(grid))


@pytest.mark.parametrize("drawn", list(no_tables()), ids=lambda drawn: drawn.name)
def test_what_is_no_table_is_none(drawn: Drawn) -> None:
    assert grids(read_bytes(drawn.data)) == []
