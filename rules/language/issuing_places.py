"""Whose own report it is: the district or commune that issued a document, by its letterhead.

What the people's committee of a commune reports is of that commune, not of its province (the field ``place`` of
shared/annotation.md: a lower place where the figure is about one). The letterhead is in capitals and does not tell
where a name ends, the text does (``Nậm Hăn, ngày …``, ``xã Nậm Hăn``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.language.letters import CAPITALS
from rules.language.places import names_lower_place, told_province
from rules.language.provinces import place_called, province_at
from rules.language.wording import Wording

MOST_SYLLABLES = 4
"""A longer name is none, unless the text has it."""

_KIND = Wording(r"\b{lower_in_capitals}\s+", re.NOFLAG)
_LOWER_KIND = Wording(r"{lower_kinds}")
_END_OF_NAME = Wording(
    r"\s*(?:[,;:()]|\s[-–]\s|$|(?:{offices}|{offices_below}|{province_in_capitals}|{lower_in_capitals})(?!\w))",
    re.NOFLAG,
)
_SYLLABLE = re.compile(rf"\s*(?:[{CAPITALS}][{CAPITALS}’'-]*|\d{{1,2}})(?!\w)")


def issuing_place(issuer: str, text: str) -> str | None:
    """The lower place that an issuer in capitals is of (``xã Nậm Hăn``), None where it is a province's or where its
    name ends is not clear. ``text`` is the document's."""
    for kind in _KIND.finditer(issuer):
        lower = _LOWER_KIND.match(kind.group().strip().lower())
        if lower and place_called(f"{lower.group()} {province_at(issuer, kind.end())}"):
            continue  # "THÀNH PHỐ HẢI PHÒNG": the name of a city that ends like an office
        name = _name(issuer, kind.end(), text) if lower else None
        if lower and name and not place_called(f"{lower.group()} {name}"):
            return f"{lower.group()} {name}"
    return None


def with_lower_place(bodies: Sequence[str]) -> str:
    """The last of the bodies of a letterhead; where it names no place, with the district or commune of the body right
    above it (``UBND HUYỆN MƯỜNG TÈ``, ``TRUNG TÂM Y TẾ``)."""
    *above, last = bodies
    if not above or told_province(last) or names_lower_place(last):
        return last
    lower = issuing_place(above[-1], "")
    return f"{last} {lower.upper()}" if lower else last


def _name(issuer: str, start: int, text: str) -> str | None:
    """The name that begins there: up to what cannot be of it, else as much of it as the text has in small letters."""
    ends: list[int] = []
    at = start
    while not _END_OF_NAME.match(issuer, at) and (syllable := _SYLLABLE.match(issuer, at)):
        at = syllable.end()
        ends.append(at)
    for end in reversed(ends[:MOST_SYLLABLES]):
        name = _in_small_letters(issuer[start:end])
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            return name
    closed = bool(ends) and len(ends) <= MOST_SYLLABLES and bool(_END_OF_NAME.match(issuer, at))
    return _in_small_letters(issuer[start:at]) if closed else None


def _in_small_letters(name: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda word: word.group().capitalize(), " ".join(name.split()))
