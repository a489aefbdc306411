"""Columns of tables against their printed totals: a row ``Tổng cộng`` holds the sum of the rows above or below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import reduce

from kb.check.finding import Finding, finding, plain_as, propose
from kb.check.report import Passage, Report
from kb.check.rounding import Range
from kb.check.said import Said
from kb.check.texts import told
from kb.check.ties import Tie

_LEAST_ROWS = 2


def find(report: Report) -> list[Finding]:
    """The totals of a document's tables that are not the sum of their rows."""
    terms: dict[Said, list[Said]] = {}
    for tie in report.with_others("total"):
        # What stands above a total is what it is the sum of; where nothing above can be added up, what stands below.
        terms[tie.figure] = terms.get(tie.figure) or _terms(report, tie)
    return [one for total, tied in terms.items() for one in _compare(report, total, tied)]


def _compare(report: Report, total: Said, terms: list[Said]) -> Iterator[Finding]:
    if total.kind not in ("count", "amount") or total.denominator or total.value_max:
        return
    if len(terms) < _LEAST_ROWS or _holds([total, *terms]) or _of_subtotals(report, total):
        return
    if _counts_twice(total, terms) or _is_average(total, terms):
        return
    summed = plain_as(sum((one.value for one in terms), Decimal(0)), total)
    message = told("total", total=total.shown, rows=len(terms), summed=summed)
    tied = [total, *terms]
    yield finding("total", tied, summed, total.number, message, propose(tied, _holds, report.labels))


def _terms(report: Report, tie: Tie) -> list[Said]:
    """The figures of the rows that a total is told to be of, with those that a person added there; empty where they
    cannot be added up. In the order of ``tie``: from the total on."""
    column = report.passage_of[tie.figure.passage].column(tie.figure)
    rows = _rows(report, tie)
    here = [[said for said in row.figures if row.column(said) == column] for row in rows]
    if any(len(figures) > 1 for figures in here) or any(not _alike(one, tie.figure) for row in here for one in row):
        return []
    return [one for row in here for one in row]


def _rows(report: Report, tie: Tie) -> Sequence[Passage]:
    """The rows from the first to the last of the others, the nearest to the total first."""
    passages = [report.passage_of[said.passage] for said in tie.others]
    table = next(rows for rows in report.tables if passages[0] in rows)
    places = [table.index(passage) for passage in passages]
    rows = [row for row in table[min(places) : max(places) + 1] if not row.is_header]
    return rows[::-1] if tie.how == "above" else rows


def _alike(said: Said, total: Said) -> bool:
    return said.kind == total.kind and said.status == total.status and said.is_money == total.is_money


def _of_subtotals(report: Report, total: Said) -> bool:
    """Whether the total is that of the numbered sections (I, II, A, B), whose rows it would count twice."""
    return any(_holds([total, *tie.others]) for tie in report.with_others("sections") if tie.figure == total)


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
