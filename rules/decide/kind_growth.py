"""Growth is a change though no word of direction touches its number: ``tốc độ tăng trưởng đạt 6,57%``, ``giảm tỷ lệ hộ
nghèo 3%``. A share of something planned, and a contribution to growth, is none.
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
_HELD_AGAINST = Wording(r"{held_against}|{no_whole}")


def growth_before(draft: Draft) -> int:
    """1 where the words before a percentage call it growth, -1 where they call it a fall, else 0."""
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
    return 0


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
