"""Where a figure holds: a lower place, another province, the country, or the document's own place.

Context is inherited in the open: the figure's own claim, its row, what it says more of, the headings, the letterhead.
"""

from __future__ import annotations

import re
from itertools import pairwise

from rules.decide.place_in_rows import meant_place, named_by_row, place_in_row
from rules.decide.place_whole import whole_province
from rules.decide.respectively import share_of
from rules.draft import Decided, Draft
from rules.figure import COUNTRY, TIMES
from rules.language.letters import CAPITALS
from rules.language.organisations import without_organisations
from rules.language.places import (
    lower_place_at_end,
    names_country,
    opening_place,
    other_province,
    provinces_named,
    sub_place,
)
from rules.language.province_rows import province_cell
from rules.language.provinces import place_called
from rules.language.wording import Wording
from rules.scene import Scene
from rules.table_cells import CellContext

_PROVINCES = Wording(r"{province_word}\b", re.NOFLAG)
_SOME = Wording(r"\b{some_provinces}\b")
_HELD_AGAINST = Wording(r"\b{held_against_a_place}\b")
_MERE_PREDICATE = Wording(r"[\s,]*(?:{before_own_figure}\b[\s,]*)*")
_BY_EXAMPLE = Wording(r"\b{not_of_the_place}\s+$")
_TELLS = Wording(r"\b(?:{tells_province}|{tells_city}|TP)\b", re.NOFLAG)
_PROVINCE_HEADER = Wording(r"\b{province_word}\b|\b{tells_city}\b")
_AREAS = Wording(r"\s*{former_areas}(?!\w)")
_REGION = Wording(
    r"(?:^|[,;:(]\s*|^\s*[-+]\s*|\b{limits_to_a_place}\s+)(?:(?i:{mean_of})\s+)?({regions})(?!\w)", re.NOFLAG
)
_LEADING = Wording(
    rf"(?:^|,\s)\s*(?:[-+]\s*)?(?:{{and}}\s+|{{tells_apart}}\s+)?({{lower_kinds}}\s+[{CAPITALS}][\w’']*(?:\s?[-–]?\s?[{CAPITALS}][\w’']*){{0,5}})"
    r"(?:\s+[^\W\d]+){0,6}\s*$",
    re.NOFLAG,
)
MOST_TO_PLACE = 200
"""So many letters has a clause, at most, that opens with a place and ends with its number."""
MOST_TO_COLON = 60
"""So long is what a paragraph of a list may be headed by."""
_NAMES_COUNTRY = Wording(r"\s*(?:[-+•*–]\s*|\d+(?:\.\d+)*[.)]\s*)?{whole_country}\s*")
_OPENS_CLAUSE = Wording(
    rf"\s*(?:[-+*]\s*)?(?:[^\W\d]+(?:\s[^\W\d]+){{0,2}}:\s*|{{before_bare_names}}\s+)?"
    rf"({{lower_kinds}}\s+[{CAPITALS}][\w’']*(?:\s?[-–]?\s?[{CAPITALS}][\w’']*){{0,5}})"
    r"(?:\s+[^\W\d_A-Z]+){0,6}\s*(?:,(?:\s+[^\W\d_A-Z]+){0,3}|\()\s*$",
    re.NOFLAG,
)
_OF_A_LOWER = Wording(
    rf"{{lower_kinds}}\s+[{CAPITALS}][\w’']*(?:\s[{CAPITALS}][\w’']*){{0,3}}\s*\((?:[^()\d]{{1,40}},\s*)?(?:{{tells_province}}\s+|{{tells_city}}\s+)?$",
    re.NOFLAG,
)
_LISTED = Wording(r"\s*(?:,|;|{and}|,\s*{and}|[-–])\s*(?:(?:{plural}\s+)?(?:{province_word}|{tells_city})\s+)?")
_ONE_MORE = Wording(rf"\s*(?:,|{{and}})\s*({{lower_kinds}})\s+[{CAPITALS}]", re.NOFLAG)
_NUMBER_NEXT = Wording(r"\s*(?:[:(]\s*|{reach}\s+)?\d")
_OPENS_SEGMENT = Wording(
    r"\s*(?:[-+•*–]\s*|\d+(?:\.\d+)*[.)]\s*)?(?:[^,;:]{1,40},\s+)?(?:[·\s]*|{opens_parts}|{offices_of_a_place}|{opens_a_place}|{area}|{tells_province}|{tells_city}|:|,)*"
    r"(?:\s+|[·\s]*(?:{tells_province}\s+|{tells_city}\s+)?)*",
)
_AGAIN = Wording(r"\b{own_again}\b")
_WHOLE_AGAIN = Wording(r"\b{whole_again}\b")
_AT_A_PLACE = Wording(
    r"\s*(?:[-+•*–]\s*)?{opens_a_place}\s+(?:{tells_province}\s+|{tells_city}\s+|{area}\s+)*", re.NOFLAG
)
_GOES_ON = Wording(r"\s*(?:{goes_on_doing}|{before_own_figure}|{opens_parts})\b|\s*\d|\s*$")


def decide(draft: Draft, scene: Scene) -> Decided[str]:
    """The named place that the figure is about: a lower place, another province, the country, or the document's."""
    if (share := share_of(scene)) is not None and share.place:
        return Decided(share.place, "list")
    setting, parent, beside = scene.setting, scene.outer, scene.previous
    claim = draft.claim
    if draft.cell is not None and draft.cell.is_value and (name := _of_cell(draft.cell, setting.place)) is not None:
        return Decided(name, "table")
    if claim.unit is not None and _PROVINCES.match(claim.unit.name) and draft.kind in ("count", "rate"):
        some = draft.denominator is None and _SOME.search(
            draft.text[max(0, claim.lead.start - 20) : claim.number.start]
        )
        return Decided(setting.place if some else COUNTRY, "sentence")
    if claim.bracket and (name := _place_before_bracket(draft)):
        return Decided(name, "sentence")
    if name := _own_place(draft):
        meant = meant_place(draft) if name == setting.place else None
        return Decided(meant or name, "sentence")
    if (name := whole_province(draft, setting.place, setting.province)) is not None:
        return Decided(name, "sentence")
    if name := place_in_row(draft, scene):
        return Decided(name, "sentence", (draft.said("place", "row_of_places", *claim.before),))
    if name := _leading_the_clause(draft):
        return Decided(name, "sentence")
    if parent is not None and parent.place:
        return Decided(parent.place, parent.fields.place.origin)
    if beside is not None and _says_more_of(beside, draft):
        return Decided(beside.place, "sentence")
    if name := _opening_province(draft, setting.place):
        return Decided(name, "list")
    if (name := meant_place(draft)) or (name is not None and _is_a_province(setting.place)):
        return Decided(name, "sentence")
    if draft.cell is None or not draft.cell.is_value:
        start = draft.claim.number.start
        row = draft.cell.row_name if draft.cell is not None else ""
        for text in (draft.text[draft.claim.sentence[0] : start], draft.text[:start], row):
            if name := opening_place(text) or _province_that_heads(text):
                return Decided(name, "list")
    for heading in reversed(scene.trail):
        if name := opening_place(heading) or other_province(heading, setting.place):
            if name == setting.province:
                continue  # "UBND XÃ TÂN LẬP, TỈNH SƠN LA" tells whose commune it is
            return Decided(name, "heading")
    if not setting.place and (name := _only_named(draft)):
        return Decided(name, "list")
    return Decided(setting.place, "letterhead" if setting.place else "default")


def _province_that_heads(text: str) -> str | None:
    """``2. Vĩnh Long: …``, ``Cả nước: …``: whom a paragraph of a list of provinces is about, all of it."""
    head, colon, _ = text.partition(":")
    if not colon or len(head) > MOST_TO_COLON:
        return None
    named = provinces_named(text)
    if named and named[0][1] == len(head.rstrip()):
        before = without_organisations(text[: named[0][0]])
        return named[0][2] if _OPENS_SEGMENT.fullmatch(before) else None
    return COUNTRY if not named and _NAMES_COUNTRY.fullmatch(head) else None


def _only_named(draft: Draft) -> str | None:
    """In a text that is about no province as a whole: the only one that the paragraph has named so far, or the country
    where it opened with that and the sentence names none."""
    before = draft.text[: draft.claim.number.start]
    named = {name for *_, name in _provinces(draft, (0, draft.claim.number.start))}
    if len(named) == 1:
        return None if names_country(before) else named.pop()
    told = provinces_named(before)
    # "Cả nước có 51 người bị nạn, Ninh Bình 9, Lào Cai 3. Có 91 nhà bị sập."
    opened = names_country(before[: told[0][0]] if told else before)
    anew = not told or told[-1][1] <= draft.claim.sentence[0]
    return COUNTRY if opened and anew else None


def _is_a_province(place: str) -> bool:
    """Whether a document speaks for a province, so that a district it only means is another place."""
    return place == "" or place_called(place) is not None


def _of_cell(cell: CellContext, own: str) -> str | None:
    """The place of a row or a column, None where they name none. A commune that has a province's name (``Hòa Bình`` in
    a column of communes) is not that province: no place rather than that one."""
    row = f"{cell.row_name} | {cell.header}"
    if cell.province:
        return cell.province
    if cell.province == "" and province_cell(cell.row_name):
        return ""  # of a name beside it that is not known, not of the province that opens the row
    for words in reversed(cell.row_name.split(" - ")):
        if (name := opening_place(words)) and words.strip(" .:").endswith(name.split()[-1]):
            return name
    if (province := province_cell(cell.row_name)) and province != own and not _TELLS.search(cell.row_name):
        # a name alone, and no column of provinces: what it names its header tells, or nobody
        area = _AREAS.match(cell.name_header) and _are_one_today(province, own)
        return province if area or _PROVINCE_HEADER.search(cell.all_headers) else ""
    if name := other_province(row, own):
        return name
    if names_country(row):
        return COUNTRY
    if region := _REGION.search(cell.row_name):
        return _region(region)
    return named_by_row(cell) or cell.row_place


def _are_one_today(name: str, other: str) -> bool:
    """Whether two provinces have become one: rows ``Hà Nam``, ``Nam Định`` under ``Khu vực`` in a report of theirs."""
    places = [place_called(name), place_called(other)]
    ids = {place.merged_into or place.id for place in places if place is not None}
    return len(ids) == 1 and None not in places


def _own_place(draft: Draft) -> str | None:
    """What the figure's own words name: the place right before the number, else the one that they limit it to, else
    the only province, that of what stands before the number first."""
    claim, text = draft.claim, draft.text
    before = (claim.before[0], max(claim.before[1], min(claim.lead.start, claim.number.start)))
    # "gấp 2 lần bình quân cả nước"
    behind = (claim.end, claim.end if draft.unit == TIMES else _upto_held_against(draft))
    predicate = (claim.lead.predicate or claim.lead.rank) and claim.unit is None
    if predicate and draft.words(claim.before).strip():
        behind = (claim.end, claim.end)
    against = draft.kind == "change" and bool(_HELD_AGAINST.search(draft.words(before)))
    provinces = [] if against else _provinces(draft, before, behind)
    for _, end, name in () if against else _provinces(draft, (claim.segment[0], _lead_start(draft))):
        if not text[end : claim.lead.start].strip(" :–-"):
            return name
    words = without_organisations(text)
    said = words[before[0] : before[1]]
    if at_end := lower_place_at_end(said.rstrip(" :–-")):
        return at_end
    for stretch in (said, words[behind[0] : behind[1]]):
        lower = sub_place(stretch)
        more = _ONE_MORE.match(stretch, stretch.index(lower) + len(lower)) if lower else None
        if lower and more and more[1].lower() == lower.split()[0].lower():
            continue
        if lower and stretch is not said and _is_of_the_next(draft, text.index(lower, behind[0])):
            continue
        if lower and not _BY_EXAMPLE.search(stretch[: stretch.index(lower)]):
            province = place_called(lower)
            return province.name if province is not None else lower
    if leading := _LEADING.search(said):
        return leading.group(1)[0].lower() + leading.group(1)[1:] if not place_called(leading.group(1)) else None
    if draft.kind != "rank" and not against:
        if names_country(said) or names_country(words[behind[0] : behind[1]]):
            return COUNTRY
        if region := _REGION.search(said):
            return _region(region)
    for low, high in (before, behind):
        named = list(dict.fromkeys(name for start, end, name in provinces if low <= start and end <= high))
        if named:
            return named[0] if len(named) == 1 else None
    return None


def _is_of_the_next(draft: Draft, place: int) -> bool:
    """``Toàn tỉnh có 40 chợ, tại huyện Sìn Hồ có 12 chợ``: whether a place behind the number opens the clause of the
    next one."""
    following = next((other for other in draft.others if other > place), None)
    opens = "," in draft.text[draft.claim.end : place]
    return opens and following is not None and not re.search(r"[,;.(]", draft.text[place:following])


def _lead_start(draft: Draft) -> int:
    """Where the cues before the number begin: what reads as one (``bằng``) may be the end of ``Cao Bằng``."""
    low, start = draft.claim.segment[0], draft.claim.lead.start
    for first, end, _ in provinces_named(draft.text[low : draft.claim.number.start]):
        if low + first < start < low + end:
            return low + end
    return start


def _leading_the_clause(draft: Draft) -> str | None:
    """``huyện Mù Cang Chải thấp nhất, mới 38%``, ``cao nhất: xã Mường Than, 95 điểm``: the lower place that the segment
    opens with, and nothing but short clauses between it and the number."""
    start = draft.claim.lead.start
    low = max(draft.claim.sentence[0], draft.text.rfind(";", 0, start) + 1)
    if start - low > MOST_TO_PLACE:
        return None
    found = _OPENS_CLAUSE.match(without_organisations(draft.text[low:start]))
    if found is None or place_called(found[1]) is not None:
        return None
    return found[1][0].lower() + found[1][1:]


def _provinces(draft: Draft, *spans: tuple[int, int]) -> list[tuple[int, int, str]]:
    """The provinces that the words of the spans name one by one: not those of a list (``Lâm Đồng, Bình Thuận và Đắk
    Nông có 82 …``), nor one that the next number is of (``Bình Thuận 12, Đắk Nông 14``) or that tells where a lower
    place lies (``phường An Hải (Đà Nẵng)``)."""
    text = draft.text
    named = provinces_named(text)
    listed: set[int] = set()
    for first, second in pairwise(named):
        if _LISTED.fullmatch(text, first[1], second[0]):
            listed |= {first[0], second[0]}
    return [
        one
        for one in named
        if one[0] not in listed
        and not _OF_A_LOWER.search(text, 0, one[0])
        and any(low <= one[0] and one[1] <= high for low, high in spans)
        and not (one[0] >= draft.claim.end and _NUMBER_NEXT.match(text, one[1]))
    ]


def _upto_held_against(draft: Draft) -> int:
    """Where the words behind the number begin to speak of what it is held against (``81%, cao hơn cả nước``)."""
    low, high = draft.claim.end, draft.claim.behind[1]
    match = _HELD_AGAINST.search(draft.text, low, max(low, high))
    return match.start() if match else max(low, high)


def _opening_province(draft: Draft, own: str) -> str | None:
    """``…; tỉnh Đắk Nông: HĐND thông qua 6 nghị quyết, UBND ban hành 23 quyết định;``: another province that a part of
    a sentence opens with, until the document's own or another place is named again."""
    low, start = draft.claim.segment[0], draft.claim.number.start
    named = _provinces(draft, (low, start))
    if len({name for *_, name in named}) != 1 or named[0][2] == own:
        return None
    first, end, name = named[0]
    if not _OPENS_SEGMENT.fullmatch(without_organisations(draft.text[low:first])):
        return None
    between = draft.text[end:start]
    again = (_WHOLE_AGAIN if between.lstrip().startswith(":") else _AGAIN).search(between)
    if again or names_country(between) or _HELD_AGAINST.search(draft.text[low:first]):
        return None
    told = between.lstrip().startswith(":") or (
        between.lstrip().startswith(",") and _AT_A_PLACE.fullmatch(without_organisations(draft.text[low:first]))
    )
    return name if told or _goes_on(between) else None


def _goes_on(between: str) -> bool:
    """Whether each clause behind the first goes on with what the place did or has: ``, đã xử lý 3, trong đó …``."""
    return all(_GOES_ON.match(clause) for clause in between.split(", ")[1:])


def _region(match: re.Match[str]) -> str:
    return match.group(1)[0].lower() + match.group(1)[1:]


def _says_more_of(beside: Draft, draft: Draft) -> bool:
    """``tỉnh A đạt 87,54 điểm, xếp thứ 9/63``: a figure that names nothing new is still about the place named before.

    Not where that place was only held against (``cao hơn cả nước 2%, xếp thứ 5``), and the country has no rank.
    """
    claim = beside.claim
    if beside.fields.place.origin != "sentence" or claim.bracket or claim.segment != draft.claim.segment:
        return False
    if beside.place == COUNTRY and draft.kind == "rank":
        return False
    if _HELD_AGAINST.search(beside.text[claim.before[0] : claim.number.start]):
        return False
    between = beside.text[claim.end : draft.claim.number.start]
    if _MERE_PREDICATE.fullmatch(between):
        return True
    return beside.place != COUNTRY and not _AGAIN.search(between) and _goes_on(between)


def _place_before_bracket(draft: Draft) -> str | None:
    """``… chỉ sau Đà Nẵng (0,7578)``: the province that a bare number in brackets belongs to."""
    bracket = draft.claim.bracket
    if bracket is None or draft.text[bracket[0] + 1 : draft.claim.lead.start].strip():
        return None
    before = draft.text[draft.claim.sentence[0] : bracket[0]].rstrip()
    named = [name for _, end, name in provinces_named(before) if end == len(before)]
    return named[0] if named else lower_place_at_end(before)
