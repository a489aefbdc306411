"""Where a sentence ends: ``find_sentences(text) -> [(start, end)]``, for the rules, the checks and whoever explains.

A stop behind an abbreviation (``TP. Huế``) or a number of a list (``1. Kết quả``) ends none; a line break does, it
stands only inside the cell of a table.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rules.language.letters import CAPITALS, ITEMS
from rules.language.wording import Wording

_END = re.compile(rf"[.!?…]+[\"”’)]*\s+(?=[\"“‘(]?[{CAPITALS}0-9])|\n|[.!?]$")
_NO_END = Wording(rf"(?:\b{{abbreviated}}|^\s*(?:\d+(?:\.\d+)*|[IVXL]+|[{ITEMS}]))\.$", re.NOFLAG)


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
            found.append((start, end))
        start = match.end()
    if text[start:].strip():
        found.append((start, len(text)))
    return tuple(found)


def sentence_at(text: str, position: int) -> tuple[int, int]:
    """The sentence that holds an offset; the whole text where none does.

    >>> sentence_at("Có 9 xã. Đạt 5%.", 12)
    (9, 16)
    """
    return next(((start, end) for start, end in find_sentences(text) if start <= position < end), (0, len(text)))
