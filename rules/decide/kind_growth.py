"""Growth is a change though no word of direction touches its number: ``tốc độ tăng trưởng đạt 6,57%``, ``giảm tỷ lệ hộ
nghèo 3%``, and in a list that a colon or a paragraph opens (``Tốc độ tăng trưởng: nông nghiệp 3,2%; dịch vụ 7,1%``). A
share of something planned, and a contribution to growth, is none.
"""

from __future__ import annotations

import re

from rules.draft import Draft
from rules.language.wording import Wording, Words
from rules.table_cells import CellContext

_GROWTH = Words("growth_names")
_FALL = Words("fall_names")
_LANDING = Words("landing")
_OPENS_LANDING = Words("opens_landing")
_NO_GROWTH = Wording(r"(?<!\w)(?:{proportions}|{contributions})(?!\w)")
_MOVES_A_RATE = Wording(r"(?:^|(?<=\s))(?:(?P<up>{up})|{down})\s+(?:{plural}\s+)?{rates}\s[^\d]*$")
_OF_A_PLAN = Wording(r"\s*%\s*(?:{held_against}\s+)?(?:{of}\s+)?{no_whole}(?!\w)")
_CLAUSES = re.compile(r"[,;:]\s")
_NO_LIST = Wording(r"(?<!\w)(?:{proportions}|{contributions}|{make_up})(?!\w)")
_NUMBER = re.compile(r"\d[\d.,]*(?:\s?[-–]\s?\d[\d.,]*)?")
_PERCENT = re.compile(rf"{_NUMBER.pattern}\s?%")
_YEARS = re.compile(r"(?<!\d)(?:(?:19|20)\d{2}|\d{1,2})(?![\d%]|,\d)")
_OPENS_PARTS = Wording(r"[^,;]{0,20}[,;]\s*{opens_parts}(?!\w)")
_GOES_ON = Wording(r"\s*(?:[,;]|{and}\s)")
PART_OF_GROWTH = "part_of_growth"
"""The rule by which a percentage is one."""
LEAST_IN_LIST = 2
"""So many percentages make a list in one sentence."""
_HELD_AGAINST = Wording(r"{held_against}|{no_whole}")


def growth_before(draft: Draft, lead: str = "") -> int:
    """1 where the words before a percentage call it growth, -1 where they call it a fall, else 0. ``lead`` is the
    paragraph that opens the list that it stands in."""
    claim = draft.claim
    if any(w in _LANDING and w not in _OPENS_LANDING for w in claim.lead.words):
        return 0
    if claim.lead.rank or _OF_A_PLAN.match(draft.text, claim.number.end):
        return 0
    words = _CLAUSES.split(draft.text[claim.before[0] : claim.number.start])[-1]
    for names, way in ((_FALL, -1), (_GROWTH, 1)):
        if named := last_of(names, words):
            behind = words[named.end() :]
            return 0 if _NO_GROWTH.search(behind) or _NO_GROWTH.search(words[: named.start()]) else way
    if not claim.lead.words and (moved := _MOVES_A_RATE.search(words)):
        return 1 if moved["up"] else -1
    return _growth_of_list(draft, lead)


def _growth_of_list(draft: Draft, lead: str) -> int:
    """What the words before a colon call the percentages of the list behind it: of two at least in one sentence, or the
    first of an item where a paragraph opens the list."""
    sentence, start = draft.claim.sentence, draft.claim.number.start
    colon = draft.text.rfind(":", sentence[0], draft.claim.before[0] + 1)
    colon = colon if colon >= 0 else draft.text.rfind(":", sentence[0], start)
    if colon >= 0 and (way := _opens_growth(draft.text[sentence[0] : colon])):
        alike = len(_NUMBER.findall(draft.text, colon, start)) == len(_PERCENT.findall(draft.text, colon, start))
        lone = len(_PERCENT.findall(draft.text, colon, sentence[1])) < LEAST_IN_LIST
        return 0 if lone or not alike or _NO_LIST.search(draft.text[colon:start]) else way
    if lead and not _NUMBER.search(draft.text, 0, start) and not _NO_LIST.search(draft.text[:start]):
        return _opens_growth(lead.rstrip(": "))
    return 0


def _opens_growth(words: str) -> int:
    """1 where the last clause of what opens a list names growth, -1 where a fall, and nothing else behind it."""
    clause = _CLAUSES.split(words)[-1]
    for names, way in ((_FALL, -1), (_GROWTH, 1)):
        if (named := last_of(names, clause)) and not _NO_LIST.search(clause):
            return 0 if any(letter.isdigit() for letter in _YEARS.sub("", clause[named.end() :])) else way
    return 0


def is_part_of_growth(draft: Draft, before: Draft | None) -> bool:
    """``Tốc độ tăng GRDP 8%; trong đó nông nghiệp 3,5%, dịch vụ 7%``: two percentages at least, each behind nothing but
    what it is of, that open the parts of a growth, or go on with them."""
    claim = draft.claim
    if before is None or before.kind != "change" or before.unit != "%" or before.value <= 0 or not claim.thing_before:
        return False
    between = draft.text[before.claim.end : claim.number.start]
    if claim.lead.words or _NUMBER.search(between) or _NO_LIST.search(between):
        return False
    if before.fields.quantity.value.rule == PART_OF_GROWTH:
        return bool(_GOES_ON.match(between))
    several = len(_PERCENT.findall(draft.text, claim.number.start, claim.sentence[1])) >= LEAST_IN_LIST
    return several and bool(_OPENS_PARTS.match(between)) and not draft.claim.bracket


def growth_in_table(cell: CellContext) -> int:
    """The same for a percentage in a cell, whose row or column is called growth."""
    last = cell.headers[-1] if cell.headers else ""
    for said in (cell.row_name, last):
        for names, way in ((_FALL, -1), (_GROWTH, 1)):
            if (named := names.search(said)) and not _NO_GROWTH.search(said[: named.start()]):
                return 0 if said is cell.row_name and _HELD_AGAINST.search(last) else way
    return 0


def last_of(names: Words, words: str) -> re.Match[str] | None:
    """The last of ``names`` in ``words``."""
    return next(reversed(list(names.finditer(words))), None)
