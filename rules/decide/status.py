"""Result or target: what a number's own words, its table header or the heading above say it is.

The cue nearest before the number wins (``phấn đấu đạt 90%``, ``hiện đạt 85%``); a header beats the sentence inside a
table; a heading (``Nhiệm vụ, giải pháp``) speaks only where the sentence says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.draft import Decided, Draft
from rules.figure import Status
from rules.language.wording import Wording, Words
from rules.scene import Scene
from rules.table_cells import header_status

_CUES = Wording(
    r"(?P<target>(?<!\w){target_before}(?!\w))|(?P<forecast>(?<!\w){forecast_before}(?!\w))|"
    r"(?P<maximum>(?<!\w){maximum_before}(?!\w))|(?P<actual>(?<!\w){actual_before}(?!\w))"
)
_TARGET_HEADINGS = Words("target_headings")
_FORECAST_HEADINGS = Words("forecast_headings")
_ACTUAL_HEADINGS = Words("actual_headings")
_BEHIND = re.compile(
    r"[^.;,]{0,30}?\((?:mục tiêu|chỉ tiêu|KH|kế hoạch)\s*(?:đề ra|giao)?\s*\)|"
    r"[^.;,\d]{0,25}?\blà (?:mục tiêu|chỉ tiêu)\b|\s*(?:theo|của) (?:mục tiêu|kế hoạch) (?:đề ra|giao)"
)
_ADJACENT = re.compile(
    r"(?:chỉ tiêu|mục tiêu|kế hoạch|yêu cầu)"
    r"(?: (?:là|đạt|tối thiểu|(?:tỉnh |Trung ương |trên |được )?giao|đề ra|năm \d{4}))?:?\s*$",
    re.IGNORECASE,
)
# "thấp hơn mục tiêu kế hoạch năm 2024 (5%)"
_HELD_AGAINST = re.compile(
    r"\b(?:so với|cao hơn|thấp hơn|hơn)\s+(?:mức\s+)?(?:chỉ tiêu|mục tiêu|kế hoạch)"
    r"(?: (?:kế hoạch|(?:tỉnh |Trung ương |trên |được )?giao|đề ra|(?:của )?năm \d{4}))*\s*\(\s*$",
    re.IGNORECASE,
)
_OPENING = frozenset(["phấn đấu", "dự kiến", "mục tiêu", "đặt mục tiêu"])
_RESULT = re.compile(
    r"\b(?:hiện|đã|mới|thực hiện|kết quả|thực tế|đến nay|so với|bằng|hiện nay|tăng|giảm|năm trước|cùng kỳ|tỉnh đạt)\b",
    re.IGNORECASE,
)
_GOALS = re.compile(r"(?:chỉ tiêu|mục tiêu|nhiệm vụ|tiêu chí)\b", re.IGNORECASE)
_AIM = re.compile(r"^[^,.]{0,40}\bphấn đấu\b", re.IGNORECASE)
_LEAD = re.compile(r"\s*(?:[-+]\s*)?(?:Mục tiêu|Chỉ tiêu|Phấn đấu|Kế hoạch|Dự toán)\b[^:;.]{0,60}:", re.IGNORECASE)
_SET = re.compile(r"\b(?:đặt ra|phấn đấu|đề ra)\b", re.IGNORECASE)
_REQUIRED = re.compile(r"^\s*(?:[-+]\s*)?(?:Yêu cầu|Mục tiêu|Phấn đấu|Chỉ tiêu)\b[^;]*$")
_MET = re.compile(
    r"(?:đạt|vượt|hoàn thành)\s+(?:và vượt\s+)?(?:các\s+)?(?:mục tiêu|chỉ tiêu|kế hoạch)|chỉ tiêu đạt", re.IGNORECASE
)


def decide(draft: Draft, scene: Scene) -> Decided[Status]:
    """Whether the figure is a result, a target, a maximum or a forecast. In a footnote the headings are silent, and
    where its words are so too, a forecast that bears the mark is one there."""
    if draft.cell is not None and (stated := header_status(draft.cell)) and draft.cell.is_value:
        return Decided(stated, "table")
    if stated := _sentence_status(draft):
        return Decided(stated, "sentence")
    if draft.cell is not None and (stated := header_status(draft.cell)):
        return Decided("actual") if stated == "maximum" else Decided(stated, "table")
    if draft.footnote is None:
        return _heading_status(scene.trail)
    if scene.bearer is not None and scene.bearer.status == "forecast":
        return Decided("forecast", "footnote")
    return Decided("actual")


def _sentence_status(draft: Draft) -> Status | None:
    low, start = draft.claim.segment[0], draft.claim.number.start
    if _GOALS.match(draft.unit):
        return "target" if _SET.search(draft.text[low:start]) else "actual"
    if draft.claim.bracket:
        low = min(low, draft.claim.bracket[0])
    words = draft.text[low:start]
    if draft.kind != "change" and (_ADJACENT.search(words) or _HELD_AGAINST.search(draft.text[:start])):
        return "target"
    for match in reversed(list(_CUES.finditer(words))):
        status: Status = match.lastgroup  # type: ignore[assignment]
        gap = words[match.end() :]
        if gap.strip() and _MET.search(words[max(0, match.start() - 20) : match.end() + 2]):
            continue
        if (
            status == "forecast"
            and match.group().lower() == "ước"
            and len(gap.split()) > 3
            and words[: match.start()].strip()
        ):
            continue
        if status == "maximum" and gap.strip(" :") not in ("", "là", "đạt"):
            continue
        if words[: match.start()].lower().endswith("chương trình "):
            # "chương trình mục tiêu quốc gia"
            continue
        carried = match.group().lower() in _OPENING and _goes_on(gap, draft)
        if status in ("target", "forecast") and not carried and _is_of_another(draft, low + match.end()):
            continue
        return status
    if _REQUIRED.match(words) and not any(low <= other < start for other in draft.others):
        return "target"
    if _BEHIND.match(draft.text, draft.claim.end) or _AIM.search(draft.words(draft.claim.behind)):
        return "target"
    if _LEAD.match(draft.sentence):
        return "target"
    return None


def _goes_on(gap: str, draft: Draft) -> bool:
    """``Phấn đấu đến năm 2027, A đạt 80%, B đạt 60%``: what opens the segment holds for all of it, until words of a
    result come between; a number that names nothing (``đạt 85%``) is the result that the aim is held against."""
    own = draft.words(draft.claim.before).strip(" ,:(")
    return len(own.split()) > 1 and not _RESULT.search(gap)


def _is_of_another(draft: Draft, cue_end: int) -> bool:
    """Whether another number stands between cue and number, so that the cue was that number's; in a plain list
    (``đạt 100% cấp tỉnh, 95% cấp huyện``) the cue holds for all."""
    start = draft.claim.number.start
    between = [other for other in draft.others if cue_end <= other < start]
    return bool(between) and (draft.claim.lead.predicate or bool(draft.direction))


def _heading_status(trail: Sequence[str]) -> Decided[Status]:
    for heading in reversed(trail):
        low = heading.lower()
        target = min((low.find(c) for c in _TARGET_HEADINGS if c in low), default=-1)
        actual = min((low.find(c) for c in _ACTUAL_HEADINGS if c in low), default=-1)
        if any(c in low for c in _FORECAST_HEADINGS) and actual < 0:
            return Decided("forecast", "heading")
        if actual >= 0 and (target < 0 or actual < target):
            return Decided("actual", "heading")
        if target >= 0:
            return Decided("target", "heading")
    return Decided("actual")
