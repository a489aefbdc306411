"""What kind of quantity: count, amount, rate, score, rank, change or frequency; with its unit and its exact value.

The unit speaks first, then the cues before the number, then the table's header, then what it stands beside. A change
is signed (giảm 03 bậc is -3), money is in đồng.
"""

from __future__ import annotations

import re
from decimal import Decimal

from rules.draft import Draft
from rules.figure import Kind
from rules.language.cues import qualifiers_before, tells_way
from rules.language.numbers import Number, find_numbers
from rules.language.tokens import words
from rules.language.units import Unit, find_unit, noun_at, unit_classes
from rules.language.wording import Words
from rules.table_cells import CellContext

_SURELY_COUNTED = Decimal(100)
_FIELDS = frozenset(Decimal(n) for n in (34, 61, 62, 63))
"""How many provinces a ranking has: 63 until mid-2025, 34 since; PAPI and others left out one or two."""
_RANKED = re.compile(r"\b(?:xếp|hạng|đứng|bảng|vị trí|thứ)\b", re.IGNORECASE)
_RANK_NAME = re.compile(r"^(?:thứ hạng|xếp hạng|hạng)\b|\b(?:thứ hạng|xếp hạng)$", re.IGNORECASE)
_OF_PLANS = frozenset(["chỉ tiêu", "mục tiêu", "kế hoạch", "nhiệm vụ", "giải pháp", "điểm", "tỉnh", "huyện", "xã"])
_YEAR = re.compile(r"(?:19|20)\d{2}")
_SAME_UNIT_WHOLE = re.compile(r"[^\d.,;()%]{0,40}?/\s?")
_NUMBER_OF = re.compile(r"(?:tổng số|số lượng|tổng|(?:^|[.,;:(]\s?|\b(?:là|có|và|với)\s)số)\s+", re.IGNORECASE)
_MONEY = re.compile(r"kinh phí|ngân sách|tổng chi|số tiền|tổng thu", re.IGNORECASE)
_INDEX = re.compile(
    r"\b(?:chỉ số|điểm|DTI|PAPI|PCI|SIPAS|PAR|trụ cột|giá trị|xếp hạng)\b|chính quyền số|kinh tế số|xã hội số",
    re.IGNORECASE,
)
_FROM = re.compile(r"\btừ\s*(?:mức\s*|vị trí\s*|thứ\s*)?$", re.IGNORECASE)

_RANK_HEADERS = Words("rank_headers")
_CHANGE_HEADERS = Words("change_headers")
_SCORE_HEADERS = Words("score_headers")


def decide(draft: Draft, before: Draft | None, heading: str) -> bool:
    """Fill in kind, unit and values of a draft; ``before`` is the figure just before it in its sentence, ``heading``
    the headings above and the title. False where nothing tells what the number counts: it is no figure then."""
    claim = draft.claim
    number = claim.number
    draft.flags += number.flags
    draft.qualifier = claim.qualifier or "exact"
    draft.value, draft.value_max, draft.denominator = number.value, number.value_max, number.denominator
    decided = (
        _from_cell(draft, heading)
        or _share_of_change(draft, before)
        or _from_unit(draft)
        or _from_cues(draft, heading)
        or _from_beside(draft, before)
    )
    if decided is None:
        return False
    draft.kind, draft.unit, factor, draft.rule = decided
    if factor != 1:
        draft.value = _scaled(draft.value, factor)
        draft.value_max = _scaled(draft.value_max, factor) if draft.value_max is not None else None
        draft.denominator = _scaled(draft.denominator, factor) if draft.denominator is not None else None
    if draft.kind == "change":
        _sign(draft)
    elif draft.denominator is None and draft.kind in ("count", "amount"):
        _whole_behind_unit(draft)
    if draft.kind == "change" and any(tells_way(w) and w in qualifiers_before() for w in claim.lead.words):
        draft.qualifier = "exact"
    return True


Decision = tuple[Kind, str, Decimal, str]
_MINUS = "-−–"
_PERCENTAGE_POINTS = re.compile(r"\s*điểm\s*(?:phần trăm|%)")
"""``cao hơn … 10,6 điểm phần trăm``: so much lies between two rates; no rate is itself counted in points."""
ONE = Decimal(1)


def _share_of_change(draft: Draft, before: Draft | None) -> Decision | None:
    """``tăng 18.220 thuê bao (6,4%)``: the same change once more, in per cent."""
    unit, bracket = draft.claim.unit, draft.claim.bracket
    if before is None or before.kind != "change" or before.unit == "%" or bracket is None or unit is None:
        return None
    alone = not draft.text[bracket[0] + 1 : draft.claim.number.start].strip()
    if unit.family != "percent" or not alone or before.claim.number.end > bracket[0]:
        return None
    draft.claim.lead.direction = draft.claim.lead.direction or (-1 if before.value < 0 else 1)
    return "change", "%", ONE, "share_of_change"


def _from_unit(draft: Draft) -> Decision | None:
    claim, lead, unit = draft.claim, draft.claim.lead, draft.claim.unit
    change = bool(lead.direction) and not lead.landing
    if unit is None or unit.family == "none":
        return None
    if unit.family == "frequency":
        return "frequency", unit.name, ONE, "frequency"
    if unit.family == "ranks":
        if lead.rank and not change:
            return "rank", "hạng", ONE, "rank"
        return "change", "bậc", ONE, "change_of_rank"
    if unit.family == "percent":
        change = change or bool(_PERCENTAGE_POINTS.match(draft.text, claim.number.end))
        return ("change" if change else "rate"), "%", ONE, "percent"
    if unit.family == "points":
        return ("change" if change else "score"), "điểm", ONE, "points"
    if unit.family == "measure":
        return ("change" if change else "amount"), unit.name, unit.factor, "measure"
    ordinal = any(re.search(r"thứ|hạng|vị trí", word) for word in lead.words)
    if lead.rank and (claim.number.denominator or ordinal or unit.name.startswith(("tỉnh", "thành phố"))):
        return "rank", "hạng", ONE, "rank"
    if lead.score and claim.number.denominator:
        return "score", "điểm", ONE, "score"
    if claim.number.denominator is not None:
        return "rate", unit.name, ONE, "fraction"
    if change and unit.name == "vị trí" and not noun_at(draft.text, unit.end + 1):
        return "change", "bậc", ONE, "change_of_rank"
    if re.search(r"/\s?(?:1\.000|10\.000|100|vạn|1 vạn)", unit.name):
        return "rate", unit.name, ONE, "per_head"
    return ("change" if change else "count"), unit.name, unit.factor, "counted_noun"


def _from_cues(draft: Draft, heading: str) -> Decision | None:
    claim, lead = draft.claim, draft.claim.lead
    if lead.rank:
        return "rank", "hạng", ONE, "rank"
    decimals = _has_decimals(draft)
    if lead.score or (decimals and (lead.predicate or claim.bracket) and _INDEX.search(f"{draft.sentence} {heading}")):
        return ("change" if lead.direction and not lead.landing else "score"), "điểm", ONE, "score"
    if lead.direction and not lead.landing and decimals and _INDEX.search(draft.sentence):
        return "change", "điểm", ONE, "change_of_score"
    return None


def _from_beside(draft: Draft, before: Draft | None) -> Decision | None:
    """No unit is printed: the number takes that of the one it stands beside, or of the thing named before it."""
    claim, lead = draft.claim, draft.claim.lead
    if (
        before is not None
        and before.kind == "change"
        and (lead.landing or _FROM.search(draft.text[: claim.number.start]))
    ):
        unit = "hạng" if before.unit == "bậc" else before.unit
        kind: Kind = "rank" if unit == "hạng" else "rate" if unit == "%" else "score" if unit == "điểm" else "count"
        return kind, unit, ONE, "ends_of_a_change"
    if before is not None and before.kind == "change" and before.unit in ("điểm", "%") and claim.bracket:
        return ("score" if before.unit == "điểm" else "rate"), before.unit, ONE, "ends_of_a_change"
    if lead.predicate and ":" in lead.words and _MONEY.search(draft.sentence):
        return "amount", "đồng", ONE, "money_before"
    if claim.number.denominator in _FIELDS and (claim.bracket or not lead.words) and _RANKED.search(draft.sentence):
        return "rank", "hạng", ONE, "rank_in_field"
    if claim.number.denominator is not None and before is not None and before.unit == "%" and claim.bracket:
        noun = noun_at(draft.text, before.claim.end + 1)
        draft.inherits = True
        return "rate", noun[1] if noun else "", ONE, "fraction_behind_percent"
    beside_bracket = before is not None and claim.bracket is not None and before.claim.number.end <= claim.bracket[0]
    if before is not None and beside_bracket and before.kind in ("count", "amount") and before.unit:
        draft.inherits = True
        return before.kind, before.unit, _factor_of(before), "beside"
    if before is not None and before.inherits and claim.bracket and before.claim.bracket == claim.bracket:
        # "146 điểm cầu (tỉnh: 22, xã: 124)"
        draft.inherits = True
        return before.kind, before.unit, _factor_of(before), "beside"
    if named := _noun_before(draft):
        factor = claim.unit.factor if claim.unit is not None and claim.unit.family == "none" else ONE
        return ("rate" if claim.number.denominator else "count"), named, factor, "thing_before"
    if lead.direction and not lead.landing and before is not None:
        return "change", before.unit, _factor_of(before), "change_beside"
    if before is not None and before.kind != "change" and (claim.bracket or lead.predicate or not lead.words):
        draft.inherits = True
        fraction = claim.number.denominator is not None
        kind = "rate" if fraction else "count" if before.kind == "rate" and before.unit != "%" else before.kind
        return kind, before.unit, _factor_of(before), "beside"
    if claim.number.denominator is not None:
        return "rate", "", ONE, "fraction"
    if claim.bracket or ":" in lead.words or claim.number.value >= _SURELY_COUNTED:
        # stated, though nothing says of what: shown with a flag, not dropped
        return "count", "", ONE, "bare_number"
    return None


def _factor_of(draft: Draft) -> Decimal:
    return draft.claim.unit.factor if draft.claim.unit else ONE


def _noun_before(draft: Draft) -> str | None:
    """``Tổng số tên miền … : 3.314``: the noun behind the last ``số`` of the words before, or the one that opens them
    (``Thuê bao điện thoại: 4,21 triệu``)."""
    lead = draft.claim.lead
    if not lead.predicate and draft.claim.bracket is None:
        return None
    low, high = draft.claim.before
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
    if ":" in lead.words or (lead.predicate and not _has_decimals(draft)):
        clause = re.split(r"[,;]\s", stretch)[-1]
        opening = re.match(r"[\s,;–-]*(?:trong đó\s+)?", clause)
        noun = noun_at(clause, opening.end() if opening else 0)
        return noun[1] if noun and noun[1] not in _OF_PLANS else None
    return None


def _scaled(value: Decimal, factor: Decimal) -> Decimal:
    """The value of ``7,5 tỷ``: 7500000000, without the digits behind the comma that only the scale has left."""
    return Decimal(f"{(value * factor).normalize():f}")


def _from_cell(draft: Draft, heading: str) -> Decision | None:
    """A value cell: header, row name and unit column say what the number is."""
    cell, claim = draft.cell, draft.claim
    if cell is None or not cell.is_value:
        return None
    header, name = cell.header.lower(), cell.row_name.lower()
    own = claim.unit if claim.unit and claim.unit.family != "noun" else None
    unit = own or claim.unit or cell.unit
    ranked = bool(_RANK_HEADERS.search(header) or _RANK_NAME.search(name))
    if _CHANGE_HEADERS.search(name) or (_CHANGE_HEADERS.search(header) and not _has_value_header(cell)):
        return ("change", *_change_unit(unit, ranked or _about_ranks(heading, cell)), "table_change")
    if own is not None and own.family != "ranks":
        return None
    if ranked and (claim.unit is None or claim.unit.family in ("noun", "ranks", "points")):
        return "rank", "hạng", ONE, "table_rank"
    if unit is not None and unit.family == "ranks" and (_printed_sign(draft) or "so với" in header):
        return "change", "bậc", ONE, "table_change"
    if unit is not None and claim.unit is None:
        return _from_named_unit(draft, unit)
    if unit is not None:
        return None
    decimals = _has_decimals(draft)
    last = header.rsplit(" - ", 1)[-1]
    if _SCORE_HEADERS.match(last) and (_noun_of(last) or "điểm") == "điểm":
        return "score", "điểm", ONE, "table_score"
    if _about_ranks(heading, cell) and not decimals:
        return "rank", "hạng", ONE, "table_rank"
    if decimals and _INDEX.search(f"{heading} {header} {name}"):
        return "score", "điểm", ONE, "table_score"
    if re.match(r"tỷ lệ|tỉ lệ|tỷ trọng|tỉ trọng", name):
        return "rate", "%", ONE, "table_rate"
    if claim.number.denominator is not None:
        return "rate", "", ONE, "table_fraction"
    own_noun = _noun_of(cell.headers[-1]) if cell.headers else None
    noun = own_noun if own_noun and own_noun not in _OF_PLANS else _noun_of(cell.row_name)
    return "count", noun or "", ONE, "table_count"


def _printed_sign(draft: Draft) -> str:
    """The sign right before the number of a cell (``-9``, ``+2``), empty where there is none."""
    last = draft.text[: draft.claim.number.start].rstrip()[-1:]
    return last if last in f"+{_MINUS}" else ""


def _has_decimals(draft: Draft) -> bool:
    """Whether the number is printed with decimals (``1.0000`` too)."""
    exponent = draft.claim.number.value.as_tuple().exponent
    return isinstance(exponent, int) and exponent < 0


def _has_value_header(cell: CellContext) -> bool:
    last = (cell.headers[-1] if cell.headers else "").lower()
    return last.startswith(("điểm", "hạng", "xếp hạng", "thứ hạng", "năm "))


def _about_ranks(heading: str, cell: CellContext) -> bool:
    words = f"{heading} {cell.all_headers}".lower()
    return "xếp hạng" in words or "thứ hạng" in words


def _change_unit(unit: Unit | None, ranked: bool) -> tuple[str, Decimal]:
    if unit is not None and unit.family != "none":
        return ("bậc" if unit.family == "ranks" else unit.name), unit.factor
    return ("bậc" if ranked else ""), ONE


def _from_named_unit(draft: Draft, unit: Unit) -> Decision:
    fraction = draft.claim.number.denominator is not None
    if unit.family == "percent":
        return "rate", "%", ONE, "table_unit"
    if unit.family == "points":
        places = (draft.cell is not None and _noun_of(draft.cell.row_name)) or ""
        if places.startswith("điểm "):
            return ("rate" if fraction else "count"), places, ONE, "table_unit"
        return "score", "điểm", ONE, "table_unit"
    if unit.family == "ranks":
        return "rank", "hạng", ONE, "table_unit"
    if unit.family == "measure":
        return "amount", unit.name, unit.factor, "table_unit"
    if unit.family == "frequency":
        return "frequency", unit.name, ONE, "table_unit"
    return ("rate" if fraction else "count"), unit.name, unit.factor, "table_unit"


def _noun_of(words: str) -> str | None:
    """The counted noun that a row name or header begins with (``Số lượng máy trạm …``), or None."""
    rest = re.sub(
        r"^(?:[-+*•]\s*)?(?:tổng số lượng|tổng số|số lượng|tổng|số)\s+", "", words.strip(), flags=re.IGNORECASE
    )
    noun = noun_at(rest, 0)
    return noun[1] if noun else None


def _sign(draft: Draft) -> None:
    direction = draft.claim.lead.direction
    sign = _printed_sign(draft) if draft.cell is not None and draft.cell.is_value else ""
    if sign not in ("", "+") or direction < 0 or (not direction and _falls(draft)):
        draft.value = -draft.value


def _falls(draft: Draft) -> bool:
    """``giảm nhiều nhất là …, 44 bậc``: the last word of direction before a change that has none of its own."""
    words = draft.text[draft.claim.segment[0] : draft.claim.number.start].lower()
    found = re.findall(r"\b(tăng|giảm|tụt|lùi|cao hơn|thấp hơn|kém)\b", words)
    return bool(found) and found[-1] not in ("tăng", "cao hơn")


def _whole_behind_unit(draft: Draft) -> None:
    """``104.462 hồ sơ trực tuyến/108.117 hồ sơ``: the second is the whole of the first where both count the same."""
    match = _SAME_UNIT_WHOLE.match(draft.text, draft.claim.end)
    if not match:
        return
    following = find_numbers(draft.text[match.end() : match.end() + 20])
    if not following or following[0].start != 0:
        return
    unit = find_unit(draft.text, match.end() + following[0].end)
    if unit is None or following[0].denominator is not None:
        return
    same = (
        unit.name == draft.unit
        or bool(unit_classes(unit.name) & unit_classes(draft.unit))
        or ("tổng" in draft.text[unit.start : unit.end + 12])
    )
    whole = following[0].value * unit.factor
    if same and whole >= draft.value:
        draft.denominator = whole


def is_year(text: str, number: Number) -> bool:
    """Whether a bare number of four digits is a year: nothing counted stands behind it."""
    if not _YEAR.fullmatch(number.text):
        return False
    unit = find_unit(text, number.end)
    return unit is None or (unit.family == "noun" and noun_at(text, unit.start) is None)
