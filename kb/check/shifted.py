"""A table whose figures contradict the text again and again is one fault, not many: its headings stand a column off."""

from __future__ import annotations

from collections.abc import Sequence

from kb.check.finding import Finding, finding
from kb.check.report import Report
from kb.check.said import Said
from kb.check.texts import told

RULES = ("change", "same_document")
LEAST = 3
"""From this many contradictions between a table and the rest on, the table is the fault."""


def gather(report: Report, found: Sequence[Finding]) -> list[Finding]:
    """The findings with those replaced by one that set a table against the rest of its document several times."""
    tables = {said.id: row.table for row in report.passages if row.cells for said in row.figures}
    said_of = {said.id: said for said in report.figures}
    by_table: dict[int, list[Finding]] = {}
    for one in found:
        inside = {tables[figure] for figure in one.figures if tables.get(figure) is not None}
        outside = any(tables.get(figure) is None for figure in one.figures)
        if one.rule in RULES and len(inside) == 1 and outside and not _within_row(one, said_of, tables):
            by_table.setdefault(inside.pop() or 0, []).append(one)
    shifted = {table: ones for table, ones in by_table.items() if len(ones) >= LEAST}
    gone = {one.id for ones in shifted.values() for one in ones}
    kept = [one for one in found if one.id not in gone]
    return [*kept, *(_one(ones, said_of) for ones in shifted.values())]


def _within_row(one: Finding, said_of: dict[str, Said], tables: dict[str, int | None]) -> bool:
    """Whether the table contradicts itself: two ends and their change stand in it, whatever the text repeats."""
    inside = [said_of[figure] for figure in one.figures if tables.get(figure) is not None]
    return one.rule == "change" and "change" in {said.kind for said in inside} and len(inside) > 2


def _one(ones: Sequence[Finding], said_of: dict[str, Said]) -> Finding:
    tied = sorted({said_of[figure] for one in ones for figure in one.figures}, key=lambda said: said.seq)
    number = len(ones)
    return finding("shifted", tied, "0", str(number), told("shifted", number=number))
