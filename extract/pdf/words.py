"""A word of a PDF line, and which words that stand hardly apart are one.

Programs draw a blank and print the next letter over it, or set letters apart by a seventh of their size: ``1.2 50
tr ạm``. What a person sees as one word is one, unless both parts are Vietnamese syllables and the whole is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from extract.syllables import is_syllable

ONE_OF = 0.6  # a gap inside a word is at most so much of the line's usual gap between words
NUMERIC = re.compile(r"[\d.,]+")
WELL_FORMED = re.compile(r"\d+(?:,\d+)?|\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+")
ONE_NUMBER = 0.16  # of the size: two numbers that stand farther apart are two, as in the columns of a narrow table
LETTERS = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class Word:
    """A printed word. ``glued``: no blank before it; ``raised``: a small raised run that may be a footnote mark;
    ``doubtful``: it was recognised on a picture, and its digits may be others."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    glued: bool = False
    raised: bool = False
    doubtful: bool = False


def rejoined(words: Sequence[Word], faint: set[int]) -> list[Word]:
    """The words of a line, those at the indexes ``faint`` joined to the word before them where the two are one.

    Where most words of a line stand hardly apart, blanks are what parts them there: a font whose blank has no width.
    """
    gaps = [b.x0 - a.x1 for i, (a, b) in enumerate(pairwise(words), 1) if i not in faint and not b.glued]
    trusted = len(gaps) >= len(faint)
    alone = len(faint) <= 2  # as in a cell, which shows no usual gap
    usual = median(gaps) if gaps else 0.0
    out: list[Word] = []
    for index, word in enumerate(words):
        last = out[-1] if out else None
        if last is None or index not in faint or not _one(last, word, usual, trusted, alone):
            out.append(word)
            continue
        out[-1] = replace(
            last,
            text=last.text + word.text,
            x1=max(last.x1, word.x1),
            top=min(last.top, word.top),
            bottom=max(last.bottom, word.bottom),
        )
    return out


def _one(first: Word, second: Word, usual: float, trusted: bool, alone: bool) -> bool:
    gap = second.x0 - first.x1
    if first.raised or second.raised or (gap > 0.1 * first.size and gap > ONE_OF * usual):
        return False
    if NUMERIC.fullmatch(first.text) and (rest := NUMERIC.match(second.text)):
        two = WELL_FORMED.fullmatch(first.text) and WELL_FORMED.fullmatch(rest.group().rstrip(".,"))
        one = WELL_FORMED.fullmatch((first.text + rest.group()).rstrip(".,"))
        return bool(one) and (trusted or alone) and not (two and gap > ONE_NUMBER * first.size)
    left, right = LETTERS.search(first.text[::-1]), LETTERS.match(second.text)
    if left is None or left.start() or right is None:
        return trusted and not (left or right)
    left_part, right_part = left.group()[::-1], right.group()
    apart = is_syllable(left_part) and is_syllable(right_part)
    whole = is_syllable(left_part + right_part)
    return whole and (trusted or not apart) if apart or whole else trusted
