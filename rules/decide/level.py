"""At which level of administration a figure holds: the one that its own words limit it to, or none.

Its row or unit speaks first, then the words behind and before the number, then what it says more of: brackets, a part
of what was counted before, a row below another. What one department has is of the province's level.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.decide.level_beside import level_of_subject, share_of_places
from rules.decide.respectively import share_of
from rules.draft import Decided, Draft, same_sentence
from rules.figure import PLACES_OF_A_RANK, TIMES, Level
from rules.forms.read import form_row
from rules.language.organisations import organisation_kind, organisations_in
from rules.language.places import levels_in, one_level
from rules.language.unit_words import load_units
from rules.language.units import PARTS_OF_UNIT, noun_at
from rules.language.wording import Wording, Words
from rules.scene import Scene

MOST_BESIDE = 12
"""So many figures before, the levels of a sentence are looked for."""
MOST_ROWS = 60
"""So many figures above, the row is looked for that a row is numbered below."""

_SOME = Wording(r"\b{some_provinces}\s+\S*\s*$")
_HELD_AGAINST = Wording(r"\b{held_against_a_place}\b")
_ANOTHER_LEVEL = Wording(
    r"\s*(?:,|/|{and})\s*(?:{level_kind} )?{bare_levels}\b(?!\s+(?!{with}\s)[^\W\d_]+\s+\d)", re.NOFLAG
)
_PART = Wording(r"(?:^|[\s,;(])\s*{opens_parts}\b")
_AMONG = Wording(r"\b{among_them}\b")
_WITH = Wording(r"[^,;.]{0,60}\s{with}\s")
_AGAIN = Wording(r"\b{own_again}\b")
_OPENS_ITEM = Wording(r"(?:^|\d\S*[^,;:(]{0,25}[,;]|[:(]|{opens_parts}|{and})\s*$")
_ROW_OF_LEVELS = Wording(r"\b{level_kind} {bare_levels}\s*(?:,|/|-|{and})\s*(?:{level_kind} )?{bare_levels}$")
_WITHS = Words("with")
# "các huyện 94,5%", "thuộc sở 402": the places of a level right before their number
_PLACES_BEFORE = Wording(r"(?:^|[;,:(.]\s*|\b{and}\s+)\s*(?:{plural}|{belongs_to})\s+({bare_levels})\s*[:]?$")
_TOTAL = Wording(r"\b{total}\b")
_HEADING = Wording(
    r"\s*(?:[-+*]\s*|\w{1,4}[.)]\s*)*(?:{opens_level}\s+)?(?:{plural}\s+)?(?:{says_province}|{says_district}|{says_commune})\s*[:.]?\s*"
)
_BEFORE_PLACES = Wording(r"\s*(?:{before_places}\s+)?", re.NOFLAG)
_BEHIND_PLACES = Wording(r"\d|\b{behind_places}\b", re.NOFLAG)
_CLAUSE_ENDS = Wording(r",\s(?!{place_kinds})|;|\.\s|\(|\b{because}\b", re.NOFLAG)
_CLAUSE_BEGINS = Wording(r",\s(?!{place_kinds})|;|\.\s|\)", re.NOFLAG)

# "01 điểm cầu tỉnh, 09 điểm cầu huyện": not "12 cơ quan tỉnh Lâm Đồng"
_BARE_LEVELS = Words("bare_levels")
_LEVEL_BEHIND = Wording(r"\s({bare_levels})(?=\s*(?:[,;.:)(]|$)|\s{ends_level}\b)", re.NOFLAG)
_OPENING_LEVEL = Wording(
    r"\s*(?:[-+]\s*)?(?:{opens_level}\s+(?:{plural}\s+)?{level_kind} {bare_levels}\s*[,:]|"
    r"(?i:{level_kind}) {bare_levels}\s*:)",
    re.NOFLAG,
)
_GOES_ON_ROW = Wording(r",\s(?:{place_kinds}|{level_kind})\b", re.NOFLAG)
_ROW_OF_PLACES = Wording(r"(?<!\w)(?:{plural}\s+)?(?:{level_kind}\s+)?{place_kinds}(?:,\s{place_kinds})*$", re.NOFLAG)
MOST_OF_A_ROW = 60
"""So many letters has a row of places before its last one, at most."""
_COPIES = Words("copies")
_VILLAGE_OR_COPY = Words("village_or_copy")


def decide(draft: Draft, scene: Scene) -> Decided[Level | None]:
    """The one administrative level that the figure is limited to, or None."""
    if (share := share_of(scene)) is not None and share.level:
        return Decided(share.level, "list")
    parent, beside = scene.outer, scene.previous
    claim, text = draft.claim, draft.text
    if draft.kind == "rank" or (draft.kind == "change" and draft.unit == PLACES_OF_A_RANK):
        return Decided(None)
    if draft.cell is not None and draft.cell.is_value:
        return _of_row(draft, scene)
    if claim.unit is not None and claim.unit.level and not _of_several(claim.unit.name):
        some = claim.unit.level == "province" and draft.denominator is None and _SOME.search(text[: claim.lead.start])
        several = bool(_ANOTHER_LEVEL.match(text, claim.end))
        several |= len({level for *_, level in levels_in(claim.unit.name, counted=True)}) > 1
        several |= claim.unit.name in _VILLAGE_OR_COPY and bool(_COPIES.search(draft.sentence))
        return Decided(None if some or several else claim.unit.level, "default" if some or several else "sentence")
    if level := _right_before(text, claim.segment[0], claim.lead.start):
        return Decided(level, "sentence")
    if draft.unit == "%" and (noun := _places_behind(text, claim.end)):
        return Decided(noun, "sentence")
    if draft.unit == "%" and (of_places := share_of_places(text, claim.segment[0], claim.number.start)):
        return Decided(of_places, "sentence")
    noun_start = claim.unit.start if claim.unit is not None and claim.unit.family == "noun" else claim.behind[0]
    own = text[claim.before[0] : claim.before[1]].strip(" ,;:(").lower()
    # "12 cơ quan cấp tỉnh, xã với 90 tài khoản": the commune belongs to the row before
    bare = (
        load_units().levels[own]
        if own in _BARE_LEVELS and not any(word in _WITHS for word in claim.lead.words)
        else None
    )
    if bare and (bare != "province" or set(claim.lead.words) <= {":"}):
        return Decided(bare, "sentence")
    # the comma inside "cán bộ, công chức" ends no clause
    if claim.unit is not None and claim.unit.family == "noun" and (match := _LEVEL_BEHIND.match(text, claim.end)):
        return Decided(load_units().levels[match.group(1)], "sentence")
    behind = text[noun_start : claim.end] + _first_clause(text[claim.end : max(claim.behind[1], claim.end)])
    before = _last_clause(text[_row_begins(text, *claim.before) : claim.before[1]])
    first = claim.thing_before or (claim.lead.predicate and draft.kind != "count")
    order = (before, behind) if first else (behind, before)
    many = claim.unit is not None and claim.unit.family == "noun" and claim.number.value != 1
    for words in order:
        if level := one_level(words, counted=many and words is behind):
            against = level == "national" and (draft.kind == "change" or words is behind)
            against = against and bool(_HELD_AGAINST.search(words) or draft.unit == TIMES)
            if against or (words is behind and _goes_on_to_another(text, noun_start, behind)):
                return Decided(None)
            return Decided(level, "sentence")
        if words is order[0] and _names_levels(words):
            return Decided(None, "sentence")
    if draft.owner is not None and organisation_kind(draft.owner) == "department":
        # what it has, not what is only called its own ("01 chi cục thuộc Sở Y tế")
        has = all(one.rule != "limits" for one in draft.fields.owner.evidence)
        return Decided("province", "sentence") if has else Decided(None)
    if opening := _OPENING_LEVEL.match(draft.sentence) or _OPENING_LEVEL.match(text):
        return Decided(one_level(opening.group()), "list")
    if parent is not None and parent.level:
        return Decided(parent.level, parent.fields.level.origin)
    if (
        beside is not None
        and beside.level not in (None, "national")
        and _breaks_down(beside, draft, scene.drafts[max(0, scene.at - MOST_BESIDE) : scene.at])
    ):
        return Decided(beside.level, "beside")
    if (subject := level_of_subject(draft, scene)) is not None:
        return Decided(subject, "beside")
    bearer = scene.bearer
    if bearer is not None and bearer.level and _PART.match(draft.sentence):
        return Decided(bearer.level, "footnote")
    if scene.trail and (heading := _HEADING.fullmatch(scene.trail[-1])):
        return Decided(one_level(heading.group()), "heading")
    # A cell of prose that gives its row the name has spoken already, clause by clause.
    named = draft.cell is not None and draft.text.strip() not in draft.cell.row_name
    if draft.cell is not None and named and (level := _name_level(draft.cell.row_name)):
        return Decided(level, "table")
    return Decided(None)


def _of_row(draft: Draft, scene: Scene) -> Decided[Level | None]:
    """The level that its row or column names; a row below another (``3.1.2`` of ``3.1``) has that one's, and what
    stands below a line of the table that is nothing but a level (``B. CẤP XÃ``) has that."""
    cell = draft.cell
    assert cell is not None
    if level := _name_level(cell.row_name) or one_level(cell.header):
        return Decided(level, "table")
    if _names_levels(cell.row_name) or _names_levels(cell.header):
        return Decided(None, "table")
    counted = load_units().levels.get(PARTS_OF_UNIT.split(draft.unit)[0].strip()) if draft.kind != "amount" else None
    if counted is not None and not _of_several(draft.unit):
        return Decided(counted, "table")
    if draft.owner is not None and organisation_kind(draft.owner) == "department":
        return Decided("province", "table")
    if (of_form := form_row(scene)) is not None and of_form.level:
        return Decided(of_form.level, "table")
    number = cell.row_number.strip(" .)")
    for other in reversed(scene.drafts[max(0, scene.at - MOST_ROWS) : scene.at] if "." in number else ()):
        if other.cell is None or other.cell.table != cell.table:
            break
        above = other.cell.row_number.strip(" .)")
        beneath = above and number.startswith(f"{above}.") and other.cell.column == cell.column
        if beneath and other.cell.is_value:
            if other.level and other.level != "national":
                return Decided(other.level, "table")
            break
    if _HEADING.fullmatch(cell.section):
        return Decided(one_level(cell.section), "table")
    return Decided(None)


def _right_before(text: str, low: int, at: int) -> Level | None:
    """``cấp tỉnh 214, cấp huyện 387``: the level that stands before its number, where each number has one."""
    before = text[max(low, at - 40) : at].rstrip(" :")
    if told := _PLACES_BEFORE.search(before):
        return load_units().levels[told[1].lower()]
    named = levels_in(before)
    if not named or named[-1][1] != len(before) or _ROW_OF_LEVELS.search(before):
        return None
    # "Cấp tỉnh: 64 Cấp xã: 1.305": lines of a cell that its reader has run together
    labelled = text[at:].lstrip().startswith(":") and before[named[-1][0]].isupper()
    return named[-1][2] if labelled or _OPENS_ITEM.search(before[: named[-1][0]]) else None


def _row_begins(text: str, start: int, end: int) -> int:
    """Where the row of places or levels begins that the words from ``start`` to ``end`` go on with (``cấp xã,
    thôn/khu phố``, ``của các huyện, thị xã, thành phố``)."""
    if not _GOES_ON_ROW.match(text, start, end):
        return start
    row = _ROW_OF_PLACES.search(text, max(0, start - MOST_OF_A_ROW), start)
    return row.start() if row else start


def _goes_on_to_another(text: str, start: int, behind: str) -> bool:
    """Whether another level stands right behind the one that the words name: ``đơn vị cấp tỉnh, xã``."""
    named = levels_in(behind, counted=True)
    return bool(named) and text[start:].startswith(behind) and bool(_ANOTHER_LEVEL.match(text, start + named[-1][1]))


def _breaks_down(beside: Draft, draft: Draft, before: Sequence[Draft]) -> bool:
    """Whether the figure is what became of the one before it, in the same sentence: ``cấp xã tiếp nhận 468 hồ sơ, trong
    đó 467 đúng hạn``, and the parts that follow; ``tổ cấp thôn với 182 thành viên``; the like of it once more."""
    between = draft.text[beside.claim.end : draft.claim.number.start]
    if _AGAIN.search(between) or _TOTAL.search(between) or organisations_in(between):
        return False
    several = len({one.level for one in before if one.level and same_sentence(one, draft)}) > 1
    if several or _AMONG.search(between):
        among = bool(_AMONG.search(between)) and not (draft.unit == beside.unit and draft.value > beside.value)
        return among or (
            beside.fields.level.origin == "beside" and draft.kind in ("rate", "change")
        )
    if _PART.search(between):
        return True
    same_part = beside.fields.level.origin == "beside" and draft.kind in ("count", "rate", "change", "amount")
    unit, other = draft.claim.unit, beside.claim.unit
    alike = unit is not None and other is not None and unit.name == other.name and len(unit.name.split()) > 2
    if same_part or alike:
        return beside.claim.sentence == draft.claim.sentence
    return beside.claim.segment == draft.claim.segment and bool(_WITH.match(between))


def _name_level(row_name: str) -> Level | None:
    last = row_name.rsplit(" - ", 1)[-1]
    level = one_level(last)
    return level or (one_level(row_name) if len(row_name) < 60 else None) or _bare_level(last)


def _bare_level(words: str) -> Level | None:
    noun = noun_at(words.strip().lower(), 0)
    return load_units().levels.get(noun[1]) if noun and noun[0] >= len(words.strip()) - 1 else None


def _of_several(unit: str) -> bool:
    levels = load_units().levels
    return len({levels[n.strip()] for n in PARTS_OF_UNIT.split(unit) if n.strip() in levels}) > 1


def _places_behind(text: str, end: int) -> Level | None:
    """``100% xã, phường, thị trấn …``: the counted places right behind a percentage."""
    match = _BEFORE_PLACES.match(text, end)
    start = match.end() if match else end
    noun = noun_at(text, start)
    if not noun or noun[1] not in load_units().levels:
        return None
    clause = _first_clause(text[start : start + 90])
    stretch = _BEHIND_PLACES.split(clause)[0]
    if _of_several(stretch):
        return None
    return one_level(stretch) if _names_levels(stretch) else load_units().levels[noun[1]] if clause else None


def _names_levels(words: str) -> bool:

    return bool(levels_in(words))


def _first_clause(words: str) -> str:
    words = re.sub(r"\s?\([^()]*\)", "", words)
    head = _CLAUSE_ENDS.split(words)[0]
    return head[:90]


def _last_clause(words: str) -> str:
    tail = _CLAUSE_BEGINS.split(words)[-1]
    return tail[-120:]
