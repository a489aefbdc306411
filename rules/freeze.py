"""Drafts -> Figures: quotes, boxes, anchors for the ids, and parts that point at the figures' final order."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any

from extract.document import Box, Document
from rules.draft import Decided, Draft, Fields
from rules.figure import Figure, Letterhead
from rules.language.fold import bare_words
from rules.language.provinces import place_called

_OF_FIGURES = frozenset(field.name for field in fields(Figure))
AS_DECIDED = tuple(
    field.name for field in fields(Fields) if field.name in _OF_FIGURES and field.name not in ("metric", "part_of")
)
"""The fields that are one value, the same in the making and in the figure."""


def freeze(document: Document, drafts: Sequence[Draft], head: Letterhead) -> list[Figure]:
    """The figures in reading order; ``part_of`` is an index into the list. A place is that of the figure's period, else
    of the period or the day of issue that the letterhead names."""
    seen: dict[tuple[str, str], int] = {}
    figures: list[Figure] = []
    for draft in drafts:
        anchor = anchor_of(draft.cell.row_text if draft.cell else draft.sentence)
        start = _start(draft)
        number = document.text[start : draft.end]
        occurrence = seen.get((anchor, number), 0)
        seen[(anchor, number)] = occurrence + 1
        block = document.blocks[draft.block]
        box = _box(document, draft.start, draft.end)
        place = place_called(draft.place, draft.period, head.period, head.issued_on)
        quantity, named, doubts = draft.fields.quantity.value, draft.fields.metric.value, draft.fields.doubts.value
        figures.append(
            Figure(
                start=start, end=draft.end, number=number, value=quantity.value, value_max=quantity.value_max,
                denominator=quantity.denominator, unit=quantity.unit, qualifier=quantity.qualifier, kind=quantity.kind,
                metric=named.metric, item=named.item, place_id=place.id if place else None, footnote=draft.footnote,
                part_of=draft.whole, in_table=draft.cell is not None,
                quote=draft.cell.quote if draft.cell else " ".join(draft.sentence.split()), block=draft.block,
                page=box.page if box else block.page, box=box, rule=draft.rule, flags=doubts.flags,
                candidates=named.candidates,
                anchor=anchor, occurrence=occurrence, evidence=draft.fields.metric.evidence,
                **_as_decided(draft.fields),
            )
        )  # fmt: skip
    return figures


def _as_decided(said: Fields) -> dict[str, Any]:
    """The fields that a figure has as they were decided, and where they came from: the base has no word for what leans
    on a neighbour, it stands in the neighbour's sentence."""
    values: dict[str, Any] = {}
    for name in AS_DECIDED:
        decided: Decided[object] = getattr(said, name)
        values[name] = decided.value
        if f"{name}_from" in _OF_FIGURES:
            values[f"{name}_from"] = "sentence" if decided.origin == "beside" else decided.origin
    return values


def _start(draft: Draft) -> int:
    """Where the printed number begins; a table's sign belongs to it (``-6``)."""
    at = draft.claim.number.start
    if (
        draft.cell is not None
        and draft.cell.is_value
        and draft.kind == "change"
        and draft.text[max(0, at - 1) : at] in ("-", "−", "–", "+")
    ):
        return draft.start - 1
    return draft.start


@lru_cache(maxsize=256)
def anchor_of(sentence: str) -> str:
    """A hash of a sentence that a better reader does not change: letters and digits only, folded."""
    return hashlib.sha256(bare_words(sentence).encode()).hexdigest()[:24]


def _box(document: Document, start: int, end: int) -> Box | None:
    """The rectangle around the printed number, where the document has a page image."""
    words = document.words
    first = bisect_left(words, start, key=lambda w: w.end)
    boxes = []
    while first < len(words) and words[first].start < end:
        if words[first].end > start:
            boxes.append(words[first].box)
        first += 1
    if not boxes:
        return None
    page = boxes[0].page
    boxes = [b for b in boxes if b.page == page]
    return Box(
        page,
        min(b.x0 for b in boxes),
        min(b.top for b in boxes),
        max(b.x1 for b in boxes),
        max(b.bottom for b in boxes),
    )
