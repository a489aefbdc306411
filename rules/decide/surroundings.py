"""Where and when a figure holds: place, level and period, each with the word of where it came from.

Context is inherited in the open: the figure's own claim, the lead of its paragraph, the table's row and headers, the
figure whose footnote it stands in, the headings above, the letterhead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rules.draft import Draft
from rules.figure import Level, Origin
from rules.language.lexicon import load_units
from rules.language.periods import Time, find_times, heading_period, period_at, year_of
from rules.language.places import (
    lower_place_at_end,
    names_country,
    one_level,
    opening_place,
    other_province,
    provinces_in,
    sub_place,
    trail_place,
)
from rules.language.title_period import span_of_months
from rules.language.units import noun_at


@dataclass(frozen=True, slots=True)
class Setting:
    """What holds for a whole document: its province's name, the year that unfinished times belong to, its own
    reporting period."""

    place: str
    year: int | None
    period: str | None


def decide_level(draft: Draft, parent: Draft | None) -> tuple[Level | None, Origin]:
    """The one administrative level that the figure is limited to, or None."""
    claim, text = draft.claim, draft.text
    if draft.kind == "rank" or (draft.kind == "change" and draft.unit == "bậc"):
        return None, "default"
    if draft.cell is not None and draft.cell.is_value:
        level = _name_level(draft.cell.row_name) or one_level(draft.cell.header)
        return level, "table" if level else "default"
    if claim.unit is not None and claim.unit.level and not _of_several(claim.unit.name):
        return claim.unit.level, "sentence"
    if draft.unit == "%" and (noun := _places_behind(text, claim.end)):
        return noun, "sentence"
    if draft.unit == "%" and (match := _SHARE_OF.search(text[claim.before[0] : claim.before[1]])):
        noun_found = noun_at(text, claim.before[0] + match.end())
        if noun_found and noun_found[1] in load_units().levels:
            return load_units().levels[noun_found[1]], "sentence"
    noun_start = claim.unit.start if claim.unit is not None and claim.unit.family == "noun" else claim.behind[0]
    bare = _BARE_LEVELS.get(text[claim.before[0] : claim.before[1]].strip(" ,;:(").lower())
    if bare and (bare != "province" or set(claim.lead.words) <= {":"}):
        return bare, "sentence"
    # the comma inside "cán bộ, công chức" ends no clause
    if claim.unit is not None and claim.unit.family == "noun" and (match := _LEVEL_BEHIND.match(text, claim.end)):
        return _BARE_LEVELS[match.group(1)], "sentence"
    behind = text[noun_start : claim.end] + _first_clause(text[claim.end : max(claim.behind[1], claim.end)])
    before = _last_clause(text[claim.before[0] : claim.before[1]])
    first = claim.thing_before or (claim.lead.predicate and draft.kind != "count")
    order = (before, behind) if first else (behind, before)
    for words in order:
        if level := one_level(words):
            return level, "sentence"
        if words is order[0] and _names_levels(words):
            return None, "sentence"
    if opening := _OPENING_LEVEL.match(draft.sentence):
        return one_level(opening.group()), "list"
    if parent is not None and parent.level:
        return parent.level, parent.level_from
    if draft.cell is not None and (level := _name_level(draft.cell.row_name)):
        return level, "table"
    return None, "default"


def _name_level(row_name: str) -> Level | None:
    last = row_name.rsplit(" - ", 1)[-1]
    level = one_level(last)
    return level or (one_level(row_name) if len(row_name) < 60 else None) or _bare_level(last)


def _bare_level(words: str) -> Level | None:
    noun = noun_at(words.strip().lower(), 0)
    return load_units().levels.get(noun[1]) if noun and noun[0] >= len(words.strip()) - 1 else None


def _of_several(unit: str) -> bool:
    levels = load_units().levels
    return len({levels[n.strip()] for n in re.split(r",|/| và ", unit) if n.strip() in levels}) > 1


def _places_behind(text: str, end: int) -> Level | None:
    """``100% xã, phường, thị trấn …``: the counted places right behind a percentage."""
    match = re.compile(r"\s*(?:số\s+|các\s+|tổng số\s+)?").match(text, end)
    start = match.end() if match else end
    noun = noun_at(text, start)
    if not noun or noun[1] not in load_units().levels:
        return None
    clause = _first_clause(text[start : start + 90])
    stretch = re.split(r"\d|\b(?:đã|có|được|đều|trên địa bàn|thuộc|triển khai|thành lập)\b", clause)[0]
    if _of_several(stretch):
        return None
    return one_level(stretch) if _names_levels(stretch) else load_units().levels[noun[1]] if clause else None


def _names_levels(words: str) -> bool:
    from rules.language.places import levels_in

    return bool(levels_in(words))


def _first_clause(words: str) -> str:
    words = re.sub(r"\s?\([^()]*\)", "", words)
    head = re.split(
        r",\s(?!phường|thị trấn|thị xã|thành phố|xã|huyện|thôn|bản|ban|ngành|khu phố|cấp)|;|\.\s|\(|\bdo\b", words
    )[0]
    return head[:90]


def _last_clause(words: str) -> str:
    tail = re.split(
        r",\s(?!phường|thị trấn|thị xã|thành phố|xã|huyện|thôn|bản|ban|ngành|khu phố|cấp)|;|\.\s|\)", words
    )[-1]
    return tail[-120:]


def decide_place(
    draft: Draft, setting: Setting, trail: Sequence[str], parent: Draft | None, beside: Draft | None = None
) -> tuple[str, Origin]:
    """The named place that the figure is about: a lower place, another province, the country, or the document's.

    ``parent`` is the figure that this one says more of, ``beside`` the one before it in its sentence.
    """
    claim = draft.claim
    own = draft.text[claim.own[0] : claim.own[1]]
    if (claim.lead.predicate or claim.lead.rank) and claim.unit is None and draft.words(claim.before).strip():
        own = draft.words(claim.before)
    if draft.cell is not None and draft.cell.is_value:
        row = f"{draft.cell.row_name} | {draft.cell.header}"
        if (name := opening_place(draft.cell.row_name)) and len(name) >= len(draft.cell.row_name.strip()):
            return name, "table"
        if name := other_province(row, setting.place):
            return name, "table"
        if names_country(row):
            return "cả nước", "table"
        if draft.cell.row_place:
            return draft.cell.row_place, "table"
    if claim.unit is not None and re.match(r"tỉnh\b", claim.unit.name) and draft.kind in ("count", "rate"):
        return "cả nước", "sentence"
    if claim.bracket and (name := _place_before_bracket(draft)):
        return name, "sentence"
    if name := sub_place(own):
        return name, "sentence"
    if names_country(own) and draft.kind != "rank":
        return "cả nước", "sentence"
    if name := other_province(own, setting.place):
        return name, "sentence"
    if parent is not None and parent.place:
        return parent.place, parent.place_from
    if beside is not None and _says_more_of(beside, draft):
        return beside.place, "sentence"
    if draft.cell is None and (name := opening_place(draft.sentence) or opening_place(draft.text)):
        return name, "list"
    if trail and (name := opening_place(trail[-1])):
        return name, "heading"
    if name := trail_place(trail, setting.place):
        return name, "heading"
    return setting.place, "letterhead" if setting.place else "default"


def _says_more_of(beside: Draft, draft: Draft) -> bool:
    """``tỉnh A đạt 87,54 điểm, xếp thứ 9/63``: a figure that names nothing new is still about the place named before.

    Not where that place was only held against (``cao hơn cả nước 2%, xếp thứ 5``), and the country has no rank.
    """
    claim = beside.claim
    if beside.place_from != "sentence" or claim.bracket or claim.segment != draft.claim.segment:
        return False
    if beside.place == "cả nước" and draft.kind == "rank":
        return False
    held_against = _HELD_AGAINST.search(beside.text[claim.before[0] : claim.number.start])
    return not held_against and bool(_MERE_PREDICATE.fullmatch(beside.text, claim.end, draft.claim.number.start))


def _place_before_bracket(draft: Draft) -> str | None:
    """``… chỉ sau Đà Nẵng (0,7578)``: the province that a bare number in brackets belongs to."""
    bracket = draft.claim.bracket
    if bracket is None or draft.text[bracket[0] + 1 : draft.claim.lead.start].strip():
        return None
    before = draft.text[draft.claim.sentence[0] : bracket[0]].rstrip()
    named = [name for _, end, name in provinces_in(before) if end == len(before)]
    return named[0] if named else lower_place_at_end(before)


def decide_period(
    draft: Draft, setting: Setting, trail: Sequence[str], lead: str, parent: Draft | None
) -> tuple[str | None, Origin]:
    """The period that the text states for the figure in ISO; None means the document's own reporting period.

    ``lead`` is the paragraph that opens the list the figure stands in ("" where there is none); ``parent`` is the
    figure whose footnote it stands in.
    """
    if draft.cell is not None and (stated := _cell_period(draft, setting)):
        return stated, "table"
    claim = draft.claim
    times = find_times(draft.text, setting.year)
    if draft.rule.startswith("ends_of_a_change") and _FROM.search(draft.text[: claim.lead.start + 1] + " "):
        reference = [t for t in times if t.role == "reference" and claim.sentence[0] <= t.start < claim.sentence[1]]
        if reference and reference[-1].iso:
            return reference[-1].iso, "sentence"
    if then := _before_bracket(draft, times):
        return then.iso, "sentence"
    found: Time | None = period_at(times, claim.number.start, claim.own, _lead_stretch(draft), draft.text)
    if found is not None and found.role == "reference" and draft.kind == "change" and not claim.bracket:
        # "cao hơn năm 2023 là 2,32 điểm": it has grown by now
        found = None
    if found is not None and (found.iso or draft.cell is None):
        return found.iso, "sentence"
    if lead:
        held = [t for t in find_times(lead, setting.year) if t.role in ("opening", "now")]
        if held and held[-1].iso:
            return held[-1].iso, "list"
    if parent is not None and parent.period:
        return parent.period, "footnote"
    stated = heading_period(trail, setting.year)
    if stated and stated != setting.period:
        return stated, "heading"
    return None, "default"


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


_OF_CHANGE = re.compile(r"\s*(?:từ|tương đương|tức|tăng|giảm|bằng|ứng với|khoảng cách)\b", re.IGNORECASE)
_BARE_LEVELS: dict[str, Level] = {"tỉnh": "province", "huyện": "district", "xã": "commune", "thôn": "village"}
# "01 điểm cầu tỉnh, 09 điểm cầu huyện": not "12 cơ quan tỉnh Lâm Đồng"
_LEVEL_BEHIND = re.compile(r"\s(tỉnh|huyện|xã|thôn)(?=\s*(?:[,;.:)(]|$)|\s(?:và|là|có|đã|được)\b)")
_OPENING_LEVEL = re.compile(r"\s*(?:[-+]\s*)?(?:Ở|Tại|Đối với|Riêng)\s+(?:các\s+)?cấp (?:tỉnh|huyện|xã|thôn)\s*[,:]")
_SHARE_OF = re.compile(r"\b(?:tỷ lệ|tỉ lệ)\s+(?:số\s+|các\s+)?(?=[^\W\d])", re.IGNORECASE)
_HELD_AGAINST = re.compile(r"\b(?:hơn|so với|kém|sau|trên mức|dưới mức|bằng)\b", re.IGNORECASE)
_MERE_PREDICATE = re.compile(
    r"[\s,]*(?:(?:và|với|cũng|hiện|đang|đứng|xếp|giữ|ở|vị trí|thứ|hạng|đạt|được|tăng|giảm|còn|bậc|điểm|tương đương)\b"
    r"[\s,]*)*",
    re.IGNORECASE,
)
_FROM = re.compile(r"\btừ\s*$|\btừ\b[^,;(]{0,12}$", re.IGNORECASE)


def _lead_stretch(draft: Draft) -> tuple[int, int]:
    """Where a time must stand to hold for this number: before its sentence's first number, or in its own segment."""
    claim = draft.claim
    low = claim.sentence[0]
    earlier = [other for other in draft.others if low <= other < claim.number.start]
    first = min(earlier, default=claim.number.start)
    return (low, claim.number.start) if claim.segment[0] <= first else (low, first)


def _cell_period(draft: Draft, setting: Setting) -> str | None:
    cell = draft.cell
    if cell is None:
        return None
    own = [t for t in find_times(draft.text, setting.year) if t.iso and t.role != "reference"]
    if own:
        return period_iso(own, draft)
    for words in (*reversed(cell.headers), cell.row_time):
        if stated := _stated(words, setting):
            return stated if draft.kind != "change" else _stated(cell.result_header, setting) or stated
    if draft.kind == "change" and (stated := _stated(cell.result_header, setting)):
        return stated
    for words in (cell.row_name, cell.section):
        if stated := _stated(words, setting, named=True):
            return stated
    captioned = [t for t in find_times(cell.caption, setting.year) if t.iso and t.role != "reference"]
    return captioned[-1].iso if captioned else None


def _stated(words: str, setting: Setting, named: bool = False) -> str | None:
    """The period that a header or (``named``) a row's name states; a name's dates are those of laws."""
    times = [t for t in find_times(words, setting.year) if t.iso and t.role != "reference"]
    if named:
        times = [
            t for t in times if not words[t.start].isdigit() and not words[t.start : t.end].lower().startswith("ngày")
        ]
    if times:
        return times[-1].iso
    if match := re.search(r"\b(0?[369])\s+tháng\b(?!\s+(?:cuối|trước))", words, re.IGNORECASE):
        months = {"6": "H1", "3": "Q1"}.get(match.group(1)[-1])
        year = setting.year
        return None if year is None or named else f"{year}-{months}" if months else span_of_months(year, 1, 9)
    years = re.findall(r"(?<![\d.,/-])(?:19|20)\d{2}(?![\d.,/-]*\d)", words)
    return str(years[-1]) if years and not re.search(r"\d{4}\s*[-–]\s*\d{4}", words) else None


def period_iso(times: Sequence[Time], draft: Draft) -> str | None:
    """The time of a cell's own words that is nearest before its number, else the first."""
    before = [t for t in times if t.end <= draft.claim.number.start]
    return (before[-1] if before else times[0]).iso


def document_year(period: str | None, issued_on: str | None, opening: str) -> int | None:
    """The year that a report is about: of its reporting period, its date, or the years that its opening words name
    (not those of plans: ``đến năm 2030``)."""
    if found := year_of(period) or year_of(issued_on):
        return found
    past = re.sub(
        r"(?:đến|tới|tầm nhìn|định hướng|giai đoạn)[^,.;]{0,30}?(?:19|20)\d{2}(?:\s*[-–]\s*\d{4})?", " ", opening
    )
    years = [int(y) for y in re.findall(r"năm\s+((?:19|20)\d{2})", past)]
    return max(years) if years else None
