"""How values, periods and words of the base are written for Vietnamese readers. Knows no SQL and no HTML."""

from __future__ import annotations

import json
import re
from decimal import Decimal

NARROW = "\u202f"  # a narrow space that does not break, between a number and its sign

QUALIFIERS = {
    "about": "khoảng",
    "nearly": "gần",
    "over": "trên",
    "under": "dưới",
    "min": "tối thiểu",
    "max": "tối đa",
}
STATUSES = {
    "actual": "kết quả",
    "target": "mục tiêu",
    "maximum": "điểm tối đa",
    "forecast": "ước, dự kiến",
}
EXACT = "đúng bằng"
KINDS = {
    "count": "số lượng",
    "amount": "lượng, số tiền",
    "rate": "tỷ lệ",
    "score": "điểm số",
    "rank": "thứ hạng",
    "change": "tăng, giảm",
    "frequency": "tần suất",
}
LEVELS = {
    "province": "cấp tỉnh",
    "district": "cấp huyện",
    "commune": "cấp xã",
    "village": "cấp thôn",
    "national": "cả nước",
}
ORIGINS = {
    "sentence": "câu văn",
    "list": "câu mở đầu danh sách",
    "table": "bảng",
    "heading": "đề mục phía trên",
    "footnote": "cước chú",
    "letterhead": "phần đầu văn bản",
    "default": "mặc định, không nêu",
}
FLAGS = {
    "ambiguous_number": "con số có thể đọc theo hai cách",
    "decimal_point": "dấu chấm được đọc là dấu thập phân",
    "foreign_number_style": "con số viết theo kiểu nước ngoài",
    "fraction_and_percentage_disagree": "phân số và tỷ lệ đi kèm không khớp",
    "no_unit": "không thấy đơn vị",
    "numerator_over_denominator": "tử số lớn hơn mẫu số",
    "ocr_like_subject": "chữ gần giống một thuật ngữ, có thể do quét hoặc gõ sai",
    "out_of_bounds": "ngoài khoảng hợp lý của chỉ tiêu",
    "period_from_heading": "kỳ lấy từ đề mục phía trên",
    "rate_over_100": "tỷ lệ vượt 100 %",
}
MILD = ("decimal_point", "period_from_heading")
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
