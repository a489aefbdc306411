"""From the engine's words to lines of the page: what stands on one baseline, what is dirt, what stands raised.

The engine does not tell a raised figure from the number before it (``1.204¹`` becomes ``1.2041``): the dots do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

import cv2

from extract.scan.engine import EngineWord
from extract.scan.page import Bounds, Grey, SeenLine, SeenWord
from extract.scan.picture import ink

EM = 0.47  # of an em: the height of small letters in the fonts of reports (.45 to .55)
USUAL_SIZE = 13.0  # points, where the engine knows no height
SAME_LINE = 0.3  # of the size: how far the baselines of one line lie apart
DIRT = 45.0  # of 100: signs without a letter or digit below that are dirt
SURE = 60.0
MAY_BEAR_MARK = re.compile(r"^(?P<bare>.+?)(?P<mark>[\d'\"*“”‘’°º?!]+)(?P<stop>[.,;:)\]]*)$")
SIGN = re.compile(r"[\d'\"*“”‘’°º?!]{1,3}")
RAISED = (0.4, 0.8)  # of the height of figures: how high a raised figure is
RAISED_FOOT = 0.22  # of that height: so far above the baseline it ends at least
LEAST_HEIGHT = 9  # dots
CAPITAL = 1.45  # times the height of small letters


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture that the engine was given: ``scale`` times enlarged from the part of a page of ``dpi`` that begins at
    ``offset`` (dots of the page). ``reread`` reads figures from a small part of it, empty where it is not sure."""

    grey: Grey
    dpi: float
    reread: Callable[[Grey], str]
    offset: tuple[int, int] = (0, 0)
    scale: float = 1.0

    @property
    def point(self) -> float:
        """Points of a dot of the picture."""
        return 72.0 / (self.dpi * self.scale)

    def bounds(self, rect: tuple[int, int, int, int]) -> Bounds:
        """A rectangle of the picture in points of the page."""
        left, top = self.offset[0] * 72.0 / self.dpi, self.offset[1] * 72.0 / self.dpi
        x0, y0, x1, y1 = (value * self.point for value in rect)
        return (x0 + left, y0 + top, x1 + left, y1 + top)


def lines_of(words: Iterable[EngineWord], shot: Shot) -> tuple[list[SeenLine], int]:
    """Lines from the top to the bottom, and how many raised signs could not be read."""
    by_line: dict[int, list[EngineWord]] = {}
    for word in words:
        by_line.setdefault(word.line, []).append(word)
    found: list[SeenLine] = []
    lost = 0
    for group in by_line.values():
        height = median(word.height for word in group)
        size = height * shot.point / EM if height * shot.point > 2 else USUAL_SIZE
        base = shot.bounds((0, 0, 0, round(median(word.base for word in group))))[3]
        seen: list[SeenWord] = []
        weights: list[float] = []
        for word in sorted(group, key=lambda word: word.rect[0]):
            if word.confidence < DIRT and not any(c.isalnum() for c in word.text):
                continue
            dots = _dots(shot.grey, word)
            weights.append(_stroke(dots))
            parts, unread = _parts(word, dots, shot, first=not seen)
            seen.extend(parts)
            lost += unread
        if seen:
            found.append(SeenLine(tuple(seen), base, size, median(weights) / height if height > 2 else 0.0))
    return together(found), lost


def is_dirt(line: SeenLine) -> bool:
    """Whether a line holds nothing that the engine is sure of: a stamp, a picture, the page's edge."""
    solid = [word for word in line.words if any(c.isalnum() for c in word.text)]
    return not any(word.confidence >= SURE for word in solid)


def is_sure(line: SeenLine) -> bool:
    """Whether the engine is sure of most words of a line that have letters or digits."""
    solid = [word for word in line.words if any(c.isalnum() for c in word.text)]
    return sum(word.confidence >= SURE for word in solid) > 0.6 * len(solid)


def together(lines: Sequence[SeenLine]) -> list[SeenLine]:
    """Lines that stand side by side as one line: columns are told later, from all lines of the page."""
    out: list[SeenLine] = []
    for line in sorted(lines, key=lambda line: line.base):
        before = out[-1] if out else None
        if before and line.base - before.base <= SAME_LINE * min(line.size, before.size) and _apart(before, line):
            words = tuple(sorted((*before.words, *line.words), key=lambda word: word.bounds[0]))
            larger = max(before, line, key=lambda line: sum(len(word.text) for word in line.words))
            out[-1] = SeenLine(words, larger.base, larger.size, min(before.weight, line.weight))
        else:
            out.append(line)
    return out


def _apart(one: SeenLine, other: SeenLine) -> bool:
    return one.words[-1].bounds[2] <= other.words[0].bounds[0] or other.words[-1].bounds[2] <= one.words[0].bounds[0]


def _dots(grey: Grey, word: EngineWord) -> Any:
    """The ink of a word, with one dot of paper around it."""
    x0, y0, x1, y1 = word.rect
    return ink(grey[max(0, y0 - 1) : y1 + 1, max(0, x0 - 1) : x1 + 1])


def _stroke(dots: Any) -> float:
    """How thick its strokes are, in dots."""
    outlines, _ = cv2.findContours(dots, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    return 2.0 * float(cv2.countNonZero(dots)) / max(1, sum(len(outline) for outline in outlines))


def _parts(word: EngineWord, dots: Any, shot: Shot, *, first: bool) -> tuple[list[SeenWord], int]:
    """A word, with raised figures at its end set apart; and how many raised signs there were whose figures cannot be
    read. ``first``: it begins its line, where it may be the label of a note."""
    whole = SeenWord(word.text, shot.bounds(word.rect), word.confidence)
    if first and SIGN.fullmatch(word.text) and _is_label(word, dots):
        again = "" if word.text[0] == "*" else shot.reread(_cut(shot.grey, word, 0, dots.shape[1]))
        label = again or (word.text if word.text.isdigit() or word.text[0] == "*" else "")
        return ([replace(whole, text=label, raised=True)], 0) if label else ([], 1)
    found = MAY_BEAR_MARK.match(word.text)
    raised = _raised(dots, word.base - max(0, word.rect[1] - 1), len(found["stop"])) if found else None
    if found is None or raised is None:
        return [whole], 0
    count, start, end = raised
    edge = max(0, word.rect[0] - 1)
    cuts = shot.bounds((edge + start, 0, edge + end, 0))
    x0, top, x1, bottom = whole.bounds
    mark, bare = found["mark"], found["bare"]
    # The sign may have come out as a quotation mark, as another figure, or as one figure where there are two.
    bare, seen = (bare + mark[:-count], mark[-count:]) if len(mark) >= count else (bare, mark)
    again = shot.reread(_cut(shot.grey, word, start, end))
    known = [figures for figures in (again, seen) if len(figures) == count and figures.isdigit()]
    mark = known[0] if known else ""
    parts = [replace(whole, text=bare, bounds=(x0, top, cuts[0], bottom))]
    if mark:
        parts.append(replace(whole, text=mark, bounds=(cuts[0], top, cuts[2], bottom), raised=True, glued=True))
    if found["stop"]:
        parts.append(replace(whole, text=found["stop"], bounds=(cuts[2], top, x1, bottom), glued=True))
    return parts, int(not mark)


def _cut(grey: Grey, word: EngineWord, start: int, end: int) -> Grey:
    """The part of a word's picture between two of its columns of dots, down to its baseline."""
    left, top = max(0, word.rect[0] - 1), max(0, word.rect[1] - 1)
    return grey[top : max(round(word.base), top + LEAST_HEIGHT), left + start : left + end]


def _columns(dots: Any) -> list[tuple[int, int, int, int]]:
    """The signs of a word as x0, top, x1, bottom in dots: what stands over each other is one."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(dots, connectivity=8)
    boxes = sorted((int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, area in stats[1:count] if area >= 4)
    out: list[tuple[int, int, int, int]] = []
    for x0, y0, x1, y1 in boxes:
        if out and min(out[-1][2], x1) - x0 > 0.5 * min(x1 - x0, out[-1][2] - out[-1][0]):
            a, b, c, d = out[-1]
            out[-1] = (a, min(b, y0), max(c, x1), max(d, y1))
        else:
            out.append((x0, y0, x1, y1))
    return out


def _raised(dots: Any, base: float, stops: int) -> tuple[int, int, int] | None:
    """How many raised figures end a word of ``stops`` stops, where the first begins and the last ends (dots)."""
    signs = _columns(dots)
    if stops:
        signs = signs[:-stops]
    heights = [min(bottom, base) - top for _, top, _, bottom in signs if bottom >= base - 3]
    if not heights or (full := max(heights)) < LEAST_HEIGHT:
        return None
    count = 0
    for x0, top, x1, bottom in reversed(signs):
        small = RAISED[0] * full <= bottom - top <= RAISED[1] * full and 0.1 * full <= x1 - x0 <= 0.8 * full
        if not small or base - bottom < RAISED_FOOT * full:
            break
        count += 1
    if not 0 < count < len(signs) or count > 3:
        return None
    return count, signs[-count][0], signs[-1][2]


def _is_label(word: EngineWord, dots: Any) -> bool:
    """Whether all of a word stands above its baseline."""
    signs = _columns(dots)
    full = CAPITAL * word.height
    return bool(signs) and all(
        word.base - max(0, word.rect[1] - 1) - bottom >= RAISED_FOOT * full and bottom - top >= 0.3 * full
        for _, top, _, bottom in signs
    )
