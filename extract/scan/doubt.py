"""Which digits of a recognised page are not to be trusted: a second look at another resolution, and the columns.

A separator is lost without a word (``68,28`` is read ``6828`` with a confidence of 97): only another look and the
neighbours in the column tell.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extract.scan.page import SeenCell, SeenLine, SeenTable, SeenWord
from extract.scan.totals import check_sums

NUMBER = re.compile(r"\d+(?:[.,/:]\d+)*")
LEAST_CONFIDENCE = 80.0  # of 100
MIXED = re.compile(r"\d[OolIiSsBZzQDg|]+\d|\d[.,][OolIS|]|\b[OlI|][.,]\d|\d\s?[.,]\s\d|\d[.,]{2,}\d|\d[´`'’]\d")
QUARTER = re.compile(r"(?<![\d/])1/(?:19|20)\d\d")  # the first quarter, I/2026, looks like it
ALONE = re.compile(r"[-+]?\d+(?:[.,]\d+)*\s*%?")
FIGURE = re.compile(r"[-+]?\d+(?:[.,/]\d+)*\s*%?")
SHORT = 9  # letters
BARE = re.compile(r"\d{4,}")
YEAR = re.compile(r"(?:19|20)\d\d")
GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
DECIMAL = re.compile(r"\d+(?:\.\d{3})*,\d+")
POINTED = re.compile(r"\d+(?:\.\d+)*\.(?:\d{1,2}|\d{4,})")
MOST = 0.6  # of a column


def numbers(text: str) -> list[str]:
    """The numbers of a text as printed."""
    return NUMBER.findall(text)


def doubted(lines: Sequence[SeenLine], second: str) -> list[SeenLine]:
    """The lines with those words marked whose numbers the second look (its whole text) does not give, whose confidence
    is low, or which mix letters into their digits."""
    raised = {word.text for line in lines for word in line.words if word.raised}
    other = [number for number in numbers(second) if number not in raised]
    places = [
        (row, place, number)
        for row, line in enumerate(lines)
        for place, word in enumerate(line.words)
        if not word.raised
        for number in numbers(word.text)
    ]
    matcher = difflib.SequenceMatcher(None, [number for _, _, number in places], other, autojunk=False)
    agreed = {index for a, _, size in matcher.get_matching_blocks() for index in range(a, a + size)}
    bad = {
        (row, place)
        for index, (row, place, number) in enumerate(places)
        if index not in agreed and not _glued(lines[row], place, number, other)
    }
    return [
        replace(
            line,
            words=tuple(
                replace(word, doubtful=True) if (row, place) in bad or _suspect(word) else word
                for place, word in enumerate(line.words)
            ),
        )
        for row, line in enumerate(lines)
    ]


def _suspect(word: SeenWord) -> bool:
    if not any(c.isdigit() for c in word.text):
        return False
    mixed = MIXED.search(word.text) or QUARTER.search(word.text)
    return word.doubtful or word.confidence < LEAST_CONFIDENCE or bool(mixed)


def _glued(line: SeenLine, place: int, number: str, other: list[str]) -> bool:
    """Whether the second look has glued the raised figure behind a number to it."""
    behind = line.words[place + 1 : place + 2]
    return bool(behind) and behind[0].raised and number + behind[0].text in other


def all_doubted(lines: Iterable[SeenLine]) -> list[SeenLine]:
    """The lines with every word that has a digit marked."""
    return [
        replace(
            line, words=tuple(replace(w, doubtful=w.doubtful or any(c.isdigit() for c in w.text)) for w in line.words)
        )
        for line in lines
    ]


def majority(texts: Sequence[str]) -> str:
    """What most looks at a figure gave, where two agree on something with a letter or digit; else the first that is a
    figure, else the first of all."""
    told = [text for text in texts if any(c.isalnum() for c in text)]
    most = max(told, key=told.count, default="")  # the first of those that are given most often
    if told.count(most) > 1:
        return most
    return next((text for text in told if FIGURE.fullmatch(text)), next((text for text in texts if text), ""))


def checked_columns(table: SeenTable, groups: bool) -> SeenTable:
    """The table with those numbers marked that do not look like their column: without a separator where the others
    have one. ``groups``: the page groups thousands by points."""
    columns: dict[int, list[int]] = {}
    for index, cell in enumerate(table.cells):
        if cell.column_span == 1 and ALONE.fullmatch(text_of(cell)):
            columns.setdefault(cell.column, []).append(index)
    bad: set[int] = set()
    for indexes in columns.values():
        texts = [text_of(table.cells[index]).rstrip(" %") for index in indexes]
        bad.update(index for index, odd in zip(indexes, _odd(texts, groups), strict=True) if odd)
    if not bad:
        return table
    cells = (
        replace(cell, lines=tuple(all_doubted(cell.lines))) if index in bad else cell
        for index, cell in enumerate(table.cells)
    )
    return replace(table, cells=tuple(cells))


def summed(table: SeenTable) -> tuple[SeenTable, list[str]]:
    """The table with those numbers marked whose sums are not right, and notes that tell which digit would make them
    right, where it is one; it is never put."""
    single = [cell for cell in table.cells if cell.row_span == cell.column_span == 1 and cell.lines]
    found = check_sums({(cell.row, cell.column): text_of(cell) for cell in single})
    if not found.wrong:
        return table, []
    cells = (
        replace(cell, lines=tuple(all_doubted(cell.lines))) if (cell.row, cell.column) in found.wrong else cell
        for cell in table.cells
    )
    texts = {(cell.row, cell.column): text_of(cell) for cell in single}
    notes = [f"by its total, {texts[place]} may be {offer}" for place, offer in found.offers.items()]
    return replace(table, cells=tuple(cells)), notes


def unlike_column(cells: Sequence[SeenCell]) -> list[int]:
    """The indexes of short cells, and of those in which nothing was read, that are no number where most of their column
    are."""
    columns: dict[int, list[int]] = {}
    for index, cell in enumerate(cells):
        if cell.column_span == 1:
            columns.setdefault(cell.column, []).append(index)
    out: list[int] = []
    for every in columns.values():
        indexes = [index for index in every if cells[index].lines]
        plain = [index for index in indexes if FIGURE.fullmatch(text_of(cells[index]))]
        if len(plain) >= 3 and len(plain) >= MOST * (len(indexes) - 2):  # two rows of a header
            out += [index for index in every if index not in plain and _may_be_figure(cells[index], cells[plain[0]])]
    return out


def _may_be_figure(cell: SeenCell, first: SeenCell) -> bool:
    text = text_of(cell)
    return cell.row > first.row and len(text) <= SHORT and len(cell.lines) <= 1 and text != "-"


def text_of(cell: SeenCell) -> str:
    """The words of a cell in one line."""
    return " ".join(line.text for line in cell.lines)


def _odd(texts: list[str], groups: bool) -> list[bool]:
    """Of the numbers of a column, which have not the form of the others."""
    decimals = sum(bool(DECIMAL.fullmatch(text)) for text in texts)
    mostly_decimal = len(texts) >= 3 and decimals >= MOST * len(texts)
    grouped = groups or any(GROUPED.fullmatch(text) for text in texts)
    years = sum(bool(YEAR.fullmatch(text)) for text in texts) >= MOST * len(texts)
    shortest = min((sum(c.isdigit() for c in text) for text in texts if "," in text), default=0)
    return [
        (bool(BARE.fullmatch(text)) and (grouped or mostly_decimal) and not (years and YEAR.fullmatch(text)))
        # 68,28 that has lost its comma has as many digits as its neighbours have with theirs; 100 % is no such case.
        or (mostly_decimal and text.isdigit() and len(text) >= max(3, shortest) and text != "100")
        or (bool(POINTED.fullmatch(text)) and (grouped or mostly_decimal))
        for text in texts
    ]
