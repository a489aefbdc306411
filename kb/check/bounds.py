"""A value against the plausible bounds of its metric, as the catalogue states them for one province."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kb.check.finding import Finding, finding, plain, propose
from kb.check.metrics import Metrics
from kb.check.report import Report
from kb.check.said import Said
from kb.check.texts import told

_FAULTS = ("mark", "separator", "magnitude")
"""Any number with a digit less is within some bounds."""


def find(report: Report, metrics: Metrics) -> list[Finding]:
    """The figures of a document that are outside of their metric's bounds."""
    found: list[Finding] = []
    for said in report.figures:
        if said.percent and said.value > 100 and report.of("share_of_a_plan", said):
            continue  # a plan may be surpassed
        if said.metric not in metrics.bounds or said.kind in ("change", "rank") or said.denominator is not None:
            continue
        low, high, kind = metrics.bounds[said.metric or ""]
        if said.place is None or said.owner is not None:
            # A commune or an office has less than a province, never more.
            low = min(low, Decimal(0))
        if said.level is not None or (said.unit != said.metric_unit and said.kind != kind) or said.place == "vn":
            continue

        def holds(figures: Sequence[Said], low: Decimal = low, high: Decimal = high) -> bool:
            return low <= figures[0].value <= high

        if holds([said]):
            continue
        expected = f"{plain(low)}–{plain(high)}"
        message = told("bounds", what=said.what, shown=said.shown, expected=expected)
        repair = propose([said], holds, report.labels, _FAULTS)
        found.append(finding("bounds", [said], expected, said.number, message, repair))
    return found
