"""How much: the measure behind a number, with the words of scale before it and what it is reckoned by (``3,2 tỉ USD``,
``1,075 triệu tỷ đồng``, ``65 triệu đồng/người/năm``).

Words of scale may follow each other; a number of thousand millions of which nothing is said is money (``12 tỷ``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from math import prod

from rules.figure import MONEY
from rules.language.unit_words import load_units
from rules.language.wording import Wording, Words

_CLAUSE_ENDS = re.compile(r"\s*(?:[,;.)(\n]|$)")
_COUNTED_IN_THOUSAND_MILLIONS = Wording(r"\s*{counted_in_billions}(?!\w)")
_RECKONED_BY = Wording(r"(?:\s?/\s?{reckoned_by}(?!\w))+")
_NO_MEASURES = Wording(r"\s*{no_measures}(?!\w)")
_RECURRING = Words("recurring")
_FOR_A_THING = re.compile(r"(?:\s?/\s?[^\W\d_]{2,})+")
MONEY_SCALE = Decimal(1_000_000_000)
"""From this scale on a number that names nothing is money."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A measure as found: ``unit`` as it is kept (empty where only a scale stands), ``factor`` by which the number is
    multiplied, the offsets of its words."""

    unit: str
    factor: Decimal
    start: int
    end: int


def scale_at(text: str, position: int) -> Amount | None:
    """The words of scale right behind ``position``, or None."""
    factors: list[Decimal] = []
    start = end = position
    while match := _scale().match(text, end):
        start = start if factors else match.start(1)
        factors.append(load_units().scales[match[1].lower()])
        end = match.end()
    return Amount("", prod(factors, start=Decimal(1)), start, end) if factors else None


def amount_at(text: str, position: int) -> Amount | None:
    """The measure behind ``position`` with its scale, or None where something is counted or nothing stands there.

    >>> amount_at("3,2 tỉ USD cho", 3).factor, amount_at("12 tỷ cho", 2).unit, amount_at("2 tỷ lượt", 1)
    (Decimal('1000000000'), 'đồng', None)
    """
    scale = scale_at(text, position)
    behind = scale.end if scale else position
    factor = scale.factor if scale else Decimal(1)
    if _NO_MEASURES.match(text, behind):
        return None
    if found := _measure().match(text, behind):
        measure = load_units().measures[" ".join(found[1].split())]
        start = scale.start if scale else found.start(1)
        if by := _RECKONED_BY.match(text, found.end()):
            if measure.unit in _RECURRING:
                return None
            per = re.sub(r"\s?/\s?", "/", " ".join(by.group().split()))
            return Amount(measure.unit + per, measure.factor * factor, start, by.end())
        if measure.unit == MONEY and (thing := _FOR_A_THING.match(text, found.end())):
            per = re.sub(r"\s?/\s?", "/", thing.group())
            return Amount(measure.unit + per, measure.factor * factor, start, thing.end())
        if measure.unit in _RECURRING and text[found.end() :].lstrip().startswith("/"):
            return None
        return Amount(measure.unit, measure.factor * factor, start, found.end())
    if scale is None or factor < MONEY_SCALE or _COUNTED_IN_THOUSAND_MILLIONS.match(text, scale.end):
        return None
    return Amount(MONEY, factor, scale.start, scale.end)


def ends_clause(text: str, position: int) -> bool:
    """Whether nothing follows: the thing stood before the number (``thuê bao: 4,21 triệu;``)."""
    return bool(_CLAUSE_ENDS.match(text, position))


@cache
def _measure() -> re.Pattern[str]:
    names = sorted(load_units().measures, key=len, reverse=True)
    joined = "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in names)
    return re.compile(rf"\s?({joined})(?![\w²³])")


@cache
def _scale() -> re.Pattern[str]:
    return re.compile(rf"\s*({'|'.join(load_units().scales)})(?!\w)", re.IGNORECASE)
