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
_BEHIND = Wording(
    r"[^.;,]{0,30}?\((?:{plans}|{plan_in_short})\s*{given_or_set}?\s*\)|"
    r"[^.;,\d]{0,25}?\b{is} {goals}\b|\s*{according_to} {plans} {given_or_set}",
    re.NOFLAG,
)
_ADJACENT = Wording(r"(?:{plans}|{demand})(?: (?:{demanded_degree}|{given_by_whom}|{year} \d{4}))?:?\s*$")
# "thấp hơn mục tiêu kế hoạch năm 2024 (5%)"
_HELD_AGAINST = Wording(
    r"\b{compared}\s+(?:{measure_of}\s+)?{plans}(?: (?:{plan}|{given_by_whom}|(?:{of} )?{year} \d{4}))*\s*\(\s*$"
)
_OPENING = Words("opens_aim")
_RESULT = Wording(r"\b{tells_result}\b")
_GOALS = Wording(r"{counted_goals}\b")
_AIM = Wording(r"^[^,.]{0,40}\b{strive}\b")
_LEAD = Wording(r"\s*(?:[-+]\s*)?{opens_targets}\b[^:;.]{0,60}:")
_SET = Wording(r"\b{set_out}\b")
_REQUIRED = Wording(r"^\s*(?:[-+]\s*)?{opens_demand}\b[^;]*$", re.NOFLAG)
_MET = Wording(r"{meets}\s+(?:{and_passes}\s+)?(?:{plural}\s+)?{plans}|{goals_met}")
_PROGRAMME = Wording(r"{programme}\s$")
_ESTIMATED = Words("estimated")
_ONLY_IS = Words("only_is")


def decide(draft: Draft, scene: Scene) -> Decided[Status]:
    """Whether the figure is a result, a target, a maximum or a forecast. In a footnote the headings are silent, and
    where its words are so too, a forecast that bears the mark is one there."""
    if draft.cell is not None and (stated := header_status(draft.cell)) and draft.cell.is_value:
        return Decided(stated, "table")
    if said := _sentence_status(draft):
        return said
    if draft.cell is not None and (stated := header_status(draft.cell)):
        return Decided("actual") if stated == "maximum" else Decided(stated, "table")
    if draft.footnote is None:
        return _heading_status(scene.trail)
    if scene.bearer is not None and scene.bearer.status == "forecast":
        return Decided("forecast", "footnote")
    return Decided("actual")


def _sentence_status(draft: Draft) -> Decided[Status] | None:
    low, start = draft.claim.segment[0], draft.claim.number.start
    if _GOALS.match(draft.unit):
        return Decided("target" if _SET.search(draft.text[low:start]) else "actual", "sentence")
    if draft.claim.bracket:
        low = min(low, draft.claim.bracket[0])
    words = draft.text[low:start]
    if draft.kind != "change" and (_ADJACENT.search(words) or _HELD_AGAINST.search(draft.text[:start])):
        return Decided("target", "sentence")
    for match in reversed(list(_CUES.finditer(words))):
        status: Status = match.lastgroup  # type: ignore[assignment]
        gap = words[match.end() :]
        if gap.strip() and _MET.search(words[max(0, match.start() - 20) : match.end() + 2]):
            continue
        if (
            status == "forecast"
            and match.group() in _ESTIMATED
            and len(gap.split()) > 3
            and words[: match.start()].strip()
        ):
            continue
        if status == "maximum" and gap.strip(" :") and gap.strip(" :") not in _ONLY_IS:
            continue
        if _PROGRAMME.search(words[: match.start()]):
            # "chương trình mục tiêu quốc gia"
            continue
        carried = match.group() in _OPENING and _goes_on(gap, draft)
        if status in ("target", "forecast") and not carried and _is_of_another(draft, low + match.end()):
            continue
        cue = draft.said("status", f"{status}_before", low + match.start(), low + match.end())
        return Decided(status, "sentence", (cue,))
    if _REQUIRED.match(words) and not any(low <= other < start for other in draft.others):
        return Decided("target", "sentence")
    if _BEHIND.match(draft.text, draft.claim.end) or _AIM.search(draft.words(draft.claim.behind)):
        return Decided("target", "sentence")
    if _LEAD.match(draft.sentence):
        return Decided("target", "sentence")
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
