"""Whose metric a figure takes that names none: the figure's that it was put beside, is a part of, or explains.

What was put beside: brackets, a list, a change of the figure before; then the whole, then the bearer of its footnote.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rules.decide.mere_words import only_levels
from rules.draft import Draft, same_sentence
from rules.matching import Matcher, fits


def inherit(
    draft: Draft, before: Draft | None, drafts: Sequence[Draft], bearer: int | None, matcher: Matcher
) -> Draft | None:
    own = draft.words(draft.claim.before) + " " + draft.words(draft.claim.behind)
    bare = only_levels(own)
    if before is not None and before.metric and can(draft, before.metric, matcher):
        if draft.kind == "change" or draft.inherits or before.kind == "change" or draft.status == "maximum":
            return before
        if before.kind == draft.kind and before.unit == draft.unit and (bare or draft.claim.bracket):
            return before
        if bare and draft.unit in ("%", "điểm", "hạng", "bậc"):
            return before
    if bare and draft.kind in ("rate", "score", "rank") and (like := _same_kind(draft, drafts)) is not None:
        return like
    if draft.parent is not None and (whole := drafts[draft.parent]).metric and can(draft, whole.metric or "", matcher):
        return whole if bare or draft.level is not None or draft.unit == "%" or draft.kind == "amount" else None
    if bearer is not None and drafts[bearer].metric and can(draft, drafts[bearer].metric or "", matcher):
        target = drafts[bearer].unit == draft.unit and draft.status == "target"
        share = draft.unit == "%" and draft.parent == bearer
        return drafts[bearer] if target or share else None
    return None


def leans_forward(draft: Draft, behind: Draft, matcher: Matcher) -> bool:
    """``Kế hoạch giao 75%, kết quả 83,2% hộ gia đình …`` and ``15/18 sở, 16/18 huyện đã dùng biên lai điện tử``: a
    figure that names nothing, before the one that names it for both."""
    if not behind.metric or not same_sentence(draft, behind) or draft.kind != behind.kind:
        return False
    offices = all(d.claim.unit is not None and d.claim.unit.level is not None for d in (draft, behind))
    if draft.unit != behind.unit and not offices:
        return False
    listed = draft.claim.segment == behind.claim.segment and (draft.place != behind.place or offices)
    if draft.status != "target" and not listed:
        return False
    own = re.split(r",\s", draft.words(draft.claim.before))[-1] + " " + draft.words(draft.claim.behind)
    return only_levels(own) and can(draft, behind.metric, matcher)


def beside(drafts: Sequence[Draft], index: int) -> Draft | None:
    """The figure that this one was put beside: before its bracket, or just before it in its sentence. What changes is
    the head of a chain (``đạt 14.820 tỷ đồng, bằng 97,4% dự toán, tăng 6,1%``: the first)."""
    draft = drafts[index]
    found: Draft | None = None
    for other in reversed(drafts[max(0, index - 12) : index]):
        if not same_sentence(other, draft):
            break
        bracket = draft.claim.bracket
        if bracket and other.claim.number.end > bracket[0] and draft.kind == "change":
            continue
        if found is not None and found.claim.segment != other.claim.segment:
            break
        found = other
        if draft.kind != "change" or not _goes_on(other) or (draft.unit == "bậc" and other.kind == "rank"):
            break
    return found


def _goes_on(draft: Draft) -> bool:
    """Whether a figure only says more of the one before it (``, bằng 97,4% dự toán``)."""
    blank = not draft.words(draft.claim.before).strip(" ,;(")
    return (
        blank
        and (draft.claim.lead.predicate or draft.claim.lead.rank or bool(draft.claim.lead.direction))
        and draft.unit in ("%", "hạng", "bậc", "điểm")
    )


def _same_kind(draft: Draft, drafts: Sequence[Draft]) -> Draft | None:
    """The last figure of the same kind and unit before this one in its sentence (``PAPI của A đạt …, xếp thứ …; của B
    đạt …``)."""
    for other in reversed(
        [d for d in drafts if same_sentence(d, draft) and d.claim.number.end < draft.claim.number.start]
    ):
        if other.kind == draft.kind and other.unit == draft.unit:
            return other if other.metric else None
    return None


def can(draft: Draft, metric: str, matcher: Matcher) -> bool:
    return fits(matcher.catalogue[metric], draft.kind, draft.unit, draft.denominator is not None)
