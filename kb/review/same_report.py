"""Whether two documents are versions of one report, and which of them is the newer.

Wrong is worse than missing here: what a person said of one report must not be laid over another, and a report that is
taken for an older version is gone from comparisons. So nothing that both say of themselves may differ: place, period,
kind, title. Then most of the wording and most of the numbers must be the same. Next quarter's report has this wording
and other numbers, another province's by the same template has another place and other numbers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from kb.likeness import Alike, Sketch, likeness, read_sketch
from rules.language.fold import bare_words

WORDS, NUMBERS, FEWEST = 0.6, 0.5, 4
"""What two documents must share that say the same place, period and title, and how many numbers each must have."""
SURE_WORDS, SURE_NUMBERS, SURE_FEWEST = 0.8, 0.8, 10
"""The same where one of them does not say all three, or where number or day of the letterheads differ much."""
HINTED = 0.3
"""From this share of the wording on a document is proposed to a person, who knows."""
_MONTHS_APART = 2
"""Between a draft and its signed report lie weeks; a report that has only a year for a period comes every month."""
_TITLES = 90.0
_DRAFT = r"\bdu thao(?: lan(?: thu)? (\d+))?\b"
_VERSION = r"\b(?:lan(?: thu)?|ban|v|ver|version|rev) ?(\d+)\b"
"""How a version is called in a title, and in the name of a file; both folded."""
KEYS = ("filename", "title", "place_id", "doc_type", "period", "issued_on", "number", "sketch")


@dataclass(frozen=True)
class Described:
    """What a document says of itself, empty where it says nothing, and what it is like."""

    filename: str
    title: str
    place_id: str
    doc_type: str
    period: str
    issued_on: str
    number: str
    sketch: str

    @cached_property
    def like(self) -> Sketch | None:
        """Its sketch, None where it has none."""
        return read_sketch(self.sketch)

    @cached_property
    def province(self) -> str:
        """Its place, the same before and since the merger of provinces."""
        return self.place_id.removesuffix("-old")

    @cached_property
    def called(self) -> str:
        """Its title, folded, without what tells versions apart."""
        return " ".join(re.sub(_DRAFT, " ", bare_words(self.title)).split())

    @cached_property
    def count(self) -> int | None:
        """Which version the name of its file, else its title, says that it is."""
        drafts = re.findall(_DRAFT, bare_words(self.title))
        return version_called(self.filename) or (int(drafts[-1]) if drafts and drafts[-1] else None)


def described(words: Mapping[str, Any]) -> Described:
    """The description of a row of ``documents`` or of a line of the log."""
    return Described(**{key: str(words.get(key) or "") for key in KEYS})


def may_be(one: Described, other: Described) -> bool:
    """Whether nothing that both documents say of themselves differs."""
    pairs = ((one.province, other.province), (one.period, other.period), (one.doc_type, other.doc_type))
    if any(a and b and a != b for a, b in pairs):
        return False
    # Who says no period is told apart by the month: such reports come every month.
    if not (one.period and other.period) and _months_apart(one, other):
        return False
    return not (one.called and other.called) or _same_title(one.called, other.called)


def is_version(one: Described, other: Described) -> bool:
    """Whether they are versions of one report."""
    if not may_be(one, other) or one.like is None or other.like is None:
        return False
    told = all((one.province, other.province, one.period, other.period, one.called, other.called))
    numbered = one.number and other.number and one.number != other.number
    if told and not numbered and _months_apart(one, other) <= _MONTHS_APART:
        return _shares(likeness(one.like, other.like), WORDS, NUMBERS, FEWEST)
    return _shares(likeness(one.like, other.like), SURE_WORDS, SURE_NUMBERS, SURE_FEWEST)


def resembles(one: Described, other: Described) -> float:
    """Which share of the wording they have in common, 0 where they say different things of themselves."""
    if not may_be(one, other) or one.like is None or other.like is None:
        return 0.0
    return likeness(one.like, other.like).words


def is_newer(one: Described, other: Described) -> bool | None:
    """Whether the first of two versions is the newer; None where nothing tells.

    The later day of issue, else the one with a number, which a draft has none of, else what the files are called.
    """
    days = (one.issued_on, other.issued_on)
    shorter = min(map(len, days))
    if shorter and days[0][:shorter] != days[1][:shorter]:
        return days[0] > days[1]
    if bool(one.number) != bool(other.number):
        return bool(one.number)
    if one.count is not None and other.count is not None and one.count != other.count:
        return one.count > other.count
    # A day that is filled in by now.
    return len(days[0]) > len(days[1]) if len(days[0]) != len(days[1]) else None


def _shares(alike: Alike, words: float, numbers: float, fewest: int) -> bool:
    if alike.numbers is None or alike.numbers_of_fewer < fewest:
        return False
    return alike.words >= words and alike.numbers >= numbers


def _months_apart(one: Described, other: Described) -> int:
    """How many months lie between the days of issue, 0 where one of them has no month."""
    if min(len(one.issued_on), len(other.issued_on)) < len("2024-06"):
        return 0
    months = [12 * int(day[:4]) + int(day[5:7]) for day in (one.issued_on, other.issued_on)]
    return abs(months[0] - months[1])


def _same_title(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    numbers = [re.findall(r"\d+", title) for title in (one, other)]
    return one == other or (numbers[0] == numbers[1] and fuzz.ratio(one, other) >= _TITLES)


def version_called(filename: str) -> int | None:
    """Which version the name of a file says that it is, None where it says nothing."""
    found = re.findall(_VERSION, bare_words(filename.rsplit(".", 1)[0]))
    return int(found[-1]) if found else None
