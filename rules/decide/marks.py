"""Which figure bears which footnote mark: the nearest one before it in its clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extract.document import Document
from rules.draft import Draft

MOST_WORDS_TO_MARK = 27
"""A mark further behind its clause's figure than this stands at another thing (seen: a list of systems)."""


def link_marks(document: Document, drafts: Sequence[Draft]) -> Mapping[str, list[int]]:
    """Give each figure its marks; returns label -> figures that bear it."""
    bearers: dict[str, list[int]] = {}
    for footnote in document.footnotes:
        for offset in footnote.marks:
            at = _bearer(drafts, offset)
            if at is None:
                continue
            if footnote.label not in drafts[at].marks:
                drafts[at].marks.append(footnote.label)
            bearers.setdefault(footnote.label, []).append(at)
    return bearers


def _bearer(drafts: Sequence[Draft], offset: int) -> int | None:
    best: int | None = None
    for index, draft in enumerate(drafts):
        low, high = draft.base + draft.claim.sentence[0], draft.base + draft.claim.sentence[1]
        if not (low <= offset <= high + 1 and draft.end <= offset):
            continue
        gap = draft.text[draft.claim.number.end : offset - draft.base]
        if ";" in gap or len(gap.split()) > MOST_WORDS_TO_MARK:
            continue
        best = index
    return best
