"""Columns of tables against their printed totals: a row ``Tổng cộng`` holds the sum of the rows above or below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import reduce

from kb.check.finding import Finding, finding, plain_as, propose
from kb.check.report import Passage, Report, Said
from kb.check.rounding import Range

_TOTAL = re.compile(
    r"^(?:tổng(?: số| cộng)?|cộng|toàn tỉnh|toàn thành phố|tổng cộng toàn tỉnh)\s*[:.]?$", re.IGNORECASE
)
_LEAST_ROWS = 2
_SECTION = re.compile(r"(?:[IVX]+|[A-D])(?:[.)/]|\s*$)")
"""``II``, ``II. Ngân sách địa phương``, ``A) …``; not the district of A Lưới."""
_NO_SUM = re.compile(
    r"\b(?:bình quân|trung bình|tỷ lệ|tỉ lệ|tỷ trọng|mật độ|điểm|hạng|chỉ số|mức độ)\b|%|/", re.IGNORECASE
)
"""Headings of columns whose total row holds an average or a rate."""


def find(report: Report) -> list[Finding]:
    """The totals of a document's tables that are not the sum of their rows."""
    found: list[Finding] = []
    for rows in report.tables:
        body = [row for row in rows if not row.is_header]
        headers = [row for row in rows if row.is_header]
        for at, row in enumerate(body):
            if any(_TOTAL.match(row.cell_text(column)) for column in (0, 1)):
                for total in row.figures:
                    column = row.column(total)
                    if column is not None and any(_NO_SUM.search(one.cell_text(column)) for one in headers):
                        continue
                    found += _column(total, row, body[:at], body[at + 1 :], report.labels)
    return found


def _column(
    total: Said, row: Passage, above: Sequence[Passage], below: Sequence[Passage], labels: frozenset[str]
) -> Iterator[Finding]:
    if total.kind not in ("count", "amount") or total.denominator or total.value_max:
        return
    column = row.column(total)
    upwards = _until_total(reversed(above), column, total)
    downwards = _until_total(below, column, total) if not upwards else []
    terms = upwards or downwards
    if len(terms) < _LEAST_ROWS or _holds([total, *terms]) or _of_subtotals(total, above, column):
        return
    if _counts_twice(total, terms) or _is_average(total, terms):
        return
    summed = plain_as(sum((one.value for one in terms), Decimal(0)), total)
    vi = f"Dòng tổng ghi {total.shown}, nhưng {len(terms)} dòng của cột này cộng lại là {summed}."
    en = f"The total row says {total.shown}, but the {len(terms)} rows of its column add up to {summed}."
    tied = [total, *terms]
    yield finding("total", tied, summed, total.number, (vi, en), propose(tied, _holds, labels))


def _until_total(rows: Sequence[Passage] | Iterator[Passage], column: int | None, total: Said) -> list[Said]:
    """The figures of a column up to the next total; empty where a row cannot be added up."""
    terms: list[Said] = []
    for row in rows:
        if any(_TOTAL.match(row.cell_text(at)) for at in (0, 1)):
            break
        here = [said for said in row.figures if row.column(said) == column]
        if not row.figures:
            continue
        if len(here) > 1 or any(not _alike(said, total) for said in here):
            return []
        terms += here
    return terms


def _alike(said: Said, total: Said) -> bool:
    return said.kind == total.kind and said.status == total.status and (said.unit == "đồng") == (total.unit == "đồng")


def _of_subtotals(total: Said, above: Sequence[Passage], column: int | None) -> bool:
    """Whether the total is that of the numbered sections (I, II, A, B), whose rows it would count twice."""
    sections = [row for row in above if _SECTION.match(row.cell_text(0))]
    terms = [said for row in sections for said in row.figures if row.column(said) == column]
    return len(terms) >= 1 and _holds([total, *terms])


def _counts_twice(total: Said, terms: Sequence[Said]) -> bool:
    """Whether the rows add up to exactly twice the total: they hold the sections and what these consist of."""
    return sum((one.value for one in terms), Decimal(0)) == 2 * total.value


def _is_average(total: Said, terms: Sequence[Said]) -> bool:
    """Whether the total, no whole number, lies between its rows: nothing that is counted adds up to that."""
    values = [one.value for one in terms]
    fraction = total.kind == "count" and total.step < 1
    return fraction and min(values) <= total.value <= max(values)


def _holds(figures: Sequence[Said]) -> bool:
    return reduce(Range.__add__, (one.range for one in figures[1:])).meets(figures[0].range)
