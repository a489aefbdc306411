"""Periods as the review CSV writes them, in words that Excel leaves alone, and as a person may write them.

>>> read_period("6 tháng đầu năm 2024"), read_period("quý II/2024"), read_period("tháng 6/2024"), read_period("2023")
('2024-H1', '2024-Q2', '2024-06', '2023')
"""

from __future__ import annotations

import re

from kb.labels import period_label
from kb.review.numbers import is_date
from kb.review.refused import RefusedError
from rules.language.calendar import days_of, first_months

_HALF = re.compile(r"6 tháng (đầu|cuối) năm ([0-9]{4})", re.IGNORECASE)
_FIRST_MONTHS = re.compile(r"(2|3|4|5|7|8|9|10|11) tháng đầu năm ([0-9]{4})", re.IGNORECASE)
_QUARTER = re.compile(r"quý ([1-4]|IV|I{1,3})\s?(?:/|năm )\s?([0-9]{4})", re.IGNORECASE)
_YEAR = re.compile(r"(?:năm )?([0-9]{4})", re.IGNORECASE)
_MONTH = re.compile(r"(?:tháng )?([0-9]{1,2})\s?(?:/|năm )\s?([0-9]{4})", re.IGNORECASE)
_DAY = re.compile(r"ngày ([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", re.IGNORECASE)
_BARE_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_SPAN = re.compile(r"từ (.+?) đến (.+)", re.IGNORECASE)
_YEARS = re.compile(r"([0-9]{4})\s?[–—-]\s?([0-9]{4})")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SHORTENED = re.compile(r"(?P<word>[a-z]{3}|thg)[a-z]*[ -]?(?P<number>[0-9]{1,2})?-(?P<year>[0-9]{2})", re.IGNORECASE)


def written(period: str) -> str:
    """An ISO period in words that :func:`read_period` reads again; empty stays empty."""
    return period_label(period)


def read_period(text: str) -> str:
    """The ISO period of such words or of ISO itself. Raises RefusedError where it is none, or Excel's date."""
    found = _one(text)
    if found is None and (match := _YEARS.fullmatch(text)):
        found = f"{match[1]}/{match[2]}"
    if found is None and (match := _SPAN.fullmatch(text)):
        found = _span(_end(match[1]), _end(match[2]))
    if found is None and text.count("/") == 1:
        first, last = text.split("/")
        if days_of(first) and days_of(last):
            found = _span(first, last)
    if found is None or not days_of(found):
        raise _refusal(text)
    return found


def _one(text: str) -> str | None:
    """A year, half, quarter, month or day; None where it is none of them or no such day exists."""
    if "/" not in text and days_of(text):
        return text
    if match := _HALF.fullmatch(text):
        return f"{match[2]}-H{1 if match[1].lower() == 'đầu' else 2}"
    if match := _FIRST_MONTHS.fullmatch(text):
        return first_months(int(match[2]), int(match[1]))
    if match := _QUARTER.fullmatch(text):
        return f"{match[2]}-Q{_ROMAN.get(match[1].lower(), match[1])}"
    if match := _YEAR.fullmatch(text):
        return _existing(match[1])
    if match := _MONTH.fullmatch(text):
        return _existing(f"{match[2]}-{int(match[1]):02d}")
    if match := _DAY.fullmatch(text):
        return _existing(f"{match[3]}-{int(match[2]):02d}-{int(match[1]):02d}")
    return None


def _end(text: str) -> str | None:
    """One end of a span; there the word ``ngày`` may be missing."""
    return _one(f"ngày {text}" if _BARE_DAY.fullmatch(text) else text)


def _span(first: str | None, last: str | None) -> str | None:
    whole = first is not None and last is not None and "/" not in first + last
    return f"{first}/{last}" if whole else None


def _existing(period: str) -> str | None:
    return period if days_of(period) else None


def _refusal(text: str) -> RefusedError:
    readings: list[str] = []
    if match := _BARE_DAY.fullmatch(text):
        days = (f"ngày {match[1]}/{match[2]}/{match[3]}", f"ngày {match[2]}/{match[1]}/{match[3]}")
        readings = [day for day in dict.fromkeys(days) if _one(day)]
        if match[1].lstrip("0") == "1":
            readings.append(f"tháng {int(match[2])}/{match[3]}")
    elif match := _SHORTENED.fullmatch(text):
        word = match["word"].lower()
        month = int(match["number"] or 0) if word == "thg" else _MONTHS.index(word) + 1 if word in _MONTHS else 0
        readings = [f"tháng {month}/20{match['year']}"] if 1 <= month <= 12 else []
    made = " là ngày tháng do Excel tự đổi" if is_date(text) or readings else " không phải là kỳ báo cáo"
    made_en = "is a date of Excel's making" if is_date(text) or readings else "is no period"
    could = f" Có thể là: {' hoặc '.join(readings)}." if readings else ""
    could_en = f" It could be {' or '.join(readings)}." if readings else ""
    return RefusedError(
        f"“{text}”{made}.{could} Hãy viết như: năm 2024, tháng 6/2024, quý 2/2024, 6 tháng đầu năm 2024",
        f"{text} {made_en}.{could_en} Write it like năm 2024, tháng 6/2024, quý 2/2024 or 2024-H1",
    )
