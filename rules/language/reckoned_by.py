"""By how many heads a number is reckoned: ``12,5 bác sĩ trên 1 vạn dân``, ``Giường bệnh/vạn dân: 29``. What stands
there in digits counts nothing itself, and the number beside it is a rate.

>>> [one.heads for one in find_reckoned("Giường bệnh bình quân 1 vạn dân: 61; 3 ca trên 100.000 dân")]
['vạn dân', '100.000 dân']
>>> find_reckoned("Xã có trên 1.000 dân; mở lớp cho trên 100 người dân.")
[]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from rules.language.measures import scale_at
from rules.language.numbers import parse_number
from rules.language.unit_words import load_units
from rules.language.units import find_unit
from rules.language.wording import Wording, Words

_ROUND = r"1\.000\.000|100\.000|10\.000|1\.000|100|10|1"
_NO_HEADS_BEHIND = r"(?!\w)(?!\s*/|\s+{each}\b)"
_RECKONED = Wording(
    r"(?:(?<!\w){reckoned_on}\s+|(?<=[^\W\d_])\s?/\s?)"
    rf"(?:(?P<round>(?:{_ROUND})\s+(?:{{round_scales}}\s+)?|(?:{{one_of_many}}\s+)?{{round_scales}}\s+)(?P<noun>{{heads_reckoned}})"
    rf"|(?P<one>1)\s+(?P<each>{{heads}})){_NO_HEADS_BEHIND}"
)
_OVER = Wording(
    rf"(?<!\w){{over_heads}}\s+(?P<round>(?:{_ROUND})\s+(?:{{round_scales}}\s+)?)"
    rf"(?P<noun>{{heads_reckoned}}){_NO_HEADS_BEHIND}"
)
_STATED = Wording(r"(?:\s*\([^()\d]{1,30}\)|\s+{year}\s+\d{4})*\s*(?:[:|\t]|{only_is}(?!\w))\s*(?:{value_cues}\s*)*\d")
_OF_A_PLACE = Wording(r"\b(?:{before_a_count}|{with})\s+$")
_ROW = Wording(r"\s*(?:[-+*•]\s*|\d+(?:\.\d+)*[.)]?\s+)?(?P<counted>(?:{total_number}|{number_word}|{rates})\s)?")
_NUMBER = re.compile(r"\d[\d.,]*(?=\s+[^\W\d])")
_ONE = Words("one_of_many")


@dataclass(frozen=True, slots=True)
class Reckoned:
    """``text[start:end]`` says by what a number is reckoned (``trên 1 vạn dân``), which is ``heads`` (``vạn dân``)."""

    start: int
    end: int
    heads: str


def find_reckoned(text: str) -> list[Reckoned]:
    """The stretches of a text that say so, in order. ``trên 1.000 dân`` alone are more than a thousand: it is one only
    behind what is counted, or before the number that is told of it."""
    found = {match.start(): match for match in _RECKONED.finditer(text)}
    for match in _OVER.finditer(text):
        told = _STATED.match(text, match.end()) or _names_row(text, match.start(), match.end())
        if (told and not _OF_A_PLACE.search(text[: match.start()])) or _is_behind_a_count(text, match.start()):
            found[match.start()] = match
    return [Reckoned(match.start(), match.end(), _heads_of(match)) for _, match in sorted(found.items())]


def same_heads(one: str, other: str) -> bool:
    """Whether two names of heads mean the same.

    >>> same_heads("10.000 dân", "vạn dân"), same_heads("100 dân", "vạn dân")
    (True, False)
    """
    return one == other or _how_many(one) == _how_many(other)


def _names_row(text: str, start: int, end: int) -> bool:
    """Whether the text is nothing but the name of a row that tells a number of it: ``Số ca mắc trên 100.000 dân``."""
    row = _ROW.match(text)
    if text[end:].strip(" ()") or row is None:
        return False
    return bool(row["counted"]) or _noun_ends(text[row.end() : start].lower())


def _noun_ends(words: str) -> bool:
    """Whether words are one counted noun, and no places (``Xã trên 10.000 dân`` is a kind of them)."""
    unit = find_unit(f" {words}", 0)
    return unit is not None and unit.name not in load_units().levels and unit.name == " ".join(words.split())


def _is_behind_a_count(text: str, start: int) -> bool:
    """Whether the noun of a number ends right before: ``3,2 dược sĩ | trên 1 vạn dân``."""
    numbers = list(_NUMBER.finditer(text, 0, start))
    return bool(numbers) and _noun_ends(text[numbers[-1].end() : start])


def _heads_of(match: re.Match[str]) -> str:
    """``vạn dân`` of ``1 vạn dân`` and of ``mỗi vạn dân``, ``100.000 dân`` as it is."""
    named = match.groupdict()
    if named.get("one"):
        return " ".join(named["each"].split())
    words = f"{named['round']}{named['noun']}".split()
    return " ".join(words[1:] if words[0] == "1" or words[0] in _ONE else words)


def _how_many(heads: str) -> tuple[Decimal, str]:
    number, _, noun = heads.partition(" ")
    value = parse_number(number)
    count, behind = (value[0], noun) if value else (Decimal(1), heads)
    scale = scale_at(behind, 0)
    return (count * scale.factor, behind[scale.end :].strip()) if scale else (count, behind)
