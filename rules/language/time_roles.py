"""What a time is to the words around it: it opens its sentence and holds on, it is only compared with, or it is no time
of figures at all, but part of the name of a law, of an act, of a plan.

>>> role_of("year", "Tỷ lệ đạt 45%, tăng so với "), role_of("year", "")
('reference', 'opening')
>>> is_of_a_plan("đã hoàn thành 3 nhiệm vụ của Kế hoạch chuyển đổi số "), is_of_a_plan("theo kế hoạch, trong ")
(True, False)
"""

from __future__ import annotations

import re
from typing import Literal

from rules.language.letters import ACRONYMS
from rules.language.wording import Wording

Role = Literal["opening", "inner", "reference", "now", "span"]

_OPENING = Wording(r"(?:^|[;:(–-]|\(\w{1,2}\)|\b{opens_with_time})\s*$")
_REFERENCE = Wording(r"{reference_cues}\s*{reference_things}?\s*(?:{year}\s*)?(?:{earlier}\s*)?\(?\s*$")
_SHARE_OF = Wording(r"\d\s?(?:%|{times})\s*(?:{of}\s*)?$")
_ASIDE = Wording(r"\b{aside}\s+(?:{time_prepositions}\s+)?$")
_NAMED = Wording(r"{named_laws}\b[^,;.]{0,60}$", re.NOFLAG)
_LAW = Wording(rf"(?:[{ACRONYMS}]{{2,}}[\w./–-]*|{{number_word}}\s+\d+\S*)\s*,?\s*(?:{{issued}}\s+)?$", re.NOFLAG)
_DATED = Wording(r"\b{dated_documents}(?:\s+(?!{time_prepositions}\b)[^\W\d]+){0,8}\s*$")
_ACT = Wording(r"[^.;]{0,90}?\b{issuing}\b[^.;]{0,40}?\b{dated_documents}\s+{number_word}\s*\d")
_PLAN = Wording(r"\b{named_plans}(?P<name>(?:,?\s+[^\W\d][\w/–-]*)*)\s+$")
_CARRIED_INTO = Wording(r"\b{carried_into}\s+$")
_PREPOSITION = Wording(r"\b(?:{time_prepositions}|{time_verbs})\b")


def role_of(name: str, before: str) -> Role:
    """What a time, found by the pattern ``name`` behind the words ``before``, is to them."""
    if name == "now":
        return "now"
    if _REFERENCE.search(before[-40:]) or (name == "year_before" and _SHARE_OF.search(before[-12:])):
        return "reference"
    if name == "year_before" or _ASIDE.search(before[-20:]):
        return "inner"  # it holds in its clause, then the time before it goes on
    first_clause = len(before) < 60 and not re.search(r"\d|[.;:]\s", before)
    opening = (
        first_clause
        or not before.strip()
        or bool(_OPENING.search(before[-30:]))
        or bool(re.search(r"[.!?]\s+$", before))
    )
    if name in ("years", "since") and not opening:
        return "span"
    stretch = name in ("days", "since", "since_start", "since_day", "since_month", "start_until", "start_until_day")
    return "opening" if opening or stretch else "inner"


def is_of_a_law(before: str, day: bool, year: bool) -> bool:
    """Whether the day or the year behind these words is that of a law or a decision, or only where money goes on to."""
    if day and (_LAW.search(before[-40:]) or _DATED.search(before[-90:])):
        return True
    return year and bool(_NAMED.search(before[-70:]) or _CARRIED_INTO.search(before[-20:]))


def is_of_an_act(text: str, end: int) -> bool:
    """Whether a day that ends here is only when a decision was taken: ``Ngày 12/3/2024, UBND tỉnh ban hành Quyết định
    số 123 …``. What the decision is about has no time by that."""
    return bool(_ACT.match(text, end))


def is_of_a_plan(before: str) -> bool:
    """Whether a year behind these words belongs to the name of a plan, a budget or a campaign."""
    found = _PLAN.search(before[-140:])
    return found is not None and not _PREPOSITION.search(found["name"])
