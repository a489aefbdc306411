"""When a figure holds: the period that its words, its table, its list, its footnote's bearer or a heading state.

None means the document's own reporting period.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rules.decide.opened import opened_times
from rules.decide.respectively import share_of
from rules.decide.sections import is_ahead
from rules.document_kind import says_what_shall_be
from rules.draft import Decided, Draft
from rules.language.calendar import first_months, shifted, term_before, year_of
from rules.language.held_times import heading_period, holding, period_at
from rules.language.letters import ACRONYMS
from rules.language.periods import Now, Time, find_times
from rules.language.time_roles import happened_then
from rules.language.wording import Wording, Words
from rules.scene import Scene
from rules.table_cells import CellContext, compares

_FIRST_MONTHS = Wording(r"\b(0?[369])\s+{months}\b(?!\s+{not_first_months})")
_DAY = Wording(r"{day}")

_TERM_BEFORE = Wording(r"\s*{term_before}\b")
_YEAR_BEFORE = Wording(r"\s*{year_gone}")

_ONE_YEAR = re.compile(r"\d{4}")
_SAID_OF = Wording(r"\s*(?:{is}\b|:)(?:\s+[^\W\d]+){0,3}\s*")
_OF_CHANGE = Wording(r"\s*{of_change}\b")
_COUNTED_GOALS = Wording(r"{counted_goals}\b")
_COMPARED_YEAR = Wording(r"{held_against}\s+(?:{year}\s+)?((?:19|20)\d{2})(?![\d.,/-]*\d)")
_SET_OUT = Words("set_out")
_BARE_RATE = Wording(
    rf"\s*(?:(?:{{reach}}\s+)?(?:{{rates}})?(?:\s+{{reach}})?|(?-i:[{ACRONYMS}]{{2,5}}\s?/\s?[{ACRONYMS}]{{2,5}}))\s*\(?\s*%?\s*\)?\s*"
)
_FROM = Wording(r"\b{from}\s*$|\b{from}\b[^,;(]{0,12}$")


def decide(draft: Draft, scene: Scene) -> Decided[str | None]:
    """The period that the text states for the figure in ISO; None means the document's own reporting period."""
    if (share := share_of(scene)) is not None and share.year:
        return Decided(share.year, "list")
    setting, parent = scene.setting, scene.bearer
    planned = draft.status in ("target", "forecast")
    if draft.cell is not None and (stated := _cell_period(draft, setting.now, planned)):
        return Decided(stated, "table")
    claim = draft.claim
    times = _own_times(draft, setting.now, planned or _of_goals_set(draft))
    if draft.rule.startswith("ends_of_a_change") and _FROM.search(draft.text[: claim.lead.start + 1] + " "):
        reference = [t for t in times if t.role == "reference" and claim.sentence[0] <= t.start < claim.sentence[1]]
        if reference and reference[-1].iso:
            return _of_time(draft, reference[-1])
    if planned and (behind := _of_plan_behind(draft, times)):
        return _of_time(draft, behind)
    if then := _before_bracket(draft, times):
        return _of_time(draft, then)
    if opens := _before_colon(draft, times):
        return _of_time(draft, opens)
    if (compared := _compared_in_brackets(draft, scene)) is not None:
        return compared
    found: Time | None = period_at(times, claim.number.start, claim.own, _lead_stretch(draft), draft.text)
    if found is not None and found.role == "reference" and draft.kind == "change" and not claim.bracket:
        # "cao hơn năm 2023 là 2,32 điểm": it has grown by now
        found = None
    if found is not None and claim.is_outset(draft.text) and is_ahead(found, draft.text, setting.now):
        # "đến năm 2030 đưa số xã đạt chuẩn từ 45 lên 60 xã": there are 45 of them now
        found = None
    if found is not None:
        return _of_time(draft, found)
    noted = draft.cell is not None and any(words in scene.lead for words in draft.cell.notes)
    if scene.lead and not (noted and planned):
        held = [t for t in find_times(scene.lead, setting.now) if t.role in ("opening", "now")]
        held = [t for t in held if planned or not t.of_plan]
        if held and held[-1].iso:
            return Decided(held[-1].iso, "list")
    if parent is not None and parent.period:
        return Decided(parent.period, "footnote")
    stated = heading_period(scene.trail, setting.now)
    goal_of_plan = planned and says_what_shall_be(setting.kind)
    if stated and (stated != setting.period or goal_of_plan):
        return Decided(stated, "heading")
    if goal_of_plan and setting.period and _ONE_YEAR.fullmatch(setting.period):
        # a plan of several years does not say in which of them a goal is to be reached
        return Decided(setting.period, "letterhead")
    if (opened := scene.stage.once(opened_times).get(draft.block)) is not None:
        return Decided(opened, "letterhead")
    if (own := _own_said(draft, times, setting.now)) is not None:
        return _of_time(draft, own)
    return Decided(None)


def _of_goals_set(draft: Draft) -> bool:
    """``Kế hoạch năm 2031 đề ra 62 nhiệm vụ, trong đó đã hoàn thành 31``: all of them are tasks of that year."""
    words = draft.text[draft.claim.segment[0] : draft.claim.number.start]
    return bool(_COUNTED_GOALS.match(draft.unit) and _SET_OUT.search(words))


def _compared_in_brackets(draft: Draft, scene: Scene) -> Decided[str | None] | None:
    """``PCI năm 2031 so với 2030: Đất đai 6,9 điểm (7,2), Chi phí 7,6 (7,0)``: in a list that compares two years, the
    value in brackets behind a value of the same kind is that of the earlier year."""
    bracket, previous = draft.claim.bracket, scene.previous
    if bracket is None or previous is None or (previous.kind, previous.unit) != (draft.kind, draft.unit):
        return None
    inside = draft.text[bracket[0] + 1 : draft.claim.number.start] + draft.text[draft.claim.end : bracket[1]]
    if inside.strip() or draft.kind == "change" or draft.text[previous.claim.end : bracket[0]].strip():
        return None
    compared = list(_COMPARED_YEAR.finditer(draft.text, 0, draft.claim.number.start))
    if not compared or ":" not in draft.text[compared[-1].end() : draft.claim.number.start]:
        return None
    said = draft.said("period", "compared_in_brackets", compared[-1].start(), compared[-1].end())
    return Decided(compared[-1][1], "sentence", (said,))


def _own_said(draft: Draft, times: Sequence[Time], now: Now) -> Time | None:
    """The document's own period where the paragraph names it before the figure (``thu ngân sách 9 tháng đạt …. Chi …``)
    and nothing else goes on from there."""
    before = [t for t in times if t.end <= draft.claim.number.start and t.role != "reference" and not t.of_plan]
    own = [t for t in before if t.iso is not None and t.iso == now.period]
    if draft.status == "target" or not own or any(t.role == "now" for t in before):
        return None
    return own[-1]


def _own_times(draft: Draft, now: Now, planned: bool) -> list[Time]:
    """The times of the figure's paragraph that can be its own: that of a plan that the words name is a goal's only, and
    of what is said of the plan itself (``dự toán năm 2025 là 400 tỷ đồng``)."""
    start = draft.claim.number.start
    times = [
        time
        for time in _unbound(find_times(draft.text, now), planned)
        if (planned or not time.of_plan or _SAID_OF.fullmatch(draft.text, time.end, start))
        # "12 vụ, cùng kỳ là 15 vụ, giảm 20%": the change is of now
        and not (time.earlier and draft.kind == "change" and not draft.claim.before[0] <= time.start < start)
        # "sau trận lũ hồi tháng 9, tỉnh có 15 trạm": what it has is of now
        and not ("," in draft.text[time.end : start] and happened_then(draft.text[: time.start]))
    ]
    return holding(times, draft.text, (*draft.others, start), start)


def _unbound(times: Sequence[Time], planned: bool) -> list[Time]:
    """A deadline or a mere begin gives no time to a result, and takes back the time before it; the end of
    a year is to a goal as much as the year."""
    if planned:
        return [replace(t, iso=str(year_of(t.iso))) if t.year_end and t.iso else t for t in times]
    return [replace(t, iso=None, role="now") if t.bound and t.role != "reference" else t for t in times]


def _of_time(draft: Draft, time: Time) -> Decided[str | None]:
    return Decided(time.iso, "sentence", (draft.said("period", time.role, time.start, time.end),))


def _of_plan_behind(draft: Draft, times: Sequence[Time]) -> Time | None:
    """``900 tỷ đồng kế hoạch vốn năm 2031``: the year of the plan that the number is of."""
    begin, end = draft.claim.behind
    return next((time for time in times if time.of_plan and begin <= time.start and time.end <= end), None)


def _before_bracket(draft: Draft, times: Sequence[Time]) -> Time | None:
    """``so với năm 2023 (xếp thứ 17/63)``: the time right before the brackets that the figure opens, unless they only
    say more of the change before them."""
    bracket, start = draft.claim.bracket, draft.claim.number.start
    if bracket is None or draft.kind == "change":
        return None
    if any(bracket[0] < other < start for other in draft.others) or _OF_CHANGE.match(draft.text, bracket[0] + 1, start):
        return None
    end = len(draft.text[: bracket[0]].rstrip())
    return next((time for time in reversed(times) if time.iso and time.end == end), None)


def _before_colon(draft: Draft, times: Sequence[Time]) -> Time | None:
    """``(cùng kỳ năm 2024: 276 ca mắc, 6 ca tử vong)``: the time that, before a colon, opens the figure's brackets."""
    bracket, start = draft.claim.bracket, draft.claim.number.start
    for time in times if bracket is not None and draft.kind != "change" else ():
        opens = bracket is not None and bracket[0] < time.start and not draft.text[bracket[0] + 1 : time.start].strip()
        if opens and time.iso and time.end < start and draft.text[time.end : start].lstrip().startswith(":"):
            return time
    return None


def _lead_stretch(draft: Draft) -> tuple[int, int]:
    """Where a time must stand to hold for this number: before its sentence's first number, or in its own segment."""
    claim = draft.claim
    low = claim.sentence[0]
    earlier = [other for other in draft.others if low <= other < claim.number.start]
    first = min(earlier, default=claim.number.start)
    return (low, claim.number.start) if claim.segment[0] <= first else (low, first)


def _cell_period(draft: Draft, now: Now, planned: bool) -> str | None:
    cell = draft.cell
    if cell is None:
        return None
    own = [t for t in _own_times(draft, now, planned) if t.iso and t.role != "reference"]
    if own:
        return period_iso(own, draft)
    for words in (*reversed(cell.headers), cell.row_time):
        if stated := _stated(words, now):
            return stated if draft.kind != "change" else _stated(cell.result_header, now) or stated
    if before := next((m for header in reversed(cell.headers) if (m := _TERM_BEFORE.match(header))), None):
        return _before_own(before.group(), now)
    beside = draft.kind in ("change", "rank") or compares(cell.headers) or _is_rate_beside(draft, cell)
    if beside and (stated := _stated(cell.result_header, now)):
        return stated
    for words in (cell.row_name, cell.section):
        if stated := _named(words, now, planned):
            return stated
    captioned = [t for t in find_times(cell.caption, now) if t.iso and t.role != "reference"]
    reckoned = any(words in cell.caption for words in cell.notes)
    if captioned and not (reckoned and planned):
        return captioned[-1].iso
    for words in cell.notes if draft.status != "target" else ():
        noted = [t for t in find_times(words, now) if t.iso and t.role != "reference" and not (t.of_plan or t.bound)]
        if noted:
            return noted[-1].iso
    return None


def _is_rate_beside(draft: Draft, cell: CellContext) -> bool:
    """Whether a column of percentages says by its header only that it is one (``Tỷ lệ (%)``): it is the rate of the
    column to the left."""
    return draft.unit == "%" and bool(_BARE_RATE.fullmatch(cell.headers[-1] if cell.headers else ""))


def _before_own(words: str, now: Now) -> str | None:
    """What the header of a column means that begins ``Kỳ trước``, ``Tháng trước``, ``Năm trước``."""
    if now.period is None:
        return None
    if find_times(words, now) or _YEAR_BEFORE.match(words):
        return shifted(now.period, -1)
    return term_before(now.period)


def _stated(words: str, now: Now) -> str | None:
    """The period that a header states; what it compares with is none."""
    found = find_times(words, now)
    times = [t for t in found if t.iso and t.role != "reference"]
    if times:
        return times[-1].iso
    if match := _FIRST_MONTHS.search(words):
        return first_months(now.year, int(match.group(1))) if now.year else None
    return None if found else _bare_year(words)


def _named(words: str, now: Now, planned: bool) -> str | None:
    """The period that a row's name states; its days are those of laws, and the year of a plan is a goal's."""
    found = find_times(words, now)
    times = [t for t in found if t.iso and t.role != "reference" and (planned or not t.of_plan)]
    times = [t for t in times if not words[t.start].isdigit() and not _DAY.match(words, t.start, t.end)]
    return times[-1].iso if times else None if found or _FIRST_MONTHS.search(words) else _bare_year(words)


def _bare_year(words: str) -> str | None:
    years = re.findall(r"(?<![\d.,/-])(?:19|20)\d{2}(?![\d.,/-]*\d)", words)
    return str(years[-1]) if years and not re.search(r"\d{4}\s*[-–]\s*\d{4}", words) else None


def period_iso(times: Sequence[Time], draft: Draft) -> str | None:
    """The time of a cell's own words that is nearest before its number, else the first."""
    before = [t for t in times if t.end <= draft.claim.number.start]
    return (before[-1] if before else times[0]).iso
