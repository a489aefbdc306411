"""Tables without lines or with few: how many neighbours of cells are found, and that none are made up."""

from __future__ import annotations

import pytest
from drawn_tables import Drawn, drawn_tables, neighbours, no_tables
from pdf_sheet import grids, read_bytes

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


@pytest.mark.parametrize("drawn", list(no_tables()), ids=lambda drawn: drawn.name)
def test_what_is_no_table_is_none(drawn: Drawn) -> None:
    assert grids(read_bytes(drawn.data)) == []
