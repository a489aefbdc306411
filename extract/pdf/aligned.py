"""Tables that draw no lines, or few: their columns are told by how the words of their rows stand below each other.

Prose has wide gaps too, and so do letterheads and lists. What they have not is three rows that follow each other with
figures and nothing else in the same places: only that is believed.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extract.pdf.lines import Line
from extract.pdf.tables import Bounds, RuledCell, RuledTable
from extract.pdf.words import Word

GAP = 1.0  # of the size: words of two columns are at least so far apart
LEAST_ROWS = 3  # with figures
PITCH = 2.6  # of the size: rows of a table are no farther apart
MOST_BETWEEN = 3  # lines without figures that follow each other: a long name, a section
MOST_HEAD = 5
FILLED = 0.6  # of the rows: a column has a value in so many
VALUE = re.compile(r"(?:[-–+]?\s?\(?\d[\d.,/]*\)?\s?%?|[-–—…]|\.{3}|\*)")
FIGURE = re.compile(r"[-–+]?\s?\(?\d[\d.,/]*\)?\s?%?")
YEAR = re.compile(r"(?:19|20)\d\d")
HEAD_GAP = 0.4  # of the size: two words of a header over two columns, and two figures, are at least so far apart
LEADERS = re.compile(r"\.{5}|…{2}|_{4}")


@dataclass(slots=True)
class _Group:
    """Words of a line that stand close together."""

    words: list[Word]

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def text(self) -> str:
        return "".join(("" if word.glued else " ") + word.text for word in self.words).strip()


@dataclass(slots=True)
class _Row:
    """A row in the making: for each column its lines."""

    parts: dict[int, list[Line]] = field(default_factory=dict)
    spans: dict[int, int] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)

    def add(self, line: Line, column: int, words: list[Word], span: int = 1) -> None:
        self.parts.setdefault(column, []).append(line.part(words))
        self.spans[column] = max(span, self.spans.get(column, 1))


def take_aligned(lines: list[Line]) -> tuple[list[RuledTable], list[Line]]:
    """The tables among the lines of a page (from the top), and the lines that are none of theirs."""
    if not any(_is_wide(line) for line in lines):
        return [], lines
    groups = [_groups(line) for line in lines]
    held = [_holds_figures(found) for found in groups]
    tables: list[RuledTable] = []
    taken: set[int] = set()
    at = 0
    while at < len(lines):
        if not held[at]:
            at += 1
            continue
        rows = _run(lines, groups, held, at)
        columns = _columns([groups[i] for i in rows]) if len(rows) >= LEAST_ROWS else None
        while columns is None and len(rows) > LEAST_ROWS:
            rows = rows[:-1]
            columns = _columns([groups[i] for i in rows])
        if columns is None:
            at += 1
            continue
        head = _head(lines, groups, rows[0], columns, at_least=max(taken, default=-1) + 1)
        if not head and len(columns) < 3:
            at = rows[-1] + 1
            continue
        last = _tail(lines, groups, rows[-1], columns)
        made = _table(lines, groups, held, (head, range(rows[0], last + 1)), columns)
        tables.append(made)
        taken.update(head, range(rows[0], last + 1))
        at = last + 1
    return tables, [line for index, line in enumerate(lines) if index not in taken]


def _is_wide(line: Line) -> bool:
    return len(line.words) > 1 and any(b.x0 - a.x1 > GAP * line.size for a, b in pairwise(line.words))


def _groups(line: Line) -> list[_Group]:
    found = [_Group([line.words[0]])]
    for before, word in pairwise(line.words):
        gap = word.x0 - before.x1
        two = gap > HEAD_GAP * line.size and FIGURE.fullmatch(before.text) and FIGURE.fullmatch(word.text)
        if gap > GAP * line.size or two:
            found.append(_Group([word]))
        else:
            found[-1].words.append(word)
    return found


def _holds_figures(groups: Sequence[_Group]) -> bool:
    """Whether a line is a row: behind its name or number it has figures, and nothing but values from there on."""
    if len(groups) < 2:
        return False
    texts = [group.text for group in groups]
    values = [bool(VALUE.fullmatch(text)) for text in texts[1:]]
    figures = sum(bool(FIGURE.fullmatch(text)) and not YEAR.fullmatch(text) for text in texts[1:])
    return figures > 0 and 2 * sum(values) >= len(values) and not any(LEADERS.search(text) for text in texts)


def _run(lines: Sequence[Line], groups: Sequence[Sequence[_Group]], held: Sequence[bool], start: int) -> list[int]:
    """The rows with figures that follow each other from a line on, as indexes."""
    rows = [start]
    between = 0
    for index in range(start + 1, len(lines)):
        line, before = lines[index], lines[index - 1]
        if line.base - before.base > PITCH * line.size or abs(line.size - lines[start].size) > 0.25 * line.size:
            break
        if held[index]:
            rows.append(index)
            between = 0
            continue
        between += 1
        if between > MOST_BETWEEN or len(groups[index]) > 2:
            break
    return rows


def _columns(rows: Sequence[Sequence[_Group]]) -> list[tuple[float, float]] | None:
    """The columns of rows, left and right bound each; None where the rows do not agree on them."""
    spans = sorted((group.x0, group.x1) for row in rows for group in row)
    columns: list[list[float]] = []
    for x0, x1 in spans:
        if columns and x0 < columns[-1][1] + 1:
            columns[-1][1] = max(columns[-1][1], x1)
        else:
            columns.append([x0, x1])
    if len(columns) < 2:
        return None
    starts = [column[0] for column in columns]
    filled = [0] * len(columns)
    figures = [0] * len(columns)
    for row in rows:
        seen = [bisect(starts, group.x0) - 1 for group in row]
        if len(set(seen)) < len(seen):
            return None
        for column, group in zip(seen, row, strict=True):
            filled[column] += 1
            figures[column] += bool(VALUE.fullmatch(group.text))
    values = [c for c in range(1, len(columns)) if figures[c] >= FILLED * len(rows)]
    if not values or any(filled[c] < FILLED * len(rows) for c in range(len(columns)) if c > values[0]):
        return None
    return [(x0, x1) for x0, x1 in columns]


def _over(group: _Group, columns: Sequence[tuple[float, float]]) -> tuple[int, int] | None:
    """The first and the last column that a group stands over; between two columns the nearer one has it."""
    over = [c for c, (x0, x1) in enumerate(columns) if group.x0 < x1 and group.x1 > x0]
    if over:
        return over[0], over[-1]
    middle = (group.x0 + group.x1) / 2
    nearest = min(range(len(columns)), key=lambda c: abs((columns[c][0] + columns[c][1]) / 2 - middle))
    return nearest, nearest


def _headers(groups: Sequence[_Group], columns: Sequence[tuple[float, float]]) -> list[_Group]:
    """The groups of a header line, parted where two words nearly touch and stand over two columns."""
    middles = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    found: list[_Group] = []
    for group in groups:
        found.append(_Group([group.words[0]]))
        for before, word in pairwise(group.words):
            places = [bisect(middles, (w.x0 + w.x1) / 2) for w in (before, word)]
            if places[0] != places[1] and word.x0 - before.x1 > HEAD_GAP * word.size:
                found.append(_Group([word]))
            else:
                found[-1].words.append(word)
    return found


def _head(
    lines: Sequence[Line],
    groups: Sequence[Sequence[_Group]],
    first: int,
    columns: Sequence[tuple[float, float]],
    at_least: int,
) -> list[int]:
    """The lines above the first row that name its columns: each has several groups over different columns, but for
    single words that stand between such lines."""
    found: list[int] = []
    kept = 0
    for index in range(first - 1, max(at_least, first - MOST_HEAD) - 1, -1):
        line, below = lines[index], lines[index + 1]
        if below.base - line.base > PITCH * line.size or line.text.endswith((".", ";", ":")):
            break
        over = [_over(group, columns) for group in _headers(groups[index], columns)]
        if len(over) == 1:
            if line.x1 - line.x0 > 0.5 * (columns[-1][1] - columns[0][0]):
                break
            found.append(index)
            continue
        starts = [place[0] for place in over if place]
        if len(set(starts)) < len(starts):
            break
        found.append(index)
        kept = len(found)
    return sorted(found[:kept])


def _tail(
    lines: Sequence[Line], groups: Sequence[Sequence[_Group]], last: int, columns: Sequence[tuple[float, float]]
) -> int:
    """The last line of a table: the rest of its last row's name may stand below."""
    while last + 1 < len(lines):
        line, before = lines[last + 1], lines[last]
        alone = len(groups[last + 1]) == 1 and line.text[:1].islower() and line.base - before.base < 1.6 * line.size
        place = _over(groups[last + 1][0], columns) if alone else None
        if place is None or place[0] != place[1] or line.x0 < columns[place[0]][0] - 2:
            break
        last += 1
    return last


def _table(
    lines: Sequence[Line],
    groups: Sequence[Sequence[_Group]],
    held: Sequence[bool],
    parts: tuple[list[int], range],
    columns: Sequence[tuple[float, float]],
) -> RuledTable:
    rows: list[_Row] = []
    plain: _Row | None = None
    for index in parts[0]:
        places = [(_over(group, columns) or (0, 0), group) for group in _headers(groups[index], columns)]
        wide = any(place[0] != place[1] for place, _ in places)
        row = _Row() if wide or plain is None else plain
        if row is not plain:
            rows.append(row)
        plain = None if wide else row
        for (low, high), group in places:
            row.add(lines[index], low, group.words, high - low + 1)
        row.lines.append(lines[index])
    waiting: list[int] = []
    for index in parts[1]:
        if not held[index]:
            waiting.append(index)
            continue
        row = _Row()
        names = [group for group in groups[index] if not VALUE.fullmatch(group.text)]
        begins = next((group.text[:1] for group in names), "")
        for other in _between(rows if rows and rows[-1].parts else [], waiting, lines, begins, row):
            _put(_Row(), other, lines, groups, columns, rows)
        waiting = []
        for group in groups[index]:
            place = _over(group, columns) or (0, 0)
            row.add(lines[index], place[0], group.words)
        row.lines.append(lines[index])
        for column, found in row.parts.items():
            row.parts[column] = sorted(found, key=lambda line: line.base)
        rows.append(row)
    for index in waiting:
        _attach(rows[-1], lines[index], groups[index], columns)
    return _ruled(rows, columns)


def _between(
    rows: Sequence[_Row], waiting: Sequence[int], lines: Sequence[Line], begins: str, following: _Row
) -> list[int]:
    """Of the lines without figures before a row those that are rows of their own. The others go to the row above, whose
    name goes on in small letters, or to the row below, whose name they begin."""
    own: list[int] = []
    for number, index in enumerate(waiting):
        line = lines[index]
        last = number == len(waiting) - 1
        if line.text[:1].islower() and rows and not own:
            rows[-1].parts.setdefault(_name_column(rows[-1]), []).append(line)
        elif last and (not begins or begins.islower()):
            following.parts.setdefault(_name_column(rows[-1]) if rows else 0, []).append(line)
        else:
            own.append(index)
    return own


def _name_column(row: _Row) -> int:
    """The column of a row whose words are its name."""
    named = [c for c, found in row.parts.items() if not VALUE.fullmatch(found[0].text) and len(found[0].text) > 3]
    return min(named, default=min(row.parts, default=0))


def _put(
    row: _Row,
    index: int,
    lines: Sequence[Line],
    groups: Sequence[Sequence[_Group]],
    columns: Sequence[tuple[float, float]],
    rows: list[_Row],
) -> None:
    _attach(row, lines[index], groups[index], columns)
    rows.append(row)


def _attach(row: _Row, line: Line, groups: Sequence[_Group], columns: Sequence[tuple[float, float]]) -> None:
    for group in groups:
        low, high = _over(group, columns) or (0, 0)
        row.add(line, low, group.words, high - low + 1)
    row.lines.append(line)


def _ruled(rows: Sequence[_Row], columns: Sequence[tuple[float, float]]) -> RuledTable:
    edges = [columns[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1]]
    cells: list[RuledCell] = []
    every = [line for row in rows for found in row.parts.values() for line in found]
    for number, row in enumerate(rows):
        mine = [line for found in row.parts.values() for line in found]
        top, bottom = min(line.top for line in mine), max(line.bottom for line in mine)
        column = 0
        while column < len(columns):
            span = min(row.spans.get(column, 1), len(columns) - column)
            while span > 1 and any(column + step in row.parts for step in range(1, span)):
                span -= 1
            bounds: Bounds = (edges[column], top, edges[column + span], bottom)
            cells.append(RuledCell(number, column, 1, span, bounds, row.parts.get(column, [])))
            column += span
    whole = (
        min(line.x0 for line in every), min(line.top for line in every),
        max(line.x1 for line in every), max(line.bottom for line in every),
    )  # fmt: skip
    return RuledTable(whole, cells)
