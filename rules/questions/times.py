"""When: the times of a question, in ISO. Years stand alone (``2024 2025``) or with their word, accents may be missing;
what reports write (``6 tháng đầu năm 2024``, ``quý III/2024``) is read by the rules for reports.

>>> from rules.questions.typed import typed_words
>>> [[t.iso for t in times_of(q, typed_words(q), 2026)] for q in ("BTS 2024 2025", "6 thang dau nam 2024")]
[['2024', '2025'], ['2024-H1']]
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rules.language.fold import bare
from rules.language.periods import Now, find_times
from rules.language.wording import Words
from rules.questions.typed import Typed, phrases_of

_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_SPAN = re.compile(r"(?:19|20)\d\d/(?:19|20)\d\d\Z")
_QUARTER = re.compile(r"q([1-4])\Z")
_HALF = re.compile(r"h([12])\Z")
_FIRST_HALF = phrases_of(Words("first_half_typed"))
_GONE = phrases_of(Words("years_gone_typed"), Words("this_year_typed"))
_TIME_WORDS = (
    *(Words("year"), Words("months"), Words("quarter"), Words("day"), Words("beginning"), Words("from")),
    *(Words("until"), Words("reaching"), Words("half"), Words("halves"), Words("last_days"), Words("three")),
    *(Words("six"), Words("nine"), Words("whole_year")),
)
_UNTIL = phrases_of(Words("until"))
MOST_YEARS = 15
_NUMBER = re.compile(r"\d|[ivx]+\Z")


@dataclass(frozen=True, slots=True)
class Asked:
    """A time that is asked for: ``iso``, and the typed words ``first`` up to before ``last`` that say it."""

    iso: str
    first: int
    last: int


def times_of(text: str, typed: Sequence[Typed], this_year: int) -> list[Asked]:
    """The times of a question in order; ``typed`` are its words, ``this_year`` is what ``năm nay`` means."""
    found: list[Asked] = []
    taken: set[int] = set()

    def take(iso: str | None, first: int, last: int) -> None:
        if iso and not taken & set(range(first, last)):
            found.append(Asked(iso, first, last))
            taken.update(range(first, last))

    for at in range(len(typed)):
        if half := _FIRST_HALF.at(typed, at):
            end = at + half[1]
            if end < len(typed) and _YEAR.match(typed[end].text):
                take(f"{typed[end].text}-H1", at, end + 1)
        elif gone := _GONE.at(typed, at):
            take(str(this_year - (gone[0] == "years_gone_typed")), at, at + gone[1])
        elif at + 1 < len(typed) and _YEAR.match(typed[at + 1].text):
            for pattern, letter in ((_QUARTER, "Q"), (_HALF, "H")):
                if part := pattern.match(typed[at].text):
                    take(f"{typed[at + 1].text}-{letter}{part[1]}", at, at + 2)
    for time in find_times(_with_accents(text, typed), Now(this_year)):
        inside = [at for at, word in enumerate(typed) if time.start <= word.start < time.end]
        while inside and not _NUMBER.match(typed[inside[0]].plain) and typed[inside[0]].text not in _spelt():
            inside.pop(0)  # "DTI 2022": the index is no time
        if time.iso and inside and not _SPAN.match(time.iso):
            take(time.iso, inside[0], inside[-1] + 1)
    years = [at for at, word in enumerate(typed) if _YEAR.match(word.text) and at not in taken]
    for number, at in enumerate(years):
        until = years[number + 1] if number + 1 < len(years) else None
        # "2021-2025", "từ 2021 đến 2025": each of these years
        first, last = int(typed[at].text), int(typed[until].text) if until is not None else 0
        if until is not None and first < last <= first + MOST_YEARS and _is_span(text, typed, at, until):
            for year in range(first + 1, last):
                found.append(Asked(str(year), at, at + 1))
        take(typed[at].text, at, at + 1)
    return sorted(found, key=lambda one: (one.first, one.iso))


def _is_span(text: str, typed: Sequence[Typed], first: int, last: int) -> bool:
    if last == first + 1:
        return text[typed[first].end : typed[last].start].strip() in ("-", "–")
    return _UNTIL.at(typed, first + 1) == ("until", last - first - 1)


def _with_accents(text: str, typed: Sequence[Typed]) -> str:
    """The question with the accents of words of time, where numbers stand around them: ``nam 2024`` is năm, not Nam.
    Each word keeps its length, and so its offsets."""
    letters = list(text)
    for at, word in enumerate(typed):
        beside = [*typed[max(0, at - 2) : at], *typed[at + 1 : at + 3]]
        if word.tone is None and word.text in _time_words() and any(_NUMBER.match(one.plain) for one in beside):
            letters[word.start : word.end] = _time_words()[word.text]
    return "".join(letters)


@cache
def _spelt() -> frozenset[str]:
    return frozenset([*_time_words(), *_time_words().values()])


@cache
def _time_words() -> Mapping[str, str]:
    """Single words of time by their plain letters."""
    found: dict[str, str] = {}
    for one in _TIME_WORDS:
        for word in (word for phrase in sorted(one.all) for word in phrase.split()):
            found.setdefault(bare(word), word)
    return found
