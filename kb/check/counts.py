"""A number of things named where another number follows: ``07 chỉ số không đạt điểm, gồm:`` and eight rows, ``4 huyện
(Chợ Lách, Mỏ Cày Nam, Thạnh Phú)``.
"""

from __future__ import annotations

from kb.check.finding import Finding, finding
from kb.check.report import Report
from kb.check.said import Said
from kb.check.texts import told

_MOST = 60
"""More things than these are not listed."""


def find(report: Report) -> list[Finding]:
    """The announcements of a document that other numbers of names, rows or list items follow."""
    found: list[Finding] = []
    for tie in report.ties("names", "announces"):
        said = tie.figure
        if not _is_number(said) or said.value in tie.counts:
            continue
        seen = (
            max(tie.counts) if tie.relation == "names" else min(tie.counts, key=lambda count: abs(count - said.value))
        )
        message = told("named_names" if tie.relation == "names" else "named_rows", shown=said.shown, seen=seen)
        found.append(finding("named", [said], str(seen), said.number, message))
    return found


def _is_number(said: Said) -> bool:
    """Whether it is a number of things, few enough to be listed."""
    whole = said.kind == "count" or (said.kind == "rate" and said.denominator is not None and not said.percent)
    return whole and said.qualifier == "exact" and said.value == int(said.value) and 1 < said.value <= _MOST
