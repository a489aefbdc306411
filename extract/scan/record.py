"""A recognised page as JSON, and back: what is kept may come from anybody, so that all of it is checked when read.

``{"width": 595.3, "height": 841.9, "turned": 0, "back": [6 numbers], "notes": [text], "rules": [[x0, x1, y]],
"lines": [LINE], "tables": [{"bounds": [4], "cells": [[row, column, row_span, column_span, [4], [LINE]]]}]}``

LINE is ``[base, size, weight, [[text, x0, top, x1, bottom, confidence, signs]]]``, where ``signs`` holds ``d``
(doubtful), ``r`` (raised), ``g`` (glued). All measures are points with two decimals.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from math import isfinite
from typing import Any

from extract.scan.page import Bounds, Matrix, SeenCell, SeenLine, SeenPage, SeenTable, SeenWord

MOST_WORDS = 20_000
MOST_LETTERS = 200  # of a word
MOST_CELLS = 20_000
MOST_POINTS = 30_000.0
MOST_NOTES = 20


class BadRecordError(ValueError):
    """A kept page that is not of this form."""


def encode(page: SeenPage) -> dict[str, Any]:
    """The page as JSON holds it."""
    return {
        "width": _short(page.width),
        "height": _short(page.height),
        "turned": page.turned,
        "back": list(page.back),
        "notes": list(page.notes),
        "rules": [[_short(v) for v in rule] for rule in page.rules],
        "lines": [_line(line) for line in page.lines],
        "tables": [
            {
                "bounds": [_short(v) for v in table.bounds],
                "cells": [
                    [
                        *(cell.row, cell.column, cell.row_span, cell.column_span),
                        [_short(v) for v in cell.bounds],
                        [_line(line) for line in cell.lines],
                    ]
                    for cell in table.cells
                ],
            }
            for table in page.tables
        ],
    }


def _line(line: SeenLine) -> list[Any]:
    words = [
        [
            word.text,
            *(_short(v) for v in word.bounds),
            round(word.confidence),
            "d" * word.doubtful + "r" * word.raised + "g" * word.glued,
        ]
        for word in line.words
    ]
    return [_short(line.base), _short(line.size), round(line.weight, 3), words]


def _short(value: float) -> float:
    return round(value, 2)


def decode(record: object) -> SeenPage:
    """The page of a JSON value. Raises BadRecordError where it is none."""
    page = _keys(record, ("width", "height", "turned", "back", "notes", "rules", "lines", "tables"))
    if page["turned"] not in (0, 90, 180, 270) or isinstance(page["turned"], bool):
        raise BadRecordError("turned")
    budget = _Budget()
    back = _numbers(page["back"], 6)
    return SeenPage(
        _measure(page["width"]),
        _measure(page["height"]),
        tuple(budget.line(line) for line in _list(page["lines"], MOST_WORDS)),
        tuple(budget.table(table) for table in _list(page["tables"], 500)),
        tuple((r[0], r[1], r[2]) for r in (_numbers(rule, 3) for rule in _list(page["rules"], 5_000))),
        page["turned"],
        _matrix(back),
        tuple(_text(note, MOST_LETTERS) for note in _list(page["notes"], MOST_NOTES)),
    )


class _Budget:
    """Counts words and cells over a page, so that a small file cannot make a huge page."""

    def __init__(self) -> None:
        self.words = MOST_WORDS
        self.cells = MOST_CELLS

    def line(self, record: object) -> SeenLine:
        base, size, weight, words = _list(record, 4, 4)
        found = tuple(self.word(word) for word in _list(words, MOST_WORDS))
        if not found or _measure(size) <= 0:
            raise BadRecordError("line")
        return SeenLine(found, _measure(base), _measure(size), _measure(weight))

    def word(self, record: object) -> SeenWord:
        self.words -= 1
        if self.words < 0:
            raise BadRecordError("more words than a page has")
        text, x0, top, x1, bottom, confidence, signs = _list(record, 7, 7)
        if not isinstance(signs, str) or not set(signs) <= set("drg"):
            raise BadRecordError("signs")
        printed = _text(text, MOST_LETTERS)
        if not printed or any(c.isspace() for c in printed):
            raise BadRecordError("word")
        bounds = _bounds([x0, top, x1, bottom])
        return SeenWord(printed, bounds, _measure(confidence), "d" in signs, "r" in signs, "g" in signs)

    def table(self, record: object) -> SeenTable:
        table = _keys(record, ("bounds", "cells"))
        cells = tuple(self.cell(cell) for cell in _list(table["cells"], MOST_CELLS))
        fields = [
            (r, c)
            for cell in cells
            for r in range(cell.row, cell.row + cell.row_span)
            for c in range(cell.column, cell.column + cell.column_span)
        ]
        if len(fields) != len(set(fields)):
            raise BadRecordError("cells over each other")
        return SeenTable(_bounds(table["bounds"]), cells)

    def cell(self, record: object) -> SeenCell:
        row, column, down, over, bounds, lines = _list(record, 6, 6)
        for value, least in ((row, 0), (column, 0), (down, 1), (over, 1)):
            if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= 1_000:
                raise BadRecordError("cell")
        self.cells -= down * over
        if self.cells < 0:
            raise BadRecordError("more cells than a page has")
        return SeenCell(
            row, column, down, over, _bounds(bounds), tuple(self.line(line) for line in _list(lines, MOST_WORDS))
        )


def _keys(record: object, names: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(record, dict) or set(record) != set(names):
        raise BadRecordError("keys")
    return record


def _list(record: object, most: int, least: int = 0) -> list[Any]:
    if not isinstance(record, list) or not least <= len(record) <= most:
        raise BadRecordError("list")
    return record


def _measure(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadRecordError("number")
    if not isfinite(value) or abs(value) > MOST_POINTS:
        raise BadRecordError("number")
    return float(value)


def _numbers(record: object, count: int) -> list[float]:
    return [_measure(value) for value in _list(record, count, count)]


def _bounds(record: object) -> Bounds:
    x0, top, x1, bottom = _numbers(record, 4)
    return (x0, top, x1, bottom)


def _matrix(values: Iterable[float]) -> Matrix:
    a, b, c, d, e, f = values
    return (a, b, c, d, e, f)


def _text(value: object, most: int) -> str:
    if not isinstance(value, str) or len(value) > most or any(unicodedata.category(c) in ("Cc", "Cs") for c in value):
        raise BadRecordError("text")
    return unicodedata.normalize("NFC", value)
