"""What kind of quantity: count, amount, rate, score, rank, change or frequency; with its unit and its exact value.

The unit speaks first, then the cues before the number, then the table's header, then what it stands beside. A change
is signed (giảm 03 bậc is -3), money is in đồng.
"""

from __future__ import annotations

import re
from decimal import Decimal

from rules.decide.kind_beside import from_beside, share_of_change
from rules.decide.kind_cells import from_cell, printed_sign
from rules.decide.kind_words import INDEX, ONE, Decision, has_decimals
from rules.draft import Draft
from rules.language.cues import qualifiers_before, tells_way
from rules.language.numbers import Number, find_numbers
from rules.language.units import find_unit, noun_at, unit_classes

_YEAR = re.compile(r"(?:19|20)\d{2}")
_SAME_UNIT_WHOLE = re.compile(r"[^\d.,;()%]{0,40}?/\s?")
_PERCENTAGE_POINTS = re.compile(r"\s*điểm\s*(?:phần trăm|%)")
"""``cao hơn … 10,6 điểm phần trăm``: so much lies between two rates; no rate is itself counted in points."""


def decide(draft: Draft, before: Draft | None, heading: str) -> bool:
    """Fill in kind, unit and values of a draft; ``before`` is the figure just before it in its sentence, ``heading``
    the headings above and the title. False where nothing tells what the number counts: it is no figure then."""
    claim = draft.claim
    number = claim.number
    draft.flags += number.flags
    draft.qualifier = claim.qualifier or "exact"
    draft.value, draft.value_max, draft.denominator = number.value, number.value_max, number.denominator
    decided = (
        from_cell(draft, heading)
        or share_of_change(draft, before)
        or _from_unit(draft)
        or _from_cues(draft, heading)
        or from_beside(draft, before)
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
    decimals = has_decimals(draft)
    if lead.score or (decimals and (lead.predicate or claim.bracket) and INDEX.search(f"{draft.sentence} {heading}")):
        return ("change" if lead.direction and not lead.landing else "score"), "điểm", ONE, "score"
    if lead.direction and not lead.landing and decimals and INDEX.search(draft.sentence):
        return "change", "điểm", ONE, "change_of_score"
    return None


def _scaled(value: Decimal, factor: Decimal) -> Decimal:
    """The value of ``7,5 tỷ``: 7500000000, without the digits behind the comma that only the scale has left."""
    return Decimal(f"{(value * factor).normalize():f}")


def _sign(draft: Draft) -> None:
    direction = draft.claim.lead.direction
    sign = printed_sign(draft) if draft.cell is not None and draft.cell.is_value else ""
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
