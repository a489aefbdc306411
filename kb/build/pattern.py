"""The pattern that a figure was read in: what is wrong with one of them is often wrong with all.

A rule that misreads the head of a column misreads every row below it, and a form that comes from seven provinces is
misread seven times. So figures are of one pattern where the same rule took the same fields from the same places, under
the same heading, and in the same words: in a table those of the heads of its column, elsewhere those that say what is
counted. Numbers in these words do not count, a form of 2024 is that of 2023. A pattern says nothing of what is right:
it only says what a person may look at together (``kb/review/groups.py``).
"""

from __future__ import annotations

import hashlib
import json
import re

from kb.fields import SAID
from kb.records import FigureRow, PassageRow
from rules.language.fold import bare_words
from rules.language.letters import CELL_GAP

_READ = ("rule", "kind", "status", "level", "unit", "place_from", "period_from", "level_from", "status_from")
_AT = {field.name: at for at, field in enumerate(SAID)}
_NUMBERS = re.compile(r"\d+")
_BELOW = " › "
"""Stands behind each head in a quoted cell (``rules/table_cells.py``)."""


def pattern_of(figure: FigureRow, passage: PassageRow) -> str:
    """Ten hexadecimal digits, the same for all figures of a pattern; empty where nothing tells in which words it was
    read, so that it is like no other."""
    heads = column_heads(figure, passage)
    # Each row of a column names another thing, and mostly another metric: what they have in common is the column.
    named = (heads,) if heads else (_said(figure, "subject"), _said(figure, "metric_id"))
    wording = [_folded(word) for word in named]
    if not wording[0]:
        return ""
    trail = json.loads(passage.trail)
    read = [_said(figure, name) for name in _READ]
    parts = ["column" if heads else "words", _folded(trail[-1]) if trail else "", *wording, *read]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10].upper()


def column_heads(figure: FigureRow, passage: PassageRow) -> str:
    """The heads of a figure's column as its quote has them; empty where it stands in no table, or has none."""
    if not passage.cells:
        return ""
    cells = [(start, end) for *_, start, end in json.loads(passage.cells) if passage.text[start:end].strip()]
    own = next((at for at, (start, end) in enumerate(cells) if start <= figure.passage_start < end), None)
    pieces = figure.quote.split(CELL_GAP)
    # Counted from behind: a name that goes over several rows stands before the row's own cells.
    if own is None or len(cells) - own > len(pieces):
        return ""
    heads, _, cell = pieces[own - len(cells)].rpartition(_BELOW)
    return heads if " ".join(figure.number.split()) in cell else ""


def _said(figure: FigureRow, name: str) -> str:
    return str(figure.said[_AT[name]] or "")


def _folded(words: str) -> str:
    return " ".join(_NUMBERS.sub(" ", bare_words(words)).split())
