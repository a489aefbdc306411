"""Where everything stands on a chart that leaves the pages: its title, what was chosen, the drawing, source, address.

Numbers and lines of text only; a template makes SVG of them. Such a picture is read without its page, so it says by
itself what it shows, in which unit, by whom and when.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Literal

WIDTH, MARGIN = 800.0, 24.0
INSIDE = WIDTH - 2 * MARGIN
LETTER = 0.56
"""The width of a letter in parts of its size, a little more than the mean, so that no line runs over the edge."""
LARGEST = 1.1
"""So much larger than on its page a chart is drawn at most: tiles of a map need no more."""
LEGEND_COLUMNS, LEGEND_ROW = 3, 22.0

Kind = Literal["bars", "map", "line", "scatter"]
KINDS: tuple[Kind, ...] = ("bars", "map", "line", "scatter")
Face = Literal["title", "head", "small"]
SIZES: dict[Face, float] = {"title": 21.0, "head": 14.0, "small": 12.0}


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of a size of its own, with the ``head`` above it: empty where there is one drawing only."""

    kind: Kind
    drawn: Any
    width: float
    height: float
    head: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What the picture says in words: its title, lines below it, lines below the drawing; the last is an address."""

    title: str
    above: tuple[str, ...]
    below: tuple[str, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, by the height of its baseline."""

    face: Face
    y: float
    words: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A drawing where it stands."""

    chart: Chart
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole picture; ``legend`` holds the corner of each entry of a map's legend."""

    width: float
    height: float
    lines: tuple[Line, ...]
    charts: tuple[Placed, ...]
    legend: tuple[tuple[float, float], ...]


class _Column:
    """What stands from top to bottom so far."""

    def __init__(self) -> None:
        self.y = MARGIN
        self.lines: list[Line] = []

    def write(self, face: Face, lines: Iterable[str]) -> None:
        for words in lines:
            self.y += round(SIZES[face] * 1.4, 1)
            self.lines.append(Line(face, round(self.y - SIZES[face] * 0.4, 1), words))


def picture(said: Said, charts: Sequence[Chart], legend: int = 0) -> Picture:
    """The picture of some charts below each other; ``legend`` is how many entries stand below them."""
    column = _Column()
    column.write("title", wrapped(said.title, "title"))
    for text in said.above:
        column.write("small", wrapped(text, "small"))
    placed = []
    for chart in charts:
        column.y += 12
        if chart.head:
            column.write("head", wrapped(chart.head, "head"))
        scale = min(INSIDE / chart.width, LARGEST)
        wide, tall = round(chart.width * scale, 1), round(chart.height * scale, 1)
        placed.append(Placed(chart, round((WIDTH - wide) / 2, 1), column.y, wide, tall))
        column.y += tall
    corners = [
        (
            MARGIN + at % LEGEND_COLUMNS * INSIDE / LEGEND_COLUMNS,
            round(column.y + 12 + at // LEGEND_COLUMNS * LEGEND_ROW, 1),
        )
        for at in range(legend)
    ]
    column.y += 12 + ceil(legend / LEGEND_COLUMNS) * LEGEND_ROW
    for text in said.below:
        column.write("small", wrapped(text, "small"))
    column.write("small", _cut(said.address))
    height = round(column.y + MARGIN, 1)
    return Picture(WIDTH, height, tuple(column.lines), tuple(placed), tuple(corners))


def wrapped(text: str, face: Face) -> list[str]:
    """The text in lines that fit the width.

    >>> wrapped("Số trạm BTS", "title")
    ['Số trạm BTS']
    """
    return textwrap.wrap(text, int(INSIDE / (SIZES[face] * LETTER)))


def _cut(address: str) -> list[str]:
    """An address in lines: it has no spaces to break at."""
    room = int(INSIDE / (SIZES["small"] * LETTER))
    return [address[at : at + room] for at in range(0, len(address), room)]
