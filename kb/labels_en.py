"""The same as ``labels`` for readers of English. Units are English where ``units_en.toml`` has them, else printed."""

from __future__ import annotations

import json
from decimal import Decimal
from functools import cache
from pathlib import Path

from kb import labels, vocabulary
from rules.strict_toml import read_toml

QUALIFIERS = {word.name: word.en for word in vocabulary.QUALIFIERS if word.name != "exact"}
EXACT = next(word.en for word in vocabulary.QUALIFIERS if word.name == "exact")
STATUSES = {word.name: word.en for word in vocabulary.STATUSES}
KINDS = {word.name: word.en for word in vocabulary.KINDS}
LEVELS = {word.name: word.plain[1] or word.en for word in vocabulary.LEVELS}
ORIGINS = {word.name: word.en for word in vocabulary.ORIGINS}
FLAGS = {word.name: word.en for word in vocabulary.FLAGS}
SUSPICIONS = {word.name: word.en for word in vocabulary.SUSPICIONS}
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
MONEY = ((10**9, "billion"), (10**6, "million"))


def doubts(flags: str) -> list[str]:
    """The flags of a figure (a JSON array) that ask for a look, in words."""
    return [FLAGS.get(flag, flag) for flag in json.loads(flags) if flag not in labels.MILD]


def decimal_label(value: str | Decimal) -> str:
    """A decimal in English style: ``2128`` as ``2,128``; ``-3`` gets a true minus."""
    number = Decimal(value)
    return ("−" if number < 0 else "") + f"{abs(number):,f}"


def amount_label(value: str | Decimal, unit: str) -> str:
    """A value with its unit: ``76.8%``, ``28.9 billion đồng``; a rank is ``rank 31``."""
    number = Decimal(value)
    if unit == "hạng":
        return f"rank {decimal_label(number)}"
    if unit == "đồng":
        for size, word in MONEY:
            if abs(number) >= size:
                short = (number / size).normalize()
                return f"{decimal_label(Decimal(f'{short:f}'))} {word} đồng"
    if unit == "%":
        return f"{decimal_label(number)}%"
    return f"{decimal_label(number)} {unit_label(unit, one=number == 1)}".rstrip()


def unit_label(unit: str, *, one: bool = False) -> str:
    """What a counted noun is called, of ``one`` thing or of many: ``stations`` for ``trạm``; one that is not known is
    given back as it is."""
    single, _, many = _units().get(unit.casefold(), unit).partition("|")
    return single if one or not many else many


@cache
def _units() -> dict[str, str]:
    with read_toml(Path(__file__).with_name("units_en.toml")) as data:
        units = data.table("units")
        return {name.casefold(): units.string(name) for name in units}


def value_label(
    value: str,
    unit: str,
    *,
    qualifier: str = "exact",
    value_max: str | None = None,
    denominator: str | None = None,
    kind: str = "count",
) -> str:
    """What a figure says: ``nearly 2,128 stations``, ``90–100%``, ``10/18 districts``, ``up 24 places``."""
    number = Decimal(value)
    before = QUALIFIERS.get(qualifier, "")
    if kind == "change":
        before = " ".join(filter(None, ("down" if number < 0 else "up", before)))
        number = abs(number)
    label = amount_label(number, unit)
    other = value_max if value_max is not None else denominator
    if other is not None:
        sign = "–" if value_max is not None else "/"
        if unit == "đồng":
            label = f"{label} {sign} {amount_label(other, unit)}"
        else:
            printed = decimal_label(number)
            label = label.replace(printed, f"{printed}{sign}{decimal_label(other)}", 1)
    return f"{before} {label}" if before else label


def subject_behind(unit: str, subject: str) -> str:
    """As in Vietnamese: subjects are shown as printed."""
    return labels.subject_behind(unit, subject)


def date_label(date: str) -> str:
    """An ISO date, month or year in words: ``5 June 2024``, ``December 2023``, ``2023``."""
    year, *rest = date.split("-")
    if not rest:
        return year
    month = MONTHS[int(rest[0]) - 1] if rest[0].isdigit() and 1 <= int(rest[0]) <= 12 else rest[0]
    return " ".join([*(day.lstrip("0") for day in rest[1:]), month, year])


def period_label(period: str | None) -> str:
    """A period in words: ``first half of 2024``, ``Q3 2024``, ``2021–2025``; an unknown form as it is."""
    if not period:
        return ""
    if match := labels.HALF.match(period):
        return f"{'first' if match[2] == '1' else 'second'} half of {match[1]}"
    if match := labels.QUARTER.match(period):
        return f"Q{match[2]} {match[1]}"
    if match := labels.FIRST_MONTHS.match(period):
        return f"first {int(match[2])} months of {match[1]}"
    if "/" in period:
        first, _, last = period.partition("/")
        if len(first) == len(last) == 4:
            return f"{first}–{last}"
        return f"{date_label(first)} to {date_label(last)}"
    return date_label(period) if len(period) in (4, 7, 10) else period
