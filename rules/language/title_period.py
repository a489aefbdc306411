"""The reporting period that a title names: ``read_period(title) -> "2024-H1"``.

``tình hình 6 tháng đầu năm và nhiệm vụ 6 tháng cuối năm 2024`` reports on the first half: what stands behind
``nhiệm vụ`` or ``phương hướng`` is planned. The years of laws (``ngày 12/4/2021``) and horizons (``đến năm 2025``) are
no period.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rules.language.calendar import first_months, last_months
from rules.language.wording import Wording, Words

NUMBER_WORDS = ((Words("three"), 3), (Words("six"), 6), (Words("nine"), 9))
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
NO_PERIOD = Wording(
    r"{title_documents}(?: {of_action})? {number_word} [^\s,]+(?:,? {day} \d{1,2}[/-]\d{1,2}[/-]\d{4})?"
    r"|\b{day} \d{1,2}[/-]\d{1,2}[/-]\d{4}"
    r"|{horizons} (?:{reaching} )?(?:{year} )?\d{4}(?:\s*[-–]\s*\d{4})?"
    r"|{earlier_than} (?:{year} )?\d{4}"
)
YEAR = r"(?P<year>(?:19|20)\d\d)"
SPAN = Wording(r"{title_spans}\s*(?P<a>20\d\d)\s*(?:[-–]|{reaching}(?: {end_of})?(?: {year})?)\s*(?P<b>20\d\d)")
DATES = Wording(
    r"{from} (?:{day} )?(\d{1,2})/(\d{1,2})/(20\d\d)\s*(?:{reaching}|[-–])\s*"
    r"(?:(?:{end_of} )?{day} )?(\d{1,2})/(\d{1,2})/(20\d\d)"
)
PART = Wording(
    r"(?P<months>\d{1,2}|{three}|{six}|{nine}) {months} (?:(?P<half>{halves})(?: {year})?|(?={year} 20))"
    r"|{quarter} (?P<quarter>iv|i{1,3}|[1-4])\b"
    r"|\b{months} (?P<month>0?[1-9]|1[0-2])\b"
    r"|\b{year} (?=20\d\d)"
)
OWN_YEAR = Wording(rf"\s*(?:/|,|-)?\s*(?:{{year}}\s*)?{YEAR}\b")
LATER_YEAR = Wording(rf"(?:{{year}}\s*|/\s*){YEAR}\b")
HORIZON = Wording(r"{before_horizon}\s*(?:{end_of}\s*)?$")
PLANNED = Wording(r"{title_plans}")
REPORTED = Wording(r"{title_results}")
ACCOUNTS = Wording(r"{title_accounts}")
CLAUSE = Wording(r"[;,(]|\b{and}\b")
FIRST = Words("beginning")


@dataclass(frozen=True, slots=True)
class _Found:
    """A period in a title: ISO, its length in months, whether it is planned and not reported."""

    iso: str
    months: int
    planned: bool


def read_period(title: str, year: int | None = None) -> str | None:
    """The reporting period in ISO, as exact as the title says it: ``2024-H1``, ``2024-Q3``, ``2024-06``, ``2023``,
    ``2023-01-01/2023-09-30``, ``2021/2023``; None where it names none. ``year`` is the year of issue, for a title
    that says only ``6 tháng đầu năm``."""
    text = " ".join(unicodedata.normalize("NFC", title).casefold().split())
    dates = DATES.search(text)
    if dates:
        d1, m1, y1, d2, m2, y2 = map(int, dates.groups())
        return f"{y1:04}-{m1:02}-{d1:02}/{y2:04}-{m2:02}-{d2:02}"
    text = NO_PERIOD.sub(lambda m: " " * len(m.group()), text)
    found: list[_Found] = []
    read_to = 0
    for match in PART.finditer(text):
        part = _read_part(text, match, year) if match.start() >= read_to else None
        own = OWN_YEAR.match(text, match.end())
        read_to = own.end() if own else read_to
        found += [part] if part else []
    reported = [part for part in found if not part.planned] or found[:1]
    if reported:
        return max(reported, key=lambda part: (part.months, part.iso)).iso
    span = SPAN.search(text)
    return f"{span['a']}/{span['b']}" if span else None


def _read_part(text: str, part: re.Match[str], issued: int | None) -> _Found | None:
    """A part of a year with its own year, or the next one that the title names."""
    if HORIZON.search(text[: part.start()]) or SPAN.match(text, part.start()):
        return None
    own = OWN_YEAR.match(text, part.end())
    later = own or LATER_YEAR.search(text, part.end())
    year = int(later["year"]) if later else issued
    if year is None:
        return None
    before = text[: part.start()]
    planned = bool(PLANNED.search(before)) and not REPORTED.search(before)
    if not planned:
        cue = max((m.start() for m in PLANNED.finditer(before)), default=-1)
        told = max((m.start() for m in ACCOUNTS.finditer(before)), default=-1)
        planned = cue > told and bool(CLAUSE.search(before[told:cue]))
    if part["months"]:
        count = next((number for words, number in NUMBER_WORDS if part["months"] in words), 0) or int(part["months"])
        iso = last_months(year, count) if part["half"] and part["half"] not in FIRST else first_months(year, count)
        return _Found(iso, count, planned) if iso else None
    if part["quarter"]:
        return _Found(f"{year}-Q{QUARTERS[part['quarter']]}", 3, planned)
    if part["month"]:
        return _Found(f"{year}-{int(part['month']):02}", 1, planned)
    return _Found(str(year), 12, planned)
