"""Which figure bears which footnote mark: the nearest one before it in its clause."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rules.draft import Decided, Draft
from rules.scene import Scene, Stage

MOST_WORDS_TO_MARK = 27
"""A mark further behind its clause's figure than this stands at another thing (seen: a list of systems)."""


def decide(draft: Draft, scene: Scene) -> Decided[tuple[str, ...]]:
    """The labels of the footnotes whose marks the figure bears."""
    labels = scene.stage.once(labels_of).get(scene.at)
    return Decided(tuple(labels), draft.here) if labels else draft.fields.marks


def labels_of(stage: Stage) -> Mapping[int, Sequence[str]]:
    """The index of each figure that bears marks -> their labels."""
    found: dict[int, list[str]] = {}
    for footnote in stage.document.footnotes:
        for offset in footnote.marks:
            at = _bearer(stage.drafts, offset)
            if at is not None and footnote.label not in found.setdefault(at, []):
                found[at].append(footnote.label)
    return found


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
