"""What kind of quantity: count, amount, rate, score, rank, change or frequency; with its unit and its exact value.

The unit speaks first, then the cues before the number, then the table's header, then what it stands beside. A change
is signed (giảm 03 bậc is -3), money is in đồng.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from rules.decide.kind_beside import (
    before_it,
    from_beside,
    from_end_behind,
    from_way_of_serving,
    goes_on,
    share_of_change,
)
from rules.decide.kind_cells import from_cell
from rules.decide.kind_counted import rows_above
from rules.decide.kind_growth import PART_OF_GROWTH, growth_before, is_part_of_growth
from rules.decide.kind_reckoned import reckoned
from rules.decide.kind_signs import is_below_zero, printed_sign
from rules.decide.kind_words import INDEX, ONE, Decision, has_decimals, is_per_thing
from rules.draft import Decided, Draft, Quantity, Whence
from rules.figure import PERCENTAGE_POINTS, PLACES_OF_A_RANK, POINTS, RANK, TIMES, Evidence, Kind, Qualifier
from rules.forms.read import form_row
from rules.language.cues import qualifiers_before, tells_way
from rules.language.joined_numbers import find_joined
from rules.language.numbers import find_numbers
from rules.language.units import find_unit, noun_at, unit_classes
from rules.language.wording import Wording, Words
from rules.scene import Scene
from rules.table_cells import compares

_ORDINAL = Wording(r"{ordinals}", re.NOFLAG)
_RANKED_PROVINCES = Wording(r"{ranked_provinces}", re.NOFLAG)
_POSITION = Words("position")
_WAYS = Wording(r"\b({ways})\b", re.NOFLAG)
_UP = Words("up")
_MULTIPLES = Words("multiples")
_MULTIPLE = Wording(r"(?<!\w){multiples}\s*$")
_PASSING = Words("passing")
_HELD_TO = Wording(r"(?<!\w)(?:{held_against}|{no_whole})(?!\w)")
MOST_OF_A_WHOLE = 40
"""So many letters has the whole behind a stroke, at most."""
_OF_RULE: Mapping[str, Qualifier] = {"leading_group": "max", "passed": "over"}
"""How exact a number is by the rule that read it."""
_LEADING = Wording(r"(?<!\w){leading_groups}\s*$")
_LEADERS = Wording(r"[^.;:,\d]{0,24}(?:,\s[^.;:,\d]{1,14})?\s(?:{leads}|{whole_country})(?!\w)")
_THINGS_THAT_MOVE = Wording(r"{things_that_move}(?!\w)")
_HELD_AGAINST = Wording(r"\s*{held_against}")
_TOTAL = Wording(r"{total}", re.NOFLAG)

_SAME_UNIT_WHOLE = re.compile(r"[^\d.,;()%]{0,40}?/\s?")
_ESTIMATED_HEADER = Wording(r"(?:^|[(\s]){estimated}\b")
_OF_SCORES = ("count", "score", "rank")
_MEAN_POINTS = Wording(r"\s*(?:[-+•*]\s*)?{mean_points}(?!\w)")
_COEFFICIENT = Wording(r"(?<!\w){coefficients}(?!\w)")
_CLAUSE = re.compile(r"[,;:]\s")
_LOSES = Wording(r"(?<!\w){loses_places}\s*$")
_PERCENTAGE_POINTS = Wording(r"\s*{points}\s*(?:{per_cent}|%)", re.NOFLAG)
"""``cao hơn … 10,6 điểm phần trăm``: so much lies between two rates; no rate is itself counted in points."""
_OF_THE_OTHER = frozenset(["beside", "fraction_behind_percent"])
"""Rules by which a number counts what the figure before it counts."""
_BESIDE = _OF_THE_OTHER | {"ends_of_a_change", "share_of_change", "change_beside"}
"""Rules that take the unit from the figure before, or a unit that goes with it."""


def decide(draft: Draft, scene: Scene) -> Decided[Quantity]:
    """Kind, unit and values of a printed number; without a rule where nothing tells what it counts."""
    claim, before = draft.claim, before_it(draft, scene)
    decided = (
        from_cell(draft, scene.heading, lambda: _rows_above(draft, scene), _unit_of_form(scene))
        or share_of_change(draft, before)
        or from_way_of_serving(draft, before)
        or _from_unit(draft, scene.lead)
        or from_end_behind(draft)
        or _from_cues(draft, scene.heading, before)
        or from_beside(draft, before, scene)
    )
    if (decided := reckoned(draft, decided)) is None:
        return draft.fields.quantity
    kind, unit, factor, rule = decided
    if kind == "rate" and unit == "%" and goes_on(draft, before):
        kind = "change"
    elif kind == "rate" and unit == "%" and is_part_of_growth(draft, before):
        kind, rule = "change", PART_OF_GROWTH
    if claim.unit is not None and claim.unit.family == "none" and rule != "reckoned":
        # "1,31 triệu": the scale is its own, whatever it counts
        factor = claim.unit.factor
    number = claim.number
    value = _scaled(number.value, factor)
    value_max = _scaled(number.value_max, factor) if number.value_max is not None else None
    denominator = _scaled(number.denominator, factor) if number.denominator is not None else None
    direction = (-1 if before.value < 0 else 1) if before is not None and rule == "share_of_change" else 0
    below = number.negative or is_below_zero(draft, kind)
    if below or (kind == "change" and _is_fall(draft, direction, scene.lead)):
        value, value_max = -value, -value_max if value_max is not None else None
    elif denominator is None and kind in ("count", "amount"):
        denominator = _whole_behind_unit(draft, unit, value)
    of_change = kind == "change" and any(tells_way(w) and w in qualifiers_before() for w in claim.lead.words)
    qualifier = "exact" if of_change else _OF_RULE.get(rule) or claim.qualifier or _of_column(draft, kind)
    inherits = rule in _OF_THE_OTHER
    quantity = Quantity(kind, unit, value, value_max, denominator, qualifier, rule, inherits, direction)
    return Decided(quantity, *_why(draft, before, rule))


def _of_column(draft: Draft, kind: Kind) -> Qualifier:
    """How exact a value is by its column: about, under ``Ước thực hiện``; what compares with it is a number of its
    own."""
    cell = draft.cell
    if cell is None or not cell.is_value or kind not in ("count", "amount", "rate") or compares(cell.headers):
        return "exact"
    return "about" if any(_ESTIMATED_HEADER.search(header) for header in cell.headers) else "exact"


def decide_part(draft: Draft, scene: Scene) -> Decided[Quantity]:
    """A part that names no unit of its own has the kind and unit of its whole."""
    part, decided = draft.fields.part_of.value, draft.fields.quantity
    if part is None or not part.lends:
        return decided
    whole = scene.drafts[part.whole]
    lent = replace(decided.value, kind=whole.kind, unit=whole.unit, inherits=True)
    if lent == decided.value:
        return decided
    return Decided(lent, "beside", (Evidence("unit", "part", whole.start, whole.end), *decided.evidence))


def decide_measured(draft: Draft, scene: Scene) -> Decided[Quantity]:
    """What the metric has as a score is one, though it is printed in per cent."""
    named, decided = draft.fields.metric.value, draft.fields.quantity
    if named.metric is None or named.how == "shared_out" or draft.kind != "rate":
        return decided
    if scene.stage.matcher.catalogue[named.metric].kind != "score":
        return decided
    if named.how == "own" and draft.denominator is not None:
        return decided
    return replace(decided, value=replace(decided.value, kind="score"))


def _unit_of_form(scene: Scene) -> str:
    """The unit of the row of a form that a cell stands in, "" where there is none or each province prints its own."""
    row = form_row(scene)
    return row.unit if row is not None else ""


def _rows_above(draft: Draft, scene: Scene) -> Sequence[str]:
    """The names of the rows that the row of a cell stands under, the nearest first."""
    cell = draft.cell
    return scene.stage.once(rows_above).get((cell.table, cell.row), ()) if cell is not None else ()


def _why(draft: Draft, before: Draft | None, rule: str) -> tuple[Whence, tuple[Evidence, ...]]:
    if before is not None and rule in _BESIDE:
        return "beside", (Evidence("unit", rule, before.start, before.end),)
    unit = draft.claim.unit
    said = (draft.said("unit", rule, unit.start, unit.end),) if unit is not None else ()
    return draft.here, said


def _from_unit(draft: Draft, opening: str) -> Decision | None:
    claim, lead, unit = draft.claim, draft.claim.lead, draft.claim.unit
    change = bool(lead.direction) and not lead.landing
    if unit is None or unit.family == "none":
        return None
    if unit.family == "frequency":
        return "frequency", unit.name, ONE, "frequency"
    if unit.family == "ranks":
        if lead.rank and not change:
            return "rank", RANK, ONE, "rank"
        return "change", PLACES_OF_A_RANK, ONE, "change_of_rank"
    if unit.family == "percent":
        if _PERCENTAGE_POINTS.match(draft.text, claim.number.end):
            return "change", PERCENTAGE_POINTS, ONE, "percent"
        plus = draft.text[: claim.number.start].endswith("+")
        change = change or plus or is_below_zero(draft, "change")
        change = change or bool(growth_before(draft, opening))
        return ("change" if change else "rate"), "%", ONE, "percent"
    if unit.family == "points":
        return ("change" if change else "score"), POINTS, ONE, "points"
    if unit.family == "measure":
        if change and lead.words[0] in _PASSING and not _HELD_TO.search(draft.text, unit.end, claim.segment[1]):
            return "amount", unit.name, unit.factor, "passed"
        return ("change" if change else "amount"), unit.name, unit.factor, "measure"
    ordinal = any(_ORDINAL.search(word) for word in lead.words)
    if lead.rank and (claim.number.denominator or ordinal or _RANKED_PROVINCES.match(unit.name)):
        return "rank", RANK, ONE, "rank"
    if lead.score and claim.number.denominator:
        return "score", POINTS, ONE, "score"
    if claim.number.denominator is not None:
        return "rate", unit.name, unit.factor, "fraction"
    if _LEADING.search(draft.text[: lead.start]) and _LEADERS.match(draft.text, claim.number.end):
        return "rank", RANK, ONE, "leading_group"
    if unit.name == TIMES and (_MULTIPLE.search(draft.text[: lead.start]) or _is_multiple(draft)):
        return "rate", TIMES, ONE, "multiple"
    if change and _THINGS_THAT_MOVE.match(unit.name) and not _HELD_AGAINST.match(draft.text, unit.end):
        return "count", unit.name, unit.factor, "counted_noun"
    if change and unit.name in _POSITION and not noun_at(draft.text, unit.end + 1):
        return "change", PLACES_OF_A_RANK, ONE, "change_of_rank"
    if is_per_thing(draft, unit.name):
        return ("change" if change else "rate"), unit.name, ONE, "per_head"
    return ("change" if change else "count"), unit.name, unit.factor, "counted_noun"


def _is_multiple(draft: Draft) -> bool:
    """``bằng 1,4 lần``: how often something happened has no decimals."""
    words = draft.claim.lead.words
    return any(word in _MULTIPLES for word in words) or (has_decimals(draft) and not draft.claim.lead.direction)


def _from_cues(draft: Draft, heading: str, before: Draft | None) -> Decision | None:
    claim, lead = draft.claim, draft.claim.lead
    if _LEADING.search(draft.text[: lead.start]) and _LEADERS.match(draft.text, claim.number.end):
        return "rank", RANK, ONE, "leading_group"
    if lead.rank:
        return "rank", RANK, ONE, "rank"
    decimals = has_decimals(draft)
    if decimals and claim.unit is None and before is not None and before.kind in _OF_SCORES and not lead.words:
        # "giảm 2 chỉ số: Đất đai 5,05 (5,15), Tính minh bạch 4,45": no number of things has decimals, and no rank
        of_things = _THINGS_THAT_MOVE.match(before.unit) or before.kind != "count"
        if of_things and INDEX.search(f"{draft.sentence} {heading}"):
            return "score", POINTS, ONE, "score"
    if decimals and claim.unit is None and not lead.words and _MEAN_POINTS.match(draft.sentence):
        # "Điểm trung bình môn Toán 6,35; Ngữ văn 7,12"
        return "score", POINTS, ONE, "score"
    if lead.score or (decimals and (lead.predicate or claim.bracket) and INDEX.search(f"{draft.sentence} {heading}")):
        return ("change" if lead.direction and not lead.landing else "score"), POINTS, ONE, "score"
    if decimals and claim.unit is None and _is_named_index(draft):
        return "score", POINTS, ONE, "score"
    if lead.direction and not lead.landing and decimals and INDEX.search(draft.sentence):
        return "change", POINTS, ONE, "change_of_score"
    return None


def _is_named_index(draft: Draft) -> bool:
    """``Hệ số ICOR đạt 5,8``, ``Chính quyền số 0,7582, tăng 4,7%``: the words of the number itself name an index, or a
    coefficient, and nothing else comes between."""
    claim = draft.claim
    words = _CLAUSE.split(draft.text[claim.before[0] : claim.number.start])[-1]
    if claim.lead.words and not (claim.lead.predicate and not claim.lead.direction):
        return False
    if _COEFFICIENT.search(words):
        return True
    return claim.thing_before and bool(INDEX.search(words))


def _scaled(value: Decimal, factor: Decimal) -> Decimal:
    """The value of ``7,5 tỷ``: 7500000000, without the digits behind the comma that only the scale has left."""
    return value if factor == ONE else Decimal(f"{(value * factor).normalize():f}")


def _is_fall(draft: Draft, direction: int, opening: str) -> bool:
    direction = draft.claim.lead.direction or direction
    sign = printed_sign(draft) if draft.cell is not None and draft.cell.is_value else ""
    growth = growth_before(draft, opening) if not direction and draft.unit != PERCENTAGE_POINTS else 0
    return sign not in ("", "+") or direction < 0 or growth < 0 or (not direction and not growth and _falls(draft))


def _falls(draft: Draft) -> bool:
    """``giảm nhiều nhất là …, 44 bậc``: the last word of direction before a change that has none of its own. Places
    of a rank may be lost, too."""
    of_ranks = draft.claim.unit is not None and draft.claim.unit.family == "ranks"
    if of_ranks and _LOSES.search(draft.text[draft.claim.segment[0] : draft.claim.number.start]):
        return True
    words = draft.text[draft.claim.segment[0] : draft.claim.number.start].lower()
    found = _WAYS.findall(words)
    return bool(found) and found[-1] not in _UP


def _whole_behind_unit(draft: Draft, own: str, value: Decimal) -> Decimal | None:
    """``104.462 hồ sơ trực tuyến/108.117 hồ sơ``: the second is the whole of the first where both count the same."""
    match = _SAME_UNIT_WHOLE.match(draft.text, draft.claim.end)
    if not match:
        return None
    following = find_numbers(draft.text[match.end() : match.end() + 20])
    if not following or following[0].start != 0:
        return None
    unit = find_unit(draft.text, match.end() + following[0].end)
    if unit is None or following[0].denominator is not None:
        return None
    joined = find_joined(draft.text[match.end() : match.end() + MOST_OF_A_WHOLE])
    if joined and joined[0].start == 0 and joined[0].end > following[0].end:
        # "312 tỷ 450 triệu đồng/498 tỷ 120 triệu đồng"
        following = joined
        unit = find_unit(draft.text, match.end() + following[0].end) or unit
    same = (
        unit.name == own
        or bool(unit_classes(unit.name) & unit_classes(own))
        or bool(_TOTAL.search(draft.text[unit.start : unit.end + 12]))
    )
    whole = following[0].value * unit.factor
    return whole if same and whole >= value else None
