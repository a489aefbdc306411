"""Numbers as Vietnamese reports print them: ``1.764`` · ``71,3`` · ``10/18`` · ``90-100`` · ``12 350``; what they mean.

A point groups thousands, a comma is the decimal mark. Tables of scores print ``7.15`` and ``0.075`` as well: a point
before one or two last digits, before four or more, or behind a leading zero is a decimal point. What could be read both
ways is read the Vietnamese way and flagged ``ambiguous_number``. A blank groups thousands too; the reader has made
every blank one of usual width, so that ``12 350`` may be two numbers and is flagged as well. What is garbled
(``1.000,00.0``) or a power of a calculator (``1e400``) is no number, nor is a part of it. A document of English numbers
is read as such (:func:`is_english`). Only ASCII digits count (``int`` would take others).

>>> parse_number("1.204.560")[0], parse_number("71,3")[0], parse_number("0.075")[0]
(Decimal('1204560'), Decimal('71.3'), Decimal('0.075'))
>>> [n.text for n in find_numbers("đạt 131,2/200 điểm, 90-100% và 1.764 trạm")]
['131,2/200', '90-100', '1.764']
>>> [n.text for n in find_numbers("1.000,00.0 · 12.345.67 · 1e400 · 1.5E+08 · 12.5e · 3E")]
['12.5', '3']
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_PLAIN = (
    r"(?:[1-9][0-9]{0,2}(?: [0-9]{3})+(?![.][0-9])(?:,[0-9]+)?(?! ?[0-9])"
    r"|[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]+(?:[.,][0-9]+)*)(?![.,]?[0-9]|[eE][+-]?[0-9])"
)
DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212~"
"""What stands between the ends of a range, for use inside square brackets."""
_NUMBER = re.compile(
    rf"(?<![0-9.,])(?<![0-9][eE])(?<![0-9][eE][+-])(?P<first>{_PLAIN})"
    rf"(?:\s?/\s?(?P<whole>{_PLAIN})(?!\s?/)|[^\S\n]?[{DASHES}][^\S\n]?(?P<upper>{_PLAIN})(?=\s?(?:%|[^\W\d_]{{2}})))?"
)
_BLANK_GROUPED = re.compile(r"[0-9]{1,3}(?: [0-9]{3})+(?:,[0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")
_ENGLISH = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+")
_COMMA_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_TWO_COMMAS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+,[0-9]{1,2}")
_SURELY_ENGLISH = re.compile(
    r"(?<![0-9.,])(?:[0-9]{1,3}(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+)(?![0-9.,]*[0-9])"
)
_SURELY_VIETNAMESE = re.compile(
    r"(?<![0-9.,])(?:[0-9]{1,3}(?:\.[0-9]{3}){2,}(?:,[0-9]+)?|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]+,(?:[0-9]{1,2}|[0-9]{4,}))"
    r"(?![0-9.,]*[0-9])"
)
_COMMA = re.compile(r"[0-9]+,[0-9]+")
_POINT = re.compile(r"[0-9]+\.[0-9]+")

MOST_DIGITS = 15
"""A longer run of digits is an account, a code or a fault of the source, and no quantity."""


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number: ``[start, end)`` in the text that was searched, ``text`` as printed, ``value`` as meant
    (a fraction's numerator, a range's lower end), ``flags`` the doubts. ``negative`` says that a workbook's cell holds
    it below zero; a sign that is only printed is judged by what the number counts."""

    start: int
    end: int
    text: str
    value: Decimal
    value_max: Decimal | None = None
    denominator: Decimal | None = None
    flags: tuple[str, ...] = ()
    negative: bool = False


def parse_number(printed: str, english: bool = False) -> tuple[Decimal, tuple[str, ...]] | None:
    """The value of one printed number without sign and its doubts; None where it is no number of this grammar.
    ``english`` says that a comma groups thousands here (:func:`is_english`)."""
    if sum(c.isdigit() for c in printed) > MOST_DIGITS or not printed.isascii():
        return None
    if _BLANK_GROUPED.fullmatch(printed):
        return Decimal(printed.replace(" ", "").replace(",", ".")), () if printed.count(" ") > 1 else (
            "ambiguous_number",
        )
    if _GROUPED.fullmatch(printed) and not printed.startswith(("0.", "00")):
        flags = (
            ("ambiguous_number",) if printed.count(".") == 1 and printed.endswith("00") and len(printed) == 5 else ()
        )
        return Decimal(printed.replace(".", "").replace(",", ".")), flags if "," not in printed else ()
    if _ENGLISH.fullmatch(printed) or (english and _COMMA_GROUPED.fullmatch(printed)):
        return Decimal(printed.replace(",", "")), ("foreign_number_style",)
    if _TWO_COMMAS.fullmatch(printed):
        # "7,710,3" for 7.710,3: the first comma should have been a point
        head, _, tail = printed.rpartition(",")
        return Decimal(f"{head.replace(',', '')}.{tail}"), ("ambiguous_number", "foreign_number_style")
    if _COMMA.fullmatch(printed):
        tail = printed.partition(",")[2]
        doubtful = len(tail) == 3 and not printed.startswith("0")
        return Decimal(printed.replace(",", ".")), ("ambiguous_number",) if doubtful else ()
    if _POINT.fullmatch(printed):
        return Decimal(printed), () if printed.startswith("0.") else ("decimal_point",)
    if printed.isdigit():
        return Decimal(printed), ()
    return None


def is_english(text: str) -> bool:
    """Whether a document writes its numbers the English way: some can be read in no other way (``1,204,560.5``), and
    none in the Vietnamese way only (``71,3``)."""
    return bool(_SURELY_ENGLISH.search(text)) and not _SURELY_VIETNAMESE.search(text)


def find_numbers(text: str, english: bool = False) -> list[Number]:
    """All printed numbers of ``text`` in order. A fraction is one number where its parts are numbers and it does not go
    on as a date would; a range is one number where a unit follows it at once and it rises."""
    found: list[Number] = []
    position = 0
    while match := _NUMBER.search(text, position):
        number = _read(match, english)
        position = number.end if number else match.end("first")
        if number:
            found.append(number)
    return found


def _read(match: re.Match[str], english: bool) -> Number | None:
    first = parse_number(match["first"], english)
    if first is None:
        return None
    value, flags = first
    start = match.start("first")
    if match["whole"]:
        whole = parse_number(match["whole"], english)
        if whole and whole[0] > 0:
            return Number(start, match.end(), match.group(), value, None, whole[0], flags + whole[1])
    if match["upper"]:
        upper = parse_number(match["upper"], english)
        if upper and upper[0] > value:
            return Number(start, match.end(), match.group(), value, upper[0], None, flags + upper[1])
    return Number(start, match.end("first"), match["first"], value, None, None, flags)
