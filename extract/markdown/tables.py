"""Tables of Markdown in the four forms that converters write, each only where its rows agree.

- bars: ``| a | b |``, with or without the outer ones, with or without a row of dashes, cells torn over lines
- bars on lines of their own (:mod:`extract.tables.loose`)
- grids: ``+---+---+`` above and below every row
- columns under dashes: ``----- -------``, rows parted by blank lines where cells have several lines
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.tables.loose import MOST_LETTERS, rows_of

MOST_TORN = 12
"""Lines over which the row of a table with bars goes on where a cell holds line breaks."""
AGREE = 0.8
MOST_TRIED = 8
"""Blank lines between bars at which a torn table may end, tried one after the other."""
_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\s*\|?(?:\s*:?[-=]{1,}:?\s*\|)+\s*(?::?[-=]{1,}:?\s*)?\|?\s*")
_GRID = re.compile(r"\s*\+(?:[:=\-]{2,}\+)+\s*")
_DASHES = re.compile(r"\s*-{2,}(?:\s+-{2,})+\s*")
_FULL_DASHES = re.compile(r"\s*-{6,}\s*")
_NOTHING = re.compile(r"NaN|Unnamed: \d+")

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Lines up to ``end`` are a table of ``rows``, or ``prose`` that bars had cut into pieces. Bars on lines of their
    own before line ``strays`` mean nothing."""

    end: int
    rows: Rows = ()
    prose: tuple[str, ...] = ()
    strays: int = 0


def table_at(lines: Sequence[str], at: int) -> Found | None:
    """The table that begins with line ``at``; None where none does."""
    line = lines[at]
    if line.strip() == "|":
        return _torn(lines, at)
    if _GRID.fullmatch(line):
        return _grid(lines, at)
    if _DASHES.fullmatch(line) or _FULL_DASHES.fullmatch(line):
        return _columns(lines, at)
    if "|" in line:
        return _barred(lines, at)
    if at + 1 < len(lines) and line.strip() and _DASHES.fullmatch(lines[at + 1]):
        return _columns(lines, at)
    return None


def _clean(rows: Sequence[Sequence[str]]) -> Rows:
    """Without rows that hold nothing, and without what a program writes into an empty cell."""
    cleaned = [tuple("" if _NOTHING.fullmatch(cell.strip()) else cell.strip() for cell in row) for row in rows]
    return tuple(row for row in cleaned if any(row))


def _cells(line: str) -> list[str]:
    inner = line.strip()
    inner = inner.removeprefix("|")
    parts = _BAR.split(inner)
    if inner.endswith("|") and not inner.endswith("\\|"):
        parts.pop()
    return [part.replace("\\|", "|") for part in parts]


def _barred(lines: Sequence[str], at: int) -> Found | None:
    """Rows of bars from line ``at`` on, where there are two that agree, or one above a row of dashes."""
    outer = lines[at].lstrip().startswith("|")
    rows: list[list[str]] = []
    ruled = False
    end = at
    while end < len(lines) and _BAR.search(lines[end]) and lines[end].strip() != "|":
        line = lines[end]
        if outer and not line.lstrip().startswith("|"):
            break
        end += 1
        if _RULE.fullmatch(line):
            ruled = ruled or len(rows) == 1
            continue
        if outer and not line.rstrip().endswith("|"):
            line, end = _whole_row(lines, end, line)
        rows.append(_cells(line))
    if not rows or (len(rows) < 2 and not ruled):
        return None
    widths = Counter(len(row) for row in rows)
    usual, count = widths.most_common(1)[0]
    agree = usual > 1 and (ruled or count >= AGREE * len(rows)) and len(rows) * AGREE <= _at_most(widths, usual)
    if agree and max(len(cell) for row in rows for cell in row) <= 2 * MOST_LETTERS:
        return Found(end, _clean(rows))
    return Found(end, prose=tuple(cell.strip() for row in rows for cell in row if cell.strip()))


def _at_most(widths: Counter[int], usual: int) -> int:
    """How many rows are no wider than the usual one: a short row left its last cells out."""
    return sum(count for width, count in widths.items() if width <= usual)


def _whole_row(lines: Sequence[str], end: int, line: str) -> tuple[str, int]:
    """A row whose last cell has no bar, with the lines that its cells go on over."""
    for further in range(end, min(len(lines), end + MOST_TORN)):
        if not lines[further].strip() or lines[further].lstrip().startswith("|"):
            break
        if lines[further].rstrip().endswith("|"):
            return "\n".join([line, *lines[end : further + 1]]), further + 1
    return line, end


def _torn(lines: Sequence[str], at: int) -> Found | None:
    """Bars on lines of their own. A blank line ends the table, unless only what is behind it makes the rows agree."""
    bars = [at]
    gaps: list[str] = []
    blank: list[int] = []
    for number in range(at + 1, len(lines)):
        if lines[number].strip() != "|":
            continue
        between = lines[bars[-1] + 1 : number]
        gap = "\n".join(between).strip()
        if len(gap) > MOST_LETTERS:
            break
        if gap and any(not line.strip() for line in between):
            blank.append(len(gaps))
        gaps.append(gap)
        bars.append(number)
    for count in sorted({*blank[:MOST_TRIED], len(gaps)}):
        rows = rows_of(gaps[:count])
        if rows is not None:
            return Found(bars[count] + 1, _clean(rows))
    return Found(at + 1, strays=bars[blank[0] + 1] if blank else bars[-1] + 1)


def _grid(lines: Sequence[str], at: int) -> Found | None:
    """A grid of ``+---+``; a cell that spans columns or rows gives its words to the first of them."""
    end = at
    while end < len(lines) and lines[end].strip().startswith(("+", "|")):
        end += 1
    block = [line.rstrip() for line in lines[at:end]]
    cuts = sorted({i for line in block if _GRID.fullmatch(line) for i, c in enumerate(line) if c == "+"})
    if len(block) < 3 or len(cuts) < 3:
        return None
    rows: list[list[str]] = []
    fresh = True
    for line in block:
        if _GRID.fullmatch(line):
            fresh = True
            continue
        if fresh:
            rows.append([""] * (len(cuts) - 1))
            fresh = False
        edges = [cut for cut in cuts if line[cut : cut + 1] in ("|", "+")]
        if edges[:1] != cuts[:1]:
            return None
        for a, b in pairwise([*edges, len(line)] if edges[-1] != cuts[-1] else edges):
            words = line[a + 1 : b].strip(" |")
            row = rows[-1]
            column = cuts.index(a)
            row[column] = f"{row[column]} {words}".strip() if words else row[column]
    return Found(end, _clean(rows))


def _columns(lines: Sequence[str], at: int) -> Found | None:
    """Columns under dashes. A line of dashes from end to end opens and closes one whose rows have several lines."""
    start = at + 1 if _FULL_DASHES.fullmatch(lines[at]) else at
    rule = next((i for i in range(start, min(len(lines), start + 8)) if _DASHES.fullmatch(lines[i])), None)
    if rule is None or any(not line.strip() for line in lines[start:rule]):
        return None
    spans = [(found.start(), found.end()) for found in re.finditer("-+", lines[rule])]
    many = start > at
    rows: list[list[str]] = [[]] if rule == start else [_slice(lines[start:rule], spans)]
    current: list[str] = []
    end = rule + 1
    while end < len(lines):
        line = lines[end]
        closing = _FULL_DASHES.fullmatch(line) if many else _DASHES.fullmatch(line)
        if closing or (not many and not line.strip()):
            break
        if line.strip():
            if not _keeps_gaps(line, spans):
                return None
            current.append(line)
        if current and (not line.strip() or not many):
            rows.append(_slice(current, spans))
            current = []
        end += 1
    if current:
        rows.append(_slice(current, spans))
    cleaned = _clean(rows)
    return Found(min(end + 1, len(lines)), cleaned) if len(cleaned) > 1 else None


def _keeps_gaps(line: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether nothing stands where two columns are parted."""
    return all(not line[a:b].strip() for (_, a), (b, _) in pairwise(spans))


def _slice(lines: Sequence[str], spans: Sequence[tuple[int, int]]) -> list[str]:
    return [
        " ".join(line[start : end if number + 1 < len(spans) else None].strip() for line in lines).strip()
        for number, (start, end) in enumerate(spans)
    ]
