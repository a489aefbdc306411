"""Looking at a straightened page: its prose in one go, its ruled tables cell by cell, every number twice.

Cells one by one find 398 of 420 figures of real scans, the page in one go 378. The second look at 300 dots an inch
(at 200 where the scan has 300) serves doubt only: as the first look it loses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np

from extract.scan.doubt import (
    FIGURE,
    GROUPED,
    all_doubted,
    checked_columns,
    doubted,
    majority,
    numbers,
    summed,
    unlike_column,
)
from extract.scan.engine import BLOCK, COLUMN, LINE, SIGN, WORD, Engine
from extract.scan.grid import Cell, Grid, Rect, Ruled, find_grids
from extract.scan.leftover import unread_pieces
from extract.scan.page import Bounds, Grey, SeenCell, SeenLine, SeenPage, SeenTable, SeenWord
from extract.scan.picture import Picture
from extract.scan.record import MOST_NOTES
from extract.scan.words import USUAL_SIZE, Shot, is_dirt, is_sure, lines_of, together

SECOND_DPI = 300
EDGE, REST = 4, 2  # dots: so far inside its strokes a cell's own ink begins, and so far it may go back
MARGIN = 12  # dots of white around what the engine is shown
SPECK = 0.012  # inches: ink that is smaller in both directions is dirt
ONE_LINE = 0.21  # inches: ink that is lower is one line
ONE_FIRST, ONE_SECOND, ONE_THIRD = (300, 3), (250, 6), (300, 10)
FIRST, SECOND = (200, 12), (300, 12)
"""Dots an inch and dots of paper around the ink. A cell of one line, of a digit or two often, is read as a line with
hardly any paper: 395 of 412 cells came out whole so, 362 with one reading as a block at 200."""
SOFT = 1.1  # dots: blurred so, a noisy page shows 301 of 307 figures, as it is 288; a grey one fewer
FEW_LETTERS = 2  # a figure may come out as one or two
MANY_UNREAD = 15  # signs: fewer are a logo, a signature, dirt
FIGURE_SIGNS = ".,%+-"  # no stroke: a 7 comes out as one
SEEN = 0.75  # of a line's letters: with fewer it was not looked at
BESIDE = 9.0  # points
MARK_SCALE = 2.0
DASH = (0.035, 0.03, 0.2)  # inches: the most height, the least and the most width of a cell's only stroke
LINE_ROOM = (1.15, 0.45)  # sizes above and below a baseline that belong to its line


@dataclass(slots=True)
class _Eye:
    engine: Engine
    picture: Picture
    lost: int = 0
    unread: int = 0

    @property
    def second(self) -> float:
        dpi = self.picture.dpi
        return (SECOND_DPI if dpi < 0.87 * SECOND_DPI else 200) / dpi

    def figures(self, grey: Grey) -> str:
        """The figures on a small picture, enlarged and with paper around it."""
        large = _enlarged(_part(grey, (0, 0, grey.shape[1], grey.shape[0])), MARK_SCALE)
        return self.engine.figures(large)


def look(picture: Picture, engine: Engine) -> SeenPage:
    """What stands on a straightened picture."""
    eye = _Eye(engine, picture)
    ruled = find_grids(picture)
    clean = np.where(ruled.strokes > 0, 255, picture.grey).astype(np.uint8)
    tables = [table for grid in ruled.grids if (table := _table(eye, clean, grid)) is not None]
    lines = _prose(eye, clean, ruled, tables)
    printed = [number for line in _all(lines, tables) for number in numbers(line.text)]
    groups = any(GROUPED.fullmatch(number) for number in printed)
    lines = _smudged(picture, lines)
    tables = [
        replace(t, cells=tuple(replace(c, lines=tuple(_smudged(picture, c.lines))) for c in t.cells)) for t in tables
    ]
    point = picture.points
    checked = [summed(checked_columns(table, groups)) for table in tables]
    return SeenPage(
        picture.grey.shape[1] * point,
        picture.grey.shape[0] * point,
        tuple(lines),
        tuple(table for table, _ in checked),
        tuple((x0 * point, x1 * point, y * point) for x0, x1, y in ruled.level),
        notes=(*_notes(eye), *(note for _, notes in checked for note in notes))[:MOST_NOTES],
    )


def _all(lines: Sequence[SeenLine], tables: Sequence[SeenTable]) -> list[SeenLine]:
    return [*lines, *(line for table in tables for cell in table.cells for line in cell.lines)]


def _smudged(picture: Picture, lines: Sequence[SeenLine]) -> list[SeenLine]:
    """The lines with the digits under a stamp marked: a stroke of it makes another digit, and both looks agree."""
    mask = picture.smudged
    if mask is None:
        return list(lines)
    dots = 1 / picture.points

    def under(word: SeenWord) -> bool:
        left, top, right, bottom = word.bounds
        sides = (left - BESIDE, top, right + BESIDE, bottom)  # a digit that went with the stamp stood there
        x0, y0, x1, y1 = (max(0, round(value * dots)) for value in sides)
        return any(c.isdigit() for c in word.text) and bool(mask[y0 : y1 + 1, x0 : x1 + 1].any())

    return [
        replace(line, words=tuple(replace(word, doubtful=True) if under(word) else word for word in line.words))
        for line in lines
    ]


def _notes(eye: _Eye) -> list[str]:
    notes = []
    if eye.lost:
        notes.append(f"raised marks that could not be read: {eye.lost}")
    if eye.unread >= MANY_UNREAD:
        notes.append(f"signs that look like letters and could not be read: about {eye.unread}")
    return notes


def _prose(eye: _Eye, clean: Grey, ruled: Ruled, tables: list[SeenTable]) -> list[SeenLine]:
    rest = clean.copy()
    taken = {tuple(round(v) for v in table.bounds) for table in tables}
    for grid in ruled.grids:
        x0, y0, x1, y1 = grid.rect
        if tuple(round(v) for v in _points(grid.rect, eye.picture)) in taken:
            rest[y0 : y1 + 1, x0 : x1 + 1] = 255
    dpi = eye.picture.dpi
    lines, lost = lines_of(eye.engine.words(rest, COLUMN, dpi), Shot(rest, dpi, eye.figures))
    eye.lost += lost
    lines = [line for line in lines if not is_dirt(line)]
    found: list[SeenLine] = []
    for rect, signs in unread_pieces(rest, eye.picture, lines):
        again = _again(eye, rest, rect)
        found.extend(again)
        eye.unread += 0 if again else signs
    lines = together([*lines, *found]) if found else lines
    return [_twice(eye, rest, line) if _has_digit(line) else line for line in lines]


def _again(eye: _Eye, grey: Grey, rect: Rect) -> list[SeenLine]:
    """The lines of a piece that was left unread, as far as most of their words are sure."""
    x0, y0, x1, y1 = rect
    part = _part(grey, (x0, y0, min(x1, grey.shape[1]), min(y1, grey.shape[0])))
    shot = Shot(part, eye.picture.dpi, eye.figures, (x0 - MARGIN, y0 - MARGIN))
    lines, _ = lines_of(eye.engine.words(part, BLOCK, eye.picture.dpi), shot)
    return [line for line in lines if is_sure(line)]


def _has_digit(line: SeenLine) -> bool:
    return any(c.isdigit() for word in line.words for c in word.text)


def _twice(eye: _Eye, grey: Grey, line: SeenLine) -> SeenLine:
    """The line with what a second look at it does not confirm marked."""
    dots = 1 / eye.picture.points
    above, below = LINE_ROOM
    top = min(min(word.bounds[1] for word in line.words) - 1, line.base - above * line.size)
    bottom = max(max(word.bounds[3] for word in line.words) + 1, line.base + below * line.size)
    left, right = line.words[0].bounds[0] - 2, max(word.bounds[2] for word in line.words) + 2
    rect = (max(0, round(left * dots)), max(0, round(top * dots)), round(right * dots), round(bottom * dots))
    part = _enlarged(_part(grey, rect), eye.second)
    return doubted([line], _second_text(eye, part, len(line.text)))[0]


def _second_text(eye: _Eye, part: Grey, length: int) -> str:
    """What a second look at a line of ``length`` letters gives. The engine takes some lines for dirt when it sees them
    alone; that is no second opinion, and it is asked in another way."""
    text = ""
    for kind in (LINE, BLOCK, COLUMN):
        text = " ".join(word.text for word in eye.engine.words(part, kind, eye.picture.dpi * eye.second))
        if len(text) >= SEEN * length:
            break
    return text


def _table(eye: _Eye, clean: Grey, grid: Grid) -> SeenTable | None:
    cells = tuple(
        SeenCell(
            cell.row, cell.column, cell.row_span, cell.column_span, _points(cell.rect, eye.picture),
            tuple(_cell(eye, clean, cell)),
        )
        for cell in grid.cells
    )  # fmt: skip
    if sum(bool(cell.lines) for cell in cells) < 2:
        return None
    cells = _read_as_figures(eye, clean, grid, cells)
    return SeenTable(_points(grid.rect, eye.picture), cells)


def _read_as_figures(eye: _Eye, clean: Grey, grid: Grid, cells: tuple[SeenCell, ...]) -> tuple[SeenCell, ...]:
    """The cells with the short ones that are no number, in columns of numbers, looked at as numbers. What two such
    looks agree on is taken, with a doubt: ``7`` alone in a cell is often read as a letter, or as nothing."""
    out = list(cells)
    for index in unlike_column(cells):
        rect = _inked(clean, grid.cells[index].rect, eye.picture.dpi)
        if rect is None or rect[3] - rect[1] > ONE_LINE * eye.picture.dpi:
            continue
        shots = [_shot(eye, clean, rect, look_at) for look_at in _looks_at_line(eye.picture.dpi)]
        kinds = (LINE, WORD, SIGN) if rect[2] - rect[0] <= rect[3] - rect[1] else (LINE,)
        given = [eye.engine.figures(shot.grey, FIGURE_SIGNS, kind) for shot in shots for kind in kinds]
        figure = majority(given)
        if given.count(figure) > 1 and FIGURE.fullmatch(figure):
            bounds = _points(rect, eye.picture)
            line = out[index].lines[0] if out[index].lines else SeenLine((), bounds[3], USUAL_SIZE)
            word = SeenWord(figure, bounds, min((w.confidence for w in line.words), default=0.0), doubtful=True)
            out[index] = replace(out[index], lines=(replace(line, words=(word,)),))
    return tuple(out)


def _cell(eye: _Eye, clean: Grey, cell: Cell) -> list[SeenLine]:
    dpi = eye.picture.dpi
    rect = _inked(clean, cell.rect, dpi)
    if rect is None:
        return []
    if _is_dash(clean[rect[1] : rect[3], rect[0] : rect[2]], dpi):
        return [_dash(cell, eye.picture)]
    if rect[3] - rect[1] <= ONE_LINE * dpi:
        return _one_line(eye, clean, rect)
    first, second = (_Look(BLOCK, resolution / dpi, paper) for resolution, paper in (FIRST, SECOND))
    lines, _ = _lines(eye, clean, rect, first, counts=True)
    if lines and not any(_has_digit(line) for line in lines):
        return lines
    again, text = _lines(eye, clean, rect, second)
    return doubted(lines, text) if lines else all_doubted(again)


def _one_line(eye: _Eye, clean: Grey, rect: Rect) -> list[SeenLine]:
    """The line of a cell, its digits doubted where its looks differ. One that is a figure by any of two looks is looked
    at a third time, and what most looks give is taken: 1,402 of 1,462 figures of plain, faxed, noisy and grey pages are
    whole with one look, 1,443 with three."""
    first, second, soft = _looks_at_line(eye.picture.dpi)
    lines, text = _lines(eye, clean, rect, first, counts=True)
    if len(text) > FEW_LETTERS and not any(_has_digit(line) for line in lines):
        return lines
    again, other = _lines(eye, clean, rect, second)
    if not (FIGURE.fullmatch(text) or FIGURE.fullmatch(other)) or any(word.raised for ln in lines for word in ln.words):
        return doubted(lines, other) if lines else all_doubted(again)
    more, third = _lines(eye, clean, rect, soft)
    if text == other == third:
        return doubted(lines, text)
    best = majority((text, other, third))
    chosen = next(seen for seen, given in ((lines, text), (again, other), (more, third)) if given == best)
    return all_doubted(chosen)


def _lines(eye: _Eye, clean: Grey, rect: Rect, look_at: _Look, *, counts: bool = False) -> tuple[list[SeenLine], str]:
    """The lines that a look at a part of a page gives, and the engine's words as one text; whether it ``counts`` the
    raised marks that it loses."""
    shot = _shot(eye, clean, rect, look_at)
    words = eye.engine.words(shot.grey, look_at.kind, eye.picture.dpi * shot.scale)
    lines, lost = lines_of(words, shot)
    eye.lost += lost if counts else 0
    if len(lines) == 1 and len(words) == 1 and lines[0].words[0].raised:
        # There is no line above which a figure that stands alone could be raised.
        lines = [replace(lines[0], words=tuple(replace(word, raised=False) for word in lines[0].words))]
    return lines, " ".join(word.text for word in words)


@dataclass(frozen=True, slots=True)
class _Look:
    """How the engine is shown a cell: as one line or a block, how much enlarged, with how much paper around it, how
    much blurred (dots of the page)."""

    kind: int
    scale: float
    margin: int
    soft: float = 0.0


def _looks_at_line(dpi: float) -> tuple[_Look, _Look, _Look]:
    (first, paper), (second, more), (third, most) = ONE_FIRST, ONE_SECOND, ONE_THIRD
    return (
        _Look(LINE, first / dpi, paper), _Look(LINE, second / dpi, more), _Look(LINE, third / dpi, most, SOFT)
    )  # fmt: skip


def _shot(eye: _Eye, grey: Grey, rect: Rect, look_at: _Look) -> Shot:
    margin = look_at.margin
    part = _part(grey, rect, margin)
    if look_at.soft:
        part = cv2.GaussianBlur(part, (0, 0), look_at.soft)
    part = _enlarged(part, look_at.scale)
    return Shot(part, eye.picture.dpi, eye.figures, (rect[0] - margin, rect[1] - margin), look_at.scale)


def _is_dash(part: Grey, dpi: float) -> bool:
    """Whether a cell holds a stroke and nothing else; the engine makes words of it."""
    rows, columns = np.nonzero(part < 150)
    if not rows.size:
        return False
    tall, wide = (int(v.max() - v.min() + 1) / dpi for v in (rows, columns))
    return tall <= DASH[0] and DASH[1] <= wide <= DASH[2] and wide > 1.7 * tall


def _dash(cell: Cell, picture: Picture) -> SeenLine:
    bounds = _points(cell.rect, picture)
    return SeenLine((SeenWord("-", bounds, 100.0),), (bounds[1] + bounds[3]) / 2, USUAL_SIZE)


def _inked(grey: Grey, rect: Rect, dpi: float) -> Rect | None:
    """The part of a cell that has ink, None where there is only dirt. What begins at the very edge is a rest of a
    stroke; what only goes on there is the tail of a letter, of a comma that makes a number another."""
    x0, y0, x1, y1 = rect[0] + REST, rect[1] + REST, rect[2] - REST, rect[3] - REST
    far = EDGE - REST
    if x1 - x0 < 2 * far + 4 or y1 - y0 < 2 * far + 4:
        return None
    dots = (grey[y0:y1, x0:x1] < 140).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dots, connectivity=8)
    inner = np.bincount(labels[far:-far, far:-far].ravel(), minlength=count)
    least = max(3, SPECK * dpi)
    solid = [s for s, n in zip(stats[1:count], inner[1:], strict=True) if max(s[2], s[3]) >= least and n >= least]
    if not solid:
        return None
    left, top = min(int(s[0]) for s in solid), min(int(s[1]) for s in solid)
    right, bottom = max(int(s[0] + s[2]) for s in solid), max(int(s[1] + s[3]) for s in solid)
    return (
        max(x0, x0 + left - 3), max(y0, y0 + top - 3), min(x1, x0 + right + 3), min(y1, y0 + bottom + 3)
    )  # fmt: skip


def _part(grey: Grey, rect: Rect, margin: int = MARGIN) -> Any:
    x0, y0, x1, y1 = rect
    return cv2.copyMakeBorder(grey[y0:y1, x0:x1], margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=255)


def _enlarged(grey: Grey, scale: float) -> Grey:
    way = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    return cv2.resize(grey, None, fx=scale, fy=scale, interpolation=way)


def _points(rect: Rect, picture: Picture) -> Bounds:
    x0, y0, x1, y1 = (value * picture.points for value in rect)
    return (x0, y0, x1, y1)
