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
from rules.language.lexicon import load_cues

MOST_CUES = 6


@dataclass(slots=True)
class Lead:
    """The chain of cues before a number: ``start`` is where it begins; ``aim``: one of them says that
    the number is a target; ``words`` from right to left."""

    start: int
    qualifier: Qualifier | None = None
    direction: int = 0
    landing: bool = False
    predicate: bool = False
    rank: bool = False
    score: bool = False
    aim: bool = False
    words: list[str] = field(default_factory=list)

    def words_hold_value(self) -> bool:
        """Whether a word nearer to the number already says what the number does (``tăng`` before ``lên``)."""
        return bool(self.direction)


@cache
def _table() -> Mapping[str, frozenset[str]]:
    cues = load_cues()
    table: dict[str, set[str]] = {}

    def add(words: object, role: str) -> None:
        for word in words:  # type: ignore[attr-defined]
            table.setdefault(str(word).lower(), set()).add(role)

    add(cues.qualifier_before, "qualifier")
    add(cues.up, "up")
    add(cues.down, "down")
    add(cues.landing, "landing")
    add(cues.predicate, "predicate")
    add(cues.kind["rank_before"], "rank")
    add(cues.kind["score_before"], "score")
    for name in ("target_before", "forecast_before", "maximum_before"):
        add(cues.status[name], "status")
    return {word: frozenset(roles) for word, roles in table.items()}


@cache
def _longest() -> int:
    return max(len(word.split()) for word in _table())


# "cao hơn năm 2023 là 2,32 điểm": what it is held against stands between the word of direction and the number
_AGAINST_A_TIME = re.compile(
    r"(?<!\w)(tăng|giảm|cao hơn|thấp hơn|nhiều hơn|ít hơn)\s+(?:so với\s+)?(?:cùng kỳ\s+)?"
    r"(?:năm|tháng|quý|kỳ)\s+(?:trước|(?:\d{1,2}/)?(?:19|20)\d{2})(?:\s+là)?$",
    re.IGNORECASE,
)
_LAST_WORDS = re.compile(r"[^\s,;()\[\]“”\"]+")


def find_lead(text: str, start: int, floor: int) -> Lead:
    """The chain of cues that ends at ``start`` (a number's first letter), looked for down to ``floor``."""
    cues = load_cues()
    lead = Lead(start)
    position = start
    while len(lead.words) < MOST_CUES:
        head = text[floor:position].rstrip()
        if head.endswith(":"):
            lead.predicate = True
            lead.words.append(":")
            position = lead.start = floor + len(head) - 1
            continue
        found = _last_cue(head)
        if not found:
            if (match := _AGAINST_A_TIME.search(head)) and not lead.words_hold_value():
                lead.direction = 1 if match.group(1).lower() in cues.up else -1
                lead.words.append(match.group(1).lower())
                lead.start = floor + match.start(1)
            break
        word, roles = found
        at = floor + len(head) - len(word)
        if "qualifier" in roles and lead.qualifier is None and not lead.words_hold_value():
            lead.qualifier = cues.qualifier_before[word]
        if "landing" in roles and not lead.words_hold_value():
            lead.landing = lead.landing or word not in ("đạt", "từ")
        if roles & {"up", "down"} and "status" not in roles and lead.aim:
            # "vượt mục tiêu 80%": the number is the aim, not by how much it was passed
            break
        if roles & {"up", "down"} and not lead.direction:
            lead.direction = 1 if "up" in roles and word not in cues.down else -1
            lead.landing = lead.landing or bool(lead.words and lead.words[-1] in cues.landing)
        lead.aim |= "status" in roles and "down" not in roles
        lead.predicate |= "predicate" in roles
        lead.rank |= "rank" in roles
        lead.score |= "score" in roles
        lead.words.append(word)
        position = lead.start = at
    return lead


def _last_cue(head: str) -> tuple[str, frozenset[str]] | None:
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


_QUALIFIERS_BEHIND = re.compile(r"\s*(?:%|điểm)?\s*(trở lên|trở xuống)")


def qualifier_behind(text: str, end: int) -> Qualifier | None:
    """The qualifier that stands behind a number and its unit (``60% trở lên``: min)."""
    match = _QUALIFIERS_BEHIND.match(text, end)
    if not match:
        return None
    return "min" if match.group(1) == "trở lên" else "max"
