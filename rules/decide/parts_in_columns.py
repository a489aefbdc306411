"""Parts within a row of a table: its columns ``Tổng số``, ``Cấp tỉnh``, ``Cấp xã``; ``Trong đó`` over some of them; a
remark that says what the row's number consists of.

A column is a total for all rows or for none: what it is named, and that every row bears it out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from rules.decide.sums import Breakdown, alike, are_levels, can_be_part, sums_up
from rules.draft import Draft, Part
from rules.language.wording import Wording
from rules.scene import Stage

LEAST_PARTS = 2
"""A whole has that many parts."""
LEAST_ROWS = 3
"""So many rows must bear out what no header calls a total."""
MOST_COLUMNS = 12
"""No more columns than that are tried one after the other."""
MOST_MISSED = 10
"""Of so many rows one may be wrong."""

_TOTAL = Wording(r"\s*(?:{total_rows}|{total}\b[^-–,;]*)\s*")
_WITHIN = Wording(r"\s*{opens_breakdown}\b")

Row = Mapping[int, int]
"""The index of a column -> the index of the figure that a row holds there."""


def in_columns(stage: Stage) -> Breakdown:
    """The parts of all tables that stand in the same row as their whole and add up to it."""
    return _in_tables(stage, True)


def within_columns(stage: Stage) -> Breakdown:
    """The parts of all tables that only a header ``Trong đó`` puts under the whole in their row."""
    return _in_tables(stage, False)


def _in_tables(stage: Stage, shown: bool) -> Breakdown:
    tables: dict[int, dict[int, dict[int, int]]] = {}
    for at, draft in enumerate(stage.drafts):
        if draft.cell is not None and draft.cell.is_value:
            tables.setdefault(draft.cell.table, {}).setdefault(draft.cell.row, {}).setdefault(draft.cell.column, at)
    found: dict[int, Part] = {}
    for rows in tables.values():
        table = _Sheet(stage.drafts, list(rows.values()))
        for whole, parts in table.breakdowns(shown):
            for row in table.rows:
                for part in table.parts_of(row, whole, parts):
                    found.setdefault(row[part], Part(row[whole]))
    return found


class _Sheet:
    """The figures of a table, row by row, and the headers above its columns."""

    def __init__(self, drafts: Sequence[Draft], rows: Sequence[Row]) -> None:
        self.drafts, self.rows = drafts, rows
        self.paths: dict[int, tuple[str, ...]] = {}
        for row in rows:
            for column, at in row.items():
                cell = drafts[at].cell
                self.paths.setdefault(column, cell.headers if cell is not None else ())
        self.columns = sorted(self.paths)

    def figure(self, row: Row, column: int) -> Draft:
        """The figure of a row in a column."""
        return self.drafts[row[column]]

    def parts_of(self, row: Row, whole: int, columns: Sequence[int]) -> Sequence[int]:
        """The columns of a row that can be parts of another; of rates, those of the levels."""
        held = [column for column in columns if column in row and whole in row]
        if held and self.figure(row, whole).unit == "%":
            return held if are_levels([self.figure(row, column) for column in held], self.figure(row, whole)) else ()
        return [column for column in held if can_be_part(self.figure(row, column), self.figure(row, whole))]

    def breakdowns(self, shown: bool) -> Iterator[tuple[int, Sequence[int]]]:
        """Columns with the columns that are their parts, those of the innermost headers first: those that add up, where
        ``shown``, else those that a header puts under another."""
        inner: set[int] = set()
        totals = [(column, depth) for column in self.columns if (depth := self._total(column)) is not None]
        for column, depth in sorted(totals, key=lambda total: -total[1]):
            parts = self._of_total(column, depth, inner)
            inner.update(parts)
            if shown:
                yield column, parts
        for column in self.columns:
            parts = [] if column in inner else self._within(column, inner)
            inner.update(parts)
            if not shown:
                yield column, parts
        for column in self.columns if shown else ():
            behind = [other for other in self.columns if other > column and other not in inner]
            yield column, self._shortest(column, self._like(column, behind), LEAST_ROWS)

    def _total(self, column: int) -> int | None:
        """How deep in the headers of a column a total is named."""
        path = self.paths[column]
        return next((depth for depth in range(len(path) - 1, -1, -1) if _TOTAL.fullmatch(path[depth])), None)

    def _of_total(self, total: int, depth: int, inner: Collection[int]) -> Sequence[int]:
        """The columns beside a total that add up to it, behind it or before it: under the same headers (``Đã giải
        quyết - Tổng số`` and ``Đã giải quyết - Quá hạn``), or above the same (``Tổng số - Nữ``, ``Cấp xã - Nữ``)."""
        path = self.paths[total]
        above, below = path[:depth], path[depth + 1 :]
        beside = [
            other
            for other in self._like(total, self.columns)
            if other != total and other not in inner and self.paths[other][:depth] == above
            if not below or self.paths[other][depth + 1 :] == below
        ]
        behind = [other for other in beside if other > total]
        before = [other for other in reversed(beside) if other < total]
        if depth and self._fits(total, behind, 1):
            return behind
        return self._shortest(total, behind, 1) or self._shortest(total, before, 1)

    def _within(self, whole: int, inner: Collection[int]) -> Sequence[int]:
        """The columns behind one that a header ``Trong đó`` puts under it."""
        found: list[int] = []
        for other in [column for column in self.columns if column > whole and column not in inner]:
            path = self.paths[other]
            depth = next((at for at, header in enumerate(path) if _WITHIN.match(header)), None)
            if depth is None or path[:depth] != self.paths[whole][:depth]:
                break
            found.append(other)
        return [] if any(map(_WITHIN.match, self.paths[whole])) else self._like(whole, found)

    def _like(self, whole: int, columns: Sequence[int]) -> list[int]:
        """The columns whose figures are of the whole's kind; a column of rates may stand between."""
        kinds = {self.figure(row, whole).kind for row in self.rows if whole in row}
        return [
            column
            for column in columns
            if {self.figure(row, column).kind for row in self.rows if column in row} <= kinds
        ]

    def _shortest(self, whole: int, columns: Sequence[int], least: int) -> Sequence[int]:
        """The nearest columns, no more than it takes, that add up to another."""
        ends = range(LEAST_PARTS, min(len(columns), MOST_COLUMNS) + 1)
        return next((columns[:end] for end in ends if self._fits(whole, columns[:end], least)), ())

    def _fits(self, whole: int, columns: Sequence[int], least: int) -> bool:
        """Whether columns add up to another in so many rows at least, and in nearly all that hold it: a row in ten may
        hold an error of its author. An empty cell counts nothing."""
        borne_out = missed = 0
        for row in self.rows:
            if whole not in row:
                continue
            total, parts = self.figure(row, whole), [self.figure(row, column) for column in columns if column in row]
            if total.unit == "%":
                borne_out += are_levels(parts, total)
            elif not all(can_be_part(part, total) for part in parts) or not sums_up(parts, total):
                missed += 1
                if missed * MOST_MISSED > len(self.rows):
                    return False
            elif sum(part.value > 0 for part in parts) >= LEAST_PARTS:
                borne_out += 1
        return len(columns) >= LEAST_PARTS and borne_out >= least and missed <= borne_out // MOST_MISSED


def in_remarks(stage: Stage) -> Breakdown:
    """The parts that a remark names of the number that stands before it in its row (``1.700 | Cấp tỉnh: 300; cấp xã:
    1.400``): they add up to it, or the remark begins with ``trong đó``."""
    rows: dict[tuple[int, int], list[int]] = {}
    for at, draft in enumerate(stage.drafts):
        if draft.cell is not None and not draft.cell.is_header:
            rows.setdefault((draft.cell.table, draft.cell.row), []).append(at)
    found: dict[int, Part] = {}
    for row in rows.values():
        values = [at for at in row if _is_value(stage.drafts[at])]
        for block in dict.fromkeys(stage.drafts[at].block for at in row if at not in values):
            own = [at for at in row if stage.drafts[at].block == block and at not in values]
            before = [at for at in values if at < own[0]]
            if before:
                found |= {at: Part(before[-1]) for at in _of_remark(stage.drafts, own, stage.drafts[before[-1]])}
    return found


def _of_remark(drafts: Sequence[Draft], own: Sequence[int], whole: Draft) -> Sequence[int]:
    tops = [at for at in own if drafts[at].whole is None and can_be_part(drafts[at], whole)]
    if len(tops) >= LEAST_PARTS and sums_up([drafts[at] for at in tops], whole):
        return tops
    tops = [at for at in tops if _counts(drafts[at], whole)]
    return tops if tops and _WITHIN.match(drafts[tops[0]].text) else ()


def _counts(part: Draft, whole: Draft) -> bool:
    return not part.unit or part.inherits or alike(part.unit, whole.unit)


def _is_value(draft: Draft) -> bool:
    return draft.cell is not None and draft.cell.is_value
