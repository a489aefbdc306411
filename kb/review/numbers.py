"""The numbers that a person types into the review CSV: Vietnamese ones only, and nothing that Excel may have changed.

Excel turns ``6.100`` into ``6.1``, ``10/6`` into a date and a long number into ``1,23E+05``. What could have been
two things is refused with its readings; a wrong number that looks right is the worst that can come of a correction.

>>> read_decimal("1.204,5"), read_decimal("0,005"), read_decimal("−3")
(Decimal('1204.5'), Decimal('0.005'), Decimal('-3'))
"""

from __future__ import annotations

import re
from decimal import Decimal

from kb.review.refused import RefusedError

_SIGNED = re.compile(r"(?P<sign>[+\-−–]?)\s?(?P<digits>.*)\Z")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_PLAIN = re.compile(r"[0-9]+(?:,[0-9]+)?")
_THREE = re.compile(r"(?P<whole>[1-9][0-9]{0,2}),(?P<rest>[0-9]{3})")
_POINT = re.compile(r"(?P<whole>[0-9]+)\.(?P<rest>[0-9]+)")
_ENGLISH = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_SCIENTIFIC = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE][+\-]?[0-9]{1,3}")
_SPACED = re.compile(r"[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+(?:,[0-9]+)?")
_FRACTION = re.compile(r"(?P<part>[0-9]{1,6})\s?/\s?(?P<whole>[0-9]{1,6})")
_MONEY = re.compile(r"(?P<number>[0-9.,]+)\s?(?P<word>nghìn|ngàn|triệu|tỷ|tỉ)\b.*", re.IGNORECASE)
_SIZES = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tỷ": 9, "tỉ": 9}
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = re.compile(
    r"(?P<a>[0-9]{1,4})[/\-.](?P<b>[0-9]{1,2})[/\-.](?P<c>[0-9]{1,4})(?:[ T].*)?"
    rf"|(?P<d>[0-9]{{1,4}})[\- ](?P<m>(?:{_MONTHS})[a-z]*|(?:thg|tháng)[ -]?[0-9]{{1,2}})(?:[\- ][0-9]{{2,4}})?"
    rf"|(?P<n>(?:{_MONTHS})[a-z]*|thg[ -]?[0-9]{{1,2}})[\- ](?P<e>[0-9]{{1,4}})",
    re.IGNORECASE,
)
_MOST_DIGITS = 15


def read_decimal(text: str) -> Decimal:
    """The exact value of a number in Vietnamese style. Raises RefusedError with the readings that it could have."""
    match = _SIGNED.match(text)
    sign, digits = (match["sign"], match["digits"]) if match else ("", text)
    if not digits.isascii():
        raise _refusal(text, digits)
    if _THREE.fullmatch(digits) or not (_GROUPED.fullmatch(digits) or _PLAIN.fullmatch(digits)):
        raise _refusal(text, digits)
    if sum(letter.isdigit() for letter in digits) > _MOST_DIGITS:
        raise RefusedError(
            f"“{text}” có hơn {_MOST_DIGITS} chữ số, không phải là một số liệu",
            f"{text} has more than {_MOST_DIGITS} digits and is no figure",
        )
    value = Decimal(digits.replace(".", "").replace(",", "."))
    return -value if sign in ("-", "−", "–") else value


def is_date(text: str) -> bool:
    """Whether this is how Excel shows a date that it made of something else."""
    return _DATE.fullmatch(text) is not None


def exact(value: Decimal) -> str:
    """A decimal as the base keeps it: no exponent, no zeros at the end."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def written(value: str) -> str:
    """A decimal of the base in Vietnamese style, ``1204.5`` as ``1.204,5``; empty stays empty."""
    if not value:
        return ""
    whole, _, rest = f"{abs(Decimal(value)):,f}".partition(".")
    return ("−" if Decimal(value) < 0 else "") + whole.replace(",", ".") + ("," + rest if rest else "")


def held(value: Decimal) -> str:
    """The number that a cell of a workbook holds, in Vietnamese style and in no doubt: of what could be read as grouped
    thousands (``1,204``) the decimals end with one more zero.

    >>> held(Decimal("1.204")), held(Decimal("1204")), read_decimal(held(Decimal("1.204")))
    ('1,2040', '1.204', Decimal('1.2040'))
    """
    text = written(exact(value))
    return f"{text}0" if _THREE.fullmatch(text.lstrip("−")) else text


def _refusal(text: str, digits: str) -> RefusedError:
    """Why this is no number here, with what it could mean, the likelier reading first."""
    readings = _readings(digits)
    if _DATE.fullmatch(digits):
        what, what_en = "là ngày tháng, có lẽ do Excel tự đổi", "is a date, perhaps of Excel's making"
    elif _SCIENTIFIC.fullmatch(digits):
        what, what_en = "là số viết gọn của Excel, có thể mất chữ số", "was shortened by Excel and may have lost digits"
    elif _FRACTION.fullmatch(digits):
        what, what_en = "là phân số", "is a fraction"
    elif readings and (digits.endswith("%") or _MONEY.fullmatch(digits)):
        what, what_en = (
            "có cả đơn vị, ô này chỉ nhận con số đầy đủ",
            "has its unit with it, here stands the number alone",
        )
    elif readings:
        what, what_en = "không viết kiểu Việt Nam", "is not written the Vietnamese way"
    else:
        what, what_en = "không phải là số", "is no number"
        readings = []
    could = f" Có thể là: {' hoặc '.join(readings)}." if readings else ""
    could_en = f" It could be {' or '.join(readings)}." if readings else ""
    return RefusedError(
        f"“{text}” {what}.{could} Hãy viết như: 1.204 hoặc 98,5",
        f"{text} {what_en}.{could_en} Write it like 1.204 or 98,5",
    )


def _readings(digits: str) -> list[str]:
    if three := _THREE.fullmatch(digits):
        whole, rest = three["whole"], three["rest"]
        return [f"{whole}.{rest}", f"{whole},{rest}0" if rest[-1] != "0" else f"{whole},{rest.rstrip('0') or '0'}"]
    if _DATE.fullmatch(digits):
        return _readings_of_date(digits)
    if point := _POINT.fullmatch(digits):
        whole, rest = point["whole"], point["rest"]
        readings = [f"{whole},{rest}"]
        if len(rest) < 3 and 0 < len(whole.lstrip("0")) <= 3:
            readings.append(f"{whole}.{rest.ljust(3, '0')}")
        return readings
    if _ENGLISH.fullmatch(digits):
        return [written(digits.replace(",", ""))]
    if _SCIENTIFIC.fullmatch(digits):
        return [written(exact(Decimal(digits.replace(",", "."))))]
    if _SPACED.fullmatch(digits):
        return [re.sub(r"\s", ".", digits)]
    if fraction := _FRACTION.fullmatch(digits):
        return [f"{fraction['part']} (giá trị), {fraction['whole']} (mẫu số)"]
    money = _MONEY.fullmatch(digits)
    if money and (_GROUPED.fullmatch(money["number"]) or _PLAIN.fullmatch(money["number"])):
        number = Decimal(money["number"].replace(".", "").replace(",", "."))
        return [written(exact(number.scaleb(_SIZES[money["word"].lower()])))]
    if digits.endswith("%"):
        return [digits[:-1].strip()]
    return []


def _readings_of_date(digits: str) -> list[str]:
    """What was typed when Excel made a date of it: a fraction or a decimal of day and month, in either order."""
    match = _DATE.fullmatch(digits)
    if match is None:
        return []
    if match["a"]:
        first, second = match["a"], match["b"]
        if len(first) == 4:
            first, second = match["c"], match["b"]
    else:
        month = match["m"] or match["n"]
        inside = re.sub(r"\D", "", month)
        number = inside or str(_MONTHS.split("|").index(month[:3].lower()) + 1)
        first, second = match["d"] or match["e"], number
    one, two = str(int(first)), str(int(second))
    return [f"{one}/{two}", f"{two}/{one}", f"{one},{two}", f"{two},{one}"]
