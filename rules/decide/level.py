"""At which level of administration a figure holds: the one that its own words limit it to, or none.

Its row or unit speaks first, then the words behind and before the number, then what it says more of.
"""

from __future__ import annotations

import re

from rules.decide.respectively import share_of
from rules.draft import Decided, Draft
from rules.figure import PLACES_OF_A_RANK, Level
from rules.language.places import levels_in, one_level
from rules.language.unit_words import load_units
from rules.language.units import PARTS_OF_UNIT, noun_at
from rules.language.wording import Wording, Words
from rules.scene import Scene

_BEFORE_PLACES = Wording(r"\s*(?:{before_places}\s+)?", re.NOFLAG)
_BEHIND_PLACES = Wording(r"\d|\b{behind_places}\b", re.NOFLAG)
_CLAUSE_ENDS = Wording(r",\s(?!{place_kinds})|;|\.\s|\(|\b{because}\b", re.NOFLAG)
_CLAUSE_BEGINS = Wording(r",\s(?!{place_kinds})|;|\.\s|\)", re.NOFLAG)

# "01 điểm cầu tỉnh, 09 điểm cầu huyện": not "12 cơ quan tỉnh Lâm Đồng"
_BARE_LEVELS = Words("bare_levels")
_LEVEL_BEHIND = Wording(r"\s({bare_levels})(?=\s*(?:[,;.:)(]|$)|\s{ends_level}\b)", re.NOFLAG)
_OPENING_LEVEL = Wording(r"\s*(?:[-+]\s*)?{opens_level}\s+(?:{plural}\s+)?{level_kind} {bare_levels}\s*[,:]", re.NOFLAG)
_SHARE_OF = Wording(r"\b{rates}\s+(?:(?:{number_word}|{plural})\s+)?(?=[^\W\d])")


def decide(draft: Draft, scene: Scene) -> Decided[Level | None]:
    """The one administrative level that the figure is limited to, or None."""
    if (share := share_of(scene)) is not None and share.level:
        return Decided(share.level, "list")
    parent = scene.outer
    claim, text = draft.claim, draft.text
    if draft.kind == "rank" or (draft.kind == "change" and draft.unit == PLACES_OF_A_RANK):
        return Decided(None)
    if draft.cell is not None and draft.cell.is_value:
        level = _name_level(draft.cell.row_name) or one_level(draft.cell.header)
        return Decided(level, "table" if level else "default")
    if claim.unit is not None and claim.unit.level and not _of_several(claim.unit.name):
        return Decided(claim.unit.level, "sentence")
    if draft.unit == "%" and (noun := _places_behind(text, claim.end)):
        return Decided(noun, "sentence")
    if draft.unit == "%" and (match := _SHARE_OF.search(text[claim.before[0] : claim.before[1]])):
        noun_found = noun_at(text, claim.before[0] + match.end())
        if noun_found and noun_found[1] in load_units().levels:
            return Decided(load_units().levels[noun_found[1]], "sentence")
    noun_start = claim.unit.start if claim.unit is not None and claim.unit.family == "noun" else claim.behind[0]
    own = text[claim.before[0] : claim.before[1]].strip(" ,;:(").lower()
    bare = load_units().levels[own] if own in _BARE_LEVELS else None
    if bare and (bare != "province" or set(claim.lead.words) <= {":"}):
        return Decided(bare, "sentence")
    # the comma inside "cán bộ, công chức" ends no clause
    if claim.unit is not None and claim.unit.family == "noun" and (match := _LEVEL_BEHIND.match(text, claim.end)):
        return Decided(load_units().levels[match.group(1)], "sentence")
    behind = text[noun_start : claim.end] + _first_clause(text[claim.end : max(claim.behind[1], claim.end)])
    before = _last_clause(text[claim.before[0] : claim.before[1]])
    first = claim.thing_before or (claim.lead.predicate and draft.kind != "count")
    order = (before, behind) if first else (behind, before)
    for words in order:
        if level := one_level(words):
            return Decided(level, "sentence")
        if words is order[0] and _names_levels(words):
            return Decided(None, "sentence")
    if opening := _OPENING_LEVEL.match(draft.sentence):
        return Decided(one_level(opening.group()), "list")
    if parent is not None and parent.level:
        return Decided(parent.level, parent.fields.level.origin)
    # A cell of prose that gives its row the name has spoken already, clause by clause.
    named = draft.cell is not None and draft.text.strip() not in draft.cell.row_name
    if draft.cell is not None and named and (level := _name_level(draft.cell.row_name)):
        return Decided(level, "table")
    return Decided(None)


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
