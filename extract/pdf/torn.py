"""Words that a fallback font tore: ``chuy ển đổ i``, ``tỷ l ệ h ồ sơ``.

Where a font lacks a letter with its accent, the program prints that letter from another font and leaves gaps, or whole
blanks, around it. What is left is no word: ``l``, ``ngh``, ``ệ``. Such parts are joined to their neighbours where
together they have the form of a Vietnamese syllable, so that as few parts as can be are left over, and the gaps that
are closed are the narrow ones, beside a letter with an accent. A single ``h`` or ``l`` is found on any page (``24 h``),
so only a page with many of them is mended.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from extract.pdf.lines import Line
from extract.pdf.open import listed
from extract.pdf.words import Word
from extract.syllables import CODAS, ONSETS, is_marked, is_syllable, stands_alone

MANY = 5  # joins on a page: fewer are chance
LEFT = 0.05  # of a page's words: more parts of words than these are told
LONGEST = 5  # parts: ``ngh i ệ p``
LEFT_OVER = 10.0  # what a part that no word holds costs, against 1 for a gap that is closed
PLAIN = 0.5  # what it costs more to close a gap that no accent stands beside
SIGNS = re.compile(r"(?P<before>[(\[“\"']*)(?P<letters>[^\W\d_]+)(?P<behind>[^\w\s]*)")
PARTS = frozenset({*ONSETS, *CODAS} - {""})


class Torn(NamedTuple):
    """Of a page's torn words: how many gaps were ``closed``, and how many parts were ``left`` of so many ``words``."""

    closed: int = 0
    left: int = 0
    words: int = 0


def mend(lines: Sequence[Line]) -> Torn:
    """Join the torn words of a page's lines, where there are many."""
    words = sum(len(line.words) for line in lines)
    parts = set(filter(_is_part, {word.text for line in lines for word in line.words}))
    if not parts:
        return Torn(words=words)
    torn = [line for line in lines if any(word.text in parts for word in line.words)]
    plans = [(line, groups) for line in torn if len(groups := _groups(line)) < len(line.words)]
    closed = sum(len(line.words) - len(groups) for line, groups in plans)
    if closed < MANY:
        plans, closed = [], 0
    for line, groups in plans:
        line.words = [_joined(line.words[start:end]) for start, end in groups]
    left = sum(_is_part(word.text) for line in torn for word in line.words)
    return Torn(closed, left, words)


def torn_notes(pages: Mapping[int, Torn]) -> list[str]:
    """What people are told of the torn words of pages (from 1)."""
    notes = []
    mended = [number for number, torn in pages.items() if torn.closed]
    if mended:
        notes.append(f"words that the fonts tear apart were joined by their syllables, on pages: {listed(mended)}")
    left = [n for n, torn in pages.items() if torn.left >= MANY and torn.left > LEFT * torn.words]
    if left:
        notes.append(f"words stay torn apart on pages: {listed(left)}; their figures may lack names")
    return notes


@lru_cache(maxsize=20_000)
def _is_part(text: str) -> bool:
    """Whether a word can only be a part of one."""
    found = SIGNS.fullmatch(text)
    if found is None:
        return False
    letters = found["letters"]
    if len(letters) == 1 and letters.isascii() and letters.isupper():
        return False  # Phần A, Quý I, loại C
    return letters.lower() in PARTS or (is_syllable(letters) and not stands_alone(letters))


def _groups(line: Line) -> list[tuple[int, int]]:
    """Where the words of a line begin and end, in indexes of its words now, at the least cost."""
    words = line.words
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(words) + 1):
        options = [(best[end - 1][0] + LEFT_OVER * _is_part(words[end - 1].text), end - 1)]
        for start in range(end - 2, max(-1, end - 1 - LONGEST), -1):
            cost = _cost(words[start:end], line.size)
            if cost is not None:
                options.append((best[start][0] + cost, start))
        best.append(min(options))
    groups = []
    end = len(words)
    while end:
        start = best[end][1]
        groups.append((start, end))
        end = start
    return groups[::-1]


def _cost(parts: Sequence[Word], size: float) -> float | None:
    """What it costs to make one word of some; None where they cannot be one."""
    if any(word.raised for word in parts) or not any(_is_part(word.text) for word in parts):
        return None
    signs = [SIGNS.fullmatch(word.text) for word in parts]
    letters = [found["letters"] for found in signs if found is not None]
    if len(letters) < len(parts) or not _is_word("".join(letters)):
        return None
    if any(found and found["behind"] for found in signs[:-1]) or any(found and found["before"] for found in signs[1:]):
        return None
    cost = 0.0
    for first, second, left, right in zip(parts, parts[1:], letters, letters[1:], strict=False):
        gap = max(0.0, second.x0 - first.x1) / max(size, 1.0)
        cost += 1.0 + gap + (0.0 if not (left[-1].isascii() and right[0].isascii()) else PLAIN)
    return cost


def _is_word(letters: str) -> bool:
    return is_marked(letters) and stands_alone(letters)


def _joined(parts: Sequence[Word]) -> Word:
    if len(parts) == 1:
        return parts[0]
    return replace(
        parts[0],
        text="".join(word.text for word in parts),
        x1=max(word.x1 for word in parts),
        top=min(word.top for word in parts),
        bottom=max(word.bottom for word in parts),
    )
