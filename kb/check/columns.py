"""Columns of a table that are computed from others: a row where that does not come out, though it does in the rest.

What the columns mean need not be known. Where one column is the share, the growth or the difference of two others in
nearly all rows, it is so in each; a row that breaks the rule holds a wrong number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import permutations

from kb.check.finding import Finding, finding, plain, propose
from kb.check.report import Passage, Report
from kb.check.rounding import Range
from kb.check.said import Said
from kb.check.texts import told

_LEAST = 3
"""From this many rows on a rule of the columns is no chance."""
_ONE_IN = 4
"""Of so many rows that follow the rule one may break it."""
_MOST_COLUMNS = 16
_SMALL = 20
"""Differences of smaller numbers come out by chance."""
_UNIT = 12
"""Letters that a cell may hold beside its number."""
_MOST_PERCENT = 1000
Row = dict[int, Said]
Rule = Callable[[Said, Said], Range | None]


def _share(part: Said, whole: Said) -> Range | None:
    return part.range.share_of(whole.range)


def _growth(before: Said, after: Said) -> Range | None:
    difference = after.range - before.range
    if difference.high < 0:
        difference = Range(-difference.high, -difference.low)
    return difference.share_of(before.range) if difference.low >= 0 else None


def _difference(before: Said, after: Said) -> Range | None:
    difference = after.range - before.range
    return Range(-difference.high, -difference.low) if difference.high < 0 else difference


RULES: dict[str, Rule] = {"share": _share, "growth": _growth, "difference": _difference}
"""How a third column comes from two others, without its sign: the sign of a cell is often its heading's."""


def find(report: Report) -> list[Finding]:
    """The cells of a document's tables that break the rule of their column."""
    return [one for rows in report.tables for one in _of_table(rows, report.labels)]


def _of_table(rows: Sequence[Passage], labels: frozenset[str]) -> Iterator[Finding]:
    body = [_cells(row) for row in rows if not row.is_header]
    columns = sorted({column for row in body for column in row})
    if len(columns) < 3 or len(columns) > _MOST_COLUMNS or len(body) <= _LEAST:
        return
    broken: dict[int, list[tuple[Row, tuple[int, int, int], str]]] = {}
    holding: dict[int, set[int]] = {}
    for first, second, third in permutations(columns, 3):
        whole_rows = [row for row in body if first in row and second in row and third in row]
        for name in RULES:
            if name == "difference" and first > second:
                continue
            fine, wrong = _try(name, whole_rows, (first, second, third))
            if fine is not None:
                for row in whole_rows:
                    if row not in wrong:
                        holding.setdefault(third, set()).add(id(row))
                for row in wrong:
                    broken.setdefault(id(row), []).append((row, (first, second, third), name))
    for breaks in broken.values():
        breaks = [one for one in breaks if id(one[0]) not in holding.get(one[1][2], ())]
        breaks = [one for one in breaks if not _is_mean(one, body)]
        if breaks:
            # One wrong number breaks each rule that it stands in: the share first, that says most.
            yield _told(*min(breaks, key=lambda one: list(RULES).index(one[2])), labels)


def _cells(row: Passage) -> Row:
    """The numbers of a row, by column, where a cell holds no more than one."""
    found: dict[int, list[Said]] = {}
    for said in row.figures:
        column = row.column(said)
        if column is not None:
            found.setdefault(column, []).append(said)
    return {
        column: here[0]
        for column, here in found.items()
        if len(here) == 1
        and here[0].denominator is None
        and here[0].value_max is None
        and here[0].qualifier == "exact"
        # ``02 nền tảng có ứng dụng AI`` in a column of notes is no number of the column.
        and len(row.cell_text(column)) - len(here[0].number) <= _UNIT
    }


def _try(name: str, rows: Sequence[Row], columns: tuple[int, int, int]) -> tuple[int | None, list[Row]]:
    """How many rows say that the third column follows from the others, and those that break it; None: no rule."""
    fine = 0
    wrong: list[Row] = []
    for row in rows:
        first, second, third = (row[column] for column in columns)
        if first.value == second.value or not first.value or not second.value:
            continue
        if name == "difference" and max(abs(first.value), abs(second.value)) < _SMALL:
            continue
        if name != "difference" and abs(third.value) > _MOST_PERCENT:
            return None, []  # the whole as the share of its part: true, and said the other way round
        if _holds(name, first, second, third):
            fine += 1
        else:
            wrong.append(row)
            if len(wrong) > 1 + len(rows) // _ONE_IN:
                return None, []
    return (fine, wrong) if fine >= _LEAST and fine >= len(wrong) * _ONE_IN - 1 else (None, [])


def _holds(name: str, first: Said, second: Said, third: Said) -> bool:
    expected = RULES[name](first, second)
    if expected is None:
        return False
    size = abs(third.value)
    slack = Decimal(0) if name == "difference" else third.step / 2
    return Range(size - third.step / 2, size + third.step / 2).meets(expected, slack)


def _is_mean(one: tuple[Row, tuple[int, int, int], str], body: Sequence[Row]) -> bool:
    """Whether the cell is the plain mean of its column, as some total rows print it of shares."""
    row, (_, _, column), _ = one
    others = [other[column].value for other in body if column in other and other is not row]
    said = row[column]
    return bool(others) and abs(sum(others, Decimal(0)) / len(others) - said.value) <= said.step


def _told(row: Row, columns: tuple[int, int, int], name: str, labels: frozenset[str]) -> Finding:
    first, second, third = (row[column] for column in columns)
    expected = RULES[name](first, second)
    middle = (expected.low + expected.high) / 2 if expected else Decimal(0)
    value = plain(middle, max(0, -int(third.step.as_tuple().exponent)))
    numbers = {"first": first.number, "second": second.number, "third": third.number}
    message = told(f"column_{name}", value=value, **numbers)

    def holds(figures: Sequence[Said]) -> bool:
        return _holds(name, *figures)

    tied = [first, second, third]
    return finding("column", tied, value, third.number, message, propose(tied, holds, labels))
