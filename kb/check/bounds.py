"""A value against the plausible bounds of its metric, as the catalogue states them for one province."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from kb.check.finding import Finding, finding, plain, propose
from kb.check.report import Report, Said
from kb.check.shares import OF_A_PLAN

_FAULTS = ("mark", "separator", "magnitude")
"""Any number with a digit less is within some bounds."""
Bounds = Mapping[str, tuple[Decimal, Decimal, str]]
"""Of each metric its lowest and highest value, and its kind."""


def find(report: Report, bounds: Bounds) -> list[Finding]:
    """The figures of a document that are outside of their metric's bounds."""
    found: list[Finding] = []
    passages = {passage.id: passage for passage in report.passages}
    for said in report.figures:
        if said.percent and said.value > 100 and OF_A_PLAN.match(passages[said.passage].text, said.end):
            continue  # a plan may be surpassed
        if said.metric not in bounds or said.kind in ("change", "rank") or said.denominator is not None:
            continue
        low, high, kind = bounds[said.metric or ""]
        if said.place is None:
            # A commune or an office has less than a province, never more.
            low = min(low, Decimal(0))
        if said.level is not None or (said.unit != said.metric_unit and said.kind != kind) or said.place == "vn":
            continue

        def holds(figures: Sequence[Said], low: Decimal = low, high: Decimal = high) -> bool:
            return low <= figures[0].value <= high

        if holds([said]):
            continue
        expected = f"{plain(low)}–{plain(high)}"
        vi = f"{said.what}: {said.shown} nằm ngoài khoảng hợp lý {expected}."
        en = f"{said.what_en}: {said.shown} is outside of the plausible {expected}."
        repair = propose([said], holds, report.labels, _FAULTS)
        found.append(finding("bounds", [said], expected, said.number, (vi, en), repair))
    return found
