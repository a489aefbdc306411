"""Where a figure holds: a lower place, another province, the country, or the document's own place.

Context is inherited in the open: the figure's own claim, its row, what it says more of, the headings, the letterhead.
"""

from __future__ import annotations

import re

from rules.decide.respectively import share_of
from rules.draft import Decided, Draft
from rules.figure import COUNTRY
from rules.language.places import (
    lower_place_at_end,
    names_country,
    opening_place,
    other_province,
    sub_place,
    trail_place,
)
from rules.language.provinces import provinces_in
from rules.language.wording import Wording
from rules.scene import Scene

_PROVINCES = Wording(r"{province_word}\b", re.NOFLAG)

_HELD_AGAINST = Wording(r"\b{held_against_a_place}\b")
_MERE_PREDICATE = Wording(r"[\s,]*(?:{before_own_figure}\b[\s,]*)*")


def decide(draft: Draft, scene: Scene) -> Decided[str]:
    """The named place that the figure is about: a lower place, another province, the country, or the document's."""
    if (share := share_of(scene)) is not None and share.place:
        return Decided(share.place, "list")
    setting, trail, parent, beside = scene.setting, scene.trail, scene.outer, scene.previous
    claim = draft.claim
    own = draft.text[claim.own[0] : claim.own[1]]
    if (claim.lead.predicate or claim.lead.rank) and claim.unit is None and draft.words(claim.before).strip():
        own = draft.words(claim.before)
    if draft.cell is not None and draft.cell.is_value:
        row = f"{draft.cell.row_name} | {draft.cell.header}"
        if draft.cell.province:
            return Decided(draft.cell.province, "table")
        if (name := opening_place(draft.cell.row_name)) and len(name) >= len(draft.cell.row_name.strip()):
            return Decided(name, "table")
        if name := other_province(row, setting.place):
            return Decided(name, "table")
        if names_country(row):
            return Decided(COUNTRY, "table")
        if draft.cell.row_place:
            return Decided(draft.cell.row_place, "table")
    if claim.unit is not None and _PROVINCES.match(claim.unit.name) and draft.kind in ("count", "rate"):
        return Decided(COUNTRY, "sentence")
    if claim.bracket and (name := _place_before_bracket(draft)):
        return Decided(name, "sentence")
    if name := sub_place(own):
        return Decided(name, "sentence")
    if names_country(own) and draft.kind != "rank":
        return Decided(COUNTRY, "sentence")
    if name := other_province(own, setting.place):
        return Decided(name, "sentence")
    if parent is not None and parent.place:
        return Decided(parent.place, parent.fields.place.origin)
    if beside is not None and _says_more_of(beside, draft):
        return Decided(beside.place, "sentence")
    if draft.cell is None and (name := opening_place(draft.sentence) or opening_place(draft.text)):
        return Decided(name, "list")
    if trail and (name := opening_place(trail[-1])):
        return Decided(name, "heading")
    if name := trail_place(trail, setting.place):
        return Decided(name, "heading")
    return Decided(setting.place, "letterhead" if setting.place else "default")


def _says_more_of(beside: Draft, draft: Draft) -> bool:
    """``tỉnh A đạt 87,54 điểm, xếp thứ 9/63``: a figure that names nothing new is still about the place named before.

    Not where that place was only held against (``cao hơn cả nước 2%, xếp thứ 5``), and the country has no rank.
    """
    claim = beside.claim
    if beside.fields.place.origin != "sentence" or claim.bracket or claim.segment != draft.claim.segment:
        return False
    if beside.place == COUNTRY and draft.kind == "rank":
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
