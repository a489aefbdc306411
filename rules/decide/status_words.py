"""What the words of a figure's own sentence say: wanted, expected, at most, or reached.

The cue nearest before the number speaks (``phấn đấu đạt 90%``, ``hiện đạt 85%``), unless the words between show that it
is about something else; what is expected or wanted as a whole is so in its parts and in the changes that hang on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rules.claims import ON_TO
from rules.draft import Decided, Draft
from rules.figure import TIMES, Status
from rules.language.units import find_unit
from rules.language.wording import Wording, Words

_CUES = Wording(
    r"(?P<target>(?<!\w){target_before}(?!\w))|(?P<forecast>(?<!\w){forecast_before}(?!\w))|"
    r"(?P<maximum>(?<!\w){maximum_before}(?!\w))|(?P<actual>(?<!\w){actual_before}(?!\w))"
)
_BEHIND = Wording(
    r"[^.;,]{0,30}?\((?:{plans}|{plan_in_short})\s*{given_or_set}?\s*\)|"
    r"[^.;,\d]{0,25}?\b{is} {goals}\b|\s*{according_to} {plans} {given_or_set}",
    re.NOFLAG,
)
_ADJACENT = Wording(
    r"(?:{plans}|{demand}|{funds_planned})"
    r"(?: (?:{demanded_degree}|{given_by_whom}|{year}(?: \d{4})?|{whole_of_year}))*\s?[:(]?\s*$|"
    r"\b{given_by_whom} {is}:?\s*$|\b{given_from_above}\s*$"
)
_NOT_OF_IT = Wording(r"\b{outside_plans}\s+(?:{plural}\s+)?$")
# "thấp hơn mục tiêu kế hoạch năm 2024 (5%)"
_HELD_AGAINST = Wording(
    r"\b{compared}\s+(?:{measure_of}\s+)?{plans}(?: (?:{plan}|{given_by_whom}|(?:{of} )?{year} \d{4}))*\s*\(\s*$"
)
_OPENING = Words("opens_aim")
_RESULT = Wording(r"\b{tells_result}\b")
_DONE = Wording(r"\b{tells_done}\b")
_GOALS = Wording(r"{counted_goals}\b")
_TASKS = Wording(r"{tasks}\b")
_ASKED = Wording(r"(?:^|(?<=[.!?]\s))(?:[^.;:\d]|\d{4}){0,80}?\b{asks_for_tasks}\b[^.;:\d]{0,40}[.:]\s")
_AIM = Wording(r"^[^,.]{0,40}\b{strive}\b")
_OPENS_SENTENCE = Wording(r"\s*(?:[-+•*]\s*|\d+(?:\.\d+)*[.)]\s*)?(?:(?P<target>{strive})|{opens_forecast})\b")
_PLAN_BEFORE_BRACKET = Wording(r"(?<!\w){plans}(?: {given_by_whom})?\s*\(\s*$")
_DEMANDS = Wording(r"(?:[^:;.\d]|\d{4}){0,80}?\b{opens_demands}\b(?:[^:;.\d]|\d{4}){0,40}:")
_WANTS = Wording(r"(?:[^:;.\d]|\d{4}(?:\s?[-–]\s?\d{4})?){0,80}?\b{sets_goals}\b")
_LEAD = Wording(r"\s*(?:[-+]\s*)?{opens_targets}\b[^:;.]{0,60}:")
_AHEAD = Wording(r"^(?:(?!{actual_headings}).)*?(?<!\w){ahead_headings}(?!\w)[^:.;]{0,80}:")
# "16/28 chỉ tiêu đạt và vượt", "3 chỉ tiêu chưa đạt"
_JUDGED = Wording(r"\s*(?:{judged}\s+)*{meets}\b")
_SET = Wording(r"\b{set_out}\b")
_REQUIRED = Wording(r"^\s*(?:[-+]\s*)?{opens_demand}\b[^;]*$", re.NOFLAG)
_MET = Wording(r"{meets}\s+(?:{and_passes}\s+)?(?:{plural}\s+)?{plans}|{goals_met}")
_EARMARKED = Wording(r"(?:{earmarked}|{programme} {goals})\b")
# "148 cuộc thanh tra (theo kế hoạch 121, đột xuất 27)": kinds of what was done
_PLANNED_OR_NOT = Wording(
    r"\b{according_to} {plan}\b[^.;]{0,60}\b{unplanned}\b|\b{unplanned}\b[^.;]{0,60}\b{according_to} {plan}\b"
)
_PURSUED = Wording(r"\b{pursues}\s+(?:{plural}\s+)?$")
_ESTIMATED = Words("estimated")
_ONLY_IS = Words("only_is")
# "Dự toán chi năm 2025 là 400 tỷ đồng": the plan is what the number is of
_PLANNED = Wording(
    r"^[\s,;:(+–-]*(?:{before_plan}\s+)*(?:{budget}|{plan}(?! {number_word}\b))\b(?P<between>[^,;:]*?)"
    r"(?:{is}|{given_by_whom}|:|{of_about})?\s*$"
)
_REACHED = Wording(r"\b(?:{reach}|{done_with})\b")
_POSTS = Wording(r"\b{posts}\b")
# "ban hành Kế hoạch …, trong đó mở 5 lớp", "Kế hoạch năm 2031 kiểm tra tại 12 xã"
_PLAN_ISSUED = Wording(
    r"\b{issuing}\b[^.;]*?\b{plan}\b[^.;]*?\b{sets_out}\b[^.;]*$|"
    r"(?:^|[.:;,]\s+)(?:{before_plan}\s+)*{plan}\b(?! {number_word}\b)[^.;:,]*?\b{sets_out}\b[^.;]*$"
)
_ALLOTTED = Wording(r"\b{posts}\b[^.;]*?\b{given_by_whom}\b")
# "trong đó thu nội địa 500 tỷ đồng; tổng vốn đầu tư 900 tỷ đồng": a total is no part
_TOTAL_OPENS = Wording(r";\s*(?:{total})\b")
_AT_MOST = Wording(r"\b{at_most_points}\s*$")
# "giải ngân 40 trong tổng số 90 tỷ đồng kế hoạch vốn"
_OF_A_PLAN = Wording(r"\b{of_the_total}\s*(?:{of_about}\s*)?$")
_CARRIED_OVER = Wording(r"\b{carried_into}(?!\w)")
_PLAN = Words("plan")
_PLAN_BEHIND = Wording(r"\s*(?:{plan}|{budget})\b")
_DIMENSION = Wording(r"\b{dimensions}(?:\s+{of_about})?\s*$")
_HANGS_ON = Wording(r"[\s,;(]*(?:{and}\s+)?(?:{hanging_words}\s*)*")
_OTHER_TIME = Wording(r"\b(?:{same_time}|{year_gone}|{year}\s+\d{4})\b")
_OPENS_ESTIMATE = Wording(
    r"\s*(?:[-+•*]|\d+(?:\.\d+)*[.)])?\s*{estimated}\b[^,;.]*?\b(?:{months}|{year}|{quarter})\b[^,;.]*,"
)
_MADE_UP = Wording(r"\s*{make_up}\b[^.;]*")
_OVER_A_SUM = Wording(r"\d\s*(?:{money_scales}\s+)*(?:{currencies})\s*/\s*$")
_MONEY = Words("currencies")
_SPENT = Wording(r"\b{money_moves}\b")
_PARTS = Wording(r"\b{parts_open}\b")
# "phấn đấu nâng từ 27 mô hình năm 2024 lên": where the number behind it comes from
_COMES_FROM = Wording(r"\b{from}\s+[\d.,]+" + ON_TO + "$")


def said_in_sentence(draft: Draft) -> Decided[Status] | None:
    """What the sentence says of the figure, with the words that say so; None where it says nothing."""
    low, start = draft.claim.segment[0], draft.claim.number.start
    if _GOALS.match(draft.unit) and not _expected(draft):
        cues = list(_SET.finditer(draft.text, low, start))
        # what a plan set out is wanted, what became of some of it ("trong đó đã hoàn thành 31") is told; tasks that it
        # set are there as soon as they are
        told = cues and any(cues[-1].end() <= other < start for other in draft.others)
        wanted = cues and not told and not _JUDGED.match(draft.text, draft.claim.end)
        wanted = wanted and not _TASKS.match(draft.unit)
        return Decided("target" if wanted else "actual", "sentence")
    if draft.claim.bracket:
        low = min(low, draft.claim.bracket[0])
    words = draft.text[low:start]
    if draft.kind != "change":
        adjacent = None if _as_planned_or_not(draft) else _ADJACENT.search(words)
        if adjacent and not _earmarked(words, adjacent.start()):
            if _posts(draft):
                return _said(draft, "actual", "allotted", low + adjacent.start(), low + adjacent.end())
            status: Status = "actual" if _NOT_OF_IT.search(words[: adjacent.start()]) else "target"
            return _said(draft, status, "beside", low + adjacent.start(), low + adjacent.end())
        before = draft.text[draft.claim.sentence[0] : start]
        of_plan = draft.unit != "%" and draft.claim.bracket and _PLAN_BEFORE_BRACKET.search(before)
        if of_plan or _HELD_AGAINST.search(before):
            return Decided("target", "sentence")
    if draft.kind == "score" and (most := _AT_MOST.search(words)):
        return _said(draft, "maximum", "at_most", low + most.start(), low + most.end())
    if planned := _planned(draft) or _part_of_plan(draft):
        return planned
    for match in _cues(draft, words, low):
        status = match.lastgroup  # type: ignore[assignment]
        return _said(draft, status, "before", low + match.start(), low + match.end())
    required = _REQUIRED.match(words) and not any(low <= other < start for other in draft.others)
    if required and not _ALLOTTED.search(words):
        return Decided("target", "sentence")
    if _BEHIND.match(draft.text, draft.claim.end) or _AIM.search(draft.words(draft.claim.behind)):
        return Decided("target", "sentence")
    if _PLAN_BEHIND.match(draft.text, draft.claim.end) and _OF_A_PLAN.search(words):
        return Decided("target", "sentence")
    if _of_what_was_to_be(draft):
        return Decided("target", "sentence")
    if _LEAD.match(draft.sentence) or _demanded(draft) or _AHEAD.match(draft.text[draft.claim.sentence[0] : start]):
        return Decided("target", "sentence")
    if (expected := _expected(draft)) or (expected := _opened(draft)):
        return expected
    if draft.kind == "amount" and (found := _DIMENSION.search(words)):
        # the road that a plan wants built is as long as it is
        return _said(draft, "actual", "dimension", low + found.start(), low + found.end())
    return None


def _opened(draft: Draft) -> Decided[Status] | None:
    """``Dự kiến đến 30/6 xong 20 nhiệm vụ; lắp 150 trạm; …``: what opens a sentence holds behind its semicolons too,
    until a result is told."""
    low, start = draft.claim.sentence[0], draft.claim.number.start
    opened = _OPENS_SENTENCE.match(draft.text, low, start)
    if opened is None or draft.claim.segment[0] == low or _RESULT.search(draft.text, opened.end(), start):
        return None
    return _said(draft, "target" if opened["target"] else "forecast", "opened", opened.start(), opened.end())


def _demanded(draft: Draft) -> bool:
    """``Tôi yêu cầu: năm 2031 phải đưa …; …``, ``huyện đặt mục tiêu trồng …; …``: all of the sentence is wanted, until
    a result is told."""
    low, start = draft.claim.sentence[0], draft.claim.number.start
    opened = _DEMANDS.match(draft.text, low, start) or _WANTS.match(draft.text, low, start)
    return opened is not None and not _DONE.search(draft.text, opened.end(), start)


def asked_before(draft: Draft) -> Decided[Status] | None:
    """``Năm 2031, tôi đề nghị mấy việc. Giải ngân ít nhất 95%. …``: what a sentence of the paragraph announces as tasks
    holds behind it, until a result is told."""
    low = draft.claim.sentence[0]
    asked = list(_ASKED.finditer(draft.text, 0, low))
    if not asked or _DONE.search(draft.text, asked[-1].end(), draft.claim.number.start):
        return None
    return _said(draft, "target", "asked", asked[-1].start(), asked[-1].end())


def _said(draft: Draft, status: Status, rule: str, start: int, end: int) -> Decided[Status]:
    return Decided(status, "sentence", (draft.said("status", f"{status}_{rule}", start, end),))


def _cues(draft: Draft, words: str, low: int) -> Iterator[re.Match[str]]:
    """The cues before the number that are about it, the nearest first."""
    for match in reversed(list(_CUES.finditer(words))):
        status, gap = match.lastgroup, words[match.end() :]
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
        if _earmarked(words, match.start()) or (_PLAN.search(match.group()) and _as_planned_or_not(draft)):
            continue
        if status == "target" and _PURSUED.search(words[: match.start()]) and re.search(r",\s", gap):
            # "thực hiện mục tiêu giảm nghèo, tỉnh xây 40 căn nhà"
            continue
        carried = match.group() in _OPENING and _goes_on(gap, draft)
        if status in ("target", "forecast") and not carried and _is_of_another(draft, low + match.end()):
            continue
        yield match


def _as_planned_or_not(draft: Draft) -> bool:
    """Whether the clause parts what was done by plan from what was not: neither is a goal."""
    low, high = draft.claim.bracket or draft.claim.segment
    return bool(_PLANNED_OR_NOT.search(draft.text, low, high))


def _earmarked(words: str, at: int) -> bool:
    """Whether the word there has no aim of its own: ``bổ sung có mục tiêu``, ``chương trình mục tiêu quốc gia``."""
    return any(found.start() <= at < found.end() for found in _EARMARKED.finditer(words))


def _planned(draft: Draft) -> Decided[Status] | None:
    """``Dự toán chi năm 2025 là 400 tỷ đồng``: the number is the plan's own. What was reached of it is none, and posts
    that were allotted are there."""
    if draft.kind not in ("amount", "count"):
        return None
    begin, start = draft.claim.before[0], draft.claim.number.start
    found = _PLANNED.match(draft.text[begin:start])
    if found is None or _REACHED.search(found["between"]):
        sentence = draft.text[draft.claim.sentence[0] : start]
        issued = _PLAN_ISSUED.search(sentence)
        if issued is None or _RESULT.search(sentence[issued.start() :]):
            return None
        begin = draft.claim.sentence[0] + issued.start()
        return _said(draft, "target", "planned", begin, start)
    return _said(draft, "actual" if _posts(draft) else "target", "planned", begin + found.start(), begin + found.end())


def _part_of_plan(draft: Draft) -> Decided[Status] | None:
    """``Kế hoạch vốn năm 2031 là 90 tỷ đồng, gồm trung ương 60 tỷ đồng và địa phương 30 tỷ đồng``: what the sum of a
    plan is made up of is planned too, until something is told to be done."""
    low, start = draft.claim.sentence[0], draft.claim.number.start
    before = [other for other in draft.others if low <= other < start]
    if draft.kind != "amount" or not before:
        return None
    opened = list(_PARTS.finditer(draft.text, before[0], start))
    found = _PLANNED.match(draft.text[low : before[0]]) if opened else None
    if found is None or _REACHED.search(found["between"]) or _DONE.search(draft.text, before[0], start):
        return None
    if _CARRIED_OVER.search(draft.words(draft.claim.before)):
        return None  # money that is left of an earlier year is there
    return _said(draft, "target", "part_of_plan", low + found.start(), low + found.end())


def _posts(draft: Draft) -> bool:
    """Whether what was given are posts: they are there as soon as they are given."""
    low = draft.claim.sentence[0]
    return bool(_POSTS.search(draft.text, low, draft.claim.end) or _POSTS.search(draft.unit))


def _expected(draft: Draft) -> Decided[Status] | None:
    """``ước đạt 800 tỷ đồng, bằng 97% dự toán, tăng 6%; trong đó thu nội địa 500 tỷ đồng``: what hangs on a number that
    is expected, and its parts, are expected too, until a result is told."""
    low, start = draft.claim.sentence[0], draft.claim.number.start
    words = draft.text[low:start]
    cues = [m for m in _CUES.finditer(words) if m.lastgroup in ("forecast", "actual", "target")]
    if not cues and (make_up := _made_up_of(draft)):
        return make_up
    if not cues or cues[-1].lastgroup != "forecast":
        return None
    cue = cues[-1]
    between = [other for other in draft.others if low + cue.end() <= other < start]
    opened = list(_PARTS.finditer(words, cue.end()))
    parts = bool(opened) and not _TOTAL_OPENS.search(words, opened[-1].end())
    parts = parts or _in_brackets_behind(draft, low + cue.end())
    if parts and between and draft.kind == "count" and _is_money(draft.text, between[0]):
        return None  # the firms that a sum of money came from are there
    goals = _GOALS.match(draft.unit)
    if between and not (_hangs_on(draft) or parts or goals or _OPENS_ESTIMATE.match(words)):
        return None
    if not between and not goals:
        return None
    return _said(draft, "forecast", "hangs_on", low + cue.start(), low + cue.end())


def _made_up_of(draft: Draft) -> Decided[Status] | None:
    """``GRDP ước 90 nghìn tỷ đồng. Cơ cấu: khu vực I chiếm 30%``: what makes up a number that is expected."""
    low = draft.claim.sentence[0]
    if not _MADE_UP.match(draft.text, low, draft.claim.number.start):
        return None
    begin = max(draft.text.rfind(". ", 0, max(low - 2, 0)), 0)
    said = [m for m in _CUES.finditer(draft.text, begin, low) if m.lastgroup in ("forecast", "actual", "target")]
    if not said or said[-1].lastgroup != "forecast":
        return None
    return _said(draft, "forecast", "made_up", said[-1].start(), said[-1].end())


def _is_money(text: str, number: int) -> bool:
    """Whether the number that begins there is of money."""
    found = re.match(r"[\d.,]+", text[number:])
    unit = find_unit(text, number + found.end()) if found else None
    return unit is not None and unit.name in _MONEY


def _of_what_was_to_be(draft: Draft) -> bool:
    """``giải ngân 6 tỷ đồng/13 tỷ đồng``: the sum behind the stroke is the one that was to be reached."""
    if draft.kind != "amount" or not _OVER_A_SUM.search(draft.text[: draft.claim.number.start]):
        return False
    begin = draft.claim.sentence[0]
    return bool(
        _PLAN_BEHIND.match(draft.text, draft.claim.end) or _SPENT.search(draft.text[begin : draft.claim.number.start])
    )


def _in_brackets_behind(draft: Draft, cue_end: int) -> bool:
    """``dự kiến 90 tỷ đồng (đầu tư 60 tỷ đồng, sự nghiệp 30 tỷ đồng)``: brackets behind the cue, that name no other
    time."""
    bracket = draft.claim.bracket
    if bracket is None or draft.kind not in ("amount", "count") or bracket[0] < cue_end:
        return False
    return _OTHER_TIME.search(draft.text, bracket[0], draft.claim.number.start) is None


def _hangs_on(draft: Draft) -> bool:
    own = draft.text[draft.claim.before[0] : draft.claim.number.start]
    told = draft.kind in ("change", "rank") or draft.unit in ("%", TIMES)
    return told and _HANGS_ON.fullmatch(own) is not None


def _goes_on(gap: str, draft: Draft) -> bool:
    """``Phấn đấu đến năm 2027, A đạt 80%, B đạt 60%``: what opens the segment holds for all of it, until words of a
    result come between; a number that names nothing (``đạt 85%``) is the result that the aim is held against."""
    own = draft.words(draft.claim.before).strip(" ,:(")
    return len(own.split()) > 1 and not _RESULT.search(gap)


def _is_of_another(draft: Draft, cue_end: int) -> bool:
    """Whether another number stands between cue and number, so that the cue was that number's; in a plain list
    (``đạt 100% cấp tỉnh, 95% cấp huyện``) the cue holds for all, and where a number only starts from it is no other."""
    start = draft.claim.number.start
    comes_from = _COMES_FROM.search(draft.text, cue_end, start)
    between = [other for other in draft.others if cue_end <= other < (comes_from.start() if comes_from else start)]
    return bool(between) and (draft.claim.lead.predicate or bool(draft.direction))
