"""What a text without a letterhead has above it: its headline and the line that says when it was put out.

Papers and web pages print ``Thứ Ba, 11/6/2024 | 08:24``, ``22:13 05-01-2024``, ``15:39, ngày 22-06-2023`` right below
or above the headline (seen on pages of provinces' papers and portals).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.language.calendar import days_of
from rules.language.places import lower_places_named
from rules.language.wording import Wording

FIRST_LINES = 5
OPENING = 600
"""So many letters open a text."""
WORDS = (4, 40)
"""A shorter line is a rubric or a name, a longer one a paragraph."""
MOST_BESIDE = 3
"""So many words (a rubric, a name) may stand beside a date in its line."""
MOST_WITH_WEEKDAY = 8
"""So many (the name of a paper) where the day of the week or a clock stands there too."""
_DATE = Wording(
    r"(?<![\d/.-])(?P<day>\d{1,2})\s?(?:[/.-]|{months})\s?(?P<month>\d{1,2})\s?(?:[/.-]|,?\s*{year})\s?(?P<year>20\d\d)(?![\d/-])"
)
_CLOCK = re.compile(r"\d{1,2}\s?[:hg]\s?\d{2}(?::\d{2})?")
_BESIDE = Wording(r"(?<!\w){beside_a_date}(?!\w)|\bGMT\s?\+?\d*")
_WHOLE = Wording(r"\b{speaks_for_a_province}\b")
_HELD_AGAINST = Wording(r"\b(?:{held_against_a_place}|{mean_of})(?:\s+[^\W\d]+){0,3}\s+$")
_ITEM = re.compile(r"\s*(?:[-+*•–(]|\d{1,2}(?:\.\d+)*[.)]\s|[A-Z]\.\s|[IVX]{1,4}[.)]\s)")


def dateline(lines: Sequence[str]) -> str | None:
    """The day on which a text was put out, in ISO: that of the first of its first lines that says little else."""
    for line in lines[:FIRST_LINES]:
        found = _DATE.search(line)
        if found is None:
            continue
        rest = _BESIDE.sub(" ", _CLOCK.sub(" ", line[: found.start()] + " " + line[found.end() :]))
        most = MOST_WITH_WEEKDAY if _BESIDE.search(line) and not line.endswith((".", ";", ":")) else MOST_BESIDE
        iso = f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}"
        if len(re.findall(r"[^\W\d_]+", rest)) <= most and days_of(iso):
            return iso
    return None


def headline(lines: Sequence[str]) -> str | None:
    """The first line that is no date, where it is one: some words, no item of a list, no end of a sentence."""
    for line in lines[:FIRST_LINES]:
        if dateline([line]):
            continue
        words = line.split()
        fits = WORDS[0] <= len(words) <= WORDS[1] and not line.endswith((".", ";", ":")) and not _ITEM.match(line)
        return " ".join(words) if fits and line[0].isupper() else None
    return None


def lower_place_of(words: str, text: str) -> str | None:
    """The district or commune that a text is about by its headline or its first words: the only one that they name
    (``Huyện Sìn Hồ tổng kết năm``, ``Kinh tế thành phố Vinh 9 tháng``), where nothing speaks for all of a province."""
    named = set(lower_places_named(words))
    if len(named) != 1:
        return None
    starts = [one.start() for one in _WHOLE.finditer(text)]
    whole = any(not _HELD_AGAINST.search(text[max(0, start - 40) : start]) for start in starts)
    return None if whole else named.pop()
