"""Where the tables of a sheet begin and end: lines above and below them, and several tables one below the other.

A row with two or more filled cells can be a row of a table; runs of such rows are a table where a number is held in
them. A row with one filled cell between two runs is a section row where the second run goes on without a header of its
own, else it belongs to the title of the next table. Blank rows inside a table are blanks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.sheets.book import Sheet

MOST_BLANK = 3
"""So many blank rows may stand inside a table; behind more a table begins anew or a note."""


@dataclass(frozen=True, slots=True)
class Region:
    """Rows of a sheet, ``rows`` those with something in them; ``is_table``, or lines of words."""

    rows: tuple[int, ...]
    is_table: bool


@dataclass(slots=True)
class _Run:
    """Rows with two or more filled cells, without another row between them."""

    rows: list[int]
    columns: set[int]
    holds: bool
    begins_with_words: bool


def regions(sheet: Sheet) -> list[Region]:
    """The regions of a sheet from top to bottom."""
    by_row: dict[int, list[int]] = {}
    for row, column in sorted(sheet.cells):
        by_row.setdefault(row, []).append(column)
    filled = sorted(by_row)
    runs = _runs(sheet, by_row, filled)
    tables = _tables(runs)
    out: list[Region] = []
    inside = [(table[0].rows[0], table[-1].rows[-1]) for table in tables]
    loose: list[int] = []
    for row in filled:
        home = next((pair for pair in inside if pair[0] <= row <= pair[1]), None)
        if home is None:
            loose.append(row)
            continue
        if row == home[0]:
            if loose:
                out.append(Region(tuple(loose), False))
                loose = []
            out.append(Region(tuple(r for r in filled if home[0] <= r <= home[1]), True))
    if loose:
        out.append(Region(tuple(loose), False))
    return out


def _runs(sheet: Sheet, by_row: dict[int, list[int]], filled: Sequence[int]) -> list[_Run]:
    runs: list[_Run] = []
    deepest = -1
    for position, row in enumerate(filled):
        # the second row of a header may have one cell only: those of the first reach down over it
        under = row <= deepest
        if len(by_row[row]) < 2 and not under:
            continue
        numbers = [sheet.cells[row, column].is_number for column in by_row[row]]
        # a list of names is a table too, where its rows are counted
        holds = any(numbers[1:]) or (numbers[:1] == [True] and len(numbers) > 2)
        follows = runs and position and runs[-1].rows[-1] == filled[position - 1] and row - runs[-1].rows[-1] == 1
        if follows:
            run = runs[-1]
            if holds and not run.holds:
                run.holds = True
            run.rows.append(row)
            run.columns.update(by_row[row])
        else:
            runs.append(_Run([row], set(by_row[row]), holds, not holds))
        deepest = max([deepest, *(row + sheet.spans.get((row, c), (1, 1))[0] - 1 for c in by_row[row])])
    return runs


def _tables(runs: Sequence[_Run]) -> list[list[_Run]]:
    """The runs that are one table, for each table."""
    tables: list[list[_Run]] = []
    waiting: _Run | None = None
    for run in runs:
        if not run.holds:
            alike = bool(tables) and _near(tables[-1][-1], run) and len(run.columns) < len(tables[-1][-1].columns)
            if waiting is None and alike and run.columns <= tables[-1][-1].columns and len(run.rows) == 1:
                tables[-1].append(run)
            else:
                waiting = run
            continue
        if waiting is not None and _near(waiting, run) and len(waiting.columns & run.columns) * 2 >= len(run.columns):
            tables.append([waiting, run])
        elif tables and waiting is None and not run.begins_with_words and _near(tables[-1][-1], run):
            tables[-1].append(run)
        else:
            tables.append([run])
        waiting = None
    return tables


def _near(first: _Run, second: _Run) -> bool:
    """Whether so few rows lie between two runs that they can be one table."""
    return second.rows[0] - first.rows[-1] <= MOST_BLANK + 1
