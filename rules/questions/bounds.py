"""Bounds: ``trên 90 %``, ``từ 80% trở lên``, ``đạt 100%``, ``>= 95``; a number alone is no bound but a word to find."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

from rules.language.fold import toned
from rules.language.numbers import parse_number
from rules.language.unit_words import load_units
from rules.language.wording import Words
from rules.questions.typed import Typed, phrases_of

Sign = Literal[">", ">=", "<", "<=", "="]
SIGNS: tuple[Sign, ...] = (">", ">=", "<", "<=", "=")
_BEFORE = phrases_of(
    Words("asks_over"), Words("asks_at_least"), Words("asks_under"), Words("asks_at_most"), Words("asks_exactly"),
    Words("asks_reach"),
)  # fmt: skip
_ENGLISH = phrases_of(Words("typed_in_english"))
_BEHIND = phrases_of(Words("asks_or_more"), Words("asks_or_less"))
_SAID: dict[str, Sign] = {
    "asks_over": ">",
    "asks_at_least": ">=",
    "asks_or_more": ">=",
    "asks_reach": ">=",
    "asks_under": "<",
    "asks_at_most": "<=",
    "asks_or_less": "<=",
    "asks_exactly": "=",
    ">": ">",
    ">=": ">=",
    "≥": ">=",
    "<": "<",
    "<=": "<=",
    "≤": "<=",
    "=": "=",
}
_WEAK = ("", "asks_exactly", "asks_reach")
MOST_BEFORE = 4
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*\Z")


@dataclass(frozen=True, slots=True)
class Bound:
    """What a value must be: ``sign`` to the ``value``, which is a percentage where ``percent``. ``first`` and ``last``
    are the typed words that say it."""

    sign: Sign
    value: Decimal
    percent: bool
    first: int
    last: int


def bound_of(typed: Sequence[Typed], taken: Container[int], usual: Mapping[str, str]) -> Bound | None:
    """The first bound of a question, None where there is none. ``taken`` are words that say something else, ``usual``
    is the usual word of letters without accents: in ``2000 tram`` they are trạm, not trăm."""
    english = any(_ENGLISH.at(typed, at) for at in range(len(typed)))
    for at, word in enumerate(typed):
        if at in taken or not _NUMBER.match(word.text) or (read := parse_number(word.text, english)) is None:
            continue
        value, last = read[0], at + 1
        while last < len(typed) and (factor := _scales().get(typed[last].tone or usual.get(typed[last].plain, ""))):
            value *= factor
            last += 1
        percent = last < len(typed) and (typed[last].text == "%" or typed[last].plain in ("percent", "pct"))
        last += percent
        before = sign_before(typed, at)
        behind = _BEHIND.at(typed, last) if last < len(typed) else None
        if behind:
            return Bound(_SAID[behind[0]], value, percent, before[1] if before else at, last + behind[1])
        if before:
            return Bound(before[0], value, percent, before[1], last)
        if percent:
            return Bound("=", value, percent, at, last)
    return None


def sign_before(typed: Sequence[Typed], at: int) -> tuple[Sign, int] | None:
    """The sign that words right before a number mean, and where they begin: of several the whole row (``đạt trên``),
    that which is more than ``đạt`` deciding."""
    first, said = at, ""
    while first > 0:
        before = _said_before(typed, first)
        if before is None:
            break
        said = before[0] if said in _WEAK else said
        first = before[1]
    return (_SAID[said], first) if said else None


def _said_before(typed: Sequence[Typed], end: int) -> tuple[str, int] | None:
    """The longest phrase, or the sign, that ends before a word: what it is called, and where it begins."""
    for size in range(min(MOST_BEFORE, end), 0, -1):
        if size == 1 and typed[end - 1].text in _SAID:
            return typed[end - 1].text, end - 1
        found = _BEFORE.at(typed, end - size)
        if found and found[1] == size:
            return found[0], end - size
    return None


@cache
def _scales() -> Mapping[str, Decimal]:
    """What words of scale stand for: ``tỷ`` is 10⁹."""
    return {toned(word): factor for word, factor in load_units().scales.items()}
