"""A letterhead that a plain text prints as two columns: who sends it on the left, the republic's motto and the day on
the right. Read across, both would be one line: ``UBND TỈNH ĐẤT MẪU CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.layout_words import WORDS

FIRST_LINES = 25
"""A letterhead stands at the top; annexes have none of their own."""
LONGEST = 7
"""Lines of it from the motto on."""
_GAP = re.compile(r"\s{2,}")
_RIGHT = re.compile(rf"(?i:{WORDS.mottos})")


def in_columns(lines: Sequence[str]) -> list[str]:
    """The lines with those of the letterhead's left column first, then those of its right one; the same lines where
    there is no such letterhead."""
    first = next((at for at, line in enumerate(lines[:FIRST_LINES]) if _is_across(line)), None)
    if first is None:
        return list(lines)
    start = first
    while start and lines[start - 1].strip() and len(_parts(lines[start - 1])) == 2:
        start -= 1
    gutter = _middle(lines[first])
    left: list[str] = []
    right: list[str] = []
    end = start
    for line in lines[start : first + LONGEST]:
        parts = _parts(line)
        if len(parts) == 2:
            left.append(parts[0])
            right.append(parts[1])
        elif len(parts) == 1 and line[:gutter].strip() and not line[gutter:].strip():
            left.append(parts[0])
        elif len(parts) == 1 and not line[:gutter].strip():
            right.append(parts[0])
        else:
            break
        end += 1
    while end > start and len(_parts(lines[end - 1])) == 1:  # a title below, in the middle
        (right if not lines[end - 1][:gutter].strip() else left).pop()
        end -= 1
    return [*lines[:start], *left, *right, *lines[end:]]


def _parts(line: str) -> list[str]:
    return [part for part in _GAP.split(line.strip()) if part]


def _is_across(line: str) -> bool:
    """Whether a line has the motto on its right, and something else on its left."""
    parts = _parts(line)
    return len(parts) == 2 and bool(_RIGHT.match(parts[1])) and not _RIGHT.match(parts[0])


def _middle(line: str) -> int:
    gap = _GAP.search(line, len(line) - len(line.lstrip()))
    return gap.end() if gap else len(line)
