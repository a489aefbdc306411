"""Whose metric a figure takes that names none: the figure's that it was put beside, is a part of, or explains.

What was put beside: brackets, a list, a change of the figure before; then the whole, then the bearer of its footnote.
"""

from __future__ import annotations

import re

from rules.draft import Draft, same_sentence
from rules.figure import PER_CENT, PLACES_OF_A_RANK, POINTS, RANK
from rules.language.mere_words import only_levels
from rules.language.wording import Wording
from rules.matching import Matcher, fits
from rules.scene import Scene

_STAGE = Wording(r"\b{stages_of_work}\b")

MOST_BESIDE = 12
"""How many figures a chain of changes may be long."""


def leans_on(draft: Draft, scene: Scene) -> int | None:
    """The index of the figure whose metric this one takes, None where it takes none."""
    drafts, matcher = scene.drafts, scene.stage.matcher
    own = draft.words(draft.claim.before) + " " + draft.words(draft.claim.behind)
    bare = only_levels(own)
    at = _beside(draft, scene)
    if at is not None and draft.kind in ("count", "amount") and _tells_another_stage(own, drafts[at]):
        return None
    if at is not None and _lends(drafts[at], draft, matcher) and _says_more_of(draft, drafts[at], bare):
        return at
    if bare and draft.kind in ("rate", "score", "rank") and (like := _same_kind(draft, scene)) is not None:
        return like
    if draft.whole is not None and _lends(drafts[draft.whole], draft, matcher):
        return draft.whole if _divides(draft, drafts[draft.whole], bare) else None
    bearer = scene.bearer_at
    if bearer is not None and _lends(drafts[bearer], draft, matcher):
        target = drafts[bearer].unit == draft.unit and draft.status == "target"
        share = draft.unit == "%" and draft.whole == bearer
        return bearer if target or share else None
    return None


def _divides(part: Draft, whole: Draft, bare: bool) -> bool:
    """Whether a part is the same as its whole, of a level or some of the money only. In a table the row and the header
    name what it is (``Quá hạn``): only a level of its own leaves it what the whole is."""
    level = part.level is not None and part.level != whole.level
    if part.cell is not None and part.cell.is_value:
        return level and not _tells_another_stage(f"{part.cell.row_name} {part.cell.header}", whole)
    return bare or level or part.unit == "%" or part.kind == "amount"


def _tells_another_stage(words: str, other: Draft) -> bool:
    """Whether words say how far the work is (``quá hạn``, ``đang giải quyết``) that do not stand with the other."""
    cell = other.cell if other.cell is not None and other.cell.is_value else None
    around = f"{cell.row_name} {cell.header}" if cell is not None else other.words(other.claim.own)
    told = {match.group().lower() for match in _STAGE.finditer(words)}
    return bool(told - {match.group().lower() for match in _STAGE.finditer(around)})


def leans_forward(draft: Draft, scene: Scene) -> bool:
    """``Kế hoạch giao 75%, kết quả 83,2% hộ gia đình …`` and ``15/18 sở, 16/18 huyện đã dùng biên lai điện tử``: a
    figure that names nothing, before the one that names it for both."""
    behind = scene.behind
    if behind is None or not behind.metric or not same_sentence(draft, behind) or draft.kind != behind.kind:
        return False
    offices = all(d.claim.unit is not None and d.claim.unit.level is not None for d in (draft, behind))
    if draft.unit != behind.unit and not offices:
        return False
    listed = draft.claim.segment == behind.claim.segment and (draft.place != behind.place or offices)
    if draft.status != "target" and not listed:
        return False
    own = re.split(r",\s", draft.words(draft.claim.before))[-1] + " " + draft.words(draft.claim.behind)
    return only_levels(own) and _lends(behind, draft, scene.stage.matcher)


def _lends(other: Draft, draft: Draft, matcher: Matcher) -> bool:
    """Whether the other figure has a metric that this one can have too, by its kind and unit."""
    if other.metric is None:
        return False
    return fits(matcher.catalogue[other.metric], draft.kind, draft.unit, draft.denominator is not None)


def _says_more_of(draft: Draft, before: Draft, bare: bool) -> bool:
    if draft.kind == "change" and not bare and draft.claim.segment != before.claim.segment:
        # "thu ngân sách tăng 6%; tỷ lệ hộ nghèo giảm trên 2%"
        return False
    if draft.kind == "change" or draft.inherits or before.kind == "change" or draft.status == "maximum":
        return True
    if before.kind == draft.kind and before.unit == draft.unit and (bare or draft.claim.bracket):
        return True
    return bare and draft.unit in (*PER_CENT, POINTS, RANK, PLACES_OF_A_RANK)


def _beside(draft: Draft, scene: Scene) -> int | None:
    """The figure that this one was put beside: before its bracket, or just before it in its sentence. What changes is
    the head of a chain (``đạt 14.820 tỷ đồng, bằng 97,4% dự toán, tăng 6,1%``: the first)."""
    drafts, bracket = scene.drafts, draft.claim.bracket
    found: int | None = None
    for at in range(scene.at - 1, max(-1, scene.at - 1 - MOST_BESIDE), -1):
        other = drafts[at]
        if not same_sentence(other, draft):
            break
        if bracket and other.claim.number.end > bracket[0] and draft.kind == "change":
            continue
        if found is not None and drafts[found].claim.segment != other.claim.segment:
            break
        found = at
        if draft.kind != "change" or not _goes_on(other) or (draft.unit == PLACES_OF_A_RANK and other.kind == "rank"):
            break
    return found


def _goes_on(draft: Draft) -> bool:
    """Whether a figure only says more of the one before it (``, bằng 97,4% dự toán``)."""
    blank = not draft.words(draft.claim.before).strip(" ,;(")
    return (
        blank
        and (draft.claim.lead.predicate or draft.claim.lead.rank or bool(draft.direction))
        and draft.unit in (*PER_CENT, RANK, PLACES_OF_A_RANK, POINTS)
    )


def _same_kind(draft: Draft, scene: Scene) -> int | None:
    """The last figure of the same kind and unit before this one in its sentence (``PAPI của A đạt …, xếp thứ …; của B
    đạt …``)."""
    for at in range(scene.at - 1, -1, -1):
        other = scene.drafts[at]
        if not same_sentence(other, draft):
            break
        if other.kind == draft.kind and other.unit == draft.unit:
            return at if other.metric else None
    return None
