"""When: times as reports write them, in ISO and as exact as they are printed.

``tháng 12/2023`` is 2023-12, ``6 tháng đầu năm 2024`` 2024-H1, ``quý III/2022`` 2022-Q3, ``cuối năm 2023`` 2023-12,
``hết năm 2023`` 2023,
``từ ngày 01/01/2024 đến ngày 05/6/2024`` 2024-01-01/2024-06-05. What leaves something out is completed by the
document's own time: ``từ đầu năm đến nay`` ends where the report ends, ``trong quý`` is its quarter, ``cùng kỳ năm
trước`` the same stretch a year earlier. What a time is to the words around it stands in
:mod:`rules.language.time_roles`, which of them a figure takes in :mod:`rules.language.held_times`.

>>> [(t.iso, t.role) for t in find_times("Tính đến tháng 12/2023, tăng so với năm 2022")]
[('2023-12', 'opening'), ('2022', 'reference')]
>>> [t.iso for t in find_times("Từ đầu năm đến nay", Now(2026, "2026-03", "2026-03"))]
['2026-01-01/2026-03']
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rules.language.calendar import (
    days_of,
    first_months,
    last_day,
    last_months,
    last_part,
    own_quarter,
    reaching,
    shifted,
    year_of,
)
from rules.language.time_patterns import TIME_PATTERNS
from rules.language.time_roles import (
    Role,
    how_long,
    is_begin,
    is_deadline,
    is_of_a_law,
    is_of_a_plan,
    is_of_a_review,
    is_of_an_act,
    is_publication,
    role_of,
    within,
)
from rules.language.wording import Words

_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_WHOLE = Words("end_of")
_FIRST_HALF = Words("beginning")
_COUNTED = tuple(
    (Words(word), number)
    for number, word in enumerate(
        ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 2
    )
)

_OWN_PARTS = (("months", Words("months")), ("quarter", Words("quarter")), ("year", Words("year")))
_OF_PLANS = ("year", "years", "quarter", "month", "half", "months")
# Where the document does not tell their end or stretch, they still take back the time before them
_UNDATED = ("now", "since_start", "own", "accrued")
_DAYS = ("day", "long_day", "bare_day")
_POINTS = (*_DAYS, "month", "month_only", "bare_month", "quarter", "year")


@dataclass(frozen=True, slots=True)
class Now:
    """When a document speaks: the ``year`` that unfinished times belong to, its own reporting ``period``, and the last
    time that its figures reach, ``end`` (a report's: where its period ends; else its month of issue). It may be issued
    later, and knows what is ``latest``. None is unknown."""

    year: int | None = None
    period: str | None = None
    end: str | None = None
    latest: str | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """A time in a text: ``iso`` is None where the year is not printed and for ``now`` (``đến nay``). ``of_plan``: it is
    the time of a plan, a budget or a campaign that the words name; it is a goal's, and no result's. ``earlier``: it is
    what ``cùng kỳ`` means. ``bound``: it is a deadline or a mere begin (``trước ngày …``, ``từ ngày …``), which a goal
    has, and no result. ``year_end``: it is the end of a year, which for a goal is as much as the year."""

    start: int
    end: int
    iso: str | None
    role: Role
    of_plan: bool = False
    earlier: bool = False
    bound: bool = False
    year_end: bool = False


UNKNOWN = Now()


@lru_cache(maxsize=512)
def find_times(text: str, now: Now = UNKNOWN) -> tuple[Time, ...]:
    """The times of ``text`` in order; ``now`` completes what its words leave out (``6 tháng đầu năm``)."""
    taken: list[Time] = []
    before_it: list[tuple[Time, int | None]] = []
    of_laws: list[tuple[int, int]] = []
    for name, pattern in TIME_PATTERNS:
        for match in pattern.finditer(text):
            spans = [(t.start, t.end) for t in taken] + [(t.start, t.end) for t, _ in before_it] + of_laws
            if any(match.start() < end and start < match.end() for start, end in spans):
                continue
            before = text[: match.start()]
            day = name in _DAYS
            if is_of_a_law(before, day=day, year=name == "year") or (day and is_of_an_act(text, match.end())):
                if day:
                    of_laws.append(match.span())
                continue
            role = role_of(name, before)
            if name == "year_before":
                stated = match.groupdict().get("y")
                before_it.append((Time(*match.span(), None, role, earlier=True), int(stated) if stated else None))
                continue
            iso = _iso(name, match, now)
            if iso is None and name not in _UNDATED:
                continue
            role = role if iso or name == "now" else "now"
            of_plan = name in _OF_PLANS and is_of_a_plan(before)
            if name == "year_end" and is_of_a_review(before):
                iso = got_year if (got_year := match.groupdict().get("y")) else iso
            bound = name in _POINTS and (is_deadline(before) or is_begin(before))
            taken.append(Time(*match.span(), iso, role, of_plan, bound=bound, year_end=name == "year_end"))
    taken.sort(key=lambda t: t.start)
    taken = [time for time in taken if not _only_published(time, taken, text)]
    back = (
        replace(time, iso=_a_year_earlier(year, _open_at(time.start, taken, text), now)) for time, year in before_it
    )
    return tuple(sorted((*taken, *(time for time in back if time.iso)), key=lambda t: t.start))


def _only_published(time: Time, taken: Sequence[Time], text: str) -> bool:
    """``DTI năm 2030 (công bố tháng 5/2031)``: when the value of a time that is told was made public."""
    if not is_publication(text[: time.start]):
        return False
    return any(other.iso and other.end <= time.start and ". " not in text[other.end : time.start] for other in taken)


def _open_at(position: int, taken: Sequence[Time], text: str) -> list[Time]:
    """The times before a place of the text, without those in brackets that are closed by then."""
    return [
        time
        for time in taken
        if time.end <= position
        and not (text.rfind("(", 0, time.start) > text.rfind(")", 0, time.start) and ")" in text[time.end : position])
    ]


def _a_year_earlier(year: int | None, taken: Sequence[Time], now: Now) -> str | None:
    """The stretch that ``cùng kỳ`` means: that of the last time that was opened before it (one of ``taken``), else the
    report's, in the year that is said or the one before."""
    opened = [t for t in taken if t.role == "opening" and t.iso and not t.of_plan]
    base = opened[-1].iso if opened else now.period
    last = year_of(base)
    if base is None or last is None:
        return str(year) if year else None
    return shifted(base, (year or last - 1) - last)


def _iso(name: str, match: re.Match[str], now: Now) -> str | None:
    got = match.groupdict()
    if name == "now":
        return None
    if name == "own":
        return _own(got["part"], now)
    if name == "own_months":
        return _own_months(_count(got["n"]), now, match.string[: match.start()])
    if name == "days":
        last = got["by"] or got["ay"] or (str(now.year) if now.year else None)
        first = got["ay"] or last
        ends = [_date(first, got["am"], got["ad"]), _date(last, got["bm"], got["bd"])]
        return "/".join(e for e in ends if e) if all(ends) else None
    if name == "month_span":
        last = got["by"] or (str(now.year) if now.year else None)
        ends = [_month(got["ay"] or last, got["am"]), _month(last, got["bm"])]
        span = "/".join(e for e in ends if e)
        return span if all(ends) and days_of(span) else None
    if name == "until_month":
        first, last = _date(got["ay"] or got["by"], got["am"], got["ad"]), _month(got["by"], got["bm"])
        return reaching(first, last) if first and last else None
    if name == "years":
        return f"{got['a']}/{got['b']}"
    if name == "until_part":
        return _until_part(got)
    stated = next((got[one] for one in ("y", "ly", "oy", "by_itself") if got.get(one)), None)
    y = stated or (str(now.year) if now.year else None)
    if name.startswith("start_until"):
        y = got.get("y") or got["ay"] or y
    if y is None:
        return None
    if name.startswith("since"):
        return _since(name, got, y, now)
    if name.startswith("start_until"):
        last = _date(y, got["m"], got["d"]) if name == "start_until_day" else _month(y, got["m"])
        return f"{got['ay'] or y}-01-01/{last}" if last else None
    if name in ("half", "half_name"):
        return f"{y}-H{1 if got['which'] in _FIRST_HALF else 2}"
    if name == "accrued":
        return _accrued(int(y), _count(got["n"]), now)
    if name in ("months", "last_months"):
        count = _count(got["n"])
        return y if count == 12 else (first_months if name == "months" else last_months)(int(y), count)
    if name == "quarter":
        return f"{y}-Q{_ROMAN[got['q'].upper()]}"
    if name == "long_day":
        return _date(y, got["lm"], got["ld"])
    if name in ("day", "bare_day"):
        return _date(y, got["m"], got["d"])
    if name in ("month", "month_only", "bare_month"):
        return _month(y, got["m"])
    return f"{y}-12" if name == "year_end" and got["which"] not in _WHOLE else y


def _until_part(got: dict[str, str | None]) -> str | None:
    """``từ năm 2015 đến quý I/2018``: from a year or a month up to a quarter, a month or a day of another year."""
    first = got["ay"] or _month(got["ay2"], got["am"] or "")
    last = got["by"]
    if got["bq"]:
        end: str | None = f"{last}-Q{_ROMAN[got['bq'].upper()]}"
    else:
        end = _month(last, got["bm"]) if got["bm"] else _date(last or "", got["bdm"] or "", got["bd"])
    return reaching(first, end) if first and end else None


def _since(name: str, got: dict[str, str | None], y: str, now: Now) -> str | None:
    """A stretch up to where the report ends; None where that is not known, or lies before its begin."""
    if name == "since":
        if now.end is None:
            return f"{y}/{now.year}" if now.year and now.year > int(y) else y
        return reaching(y, now.end)
    day, month = got.get("d"), got.get("m")
    first = f"{y}-01-01" if name == "since_start" else _date(y, month or "", day) if day else _month(y, month or "")
    return reaching(first, now.end) if first and now.end else None


def _count(words: str) -> int:
    return next((number for counted, number in _COUNTED if words in counted), 0) or int(words)


def _accrued(year: int, count: int, now: Now) -> str | None:
    """``lũy kế 8 tháng``: the first of the report's year, unless it does not reach so far."""
    stretch = str(year) if count == 12 else first_months(year, count)
    latest = last_day(now.latest) if now.latest else None
    return stretch if latest is None or (last_day(stretch) or "") <= latest else None


def _own_months(count: int, now: Now, before: str) -> str | None:
    """``10 tháng`` of a report that ends with October: the first of its year, and so are those up to the month before
    (figures come late), unless they are how long something took; any other may last anywhen."""
    year, ends = year_of(now.period), last_day(now.period)
    if year is None or ends is None or how_long(before):
        return None
    own = str(year) if count == 12 else first_months(year, count)
    if own is None:
        return None
    if last_day(own) == ends:
        return now.period if days_of(own) == days_of(now.period) else own
    late = int(ends[5:7]) == count + 1 and count > 1 and not within(before)
    return own if late else None


def _own(part: str, now: Now) -> str | None:
    """``trong tháng``, ``trong quý``: the document's own, where its period is one or stands in one."""
    if now.period is None:
        return None
    which = next((name for name, words in _OWN_PARTS if part in words), "term")
    if which == "term":
        return now.period
    if which == "quarter":
        return own_quarter(now.period)
    fits = re.fullmatch(r"\d{4}-\d{2}" if which == "months" else r"\d{4}", now.period)
    return now.period if fits else None


def _month(y: str | None, m: str) -> str | None:
    return f"{y}-{int(m):02}" if y and 1 <= int(m) <= 12 else None


def _date(y: str | None, m: str, d: str | None) -> str | None:
    day = f"{y}-{int(m):02}-{int(d or 0):02}"
    return day if days_of(day) else None


def now_of(year: int | None, period: str | None, issued_on: str | None, planned: bool) -> Now:
    """When a document speaks, by what its letterhead says. The period of a plan lies ahead of what it knows."""
    month = issued_on[:7] if issued_on and len(issued_on) >= 7 else None
    end = last_part(period) if period and not planned else month
    return Now(year, period, end, max(filter(None, (end, month)), key=lambda one: last_day(one) or "", default=None))
