"""What a period is: an ISO form and its days. The one place that knows them; SQL reads them from the table ``periods``.

``2024``, ``2024-H1``, ``2024-Q3``, ``2024-06``, ``2024-06-05``, and a span of two of these, ``2021/2023``.

>>> days_of("2025-H1"), days_of("2024-02"), days_of("2021/2023-Q1")
(('2025-01-01', '2025-06-30'), ('2024-02-01', '2024-02-29'), ('2021-01-01', '2023-03-31'))
>>> days_of("quý I"), days_of("2023-02-30"), days_of(None)
(None, None, None)

Years are those of reports, 1900 to 2100.
"""

from __future__ import annotations

import re
from calendar import monthrange
from functools import lru_cache

_PART = re.compile(
    r"(?P<year>(?:19|20)[0-9]{2}|2100)"
    r"(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12][0-9]|3[01]))?))?"
)
_YEAR = re.compile(r"(?:19|20)\d{2}")


@lru_cache(maxsize=4_096)
def days_of(period: str | None) -> tuple[str, str] | None:
    """The first and the last day of a period, both ISO days that compare as text; None where it is no period, or one
    that ends before it begins."""
    first, span, last = (period or "").partition("/")
    begins, ends = _days_of_part(first), _days_of_part(last if span else first)
    if begins is None or ends is None or begins[0] > ends[1]:
        return None
    return begins[0], ends[1]


def first_day(period: str | None) -> str | None:
    """The first day of a period, None where it is none."""
    days = days_of(period)
    return days[0] if days else None


def last_day(period: str | None) -> str | None:
    """The last day of a period, None where it is none.

    >>> last_day("2024-Q3"), last_day("2025-12")
    ('2024-09-30', '2025-12-31')
    """
    days = days_of(period)
    return days[1] if days else None


def covers(outer: str | None, inner: str | None) -> bool:
    """Whether every day of ``inner`` is one of ``outer``; False where one of them is no period.

    >>> covers("2024", "2024-Q3"), covers("2024-H1", "2024-Q3"), covers("2024-H1", "2024-05-01/2024-06-30")
    (True, False, True)
    """
    whole, part = days_of(outer), days_of(inner)
    return whole is not None and part is not None and whole[0] <= part[0] and part[1] <= whole[1]


def before(one: str | None, other: str | None) -> bool:
    """Whether ``one`` is over when ``other`` begins; False where one of them is no period.

    >>> before("2025-H1", "2025-07"), before("2025", "2025-07"), before("2024-12-31", "2025")
    (True, False, True)
    """
    earlier, later = last_day(one), first_day(other)
    return earlier is not None and later is not None and earlier < later


def overlap(one: str | None, other: str | None) -> bool:
    """Whether two periods have a day in common; False where one of them is no period.

    >>> overlap("2025", "2025-H2"), overlap("2025-Q1", "2025-H2"), overlap("2025", "năm 2025")
    (True, False, False)
    """
    return days_of(one) is not None and days_of(other) is not None and not before(one, other) and not before(other, one)


def span_of_months(year: int, first: int, last: int) -> str:
    """Months of one year as a span of days, so that the same span has one name however it was written.

    >>> span_of_months(2023, 1, 9)
    '2023-01-01/2023-09-30'
    """
    return f"{year}-{first:02}-01/{year}-{last:02}-{monthrange(year, last)[1]}"


def first_months(year: int, count: int) -> str | None:
    """The first months of a year under the one name of that stretch; None where a year has not so many.

    >>> [first_months(2024, count) for count in (1, 3, 6, 9, 12)]
    ['2024-01', '2024-Q1', '2024-H1', '2024-01-01/2024-09-30', None]
    """
    if not 0 < count < 12:
        return None
    named = {1: f"{year}-01", 3: f"{year}-Q1", 6: f"{year}-H1"}
    return named.get(count) or span_of_months(year, 1, count)


def last_months(year: int, count: int) -> str | None:
    """The last months of a year under the one name of that stretch; None where a year has not so many.

    >>> [last_months(2024, count) for count in (1, 3, 4, 6)]
    ['2024-12', '2024-Q4', '2024-09-01/2024-12-31', '2024-H2']
    """
    if not 0 < count < 12:
        return None
    named = {1: f"{year}-12", 3: f"{year}-Q4", 6: f"{year}-H2"}
    return named.get(count) or span_of_months(year, 13 - count, 12)


def year_of(period: str | None) -> int | None:
    """The last year that a period reaches, None where it names none.

    >>> year_of("2022/2024"), year_of("2024-H1"), year_of(None)
    (2024, 2024, None)
    """
    years = _YEAR.findall(period or "")
    return int(years[-1]) if years else None


def shifted(period: str, years: int) -> str | None:
    """The same stretch some years later or, with a negative number, earlier; None where there is no such (a leap day).

    >>> shifted("2024-01-01/2024-06-05", -1), shifted("2024-02-29", -1)
    ('2023-01-01/2023-06-05', None)
    """
    moved = _YEAR.sub(
        lambda found: str(int(found.group()) + years) if _begins(period, found) else found.group(), period
    )
    return moved if days_of(moved) else None


def term_before(period: str) -> str | None:
    """The month before a month, the quarter before a quarter, and so on; None for what is no such term.

    >>> [term_before(period) for period in ("2026-01", "2026-Q3", "2026-H1", "2026", "2026-01-01/2026-03")]
    ['2025-12', '2026-Q2', '2025-H2', '2025', None]
    """
    if re.fullmatch(r"\d{4}", period):
        return str(int(period) - 1)
    found = re.fullmatch(r"(\d{4})-(Q|H|)(\d{1,2})", period)
    if found is None:
        return None
    year, kind, number = int(found[1]), found[2], int(found[3])
    most, width = {"Q": (4, 1), "H": (2, 1), "": (12, 2)}[kind]
    year, number = (year, number - 1) if number > 1 else (year - 1, most)
    return f"{year}-{kind}{number:0{width}}"


def last_part(period: str) -> str:
    """The last part of a span, or the period itself.

    >>> last_part("2024-01-01/2024-06"), last_part("2024-Q3")
    ('2024-06', '2024-Q3')
    """
    return period.partition("/")[2] or period


def reaching(first: str, end: str) -> str | None:
    """The stretch from ``first`` up to ``end``, under its one name; None where it ends before it begins.

    >>> reaching("2026-01-01", "2026-03"), reaching("2026-01-01", "2026-Q1"), reaching("2022", "2024")
    ('2026-01-01/2026-03', '2026-Q1', '2022/2024')
    >>> reaching("2026-04-01", "2026-03"), reaching("2026-01-01", "2026")
    (None, '2026')
    """
    span = f"{first}/{end}"
    days = days_of(span)
    return (end if days == days_of(end) else span) if days else None


def own_quarter(period: str) -> str | None:
    """The quarter that a period is, or whose last month it is; None where it is neither.

    >>> own_quarter("2026-03"), own_quarter("2026-Q2"), own_quarter("2026-02"), own_quarter("2026")
    ('2026-Q1', '2026-Q2', None, None)
    """
    days = days_of(period)
    if days is None or len(period) != 7:
        return None
    year, month = days[1][:4], int(days[1][5:7])
    quarter = f"{year}-Q{(month + 2) // 3}"
    return quarter if days[1] == last_day(quarter) and "H" not in period else None


def _begins(period: str, found: re.Match[str]) -> bool:
    """Whether the digits found are a year, at the begin of a part (``2024-2030`` is none)."""
    return found.start() == 0 or period[found.start() - 1] == "/"


def _days_of_part(part: str) -> tuple[str, str] | None:
    found = _PART.fullmatch(part)
    if found is None:
        return None
    year = int(found["year"])
    first, last = 1, 12
    if found["half"]:
        first, last = (1, 6) if found["half"] == "1" else (7, 12)
    elif found["quarter"]:
        last = 3 * int(found["quarter"])
        first = last - 2
    elif found["month"]:
        first = last = int(found["month"])
    end = monthrange(year, last)[1]
    if found["day"]:
        day = int(found["day"])
        return (part, part) if day <= end else None
    return f"{year}-{first:02}-01", f"{year}-{last:02}-{end}"
