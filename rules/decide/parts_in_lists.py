"""Parts that are the items of a list: the paragraph above it states the whole (``Kinh phí là 80 tỷ đồng. Trong đó:``).

Nothing is decided here: :mod:`rules.decide.parts` asks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extract.document import Document
from extract.layout import depth_of_item
from rules.decide.sums import Breakdown, alike, are_levels, sums_up
from rules.draft import Draft, Part
from rules.language.wording import Wording
from rules.scene import Stage

LEAST_ITEMS = 2
"""A list has that many items."""
_OPENS_LIST = Wording(r"\b{opens_breakdown}\b[^.;\d]{0,20}:$")


def in_lists(stage: Stage) -> Breakdown:
    """The first figure of each item of a list, where they add up to a figure of the paragraph above it, or where that
    ends with ``trong đó:`` and they come to no more."""
    held: dict[int, list[int]] = {}
    for at, draft in enumerate(stage.drafts):
        held.setdefault(draft.block, []).append(at)
    found: dict[int, Part] = {}
    for lead, items in _lists(stage.document):
        told = _OPENS_LIST.search(stage.document.block_text(stage.document.blocks[lead]).rstrip()) is not None
        for whole in reversed([at for at in held.get(lead, ()) if stage.drafts[at].claim.bracket is None]):
            parts = [part for item in items for part in _first(stage.drafts, held.get(item, ()), whole)]
            if not _are_parts(stage.drafts, parts, whole, told and len(parts) == len(items)):
                parts = (
                    _whatever_they_count(stage.drafts, [held.get(item, ()) for item in items], whole) if told else []
                )
            if parts:
                found = {at: Part(whole) for at in parts} | found
                break
    return found


def _lists(document: Document) -> Iterator[tuple[int, Sequence[int]]]:
    """Each block above a list with the blocks that are its items: those of one depth below it, up to what stands beside
    it. Footnotes in between belong to neither."""
    blocks = document.blocks
    for lead, block in enumerate(blocks):
        if block.kind not in ("paragraph", "list_item"):
            continue
        text = document.block_text(block).rstrip()
        over = depth_of_item(text) if block.kind == "list_item" else -1
        items: list[int] = []
        depth = over
        for at in range(lead + 1, len(blocks)):
            if blocks[at].kind == "footnote":
                continue
            here = depth_of_item(document.block_text(blocks[at]))
            if blocks[at].kind != "list_item" or here <= over:
                break
            depth = here if not items else depth
            if here == depth:
                items.append(at)
            elif here < depth:
                break
        if len(items) >= LEAST_ITEMS:
            yield lead, items


def _first(drafts: Sequence[Draft], own: Sequence[int], whole: int) -> Sequence[int]:
    """The first figure of an item that counts the same as the whole."""
    of_all = drafts[whole]
    same = (at for at in own if drafts[at].kind == of_all.kind and drafts[at].claim.bracket is None)
    return [at for at in same if drafts[at].whole is None and alike(drafts[at].unit, of_all.unit)][:1]


def _whatever_they_count(drafts: Sequence[Draft], items: Sequence[Sequence[int]], whole: int) -> list[int]:
    """The first count of every item, where they add up to a whole that is made of things of several names (``Cơ sở y
    tế: 186, gồm: - 18 bệnh viện - 168 trạm``); empty where they do not."""
    firsts = [next((at for at in own if drafts[at].claim.bracket is None), None) for own in items]
    parts = [at for at in firsts if at is not None and drafts[at].kind == "count" and drafts[at].whole is None]
    alike_told = len(parts) == len(items) and all(drafts[at].status == drafts[whole].status for at in parts)
    if not alike_told or drafts[whole].kind != "count" or drafts[whole].denominator is not None:
        return []
    return parts if sums_up([drafts[at] for at in parts], drafts[whole]) else []


def _are_parts(drafts: Sequence[Draft], parts: Sequence[int], whole: int, told: bool) -> bool:
    own, of_all = [drafts[at] for at in parts], drafts[whole]
    if len(own) < LEAST_ITEMS or any(one.status != of_all.status for one in own):
        return False
    if of_all.unit == "%":
        return told and are_levels(own, of_all)
    if of_all.kind not in ("count", "amount") or of_all.denominator is not None:
        return False
    return sums_up(own, of_all) or (told and sum((one.value for one in own), Decimal(0)) <= of_all.value)
