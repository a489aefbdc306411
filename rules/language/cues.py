"""How: the words directly before and behind a number that say how it is meant (qualifier, direction, rank, predicate).

ConText in small: cues are peeled off the number from right to left (``phấn đấu | đạt | trên | 90``), each may stand
only next to the number or next to another cue. Pseudo cues (``trên địa bàn``) never touch a number, so they fall out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from rules.figure import Qualifier
from rules.language.letters import CAPITALS
from rules.language.wording import Wording, Words

MOST_CUES = 6


@dataclass(slots=True)
class Lead:
    """The chain of cues before a number: ``start`` is where it begins; ``aim``: one of them says that
    the number is a target; ``negative``: a minus or ``âm`` stands right before it; ``words`` from right to left."""

    start: int
    qualifier: Qualifier | None = None
    direction: int = 0
    landing: bool = False
    predicate: bool = False
    rank: bool = False
    score: bool = False
    aim: bool = False
    negative: bool = False
    words: list[str] = field(default_factory=list)

    def words_hold_value(self) -> bool:
        """Whether a word nearer to the number already says what the number does (``tăng`` before ``lên``)."""
        return bool(self.direction)


_UP = Words("up")
_ESTIMATED = Words("estimated")
_MORE = Words("more_than")
_PASSES = Words("passes_a_plan")
_NO_WAY = Wording(r"(?<!\w){no_ways}\s*$")
_DOWN = Words("down")
_LANDING = Words("landing")
_OPENS_LANDING = Words("opens_landing")
_QUALIFIERS: Mapping[Qualifier, Words] = {
    "about": Words("qualifier_about"),
    "nearly": Words("qualifier_nearly"),
    "over": Words("qualifier_over"),
    "under": Words("qualifier_under"),
    "min": Words("qualifier_min"),
    "max": Words("qualifier_max"),
}
_ROLES = (
    *((words, "qualifier") for words in _QUALIFIERS.values()),
    (_UP, "up"),
    (_DOWN, "down"),
    (Words("cuts"), "predicate"),
    (_LANDING, "landing"),
    (Words("predicate"), "predicate"),
    (Words("rank_before"), "rank"),
    (Words("score_before"), "score"),
    (Words("negative_before"), "negative"),
    *((Words(name), "status") for name in ("target_before", "forecast_before", "maximum_before")),
)


@cache
def _table() -> Mapping[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for words, role in _ROLES:
        for word in words:
            table.setdefault(word, set()).add(role)
    return {word: frozenset(roles) for word, roles in table.items()}


@cache
def qualifiers_before() -> Mapping[str, Qualifier]:
    """What each cue of a qualifier before a number says (``hơn``: over)."""
    return {word: qualifier for qualifier, words in _QUALIFIERS.items() for word in words}


def tells_way(word: str) -> bool:
    """Whether a cue tells which way a change goes (``tăng``, ``ít hơn``)."""
    return word in _UP or word in _DOWN


@cache
def _longest() -> int:
    return max(len(word.split()) for word in _table())


# "cao hơn năm 2023 là 2,32 điểm": what it is held against stands between the word of direction and the number
_AGAINST_A_TIME = Wording(
    r"(?<!\w)({changes})\s+(?:{held_against}\s+)?(?:{same_period}\s+)?"
    r"{spans}\s+(?:{earlier}|(?:\d{1,2}/)?(?:19|20)\d{2})(?:\s+{is})?$"
)
# "thấp hơn Quảng Trị 2,4%": so does a place by its name
_AGAINST_A_PLACE = Wording(
    rf"(?<!\w)({{changes}}|{{more_or_less_than}})\s+(?:{{held_against}}\s+)?(?:{{tells_province}}\s+|{{tells_city}}\s+|{{lower_kinds}}\s+)?"
    rf"[{CAPITALS}][^\W\d_]+(?:\s?[-–]?\s?[{CAPITALS}][^\W\d_’']+){{0,4}}$",
    re.NOFLAG,
)
# "vượt kế hoạch 2,5%", "cao hơn chỉ tiêu 0,48% (chỉ tiêu 32%)": so does a plan that was passed by so much
_AGAINST_A_PLAN = Wording(
    r"(?<!\w)({changes}|{passes_a_plan})\s+(?:{held_against}\s+)?(?:{plan}|{budget}|(?P<told>{goals}))"
    r"(?:\s+(?:{given_by_whom}|{year}\s+\d{4}))*$"
)
_BY_SO_MUCH = re.compile(r"[1-5]?\d(?:,\d+)?\s?%")
_AIM_BEHIND = Wording(r"[\d.,]+\s?%\s*\(\s*{plans}")
_MINUS = re.compile(r"(?<=[\s(])[-\u2010\u2011\u2212\u2013]$")
"""A sign right before a number, no bullet and no dash between two words: a blank or bracket stands before it."""
_LAST_WORDS = re.compile(r"[^\s,;()\[\]“”\"]+")


def find_lead(text: str, start: int, floor: int) -> Lead:
    """The chain of cues that ends at ``start`` (a number's first letter), looked for down to ``floor``."""
    lead = Lead(start)
    position = start
    if _MINUS.search(text, floor, start):
        lead.negative = True
        position = lead.start = start - 1
    while len(lead.words) < MOST_CUES:
        head = text[floor:position].rstrip()
        if head.endswith(":"):
            lead.predicate = True
            lead.words.append(":")
            position = lead.start = floor + len(head) - 1
            continue
        found = _last_cue(head)
        if not found:
            against = _AGAINST_A_TIME.search(head) or (not lead.words and _AGAINST_A_PLACE.search(head))
            against = against or (None if lead.words else _passed_plan(text, head, start))
            if (match := against) and not lead.words_hold_value():
                up = match.group(1).lower() in _UP or match.group(1) in _MORE or match.group(1) in _PASSES
                lead.direction = 1 if up else -1
                lead.words.append(match.group(1).lower())
                lead.start = floor + match.start(1)
            break
        word, roles = found
        at = floor + len(head) - len(word)
        if "qualifier" in roles and lead.qualifier is None and (word in _ESTIMATED or not lead.words_hold_value()):
            lead.qualifier = qualifiers_before()[word]
        if "landing" in roles and not lead.words_hold_value():
            lead.landing = lead.landing or word not in _OPENS_LANDING
        if roles & {"up", "down"} and "status" not in roles and lead.aim:
            # "vượt mục tiêu 80%": the number is the aim, not by how much it was passed
            break
        if roles & {"up", "down"} and not lead.direction:
            lead.direction = 1 if "up" in roles and word not in _DOWN else -1
            lead.landing = lead.landing or bool(lead.words and lead.words[-1] in _LANDING)
        lead.aim |= "status" in roles and "down" not in roles
        lead.predicate |= "predicate" in roles
        lead.rank |= "rank" in roles
        lead.score |= "score" in roles
        lead.negative |= "negative" in roles
        lead.words.append(word)
        position = lead.start = at
    return lead


def _passed_plan(text: str, head: str, start: int) -> re.Match[str] | None:
    """The words before a percentage that say that a plan was passed, or missed, by so much. Behind a goal the number is
    the goal (``vượt mục tiêu 80%``), unless brackets behind it tell what that is."""
    match = _AGAINST_A_PLAN.search(head) if _BY_SO_MUCH.match(text, start) else None
    return match if match and (not match["told"] or _AIM_BEHIND.match(text, start)) else None


def _last_cue(head: str) -> tuple[str, frozenset[str]] | None:
    if _NO_WAY.search(head):
        return None
    pieces = list(_LAST_WORDS.finditer(head))[-_longest() :]
    if not pieces or pieces[-1].end() != len(head):
        return None
    for piece in pieces:
        between = head[piece.start() :].lower()
        word = " ".join(between.split())
        roles = _table().get(word)
        if roles and len(between) == len(word):
            return word, roles
    return None


_QUALIFIERS_BEHIND = Wording(r"\s*(?:%|{points})?\s*(?:(?P<min>{or_more})|{or_less})", re.NOFLAG)


def qualifier_behind(text: str, end: int) -> Qualifier | None:
    """The qualifier that stands behind a number and its unit (``60% trở lên``: min)."""
    match = _QUALIFIERS_BEHIND.match(text, end)
    if not match:
        return None
    return "min" if match["min"] else "max"
