"""What a cell shows: a number in its number format, printed the Vietnamese way, and the number itself.

``#,##0`` shows 1204 as ``1.204``, ``0.0%`` shows 0.985 as ``98,5%`` and holds 98.5. Formats that are not understood
(fractions, exponents) show the number as it is: a format never changes a digit that is held.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from extract.oldfonts.convert import convert
from extract.sheets.book import Filled

_SIGNIFICANT = 15
"""A double holds 15 digits for sure; Excel keeps no more, so that 0.1 + 0.2 is 0.3."""
_SHOWN = 10
"""How many digits the format ``General`` shows."""
_PARTS = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]|[_*].|'
    r"(?P<digits>[0#?](?:[0#?,]*[0#?])?(?:\.[0#?]*)?|\.[0#?]+)(?P<scale>,*)|(?P<percent>%)|(?P<other>.)",
    re.DOTALL,
)
_DATE = re.compile(r"[ymdhs]", re.IGNORECASE)
_BARE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].')
_UNREAD = re.compile(r"[0#?]\s*/\s*[0-9#?]|E[+-]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Format:
    before: str
    behind: str
    decimals: int
    grouped: bool
    percent: bool
    thousands: int
    has_digits: bool


def show(value: object, number_format: str, font: str = "") -> Filled:
    """The cell of a value as a library of workbooks gives it: a number, a date, a text, true or false."""
    if isinstance(value, bool):
        return Filled("TRUE" if value else "FALSE", None, font)
    if isinstance(value, int | float):
        return _show_number(value, number_format or "General", font)
    if isinstance(value, datetime.datetime | datetime.date | datetime.time | datetime.timedelta):
        return Filled(show_date(value, number_format), None, font)
    return Filled("" if value is None else convert(str(value), font), None, font)


def show_date(value: object, number_format: str = "") -> str:
    """A day as ``22/09/2016``, a month as ``09/2016`` where the format has no day, a time as it is."""
    if isinstance(value, datetime.date):
        bare = _BARE.sub("", number_format).lower()
        return value.strftime("%m/%Y" if "y" in bare and "d" not in bare else "%d/%m/%Y")
    return str(value)


def is_date_format(number_format: str) -> bool:
    """Whether a number in this format is a day or a time: letters of dates outside of quoted words."""
    bare = _BARE.sub("", number_format.split(";")[0])
    return "general" not in bare.lower() and bool(_DATE.search(bare))


def exact(value: float) -> Decimal:
    """The decimal number that a double stands for."""
    return Decimal(value) if isinstance(value, int) else Decimal(format(value, f".{_SIGNIFICANT}g"))


def _show_number(value: float, number_format: str, font: str) -> Filled:
    if value != value or value in (float("inf"), float("-inf")):
        return Filled("", None, font)
    number = exact(value)
    form = _form(number_format, (number > 0) - (number < 0))
    if form is None:
        return Filled(_vietnamese(_rounded(number, _SHOWN), None, False), plain(number), font)
    if not form.has_digits:
        return Filled(f"{form.before}{form.behind}".strip(), None, font)
    held = number * 100 if form.percent else number
    held /= Decimal(1000) ** form.thousands
    sign = "-" if held < 0 and not form.before.strip().endswith(("-", "(")) else ""
    shown = _vietnamese(abs(held), form.decimals, form.grouped)
    percent = "%" if form.percent else ""
    return Filled(f"{form.before}{sign}{shown}{percent}{form.behind}".strip(), plain(held), font)


@lru_cache(maxsize=1_000)
def _form(number_format: str, sign: int) -> _Format | None:
    """What a number format says to numbers of a sign, None where it says nothing that is understood."""
    sections = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', number_format)
    index = {1: 0, -1: 1, 0: 2}[sign]
    section = sections[index] if index < len(sections) and len(sections) > 1 else sections[0]
    if _UNREAD.search(section) or "general" in section.lower() or "@" in section:
        return None
    before: list[str] = []
    behind: list[str] = []
    digits, scale, percent = "", 0, False
    for part in _PARTS.finditer(section):
        if part["digits"] and not digits:
            digits, scale = part["digits"], len(part["scale"])
        elif part["percent"]:
            percent = True
        else:
            words = part["quoted"] or part["escaped"] or part["currency"] or part["other"] or ""
            (behind if digits else before).append("" if words in "?#0," else words)
    decimals = len(digits.partition(".")[2])
    whole = digits.partition(".")[0]
    words_before, words_behind = "".join(before), "".join(behind)
    return _Format(words_before, words_behind, decimals, "," in whole, percent, scale, bool(digits))


def _rounded(number: Decimal, digits: int) -> Decimal:
    return number if len(number.as_tuple().digits) <= digits else Decimal(format(number, f".{digits}g"))


def _vietnamese(number: Decimal, decimals: int | None, grouped: bool) -> str:
    """The number with a comma before its decimals and, where ``grouped``, points between thousands."""
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{number:,f}" if grouped else plain(number) if decimals is None else f"{number:f}"
    return text.translate(str.maketrans(",.", ".,"))


def plain(number: Decimal) -> str:
    """The number without exponent and without zeros at its end (``98.5``)."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
