"""The numbers along a chart, which state nothing: at even steps, a block full of them or each in a block of its own.

A chart leaves its marks in a PDF as words do. As evenly as a scale no counts of a report rise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from extract.document import Document
from rules.language.numbers import parse_number

FEWEST_MARKS = 3
FEWEST_APART = 4
"""Of marks that stand in a block each; a scale that begins at nothing shows by three."""
_AXIS = re.compile(r"[\d.,%\s]+")
_MARK = re.compile(r"\d+(?:[.,]\d+)*")
_ALONE = re.compile(rf"\s*({_MARK.pattern})\s?(%?)\s*")
_YEAR = re.compile(r"(?:19|20)\d{2}")


def marks_in(text: str) -> list[tuple[int, int]]:
    """Where the marks of an axis stand in a block that holds nothing else: ``0% 20% 40% 60%``."""
    if not _AXIS.fullmatch(text):
        return []
    marks = list(_MARK.finditer(text))
    values = [read[0] for mark in marks if (read := parse_number(mark.group()))]
    steps = {second - first for first, second in pairwise(values)}
    if len(values) < max(FEWEST_MARKS, len(marks)) or len(steps) != 1 or steps == {Decimal(0)}:
        return []
    return [mark.span() for mark in marks]


def blocks_of_axes(document: Document) -> frozenset[int]:
    """The blocks that are one mark each of an axis whose marks stand in paragraphs, one below the other."""
    found: set[int] = set()
    for run in _runs(document):
        values = [value for _, value in run]
        for start, end in _even(values):
            if end - start >= FEWEST_APART or (end - start >= FEWEST_MARKS and 0 in (values[start], values[end - 1])):
                found.update(index for index, _ in run[start:end])
    return frozenset(found)


def _runs(document: Document) -> Iterator[list[tuple[int, Decimal]]]:
    """Blocks outside of tables that follow each other and hold one number each, all with the sign of a share or none;
    years stand below a chart, too, and are known as years."""
    run: list[tuple[int, Decimal]] = []
    before = ""
    for index, block in enumerate(document.blocks):
        alone = None if block.table is not None else _ALONE.fullmatch(document.text, block.start, block.end)
        read = parse_number(alone[1]) if alone and not _YEAR.fullmatch(alone[1]) else None
        if run and (alone is None or read is None or alone[2] != before):
            yield run
            run = []
        if alone and read:
            run.append((index, read[0]))
            before = alone[2]
    if run:
        yield run


def _even(values: Sequence[Decimal]) -> Iterator[tuple[int, int]]:
    """The longest stretches of values at one step that is not nothing, as begins and ends."""
    steps = [second - first for first, second in pairwise(values)]
    start = 0
    while start < len(steps):
        end = start
        while end < len(steps) and steps[end] == steps[start]:
            end += 1
        if steps[start]:
            yield start, end + 1
        start = end
