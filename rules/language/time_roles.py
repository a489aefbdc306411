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
_TIMES_OF = Wording(r"\d\s?{times}\s+(?:{of}\s+)?$")
_ASIDE = Wording(r"\b{aside}\s+(?:{time_prepositions}\s+)?$")
_NAMED = Wording(r"{named_laws}\b[^,;.]{0,60}$", re.NOFLAG)
_LAW = Wording(rf"(?:[{ACRONYMS}]{{2,}}[\w./–-]*|{{number_word}}\s+\d+\S*)\s*,?\s*(?:{{issued}}\s+)?$", re.NOFLAG)
_DATED = Wording(r"\b{dated_documents}(?:\s+(?!{time_prepositions}\b)[^\W\d]+){0,8}\s*$")
_ACT = Wording(r"[^.;]{0,90}?\b{issuing}\b[^.;]{0,40}?\b{dated_documents}\s+{number_word}\s*\d")
_PLAN = Wording(r"\b{named_plans}(?P<name>(?:,?\s+[^\W\d][\w/–-]*)*)\s+$")
_THEN = Wording(r"\b{happened_then}\s+$")
_DEADLINE = Wording(r"\b{earlier}\s+$")
_CLAUSE_OPENS = Wording(r"[.;:]\s+{earlier}\s+$")
_SINCE = Wording(r"\b(?:{from}|{afterwards})\s+$")
_REVIEW = Wording(r"\b{reviewing}\s+$")
_ITEM = re.compile(r"^\s*(?:[-+*•]|\d+(?:\.\d+)*[.)]|\w[.)]|[IVX]+[.)])\s+")
# "Theo Chi cục Thống kê TP. Hà Mẫu, 8 tháng năm 2031 có …", "… tăng 9%. Ước 6 tháng đầu năm …"
_AFTER_SOURCE = Wording(r"(?:^|[.:;–-]\s+){according_to}\s+(?:[^,;:.]|(?<=[A-Z])\.){2,80},\s*$")
_AFTER_ESTIMATE = Wording(r"(?:^|[.;:(–-])\s*{estimated}\s+$")
_CARRIED_INTO = Wording(r"\b{carried_into}\s+$")
_HOW_LONG = Wording(r"\b{how_long}\s+$")
_WITHIN = Wording(r"\b(?:{at_time}|{afterwards})\s+$")
_PUBLISHED = Wording(r"\b{published}\s+(?:{time_prepositions}\s+)?$")
_CLOCK = Wording(r"\d{1,2}\s?{hours}(?:\s?\d{1,2}(?:\s?{minutes})?)?\s*,?\s*$")
_PREPOSITION = Wording(r"\b(?:{time_prepositions}|{time_verbs})\b")


def role_of(name: str, before: str) -> Role:
    """What a time, found by the pattern ``name`` behind the words ``before``, is to them."""
    before = _CLOCK.sub("", before)  # "Đến 6 giờ ngày 1/10/2031"
    if name == "now":
        return "now"
    if _REFERENCE.search(before[-40:]) or (name == "year_before" and _SHARE_OF.search(before[-12:])):
        return "reference"
    if _TIMES_OF.search(before[-16:]):
        return "reference"  # "gấp 2,1 lần năm 2026"
    if name == "year_before" or _ASIDE.search(before[-20:]):
        return "inner"  # it holds in its clause, then the time before it goes on
    if happened_then(before):
        return "inner"
    words = _ITEM.sub("", before)
    if name == "years":
        words = re.sub(r"\d+$", "", words)
    first_clause = len(words) < 60 and not re.search(r"\d|[.;:]\s", words)
    if is_deadline(before) and len(words.split()) > 1 and not _CLAUSE_OPENS.search(words):
        return "inner"
    opening = (
        first_clause
        or not before.strip()
        or bool(_OPENING.search(before[-30:]))
        or bool(re.search(r"[.!?]\s+$", before))
        or bool(_AFTER_SOURCE.search(before) or _AFTER_ESTIMATE.search(before))
    )
    if name in ("years", "since") and not opening:
        return "span"
    stretch = name in (
        "days",
        "until_part",
        "until_month",
        "since",
        "since_start",
        "since_day",
        "since_month",
        "start_until",
        "start_until_day",
    )
    return "opening" if opening or stretch else "inner"


def is_deadline(before: str) -> bool:
    """Whether a time behind these words is one up to which something shall be, or was: ``trước ngày 30/6``."""
    return bool(_DEADLINE.search(before[-20:]))


def is_begin(before: str) -> bool:
    """Whether a time behind these words is only where something begins (``từ ngày 01/7/2031, có 40 xã``): nobody says
    up to when."""
    return bool(_SINCE.search(before[-20:]))


def happened_then(before: str) -> bool:
    """Whether a time behind these words is only that of what happened then (``trận lũ hồi tháng 9``)."""
    return bool(_THEN.search(before[-20:]))


def how_long(before: str) -> bool:
    """Whether months behind these words are a length (``thời hạn 6 tháng``) and no part of a year."""
    return bool(_HOW_LONG.search(before[-30:]))


def within(before: str) -> bool:
    """Whether months behind these words may be a length too (``trong 3 tháng``)."""
    return bool(_WITHIN.search(before[-20:]))


def is_publication(before: str) -> bool:
    """Whether a time behind these words is when something was made public (``công bố tháng 5/2031``)."""
    return bool(_PUBLISHED.search(before[-30:]))


def is_of_a_review(before: str) -> bool:
    """Whether a year's end behind these words is when it was reviewed (``kết quả rà soát cuối năm 2031``): what the
    review says is of the year."""
    return bool(_REVIEW.search(before[-30:]))


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
