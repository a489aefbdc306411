"""The shape of a bar chart: a bar a province, its target, and the line of the country through all of them.

Numbers only; a template makes SVG of them. Bars begin at zero. A rank is no length and has no bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kb.web.beside import Common
from kb.web.charts import ticks
from kb.web.comparison import Comparison, Line

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 720.0, 150.0, 150.0, 22.0, 30.0
ROW = 24.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its top, its length, where its target is (None: it has none here), and its line of the comparison."""

    y: float
    length: float
    target: float | None
    line: Line


@dataclass(frozen=True, slots=True)
class BarChart:
    """The whole picture; ``across`` are the marks of the axis, ``common`` where the line of the country stands."""

    width: float
    height: float
    left: float
    end: float
    foot: float
    top: float
    bars: tuple[Bar, ...]
    across: tuple[tuple[float, float], ...]
    common: tuple[float, Common] | None


def bar_chart(lines: Sequence[Line], comparison: Comparison, common: Common | None) -> BarChart | None:
    """The chart of some lines of a comparison; None for ranks, for values below zero and where there is nothing."""
    values = [line.row["comparable"] for line in lines]
    if not lines or comparison.full <= 0 or min(values) < 0 or any(line.bar is None for line in lines):
        return None
    marks = [mark for mark in ticks([0.0, comparison.full]) if mark >= 0]
    end, foot = WIDTH - RIGHT, TOP + ROW * len(lines)
    most = marks[-1]

    def length(percent: float) -> float:
        return round(percent / 100 * comparison.full / most * (end - LEFT), 1)

    bars = tuple(
        Bar(
            TOP + ROW * at,
            length(line.bar or 0.0),
            LEFT + length(line.target_bar) if line.target_bar is not None else None,
            line,
        )
        for at, line in enumerate(lines)
    )
    return BarChart(
        WIDTH,
        foot + BOTTOM,
        LEFT,
        end,
        foot,
        TOP,
        bars,
        tuple((round(LEFT + mark / most * (end - LEFT), 1), mark) for mark in marks),
        (LEFT + length(common.at), common) if common is not None and common.at is not None else None,
    )
