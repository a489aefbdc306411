"""Columns of a table whose rows are provinces: what their header says is said once, of each of the values below it.

Such values differ only in whose they are. What measures one of them measures all, and how sure that is, is asked once.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence

from rules.draft import Draft
from rules.scene import Stage

FEWEST = 10
"""So many provinces below a header make a column: fewer may be a list of the best, or of neighbours."""


def province_columns(stage: Stage) -> Sequence[tuple[int, ...]]:
    """The columns of a document, as its figures were read before they had metrics."""
    return columns_of_provinces(stage.drafts)


def columns_of_provinces(drafts: Sequence[Draft]) -> Sequence[tuple[int, ...]]:
    """The indexes of the drafts of each column, in reading order: values of one kind and unit under the same headers,
    each of another province. Where a table lists the provinces again, that list is a column of its own."""
    found: dict[Hashable, list[int]] = {}
    for at, draft in enumerate(drafts):
        if (key := _header_of(draft)) is not None:
            found.setdefault(key, []).append(at)
    return [column for members in found.values() for column in _lists(drafts, members)]


def _header_of(draft: Draft) -> Hashable | None:
    """What the values of a column have in common; None outside of a table of provinces."""
    cell = draft.cell
    if cell is None or not cell.is_value or not cell.province:
        return None
    return cell.table, cell.column, cell.headers, draft.kind, draft.unit, draft.denominator


def _lists(drafts: Sequence[Draft], members: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The lists of different provinces, parted where one comes again (a row that was looked up stands below them all).
    Rows that come by twos and threes for each province differ in more than the province: they are none."""
    provinces: set[str] = set()
    column: list[int] = []
    for at in members:
        cell = drafts[at].cell
        province = cell.province if cell is not None else None
        if province in provinces:
            if len(column) >= FEWEST:
                yield tuple(column)
            provinces, column = set(), []
        if province is not None:
            provinces.add(province)
            column.append(at)
    if len(column) >= FEWEST:
        yield tuple(column)
