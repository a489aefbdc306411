"""What kind of quantity a number is that has no unit: that of its neighbour, or of the thing named before it."""

from __future__ import annotations

import re
from decimal import Decimal

from rules.decide.kind_words import OF_PLANS, ONE, Decision, has_decimals
from rules.draft import Draft, same_sentence
from rules.figure import MONEY, PER_CENT, PERCENTAGE_POINTS, PLACES_OF_A_RANK, POINTS, RANK, Kind
from rules.language.letters import CAPITALS
from rules.language.numbers import find_numbers
from rules.language.places import provinces_named
from rules.language.tokens import tagged, words
from rules.language.units import find_unit, noun_at
from rules.language.wording import Wording, Words
from rules.scene import Scene

_OPENING = Wording(r"[\s,;–-]*(?:{of_them}\s+)?", re.NOFLAG)

_SURELY_COUNTED = Decimal(100)
WRITTEN_OUT = Decimal(1000)
_FIELDS = frozenset(Decimal(n) for n in (34, 61, 62, 63))
"""How many provinces a ranking has: 63 until mid-2025, 34 since; PAPI and others left out one or two."""
_ENDS_OF = {PLACES_OF_A_RANK: RANK, PERCENTAGE_POINTS: "%"}
"""In what the ends of a change are told, where that is not the change's own unit."""
_RANKED = Wording(r"\b{ranked}\b")
_NUMBER_OF = Wording(r"(?:{number_of_anywhere}|(?:^|[.,;:(]\s?|\b{before_number_of}\s){number_word})\s+")
_MONEY = Wording(r"{money}")
# "Biên chế giao 2.004", "Số lượng người làm việc hiện có 1.190"
_POSTS_GIVEN = Wording(
    r"(?P<posts>\b{posts})\b(?:(?!{posts})[^,;.:()\d]){0,60}?\s(?:{given_by_whom}|{filled})(?:\s+{year}\s+\d{4})?\s*$"
)
_BREAKDOWN_OPENS = Wording(r"\s*{opens_breakdown}\b")
_UP_TO = Wording(r"\s+(?:{landing})\s+")
_AND_A_PLACE = Wording(
    rf"\s*(?:,|;|{{and}})\s*(?:{{and}}\s+)?(?:{{province_word}}\s+|{{tells_city}}\s+)?[{CAPITALS}][^\W\d]*(?:\s?[-–]?\s?[{CAPITALS}][^\W\d]*){{0,4}}\s*:?\s*",
    re.NOFLAG,
)
_AND = Wording(r"\s*(?:,|{and})\s*")
MOST_OF_A_NUMBER = 20
_ITEM = re.compile(r"\s*(?:[-+*•]\s*|\d+(?:\.\d+)*[.)]\s+)?")
_WHOLE = Wording(r"\s*(?:{total_rows})\s*")
_STOPS = re.compile(r"[,;.()\d]")
_OF_LEVEL = Wording(r"{level_kinds}\s+{level_names}\b")
_WAYS_OF_SERVING = Words("ways_of_serving")
_ROW_OF_NAMES = Wording(
    rf"(?:\s*(?:,|;|\s{{and}})\s+[{CAPITALS}][^,;.:()\d\n]{{0,40}}\s\d[\d.]*(?![\d/]))+(?=\s+[^\W\d])", re.NOFLAG
)
_ROW_OF_DEEDS = Wording(
    rf"(?:\s*(?:,|\s{{and}})\s+(?!{{ranked_or_moved}}\b)[^\W\d_{CAPITALS}]+(?:\s[^\W\d_{CAPITALS}]+){{0,3}}\s"
    r"\d[\d.]*(?![\d/,%.]\d|\s?%))+\s+(?=[^\W\d])",
    re.NOFLAG,
)
_DONE = Wording(r"\b{done_of_it}\b")
_TAKEN_IN = Wording(r"\b{taken_in}\b")
LEAST_OTHERS_IN_ROW = 2
"""So many names with a number follow the first of a row."""
MOST_SINCE_TAKEN_IN = 6
"""So many figures may stand between what was taken in and what was done of it."""
MOST_BEFORE = 300
"""Letters before a number in which the clause that it closes begins."""
LONGEST_DEED = 80
"""Letters of a deed with a number: ``bãi bỏ``, ``thay thế bằng quy trình mới``."""
_FROM = Wording(r"\b{from}\s*(?:{rank_ground}\s*)?$")


def before_it(draft: Draft, scene: Scene) -> Draft | None:
    """The figure just before the number in its sentence, or in the one that this breaks down (``Gồm: …``, ``Chia theo
    cấp: …``)."""
    for at in range(scene.at - 1, -1, -1):
        other = scene.drafts[at]
        if other.block != draft.block:
            return None
        if other.explained:
            goes_on = same_sentence(other, draft) or _BREAKDOWN_OPENS.match(draft.text, draft.claim.sentence[0])
            return other if goes_on else None
    return None


def share_of_change(draft: Draft, before: Draft | None) -> Decision | None:
    """``tăng 18.220 thuê bao (6,4%)``: the same change once more, in per cent."""
    unit, bracket = draft.claim.unit, draft.claim.bracket
    if before is None or before.kind != "change" or before.unit in PER_CENT or bracket is None or unit is None:
        return None
    alone = not draft.text[bracket[0] + 1 : draft.claim.number.start].strip()
    if unit.family != "percent" or not alone or before.claim.number.end > bracket[0]:
        return None
    return "change", "%", ONE, "share_of_change"


def from_end_behind(draft: Draft) -> Decision | None:
    """``từ 27 lên 34 mô hình``: the first end counts what the second does."""
    if draft.claim.unit is not None or not (behind := _UP_TO.match(draft.text, draft.claim.number.end)):
        return None
    following = find_numbers(draft.text[behind.end() : behind.end() + MOST_OF_A_NUMBER])
    if not following or following[0].start != 0:
        return None
    unit = find_unit(draft.text, behind.end() + following[0].end)
    if unit is None or unit.family not in ("noun", "measure"):
        return None
    kind: Kind = "amount" if unit.family == "measure" else "rate" if draft.claim.number.denominator else "count"
    return kind, unit.name, unit.factor, "end_of_a_change"


def goes_on(draft: Draft, before: Draft | None) -> bool:
    """``tăng 41,3% và 28,6%``: nothing but ``và`` or a comma stands between a change and what is one too."""
    if before is None or before.kind != "change" or before.unit != "%" or draft.claim.lead.words:
        return False
    between = draft.text[before.claim.end : draft.claim.number.start]
    if before.value > 0 and not before.direction and _AND_A_PLACE.fullmatch(between):
        # "tăng trưởng của Huế đạt 9,4%, Hà Tĩnh 8,1%"
        return any(not between[end:].strip(" :") for _, end, _ in provinces_named(between))
    return bool(_AND.fullmatch(between))


def from_way_of_serving(draft: Draft, before: Draft | None) -> Decision | None:
    """``86 cán bộ, gồm 31 chuyên trách và 55 kiêm nhiệm``: the people before are counted once more, by how they
    serve."""
    unit = draft.claim.unit
    if (
        before is None
        or unit is None
        or unit.name.lower() not in _WAYS_OF_SERVING
        or before.kind not in ("count", "rate")
    ):
        return None
    if before.unit in PER_CENT or not before.unit:
        return None
    return ("rate" if draft.claim.number.denominator else "count"), before.unit, ONE, "beside"


def _clause_before(draft: Draft) -> str:
    """The words right before a number, back to the last sign that parts them from others."""
    start = draft.claim.number.start
    words = draft.text[max(draft.claim.sentence[0], start - MOST_BEFORE) : start]
    return re.split(r"[,;:.()]\s*|\n", words)[-1].strip()


def _in_row(draft: Draft, previous: Draft | None) -> Decision | None:
    """``Hội A 489, Hội B 371, Hội C 186 vị trí``: names with a number each share the unit behind the last."""
    if draft.claim.unit is not None or not (row := _ROW_OF_NAMES.match(draft.text, draft.claim.number.end)):
        return None
    begun = previous is not None and previous.fields.quantity.value.rule == "row_of_names"
    if not begun and len(find_numbers(row.group())) < LEAST_OTHERS_IN_ROW:
        # "Khu A 2 và Khu B thu hút 27 dự án"
        return None
    before = _clause_before(draft)
    unit = find_unit(draft.text, row.end())
    if unit is None or unit.family != "noun" or not before[:1].isupper():
        return None
    return ("rate" if draft.claim.number.denominator else "count"), unit.name, unit.factor, "row_of_names"


def _in_row_of_deeds(draft: Draft) -> Decision | None:
    """``Công bố mới 42, sửa đổi 118, bãi bỏ 67 thủ tục``: deeds with a number each share the noun behind the last."""
    lead, number = draft.claim.lead, draft.claim.number
    if draft.claim.unit is not None or lead.words or number.denominator is not None or has_decimals(draft):
        return None
    row = _ROW_OF_DEEDS.match(draft.text, number.end)
    if row is None or noun_at(draft.text, row.end()) is None:
        return None
    before = _clause_before(draft)
    done = next(iter(tagged(before[:1].lower() + before[1:])), None) if 0 < len(before) <= LONGEST_DEED else None
    if done is None or done[2] != "V":
        return None
    unit = find_unit(draft.text, row.end())
    return ("count", unit.name, unit.factor, "row_of_names") if unit is not None and unit.family == "noun" else None


def _settled_of_taken_in(draft: Draft, scene: Scene) -> Decision | None:
    """``Tiếp nhận: 58.204 hồ sơ. Đã giải quyết: 55.690``: what was done of what the sentence, or the item of a list,
    just before took in, though it does not name it again."""
    words = draft.words((draft.claim.before[0], draft.claim.number.start)).strip(" :*-+•")
    if draft.claim.bracket is not None or len(words) > MOST_BEFORE or not _DONE.search(words):
        return None
    if any(tag[:1] == "N" for *_, tag in tagged(words)):
        return None
    for at in range(scene.at - 1, -1, -1):
        other = scene.drafts[at]
        if not other.explained or draft.block - other.block > 1 or scene.at - at > MOST_SINCE_TAKEN_IN:
            return None
        taken = _TAKEN_IN.search(other.sentence[: other.claim.number.start - other.claim.sentence[0]])
        if taken and other.kind == "count" and other.unit and other.claim.bracket is None and not other.inherits:
            return "count", other.unit, ONE, "taken_in"
    return None


def _fraction_of_fractions(draft: Draft, scene: Scene) -> Decision | None:
    """``duyệt 1.150/1.260 hồ sơ (91%). Trong đó, cơ quan: 120/130``: a sentence that breaks down the one before
    has fractions of what that one has, whatever is named before them."""
    if draft.claim.number.denominator is None or draft.claim.unit is not None:
        return None
    if not _BREAKDOWN_OPENS.match(draft.text, draft.claim.sentence[0]):
        return None
    for at in range(scene.at - 1, -1, -1):
        other = scene.drafts[at]
        if other.block != draft.block:
            return None
        if other.denominator is not None and other.kind == "rate" and not same_sentence(other, draft):
            return ("rate", other.unit, ONE, "beside") if other.unit else None
    return None


def counted_before(draft: Draft, scene: Scene) -> Draft | None:
    """The last figure of the sentence that counts something, or None."""
    for at in range(scene.at - 1, -1, -1):
        other = scene.drafts[at]
        if not same_sentence(other, draft):
            return None
        if other.explained and other.unit not in PER_CENT and other.kind in ("count", "amount", "rate"):
            return other
    return None


def _may_be_percent(draft: Draft) -> bool:
    """No fraction is one, nor a whole number of several thousands."""
    number = draft.claim.number
    return number.denominator is None and (has_decimals(draft) or number.value < _SURELY_COUNTED)


def from_beside(draft: Draft, before: Draft | None, scene: Scene) -> Decision | None:
    """No unit is printed: the number takes that of the one it stands beside, or of the thing named before it."""
    claim, lead = draft.claim, draft.claim.lead
    if draft.text[max(0, claim.number.start - 1) : claim.number.start].isalpha():
        # "Nghị quyết số 202/2025/QH15"
        return None
    if (
        before is not None
        and before.kind == "change"
        and (lead.landing or _FROM.search(draft.text[: claim.number.start]))
    ):
        unit = _ENDS_OF.get(before.unit, before.unit)
        kind: Kind = "rank" if unit == RANK else "rate" if unit == "%" else "score" if unit == POINTS else "count"
        return kind, unit, ONE, "ends_of_a_change"
    ends = before is not None and before.kind == "change" and claim.bracket and _may_be_percent(draft)
    if before is not None and ends and before.unit in (POINTS, "%"):
        return ("score" if before.unit == POINTS else "rate"), before.unit, ONE, "ends_of_a_change"
    if lead.predicate and ":" in lead.words and _MONEY.search(draft.sentence):
        return "amount", MONEY, ONE, "money_before"
    bare = claim.bracket is not None or set(lead.words) <= {":"}
    if claim.number.denominator in _FIELDS and bare and _RANKED.search(draft.sentence):
        return "rank", RANK, ONE, "rank_in_field"
    if claim.number.denominator is not None and before is not None and before.unit == "%" and claim.bracket:
        noun = noun_at(draft.text, before.claim.end + 1)
        return "rate", noun[1] if noun else "", ONE, "fraction_behind_percent"
    beside_bracket = before is not None and claim.bracket is not None and before.claim.number.end <= claim.bracket[0]
    if before is not None and beside_bracket and before.kind in ("count", "amount") and before.unit:
        return before.kind, before.unit, _factor_of(before, draft), "beside"
    if before is not None and before.inherits and claim.bracket and before.claim.bracket == claim.bracket:
        # "146 điểm cầu (tỉnh: 22, xã: 124)"
        return before.kind, before.unit, _factor_of(before, draft), "beside"
    if of_all := _fraction_of_fractions(draft, scene) or _in_row(draft, before) or _in_row_of_deeds(draft):
        return of_all
    if named := _noun_before(draft):
        factor = claim.unit.factor if claim.unit is not None and claim.unit.family == "none" else ONE
        return ("rate" if claim.number.denominator else "count"), named, factor, "thing_before"
    if lead.direction and not lead.landing and before is not None:
        return "change", before.unit, _factor_of(before, draft), "change_beside"
    if before is not None and before.unit == "%" and not _may_be_percent(draft):
        # "đạt 92%: Hội A 1.240, Hội B 857": what is counted stands before the percentage
        before = counted_before(draft, scene)
    if before is not None and before.kind == "rank" and has_decimals(draft):
        before = None
    if before is not None and before.kind != "change" and (claim.bracket or lead.predicate or not lead.words):
        fraction = claim.number.denominator is not None
        kind = "rate" if fraction else "count" if before.kind == "rate" and before.unit != "%" else before.kind
        return kind, before.unit, _factor_of(before, draft), "beside"
    if claim.number.denominator is not None:
        return "rate", "", ONE, "fraction"
    if before is None and (settled := _settled_of_taken_in(draft, scene)):
        return settled
    if claim.bracket or ":" in lead.words or claim.number.value >= _SURELY_COUNTED:
        if claim.bracket is None and not has_decimals(draft) and (opening := _noun_that_opens(draft)):
            return "count", opening, ONE, "thing_before"
        # stated, though nothing says of what: shown with a flag, not dropped
        return "count", "", ONE, "bare_number"
    return None


def _noun_that_opens(draft: Draft) -> str:
    """``Thuê bao băng rộng cố định 431.900, …``, ``Thuê bao thoại: tổng cộng 2.318.600``: the counted noun that the
    sentence opens with, where nothing but more words of it, or a colon and a word for the whole, stand before the
    number that ends the clause."""
    claim = draft.claim
    if not claim.thing_before:
        return ""
    opening = draft.text[claim.sentence[0] : claim.number.start]
    begin = _ITEM.match(opening)
    words = opening[begin.end() if begin else 0 :]
    noun = noun_at(words, 0)
    if noun is None or noun[1] in OF_PLANS or _OF_LEVEL.match(words):
        return ""
    head, colon, behind = words.partition(":")
    whole = not behind.strip() or _WHOLE.fullmatch(behind) is not None
    return noun[1] if whole and (colon or not _STOPS.search(head)) else ""


def _factor_of(before: Draft, draft: Draft) -> Decimal:
    """The scale of the figure before, unless the number is written out itself (``1,2 triệu …: Hội A 302.116``)."""
    if before.claim.unit is None or (before.kind in ("count", "rate") and draft.claim.number.value >= WRITTEN_OUT):
        return ONE
    return before.claim.unit.factor


def _noun_before(draft: Draft) -> str | None:
    """``Tổng số tên miền … : 3.314``: the noun behind the last ``số`` of the words before, or the one that opens them
    (``Thuê bao điện thoại: 4,21 triệu``); the posts that were given or filled (``Biên chế giao 2.004``)."""
    lead = draft.claim.lead
    low, high = draft.claim.before
    given = _POSTS_GIVEN.search(draft.text[low : draft.claim.number.start])
    if given and not lead.predicate and not has_decimals(draft):
        posts = draft.text[low + given.start("posts") : draft.claim.number.start]
        opening = _NUMBER_OF.match(posts)
        noun = noun_at(posts, opening.end() if opening else 0)
        if noun and noun[1] in OF_PLANS:
            noun = noun_at(posts, noun[0] + 1)
        return noun[1] if noun else None
    if not lead.predicate and draft.claim.bracket is None:
        return None
    if draft.claim.bracket is not None:
        low = draft.claim.segment[0]
        low = min(low, draft.claim.bracket[0])
        low = max(
            (i for i in range(draft.claim.sentence[0], draft.claim.bracket[0]) if draft.text[i] == ";"),
            default=draft.claim.sentence[0],
        )
        high = draft.claim.bracket[0]
    stretch = draft.text[low:high]
    for match in reversed(list(_NUMBER_OF.finditer(stretch))):
        noun = noun_at(stretch, match.end())
        if noun and (noun[0] in {end for _, end in words(stretch)} or " " in noun[1]):
            return noun[1]
        following = stretch[match.end() :].split()
        if following and following[0].isalpha():
            return " ".join(following[:2]).strip(",.")
    if ":" in lead.words or (lead.predicate and not has_decimals(draft)):
        clause = re.split(r"[,;]\s", stretch)[-1]
        opening = _OPENING.match(clause)
        if _OF_LEVEL.match(clause, opening.end() if opening else 0):
            return None
        noun = noun_at(clause, opening.end() if opening else 0)
        return noun[1] if noun and noun[1] not in OF_PLANS else None
    return None
