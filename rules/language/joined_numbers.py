"""Numbers that are printed in two places and are one: ``12 tỷ 350`` triệu đồng, ``5% đến 7``%.

What stands between them says so: words of scale, a dash or ``đến`` with the same unit on both sides. The joined number
is worth what it says in the unit that stands behind it.

>>> [(n.text, n.value) for n in find_joined("hết 12 tỷ 350 triệu đồng")]
[('12 tỷ 350', Decimal('12350'))]
>>> [(n.text, n.value, n.value_max) for n in find_joined("từ 500 nghìn đến 1 triệu đồng")]
[('500 nghìn đến 1', Decimal('0.5'), Decimal('1'))]
"""

from __future__ import annotations

import re
from decimal import Decimal

from rules.language.measures import amount_at, scale_at
from rules.language.numbers import DASHES, Number, find_numbers
from rules.language.wording import Wording

_CONNECTS = Wording(rf"(?P<unit>.{{0,24}}?)[^\S\n]?(?:[{DASHES}]|(?P<to>(?<!\w){{up_to}}(?!\w)))[^\S\n]?", re.NOFLAG)
_UNIT = re.compile(r"\s?(?:%|[^\W\d]+(?:[ /][^\W\d]+){0,3})")
_FROM = Wording(r"(?<!\w){from}\s*$")
_MOVES = Wording(r"(?<!\w)(?:{up}|{down})\s+{from}\s*$")
THOUSAND = Decimal(1000)


def find_joined(text: str, in_cell: bool = False, english: bool = False) -> list[Number]:
    """All printed numbers of ``text`` in order, those that belong together as one. ``in_cell`` says that the text is a
    cell whose unit stands elsewhere in its table: two numbers and a dash are a range there. ``english`` is
    :func:`is_english` of the document."""
    found: list[Number] = []
    for number in find_numbers(text, english):
        joined = _compound(text, found[-1], number) or _range(text, found[-1], number, in_cell) if found else None
        if joined is not None:
            found[-1] = joined
        else:
            found.append(number)
    return found


def _compound(text: str, first: Number, second: Number) -> Number | None:
    """``1 triệu 26`` nghìn, ``2 nghìn 300`` tỷ, ``12 nghìn 350`` hộ: the first of a greater scale, the second whole and
    less than one of it."""
    scale = scale_at(text, first.end)
    if scale is None or text[scale.end : second.start].strip() or not _plain(first) or not _plain(second):
        return None
    behind = scale_at(text, second.end)
    if behind is None:
        whole = scale.factor == THOUSAND and len(second.text) == 3
        value = first.value * scale.factor + second.value if whole else None
    elif behind.factor < scale.factor:
        small = second.value * behind.factor < scale.factor
        value = first.value * scale.factor / behind.factor + second.value if small else None
    else:
        # only thousands are said of another scale: "300 triệu 6 tỷ" are two amounts
        small = scale.factor == THOUSAND and second.value < THOUSAND
        value = first.value * scale.factor + second.value if small else None
    if value is None or ("," in second.text and behind is None):
        return None
    return Number(first.start, second.end, text[first.start : second.end], value, flags=first.flags + second.flags)


def _range(text: str, first: Number, second: Number, in_cell: bool) -> Number | None:
    """``5% - 7``%, ``từ 5 đến 7``%, ``3 tỷ đến 5`` tỷ đồng: it rises, and both ends have one unit."""
    match = _CONNECTS.fullmatch(text, first.end, second.start)
    if match is None or not _plain(first) or second.value_max is not None or second.denominator is not None:
        return None
    unit = match["unit"].strip()
    value = first.value
    if not unit:
        followed = bool(_UNIT.match(text, second.end))
        alone = in_cell and not text[: first.start].strip(" (") and not text[second.end :].strip(" )%")
        if not followed and not alone:
            return None
    elif not _UNIT.fullmatch(unit):
        return None
    elif unit == "%":
        if not text[second.end :].lstrip().startswith("%"):
            return None
    else:
        scaled = _in_unit_behind(text, first, second)
        if scaled is None and (not _same_words(text, unit, second) or _moves(text, first)):
            return None
        value = scaled if scaled is not None else value
    if second.value <= value:
        return None
    flags = first.flags + second.flags
    return Number(first.start, second.end, text[first.start : second.end], value, second.value, None, flags)


def _in_unit_behind(text: str, first: Number, second: Number) -> Decimal | None:
    """What the first number is worth in the unit of the second, where both are of a scale and of one thing."""
    own, other = _worth(text, first.end), _worth(text, second.end)
    if own is None or other is None or (own[0] and own[0] != other[0]):
        return None
    return first.value * own[1] / other[1]


def _worth(text: str, position: int) -> tuple[str, Decimal] | None:
    scale, amount = scale_at(text, position), amount_at(text, position)
    if scale is None and amount is None:
        return None
    bare = amount is None or (scale is not None and amount.end == scale.end)
    factor = amount.factor if amount else scale.factor if scale else Decimal(1)
    return "" if bare or amount is None else amount.unit, factor


def _same_words(text: str, unit: str, second: Number) -> bool:
    behind = text[second.end :].lstrip()
    return behind.lower().startswith(unit.lower()) and not behind[len(unit) : len(unit) + 1].isalpha()


def _moves(text: str, first: Number) -> bool:
    """``tăng từ 12 xã đến 15 xã``: something went from one to the other. Only ``từ`` opens a range of things."""
    before = text[max(0, first.start - 40) : first.start]
    return bool(_MOVES.search(before)) or not _FROM.search(before)


def _plain(number: Number) -> bool:
    return number.value_max is None and number.denominator is None
