"""The shape of a line chart over the years: lines with their points, targets, lines of the country, the merger.

Numbers only; a template makes SVG of them. A value stands at the last day of its period. A rank rises towards the
first. Where a province of today goes on from those that went into it its line is broken: the territory is another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kb.web.charts import Row, axis_marks

WIDTH, LEFT, RIGHT, TOP, BOTTOM = 760.0, 74.0, 200.0, 24.0, 34.0
TALL, LOW = 380.0, 240.0
"""The height of a chart, and of one with no more than two lines."""
LINE = 15.0
"""The room that a name needs from top to bottom."""
MERGER = date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is to be drawn as one line: a place with its values and targets, all on one scale and with a day.

    ``breaks`` are the days (ISO) from which a value is of another territory than the one before."""

    name: str
    place_id: str
    rows: tuple[Row, ...]
    targets: tuple[Row, ...] = ()
    breaks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Curve:
    """A line as it is drawn: its pieces as points of a polyline, its dots with their rows, its targets, the height
    of its name beyond the right end, and its colour from 0 to 7."""

    name: str
    place_id: str
    colour: int
    pieces: tuple[str, ...]
    dots: tuple[tuple[float, float, Row], ...]
    targets: tuple[tuple[float, float, Row], ...]
    label: float


@dataclass(frozen=True, slots=True)
class LineChart:
    """The whole picture. ``end`` is where the axis ends and names begin, ``across`` are the ends of years, ``up`` the
    marks of the axis, ``merger`` where July 2025 stands if it is inside, ``common`` a line of the country (height and
    row)."""

    width: float
    height: float
    left: float
    end: float
    foot: float
    top: float
    curves: tuple[Curve, ...]
    across: tuple[tuple[float, str], ...]
    up: tuple[tuple[float, float], ...]
    merger: float | None
    common: tuple[float, Row] | None


def line_chart(drawn: Sequence[Drawn], common: Row | None = None) -> LineChart | None:
    """The chart of some places; None where no place has values of two days."""
    if all(len({row["as_of"] for row in one.rows}) < 2 for one in drawn):
        return None
    everything = [row for one in drawn for row in (*one.rows, *one.targets)]
    turn = -1.0 if everything[0]["kind"] == "rank" else 1.0
    values = [turn * float(row["comparable"]) for row in (*everything, *([common] if common else ()))]
    marks = axis_marks(values, turn < 0)
    days = [_day(row) for row in everything]
    # From the end of the year before the first value, so that a year has its room left of its mark.
    years = range(min(days).year - (min(days) < date(min(days).year, 12, 31)), max(days).year + 1)
    first, last = date(years[0], 12, 31).toordinal(), date(years[-1], 12, 31).toordinal()
    height = LOW if len(drawn) <= 2 else TALL
    foot, end = height - BOTTOM, WIDTH - RIGHT

    def across(day: date) -> float:
        return round(LEFT + (day.toordinal() - first) / max(1, last - first) * (end - LEFT), 1)

    def up(value: float) -> float:
        return round(foot - (value - marks[0]) / (marks[-1] - marks[0]) * (foot - TOP), 1)

    def dot(row: Row) -> tuple[float, float, Row]:
        return across(_day(row)), up(turn * float(row["comparable"])), row

    ends = _apart([dot(one.rows[-1])[1] for one in drawn], TOP, foot)
    curves = tuple(
        Curve(
            one.name,
            one.place_id,
            at % 8,
            tuple(_pieces([dot(row) for row in one.rows], one.breaks)),
            tuple(dot(row) for row in one.rows),
            tuple(dot(row) for row in one.targets),
            ends[at],
        )
        for at, one in enumerate(drawn)
    )
    inside = first < MERGER.toordinal() < last
    return LineChart(
        WIDTH,
        height,
        LEFT,
        end,
        foot,
        TOP,
        curves,
        tuple((across(date(year, 12, 31)), str(year)) for year in years),
        tuple((up(mark), abs(mark)) for mark in marks),
        across(MERGER) if inside else None,
        (up(turn * float(common["comparable"])), common) if common else None,
    )


def _day(row: Row) -> date:
    return date.fromisoformat(row["as_of"])


def _pieces(dots: Sequence[tuple[float, float, Row]], breaks: Iterable[str]) -> Iterable[str]:
    """The line in pieces, none across a break."""
    found: list[list[str]] = [[]]
    before = ""
    for x, y, row in dots:
        if any(before < day <= row["as_of"] for day in breaks) and found[-1]:
            found.append([])
        found[-1].append(f"{x},{y}")
        before = row["as_of"]
    return (" ".join(piece) for piece in found if len(piece) > 1)


def _apart(heights: Sequence[float], top: float, foot: float) -> list[float]:
    """Heights for names near those of their dots, none nearer to another than a line of letters."""
    order = sorted(range(len(heights)), key=lambda at: heights[at])
    placed = [0.0] * len(heights)
    low = top - LINE
    for at in order:
        low = placed[at] = max(heights[at], low + LINE)
    high = foot
    for at in reversed(order):
        high = placed[at] = min(placed[at], high)
        high -= LINE
    return [round(one + 4, 1) for one in placed]
