"""How values, periods and words of the base are written for Vietnamese readers. Knows no SQL and no HTML."""

from __future__ import annotations

import json
import re
from decimal import Decimal

from kb import vocabulary

NARROW = "\u202f"  # a narrow space that does not break, between a number and its sign

QUALIFIERS = {word.name: word.vi for word in vocabulary.QUALIFIERS if word.name != "exact"}
EXACT = next(word.vi for word in vocabulary.QUALIFIERS if word.name == "exact")
STATUSES = {word.name: word.vi for word in vocabulary.STATUSES}
KINDS = {word.name: word.vi for word in vocabulary.KINDS}
LEVELS = {word.name: word.plain[0] or word.vi for word in vocabulary.LEVELS}
ORIGINS = {word.name: word.vi for word in vocabulary.ORIGINS}
FLAGS = {word.name: word.vi for word in vocabulary.FLAGS}
SUSPICIONS = {word.name: word.vi for word in vocabulary.SUSPICIONS}
MILD = tuple(word.name for word in vocabulary.FLAGS if word.mild)
"""Flags that say how something was read and are no reason to look at the figure again."""
MONEY = ((10**9, "tỷ"), (10**6, "triệu"))

HALF = re.compile(r"(\d{4})-H([12])\Z")
QUARTER = re.compile(r"(\d{4})-Q([1-4])\Z")
FIRST_MONTHS = re.compile(
    r"(\d{4})-01(?:-01)?/\1-(0[2-9]|1[01])"
    r"(?:(?<=02)-2[89]|(?<=04|06|09|11)-30|(?<=03|05|07|08|10)-31)?\Z"
)


def doubts(flags: str) -> list[str]:
    """The flags of a figure (a JSON array) that ask for a look, in words."""
    return [FLAGS.get(flag, flag) for flag in json.loads(flags) if flag not in MILD]


def decimal_label(value: str | Decimal) -> str:
    """A decimal in Vietnamese style: ``2128`` as ``2.128``, ``76.8`` as ``76,8``; ``-3`` gets a true minus."""
    number = Decimal(value)
    text = f"{abs(number):,f}"
    whole, _, rest = text.partition(".")
    label = whole.replace(",", ".") + ("," + rest if rest else "")
    return ("−" if number < 0 else "") + label


def amount_label(value: str | Decimal, unit: str) -> str:
    """A value with its unit: ``76,8 %``, ``28,9 tỷ đồng``, ``2.128 trạm``; a rank is ``hạng 31``."""
    number = Decimal(value)
    if unit == "hạng":
        return f"hạng{NARROW}{decimal_label(number)}"
    if unit == "đồng":
        for size, word in MONEY:
            if abs(number) >= size:
                short = (number / size).normalize()
                return f"{decimal_label(Decimal(f'{short:f}'))} {word} đồng"
    if not unit:
        return decimal_label(number)
    return f"{decimal_label(number)}{NARROW if unit == '%' else ' '}{unit}"


def unit_label(unit: str, *, one: bool = False) -> str:
    """What a counted noun is called: as the document prints it, of ``one`` thing as of many."""
    return unit


def value_label(
    value: str,
    unit: str,
    *,
    qualifier: str = "exact",
    value_max: str | None = None,
    denominator: str | None = None,
    kind: str = "count",
) -> str:
    """What a figure says, as a person would write it: ``gần 2.128 trạm``, ``90–100 %``, ``10/18 huyện``,
    ``tăng 24 bậc``. Values are decimals as text; the words of ``qualifier`` and ``kind`` are those of the base."""
    number = Decimal(value)
    before = QUALIFIERS.get(qualifier, "")
    if kind == "change":
        before = " ".join(filter(None, ("giảm" if number < 0 else "tăng", before)))
        number = abs(number)
    label = amount_label(number, unit)
    behind = None
    if value_max is not None:
        behind = f"–{decimal_label(value_max)}"
    elif denominator is not None:
        behind = f"/{decimal_label(denominator)}"
    if behind is not None:
        printed = decimal_label(number)
        if label.startswith(printed):
            label = printed + behind + label[len(printed) :]
        elif unit == "đồng":
            label = f"{label} {behind[0]} {amount_label(value_max or denominator or '0', unit)}"
        else:
            label += behind
    return f"{before} {label}" if before else label


def subject_behind(unit: str, subject: str) -> str:
    """The subject as it reads behind ``92 người``: what it repeats of the unit is left out."""
    if unit and subject.lower().startswith(unit.lower()):
        return subject[len(unit) :].lstrip(" ,")
    return subject


def date_label(date: str) -> str:
    """An ISO date, month or year as a Vietnamese reader writes it: ``5/6/2024``, ``12/2023``, ``2023``."""
    year, *rest = date.split("-")
    return "/".join([*(part.lstrip("0") for part in reversed(rest)), year])


def period_label(period: str | None) -> str:
    """A period in words: ``6 tháng đầu năm 2024``, ``tháng 12/2023``, ``quý III/2024``; empty for None.

    A form that is not known is given back as it is, so that nothing is hidden.
    """
    if not period:
        return ""
    if match := HALF.match(period):
        return f"6 tháng {'đầu' if match[2] == '1' else 'cuối'} năm {match[1]}"
    if match := QUARTER.match(period):
        return f"quý {('I', 'II', 'III', 'IV')[int(match[2]) - 1]}/{match[1]}"
    if match := FIRST_MONTHS.match(period):
        return f"{int(match[2])} tháng đầu năm {match[1]}"
    if "/" in period:
        first, _, last = period.partition("/")
        if len(first) == len(last) == 4:
            return f"{first}–{last}"
        return f"từ {date_label(first)} đến {date_label(last)}"
    word = {4: "năm", 7: "tháng", 10: "ngày"}.get(len(period))
    return f"{word} {date_label(period)}" if word else period
