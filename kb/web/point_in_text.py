"""Which number of a document's passages is the one that stands at a point of the printed page. No SQL, no PDF.

The letters of a page and those of its passages are the same ones, read in two ways: a page's come in the order of the
file, without its reader's repairs. So a number is known again by what stands before and behind it, letter by letter
outwards, and is taken only where one place fits better than all others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from rules.language.fold import bare_letters

ENOUGH = 6
"""So many letters around a number must be those of the page, or all that its passage has."""
_FAR = 60
_WORDS = 12
"""So many letters on both sides of a word tell its passage."""
_RUN = re.compile(r"\d(?:[\d.,]*\d)?")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a passage, ``start`` is that of the number in its text; -1 where only the passage is meant."""

    passage: int
    start: int = -1


def number_at(text: str, at: int) -> tuple[int, int] | None:
    """Where the run of digits stands that has the letter ``at``, or is right beside it; None where there is none.

    >>> number_at("có 1.204 trạm", 5), number_at("có 1.204 trạm", 2), number_at("có 1.204 trạm", 10)
    ((3, 8), (3, 8), None)
    """
    runs = [(one.start(), one.end()) for one in _RUN.finditer(text) if one.start() - 1 <= at <= one.end()]
    # Of two that touch the letter, as those of a fraction, the one that has it.
    return min(runs, key=lambda run: not run[0] <= at < run[1], default=None)


def place_of(text: str, at: int, passages: Iterable[tuple[int, str]]) -> Place | None:
    """The place in one of the ``passages`` (id and text) that the letter ``at`` of a page's ``text`` is. None where
    none fits, or several do."""
    some = list(passages)
    run = number_at(text, at)
    if run is None:
        return _passage_of(text, at, some)
    number = text[slice(*run)]
    here = re.compile(rf"(?<!\d)(?<!\d[.,]){re.escape(number)}(?![.,]?\d)")
    before, behind = _sides(text, *run)
    fits: list[tuple[int, Place]] = []
    for passage, words in some:
        for found in here.finditer(words):
            one, other = _sides(words, found.start(), found.end())
            alike = _alike(one[::-1], before[::-1]) + _alike(other, behind)
            if alike >= min(ENOUGH, len(one) + len(other)):
                fits.append((alike, Place(passage, found.start())))
    best = max((alike for alike, _ in fits), default=0)
    firsts = [place for alike, place in fits if alike == best]
    return firsts[0] if len(firsts) == 1 else None


def _passage_of(text: str, at: int, passages: Sequence[tuple[int, str]]) -> Place | None:
    """The one passage that has the letters around a place that is no number."""
    around = bare_letters(text[:at])[-_WORDS:] + bare_letters(text[at:])[:_WORDS]
    found = [passage for passage, words in passages if around in bare_letters(words)]
    return Place(found[0]) if len(found) == 1 and len(around) > _WORDS else None


def _sides(text: str, start: int, end: int) -> tuple[str, str]:
    return bare_letters(text[max(0, start - _FAR) : start]), bare_letters(text[end : end + _FAR])


def _alike(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
