"""Of what: the unit behind a number. A measure (``tỷ đồng``, ``km``), per cent, points, ranks, a frequency, or the
counted noun (``trạm``, ``cán bộ, công chức, viên chức``).

Counted nouns of more than one syllable are data (``lexicon/units.toml``); any other noun is the first word that
underthesea cuts there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Literal

from rules.figure import PER_MILLE, PLACES_OF_A_RANK, POINTS, Level
from rules.language.fold import toned
from rules.language.lexicon import load_lexicon
from rules.language.measures import amount_at, ends_clause, scale_at
from rules.language.noun_phrases import is_noun, stretch_at, whole_noun, whole_word
from rules.language.tokens import words
from rules.language.unit_words import load_units
from rules.language.wording import Wording, Words

Family = Literal["percent", "measure", "points", "ranks", "frequency", "noun", "none"]

_EVERY = Wording(r"\s*({recurring}\s?/\s?(?:\d{1,2}\s?)?{times})")
_PER = Wording(r"\s*([^\W\d]+(?:[ ,]+[^\W\d]+){0,5}\s?/\s?(?:\d{1,2}\s?|{each} )?{recurring})\b")
_PER_HEAD = Wording(
    r"[^\W\d]+(?:\s[^\W\d]+){0,5}\s?/\s?"
    r"(?:1\.000|10\.000|100\.000|100|1\.000\.000|(?:1 )?{ten_thousand})\s+{heads}"
)
_PERCENT = Wording(r"\s?%|\s?(?:{points} )?{per_cent}\b|\s?{points} %", re.NOFLAG)
_PER_MILLE = Wording(r"\s?‰|\s?{per_mille}\b", re.NOFLAG)
_RANKS = Wording(r"\s*{rank_steps}\b")
_OF_LEVEL = Wording(r"{level_kinds}\s+{level_names}\b")
_POINTS = Wording(r"\s*{points}\b")
_SPELLED = Wording(r"\s*\((?:{numerals}\s?)+\)")
_TOTAL = Wording(r"\s*(?:{total_number}\s+|{total}\s+(?=[^\W\d])|{plural}\s+(?=[^\W\d]))?", re.NOFLAG)
_MORE_LEVELS = Wording(r"(?:(?:\s*,\s*|\s+{and}\s+|\s*[-–]\s*){level_kinds}\s+{level_names}(?!\w))+")
_AVERAGE = Wording(r"(?<!\w){averages}(?!\w)[^.;()\d]*\d[\d.,]*\s*$")
_JOINS_NOUNS = Wording(r"\s*,\s*|\s+{and}\s+|\s*-\s*|/|\s+", re.NOFLAG)
PARTS_OF_UNIT = Wording(r",|/| {and} ", re.NOFLAG)
_COUNTED = Words("counted_nouns")
_NO_UNITS = Words("no_units")
_OF_SCORES = Words("of_scores")
_CAPITAL_NOUNS = Words("capital_nouns")
_NO_UNIT_NAMES = Words("no_unit_names")
_NEVER_LONGER = Words("never_longer")
_HOUSEHOLDS = Wording(r" {kinds_of_households}(?!\w)")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as found: its name, its family, what the number must be multiplied by, and its offsets."""

    name: str
    family: Family
    factor: Decimal
    start: int
    end: int
    level: Level | None = None


def _behind_total(text: str, position: int) -> int:
    """Where the noun begins: behind blanks and ``tổng số``."""
    match = _TOTAL.match(text, position)
    return match.end() if match else position


@cache
def _nouns() -> Mapping[tuple[str, ...], str]:
    return {tuple(toned(w) for w in noun.split()): noun for noun in load_lexicon().words(_COUNTED.name)}


_WORD = re.compile(r"[^\W\d_]+")
_PER_AREA = Wording(r"\s?/\s?({areas})(?!\w)", re.NOFLAG)
_PART = re.compile(r"\d,\d+$")
_PER_THING = re.compile(r"\s?/\s?([^\W\d_]{2,})")
_PER_ROUND = re.compile(r"\s?/\s?10{1,2}(?:\.?000)?\s(?=[^\W\d_]{2})|\s?/\s?(?=[^\W\d_]{2})")
"""``/100`` before a noun, or nothing but the noun."""
MOST_TO_AVERAGE = 40
"""So many letters may stand between ``bình quân`` and its number."""
_NUMBER_BEHIND = re.compile(r"\s+\d")
_BLANKS = re.compile(r"\s*")


def noun_at(text: str, position: int) -> tuple[int, str] | None:
    """The longest counted noun that begins at ``position``: where it ends, and its name as the lexicon has it."""
    found = []
    at = position
    for match in list(_WORD.finditer(text, position, position + 60))[:4]:
        if text[at : match.start()].strip():
            break
        found.append(match)
        at = match.end()
    for length in range(len(found), 0, -1):
        name = _nouns().get(tuple(toned(m.group()) for m in found[:length]))
        if name:
            return found[length - 1].end(), name
    return None


def _has_part(text: str, position: int) -> bool:
    """Whether the number that ends at ``position`` is printed with decimals, as no count is."""
    return bool(_PART.search(text, max(0, position - 8), position))


def _counts_points(text: str, end: int) -> bool:
    """``95 điểm thu gom``: places are counted, where a noun follows ``điểm`` at once."""
    match = re.compile(r"\s([^\W\d]+)").match(text, end)
    if match is None or match.group(1).isupper() or match.group(1) in ("PAR", "Par"):
        # "89 điểm DTI"
        return False
    return match.group(1) not in _NO_UNITS and match.group(1) not in _OF_SCORES


@lru_cache(maxsize=4096)
def find_unit(text: str, position: int) -> Unit | None:
    """The unit that stands behind ``position`` (the end of a printed number), or None."""
    one = Decimal(1)
    if m := _SPELLED.match(text, position):
        # "15 (mười lăm) sở": the number once more in words
        position = m.end()
    if m := _PERCENT.match(text, position):
        return Unit("%", "percent", one, position, m.end())
    if m := _PER_MILLE.match(text, position):
        return Unit(PER_MILLE, "noun", one, position, m.end())
    if m := _PER_HEAD.match(text, _behind_total(text, position)):
        return Unit(m.group(), "noun", one, m.start(), m.end())
    if amount := amount_at(text, position):
        return Unit(amount.unit, "measure", amount.factor, amount.start, amount.end)
    for pattern in (_EVERY, _PER):
        if m := pattern.match(text, position):
            return Unit(" ".join(m.group(1).split()), "frequency", one, m.start(1), m.end())
    factor = one
    if scale := scale_at(text, position):
        if ends_clause(text, scale.end):
            # "thuê bao điện thoại: 4,21 triệu;": the thing stands before the number
            return Unit("", "none", scale.factor, scale.start, scale.end)
        factor = scale.factor
        position = _BLANKS.match(text, scale.end).end()  # type: ignore[union-attr]
    start = _behind_total(text, position)
    if _OF_LEVEL.match(text, start):
        return None
    if m := _PER_HEAD.match(text, start):
        return Unit(m.group(), "noun", factor, start, m.end())
    noun, behind = _joined_noun(text, start)
    if noun and noun.name != POINTS:
        if area := _PER_AREA.match(text, behind):
            # "289 người/km2"
            return Unit(f"{noun.name}/{area[1]}", "noun", factor, start, area.end())
        per = _PER_THING.match(text, behind)
        if per and (_has_part(text, position) or _AVERAGE.search(text[max(0, position - MOST_TO_AVERAGE) : position])):
            # "bình quân 22,5 người/xã"
            thing = noun_at(text, per.start(1))
            end = max(per.end(), thing[0] if thing else 0)
            return Unit(f"{noun.name}/{text[per.start(1) : end]}", "noun", factor, start, end)
        return Unit(noun.name, "noun", factor, start, noun.end, noun.level)
    if (m := _POINTS.match(text, position)) and (
        re.search(r"\d,\d+$", text[max(0, position - 8) : position]) or not _counts_points(text, m.end())
    ):
        return Unit(POINTS, "points", factor, start, m.end())
    if m := _RANKS.match(text, position):
        return Unit(PLACES_OF_A_RANK, "ranks", factor, start, m.end())
    if factor != one or start > position or (position < len(text) and text[position].isalpha()):
        return _per_another(text, position, _first_word(text, start, factor))
    return None


def _per_another(text: str, position: int, unit: Unit | None) -> Unit | None:
    """``112,3 bé trai/100 bé gái``, ``1,8 con/phụ nữ``: how many come to another thing, where the number that ends at
    ``position`` is no count."""
    if unit is None or unit.family != "noun" or not _has_part(text, position):
        return unit
    end = unit.start + len(unit.name)
    per = _PER_ROUND.match(text, end)
    if per is None or " ".join(text[unit.start : end].split()) != unit.name:
        return unit
    thing = find_unit(text, per.end())
    if thing is None or thing.family != "noun" or thing.start != per.end():
        return unit
    end = thing.start + len(thing.name)
    return Unit(" ".join(text[unit.start : end].split()), "noun", unit.factor, unit.start, end)


def _joined_noun(text: str, start: int) -> tuple[Unit | None, int]:
    """The counted noun that begins there, with those joined to it, and where all its words end."""
    first = noun_at(text, start)
    if first is None:
        return None, start
    end, name = first
    if " " not in name and (whole := whole_word(text, start, end)) > end:
        # "trường" of "trường hợp"
        end = whole
        name = " ".join(text[start:end].split())
    level = load_units().levels.get(name)
    end, last = _with_joined(text, end, {name})
    behind = end
    if name not in _NEVER_LONGER and last == name:
        behind = whole_noun(text, start, end)
        tails = {name, *_tails(text, start, behind)}
        behind, _ = _with_joined(text, behind, tails)
        if (more := _MORE_LEVELS.match(text, behind)) and _OF_LEVEL.search(text, start, behind):
            # "8 UBND cấp huyện, cấp xã"
            behind = more.end()
    elif last == name and (kind := _HOUSEHOLDS.match(text, end)):
        behind = kind.end()
    printed = " ".join(text[start:behind].split())
    return Unit(printed if printed else name, "noun", Decimal(1), start, end, level), behind


def _tails(text: str, start: int, end: int) -> Iterator[str]:
    """The counted nouns that end where a longer noun does (``lượt | cán bộ``, ``UBND | huyện``)."""
    for match in _WORD.finditer(text, start, end):
        tail = noun_at(text, match.start()) if match.start() > start else None
        if tail and tail[0] == end:
            yield tail[1]


def _with_joined(text: str, end: int, names: Set[str]) -> tuple[int, str]:
    """Where a row of nouns ends that goes on behind one of ``names``, and its last noun. A noun that has a number of
    its own behind it is another's (``12 lớp, học viên 340``)."""
    group = {noun for one in load_units().joined if names & set(one) for noun in one}
    last = next(iter(names))
    while group and (gap := _JOINS_NOUNS.match(text, end)):
        following = noun_at(text, gap.end())
        if not following or following[1] not in group or _NUMBER_BEHIND.match(text, following[0]):
            break
        end, last = following
    return end, last


def _first_word(text: str, start: int, factor: Decimal) -> Unit | None:
    if start >= len(text) or not text[start].isalpha():
        return None
    stretch = stretch_at(text, start)
    if not stretch.strip():
        return None
    spans = words(stretch)
    end = spans[0][1] if spans else len(stretch.split()[0])
    name = stretch[:end].strip()
    head = name.split()[0]
    if name in _NO_UNITS or name in _NO_UNIT_NAMES or (head in _NO_UNITS and not is_noun(text, start)):
        return None
    if head[0].isupper() and not head.isupper() and head not in _CAPITAL_NOUNS and not is_noun(text, start):
        return None
    behind = start + end if name in _NEVER_LONGER else whole_noun(text, start, start + end)
    return Unit(" ".join(text[start:behind].split()), "noun", factor, start, start + end)


@cache
def _classes() -> Mapping[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for name, one in load_units().classes.items():
        for noun in one.nouns:
            table.setdefault(_class_key(noun), set()).add(name)
    return {noun: frozenset(names) for noun, names in table.items()}


def _class_key(noun: str) -> str:
    return " ".join(toned(w) for w in noun.split())


@lru_cache(maxsize=8192)
def unit_classes(unit: str) -> frozenset[str]:
    """The classes of nouns that a unit belongs to (``cán bộ, công chức`` is a person); empty where it is unknown."""
    found: set[str] = set()
    for part in PARTS_OF_UNIT.split(unit):
        syllables = _class_key(part.strip()).split()
        # the class of its head: "đơn vị sự nghiệp công lập" is an organisation as any "đơn vị" is
        heads = (_classes().get(" ".join(syllables[:length])) for length in range(len(syllables), 0, -1))
        found |= next((classes for classes in heads if classes), frozenset())
    return frozenset(found)
