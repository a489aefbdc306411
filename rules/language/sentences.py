"""Where a sentence ends: ``find_sentences(text) -> [(start, end)]``, for the rules, the checks and whoever explains.

A stop behind an abbreviation (``TP. Huế``) or a number of a list (``1. Kết quả``) ends none; a line break does, it
stands only inside the cell of a table.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from rules.language.letters import CAPITALS, ITEMS
from rules.language.wording import Wording

MOST_NUMBERS = 100
"""How many runs of digits a sentence may hold: what is decided of a figure looks at its whole sentence, so its cost
grows with the square of them. The fullest of 200 reports has 81 (a footnote that lists decisions); more stand in lists
that nobody ended with a stop, and in tables whose lines were lost."""

_END = re.compile(rf"[.!?…]+[\"”’)]*\s+(?=[\"“‘(]?[{CAPITALS}0-9])|\n|[.!?]$")
_NO_END = Wording(rf"(?:\b{{abbreviated}}|^\s*(?:\d+(?:\.\d+)*|[IVXL]+|[{ITEMS}]))\.$", re.NOFLAG)


_RUN = re.compile(r"\d[\d.,]*")
_SEAMS = (re.compile(r";\s+"), re.compile(r",\s+"), re.compile(r"\s+"))


@lru_cache(maxsize=512)
def find_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences of a block as offsets, each with its stop; the blanks between two belong to none.

    >>> [text[a:b] for text in ["1. TP. Huế có 9 xã. Đạt 5%"] for a, b in find_sentences(text)]
    ['1. TP. Huế có 9 xã.', 'Đạt 5%']
    """
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if _NO_END.search(text[max(start, match.start() - 12) : match.start() + 1]):
            continue
        end = match.start() + 1 if match.group()[0] != "\n" else match.start()
        if text[start:end].strip():
            found += _bounded(text, start, end)
        start = match.end()
    if text[start:].strip():
        found += _bounded(text, start, len(text))
    return tuple(found)


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentence in pieces with no number too many, cut behind a semicolon, a comma or a blank of their second
    half."""
    while (bound := _bound(text, start, end)) < end:
        half = (start + bound) // 2
        cuts = (max((m.end() for m in seam.finditer(text, half, bound)), default=0) for seam in _SEAMS)
        cut = next((cut for cut in cuts if cut), bound)
        yield start, cut
        start = cut
    yield start, end


def _bound(text: str, start: int, end: int) -> int:
    """Where a piece that begins at ``start`` has to end: before the first number too many."""
    if end - start <= MOST_NUMBERS:
        return end
    runs = islice(_RUN.finditer(text, start, end), MOST_NUMBERS, None)
    return next((run.start() for run in runs), end)


def sentence_at(text: str, position: int) -> tuple[int, int]:
    """The sentence that holds an offset; the whole text where none does.

    >>> sentence_at("Có 9 xã. Đạt 5%.", 12)
    (9, 16)
    """
    sentences = find_sentences(text)
    at = bisect_right(sentences, position, key=lambda one: one[0]) - 1
    if at >= 0 and position < sentences[at][1]:
        return sentences[at]
    return 0, len(text)
