"""The shapes of small charts as numbers: lines over time and a scatter. Templates make SVG of them, and a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Row = Mapping[str, Any]
WIDTH, HEIGHT, MARGIN = 120.0, 30.0, 4.0
PLOT_WIDTH, PLOT_HEIGHT = 640.0, 420.0
PLOT_WHOLE = 440.0
"""The height of the scatter with what its axis is called."""
LEFT, RIGHT, TOP, BOTTOM = 62.0, 16.0, 14.0, 40.0
DOT, GAP, LETTER, LINE = 5.0, 8.0, 6.8, 15.0
"""The radius of a dot, from its middle to its name, and the room of a letter of a name in the scatter."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Spark:
    """A line over time, points left to right in a box of ``WIDTH`` by ``HEIGHT``; ``rows`` are the values drawn."""

    line: str
    dots: tuple[tuple[float, float, Row], ...]
    rows: tuple[Row, ...]
    goal: float | None = None


@dataclass(frozen=True, slots=True)
class Plot:
    """A scatter: its dots with their rows, the ticks of both axes as (place, value), and the names that have room as
    (x, y of the baseline, anchor, name); a dot whose name has none is told by its table."""

    dots: tuple[tuple[float, float, Any], ...]
    across: tuple[tuple[float, float], ...]
    up: tuple[tuple[float, float], ...]
    names: tuple[tuple[float, float, str, str], ...] = ()


def spark(rows: Sequence[Row], goal: float | None = None) -> Spark | None:
    """The values of one province over time; None where fewer than two days have one. ``rows`` share one scale.

    A rank is drawn the higher the nearer it is to the first."""
    dated = {row["as_of"]: row for row in sorted(rows, key=lambda row: row["as_of"] or "") if row["as_of"]}
    if len(dated) < 2:
        return None
    days = [date.fromisoformat(day).toordinal() for day in dated]
    turn = -1.0 if rows[0]["kind"] == "rank" else 1.0
    values = [turn * float(row["comparable"]) for row in dated.values()]
    drawn = values if goal is None else [*values, turn * goal]
    low, high = min(drawn), max(drawn)

    tall = (HEIGHT - 2 * MARGIN) / (high - low) if high > low else 0.0
    wide = (WIDTH - 2 * MARGIN) / (days[-1] - days[0])
    foot = HEIGHT - MARGIN if tall else HEIGHT / 2

    def up(value: float) -> float:
        return round(foot - (value - low) * tall, 1)

    dots = tuple(
        (round(MARGIN + (day - days[0]) * wide, 1), up(value), row)
        for day, value, row in zip(days, values, dated.values(), strict=True)
    )
    line = " ".join(f"{x},{y}" for x, y, _ in dots)
    return Spark(line, dots, tuple(dated.values()), up(turn * goal) if goal is not None else None)


def scatter(
    pairs: Sequence[tuple[float, float, Any]], names: Sequence[str] = (), turned: tuple[bool, bool] = (False, False)
) -> Plot | None:
    """Dots of two metrics: (across, up, what stands there), and what each is called; None where fewer than two.

    ``turned`` says which axis is of ranks: the first stands where the greatest value of another metric would."""
    if len(pairs) < 2:
        return None
    signs = [-1.0 if one else 1.0 for one in turned]
    across, up = (axis_marks([sign * one[at] for one in pairs], sign < 0) for at, sign in enumerate(signs))

    def place(value: float, marks: Sequence[float], start: float, end: float) -> float:
        return round(start + (value - marks[0]) / (marks[-1] - marks[0]) * (end - start), 1)

    right, bottom = PLOT_WIDTH - RIGHT, PLOT_HEIGHT - BOTTOM
    dots = tuple(
        (place(signs[0] * x, across, LEFT, right), place(signs[1] * y, up, bottom, TOP), what) for x, y, what in pairs
    )
    return Plot(
        dots,
        tuple((place(mark, across, LEFT, right), signs[0] * mark) for mark in across),
        tuple((place(mark, up, bottom, TOP), signs[1] * mark) for mark in up),
        tuple(_room([(x, y) for x, y, _ in dots], names)),
    )


def _room(dots: Sequence[tuple[float, float]], names: Sequence[str]) -> Iterator[tuple[float, float, str, str]]:
    """Each name right of its dot, or left, below or above it: the first place that covers no other name and no dot."""
    taken = [(x - DOT, y - DOT, x + DOT, y + DOT) for x, y in dots]
    for (x, y), name in zip(dots, names, strict=False):
        wide = LETTER * len(name)
        for left, base, anchor in (
            (x + GAP, y + 4, "start"),
            (x - GAP - wide, y + 4, "end"),
            (x - wide / 2, y + LINE + 2, "middle"),
            (x - wide / 2, y - GAP, "middle"),
        ):
            box = (left, base - LINE + 3, left + wide, base + 3)
            inside = box[0] >= 0 and box[2] <= PLOT_WIDTH and box[1] >= 0 and box[3] <= PLOT_HEIGHT - BOTTOM + 3
            if inside and not any(_cover(box, other) for other in taken):
                taken.append(box)
                at = {"start": left, "end": left + wide, "middle": x}[anchor]
                yield round(at, 1), round(base, 1), anchor, name
                break


def _cover(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def ticks(values: Sequence[float]) -> list[float]:
    """Four to seven round numbers that span the values, with zero where it is near."""
    low, high = min(values), max(values)
    if 0 < low < 0.4 * high:
        low = 0.0
    if low == high:
        # All dots in the middle of the axis, not on its edge.
        step = _round_step(abs(high) / 4 or 1.0)
        return [round(high + step * at, 6) for at in (-1, 0, 1)]
    step = _round_step((high - low) / 4)
    first = low // step
    marks = [first * step]
    while marks[-1] < high:
        marks.append((first + len(marks)) * step)
    return [round(mark, 6) for mark in marks]


def axis_marks(values: Sequence[float], turned: bool) -> Sequence[float]:
    """The marks of an axis without those that no such value can have: below zero where no value is, and the rank 0
    on an axis that is ``turned``, whose values are ranks with a minus."""
    marks = ticks(values)
    if turned and max(values) <= -1:
        return sorted({min(mark, -1.0) for mark in marks})
    return [mark for mark in marks if mark >= 0] if min(values) >= 0 and max(values) > 0 else marks


def _round_step(step: float) -> float:
    size = 10.0 ** len(str(int(step))) / 10 if step >= 1 else 1.0
    while size > step:
        size /= 10
    return next(size * many for many in (1, 2, 5, 10) if size * many >= step)
